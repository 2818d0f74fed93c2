"""Below the two synapses: traces overlaid, or the table of differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from vmat2_desktop.session import Pair
from vmat2_desktop.ui.compare.overlay import Overlay
from vmat2_desktop.ui.compare.quantities import FEWEST, overlaid
from vmat2_desktop.ui.compare.table import DifferenceTable
from vmat2_desktop.ui.controls import Button, Segments, paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.theme import CARD_RADIUS
from vmat2_desktop.ui.traces.catalogue import traces

_EACH = 250
"""Width that a diagram needs, px."""


class Below(QWidget):
    """Diagrams are made once each; which ones are seen is what the person shows in the traces."""

    def __init__(self, look: Look, choices: Sequence[QAction], scrub: Callable[[float], object]) -> None:
        """Make every diagram.

        Args:
            look: how it looks.
            choices: by which the person chooses the traces.
            scrub: what a drag in a diagram does, with the time, h.
        """
        super().__init__()
        self._look = look
        self._pair: Pair | None = None
        self._what = ""
        self._time_h = 0.0
        self.shown: tuple[str, ...] = ()
        """The traces that are overlaid and have room."""
        self._wanted: tuple[str, ...] = overlaid(())
        self.tabs = Segments(look, [tr("Traces"), tr("Differences")], tr("Below the synapses"))
        for index, name in enumerate(("compare_traces", "compare_differences")):
            self.tabs.button(index).setObjectName(name)
        self.choose = Button(look, tr("Choose"), "list")
        self.choose.setObjectName("choose_overlays")
        self.choose.setAccessibleName(tr("Choose the traces that are overlaid"))
        menu = QMenu(self)
        menu.addActions(list(choices))
        self.choose.setMenu(menu)
        self.overlays = {trace.id: Overlay(look, trace) for trace in traces()}
        self.table = DifferenceTable(look)
        self._lay_out()
        self.tabs.chosen.connect(self.open_tab)
        for overlay in self.overlays.values():
            overlay.scrubbed.connect(scrub)
        self.open_tab(0)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 14, 8)
        outer.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.choose)
        outer.addLayout(head)
        row = QWidget()
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(18)
        for overlay in self.overlays.values():
            overlay.hide()
            self._row.addWidget(overlay, 1)
        # First into the layout: a stack without a parent shows its first page as a window.
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)
        self._stack.addWidget(row)
        self._stack.addWidget(self.table)

    def open_tab(self, index: int) -> None:
        """Show the traces (0) or the differences (1)."""
        self.tabs.set_chosen(index)
        self.choose.setVisible(index == 0)
        self._stack.setCurrentIndex(index)
        self._fill()

    def set_wanted(self, names: Sequence[str]) -> None:
        """Overlay the traces that the person shows."""
        self._wanted = overlaid(names)
        self._arrange()
        self._fill()

    def show_pair(self, pair: Pair, what: str) -> None:
        """Take a pair, and what its scenarios differ in."""
        self._pair, self._what = pair, what
        self._fill()

    def show_time(self, time_h: float, numbers: bool) -> None:
        """Move to a time; the numbers follow as fast as one can read."""
        self._time_h = time_h
        if self._stack.currentIndex() == 0:
            for name in self.shown:
                self.overlays[name].show_time(time_h, numbers)
        elif numbers:
            self.table.show_time(time_h)

    def _fill(self) -> None:
        """Bring what is seen up to date; what is not seen waits."""
        if self._pair is None or not self.isVisibleTo(self.window()):
            return
        if self._stack.currentIndex() == 0:
            for name in self.shown:
                self.overlays[name].show_pair(self._pair.a, self._pair.b)
        else:
            self.table.show_pair(self._pair, self._wanted, self._what)
        self.show_time(self._time_h, numbers=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many diagrams as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = max(FEWEST, int(self.width() / self._look.px(_EACH)))
        shown = self._wanted[:room]
        if shown == self.shown:
            return
        self.shown = shown
        for name, overlay in self.overlays.items():
            overlay.setVisible(name in shown)
        self._fill()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = paint_on(self)
        painter.setBrush(self._look.colour("panel"))
        painter.setPen(QPen(self._look.colour("line"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()
