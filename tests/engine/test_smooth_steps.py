"""What bends within a step: closed forms against dense quadrature, and exact cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from vmat2_desktop.engine import adaptation, binding
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
TIMES = np.array([0.0, 0.1, 0.25, 1.0, 2.0, 5.0])


def parabola(times: Array) -> Array:
    return 2.0 + 0.3 * times - 0.07 * times**2


@pytest.mark.parametrize("rate", [1e-4, 0.03, 0.19, 0.21, 1.0, 30.0])
def test_what_follows_a_parabola_is_exact(rate: float) -> None:
    middles = (TIMES[1:] + TIMES[:-1]) / 2
    found = binding.relaxation(TIMES, parabola(TIMES), rate, 0.5, parabola(middles))

    def exact(time: float) -> float:
        driven = quad(lambda u: rate * np.exp(-rate * (time - u)) * parabola(u), 0.0, time, epsabs=1e-13)[0]
        return float(0.5 * np.exp(-rate * time) + driven)

    assert found == pytest.approx([exact(time) for time in TIMES.tolist()], rel=1e-10)


def test_a_middle_on_the_line_changes_nothing() -> None:
    target = np.array([1.0, 3.0, 2.0, 2.5, 0.0, 1.0])
    line = (target[1:] + target[:-1]) / 2
    plain = binding.relaxation(TIMES, target, 0.4, 0.5)
    assert binding.relaxation(TIMES, target, 0.4, 0.5, line) == pytest.approx(plain, rel=1e-12)


def test_the_middle_of_a_cubic_by_its_slopes_is_exact() -> None:
    middles = (TIMES[1:] + TIMES[:-1]) / 2
    values, slopes = TIMES**3 - 2.0 * TIMES, 3.0 * TIMES**2 - 2.0
    assert binding.halfway(TIMES, values, slopes) == pytest.approx(middles**3 - 2.0 * middles, rel=1e-12)


def test_the_middle_of_a_parabola_is_exact_inside_and_on_a_line_at_the_ends() -> None:
    times = np.arange(6.0)
    found = binding.halfway(times, parabola(times))
    assert found[1:-1] == pytest.approx(parabola(times[1:-2] + 0.5), rel=1e-12)
    assert found[0] == pytest.approx(parabola(np.array([0.5]))[0], abs=0.02)


def test_what_begins_at_a_dose_says_nothing_about_the_step_before() -> None:
    """A curve that stands still and then rises: in the middle before it, it stands still."""
    times = np.array([0.0, 1.0, 2.0, 3.0, 3.1, 3.25, 3.5])
    values = np.where(times > 3.0, (times - 3.0) * 5.0, 1e-3)
    assert binding.halfway(times, values)[2] == pytest.approx(1e-3, rel=1e-9)


@pytest.mark.parametrize("threshold", [-1.0, 0.3, 0.5, 2.0])
def test_the_mean_above_a_threshold_of_a_line_is_exact(threshold: float) -> None:
    values = np.array([0.0, 1.0, 0.2, 0.2])
    middle = (values[1:] + values[:-1]) / 2
    found = adaptation._mean_above(values, middle, threshold)
    share = (np.arange(100_000) + 0.5) / 100_000
    dense = [np.mean(np.maximum(a + (b - a) * share - threshold, 0.0)) for a, b in pairwise(values.tolist())]
    assert found == pytest.approx(dense, abs=1e-9)


def test_what_fades_within_hours_is_followed_in_steps_of_three() -> None:
    """Density and plasticity under a blockade and a dopamine that bend."""
    threshold = MODEL.movement.plasticity_threshold

    def blockade(times: Array) -> Array:
        return np.asarray(threshold - 0.05 + 0.35 * np.exp(-times / 5.0))

    def dopamine(times: Array) -> Array:
        return np.asarray(1.0 - 0.6 * np.exp(-times / 4.0))

    def at_the_end(step: float, *, smooth: bool) -> tuple[float, float]:
        times = np.linspace(0.0, 24.0, round(24.0 / step) + 1)
        middles = (times[1:] + times[:-1]) / 2
        between = (blockade(middles), dopamine(middles)) if smooth else None
        held = blockade(times)
        density = adaptation.density(times, held, MODEL.receptor, 1.2, between[0] if between else None)
        plasticity = adaptation.plasticity(
            times,
            density,
            held,
            dopamine(times),
            MODEL.movement,
            rate_per_year=20.0,
            start=0.1,
            between=between,
        )
        return float(density[-1]), float(plasticity[-1])

    exact = at_the_end(0.01, smooth=False)
    linear, smooth = at_the_end(3.0, smooth=False), at_the_end(3.0, smooth=True)
    for k in range(2):
        assert abs(smooth[k] - exact[k]) < 0.1 * abs(linear[k] - exact[k])


def test_density_goes_up_and_down_as_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    times, blockade = np.arange(900.0), np.repeat(rng.uniform(0.0, 1.0, 90), 10)
    quick = replace(MODEL.receptor, up_half_life=0.5, down_half_life=2.0)
    found = adaptation.density(times, blockade, quick, 1.1)
    monkeypatch.setattr(adaptation, "_MOST_TURNS", 0)
    assert found == pytest.approx(adaptation.density(times, blockade, quick, 1.1), rel=1e-12)
