"""The exact identities of the dopamine-models study, section 5, one table: number, what, found, expected.

Where an identity is a law, the table holds cases of it, and the laws try many more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad, solve_ivp

from vmat2_desktop.engine import adaptation, binding, movement, terminal
from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.flow import transition
from vmat2_desktop.engine.scenario import Burst, Firing, Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
P, SYNAPSE, RECEPTOR, MOVE = MODEL.terminal, MODEL.synapse, MODEL.receptor, MODEL.movement
HEALTHY = terminal.steady_state(0.0, 0.0, P)
VMAX, KM = 4100.0, 210.0
UPTAKE = fast.Clearance(VMAX, KM)


@dataclass(frozen=True)
class Case:
    number: int
    what: str
    found: Callable[[], float | Array]
    expected: float | tuple[float, ...]
    within: float


def depletion(occupancy: float) -> float:
    return float(1 - terminal.steady_state(occupancy, 0.0, P).vesicular / HEALTHY.vesicular)


def textbook(occupancy: float, leak: float, release: float, expression: float, firing: float) -> float:
    p = replace(P, vesicle_leak=leak, tonic_release=release)
    found = terminal.textbook(np.array([0.0, occupancy]), p, expression=expression, firing=firing).vesicular
    return float(1 - found[1] / found[0])


def balance() -> Array:
    """Return what the store lost in 10 h at O = .7, and by how much that misses made - lost, uM."""
    start = terminal.full_state(HEALTHY, P)

    def slope(_t: float, y: Array) -> Array:
        rates = terminal.derivatives(y[:9], P, occupancy=0.7)
        made = terminal.reductase(y[0], y[1], P) - rates[1]
        lost = P.mao * y[4] + terminal._lost_outside(y[6], P)
        return np.append(rates, [made, lost])

    first = np.array([*start.values(), 0.0, 0.0])
    end = solve_ivp(slope, (0.0, 10.0), first, "LSODA", rtol=3e-12, atol=1e-13).y[:, -1]
    store = end[3:7].sum() - first[3:7].sum()
    return np.array([store, store - (end[9] - end[10]), end[0] + end[1] - P.biopterin_total])


def saturation(occupancy: float) -> float:
    c = float(terminal.steady_state(occupancy, 0.0, P).cytosolic)
    return c / (P.vmat_km + c)


def whole_terminal(occupancy: float) -> float:
    """Return cytosolic dopamine less what synthesis leaves for MAO, uM."""
    state = terminal.steady_state(occupancy, 0.0, P)
    outside = terminal._lost_outside(state.extracellular, P)
    return float(state.cytosolic - (state.synthesis - outside) / P.mao)


def receptor_step(dt: float, parts: int) -> float:
    binding_ = fast.Binding(0.003, 0.3)
    bound = 0.9
    for _ in range(parts):
        bound = binding_.step(bound, 80.0, dt / parts)
    return bound


def molecules(seconds: float) -> float:
    """Return how many molecules of a point source of 3000 are left, by quadrature over shells."""

    def shell(r: float) -> float:
        nM = float(fast.point_source(r, seconds, 3000.0, SYNAPSE))
        return 4 * math.pi * r**2 * SYNAPSE.volume_fraction * nM / fast.NM_PER_MOLECULE_PER_UM3

    return quad(shell, 0, 12 * math.sqrt(2 * SYNAPSE.diffusion * seconds), epsabs=1e-9, epsrel=1e-11)[0]


CHAIN = np.array([[-1.2, 0, 0], [1.2, -0.05, 0], [0, 0.03, -math.log(2) / 20]])
"""Gut, parent (k10 .02, km .03), metabolite; 1/h."""
DOSE = np.array([1.0, 0.0, 0.0])


def periodic() -> Array:
    keep = transition(CHAIN, 24.0)
    return np.linalg.solve(np.eye(3) - keep, DOSE)


def after_doses(count: int) -> Array:
    keep, state = transition(CHAIN, 24.0), DOSE
    for _ in range(count - 1):
        state = keep @ state + DOSE
    return state


def interval_means() -> Array:
    keep, start = transition(CHAIN, 24.0), periodic()
    return np.linalg.solve(CHAIN, keep @ start - start)[1:] / 24.0


def accumulation() -> float:
    """Return the accumulation of a drug with a half-life of 20 h, once a day."""
    keep = float(transition(np.array([[-math.log(2) / 20]]), 24.0)[0, 0])
    return 1 / (1 - keep)


def equal_rates() -> float:
    matrix = np.array([[-0.05, 0.0], [0.05, -0.05]])
    return float(transition(matrix, 10.0)[1, 0]) / 0.05


def blocked_for_good() -> float:
    times = np.linspace(0.0, 40_000.0, 4001)
    return float(binding.intact_sites(times, np.full_like(times, 0.7), 432.0, 0.06)[-1])


def sites_after(half_lives: int) -> float:
    times = 432.0 * np.arange(half_lives + 1, dtype=np.float64)
    return float(1 - binding.intact_sites(times, np.zeros_like(times), 432.0, 0.06, 0.2)[-1])


def density_after(half_lives: int) -> float:
    times = RECEPTOR.down_half_life * 24.0 * np.arange(half_lives + 1, dtype=np.float64)
    return float(adaptation.density(times, np.zeros_like(times), RECEPTOR, 1.4)[-1] - 1.0)


def mean_content(count: int = 200_000) -> Array:
    """Return the mean content of vesicles by their ages, and its standard error, in units of the latter."""
    ages = fast.generator(7, 17).exponential(1 / 0.0024, count)
    contents = fast.content_at_age(0.3, 1 / 88, ages)
    expected = fast.mean_content(0.3, 1 / 88, 0.0024)
    return np.asarray((contents.mean() - expected) / (contents.std() / math.sqrt(count)))


def released() -> float:
    """Return what is filled in less what is released, per vesicle and second."""
    mean = fast.mean_content(0.3, 1 / 88, 0.0024)
    return (0.3 - mean) / 88 - 0.0024 * mean


def directions() -> Array:
    """Return the least steps of depletion, parkinsonism and (downwards) score over rising occupancy."""
    occupancy = np.linspace(0.0, 0.99, 100)
    content = terminal.table(P, 1.0, 1.0, 1.0).at(occupancy, np.zeros(100)).vesicular
    bound, _ = adaptation.d2_occupancy(content, np.zeros(100), RECEPTOR)
    signal = movement.d2_signal(np.ones(100), bound, RECEPTOR.resting_occupancy)
    score = movement.hyperkinetic_score(np.full(100, 0.3), signal, MOVE)
    index = movement.parkinsonism_index(signal, np.zeros(100), MOVE)
    return np.array([np.diff(-content).min(), np.diff(index).min(), np.diff(-score).min()])


def dots() -> float:
    """Return the dots of a release less those alive and those cleared, summed over half a second."""
    course = solve(Scenario(firing=Firing(0.0), horizon_h=2.0), MODEL)
    simulation, missing = Simulation(course, (Burst(1.0, 1),)), 0
    start = simulation.frame(1.0, 0.001).packets
    for ms in range(0, 500, 13):
        alive = {packet.key for packet in simulation.frame(1.0 + ms / 3.6e6, 0.001).packets}
        cleared = {packet.key for packet in start if packet.lifetime_s <= ms * 1e-3 + 1e-9}
        missing += abs(len(start) - len(alive) - len(cleared)) + len(alive & cleared)
    return missing


def uptake() -> Array:
    return np.array([fast.uptake(1000.0, seconds, VMAX, KM) for seconds in (0.05, 0.1, 0.2, 0.5)])


def tonic_root() -> float:
    """Return tonic dopamine at 4 Hz of the published tissue (quantum 148.03 nM, Dreyer's constants)."""
    quantum = 0.104 * 3000 * 0.06 / 0.21 * fast.NM_PER_MOLECULE_PER_UM3
    return UPTAKE.tonic(4.0 * quantum)


def receptor_closed() -> float:
    end, rate = 0.003 * 80 / (0.003 * 80 + 0.3), 0.003 * 80 + 0.3
    return end + (0.9 - end) * math.exp(-rate * 0.7)


def steady_share() -> float:
    turnover = math.log(2) / 432.0
    return turnover / (turnover + 0.06 * 0.7)


def sites_after_share(half_lives: float) -> float:
    """Return which share of a loss is left."""
    times = np.array([0.0, 432.0 * half_lives])
    return float(1 - binding.intact_sites(times, np.zeros(2), 432.0, 0.06, 0.0)[-1])


def composition() -> Array:
    return transition(CHAIN, 7.3) @ transition(CHAIN, 16.7) - transition(CHAIN, 24.0)


VMAX_KM = SYNAPSE.dat_vmax / SYNAPSE.dat_km

TABLE_2_4 = (
    (0.0, 0.0),
    (0.1, 0.0509),
    (0.3, 0.1634),
    (0.5, 0.3040),
    (0.6, 0.3961),
    (0.7, 0.5164),
    (0.8, 0.6698),
    (0.9, 0.8342),
    (0.95, 0.9171),
    (0.99, 0.9834),
)

CASES = [
    *(
        Case(1, f"depletion is occupancy, {o}", partial(textbook, o, *s), o, 1e-12)
        for o in (0.0, 0.31, 0.7, 1.0)
        for s in ((40.0, 1.0, 1.0, 1.0), (5.0, 10.0, 0.05, 3.0), (200.0, 0.05, 3.0, 12.5))
    ),
    Case(2, "bound at 100 nM", lambda: fast.bound_at_equilibrium(100.0, 30.0), 0.7692308, 5e-8),
    Case(2, "bound at 50 nM", lambda: fast.bound_at_equilibrium(50.0, 30.0), 0.625, 0.0),
    Case(
        3, "half depleted", lambda: fast.peak_reading(fast.content_limit(0.5), SYNAPSE).d2_bound, 0.625, 0.0
    ),
    Case(
        3, "depleted by .7", lambda: fast.peak_reading(fast.content_limit(0.7), SYNAPSE).d2_bound, 0.5, 2e-16
    ),
    Case(4, "dopamine lost in 10 h", lambda: balance()[0], -34.08793, 5e-6),
    Case(4, "dopamine balance", lambda: balance()[1], 0.0, 1e-10),
    Case(5, "biopterin", lambda: balance()[2], 0.0, 1e-11),
    Case(
        5,
        "tyrosine pool",
        lambda: terminal.full_state(HEALTHY, P)["pool"] / float(HEALTHY.tyrosine),
        7.5,
        1e-12,
    ),
    *(Case(6, f"whole terminal, {o}", partial(whole_terminal, o), 0.0, 1e-9) for o, _ in TABLE_2_4),
    Case(6, "saturation at O .7", lambda: saturation(0.7), 0.75555, 5e-6),
    Case(6, "saturation in health", lambda: saturation(0.0), 0.46874, 5e-6),
    Case(6, "depletion at O .7", lambda: 1 - 0.3 * saturation(0.7) / saturation(0.0), 0.5164, 5e-5),
    *(Case(7, f"depletion at O {o}", partial(depletion, o), d, 1e-4) for o, d in TABLE_2_4),
    Case(8, "uptake from 1000 nM", uptake, (833.29675, 673.12354, 382.05826, 6.531603), 5e-6),
    Case(9, "half-life at low dopamine, ms", lambda: 1e3 * UPTAKE.time(1e-7, 0.5e-7), 35.5027, 5e-5),
    Case(9, "1000 to 500 nM, ms", lambda: 1e3 * UPTAKE.time(1000.0, 500.0), 157.454, 5e-4),
    Case(10, "tonic root", tonic_root, 35.44605, 5e-5),
    Case(11, "receptor step", lambda: receptor_step(0.7, 1), receptor_closed(), 1e-14),
    Case(11, "two halves", lambda: receptor_step(0.7, 2) - receptor_step(0.7, 1), 0.0, 1e-14),
    *(
        Case(12, f"molecules after {t} s", partial(molecules, t), 3000 * math.exp(-t * VMAX_KM), 1e-6)
        for t in (1e-4, 1e-3, 0.02)
    ),
    Case(13, "sites after two half-lives", lambda: sites_after(2), 0.2, 1e-14),
    Case(13, "density after three half-lives", lambda: density_after(3), 0.05, 1e-14),
    Case(13, "accumulation", accumulation, 1.7707743, 5e-8),
    Case(13, "nine tenths of the way", lambda: 1 - sites_after_share(math.log2(10)), 0.9, 1e-12),
    Case(13, "half-lives to nine tenths", lambda: math.log2(10), 3.321928, 5e-7),
    Case(14, "just after a dose", periodic, (1.0, 0.44975245, 0.67252704), 5e-9),
    Case(14, "interval means", interval_means, (0.8333333, 0.7213475), 5e-8),
    Case(14, "sixty doses", lambda: after_doses(60) - periodic(), (0.0, 0.0, 0.0), 1e-14),
    Case(15, "composition", lambda: np.abs(composition()).max(), 0.0, 1e-12),
    Case(15, "equal rates", equal_rates, 6.0653066, 5e-8),
    Case(16, "intact at last", blocked_for_good, steady_share(), 1e-12),
    Case(17, "mean content, in standard errors", mean_content, 0.0, 3.0),
    Case(17, "filled in is released", released, 0.0, 1e-17),
    Case(18, "directions", lambda: np.minimum(directions(), 0.0), (0.0, 0.0, 0.0), 0.0),
    Case(18, "density back in health", lambda: density_after(60), 0.0, 1e-15),
    Case(19, "dots", dots, 0.0, 0.0),
]


def test_the_table_is_whole() -> None:
    assert {case.number for case in CASES} == set(range(1, 20))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number} {case.what}")
def test_identity(case: Case) -> None:
    np.testing.assert_allclose(case.found(), case.expected, rtol=0.0, atol=case.within)


@pytest.mark.parametrize("source", [VMAX, 1.5 * VMAX])
def test_release_beyond_re_uptake_is_refused_10(source: float) -> None:
    with pytest.raises(ValueError, match="re-uptake can carry"):
        UPTAKE.tonic(source)
