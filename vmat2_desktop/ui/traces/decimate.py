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


def reduce(time_h: Array, values: Array, columns: int, axis_span: float) -> Curve:
    """Return a curve of at most about `columns` points, with a daily band where the days swing."""
    horizon = float(time_h[-1] - time_h[0])
    columns = max(columns, 2)
    if horizon >= LONG_DAYS * HOURS_PER_DAY:
        width = HOURS_PER_DAY * max(1, int(np.ceil(horizon / HOURS_PER_DAY / columns)))
        middle, low, high, mean = _bins(time_h, values, width)
        if float(np.max(high - low)) > SWING * axis_span:
            # The line reaches both ends of the axis.
            times = np.concatenate(([time_h[0]], middle, [time_h[-1]]))
            line = np.concatenate(([values[0]], mean, [mean[-1]]))
            return Curve(
                times,
                line,
                np.concatenate(([values[0]], low, [low[-1]])),
                np.concatenate(([values[0]], high, [high[-1]])),
            )
    return Curve(*extremes(time_h, values, columns))


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


def _bins(time_h: Array, values: Array, width: float) -> tuple[Array, Array, Array, Array]:
    """Return middle, lowest, highest and time-weighted mean of consecutive intervals of that width."""
    begin, end = float(time_h[0]), float(time_h[-1])
    edges = np.append(np.arange(begin, end - 1e-6 * width, width), end)
    area = np.concatenate(([0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * np.diff(time_h))))
    at_edges = np.interp(edges, time_h, area)
    mean = np.diff(at_edges) / np.diff(edges)
    first = np.searchsorted(time_h, edges[:-1], side="left")
    first = np.minimum(first, len(time_h) - 1)
    low = np.minimum.reduceat(values, first)
    high = np.maximum.reduceat(values, first)
    return 0.5 * (edges[:-1] + edges[1:]), low, high, mean
