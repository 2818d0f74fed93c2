"""How well the drawn course is known: an ensemble, solved one course at a time while nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from vmat2_desktop.engine import uncertainty
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.uncertainty import Ranges
from vmat2_desktop.session import Session

IDLE_MS = 400
"""After an edit: a slider that moves is followed first."""


class Known(QObject):
    """Solves the ensemble of the present course, in the pauses of the window."""

    ready = Signal(object)
    """Band."""

    def __init__(self, session: Session, ranges: Ranges, observables: Sequence[str]) -> None:
        super().__init__()
        self._session = session
        self._ranges = ranges
        self._observables = tuple(observables)
        self._on = False
        self._found: list[Course] = []
        self._left: Iterator[Course] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        session.course_changed.connect(self._begin)

    def set_on(self, on: bool) -> None:
        """Begin, or leave it."""
        if on != self._on:
            self._on = on
            self._begin()

    def _begin(self) -> None:
        self._timer.stop()
        self._found.clear()
        if self._on and self._ranges:
            course = self._session.course
            self._left = uncertainty.courses(course.scenario, self._session.model, self._ranges)
            self._timer.start(IDLE_MS)

    def _next(self) -> None:
        try:
            self._found.append(next(self._left))
        except StopIteration:
            self._finish()
            return
        except ValueError:  # the equations refuse every draw: then nothing is drawn
            return
        self._timer.start(0)

    def _finish(self) -> None:
        present = [name for name in self._observables if name in self._session.course.series]
        if self._found:
            self.ready.emit(uncertainty.spread(self._found, present))
            self._found.clear()
