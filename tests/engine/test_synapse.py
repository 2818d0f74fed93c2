"""The sub-flows of the fast synapse against closed forms, independent solvers and properties.

Numbers in brackets are identities of the dopamine model study, section 5.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.special import wrightomega

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.synapse import AgeLaw, Binding, Clearance
from vmat2_desktop.knowledge import load

P = load().model.synapse
VMAX, KM = 4100.0, 210.0

concentrations = st.floats(0.0, 1e5)
positive = st.floats(1e-3, 1e5)
seconds = st.floats(0.0, 20.0)
rates = st.floats(0.0, 5.0)


# Vesicles


@pytest.mark.parametrize("occupancy", [0.0, 0.3, 0.5, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("expression", [0.5, 1.0, 2.0])
@pytest.mark.parametrize(("rate", "release"), [(0.0111, 0.0024), (0.1, 0.0), (0.01, 0.5)])
def test_textbook_depletion_equals_occupancy_whatever_the_rates_1(
    occupancy: float, expression: float, rate: float, release: float
) -> None:
    drugged = fast.mean_content(fast.content_limit(occupancy, expression), rate, release)
    free = fast.mean_content(fast.content_limit(0.0, expression), rate, release)
    assert 1.0 - drugged / free == pytest.approx(occupancy, abs=1e-12)


@given(st.floats(0, 2), st.floats(0, 2), st.floats(1e-3, 1), seconds, seconds)
def test_filling_is_a_flow(content: float, limit: float, rate: float, s: float, t: float) -> None:
    whole = fast.filled(content, limit, rate, s + t)
    parts = fast.filled(fast.filled(content, limit, rate, s), limit, rate, t)
    assert parts == pytest.approx(whole, abs=1e-14)
    assert min(content, limit) - 1e-15 <= whole <= max(content, limit) + 1e-15


def test_content_at_an_age_is_filling_from_nothing() -> None:
    ages = np.array([0.0, 1.0, 90.0, np.inf])
    expected = [fast.filled(0.0, 0.3, 0.0111, age) for age in ages]
    np.testing.assert_allclose(fast.content_at_age(0.3, 0.0111, ages), expected, rtol=1e-14)


@pytest.mark.parametrize(("occupancy", "theory"), [(0.0, 0.8256), (0.7, 0.2477)])
def test_mean_content_of_vesicles_that_are_emptied_at_random_17(occupancy: float, theory: float) -> None:
    limit, k, r, count = fast.content_limit(occupancy), 1 / 88, 0.0024, 20_000
    mean = fast.mean_content(limit, k, r)
    assert mean == pytest.approx(theory, abs=1e-4)
    ages = fast.generator(7, 17).exponential(1 / r, count)
    contents = fast.content_at_age(limit, k, ages)
    assert contents.mean() == pytest.approx(mean, abs=3 * contents.std() / math.sqrt(count))
    # What is filled in is what is released.
    assert k * (limit - mean) == pytest.approx(r * mean, rel=1e-12)


@given(st.floats(0.01, 1.2), st.integers(1, 8), st.integers(20, 400), st.floats(0.05, 3))
def test_the_age_law_balances_filling_and_release(
    releases: float, sites: int, vesicles: int, redocking: float
) -> None:
    law, k = AgeLaw.of(vesicles, sites, redocking, releases), 0.0111
    docked = sites * (1 - law.empty_share)
    # Docked vesicles now, and those of the pool; vesicles on their way are counted to the pool.
    emptied_pool = law.pool_rate / (law.pool_rate + k)
    emptied_docked = emptied_pool * law.site_rate / (law.site_rate + k)
    missing = (vesicles - sites) * emptied_pool + docked * emptied_docked
    assert k * missing == pytest.approx(releases * law.mean_released(1.0, k), rel=1e-9)


def test_ages_follow_their_law() -> None:
    law, k, count = AgeLaw.of(100, 3, 2.0, 0.24), 1 / 90, 20_000
    rng = fast.generator(7, 3)
    ages = law.ages(rng.standard_exponential(2 * count), rng.standard_exponential(count))
    docked = fast.content_at_age(1.0, k, ages[:count])
    assert docked.mean() == pytest.approx(law.mean_released(1.0, k), abs=3 * docked.std() / math.sqrt(count))
    assert ages[count:].mean() == pytest.approx(97 / 0.24, rel=3 / math.sqrt(count))
    idle = AgeLaw.of(100, 3, 2.0, 0.0)
    assert idle.ages(np.ones(4), np.ones(2)).tolist() == [math.inf] * 4


# Clearance


@given(st.floats(-700, 1e8))
def test_wright_omega_agrees_with_scipy(z: float) -> None:
    assert fast.wright_omega(z) == pytest.approx(float(wrightomega(z)), rel=5e-15)


@pytest.mark.parametrize(
    ("time", "left"), [(0.05, 833.29675), (0.1, 673.12354), (0.2, 382.05826), (0.5, 6.531603)]
)
def test_re_uptake_from_1000_nM_8(time: float, left: float) -> None:
    assert fast.uptake(1000.0, time, VMAX, KM) == pytest.approx(left, abs=5e-6)


def test_re_uptake_times_9() -> None:
    clearance = Clearance(VMAX, KM)
    assert clearance.time(1e-6, 0.5e-6) == pytest.approx(math.log(2) * KM / VMAX, rel=1e-8)
    assert math.log(2) * KM / VMAX == pytest.approx(35.5027e-3, abs=5e-8)
    assert clearance.time(1000.0, 500.0) == pytest.approx((KM * math.log(2) + 500) / VMAX, rel=1e-14)
    assert clearance.time(1000.0, 500.0) == pytest.approx(157.454e-3, abs=5e-7)


@given(concentrations, seconds, rates)
def test_clearance_stays_between_nothing_and_what_was_there(start: float, dt: float, other: float) -> None:
    for end in (
        fast.uptake(start, dt, VMAX, KM),
        Clearance(VMAX, KM, other).strang(start, dt),
        Clearance(VMAX, KM, other).flow(start, dt),
    ):
        assert 0.0 <= end <= start * (1 + 1e-12)


@given(positive, st.floats(0.0, 0.3), st.floats(0.0, 0.3), rates)
def test_clearance_is_a_flow(start: float, s: float, t: float, other: float) -> None:
    clearance = Clearance(VMAX, KM, other)
    assert clearance.flow(clearance.flow(start, s), t) == pytest.approx(
        clearance.flow(start, s + t), rel=1e-9
    )


@given(positive, st.floats(1e-4, 0.5), rates)
def test_time_is_the_inverse_of_the_flow(start: float, dt: float, other: float) -> None:
    clearance = Clearance(VMAX, KM, other)
    assert clearance.time(start, clearance.flow(start, dt)) == pytest.approx(dt, rel=1e-8)


@given(positive, st.floats(0.0, 0.5), rates)
def test_more_dopamine_leaves_more(start: float, dt: float, other: float) -> None:
    clearance = Clearance(VMAX, KM, other)
    assert clearance.flow(start, dt) <= clearance.flow(start * 1.01, dt)
    assert clearance.flow(start, dt + 0.01) <= clearance.flow(start, dt)


@pytest.mark.parametrize("start", [0.5, 80.0, 1000.0, 2e4])
@pytest.mark.parametrize("other", [0.0, 1e-9, 2.0, 5.0])
def test_clearance_and_its_area_agree_with_an_integrator(start: float, other: float) -> None:
    clearance, span = Clearance(VMAX, KM, other), 0.2
    solution = solve_ivp(
        lambda _, y: [-clearance.rate(max(y[0], 0.0)), y[0]],
        (0, span),
        [start, 0.0],
        "LSODA",
        rtol=1e-11,
        atol=1e-12,
    )
    end = clearance.flow(start, span)
    assert end == pytest.approx(solution.y[0, -1], rel=1e-7)
    tolerance = 1e-6 if start < 2 * KM else 1e-4 if start <= 5 * KM else 2e-3
    assert clearance.area(start, end) == pytest.approx(solution.y[1, -1], rel=tolerance)


def test_the_composed_step_is_of_second_order() -> None:
    clearance, span = Clearance(VMAX, KM, 3.0), 0.16
    exact = clearance.flow(1000.0, span)
    errors = []
    for steps in (8, 16, 32, 64):
        value = 1000.0
        for _ in range(steps):
            value = clearance.strang(value, span / steps)
        errors.append(abs(value - exact))
    ratios = [coarse / fine for coarse, fine in pairwise(errors)]
    assert ratios == pytest.approx([4.0] * 3, rel=0.02)


@pytest.mark.parametrize(("firing", "tonic"), [(1, 7.87), (2, 16.34), (4, 35.44605), (10, 118.7)])
def test_the_tonic_root_10(firing: float, tonic: float) -> None:
    source = 148.03 * firing
    assert Clearance(VMAX, KM).tonic(source) == pytest.approx(KM * source / (VMAX - source), rel=1e-14)
    assert Clearance(VMAX, KM).tonic(source) == pytest.approx(tonic, abs=0.05 if firing != 4 else 2e-3)


@pytest.mark.parametrize("source", [VMAX, 5000.0])
def test_more_than_re_uptake_can_carry_is_refused_10(source: float) -> None:
    with pytest.raises(ValueError, match="re-uptake can carry"):
        Clearance(VMAX, KM).tonic(source)
    assert Clearance(VMAX, KM, 1.0).tonic(source) > 0.0


@given(st.floats(0, 2e4), st.floats(1e-6, 5))
def test_the_tonic_root_balances_its_source(source: float, other: float) -> None:
    clearance = Clearance(VMAX, KM, other)
    assert clearance.rate(clearance.tonic(source)) == pytest.approx(source, rel=1e-9, abs=1e-9)


@given(st.floats(0, 500), positive, rates)
def test_the_excess_over_a_floor_obeys_the_same_law(floor: float, excess: float, other: float) -> None:
    clearance = Clearance(VMAX, KM, other)
    net = clearance.rate(floor + excess) - clearance.rate(floor)
    assert clearance.around(floor).rate(excess) == pytest.approx(net, rel=1e-6, abs=1e-7)


def test_shares_of_clearance() -> None:
    assert Clearance(VMAX, KM).share_by_dat(50.0) == 1.0
    clearance = Clearance(VMAX, KM, 2.0)
    by_dat = VMAX * 50 / (KM + 50)
    assert clearance.share_by_dat(50.0) == pytest.approx(by_dat / clearance.rate(50.0), rel=1e-14)
    assert clearance.dat_share(KM) == 0.5


def test_resting_tissue_lights_what_the_slow_course_takes_for_rest() -> None:
    tonic = fast.tonic_dopamine(P)
    resting = load().model.receptor.resting_occupancy
    assert fast.bound_at_equilibrium(tonic, P.d2_kd) == pytest.approx(resting, abs=5e-4)


@pytest.mark.parametrize("time", [1e-4, 1e-3, 0.02])
def test_molecules_around_a_point_source_12(time: float) -> None:
    def shell(r: float) -> float:
        nM = float(fast.point_source(r, time, 3000.0, P))
        return 4 * math.pi * r**2 * P.volume_fraction * nM / fast.NM_PER_MOLECULE_PER_UM3

    reach = 12 * math.sqrt(2 * P.diffusion * time)
    molecules = quad(shell, 0, reach, epsabs=1e-9, epsrel=1e-11)[0]
    assert molecules == pytest.approx(3000 * math.exp(-P.dat_vmax / P.dat_km * time), rel=1e-9)


def test_the_unit_of_the_point_source() -> None:
    # 3000 molecules in 49.82 cubic micrometres are 100 nM.
    density = 3000 / 49.82
    assert density * fast.NM_PER_MOLECULE_PER_UM3 == pytest.approx(100.0, abs=0.01)


# Receptors


def test_the_founding_figures_2_3() -> None:
    assert fast.bound_at_equilibrium(100.0, 30.0) == pytest.approx(0.7692308, abs=5e-8)
    assert fast.bound_at_equilibrium(50.0, 30.0) == 0.625
    assert fast.peak_reading(1.0, P) == fast.PeakReading(100.0, 100 / 130)
    assert fast.peak_reading(fast.content_limit(0.5), P) == fast.PeakReading(50.0, 0.625)
    assert fast.content_limit(0.7) == pytest.approx(0.3, abs=1e-15)
    assert fast.peak_reading(fast.content_limit(0.7), P).d2_bound == pytest.approx(0.5, abs=1e-15)


@given(concentrations, st.floats(1, 1000), st.floats(0, 100))
def test_dopamine_and_its_competitor_share_the_receptors(c: float, kd: float, term: float) -> None:
    lit, held = fast.bound_at_equilibrium(c, kd, term), fast.held_at_equilibrium(c, kd, term)
    free = 1 / (1 + term + c / kd)
    assert lit + held + free == pytest.approx(1.0, abs=1e-12)
    assert fast.bound_at_equilibrium(c, kd, term + 1) <= lit <= fast.bound_at_equilibrium(c + 1, kd, term)


@given(st.floats(0, 1), concentrations, st.floats(0, 20), seconds, st.floats(0, 50))
def test_binding_is_a_flow_11(bound: float, c: float, term: float, dt: float, on: float) -> None:
    binding = Binding(on / 1000, 0.3, term)
    halves = binding.step(binding.step(bound, c, dt / 2), c, dt / 2)
    assert halves == pytest.approx(binding.step(bound, c, dt), abs=1e-14)
    assert 0.0 <= halves <= 1.0
    assert 0.0 <= halves + binding.held(halves) <= 1.0 + 1e-15


def test_binding_ends_at_equilibrium_11() -> None:
    binding = Binding(0.003, 0.3, 1.5)
    assert binding.step(0.9, 80.0, 1e4) == pytest.approx(
        fast.bound_at_equilibrium(80.0, 100.0, 1.5), abs=1e-14
    )
    rate = 0.003 * 80 / 2.5 + 0.3
    end = binding.equilibrium(80.0)
    assert binding.step(0.9, 80.0, 0.7) == pytest.approx(end + (0.9 - end) * math.exp(-rate * 0.7), abs=1e-15)


def test_slow_binding_hardly_sees_one_release() -> None:
    binding = Binding(P.d2_on / 60, P.d2_off / 60)
    assert binding.step(0.0, 100.0, 0.05) == pytest.approx(0.0017, abs=5e-5)


def test_the_autoreceptor_holds_release_back() -> None:
    assert fast.release_factor(0.2, 0.2, 3.0) == 1.0
    assert fast.release_factor(1.0, 0.2, 3.0) < 1.0 < fast.release_factor(0.0, 0.2, 3.0)
    assert fast.release_factor(0.9, 0.2, 0.0) == 1.0


# Chance


def test_equal_keys_give_equal_numbers_and_others_do_not() -> None:
    def draw(*key: int) -> list[float]:
        return [float(number) for number in fast.generator(*key).uniform(size=3)]

    keys = [(7, 0), (7, 1), (8, 0), (-7, 0), (7, 0, 1), (7, 0, 0, 1), (2**64 - 1, 0)]
    assert [draw(*key) for key in keys] == [draw(*key) for key in keys]
    assert len({tuple(draw(*key)) for key in keys}) == len(keys)
    assert fast.key_of(1.5) != fast.key_of(math.nextafter(1.5, 2.0))


def test_spike_trains() -> None:
    train = fast.tonic_spikes(fast.generator(7), 4.0, 10_000.0)
    assert len(train) == pytest.approx(40_000, abs=3 * 200)
    assert np.all(np.diff(train) >= 0)
    assert 0.0 <= train[0] <= train[-1] < 10_000.0
    intervals = np.diff(train)
    assert intervals.std() == pytest.approx(intervals.mean(), rel=0.02)  # Poisson
    assert len(fast.tonic_spikes(fast.generator(7), 0.0, 10.0)) == 0
    np.testing.assert_allclose(fast.burst_spikes(2.0, 5, 20.0), [2.0, 2.05, 2.1, 2.15, 2.2])


def test_a_synapse_without_other_clearance_is_the_published_one() -> None:
    published = replace(P, population_quantum=148.03, other_clearance=0.0)
    assert fast.tonic_dopamine(published) == pytest.approx(35.44605, abs=2e-3)
