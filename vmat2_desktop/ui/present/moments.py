"""The moments of a scenario that a clicker goes through: what begins, changes and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.events import events_of

LATER_H = 28 * HOURS_PER_DAY
"""How long after something happened it is looked at again,"""
_LONG_H = 2 * LATER_H
"""if nothing else happens for so long."""
_SAME_H = 1.0
"""What happens within this time of one another is one moment."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to stop at, and what to say of it."""

    time_h: float
    text: str


def moments_of(courses: Iterable[Course], horizon_h: float) -> tuple[Moment, ...]:
    """Return the moments of one or two courses under one clock, from start to end."""
    courses = tuple(courses)
    happening: dict[float, list[str]] = {0.0: []}
    found = sorted(
        {
            (event.time_h, event.text)
            for course in courses
            for event in events_of(course.scenario, course.model)
        }
    )
    for time_h, text in found:
        last = max(happening)
        happening.setdefault(last if time_h - last < _SAME_H else time_h, []).append(text)
    made = [Moment(time_h, "; ".join(texts) or tr("The start")) for time_h, texts in happening.items()]
    made.append(Moment(horizon_h, tr("The end")))
    later = [
        Moment(here.time_h + LATER_H, tr("Four weeks later"))
        for here, there in pairwise(made)
        if there.time_h - here.time_h >= _LONG_H
    ]
    return tuple(sorted((*made, *later), key=lambda moment: moment.time_h))


def place_of(moments: tuple[Moment, ...], time_h: float) -> int:
    """Return the place of the last moment that has come."""
    return max((i for i, moment in enumerate(moments) if moment.time_h <= time_h + 1e-9), default=0)
