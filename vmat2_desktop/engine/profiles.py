"""What reaches the targets over the days of a scenario, once for everybody with the same enzymes.

Each day has a few moments (nodes) with weights: Gauss and Legendre's between any two doses in the root of the
time since the dose, as what a dose does is quick at first. The day's mean of a function of the state is the
weighted sum over its nodes. What differs between people beside their enzymes only scales these curves; D2
blockade, which is no line in the scale, is kept for a row of scales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, binding, exposure, metabolism, regimen
from vmat2_desktop.engine.course import HISTORY_DRUG, History
from vmat2_desktop.engine.flow import transitions
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.pharmacokinetics import compartments, infusion_steady
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Medicine, Person

Array = NDArray[np.float64]

NODES_A_DAY = 8
FEWEST_NODES = 5
"""Between two doses."""
_COARSE_STEP_H = 1.0
"""Distance of the times at which modulators are followed, as in the live reading."""
_FINE_STEPS_H = (1 / 16, 0.5)
"""Bounds of the distance of the times between which D2 competition is advanced."""
_FINE_SHARE = 0.5
"""That distance as a share of the quickest equilibration half-life."""
_SETTLING_DAYS = 64
"""After the last change of a regimen: by then most days are alike, and one stands for all that follow."""
_SCAN = 256
"""Steps of D2 competition that are joined at a time."""
_SHORTEST_H = 1e-6
_SAME = 1e-9
"""Relative change from one day to the next that counts as none."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The moments of every day."""

    time_h: Array
    """(m,) ascending, h."""
    weight: Array
    """(m,) share of its day."""
    first: NDArray[np.intp]
    """(days + 1,) where each day begins among the nodes."""

    @property
    def days(self) -> int:
        """How many."""
        return len(self.first) - 1

    def of(self, day: int) -> slice:
        """Return where the nodes of a day are, 0 = the first."""
        return slice(int(self.first[day]), int(self.first[day + 1]))


@dataclass(frozen=True)
class Profile:
    """What reaches the targets of people with the same enzymes, at the nodes."""

    days: int
    """Whole days; those after the last of the nodes are like that one."""
    nodes: Nodes
    reversible_nM: Array
    """(m,) of the default exposure."""
    irreversible_nM: Array
    """(m,)"""
    blockade: Array
    """(m, scales) D2 occupancy by antipsychotics as PET sees it at healthy dopamine."""
    blockade_before: Array
    """(scales,) at time 0."""
    anticholinergic: Array
    """(m,)"""
    mao: Array | None
    """(m,) activity; None: normal throughout."""
    dat: Array | None
    terms: Mapping[str, Array]
    """Antipsychotic -> (scales,) its competition term at the end."""

    def of(self, day: int) -> slice:
        """Return where the nodes of a day are, 0 = the first."""
        return self.nodes.of(min(day, self.nodes.days - 1))

    def weight(self, day: int) -> Array:
        """Return the weights of the nodes of a day."""
        return self.nodes.weight[self.of(day)]

    def is_as_before(self, day: int) -> bool:
        """Whether a day brings the same to the targets as the day before."""
        repeats = self.repeats
        return day >= len(repeats) or bool(repeats[day])

    @cached_property
    def repeats(self) -> NDArray[np.bool_]:
        """Return whether each day of the nodes brings the same to the targets as the day before."""
        nodes = self.nodes
        sizes = np.diff(nodes.first)
        found = np.zeros(nodes.days, bool)
        given = (nodes.weight, self.reversible_nM, self.irreversible_nM, self.blockade, self.anticholinergic)
        curves = [curve for curve in (*given, self.mao, self.dat) if curve is not None]
        for day in (np.flatnonzero(sizes[1:] == sizes[:-1]) + 1).tolist():
            now, before = nodes.of(day), nodes.of(day - 1)
            found[day] = all(np.allclose(curve[now], curve[before], rtol=_SAME, atol=0.0) for curve in curves)
        return found


@lru_cache(maxsize=32)
def _rule(count: int) -> tuple[Array, Array]:
    """Return times and weights, (count,), of the unit stretch."""
    at, weight = np.polynomial.legendre.leggauss(count)
    root = (at + 1.0) / 2.0
    return root**2, weight * root


def _count(a_day: int, share: float) -> int:
    return min(a_day, max(FEWEST_NODES, math.ceil(a_day * math.sqrt(share) - 1e-9)))


def nodes_of(days: int, breaks_h: Array, a_day: int = NODES_A_DAY) -> Nodes:
    """Return the nodes of whole days from 0, so that no smooth stretch lies across a break.

    Args:
        days: how many.
        breaks_h: ascending times at which the kinetics bend, h.
        a_day: nodes of a day without breaks; a part of a day has them by the root of its length.
    """
    times, weights, first = [], [], [0]
    inner = np.split(breaks_h, np.searchsorted(breaks_h, np.arange(1, days) * HOURS_PER_DAY))
    count = 0
    for day in range(days):
        start = day * HOURS_PER_DAY
        own = inner[day] - start if day < len(inner) else np.zeros(0)
        edges = [0.0, *own[(own > _SHORTEST_H) & (own < HOURS_PER_DAY - _SHORTEST_H)].tolist(), HOURS_PER_DAY]
        for left, right in pairwise(edges):
            length = right - left
            at, weight = _rule(_count(a_day, length / HOURS_PER_DAY))
            times.append(start + left + length * at)
            weights.append(weight * (length / HOURS_PER_DAY))
            count += len(at)
        first.append(count)
    return Nodes(np.concatenate(times), np.concatenate(weights), np.array(first, np.intp))


def of_medicines(
    medicines: Sequence[Medicine],
    person: Person,
    model: Model,
    days: int,
    infused_before: Mapping[str, float],
    scales: Array,
    terms: Mapping[str, Array],
    a_day: int = NODES_A_DAY,
) -> Profile:
    """Return the profile of the medicines in a person with the default exposure.

    Args:
        medicines: those taken from time 0 on.
        person: whose CYP2D6, ABCB1 and liver hold for everybody here.
        model: what is known.
        days: whole days from time 0.
        infused_before: drug -> mg/h that came in until time 0.
        scales: (scales,) factors on the exposure to antipsychotics.
        terms: antipsychotic -> (scales,) its competition term at time 0.
        a_day: nodes of a day without doses.
    """
    enough = min(days, _last_change(medicines, days) + _SETTLING_DAYS)
    while True:
        profile = _of_days(medicines, person, model, enough, infused_before, scales, terms, a_day)
        if enough == days or profile.repeats[-1]:
            return replace(profile, days=days)
        enough = min(days, 2 * enough)


def _last_change(medicines: Sequence[Medicine], days: int) -> int:
    """Return the day after which every day has the same doses until the end."""
    stop_h = days * HOURS_PER_DAY
    taken: list[set[tuple[str, float, float]]] = [set() for _ in range(days)]
    for medicine in medicines:
        for time, mg in regimen.doses_of(medicine, stop_h):
            day = int(time // HOURS_PER_DAY)
            taken[day].add((medicine.name, round(time - day * HOURS_PER_DAY, 9), mg))
    different = (day for day in range(days - 1, 0, -1) if taken[day] != taken[day - 1])
    return next(different, 0)


def _of_days(
    medicines: Sequence[Medicine],
    person: Person,
    model: Model,
    days: int,
    infused_before: Mapping[str, float],
    scales: Array,
    terms: Mapping[str, Array],
    a_day: int = NODES_A_DAY,
) -> Profile:
    stop_h = days * HOURS_PER_DAY
    coarse = np.append(np.arange(0.0, stop_h, _COARSE_STEP_H), stop_h)
    acting = exposure.modulators(medicines, model, coarse, stop_h)
    over_time = metabolism.targets(acting, coarse, model.metabolism)
    kinetics = exposure.kinetics(medicines, person, model, over_time, stop_h, infused_before)
    doses = np.unique([time for item in kinetics for time, _ in item.doses])
    nodes = nodes_of(days, doses, a_day)
    at_nodes = metabolism.Targets(nodes.time_h, {})
    levels = [(drug, np.interp(nodes.time_h, coarse, level)) for drug, level in acting]
    items = [(item.drug, item.concentrations(nodes.time_h)) for item in kinetics]
    reaching = exposure.exposure(items, levels, at_nodes, person, model)
    blockers = [item for item in kinetics if item.drug.kind == "antipsychotic"]
    fine = _fine([item.drug for item in blockers], nodes, doses, stop_h)
    plasma = [(item.drug, item.concentrations(fine)) for item in blockers]
    middles = (fine[1:] + fine[:-1]) / 2
    between = [(item.drug, item.concentrations(middles)) for item in blockers]
    bare = exposure.exposure(plasma, (), metabolism.Targets(fine, {}), person, model, between)
    blockade, before, end = _blockade(fine, bare, model, scales, terms, nodes.time_h)
    return Profile(
        days,
        nodes,
        reaching.reversible_nM,
        reaching.irreversible_nM,
        blockade,
        before,
        reaching.anticholinergic,
        _at_nodes(over_time, "mao", nodes),
        _at_nodes(over_time, "dat", nodes),
        end,
    )


def _fine(drugs: Sequence[Drug], nodes: Nodes, doses_h: Array, stop_h: float) -> Array:
    """Return the times between which D2 competition is advanced, the nodes among them."""
    quickest = min((drug.parameters["d2_equilibration_half_life"] for drug in drugs), default=HOURS_PER_DAY)
    step = float(np.clip(quickest * _FINE_SHARE, *_FINE_STEPS_H))
    return np.unique(np.concatenate([[0.0], nodes.time_h, doses_h, np.arange(0.0, stop_h, step)]))


def _at_nodes(over_time: metabolism.Targets, target: str, nodes: Nodes) -> Array | None:
    if target not in over_time.activity:
        return None
    return np.interp(nodes.time_h, over_time.times_h, over_time.of(target))


def of_history(history: History, person: Person, model: Model, scales: Array, a_day: int) -> Profile:
    """Return the profile of the haloperidol that a condition brings along, from its first day on."""
    days = max(1, round(history.hours / HOURS_PER_DAY))
    enough = min(days, _SETTLING_DAYS)
    while True:
        profile = _of_infused_days(history, person, model, scales, a_day, enough)
        if enough == days or profile.repeats[-1]:
            return replace(profile, days=days)
        enough = min(days, 2 * enough)


def _of_infused_days(
    history: History, person: Person, model: Model, scales: Array, a_day: int, days: int
) -> Profile:
    drug = model.drugs[HISTORY_DRUG]
    nodes = nodes_of(days, np.zeros(0), a_day)
    fine = np.unique(np.concatenate([nodes.time_h, np.arange(days + 1) * HOURS_PER_DAY]))
    plasma = _building_up(drug, person, model, history.mg_per_h, fine)
    nothing = metabolism.Targets(fine, {})
    reaching = exposure.exposure([(drug, plasma)], (), nothing, person, model)
    blockade, before, end = _blockade(fine, reaching, model, scales, {}, nodes.time_h)
    zero = np.zeros_like(nodes.time_h)
    return Profile(days, nodes, zero, zero, blockade, before, zero, None, None, end)


def _building_up(
    drug: Drug, person: Person, model: Model, mg_per_h: float, times_h: Array
) -> dict[str, Array]:
    system = compartments(drug, metabolism.unmodulated(person, model))
    steady = infusion_steady(system, mg_per_h)
    amounts = steady - transitions(system.matrix, times_h) @ steady
    return {moiety: np.maximum(amounts @ row, 0.0) for moiety, row in system.outputs.items()}


def _blockade(
    times_h: Array,
    reaching: exposure.Exposure,
    model: Model,
    scales: Array,
    terms: Mapping[str, Array],
    nodes_h: Array,
) -> tuple[Array, Array, dict[str, Array]]:
    """Return D2 blockade at the nodes, (m, scales), and at time 0; each antipsychotic's term at the end."""
    total, first, end = np.zeros((len(nodes_h), len(scales))), np.zeros(len(scales)), {}
    chosen = np.searchsorted(times_h, nodes_h)
    nothing = np.zeros_like(times_h)
    for name in {*reaching.antagonists, *terms}:
        drug = model.drugs[name]
        doses = reaching.antagonists.get(name, nothing), reaching.antagonists_between.get(name)
        target, middle = (
            None
            if dose is None
            else adaptation.antagonism_target(drug, dose[:, None] * scales, model.receptor)
            for dose in doses
        )
        assert target is not None
        rate = math.log(2.0) / drug.parameters["d2_equilibration_half_life"]
        term = _followed(times_h, target, middle, rate, terms.get(name, np.zeros_like(scales)))
        total += term[chosen]
        first = first + term[0]
        end[name] = term[-1]
    blocked = adaptation.resting_blockade
    return blocked(total, model.receptor), blocked(first, model.receptor), end


def _followed(times_h: Array, target: Array, middle: Array | None, rate: float, start: Array) -> Array:
    """Return y' = rate (target - y), (n, scales).

    Exact for a target that is a parabola within each step, by its `middle`, (n - 1, scales), or else a line.
    """
    turns = rate * np.diff(times_h)
    keep = np.exp(-turns)
    early, halfway, late = (weight[:, None] for weight in binding.weights(turns))
    if middle is None:
        driven = (early + halfway / 2) * target[:-1] + (late + halfway / 2) * target[1:]
    else:
        driven = early * target[:-1] + halfway * middle + late * target[1:]
    result = np.empty_like(target)
    result[0] = value = start
    for first in range(0, len(keep), _SCAN):
        block = slice(first, first + _SCAN)
        value = _scanned(keep[block].copy(), driven[block], value)[-1]
        result[first + 1 : first + 1 + len(driven[block])] = driven[block]
    return result


def _scanned(keep: Array, driven: Array, start: Array) -> Array:
    """Turn what each step adds, (n, scales), in place into y after each step; `keep`, (n,), is used up.

    Neighbouring steps are joined to one of twice the length until one reaches back to the start.
    """
    driven[0] += keep[0] * start
    reach = 1
    while reach < len(keep):
        driven[reach:] += keep[reach:, None] * driven[:-reach]
        keep[reach:] *= keep[:-reach]
        reach *= 2
    return driven
