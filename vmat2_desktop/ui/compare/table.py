"""The table of differences: what the scenarios differ in; quantities with A, B, difference and ratio."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vmat2_desktop.session import Pair
from vmat2_desktop.ui.compare.quantities import OBSERVED, row_of
from vmat2_desktop.ui.controls import Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.catalogue import traces


class DifferenceTable(QWidget):
    """Reads the pair at the clock."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pair: Pair | None = None
        self._names: tuple[str, ...] = ()
        self.what = Text(look, "", 15, role="ink", wrap=True)
        self.table = QTableWidget(0, 6)
        self.table.setObjectName("differences")
        self.table.setAccessibleName(tr("Differences at the clock's moment"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(False)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        heads = (tr("Quantity"), tr("Unit"), "A", "B", tr("B − A"), tr("B / A"))
        self.table.setHorizontalHeaderLabels(list(heads))
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.what)
        layout.addWidget(self.table, 1)
        look.changed.connect(self._relook)
        self._relook()

    def show_pair(self, pair: Pair, shown: Sequence[str], what: str) -> None:
        """Take a pair, the traces that are overlaid, and what the scenarios differ in."""
        self._pair = pair
        self.what.setText(what)
        names = tuple(dict.fromkeys((*shown, *OBSERVED)))
        if names != self._names:
            self._names = names
            self.table.setRowCount(len(names))
            for row in range(len(names)):
                for column in range(6):
                    item = QTableWidgetItem()
                    if column > 1:
                        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    self.table.setItem(row, column, item)

    def show_time(self, time_h: float) -> None:
        """Write the values at a time."""
        if self._pair is None:
            return
        by_id = {trace.id: trace for trace in traces()}
        for place, name in enumerate(self._names):
            row = row_of(by_id[name], self._pair.a, self._pair.b, time_h)
            for column, text in enumerate((row.name, row.unit, row.a, row.b, row.difference, row.ratio)):
                item = self.table.item(place, column)
                if item is not None and item.text() != text:
                    item.setText(text)

    def _relook(self) -> None:
        look = self._look
        self.table.setFont(look.font(15))
        self.table.horizontalHeader().setFont(look.font(14, 600))
        self.table.horizontalHeader().setMinimumSectionSize(look.px(76))
        self.table.verticalHeader().setDefaultSectionSize(look.px(27))
