"""The doses of a medicine as stretches that a person edits one by one. Pure functions; times are hours.

Every function takes the stretches in the order of time and returns new ones that a scenario document would
accept, or raises `OutOfRangeError`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse

Doses = tuple[DoseCourse, ...]
MOST_STRETCHES = 200
MOST_MISSED = 1000
"""Of one stretch; both as the scenario document has it."""
_ROUND_OFF = 1e-9


class OutOfRangeError(ValueError):
    """A value that cannot be, and between which ends it could; no ends: not at all."""

    def __init__(self, low: float | None = None, high: float | None = None) -> None:
        super().__init__(f"must be from {low} to {high}")
        self.low = low
        self.high = high


def end_of(course: DoseCourse, horizon_h: float) -> float:
    """Return when a stretch ends, h."""
    return horizon_h if course.stop_h is None else min(course.stop_h, horizon_h)


def due(course: DoseCourse, horizon_h: float) -> tuple[float, ...]:
    """Return the times of all doses of a stretch, missed ones too, h."""
    interval = _interval(course)
    count = max(0, math.ceil((end_of(course, horizon_h) - course.start_h) / interval - _ROUND_OFF))
    return tuple(course.start_h + place * interval for place in range(count))


def missed(course: DoseCourse, horizon_h: float) -> tuple[float, ...]:
    """Return the times of the doses that are missed, ascending, h: each entry is the dose nearest to it."""
    count = len(due(course, horizon_h))
    places = {round((time - course.start_h) / _interval(course)) for time in course.missed_h}
    return tuple(_time(course, place) for place in sorted(places) if 0 <= place < count)


def place_at(doses: Doses, time_h: float, horizon_h: float) -> int | None:
    """Return which stretch is under way at a time, or None."""
    for place, course in enumerate(doses):
        if course.start_h <= time_h < end_of(course, horizon_h):
            return place
    return None


# Days on which a stretch begins and ends


def range_of_start(doses: Doses, place: int, horizon_h: float) -> tuple[float, float]:
    """Return between which times a stretch can begin, h: with one dose left to it, and to the one before."""
    course = doses[place]
    latest = end_of(course, horizon_h) - _interval(course)
    if place == 0:
        return 0.0, latest
    before = doses[place - 1]
    touches = before.stop_h is not None and before.stop_h == course.start_h
    return (before.start_h + _interval(before) if touches else end_of(before, horizon_h)), latest


def with_start(doses: Doses, place: int, start_h: float, horizon_h: float) -> Doses:
    """Return the stretches with another begin of one; the one before ends there, if it ended at the old one.

    Raises:
        OutOfRangeError: it would leave no dose.
    """
    _check(start_h, *range_of_start(doses, place, horizon_h))
    course = doses[place]
    found = list(doses)
    if place > 0 and doses[place - 1].stop_h == course.start_h:
        found[place - 1] = _kept(replace(doses[place - 1], stop_h=start_h), horizon_h)
    # Missed doses stay on their days: they are times, not numbers in a row.
    found[place] = _kept(replace(course, start_h=start_h), horizon_h)
    return tuple(found)


def range_of_stop(doses: Doses, place: int, horizon_h: float) -> tuple[float, float]:
    """Return between which times a stretch can end, h."""
    course = doses[place]
    earliest = course.start_h + _interval(course)
    if place + 1 == len(doses):
        return earliest, horizon_h
    after = doses[place + 1]
    if course.stop_h == after.start_h:
        return earliest, end_of(after, horizon_h) - _interval(after)
    return earliest, after.start_h


def with_stop(doses: Doses, place: int, stop_h: float | None, horizon_h: float) -> Doses:
    """Return the stretches with another end of one; the one after begins there, if it began at the old one.

    Args:
        doses: the stretches.
        place: which one.
        stop_h: its end, h; None, or the end of the scenario: it is not stopped.
        horizon_h: the end of the scenario, h.

    Raises:
        OutOfRangeError: it would leave no dose.
    """
    low, high = range_of_stop(doses, place, horizon_h)
    last = place + 1 == len(doses)
    _check(horizon_h if stop_h is None else stop_h, low, high)
    course = doses[place]
    if not last and course.stop_h == doses[place + 1].start_h and stop_h is not None:
        return with_start(doses, place + 1, stop_h, horizon_h)
    stop = None if last and (stop_h is None or stop_h >= horizon_h) else stop_h
    return _put(doses, place, _kept(replace(course, stop_h=stop), horizon_h))


# What is taken


def with_times(doses: Doses, place: int, times_per_day: int, horizon_h: float) -> Doses:
    """Return the stretches with another number of doses a day in one: as much a day as before.

    Raises:
        OutOfRangeError: the stretch is too short for one dose.
    """
    course = doses[place]
    single = course.mg * course.times_per_day / times_per_day
    fresh = replace(course, times_per_day=times_per_day, mg=single)
    # A day that was missed stays missed, whole.
    days = {math.floor(time / HOURS_PER_DAY) for time in missed(course, horizon_h)}
    times = tuple(time for time in due(fresh, horizon_h) if math.floor(time / HOURS_PER_DAY) in days)
    return _put(doses, place, replace(fresh, missed_h=times))


def toggled(doses: Doses, day: int, horizon_h: float) -> Doses:
    """Return the stretches with all doses of a day missed, or all taken if they were missed.

    Raises:
        OutOfRangeError: no dose is due on that day.
    """
    for place, course in enumerate(doses):
        times = _of_day(course, day, horizon_h)
        if times:
            without = set(missed(course, horizon_h))
            without = without - set(times) if without.issuperset(times) else without | set(times)
            return with_missed(doses, place, sorted(without), horizon_h)
    raise OutOfRangeError


def with_missed(doses: Doses, place: int, missed_h: Sequence[float], horizon_h: float) -> Doses:
    """Return the stretches with exactly these doses of one missed: those that are nearest to the times.

    Raises:
        OutOfRangeError: a time lies outside of the stretch, or they are too many.
    """
    course = doses[place]
    stop = end_of(course, horizon_h)
    for time in missed_h:
        if not course.start_h <= time < stop:
            raise OutOfRangeError(course.start_h, stop)
    fresh = replace(course, missed_h=tuple(missed_h))
    fresh = replace(fresh, missed_h=missed(fresh, horizon_h))
    if len(fresh.missed_h) > MOST_MISSED:
        raise OutOfRangeError(0.0, MOST_MISSED)
    return _put(doses, place, fresh)


def days_missed(course: DoseCourse, horizon_h: float) -> tuple[int, ...]:
    """Return the days of a stretch on which at least one dose is missed."""
    return tuple(sorted({math.floor(time / HOURS_PER_DAY) for time in missed(course, horizon_h)}))


def times_of_day(course: DoseCourse, day: int, horizon_h: float) -> tuple[float, ...]:
    """Return the times of the doses of a stretch that are due on a day, h."""
    return _of_day(course, day, horizon_h)


# Steps


def begun(doses: Doses, start_h: float, fresh: DoseCourse, horizon_h: float) -> Doses:
    """Return the stretches with one more step from a time on: a part of the one under way, or a new one.

    Args:
        doses: the stretches.
        start_h: when it begins, h.
        fresh: how it is taken where none is under way.
        horizon_h: the end of the scenario, h.

    Raises:
        OutOfRangeError: no dose would be left to it or to the one before, or there are too many stretches.
    """
    if len(doses) >= MOST_STRETCHES:
        raise OutOfRangeError(0.0, MOST_STRETCHES)
    _check(start_h, 0.0, horizon_h - HOURS_PER_DAY / fresh.times_per_day)
    place = place_at(doses, start_h, horizon_h)
    if place is None:
        later = [course.start_h for course in doses if course.start_h > start_h]
        stop = min(later, default=None)
        new = replace(fresh, start_h=start_h, stop_h=stop, missed_h=())
        return tuple(sorted((*doses, new), key=lambda course: course.start_h))
    course = doses[place]
    _check(start_h, course.start_h + _interval(course), end_of(course, horizon_h) - _interval(course))
    first = _kept(replace(course, stop_h=start_h), horizon_h)
    second = replace(course, start_h=start_h)
    second = replace(second, missed_h=tuple(time for time in course.missed_h if time >= start_h))
    return (*doses[:place], first, second, *doses[place + 1 :])


def removed(doses: Doses, place: int) -> Doses:
    """Return the stretches without one: what touches it, the one before first, goes on in its stead."""
    course = doses[place]
    kept = list(doses)
    if place > 0 and doses[place - 1].stop_h == course.start_h:
        kept[place - 1] = replace(doses[place - 1], stop_h=course.stop_h)
    elif place + 1 < len(doses) and doses[place + 1].start_h == course.stop_h:
        kept[place + 1] = replace(doses[place + 1], start_h=course.start_h)
    del kept[place]
    return tuple(kept)


def stopped(doses: Doses, stop_h: float, horizon_h: float) -> Doses:
    """Return the stretches up to a time.

    Raises:
        OutOfRangeError: no dose would be left.
    """
    first = doses[0] if doses else None
    if first is None:
        raise OutOfRangeError
    _check(stop_h, first.start_h + _interval(first), horizon_h)
    if stop_h >= horizon_h:
        return with_stop(doses, len(doses) - 1, None, horizon_h)
    kept = [course for course in doses if course.start_h < stop_h]
    last = kept.pop()
    if end_of(last, horizon_h) > stop_h:
        last = _kept(replace(last, stop_h=stop_h), horizon_h)
    return (*kept, last)


def _interval(course: DoseCourse) -> float:
    return HOURS_PER_DAY / course.times_per_day


def _time(course: DoseCourse, place: int) -> float:
    return course.start_h + place * _interval(course)


def _of_day(course: DoseCourse, day: int, horizon_h: float) -> tuple[float, ...]:
    interval = _interval(course)
    first = max(0, math.ceil((day * HOURS_PER_DAY - course.start_h) / interval - _ROUND_OFF))
    stop = min(end_of(course, horizon_h), (day + 1) * HOURS_PER_DAY)
    found = []
    while (time := _time(course, first)) < stop - _ROUND_OFF:
        found.append(time)
        first += 1
    return tuple(found)


def _kept(course: DoseCourse, horizon_h: float) -> DoseCourse:
    """Return a stretch without the missed doses that it does not have any more."""
    stop = end_of(course, horizon_h)
    return replace(course, missed_h=tuple(time for time in course.missed_h if course.start_h <= time < stop))


def _put(doses: Doses, place: int, course: DoseCourse) -> Doses:
    return (*doses[:place], course, *doses[place + 1 :])


def _check(value: float, low: float, high: float) -> None:
    if not low - _ROUND_OFF <= value <= high + _ROUND_OFF:
        raise OutOfRangeError(low, high)
