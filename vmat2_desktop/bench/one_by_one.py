"""One person of a population as equations, with exact daily means: what the peer runs, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.engine.solution import Solution
from vmat2_desktop.engine.system import Species, System

Array = NDArray[np.float64]

SCORE = "score.tmc"
COMPARED: Mapping[str, tuple[str, float]] = {
    "vmat2.occupancy": ("vmat2_occupancy", 1.0),
    "extracellular.dopamine": ("dopamine", 1.0),
    "d2.signal": ("d2_signal", 1.0),
    SCORE: ("score", 28.0),
}
"""Observable -> the quantity whose daily mean it is, and the length of its scale."""
SUMS = tuple(f"sum_{quantity}" for quantity, _ in COMPARED.values())
SCALES = np.array([length for _, length in COMPARED.values()])
_TIGHT = (1e-9, 1e-12)


def with_means(system: System) -> System:
    """Return the equations with a state for each quantity compared that adds it up: means are exact."""
    sums = tuple(
        Species(name, 0.0, quantity, "h") for name, (quantity, _) in zip(SUMS, COMPARED.values(), strict=True)
    )
    return replace(system, species=(*system.species, *sums))


def changes(system: System, people: People, i: int) -> dict[str, float]:
    """Return the parameters of one person by id.

    A factor on a concentration is a factor on what the concentration is compared with.
    """
    values = {item.id: item.value for item in system.parameters}
    factors = {
        "vmat2_ic50": people.potency[i] / people.exposure[i],
        "haloperidol_half_maximal_dose": 1.0 / people.antipsychotic_exposure[i],
        "receptor_upregulation_gain": people.upregulation[i],
    }
    return {name: values[name] * float(factor) for name, factor in factors.items()}


def of_person(system: System, people: People, i: int) -> System:
    """Return the equations of one person."""
    own = changes(system, people, i)
    return replace(
        system,
        parameters=tuple(replace(item, value=own.get(item.id, item.value)) for item in system.parameters),
    )


@dataclass(frozen=True, slots=True)
class Exact:
    """One person, by tight integration."""

    means: Array
    """(days, compared)"""
    scales: Mapping[str, float]
    """By state: the largest value."""

    @classmethod
    def of(cls, system: System, days: NDArray[np.intp]) -> Exact:
        """Integrate one person's equations, with means, and keep some days, (days,), 1 = the first."""
        solution = Solution(system, *_TIGHT)
        states = solution.states(day_times(days))
        largest = np.abs(states).max(axis=0)
        scales = {item.id: float(value) for item, value in zip(system.species, largest, strict=True)}
        return cls(means(states[:, [solution.place(name) for name in SUMS]], days), scales)

    def errors(self, found: Array) -> Array:
        """Return the greatest error of each day, (days,), of daily means, as a share of each scale.

        Args:
            found: (days, compared)
        """
        return np.asarray(np.max(np.abs(found - self.means) / SCALES, axis=1))


def day_times(days: NDArray[np.intp]) -> Array:
    """Return 0 and the begin and end of every kept day, h, ascending."""
    return np.unique(np.concatenate([[0], days - 1, days])) * HOURS_PER_DAY


def means(sums: Array, days: NDArray[np.intp]) -> Array:
    """Return the mean of every kept day, (days, compared), from sums at `day_times`."""
    times = day_times(days)
    ends, begins = (np.searchsorted(times, edge * HOURS_PER_DAY) for edge in (days, days - 1))
    return np.asarray((sums[ends] - sums[begins]) / HOURS_PER_DAY)
