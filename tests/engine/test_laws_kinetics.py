"""Laws of the compartments: no drug is made or lost, whatever enzymes, liver, meals and regimens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.linalg import expm

from vmat2_desktop.engine import pharmacokinetics as pk
from vmat2_desktop.engine.flow import series, transition, transitions
from vmat2_desktop.engine.metabolism import NORMAL, Activity
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartments
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
PLASMA = tuple(drug for drug in MODEL.drugs.values() if pk.has_plasma(drug))
STOP_H = 240.0

drugs = st.sampled_from(PLASMA)
activities = st.builds(
    Activity, st.floats(0.0, 2.0), st.floats(0.0, 6.0), st.floats(0.05, 1.0), st.floats(0.0, 0.9)
)
moments = st.floats(0.0, STOP_H)
regimens = st.lists(st.tuples(moments, st.floats(0.0, 1e3)), min_size=1, max_size=6).map(
    lambda doses: tuple(sorted(doses))
)
grids = st.lists(moments, min_size=1, max_size=8).map(lambda times: np.array(sorted(times)))


def taken(
    drug: Drug,
    doses: tuple[tuple[float, float], ...],
    activity: Activity = NORMAL,
    fed: frozenset[float] = frozenset(),
) -> Kinetics:
    return Kinetics(drug, ((0.0, activity),), doses, STOP_H, fed)


def near(found: Array, expected: Array, rel: float, doses: tuple[tuple[float, float], ...]) -> None:
    """Assert closeness; round-off is that of all that was taken."""
    np.testing.assert_allclose(found, expected, rel, 1e-11 * (1.0 + sum(mg for _, mg in doses)))


def weights(drug: Drug) -> Array:
    """Return how much of the drug that was taken one mg of each compartment stands for, (n,)."""
    p = drug.parameters
    own = [1.0, 1.0, 1.0, 1.0]
    if "metabolite_molar_mass" in p:
        heavier = p["molar_mass"] / p["metabolite_molar_mass"]
        own = [1.0, 1.0, 1.0, heavier] if drug.kinetics == "prodrug" else [1.0, 1.0, heavier, heavier]
    return np.array(own[: len(compartments(drug, NORMAL).matrix)])


@given(drugs, activities, st.floats(0.0, 500.0))
def test_what_was_absorbed_is_present_or_eliminated(drug: Drug, activity: Activity, hours: float) -> None:
    """One more state takes up what leaves every compartment; the sum stays what was given, to 1e-10."""
    system, weight = compartments(drug, activity), weights(drug)
    size = len(weight)
    leaving = -weight @ system.matrix
    assert np.all(leaving >= -1e-12 * np.abs(system.matrix).max()), "no compartment makes drug"
    whole = np.zeros((size + 1, size + 1))
    whole[:size, :size], whole[size, :size] = system.matrix, leaving
    state = expm(whole * hours) @ np.append(system.dose, 0.0)
    present = transition(system.matrix, hours) @ system.dose
    assert weight @ present + state[size] == pytest.approx(float(weight @ system.dose), abs=1e-10)


@given(drugs, activities, regimens, grids)
def test_amounts_are_never_negative(
    drug: Drug, activity: Activity, doses: tuple[tuple[float, float], ...], grid: Array
) -> None:
    item = taken(drug, doses, activity)
    given_so_far = sum(mg for _, mg in doses)
    assert np.all(item.amounts(grid) >= -1e-12 * given_so_far)
    assert all(np.all(values >= 0.0) for values in item.concentrations(grid).values())


@given(drugs, activities, st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_the_flow_of_every_structure_composes(
    drug: Drug, activity: Activity, first: float, second: float
) -> None:
    matrix = compartments(drug, activity, food=True).matrix
    both = transition(matrix, first) @ transition(matrix, second)
    assert both == pytest.approx(transition(matrix, first + second), abs=1e-11)


@given(drugs, activities, st.lists(st.floats(0.0, 100.0), min_size=1, max_size=5))
def test_the_flow_is_the_matrix_exponential_with_and_without_eigenvectors(
    drug: Drug, activity: Activity, hours: list[float]
) -> None:
    matrix, spans = compartments(drug, activity, food=True).matrix, np.array(hours)
    expected = np.array([expm(matrix * span) for span in hours])
    assert np.abs(transitions(matrix, spans) - expected).max() < 1e-11
    assert np.abs(series(matrix, spans) - expected).max() < 1e-11


@given(drugs, activities, regimens, regimens, st.floats(0.1, 100.0), grids)
def test_doses_superpose(
    drug: Drug,
    activity: Activity,
    one: tuple[tuple[float, float], ...],
    other: tuple[tuple[float, float], ...],
    factor: float,
    grid: Array,
) -> None:
    scaled = tuple((time, factor * mg) for time, mg in other)
    whole = taken(drug, tuple(sorted(one + scaled)), activity).amounts(grid)
    parts = taken(drug, one, activity).amounts(grid) + factor * taken(drug, other, activity).amounts(grid)
    near(whole, parts, 1e-9, one + scaled)


@given(drugs, activities, regimens, st.floats(0.0, 100.0), grids)
def test_what_is_taken_later_comes_later(
    drug: Drug, activity: Activity, doses: tuple[tuple[float, float], ...], later: float, grid: Array
) -> None:
    shifted = tuple((time + later, mg) for time, mg in doses)
    item = Kinetics(drug, ((0.0, activity),), shifted, STOP_H + later)
    apart = 1e-6  # not at the very moment of a dose, where a bit of time decides
    safe = np.array([t for t in grid if all(abs(t - time) > apart for time, _ in doses)])
    near(item.amounts(safe + later), taken(drug, doses, activity).amounts(safe), 1e-7, doses)


@given(drugs, activities, regimens, grids)
def test_the_grid_that_asks_changes_nothing(
    drug: Drug, activity: Activity, doses: tuple[tuple[float, float], ...], grid: Array
) -> None:
    item = taken(drug, doses, activity)
    alone = np.array([item.amounts(np.array([time]))[0] for time in grid])
    near(item.amounts(grid), alone, 1e-9, doses)


@given(drugs, activities, regimens, st.lists(st.floats(1e-3, STOP_H), max_size=4), grids)
def test_cutting_a_stretch_of_equal_activity_changes_nothing(
    drug: Drug,
    activity: Activity,
    doses: tuple[tuple[float, float], ...],
    cuts: list[float],
    grid: Array,
) -> None:
    steps = tuple((start, activity) for start in sorted({0.0, *cuts}))
    cut = Kinetics(drug, steps, doses, STOP_H).amounts(grid)
    near(cut, taken(drug, doses, activity).amounts(grid), 1e-9, doses)


# Clearance


@given(drugs, activities, st.floats(0.0, 2.0))
def test_a_poorer_metaboliser_never_has_less(drug: Drug, activity: Activity, lower: float) -> None:
    poorer = activity._replace(cyp2d6=min(lower, activity.cyp2d6))
    for moiety in drug.moieties:
        less, more = (pk.steady_mean(compartments(drug, a), moiety.id) for a in (activity, poorer))
        assert more >= less * (1 - 1e-9)


@given(drugs, activities, st.floats(0.0, 6.0))
def test_induction_never_raises_exposure(drug: Drug, activity: Activity, more: float) -> None:
    induced = activity._replace(cyp3a4=max(more, activity.cyp3a4))
    for moiety in drug.moieties:
        before, after = (pk.steady_mean(compartments(drug, a), moiety.id) for a in (activity, induced))
        assert after <= before * (1 + 1e-9)


@given(drugs, st.floats(0.05, 1.0), st.floats(0.05, 1.0), st.floats(0.0, 0.9))
def test_a_worse_liver_never_lowers_what_was_swallowed(
    drug: Drug, one: float, other: float, shunt: float
) -> None:
    better, worse = max(one, other), min(one, other)
    parent = drug.moieties[0].id
    less, more = (
        pk.steady_mean(compartments(drug, Activity(left, left, left, shunt)), parent)
        for left in (better, worse)
    )
    assert more >= less * (1 - 1e-9)


@given(drugs, activities, st.sampled_from([6.0, 8.0, 12.0, 24.0]))
def test_the_area_of_a_steady_interval_is_that_of_one_dose(
    drug: Drug, activity: Activity, interval: float
) -> None:
    """Identity 13 and 14: from the periodic state, and from the inverse of the rates."""
    system = compartments(drug, activity)
    keep = transition(system.matrix, interval)
    periodic = np.linalg.solve(np.eye(len(keep)) - keep, system.dose)
    assert keep @ periodic + system.dose == pytest.approx(periodic, rel=1e-9, abs=1e-9)
    area = np.linalg.solve(system.matrix, keep @ periodic - periodic)
    for moiety, row in system.outputs.items():
        mean = pk.steady_mean(system, moiety, interval)
        assert float(row @ area) / interval == pytest.approx(mean, rel=1e-7)


# Food


def with_meal(drug: Drug, **factors: float) -> Drug:
    named = {f"fed_{name}_factor": value for name, value in factors.items()}
    changed: Mapping[str, float] = MappingProxyType({**drug.parameters, **named})
    return replace(drug, parameters=changed)


@given(drugs, activities, regimens, grids)
def test_a_meal_that_changes_nothing_changes_nothing(
    drug: Drug, activity: Activity, doses: tuple[tuple[float, float], ...], grid: Array
) -> None:
    plain = with_meal(drug, absorption=1.0, bioavailability=1.0)
    fed = taken(plain, doses, activity, frozenset(time for time, _ in doses)).concentrations(grid)
    for moiety, values in taken(plain, doses, activity).concentrations(grid).items():
        # ng/mL: up to a thousand per mg.
        near(fed[moiety] / 1000.0, values / 1000.0, 1e-8, doses)


@given(drugs, activities, st.floats(0.05, 5.0), st.floats(0.1, 2.0))
def test_a_meal_changes_areas_by_what_is_absorbed_and_by_nothing_else(
    drug: Drug, activity: Activity, absorption: float, available: float
) -> None:
    system = compartments(
        with_meal(drug, absorption=absorption, bioavailability=available), activity, food=True
    )
    fasted, fed = (np.linalg.solve(system.matrix, dose) for dose in (system.dose, system.fed_dose))
    for row in system.outputs.values():
        assert float(row @ fed) == pytest.approx(available * float(row @ fasted), rel=1e-9)


# A constant input, and units


@given(drugs, activities, st.floats(0.01, 10.0), st.floats(0.5, 24.0), st.integers(2, 5))
def test_a_constant_input_does_not_depend_on_the_steps_that_follow_it(
    drug: Drug, activity: Activity, rate: float, step: float, parts: int
) -> None:
    system = compartments(drug, activity)
    coarse = pk.infused(system, rate, step, 9)
    fine = pk.infused(system, rate, step / parts, 8 * parts + 1)
    scale = float(pk.infusion_steady(system, rate).max())
    assert fine[::parts] == pytest.approx(coarse, rel=1e-9, abs=1e-11 * scale)
    assert np.all(coarse >= -1e-12 * scale)


@given(st.sampled_from(MODEL.drugs_of_kind("antipsychotic")), st.floats(0.0, 1e3))
def test_a_daily_dose_comes_back_from_the_concentration_that_it_keeps_up(drug: Drug, mg: float) -> None:
    mean = pk.steady_mean(compartments(drug, NORMAL), drug.moieties[0].id)
    assert float(pk.dose_equivalent(drug, np.array([mg * mean]))[0]) == pytest.approx(mg, rel=1e-12)


@given(st.sampled_from(MODEL.drugs_of_kind("vmat2_inhibitor")), st.floats(0.0, 1e4))
def test_moles_come_back_to_mass(drug: Drug, concentration: float) -> None:
    for place, moiety in enumerate(drug.moieties):
        parent = place == 0
        mass = drug.parameters["molar_mass" if parent else "metabolite_molar_mass"]
        unbound = float(pk.unbound_nM(drug, moiety.id, concentration))
        prefix = "" if parent else moiety_prefix(drug, place)
        free = drug.parameters[f"{prefix}unbound_fraction"]
        assert unbound * mass / 1000.0 / free == pytest.approx(concentration, rel=1e-12)


def moiety_prefix(drug: Drug, place: int) -> str:
    return "metabolite_" if drug.kinetics == "prodrug" else ("", "alpha_", "beta_")[place]
