"""E4, E5: the fast synapse, a frame at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from vmat2_desktop.bench import peer, timing
from vmat2_desktop.bench.peer import Peer
from vmat2_desktop.bench.timing import Paired, Row, Verdict
from vmat2_desktop.engine.bouton import Bouton
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.moment import Moment
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.engine.system import Event, Parameter, Species, System
from vmat2_desktop.knowledge import Knowledge

FRAME_S = 1.0 / 60.0
_STATES = ("excess", "d2", "d1", "autoreceptor")
_ALLOWED = 1e-2
_BOUTONS = 60
_FRAMES = 240
_SECONDS_PER_HOUR = 3600.0


def sixty_boutons(model: Model) -> Row:
    """E4: sixty boutons of a hundred vesicles, advanced and read at sixty frames a second."""
    course = solve(Scenario(), model)
    error = _receptor_error(course)

    simulation = Simulation(course)

    def round_of_frames() -> float:
        boutons = [simulation.bouton(index) for index in range(_BOUTONS)]
        return timing.seconds(lambda: _play(boutons), shortest_s=0.0) / _FRAMES

    round_of_frames()
    rounds = tuple(round_of_frames() for _ in range(timing.ROUNDS))
    what = f"{_BOUTONS} boutons of 100 vesicles, a frame at 1 s a second"
    row = timing.at_most_share("E4", what, FRAME_S, 0.06, rounds, error)
    return row if error <= _ALLOWED else _wrong(row)


def one_synapse(known: Knowledge, frames: int = 600) -> Row:
    """E5: one synapse, its spikes included, a frame at a time."""
    course = solve(Scenario(), known.model)
    error = _receptor_error(course)
    row = Row(
        "E5",
        f"one synapse, {frames} frames, each asked for in its turn",
        f"{peer.NAME} CVODE, oneStep",
        "<= 3 times slower",
        Verdict.SKIPPED,
        error=error,
    )
    if error > _ALLOWED:
        return _wrong(row)
    if (needs := peer.missing()) is not None:
        return replace(row, note=f"needs {needs}")
    simulation = Simulation(course)
    until = frames * FRAME_S
    other = Peer.of(synapse_system(simulation.bouton(1), until), known.quantities, _STATES)
    tolerance, others = _loosest(other, simulation.bouton(1), frames)

    def ours() -> None:
        bouton = simulation.bouton(1)
        for frame in range(frames):
            at = frame * FRAME_S
            bouton.run(at)
            stretch = bouton.stretch(at)
            stretch.at(at - stretch.begin)

    pair = timing.paired(ours, lambda: _stepped(other, frames))
    each = Paired(pair.ours_s / frames, pair.peer_s / frames, pair.ratios)
    name = f"{row.peer}, rtol {tolerance:g}"
    found = timing.at_most(row.id, row.what, name, 3.0, each, error)
    note = (
        f"peer's error {others:.1e}; ours also draws spikes, releases and docking anew, the peer is told the"
        " releases"
    )
    return replace(found, note=note)


def synapse_system(bouton: Bouton, until_s: float) -> System:
    """Return dopamine and receptors of a bouton as equations, in hours, with each release as an event."""
    bouton.run(until_s)
    moment, start = bouton.moment, bouton.stretch(0.0).first
    values = {
        "floor": moment.floor,
        "vmax": moment.excess.vmax * _SECONDS_PER_HOUR,
        "km": moment.excess.km,
        "other": moment.excess.other * _SECONDS_PER_HOUR,
    }
    rates = {"excess": "-vmax * excess / (km + excess) - other * excess"}
    for name in _STATES[1:]:
        binding = getattr(moment, name)
        values[f"{name}_on"] = binding.on / (1.0 + binding.antagonism) * _SECONDS_PER_HOUR
        values[f"{name}_off"] = binding.off * _SECONDS_PER_HOUR
        rates[name] = f"{name}_on * (floor + excess) * (1 - {name}) - {name}_off * {name}"
    return System(
        0.0,
        until_s / _SECONDS_PER_HOUR,
        tuple(Parameter(name, value, "1") for name, value in values.items()),
        (),
        tuple(Species(name, getattr(start, name), rate, "1") for name, rate in rates.items()),
        tuple(
            Event(at / _SECONDS_PER_HOUR, (("excess", moment.rise * content),))
            for at, content in bouton.releases()
        ),
    )


def _stepped(other: Peer, frames: int) -> list[Any]:
    """Return the states at the end of every frame."""
    runner = other.runner
    runner.resetToOrigin()
    step = FRAME_S / _SECONDS_PER_HOUR
    found = []
    for frame in range(frames):
        runner.oneStep(frame * step, step)
        found.append(runner.getSelectedValues())
    return found


def _loosest(other: Peer, bouton: Bouton, frames: int) -> tuple[float, float]:
    """Return the loosest tolerance at which the peer is as right as we must be, and its error."""
    times = np.linspace(0.0, frames * FRAME_S, frames + 1)
    bouton.run(float(times[-1]))
    exact = _integrated(bouton, times)[1:]
    scales = dict(zip(_STATES, np.abs(exact).max(axis=0).tolist(), strict=True))
    span = np.maximum(np.ptp(exact, axis=0), 1e-9)

    def error() -> float:
        return float(np.max(np.abs(np.array(_stepped(other, frames)) - exact) / span))

    return other.loosest(scales, error, _ALLOWED)


def _play(boutons: list[Bouton]) -> None:
    for frame in range(_FRAMES):
        at = frame * FRAME_S
        for bouton in boutons:
            bouton.run(at)
            stretch = bouton.stretch(at)
            stretch.at(at - stretch.begin)
            bouton.contents(at)


def _receptor_error(course: Course) -> float:
    """Return the error of dopamine and receptors over a second with releases, relative to their ranges."""
    bouton = Simulation(course).bouton(1)
    times = np.linspace(0.0, 10.0, 601)
    ours = []
    for at in times:
        bouton.run(at)
        stretch = bouton.stretch(at)
        ours.append(stretch.at(at - stretch.begin))
    exact = _integrated(bouton, times)
    span = np.maximum(np.ptp(exact, axis=0), 1e-9)
    return float(np.max(np.abs(np.array(ours) - exact) / span))


def _integrated(bouton: Bouton, times: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
    """Return the same states by a tight adaptive solver, restarted at every release."""
    moment = bouton.moment
    jumps = bouton.releases()
    state = np.array(bouton.stretch(0.0).at(0.0))
    rows = np.empty((len(times), 4))
    edges = [0.0, *(at for at, _ in jumps), float(times[-1])]
    for k, (begin, end) in enumerate(pairwise(edges)):
        if k:
            state = state + np.array([moment.rise * jumps[k - 1][1], 0.0, 0.0, 0.0])
        inside = np.flatnonzero((times >= begin) & (times <= end))
        if end > begin:
            found = solve_ivp(
                _rates(moment), (begin, end), state, "LSODA", dense_output=True, rtol=1e-10, atol=1e-12
            )
            assert found.sol is not None
            rows[inside] = found.sol(times[inside]).T
            state = found.y[:, -1]
    return rows


def _rates(moment: Moment) -> Callable[[float, Any], list[float]]:
    def rates(_t: float, state: Any) -> list[float]:
        excess = max(float(state[0]), 0.0)
        level = moment.floor + excess
        bindings = (moment.d2, moment.d1, moment.autoreceptor)
        bound = [item.rate(float(share), level) for item, share in zip(bindings, state[1:], strict=True)]
        return [-moment.excess.rate(excess), *bound]

    return rates


def _wrong(row: Row) -> Row:
    return Row(row.id, row.what, row.peer, row.bar, Verdict.FAIL, error=row.error)
