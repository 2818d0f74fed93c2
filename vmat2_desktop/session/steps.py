"""Steps of the undo stack: of one side, of both at once, of whatever else stands in a document."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

from vmat2_desktop.engine.scenario import Scenario

T = TypeVar("T")


class Change(QUndoCommand, Generic[T]):
    """Something became another, already when it is pushed."""

    def __init__(
        self,
        show: Callable[[T], object],
        before: T,
        after: T,
        text: str,
        gesture: int = -1,
        of: Hashable = None,
    ) -> None:
        """Keep both.

        Args:
            show: makes it stand as it is told.
            before: what stood.
            after: what stands.
            text: what the step is called.
            gesture: steps of the same one merge; -1: with none.
            of: what is changed; steps of two things never merge.
        """
        super().__init__(text)
        self._show = show
        self._before = before
        self._after = after
        self._gesture = gesture
        self._of = of
        self._fresh = True

    def id(self) -> int:
        """Return the gesture: Qt asks only steps of the same one to merge."""
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later step of the same gesture in."""
        if not isinstance(other, Change) or self._gesture < 0 or other._gesture != self._gesture:
            return False
        if other._of != self._of:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if self._fresh:
            self._fresh = False
        else:
            self._show(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._show(self._before)


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair and how it is looked at."""

    a: Scenario
    b: Scenario | None
    compared: bool
    time_h: float
    """The clock, h."""
