"""One diagram: pyqtgraph draws the curves once into a layer, the time cursor moves over it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.controls import draw_focus, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number, tr
from vmat2_desktop.ui.traces.catalogue import Line, Trace, round_top
from vmat2_desktop.ui.traces.decimate import Array, Curve, reduce

PEN = 2.2
GHOST_PEN = PEN * 0.75
GHOST_DASH = [5.0, 4.0]
GHOST_DIFFERS = 0.004
"""A ghost is drawn when it leaves the curve by this share of the axis."""
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 8, 7
SPARE = 4.0
"""Room above and below the axis for the width of the pen, px."""
DOSE_HEIGHT = 8.0
RING = PEN * 1.7
MOST_LINES = 2
BAND, INK_BAND = 0.24, 0.16
"""How much of the pen's colour the daily band has; ink itself is heavier than a hue."""
HALF_PIXEL = 0.5


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is on the layer of one line."""

    line: Line
    values: Array


class TracePlot(pg.PlotWidget):  # type: ignore[misc]
    """Curves of one trace with the time cursor. The mouse scrubs; pyqtgraph itself never sees it."""

    scrubbed = Signal(float)
    menu_asked = Signal(object)
    """Global position."""
    _ready = False
    """pyqtgraph resizes the widget inside its own constructor."""

    def __init__(self, look: Look, trace: Trace) -> None:
        super().__init__()
        self._look = look
        self._trace = trace
        self._course: Course | None = None
        self._before: Course | None = None
        self._drawn: tuple[_Drawn, ...] = ()
        self._time_h = 0.0
        self._cursor: tuple[float, tuple[float, ...]] | None = None
        self._top = 1.0
        self._ratio = self.devicePixelRatioF()
        self._layer: QPixmap | None = None
        self._ghost_label: tuple[float, float, float] | None = None
        self._names_ghost = False
        self.layers_drawn = 0
        """How often the curves were painted; a moving cursor must not raise it."""
        self._prepare()
        self._ready = True
        look.changed.connect(self._restyle)
        self._restyle()

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setBackground(None)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.scene().contextMenu = []
        self.setMouseEnabled(x=False, y=False)
        for side in ("left", "bottom", "right", "top"):
            self.hideAxis(side)
        self.setMouseTracking(False)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        item = self.getPlotItem()
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.layout.setSpacing(0)
        box = item.getViewBox()
        box.setDefaultPadding(0.0)
        box.disableAutoRange()
        self._bands = [pg.PlotCurveItem(fillLevel="enclosed", pen=None) for _ in range(MOST_LINES)]
        self._ghosts = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_LINES)]
        self._curves = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_LINES)]
        for curve in (*self._bands, *self._ghosts, *self._curves):
            self.addItem(curve)

    # What is shown

    def show_course(self, course: Course, before: Course | None) -> None:
        """Draw a course, and the one before the edit as a ghost."""
        self._course, self._before = course, before
        self._rebuild()

    def name_ghost(self, on: bool) -> None:
        """Set whether this trace is the one that names the ghost."""
        if on != self._names_ghost:
            self._names_ghost = on
            self._invalidate()

    @property
    def has_ghost(self) -> bool:
        """Whether a course before the edit is drawn and differs."""
        return self._ghost_label is not None

    @property
    def top(self) -> float:
        """The highest value of the axis."""
        return self._top

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are drawn now."""
        return tuple(drawn.line for drawn in self._drawn)

    def values_at(self, time_h: float) -> tuple[float, ...]:
        """Return the value of each line, in the drawn unit."""
        if self._course is None:
            return ()
        return tuple(float(np.interp(time_h, self._course.time_h, drawn.values)) for drawn in self._drawn)

    def set_time(self, time_h: float) -> None:
        """Move the cursor; only the strips that it leaves and enters are painted."""
        self._time_h = time_h
        place = self._cursor_place()
        if place == self._cursor:
            return
        for spot in (self._cursor, place):
            if spot is not None:
                reach = RING + 3
                self.viewport().update(int(spot[0] - reach), 0, int(2 * reach) + 2, self.viewport().height())
        self._cursor = place

    def plot_rect(self) -> QRectF:
        """Return the rectangle between the axes, px."""
        look = self._look
        return QRectF(
            look.px(LEFT),
            look.px(TOP),
            max(1.0, self.width() - look.px(LEFT) - RIGHT),
            max(1.0, self.height() - look.px(TOP + BOTTOM)),
        )

    def x_of(self, time_h: float) -> float:
        """Return the pixel of a time."""
        rect, horizon = self.plot_rect(), self._horizon()
        return rect.left() + rect.width() * time_h / horizon

    def y_of(self, value: float) -> float:
        """Return the pixel of a value in the drawn unit."""
        rect = self.plot_rect()
        return rect.bottom() - rect.height() * value / self._top

    # Curves

    def _horizon(self) -> float:
        return 1.0 if self._course is None else float(self._course.time_h[-1])

    def _rebuild(self) -> None:
        course = self._course
        if course is None:
            return
        self._drawn = tuple(
            _Drawn(line, course.series[line.observable] * line.factor)
            for line in self._trace.lines_of(course)[:MOST_LINES]
            if line.observable in course.series
        )
        before = self._ghost_values(course)
        self._top = self._top_of([*(drawn.values for drawn in self._drawn), *before.values()])
        columns = int(self.plot_rect().width())
        self._ghost_label = None
        for place in range(MOST_LINES):
            self._set_line(place, course, columns)
            self._set_ghost(place, before, columns)
        rect = self.plot_rect()
        spare = SPARE / rect.height() * self._top
        self.setXRange(0.0, self._horizon(), padding=0)
        self.setYRange(-spare, self._top + spare, padding=0)
        self._invalidate()

    def _set_line(self, place: int, course: Course, columns: int) -> None:
        curve, band = self._curves[place], self._bands[place]
        if place >= len(self._drawn):
            curve.setData([], [])
            band.setData([], [])
            return
        drawn = self._drawn[place]
        shape = reduce(course.time_h, drawn.values, columns, self._top)
        curve.setData(shape.time_h, shape.line)
        curve.setPen(self._pen(drawn.line.role, PEN, list(drawn.line.dash)))
        if shape.low is None or shape.high is None:
            band.setData([], [])
            return
        band.setData(
            np.concatenate((shape.time_h, shape.time_h[::-1])),
            np.concatenate((shape.high, shape.low[::-1])),
        )
        tint = self._look.colour(drawn.line.role)
        tint.setAlphaF(INK_BAND if drawn.line.role == "ink" else BAND)
        band.setBrush(tint)

    def _set_ghost(self, place: int, before: dict[str, Array], columns: int) -> None:
        ghost = self._ghosts[place]
        values = before.get(self._drawn[place].line.observable) if place < len(self._drawn) else None
        if values is None or self._before is None or self._course is None:
            ghost.setData([], [])
            return
        shape = reduce(self._before.time_h, values, columns, self._top)
        ghost.setData(shape.time_h, shape.line)
        ghost.setPen(self._pen("ghost", GHOST_PEN, GHOST_DASH))
        if self._ghost_label is None:
            self._ghost_label = self._ghost_place(shape)

    def _ghost_place(self, shape: Curve) -> tuple[float, float, float]:
        """Return time, ghost and curve where they lie furthest apart: there the name is clear."""
        course = self._course
        assert course is not None
        present = np.interp(shape.time_h, course.time_h, self._drawn[0].values)
        inner = slice(len(shape.time_h) // 3, None)
        index = len(shape.time_h) // 3 + int(np.argmax(np.abs(present - shape.line)[inner]))
        return float(shape.time_h[index]), float(shape.line[index]), float(present[index])

    def _ghost_values(self, course: Course) -> dict[str, Array]:
        """Return the earlier values of each line that the edit has changed visibly."""
        before = self._before
        if before is None:
            return {}
        found: dict[str, Array] = {}
        for drawn in self._drawn:
            earlier = before.series.get(drawn.line.observable)
            if earlier is None:
                continue
            values = earlier * drawn.line.factor
            there = np.interp(course.time_h, before.time_h, values)
            span = max(float(np.max(drawn.values)), float(np.max(values)), 1e-12)
            if float(np.max(np.abs(there - drawn.values))) > GHOST_DIFFERS * span:
                found[drawn.line.observable] = values
        return found

    def _top_of(self, values: list[NDArray[np.float64]]) -> float:
        if self._trace.top is not None:
            return self._trace.top
        highest = max((float(np.max(item)) for item in values), default=0.0)
        return round_top(max(highest, self._trace.least_top))

    def _pen(self, role: str, width: float, dash: list[float]) -> QPen:
        # pyqtgraph wants cosmetic pens, whose width is in the device's pixels.
        pen = QPen(self._look.colour(role), width * self._ratio)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
        if dash:
            pen.setDashPattern(dash)
        return pen

    def _restyle(self) -> None:
        self._place_box()
        self._rebuild()
        self._invalidate()

    def _invalidate(self) -> None:
        self._layer = None
        self._cursor = self._cursor_place()
        self.viewport().update()

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        if self._ready:
            self._restyle()

    def _place_box(self) -> None:
        rect = self.plot_rect()
        self.getPlotItem().layout.setContentsMargins(
            rect.left(),
            rect.top() - SPARE,
            max(0.0, self.width() - rect.right()),
            max(0.0, self.height() - rect.bottom() - SPARE),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        if self.devicePixelRatioF() != self._ratio:
            self._ratio = self.devicePixelRatioF()
            self._restyle()
        if self._layer is None:
            self._layer = self._draw_layer()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._layer)
        if self._cursor is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_cursor(painter, *self._cursor)
        if shows_focus(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self._look, QRectF(self.viewport().rect()))
        painter.end()

    def _draw_layer(self) -> QPixmap:
        self.layers_drawn += 1
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.viewport().size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(self._look.colour("panel"))
        painter = QPainter(layer)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._draw_grid(painter)
        if self._trace.doses:
            self._draw_doses(painter)
        whole = self.viewport().rect()
        self.render(painter, QRectF(whole), whole)
        self._draw_words(painter)
        painter.end()
        return layer

    def _draw_grid(self, painter: QPainter) -> None:
        look, rect = self._look, self.plot_rect()
        painter.setFont(look.font(13))
        ascent = painter.fontMetrics().ascent() * HALF_PIXEL - 1
        for value in (0.0, self._top / 2, self._top):
            y = round(self.y_of(value)) + HALF_PIXEL
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(look.colour("ink2"))
            text = number(value)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(rect.left() - look.px(8) - width, y + ascent), text)

    def _draw_doses(self, painter: QPainter) -> None:
        course = self._course
        medicine = None if course is None else self._inhibitor_doses(course)
        if not medicine:
            return
        times = np.array([time for time, _ in medicine])
        amounts = np.array([mg for _, mg in medicine])
        highest = float(amounts.max())
        rect, horizon = self.plot_rect(), self._horizon()
        width = 1.0 if len(times) * 2.5 < rect.width() else 0.5
        colour = QColor(self._look.colour("inhibitor_edge"))
        colour.setAlphaF(0.75)
        painter.setPen(QPen(colour, width))
        for time, mg in zip(times, amounts, strict=True):
            x = rect.left() + rect.width() * time / horizon
            painter.drawLine(
                QPointF(x, rect.bottom()), QPointF(x, rect.bottom() - DOSE_HEIGHT * mg / highest)
            )

    def _inhibitor_doses(self, course: Course) -> tuple[tuple[float, float], ...]:
        for name, doses in course.doses.items():
            if doses and course.model.drugs[name].moieties:
                return doses
        return ()

    def _draw_words(self, painter: QPainter) -> None:
        look, rect = self._look, self.plot_rect()
        painter.setPen(look.colour("ink2"))
        if not self._drawn and self._trace.empty:
            painter.setFont(look.font(14))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._trace.empty)
        if self._names_ghost and self._ghost_label is not None:
            time, ghost, present = self._ghost_label
            painter.setFont(look.font(13))
            text = tr("before this edit")
            width = painter.fontMetrics().horizontalAdvance(text)
            below = ghost < present
            y = self.y_of(ghost) + (look.px(15) if below else -look.px(6))
            x = min(max(self.x_of(time) - width / 2, rect.left() + 2), rect.right() - width - 2)
            painter.drawText(QPointF(x, min(max(y, rect.top() + look.px(12)), rect.bottom() - 4)), text)

    def _cursor_place(self) -> tuple[float, tuple[float, ...]] | None:
        """Return the cursor on the grid of pixels: what has not moved by one is not painted again."""
        if self._course is None:
            return None
        x = math.floor(self.x_of(self._time_h)) + HALF_PIXEL
        return x, tuple(round(self.y_of(value) * 2) / 2 for value in self.values_at(self._time_h))

    def _draw_cursor(self, painter: QPainter, x: float, rings: tuple[float, ...]) -> None:
        look, rect = self._look, self.plot_rect()
        painter.setPen(QPen(look.colour("ink"), 1.4))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        painter.setBrush(look.colour("panel"))
        for drawn, y in zip(self._drawn, rings, strict=True):
            painter.setPen(QPen(look.colour(drawn.line.role), PEN))
            painter.drawEllipse(QPointF(x, y), RING, RING)

    # The mouse scrubs; nothing of it reaches pyqtgraph

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the held mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing twice."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer a key."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave the key to the window."""
        event.ignore()

    def leaveEvent(self, event: object) -> None:
        """Do nothing: pyqtgraph must not hear of it."""
        pass

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the trace."""
        event.accept()
        self.menu_asked.emit(event.globalPos())

    def _scrub(self, event: QMouseEvent) -> None:
        event.accept()
        rect = self.plot_rect()
        share = (event.position().x() - rect.left()) / rect.width()
        self.scrubbed.emit(min(1.0, max(0.0, share)) * self._horizon())
