"""The reference reading of a scenario: every equation integrated; slower than the live one, and its judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import course, equations, pharmacokinetics, regimen
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.pharmacokinetics import Kinetics
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.engine.solution import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE, Solution

Array = NDArray[np.float64]


_LEAST_RANGE = 1e-9
"""Of a series that stands still, so that round-off is no error."""


@dataclass(frozen=True)
class IntegratedKinetics(Kinetics):
    """One drug's amounts as the reference reading has them."""

    solution: Solution = field(kw_only=True, compare=False)

    def amounts(self, times_h: Array) -> Array:
        """Return the amounts, mg, (n, compartments) at ascending times, (n,) h."""
        names = pharmacokinetics.compartment_names(self.drug, food=bool(self.fed_h))
        columns = [self.solution.place(f"{self.drug.id}_{name}") for name in names]
        return np.asarray(self.solution.states(times_h)[:, columns])


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the live reading is off the reference at worst."""

    absolute: float
    """In the observable's unit."""
    relative: float
    """Over the range that the reference covers, 0 included."""
    at_h: float
    """When it is."""


def solve(
    scenario: Scenario,
    model: Model,
    *,
    relative_tolerance: float = RELATIVE_TOLERANCE,
    absolute_tolerance: float = ABSOLUTE_TOLERANCE,
) -> Course:
    """Return the course of a scenario by integrating its equations, on the grid of the live reading.

    Args:
        scenario: what is asked; its overrides are applied to `model` here.
        model: what is known.
        relative_tolerance: of each local step of the solver.
        absolute_tolerance: the same, in the unit of each species.

    Raises:
        KeyError: the scenario names a drug or a parameter that the model does not have.
        ValueError: a number lies outside what the equations allow; the message names it.
        ArithmeticError: the solver gets no further.
    """
    system = equations.build(scenario, model)
    solution = Solution(system, relative_tolerance, absolute_tolerance)
    times = course.grid(scenario.horizon_h)
    values = solution.quantities(times)
    changed = model.overridden(scenario.overrides)
    kinetics = tuple(
        IntegratedKinetics(
            item.drug, item.steps, item.doses, item.stop_h, item.fed_h, item.infused_before, solution=solution
        )
        for item in equations.drugs_of(scenario, changed)
    )
    doses = {
        medicine.name: regimen.doses_of(medicine, scenario.horizon_h)
        for medicine in course.taken(scenario, changed)
    }
    return Course(
        scenario,
        changed,
        times,
        MappingProxyType({name: values[source] for name, source in system.observed.items()}),
        MappingProxyType(doses),
        kinetics,
    )


def error_of_live(scenario: Scenario, model: Model) -> Mapping[str, Difference]:
    """Return for every observable how far the live reading is off the reference over the course."""
    live, reference = course.solve(scenario, model), solve(scenario, model)
    return {
        name: difference(reference.time_h, live.series[name], values)
        for name, values in reference.series.items()
    }


def difference(times_h: Array, live: Array, reference: Array) -> Difference:
    """Return how far one series is off another at worst, all (n,)."""
    off = np.abs(live - reference)
    worst = int(np.argmax(off))
    covered = max(float(reference.max()), 0.0) - min(float(reference.min()), 0.0)
    relative = float(off[worst]) / max(covered, _LEAST_RANGE)
    return Difference(float(off[worst]), relative, float(times_h[worst]))
