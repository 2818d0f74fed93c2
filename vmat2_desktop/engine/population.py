"""Any scenario over many people: the live reading with daily steps, over arrays.

Kinetics are solved once for each CYP2D6 activity (profiles.py). Within a day the fast chain is evaluated at
nodes, so that daily means are quadratures (chain.py). The means are smooth in what differs between people:
they are evaluated on a lattice and interpolated (lattice.py, surface.py), and on the days that are kept the
chain runs for everybody. Density, plasticity, network and blood pressure take one exact exponential step a
day (walk.py).

Error against `course.solve` on a fine grid, one person, daily means: about 1e-4 of each scale, at most 5e-4
(1e-3 for the steep indices) on a day of change, and 5e-3 on the first day of an antipsychotic and of the
steep indices where it swings within the day.

A daily mean of the score must be a mean over the nodes: the score is concave in the signal, and the score of
the day's mean signal is 4e-4 of the scale off under valbenazine once a day, at whatever step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import amines, metabolism, movement, observed, profiles, response
from vmat2_desktop.engine.chain import Points, Setting
from vmat2_desktop.engine.course import HISTORY_DRUG, history_of, taken
from vmat2_desktop.engine.lattice import Lattice, cubic, lattice
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.profiles import Profile
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.engine.surface import Blockade, blockade_of, steady_blockade, surface
from vmat2_desktop.engine.walk import Slow, Walk, signal_at_rest

Array = NDArray[np.float64]

CHUNK = 2048
"""People at a time: their arrays stay in the processor's cache."""
_LATTICE = 0.1
"""Spacing of the logarithm of the exposures to antipsychotics for which D2 blockade is followed."""
_HISTORY_NODES = 4


@dataclass(frozen=True, slots=True)
class Start:
    """What people bring along at time 0 instead of the history of a condition; each (n,)."""

    plasticity: Array
    blockade: Array
    """D2 blockade by a steady antipsychotic, which goes on instead of any that the scenario names."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was kept of n people."""

    days: NDArray[np.intp]
    """(k,) day d is the 24 h that end d days after the start."""
    values: Mapping[str, NDArray[np.float32]]
    """Observable, or observable.max -> (k, n) mean, or greatest value at the nodes, of that day."""

    def percentiles(self, observable: str, at: Sequence[float]) -> Array:
        """Return the percentiles, each 0 to 100, of an observable, (len(at), k)."""
        return np.asarray(np.percentile(self.values[observable], at, axis=1))


def simulate(
    scenario: Scenario,
    model: Model,
    people: People,
    *,
    days: Sequence[int],
    keep: Sequence[str],
    start: Start | None = None,
    nodes_a_day: int = profiles.NODES_A_DAY,
) -> Outcome:
    """Return the outcome of a scenario in people.

    Args:
        scenario: what is asked; the last of `days` is its horizon, the CYP2D6 diplotype each person's own.
        model: what is known.
        people: who they are.
        days: the days that are kept, 1 = the first.
        keep: observables, as daily means, or with `.max` as the day's greatest value.
        start: the state at time 0 instead of what the condition brings along.
        nodes_a_day: moments of a day without doses at which the fast chain is evaluated.

    Raises:
        KeyError: the scenario names a drug or a parameter that the model does not have.
        ValueError: no day, a day before the first, or an observable that a population does not have.
    """
    chosen = np.unique(np.asarray(days, np.intp))
    if not len(chosen) or chosen[0] < 1:
        raise ValueError("A population needs days to keep, the first of them at least day 1.")
    for name in keep:
        if sentence := observed.complaint(name):
            raise ValueError(sentence)
    model = model.overridden(scenario.overrides)
    values = {name: np.empty((len(chosen), len(people)), np.float32) for name in keep}
    scales = _scales(people.antipsychotic_exposure)
    for members, own in _by_activity(scenario, people, model):
        chosen_start = None if start is None else Start(start.plasticity[members], start.blockade[members])
        group = _Group(Setting(own, model), people.part(members), scales, chosen_start)
        for part, row, found in group.through(chosen, keep, nodes_a_day):
            for name, value in found.items():
                values[name][row, members[part]] = value
    return Outcome(chosen, values)


def _by_activity(
    scenario: Scenario, people: People, model: Model
) -> Iterator[tuple[NDArray[np.intp], Scenario]]:
    """Yield the people of each CYP2D6 activity, and the scenario with a diplotype that has it."""
    names, which = np.unique(people.diplotype, return_inverse=True)
    scores = np.array([metabolism.activity_score(str(name), model.cyp2d6_activity) for name in names])
    for score in np.unique(scores):
        diplotype = str(names[int(np.argmax(scores == score))])
        genotype = replace(scenario.person.genotype, cyp2d6=diplotype)
        own = replace(scenario, person=replace(scenario.person, genotype=genotype))
        yield np.flatnonzero(scores[which] == score), own


def _scales(factors: Array) -> Array:
    """Return the logarithms of the exposures for which D2 blockade is followed: evenly spaced about all."""
    at = np.log(np.maximum(factors, 1e-12)) / _LATTICE
    low, high = math.floor(at.min()), math.ceil(at.max())
    if low == high:
        return _LATTICE * np.array([float(low)])
    return _LATTICE * np.arange(low - 1, high + 2)


class _Group:
    """People of one CYP2D6 activity on their way through the days."""

    def __init__(self, setting: Setting, people: People, scales: Array, start: Start | None) -> None:
        self.setting, self.people, self.scales = setting, people, scales
        self.steady = None if start is None else start.blockade
        self.factor = np.log(np.maximum(people.antipsychotic_exposure, 1e-12))
        count = len(people)
        plasticity = np.zeros(count)
        if setting.scenario.condition in response.BY_CAUSE:
            score = response.baseline_score(setting.scenario, setting.model)
            plasticity[:] = movement.drive_of_score(score, setting.model.movement)
        if start is not None:
            plasticity = start.plasticity.copy()
        full = amines.store(np.array([setting.expression]), setting.model.amines.noradrenaline_reserve)
        pressure = amines.pressure_target(full, np.ones(1), setting.model.amines)
        self.slow = Slow(plasticity, np.zeros(count), np.full(count, pressure[0]))
        self.growth = np.zeros(len(scales))

    def through(
        self, days: NDArray[np.intp], keep: Sequence[str], nodes_a_day: int
    ) -> Iterator[tuple[slice, int, dict[str, Array]]]:
        """Go through the history and the scenario; yield (people, index of the day, what is kept)."""
        scenario, model = self.setting.scenario, self.setting.model
        exposures, last = np.exp(self.scales), int(days[-1])
        history = None if self.steady is not None else history_of(scenario.condition, model)
        medicines = taken(replace(scenario, horizon_h=last * HOURS_PER_DAY), model)
        infused: Mapping[str, float] = {}
        terms: Mapping[str, Array] = {}
        if self.steady is not None:
            blockers = {drug.id for drug in model.drugs_of_kind("antipsychotic")}
            medicines = tuple(medicine for medicine in medicines if medicine.name not in blockers)
        profile = None
        if history is not None:
            past = profiles.of_history(history, scenario.person, model, exposures, _HISTORY_NODES)
            self._settle(past)
            for _ in self._along(past, {}, ()):
                pass
            infused, terms, profile = {HISTORY_DRUG: history.mg_per_h}, past.terms, past
        now = profiles.of_medicines(
            medicines, scenario.person, model, last, infused, exposures, terms, nodes_a_day
        )
        if profile is None:
            self._settle(now)
        yield from self._along(now, {int(day) - 1: row for row, day in enumerate(days)}, keep)

    def _settle(self, profile: Profile) -> None:
        """Begin the network at its steady value, before the first dose acts."""
        blockade = self.steady
        if blockade is None:
            blockade = profile.blockade_before @ cubic(self.scales, self.factor)
        self.slow.network = signal_at_rest(
            self.setting, self.people, blockade, adapted=self.steady is not None
        )

    def _along(
        self, profile: Profile, rows: Mapping[int, int], keep: Sequence[str]
    ) -> Iterator[tuple[slice, int, dict[str, Array]]]:
        shape, at = self._lattice(profile)
        points, blockade = self._points(profile, shape)
        found = surface(self.setting, profile, points, blockade, self.scales, self.growth, set(rows))
        for first in range(0, len(self.people), CHUNK):
            part = slice(first, min(first + CHUNK, len(self.people)))
            walk = Walk(
                self.setting,
                self.people.part(part),
                profile,
                found,
                shape.weights([values[part] for values in at], part.stop - part.start),
                self._own_blockade(part),
                self.slow.part(part),
            )
            for number, kept in walk.through(set(rows), keep):
                yield part, rows[number], kept
            self.slow.put(part, walk.slow)
        self.growth = found.growth[-1]

    def _own_blockade(self, part: slice) -> Blockade:
        if self.steady is not None:
            return steady_blockade(self.steady[part])
        return blockade_of(self.scales, self.factor[part])

    def _lattice(self, profile: Profile) -> tuple[Lattice, list[Array]]:
        """Return the lattice between whose points the people lie, and their coordinates on it."""
        exposure, potency = np.log(self.people.exposure), np.log(self.people.potency)
        at = []
        if np.any(profile.irreversible_nM):
            at = [exposure]
            if np.any(profile.reversible_nM):
                at.append(potency)
        elif np.any(profile.reversible_nM):
            at = [exposure - potency]
        if self.steady is not None:
            at.append(self.steady)
        elif np.any(profile.blockade):
            at.append(self.factor)
        return lattice(at), at

    def _points(self, profile: Profile, shape: Lattice) -> tuple[Points, Blockade]:
        both = np.any(profile.irreversible_nM) and np.any(profile.reversible_nM)
        inhibited = np.any(profile.irreversible_nM) or np.any(profile.reversible_nM)
        one = np.ones(shape.size)
        exposure = np.exp(shape.coordinate(0)) if inhibited else one
        potency = np.exp(shape.coordinate(1)) if both else one
        blocked = shape.coordinate(-1) if self.steady is not None or np.any(profile.blockade) else 0.0 * one
        points = Points(exposure, potency * self.setting.model.vmat2.ic50)
        if self.steady is not None:
            return points, steady_blockade(blocked)
        return points, blockade_of(self.scales, blocked)
