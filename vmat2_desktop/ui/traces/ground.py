"""What stands round the curves of a diagram: grid, doses, words, cursor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from vmat2_desktop.engine.course import Course
from vmat2_desktop.regimens import VMAT2_INHIBITOR
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.curves import PEN, thickness
from vmat2_desktop.ui.traces.scale import Scale

DOSE_HEIGHT = 8.0
NAME_PAD = 4.0
ABOVE_DOSES = 20
"""Height above the axis that the name of a ghost keeps free, px."""
CURSOR_GAP = 8.0
RING = PEN * 1.7
HALF_PIXEL = 0.5
BEYOND = 8.0
"""Of the arrow to a clock that is out of sight, px."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Where times and values stand, px."""

    rect: QRectF
    begin_h: float
    end_h: float
    scale: Scale

    def x_of(self, time_h: float) -> float:
        """Return the pixel of a time."""
        return self.rect.left() + self.rect.width() * (time_h - self.begin_h) / (self.end_h - self.begin_h)

    def time_at(self, x: float) -> float:
        """Return the time at a pixel; beyond the ends, that of the end."""
        share = min(1.0, max(0.0, (x - self.rect.left()) / self.rect.width()))
        return self.begin_h + share * (self.end_h - self.begin_h)

    def y_of(self, value: float) -> float:
        """Return the pixel of a value in the drawn unit."""
        return self.y_at(self.scale.share(value))

    def y_at(self, share: float) -> float:
        """Return the pixel of a share of the axis."""
        return self.rect.bottom() - self.rect.height() * share

    def shows(self, time_h: float) -> bool:
        """Whether that time lies between the ends."""
        return self.begin_h <= time_h <= self.end_h


def draw_grid(painter: QPainter, look: Look, axes: Axes) -> None:
    """Draw a few lines with their numbers; zero is always one of them."""
    rect = axes.rect
    painter.setFont(look.font(13))
    ascent = painter.fontMetrics().ascent() * HALF_PIXEL - 1
    for value, text in axes.scale.ticks():
        y = round(axes.y_of(value)) + HALF_PIXEL
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setPen(look.colour("ink2"))
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QPointF(rect.left() - look.px(8) - width, y + ascent), text)


def draw_doses(painter: QPainter, look: Look, axes: Axes, course: Course) -> None:
    """Draw a tick for each dose of the VMAT2 inhibitor, as high as the dose."""
    doses = inhibitor_doses(course)
    if not doses:
        return
    highest, rect = max(mg for _, mg in doses), axes.rect
    inside = [(time, mg) for time, mg in doses if axes.shows(time)]
    if not inside:
        return
    times = np.array([time for time, _ in inside])
    amounts = np.array([mg for _, mg in inside])
    reach = look.px(DOSE_HEIGHT)
    width = thickness(look, 1.0 if len(times) * 2.5 < rect.width() else 0.5)
    colour = QColor(look.colour("inhibitor_edge"))
    colour.setAlphaF(0.75)
    painter.setPen(QPen(colour, width))
    for time, mg in zip(times, amounts, strict=True):
        x = axes.x_of(time)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() - reach * mg / highest))


def inhibitor_doses(course: Course) -> tuple[tuple[float, float], ...]:
    """Return time, h, and mg of every dose of the VMAT2 inhibitor."""
    for name, doses in course.doses.items():
        if doses and course.model.drugs[name].kind == VMAT2_INHIBITOR:
            return doses
    return ()


def draw_empty(painter: QPainter, look: Look, axes: Axes, text: str) -> None:
    """Say why there is no curve."""
    painter.setPen(look.colour("ink2"))
    painter.setFont(look.font(14))
    painter.drawText(axes.rect, int(Qt.AlignmentFlag.AlignCenter), text)


def ghost_name_rect(look: Look, axes: Axes, place: tuple[float, float, float], cursor_x: float) -> QRectF:
    """Return where the ghost's name stands: away from the curve, the doses and the cursor."""
    rect, (time, ghost, present) = axes.rect, place
    metrics = QFontMetricsF(look.font(13))
    width = metrics.horizontalAdvance(tr("before this edit")) + 2 * NAME_PAD
    height = metrics.height()
    below = ghost < present
    top = axes.y_at(ghost) + (3.0 if below else -height - 3.0)
    top = min(max(top, rect.top()), max(rect.top(), rect.bottom() - look.px(ABOVE_DOSES) - height))
    left = axes.x_of(time) - width / 2
    if left - CURSOR_GAP < cursor_x < left + width + CURSOR_GAP:
        right = cursor_x + CURSOR_GAP
        left = right if right + width <= rect.right() - 2 else cursor_x - CURSOR_GAP - width
    left = min(max(left, rect.left() + 2), rect.right() - width - 2)
    return QRectF(round(left), round(top), width, height)


def draw_ghost_name(painter: QPainter, look: Look, rect: QRectF) -> None:
    """Name the ghost on a ground of its own, so that no curve runs through the words."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("panel"))
    painter.drawRect(rect)
    painter.setPen(look.colour("ink2"))
    painter.setFont(look.font(13))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), tr("before this edit"))


def draw_cursor(
    painter: QPainter, look: Look, rect: QRectF, x: float, rings: Iterable[tuple[str, float]]
) -> None:
    """Draw the time cursor with a ring on each curve: its role and its height; beyond an end, where it is."""
    if not rect.left() - 1 <= x <= rect.right() + 1:
        _point_beyond(painter, look, rect, x)
        return
    painter.setPen(QPen(look.colour("ink"), thickness(look, 1.4)))
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.setBrush(look.colour("panel"))
    for role, y in rings:
        painter.setPen(QPen(look.colour(role), thickness(look, PEN)))
        painter.drawEllipse(QPointF(x, y), thickness(look, RING), thickness(look, RING))


def _point_beyond(painter: QPainter, look: Look, rect: QRectF, x: float) -> None:
    """Draw a small arrow at the end beyond which the clock stands."""
    size = look.px(BEYOND)
    left = x < rect.left()
    tip = QPointF(rect.left() if left else rect.right(), rect.center().y())
    back = tip + QPointF(size if left else -size, 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("ink"))
    painter.drawPolygon(QPolygonF([tip, back + QPointF(0, size * 0.7), back - QPointF(0, size * 0.7)]))
