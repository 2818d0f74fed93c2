"""The parameter browser: a table to search, and the chosen row whole."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity, changeable
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Picker, Switch, Text
from vmat2_desktop.ui.dialogs.working import WorkingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.parameters.detail import Detail
from vmat2_desktop.ui.parameters.table import ParameterTable, ShownParameters
from vmat2_desktop.ui.parameters.words import changed_in_words, grade_names, group_names, group_of
from vmat2_desktop.ui.texts import tr

WIDTHS = (220, 78, 70, 112, 92, 92, 340, 420)
SIZE = (1100, 760)
TABLE_SHARE, DETAIL_SHARE = 3, 2


class ParametersWindow(WorkingWindow):
    """Searches, filters, reads and changes parameters."""

    def __init__(
        self, parent: QWidget, session: Session, look: Look, quantities: Mapping[str, Quantity]
    ) -> None:
        super().__init__(parent, session, look, tr("Parameters and sources"), *SIZE)
        self.table = ParameterTable(list(quantities.values()), self)
        self.rows = ShownParameters(self.table, self)
        self.detail = Detail(session, look, changeable(session.model))
        self._build_filters(look, quantities)
        self._build_view()
        self._count = Text(look, "", 14, role="ink2", wrap=True)
        self.reset_all = Button(look, tr("Reset all"))
        self.reset_all.setAccessibleName(tr("Reset all changed parameters"))
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.group.activated.connect(self._filter)
        self.grade.activated.connect(self._filter)
        self.changed_only.toggled.connect(self._filter)
        self.reset_all.clicked.connect(self._reset_all)
        self.view.selectionModel().currentRowChanged.connect(self._look_at)
        session.scenario_changed.connect(self._show)
        look.changed.connect(self._relook)
        self._show(session.scenario)
        self._filter()
        self._relook()
        self.watch_keys()

    def show_parameter(self, identifier: str) -> bool:
        """Select a parameter and show it whole, whatever was searched for; return whether there is one."""
        row = self.table.row_of(identifier)
        if row is None:
            return False
        self._clear_filters()
        index = self.rows.mapFromSource(self.table.index(row, 0))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def show_changed(self) -> None:
        """List the changed parameters alone."""
        self._clear_filters()
        self.changed_only.setChecked(True)
        if self.rows.rowCount():
            self.view.setCurrentIndex(self.rows.index(0, 0))

    # Building

    def _build_filters(self, look: Look, quantities: Mapping[str, Quantity]) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search, for example valbenazine or assumed"))
        self.search.setAccessibleName(tr("Search parameters"))
        self.search.setClearButtonEnabled(True)
        present = {group_of(identifier) for identifier in quantities}
        self.group = Picker(look)
        self.group.setAccessibleName(tr("Group of parameters"))
        self.group.addItem(tr("All groups"), "")
        for group, name in group_names(self._session.model).items():
            if group in present:
                self.group.addItem(name, group)
        self.grade = Picker(look)
        self.grade.setAccessibleName(tr("Grade"))
        self.grade.addItem(tr("All grades"), "")
        for grade, name in grade_names().items():
            self.grade.addItem(name.capitalize(), grade)
        self.changed_only = Switch(look, tr("Changed only"))
        self.changed_only.setAccessibleName(tr("Show changed parameters only"))

    def _build_view(self) -> None:
        view = self.view = QTableView()
        view.setAccessibleName(tr("Parameters and sources"))
        view.setModel(self.rows)
        view.setSortingEnabled(True)
        view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setShowGrid(False)
        view.setStyleSheet("QTableView::item { padding: 0 8px; }")
        view.setAlternatingRowColors(True)
        view.verticalHeader().hide()
        head = view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.group, 2)
        filters.addWidget(self.grade, 1)
        filters.addWidget(self.changed_only, 1)
        below = QScrollArea()
        below.setWidgetResizable(True)
        below.setFrameShape(QFrame.Shape.NoFrame)
        below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below.setWidget(self.detail)
        for part in (self.detail, below.viewport()):
            part.setAutoFillBackground(False)
        above = QWidget()
        inner = QVBoxLayout(above)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(above)
        split.addWidget(below)
        split.setSizes([TABLE_SHARE * self.height(), DETAIL_SHARE * self.height()])
        self.body.addWidget(self.search)
        self.body.addLayout(filters)
        self.body.addWidget(split, 1)
        self.foot.insertWidget(0, self._count, 1)
        self.foot.insertWidget(2, self.reset_all)

    def _relook(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(self._look.px(30))
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, self._look.px(width))

    # What is shown

    def _clear_filters(self) -> None:
        self.search.clear()
        self.group.setCurrentIndex(0)
        self.grade.setCurrentIndex(0)
        self.changed_only.setChecked(False)
        self._filter()

    def _filter(self) -> None:
        self.rows.show_only(
            self.search.text(),
            str(self.group.currentData()),
            str(self.grade.currentData()),
            self.changed_only.isChecked(),
        )
        self._count_rows()

    def _look_at(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.rows.mapToSource(current).row()
        self.detail.show_quantity(self.table.quantity(row) if current.isValid() else None)

    def _show(self, scenario: Scenario) -> None:
        self.table.set_overrides(dict(scenario.overrides))
        self.reset_all.setVisible(bool(scenario.overrides))
        self._count_rows()

    def _count_rows(self) -> None:
        text = tr("{0} of {1} parameters").format(self.rows.rowCount(), self.table.rowCount())
        changed = len(self._session.scenario.overrides)
        self._count.setText(f"{text}; {changed_in_words(changed)}" if changed else text)

    def _reset_all(self) -> None:
        scenario = self._session.scenario
        for identifier, _ in scenario.overrides:
            scenario = scenario.with_override(identifier, None)
        self._session.edit(scenario, tr("reset all parameters"))
