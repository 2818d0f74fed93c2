"""Which unit and which ticks a span of time deserves. No Qt widget."""

from __future__ import annotations

from dataclasses import dataclass

from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.texts import HOURS_PER_MONTH, HOURS_PER_WEEK, number, tr

HOURS_PER_YEAR = 12 * HOURS_PER_MONTH


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Ticks in hours with their labels, and the name of their unit."""

    ticks: tuple[tuple[float, str], ...]
    unit: str
    unit_h: float


def time_axis(horizon_h: float, most: int = 9) -> TimeAxis:
    """Return ticks from 0 to the horizon: hours, days, weeks, months or years."""
    steps: tuple[int, ...]
    if horizon_h <= 2 * HOURS_PER_DAY:
        unit_h, name, steps = 1.0, tr("hours"), (1, 2, 3, 4, 6, 12)
    elif horizon_h <= 28 * HOURS_PER_DAY:
        unit_h, name, steps = HOURS_PER_DAY, tr("days"), (1, 2, 4, 7)
    elif horizon_h <= 60 * HOURS_PER_WEEK:
        unit_h, name, steps = HOURS_PER_WEEK, tr("weeks"), (1, 2, 4, 6, 8, 12)
    elif horizon_h <= 4 * HOURS_PER_YEAR:
        unit_h, name, steps = HOURS_PER_MONTH, tr("months"), (1, 2, 3, 6, 12)
    else:
        unit_h, name, steps = HOURS_PER_YEAR, tr("years"), (1, 2, 5, 10, 20, 50)
    span = horizon_h / unit_h
    step = next((size for size in steps if span / size <= most), steps[-1])
    while span / step > most:
        step *= 2
    count = int(span / step + 1e-9)
    ticks = tuple((i * step * unit_h, number(i * step, 4)) for i in range(count + 1))
    return TimeAxis(ticks, name, unit_h)
