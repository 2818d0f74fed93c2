"""The card of one thing, beside it on the plate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.knowledge.cards import Card
from vmat2_desktop.ui.cards.live import value_in_words
from vmat2_desktop.ui.cards.rows import EquationRow, ParameterRow
from vmat2_desktop.ui.controls import BY_KEY, SLIM_BAR, Button, Text
from vmat2_desktop.ui.keys import OwnKeys
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

WIDTH = 372
_MARGIN, _LEAST_HEIGHT = 10, 160


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card is about."""

    thing: str
    name: str
    card: Card
    parameters: Sequence[Quantity]
    traces: Sequence[tuple[str, str]]
    """Id and name of each trace that draws it."""
    overrides: tuple[tuple[str, float], ...] = ()
    """Parameters that the scenario changes."""


class CardPanel(QFrame):
    """Name, what it is, live values, equations, parameters, and the traces that draw it."""

    closed = Signal()
    parameter_asked = Signal(str)
    trace_asked = Signal(str)

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self._plate = parent
        self._keys = OwnKeys(self)
        self.subject: Subject | None = None
        self.values: list[Text] = []
        self.equations: list[EquationRow] = []
        self.parameters: list[ParameterRow] = []
        self.traces: list[Button] = []
        self.setObjectName("thing_card")
        self.setProperty("role", "card")
        self.setStyleSheet("#card_body { background: transparent; }")
        self.name = Text(look, "", 18, 700, wrap=True)
        self.close_button = Button(look, "", "close", flat=True)
        self.close_button.setAccessibleName(tr("Close the card"))
        self.close_button.setToolTip(tr("Close the card (Esc)"))
        self.close_button.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        # What happens on the card is not for the plate below: no zoom, no other card.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.hide()

    # What is shown

    def show_subject(self, subject: Subject, scenario: Scenario, frame: Frame) -> None:
        """Tell of another thing."""
        self.subject = subject
        self.name.setText(subject.name)
        self.setAccessibleName(tr("Card: {0}").format(subject.name))
        self.setAccessibleDescription(subject.card.text)
        self._fill(subject, scenario)
        self.show_frame(frame)

    def show_frame(self, frame: Frame) -> None:
        """Say the values of this frame."""
        if self.subject is None:
            return
        for text, shown in zip(self.values, self.subject.card.values, strict=True):
            said = value_in_words(shown, frame)
            if said != text.text():
                text.setText(said)
                text.setAccessibleName(f"{shown.name}: {said}")

    def _fill(self, subject: Subject, scenario: Scenario) -> None:
        body = QWidget()
        body.setObjectName("card_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 10, 4)
        layout.setSpacing(6)
        look = self._look
        layout.addWidget(Text(look, subject.card.text, 15, wrap=True))
        self.values = []
        for shown in subject.card.values:
            row, value = QHBoxLayout(), Text(look, "", 16, 700)
            row.addWidget(value)
            row.addWidget(Text(look, shown.name, 14, role="ink2", wrap=True), 1)
            self.values.append(value)
            layout.addLayout(row)
        self._head(layout, tr("Equation") if len(subject.card.equations) == 1 else tr("Equations"))
        self.equations = [EquationRow(look, equation) for equation in subject.card.equations]
        self._head(layout, tr("Drawn in the traces"), self.equations)
        self._fill_traces(layout, subject)
        self.parameters = [ParameterRow(look, quantity, scenario) for quantity in subject.parameters]
        self._head(layout, tr("Parameters, with their sources"))
        for parameter in self.parameters:
            parameter.clicked.connect(
                lambda _=False, which=parameter.quantity.id: self.parameter_asked.emit(which)
            )
            layout.addWidget(parameter)
        layout.addStretch(1)
        old = self._scroll.takeWidget()
        self._scroll.setWidget(body)
        if old is not None:
            old.deleteLater()
        chain: list[QWidget] = [self._plate, self.close_button, *self.traces, *self.parameters]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)
        self._keys.watch(self)

    def _head(self, layout: QVBoxLayout, text: str, before: Sequence[QWidget] = ()) -> None:
        for widget in before:
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(Text(self._look, text, 14, 700))

    def _fill_traces(self, layout: QVBoxLayout, subject: Subject) -> None:
        self.traces = []
        if not subject.traces:
            layout.addWidget(
                Text(self._look, tr("In none: it is drawn in the picture only"), 14, role="ink2")
            )
        for identifier, name in subject.traces:
            button = Button(self._look, name, "traces")
            button.setAccessibleName(tr("Show the trace {0}").format(name))
            button.clicked.connect(lambda _=False, which=identifier: self.trace_asked.emit(which))
            self.traces.append(button)
            layout.addWidget(button)

    # Where it stands

    def place(self, thing: QRect, room: QRect) -> None:
        """Stand at the edge of the room that is farther from the thing, at its height."""
        width = min(self._look.px(WIDTH), room.width() - 2 * _MARGIN)
        inner = room.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        wanted = self._wanted_height(width)
        height = max(min(wanted, inner.height()), min(_LEAST_HEIGHT, inner.height()))
        if thing.isEmpty():
            thing = QRect(inner.left(), inner.center().y(), 1, 1)
        # At the far edge the card covers words that it says itself, and the least of the cells.
        left = inner.right() + 1 - width if thing.center().x() <= inner.center().x() else inner.left()
        top = min(max(thing.center().y() - height // 2, inner.top()), inner.bottom() - height + 1)
        self.setGeometry(left, top, width, height)

    def _wanted_height(self, width: int) -> int:
        body = self._scroll.widget()
        if body is None:
            return _LEAST_HEIGHT
        margins = self.contentsMargins()
        inner = width - 24 - 10 - margins.left() - margins.right()
        layout = body.layout()
        tall = layout.heightForWidth(inner) if layout is not None else 0
        return tall + self.name.heightForWidth(inner) + 48

    def take_focus(self) -> None:
        """Take the keyboard to the first thing that can be pressed."""
        first = (self.traces or self.parameters or [self.close_button])[0]
        first.setProperty(BY_KEY, True)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close, and say so."""
        if self.isVisibleTo(self._plate):
            self.hide()
            self.subject = None
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape, press what has the keyboard on Enter; no key goes on to the plate below."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            pressed = self.focusWidget()
            if isinstance(pressed, QAbstractButton):
                pressed.click()
