"""The head of the window: menus, the scenario's title, undo and redo, the rung of the model."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Segments, paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

HEIGHT = 56
DOT = 16
"""Room for the dot of an unsaved document, with the gap behind it."""
RUNG_FROM, WORDS_FROM = 640, 740
"""Widths, before the text scale, from which on there is room for the rungs and for a word beside an icon."""
RUNGS = (Rung.TEXTBOOK, Rung.MECHANISTIC)


class Title(QWidget):
    """The scenario's title, shortened in the middle of what room there is."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self._unsaved = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The title, whole."""
        return self._text

    @property
    def unsaved(self) -> bool:
        """Whether the dot of an unsaved document stands before it."""
        return self._unsaved

    def set_text(self, text: str, unsaved: bool = False) -> None:
        """Change the title, and whether the dot of an unsaved document stands before it."""
        if (text, unsaved) != (self._text, self._unsaved):
            self._text, self._unsaved = text, unsaved
            said = tr("{0}, not saved").format(text) if unsaved else text
            self.setToolTip(said)
            self.setAccessibleName(said)
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        painter.setFont(self._look.font(15, 600))
        painter.setPen(self._look.colour("ink"))
        metrics = QFontMetricsF(painter.font())
        dot = self._look.px(DOT) if self._unsaved else 0
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, float(self.width() - dot))
        # In the middle of the window where that fits, else in the middle of the room.
        width = metrics.horizontalAdvance(text) + dot
        window = self.window()
        middle = self.mapFrom(window, window.rect().center()).x()
        left = min(max(0.0, middle - width / 2), max(0.0, self.width() - width))
        painter.drawText(QPointF(left + dot, self.height() / 2 + self._look.px(5)), text)
        if dot and dot < self.width():
            painter.setBrush(self._look.colour("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(left + dot * 0.3, self.height() / 2), dot * 0.28, dot * 0.28)
        painter.end()


class Header(QWidget):
    """One row."""

    def __init__(
        self, session: Session, look: Look, bar: QMenuBar, undo: QAction, redo: QAction, compare: QAction
    ) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self.title = Title(look)
        self.undo = _history(look, "undo", undo)
        self.redo = _history(look, "redo", redo)
        self.rung = Segments(look, [tr("Textbook"), tr("Mechanistic")], tr("Model of the terminal"))
        for index, name in enumerate(("rung_textbook", "rung_mechanistic")):
            self.rung.button(index).setObjectName(name)
        self.rung.button(0).setToolTip(tr("Loading against leak: depletion equals occupancy"))
        self.rung.button(1).setToolTip(tr("Synthesis, cytosol, MAO, autoreceptors, re-uptake"))
        self.compare = _toggle(look, "compare", tr("Compare"), compare)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 24, 0)
        layout.setSpacing(8)
        bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        layout.addWidget(bar)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.redo)
        layout.addSpacing(8)
        layout.addWidget(self.rung)
        layout.addSpacing(4)
        layout.addWidget(self.compare)
        self.rung.chosen.connect(lambda index: choose_rung(session, RUNGS[index]))
        session.scenario_changed.connect(self._show)
        look.changed.connect(self._resize)
        self._resize()
        self._show(session.scenario)

    def _show(self, scenario: Scenario) -> None:
        self.rung.set_chosen(RUNGS.index(scenario.rung))

    def show_document(self, name: str, unsaved: bool) -> None:
        """Name the document, and say whether it is saved."""
        self.title.set_text(name, unsaved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the menus have too, rather than cut it off."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width() / self._look.scale
        self.rung.setVisible(width >= RUNG_FROM)
        self.compare.set_compact(width < WORDS_FROM)

    def _resize(self) -> None:
        self.setFixedHeight(self._look.px(HEIGHT))
        self._fit()


def choose_rung(session: Session, rung: Rung) -> None:
    """Ask for a rung of the model."""
    name = tr("textbook model") if rung is Rung.TEXTBOOK else tr("mechanistic model")
    session.edit(replace(session.scenario, rung=rung), name)


def _history(look: Look, icon: str, action: QAction) -> Button:
    button = Button(look, "", icon, flat=True)
    button.setObjectName(f"{icon}_button")

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        name = action.text().replace("&", "")
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({action.shortcut().toString()})")

    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    follow()
    return button


def _toggle(look: Look, icon: str, text: str, action: QAction) -> Button:
    """Return a button that switches an action on and off, and shows which."""
    key = action.shortcut().toString()
    button = Button(look, text, icon, key)
    button.setObjectName(f"{icon}_button")
    button.setCheckable(True)
    button.setAccessibleName(text)
    button.setToolTip(f"{action.text().replace('&', '')} ({key})")
    button.clicked.connect(action.trigger)
    action.toggled.connect(button.setChecked)
    return button
