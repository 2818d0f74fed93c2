"""Brings plate, traces and cards together: what one of them points at stands out in the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.knowledge import cards as known
from vmat2_desktop.regimens import antipsychotic, inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.attention import Attention
from vmat2_desktop.ui.cards.live import parameters_of
from vmat2_desktop.ui.cards.panel import CardPanel, Subject
from vmat2_desktop.ui.controls import BY_KEY
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.synapse_view import SynapseView
from vmat2_desktop.ui.traces.column import TracesColumn


def thing_of_trace(trace: str) -> str:
    """Return the thing that a trace tells of, the one of which it is the nearest; empty for none."""
    found = [
        (card.traces.index(trace), thing) for thing, card in known.load().items() if trace in card.traces
    ]
    return min(found, key=lambda item: item[0])[1] if found else ""


class Desk(QObject):
    """Opens cards and passes attention on; owns neither plate nor traces."""

    def __init__(
        self,
        session: Session,
        look: Look,
        view: SynapseView,
        traces: TracesColumn,
        quantities: Mapping[str, Quantity],
        show_parameter: Callable[[str], object],
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._traces = traces
        self._quantities = dict(quantities)
        self.attention = Attention(self)
        self.panel = CardPanel(view, look)
        self._numbers = Gate()
        self._things = {trace: thing_of_trace(trace) for trace in traces.cards}
        self._pointers: dict[QObject, str] = {}
        self._by_keys: set[QObject] = set()
        """Those of them of which only the keyboard tells."""
        view.looked_at.connect(self.attention.look_at)
        view.card_asked.connect(self.show_card)
        view.moved.connect(self.place)
        self.attention.changed.connect(self._follow)
        self.panel.closed.connect(self._closed)
        self.panel.parameter_asked.connect(show_parameter)
        self.panel.trace_asked.connect(self._show_trace)
        session.scenario_changed.connect(self._refill)
        session.frame_ready.connect(self._show_frame)
        look.changed.connect(self.place)
        self._watch()

    # Cards

    def show_card(self, thing: str) -> None:
        """Open the card of a thing, or close what is open where there is none."""
        subject = self._subject(thing)
        if subject is None:
            self.panel.dismiss()
            return
        self.panel.show_subject(subject, self._session.scenario, self._session.frame)
        self.attention.look_at(thing)
        self._view.set_told(thing)
        self.panel.show()
        self.place()
        self.panel.raise_()
        if self._view.hasFocus() and self._view.property(BY_KEY):
            self.panel.take_focus()

    def _subject(self, thing: str) -> Subject | None:
        card = known.load().get(thing)
        if card is None:
            return None
        scenario, model = self._session.scenario, self._session.model
        taken, other = inhibitor(scenario, model), antipsychotic(scenario, model)
        parameters = parameters_of(
            card, self._quantities, "" if taken is None else taken.drug, other.drug or ""
        )
        names = [(trace, self._traces.cards[trace].trace.name) for trace in card.traces]
        return Subject(thing, self._view.name_of(thing), card, parameters, names, scenario.overrides)

    def place(self) -> None:
        """Stand beside the thing, wherever that lies now."""
        if self.panel.subject is not None:
            self.panel.place(self._view.rect_of(self.panel.subject.thing), self._view.rect())

    def _refill(self, scenario: Scenario) -> None:
        """Tell again what is told otherwise now: other medicines, or changed parameters."""
        shown = self.panel.subject
        told = None if shown is None else self._subject(shown.thing)
        if told is None or told == shown:
            return
        inside = self.panel.isAncestorOf(QApplication.focusWidget() or self.panel)
        self.panel.show_subject(told, scenario, self._session.frame)
        self.place()
        if inside:
            self.panel.take_focus()

    def _show_frame(self, frame: Frame) -> None:
        if self.panel.subject is not None and self._numbers.opens(self._session.running):
            self.panel.show_frame(frame)

    def _closed(self) -> None:
        self._view.set_told("")
        self.attention.look_at("")
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_trace(self, trace: str) -> None:
        self._traces.set_shown(trace, True)
        if self.panel.subject is not None:
            self._highlight(self.panel.subject.thing)

    # Attention

    def _watch(self) -> None:
        """Learn when the hand or the keyboard comes to a trace."""
        for name, card in self._traces.cards.items():
            for widget in (card, card.plot, self._traces.readings[name]):
                self._pointers[widget] = self._things[name]
                widget.installEventFilter(self)
            # The hand is on the card as long as it is on any part of it.
            self._by_keys.add(card.plot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what a trace tells of, while the hand or the keyboard is there."""
        kind = event.type()
        if watched in self._pointers:
            by_hand = watched not in self._by_keys
            if kind == QEvent.Type.FocusIn or (by_hand and kind == QEvent.Type.Enter):
                self.attention.look_at(self._pointers[watched])
            elif kind == QEvent.Type.FocusOut or (by_hand and kind == QEvent.Type.Leave):
                self.attention.look_at(self._kept())
        return False

    def _kept(self) -> str:
        """Return what is looked at when nothing points any more: the open card's thing."""
        return "" if self.panel.subject is None else self.panel.subject.thing

    def _follow(self, thing: str) -> None:
        looked_at = thing or self._kept()
        self._view.look_at(looked_at)
        self._highlight(looked_at)

    def _highlight(self, thing: str) -> None:
        card = known.load().get(thing)
        attended = () if card is None else card.traces
        for name, drawn in self._traces.cards.items():
            drawn.set_attended(name in attended)
            self._traces.readings[name].set_attended(name in attended)
