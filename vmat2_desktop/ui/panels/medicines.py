"""The other medicines: the antipsychotic, and what is added to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine import label
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import (
    ADDED_KINDS,
    ANTIPSYCHOTIC,
    added,
    antipsychotic,
    choose_antipsychotic,
    history,
    regimen_of,
    usual,
    with_antipsychotic_dose,
    with_medicine,
)
from vmat2_desktop.session import Session
from vmat2_desktop.session.gesture import Gesture
from vmat2_desktop.ui.controls import Button, Picker, Row, Section, Switch, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.texts import effect_in_words, milligrams, tr


class MedicinesPanel(QWidget):
    """Antipsychotic with its dose; the others are added from a list, and taken away one by one."""

    plan_asked = Signal(str)
    """The regimen editor is asked for, with a medicine."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._gesture = Gesture(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Other medicines"), opened=True)
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
        self.adder = Picker(look)
        self.adder.setObjectName("add_medicine")
        self.adder.setAccessibleName(tr("Add a medicine"))
        self.adder.addItem(tr("Add a medicine"), None)
        for kind in ADDED_KINDS:
            for drug in session.model.drugs_of_kind(kind):
                effect = effect_in_words(drug)
                self.adder.addItem(f"{drug.name}: {effect}", drug.id)
                switch = Switch(look, f"{drug.name} {milligrams(usual(drug).mg_per_day)}", effect)
                switch.setObjectName(f"medicine_{drug.id}")
                switch.setAccessibleName(f"{drug.name}, {effect}")
                switch.clicked.connect(lambda on, name=drug.id: self._toggle(name, on))
                switch.hide()
                self.switches[drug.id] = switch
                group.add(switch)
        group.add(self.adder, 4)
        self.plan = Button(look, tr("Doses and days…"))
        self.plan.setAccessibleName(tr("Edit doses and days of the other medicines"))
        group.add(self.plan, 4)
        layout.addWidget(group)
        self.adder.activated.connect(self._add)
        self.plan.clicked.connect(lambda: self.plan_asked.emit(self._first()))
        self.picker.activated.connect(self._choose)
        self.slider.sliderPressed.connect(self._gesture.begin)
        self.slider.valueChanged.connect(self._dose)
        self.slider.sliderReleased.connect(self._gesture.end)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _first(self) -> str:
        """Return the first of the other medicines."""
        model = self._session.model
        use = antipsychotic(self._session.scenario, model).drug
        return use or next((drug.id for drug in added(self._session.scenario, model)), "")

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
        self._session.edit(scenario, f"{name} {milligrams(self.slider.mg)}", self._gesture.number)
        self._show(self._session.scenario)

    def _toggle(self, drug: str, on: bool) -> None:
        model = self._session.model
        name = model.drugs[drug].name.lower()
        text = tr("add {0}") if on else tr("take {0} away")
        self._session.edit(with_medicine(self._session.scenario, model, drug, on), text.format(name))
        self._show(self._session.scenario)

    def _add(self, index: int) -> None:
        drug = self.adder.itemData(index)
        self.adder.setCurrentIndex(0)
        if drug is not None:
            self._toggle(drug, True)

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
                highest = label.limits(scenario, model, drug.id).per_day.mg
                self.slider.set_scale(drug.label.slider_max_mg_per_day, drug.label.step_mg, highest)
                self.slider.set_mg(use.mg_per_day)
            self.value.setText(milligrams(use.mg_per_day))
        taken = {drug.id for drug in added(scenario, model)}
        for name, switch in self.switches.items():
            switch.setChecked(name in taken)
            switch.setVisible(name in taken)
            medicine = scenario.medicine(name)
            if name in taken and medicine is not None:
                mg = regimen_of(medicine, model.drugs[name]).mg_per_day
                switch.setText(f"{model.drugs[name].name} {milligrams(mg)}")
        names = [] if use.drug is None else [model.drugs[use.drug].name.lower()]
        names += [drug.name.lower() for drug in added(scenario, model)]
        self.section.set_summary(", ".join(names) or tr("none"))
        self.plan.setEnabled(bool(names))
        self._showing = False
