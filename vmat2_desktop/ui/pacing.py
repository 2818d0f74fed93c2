"""How often running numbers are written: ten times a second can be read, sixty cannot."""

from __future__ import annotations

import time
from collections.abc import Callable

NUMBERS_SECONDS = 0.1


class Gate:
    """Lets numbers through at intervals while the picture runs, and always while it stands."""

    def __init__(self, now: Callable[[], float] = time.monotonic, seconds: float = NUMBERS_SECONDS) -> None:
        self._now = now
        self._seconds = seconds
        self._last = -float("inf")

    def opens(self, running: bool) -> bool:
        """Return whether numbers are due; a yes begins the next interval."""
        now = self._now()
        if running and now - self._last < self._seconds:
            return False
        self._last = now
        return True
