"""A course seen closer than its grid: solved anew at the times that are looked at, in the window's pauses.

A course holds a value each hour or less often. Where the axis shows hours, a line between those values would
be a guess; so the engine is asked for the values themselves, about one a pixel.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vmat2_desktop.engine import course as slow
from vmat2_desktop.engine.course import Course
from vmat2_desktop.session import Session
from vmat2_desktop.ui.traces.time_view import TimeView

IDLE_MS = 60
"""After the axis moved: a zoom that goes on is followed first."""
POINTS = 480
"""Solved in the part that is looked at: about one a pixel of the widest column."""
COARSE = 0.5
"""A course with fewer than this share of them in that part is solved closer."""


class Closer(QObject):
    """Solves the present course, and the one before the edit, at the times of a view."""

    ready = Signal()

    def __init__(self, session: Session, view: TimeView) -> None:
        super().__init__()
        self._session = session
        self._view = view
        self.course: Course | None = None
        """The present course with more times, or None while its own grid does."""
        self.before: Course | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.look)
        view.range_changed.connect(self.ask)

    def forget(self) -> None:
        """Another course stands: what was solved is of no use."""
        self.course = self.before = None
        self.ask()

    def ask(self) -> None:
        """Look closer after a moment, if that is needed."""
        if self._is_coarse(self.course or self._session.course):
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Solve now."""
        view = self._view
        times = np.linspace(view.begin_h, view.end_h, POINTS)
        self.course = self._solved(self._session.course, times)
        self.before = self._solved(self._session.before, times)
        self.ready.emit()

    def _is_coarse(self, course: Course) -> bool:
        view = self._view
        inside = np.searchsorted(course.time_h, (view.begin_h, view.end_h))
        return bool(inside[1] - inside[0] < COARSE * POINTS)

    def _solved(self, course: Course | None, times: slow.Array) -> Course | None:
        if course is None:
            return None
        inside = times[times <= course.scenario.horizon_h]
        return slow.solve(course.scenario, self._session.model, inside) if len(inside) else None
