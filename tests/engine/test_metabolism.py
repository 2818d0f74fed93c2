"""Enzymes: diplotype to phenotype; modulators whose levels come and go; pools that are made and lost."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import metabolism
from vmat2_desktop.engine.metabolism import (
    Activity,
    Phenotype,
    Targets,
    activity_score,
    activity_steps,
    phenotype,
    unmodulated,
)
from vmat2_desktop.engine.scenario import DoseCourse, Genotype, Liver, Medicine, Person
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
DAY = 24.0


def modulator(name: str, days: float, mg: float | None = None, start: float = 0.0) -> Medicine:
    """Return a modulator at its reference dose (or mg a day), once a day."""
    daily = MODEL.drugs[name].parameters["reference_dose"] if mg is None else mg
    return Medicine(name, (DoseCourse(daily, 1, start * DAY, (start + days) * DAY),))


def level(name: str, times: Array, days: float = 1e4, mg: float | None = None) -> Array:
    return metabolism.level(MODEL.drugs[name], modulator(name, days, mg), times, float(times[-1]))


def activity(target: str, times: Array, *taken: Medicine) -> Array:
    acting = [
        (MODEL.drugs[m.name], metabolism.level(MODEL.drugs[m.name], m, times, float(times[-1])))
        for m in taken
    ]
    return metabolism.targets(acting, times, MODEL.metabolism).of(target)


# Genotype


@pytest.mark.parametrize(
    ("diplotype", "score", "expected"),
    [
        ("*4/*4", 0.0, Phenotype.POOR),
        ("*4/*5", 0.0, Phenotype.POOR),
        ("*4/*10", 0.25, Phenotype.INTERMEDIATE),
        ("*1/*4", 1.0, Phenotype.INTERMEDIATE),
        ("*1/*10", 1.25, Phenotype.NORMAL),
        ("*1/*1", 2.0, Phenotype.NORMAL),
        ("*1x2/*1", 3.0, Phenotype.ULTRARAPID),
    ],
)
def test_diplotypes_score_as_the_consensus_says(diplotype: str, score: float, expected: Phenotype) -> None:
    found = activity_score(diplotype, MODEL.cyp2d6_activity)
    assert found == score
    assert phenotype(found, MODEL.metabolism) is expected


@pytest.mark.parametrize("text", ["*1", "*1/*99", "", "*1/*1/*1", "1/1"])
def test_an_unknown_diplotype_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a pair of known CYP2D6 alleles"):
        activity_score(text, MODEL.cyp2d6_activity)


def test_phenotype_and_liver_multiply() -> None:
    p = MODEL.liver
    assert unmodulated(Person(), MODEL) == Activity(1, 1, 1, 0)
    assert unmodulated(Person(Genotype("*4/*4")), MODEL) == Activity(0, 1, 1, 0)
    person = Person(Genotype("*1/*4"), liver=Liver.MODERATE)
    expected = Activity(0.5 * p.moderate_function, p.moderate_function, p.moderate_function, p.moderate_shunt)
    assert unmodulated(person, MODEL) == expected


def test_a_worse_liver_clears_less_and_lets_more_past() -> None:
    found = [unmodulated(Person(liver=liver), MODEL) for liver in Liver]
    assert [item.other for item in found] == sorted((item.other for item in found), reverse=True)
    assert [item.shunt for item in found] == sorted(item.shunt for item in found)


# Levels


@pytest.mark.parametrize("name", ["paroxetine", "fluoxetine", "rifampicin", "benzatropine"])
def test_a_level_rises_to_one_and_fades_with_its_half_life(name: str) -> None:
    half_life = MODEL.drugs[name].parameters["half_life"]
    stop = 20 * DAY
    times = np.unique(np.concatenate([np.linspace(0.0, 40 * DAY, 1601), stop + half_life * np.arange(1, 3)]))
    found = level(name, times, days=20)
    up = times <= stop
    assert found[up] == pytest.approx(-np.expm1(-math.log(2) / half_life * times[up]), abs=1e-12)
    left = np.interp(stop + half_life * np.arange(3), times, found)
    assert left[1:] / left[:-1] == pytest.approx([0.5, 0.5], rel=1e-9)


def test_a_level_is_in_proportion_to_the_dose() -> None:
    times = np.linspace(0.0, 30 * DAY, 721)
    once, twice = (level("paroxetine", times, mg=mg) for mg in (20.0, 40.0))
    assert once[-1] == pytest.approx(1.0, abs=1e-9)
    assert twice == pytest.approx(2 * once, rel=1e-12)


def test_a_level_follows_an_independent_solver_through_a_change_and_a_missed_dose() -> None:
    drug = MODEL.drugs["bupropion"]
    medicine = Medicine(
        "bupropion",
        (DoseCourse(150, 1, 0.0, 5 * DAY), DoseCourse(300, 1, 5 * DAY, 12 * DAY, missed_h=(8 * DAY,))),
    )
    times = np.linspace(0.0, 15 * DAY, 361)
    found = metabolism.level(drug, medicine, times, 15 * DAY)
    edges, doses = (0, 5, 8, 9, 12, 15), (150, 300, 0, 300, 0)
    x = 0.0
    for start, end, mg in zip(edges[:-1], edges[1:], doses, strict=True):
        target = mg / 300

        def slope(_t: float, y: Array, target: float = target) -> Array:
            return np.asarray(math.log(2) / 24 * (target - y))

        solution = solve_ivp(slope, (start * DAY, end * DAY), [x], rtol=1e-11, atol=1e-13)
        x = float(solution.y[0, -1])
        assert np.interp(end * DAY, times, found) == pytest.approx(x, abs=1e-8)


def test_fluoxetine_outlasts_its_last_dose_by_weeks_and_paroxetine_by_days() -> None:
    times = np.linspace(0.0, 150 * DAY, 3601)
    back = {}
    for name in ("fluoxetine", "paroxetine"):
        found = activity("cyp2d6", times, modulator(name, 60))
        after = times >= 60 * DAY
        half = found[after] > (1 + found[after][0]) / 2
        back[name] = float(times[after][half][0] - 60 * DAY) / DAY
    assert 21 < back["fluoxetine"] < 42  # four to five weeks
    assert 3 < back["paroxetine"] < 14


# Pools


def test_a_reversible_inhibitor_leaves_its_share_at_once() -> None:
    times = np.linspace(0.0, 60 * DAY, 1441)
    for name, target in (("quinidine", "cyp2d6"), ("ketoconazole", "cyp3a4"), ("methylphenidate", "dat")):
        strength = MODEL.drugs[name].parameters[f"{target}_inhibition"]
        found = activity(target, times, modulator(name, 60))
        expected = 1 / (1 + strength * level(name, times))
        assert found == pytest.approx(expected, rel=1e-12)
        assert found[-1] == pytest.approx(1 / (1 + strength), rel=1e-9)


@pytest.mark.parametrize(
    ("name", "target"),
    [("paroxetine", "cyp2d6"), ("clarithromycin", "cyp3a4"), ("tranylcypromine", "mao")],
)
def test_a_mechanism_based_inhibitor_leaves_what_is_made_against_its_loss(name: str, target: str) -> None:
    strength = MODEL.drugs[name].parameters[f"{target}_inactivation"]
    times = np.linspace(0.0, 120 * DAY, 2881)
    assert activity(target, times, modulator(name, 120))[-1] == pytest.approx(1 / (1 + strength), rel=1e-6)


@pytest.mark.parametrize("name", ["rifampicin", "carbamazepine"])
def test_an_inducer_settles_at_its_fold_and_leaves_with_the_turnover_of_the_enzyme(name: str) -> None:
    fold = 1 + MODEL.drugs[name].parameters["cyp3a4_induction"]
    times = np.linspace(0.0, 60 * DAY, 14401)
    found = activity("cyp3a4", times, modulator(name, 30))
    assert np.interp(30 * DAY, times, found) == pytest.approx(fold, rel=1e-4)
    # Once the inducer itself is gone, the surplus halves in each turnover half-life.
    turnover = MODEL.metabolism.cyp3a4_turnover_half_life
    late = 30 * DAY + 20 * MODEL.drugs[name].parameters["half_life"] / 2
    surplus = np.interp(late + turnover * np.arange(3), times, found) - 1
    assert surplus[1:] / surplus[:-1] == pytest.approx([0.5, 0.5], rel=0.01)


def test_rifampicin_sets_in_within_a_week_and_leaves_within_two() -> None:
    times = np.linspace(0.0, 60 * DAY, 1441)
    found = activity("cyp3a4", times, modulator("rifampicin", 30))
    full = MODEL.drugs["rifampicin"].parameters["cyp3a4_induction"]
    surplus = np.interp([DAY, 7 * DAY, 37 * DAY, 44 * DAY], times, found) - 1
    assert surplus[0] < 0.4 * full
    assert surplus[1] > 0.9 * full
    assert surplus[2] < 0.15 * full
    assert surplus[3] < 0.01 * full


def test_a_pool_follows_an_independent_solver_with_inducer_and_inactivator_together() -> None:
    times = np.linspace(0.0, 20 * DAY, 9601)
    taken = (modulator("rifampicin", 8, start=2), modulator("clarithromycin", 10, start=5))
    found = activity("cyp3a4", times, *taken)
    levels = [metabolism.level(MODEL.drugs[m.name], m, times, 20 * DAY) for m in taken]
    induction = MODEL.drugs["rifampicin"].parameters["cyp3a4_induction"]
    inactivation = MODEL.drugs["clarithromycin"].parameters["cyp3a4_inactivation"]
    turnover = math.log(2) / MODEL.metabolism.cyp3a4_turnover_half_life

    def slope(t: float, y: Array) -> Array:
        induced, inactivated = (np.interp(t, times, x) for x in levels)
        return np.asarray(turnover * (1 + induction * induced - y * (1 + inactivation * inactivated)))

    solution = solve_ivp(slope, (0, 20 * DAY), [1.0], rtol=1e-9, atol=1e-11, max_step=0.5)
    assert found[-1] == pytest.approx(float(solution.y[0, -1]), rel=1e-5)


def test_modulators_of_one_enzyme_act_together_and_others_are_left_alone() -> None:
    times = np.linspace(0.0, 40 * DAY, 961)
    both = activity("cyp2d6", times, modulator("quinidine", 40), modulator("bupropion", 40))
    assert both[-1] == pytest.approx(1 / (1 + 50 + 6), rel=1e-6)
    assert np.all(activity("cyp3a4", times, modulator("quinidine", 40)) == 1.0)
    none = metabolism.targets((), times, MODEL.metabolism)
    assert all(np.all(none.of(target) == 1.0) for target in ("cyp2d6", "cyp3a4", "mao", "dat"))


# Steps


def test_steps_hold_the_mean_of_the_curve_and_leave_out_what_changes_nothing() -> None:
    times = np.linspace(0.0, 100.0, 101)
    curve = Targets(times, {"cyp2d6": np.clip(1.0 - times / 60, 0.2, 1.0)})
    steps = activity_steps(Activity(0.5, 2.0, 0.8, 0.1), curve)
    starts = np.array([start for start, _ in steps])
    assert np.all(np.diff(starts) >= metabolism.ACTIVITY_STEP_H - 1e-9)
    assert starts[0] == 0.0
    assert starts[-1] <= 60.0  # constant from hour 48 on
    assert steps[0][1] == pytest.approx(
        (0.5 * (1 - metabolism.ACTIVITY_STEP_H / 2 / 60), 2.0, 0.8, 0.1), rel=1e-12
    )
    assert steps[-1][1].cyp2d6 == pytest.approx(0.5 * 0.2, rel=1e-12)


def test_without_modulators_of_the_liver_there_is_one_step() -> None:
    times = np.linspace(0.0, 100.0, 101)
    base = Activity(0.5, 1.0, 1.0, 0.0)
    assert activity_steps(base, Targets(times, {})) == ((0.0, base),)
    assert activity_steps(base, Targets(times, {"mao": np.full(101, 0.1)})) == ((0.0, base),)


def test_the_turnover_of_an_enzyme_sets_the_pace() -> None:
    times = np.linspace(0.0, 200.0, 2001)
    drug = MODEL.drugs["paroxetine"]
    steady = [(drug, np.ones_like(times))]
    strength = drug.parameters["cyp2d6_inactivation"]
    for half_life in (25.0, 50.0, 100.0):
        changed = replace(MODEL.metabolism, cyp2d6_turnover_half_life=half_life)
        found = metabolism.targets(steady, times, changed).of("cyp2d6")
        rate = math.log(2) / half_life * (1 + strength)
        end = 1 / (1 + strength)
        assert found == pytest.approx(end + (1 - end) * np.exp(-rate * times), abs=1e-12)
