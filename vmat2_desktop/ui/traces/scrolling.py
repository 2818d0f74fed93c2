"""Whether a column is being scrolled: then the wheel is not for the diagrams that pass under the mouse."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject

GOES_ON_S = 0.4
"""So long after a turn of the wheel the next one belongs to the same scrolling."""


class Scrolling(QObject):
    """An event filter on what scrolls."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._now = now
        self._last_s = -GOES_ON_S

    def goes_on(self) -> bool:
        """Whether the wheel was scrolling just now."""
        return self._now() - self._last_s < GOES_ON_S

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note every turn of the wheel that arrives."""
        if event.type() == QEvent.Type.Wheel:
            self._last_s = self._now()
        return super().eventFilter(watched, event)
