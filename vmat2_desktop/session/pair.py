"""What stands on both sides, as the views take it."""

from __future__ import annotations

from dataclasses import dataclass

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.experiment import Side


@dataclass(frozen=True, slots=True)
class Pair:
    """The slow stories of both sides; each knows its scenario."""

    a: Course
    b: Course | None = None

    def of(self, side: Side) -> Course | None:
        """Return the course of a side."""
        return self.a if side is Side.A else self.b

    @property
    def horizon_h(self) -> float:
        """End of the longer course, h."""
        return max(course.scenario.horizon_h for course in (self.a, self.b) if course is not None)


@dataclass(frozen=True, slots=True)
class PairFrame:
    """The present moment of both sides."""

    a: Frame
    b: Frame | None = None

    def of(self, side: Side) -> Frame | None:
        """Return the frame of a side."""
        return self.a if side is Side.A else self.b
