"""Presenting: the whole screen, larger type, the story of the scenario step by step with a clicker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.actions import Actions
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.present.frame import Blank, Foot, Head
from vmat2_desktop.ui.present.moments import Moment, moments_of, place_of
from vmat2_desktop.ui.shortcuts import clicker, commands
from vmat2_desktop.ui.texts import title_of

PER_PIXEL = 1.75 / 1080.0
"""Size of the text for each px of the window's height: what is read from the last row at 1080."""
LEAST_SCALE, LARGEST_SCALE = 1.1, 1.75
TRACES_SHARE = 0.34
"""Width of the traces' column, of the window."""


class Presenter(QObject):
    """Turns the window into the one for a class and back. It edits nothing."""

    changed = Signal(bool)
    """Presenting began or ended."""

    def __init__(
        self, window: QMainWindow, session: Session, look: Look, actions: Actions, desk: Sequence[QWidget]
    ) -> None:
        """Prepare.

        Args:
            window: what fills the screen.
            session: whose clock the clicker moves.
            look: what grows.
            actions: the window's commands; those whose keys a clicker sends lend them.
            desk: what only stands on a desk.
        """
        super().__init__(window)
        self._window = window
        self._session = session
        self._look = look
        self._lenders = actions
        self._desk = desk
        self._lent = {key for command in clicker() for key in command.keys}
        self._moments: tuple[Moment, ...] = ()
        self._resumes = False
        self._was_maximised = False
        self.on = False
        does: dict[str, Callable[[], object]] = {
            "next_moment": lambda: self.go(1),
            "previous_moment": lambda: self.go(-1),
            "blank": self.toggle_blank,
            "end_presenting": lambda: self.set_on(False),
        }
        self.actions = {command.id: self._action(command.id, command.text) for command in clicker()}
        for name, action in self.actions.items():
            action.triggered.connect(lambda _=False, which=name: does[which]())
        for command in clicker():
            self.actions[command.id].setShortcuts([QKeySequence(key) for key in command.keys])
        self.head = Head(session, look)
        self.foot = Foot(look, clicker(), self.actions)
        self.blank = Blank(window)
        self.blank.pressed.connect(self.toggle_blank)
        for widget in (self.head, self.foot):
            widget.hide()
        session.pair_changed.connect(self._follow_pair)
        session.compared_changed.connect(self._follow_compared)
        session.frame_ready.connect(self._follow_time)
        session.transport_changed.connect(self._follow_transport)
        window.installEventFilter(self)

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setEnabled(False)
        self._window.addAction(action)
        return action

    # On and off

    def set_on(self, on: bool) -> None:
        """Begin or end."""
        if on == self.on:
            return
        self.on = on
        self._show_blank(False)
        self._lend_keys(on)
        for widget in self._desk:
            widget.setVisible(not on)
        if on:
            self._was_maximised = self._window.isMaximized()
            self._window.showFullScreen()
            self._look.set_room(self._scale())
            self._follow_pair()
            self._follow_transport()
        else:
            (self._window.showMaximized if self._was_maximised else self._window.showNormal)()
            self._look.set_room(None)
        self.head.setVisible(on)
        self.foot.setVisible(on)
        self._window.setFocus()
        self.changed.emit(on)

    def _lend_keys(self, on: bool) -> None:
        """Give a clicker's keys to this, and back: a key must not mean two things."""
        for command in commands():
            if self._lent & set(command.keys):
                kept = [key for key in command.keys if not (on and key in self._lent)]
                self._lenders[command.id].setShortcuts([QKeySequence(key) for key in kept])
        for action in self.actions.values():
            action.setEnabled(on)
        for widget in self._window.findChildren(QWidget):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                # A widget that is watched twice is called once.
                (widget.installEventFilter if on else widget.removeEventFilter)(self)

    def _scale(self) -> float:
        return min(max(self._window.height() * PER_PIXEL, LEAST_SCALE), LARGEST_SCALE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the size of the window, and keep a clicker's keys from whatever has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if QKeySequence(event.keyCombination()).toString() in self._lent:
                event.ignore()
                return True
        elif watched is not self._window:
            return False
        if event.type() == QEvent.Type.Resize and self.on:
            self._look.set_room(self._scale())
            self.blank.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    # The story

    def go(self, steps: int) -> None:
        """Go to the next moment, or to the one before; what is black is seen again."""
        self._show_blank(False)
        time_h = self._session.time_h
        place = place_of(self._moments, time_h)
        # Back from between two moments is to the one that has just passed.
        between = time_h > self._moments[place].time_h + 1e-9
        place = min(max(place + steps + (1 if between and steps < 0 else 0), 0), len(self._moments) - 1)
        self._session.seek(self._moments[place].time_h)
        self._follow_time()

    def _follow_compared(self) -> None:
        if self.on:
            self._lend_keys(True)  # also from what is shown now
            self._follow_pair()

    def _follow_pair(self) -> None:
        if not self.on:
            return
        session = self._session
        pair = session.pair
        courses = (pair.a, pair.b) if session.compared and pair.b is not None else (session.course,)
        self._moments = moments_of(courses, session.horizon_h)
        self.head.title.setText(title_of(session.scenario, session.model))
        self._follow_time()

    def _follow_time(self) -> None:
        if self.on:
            self.head.show_time()
            place = place_of(self._moments, self._session.time_h)
            self.foot.show_place(place, len(self._moments), self._moments[place].text)

    def _follow_transport(self) -> None:
        if self.on:
            self.head.show_transport()

    # Blank

    def toggle_blank(self) -> None:
        """Make the screen black and hold the clock, or go on."""
        self._show_blank(not self.blank.isVisibleTo(self._window))

    def _show_blank(self, on: bool) -> None:
        if on == self.blank.isVisibleTo(self._window):
            return
        if on:
            self._resumes = self._session.playing
            self._session.pause()
            self.blank.setGeometry(self._window.rect())
            self.blank.raise_()
        self.blank.setVisible(on)
        if not on and self._resumes:
            self._session.play()
