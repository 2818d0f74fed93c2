"""What stands round the picture in front of a class: title and clock above, story and keys below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.shortcuts import Command
from vmat2_desktop.ui.texts import clock_day, clock_time, speed_name, tr

BLACK = QColor("#000000")


class Head(QWidget):
    """The scenario's title at the left, a large clock at the right."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._numbers = Gate()
        self.setAccessibleName(tr("Title and clock"))
        self.title = Text(look, "", 22, 700, wrap=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.day = Text(look, "", 30, 700)
        self.time = Text(look, "", 22, 400)
        self.pace = Text(look, "", 15, 400, "ink2")
        clock = QHBoxLayout()
        clock.setSpacing(look.px(12))
        clock.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBaseline)
        clock.addWidget(self.time, 0, Qt.AlignmentFlag.AlignBaseline)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(clock)
        right.addWidget(self.pace, 0, Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(24)
        layout.addWidget(self.title, 1)
        layout.addLayout(right)

    def show_time(self) -> None:
        """Say the time, ten times a second at most."""
        session = self._session
        if self._numbers.opens(session.running):
            self.day.setText(clock_day(session.time_h))
            self.time.setText(clock_time(session.time_h, session.speed))

    def show_transport(self) -> None:
        """Say how fast time runs."""
        session = self._session
        running = tr("{0} a second").format(speed_name(session.speed))
        self.pace.setText(running if session.playing else tr("the clock stands"))
        self.show_time()


class Foot(QWidget):
    """Where one is in the story, and the clicker's keys, each of which can be pressed with the mouse too."""

    def __init__(self, look: Look, table: tuple[Command, ...], actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setAccessibleName(tr("Story"))
        self.place = Text(look, "", 18, 700)
        self.caption = Text(look, "", 18, 400, wrap=True)
        self.caption.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons: dict[str, Button] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(8)
        layout.addWidget(self.place)
        layout.addSpacing(8)
        layout.addWidget(self.caption, 1)
        for command in table:
            key = actions[command.id].shortcut().toString()
            button = Button(look, command.text.replace("&", ""), key=key)
            button.setObjectName(f"{command.id}_button")
            button.setAccessibleName(command.text.replace("&", ""))
            button.setToolTip(f"{command.text.replace('&', '')} ({key})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(actions[command.id].trigger)
            self.buttons[command.id] = button
            layout.addWidget(button)

    def show_place(self, place: int, count: int, caption: str) -> None:
        """Say where one is."""
        self.place.setText(tr("{0} of {1}").format(place + 1, count))
        self.caption.setText(caption)


class Blank(QWidget):
    """Black over the whole window, until a key or a click."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Blank screen"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it black."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), BLACK)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the picture back."""
        event.accept()
        self.pressed.emit()
