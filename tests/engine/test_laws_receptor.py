"""Laws of D2, its density, plasticity, the signal, the scores, the other amines and what must be kept."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, amines, movement, outcome
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
R, MOVE, OUT = MODEL.receptor, MODEL.movement, MODEL.outcome
SIZE = 20
ANTIPSYCHOTICS = tuple(MODEL.drugs_of_kind("antipsychotic"))

shares = st.floats(0.0, 1.0)
curves = arrays(np.float64, SIZE, elements=shares)
dopamine_curves = arrays(np.float64, SIZE, elements=st.floats(0.0, 3.0))
terms = arrays(np.float64, SIZE, elements=st.floats(0.0, 1e6))
steps = arrays(np.float64, SIZE - 1, elements=st.floats(1e-3, 200.0))
densities = arrays(np.float64, SIZE, elements=st.floats(0.5, 3.0))
signals = arrays(np.float64, SIZE, elements=st.floats(0.0, 10.0))


def times_of(steps: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(steps)])


# Receptors


@given(dopamine_curves, terms)
def test_every_receptor_is_free_or_held_by_one(dopamine: Array, term: Array) -> None:
    by_dopamine, by_drug = adaptation.d2_occupancy(dopamine, term, R)
    free = 1 / (1 + adaptation.dopamine_drive(R) * dopamine + term)
    assert by_dopamine + by_drug + free == pytest.approx(np.ones(SIZE), abs=1e-12)


@given(dopamine_curves, dopamine_curves, terms, terms)
def test_dopamine_and_antipsychotic_drive_each_other_out(
    dopamine: Array, more_dopamine: Array, term: Array, more_term: Array
) -> None:
    base = adaptation.d2_occupancy(dopamine, term, R)
    richer = adaptation.d2_occupancy(dopamine + more_dopamine, term, R)
    blocked = adaptation.d2_occupancy(dopamine, term + more_term, R)
    assert np.all(richer[0] >= base[0] - 1e-12)
    assert np.all(richer[1] <= base[1] + 1e-12)
    assert np.all(blocked[0] <= base[0] + 1e-12)
    assert np.all(blocked[1] >= base[1] - 1e-12)


@given(st.sampled_from(ANTIPSYCHOTICS), arrays(np.float64, SIZE, elements=st.floats(0.0, 1e6)))
def test_pet_sees_the_occupancy_that_the_dose_was_fitted_to(drug: Drug, dose: Array) -> None:
    p = drug.parameters
    phi = p["maximal_occupancy"] * dose / (p["half_maximal_dose"] + dose)
    term = adaptation.antagonism_target(drug, dose, R)
    assert adaptation.resting_blockade(term, R) == pytest.approx(np.minimum(phi, 1 - 1e-9), abs=1e-9)
    assert np.all(np.isfinite(term))


@given(st.sampled_from(ANTIPSYCHOTICS), curves)
def test_more_antipsychotic_is_never_less_blockade(drug: Drug, doses: Array) -> None:
    term = adaptation.antagonism_target(drug, np.sort(doses) * 100.0, R)
    assert np.all(np.diff(term) >= 0.0)


# Density


@given(steps, curves, st.floats(1.0, 3.0))
def test_density_stays_between_health_and_full_up_regulation(
    steps: Array, blockade: Array, start: float
) -> None:
    found = adaptation.density(times_of(steps), blockade, R, start)
    assert np.all(found >= 1.0 - 1e-12)
    assert np.all(found <= max(start, 1.0 + R.upregulation_gain) + 1e-12)


@given(steps, curves, st.floats(0.5, 3.0), st.integers(1, SIZE - 2))
def test_density_is_a_flow(steps: Array, blockade: Array, start: float, cut: int) -> None:
    times = times_of(steps)
    whole = adaptation.density(times, blockade, R, start)
    first = adaptation.density(times[: cut + 1], blockade[: cut + 1], R, start)
    rest = adaptation.density(times[cut:], blockade[cut:], R, float(first[-1]))
    assert np.concatenate([first, rest[1:]]) == pytest.approx(whole, rel=1e-12)


@given(steps, st.floats(0.5, 3.0))
def test_off_drug_density_returns_to_health_and_does_not_pass_it(steps: Array, start: float) -> None:
    """Identity 18."""
    distance = adaptation.density(times_of(steps), np.zeros(SIZE), R, start) - 1.0
    assert np.all(np.diff(np.abs(distance)) <= 1e-15)
    assert np.all(distance * (start - 1.0) >= 0.0)


@given(densities)
def test_response_per_receptor_times_receptors_is_the_whole(density: Array) -> None:
    found = adaptation.response_per_receptor(density, R) * density
    assert found == pytest.approx(adaptation.total_response(density, R), rel=1e-12)


# Plasticity


def plastic(
    times: Array, density: Array, blockade: Array, dopamine: Array, rate: float, start: float
) -> Array:
    return adaptation.plasticity(times, density, blockade, dopamine, MOVE, rate_per_year=rate, start=start)


@given(steps, densities, curves, dopamine_curves, st.floats(0.0, 100.0), shares)
def test_plasticity_is_a_share(
    steps: Array, density: Array, blockade: Array, dopamine: Array, rate: float, start: float
) -> None:
    found = plastic(times_of(steps) * 100.0, density, blockade, dopamine, rate, start)
    assert np.all((found >= 0.0) & (found <= 1.0 + 1e-12))


@given(steps, densities, curves, curves, dopamine_curves, st.floats(0.0, 5.0), shares)
def test_more_blockade_never_means_less_plasticity(
    steps: Array, density: Array, one: Array, other: Array, dopamine: Array, rate: float, start: float
) -> None:
    times = times_of(steps) * 100.0
    less, more = (
        plastic(times, density, phi, dopamine, rate, start)
        for phi in (np.minimum(one, other), np.maximum(one, other))
    )
    assert np.all(more >= less - 1e-12)


@given(steps, densities, dopamine_curves, st.floats(0.0, 100.0), shares)
def test_below_its_threshold_plasticity_only_fades(
    steps: Array, density: Array, dopamine: Array, rate: float, start: float
) -> None:
    times = times_of(steps)
    below = np.full(SIZE, MOVE.plasticity_threshold)
    fading = start * np.exp(-times / (MOVE.plasticity_decay * adaptation.HOURS_PER_YEAR))
    assert plastic(times, density, below, dopamine, rate, start) == pytest.approx(fading, rel=1e-11)


@given(steps, densities, curves, dopamine_curves, st.floats(0.0, 5.0), shares, st.integers(1, SIZE - 2))
def test_plasticity_is_a_flow(
    steps: Array, density: Array, blockade: Array, dopamine: Array, rate: float, start: float, cut: int
) -> None:
    times = times_of(steps)
    whole = plastic(times, density, blockade, dopamine, rate, start)
    left, right = slice(0, cut + 1), slice(cut, None)
    first = plastic(times[left], density[left], blockade[left], dopamine[left], rate, start)
    rest = plastic(times[right], density[right], blockade[right], dopamine[right], rate, float(first[-1]))
    assert np.concatenate([first, rest[1:]]) == pytest.approx(whole, abs=1e-13)


# Signal and scores


@given(signals, signals)
def test_the_effective_signal_lies_between_now_and_the_network(signal: Array, network: Array) -> None:
    found = movement.effective_signal(signal, network, MOVE)
    assert np.all(found >= np.minimum(signal, network) - 1e-12)
    assert np.all(found <= np.maximum(signal, network) + 1e-12)


@given(curves, signals, curves, shares)
def test_the_score_stays_on_its_scale_and_grows_with_cause_signal_and_anticholinergic(
    plasticity: Array, signal: Array, more: Array, anticholinergic: float
) -> None:
    base = movement.hyperkinetic_score(plasticity, signal, MOVE, anticholinergic)
    assert np.all((base >= 0.0) & (base < MOVE.score_maximum))
    assert np.all(
        movement.hyperkinetic_score(plasticity + more, signal, MOVE, anticholinergic) >= base - 1e-9
    )
    assert np.all(
        movement.hyperkinetic_score(plasticity, signal + more, MOVE, anticholinergic) >= base - 1e-9
    )
    assert np.all(base >= movement.hyperkinetic_score(plasticity, signal, MOVE) - 1e-12)


@given(st.floats(0.0, 27.99))
def test_a_score_comes_back_from_the_cause_that_shows_as_it(score: float) -> None:
    cause = movement.drive_of_score(score, MOVE)
    assert float(movement.hyperkinetic_score(np.array(cause), np.array(1.0), MOVE)) == pytest.approx(score)


@given(signals, signals, curves, shares, st.booleans())
def test_parkinsonism_is_a_share_that_falls_with_the_signal_and_under_an_anticholinergic(
    signal: Array, more: Array, plasticity: Array, anticholinergic: float, huntington: bool
) -> None:
    def index(s2: Array, ac: float) -> Array:
        return movement.parkinsonism_index(s2, plasticity, MOVE, ac, huntington=huntington)

    base = index(signal, 0.0)
    assert np.all((base >= 0.0) & (base <= 1.0))
    assert np.all(index(signal + more, 0.0) <= base + 1e-12)
    relief = 1.0 - MOVE.anticholinergic_relief * anticholinergic
    assert index(signal, anticholinergic) == pytest.approx(relief * base, rel=1e-12)


# Other amines


@given(curves, curves, st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_a_store_runs_from_empty_to_full_and_a_reserve_never_empties_it(
    free: Array, other: Array, reserve: float, more: float
) -> None:
    found = amines.store(free, reserve)
    assert np.all((found >= free - 1e-12) & (found <= 1.0 + 1e-12))
    assert amines.store(np.array([0.0, 1.0]), reserve) == pytest.approx([0.0, 1.0], abs=1e-15)
    assert np.all(amines.store(free, reserve + more) >= found - 1e-12)
    least = amines.store(np.minimum(free, other), reserve)
    assert np.all(least <= found + 1e-12)


@given(steps, curves, curves)
def test_blood_pressure_stays_between_health_and_what_both_losses_leave(
    steps: Array, noradrenaline: Array, adrenal: Array
) -> None:
    p = MODEL.amines
    found = amines.blood_pressure(times_of(steps), noradrenaline, adrenal, p, 1.0)
    lowest = 1.0 - p.pressure_sympathetic - p.pressure_adrenal
    assert np.all((found >= lowest - 1e-12) & (found <= 1.0 + 1e-12))


# What must be kept


@given(curves)
def test_protection_is_a_share_that_grows_with_blockade(blockade: Array) -> None:
    found = outcome.protection(np.sort(blockade), OUT)
    assert np.all((found >= 0.0) & (found <= 1.0))
    assert np.all(np.diff(found) >= -1e-15)
    assert float(outcome.protection(np.array(OUT.protection_half), OUT)) == pytest.approx(0.5, rel=1e-12)


@given(arrays(np.float64, SIZE, elements=st.floats(0.0, 1.2)))
def test_outcomes_of_depletion_are_percentages_and_nothing_in_health(store: Array) -> None:
    fuller = np.sort(store)
    for huntington in (False, True):
        found = outcome.depression(fuller, OUT, huntington=huntington)
        assert np.all((found >= 0.0) & (found <= 100.0))
        assert np.all(np.diff(found) <= 0.0)
        assert np.all(found[fuller >= 1.0] == 0.0)
    assert np.all(outcome.somnolence(fuller, OUT)[fuller >= 1.0] == 0.0)
    milder, worse = (outcome.depression(store, OUT, huntington=h) for h in (False, True))
    assert np.all(worse >= milder)


@given(st.floats(0.5, 100.0), st.floats(0.5, 3.0))
def test_a_half_life_is_one(days: float, start: float) -> None:
    """Identity 13, of density: the distance halves in its half-life, and again in the next."""
    half_life = R.down_half_life * 24.0
    times = days + half_life * np.arange(4)
    found = adaptation.density(np.concatenate([[0.0], times]), np.zeros(5), R, max(start, 1.0))[1:] - 1.0
    assert found == pytest.approx(found[0] * 0.5 ** np.arange(4), abs=1e-14)
    assert math.isclose(found[0], (max(start, 1.0) - 1.0) * 0.5 ** (days / half_life), abs_tol=1e-14)
