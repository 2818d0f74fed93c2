"""The table windows of the traces: one a trace, opened when it is asked for, following edits and the axis."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.catalogue import Trace
from vmat2_desktop.ui.traces.closer import Closer
from vmat2_desktop.ui.traces.overlay import Overlaid
from vmat2_desktop.ui.traces.sheet import SheetWindow
from vmat2_desktop.ui.traces.table import sheet_of, with_published
from vmat2_desktop.ui.traces.time_view import TimeView

IDLE_MS = 60
"""While an edit or a zoom goes on, tables wait."""


class Tables(QObject):
    """Opens and feeds them."""

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        look: Look,
        view: TimeView,
        closer: Closer,
        save: Callable[[str, bytes], None],
        points_of: Callable[[str], Overlaid],
    ) -> None:
        super().__init__(owner)
        self._owner = owner
        self._session = session
        self._look = look
        self._view = view
        self._closer = closer
        self._save = save
        self._points_of = points_of
        self.windows: dict[str, SheetWindow] = {}
        self._traces: dict[str, Trace] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.follow)
        for signal in (session.course_changed, view.range_changed, closer.ready):
            signal.connect(self._wait)

    def open(self, trace: Trace) -> SheetWindow:
        """Show the table of a trace."""
        if trace.id not in self.windows:
            title = tr("Table: {0}").format(trace.name)
            made = SheetWindow(self._owner.window(), self._look, title, f"{trace.id}-table.csv", self._save)
            self.windows[trace.id], self._traces[trace.id] = made, trace
        window = self.windows[trace.id]
        self._feed(trace.id)
        window.show()
        window.activateWindow()
        window.view.setFocus()
        return window

    def follow(self) -> None:
        """Show in every open table what the traces show now."""
        for name, window in self.windows.items():
            if window.isVisible():
                self._feed(name)

    def _wait(self) -> None:
        if any(window.isVisible() for window in self.windows.values()):
            self._timer.start()

    def _feed(self, name: str) -> None:
        course = self._closer.course or self._session.course
        view = self._view
        end_h = min(view.end_h, float(course.time_h[-1]))
        sheet = sheet_of(course, self._traces[name], view.begin_h, end_h)
        points = self._points_of(name)
        unit = self._traces[name].unit
        self.windows[name].show_sheet(with_published(sheet, points, unit, view.begin_h, end_h))
