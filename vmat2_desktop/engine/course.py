"""The slow story, whole: every slow quantity of a scenario over its horizon."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import exposure, metabolism, regimen
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartments, has_plasma, infused
from vmat2_desktop.engine.response import Slow, respond
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Medicine, Scenario

Array = NDArray[np.float64]

_STEPS_H = (1.0, 0.5, 0.25, 1 / 12, 1 / 60)
_FEWEST_POINTS = 1000
_AFTER_A_DOSE_H = (0.0, 0.1, 0.25, 0.5, 0.75, 1.5, 2.5)
"""When the course is solved after a dose, beside the times that it shows: absorption bends it most."""
_TIME_DIGITS = 9
HISTORY_STEP_H = 6.0
HISTORY_DRUG = "haloperidol"


@dataclass(frozen=True, slots=True)
class Course:
    """A solved scenario."""

    scenario: Scenario
    model: Model
    """The model as the scenario overrides it."""
    time_h: Array
    """(n,) ascending from 0 to the horizon, h."""
    series: Mapping[str, Array]
    """Observable id -> (n,) values on `time_h`, in the unit of `observables.unit_of`."""
    doses: Mapping[str, tuple[tuple[float, float], ...]]
    """Drug id -> (time in h, mg) of every dose taken from time 0 on."""
    kinetics: tuple[Kinetics, ...] = ()
    """Exact concentrations of every drug with plasma kinetics."""

    @property
    def score_id(self) -> str:
        """The observable that scores the movements in this condition."""
        return "score.tmc" if self.scenario.condition is Condition.HUNTINGTON else "score.aims"

    def at(self, observable: str, time_h: float) -> float:
        """Return the value at that time, linear between grid points.

        Raises:
            KeyError: the course has no such observable.
        """
        return float(np.interp(time_h, self.time_h, self.series[observable]))


def solve(scenario: Scenario, model: Model, closely_h: Array | None = None) -> Course:
    """Return the course of a scenario.

    Args:
        scenario: what is asked; its overrides are applied to `model` here.
        model: what is known.
        closely_h: (k,) times between 0 and the horizon, h, that the course shows beside those of its grid.

    Raises:
        KeyError: the scenario names a drug or a parameter that the model does not have.
        ValueError: a number lies outside what the equations allow; the message names it.
    """
    model = model.overridden(scenario.overrides)
    medicines = taken(scenario, model)
    shown = grid(scenario.horizon_h)
    if closely_h is not None:
        shown = np.union1d(shown, closely_h)
    times, at = _times_of(shown.tobytes(), *(_timing(medicine, model) for medicine in medicines))
    acting = exposure.modulators(medicines, model, times, scenario.horizon_h)
    over_time = metabolism.targets(acting, times, model.metabolism)
    history = history_of(scenario.condition, model)
    kinetics = exposure.kinetics(
        medicines,
        scenario.person,
        model,
        over_time,
        scenario.horizon_h,
        {} if history is None else {HISTORY_DRUG: history.mg_per_h},
    )
    items = [(item.drug, item.concentrations(times)) for item in kinetics]
    # Their hold on D2 follows concentrations that bend within a step.
    halfway = (times[1:] + times[:-1]) / 2
    between = [
        (item.drug, item.concentrations(halfway)) for item in kinetics if item.drug.kind == "antipsychotic"
    ]
    reaching = exposure.exposure(items, acting, over_time, scenario.person, model, between)
    series, _ = respond(scenario, model, times, reaching, _start(scenario, model))
    enzymes = {f"enzyme.{name}": over_time.of(name) for name in metabolism.ENZYMES}
    plasma = {f"plasma.{moiety}": values for moiety, values in reaching.plasma.items()}
    dosing = {medicine.name: regimen.doses_of(medicine, scenario.horizon_h) for medicine in medicines}
    return Course(
        scenario,
        model,
        shown,
        MappingProxyType({name: values.take(at) for name, values in {**plasma, **enzymes, **series}.items()}),
        MappingProxyType(dosing),
        kinetics,
    )


def grid(horizon_h: float) -> Array:
    """Return the times of a course, h: at most an hour apart, closer where the horizon is short."""
    step = next((step for step in _STEPS_H if horizon_h / step >= _FEWEST_POINTS), _STEPS_H[-1])
    whole = np.arange(0.0, horizon_h, step)
    return np.append(whole, horizon_h)


def _timing(medicine: Medicine, model: Model) -> tuple[bool, tuple[DoseCourse, ...]]:
    """Return when a medicine bends a course, without what it is and how much: whether it is absorbed."""
    return has_plasma(model.drugs[medicine.name]), tuple(replace(course, mg=0.0) for course in medicine.doses)


@lru_cache(maxsize=16)
def _times_of(
    shown_h: bytes, *timings: tuple[bool, tuple[DoseCourse, ...]]
) -> tuple[Array, NDArray[np.intp]]:
    """Return the times that a course is solved on, h, and which of them it shows; most edits keep both."""
    shown = np.frombuffer(shown_h)
    times = _inner_grid(shown, timings)
    at = np.searchsorted(times, shown)
    times.flags.writeable = at.flags.writeable = False
    return times, at


def _inner_grid(shown: Array, timings: Sequence[tuple[bool, tuple[DoseCourse, ...]]]) -> Array:
    """Return the times that the course is solved on, h: those shown, and more where it bends.

    That is when a dose is due, taken or not, and while it is absorbed.
    """
    stop_h, found = float(shown[-1]), [np.zeros(0)]
    for absorbed, courses in timings:
        after = _AFTER_A_DOSE_H if absorbed else (0.0,)
        for course in courses:
            times = [time for time, _ in regimen.doses_of(Medicine("", (course,)), stop_h)]
            offsets = (*after, HOURS_PER_DAY / course.times_per_day)
            found.append((np.array(times)[:, None] + np.array(offsets)).ravel())
            found.append(np.array([stop_h if course.stop_h is None else course.stop_h]))
    # Times that differ by round-off are one.
    more = np.setdiff1d(np.round(np.concatenate(found), _TIME_DIGITS), np.round(shown, _TIME_DIGITS))
    return np.sort(np.concatenate([shown, more[(more > 0.0) & (more < stop_h)]]))


@dataclass(frozen=True, slots=True)
class History:
    """Haloperidol at a constant rate before time 0."""

    hours: float
    mg_per_d: float

    @property
    def mg_per_h(self) -> float:
        """The rate of input."""
        return self.mg_per_d / HOURS_PER_DAY


def history_of(condition: Condition, model: Model) -> History | None:
    """Return the ready-made history behind a condition, or None."""
    h = model.history
    match condition:
        case Condition.TARDIVE_DYSKINESIA:
            return History(h.tardive_dyskinesia_duration * HOURS_PER_DAY, h.tardive_dyskinesia_dose)
        case Condition.DRUG_INDUCED_PARKINSONISM:
            return History(h.parkinsonism_duration * HOURS_PER_DAY, h.parkinsonism_dose)
        case _:
            return None


def taken(scenario: Scenario, model: Model) -> tuple[Medicine, ...]:
    """Return the medicines from time 0 on: those listed, and what the condition goes on with.

    The haloperidol of a ready-made history goes on unless the scenario lists an antipsychotic itself.
    """
    history = history_of(scenario.condition, model)
    listed = {medicine.name for medicine in scenario.medicines}
    if history is None or listed & {drug.id for drug in model.drugs_of_kind("antipsychotic")}:
        return scenario.medicines
    return (Medicine(HISTORY_DRUG, (DoseCourse(history.mg_per_d),)), *scenario.medicines)


def _start(scenario: Scenario, model: Model) -> Slow:
    """Return the slow states at time 0, after the blockade that the condition brings along."""
    if history_of(scenario.condition, model) is None:
        return Slow()
    # Only what matters before time 0: an edit of today's medicines finds the history solved already.
    before = replace(scenario, title="", medicines=(), horizon_h=0.0, overrides=(), seed=0)
    return _solve_history(before, _HashableModel(model))


@dataclass(frozen=True, slots=True)
class _HashableModel:
    """A model compared by the parts that a history depends on."""

    model: Model = field(compare=False)
    parts: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        m = self.model
        haloperidol = tuple(m.drugs[HISTORY_DRUG].parameters.items())
        groups = (m.vmat2, m.terminal, m.receptor, m.movement, m.history, m.synapse, m.metabolism, m.liver)
        object.__setattr__(self, "parts", (*groups, m.amines, m.outcome, haloperidol))


@lru_cache(maxsize=16)
def _solve_history(scenario: Scenario, key: _HashableModel) -> Slow:
    model = key.model
    history = history_of(scenario.condition, model)
    if history is None:
        return Slow()
    steps = max(1, math.ceil(history.hours / HISTORY_STEP_H))
    times = np.linspace(0.0, history.hours, steps + 1)
    drug = model.drugs[HISTORY_DRUG]
    system = compartments(drug, metabolism.unmodulated(scenario.person, model))
    amounts = infused(system, history.mg_per_h, history.hours / steps, len(times))
    plasma = {moiety: np.maximum(amounts @ row, 0.0) for moiety, row in system.outputs.items()}
    nothing = metabolism.Targets(times, {})
    reaching = exposure.exposure([(drug, plasma)], (), nothing, scenario.person, model)
    return respond(replace(scenario, horizon_h=history.hours), model, times, reaching, Slow())[1]
