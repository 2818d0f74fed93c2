"""The line that reads the curves away from the clock, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import clock_day, clock_time, number, tr
from vmat2_desktop.ui.traces.curves import thickness

PAD = 5.0
DOTS = [2.0, 3.0]
DOT_RADIUS = 3.0
GAP = 8.0
WHOLE_DAYS = 60.0
"""From this span on, days, a pixel is hours wide: the day is said, not the time."""
_TO_SECONDS_H = 2.0
_TO_MILLISECONDS_H = 90.0 / 3600.0


def moment(time_h: float, span_h: float) -> str:
    """Write a moment as finely as an axis of that span lets one read it."""
    half_ms = 0.5 / 3_600_000.0
    day = clock_day(time_h + half_ms)
    if span_h >= WHOLE_DAYS * HOURS_PER_DAY:
        return day
    speed = 0.5 if span_h <= _TO_MILLISECONDS_H else 60.0 if span_h <= _TO_SECONDS_H else 3600.0
    return f"{day}, {clock_time(time_h + half_ms, speed)}"


def said(values: Sequence[float], unit: str) -> str:
    """Write the values of the lines of a trace with their unit."""
    return f"{' and '.join(number(value) for value in values)} {unit}".strip() if values else ""


def day_range(low: float, high: float) -> str:
    """Write between which values a day lies."""
    return tr("{0} to {1} in a day").format(number(low), number(high))


def tag_rect(look: Look, rect: QRectF, x: float, rows: Sequence[str], heights: Sequence[float]) -> QRectF:
    """Return where the tag stands: beside the line, in the half that the first curve leaves free."""
    metrics = QFontMetricsF(look.font(13))
    width = max((metrics.horizontalAdvance(row) for row in rows), default=0.0) + 2 * PAD
    height = metrics.height() * len(rows) + PAD
    left = x + GAP if x + GAP + width <= rect.right() else x - GAP - width
    low = bool(heights) and heights[0] < rect.center().y()
    top = rect.bottom() - height - 2 if low else rect.top() + 1
    return QRectF(round(max(rect.left(), left)), round(top), width, height)


def draw_reading(
    painter: QPainter, look: Look, rect: QRectF, x: float, heights: Sequence[float], rows: Sequence[str]
) -> None:
    """Draw the line, a dot on each curve, and the tag."""
    pen = QPen(look.colour("ink2"), thickness(look, 1.0))
    pen.setDashPattern(DOTS)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.setPen(QPen(look.colour("panel"), 1))
    painter.setBrush(look.colour("ink"))
    for y in heights:
        painter.drawEllipse(QPointF(x, y), thickness(look, DOT_RADIUS), thickness(look, DOT_RADIUS))
    if rows:
        draw_tag(painter, look, tag_rect(look, rect, x, rows, heights), rows)


def draw_tag(painter: QPainter, look: Look, place: QRectF, rows: Sequence[str]) -> None:
    """Draw words on a ground of their own."""
    painter.setPen(QPen(look.colour("control"), 1))
    painter.setBrush(look.colour("panel"))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(look.font(13))
    painter.setPen(look.colour("ink"))
    metrics = QFontMetricsF(painter.font())
    y = place.top() + PAD / 2 + metrics.ascent()
    for row in rows:
        painter.drawText(QPointF(place.left() + PAD, y), row)
        y += metrics.height()


def draw_part(painter: QPainter, look: Look, rect: QRectF, part: tuple[float, float]) -> None:
    """Draw the part of the axis that is being chosen."""
    tint = look.colour("accent")
    tint.setAlphaF(0.16)
    low, high = sorted(part)
    painter.setPen(QPen(look.colour("accent"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(tint)
    painter.drawRect(QRectF(low, rect.top(), high - low, rect.height()))
