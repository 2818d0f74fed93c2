"""Both rungs of the terminal against the published tables (dopamine-models study, section 2)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import terminal
from vmat2_desktop.engine.model import Terminal
from vmat2_desktop.knowledge import load

P: Terminal = load().model.terminal
HEALTHY = terminal.steady_state(0.0, 0.0, P)

OCCUPANCY = [0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
# O -> depletion, cda uM, vda uM, eda nM, tyrosine uM, vTH uM/h, autoreceptor factor
TABLE_2_4 = [
    (0, 0, 2.6469, 80.9662, 2.02368, 125.70, 27.299, 1.0003),
    (0.1, 0.0509, 2.9324, 76.8437, 1.91967, 124.05, 30.111, 1.1021),
    (0.3, 0.1634, 3.8211, 67.7333, 1.69017, 118.88, 38.904, 1.4202),
    (0.5, 0.3040, 5.6330, 56.3534, 1.40423, 108.29, 56.906, 2.0770),
    (0.6, 0.3961, 7.2647, 48.8993, 1.21737, 98.73, 73.146, 2.6984),
    (0.7, 0.5164, 9.2722, 39.1520, 0.97354, 86.98, 93.121, 3.6508),
    (0.8, 0.6698, 10.2639, 26.7327, 0.66371, 81.23, 102.911, 4.6190),
    (0.9, 0.8342, 10.4601, 13.4233, 0.33272, 80.15, 104.737, 4.9739),
    (0.95, 0.9171, 10.4776, 6.7142, 0.16629, 80.09, 104.844, 4.9984),
    (0.99, 0.9834, 10.4838, 1.3430, 0.03324, 80.08, 104.851, 5.0000),
]


@pytest.mark.parametrize("row", TABLE_2_4, ids=lambda row: f"O={row[0]}")
def test_steady_states_reproduce_the_published_table(row: tuple[float, ...]) -> None:
    occupancy, depletion, cytosolic, vesicular, extracellular, tyrosine, made, factor = row
    state = terminal.steady_state(occupancy, 0.0, P)
    assert 1 - state.vesicular / HEALTHY.vesicular == pytest.approx(depletion, abs=6e-5)
    assert state.cytosolic == pytest.approx(cytosolic, abs=6e-5)
    assert state.vesicular == pytest.approx(vesicular, abs=6e-5)
    assert state.extracellular * 1e3 == pytest.approx(extracellular, abs=6e-6)
    assert state.tyrosine == pytest.approx(tyrosine, abs=6e-3)
    assert state.synthesis == pytest.approx(made, abs=6e-4)
    assert state.autoreceptor == pytest.approx(factor, abs=6e-5)


@pytest.mark.parametrize(
    ("depletion", "occupancy"),
    [(0.25, 0.4301), (0.5, 0.6880), (0.7, 0.8185), (0.75, 0.8490), (0.9, 0.9397)],
)
def test_the_inverse_of_the_table(depletion: float, occupancy: float) -> None:
    state = terminal.steady_state(occupancy, 0.0, P)
    assert 1 - state.vesicular / HEALTHY.vesicular == pytest.approx(depletion, abs=1e-4)


@pytest.mark.parametrize(("occupancy", "depletion"), [(0.5, 0.4959), (0.7, 0.6965), (0.9, 0.8985)])
def test_without_the_autoreceptor_loop_depletion_nearly_equals_occupancy(
    occupancy: float, depletion: float
) -> None:
    state = terminal.steady_state(occupancy, 0.0, P, clamp_synthesis_factor=float(HEALTHY.autoreceptor))
    assert 1 - state.vesicular / HEALTHY.vesicular == pytest.approx(depletion, abs=1e-4)


@pytest.mark.parametrize(("occupancy", "relative"), [(0.0, 1.654), (0.5, 0.828), (0.7, 0.497), (0.9, 0.166)])
def test_a_fully_blocked_autoreceptor_spends_the_reserve(occupancy: float, relative: float) -> None:
    state = terminal.steady_state(occupancy, 0.0, P, clamp_synthesis_factor=5.0)
    assert state.vesicular / HEALTHY.vesicular == pytest.approx(relative, abs=6e-4)


@pytest.mark.parametrize(
    ("expression", "vesicular", "cytosolic"),
    [
        (0.05, 0.083, 3.96),
        (0.25, 0.410, 3.75),
        (0.5, 0.696, 2.13),
        (0.75, 0.867, 1.34),
        (1.25, 1.119, 0.82),
        (1.5, 1.233, 0.71),
        (2, 1.459, 0.59),
        (3, 1.934, 0.49),
    ],
)
def test_vmat2_expression(expression: float, vesicular: float, cytosolic: float) -> None:
    state = terminal.steady_state(0.0, 0.0, P, expression=expression)
    assert state.vesicular / HEALTHY.vesicular == pytest.approx(vesicular, abs=6e-4)
    assert state.cytosolic / HEALTHY.cytosolic == pytest.approx(cytosolic, abs=6e-3)


def _full(state: terminal.TerminalState) -> np.ndarray:
    """Return the nine states of a steady terminal."""
    bh4 = float(terminal.steady_bh4(state.synthesis, P))
    hva = float(
        P.mao * state.cytosolic + P.comt_vmax * state.extracellular / (P.comt_km + state.extracellular)
    )
    pool = P.tyrosine_to_pool * float(state.tyrosine) / (P.pool_to_tyrosine + P.pool_use)
    return np.array(
        [
            P.biopterin_total - bh4,
            bh4,
            float(state.tyrosine),
            float(state.l_dopa),
            float(state.cytosolic),
            float(state.vesicular),
            float(state.extracellular),
            hva / P.hva_removal,
            pool,
        ]
    )


def _course(start: np.ndarray, occupancy: float, times: list[float]) -> np.ndarray:
    found = solve_ivp(
        lambda _t, y: terminal.derivatives(y, P, occupancy=occupancy),
        (0.0, times[-1]),
        start,
        method="LSODA",
        t_eval=times,
        rtol=1e-9,
        atol=1e-12,
    )
    return np.asarray(found.y)


def test_the_steady_state_is_a_steady_state_of_the_full_equations() -> None:
    published = [40.855, 319.145, 125.703, 0.35586, 2.64695, 80.9662, 0.00202368, 7.67818, 942.770]
    assert _full(HEALTHY) == pytest.approx(published, rel=2e-5)
    for occupancy in OCCUPANCY:
        state = terminal.steady_state(occupancy, 0.0, P)
        rates = terminal.derivatives(_full(state), P, occupancy=occupancy)
        assert np.abs(rates).max() < 1e-9 * float(state.synthesis) * 1e3


TIMES = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 8, 48]


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        (0.0, 0.5, [0.9121, 0.8534, 0.8274, 0.7725, 0.7263, 0.7004, 0.6957, 0.6958, 0.6960]),
        (0.0, 0.7, [0.8274, 0.6190, 0.5719, 0.5259, 0.4979, 0.4903, 0.4894, 0.4857, 0.4836]),
        (0.0, 0.9, [0.7215, 0.3003, 0.2118, 0.1870, 0.1767, 0.1745, 0.1738, 0.1669, 0.1658]),
        (0.9, 0.0, [0.2988, 0.3449, 0.3990, 0.5328, 0.6765, 0.8239, 0.9388, 1.0021, 1.0000]),
    ],
)
def test_the_time_course_after_a_step_reproduces_the_published_one(
    before: float, after: float, published: list[float]
) -> None:
    start = _full(terminal.steady_state(before, 0.0, P))
    vesicular = _course(start, after, TIMES)[5] / float(HEALTHY.vesicular)
    assert vesicular == pytest.approx(published, abs=1e-4)


def test_dopamine_balance_and_conserved_biopterin() -> None:
    start = np.append(_full(HEALTHY), [0.0, 0.0])

    def with_integrals(_t: float, y: np.ndarray) -> np.ndarray:
        rates = terminal.derivatives(y[:9], P, occupancy=0.7)
        made = -rates[1] + terminal.reductase(y[0], y[1], P)
        lost = P.mao * y[4] + terminal._lost_outside(y[6], P)
        return np.append(rates, [made, lost])

    found = solve_ivp(with_integrals, (0.0, 10.0), start, method="LSODA", rtol=1e-10, atol=1e-13)
    end = found.y[:, -1]
    store = end[3:7].sum() - start[3:7].sum()
    assert store == pytest.approx(-34.08793, abs=2e-4)
    assert store == pytest.approx(end[9] - end[10], abs=1e-10)
    assert end[0] + end[1] == pytest.approx(P.biopterin_total, abs=1e-10)


def test_the_exact_algebra_of_the_departure_from_the_identity() -> None:
    for occupancy in OCCUPANCY[1:]:
        state = terminal.steady_state(occupancy, 0.0, P)
        outside = terminal._lost_outside(state.extracellular, P)
        assert state.cytosolic == pytest.approx(float((state.synthesis - outside) / P.mao), rel=1e-9)

        def saturation(value: np.ndarray) -> np.ndarray:
            return value / (P.vmat_km + value)

        depletion = 1 - (1 - occupancy) * saturation(state.cytosolic) / saturation(HEALTHY.cytosolic)
        assert 1 - state.vesicular / HEALTHY.vesicular == pytest.approx(float(depletion), abs=1e-12)


@given(
    occupancy=st.floats(0, 1),
    expression=st.floats(0.05, 3),
    leak=st.floats(5, 200),
    release=st.floats(0.05, 10),
)
def test_textbook_depletion_equals_occupancy_whatever_the_parameters(
    occupancy: float, expression: float, leak: float, release: float
) -> None:
    from dataclasses import replace

    p = replace(P, vesicle_leak=leak, tonic_release=release)
    drug_free = terminal.textbook(np.array([0.0]), p, expression=expression).vesicular[0]
    blocked = terminal.textbook(np.array([occupancy]), p, expression=expression).vesicular[0]
    assert 1 - blocked / drug_free == pytest.approx(occupancy, abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_block_never_means_more_dopamine(first: float, second: float, blockade: float) -> None:
    low, high = sorted((first, second))
    table = terminal.table(P, 1.0, 1.0, 1.0)
    more, less = table.at(np.array([low, high]), np.array([blockade, blockade])).vesicular
    assert 0 <= less <= more + 1e-12


def test_the_table_agrees_with_the_equations_between_its_nodes() -> None:
    rng = np.random.default_rng(3)
    occupancy, blockade = rng.uniform(0, 1, 2000), rng.uniform(0, 1, 2000)
    exact = terminal.steady_state(occupancy, blockade, P).relative_to(HEALTHY)
    read = terminal.table(P, 1.0, 1.0, 1.0).at(occupancy, blockade)
    assert np.abs(read.vesicular - exact.vesicular).max() < 5e-5
    assert np.abs(read.extracellular - exact.extracellular).max() < 5e-5
    assert np.abs(read.cytosolic - exact.cytosolic).max() < 5e-4


def test_heterozygous_and_hypomorphic_vmat2() -> None:
    """V05 and V06 of the pharmacology dossier."""
    half = 1 - float(terminal.steady_state(0.0, 0.0, P, expression=0.5).vesicular / HEALTHY.vesicular)
    low = 1 - float(terminal.steady_state(0.0, 0.0, P, expression=0.05).vesicular / HEALTHY.vesicular)
    assert 0.15 <= half <= 0.50
    assert 0.80 <= low <= 0.95
