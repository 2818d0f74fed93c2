"""One quantity of both sides in one diagram: A dashed, B solid, a letter on each; the cursor reads both."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.experiment import Side
from vmat2_desktop.ui.compare.badge import draw_badge
from vmat2_desktop.ui.compare.quantities import main_line, name_of, value_at, values_of
from vmat2_desktop.ui.controls import brush
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number, tr
from vmat2_desktop.ui.traces.card import values_in_words
from vmat2_desktop.ui.traces.catalogue import Line, Trace, round_top
from vmat2_desktop.ui.traces.decimate import reduce
from vmat2_desktop.ui.traces.time_axis import time_axis

LEFT, RIGHT, HEAD, FOOT = 36, 10, 26, 22
LEAST = (180, 96)
PIXELS_A_TICK = 44
DASH = (6.0, 3.5)
PEN = 2.2
BAND = 0.16
BADGE = 20
LETTERS_AT = {Side.A: 0.58, Side.B: 0.82}
"""Where along the axis each letter stands: never one on the other."""


class Overlay(QWidget):
    """A trace of the pair. Curves lie on a layer; only the cursor and the values move."""

    scrubbed = Signal(float)

    def __init__(self, look: Look, trace: Trace) -> None:
        super().__init__()
        self._look = look
        self.trace = trace
        self._courses: dict[Side, Course] = {}
        self._lines: dict[Side, Line] = {}
        self._horizon_h = 1.0
        self._top = 1.0
        self._time_h = 0.0
        self._values: dict[Side, str] = {}
        self._layer: QPixmap | None = None
        self.layers_drawn = 0
        """How often the curves were painted; a moving cursor must not raise it."""
        self.setObjectName(f"overlay_{trace.id}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(trace.name)
        self.setToolTip(tr("Drag to move through time"))
        look.changed.connect(self._relook)

    def show_pair(self, a: Course, b: Course | None) -> None:
        """Draw the courses of both sides."""
        both = {Side.A: a} if b is None else {Side.A: a, Side.B: b}
        self._courses = both
        found = {side: main_line(self.trace, course) for side, course in both.items()}
        self._lines = {side: line for side, line in found.items() if line is not None}
        self._horizon_h = max(course.scenario.horizon_h for course in both.values())
        highest = max(
            (float(values_of(line, both[side]).max()) for side, line in self._lines.items()), default=0.0
        )
        self._top = self.trace.top or round_top(max(highest, self.trace.least_top))
        self._relook()

    def show_time(self, time_h: float, numbers: bool) -> None:
        """Move the cursor; the values follow with the numbers."""
        before = round(self._x(self._time_h))
        self._time_h = time_h
        if numbers:
            self._values = self.values_at(time_h)
            said = ", ".join(f"{side.value} {text} {self.trace.unit}" for side, text in self._values.items())
            self.setAccessibleDescription(said)
        if numbers or round(self._x(time_h)) != before:
            self.update()

    def values_at(self, time_h: float) -> dict[Side, str]:
        """Return the written value of each side that has one."""
        found = {}
        for side, line in self._lines.items():
            value = value_at(line, self._courses[side], time_h)
            if value is not None:
                found[side] = values_in_words(self.trace, (value,))[0]
        return found

    @property
    def name(self) -> str:
        """The name of what is drawn."""
        return name_of(self.trace, self._lines.get(Side.A), self._lines.get(Side.B))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(LEAST[0], self._look.px(LEAST[1]))

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(400), self._look.px(200))

    def _relook(self) -> None:
        self._layer = None
        self.setAccessibleName(self.name)
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self._layer = None

    def plot_rect(self) -> QRectF:
        """Return the rectangle between the axes, px."""
        look = self._look
        left, top = look.px(LEFT), look.px(HEAD) + 8
        height = self.height() - top - look.px(FOOT)
        return QRectF(left, top, max(1.0, self.width() - left - RIGHT), max(1.0, height))

    def _x(self, time_h: float) -> float:
        rect = self.plot_rect()
        return rect.left() + rect.width() * min(1.0, time_h / self._horizon_h)

    def _y(self, value: float) -> float:
        rect = self.plot_rect()
        return rect.bottom() - rect.height() * min(max(value / self._top, 0.0), 1.0)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        ratio = self.devicePixelRatioF()
        if self._layer is None or self._layer.devicePixelRatio() != ratio:
            self._layer = self._draw_layer(ratio)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.drawPixmap(0, 0, self._layer)
        self._draw_head(painter)
        look, rect = self._look, self.plot_rect()
        x = math.floor(self._x(self._time_h)) + 0.5
        painter.setPen(QPen(look.colour("ink"), 1.4))
        painter.drawLine(QPointF(x, rect.top() - 4), QPointF(x, rect.bottom()))
        for side, line in self._lines.items():
            value = value_at(line, self._courses[side], self._time_h)
            if value is not None:
                painter.setBrush(look.colour("panel"))
                painter.setPen(QPen(look.colour(self._role(side)), 2))
                painter.drawEllipse(QPointF(x, self._y(value)), 3.6, 3.6)
        painter.end()

    def _draw_head(self, painter: QPainter) -> None:
        """Write the name at the left, the values of both sides at the right."""
        look = self._look
        x, baseline = float(self.width() - RIGHT), float(look.px(19))
        parts = [(self.trace.unit, 13, 400, "ink2")]
        for side in (Side.B, Side.A):
            if side in self._courses:
                parts += [(self._values.get(side, "–"), 18, 700, "ink"), (side.value, 14, 400, "ink2")]
        for place, (text, size, weight, role) in enumerate(parts):
            painter.setFont(look.font(size, weight))
            x -= QFontMetricsF(painter.font()).horizontalAdvance(text)
            painter.setPen(look.colour(role))
            painter.drawText(QPointF(x, baseline), text)
            x -= look.px(12 if place and place % 2 == 0 else 5)
        painter.setFont(look.font(15, 600))
        painter.setPen(look.colour("ink"))
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(self.name, Qt.TextElideMode.ElideRight, max(0.0, x - look.px(4)))
        painter.drawText(QPointF(look.px(4), baseline), name)

    def _role(self, side: Side) -> str:
        line = self._lines.get(side)
        return "ink2" if side is Side.A or line is None else line.role

    def _draw_layer(self, ratio: float) -> QPixmap:
        self.layers_drawn += 1
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(self._look.colour("panel"))
        painter = QPainter(layer)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._draw_axes(painter)
        # A lies over B: its gaps let B through where both are one.
        for side in (Side.B, Side.A):
            if side in self._lines:
                self._draw_curve(painter, side)
        for side in (Side.B, Side.A):
            if side in self._lines:
                self._draw_letter(painter, side)
        if not self._lines and self.trace.empty:
            painter.setPen(self._look.colour("ink2"))
            painter.setFont(self._look.font(14))
            painter.drawText(self.plot_rect(), int(Qt.AlignmentFlag.AlignCenter), self.trace.empty)
        painter.end()
        return layer

    def _draw_axes(self, painter: QPainter) -> None:
        look, rect = self._look, self.plot_rect()
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        for value in (0.0, self._top / 2, self._top):
            y = round(self._y(value)) + 0.5
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(look.colour("ink2"))
            text = number(value)
            place = QPointF(
                rect.left() - look.px(6) - metrics.horizontalAdvance(text), y + metrics.capHeight() / 2
            )
            painter.drawText(place, text)
        axis = time_axis(self._horizon_h, max(2, int(rect.width() / look.px(PIXELS_A_TICK))))
        end = rect.right() + RIGHT
        unit = metrics.horizontalAdvance(axis.unit)
        for time, text in axis.ticks:
            width = metrics.horizontalAdvance(text)
            x = self._x(time) - width / 2
            # The unit stands at the end of the row.
            if x + width > end - unit - look.px(6):
                continue
            painter.drawText(QPointF(x, rect.bottom() + look.px(17)), text)
        painter.drawText(QPointF(end - unit, rect.bottom() + look.px(17)), axis.unit)

    def _draw_curve(self, painter: QPainter, side: Side) -> None:
        line, course = self._lines[side], self._courses[side]
        shape = reduce(course.time_h, values_of(line, course), int(self.plot_rect().width()), self._top)
        colour = self._look.colour(self._role(side))
        if shape.low is not None and shape.high is not None:
            upper = [self._point(t, v) for t, v in zip(shape.time_h, shape.high, strict=True)]
            lower = [self._point(t, v) for t, v in zip(shape.time_h, shape.low, strict=True)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush(colour, BAND))
            painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        pen = QPen(colour, PEN * self._look.theme.stroke)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if side is Side.A:
            pen.setDashPattern(list(DASH))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [self._point(t, v) for t, v in zip(shape.time_h, shape.line, strict=True)]
        painter.drawPolyline(QPolygonF(points))

    def _point(self, time_h: float, value: float) -> QPointF:
        return QPointF(self._x(float(time_h)), self._y(float(value)))

    def _draw_letter(self, painter: QPainter, side: Side) -> None:
        line, course = self._lines[side], self._courses[side]
        time_h = LETTERS_AT[side] * course.scenario.horizon_h
        value = value_at(line, course, time_h)
        if value is None:
            return
        half = self._look.px(BADGE) / 2
        rect, x, y = self.plot_rect(), self._x(time_h), self._y(value)
        # On a curve that swings, the letter stands on its daily mean; inside the diagram in any case.
        shape = reduce(course.time_h, values_of(line, course), int(rect.width()), self._top)
        nearest = int(abs(shape.time_h - time_h).argmin())
        y = min(max(self._y(float(shape.line[nearest])), rect.top() + half - 4), rect.bottom() - half + 4)
        box = QRectF(x - half, y - half, 2 * half, 2 * half)
        draw_badge(painter, self._look, side, box, self._role(side), 13)

    # The mouse scrubs; the keyboard has the timeline

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the held mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def _scrub(self, event: QMouseEvent) -> None:
        event.accept()
        rect = self.plot_rect()
        share = (event.position().x() - rect.left()) / rect.width()
        self.scrubbed.emit(min(1.0, max(0.0, share)) * self._horizon_h)
