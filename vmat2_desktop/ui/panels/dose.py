"""How much of the VMAT2 inhibitor is taken, and how."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop import stretches
from vmat2_desktop.engine.cautions import cautions
from vmat2_desktop.engine.label import limits
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Food, Scenario
from vmat2_desktop.regimens import (
    VMAT2_INHIBITOR,
    Regimen,
    inhibitor,
    is_plain,
    of_kind,
    steps,
    stop_days,
    with_doses,
    with_inhibitor,
)
from vmat2_desktop.session import Session
from vmat2_desktop.session.gesture import Gesture
from vmat2_desktop.stretches import Doses
from vmat2_desktop.ui.controls import Button, Number, Picker, Row, Section, Switch, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.cautions import bites, cautions_in_words, limit_in_words, source_in_words
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.texts import days_in_words, milligrams, tr, weeks_in_words


class DosePanel(QWidget):
    """Dose a day, times a day, first steps, first day."""

    plan_asked = Signal(str)
    """The regimen editor is asked for, with a medicine."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._gesture = Gesture(session)
        # What was last asked for with a dose above 0: a slider that passes 0, or a dose too low for first
        # steps, must not forget the first day, the times a day or the steps.
        self._last: Regimen | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Dose"), opened=True, lead=True)
        self.slider = DoseSlider(look)
        self.slider.setObjectName("dose")
        self.slider.setAccessibleName(tr("Dose of the VMAT2 inhibitor, milligrams a day"))
        # Two lines are kept free, so that nothing below moves when it says more.
        self.limit_note = Text(look, "", 14, role="ink2", wrap=True, rows=2)
        self.limit_source = Text(look, "", 13, role="ink2", wrap=True)
        self.limit_source.hide()
        self.times = Picker(look, 122)
        self.times.setObjectName("times_per_day")
        self.times.setAccessibleName(tr("Times a day"))
        self.titration = Switch(look, tr("Label's first steps"))
        self.titration.setObjectName("titration")
        self.titration.setAccessibleName(tr("Begin with the first steps of the label"))
        self.first_day = Number(look, 74)
        self.first_day.setObjectName("first_day")
        self.first_day.setAccessibleName(tr("Day of the first dose"))
        self.first_day.setPrefix(tr("day "))
        self.stops = Switch(look, tr("Stopped"))
        self.stops.setObjectName("stops")
        self.stops.setAccessibleName(tr("Stop the VMAT2 inhibitor, at first on the day of the clock"))
        self.last_day = Number(look, 74)
        self.last_day.setObjectName("last_day")
        self.last_day.setAccessibleName(tr("Day on which it is stopped"))
        self.last_day.setPrefix(tr("day "))
        kept = self.last_day.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.last_day.setSizePolicy(kept)
        self._steps_note = Text(look, "", 14, role="ink2", wrap=True)
        self._steps_note.hide()
        self.food = Switch(look, tr("With a high-fat meal"))
        self.food.setObjectName("food")
        self.food.setAccessibleName(tr("Take each dose with a high-fat meal"))
        self.warnings = Text(look, "", 14, role="antipsychotic_edge", wrap=True)
        self.warnings.setObjectName("cautions")
        self.warnings.hide()
        group.add(self.slider, 2)
        group.add(self.limit_note)
        plan = QWidget()
        row = QHBoxLayout(plan)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.times)
        row.addWidget(Text(look, tr("from")))
        row.addWidget(self.first_day)
        group.add(plan, 4)
        group.add(self.titration, 2)
        group.add(Row(self.stops, self.last_day))
        group.add(self.food)
        group.add(self._steps_note)
        group.add(self.limit_source, 2)
        self.plan = Button(look, tr("Steps, missed doses…"), key="Ctrl+R")
        self.plan.setAccessibleName(tr("Edit steps and missed doses of the VMAT2 inhibitor"))
        group.add(self.plan, 4)
        group.add(self.warnings, 2)
        layout.addWidget(group)
        self.plan.clicked.connect(self._plan)
        self.slider.sliderPressed.connect(self._gesture.begin)
        self.slider.valueChanged.connect(self._dose)
        self.slider.sliderReleased.connect(self._gesture.end)
        self.times.activated.connect(self._times)
        self.titration.clicked.connect(self._titrate)
        self.food.clicked.connect(self._eat)
        self.first_day.valueChanged.connect(self._start)
        self.stops.clicked.connect(self._stop)
        self.last_day.valueChanged.connect(self._stop_on)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    # From the person

    def _plan(self) -> None:
        regimen = inhibitor(self._session.scenario, self._session.model)
        if regimen is not None:
            self.plan_asked.emit(regimen.drug)

    def _edit(self, text: str, **changes: object) -> None:
        regimen = inhibitor(self._session.scenario, self._session.model)
        if self._showing or regimen is None:
            return
        base = replace(self._asked(regimen), mg_per_day=regimen.mg_per_day)
        changed = replace(base, **changes)  # type: ignore[arg-type]
        scenario = with_inhibitor(self._session.scenario, self._session.model, changed)
        self._session.edit(scenario, text, self._gesture.number)
        if self._session.scenario != scenario:
            self._show(self._session.scenario)  # refused: the control goes back

    def _dose(self) -> None:
        self._edit(tr("dose {0}").format(milligrams(self.slider.mg)), mg_per_day=self.slider.mg)

    def _times(self, index: int) -> None:
        self._edit(tr("times a day"), times_per_day=int(self.times.itemData(index)))

    def _titrate(self, on: bool) -> None:
        self._edit(tr("first steps"), titrated=on)

    def _eat(self, on: bool) -> None:
        food, text = Food.FED if on else Food.FASTED, tr("with food") if on else tr("without food")
        doses = self._own_steps()
        if doses is None:
            self._edit(text, food=food)
        else:
            self._keep_steps(tuple(replace(course, food=food) for course in doses), text)

    def _own_steps(self) -> Doses | None:
        """Return steps that no plain regimen can say, or None."""
        scenario, model = self._session.scenario, self._session.model
        medicine = of_kind(scenario, model, VMAT2_INHIBITOR)
        if medicine is None or is_plain(medicine, model.drugs[medicine.name]):
            return None
        return tuple(sorted(medicine.doses, key=lambda course: course.start_h))

    def _keep_steps(self, doses: Doses, text: str) -> None:
        session = self._session
        medicine = of_kind(session.scenario, session.model, VMAT2_INHIBITOR)
        if medicine is not None and not self._showing:
            session.edit(with_doses(session.scenario, medicine.name, doses), text)
            self._show(session.scenario)

    def _start(self, day: int) -> None:
        self._edit(tr("first dose on day {0}").format(day), start_h=day * HOURS_PER_DAY)

    def _stop(self, on: bool) -> None:
        """Stop it on the day of the clock: what went before stays, the way back can be watched."""
        session = self._session
        regimen = inhibitor(session.scenario, session.model)
        if regimen is None or not on:
            self._stop_at(None, tr("go on"))
            return
        asked, drug = self._asked(regimen), session.model.drugs[regimen.drug]
        days = stop_days(asked, drug, session.scenario.horizon_h)
        day = min(max(math.ceil(session.time_h / HOURS_PER_DAY), days.start), days.stop - 1)
        self._stop_on(day)

    def _stop_on(self, day: int) -> None:
        self._stop_at(day * HOURS_PER_DAY, tr("stop on day {0}").format(day))

    def _stop_at(self, stop_h: float | None, text: str) -> None:
        doses, end = self._own_steps(), self._session.scenario.horizon_h
        if doses is None:
            self._edit(text, stop_h=stop_h)
            return
        with suppress(stretches.OutOfRangeError):
            if stop_h is None:
                doses = stretches.with_stop(doses, len(doses) - 1, None, end)
            else:
                doses = stretches.stopped(doses, stop_h, end)
        self._keep_steps(doses, text)

    def _asked(self, regimen: Regimen) -> Regimen:
        """Return the regimen with what it cannot say at this dose."""
        last = self._last
        if last is None or last.drug != regimen.drug:
            return regimen
        if regimen.mg_per_day <= 0:
            return replace(last, mg_per_day=0.0)
        drug = self._session.model.drugs[regimen.drug]
        titrated = regimen.titrated if steps(drug, regimen.mg_per_day) else last.titrated
        return replace(regimen, titrated=titrated)

    # To the person

    def _show(self, scenario: Scenario) -> None:
        model = self._session.model
        regimen = inhibitor(scenario, model)
        self._showing = True
        days = (self.titration, self.first_day, self.stops, self.plan)
        for widget in (self.slider, self.times, self.food, *days):
            widget.setEnabled(regimen is not None)
        warned = cautions_in_words(cautions(scenario, model), model)
        self.warnings.setText(warned)
        self.warnings.setVisible(bool(warned))
        if regimen is None:
            self.section.set_summary("–")
            self.slider.forget_scale()
            self.limit_note.set_role("ink2")
            self.limit_note.setText(tr("No VMAT2 inhibitor chosen"))
            self.titration.set_note("")
            self.stops.setChecked(False)
            self.last_day.hide()
            self._say("")
            self._cite("")
        else:
            asked = self._asked(regimen)
            self._last = asked if asked.mg_per_day > 0 else self._last
            self._show_regimen(scenario, asked, model.drugs[regimen.drug])
        self._showing = False

    def _show_regimen(self, scenario: Scenario, regimen: Regimen, drug: Drug) -> None:
        highest = limits(scenario, self._session.model, drug.id).per_day
        if not self.slider.isSliderDown() or self.slider.mg != regimen.mg_per_day:
            self.slider.set_scale(drug.label.slider_max_mg_per_day, drug.label.step_mg, highest.mg)
            self.slider.set_mg(regimen.mg_per_day)
        self.section.set_summary(tr("{0} a day").format(milligrams(regimen.mg_per_day)))
        self.limit_note.setText(limit_in_words(regimen.mg_per_day, highest))
        over = regimen.mg_per_day > highest.mg
        self.food.setEnabled(_minds_food(drug))
        self.food.setChecked(regimen.food is Food.FED)
        self.limit_note.set_role("antipsychotic_edge" if over else "ink2")
        self._cite(source_in_words(drug) if bites(regimen.mg_per_day, highest) else "")
        offered = sorted({*drug.label.times_per_day, regimen.times_per_day})
        if [self.times.itemData(i) for i in range(self.times.count())] != offered:
            self.times.clear()
            for times in offered:
                self.times.addItem(_times_in_words(times), times)
        self.times.setCurrentIndex(self.times.findData(regimen.times_per_day))
        self._show_days(regimen, drug, scenario.horizon_h)
        plan = steps(drug, regimen.mg_per_day)
        self.titration.setEnabled(bool(plan))
        self.titration.setChecked(regimen.titrated and bool(plan))
        (_, first), (day, _) = (plan[0], plan[-1]) if plan else ((0.0, 0.0), (0.0, 0.0))
        weeks = days_in_words(day) if day % 7 else weeks_in_words(day / 7)
        self.titration.set_note(f"{milligrams(first)}, {weeks}" if regimen.titrated and plan else "")
        self._say(self._plan_in_words(scenario, regimen, drug))

    def _show_days(self, regimen: Regimen, drug: Drug, horizon_h: float) -> None:
        days = stop_days(regimen, drug, horizon_h)
        stop_h = regimen.stop_h
        # A first day on or after the last one would leave no dose, and forget the regimen with it.
        latest = (
            horizon_h
            if stop_h is None
            else min(stop_h - (days.start * HOURS_PER_DAY - regimen.start_h), horizon_h)
        )
        self.first_day.setRange(0, int(latest // HOURS_PER_DAY))
        self.first_day.setValue(round(regimen.start_h / HOURS_PER_DAY))
        self.stops.setEnabled(bool(days) or stop_h is not None)
        self.stops.setChecked(stop_h is not None)
        self.last_day.setVisible(stop_h is not None)
        if stop_h is not None:
            day = round(stop_h / HOURS_PER_DAY)
            self.last_day.setRange(min(days.start, day), max(days.stop - 1, day))
            self.last_day.setValue(day)

    def _say(self, note: str) -> None:
        self._steps_note.setText(note)
        self._steps_note.setVisible(bool(note))

    def _cite(self, source: str) -> None:
        """Say where a limit comes from that is met here."""
        self.limit_source.setText(source)
        self.limit_source.setVisible(bool(source))

    def _plan_in_words(self, scenario: Scenario, regimen: Regimen, drug: Drug) -> str:
        medicine = scenario.medicine(drug.id)
        if medicine is not None and not is_plain(medicine, drug):
            return tr("Steps of its own; a change of dose or days here replaces them")
        if regimen.times_per_day > 1 and regimen.mg_per_day > 0:
            return tr("{0} each time").format(milligrams(regimen.single_mg))
        return ""


def _minds_food(drug: Drug) -> bool:
    p = drug.parameters
    return p["fed_absorption_factor"] != 1.0 or p["fed_bioavailability_factor"] != 1.0


def _times_in_words(times: int) -> str:
    return {1: tr("once a day"), 2: tr("twice a day")}.get(times, tr("{0} × a day").format(times))
