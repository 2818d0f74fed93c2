"""One diagram: pyqtgraph draws the curves once into a layer, the time cursor moves over it."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.engine.uncertainty import Band
from vmat2_desktop.ui.controls import draw_focus, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import milligrams, tr
from vmat2_desktop.ui.traces import ground, marks, reader
from vmat2_desktop.ui.traces.canvas import Canvas
from vmat2_desktop.ui.traces.catalogue import Line, Trace
from vmat2_desktop.ui.traces.curves import GHOST_NAMED_FROM, Curves, Reading, thickness
from vmat2_desktop.ui.traces.ground import HALF_PIXEL, RING, Axes
from vmat2_desktop.ui.traces.hands import Hands
from vmat2_desktop.ui.traces.overlay import Overlaid
from vmat2_desktop.ui.traces.time_view import TimeView

LEFT, RIGHT, TOP, BOTTOM = 40, 8, 8, 7
ATTENDED = 1.9
"""How much heavier curves are while what they tell of is looked at."""
SPARE = 4.0
"""Room above and below the axis for the width of the pen, px."""
DOSE_NAMED_H = 14 * HOURS_PER_DAY
"""Longest span on which single doses can be pointed at."""
DOSE_REACH = 3.0
"""px from a dose within which the reading line names it."""


class TracePlot(Canvas):
    """Curves of one trace with the time cursor and the reading line."""

    scrubbed = Signal(float)
    _ready = False
    """pyqtgraph resizes the widget inside its own constructor."""

    def __init__(self, look: Look, trace: Trace, view: TimeView | None = None) -> None:
        """Make a diagram.

        Args:
            look: how it looks.
            trace: what it draws.
            view: the part of time that is drawn, shared with others; None: one of its own.
        """
        super().__init__()
        self._look = look
        self._trace = trace
        self.view = TimeView() if view is None else view
        self._owns_view = view is None
        self._course: Course | None = None
        self._before: Course | None = None
        self._closer: tuple[Course, Course | None] | None = None
        self._published = Overlaid()
        self._curves = Curves(look, trace)
        self.hands = Hands(self.view, self._axes, self.scrubbed.emit, self._overlay_changed)
        self._time_h = 0.0
        self._source: Course | None = None
        self._cursor: tuple[float, tuple[float, ...]] | None = None
        self._ratio = self.devicePixelRatioF()
        self._layer: QPixmap | None = None
        self._names_ghost = False
        self._ghost_name: QRectF | None = None
        self.layers_drawn = 0
        """How often the curves were painted; a moving cursor must not raise it."""
        for item in self._curves.items():
            self.box.addItem(item, ignoreBounds=True)
        self._ready = True
        look.changed.connect(self._restyle)
        self.view.range_changed.connect(self._rebuild)
        self.view.reading_changed.connect(self._follow_reading)
        self._restyle()

    # What is shown

    def show_course(self, course: Course, before: Course | None) -> None:
        """Draw a course, and the one before the edit as a ghost."""
        self._course, self._before, self._source = course, before, None
        self._curves.known = self._closer = None
        if self._owns_view:
            self.view.set_horizon(float(course.time_h[-1]))
        self._rebuild()

    def show_closer(self, course: Course, before: Course | None) -> None:
        """Draw the same courses, solved at more times in the part that is looked at."""
        self._closer = (course, before)
        self._rebuild()

    @property
    def logarithmic(self) -> bool:
        """Whether values are drawn by ratios."""
        return self._curves.logarithmic

    def set_logarithmic(self, on: bool) -> None:
        """Draw values by ratios, or from zero."""
        if on != self._curves.logarithmic:
            self._curves.logarithmic = on
            self._rebuild()

    def show_known(self, band: Band | None) -> None:
        """Draw how well the course is known, or leave it."""
        if band is not self._curves.known:
            self._curves.known = band
            self._rebuild()

    def show_published(self, points: Overlaid) -> None:
        """Draw published values on the curves; the axis reaches up to them."""
        if points != self._published:
            self._published = points
            self._curves.at_least = max(
                (point.high or point.value or 0.0 for point in points.points), default=0
            )
            self._rebuild()

    def set_attended(self, on: bool) -> None:
        """Draw the curves heavier while what they tell of is looked at."""
        emphasis = ATTENDED if on else 1.0
        if emphasis != self._curves.emphasis:
            self._curves.emphasis = emphasis
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
        return self._curves.scale.top

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are drawn now."""
        return tuple(drawn.line for drawn in self._curves.drawn)

    def values_at(self, time_h: float, source: Course | None = None) -> tuple[float, ...]:
        """Return the value of each line, in the drawn unit; of `source`, if it is given, for its means."""
        return self._curves.values_at(time_h, source)

    def read_at(self, time_h: float) -> tuple[Reading, ...]:
        """Return what each line says at a moment, as finely as it is drawn."""
        return self._curves.read_at(time_h)

    def set_time(self, time_h: float, source: Course | None = None) -> None:
        """Move the cursor; only the strips that it leaves and enters are painted."""
        self._time_h, self._source = time_h, source
        self.hands.set_clock(time_h)
        place = self._cursor_place()
        if place == self._cursor:
            return
        for spot in (self._cursor, place):
            if spot is not None:
                reach = thickness(self._look, RING) + 4 + self._look.px(ground.BEYOND)
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
        return Axes(self.plot_rect(), self.view.begin_h, self.view.end_h, self._curves.scale)

    # Curves

    def _rebuild(self) -> None:
        if self._course is None:
            return
        rect, view = self.plot_rect(), self.view
        course, before = self._closer or (self._course, self._before)
        self._curves.show(course, before, int(rect.width()), self._ratio, (view.begin_h, view.end_h))
        spare = SPARE / rect.height()
        self.box.setXRange(0.0, view.span_h, padding=0)
        self.box.setYRange(-spare, 1.0 + spare, padding=0)
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
        self.set_margins(
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
        self._draw_reading(painter)
        if shows_focus(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self._look, QRectF(self.viewport().rect()))
        painter.end()

    def _draw_reading(self, painter: QPainter) -> None:
        if self.view.reading_h is not None and self._course is not None:
            axes = self._axes()
            x = math.floor(axes.x_of(self.view.reading_h)) + HALF_PIXEL
            heights = [axes.y_of(item.value) for item in self.read_at(self.view.reading_h)]
            reader.draw_reading(painter, self._look, axes.rect, x, heights, self.reading_rows())
        if self.hands.part is not None:
            reader.draw_part(painter, self._look, self.plot_rect(), self.hands.part)

    def reading_rows(self) -> tuple[str, ...]:
        """Return what the tag of the reading line says: the moment where one points, the values, a dose."""
        time_h = self.view.reading_h
        if time_h is None:
            return ()
        found = self.read_at(time_h)
        rows = [reader.said([item.value for item in found], self._trace.unit)]
        if found and found[0].low is not None and found[0].high is not None:
            rows.append(reader.day_range(found[0].low, found[0].high))
        if self.underMouse() or self.hasFocus():
            rows.insert(0, reader.moment(time_h, self.view.span_h))
        published = marks.read_near(self._look, self._axes(), self._published, time_h)
        dose = self._dose_at(time_h)
        return tuple(row for row in (*rows, *published, dose) if row)

    def _dose_at(self, time_h: float) -> str:
        """Name the dose that stands under the reading line."""
        if not self._trace.doses or self._course is None or self.view.span_h > DOSE_NAMED_H:
            return ""
        reach = DOSE_REACH * self.view.span_h / self.plot_rect().width()
        near = [
            (abs(time - time_h), mg)
            for time, mg in ground.inhibitor_doses(self._course)
            if abs(time - time_h) <= reach
        ]
        return tr("dose {0}").format(milligrams(min(near)[1])) if near else ""

    def _draw_layer(self) -> QPixmap:
        self.layers_drawn += 1
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.viewport().size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(self._look.colour("panel"))
        painter = QPainter(layer)
        self._paint_layer(painter)
        painter.end()
        return layer

    def paint_picture(self, painter: QPainter, ratio: float = 1.0) -> None:
        """Paint curves and cursor as lines, for a picture of `ratio` pixels to a pixel of the window."""
        kept, self._ratio = self._ratio, ratio
        self._rebuild()
        self._paint_layer(painter)
        if self._cursor is not None:
            x, heights = self._cursor
            roles = (drawn.line.role for drawn in self._curves.drawn)
            ground.draw_cursor(painter, self._look, self.plot_rect(), x, zip(roles, heights, strict=True))
        self._ratio = kept
        self._rebuild()

    def _paint_layer(self, painter: QPainter) -> None:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        axes = self._axes()
        ground.draw_grid(painter, self._look, axes)
        if self._trace.doses and self._course is not None:
            ground.draw_doses(painter, self._look, axes, self._course)
        whole = self.viewport().rect()
        self.render(painter, QRectF(whole), whole)
        marks.draw_marks(painter, self._look, axes, self._published)
        if not self._curves.drawn and self._trace.empty:
            ground.draw_empty(painter, self._look, axes, self._trace.empty)

    def ghost_name(self, cursor_x: float) -> QRectF | None:
        """Return where the ghost is named while the cursor stands there, or None when it is not."""
        label = self._curves.ghost_label
        if label is None or not self._names_ghost:
            return None
        axes = self._axes()
        if abs(axes.y_at(label[1]) - axes.y_at(label[2])) < GHOST_NAMED_FROM:
            return None
        return ground.ghost_name_rect(self._look, axes, label, cursor_x)

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

    # Hands; nothing of them reaches pyqtgraph

    def _overlay_changed(self) -> None:
        self.viewport().update()

    def _follow_reading(self) -> None:
        if self.hasFocus():
            self.setAccessibleDescription(", ".join(self.reading_rows()))
        self._overlay_changed()
