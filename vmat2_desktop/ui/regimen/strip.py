"""The timeline of one medicine: a bar a step, the label's limit, the missed doses, the marked day."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.label import Limit
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.stretches import Doses, days_missed, due, end_of
from vmat2_desktop.ui.controls import brush, draw_focus, hatch, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.regimen.words import dose_in_words
from vmat2_desktop.ui.texts import milligrams, tr
from vmat2_desktop.ui.traces.time_axis import window_axis

LEFT, RIGHT, TOP = 64, 14, 22
BARS, GAP, ROW, AXIS, NAME_ROW = 112, 8, 22, 22, 18
GRIP = 6
LEAST_DAYS = 4.0
ZOOM = 1.5
TICK_EVERY = 70
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
AT_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
HEADROOM = 1.15
_DOT_FROM = 5.0
"""Least width of a day, px, at which every dose has its dot."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Begin or end of a step."""

    place: int
    begins: bool


class RegimenStrip(QWidget):
    """Drag an edge; press the row below to miss a day's doses; arrow keys move the marked day."""

    day_marked = Signal(int)
    missed_asked = Signal(int)
    edge_asked = Signal(int, bool, float)
    """Which step, whether its begin (else its end), and where to, h."""
    pressed = Signal()
    released = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._doses: Doses = ()
        self._horizon_h = HOURS_PER_DAY
        self._limits: tuple[tuple[float, Limit], ...] = ()
        self._top_mg = 1.0
        self._role = "inhibitor"
        self._day = 0
        self._first_h, self._last_h = 0.0, HOURS_PER_DAY
        self._held: Edge | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    # What is shown

    def show_doses(
        self,
        doses: Doses,
        horizon_h: float,
        limits: tuple[tuple[float, Limit], ...],
        least_mg: float,
        role: str,
    ) -> None:
        """Show a medicine.

        Args:
            doses: its steps.
            horizon_h: the end of the course, h.
            limits: the label's limits of the day, each from a time on.
            least_mg: mg a day that the scale reaches at least.
            role: its colour role.
        """
        if horizon_h != self._horizon_h:
            whole = (self._first_h, self._last_h) == (0.0, self._horizon_h)
            self._horizon_h = horizon_h
            self._look_at(*((0.0, horizon_h) if whole else (self._first_h, self._last_h)))
        self._doses, self._limits, self._role = doses, limits, role
        if self._held is None:  # a scale that moves under the hand would take the edge away
            asked = [course.mg * course.times_per_day for course in doses]
            self._top_mg = max(1e-9, HEADROOM * max([least_mg, *asked]))
        self.update()

    @property
    def day(self) -> int:
        """The marked day."""
        return self._day

    def mark(self, day: int) -> None:
        """Mark a day, and bring it into sight."""
        last = max(0, math.ceil(self._horizon_h / HOURS_PER_DAY) - 1)
        self._day = min(max(0, day), last)
        start, span = self._day * HOURS_PER_DAY, self._last_h - self._first_h
        if not self._first_h <= start <= self._last_h - HOURS_PER_DAY:
            self._look_at(start - span / 2, start + span / 2)
        self.update()

    @property
    def shown_h(self) -> tuple[float, float]:
        """From when to when it reaches, h."""
        return self._first_h, self._last_h

    def _look_at(self, first_h: float, last_h: float) -> None:
        least = min(self._horizon_h, LEAST_DAYS * HOURS_PER_DAY)
        span = min(self._horizon_h, max(least, last_h - first_h))
        first = min(max(0.0, first_h), self._horizon_h - span)
        self._first_h, self._last_h = first, first + span
        self.update()

    def zoom(self, factor: float, around_h: float | None = None) -> None:
        """Look closer (above 1) or from further away, keeping a time in its place."""
        span = self._last_h - self._first_h
        centre = self._day * HOURS_PER_DAY if around_h is None else around_h
        share = (centre - self._first_h) / span
        self._look_at(centre - share * span / factor, centre + (1.0 - share) * span / factor)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(560), self._look.px(TOP + BARS + GAP + ROW + AXIS + NAME_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(260), self.sizeHint().height())

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    # Places

    def bars(self) -> QRectF:
        """Return where the bars stand."""
        look = self._look
        foot = look.px(GAP + ROW + AXIS + NAME_ROW)
        return QRectF(
            look.px(LEFT),
            look.px(TOP),
            max(1, self.width() - look.px(LEFT + RIGHT)),
            self.height() - look.px(TOP) - foot,
        )

    def row(self) -> QRectF:
        """Return where missed doses are marked."""
        bars = self.bars()
        return QRectF(bars.left(), bars.bottom() + self._look.px(GAP), bars.width(), self._look.px(ROW))

    def x_of(self, time_h: float) -> float:
        """Return where a time stands, px."""
        bars = self.bars()
        return bars.left() + bars.width() * (time_h - self._first_h) / (self._last_h - self._first_h)

    def time_at(self, x: float) -> float:
        """Return the time at a pixel, h."""
        bars = self.bars()
        time = self._first_h + (x - bars.left()) / bars.width() * (self._last_h - self._first_h)
        return min(max(0.0, time), self._horizon_h)

    def y_of(self, mg_per_day: float) -> float:
        """Return how high a daily dose stands, px."""
        bars = self.bars()
        return bars.bottom() - bars.height() * min(1.0, mg_per_day / self._top_mg)

    def bar_of(self, place: int) -> QRectF:
        """Return the bar of a step."""
        course = self._doses[place]
        left, right = self.x_of(course.start_h), self.x_of(end_of(course, self._horizon_h))
        top = self.y_of(course.mg * course.times_per_day)
        return QRectF(left, top, right - left, self.bars().bottom() - top)

    def edge_at(self, x: float, y: float) -> Edge | None:
        """Return the edge within reach of a point; where two steps touch, the begin of the later one."""
        bars = self.bars()
        if not bars.top() - GRIP <= y <= bars.bottom():
            return None
        found = []
        for place, course in enumerate(self._doses):
            for begins, time in ((True, course.start_h), (False, end_of(course, self._horizon_h))):
                away = abs(self.x_of(time) - x)
                if away <= GRIP:
                    found.append((away, not begins, place))
        if not found:
            return None
        _, ends, place = min(found)
        return Edge(place, not ends)

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge, or mark a day; in the row below, miss its doses."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position()
        self._held = self.edge_at(at.x(), at.y())
        if self._held is not None:
            self.pressed.emit()
            return
        day = int(self.time_at(at.x()) // HOURS_PER_DAY)
        self.day_marked.emit(day)
        if self.row().contains(at):
            self.missed_asked.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the held edge from day to day."""
        at = event.position()
        if self._held is None:
            over = self.edge_at(at.x(), at.y()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.PointingHandCursor)
            return
        day = round(self.time_at(at.x()) / HOURS_PER_DAY)
        self.edge_asked.emit(self._held.place, self._held.begins, day * HOURS_PER_DAY)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._held is not None and event.button() is Qt.MouseButton.LeftButton:
            self._held = None
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer or from further away."""
        self.zoom(ZOOM ** (event.angleDelta().y() / 120.0), self.time_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the marked day, miss its doses, look closer."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        days = 7 if shift else 1
        last = math.ceil(self._horizon_h / HOURS_PER_DAY) - 1
        to = {
            Qt.Key.Key_Left: self._day - days,
            Qt.Key.Key_Right: self._day + days,
            Qt.Key.Key_PageUp: self._day - 28,
            Qt.Key.Key_PageDown: self._day + 28,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is not None:
            self.day_marked.emit(min(max(0, to), last))
        elif event.key() == Qt.Key.Key_Space:
            self.missed_asked.emit(self._day)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1.0 / ZOOM)
        elif event.key() == Qt.Key.Key_0:
            self._look_at(0.0, self._horizon_h)
        else:
            super().keyPressEvent(event)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        bars = self.bars()
        self._paint_scale(painter, bars)
        painter.save()
        painter.setClipRect(bars.adjusted(-GRIP, -look.px(TOP), GRIP, look.px(GAP + ROW) + 2))
        for place in range(len(self._doses)):
            self._paint_step(painter, place)
        self._paint_limits(painter, bars)
        self._paint_missed(painter)
        self._paint_day(painter, bars)
        painter.restore()
        if shows_focus(self):
            draw_focus(painter, look, QRectF(self.rect()))
        painter.end()

    def _paint_scale(self, painter: QPainter, bars: QRectF) -> None:
        look = self._look
        ink, line = look.colour("ink2"), QPen(look.colour("line"), 1)
        right = AT_RIGHT
        painter.setFont(look.font(13))
        heights = {0.0} | {course.mg * course.times_per_day for course in self._doses}
        drawn: list[float] = []
        for mg in sorted(heights):
            y = self.y_of(mg)
            painter.setPen(line)
            painter.drawLine(QPointF(bars.left(), y), QPointF(bars.right(), y))
            if all(abs(y - other) >= look.px(15) for other in drawn):
                drawn.append(y)
                painter.setPen(ink)
                room = QRectF(0, y - look.px(10), bars.left() - look.px(8), look.px(20))
                painter.drawText(room, right, milligrams(mg) if mg else "0")
        row = self.row()
        painter.setPen(ink)
        painter.drawText(QRectF(0, row.top(), bars.left() - look.px(8), row.height()), right, tr("missed"))
        axis = window_axis(self._first_h, self._last_h, max(2, int(bars.width() / look.px(TICK_EVERY))))
        top = row.bottom()
        for time, text in axis.ticks:
            x = self.x_of(time)
            if bars.left() - 1 <= x <= bars.right() + 1:
                painter.setPen(QPen(look.colour("control"), 1))
                painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
                painter.setPen(ink)
                width = QFontMetricsF(painter.font()).horizontalAdvance(text)
                left = min(x - width / 2, self.width() - width)
                painter.drawText(QRectF(left, top + 4, width + 1, look.px(AXIS - 4)), CENTRE, text)
        caption = QRectF(bars.left(), top + look.px(AXIS), bars.width(), look.px(NAME_ROW))
        painter.drawText(caption, right, axis.caption or axis.unit)

    def _paint_step(self, painter: QPainter, place: int) -> None:
        look, bar = self._look, self.bar_of(place)
        fill, edge = look.colour(self._role), look.colour(f"{self._role}_edge")
        painter.setBrush(brush(fill, 0.55))
        painter.setPen(QPen(edge, 1.5))
        painter.drawRect(bar)
        shown = bar.intersected(self.bars())
        text = dose_in_words(self._doses[place])
        painter.setFont(look.font(14, 600))
        if QFontMetricsF(painter.font()).horizontalAdvance(text) + look.px(8) <= shown.width():
            above = QRectF(shown.left(), bar.top() - look.px(20), shown.width(), look.px(19))
            painter.setPen(look.colour("ink"))
            painter.drawText(above, CENTRE, text)

    def _paint_limits(self, painter: QPainter, bars: QRectF) -> None:
        """Draw the label's limit, and hatch what of a bar is above it."""
        look = self._look
        ends = [start for start, _ in self._limits[1:]] + [self._horizon_h]
        for (start, limit), stop in zip(self._limits, ends, strict=True):
            y, left, right = self.y_of(limit.mg), self.x_of(start), self.x_of(stop)
            for place in range(len(self._doses)):
                above = QRectF(left, bars.top(), right - left, y - bars.top())
                over = self.bar_of(place).intersected(above).intersected(bars)
                if over.width() > 0 and over.height() > 0:
                    hatch(painter, over, look.colour("antipsychotic_edge"))
            painter.setPen(QPen(look.colour("antipsychotic_edge"), 1.6, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _paint_missed(self, painter: QPainter) -> None:
        look, row = self._look, self.row()
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        wide = row.width() * HOURS_PER_DAY / (self._last_h - self._first_h)
        middle = row.center().y()
        for course in self._doses:
            if wide >= _DOT_FROM:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("control"))
                for time in due(course, self._horizon_h):
                    if self._first_h <= time <= self._last_h:
                        x = self.x_of(math.floor(time / HOURS_PER_DAY) * HOURS_PER_DAY) + wide / 2
                        painter.drawEllipse(QPointF(x, middle), 1.5, 1.5)
            painter.setPen(QPen(look.colour("ink"), 2))
            half = min(look.px(5), max(3.0, wide / 2))
            for day in days_missed(course, self._horizon_h):
                x = self.x_of(day * HOURS_PER_DAY) + wide / 2
                painter.drawLine(QPointF(x - half, middle - half), QPointF(x + half, middle + half))
                painter.drawLine(QPointF(x - half, middle + half), QPointF(x + half, middle - half))

    def _paint_day(self, painter: QPainter, bars: QRectF) -> None:
        look = self._look
        left, right = (self.x_of((self._day + more) * HOURS_PER_DAY) for more in (0, 1))
        painter.setBrush(brush(look.colour("accent"), 0.18))
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.drawRect(QRectF(left, bars.top(), max(2.0, right - left), bars.height() + look.px(GAP + ROW)))
