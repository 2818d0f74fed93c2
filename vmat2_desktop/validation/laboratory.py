"""Scenarios and trials that the rows of the validation table ask for, each solved once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import people, trials
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.scenario import (
    HOURS_PER_DAY,
    Condition,
    DoseCourse,
    Food,
    Genotype,
    Liver,
    Medicine,
    Person,
    Scenario,
)
from vmat2_desktop.engine.trials import Enrolled, Result
from vmat2_desktop.knowledge.observations import Observed

Array = NDArray[np.float64]
Solver = Callable[[Scenario, Model], Course]

PEOPLE = 20_000
SEED = 7
POPULATION = "european"
"""Whose allele frequencies the trials have."""
_SAMPLES_PER_HOUR = 60

NORMAL = Person()
POOR = Person(Genotype("*4/*4"))
"""CYP2D6 poor metaboliser."""


def taking(
    name: str, *stretches: tuple[float, float, float | None], a_day: int = 1, food: Food = Food.FASTED
) -> Medicine:
    """Return a medicine; stretches are (mg of a single dose, from day, to day)."""
    doses = (
        DoseCourse(
            mg, a_day, start * HOURS_PER_DAY, None if stop is None else stop * HOURS_PER_DAY, food=food
        )
        for mg, start, stop in stretches
    )
    return Medicine(name, tuple(doses))


def once(name: str, mg: float, food: Food = Food.FASTED) -> Medicine:
    """Return a single dose at time 0."""
    return taking(name, (mg, 0.0, 0.5), food=food)


def liver(function: Liver) -> Person:
    """Return a person with that function of the liver."""
    return Person(liver=function)


class Laboratory:
    """What is known, how a scenario is solved, and everything solved so far."""

    def __init__(
        self,
        model: Model,
        observed: Observed,
        solver: Solver,
        *,
        count: int = PEOPLE,
        seed: int = SEED,
    ) -> None:
        """Open a laboratory.

        Args:
            model: what is known.
            observed: trials and allele frequencies.
            solver: of scenarios of one person.
            count: people in a trial.
            seed: of the people.
        """
        self.model, self.observed, self.count, self.seed = model, observed, count, seed
        self.frequencies = observed.frequencies[POPULATION]
        self.scenarios: list[Scenario] = []
        """Solved so far."""
        self._solver = solver
        self.course = cache(self._course)
        self.trial = cache(self._trial)
        self.enrolled = cache(self._enrolled)
        self.people = cache(self._people)
        self.incidence = cache(self._incidence)

    # One person

    def _course(self, scenario: Scenario) -> Course:
        self.scenarios.append(scenario)
        return self._solver(scenario, self.model)

    def solve(
        self,
        *medicines: Medicine,
        days: float,
        person: Person = NORMAL,
        condition: Condition = Condition.NONE,
    ) -> Course:
        """Return the course of medicines in a person over some days."""
        scenario = Scenario(
            person=person, condition=condition, medicines=medicines, horizon_h=days * HOURS_PER_DAY
        )
        return self.course(scenario)

    def mean(self, course: Course, observable: str, start_d: float, stop_d: float) -> float:
        """Return the mean of an observable between two days."""
        start, stop = start_d * HOURS_PER_DAY, stop_d * HOURS_PER_DAY
        inner = course.time_h[(course.time_h > start) & (course.time_h < stop)]
        times = np.concatenate([[start], inner, [stop]])
        values = np.interp(times, course.time_h, course.series[observable])
        return float(np.trapezoid(values, times) / (stop - start))

    def greatest(self, course: Course, observable: str, start_d: float, stop_d: float) -> float:
        """Return the greatest value of an observable between two days."""
        start, stop = start_d * HOURS_PER_DAY, stop_d * HOURS_PER_DAY
        chosen = (course.time_h >= start) & (course.time_h <= stop)
        return float(course.series[observable][chosen].max())

    def plasma(self, course: Course, moiety: str, start_d: float, stop_d: float) -> tuple[Array, Array]:
        """Return times, h, every minute, and concentrations, ng/mL, of a moiety."""
        start, stop = start_d * HOURS_PER_DAY, stop_d * HOURS_PER_DAY
        times = np.linspace(start, stop, round((stop - start) * _SAMPLES_PER_HOUR) + 1)
        for item in course.kinetics:
            if any(known.id == moiety for known in item.drug.moieties):
                return times, item.concentrations(times)[moiety]
        raise KeyError(moiety)

    def area(self, course: Course, moiety: str, start_d: float, stop_d: float) -> float:
        """Return the area under the concentration of a moiety, ng h/mL."""
        times, values = self.plasma(course, moiety, start_d, stop_d)
        return float(np.trapezoid(values, times))

    def average(self, course: Course, moiety: str, start_d: float, stop_d: float) -> float:
        """Return the mean concentration of a moiety, ng/mL."""
        return self.area(course, moiety, start_d, stop_d) / ((stop_d - start_d) * HOURS_PER_DAY)

    def peak(self, course: Course, moiety: str, start_d: float, stop_d: float) -> tuple[float, float]:
        """Return the time after the start, h, and the height, ng/mL, of the greatest concentration."""
        times, values = self.plasma(course, moiety, start_d, stop_d)
        at = int(np.argmax(values))
        return float(times[at] - times[0]), float(values[at])

    def half_life(self, course: Course, moiety: str, start_d: float, stop_d: float) -> float:
        """Return the half-life, h, between two days."""
        _, values = self.plasma(course, moiety, start_d, stop_d)
        span = (stop_d - start_d) * HOURS_PER_DAY
        return float(span * np.log(2.0) / np.log(values[0] / values[-1]))

    # Many people

    def _people(self, *, alike_in_exposure: bool = False) -> People:
        if alike_in_exposure:
            return people.draw(self.model, self.count, self.seed, antipsychotic_exposure=1.0)
        return people.draw(self.model, self.count, self.seed, frequencies=self.frequencies)

    def _enrolled(self, name: str) -> Enrolled:
        design = self.observed.trials[name]
        return trials.enrol(design, self.model, self.count, self.seed, self.frequencies)

    def _trial(self, name: str, arm: str, days: tuple[int, ...], other: tuple[str, ...] = ()) -> Result:
        design = self.observed.trials[name]
        return trials.run(design, design.arm(arm), self.model, self.enrolled(name), days, other)

    def arm(self, name: str, arm: str, other: Sequence[str] = ()) -> Result:
        """Return an arm of a trial in week 2 and at the end."""
        last = self.observed.trials[name].last_day
        return self.trial(name, arm, (14, last), tuple(other))

    def difference(self, name: str, arm: str, at: int = -1) -> float:
        """Return the mean change of an arm less that on placebo at one of the days of `arm`, points."""
        active, placebo = self.arm(name, arm).change, self.arm(name, "placebo").change
        return float(active[at].mean() - placebo[at].mean())

    def _incidence(self, medicine: Medicine, years: tuple[float, ...]) -> Array:
        return 100.0 * trials.incidence(medicine, self.model, self.people(), years)
