"""The curves of one trace: which lines of a Course, with band and ghost, as pyqtgraph items made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.uncertainty import Band
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.traces.catalogue import Line, Trace, round_top
from vmat2_desktop.ui.traces.decimate import Array, Curve, reduce
from vmat2_desktop.ui.traces.scale import Scale, logarithmic

PEN = 2.2
GHOST_PEN = PEN * 0.75
GHOST_DASH = [5.0, 4.0]
GHOST_DIFFERS = 0.004
"""A ghost is drawn when it leaves the curve by this share of the axis."""
GHOST_NAMED_FROM = 3.0
"""px between ghost and curve from which on the ghost has a name: nearer, the name could be of either."""
MOST_LINES = 2
BAND, INK_BAND = 0.24, 0.16
"""How much of the pen's colour the daily band has; ink itself is heavier than a hue."""


KNOWN = 0.13
"""How much of the pen's colour there is between what the parameters allow,"""
KNOWN_DASH = [1.5, 3.5]
"""whose ends are dotted, so that it is no daily band."""
KNOWN_PEN = PEN * 0.6


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on the layer of one line."""

    line: Line
    values: Array


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says at a moment, in the drawn unit."""

    value: float
    low: float | None = None
    """Lowest of the day, where only days can be told apart."""
    high: float | None = None


def thickness(look: Look, width: float) -> float:
    """Return the width of a line that grows with the text and is never thinner than at 100 %, px."""
    return width * max(1.0, look.asked_scale) * look.theme.stroke


class Curves:
    """Bands, ghosts and lines of one trace."""

    def __init__(self, look: Look, trace: Trace) -> None:
        self._look = look
        self._trace = trace
        self._course: Course | None = None
        self._before: Course | None = None
        self._ratio = 1.0
        self._columns = 2
        self._window = (0.0, 1.0)
        self.logarithmic = False
        """Whether equal distances are equal ratios."""
        self.known: Band | None = None
        """How well the course is known, where that is asked."""
        self.emphasis = 1.0
        """How much thicker the lines are than usual: while what they tell of is looked at."""
        self.at_least = 0.0
        """A value that the axis has room for, whatever the curves do."""
        self.drawn: tuple[Drawn, ...] = ()
        self._shapes: list[Curve] = []
        self.scale = Scale()
        """How values stand on the axis."""
        self.ghost_label: tuple[float, float, float] | None = None
        """Where the ghost can be named: time, ghost and curve; None when none is drawn."""
        self._knowns = [pg.PlotCurveItem(fillLevel="enclosed") for _ in range(MOST_LINES)]
        self._bands = [pg.PlotCurveItem(fillLevel="enclosed", pen=None) for _ in range(MOST_LINES)]
        self._ghosts = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_LINES)]
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_LINES)]

    def items(self) -> Sequence[pg.PlotCurveItem]:
        """Return every item, those below first."""
        return (*self._knowns, *self._bands, *self._ghosts, *self._lines)

    def show(
        self,
        course: Course,
        before: Course | None,
        columns: int,
        ratio: float,
        window_h: tuple[float, float] | None = None,
    ) -> None:
        """Draw a course and the ghost of the one before.

        The x of every item is in hours after the left end, y from 0 at the foot of the axis to 1 at its top.

        Args:
            course: what is drawn.
            before: the course before the edit, if any.
            columns: pixels from the left to the right end.
            ratio: pixels of the device to a pixel of the window.
            window_h: the part of time that is drawn, h; None: everything.
        """
        self._course, self._before, self._ratio, self._columns = course, before, ratio, columns
        self._window = (0.0, float(course.time_h[-1])) if window_h is None else window_h
        self.drawn = tuple(
            Drawn(line, course.series[line.observable] * line.factor)
            for line in self._trace.lines_of(course)[:MOST_LINES]
            if line.observable in course.series
        )
        earlier = self._ghost_values(course)
        highs = [high * line.factor for line, _, high in self._known_ends()]
        top = self._top_of([*(drawn.values for drawn in self.drawn), *earlier.values(), *highs])
        self.scale = logarithmic(top) if self.logarithmic else Scale(top)
        self._shapes = [self._thin(course.time_h, drawn.values) for drawn in self.drawn]
        self.ghost_label = None
        for place in range(MOST_LINES):
            self._set_line(place)
            self._set_known(place)
            self._set_ghost(place, earlier)

    def _thin(self, time_h: Array, values: Array) -> Curve:
        """Return what is drawn of a series, in its own unit."""
        span = 0.0 if self.scale.logarithmic else self.scale.top
        return reduce(time_h, values, self._columns, span, self._window)

    def _placed(self, shape: Curve) -> Curve:
        """Return the same in the coordinates of the axes."""
        scale = self.scale
        low = None if shape.low is None else scale.shares(shape.low)
        high = None if shape.high is None else scale.shares(shape.high)
        return Curve(shape.time_h - self._window[0], scale.shares(shape.line), low, high)

    def values_at(self, time_h: float, source: Course | None = None) -> tuple[float, ...]:
        """Return the value of each line, in the drawn unit; of `source`, if it is given, for its means."""
        course = source or self._course
        if course is None:
            return ()
        return tuple(
            course.at(drawn.line.observable, time_h) * drawn.line.factor
            for drawn in self.drawn
            if drawn.line.observable in course.series
        )

    def read_at(self, time_h: float) -> tuple[Reading, ...]:
        """Return what each line says at a moment: of a day drawn as a band, its mean and range."""
        found = []
        for value, shape in zip(self.values_at(time_h), self._shapes, strict=True):
            if shape.low is None or shape.high is None:
                found.append(Reading(value))
            else:
                ends = (float(np.interp(time_h, shape.time_h, end)) for end in (shape.low, shape.high))
                found.append(Reading(float(np.interp(time_h, shape.time_h, shape.line)), *ends))
        return tuple(found)

    def _set_line(self, place: int) -> None:
        curve, band = self._lines[place], self._bands[place]
        if place >= len(self.drawn):
            curve.setData([], [])
            band.setData([], [])
            return
        drawn = self.drawn[place]
        shape = self._placed(self._shapes[place])
        curve.setData(shape.time_h, shape.line)
        curve.setPen(self._pen(drawn.line.role, PEN * self.emphasis, list(drawn.line.dash)))
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

    def _known_ends(self) -> list[tuple[Line, Array, Array]]:
        known = self.known
        if known is None:
            return []
        lines = [drawn.line for drawn in self.drawn if drawn.line.observable in known.low]
        return [(line, known.low[line.observable], known.high[line.observable]) for line in lines]

    def _set_known(self, place: int) -> None:
        item = self._knowns[place]
        ends = self._known_ends()
        if self.known is None or place >= len(ends):
            item.setData([], [])
            return
        line, low, high = ends[place]
        below, above = (self._placed(self._thin(self.known.time_h, end * line.factor)) for end in (low, high))
        item.setData(
            np.concatenate((above.time_h, below.time_h[::-1])),
            np.concatenate((above.line, below.line[::-1])),
        )
        tint = self._look.colour(line.role)
        tint.setAlphaF(KNOWN)
        item.setBrush(tint)
        item.setPen(self._pen(line.role, KNOWN_PEN, KNOWN_DASH))

    def _set_ghost(self, place: int, before: Mapping[str, Array]) -> None:
        ghost = self._ghosts[place]
        values = before.get(self.drawn[place].line.observable) if place < len(self.drawn) else None
        if values is None or self._before is None:
            ghost.setData([], [])
            return
        shape = self._placed(self._thin(self._before.time_h, values))
        ghost.setData(shape.time_h, shape.line)
        ghost.setPen(self._pen("ghost", GHOST_PEN, GHOST_DASH))
        if self.ghost_label is None:
            self.ghost_label = self._ghost_place(shape)

    def _ghost_place(self, shape: Curve) -> tuple[float, float, float]:
        """Return time, and ghost and curve as shares, where they lie furthest apart: clear of one another."""
        course = self._course
        assert course is not None
        present = self.scale.shares(
            np.interp(shape.time_h + self._window[0], course.time_h, self.drawn[0].values)
        )
        inner = slice(len(shape.time_h) // 3, None)
        index = len(shape.time_h) // 3 + int(np.argmax(np.abs(present - shape.line)[inner]))
        time = float(shape.time_h[index]) + self._window[0]
        return time, float(shape.line[index]), float(present[index])

    def _ghost_values(self, course: Course) -> dict[str, Array]:
        """Return the earlier values of each line that the edit has changed visibly."""
        before = self._before
        if before is None:
            return {}
        found: dict[str, Array] = {}
        for drawn in self.drawn:
            earlier = before.series.get(drawn.line.observable)
            if earlier is None:
                continue
            values = earlier * drawn.line.factor
            there = np.interp(course.time_h, before.time_h, values)
            span = max(float(np.max(drawn.values)), float(np.max(values)), 1e-12)
            if float(np.max(np.abs(there - drawn.values))) > GHOST_DIFFERS * span:
                found[drawn.line.observable] = values
        return found

    def _top_of(self, values: Sequence[Array]) -> float:
        if self._trace.top is not None:
            return self._trace.top
        highest = max((float(np.max(item)) for item in values), default=0.0)
        return round_top(max(highest, self.at_least, self._trace.least_top))

    def _pen(self, role: str, width: float, dash: list[float]) -> QPen:
        # pyqtgraph wants cosmetic pens, whose width is in the device's pixels.
        pen = QPen(self._look.colour(role), thickness(self._look, width) * self._ratio)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
        if dash:
            pen.setDashPattern(dash)
        return pen
