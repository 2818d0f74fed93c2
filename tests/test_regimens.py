"""Regimens: what the panels ask for, and the doses that it means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vmat2_desktop import knowledge
from vmat2_desktop import regimens as r
from vmat2_desktop.engine.course import taken
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, DoseCourse, Food, Medicine, Scenario

DAY = 24.0
DRUGS = knowledge.load().model.drugs
INHIBITORS = [drug.id for drug in knowledge.load().model.drugs_of_kind(r.VMAT2_INHIBITOR)]


def test_the_usual_valbenazine_is_40_mg_for_a_week_and_then_80(model: Model) -> None:
    drug = model.drugs["valbenazine"]
    medicine = r.medicine_of(r.usual(drug, 7 * DAY), drug)
    assert medicine.doses == (DoseCourse(40, 1, 7 * DAY, 14 * DAY), DoseCourse(80, 1, 14 * DAY, None))


def test_a_dose_beyond_the_table_follows_after_one_more_interval(model: Model) -> None:
    assert r.steps(model.drugs["valbenazine"], 120) == ((0, 40), (7, 80), (14, 120))


def test_a_dose_between_two_steps_comes_when_the_higher_one_would(model: Model) -> None:
    assert r.steps(model.drugs["valbenazine"], 60) == ((0, 40), (7, 60))


def test_a_dose_at_or_below_the_first_step_needs_no_steps(model: Model) -> None:
    assert r.steps(model.drugs["valbenazine"], 40) == ()


@given(
    drug=some.sampled_from(INHIBITORS),
    steps=some.integers(1, 20),
    times=some.sampled_from([1, 2, 3]),
    start=some.integers(0, 400),
    length=some.none() | some.integers(80, 400),
    titrated=some.booleans(),
)
def test_a_regimen_read_back_is_the_regimen_written(
    drug: str, steps: int, times: int, start: int, length: int | None, titrated: bool
) -> None:
    known = DRUGS[drug]
    amount = steps * known.label.step_mg
    asked = r.Regimen(
        drug,
        amount,
        times,
        start * DAY,
        None if length is None else (start + length) * DAY,
        titrated and bool(r.steps(known, amount)),
    )
    medicine = r.medicine_of(asked, known)
    read = r.regimen_of(medicine, known)
    assert read.mg_per_day == pytest.approx(amount)
    assert replace(read, mg_per_day=amount) == asked
    for earlier, later in zip(medicine.doses, medicine.doses[1:], strict=False):
        assert earlier.stop_h == later.start_h


def test_missed_doses_stay_in_the_stretch_they_fall_into(model: Model) -> None:
    drug = model.drugs["valbenazine"]
    asked = replace(r.usual(drug), missed_h=(3 * DAY, 30 * DAY))
    first, second = r.medicine_of(asked, drug).doses
    assert (first.missed_h, second.missed_h) == ((3 * DAY,), (30 * DAY,))


def test_a_dose_of_nothing_is_listed_but_not_taken(model: Model) -> None:
    drug = model.drugs["valbenazine"]
    assert r.medicine_of(r.Regimen("valbenazine", 0.0), drug) == Medicine("valbenazine")


def test_choosing_another_inhibitor_keeps_the_first_day(model: Model) -> None:
    scenario = r.with_inhibitor(Scenario(), model, r.usual(model.drugs["valbenazine"], 5 * DAY))
    changed = r.choose_inhibitor(scenario, model, "tetrabenazine")
    regimen = r.inhibitor(changed, model)
    assert regimen is not None
    assert (regimen.drug, regimen.start_h, regimen.times_per_day) == ("tetrabenazine", 5 * DAY, 3)
    assert r.inhibitor(r.choose_inhibitor(changed, model, None), model) is None


def test_an_inhibitor_keeps_its_place_among_the_medicines(model: Model) -> None:
    scenario = Scenario(medicines=(Medicine("valbenazine", (DoseCourse(80),)), Medicine("haloperidol")))
    changed = r.choose_inhibitor(scenario, model, "reserpine")
    assert [item.name for item in changed.medicines] == ["reserpine", "haloperidol"]


def test_the_antipsychotic_of_a_history_goes_on_unless_it_is_stopped(model: Model) -> None:
    ill = Scenario(condition=Condition.TARDIVE_DYSKINESIA)
    going_on = r.antipsychotic(ill, model)
    assert (going_on.drug, going_on.mg_per_day, going_on.continued) == ("haloperidol", 5.0, True)
    stopped = r.choose_antipsychotic(ill, model, None)
    assert stopped.medicines == (Medicine("haloperidol"),)
    assert r.antipsychotic(stopped, model).drug is None
    assert not any(item.doses for item in taken(stopped, model))
    assert r.choose_antipsychotic(stopped, model, "haloperidol") == ill


def test_the_dose_of_the_history_is_the_history_going_on(model: Model) -> None:
    ill = Scenario(condition=Condition.TARDIVE_DYSKINESIA)
    more = r.with_antipsychotic_dose(ill, model, "haloperidol", 10.0)
    assert r.antipsychotic(more, model).mg_per_day == 10.0
    assert r.with_antipsychotic_dose(more, model, "haloperidol", 5.0) == ill


def test_a_healthy_person_can_take_an_antipsychotic_and_leave_it(model: Model) -> None:
    taking = r.choose_antipsychotic(Scenario(), model, "risperidone")
    assert r.antipsychotic(taking, model).drug == "risperidone"
    assert r.choose_antipsychotic(taking, model, None) == Scenario()


def test_paroxetine_on_and_off_leaves_no_trace(model: Model) -> None:
    on = r.with_medicine(Scenario(), model, "paroxetine", on=True)
    assert r.takes(on, "paroxetine")
    assert [drug.id for drug in r.added(on, model)] == ["paroxetine"]
    assert r.with_medicine(on, model, "paroxetine", on=True) == on
    assert r.with_medicine(on, model, "paroxetine", on=False) == Scenario()


def test_added_medicines_stand_beside_one_another(model: Model) -> None:
    scenario = r.choose_antipsychotic(Scenario(), model, "risperidone")
    for name in ("fluoxetine", "rifampicin", "benzatropine"):
        scenario = r.with_medicine(scenario, model, name, on=True)
    assert [drug.id for drug in r.added(scenario, model)] == ["fluoxetine", "rifampicin", "benzatropine"]
    without = r.with_medicine(scenario, model, "rifampicin", on=False)
    assert [drug.id for drug in r.added(without, model)] == ["fluoxetine", "benzatropine"]


def test_food_is_part_of_a_regimen(model: Model) -> None:
    drug = model.drugs["valbenazine"]
    fed = replace(r.usual(drug), food=Food.FED)
    assert all(dose.food is Food.FED for dose in r.medicine_of(fed, drug).doses)
    assert r.regimen_of(r.medicine_of(fed, drug), drug) == fed


def test_doses_that_a_regimen_cannot_say_are_known_as_such(model: Model) -> None:
    drug = model.drugs["valbenazine"]
    odd = Medicine("valbenazine", (DoseCourse(40, 1, 0, 48), DoseCourse(80, 1, 240, None)))
    assert not r.is_plain(odd, drug)
    assert r.is_plain(r.medicine_of(r.usual(drug), drug), drug)
