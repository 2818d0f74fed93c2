"""Receptors and plasticity: closed forms and directions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine import adaptation
from vmat2_desktop.knowledge import load

MODEL = load().model
R = MODEL.receptor
share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("drug", "dose", "low", "high"),
    [
        ("risperidone", 4, 0.65, 0.85),
        ("olanzapine", 10, 0.58, 0.78),
        ("clozapine", 300, 0.45, 0.68),
        ("clozapine", 450, 0.45, 0.68),
        ("haloperidol", 2, 0.55, 0.75),
    ],
)
def test_d2_occupancy_by_dose_lies_in_the_pet_range(drug: str, dose: float, low: float, high: float) -> None:
    """D01 to D04 of the pharmacology dossier."""
    term = adaptation.antagonism_target(MODEL.drugs[drug], np.array([float(dose)]), R)
    assert low <= float(adaptation.resting_blockade(term, R)[0]) <= high


def test_at_healthy_dopamine_a_blocker_takes_its_share_of_the_bound_receptors() -> None:
    term = np.array([0.0, 2.0, 7.1])
    bound, held = adaptation.d2_occupancy(np.ones(3), term, R)
    assert bound == pytest.approx(R.resting_occupancy * (1 - held))
    assert held == pytest.approx(adaptation.resting_blockade(term, R))


@given(st.floats(0, 3), st.floats(0, 50))
def test_shares_of_d2_add_to_at_most_one(dopamine: float, term: float) -> None:
    bound, held = adaptation.d2_occupancy(np.array([dopamine]), np.array([term]), R)
    assert 0 <= bound[0] <= 1
    assert 0 <= held[0] <= 1
    assert bound[0] + held[0] <= 1 + 1e-12


def test_density_halves_its_distance_in_each_half_life() -> None:
    times = np.array([0.0, R.up_half_life * 24])
    up = adaptation.density(times, np.ones(2), R, 1.0)
    assert up[-1] == pytest.approx(1 + R.upregulation_gain / 2)
    times = np.array([0.0, R.down_half_life * 24])
    down = adaptation.density(times, np.zeros(2), R, 1.4)
    assert down[-1] == pytest.approx(1.2)


@given(st.floats(1, 3), share, share)
def test_more_blockade_never_means_fewer_receptors(start: float, first: float, second: float) -> None:
    low, high = sorted((first, second))
    times = np.linspace(0, 2000, 50)
    less, more = (adaptation.density(times, np.full(50, value), R, start) for value in (low, high))
    assert np.all(more >= less - 1e-12)


def test_plasticity_follows_its_equation() -> None:
    from scipy.integrate import solve_ivp

    move = MODEL.movement
    times = np.linspace(0, 3 * adaptation.HOURS_PER_YEAR, 3001)
    density, blockade = np.full_like(times, 1.5), np.full_like(times, 0.83)
    ours = adaptation.plasticity(
        times, density, blockade, np.ones_like(times), move, rate_per_year=0.5, start=0.0
    )
    growth = 0.5 * 0.5 * (0.83 - move.plasticity_threshold) / (1 - move.plasticity_threshold)
    found = solve_ivp(
        lambda _t, y: growth * (1 - y) - y / move.plasticity_decay, (0, 3), [0.0], rtol=1e-11, atol=1e-13
    )
    assert ours[-1] == pytest.approx(found.y[0, -1], rel=1e-8)
    below = adaptation.plasticity(
        times, density, np.full_like(times, 0.6), np.ones_like(times), move, rate_per_year=0.5, start=0.3
    )
    assert below[-1] == pytest.approx(0.3 * math.exp(-3 / move.plasticity_decay), rel=1e-9)
