"""Which VMAT2 inhibitor is taken."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.regimens import (
    VMAT2_INHIBITOR,
    Regimen,
    choose_inhibitor,
    inhibitor,
    stop_days,
    with_inhibitor,
)
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Choice, Section, tab_to_chosen
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


class InhibitorPanel(QWidget):
    """One row for none and for each VMAT2 inhibitor."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # The tint of the chosen row reaches past the text on both sides.
        self.section = group = Section(look, tr("VMAT2 inhibitor"), opened=True, indent=8)
        self._buttons = QButtonGroup(self)
        self.choices: dict[str | None, Choice] = {}
        # What was last taken: another medicine, or none and back, begins and ends on the same days. A dose
        # of 0 has no days of its own.
        self._last: Regimen | None = None
        drugs = session.model.drugs_of_kind(VMAT2_INHIBITOR)
        rows: list[tuple[str | None, str, str]] = [(None, tr("None"), "")]
        rows += [(drug.id, drug.name, tr("irreversible") if drug.irreversible else "") for drug in drugs]
        for identifier, name, note in rows:
            choice = Choice(look, name, note)
            choice.setObjectName(f"inhibitor_{identifier or 'none'}")
            choice.setProperty("drug", identifier)
            choice.setAccessibleName(tr("VMAT2 inhibitor: {0}").format(f"{name} {note}".strip()))
            choice.clicked.connect(lambda _=False, drug=identifier: self._choose(drug))
            self._buttons.addButton(choice)
            self.choices[identifier] = choice
            group.add(choice)
        layout.addWidget(group)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _choose(self, drug: str | None) -> None:
        model = self._session.model
        name = tr("none") if drug is None else model.drugs[drug].name.lower()
        last, before = self._last, self._session.scenario
        scenario = choose_inhibitor(before, model, drug, 0.0 if last is None else last.start_h)
        if drug is not None and last is not None and scenario != before:
            scenario = self._stopped_as_before(scenario, last)
        self._session.edit(scenario, tr("VMAT2 inhibitor {0}").format(name))
        self._show(self._session.scenario)

    def _stopped_as_before(self, scenario: Scenario, last: Regimen) -> Scenario:
        """Return the scenario with the last medicine's day of stopping, where this one can end then."""
        model, fresh = self._session.model, inhibitor(scenario, self._session.model)
        if fresh is None or last.stop_h is None:
            return scenario
        days = stop_days(fresh, model.drugs[fresh.drug], scenario.horizon_h)
        if math.ceil(last.stop_h / HOURS_PER_DAY) < days.start:
            return scenario
        return with_inhibitor(scenario, model, replace(fresh, stop_h=last.stop_h))

    def _show(self, scenario: Scenario) -> None:
        regimen = inhibitor(scenario, self._session.model)
        if regimen is not None and regimen.mg_per_day > 0.0:
            self._last = regimen
        chosen = None if regimen is None else regimen.drug
        self.choices.get(chosen, self.choices[None]).setChecked(True)
        tab_to_chosen(self._buttons)
        name = tr("none") if chosen is None else self._session.model.drugs[chosen].name.lower()
        self.section.set_summary(name)
