"""Every number of the model with its range, how sure it is, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRegularExpression,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.ui.controls import Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number, tr

_Index = QModelIndex | QPersistentModelIndex
WIDTHS = (220, 66, 70, 112, 104, 100, 330, 420)
SIZE = (1080, 680)
"""The source begins at 672: it is in sight when the window opens."""


class QuantityTable(QAbstractTableModel):
    """Quantities as rows."""

    def __init__(self, quantities: Sequence[Quantity]) -> None:
        super().__init__()
        self._quantities = tuple(quantities)
        self._heads = (
            tr("Id"),
            tr("Value"),
            tr("Unit"),
            tr("Range"),
            tr("Grade"),
            tr("Known from"),
            tr("Source"),
            tr("What it is"),
        )

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of quantities."""
        return 0 if parent.isValid() else len(self._quantities)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._heads[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        quantity = self._quantities[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(quantity, index.column())
        if role == Qt.ItemDataRole.UserRole:
            return quantity.value if index.column() == 1 else self._cell(quantity, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, quantity: Quantity, column: int) -> str:
        unit = "" if quantity.unit == "1" else quantity.unit
        return (
            quantity.id,
            number(quantity.value, 4),
            unit,
            f"{number(quantity.low)} – {number(quantity.high)}",
            quantity.grade,
            quantity.provenance,
            quantity.source,
            quantity.text,
        )[column]


class SourcesWindow(ReadingWindow):
    """A search field over a table."""

    def __init__(self, parent: QWidget, look: Look, quantities: Sequence[Quantity]) -> None:
        super().__init__(parent, look, tr("Parameters and sources"), *SIZE)
        self._table = QuantityTable(quantities)
        self.rows = QSortFilterProxyModel(self)
        self.rows.setSourceModel(self._table)
        self.rows.setFilterKeyColumn(-1)
        self.rows.setSortRole(Qt.ItemDataRole.UserRole)
        self.rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search, for example valbenazine or assumed"))
        self.search.setAccessibleName(tr("Search parameters"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._count = Text(look, "", 14, role="ink2")
        self.view = QTableView()
        self.view.setAccessibleName(tr("Parameters and sources"))
        self.view.setModel(self.rows)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setWordWrap(False)
        self.view.setShowGrid(False)
        self.view.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(look.px(30))
        head = self.view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, look.px(width))
        self.body.addWidget(self.search)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._count)
        self._filter("")

    def _filter(self, text: str) -> None:
        self.rows.setFilterRegularExpression(
            QRegularExpression(
                QRegularExpression.escape(text.strip()),
                QRegularExpression.PatternOption.CaseInsensitiveOption,
            )
        )
        shown, all_rows = self.rows.rowCount(), self._table.rowCount()
        self._count.setText(
            tr(
                "{0} of {1} parameters. Grade: measured, calibrated to published results, or assumed. "
                "Known from: the source was read, quoted by another text, or remembered."
            ).format(shown, all_rows)
        )
