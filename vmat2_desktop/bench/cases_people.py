"""E2, E3: many people over a year, against one person after another in the peer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.bench import one_by_one, peer, timing
from vmat2_desktop.bench.one_by_one import COMPARED, SCORE, SUMS, Exact
from vmat2_desktop.bench.peer import Candidate, Peer
from vmat2_desktop.bench.quasi_steady import quasi_steady
from vmat2_desktop.bench.timing import Paired, Row, Verdict
from vmat2_desktop.engine import equations, population
from vmat2_desktop.engine.people import People, draw
from vmat2_desktop.engine.population import Outcome
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Medicine, Scenario
from vmat2_desktop.engine.system import System
from vmat2_desktop.knowledge import Knowledge

Array = NDArray[np.float64]
Days = NDArray[np.intp]

NODES = (5, 6, 8, 12, 16, 24)
"""Ours: moments of a day, from fast to exact."""
ROUNDS = 3
_WHY_FEW = f"{ROUNDS} rounds, as each takes long"
_SEED = 11
_MISSED = 0.2
_KEPT_EVERY = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """How many times faster at what error."""

    times: float
    error: float


E2_BARS = (Bar(200.0, 1e-3), Bar(100.0, 1e-4))
E3_BARS = (Bar(1000.0, 1e-3),)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is computed."""

    people: int = 10_000
    days: int = 365
    sample: int = 6
    """People whom the peer computes; the others are taken to cost as much."""


def irregular(days: int) -> Scenario:
    """Return Huntington disease with haloperidol and valbenazine, one dose in five missed by chance."""
    chance = np.random.default_rng(_SEED)

    def missed(first: int, last: int) -> tuple[float, ...]:
        return tuple(day * HOURS_PER_DAY for day in range(first, last) if chance.uniform() < _MISSED)

    change = days // 3
    change_h = change * HOURS_PER_DAY
    lower = DoseCourse(40.0, 1, 0.0, change_h, missed(1, change))
    higher = DoseCourse(80.0, 1, change_h, None, missed(change, days))
    return _scenario(days, (DoseCourse(5.0, 1, 0.0, None, missed(1, days)),), (lower, higher))


def constant(days: int) -> Scenario:
    """Return the same person with the same doses every day."""
    return _scenario(days, (DoseCourse(5.0),), (DoseCourse(80.0),))


def _scenario(days: int, usual: tuple[DoseCourse, ...], inhibitor: tuple[DoseCourse, ...]) -> Scenario:
    return Scenario(
        condition=Condition.HUNTINGTON,
        medicines=(Medicine("haloperidol", usual), Medicine("valbenazine", inhibitor)),
        horizon_h=days * HOURS_PER_DAY,
    )


def year(known: Knowledge, size: Size) -> Iterator[Row]:
    """E2 and E3."""
    many = f"{size.people} people, {size.days} days"
    yield from _Race(f"{many}, one dose in five missed", irregular(size.days), known, size).rows(
        "E2", E2_BARS
    )
    what = f"{many}, the same doses every day; special case: days that repeat are not computed anew"
    yield from _Race(what, constant(size.days), known, size).rows("E3", E3_BARS)


class _Race:
    """One scenario, ours for all people and the peer's for some of them."""

    def __init__(self, what: str, asked: Scenario, known: Knowledge, size: Size) -> None:
        self.what, self.asked, self.known, self.size = what, asked, known, size
        self.days: Days = np.unique([1, *range(_KEPT_EVERY, size.days + 1, _KEPT_EVERY)])
        self.people: People = draw(known.model, size.people, _SEED)
        self.chosen = np.linspace(0, size.people - 1, size.sample).astype(int).tolist()
        whole = equations.build(asked, known.model)
        self.forms: dict[str, System] = {
            peer.QUASI_STEADY: one_by_one.with_means(quasi_steady(whole)),
            peer.INTEGRATED: one_by_one.with_means(whole),
        }
        self.truths = {form: self._exact(system, self.chosen) for form, system in self.forms.items()}

    def _exact(self, system: System, chosen: Sequence[int]) -> list[Exact]:
        return [Exact.of(one_by_one.of_person(system, self.people, i), self.days) for i in chosen]

    def rows(self, identifier: str, bars: Sequence[Bar]) -> Iterator[Row]:
        missing = peer.missing()
        others = {
            form: None if missing else Peer.of(system, self.known.quantities, SUMS)
            for form, system in self.forms.items()
        }
        for bar in bars:
            nodes, outcome = self._fewest_nodes(bar.error)
            on_first, error = self._errors(outcome, self.truths[peer.QUASI_STEADY])
            on_first_whole, whole = self._errors(outcome, self.truths[peer.INTEGRATED])
            row = Row(
                identifier,
                f"{self.what}; error against {peer.QUASI_STEADY}",
                f"{peer.NAME} CVODE in a loop over {self.size.sample} of them",
                f">= {bar.times:g} times at <= {bar.error:g} after the first day",
                Verdict.FAIL,
                error=error,
                note=f"{nodes} nodes a day, the fewest that do in this sample; first day {on_first:.1e}",
            )
            if error <= bar.error:
                if missing:
                    row = replace(row, verdict=Verdict.SKIPPED, note=f"needs {missing}; {row.note}")
                else:
                    found = {form: other for form, other in others.items() if other is not None}
                    row = self._timed(row, bar, found, nodes)
            yield row
            yield against_every_state(row, self.what, bar, whole, on_first_whole)

    def _ours(self, nodes: int) -> Outcome:
        return population.simulate(
            self.asked,
            self.known.model,
            self.people,
            days=self.days.tolist(),
            keep=tuple(COMPARED),
            nodes_a_day=nodes,
        )

    def _fewest_nodes(self, allowed: float) -> tuple[int, Outcome]:
        for nodes in NODES:
            outcome = self._ours(nodes)
            if self._errors(outcome, self.truths[peer.QUASI_STEADY])[1] <= allowed:
                break
        return nodes, outcome

    def _errors(self, outcome: Outcome, exact: Sequence[Exact]) -> tuple[float, float]:
        found = [
            np.stack([outcome.values[name][:, i] for name in COMPARED], axis=1).astype(np.float64)
            for i in self.chosen
        ]
        return _worst(exact, found)

    def _loop(self, other: Peer) -> list[Array]:
        times, found = one_by_one.day_times(self.days), []
        for i in self.chosen:
            own = one_by_one.changes(other.system, self.people, i)
            found.append(one_by_one.means(other.run(times, own), self.days))
        return found

    def _candidate(self, form: str, other: Peer, allowed: float) -> Candidate:
        exact = self.truths[form]
        tolerance, error = other.loosest(
            exact[0].scales, lambda: _worst(exact, self._loop(other))[1], allowed
        )
        return Candidate(form, tolerance, error, lambda: self._loop(other))

    def _timed(self, row: Row, bar: Bar, others: Mapping[str, Peer], nodes: int) -> Row:
        other = peer.faster([self._candidate(form, each, bar.error) for form, each in others.items()])
        pair = timing.paired(lambda: self._ours(nodes), other.run, ROUNDS)
        each = self.size.people / self.size.sample
        scaled = Paired(pair.ours_s, pair.peer_s * each, tuple(ratio * each for ratio in pair.ratios))
        name = f"{row.peer}, {other.name}"
        found = timing.at_least(row.id, row.what, name, bar.times, scaled, row.error or 0.0)
        return replace(found, bar=row.bar, note=f"peer's error {other.error:.1e}; {row.note}; {_WHY_FEW}")


def against_every_state(row: Row, what: str, bar: Bar, error: float, on_first: float) -> Row:
    """Return the same race judged against every state integrated: without a time where that is too much."""
    found = replace(
        row,
        id=f"{row.id}, full",
        what=f"{what}; error against {peer.INTEGRATED}",
        error=error,
        note=f"first day {on_first:.1e}",
    )
    if error <= bar.error:
        return found
    return Row(found.id, found.what, found.peer, found.bar, Verdict.FAIL, error=error, note=found.note)


def _worst(exact: Sequence[Exact], found: Sequence[Array]) -> tuple[float, float]:
    """Return the greatest error on the first day and on later ones."""
    errors = np.array([one.errors(means) for one, means in zip(exact, found, strict=False)])
    return float(errors[:, 0].max()), float(errors[:, 1:].max())


def percentiles(known: Knowledge, count: int, days: int) -> Array:
    """Return the 5th, 50th and 95th percentile of the score once a week, (3, weeks), with missed doses."""
    weekly = range(_KEPT_EVERY, days + 1, _KEPT_EVERY)
    people = draw(known.model, count, _SEED)
    outcome = population.simulate(irregular(days), known.model, people, days=weekly, keep=(SCORE,))
    return outcome.percentiles(SCORE, (5.0, 50.0, 95.0))
