"""What a medicine does at each of several doses, once it has been taken for a while.

Every dose is a course of its own, so that each point is exactly what the traces would show there. (A
population whose people differ in exposure gives the same in one go, but not every observable: the tests
compare.) They come one by one, so that a window can go on between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Food, Medicine, Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """The last day on one dose."""

    mg_per_day: float
    mean: Mapping[str, float]
    """Observable -> mean of the day."""
    low: Mapping[str, float]
    """Lowest value of the day."""
    high: Mapping[str, float]
    """Highest value of the day."""


@dataclass(frozen=True, slots=True)
class DoseResponse:
    """Every dose, ascending."""

    mg_per_day: Array
    """(n,)"""
    mean: Mapping[str, Array]
    """Observable -> (n,), in the unit of `observables.unit_of`."""
    low: Mapping[str, Array]
    high: Mapping[str, Array]


def on_dose(scenario: Scenario, drug: str, mg_per_day: float, days: int) -> Scenario:
    """Return the scenario in which a drug is taken at one dose from the first to the last of some days.

    How often it is taken, and whether with food, is as on its last stretch in the scenario. No dose at all:
    it is listed, but not taken.
    """
    listed = scenario.medicine(drug)
    last = listed.doses[-1] if listed is not None and listed.doses else None
    often, food = (1, Food.FASTED) if last is None else (last.times_per_day, last.food)
    doses = (DoseCourse(mg_per_day / often, often, food=food),) if mg_per_day > 0.0 else ()
    others = tuple(medicine for medicine in scenario.medicines if medicine.name != drug)
    return replace(
        scenario, title="", medicines=(*others, Medicine(drug, doses)), horizon_h=days * HOURS_PER_DAY
    )


def answers(
    scenario: Scenario,
    model: Model,
    drug: str,
    doses: Iterable[float],
    days: int,
    observables: Sequence[str],
) -> Iterator[Answer]:
    """Yield what some doses of a drug do in a scenario that is otherwise as it is, one by one.

    Args:
        scenario: what is asked.
        model: what is known.
        drug: whose dose varies.
        doses: mg a day; none is negative.
        days: how long each is taken; the last of them is looked at.
        observables: ids that a course has.

    Raises:
        KeyError: the model has no such drug, or the course no such observable.
        ValueError: there is no day to look at, a dose is negative, or the equations refuse it.
    """
    if days < 1:
        raise ValueError("A dose must be taken for at least a day.")
    for mg in doses:
        if mg < 0.0:
            raise ValueError(f"{mg:g} mg is no dose.")
        yield answer(solve(on_dose(scenario, drug, mg, days), model), mg, observables)


def answer(course: Course, mg_per_day: float, observables: Sequence[str]) -> Answer:
    """Return the last day of a course."""
    last = course.time_h >= course.time_h[-1] - HOURS_PER_DAY
    times = course.time_h[last]
    series = {name: course.series[name][last] for name in observables}
    span = float(times[-1] - times[0])
    return Answer(
        mg_per_day,
        {name: float(np.trapezoid(values, times) / span) for name, values in series.items()},
        {name: float(values.min()) for name, values in series.items()},
        {name: float(values.max()) for name, values in series.items()},
    )


def together(found: Iterable[Answer]) -> DoseResponse:
    """Return answers, in any order, as arrays over the dose."""
    ordered = sorted(found, key=lambda one: one.mg_per_day)
    names = tuple(ordered[0].mean) if ordered else ()

    def arrays(of: Sequence[Mapping[str, float]]) -> Mapping[str, Array]:
        return MappingProxyType({name: np.array([one[name] for one in of]) for name in names})

    return DoseResponse(
        np.array([one.mg_per_day for one in ordered]),
        arrays([one.mean for one in ordered]),
        arrays([one.low for one in ordered]),
        arrays([one.high for one in ordered]),
    )


def curve(
    scenario: Scenario,
    model: Model,
    drug: str,
    doses: Iterable[float],
    days: int,
    observables: Sequence[str],
) -> DoseResponse:
    """Return the whole curve at once; arguments and errors as of `answers`."""
    return together(answers(scenario, model, drug, doses, days, observables))
