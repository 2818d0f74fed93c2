"""From the start of a process to the first frame; as a program, that of a bare window."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from vmat2_desktop.bench_window import bare

IDLE_S = 0.002
"""Turns of the event loop that take less have nothing to do."""


class FirstPaint(QObject):
    """Knows when a window has painted for the first time."""

    def __init__(self, watched: QWidget, then: Callable[[], object]) -> None:
        super().__init__(watched)
        self.spent_s: float | None = None
        self._then = then
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the processor time of the process since it began."""
        if event.type() == QEvent.Type.UpdateRequest and self.spent_s is None:
            QTimer.singleShot(0, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        if self.spent_s is None:
            self.spent_s = time.process_time()
            self._then()


def start(application: QApplication, make: Callable[[], QMainWindow]) -> dict[str, float]:
    """Return the processor time of the process at its first frame, and at an idle window, s."""
    window = make()
    painted = FirstPaint(window, application.quit)
    window.show()
    application.exec()
    if painted.spent_s is None:
        raise RuntimeError("The window did not paint.")
    last = -1.0
    # Usable when nothing is left to do: two turns that cost nothing.
    while time.process_time() - last > IDLE_S:
        last = time.process_time()
        application.processEvents()
        application.processEvents()
    return {"first": painted.spent_s, "usable": time.process_time()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(start(QApplication(["bare"]), bare.blank_window)))
