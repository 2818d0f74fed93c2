"""The fast chain at the nodes of one day, for points that differ: exposure -> dopamine -> receptors.

A part of population.py; arrays are (nodes, points). The points are people, or a lattice between which they
lie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, terminal
from vmat2_desktop.engine.model import Model, Terminal
from vmat2_desktop.engine.profiles import Profile
from vmat2_desktop.engine.response import expression
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, Rung, Scenario

Array = NDArray[np.float64]

_FREE_NODES, _BLOCKADE_NODES = 257, 33
_LEAST_FREE = 1e-9
_MOST_BLOCKADE = 1.0 - 1e-9
_ACTIVITY_STEP = 0.1
"""Of the logarithm of the activities of MAO and DAT between which tables are mixed."""
_LEAST_ACTIVITY = 1e-3
_STEADY = 1e-3
"""Change of MAO or DAT within a day below which one table serves the day."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What everybody shares."""

    scenario: Scenario
    model: Model

    @property
    def huntington(self) -> bool:
        """Whether the score is chorea."""
        return self.scenario.condition is Condition.HUNTINGTON

    @property
    def expression(self) -> float:
        """Capacity of VMAT2 by genotype, 1 = normal."""
        return expression(self.scenario, self.model)

    @property
    def receptors(self) -> float:
        """Factor of the DRD2 variant on density."""
        return self.model.variants["drd2"][self.scenario.person.genotype.drd2]

    @property
    def firing(self) -> float:
        """Rate of firing relative to tonic."""
        return self.scenario.firing.tonic_hz / self.model.synapse.tonic_firing


@dataclass(frozen=True, slots=True)
class Points:
    """How points differ; each (n,)."""

    exposure: Array
    """Factor on the concentration of VMAT2 inhibitors."""
    ic50: Array
    """nM"""


@dataclass(frozen=True, slots=True)
class Sites:
    """Intact sites of the points, each (n,)."""

    vmat2: Array
    vmat1: Array


@dataclass(frozen=True, slots=True)
class Day:
    """The chain at the nodes of a day, or of several in a row, (nodes, n)."""

    weight: Array
    """(nodes,) share of its day."""
    first: NDArray[np.intp]
    """(days,) where each day begins among the nodes."""
    inhibitor: Array
    """nM"""
    free: Array
    """Share of VMAT2 that no inhibitor holds."""
    adrenal: Array
    """Share of intact VMAT1."""
    intact: Array
    """Share of intact VMAT2."""
    blockade: Array
    """D2 occupancy by antipsychotics as PET sees it at healthy dopamine."""
    dopamine: Array
    """Extracellular, 1 = healthy."""
    antagonist: Array
    """Share of D2 that antipsychotics hold."""
    relative: Array
    """Share of D2 that dopamine holds, 1 = healthy."""
    anticholinergic: Array
    """(nodes, 1)"""

    def mean(self, values: Array) -> Array:
        """Return the mean of values, (nodes, n), over the only day, (n,)."""
        return np.asarray(self.weight @ values)

    def means(self, values: Array) -> Array:
        """Return the mean of values, (nodes, n), over each day, (days, n)."""
        return np.asarray(np.add.reduceat(self.weight[:, None] * values, self.first, axis=0))


def day(
    setting: Setting, profile: Profile, number: int, points: Points, blockade: Array, sites: Sites | None
) -> tuple[Day, Sites | None]:
    """Return the chain of a day and the intact sites at its end.

    Args:
        setting: what everybody shares.
        profile: what reaches the targets.
        number: of the day, 0 = the first.
        points: how they differ.
        blockade: (nodes, n), or (n,) the whole day.
        sites: intact sites at the start of the day; None: all, and no irreversible inhibitor so far.
    """
    return _days(setting, profile, profile.of(number), np.zeros(1, np.intp), points, blockade, sites)


def days(setting: Setting, profile: Profile, numbers: range, points: Points, blockade: Array) -> Day:
    """Return the chain of days in a row, none of them after the last of the nodes, at once.

    Args:
        setting: what everybody shares.
        profile: what reaches the targets, no irreversible inhibitor among it.
        numbers: of the days, 0 = the first.
        points: how they differ.
        blockade: (nodes, n), or (n,) the whole time.
    """
    first = profile.nodes.first[numbers.start : numbers.stop + 1]
    now = slice(int(first[0]), int(first[-1]))
    return _days(setting, profile, now, first[:-1] - first[0], points, blockade, None)[0]


def _days(
    setting: Setting,
    profile: Profile,
    now: slice,
    first: NDArray[np.intp],
    points: Points,
    blockade: Array,
    sites: Sites | None,
) -> tuple[Day, Sites | None]:
    weight = profile.nodes.weight[now]
    reversible = profile.reversible_nM[now, None] * points.exposure
    free = 1.0 / (1.0 + reversible / points.ic50)
    irreversible = profile.irreversible_nM[now, None] * points.exposure
    intact = adrenal = np.ones((1, 1))
    if sites is not None or np.any(irreversible):
        start = sites or Sites(np.ones(len(points.exposure)), np.ones(len(points.exposure)))
        sites, intact, adrenal = _bound_for_good(setting, weight, irreversible, free, start)
        free = free * intact
    held = np.broadcast_to(blockade, free.shape)
    one = np.ones_like(weight)
    mao, dat = (one if item is None else item[now] for item in (profile.mao, profile.dat))
    dopamine = _dopamine(setting, free, held, mao, dat)
    antagonist, relative = _shared(setting, dopamine, held)
    found = Day(
        weight,
        first,
        reversible + irreversible,
        free,
        adrenal,
        intact,
        held,
        dopamine,
        antagonist,
        relative,
        profile.anticholinergic[now, None],
    )
    return found, sites


def rest(setting: Setting, blockade: Array) -> tuple[Array, Array]:
    """Return dopamine and the share of D2 that it holds, each (n,) and 1 = healthy, without inhibitor.

    Args:
        setting: what everybody shares.
        blockade: (n,)
    """
    held, one = blockade[None, :], np.ones(1)
    dopamine = _dopamine(setting, np.ones(held.shape), held, one, one)
    return dopamine[0], _shared(setting, dopamine, held)[1][0]


def _shared(setting: Setting, dopamine: Array, blockade: Array) -> tuple[Array, Array]:
    """Return the share of D2 held by antipsychotics, and that held by dopamine, 1 = healthy."""
    receptor = setting.model.receptor
    drive = adaptation.dopamine_drive(receptor)
    if not np.any(blockade):
        by_dopamine = drive * dopamine
        by_dopamine /= 1.0 + by_dopamine
        by_dopamine /= receptor.resting_occupancy
        return np.zeros((1, 1)), by_dopamine
    blocked = np.minimum(blockade, _MOST_BLOCKADE)
    term = (1.0 + drive) * blocked / (1.0 - blocked)
    by_dopamine, by_drug = adaptation.d2_occupancy(dopamine, term, receptor)
    return by_drug, by_dopamine / receptor.resting_occupancy


def _bound_for_good(
    setting: Setting, weight: Array, ligand: Array, free: Array, start: Sites
) -> tuple[Sites, Array, Array]:
    """Advance the intact sites over a day; return them at its end and at its nodes."""
    vmat2 = setting.model.vmat2
    half = (weight * HOURS_PER_DAY / 2)[:, None]
    ends, nodes = [], []
    for before, days, rate in (
        (start.vmat2, vmat2.turnover_half_life, vmat2.reserpine_inactivation * ligand * free),
        (start.vmat1, vmat2.vmat1_turnover_half_life, vmat2.vmat1_inactivation * ligand),
    ):
        turnover = math.log(2.0) / (days * HOURS_PER_DAY)
        total = turnover + rate
        end, at = _approached(before, turnover / total, total * half)
        ends.append(end)
        nodes.append(at)
    return Sites(*ends), nodes[0], nodes[1]


def _approached(start: Array, goal: Array, half: Array) -> tuple[Array, Array]:
    """Return y at the end of a day, (n,), and at its nodes, (nodes, n), in the middle of their shares.

    Args:
        start: (n,) y at the start.
        goal: (nodes, n) what y approaches.
        half: (nodes, n) rate times half of each node's share of the day.
    """
    keep = np.exp(-half)
    at = np.empty_like(goal)
    value = start
    for k in range(len(goal)):
        at[k] = goal[k] + (value - goal[k]) * keep[k]
        value = goal[k] + (at[k] - goal[k]) * keep[k]
    return value, at


# Dopamine: tables over free pumps and blockade


def _dopamine(setting: Setting, free: Array, blockade: Array, mao: Array, dat: Array) -> Array:
    if setting.scenario.rung is Rung.TEXTBOOK:
        return np.asarray(free * (setting.expression * setting.firing / dat[:, None]))
    if np.ptp(mao) <= _STEADY and np.ptp(dat) <= _STEADY:
        return _read(_mixed(setting, float(mao.mean()), float(dat.mean())), free, blockade)
    tables: Sequence[Array] = [
        _mixed(setting, *pair) for pair in zip(mao.tolist(), dat.tolist(), strict=True)
    ]
    return np.array([_read(*row) for row in zip(tables, free, blockade, strict=True)])


def _mixed(setting: Setting, mao: float, dat: float) -> Array:
    """Return extracellular dopamine per free pump, relative to health, over (free, blockade)."""
    if mao == dat == 1.0:
        p, s = setting.model.terminal, setting.scenario
        return _table(p, s.compensation, setting.expression, setting.firing, 1.0, 1.0)
    mixed = np.zeros((_FREE_NODES, _BLOCKADE_NODES))
    for cut, share in _mixture(mao):
        for uptake, part in _mixture(dat):
            p, s = setting.model.terminal, setting.scenario
            mixed += share * part * _table(p, s.compensation, setting.expression, setting.firing, cut, uptake)
    return mixed


def _mixture(activity: float) -> tuple[tuple[float, float], ...]:
    """Return the activities between which one lies, with their shares; the tables of few serve all."""
    at = math.log(max(activity, _LEAST_ACTIVITY)) / _ACTIVITY_STEP
    low = math.floor(at)
    if at - low < 1e-9:
        return ((math.exp(low * _ACTIVITY_STEP), 1.0),)
    high = at - low
    return (math.exp(low * _ACTIVITY_STEP), 1.0 - high), (math.exp((low + 1) * _ACTIVITY_STEP), high)


@lru_cache(maxsize=256)
def _table(p: Terminal, compensation: float, own: float, firing: float, mao: float, dat: float) -> Array:
    """Return extracellular dopamine per free pump; rows are evenly spaced in the root of free pumps."""
    free = np.maximum(np.linspace(0.0, 1.0, _FREE_NODES) ** 2, _LEAST_FREE)
    blockade = np.linspace(0.0, 1.0, _BLOCKADE_NODES)
    healthy = terminal.steady_state(0.0, 0.0, p, compensation=compensation)
    state = terminal.steady_state(
        1.0 - free[:, None],
        blockade[None, :],
        p,
        compensation=compensation,
        expression=own,
        firing=firing,
        mao=mao,
        dat=dat,
    )
    return np.asarray(state.extracellular / healthy.extracellular / free[:, None])


def _read(table: Array, free: Array, blockade: Array) -> Array:
    """Return dopamine for free pumps and blockade, each (..., n), bilinear in the table."""
    x = np.sqrt(free) * (_FREE_NODES - 1)
    i = np.minimum(x.astype(np.intp), _FREE_NODES - 2)
    x -= i
    if not np.any(blockade):
        column = np.ascontiguousarray(table[:, 0])
        near = column.take(i)
        return np.asarray((near + x * (column.take(i + 1) - near)) * free)
    y = np.minimum(blockade, 1.0) * (_BLOCKADE_NODES - 1)
    j = np.minimum(y.astype(np.intp), _BLOCKADE_NODES - 2)
    y -= j
    i *= _BLOCKADE_NODES
    i += j
    flat = table.ravel()
    near, far = (flat.take(at) for at in (i, i + _BLOCKADE_NODES))
    near += y * (flat.take(i + 1) - near)
    far += y * (flat.take(i + _BLOCKADE_NODES + 1) - far)
    return np.asarray((near + x * (far - near)) * free)
