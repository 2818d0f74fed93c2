"""Step-halving orders: every slow integrator gains what its order promises, or is exact.

Errors are taken at the last time, or the largest of shared times, against an independent solver; the observed
order is the binary logarithm of the ratio of two errors, the second at half the step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import adaptation, amines, binding, metabolism
from vmat2_desktop.engine import course as course_module
from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.metabolism import Activity, Targets
from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartments
from vmat2_desktop.engine.scenario import Condition, DoseCourse, Medicine, Rung, Scenario
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]

MODEL = load().model
HALVINGS = 4
TOLERANCE = 0.2


def wave(period: float, low: float, high: float) -> Curve:
    """Return a smooth curve that rises and falls between two values."""

    def curve(times: Array) -> Array:
        return np.asarray(low + (high - low) * (0.5 - 0.5 * np.cos(2 * math.pi * times / period)))

    return curve


def independent(slope: Callable[[float, float], float], end: float, start: float) -> float:
    found = solve_ivp(
        lambda t, y: [slope(t, float(y[0]))], (0.0, end), [start], "DOP853", rtol=3e-14, atol=1e-15
    )
    return float(found.y[0, -1])


def orders(found: Callable[[Array], float], exact: float, end: float, coarsest: int) -> list[float]:
    """Return the observed orders over halvings of a grid that begins with `coarsest` steps."""
    errors = [abs(found(np.linspace(0.0, end, coarsest * 2**k + 1)) - exact) for k in range(HALVINGS)]
    return [math.log2(coarse / fine) for coarse, fine in pairwise(errors)]


def test_relaxation_to_a_varying_target_is_of_second_order() -> None:
    """The antagonism at D2, the network and blood pressure take this step."""
    target, rate = wave(30.0, 0.2, 3.0), 0.23
    exact = independent(lambda t, y: rate * (float(target(np.array(t))) - y), 50.0, 0.5)
    found = orders(
        lambda times: float(binding.relaxation(times, target(times), rate, 0.5)[-1]), exact, 50.0, 50
    )
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_the_network_lag_is_of_second_order() -> None:
    signal, rate = wave(900.0, 0.2, 1.4), 1.0 / (MODEL.movement.network_lag * 24.0)
    exact = independent(lambda t, y: rate * (float(signal(np.array(t))) - y), 1500.0, 1.0)
    found = orders(
        lambda times: float(adaptation.lagged(times, signal(times), MODEL.movement, 1.0)[-1]),
        exact,
        1500.0,
        60,
    )
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_blood_pressure_is_of_second_order() -> None:
    p, store, adrenal = MODEL.amines, wave(400.0, 0.3, 1.0), wave(700.0, 0.5, 1.0)
    rate = 1.0 / (p.pressure_lag * 24.0)

    def slope(t: float, y: float) -> float:
        time = np.array(t)
        return rate * (float(amines.pressure_target(store(time), adrenal(time), p)) - y)

    exact = independent(slope, 650.0, 1.0)
    found = orders(
        lambda times: float(amines.blood_pressure(times, store(times), adrenal(times), p, 1.0)[-1]),
        exact,
        650.0,
        50,
    )
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_intact_sites_are_of_second_order() -> None:
    c, turnover = wave(24.0, 0.0, 1.5), math.log(2) / 432.0
    exact = independent(lambda t, y: turnover * (1 - y) - 0.06 * float(c(np.array(t))) * y, 100.0, 1.0)
    found = orders(
        lambda times: float(binding.intact_sites(times, c(times), 432.0, 0.06)[-1]), exact, 100.0, 50
    )
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_density_is_of_second_order_while_it_goes_one_way() -> None:
    receptor, blockade = MODEL.receptor, wave(4000.0, 0.5, 0.85)
    up = math.log(2) / (receptor.up_half_life * 24.0)

    def slope(t: float, y: float) -> float:
        return up * (1 + receptor.upregulation_gain * float(blockade(np.array(t))) - y)

    exact = independent(slope, 1900.0, 1.0)
    found = orders(
        lambda times: float(adaptation.density(times, blockade(times), receptor, 1.0)[-1]),
        exact,
        1900.0,
        20,
    )
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_plasticity_is_of_second_order() -> None:
    move = MODEL.movement
    density, blockade, dopamine = wave(9e3, 1.1, 1.6), wave(7e3, 0.7, 0.9), wave(5e3, 0.8, 1.2)
    decay = 1.0 / (move.plasticity_decay * adaptation.HOURS_PER_YEAR)

    def slope(t: float, y: float) -> float:
        time = np.array(t)
        excess = (float(blockade(time)) - move.plasticity_threshold) / (1 - move.plasticity_threshold)
        growth = 2.0 / adaptation.HOURS_PER_YEAR * (float(density(time)) - 1) * excess * float(dopamine(time))
        return growth * (1 - y) - decay * y

    exact = independent(slope, 20_000.0, 0.05)

    def found(times: Array) -> float:
        return float(
            adaptation.plasticity(
                times,
                density(times),
                blockade(times),
                dopamine(times),
                move,
                rate_per_year=2.0,
                start=0.05,
            )[-1]
        )

    assert orders(found, exact, 20_000.0, 40) == pytest.approx([2.0] * 3, abs=TOLERANCE)


@pytest.mark.parametrize("action", ["inactivation", "induction"])
def test_pools_are_of_second_order(action: str) -> None:
    level = wave(150.0, 0.0, 1.5)
    drug = replace(MODEL.drugs["paroxetine"], parameters={f"cyp2d6_{action}": 7.0})
    turnover = math.log(2) / MODEL.metabolism.cyp2d6_turnover_half_life

    def slope(t: float, y: float) -> float:
        strength = 7.0 * float(level(np.array(t)))
        made, lost = (1.0, 1 + strength) if action == "inactivation" else (1 + strength, 1.0)
        return turnover * (made - y * lost)

    exact = independent(slope, 400.0, 1.0)

    def found(times: Array) -> float:
        return float(metabolism.targets([(drug, level(times))], times, MODEL.metabolism).of("cyp2d6")[-1])

    assert orders(found, exact, 400.0, 40) == pytest.approx([2.0] * 3, abs=TOLERANCE)


@pytest.mark.parametrize("name", ["valbenazine", "tetrabenazine", "haloperidol"])
def test_steps_of_enzyme_activity_are_of_second_order(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drug, end = MODEL.drugs[name], 192.0
    times = np.linspace(0.0, end, 19_201)
    curve = wave(96.0, 0.1, 1.0)(times)
    over_time = Targets(times, {"cyp2d6": curve, "cyp3a4": curve[::-1].copy()})
    monkeypatch.setattr(metabolism, "_NEGLIGIBLE", 0.0)

    def slope(t: float, x: Array) -> Array:
        a = Activity(*(float(np.interp(t, times, over_time.of(e))) for e in ("cyp2d6", "cyp3a4")))
        return np.asarray(compartments(drug, a).matrix @ x)

    start, shared = compartments(drug, Activity()).dose * 50.0, np.arange(8.0, 97.0, 8.0)
    exact = solve_ivp(
        slope, (0.0, 96.0), start, "LSODA", t_eval=shared, rtol=1e-11, atol=1e-13, max_step=0.5
    ).y

    def error(step: float) -> float:
        monkeypatch.setattr(metabolism, "ACTIVITY_STEP_H", step)
        item = Kinetics(drug, metabolism.activity_steps(Activity(), over_time), ((0.0, 50.0),), end)
        return float(np.abs(item.amounts(shared) - exact.T).max())

    errors = [error(step) for step in (0.5, 0.25, 0.125, 0.0625)]
    found = [math.log2(coarse / fine) for coarse, fine in pairwise(errors)]
    assert found == pytest.approx([2.0] * 3, abs=TOLERANCE)


def test_a_level_and_the_compartments_are_exact_on_any_grid() -> None:
    drug, medicine = MODEL.drugs["fluoxetine"], Medicine("fluoxetine", (DoseCourse(20, 1, 0.0, 240.0),))
    for count in (11, 21, 201):
        times = np.linspace(0.0, 480.0, count)
        found = float(metabolism.level(drug, medicine, times, 480.0)[-1])
        rate = math.log(2) / drug.parameters["half_life"]
        assert found == pytest.approx(-math.expm1(-rate * 240) * math.exp(-rate * 240), rel=1e-12)


def test_fast_receptors_are_of_second_order_in_a_changing_concentration() -> None:
    receptor, dopamine = fast.Binding(0.003, 0.3, 1.0), wave(2.0, 5.0, 120.0)
    on = 0.003 / 2.0

    def slope(t: float, y: float) -> float:
        return on * float(dopamine(np.array(t))) * (1 - y) - 0.3 * y

    exact = independent(slope, 3.1, 0.1)

    def found(times: Array) -> float:
        bound = 0.1
        values = dopamine(times)
        for dt, mean in zip(np.diff(times).tolist(), ((values[1:] + values[:-1]) / 2).tolist(), strict=True):
            bound = receptor.step(bound, mean, dt)
        return bound

    assert orders(found, exact, 3.1, 20) == pytest.approx([2.0] * 3, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("observable", "order"),
    [("d2.antagonism", 4.0), ("d2.density", 2.7), ("score.aims", 3.0), ("index.parkinsonism", 2.9)],
)
def test_the_whole_course_is_of_more_than_second_order(
    observable: str, order: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Haloperidol once a day and valbenazine: doses stand on the grid, and nothing else breaks it.

    The textbook rung; that of the mechanistic terminal is tested by itself.
    """
    scenario = Scenario(
        condition=Condition.TARDIVE_DYSKINESIA,
        medicines=(Medicine("valbenazine", (DoseCourse(80),)),),
        rung=Rung.TEXTBOOK,
        horizon_h=1083.0,  # of no other test: grids may be kept by their times
    )

    def found_with(step: float) -> Array:
        every = np.linspace(0.0, scenario.horizon_h, round(scenario.horizon_h / step) + 1)
        monkeypatch.setattr(course_module, "grid", lambda _end: every)
        monkeypatch.setattr(course_module, "_inner_grid", lambda shown, *_: shown)
        return solve(scenario, MODEL).series[observable][:: round(1 / step)]

    values = [found_with(step) for step in (1.0, 0.5, 0.25, 0.125)]
    changes = [float(np.abs(one - other).max()) for one, other in pairwise(values)]
    # Over both halvings: where density turns, and at doses, the fourth order is lost for a step.
    assert math.log2(changes[0] / changes[-1]) / 2 == pytest.approx(order, abs=TOLERANCE)
