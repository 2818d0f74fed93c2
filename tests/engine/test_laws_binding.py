"""Laws of occupancy, of sites that are blocked for good, and of the exact steps that slow states use."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from vmat2_desktop.engine import binding
from vmat2_desktop.engine.recurrence import Recurrence

Array = NDArray[np.float64]

SIZE = 30
concentrations = st.floats(0.0, 1e6)
curves = arrays(np.float64, SIZE, elements=st.floats(0.0, 1e4))
"""What changes over time; nothing smooth is asked of it."""
steps = arrays(np.float64, SIZE - 1, elements=st.floats(1e-6, 50.0))
shares = st.floats(0.0, 1.0)
rates = st.floats(1e-6, 10.0)
half_lives = st.floats(1.0, 2000.0)


def times_of(steps: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(steps)])


# Occupancy


@given(concentrations, concentrations, st.floats(0.1, 1e3), shares)
def test_ligands_compete_as_the_sum_of_their_equivalents(
    a: float, b: float, ic50: float, intact: float
) -> None:
    both = float(binding.occupancy(a + b, ic50, intact))
    assert both >= max(float(binding.occupancy(a, ic50, intact)), float(binding.occupancy(b, ic50, intact)))
    # One after the other: the second finds an IC50 that the first has raised.
    first = binding.free_share(a, ic50)
    assert both == pytest.approx(1 - intact * first * binding.free_share(b, ic50 * (1 + a / ic50)), abs=1e-12)


@given(concentrations, st.floats(0.1, 1e3), shares)
def test_every_site_is_free_held_or_lost(c: float, ic50: float, intact: float) -> None:
    free = intact * float(binding.free_share(c, ic50))
    held = intact * (c / ic50) / (1 + c / ic50)
    assert free + held + (1 - intact) == pytest.approx(1.0, abs=1e-12)
    assert float(binding.occupancy(c, ic50, intact)) == pytest.approx(held + 1 - intact, abs=1e-12)


@given(st.floats(1e-3, 1e6), st.floats(0.1, 1e3), st.floats(1e-3, 1e3))
def test_occupancy_knows_no_unit(c: float, ic50: float, factor: float) -> None:
    assert binding.occupancy(c * factor, ic50 * factor) == pytest.approx(
        float(binding.occupancy(c, ic50)), rel=1e-9
    )


# Sites that are blocked for good


@given(steps, curves, half_lives, st.floats(0.0, 1.0), shares)
def test_intact_sites_are_a_share(
    steps: Array, c: Array, half_life: float, inactivation: float, start: float
) -> None:
    intact = binding.intact_sites(times_of(steps), c, half_life, inactivation, start)
    assert np.all((intact >= 0.0) & (intact <= 1.0))


@given(steps, curves, curves, half_lives, st.floats(0.0, 1.0), shares)
def test_more_of_an_irreversible_ligand_never_leaves_more_sites(
    steps: Array, c: Array, more: Array, half_life: float, inactivation: float, start: float
) -> None:
    times = times_of(steps)
    less = binding.intact_sites(times, c, half_life, inactivation, start)
    assert np.all(binding.intact_sites(times, c + more, half_life, inactivation, start) <= less + 1e-12)


@given(steps, curves, curves, half_lives, st.floats(0.0, 1.0), shares)
def test_a_reversible_ligand_protects_the_sites_that_it_holds(
    steps: Array, c: Array, reversible: Array, half_life: float, inactivation: float, start: float
) -> None:
    times = times_of(steps)
    alone = binding.intact_sites(times, c, half_life, inactivation, start)
    held = c * binding.free_share(reversible, 21.0)
    assert np.all(binding.intact_sites(times, held, half_life, inactivation, start) >= alone - 1e-12)


@given(steps, curves, half_lives, st.floats(0.0, 1.0), shares, st.integers(1, SIZE - 2))
def test_blocking_is_a_flow(
    steps: Array, c: Array, half_life: float, inactivation: float, start: float, cut: int
) -> None:
    times = times_of(steps)
    whole = binding.intact_sites(times, c, half_life, inactivation, start)
    first = binding.intact_sites(times[: cut + 1], c[: cut + 1], half_life, inactivation, start)
    rest = binding.intact_sites(times[cut:], c[cut:], half_life, inactivation, float(first[-1]))
    assert np.concatenate([first, rest[1:]]) == pytest.approx(whole, abs=1e-12)


@given(steps, curves, half_lives, st.floats(0.0, 1.0), shares, shares)
def test_two_pasts_draw_together_as_sites_are_replaced_and_blocked(
    steps: Array, c: Array, half_life: float, inactivation: float, one: float, other: float
) -> None:
    times = times_of(steps)
    first, second = (binding.intact_sites(times, c, half_life, inactivation, start) for start in (one, other))
    passed = math.log(2) / half_life * times + inactivation * np.concatenate(
        [[0.0], np.cumsum((c[1:] + c[:-1]) / 2 * np.diff(times))]
    )
    assert first - second == pytest.approx((one - other) * np.exp(-passed), abs=1e-12)


# Exact steps


@given(
    arrays(np.float64, SIZE, elements=shares),
    arrays(np.float64, SIZE, elements=st.floats(-1e3, 1e3)),
    st.floats(-1e3, 1e3),
    st.sampled_from((1, 60)),
)
def test_a_recurrence_is_its_plain_loop(keep: Array, gain: Array, start: float, times: int) -> None:
    keep, gain = np.tile(keep, times), np.tile(gain, times)  # few go step by step, many in blocks
    expected = [start]
    for factor, addition in zip(keep.tolist(), gain.tolist(), strict=True):
        expected.append(factor * expected[-1] + addition)
    assert Recurrence(keep).run(gain, start) == pytest.approx(np.array(expected), rel=1e-11, abs=1e-9)


@given(steps, arrays(np.float64, SIZE, elements=st.floats(-1e3, 1e3)), rates, st.floats(-1e3, 1e3))
def test_a_relaxation_stays_between_where_it_starts_and_where_it_is_drawn(
    steps: Array, target: Array, rate: float, start: float
) -> None:
    found = binding.relaxation(times_of(steps), target, rate, start)
    low, high = min(start, target.min()), max(start, target.max())
    assert np.all((found >= low - 1e-9) & (found <= high + 1e-9))


@given(steps, curves, rates, st.floats(0.0, 1e4))
def test_what_relaxes_to_amounts_is_an_amount(steps: Array, target: Array, rate: float, start: float) -> None:
    assert np.all(binding.relaxation(times_of(steps), target, rate, start) >= 0.0)


@given(steps, curves, curves, rates, st.floats(0.0, 10.0))
def test_a_relaxation_is_linear(steps: Array, one: Array, other: Array, rate: float, factor: float) -> None:
    times = times_of(steps)
    whole = binding.relaxation(times, one + factor * other, rate, 1.0 + factor * 2.0)
    parts = binding.relaxation(times, one, rate, 1.0) + factor * binding.relaxation(times, other, rate, 2.0)
    assert whole == pytest.approx(parts, rel=1e-11, abs=1e-8)


@given(steps, curves, rates, st.floats(0.0, 1e4), arrays(np.float64, SIZE - 1, elements=shares))
def test_a_relaxation_to_a_broken_line_does_not_depend_on_the_grid(
    steps: Array, target: Array, rate: float, start: float, between: Array
) -> None:
    times = times_of(steps)
    finer = np.unique(np.concatenate([times, times[:-1] + between * steps]))
    coarse = binding.relaxation(times, target, rate, start)
    fine = binding.relaxation(finer, np.interp(finer, times, target), rate, start)
    assert np.interp(times, finer, fine) == pytest.approx(coarse, rel=1e-9, abs=1e-8)


@given(steps, curves, rates, st.floats(0.0, 1e4), st.integers(1, SIZE - 2))
def test_a_relaxation_is_a_flow(steps: Array, target: Array, rate: float, start: float, cut: int) -> None:
    times = times_of(steps)
    whole = binding.relaxation(times, target, rate, start)
    first = binding.relaxation(times[: cut + 1], target[: cut + 1], rate, start)
    rest = binding.relaxation(times[cut:], target[cut:], rate, float(first[-1]))
    assert np.concatenate([first, rest[1:]]) == pytest.approx(whole, rel=1e-11, abs=1e-9)


@given(steps, rates, st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_relaxation_to_a_constant_is_an_exponential(
    steps: Array, rate: float, target: float, start: float
) -> None:
    times = times_of(steps)
    found = binding.relaxation(times, np.full(SIZE, target), rate, start)
    assert found == pytest.approx(target + (start - target) * np.exp(-rate * times), rel=1e-10, abs=1e-9)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_grid_of_few_points_is_one_too(count: int) -> None:
    times = np.arange(float(count))
    assert len(binding.relaxation(times, np.ones(count), 1.0, 0.0)) == count
    assert len(binding.intact_sites(times, np.ones(count), 24.0, 0.1)) == count
    assert Recurrence(np.zeros(count - 1)).run(np.zeros(count - 1), 3.0)[0] == 3.0
