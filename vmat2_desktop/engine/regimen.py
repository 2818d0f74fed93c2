"""A medicine's regimen -> the doses that are taken, and the daily dose as it stands at any time."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Food, Medicine

MAX_DOSES = 100_000
"""Of one medicine: more is refused, so that no file can exhaust the machine."""

_TIME_TOLERANCE_H = 1e-9


@lru_cache(maxsize=32)
def doses_of(medicine: Medicine, stop_h: float) -> tuple[tuple[float, float], ...]:
    """Return (time h, mg) of every dose taken before `stop_h`, ascending.

    Raises:
        ValueError: the regimen has more than `MAX_DOSES` doses.
    """
    taken = [(float(time), course.mg) for course in medicine.doses for time in _times(course, stop_h)]
    if len(taken) > MAX_DOSES:
        raise ValueError(f"{medicine.name} is taken {len(taken)} times; the limit is {MAX_DOSES}.")
    return tuple(sorted(taken))


@lru_cache(maxsize=32)
def fed_times(medicine: Medicine, stop_h: float) -> frozenset[float]:
    """Return the times, h, of the doses that are taken with food."""
    fed = (course for course in medicine.doses if course.food is Food.FED)
    return frozenset(float(time) for course in fed for time in _times(course, stop_h))


def daily_dose(medicine: Medicine, times_h: NDArray[np.float64], stop_h: float) -> NDArray[np.float64]:
    """Return the dose rate at each time, mg/d, (n,): each dose counts until the next one is due."""
    rate = np.zeros_like(times_h)
    for course in medicine.doses:
        times = _times(course, stop_h)
        if not len(times):
            continue
        last = np.searchsorted(times, times_h + _TIME_TOLERANCE_H, side="right") - 1
        elapsed = times_h - times[np.clip(last, 0, None)]
        covered = (last >= 0) & (elapsed < HOURS_PER_DAY / course.times_per_day - _TIME_TOLERANCE_H)
        covered &= times_h < _end(course, stop_h)
        rate[covered] += course.mg * course.times_per_day
    return rate


def _end(course: DoseCourse, stop_h: float) -> float:
    return stop_h if course.stop_h is None else min(course.stop_h, stop_h)


def _times(course: DoseCourse, stop_h: float) -> NDArray[np.float64]:
    interval = HOURS_PER_DAY / course.times_per_day
    count = max(0, math.ceil((_end(course, stop_h) - course.start_h) / interval - _TIME_TOLERANCE_H))
    if count > MAX_DOSES:
        raise ValueError(f"A regimen of {count} doses is longer than the limit of {MAX_DOSES}.")
    times = course.start_h + interval * np.arange(count)
    missed = {round((time - course.start_h) / interval) for time in course.missed_h}
    return np.asarray(times[[index not in missed for index in range(count)]] if missed else times)
