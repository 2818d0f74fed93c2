"""One parameter read whole, and changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.session import Session
from vmat2_desktop.session.gesture import Gesture
from vmat2_desktop.ui.controls import Button, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.parameters.change import ValueInRange
from vmat2_desktop.ui.parameters.table import CHANGED
from vmat2_desktop.ui.parameters.words import grade_in_words, provenance_in_words, range_in_words, with_unit
from vmat2_desktop.ui.texts import tr


class Detail(QWidget):
    """Shows the parameter that is looked at; edits go through the session."""

    refused = Signal(str)
    """A sentence on why an entry cannot stand; empty: one was taken."""

    def __init__(self, session: Session, look: Look, changeable: frozenset[str]) -> None:
        super().__init__()
        self._session = session
        self._changeable = changeable
        self._quantity: Quantity | None = None
        self._gesture = Gesture(session)
        self.title = Text(look, "", 16, 600, wrap=True)
        self.facts = Text(look, "", 14, role="ink2", wrap=True)
        self.source = Text(look, "", 14, role="ink2", wrap=True)
        self.state = Text(look, "", 15, 600, wrap=True)
        self.value = ValueInRange(look)
        self.refusal = Text(look, "", 14, 600, "antipsychotic_edge", wrap=True)
        self.refusal.hide()
        self.reset = Button(look, tr("Reset this one"))
        self.reset.setAccessibleName(tr("Reset this parameter"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.value)
        layout.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.reset)
        layout.addLayout(row)
        layout.addWidget(self.facts)
        layout.addWidget(self.source)
        layout.addStretch(1)
        self.value.asked.connect(self._ask)
        self.value.typed.connect(self._no_number)
        self.value.pressed.connect(self._gesture.begin)
        self.value.released.connect(self._gesture.end)
        self.reset.clicked.connect(self._reset)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    @property
    def quantity(self) -> Quantity | None:
        """The parameter that is shown."""
        return self._quantity

    def show_quantity(self, quantity: Quantity | None) -> None:
        """Look at another parameter."""
        if quantity is self._quantity:
            return
        self._quantity = quantity
        self._say("")
        self._show(self._session.scenario)

    # From the person

    def _ask(self, value: float) -> None:
        quantity, scenario = self._quantity, self._session.scenario
        if quantity is None:
            return
        if complaint := quantity.complaint(value):
            self._say(complaint)
            self._show(scenario)
            return
        self._say("")
        changed = scenario.with_override(quantity.id, None if value == quantity.value else value)
        text = tr("{0} to {1}").format(quantity.id, with_unit(value, quantity))
        self._session.edit(changed, text, self._gesture.number)
        self._show(self._session.scenario)

    def _no_number(self, text: str) -> None:
        if self._quantity is not None:
            sentence = tr("{0} cannot be “{1}”: enter a number, {2}.")
            self._say(sentence.format(self._quantity.id, text.strip()[:40], range_in_words(self._quantity)))
            self._show(self._session.scenario)

    def _reset(self) -> None:
        if self._quantity is not None:
            identifier = self._quantity.id
            self._say("")
            self._session.edit(
                self._session.scenario.with_override(identifier, None), tr("reset {0}").format(identifier)
            )

    # To the person

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.refused.emit(sentence)

    def _show(self, scenario: Scenario) -> None:
        quantity = self._quantity
        free = quantity is not None and quantity.id in self._changeable and quantity.low < quantity.high
        self.value.setVisible(free)
        if quantity is None:
            self.title.setText(tr("Choose a parameter to read it whole"))
            for text in (self.facts, self.source, self.state):
                text.setText("")
            self.reset.hide()
            return
        value = dict(scenario.overrides).get(quantity.id)
        self.title.setText(f"{quantity.id}: {quantity.text}")
        self.facts.setText(
            tr("{0}; from {1}; {2}; {3}").format(
                with_unit(quantity.value, quantity),
                range_in_words(quantity),
                grade_in_words(quantity.grade),
                provenance_in_words(quantity.provenance),
            )
        )
        self.source.setText(tr("Source: {0}").format(quantity.source))
        if free:
            self.value.set_range(quantity.low, quantity.high)
            self.value.unit.setText("" if quantity.unit == "1" else quantity.unit)
            self.value.name(tr("Value of {0}").format(quantity.id))
            self.value.show_value(quantity.value if value is None else value)
        self.state.setText(self._state(quantity, value, free))
        self.reset.setVisible(value is not None)

    def _state(self, quantity: Quantity, value: float | None, free: bool) -> str:
        if value is not None:
            text = tr("{0} Changed here to {1}; the model has {2}")
            return text.format(CHANGED, with_unit(value, quantity), with_unit(quantity.value, quantity))
        if free:
            return tr("As the model has it")
        if quantity.id in self._changeable:
            return tr("Fixed: its range has one value")
        return tr("A fact about alleles, which a scenario cannot change: choose another allele instead")
