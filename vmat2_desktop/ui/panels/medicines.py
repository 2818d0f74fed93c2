"""The other medicines: the antipsychotic, and what slows CYP2D6."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import (
    ANTIPSYCHOTIC,
    CYP2D6_INHIBITOR,
    antipsychotic,
    choose_antipsychotic,
    history,
    limit,
    takes,
    usual,
    with_antipsychotic_dose,
    with_cyp2d6_inhibitor,
)
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Group, Picker, Row, Switch, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.texts import milligrams, tr


class MedicinesPanel(QWidget):
    """Antipsychotic with its dose; CYP2D6 inhibitors on or off."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._gesture = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        group = Group(look, tr("Other medicines"))
        self.picker = Picker(look, 150)
        self.picker.setObjectName("antipsychotic")
        self.picker.setAccessibleName(tr("Antipsychotic"))
        self.picker.addItem("", None)
        for drug in session.model.drugs_of_kind(ANTIPSYCHOTIC):
            self.picker.addItem(drug.name, drug.id)
        self.value = Text(look, "", 15, 600)
        self.slider = DoseSlider(look)
        self.slider.setObjectName("antipsychotic_dose")
        self.slider.setAccessibleName(tr("Dose of the antipsychotic, milligrams a day"))
        group.add(Row(self.picker, self.value), 4)
        group.add(self.slider)
        self.switches: dict[str, Switch] = {}
        for drug in session.model.drugs_of_kind(CYP2D6_INHIBITOR):
            switch = Switch(look, f"{drug.name} {milligrams(usual(drug).mg_per_day)}", tr("inhibits CYP2D6"))
            switch.setObjectName(f"medicine_{drug.id}")
            switch.setAccessibleName(tr("{0}, which inhibits CYP2D6").format(drug.name))
            switch.clicked.connect(lambda on, name=drug.id: self._toggle(name, on))
            self.switches[drug.id] = switch
            group.add(switch)
        layout.addWidget(group)
        self.picker.activated.connect(self._choose)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.valueChanged.connect(self._dose)
        self.slider.sliderReleased.connect(self._end)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _begin(self) -> None:
        self._gesture = self._session.new_gesture()

    def _end(self) -> None:
        self._gesture = -1

    def _choose(self, index: int) -> None:
        drug = self.picker.itemData(index)
        scenario = choose_antipsychotic(self._session.scenario, self._session.model, drug)
        self._session.edit(scenario, tr("antipsychotic {0}").format(self.picker.itemText(index).lower()))
        self._show(self._session.scenario)

    def _dose(self) -> None:
        drug = antipsychotic(self._session.scenario, self._session.model).drug
        if self._showing or drug is None:
            return
        scenario = with_antipsychotic_dose(self._session.scenario, self._session.model, drug, self.slider.mg)
        name = self._session.model.drugs[drug].name.lower()
        self._session.edit(scenario, f"{name} {milligrams(self.slider.mg)}", self._gesture)
        self._show(self._session.scenario)

    def _toggle(self, drug: str, on: bool) -> None:
        model = self._session.model
        name = model.drugs[drug].name.lower()
        text = tr("add {0}") if on else tr("take {0} away")
        self._session.edit(with_cyp2d6_inhibitor(self._session.scenario, model, drug, on), text.format(name))
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        model = self._session.model
        use = antipsychotic(scenario, model)
        self._showing = True
        stopped = history(scenario, model) is not None
        self.picker.setItemText(0, tr("Antipsychotic stopped") if stopped else tr("No antipsychotic"))
        self.picker.setCurrentIndex(self.picker.findData(use.drug))
        self.slider.setEnabled(use.drug is not None)
        if use.drug is None:
            self.value.setText("–")
            self.slider.forget_scale()
        else:
            drug = model.drugs[use.drug]
            if not self.slider.isSliderDown() or self.slider.mg != use.mg_per_day:
                highest = limit(drug, poor_metaboliser=False).mg_per_day
                self.slider.set_scale(drug.label.slider_max_mg_per_day, drug.label.step_mg, highest)
                self.slider.set_mg(use.mg_per_day)
            self.value.setText(milligrams(use.mg_per_day))
        for name, switch in self.switches.items():
            switch.setChecked(takes(scenario, name))
        self._showing = False
