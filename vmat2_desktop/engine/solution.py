"""A System integrated as it stands, from event to event, by a stiff solver (VODE, BDF of variable order)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import ode

from vmat2_desktop.engine import compiled
from vmat2_desktop.engine.system import System

Array = NDArray[np.float64]

RELATIVE_TOLERANCE = 1e-10
ABSOLUTE_TOLERANCE = 1e-13
"""Of each local step, in the unit of each species."""

_TOO_CLOSE_H = 1e-9
"""Less than this after a restart the solver cannot begin; nothing has moved by then."""
_MOST_STEPS = 1_000_000
"""Between two times that are asked for."""


@dataclass(eq=False)
class Solution:
    """The states of a system at any time from its start on, past its end without further events.

    The solver restarts at every event. States just after each event are kept, so that a second look at a
    stretch of time integrates that stretch alone.
    """

    system: System
    relative_tolerance: float = RELATIVE_TOLERANCE
    absolute_tolerance: float = ABSOLUTE_TOLERANCE
    _kept: list[Array] = field(init=False, repr=False)
    _held: list[list[float]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        system = self.system
        self._rates = compiled.rates(system)
        self._settable = compiled.settable(system)
        self._places = {item.id: place for place, item in enumerate(system.species)}
        self._starts = np.array([system.start_h, *(event.time_h for event in system.events)])
        self._kept = [np.array([item.initial for item in system.species])]
        values = {item.id: item.value for item in system.parameters}
        self._held = [[values[name] for name in self._settable]]
        for event in system.events:
            values.update(event.settings)
            self._held.append([values[name] for name in self._settable])

    def states(self, times_h: Array) -> Array:
        """Return every species, (n, species), at ascending times, (n,) h; just after an event at its time.

        Raises:
            ValueError: a time lies before the start.
            ArithmeticError: the solver gets no further.
        """
        if len(times_h) and times_h[0] < self._starts[0]:
            raise ValueError(f"The course begins at {self._starts[0]:g} h.")
        segments = self._segments(times_h)
        rows = [np.empty((0, len(self._places)))]
        for segment in range(int(segments[-1]) + 1 if len(times_h) else 0):
            asked = times_h[segments == segment]
            if len(asked) or segment + 1 == len(self._kept):
                rows.append(self._integrated(segment, asked, last=segment == segments[-1]))
        return np.concatenate(rows)

    def quantities(self, times_h: Array) -> Mapping[str, Array]:
        """Return every parameter, assignment and species, (n,) by id, at ascending times, (n,) h."""
        states = self.states(times_h)
        columns = {name: states[:, place] for name, place in self._places.items()}
        held = np.array(self._held)[self._segments(times_h)]
        columns |= {name: held[:, k] for k, name in enumerate(self._settable)}
        return compiled.quantities(self.system, columns)

    def place(self, species: str) -> int:
        """Return the column of a species in `states`."""
        return self._places[species]

    def _segments(self, times_h: Array) -> NDArray[np.intp]:
        return np.searchsorted(self._starts, times_h, side="right") - 1

    def _integrated(self, segment: int, times_h: Array, *, last: bool) -> Array:
        """Return the states at times within a segment; keep what the next one begins with unless `last`."""
        start = self._starts[segment]
        solver = ode(self._rates).set_integrator(
            "vode",
            method="bdf",
            with_jacobian=True,
            rtol=self.relative_tolerance,
            atol=self.absolute_tolerance,
            nsteps=_MOST_STEPS,
        )
        solver.set_f_params(self._held[segment]).set_initial_value(self._kept[segment], start)
        rows = [
            self._kept[segment] if time < start + _TOO_CLOSE_H else _advanced(solver, time)
            for time in times_h.tolist()
        ]
        if not last and segment + 1 == len(self._kept):
            state = _advanced(solver, float(self._starts[segment + 1])).copy()
            for name, amount in self.system.events[segment].additions:
                state[self._places[name]] += amount
            self._kept.append(state)
        return np.array(rows).reshape(len(rows), len(self._places))


def _advanced(solver: ode, time_h: float) -> Array:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # said below, in our words
        state = np.asarray(solver.integrate(time_h), float)
    if not solver.successful() or not np.isfinite(state).all():
        raise ArithmeticError(f"The equations cannot be integrated past {solver.t:g} h.")
    return state
