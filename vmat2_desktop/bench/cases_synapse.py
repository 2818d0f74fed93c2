"""E4, E5: the fast synapse, a frame at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from vmat2_desktop.bench import timing
from vmat2_desktop.bench.timing import Row, Verdict
from vmat2_desktop.engine.bouton import Bouton
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.moment import Moment
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.engine.simulation import Simulation

FRAME_S = 1.0 / 60.0
_BOUTONS = 60
_FRAMES = 240
_SLOWEST_PEER = 3.0


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
    return row if error <= 1e-2 else _wrong(row)


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
    for k, (begin, end) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
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
