"""The table twin of a diagram: a window with times, values and units that follows what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from vmat2_desktop.documents.tables import csv_text
from vmat2_desktop.ui.controls import Button, Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number, tr

_Index = QModelIndex | QPersistentModelIndex
SIZE = (560, 620)
DIGITS = 4
"""Significant digits that are shown; a saved table has all of them."""
ROW = 28
WIDEST_CELL = 300
"""px that a column grows to for what stands in it."""
WIDEST = 0.9
"""Of the screen, at the opening."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Heads with units, and rows of numbers and texts."""

    heads: tuple[str, ...] = ()
    rows: tuple[tuple[float | str, ...], ...] = ()
    note: str = ""

    def csv(self) -> str:
        """Return the whole sheet as CSV, every number in full."""
        return csv_text(self.heads, self.rows)

    def tabbed(self, rows: Sequence[int] | None = None) -> str:
        """Return rows, or all of them, for the clipboard: a spreadsheet takes them apart at the tabs."""
        chosen = range(len(self.rows)) if rows is None else rows
        lines = [self.heads, *(tuple(_plain(cell) for cell in self.rows[row]) for row in chosen)]
        return "\n".join("\t".join(line) for line in lines) + "\n"


def _plain(cell: float | str) -> str:
    return cell if isinstance(cell, str) else f"{cell:.6g}"


def _in_rows(head: str) -> str:
    """Break a head before what it is of the line, and before its unit."""
    return head.replace(", ", ",\n").replace(" [", "\n[")


class SheetModel(QAbstractTableModel):
    """A sheet as Qt asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()

    def show(self, sheet: Sheet) -> None:
        """Take another sheet."""
        if sheet != self.sheet:
            self.beginResetModel()
            self.sheet = sheet
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.sheet.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _in_rows(self.sheet.heads[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell: rounded to be read, or how it stands."""
        cell = self.sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell if isinstance(cell, str) else number(cell, DIGITS)
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(cell, str):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class SheetView(QTableView):
    """The rows; Ctrl+C copies those that are chosen."""

    def __init__(self, look: Look, model: SheetModel, name: str) -> None:
        super().__init__()
        self._look = look
        self._sheet_model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._fit)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        font = QFont(self._look.font(14))
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        self.verticalHeader().setDefaultSectionSize(self._look.px(ROW))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._fit()

    @property
    def wanted_width(self) -> int:
        """Width at which no head and no value is cut off, px."""
        return sum(self._needed()) + self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()

    def _needed(self) -> list[int]:
        head, widest = self.horizontalHeader(), self._look.px(WIDEST_CELL)
        return [
            max(head.sectionSizeHint(column), min(self.sizeHintForColumn(column), widest))
            for column in range(self._sheet_model.columnCount())
        ]

    def _fit(self) -> None:
        """Give each column what it needs, and its share of what is left; narrower, the table scrolls."""
        needed = self._needed()
        spare = max(0, self.viewport().width() - sum(needed))
        for column, width in enumerate(needed):
            own = spare // len(needed) + (column < spare % len(needed))
            self.setColumnWidth(column, width + own)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or move through the rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen rows, or all of them, on the clipboard."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QGuiApplication.clipboard().setText(self._sheet_model.sheet.tabbed(rows if len(rows) > 1 else None))


class SheetWindow(ReadingWindow):
    """A table beside the main window, as long as it is wanted."""

    def __init__(
        self, parent: QWidget, look: Look, title: str, file: str, save: Callable[[str, bytes], None]
    ) -> None:
        super().__init__(parent, look, title, *SIZE)
        self._save = save
        self._file = file
        self.model = SheetModel()
        self.view = SheetView(look, self.model, title)
        self._note = Text(look, "", 14, role="ink2", wrap=True)
        self.copy_button = Button(look, tr("Copy table"))
        self.copy_button.setAccessibleName(tr("Copy the table, or the rows that are chosen"))
        self.copy_button.clicked.connect(self.view.copy)
        self.save_button = Button(look, tr("Save as CSV…"))
        self.save_button.setAccessibleName(tr("Save the table as CSV"))
        self.save_button.clicked.connect(self.save)
        for button in (self.copy_button, self.save_button):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        self.body.addWidget(self._note)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Open as wide as the heads ask for, and no wider than the screen."""
        super().showEvent(event)
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        wanted = self.view.wanted_width + margins.left() + margins.right()
        widest = round(self.screen().availableGeometry().width() * WIDEST)
        if self.width() < min(wanted, widest):
            self.resize(min(wanted, widest), self.height())

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet; the place that is read stays."""
        place = self.view.currentIndex().row()
        self._note.setText(sheet.note)
        self._note.setVisible(bool(sheet.note))
        self.model.show(sheet)
        if 0 <= place < self.model.rowCount() and self.view.currentIndex().row() != place:
            self.view.setCurrentIndex(self.model.index(place, 0))

    def save(self) -> None:
        """Save the sheet."""
        self._save(self._file, self.model.sheet.csv().encode())
