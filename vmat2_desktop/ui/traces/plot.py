"""One diagram: pyqtgraph draws the curves once into a layer, the time cursor moves over it."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.uncertainty import Band
from vmat2_desktop.ui.controls import draw_focus, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.traces import ground
from vmat2_desktop.ui.traces.catalogue import Line, Trace
from vmat2_desktop.ui.traces.curves import GHOST_NAMED_FROM, Curves
from vmat2_desktop.ui.traces.ground import HALF_PIXEL, RING, Axes

LEFT, RIGHT, TOP, BOTTOM = 40, 8, 8, 7
SPARE = 4.0
"""Room above and below the axis for the width of the pen, px."""


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
        self._curves = Curves(look, trace)
        self._time_h = 0.0
        self._source: Course | None = None
        self._cursor: tuple[float, tuple[float, ...]] | None = None
        self._ratio = self.devicePixelRatioF()
        self._layer: QPixmap | None = None
        self._names_ghost = False
        self._ghost_name: QRectF | None = None
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
        for item in self._curves.items():
            self.addItem(item)

    # What is shown

    def show_course(self, course: Course, before: Course | None) -> None:
        """Draw a course, and the one before the edit as a ghost."""
        self._course, self._before, self._source = course, before, None
        self._curves.known = None
        self._rebuild()

    def show_known(self, band: Band | None) -> None:
        """Draw how well the course is known, or leave it."""
        if band is not self._curves.known:
            self._curves.known = band
            self._rebuild()

    def name_ghost(self, on: bool) -> None:
        """Set whether this trace is the one that names the ghost."""
        if on != self._names_ghost:
            self._names_ghost = on
            self._invalidate()

    @property
    def has_ghost(self) -> bool:
        """Whether a course before the edit is drawn and differs."""
        return self._curves.ghost_label is not None

    @property
    def top(self) -> float:
        """The highest value of the axis."""
        return self._curves.top

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are drawn now."""
        return tuple(drawn.line for drawn in self._curves.drawn)

    def values_at(self, time_h: float, source: Course | None = None) -> tuple[float, ...]:
        """Return the value of each line, in the drawn unit; of `source`, if it is given, for its means."""
        return self._curves.values_at(time_h, source)

    def set_time(self, time_h: float, source: Course | None = None) -> None:
        """Move the cursor; only the strips that it leaves and enters are painted."""
        self._time_h, self._source = time_h, source
        place = self._cursor_place()
        if place == self._cursor:
            return
        for spot in (self._cursor, place):
            if spot is not None:
                reach = RING + 3
                self.viewport().update(int(spot[0] - reach), 0, int(2 * reach) + 2, self.viewport().height())
                name = self.ghost_name(spot[0])
                if name is not None and name != self._ghost_name:
                    self._ghost_name = name
                    self.viewport().update()
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
        return self._axes().x_of(time_h)

    def y_of(self, value: float) -> float:
        """Return the pixel of a value in the drawn unit."""
        return self._axes().y_of(value)

    def _axes(self) -> Axes:
        return Axes(self.plot_rect(), self._horizon(), self._curves.top)

    # Curves

    def _horizon(self) -> float:
        return 1.0 if self._course is None else float(self._course.time_h[-1])

    def _rebuild(self) -> None:
        if self._course is None:
            return
        rect = self.plot_rect()
        self._curves.show(self._course, self._before, int(rect.width()), self._ratio)
        spare = SPARE / rect.height() * self._curves.top
        self.setXRange(0.0, self._horizon(), padding=0)
        self.setYRange(-spare, self._curves.top + spare, padding=0)
        self._invalidate()

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
        if self._names_ghost and self._cursor is not None:
            self._name_ghost(painter, self._cursor[0])
        if self._cursor is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x, heights = self._cursor
            roles = (drawn.line.role for drawn in self._curves.drawn)
            ground.draw_cursor(painter, self._look, self.plot_rect(), x, zip(roles, heights, strict=True))
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
        axes = self._axes()
        ground.draw_grid(painter, self._look, axes)
        if self._trace.doses and self._course is not None:
            ground.draw_doses(painter, self._look, axes, self._course)
        whole = self.viewport().rect()
        self.render(painter, QRectF(whole), whole)
        if not self._curves.drawn and self._trace.empty:
            ground.draw_empty(painter, self._look, axes, self._trace.empty)
        painter.end()
        return layer

    def ghost_name(self, cursor_x: float) -> QRectF | None:
        """Return where the ghost is named while the cursor stands there, or None when it is not."""
        label = self._curves.ghost_label
        if label is None or not self._names_ghost:
            return None
        if abs(self.y_of(label[1]) - self.y_of(label[2])) < GHOST_NAMED_FROM:
            return None
        return ground.ghost_name_rect(self._look, self._axes(), label, cursor_x)

    def _name_ghost(self, painter: QPainter, cursor_x: float) -> None:
        rect = self.ghost_name(cursor_x)
        if rect is not None:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            ground.draw_ghost_name(painter, self._look, rect)

    def _cursor_place(self) -> tuple[float, tuple[float, ...]] | None:
        """Return the cursor on the grid of pixels: what has not moved by one is not painted again."""
        if self._course is None:
            return None
        x = math.floor(self.x_of(self._time_h)) + HALF_PIXEL
        values = self.values_at(self._time_h, self._source)
        return x, tuple(round(self.y_of(value) * 2) / 2 for value in values)

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
