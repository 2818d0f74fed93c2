"""libRoadRunner on our own export: what a modeller would otherwise pick, at its fastest that is right."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.bench import timing
from vmat2_desktop.documents import sbml
from vmat2_desktop.engine.system import System
from vmat2_desktop.knowledge import Quantity

Array = NDArray[np.float64]

NAME = "libRoadRunner"
NEEDS = "libroadrunner and python-libsbml: pip install libroadrunner python-libsbml"
TOLERANCES = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6, 1e-7)
"""From fast to exact."""
_MOST_STEPS = 100_000
"""Between two times that are asked for."""
_LOOKS = 7
"""At each candidate before the faster one is chosen."""
_NOTHING: Mapping[str, float] = MappingProxyType({})
_FLOOR = 1e-6
"""Of the largest value of a state, below which an absolute tolerance would be 0."""


def missing() -> str | None:
    """Return what is missing to run it, or None."""
    for module in ("roadrunner", "libsbml"):
        try:
            importlib.import_module(module)
        except ImportError:
            return NEEDS
    return None


@dataclass
class Peer:
    """A loaded model with the quantities that are asked of it."""

    system: System
    runner: Any
    wanted: tuple[str, ...]

    @classmethod
    def of(cls, system: System, quantities: Mapping[str, Quantity], observables: Sequence[str]) -> Peer:
        """Load a system; the quantities are those that the observables are read from."""
        roadrunner = importlib.import_module("roadrunner")
        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
        runner = roadrunner.RoadRunner(sbml.text(system, "", quantities))
        runner.integrator.maximum_num_steps = _MOST_STEPS
        wanted = tuple(system.observed.get(name, name) for name in observables)
        runner.timeCourseSelections = [
            f"[{name}]" if sbml.is_species(system, name) and _is_concentration(system, name) else name
            for name in wanted
        ]
        return cls(system, runner, wanted)

    def tolerate(self, relative: float, scales: Mapping[str, float]) -> None:
        """Set the tolerance of every state, relative and absolute as a share of its scale."""
        integrator = self.runner.integrator
        integrator.relative_tolerance = relative
        for item in self.system.species:
            integrator.setIndividualTolerance(item.id, relative * max(scales[item.id], _FLOOR))

    def loosest(
        self, scales: Mapping[str, float], error_of: Callable[[], float], allowed: float
    ) -> tuple[float, float]:
        """Set the loosest tolerance that reaches an error, else the tightest; return it and its error.

        Args:
            scales: by state, its largest value.
            error_of: runs the model and says how far it is off.
            allowed: the error to reach.
        """
        for tolerance in TOLERANCES:
            self.tolerate(tolerance, scales)
            try:
                error = error_of()
            except RuntimeError:  # so loose that the solver loses its way
                error = math.inf
            if error <= allowed:
                break
        return tolerance, error

    def run(self, times_h: Array, changes: Mapping[str, float] = _NOTHING) -> Array:
        """Return what is wanted, (n, wanted).

        Args:
            times_h: (n,) from the start on, in the scenario's hours.
            changes: values of parameters by id, in this run.
        """
        # Times of doses are parameters that events move on: only a full reset brings them back.
        self.runner.resetToOrigin()
        for name, value in changes.items():
            self.runner.setValue(name, value)
        rows = self.runner.simulate(times=(times_h - self.system.start_h).tolist())
        return np.asarray(rows)


QUASI_STEADY, INTEGRATED = "terminal quasi-steady", "every state integrated"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form of the equations on which the peer is right enough, at its loosest tolerance."""

    form: str
    tolerance: float
    error: float
    """Against a tight solution of the same form."""
    run: Callable[[], object]

    @property
    def name(self) -> str:
        """What was timed, for the report."""
        return f"rtol {self.tolerance:g}, {self.form}"


def faster(candidates: Iterable[Candidate]) -> Candidate:
    """Return the candidate that takes the least time: in turns, so that a busy moment favours none."""
    found = list(candidates)
    looks = [[timing.seconds(each.run) for each in found] for _ in range(_LOOKS if len(found) > 1 else 0)]
    least = [min(times) for times in zip(*looks, strict=True)]
    return found[least.index(min(least))] if least else found[0]


def _is_concentration(system: System, name: str) -> bool:
    return any(item.id == name and item.unit == "uM" for item in system.species)
