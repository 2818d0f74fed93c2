"""The whole chain: laws that hold for every scenario."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmat2_desktop.engine import course as course_module
from vmat2_desktop.engine import observables
from vmat2_desktop.engine.course import Course, grid, solve
from vmat2_desktop.engine.response import BY_CAUSE
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Firing,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.knowledge import load

MODEL = load().model
DAY = 24.0
VMAT2_INHIBITORS = [drug.id for drug in MODEL.drugs_of_kind("vmat2_inhibitor")]
ANTIPSYCHOTICS = [drug.id for drug in MODEL.drugs_of_kind("antipsychotic")]
SHARES = [
    "vmat2.occupancy",
    "vmat2.occupancy.irreversible",
    "d2.occupancy.dopamine",
    "d2.occupancy.antipsychotic",
    "index.parkinsonism",
]
"""Not plasticity: where the cause is another, it stands for the score that was given."""


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw scenarios up to a thousand times the usual dose."""
    drug = draw(st.sampled_from(VMAT2_INHIBITORS))
    usual = MODEL.drugs[drug].label.usual_mg
    mg = usual * draw(st.sampled_from([0.0, 0.1, 1.0, 10.0, 1000.0]))
    start = draw(st.floats(0, 20)) * DAY
    medicines = [Medicine(drug, (DoseCourse(mg, draw(st.integers(1, 4)), start, None),))]
    if draw(st.booleans()):
        blocker = draw(st.sampled_from(ANTIPSYCHOTICS))
        dose = MODEL.drugs[blocker].label.usual_mg * draw(st.sampled_from([0.0, 1.0, 1000.0]))
        medicines.append(Medicine(blocker, (DoseCourse(dose),)))
    if draw(st.booleans()):
        medicines.append(Medicine("paroxetine", (DoseCourse(20, 1, 5 * DAY, 15 * DAY),)))
    alleles = st.sampled_from(sorted(MODEL.cyp2d6_activity))
    return Scenario(
        person=Person(Genotype(f"{draw(alleles)}/{draw(alleles)}"), draw(st.floats(0, 5))),
        condition=draw(st.sampled_from(list(Condition))),
        medicines=tuple(medicines),
        rung=draw(st.sampled_from(list(Rung))),
        compensation=draw(st.floats(0, 1)),
        firing=Firing(draw(st.floats(0, 20))),
        horizon_h=draw(st.floats(1, 40)) * DAY,
    )


def _daily_mean(course: Course, name: str, day: float) -> float:
    chosen = (course.time_h > (day - 1) * DAY) & (course.time_h <= day * DAY)
    return float(course.series[name][chosen].mean())


@given(scenarios())
def test_every_legal_scenario_stays_finite_and_within_bounds(scenario: Scenario) -> None:
    course = solve(scenario, MODEL)
    for name, values in course.series.items():
        assert np.isfinite(values).all(), name
        assert values.shape == course.time_h.shape
        assert (values >= -1e-12).all() or name == "vesicular.depletion", name
    for name in SHARES:
        assert (course.series[name] <= 1 + 1e-12).all(), name
    assert scenario.condition in BY_CAUSE or (course.series["plasticity"] <= 1 + 1e-12).all()
    assert (course.series[course.score_id] <= 28).all()
    assert course.time_h[-1] == scenario.horizon_h


@settings(max_examples=15)
@given(st.sampled_from(VMAT2_INHIBITORS), st.floats(0.05, 1.5), st.floats(1.05, 3))
def test_more_inhibitor_never_means_more_dopamine_or_movement(drug: str, dose: float, factor: float) -> None:
    usual = MODEL.drugs[drug].label.usual_mg

    def treated(mg: float) -> Course:
        medicine = Medicine(drug, (DoseCourse(mg, 1, 0.0, None),))
        return solve(
            Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=(medicine,), horizon_h=21 * DAY), MODEL
        )

    less, more = treated(usual * dose), treated(usual * dose * factor)
    assert (more.series["extracellular.dopamine"] <= less.series["extracellular.dopamine"] + 1e-9).all()
    assert (more.series["score.aims"] <= less.series["score.aims"] + 1e-9).all()
    assert (more.series["index.parkinsonism"] >= less.series["index.parkinsonism"] - 1e-9).all()


def test_the_textbook_rung_depletes_exactly_as_much_as_it_occupies() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))
    course = solve(Scenario(medicines=(medicine,), rung=Rung.TEXTBOOK), MODEL)
    assert course.series["vesicular.depletion"] == pytest.approx(course.series["vmat2.occupancy"], abs=1e-12)
    peak = course.series["perisynaptic.dopamine_peak_nM"]
    assert peak == pytest.approx(100 * (1 - course.series["vmat2.occupancy"]), abs=1e-10)


def test_the_rungs_part_where_the_reserve_is_used() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))
    textbook = solve(Scenario(medicines=(medicine,), rung=Rung.TEXTBOOK), MODEL)
    mechanistic = solve(Scenario(medicines=(medicine,)), MODEL)
    none = solve(Scenario(medicines=(medicine,), compensation=0.0), MODEL)
    # Over a day: within it the terminal lags behind the pumps.
    depletion = [_daily_mean(course, "vesicular.depletion", 112) for course in (mechanistic, none, textbook)]
    assert depletion == sorted(depletion)
    assert depletion[1] == pytest.approx(depletion[2], abs=0.01)


def test_the_movements_return_when_the_drug_is_stopped() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80, 1, 0.0, 42 * DAY),))
    course = solve(
        Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=(medicine,), horizon_h=140 * DAY), MODEL
    )
    before, after = (course.at("score.aims", day * DAY) for day in (0, 140))
    # Within a day, the score swings with the doses of both medicines.
    treated = _daily_mean(course, "score.aims", 42)
    assert treated < 0.7 * before
    assert after == pytest.approx(before, abs=0.5)


def test_a_history_is_the_same_as_living_through_it() -> None:
    # A history comes in at a constant rate, so that it is lived through in many small doses.
    haloperidol = Medicine("haloperidol", (DoseCourse(5 / 24, 24),))
    lived = solve(Scenario(medicines=(haloperidol,), horizon_h=1095 * DAY), MODEL)
    ready = solve(Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=DAY), MODEL)
    for name in ("score.aims", "plasticity", "d2.density", "d2.signal"):
        assert ready.series[name][0] == pytest.approx(lived.series[name][-1], rel=2e-3), name


@pytest.mark.parametrize("name", ["quinidine", "paroxetine", "carbamazepine"])
def test_what_is_taken_from_today_on_was_not_there_yesterday(name: str) -> None:
    """The history's drug begins from what it was without it, and only then moves away."""
    plain = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=14 * DAY)
    usual = MODEL.drugs[name].label.usual_mg
    alone, together = (
        solve(replace(plain, medicines=taken), MODEL).series["plasma.haloperidol"]
        for taken in ((), (Medicine(name, (DoseCourse(usual),)),))
    )
    assert together[0] == pytest.approx(alone[0], rel=1e-12)
    assert abs(together[-1] / alone[-1] - 1.0) > 0.05


@pytest.mark.parametrize("days", [1.03, 14.0, 45.55])
def test_a_history_ends_where_it_says(days: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its length, in steps of six hours or of half an hour."""
    scenario = Scenario(
        condition=Condition.DRUG_INDUCED_PARKINSONISM,
        overrides=(("history.parkinsonism_duration", days),),
        horizon_h=1.0,
    )
    found = []
    for step in (6.0, 0.5):
        monkeypatch.setattr(course_module, "HISTORY_STEP_H", step)
        course_module._solve_history.cache_clear()
        found.append(solve(scenario, MODEL))
    course_module._solve_history.cache_clear()
    for name, bound in (("d2.density", 2e-4), ("d2.antagonism", 3e-2), ("plasticity", 5e-5)):
        assert found[0].series[name][0] == pytest.approx(found[1].series[name][0], abs=bound), name


def test_doses_once_a_day_make_little_difference_to_a_history() -> None:
    haloperidol = Medicine("haloperidol", (DoseCourse(5),))
    lived = solve(Scenario(medicines=(haloperidol,), horizon_h=1095 * DAY), MODEL)
    ready = solve(Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=DAY), MODEL)
    for name in ("score.aims", "plasticity", "d2.density", "d2.signal"):
        assert ready.series[name][0] == pytest.approx(_daily_mean(lived, name, 1095), rel=0.02), name


def test_an_antipsychotic_in_the_list_takes_the_place_of_the_history_s() -> None:
    scenario = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=30 * DAY)
    assert _daily_mean(solve(scenario, MODEL), "d2.occupancy.antipsychotic", 30) > 0.8
    stopped = replace(scenario, medicines=(Medicine("haloperidol"),))
    assert solve(stopped, MODEL).series["d2.occupancy.antipsychotic"][-1] < 0.01


def test_cyp2d6_phenotype_orders_exposure() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))

    def level(diplotype: str) -> float:
        person = Person(Genotype(diplotype))
        course = solve(Scenario(person=person, medicines=(medicine,), horizon_h=30 * DAY), MODEL)
        return float(course.series["brain.inhibitor"][course.time_h > 29 * DAY].mean())

    levels = [level(name) for name in ("*1x2/*1", "*1/*1", "*1/*4", "*4/*4")]
    assert levels == sorted(levels)
    assert levels[3] / levels[1] == pytest.approx(2.0, abs=0.02)


def test_values_do_not_depend_on_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))
    scenario = Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=(medicine,), horizon_h=60 * DAY)
    coarse = solve(scenario, MODEL)
    monkeypatch.setattr(course_module, "_STEPS_H", (0.125,))
    fine = solve(scenario, MODEL)
    for name, bound in (("score.aims", 5e-3), ("index.parkinsonism", 5e-3), ("extracellular.dopamine", 1e-3)):
        between = np.interp(coarse.time_h, fine.time_h, fine.series[name])
        assert np.abs(between - coarse.series[name]).max() < bound, name


@given(st.floats(0.01, 20 * 8766))
def test_the_grid_runs_from_zero_to_the_horizon(horizon: float) -> None:
    times = grid(horizon)
    assert times[0] == 0.0
    assert times[-1] == horizon
    assert (np.diff(times) > 0).all()
    assert np.diff(times).max() <= 1.0 + 1e-9


def test_solving_twice_gives_the_same_bits() -> None:
    scenario = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=10 * DAY)
    first, second = solve(scenario, MODEL), solve(scenario, MODEL)
    assert all(np.array_equal(first.series[name], second.series[name]) for name in first.series)


def test_an_unknown_drug_or_parameter_is_named() -> None:
    with pytest.raises(KeyError, match="aspirin"):
        solve(Scenario(medicines=(Medicine("aspirin"),)), MODEL)
    with pytest.raises(KeyError, match=r"vmat2\.nothing"):
        solve(Scenario(overrides=(("vmat2.nothing", 1.0),)), MODEL)


def test_observables_of_a_dosing_interval() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))
    course = solve(Scenario(medicines=(medicine,), horizon_h=60 * DAY), MODEL)
    found = {item.id: item for item in observables.window(course, 50 * DAY, 51 * DAY)}
    cavg = found["plasma.alpha_htbz_plus.cavg"]
    assert cavg.value == pytest.approx(0.513 * 80, rel=0.01)  # ng/mL per mg a day, Loewen 2017
    assert cavg.unit == "ng/mL"
    assert found["plasma.alpha_htbz_plus.auc"].value == pytest.approx(24 * cavg.value)
    unbound = cavg.value * 0.36 * 1000 / 319.44
    assert found["brain.alpha_htbz_plus.cavg"].value == pytest.approx(unbound, rel=1e-9)
    assert 4 <= found["plasma.alpha_htbz_plus.tmax"].value <= 8
    assert 15 <= found["plasma.alpha_htbz_plus.t_half"].value <= 22
    low, mean, high = (found[f"vmat2.occupancy.{kind}"].value for kind in ("min", "mean", "max"))
    assert low < mean < high
    assert all(item.unit == observables.unit_of(item.id) for item in found.values())


def test_observables_at_a_time_name_every_column() -> None:
    course = solve(Scenario(medicines=(Medicine("reserpine", (DoseCourse(0.25),)),)), MODEL)
    found = observables.at(course, 100.0)
    assert [item.id for item in found] == list(observables.columns(course))
    assert set(observables.columns(course)) == set(course.series)


@pytest.mark.parametrize("identifier", ["", "nothing", "score.nothing", "plasma.x.nothing"])
def test_an_unknown_observable_has_no_unit(identifier: str) -> None:
    with pytest.raises(KeyError):
        observables.unit_of(identifier)


def test_an_empty_or_outlying_window_is_refused() -> None:
    course = solve(Scenario(horizon_h=DAY), MODEL)
    for window in ((5.0, 5.0), (-1.0, 2.0), (0.0, 25.0)):
        with pytest.raises(ValueError, match="does not lie within"):
            observables.window(course, *window)
