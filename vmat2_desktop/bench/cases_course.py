"""E1: one person, twelve weeks, every observable hourly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.bench import peer, timing
from vmat2_desktop.bench.peer import Candidate, Peer
from vmat2_desktop.bench.quasi_steady import quasi_steady
from vmat2_desktop.bench.timing import Row, Verdict
from vmat2_desktop.engine import course, equations
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Medicine, Rung, Scenario
from vmat2_desktop.engine.solution import Solution
from vmat2_desktop.engine.system import System
from vmat2_desktop.knowledge import Knowledge

Array = NDArray[np.float64]

ALLOWED = 1e-4
TIMES = 10.0
COMPARED = (
    "plasma.valbenazine",
    "brain.inhibitor",
    "vmat2.occupancy",
    "vesicular.content",
    "extracellular.dopamine",
    "d2.occupancy.antipsychotic",
    "d2.density",
    "d2.signal",
    "plasticity",
    "score.aims",
    "index.parkinsonism",
    "index.noradrenaline",
    "index.blood_pressure",
)


def scenario(rung: Rung, days: float = 84.0) -> Scenario:
    """Return the person: haloperidol from the first day on, valbenazine 40 mg for a week, then 80 mg."""
    week = 7 * HOURS_PER_DAY
    return Scenario(
        medicines=(
            Medicine("haloperidol", (DoseCourse(5.0),)),
            Medicine("valbenazine", (DoseCourse(40.0, 1, 0.0, week), DoseCourse(80.0, 1, week))),
        ),
        rung=rung,
        horizon_h=days * HOURS_PER_DAY,
    )


def twelve_weeks(known: Knowledge, days: float = 84.0) -> Iterator[Row]:
    """E1: each rung on the equations that the live reading solves, then on every equation."""
    for rung in Rung:
        asked = scenario(rung, days)
        solved = course.solve(asked, known.model)
        whole = equations.build(asked, known.model)
        forms = {peer.INTEGRATED: whole}
        if rung is Rung.TEXTBOOK:
            forms = {peer.QUASI_STEADY: quasi_steady(whole), **forms}
        truths = {form: Truth.of(system, solved.time_h) for form, system in forms.items()}
        mine = np.stack([solved.series[item] for item in COMPARED], axis=1)
        for form, ending in zip(forms, ("", ", full"), strict=False):
            error, worst = truths[form].error(mine)
            row = Row(
                f"E1 {rung.value}{ending}",
                f"one person, {days / 7:g} weeks hourly, {rung.value} rung; error against {form}",
                f"{peer.NAME} CVODE",
                f">= {TIMES:g} times at <= {ALLOWED:g}",
                Verdict.FAIL,
                error=error,
                note=f"worst: {worst}",
            )
            yield row if error > ALLOWED else _raced(row, asked, solved, truths, known)


def _raced(row: Row, asked: Scenario, solved: Course, truths: Mapping[str, Truth], known: Knowledge) -> Row:
    if (needs := peer.missing()) is not None:
        return replace(row, verdict=Verdict.SKIPPED, note=f"needs {needs}")
    other = peer.faster([truth.candidate(form, known) for form, truth in truths.items()])
    pair = timing.paired(lambda: course.solve(asked, known.model), other.run)
    found = timing.at_least(row.id, row.what, f"{row.peer}, {other.name}", TIMES, pair, row.error or 0.0)
    note = (
        f"{row.note}; peer's error {other.error:.1e}; ours also makes {len(solved.series)} series, the peer"
        f" {len(COMPARED)}"
    )
    return replace(found, bar=row.bar, note=note)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the equations have at given times, by tight integration."""

    system: System
    times_h: Array
    compared: tuple[str, ...]
    values: Array
    """(n, compared)"""
    scales: Mapping[str, float]
    """By state: the largest value."""

    @classmethod
    def of(cls, system: System, times_h: Array, compared: tuple[str, ...] = COMPARED) -> Truth:
        """Integrate a system."""
        solution = Solution(system, 1e-9, 1e-12)
        values = solution.quantities(times_h)
        scales = {item.id: float(np.abs(values[item.id]).max()) for item in system.species}
        columns = [values[system.observed.get(name, name)] for name in compared]
        return cls(system, times_h, compared, np.stack(columns, axis=1), scales)

    def error(self, found: Array) -> tuple[float, str]:
        """Return the greatest error over the range of each observable, 0 included, and where it is."""
        covered = np.maximum(self.values.max(axis=0), 0.0) - np.minimum(self.values.min(axis=0), 0.0)
        off = np.abs(found - self.values) / np.maximum(covered, 1e-12)
        row, column = np.unravel_index(int(np.argmax(off)), off.shape)
        return float(off[row, column]), f"{self.compared[column]} at {self.times_h[row]:g} h"

    def candidate(self, form: str, known: Knowledge) -> Candidate:
        """Return the peer on these equations, as right as we must be."""
        other = Peer.of(self.system, known.quantities, self.compared)
        tolerance, error = other.loosest(self.scales, lambda: self.error(other.run(self.times_h))[0], ALLOWED)
        return Candidate(form, tolerance, error, lambda: other.run(self.times_h))
