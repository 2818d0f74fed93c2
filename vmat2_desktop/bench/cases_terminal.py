"""E6: the mechanistic terminal under daily dosing, table of steady states against integration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from vmat2_desktop.bench import timing
from vmat2_desktop.bench.timing import Row, Verdict
from vmat2_desktop.engine import terminal
from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Medicine, Scenario

Array = NDArray[np.float64]

_DAYS = 20
_SETTLED_H = 1.0
"""After the first dose: the quasi-steady reading is for what comes after the first hour of a jump."""
_VESICULAR = terminal.STATES.index("vesicular")
_USUAL_RTOL, _TIGHT_RTOL = 1e-4, 1e-10


def daily_dosing(model: Model) -> Row:
    """E6: vesicular dopamine over twenty days of valbenazine 80 mg, hourly."""
    scenario = Scenario(
        medicines=(Medicine("valbenazine", (DoseCourse(80.0),)),), horizon_h=_DAYS * HOURS_PER_DAY
    )
    course = solve(scenario, model)
    times, occupancy = course.time_h, course.series["vmat2.occupancy"]
    p = course.model.terminal
    blockade = np.zeros_like(occupancy)

    def ours() -> Array:
        return terminal.relative(occupancy, blockade, p, textbook_rung=False).vesicular

    def peer() -> Array:
        return _integrated(times, occupancy, p, _USUAL_RTOL)

    exact = _integrated(times, occupancy, p, _TIGHT_RTOL)
    settled = times >= _SETTLED_H
    error = float(np.max(np.abs(ours() - exact)[settled]))
    peers = float(np.max(np.abs(peer() - exact)))
    what = f"mechanistic terminal, {_DAYS} days of daily dosing, hourly"
    name = f"scipy LSODA, rtol {_USUAL_RTOL:g}"
    row = timing.at_least("E6", what, name, 50.0, timing.paired(ours, peer), error)
    if error > 2e-3:
        return Row("E6", what, row.peer, row.bar, Verdict.FAIL, error=error)
    note = f"the table is built once for each setting of the terminal; peer's error {peers:.1e}"
    return replace(row, note=note)


def _integrated(times: Array, occupancy: Array, p: Any, rtol: float) -> Array:
    steady = terminal.full_state(terminal.steady_state(0.0, 0.0, p), p)
    healthy = np.array([steady[name] for name in terminal.STATES])

    def rates(t: float, state: Array) -> Array:
        return terminal.derivatives(state, p, occupancy=float(np.interp(t, times, occupancy)))

    found = solve_ivp(
        rates, (times[0], times[-1]), healthy, "LSODA", times, rtol=rtol, atol=rtol * 1e-3, max_step=1.0
    )
    return np.asarray(found.y[_VESICULAR] / healthy[_VESICULAR])
