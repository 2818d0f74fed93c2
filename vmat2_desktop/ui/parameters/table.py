"""The parameters as rows of a table, and which of them are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.ui.parameters.words import DIGITS, grade_names, group_of
from vmat2_desktop.ui.texts import number, tr

_Index = QModelIndex | QPersistentModelIndex
VALUE = 1
CHANGED = "◆"
"""Before a value that is another than the model's."""


class ParameterTable(QAbstractTableModel):
    """Quantities as rows, each with the value that the scenario gives it."""

    def __init__(self, quantities: Sequence[Quantity], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quantities = tuple(quantities)
        self._rows = {quantity.id: row for row, quantity in enumerate(self._quantities)}
        self._overrides: Mapping[str, float] = {}
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

    def set_overrides(self, overrides: Mapping[str, float]) -> None:
        """Show these values in the place of the model's."""
        touched = {*self._overrides, *overrides} & set(self._rows)
        self._overrides = dict(overrides)
        for identifier in touched:
            row = self._rows[identifier]
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def quantity(self, row: int) -> Quantity:
        """Return the parameter of a row."""
        return self._quantities[row]

    def row_of(self, identifier: str) -> int | None:
        """Return the row of a parameter, or None."""
        return self._rows.get(identifier)

    def is_changed(self, row: int) -> bool:
        """Whether the scenario gives the parameter another value."""
        return self._quantities[row].id in self._overrides

    def value(self, row: int) -> float:
        """Return the value that counts in the scenario."""
        quantity = self._quantities[row]
        return self._overrides.get(quantity.id, quantity.value)

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
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cell(row, column)
        if role == Qt.ItemDataRole.UserRole:
            return self.value(row) if column == VALUE else self._cell(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == VALUE and self.is_changed(row):
            text = tr("{0}, changed; the model has {1}")
            return text.format(number(self.value(row), DIGITS), number(self._quantities[row].value, DIGITS))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == VALUE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, row: int, column: int) -> str:
        quantity = self._quantities[row]
        value = number(self.value(row), DIGITS)
        return (
            quantity.id,
            f"{CHANGED} {value}" if self.is_changed(row) else value,
            "" if quantity.unit == "1" else quantity.unit,
            f"{number(quantity.low)} – {number(quantity.high)}",
            grade_names()[quantity.grade],
            quantity.provenance,
            quantity.source,
            quantity.text,
        )[column]


class ShownParameters(QSortFilterProxyModel):
    """Those that hold the searched words, of one group and one grade, or the changed ones alone."""

    def __init__(self, table: ParameterTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._words: tuple[str, ...] = ()
        self._group = self._grade = ""
        self._changed_only = False
        self.setSourceModel(table)
        self.setSortRole(Qt.ItemDataRole.UserRole)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def show_only(self, search: str = "", group: str = "", grade: str = "", changed: bool = False) -> None:
        """Show what fits; empty: everything does."""
        self.beginFilterChange()
        self._words = tuple(search.casefold().split())
        self._group, self._grade, self._changed_only = group, grade, changed
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, _parent: _Index) -> bool:
        """Whether a parameter is shown."""
        quantity = self._table.quantity(row)
        if self._group and group_of(quantity.id) != self._group:
            return False
        if self._grade and quantity.grade != self._grade:
            return False
        if self._changed_only and not self._table.is_changed(row):
            return False
        parts = (
            quantity.id,
            quantity.text,
            quantity.source,
            quantity.unit,
            quantity.grade,
            quantity.provenance,
        )
        text = " ".join(parts).casefold()
        return all(word in text for word in self._words)
