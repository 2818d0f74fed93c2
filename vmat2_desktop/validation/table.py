"""The validation table: every observation with what the model makes of it, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine import course, reference
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.knowledge.observations import Observation, Observed, Part
from vmat2_desktop.validation import body, clinic, further, genes, receptors
from vmat2_desktop.validation.laboratory import PEOPLE, SEED, Array, Laboratory

ROWS: Mapping[str, body.Row] = MappingProxyType(
    {**body.ROWS, **receptors.ROWS, **clinic.ROWS, **genes.ROWS, **further.ROWS}
)
"""Observation -> what the model has for each of its parts, in their order."""

_ORDER = "PDVCGX"
"""Of the letters of ids: body, receptors, transporter, clinic, genes, further."""

BAR, BAR_V = 0.85, 0.75
"""Shares of the scored rows that must pass, of all and of those that never calibrate."""


class Verdict(StrEnum):
    """What the table says of a row."""

    PASS = "pass"
    MISS = "miss"
    REPORT = "report"
    """Nothing to score."""


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a row."""

    part: Part
    value: float

    @property
    def verdict(self) -> Verdict:
        """Whether the value lies in its tolerance, ends included."""
        if self.part.low is None or self.part.high is None:
            return Verdict.REPORT
        return Verdict.PASS if self.part.low <= self.value <= self.part.high else Verdict.MISS


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    observation: Observation
    found: tuple[Found, ...]

    @property
    def verdict(self) -> Verdict:
        """A miss if any part misses; report if no part is scored."""
        verdicts = {item.verdict for item in self.found}
        return next((known for known in (Verdict.MISS, Verdict.PASS) if known in verdicts), Verdict.REPORT)


@dataclass(frozen=True, slots=True)
class Count:
    """How many scored rows pass."""

    passed: int
    scored: int

    @property
    def share(self) -> float:
        """Of the scored rows; 1 where none is scored."""
        return self.passed / self.scored if self.scored else 1.0


@dataclass(frozen=True, slots=True)
class LiveError:
    """How far the live reading is off the reference in an observable, over the scenarios of the table."""

    observable: str
    momentary: float
    """At worst, as a share of what the reference covers."""
    daily: float
    """The same of the means of days."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that `validate` prints."""

    lines: tuple[Line, ...]
    live: tuple[LiveError, ...]

    def count(self, *, listed: bool = True, use: str | None = None) -> Count:
        """Return how many rows pass: of the dossier's list or of the further ones, of one use or of both."""
        chosen = [
            line.verdict
            for line in self.lines
            if line.observation.listed is listed and use in (None, line.observation.use)
        ]
        scored = [verdict for verdict in chosen if verdict is not Verdict.REPORT]
        return Count(sum(verdict is Verdict.PASS for verdict in scored), len(scored))

    @property
    def bars_met(self) -> bool:
        """Whether enough rows pass, of all and of those that never calibrate."""
        return self.count().share >= BAR and self.count(use="V").share >= BAR_V


def _place(identifier: str) -> tuple[int, str]:
    return _ORDER.index(identifier[0]), identifier


def line(laboratory: Laboratory, observation: Observation) -> Line:
    """Return the row of one observation."""
    values = ROWS[observation.id](laboratory)
    pairs = zip(observation.parts, values, strict=True)
    return Line(observation, tuple(Found(part, float(value)) for part, value in pairs))


def validate(
    model: Model,
    observed: Observed,
    *,
    count: int = PEOPLE,
    seed: int = SEED,
    only: Iterable[str] | None = None,
) -> Table:
    """Return the table: single people by the reference reading, trials by the population.

    Args:
        model: what is known.
        observed: the observations, trials and frequencies.
        count: people in a trial.
        seed: of the people.
        only: ids of observations; None: all.

    Raises:
        KeyError: there is no such observation.
    """
    laboratory = Laboratory(model, observed, reference.solve, count=count, seed=seed)
    known = observed.observations
    wanted = [known[identifier] for identifier in (sorted(known, key=_place) if only is None else only)]
    lines = tuple(line(laboratory, observation) for observation in wanted)
    return Table(lines, live_errors(laboratory))


def live_errors(laboratory: Laboratory) -> tuple[LiveError, ...]:
    """Return how far the live reading is off, at worst over all scenarios that the laboratory has solved."""
    moments: dict[str, float] = {}
    days: dict[str, float] = {}
    covered: dict[str, float] = {}
    for scenario in laboratory.scenarios:
        judge, live = laboratory.course(scenario), course.solve(scenario, laboratory.model)
        for name, values in judge.series.items():
            off = live.series[name] - values
            ends = (float(values.min()), float(values.max()), 0.0)
            covered[name] = max(covered.get(name, 0.0), max(ends) - min(ends))
            moments[name] = max(moments.get(name, 0.0), float(np.abs(off).max()))
            daily = np.abs(_daily_means(judge.time_h, off))
            days[name] = max(days.get(name, 0.0), float(daily.max(initial=0.0)))
    return tuple(
        LiveError(name, moments[name] / span, days[name] / span)
        for name, span in sorted(covered.items())
        if span > 0.0
    )


def _daily_means(times_h: Array, values: Array) -> Array:
    """Return the means of whole days of a piecewise linear curve."""
    area = np.concatenate([[0.0], np.cumsum((values[1:] + values[:-1]) / 2 * np.diff(times_h))])
    days = np.arange(0.0, times_h[-1] + 1e-9, HOURS_PER_DAY)
    return np.asarray(np.diff(np.interp(days, times_h, area)) / HOURS_PER_DAY)
