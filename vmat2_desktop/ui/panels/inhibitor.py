"""Which VMAT2 inhibitor is taken."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import VMAT2_INHIBITOR, choose_inhibitor, inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Choice, Group, tab_to_chosen
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
        group = Group(look, tr("VMAT2 inhibitor"), indent=8)
        self._buttons = QButtonGroup(self)
        self.choices: dict[str | None, Choice] = {}
        self._start_h = 0.0
        drugs = session.model.drugs_of_kind(VMAT2_INHIBITOR)
        rows: list[tuple[str | None, str, str]] = [(None, tr("None"), "")]
        rows += [(drug.id, drug.name, tr("irreversible") if drug.irreversible else "") for drug in drugs]
        for identifier, name, note in rows:
            choice = Choice(look, name, note)
            choice.setObjectName(f"inhibitor_{identifier or 'none'}")
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
        scenario = choose_inhibitor(self._session.scenario, model, drug, self._start_h)
        self._session.edit(scenario, tr("VMAT2 inhibitor {0}").format(name))
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        regimen = inhibitor(scenario, self._session.model)
        if regimen is not None:
            # Remembered, so that none and back begins on the same day.
            self._start_h = regimen.start_h
        chosen = None if regimen is None else regimen.drug
        self.choices.get(chosen, self.choices[None]).setChecked(True)
        tab_to_chosen(self._buttons)
