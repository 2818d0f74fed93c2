"""A trace that is not drawn, as one line: its name and its value now. A click draws it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.controls import ROUND, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.card import values_in_words
from vmat2_desktop.ui.traces.catalogue import Line, Trace
from vmat2_desktop.ui.traces.curves import PEN

ROW = 30


class Reading(QAbstractButton):
    """Name and value of one trace."""

    def __init__(self, look: Look, trace: Trace) -> None:
        super().__init__()
        self.trace = trace
        self._look = look
        self._course: Course | None = None
        self._lines: tuple[Line, ...] = ()
        self._value = ""
        self._attended = False
        self.setText(trace.name)
        self.setObjectName(f"reading_{trace.id}")
        self.setAccessibleName(tr("Show the trace {0}").format(trace.name))
        self.setToolTip(tr("Show this trace"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def show_course(self, course: Course) -> None:
        """Take a course."""
        self._course = course
        self._lines = tuple(
            line for line in self.trace.lines_of(course)[:1] if line.observable in course.series
        )

    def show_time(self, time_h: float, source: Course | None = None) -> None:
        """Say the value at that time: of the course, or of `source`, which holds its means."""
        value, course = "–", source or self._course
        if course is not None and self._lines:
            line = self._lines[0]
            at = course.at(line.observable, time_h) * line.factor
            value = values_in_words(self.trace, (at,))[0]
        if value != self._value:
            self._value = value
            self.update()

    def set_attended(self, on: bool) -> None:
        """Stand out while what the trace tells of is looked at."""
        if on != self._attended:
            self._attended = on
            self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self._look.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(100), self._look.px(ROW))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self._attended:
            edge = QPen(look.colour("accent"), 1.5) if self._attended else QPen(Qt.PenStyle.NoPen)
            painter.setPen(edge)
            painter.setBrush(look.colour("selected"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), ROUND, ROUND)
        baseline = rect.height() / 2 + look.px(5)
        if self._lines:
            pen = QPen(look.colour(self._lines[0].role), PEN * 1.1)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if self._lines[0].dash:
                pen.setDashPattern(list(self._lines[0].dash))
            painter.setPen(pen)
            y = baseline - look.px(5)
            painter.drawLine(QPointF(look.px(4), y), QPointF(look.px(24), y))
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(15))
        name = self._lines[0].name if self._lines else self.trace.name
        painter.drawText(QPointF(look.px(32), baseline), name)
        right = rect.width() - look.px(4)
        if self._lines:
            painter.setFont(look.font(14))
            painter.setPen(look.colour("ink2"))
            # A ratio to health reads as per cent here; the drawn trace says of what.
            unit = "%" if self.trace.unit.startswith("%") else self.trace.unit
            width = QFontMetricsF(painter.font()).horizontalAdvance(unit)
            painter.drawText(QPointF(right - width, baseline), unit)
            right -= width + look.px(5)
        painter.setFont(look.font(15, 700))
        painter.setPen(look.colour("ink"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self._value)
        painter.drawText(QPointF(right - width, baseline), self._value)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()
