"""Daily means of the fast chain over all days of a profile, on the points between which people lie."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import amines, chain
from vmat2_desktop.engine.chain import Points, Setting, Sites
from vmat2_desktop.engine.lattice import cubic
from vmat2_desktop.engine.profiles import Profile

Array = NDArray[np.float64]

DOPAMINE, RELATIVE, TOGETHER, LATE_DOPAMINE, LATE_RELATIVE, NORADRENALINE, ADRENAL = range(7)
"""Means of a day: dopamine, D2 held by it, excess blockade times dopamine beyond the product of their means;
the first two times what has passed of the day beyond a half; and the noradrenaline and intact VMAT1 that
blood pressure needs."""

_AT_ONCE = 16
"""Days of which the chain is evaluated at once."""
_EXCESS_STEP = 0.0125
"""Of the logarithm of the exposure to antipsychotics: excess blockade has a corner, and is read linearly."""


@dataclass(frozen=True, slots=True)
class Surface:
    """What a profile means for everybody."""

    means: Array
    """(columns, 7, size) by the quantities above."""
    column: NDArray[np.intp]
    """(days,) which column is a day's: days that repeat share one."""
    growth: Array
    """(days + 1, scales) D2 up-regulation at the ends of the days, as a share of the person's gain."""
    excess: Array
    """(days of the nodes, fine) mean blockade above the threshold of plasticity, as `above` has it."""
    fine: Array
    """(fine,) logarithms of the exposures to antipsychotics of `excess`."""
    blocked: bool
    """Whether there has been any blockade."""
    sites: dict[int, Sites] = field(default_factory=dict)
    """Day -> intact sites of the points at its start, where an irreversible inhibitor acts or has acted."""

    def _rows(self, numbers: range) -> NDArray[np.intp]:
        return np.minimum(numbers, len(self.excess) - 1)

    def excess_at(self, numbers: range, factor: Array) -> Array:
        """Return the excess blockade of some days, (days, n), for logarithms of exposure, (n,)."""
        if len(self.fine) == 1:
            return np.broadcast_to(self.excess[self._rows(numbers)], (len(numbers), len(factor)))
        at = (factor - self.fine[0]) / (self.fine[1] - self.fine[0])
        i = np.clip(at.astype(np.intp), 0, len(self.fine) - 2)
        u = at - i
        rows = self.excess[self._rows(numbers)]
        return np.asarray((1.0 - u) * rows[:, i] + u * rows[:, i + 1])


@dataclass(frozen=True, slots=True)
class Blockade:
    """D2 blockade at some points, from that at the scales of a profile or steady."""

    weights: Array
    """(scales, n) of the points; of no meaning with `steady`."""
    factor: Array
    """(n,) the logarithm of each point's exposure."""
    steady: Array | None = None
    """(n,) the whole time."""

    def at(self, profile: Profile, number: int) -> Array:
        """Return the blockade at the nodes of a day, (nodes, n)."""
        return self._over(profile, profile.of(number))

    def during(self, profile: Profile, numbers: range) -> Array:
        """Return the blockade at the nodes of days in a row, (nodes, n)."""
        first = profile.nodes.first
        return self._over(profile, slice(int(first[numbers.start]), int(first[numbers.stop])))

    def _over(self, profile: Profile, now: slice) -> Array:
        if self.steady is not None:
            return np.broadcast_to(self.steady, (now.stop - now.start, len(self.steady)))
        by_scale = profile.blockade[now]
        if not np.any(by_scale):
            return np.zeros((1, 1))
        return np.asarray(np.clip(by_scale @ self.weights, 0.0, 1.0))


def blockade_of(scales: Array, at: Array) -> Blockade:
    """Return the blockade at points with those logarithms of exposure to antipsychotics, (n,).

    Args:
        scales: logarithms of the exposures of a profile, evenly spaced.
        at: those of the points.
    """
    return Blockade(cubic(scales, at), at)


def steady_blockade(held: Array) -> Blockade:
    """Return the blockade, (n,), of a steady antipsychotic."""
    return Blockade(np.zeros((0, len(held))), np.zeros_like(held), held)


def surface(
    setting: Setting,
    profile: Profile,
    points: Points,
    blockade: Blockade,
    scales: Array,
    start: Array,
    wanted: set[int],
) -> Surface:
    """Return the daily means of a profile.

    Args:
        setting: what everybody shares.
        profile: what reaches the targets.
        points: the points of the lattice.
        blockade: of D2 at the points.
        scales: (scales,) logarithms of the exposures to antipsychotics of the profile.
        start: (scales,) up-regulation at time 0, as a share of the person's gain.
        wanted: days, 0 = the first, of which the intact sites are kept.
    """
    columns: list[Array] = []
    column: list[int] = []
    kept: dict[int, Sites] = {}
    sites: Sites | None = None
    size = len(points.exposure)
    for numbers in _runs(profile):
        if len(numbers) > 1:
            held = blockade.during(profile, numbers)
            columns.extend(_means(setting, chain.days(setting, profile, numbers, points, held), size))
            column.extend(range(len(columns) - len(numbers), len(columns)))
            continue
        (number,) = numbers
        if number in wanted and sites is not None:
            kept[number] = sites
        if sites is None and profile.is_as_before(number):
            column.append(column[-1])
            continue
        day, sites = chain.day(setting, profile, number, points, blockade.at(profile, number), sites)
        columns.extend(_means(setting, day, size))
        column.append(len(columns) - 1)
    growth = _growth(setting, profile, start)
    fine, excess = _excess(setting, profile, scales)
    blocked = bool(np.any(growth))
    return Surface(np.array(columns), np.array(column), growth, excess, fine, blocked, kept)


def _runs(profile: Profile) -> Iterator[range]:
    """Yield the days in order, several that can be evaluated at once together."""
    alone = np.any(profile.irreversible_nM) or profile.mao is not None or profile.dat is not None
    start = 0
    while start < profile.days:
        stop = start + 1
        if not alone and not profile.is_as_before(start):
            most = min(start + _AT_ONCE, profile.days)
            while stop < most and not profile.is_as_before(stop):
                stop += 1
        yield range(start, stop)
        start = stop


def _means(setting: Setting, day: chain.Day, size: int) -> Array:
    """Return the means of days, (days, 7, size)."""
    move, p = setting.model.movement, setting.model.amines
    excess = above(day.blockade, move.plasticity_threshold)
    dopamine, one = day.means(day.dopamine), np.ones_like(day.dopamine)
    together = day.means(excess * day.dopamine) - day.means(excess * one) * dopamine
    noradrenaline = day.means(amines.store(day.free * setting.expression, p.noradrenaline_reserve))
    adrenal = day.means(day.adrenal * one)
    # A node lies in the middle of its share of the day; the weights of the days before sum to whole ones.
    passed = (np.cumsum(day.weight) - day.weight / 2) % 1.0
    late = [day.means((passed[:, None] - 0.5) * each) for each in (day.dopamine, day.relative)]
    rows = (dopamine, day.means(day.relative), together, *late, noradrenaline, adrenal)
    return np.stack([np.broadcast_to(row, (len(day.first), size)) for row in rows], axis=1)


def above(blockade: Array, threshold: float) -> Array:
    """Return blockade above the threshold of plasticity, as a share of what lies above it."""
    return np.asarray(np.maximum(blockade - threshold, 0.0) / (1.0 - threshold))


def _growth(setting: Setting, profile: Profile, start: Array) -> Array:
    """Return up-regulation at the ends of the days as a share of the person's gain, (days + 1, scales).

    Density is 1 + gain x, and x follows blockade up and down with different half-lives, whatever the gain.
    """
    receptor = setting.model.receptor
    up, down = (math.log(2.0) / days for days in (receptor.up_half_life, receptor.down_half_life))
    result = np.empty((profile.days + 1, len(start)))
    result[0] = value = start
    for number in range(profile.days):
        weight, held = profile.weight(number), profile.blockade[profile.of(number)]
        rate = np.where(held > value, up, down)
        total = weight @ rate
        goal = (weight @ (rate * held)) / total
        value = goal + (value - goal) * np.exp(-total)
        result[number + 1] = value
    return result


def growth_within(setting: Setting, profile: Profile, number: int, start: Array) -> Array:
    """Return up-regulation at the nodes of a day as a share of the person's gain, (nodes, scales).

    Args:
        setting: what everybody shares.
        profile: what reaches the targets.
        number: of the day, 0 = the first.
        start: (scales,) at the start of the day.
    """
    receptor = setting.model.receptor
    up, down = (math.log(2.0) / days for days in (receptor.up_half_life, receptor.down_half_life))
    now = profile.of(number)
    result = np.empty_like(profile.blockade[now])
    value = start
    for k, (weight, held) in enumerate(zip(profile.nodes.weight[now], profile.blockade[now], strict=True)):
        keep = np.exp(-np.where(held > value, up, down) * weight / 2)
        result[k] = held + (value - held) * keep
        value = held + (result[k] - held) * keep
    return result


def _excess(setting: Setting, profile: Profile, scales: Array) -> tuple[Array, Array]:
    """Return `fine` and `excess` of the surface."""
    threshold = setting.model.movement.plasticity_threshold
    count = max(1, round((scales[-1] - scales[0]) / _EXCESS_STEP) + 1)
    fine = np.linspace(scales[0], scales[-1], count)
    weights = cubic(scales, fine)
    nodes = profile.nodes
    found = [
        nodes.weight[nodes.of(number)] @ above(profile.blockade[nodes.of(number)] @ weights, threshold)
        for number in range(nodes.days)
    ]
    return fine, np.array(found)
