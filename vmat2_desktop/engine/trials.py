"""Trials and studies of incidence: people as they enter, arms, and what raters write down.

A rated change is the true one, the change on placebo in that trial, and noise that grows with the root of the
baseline score (calibration study, section 1, item 10). Plasticity is computed backward from the score at
entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import people as someone
from vmat2_desktop.engine import population
from vmat2_desktop.engine.chain import Setting
from vmat2_desktop.engine.model import Model, Variability
from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Medicine, Scenario
from vmat2_desktop.engine.walk import signal_at_rest

Array = NDArray[np.float64]

OVERT = 0.5
"""Parkinsonism index of a case: the signal is below the person's own threshold."""
_MOST_BLOCKADE = 0.95
_MOST_PLASTICITY = 1.0
_RESPONSE = 0.5
"""Share of the baseline by which a responder's score falls."""
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Arm:
    """How the medicine is taken."""

    name: str
    steps: tuple[tuple[float, float], ...]
    """(day from the start, mg a day); empty: placebo."""


@dataclass(frozen=True, slots=True)
class Design:
    """A trial."""

    name: str
    condition: Condition
    drug: str
    times_per_day: int
    arms: tuple[Arm, ...]
    last_day: int
    placebo_change: float
    """Change of the rated score on placebo, points."""
    baseline_mean: float
    baseline_cv: float
    least_baseline: float

    def arm(self, name: str) -> Arm:
        """Return the arm of that name.

        Raises:
            KeyError: there is none.
        """
        for arm in self.arms:
            if arm.name == name:
                return arm
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The people of a trial; arrays (n,)."""

    people: People
    baseline: Array
    """True score at entry, points."""
    start: population.Start
    noise: Array
    """Standard normal: what raters add to a change."""


@dataclass(frozen=True, slots=True)
class Result:
    """An arm at the days that were asked for."""

    baseline: Array
    """(n,)"""
    change: Array
    """(days, n) true change of the score."""
    rated: Array
    """(days, n) change as rated."""
    parkinsonism: Array
    """(days, n) daily mean of the index."""
    other: Mapping[str, Array]
    """Observable -> (days, n)."""

    def responders(self) -> Array:
        """Return the share of people whose rated score fell by half, (days,)."""
        return np.asarray((self.rated <= -_RESPONSE * self.baseline).mean(axis=1))

    def overt(self) -> Array:
        """Return the share of people with overt parkinsonism, (days,)."""
        return np.asarray((self.parkinsonism > OVERT).mean(axis=1))


def enrol(
    design: Design, model: Model, count: int, seed: int, frequencies: Mapping[str, float] | None
) -> Enrolled:
    """Return people as they enter a trial; the same people for every trial with the same seed.

    Args:
        design: the trial.
        model: what is known.
        count: how many.
        seed: of the people.
        frequencies: of CYP2D6 alleles, as in `people.draw`.
    """
    people = someone.draw(model, count, seed, frequencies=frequencies)
    z = someone.normal(people.chance)
    sigma = someone.sigma_of_cv(design.baseline_cv)
    wanted = design.baseline_mean * np.exp(sigma * z[:, someone.BASELINE] - sigma**2 / 2)
    wanted = np.clip(wanted, design.least_baseline, 0.95 * model.movement.score_maximum)
    by_blockade = design.condition is Condition.TARDIVE_DYSKINESIA
    blockade = _blockade(people, z, model.variability) if by_blockade else np.zeros(count)
    setting = Setting(Scenario(condition=design.condition), model)
    rest = signal_at_rest(setting, people, blockade, adapted=True)
    move = model.movement
    wanted_drive = move.score_half * wanted / (move.score_maximum - wanted)
    plasticity = np.minimum(wanted_drive / rest, _MOST_PLASTICITY)
    drive = plasticity * rest
    baseline = move.score_maximum * drive / (move.score_half + drive)
    return Enrolled(people, baseline, population.Start(plasticity, blockade), z[:, someone.NOISE])


def _blockade(people: People, z: Array, v: Variability) -> Array:
    drawn = v.trial_blockade_mean + v.trial_blockade_sd * z[:, someone.BLOCKADE]
    taken = people.chance[:, someone.TAKES] < v.trial_antipsychotic_share
    return np.where(taken, np.clip(drawn, 0.0, _MOST_BLOCKADE), 0.0)


def run(
    design: Design,
    arm: Arm,
    model: Model,
    enrolled: Enrolled,
    days: Sequence[int],
    other: Sequence[str] = (),
) -> Result:
    """Return what becomes of the people in an arm.

    Args:
        design: the trial.
        arm: one of its arms.
        model: what is known.
        enrolled: the people.
        days: when they are seen, ascending.
        other: further observables.
    """
    score = "score.tmc" if design.condition is Condition.HUNTINGTON else "score.aims"
    scenario = Scenario(condition=design.condition, medicines=_medicines(design, arm))
    found = population.simulate(
        scenario,
        model,
        enrolled.people,
        days=days,
        keep=(score, "index.parkinsonism", *other),
        start=enrolled.start,
    )
    change = found.values[score].astype(float) - enrolled.baseline
    spread = model.trial.rater_noise * np.sqrt(enrolled.baseline) * enrolled.noise
    return Result(
        enrolled.baseline,
        change,
        change + design.placebo_change + spread,
        found.values["index.parkinsonism"].astype(float),
        {name: found.values[name].astype(float) for name in other},
    )


def _medicines(design: Design, arm: Arm) -> tuple[Medicine, ...]:
    if not arm.steps:
        return ()
    starts = [day * HOURS_PER_DAY for day, _ in arm.steps]
    stops: list[float | None] = [*starts[1:], None]
    times = design.times_per_day
    doses = (
        DoseCourse(mg / times, times, start, stop)
        for (_, mg), start, stop in zip(arm.steps, starts, stops, strict=True)
    )
    return (Medicine(design.drug, tuple(doses)),)


# What becomes of people on an antipsychotic over years


def incidence(
    medicine: Medicine, model: Model, people: People, years: Sequence[float]
) -> NDArray[np.float64]:
    """Return the share of people who are cases of dyskinesia at the end of each year, (years,).

    A case is a score from `variability.case_score` on while the antipsychotic goes on, or one that blockade
    does not explain, by `variability.background_incidence`.
    """
    days = [round(year * _DAYS_A_YEAR) for year in years]
    found = population.simulate(
        Scenario(medicines=(medicine,)), model, people, days=days, keep=("score.aims",)
    )
    v = model.variability
    with_score = found.values["score.aims"] >= v.case_score
    chance = people.chance[:, someone.BACKGROUND]
    background = chance < -np.expm1(-v.background_incidence * np.asarray(years))[:, None]
    return np.asarray((with_score | background).mean(axis=1))


def overt_parkinsonism(medicine: Medicine, model: Model, people: People, day: int) -> tuple[float, float]:
    """Return the mean D2 blockade that PET sees on a day, and the share of people with parkinsonism."""
    found = population.simulate(
        Scenario(medicines=(medicine,)),
        model,
        people,
        days=[day],
        keep=("d2.blockade", "index.parkinsonism"),
    )
    share = float((found.values["index.parkinsonism"][0] > OVERT).mean())
    return float(found.values["d2.blockade"][0].mean()), share
