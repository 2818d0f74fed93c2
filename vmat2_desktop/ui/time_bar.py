"""The foot of the window: transport, spikes, speed, clock and timeline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.session import Session
from vmat2_desktop.ui.clock import Clock
from vmat2_desktop.ui.controls import Button, RoundButton, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.shortcuts import Command, commands
from vmat2_desktop.ui.speed_slider import SpeedSlider
from vmat2_desktop.ui.texts import days_in_words, tr
from vmat2_desktop.ui.timeline import Timeline

HEIGHT = 136
TIGHT_BELOW = 720
"""Width, before the text scale, below which buttons have icons only and the speed stands alone."""


class TimeBar(QWidget):
    """Everything about time."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._numbers = Gate()
        self.setAccessibleName(tr("Time"))
        table = {command.id: command for command in commands()}
        self.start = _button(look, "start", table["start"])
        self.play = RoundButton(look, "play")
        self.play.setObjectName("play")
        self.step = _button(look, "step", table["step"])
        self.spike = _button(look, "spike", table["spike"], tr("Spike"))
        self.burst = _button(look, "burst", table["burst"], tr("Burst"))
        self.speed = SpeedSlider(look, session.speeds)
        self.speed.setObjectName("speed")
        self.speed.setAccessibleName(tr("Speed: model time a second"))
        self.speed.setToolTip(_tip(tr("Speed"), table["slower"], table["faster"]))
        self.clock = Clock(look)
        self.timeline = Timeline(look)
        self.timeline.setObjectName("timeline")
        self._length = Text(look, "", 14, role="ink2")
        self._lay_out()
        self._connect()
        look.changed.connect(self._resize)
        self._resize()
        self._show_course(session.course)
        self._show_transport()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 6, 24, 4)
        layout.setSpacing(0)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        for widget in (self.start, self.play, self.step):
            upper.addWidget(widget)
        upper.addSpacing(8)
        upper.addWidget(self.spike)
        upper.addWidget(self.burst)
        upper.addStretch(1)
        self._speed_name = Text(self._look, tr("Speed"), 15, 600)
        upper.addWidget(self._speed_name)
        upper.addSpacing(4)
        upper.addWidget(self.speed, 12)
        self._per_second = Text(self._look, tr("of model time a second"), 14, role="ink2")
        upper.addWidget(self._per_second)
        upper.addStretch(1)
        upper.addWidget(self._length)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        lower.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignVCenter)
        lower.addWidget(self.timeline, 1)
        layout.addLayout(upper)
        layout.addLayout(lower, 1)

    def _connect(self) -> None:
        session = self._session
        self.start.clicked.connect(lambda: session.seek(0.0))
        self.play.clicked.connect(session.toggle)
        self.step.clicked.connect(session.step)
        self.spike.clicked.connect(session.spike)
        self.burst.clicked.connect(session.burst)
        self.speed.valueChanged.connect(lambda stop: session.set_speed(session.speeds[stop]))
        self.timeline.scrubbed.connect(session.seek)
        session.course_changed.connect(self._show_course)
        session.frame_ready.connect(self._show_frame)
        session.transport_changed.connect(self._show_transport)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons for words where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        tight = self.width() < self._look.px(TIGHT_BELOW)
        for button in (self.spike, self.burst):
            button.set_compact(tight)
        for words in (self._speed_name, self._per_second):
            words.setVisible(not tight)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what is only a reminder when there is little room."""
        self._length.setVisible(not narrow)
        self._per_second.setText(tr("a second") if narrow else tr("of model time a second"))

    def _show_course(self, course: Course) -> None:
        self.timeline.show_course(course, self._session.horizon_h)
        self.clock.show_course(course)
        # Of two scenarios, the timeline has the doses of one.
        what = tr("Course") if self._session.other is None else tr("Scenario {0}").format(self._session.side)
        self._length.setText(f"{what}: {days_in_words(course.scenario.horizon_h / 24)}")
        self._show_frame(self._session.frame)

    def _show_frame(self, _frame: Frame) -> None:
        """Show the clock; the frame of a side that has ended would stand at its end."""
        self.timeline.set_time(self._session.time_h)
        if self._numbers.opens(self._session.running):
            self.clock.show_time(self._session.time_h, self._session.speed)

    def _show_transport(self) -> None:
        playing = self._session.playing
        self.play.set_icon_name("pause" if playing else "play")
        name = tr("Pause") if playing else tr("Play")
        self.play.setAccessibleName(name)
        self.play.setToolTip(f"{name} ({tr('Space')})")
        self.speed.blockSignals(True)
        self.speed.setValue(self._session.speeds.index(self._session.speed))
        self.speed.blockSignals(False)
        self.speed.update()
        self._show_frame(self._session.frame)

    def _resize(self) -> None:
        self.setFixedHeight(self._look.px(HEIGHT))
        self._fit()


def _button(look: Look, icon: str, command: Command, text: str = "") -> Button:
    key = command.keys[0] if text and command.keys else ""
    button = Button(look, text, icon, key, flat=not text)
    name = command.text.replace("&", "")
    button.setObjectName(command.id)
    button.setAccessibleName(name)
    button.setToolTip(_tip(name, command))
    return button


def _tip(name: str, *of: Command) -> str:
    keys = ", ".join(command.keys[0] for command in of if command.keys)
    return f"{name} ({keys})" if keys else name
