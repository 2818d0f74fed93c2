"""Timed events -> trains: the same change at equal intervals, so that years of doses stay a short file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vmat2_desktop.engine.system import System

_EQUAL_H = 1e-9


@dataclass(frozen=True, slots=True)
class Train:
    """One change that happens `count` times."""

    target: str
    value: float
    adds: bool
    """Whether the value is added to a species; else it replaces a parameter."""
    first_h: float
    interval_h: float
    """0 for a single time."""
    count: int

    @property
    def last_h(self) -> float:
        """When it happens last."""
        return self.first_h + self.interval_h * (self.count - 1)


def trains(system: System) -> tuple[Train, ...]:
    """Return all events of a system as trains, by their first time."""
    times: dict[tuple[str, float, bool], list[float]] = defaultdict(list)
    for event in system.events:
        for name, value in event.additions:
            times[name, value, True].append(event.time_h)
        for name, value in event.settings:
            times[name, value, False].append(event.time_h)
    found = [
        Train(target, value, adds, first, interval, count)
        for (target, value, adds), moments in times.items()
        for first, interval, count in runs(moments)
    ]
    return tuple(sorted(found, key=lambda train: (train.first_h, train.target)))


def runs(times_h: Sequence[float]) -> list[tuple[float, float, int]]:
    """Return (first, interval, count) of the longest equal steps from the left in ascending times."""
    found, at = [], 0
    while at < len(times_h):
        end = at
        interval = times_h[at + 1] - times_h[at] if at + 1 < len(times_h) else 0.0
        while end + 1 < len(times_h) and abs(times_h[end + 1] - times_h[end] - interval) < _EQUAL_H:
            end += 1
        found.append((times_h[at], interval, end - at + 1))
        at = end + 1
    return found
