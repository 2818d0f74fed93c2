"""The steps of a regimen as a table whose cells can be typed in: everything that the timeline can."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from vmat2_desktop.documents import times
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Food
from vmat2_desktop.stretches import Doses
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.regimen.words import OPEN_END, missed_in_words, step_in_words
from vmat2_desktop.ui.texts import number, tr

START, STOP, MG, TIMES, FED, MISSED = range(6)
WIDTHS = (92, 92, 124, 112, 124, 150)
_ROW = 30
_DIGITS = 6


class StepsTable(QTableWidget):
    """One row a step. A cell that was changed asks; what then stands is shown again."""

    asked = Signal(int, int, str)
    """Row, column, text; the text of a tick is empty for off."""

    def __init__(self, look: Look) -> None:
        super().__init__(0, len(WIDTHS))
        self._look = look
        self._showing = False
        self.setAccessibleName(tr("Steps of the regimen"))
        self.setHorizontalHeaderLabels(
            [
                tr("From day"),
                tr("To day"),
                tr("Each dose, mg"),
                tr("Times a day"),
                tr("High-fat meal"),
                tr("Days missed"),
            ]
        )
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.itemChanged.connect(self._changed)
        look.changed.connect(self._relook)
        self._relook()

    def show_doses(self, doses: Doses, horizon_h: float) -> None:
        """Show the steps; the chosen row stays."""
        self._showing = True
        self.setRowCount(len(doses))
        for row, course in enumerate(doses):
            for column, text in enumerate(_cells(course, horizon_h)):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(row, column, item)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(column, text))
                item.setToolTip(step_in_words(course, horizon_h))
                if column == FED:
                    fed = course.food is Food.FED
                    item.setFlags(
                        item.flags() & ~Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
                    )
                    item.setCheckState(Qt.CheckState.Checked if fed else Qt.CheckState.Unchecked)
                if item.text() != text:
                    item.setText(text)
        self._showing = False

    def _spoken(self, column: int, text: str) -> str:
        head = self.horizontalHeaderItem(column)
        return f"{'' if head is None else head.text()}: {text or tr('none')}"

    def _changed(self, item: QTableWidgetItem) -> None:
        if self._showing:
            return
        if item.column() == FED:
            text = "fed" if item.checkState() is Qt.CheckState.Checked else ""
        else:
            text = item.text()
        self.asked.emit(item.row(), item.column(), text)

    def _relook(self) -> None:
        look = self._look
        box = f"width: {look.px(14)}px; height: {look.px(14)}px; border: 1px solid {look.theme.control};"
        on = f"background: {look.theme.accent};"
        self.setStyleSheet(
            "QTableView::item { padding: 0 8px; }"
            f"QTableView::indicator {{ {box} background: {look.theme.panel}; }}"
            f"QTableView::indicator:checked {{ {on} }}"
            f"QLineEdit {{ min-height: 0; padding: 0 6px; font-size: {look.px(15)}px; }}"
        )
        self.verticalHeader().setDefaultSectionSize(look.px(_ROW))
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, look.px(width))


def _cells(course: DoseCourse, horizon_h: float) -> tuple[str, ...]:
    stop = course.stop_h
    open_end = stop is None or stop >= horizon_h
    return (
        _day(course.start_h),
        tr(OPEN_END) if stop is None or open_end else _day(stop),
        number(course.mg, _DIGITS),
        str(course.times_per_day),
        tr("yes") if course.food is Food.FED else tr("no"),
        missed_in_words(course, horizon_h),
    )


def _day(time_h: float) -> str:
    """Write a whole day as its number, any other time with its unit."""
    return str(round(time_h / HOURS_PER_DAY)) if time_h % HOURS_PER_DAY == 0.0 else times.text(time_h)
