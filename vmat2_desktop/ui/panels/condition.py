"""What the person brings along."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.regimens import HISTORY_DRUG, history
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Group, Picker, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.opening import shows_at_h
from vmat2_desktop.ui.texts import condition_name, days_in_words, milligrams, tr


class ConditionPanel(QWidget):
    """Picks the condition."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        group = Group(look, tr("Condition"))
        self.picker = Picker(look)
        self.picker.setObjectName("condition")
        self.picker.setAccessibleName(tr("Condition"))
        for condition in Condition:
            self.picker.addItem(condition_name(condition), condition)
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        group.add(self.picker, 4)
        group.add(self.note)
        layout.addWidget(group)
        self.picker.activated.connect(self._choose)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _choose(self, index: int) -> None:
        condition = Condition(self.picker.itemData(index))
        self._session.edit(
            replace(self._session.scenario, condition=condition),
            tr("condition {0}").format(condition_name(condition).lower()),
        )
        self._show(self._session.scenario)
        shows_at = shows_at_h(condition)
        if shows_at is not None and self._session.scenario.condition is condition:
            self._session.seek(shows_at)

    def _show(self, scenario: Scenario) -> None:
        self.picker.setCurrentIndex(self.picker.findData(scenario.condition))
        past = history(scenario, self._session.model)
        if past is None:
            self.note.setText(tr("healthy at the start"))
            return
        name = self._session.model.drugs[HISTORY_DRUG].name.lower()
        said = tr("after {0} of {1} {2} a day").format(days_in_words(past[0]), name, milligrams(past[1]))
        if shows_at_h(scenario.condition) is not None:
            said += tr("; wears off in weeks as receptors multiply")
        self.note.setText(said)
