"""The time axis below the diagrams, once for all of them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.plot import LEFT, RIGHT
from vmat2_desktop.ui.traces.time_axis import TimeAxis, time_axis

PIXELS_A_TICK = 46


class TimeStrip(QWidget):
    """Ticks and the name of their unit."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._horizon_h = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def show_course(self, course: Course) -> None:
        """Take the horizon of a course."""
        self._horizon_h = float(course.time_h[-1])
        self.update()

    def axis(self) -> TimeAxis:
        """Return the ticks that fit."""
        return time_axis(self._horizon_h, max(2, int(self.width() / self._look.px(PIXELS_A_TICK))))

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self._look.px(40))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(100), self._look.px(40))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        left, right = float(look.px(LEFT)), float(self.width() - RIGHT)
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        axis = self.axis()
        for time, text in axis.ticks:
            x = left + (right - left) * time / self._horizon_h
            painter.setPen(QPen(look.colour("control"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, 4))
            painter.setPen(look.colour("ink2"))
            width = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(min(x - width / 2, self.width() - width), look.px(17)), text)
        caption = tr("{0} from the start of the scenario").format(axis.unit)
        painter.drawText(QPointF(right - metrics.horizontalAdvance(caption), look.px(34)), caption)
        painter.end()
