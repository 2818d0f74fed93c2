"""What the person brings along."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.response import BY_CAUSE, baseline_score
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.regimens import HISTORY_DRUG, history
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Number, Picker, Row, Section, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.opening import shows_at_h
from vmat2_desktop.ui.texts import condition_name, days_in_words, milligrams, tr

_HIGHEST_SCORE = 27


class ConditionPanel(QWidget):
    """Picks the condition."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Condition"), opened=True)
        self.picker = Picker(look)
        self.picker.setObjectName("condition")
        self.picker.setAccessibleName(tr("Condition"))
        for condition in Condition:
            self.picker.addItem(condition_name(condition), condition)
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        self.baseline = Number(look, 74)
        self.baseline.setObjectName("baseline_score")
        self.baseline.setAccessibleName(tr("Score without treatment, of 28"))
        self.baseline.setRange(1, _HIGHEST_SCORE)
        self._scored = Row(Text(look, tr("Score without treatment")), self.baseline)
        group.add(self.picker, 4)
        group.add(self.note)
        group.add(self._scored)
        layout.addWidget(group)
        self.picker.activated.connect(self._choose)
        self.baseline.valueChanged.connect(self._score)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _choose(self, index: int) -> None:
        condition = Condition(self.picker.itemData(index))
        scenario = self._session.scenario
        person = replace(scenario.person, baseline_score=None)
        self._session.edit(
            replace(scenario, condition=condition, person=person),
            tr("condition {0}").format(condition_name(condition).lower()),
        )
        self._show(self._session.scenario)
        shows_at = shows_at_h(condition)
        if shows_at is not None and self._session.scenario.condition is condition:
            self._session.seek(shows_at)

    def _score(self, score: int) -> None:
        if self._showing:
            return
        scenario = self._session.scenario
        person = replace(scenario.person, baseline_score=float(score))
        self._session.edit(replace(scenario, person=person), tr("score without treatment {0}").format(score))

    def _show(self, scenario: Scenario) -> None:
        self._showing = True
        self._show_condition(scenario)
        self._showing = False

    def _show_condition(self, scenario: Scenario) -> None:
        model = self._session.model
        self._scored.setVisible(scenario.condition in BY_CAUSE)
        if scenario.condition in BY_CAUSE:
            self.baseline.setValue(round(baseline_score(scenario, model)))
        self.picker.setCurrentIndex(self.picker.findData(scenario.condition))
        self.section.set_summary(condition_name(scenario.condition).lower())
        past = history(scenario, model)
        if past is None:
            self.note.setText(_note(scenario.condition))
            return
        name = model.drugs[HISTORY_DRUG].name.lower()
        said = tr("after {0} of {1} {2} a day").format(days_in_words(past[0]), name, milligrams(past[1]))
        if shows_at_h(scenario.condition) is not None:
            said += tr("; wears off in weeks as receptors multiply")
        self.note.setText(said)


def _note(condition: Condition) -> str:
    return {
        Condition.HUNTINGTON: tr("another cause, the same synapse; scored as total maximal chorea"),
        Condition.TOURETTE: tr("another cause, the same synapse; not the scale of Tourette trials"),
    }.get(condition, tr("healthy at the start"))
