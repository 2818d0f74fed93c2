"""Laws of the terminal: what is made is lost, more block is never more dopamine, depletion is occupancy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from legal import FEW
from numpy.typing import NDArray

from vmat2_desktop.engine import terminal, terminal_course
from vmat2_desktop.engine.model import Terminal
from vmat2_desktop.engine.terminal_start import Setting
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

P: Terminal = load().model.terminal
SIZE = 12

shares = st.floats(0.0, 1.0)
arrays_of_shares = arrays(np.float64, SIZE, elements=shares)
expressions = st.floats(0.0, 3.0)
firings = st.floats(0.0, 12.5)
"""Of tonic firing: up to 50 Hz."""
activities = arrays(np.float64, SIZE, elements=st.floats(1e-3, 1.0))


def lost(state: terminal.TerminalState, mao: Array | float) -> Array:
    return np.asarray(mao * P.mao * state.cytosolic + terminal._lost_outside(state.extracellular, P))


# What is made is lost


@FEW
@given(arrays_of_shares, arrays_of_shares, activities, activities, expressions, firings, shares)
def test_in_a_steady_terminal_what_is_made_is_lost(
    occupancy: Array,
    blockade: Array,
    mao: Array,
    dat: Array,
    expression: float,
    firing: float,
    compensation: float,
) -> None:
    state = terminal.steady_state(
        occupancy,
        blockade,
        P,
        compensation=compensation,
        expression=expression,
        firing=firing,
        mao=mao,
        dat=dat,
    )
    assert lost(state, mao) == pytest.approx(state.synthesis, rel=1e-9)
    released = P.tonic_release * firing * state.vesicular
    taken_up = dat * P.dat_vmax * state.extracellular / (P.dat_km + state.extracellular)
    outside = terminal._lost_outside(state.extracellular, P)
    assert taken_up + outside == pytest.approx(released, rel=1e-10, abs=1e-300)


@given(arrays(np.float64, 9, elements=st.floats(1e-6, 500.0)), shares, shares, st.floats(0.0, 3.0), firings)
def test_dopamine_and_biopterin_balance_at_every_moment(
    state: Array, occupancy: float, blockade: float, expression: float, firing: float
) -> None:
    """Identities 4 and 5: what the nine equations add up to, in any state."""
    rates = terminal.derivatives(
        state, P, occupancy=occupancy, blockade=blockade, expression=expression, firing=firing
    )
    _, bh4, tyrosine, _, cytosolic, _, extracellular, hva, pool = (np.asarray(value) for value in state)
    assert rates[0] == -rates[1]
    factor = terminal._feedback(extracellular, blockade, 1.0, P)
    made = terminal.synthesis_flux(tyrosine, bh4, cytosolic, factor, P)
    outside = terminal._lost_outside(extracellular, P)
    scale = float(np.abs(rates).max() + made)
    assert rates[3:7].sum() == pytest.approx(float(made - P.mao * cytosolic - outside), abs=1e-10 * scale)
    entered = terminal.tyrosine_entry(P)
    assert rates[2] + rates[8] == pytest.approx(
        float(entered - made - P.tyrosine_use * tyrosine - P.pool_use * pool), abs=1e-10 * scale
    )
    assert rates[3:8].sum() == pytest.approx(
        float(made - P.extracellular_removal * extracellular - P.hva_removal * hva), abs=1e-10 * scale
    )


@given(shares, shares, shares, expressions, firings, st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_a_steady_state_stands_still_in_the_full_equations(
    occupancy: float,
    blockade: float,
    compensation: float,
    expression: float,
    firing: float,
    mao: float,
    dat: float,
) -> None:
    state = terminal.steady_state(
        occupancy,
        blockade,
        P,
        compensation=compensation,
        expression=expression,
        firing=firing,
        mao=mao,
        dat=dat,
    )
    bh4 = float(terminal.steady_bh4(state.synthesis, P))
    hva = mao * P.mao * state.cytosolic + P.comt_vmax * state.extracellular / (
        P.comt_km + state.extracellular
    )
    full: list[Array | float] = [
        P.biopterin_total - bh4,
        bh4,
        state.tyrosine,
        state.l_dopa,
        state.cytosolic,
        state.vesicular,
        state.extracellular,
        hva / P.hva_removal,
        P.tyrosine_to_pool * state.tyrosine / (P.pool_to_tyrosine + P.pool_use),
    ]
    rates = terminal.derivatives(
        np.array([float(x) for x in full]),
        P,
        occupancy=occupancy,
        blockade=blockade,
        compensation=compensation,
        expression=expression,
        firing=firing,
        mao=mao,
        dat=dat,
    )
    # The fastest balance turns over 40 times what stands in the vesicles each hour.
    turnover = float(state.synthesis + P.vesicle_leak * state.vesicular + 1.0)
    assert np.abs(rates).max() < 1e-9 * turnover


# Depletion equals occupancy


@given(
    shares,
    st.floats(1e-3, 3.0),
    st.floats(5.0, 200.0),
    st.floats(0.05, 10.0),
    st.floats(1e-3, 12.5),
    st.floats(1e-3, 1.0),
)
def test_textbook_depletion_is_occupancy_whatever_expression_leak_release_firing_and_re_uptake(
    occupancy: float, expression: float, leak: float, release: float, firing: float, dat: float
) -> None:
    """Identity 1."""
    p = replace(P, vesicle_leak=leak, tonic_release=release)
    found = terminal.textbook(np.array([0.0, occupancy]), p, expression=expression, firing=firing, dat=dat)
    assert 1 - found.vesicular[1] / found.vesicular[0] == pytest.approx(occupancy, abs=1e-12)
    assert 1 - found.extracellular[1] / found.extracellular[0] == pytest.approx(occupancy, abs=1e-12)


@given(arrays_of_shares, expressions, st.floats(0.1, 50.0))
def test_with_a_given_cytosol_the_store_is_in_proportion_to_the_pumps(
    occupancy: Array, expression: float, cytosol: float
) -> None:
    whole, part = (
        terminal.steady_state(o, 0.0, P, expression=g, clamp_cytosol=cytosol)
        for o, g in ((np.zeros(SIZE), 1.0), (occupancy, expression))
    )
    assert part.vesicular == pytest.approx((1 - occupancy) * expression * whole.vesicular, rel=1e-12)


# Directions


def steady(occupancy: Array, **settings: float) -> terminal.TerminalState:
    blockade = settings.pop("blockade", 0.0)
    return terminal.steady_state(occupancy, blockade, P, **settings)


@FEW
@given(arrays_of_shares, shares, shares, expressions)
def test_more_block_is_never_more_dopamine(
    occupancy: Array, blockade: float, compensation: float, expression: float
) -> None:
    found = steady(np.sort(occupancy), blockade=blockade, compensation=compensation, expression=expression)
    for values in (found.vesicular, found.extracellular):
        assert np.all(np.diff(values) <= 1e-9 * values[0] + 1e-15)
    assert np.all(np.diff(found.cytosolic) >= -1e-9 * found.cytosolic[-1])


@FEW
@given(arrays_of_shares, expressions, expressions, shares)
def test_more_transporters_are_never_less_dopamine(
    occupancy: Array, one: float, other: float, compensation: float
) -> None:
    less, more = (
        steady(occupancy, expression=g, compensation=compensation).vesicular for g in sorted((one, other))
    )
    assert np.all(more >= less * (1 - 1e-9))


@given(shares, arrays_of_shares)
def test_a_blocked_autoreceptor_never_lowers_dopamine(occupancy: float, blockade: Array) -> None:
    found = terminal.steady_state(occupancy, np.sort(blockade), P)
    assert np.all(np.diff(found.extracellular) >= -1e-9 * found.extracellular[-1])
    assert np.all(np.diff(found.synthesis) >= -1e-9 * found.synthesis[-1])


@FEW
@given(arrays_of_shares, shares, shares)
def test_more_compensation_never_depletes_more(occupancy: Array, one: float, other: float) -> None:
    low, high = sorted((one, other))
    healthy = [steady(np.array(0.0), compensation=value) for value in (low, high)]
    less, more = (
        steady(occupancy, compensation=value).vesicular / at_rest.vesicular
        for value, at_rest in zip((low, high), healthy, strict=True)
    )
    assert np.all(more >= less - 1e-9)


@FEW
@given(arrays_of_shares, activities)
def test_less_mao_never_means_less_dopamine(occupancy: Array, mao: Array) -> None:
    normal, inhibited = (terminal.steady_state(occupancy, 0.0, P, mao=item) for item in (1.0, mao))
    for name in ("cytosolic", "vesicular", "extracellular"):
        assert np.all(getattr(inhibited, name) >= getattr(normal, name) * (1 - 1e-9))


@FEW
@given(arrays_of_shares, activities)
def test_less_re_uptake_never_means_less_dopamine_outside_nor_more_inside(
    occupancy: Array, dat: Array
) -> None:
    normal, inhibited = (terminal.steady_state(occupancy, 0.0, P, dat=item) for item in (1.0, dat))
    assert np.all(inhibited.extracellular >= normal.extracellular * (1 - 1e-9))
    assert np.all(inhibited.vesicular <= normal.vesicular * (1 + 1e-9))


@FEW
@given(arrays_of_shares, firings, firings)
def test_faster_firing_brings_dopamine_out(occupancy: Array, one: float, other: float) -> None:
    slow, fast = (steady(occupancy, firing=rate) for rate in sorted((one, other)))
    assert np.all(fast.extracellular >= slow.extracellular * (1 - 1e-9))
    assert np.all(fast.vesicular <= slow.vesicular * (1 + 1e-9))


@given(arrays(np.float64, SIZE, elements=st.floats(0.0, 1e3)))
def test_the_autoreceptor_only_ever_falls_with_dopamine(dopamine: Array) -> None:
    found = terminal.autoreceptor_factor(np.sort(dopamine), P)
    assert np.all(np.diff(found) <= 0.0)
    assert np.all(found >= P.autoreceptor_floor)
    assert np.all(found <= P.autoreceptor_floor + P.autoreceptor_amplitude)


# The table


@FEW
@given(
    arrays_of_shares, arrays_of_shares, st.sampled_from([(1.0, 1.0, 1.0), (0.5, 0.1, 2.0), (0.0, 1.1, 0.5)])
)
def test_the_table_reads_what_the_equations_say(
    occupancy: Array, blockade: Array, setting: tuple[float, float, float]
) -> None:
    compensation, expression, firing = setting
    exact = terminal.steady_state(
        occupancy, blockade, P, compensation=compensation, expression=expression, firing=firing
    ).relative_to(terminal.steady_state(0.0, 0.0, P, compensation=compensation))
    read = terminal.table(P, compensation, expression, firing).at(occupancy, blockade)
    assert read.vesicular == pytest.approx(exact.vesicular, abs=1e-4)
    assert read.extracellular == pytest.approx(exact.extracellular, abs=2e-4)


@FEW
@given(shares, shares, shares, expressions, firings)
def test_a_terminal_that_is_held_stays_where_it_is(
    occupancy: float, blockade: float, compensation: float, expression: float, firing: float
) -> None:
    """And a normal enzyme that is named changes nothing."""
    setting = Setting(P, compensation, expression, firing)
    times, still, ones = np.linspace(0.0, 24.0, SIZE), np.ones(SIZE), np.ones(SIZE)
    held = terminal_course.over_time(times, occupancy * still, blockade * still, setting)
    named = terminal_course.over_time(times, occupancy * still, blockade * still, setting, ones, ones)
    exact = terminal.steady_state(
        occupancy, blockade, P, compensation=compensation, expression=expression, firing=firing
    )
    healthy = terminal.steady_state(0.0, 0.0, P, compensation=compensation)
    for found in (held, named):
        assert found.vesicular == pytest.approx(still * exact.vesicular / healthy.vesicular, rel=1e-12)
