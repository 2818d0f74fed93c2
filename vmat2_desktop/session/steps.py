"""Steps of the undo stack: of one side, or of both at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.experiment import Side

Show = Callable[[Side, Scenario | None], None]
"""Makes a side stand as it is told; None: it does not stand."""


class Edit(QUndoCommand):
    """One change of a side, already applied when it is pushed; None: the side does not stand."""

    def __init__(
        self,
        show: Show,
        side: Side,
        before: Scenario | None,
        after: Scenario | None,
        text: str,
        gesture: int = -1,
    ) -> None:
        super().__init__(text)
        self._show = show
        self._side = side
        self._before = before
        self._after = after
        self._gesture = gesture
        self._fresh = True

    def id(self) -> int:
        """Return the gesture: steps of the same one merge."""
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later step of the same gesture in."""
        if not isinstance(other, Edit) or self._gesture < 0 or other._gesture != self._gesture:
            return False
        if other._side is not self._side:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if self._fresh:
            self._fresh = False
        else:
            self._show(self._side, self._after)

    def undo(self) -> None:
        """Take it back."""
        self._show(self._side, self._before)


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair and how it is looked at."""

    a: Scenario
    b: Scenario | None
    compared: bool
    time_h: float
    """The clock, h."""


class PairEdit(QUndoCommand):
    """Another pair in the place of the one that stood, already applied when it is pushed."""

    def __init__(
        self, show: Callable[[Standing], object], before: Standing, after: Standing, text: str
    ) -> None:
        super().__init__(text)
        self._show = show
        self._before = before
        self._after = after
        self._fresh = True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if self._fresh:
            self._fresh = False
        else:
            self._show(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._show(self._before)
