"""A hand that holds something: what it changes until it lets go is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vmat2_desktop.session import Session

NONE = -1
"""The number of no gesture: its steps merge with none."""


class Gesture:
    """Begins when something is taken hold of, ends when it is let go."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.number = NONE
        """What to hand to `Session.edit`."""

    def begin(self) -> None:
        """Take hold."""
        self.number = self._session.new_gesture()

    def end(self) -> None:
        """Let go."""
        self.number = NONE
