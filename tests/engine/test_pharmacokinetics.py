"""Kinetics against closed forms, an independent solver and the published exposures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartments, steady_mean, transition
from vmat2_desktop.knowledge import load

MODEL = load().model
PLASMA_DRUGS = ["valbenazine", "tetrabenazine", "deutetrabenazine", "reserpine"]


def kinetics(name: str, doses: list[tuple[float, float]], stop_h: float, activity: float = 1.0) -> Kinetics:
    return Kinetics(MODEL.drugs[name], ((0.0, activity),), tuple(doses), stop_h)


def daily(mg: float, days: int, per_day: int = 1) -> list[tuple[float, float]]:
    return [(24.0 / per_day * k, mg) for k in range(days * per_day)]


@pytest.mark.parametrize("name", PLASMA_DRUGS)
def test_the_chain_agrees_with_an_independent_solver(name: str) -> None:
    system = compartments(MODEL.drugs[name], 0.6)
    doses = [(0.0, 10.0), (7.3, 5.0), (24.0, 10.0)]
    state, values = np.zeros(len(system.dose)), []
    ends = [7.3, 24.0, 60.0]
    for (start, mg), end in zip(doses, ends, strict=True):
        state = state + system.dose * mg
        found = solve_ivp(
            lambda _t, y: system.matrix @ y, (start, end), state, method="LSODA", rtol=1e-11, atol=1e-14
        )
        state = found.y[:, -1]
        values.append(state)
    ours = kinetics(name, doses, 60.0, 0.6).amounts(np.array([24.0 - 1e-9, 60.0]))
    assert ours[0] == pytest.approx(values[1], rel=1e-6, abs=1e-9)
    assert ours[1] == pytest.approx(values[2], rel=1e-6, abs=1e-9)


def test_one_compartment_is_the_bateman_function() -> None:
    p = MODEL.drugs["tetrabenazine"].parameters
    ka, ke = p["absorption_rate"], math.log(2) / p["alpha_half_life"]
    times = np.linspace(0, 48, 97)
    made = 25 * p["bioavailability"] * p["metabolite_molar_mass"] / p["molar_mass"] * p["alpha_share"]
    expected = made * ka / (ka - ke) * (np.exp(-ke * times) - np.exp(-ka * times)) / p["alpha_volume"] * 1000
    found = kinetics("tetrabenazine", [(0.0, 25.0)], 48.0).concentrations(times)["alpha_htbz"]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(st.floats(0.1, 60), st.floats(0.1, 60))
def test_transitions_compose(first: float, second: float) -> None:
    matrix = compartments(MODEL.drugs["valbenazine"], 1.0).matrix
    both = transition(matrix, first) @ transition(matrix, second)
    assert both == pytest.approx(transition(matrix, first + second), abs=1e-12)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6), st.floats(0, 1))
def test_amounts_do_not_depend_on_the_grid_that_asks(times: list[float], activity: float) -> None:
    item = kinetics("valbenazine", daily(80, 5), 200.0, activity)
    grid = np.array(sorted(times))
    alone = np.array([item.amounts(np.array([time]))[0] for time in grid])
    assert item.amounts(grid) == pytest.approx(alone, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", PLASMA_DRUGS)
def test_doses_are_conserved_until_eliminated(name: str) -> None:
    """What is left plus what was eliminated is what was given: no compartment makes drug."""
    system = compartments(MODEL.drugs[name], 1.0)
    columns = system.matrix.sum(axis=0)
    conversion = 1.2  # a metabolite may be heavier or lighter than its parent
    assert np.all(columns <= np.abs(system.matrix).max(axis=0) * (conversion - 1))


@pytest.mark.parametrize(
    ("name", "moiety"), [("valbenazine", "alpha_htbz_plus"), ("tetrabenazine", "beta_htbz")]
)
def test_the_mean_of_a_steady_interval_is_dose_over_clearance(name: str, moiety: str) -> None:
    item = kinetics(name, daily(50, 60), 1440.0)
    times = np.linspace(58 * 24.0, 59 * 24.0, 20_001)
    mean = float(np.trapezoid(item.concentrations(times)[moiety], times) / 24)
    assert mean == pytest.approx(50 * steady_mean(compartments(MODEL.drugs[name], 1.0), moiety), rel=1e-5)


def profile(name: str, moiety: str, mg: float, per_day: int = 1, activity: float = 1.0) -> np.ndarray:
    item = kinetics(name, daily(mg, 40, per_day), 40 * 24.0, activity)
    return item.concentrations(np.linspace(39 * 24.0, 40 * 24.0 - 1e-6, 1441))[moiety]


def test_valbenazine_exposure_is_as_published() -> None:
    """P01 to P04 of the pharmacology dossier."""
    single = kinetics("valbenazine", [(0.0, 80.0)], 96.0)
    times = np.linspace(0, 96, 5761)
    values = single.concentrations(times)
    assert 0.5 <= times[values["valbenazine"].argmax()] <= 1.5
    assert 4.0 <= times[values["alpha_htbz_plus"].argmax()] <= 8.0
    half_life = single.half_life("alpha_htbz_plus", 48.0, 48.0)
    assert half_life is not None
    assert 15.0 <= half_life <= 22.0
    assert profile("valbenazine", "alpha_htbz_plus", 80).mean() / 80 == pytest.approx(0.513, rel=0.25)
    assert 2.2 <= profile("valbenazine", "valbenazine", 80).mean() / 80 <= 5.0


def test_tetrabenazine_and_deutetrabenazine_with_a_strong_inhibitor() -> None:
    """P09, P10, P13, P16, P17 of the pharmacology dossier."""
    times = np.linspace(0, 24, 1441)
    single = kinetics("tetrabenazine", [(0.0, 25.0)], 24.0).concentrations(times)
    assert 1.0 <= times[single["alpha_htbz"].argmax()] <= 1.5

    def ratio(name: str, moiety: str) -> float:
        drug = MODEL.drugs[name]
        poor, normal = (steady_mean(compartments(drug, a), moiety) for a in (0.0, 1.0))
        return poor / normal

    assert ratio("tetrabenazine", "alpha_htbz") == pytest.approx(3, rel=0.2)
    assert ratio("tetrabenazine", "beta_htbz") == pytest.approx(9, rel=0.2)
    drug = MODEL.drugs["deutetrabenazine"]
    totals = [
        sum(steady_mean(compartments(drug, a), moiety.id) for moiety in drug.moieties) for a in (0.0, 1.0)
    ]
    assert 2.5 <= totals[0] / totals[1] <= 3.6
    assert 1.9 <= 36 / 48 * totals[0] / totals[1] <= 2.6
    assert 0.7 <= 40 / 80 * ratio("valbenazine", "alpha_htbz_plus") <= 1.3


def test_reserpine_shows_its_two_half_lives() -> None:
    matrix = compartments(MODEL.drugs["reserpine"], 1.0).matrix
    half_lives = sorted(math.log(2) / -np.linalg.eigvals(matrix).real)
    assert half_lives[1:] == pytest.approx([4.5, 271.0], rel=1e-9)


def test_impossible_reserpine_compartments_are_refused_in_one_sentence() -> None:
    model = MODEL.overridden([("reserpine.clearance", 50.0), ("reserpine.central_volume", 20.0)])
    with pytest.raises(ValueError, match=r"raise the volume or lower the clearance\.$"):
        compartments(model.drugs["reserpine"], 1.0)
