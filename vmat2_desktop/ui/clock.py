"""The clock: day, time of day, how long ago the dose was."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.regimens import VMAT2_INHIBITOR, of_kind
from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import clock_day, clock_time, since_last_dose


class Clock(QWidget):
    """Two lines of text, painted when they change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._course: Course | None = None
        self._words = ("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    @property
    def words(self) -> tuple[str, str, str]:
        """Day, time of day, and the line below."""
        return self._words

    def show_course(self, course: Course) -> None:
        """Take the doses of a course."""
        self._course = course

    def show_time(self, time_h: float, speed: float) -> None:
        """Say the time."""
        course = self._course
        medicine = None if course is None else of_kind(course.scenario, course.model, VMAT2_INHIBITOR)
        note = (
            ""
            if course is None
            else since_last_dose(course, None if medicine is None else medicine.name, time_h)
        )
        words = (clock_day(time_h), clock_time(time_h, speed), note)
        if words != self._words:
            if (words[0], words[2]) != (self._words[0], self._words[2]):
                self.setAccessibleName(f"{words[0]}, {words[2]}" if words[2] else words[0])
            self._words = words
            self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(236), self._look.px(58))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        day, time, note = self._words
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(26, 700))
        painter.drawText(QPointF(0, look.px(26)), day)
        x = QFontMetricsF(painter.font()).horizontalAdvance(day) + look.px(12)
        painter.setFont(look.font(20))
        painter.drawText(QPointF(x, look.px(26)), time)
        painter.setPen(look.colour("ink2"))
        painter.setFont(look.font(14))
        painter.drawText(QPointF(0, look.px(50)), note)
        painter.end()
