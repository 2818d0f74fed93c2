"""Which unit and which ticks a span of time deserves, from milliseconds to years. No Qt widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.texts import HOURS_PER_MONTH, HOURS_PER_WEEK, clock_day, clock_time, number, tr

HOURS_PER_YEAR = 12 * HOURS_PER_MONTH
MINUTE_H = 1.0 / 60.0
SECOND_H = MINUTE_H / 60.0
MILLISECOND_H = SECOND_H / 1000.0
ROUND_OFF = 1e-6


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Ticks in hours with their labels, and the name of their unit."""

    ticks: tuple[tuple[float, str], ...]
    unit: str
    unit_h: float
    caption: str = ""
    """Unit and the moment from which it counts."""


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    hours: float
    steps: tuple[int, ...]
    up_to_h: float
    """Longest span that is told in it."""
    counts_from_h: float
    """What it counts from where it stands deep in a course: the last round multiple of this, h."""
    speed: float = 3600.0
    """How finely the moment is written from which it counts (`clock_time`)."""


def _units() -> tuple[_Unit, ...]:
    day = HOURS_PER_DAY
    return (
        _Unit(tr("ms"), MILLISECOND_H, (1, 2, 5, 10, 20, 50, 100, 200), 1.5 * SECOND_H, SECOND_H, 60.0),
        _Unit(tr("seconds"), SECOND_H, (1, 2, 5, 10, 15, 30), 90 * SECOND_H, MINUTE_H),
        _Unit(tr("minutes"), MINUTE_H, (1, 2, 5, 10, 15, 30), 1.5, 1.0),
        _Unit(tr("hours"), 1.0, (1, 2, 3, 4, 6, 12), 2 * day, day),
        _Unit(tr("days"), day, (1, 2, 4, 7), 28 * day, math.inf),
        _Unit(tr("weeks"), HOURS_PER_WEEK, (1, 2, 4, 6, 8, 12), 60 * HOURS_PER_WEEK, math.inf),
        _Unit(tr("months"), HOURS_PER_MONTH, (1, 2, 3, 6, 12), 4 * HOURS_PER_YEAR, math.inf),
        _Unit(tr("years"), HOURS_PER_YEAR, (1, 2, 5, 10, 20, 50), math.inf, math.inf),
    )


def time_axis(horizon_h: float, most: int = 9) -> TimeAxis:
    """Return ticks from 0 to the horizon: milliseconds to years."""
    return window_axis(0.0, horizon_h, most)


def window_axis(begin_h: float, end_h: float, most: int = 9) -> TimeAxis:
    """Return the ticks of a part of the time axis, `most` intervals at most.

    Short parts deep in a course count from the day, hour, minute or second in which they begin.
    """
    span_h = end_h - begin_h
    unit = next(unit for unit in _units() if span_h <= unit.up_to_h)
    span = span_h / unit.hours
    step = next((size for size in unit.steps if span / size <= most), unit.steps[-1])
    while span / step > most:
        step *= 2
    origin_h = 0.0
    if unit.counts_from_h < math.inf and end_h > unit.up_to_h:
        origin_h = math.floor(begin_h / unit.counts_from_h + ROUND_OFF) * unit.counts_from_h
    every = step * unit.hours
    first = math.ceil((begin_h - origin_h) / every - ROUND_OFF)
    last = math.floor((end_h - origin_h) / every + ROUND_OFF)
    ticks = tuple(
        (min(max(origin_h + i * every, begin_h), end_h), number(i * step, 5)) for i in range(first, last + 1)
    )
    return TimeAxis(ticks, unit.name, unit.hours, _caption(unit, origin_h))


def _caption(unit: _Unit, origin_h: float) -> str:
    if origin_h <= 0.0:
        return tr("{0} from the start of the scenario").format(unit.name)
    day = clock_day(origin_h + MILLISECOND_H / 2)
    if unit.counts_from_h >= HOURS_PER_DAY:
        return tr("{0} from the start of {1}").format(unit.name, _lower(day))
    moment = clock_time(origin_h + MILLISECOND_H / 2, unit.speed)
    return tr("{0} from {1}, {2}").format(unit.name, _lower(day), moment)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
