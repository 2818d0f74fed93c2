"""The two sides of an experiment, and what is written down of what was done to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which of two scenarios."""

    A = "A"
    B = "B"

    @property
    def other(self) -> Side:
        """The side across."""
        return Side.B if self is Side.A else Side.A


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that was done, for lessons and records."""

    kind: str
    """`edit`, `play`, `pause`, `step`, `seek`, `speed`, `spike`, `burst`, `side`, `put` or `remove`."""
    time_h: float
    """The clock after it, h."""
    speed: float
    """Model seconds a second after it."""
    side: Side = Side.A
    """The side that is active after it."""
