"""Occupancy: closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine import binding
from vmat2_desktop.engine.recurrence import Recurrence

concentration = st.floats(0, 1e6)


def test_half_of_the_sites_at_the_ic50() -> None:
    assert binding.occupancy(21.0, 21.0) == pytest.approx(0.5)
    assert binding.occupancy(0.0, 21.0) == 0.0


@given(concentration, concentration, st.floats(0.1, 1e3), st.floats(0, 1))
def test_occupancy_is_a_share_and_grows_with_the_ligand(
    first: float, second: float, ic50: float, intact: float
) -> None:
    low, high = sorted((first, second))
    less, more = binding.occupancy(np.array([low, high]), ic50, intact)
    assert 0 <= less <= more <= 1


@given(st.floats(0, 1e4), st.floats(1, 60), st.floats(1e-3, 1))
def test_irreversible_block_ends_at_its_closed_form(c: float, days: float, inactivation: float) -> None:
    turnover = math.log(2) / (days * 24)
    times = np.linspace(0, 60 / turnover, 400)
    intact = binding.intact_sites(times, np.full_like(times, c), days * 24, inactivation)
    assert intact[-1] == pytest.approx(binding.steady_intact(c, turnover, inactivation), rel=1e-9, abs=1e-12)
    assert np.all((intact >= 0) & (intact <= 1))


def test_sites_return_with_the_half_life_of_the_transporter() -> None:
    times = np.array([0.0, 18 * 24.0, 36 * 24.0])
    intact = binding.intact_sites(times, np.zeros(3), 18 * 24.0, 0.06, start=0.2)
    assert 1 - intact == pytest.approx([0.8, 0.4, 0.2], abs=1e-14)


def test_the_block_agrees_with_an_independent_solver() -> None:
    from scipy.integrate import solve_ivp

    times = np.linspace(0, 240, 2401)
    c = 0.5 * (1 + np.sin(times / 8)) ** 2
    turnover = math.log(2) / (18 * 24)
    found = solve_ivp(
        lambda t, y: turnover * (1 - y) - 0.06 * np.interp(t, times, c) * y,
        (0, 240),
        [1.0],
        t_eval=[240],
        rtol=1e-10,
        atol=1e-12,
        max_step=0.1,
    )
    ours = binding.intact_sites(times, c, 18 * 24, 0.06)
    assert ours[-1] == pytest.approx(found.y[0, -1], abs=2e-6)


def test_a_recurrence_survives_factors_that_underflow() -> None:
    values = Recurrence(np.full(1000, 1e-200)).run(np.full(1000, 1.0), 1e300)
    assert np.isfinite(values).all()
    assert values[-1] == pytest.approx(1.0)
