"""A course seen calmly: every series as its mean over the hours before each moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course

Array = NDArray[np.float64]


def averaged(course: Course, span_h: float) -> Course:
    """Return the course with every series replaced by its running mean; `span_h` of 0 changes nothing.

    Each value is the mean of the `span_h` hours that end at its moment, or of what there is since time 0: no
    effect shows before its cause.

    Raises:
        ValueError: the span is negative.
    """
    if span_h < 0.0:
        raise ValueError(f"No mean over {span_h:g} h.")
    return course if span_h == 0.0 else replace(course, series=_Means(course, span_h))


class _Means(Mapping[str, Array]):
    """The series of a course, each averaged when it is first asked for."""

    def __init__(self, course: Course, span_h: float) -> None:
        self._course = course
        self._span_h = span_h
        self._known: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._known:
            self._known[name] = running_mean(self._course.time_h, self._course.series[name], self._span_h)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._course.series)

    def __len__(self) -> int:
        return len(self._course.series)


def running_mean(time_h: Array, values: Array, span_h: float) -> Array:
    """Return the mean over the last `span_h` hours at each time of a series that is linear in between, (n,).

    Args:
        time_h: (n,) ascending, h.
        values: (n,)
        span_h: > 0, h.
    """
    area = np.concatenate(([0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * np.diff(time_h))))
    begin = np.maximum(time_h - span_h, time_h[0])
    left = np.clip(np.searchsorted(time_h, begin, side="right") - 1, 0, len(time_h) - 1)
    at_begin = np.interp(begin, time_h, values)
    before = area[left] + 0.5 * (values[left] + at_begin) * (begin - time_h[left])
    length = time_h - begin
    mean = np.array(values, dtype=np.float64)
    inside = length > 0.0
    mean[inside] = (area[inside] - before[inside]) / length[inside]
    return mean
