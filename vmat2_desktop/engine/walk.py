"""The days of some people one after another: one exact exponential step a day for what is slow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, amines, chain, movement
from vmat2_desktop.engine.chain import Points, Setting, Sites
from vmat2_desktop.engine.observed import Middle, Seen
from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.profiles import Profile
from vmat2_desktop.engine.response import BY_CAUSE
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.engine.surface import (
    ADRENAL,
    DOPAMINE,
    LATE_DOPAMINE,
    LATE_RELATIVE,
    NORADRENALINE,
    RELATIVE,
    TOGETHER,
    Blockade,
    Surface,
    above,
    growth_within,
)

Array = NDArray[np.float64]

PRESSURE = "index.blood_pressure"
_BLOCK = 32
"""Days at a time of which the means are interpolated."""
_DAYS_A_YEAR = adaptation.HOURS_PER_YEAR / HOURS_PER_DAY


@dataclass(slots=True)
class Slow:
    """The slow states of n people, each (n,)."""

    plasticity: Array
    network: Array
    pressure: Array

    def part(self, part: slice) -> Slow:
        """Return those of some people."""
        return Slow(*(getattr(self, item.name)[part] for item in fields(Slow)))

    def put(self, part: slice, other: Slow) -> None:
        """Take over those of some people."""
        for item in fields(Slow):
            getattr(self, item.name)[part] = getattr(other, item.name)


def density_of(setting: Setting, people: People, growth: Array) -> Array:
    """Return D2 density, (..., n), for up-regulation as a share of each person's gain."""
    return 1.0 + setting.model.receptor.upregulation_gain * people.upregulation * growth


def gain_of(setting: Setting, density: Array) -> Array:
    """Return the response over all receptors for densities relative to the own healthy one."""
    return adaptation.total_response(density * setting.receptors, setting.model.receptor)


def signal_at_rest(setting: Setting, people: People, blockade: Array, *, adapted: bool) -> Array:
    """Return the movement signal without inhibitor, (n,).

    Args:
        setting: what everybody shares.
        people: n people.
        blockade: (n,) of D2.
        adapted: whether density is the one that this blockade leads to; otherwise it is healthy.
    """
    dopamine, relative = chain.rest(setting, blockade)
    density = density_of(setting, people, blockade if adapted else 0.0 * blockade)
    return movement.movement_signal(gain_of(setting, density) * relative, dopamine, setting.model.movement)


@dataclass(slots=True)
class Walk:
    """Some people in a profile."""

    setting: Setting
    people: People
    profile: Profile
    surface: Surface
    weights: Array
    """(size, n) of the points of the surface."""
    blockade: Blockade
    slow: Slow

    def through(
        self, wanted: AbstractSet[int], keep: Sequence[str]
    ) -> Iterator[tuple[int, dict[str, Array]]]:
        """Go through all days and yield the wanted ones, 0 = the first, with what is kept."""
        total = self.profile.days
        used = ADRENAL + 1 if PRESSURE in keep else LATE_RELATIVE + 1
        for first in range(0, total, _BLOCK):
            numbers = range(first, min(first + _BLOCK, total))
            column, which = np.unique(self.surface.column[numbers], return_inverse=True)
            means = self._means(column, used)
            growth, excess = self._blocked(numbers)
            for k, number in enumerate(numbers):
                middle = self._step(means[which[k]], growth[k], growth[k + 1], excess[k])
                if number in wanted:
                    yield number, self._kept(number, self._within(number, middle), keep)

    def _means(self, column: NDArray[np.intp], used: int) -> Array:
        """Return the means of some columns, (columns, used, n)."""
        at_points = self.surface.means[column, :used]
        size = self.weights.shape[0]
        return np.asarray((at_points.reshape(-1, size) @ self.weights).reshape(len(column), used, -1))

    def _blocked(self, numbers: range) -> tuple[Array, Array]:
        """Return up-regulation at the ends of some days, (days + 1, n), and excess blockade, (days, n)."""
        threshold = self.setting.model.movement.plasticity_threshold
        if self.blockade.steady is not None:
            held = self.blockade.steady
            shape = (len(numbers), len(held))
            steady = np.broadcast_to(held, (shape[0] + 1, shape[1]))
            return steady, np.broadcast_to(above(held, threshold), shape)
        if not self.surface.blocked:
            return np.zeros((len(numbers) + 1, 1)), np.zeros((len(numbers), 1))
        ends = self.surface.growth[numbers.start : numbers.stop + 1] @ self.blockade.weights
        return ends, self.surface.excess_at(numbers, self.blockade.factor)

    def _within(self, number: int, middle: Middle) -> Middle:
        """Return the means of a day with the response at its nodes.

        While density moves, as in the first weeks of an antipsychotic, the mean of response times occupancy
        is not the product of their means: they would be up to 7e-4 apart, at whatever number of nodes.
        """
        if self.blockade.steady is not None or not self.surface.blocked:
            return middle
        growth = growth_within(self.setting, self.profile, number, self.surface.growth[number])
        density = density_of(self.setting, self.people, growth @ self.blockade.weights)
        return replace(middle, gain=gain_of(self.setting, density))

    def _step(self, means: Array, first: Array, last: Array, excess: Array) -> Middle:
        """Advance the slow states by a day and return their means; up-regulation goes from first to last."""
        density = density_of(self.setting, self.people, (first + last) / 2)
        gain = gain_of(self.setting, density)
        dopamine = means[DOPAMINE]
        plasticity = self._learn(density, excess * dopamine + means[TOGETHER])
        move = self.setting.model.movement
        mixed = movement.movement_signal(gain * means[RELATIVE], dopamine, move)
        late = movement.movement_signal(gain * means[LATE_RELATIVE], means[LATE_DOPAMINE], move)
        before = self.slow.network
        self.slow.network = mixed + (before - mixed) * math.exp(-1.0 / move.network_lag)
        # What comes late in the day has decayed less at its end: the exponential's slope in the middle.
        self.slow.network += late * math.exp(-0.5 / move.network_lag) / move.network_lag**2
        # The mean of the day follows from the balance: the lag times the change is what came in.
        network = mixed - move.network_lag * (self.slow.network - before)
        pressure = self._press(means) if len(means) > ADRENAL else self.slow.pressure
        return Middle(density, gain, plasticity, network, pressure)

    def _learn(self, density: Array, growth: Array) -> Array:
        """Advance plasticity by a day and return its mean."""
        if self.setting.scenario.condition in BY_CAUSE:
            return self.slow.plasticity
        rate = self.people.plasticity_rate / _DAYS_A_YEAR * np.maximum(density - 1.0, 0.0) * growth
        loss = rate + 1.0 / (self.setting.model.movement.plasticity_decay * _DAYS_A_YEAR)
        limit, before = rate / loss, self.slow.plasticity
        self.slow.plasticity = limit + (before - limit) * np.exp(-loss)
        return (before + self.slow.plasticity) / 2

    def _press(self, means: Array) -> Array:
        """Advance the blood pressure index by a day and return its mean."""
        p = self.setting.model.amines
        target = amines.pressure_target(means[NORADRENALINE], means[ADRENAL], p)
        before = self.slow.pressure
        self.slow.pressure = target + (before - target) * math.exp(-1.0 / p.pressure_lag)
        return target - p.pressure_lag * (self.slow.pressure - before)

    def _kept(self, number: int, middle: Middle, keep: Sequence[str]) -> dict[str, Array]:
        sites = self.surface.sites.get(number)
        if sites is not None:
            sites = Sites(sites.vmat2 @ self.weights, sites.vmat1 @ self.weights)
        points = Points(self.people.exposure, self.people.potency * self.setting.model.vmat2.ic50)
        blockade = self.blockade.at(self.profile, number)
        day, _ = chain.day(self.setting, self.profile, number, points, blockade, sites)
        seen = Seen(self.setting, self.people, day, middle)
        return {name: seen.value(name) for name in keep}
