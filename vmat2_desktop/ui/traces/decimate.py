"""Many points to few: what a curve needs when it is narrower than its data. numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.scenario import HOURS_PER_DAY

Array = NDArray[np.float64]

LONG_DAYS = 14.0
"""From this horizon on, days are drawn as a line with a band, not as a saw."""
SWING = 0.02
"""A band is drawn when the widest day spans this share of the axis."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn of a series: a line, and a band from trough to peak where it swings."""

    time_h: Array
    line: Array
    low: Array | None = None
    high: Array | None = None


def reduce(
    time_h: Array,
    values: Array,
    columns: int,
    axis_span: float,
    window_h: tuple[float, float] | None = None,
) -> Curve:
    """Return a curve of at most about `columns` points, with a daily band where the days swing.

    Args:
        time_h: (n,) ascending, h.
        values: (n,), linear in between.
        columns: pixels from end to end.
        axis_span: what the values' axis spans.
        window_h: the part of time that is drawn, h; None: everything.
    """
    begin, end = (float(time_h[0]), float(time_h[-1])) if window_h is None else window_h
    columns = max(columns, 2)
    if end - begin >= LONG_DAYS * HOURS_PER_DAY:
        width = HOURS_PER_DAY * max(1, int(np.ceil((end - begin) / HOURS_PER_DAY / columns)))
        curve = _banded(time_h, values, width, begin, end)
        if float(np.max(curve.high - curve.low)) > SWING * axis_span:
            return Curve(curve.time_h, curve.line, curve.low, curve.high)
    return Curve(*extremes(*within(time_h, values, begin, end), columns))


def within(time_h: Array, values: Array, begin_h: float, end_h: float) -> tuple[Array, Array]:
    """Return the part of a series between two times, both ends included."""
    if begin_h <= time_h[0] and end_h >= time_h[-1]:
        return time_h, values
    first = int(np.searchsorted(time_h, begin_h, side="right"))
    last = int(np.searchsorted(time_h, end_h, side="left"))
    ends = np.interp((begin_h, end_h), time_h, values)
    return (
        np.concatenate(([begin_h], time_h[first:last], [end_h])),
        np.concatenate((ends[:1], values[first:last], ends[1:])),
    )


def extremes(time_h: Array, values: Array, columns: int) -> tuple[Array, Array]:
    """Return each column's lowest and highest point in the order of time, so that no peak is lost."""
    if len(time_h) <= 2 * columns:
        return time_h, values
    size = int(np.ceil(len(time_h) / columns))
    starts = range(0, len(time_h), size)
    keep: list[int] = [0, len(time_h) - 1]
    for start in starts:
        part = values[start : start + size]
        keep += [start + int(np.argmin(part)), start + int(np.argmax(part))]
    chosen = np.unique(keep)
    return time_h[chosen], values[chosen]


@dataclass(frozen=True, slots=True)
class _Band:
    time_h: Array
    line: Array
    low: Array
    high: Array


def _banded(time_h: Array, values: Array, width: float, begin: float, end: float) -> _Band:
    """Return mean, lowest and highest of consecutive intervals, which stand still while the window moves."""
    whole = begin <= time_h[0] and end >= time_h[-1]
    first = max(float(time_h[0]), np.floor(begin / width) * width)
    last = min(float(time_h[-1]), np.ceil(end / width) * width)
    middle, low, high, mean = _bins(*within(time_h, values, first, last), width)
    if not whole:
        times = np.concatenate(([begin], middle[(middle > begin) & (middle < end)], [end]))
        return _Band(times, *(np.interp(times, middle, item) for item in (mean, low, high)))
    # The line reaches both ends of the axis.
    return _Band(
        np.concatenate(([time_h[0]], middle, [time_h[-1]])),
        np.concatenate(([values[0]], mean, [mean[-1]])),
        np.concatenate(([values[0]], low, [low[-1]])),
        np.concatenate(([values[0]], high, [high[-1]])),
    )


def _bins(time_h: Array, values: Array, width: float) -> tuple[Array, Array, Array, Array]:
    """Return middle, lowest, highest and time-weighted mean of consecutive intervals of that width."""
    begin, end = float(time_h[0]), float(time_h[-1])
    edges = np.append(np.arange(begin, end - 1e-6 * width, width), end)
    mean, low, high = binned(time_h, values, edges)
    return 0.5 * (edges[:-1] + edges[1:]), low, high, mean


def binned(time_h: Array, values: Array, edges: Array) -> tuple[Array, Array, Array]:
    """Return time-weighted mean, lowest and highest value between consecutive edges, (k,) each.

    Args:
        time_h: (n,) ascending, h.
        values: (n,), linear in between.
        edges: (k + 1,) ascending, within the times, h.
    """
    area = np.concatenate(([0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * np.diff(time_h))))
    at_edges = np.interp(edges, time_h, area)
    mean = np.diff(at_edges) / np.diff(edges)
    first = np.searchsorted(time_h, edges[:-1], side="left")
    first = np.minimum(first, len(time_h) - 1)
    last = np.searchsorted(time_h, edges[-1], side="right")
    low = np.minimum.reduceat(values[:last], first)
    high = np.maximum.reduceat(values[:last], first)
    return mean, low, high
