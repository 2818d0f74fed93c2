"""Concentration -> occupancy: reversible, competing, and irreversible with transporter turnover."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.recurrence import Recurrence

Array = NDArray[np.float64]

_SHORT = 1e-3
"""Spans, in time constants, below which a weight is its series: the closed form would cancel."""


_BENT = 0.2
"""The same where two closed forms follow on one another."""
_SQUARE = np.array([2.0 * (-1.0) ** k / math.factorial(k + 3) for k in range(9)])

_TURNS_SHORT = 3.0
"""How many times longer than the next one a step is before a dose."""
_TELLING_STEP_H = 1e-4
"""Times that lie closer tell nothing of a slope but round-off."""


def free_share(concentration: Array | float, ic50: float) -> Array:
    """Return the share of sites that a reversible ligand leaves free: 1/(1 + C/IC50)."""
    return np.asarray(1.0 / (1.0 + np.asarray(concentration) / ic50))


def occupancy(concentration: Array | float, ic50: float, intact: Array | float = 1.0) -> Array:
    """Return the occupied share of sites.

    Args:
        concentration: unbound ligand, same unit as `ic50`; several ligands as the sum of their equivalents.
        ic50: concentration that occupies half of the intact sites.
        intact: share of sites that no irreversible ligand has blocked.
    """
    return np.asarray(1.0 - intact * free_share(concentration, ic50))


def steady_intact(concentration: float, turnover: float, inactivation: float) -> float:
    """Return the share of intact sites at a constant irreversible ligand: k_deg/(k_deg + k_inact C)."""
    return turnover / (turnover + inactivation * concentration)


def intact_sites(
    times_h: Array, concentration: Array, half_life_h: float, inactivation: float, start: float = 1.0
) -> Array:
    """Return the share of sites that an irreversible ligand has not blocked, (n,).

    T' = k_deg (1 - T) - k_inact C T, advanced by exact exponentials with the mean concentration of each step.

    Args:
        times_h: (n,) ascending, h.
        concentration: (n,) unbound ligand, nM.
        half_life_h: turnover half-life of the transporter, h.
        inactivation: rate constant of the block, 1/(nM h).
        start: intact share at the first time.
    """
    turnover = math.log(2.0) / half_life_h
    if not np.any(concentration):
        return np.asarray(1.0 - (1.0 - start) * np.exp(-turnover * (times_h - times_h[0])))
    mean = (concentration[1:] + concentration[:-1]) / 2
    rate = turnover + inactivation * mean
    keep = np.exp(-rate * np.diff(times_h))
    # Round-off must not make a site more than intact.
    return np.clip(Recurrence(keep).run(turnover / rate * (1.0 - keep), start), 0.0, 1.0)


def relaxation(
    times_h: Array, target: Array, rate: float, start: float, middle: Array | None = None
) -> Array:
    """Return y' = rate (target - y) on the grid, (n,).

    Exact for a target that is linear between its points; with `middle`, for one that is a parabola there.

    Args:
        times_h: (n,) ascending, h.
        target: (n,) value that y approaches.
        rate: 1/h.
        start: y at the first time.
        middle: (n - 1,) the target in the middle of each step.
    """
    steps, line, parabola = _moments(np.asarray(times_h, np.float64).tobytes(), rate)
    if middle is None:
        gain = line[0] * target[:-1]
        gain += line[1] * target[1:]
        return steps.run(gain, start)
    gain = parabola[0] * target[:-1]
    gain += parabola[1] * middle
    gain += parabola[2] * target[1:]
    return steps.run(gain, start)


def smooth_relaxation(times_h: Array, target: Array, rate: float, start: float) -> Array:
    """Return `relaxation` with the middles that `halfway` finds, (n,).

    Args:
        times_h: (n,) ascending, h.
        target: (n,) value that y approaches.
        rate: 1/h.
        start: y at the first time.
    """
    key = np.asarray(times_h, np.float64).tobytes()
    return _moments(key, rate)[0].run(_smooth(key, rate).of(target), start)


@lru_cache(maxsize=32)
def _moments(
    times_h: bytes, rate: float
) -> tuple[Recurrence, tuple[Array, Array], tuple[Array, Array, Array]]:
    """Return how a step forgets and what target counts in it, linear or a parabola; most edits keep both."""
    span = rate * np.diff(np.frombuffer(times_h))
    both = -np.expm1(-span)
    later = _weight_of_the_later(span, both)
    return Recurrence(np.exp(-span)), (both - later, later), weights(span)


@dataclass(frozen=True, slots=True)
class Stencil:
    """What the point before a step, its two and the one after it count in something of the step."""

    before: Array
    first: Array
    second: Array
    after: Array
    """each (n - 1,)"""

    def of(self, values: Array) -> Array:
        """Return it for values at the points, (n,) -> (n - 1,)."""
        found = self.first * values[:-1]
        found += self.second * values[1:]
        found[1:] += self.before[1:] * values[:-2]
        found[:-1] += self.after[:-1] * values[2:]
        return found

    def weighed(self, early: Array, middle: Array, late: Array) -> Stencil:
        """Return, of a stencil of the middle, that of what start, middle and end count, each (n - 1,)."""
        first, second = early + middle * self.first, late + middle * self.second
        return Stencil(middle * self.before, first, second, middle * self.after)


@lru_cache(maxsize=32)
def _smooth(times_h: bytes, rate: float) -> Stencil:
    return _middle(times_h).weighed(*_moments(times_h, rate)[2])


def weights(span: Array) -> tuple[Array, Array, Array]:
    """Return what start, middle and end of a target count in y' = target - y over a step, each (n,).

    Args:
        span: (n,) lengths in time constants; within each the target is a parabola.
    """
    both = -np.expm1(-span)
    later = _weight_of_the_later(span, both)
    square = _weight_of_the_square(span, later)
    return both - 3.0 * later + 2.0 * square, 4.0 * (later - square), 2.0 * square - later


def halfway(times_h: Array, values: Array, slope: Array | None = None) -> Array:
    """Return a smooth curve in the middle of each step, (n - 1,): Hermite's cubic by slopes at its points.

    Args:
        times_h: (n,) ascending, h.
        values: (n,) the curve.
        slope: (n,) per hour; None: of the parabola through each point and its neighbours.
    """
    if slope is not None:
        steps = np.diff(times_h)
        return np.asarray((values[1:] + values[:-1]) / 2 + steps * (slope[:-1] - slope[1:]) / 8)
    return middles(times_h).of(values)


def middles(times_h: Array) -> Stencil:
    """Return what points count in the middle of each step of a smooth curve: `halfway` as a stencil."""
    return _middle(np.asarray(times_h, np.float64).tobytes())


@lru_cache(maxsize=16)
def _middle(times_h: bytes) -> Stencil:
    steps = np.diff(np.frombuffer(times_h))
    left, here, right = _slope_weights(steps)
    eighth = steps / 8
    before = eighth * left[:-1]
    first = 0.5 + eighth * (here[:-1] - left[1:])
    second = 0.5 + eighth * (right[:-1] - here[1:])
    after = -eighth * right[1:]
    # Where the steps turn short something begins: its curve says nothing about the step before.
    last = np.flatnonzero(steps[:-1] > _TURNS_SHORT * steps[1:])
    quarter = steps[last] / 4
    before[last] = quarter * left[last]
    first[last] = 0.75 + quarter * here[last]
    second[last] = 0.25 + quarter * right[last]
    after[last] = 0.0
    return Stencil(before, first, second, after)


def slopes(times_h: Array, values: Array) -> Array:
    """Return the slope of a smooth curve at its points, (n,) per hour, by the parabola about each.

    Where the steps turn short, as at a dose, by the points before: what begins there shows in none yet.

    Args:
        times_h: (n,) ascending, h.
        values: (n,) the curve.
    """
    left, here, right, turn, first, second, third = _turned(np.asarray(times_h, np.float64).tobytes())
    found = here * values
    found[1:] += left[1:] * values[:-1]
    found[:-1] += right[:-1] * values[1:]
    found[turn] = first * values[turn] + second * values[turn - 1] + third * values[turn - 2]
    return np.asarray(found)


@lru_cache(maxsize=16)
def _turned(times_h: bytes) -> tuple[Array, Array, Array, NDArray[np.intp], Array, Array, Array]:
    """Return the weights of slopes, where they are by what was before, and the weights there."""
    steps = np.diff(np.frombuffer(times_h))
    turn = np.flatnonzero(steps[1:-1] > _TURNS_SHORT * steps[2:]) + 2
    turn = turn[(steps[turn - 1] >= _TELLING_STEP_H) & (steps[turn - 2] >= _TELLING_STEP_H)]
    near, further = steps[turn - 1], steps[turn - 2]
    both = near + further
    second, third = -both / (near * further), near / (both * further)
    return (*_slope_weights(steps), turn, -second - third, second, third)


def _slope_weights(steps: Array) -> tuple[Array, Array, Array]:
    """Return what the point before, the point and the one after count in the slope at each, (n,)."""
    tells = steps >= _TELLING_STEP_H
    steps = np.maximum(steps, _TELLING_STEP_H)
    before, after = steps[:-1], steps[1:]
    left, right = np.zeros(len(steps) + 1), np.zeros(len(steps) + 1)
    # The parabola's where both neighbours tell something; else the line to the one that does.
    left[1:-1] = np.where(tells[1:], -after / (before * (before + after)), -1.0 / before) * tells[:-1]
    right[1:-1] = np.where(tells[:-1], before / (after * (before + after)), 1.0 / after) * tells[1:]
    right[0], left[-1] = tells[0] / steps[0], -(tells[-1] / steps[-1])
    return left, -left - right, right


def _weight_of_the_square(span: Array, later: Array) -> Array:
    """Return the integral of u^2 span exp(-span (1 - u)) over u from 0 to 1.

    Args:
        span: (n,) lengths in time constants.
        later: (n,) the same integral with u in place of u^2.
    """
    weight = 1.0 - 2.0 * later / np.maximum(span, _BENT)
    short = np.flatnonzero(span < _BENT)
    if len(short):
        s = span[short]
        # 2 (s/3! - s^2/4! + ...), as the closed form would cancel
        weight[short] = s * np.polynomial.polynomial.polyval(s, _SQUARE)
    return weight


def _weight_of_the_later(span: Array, both: Array) -> Array:
    """Return 1 - (1 - exp(-span))/span: how much a step's end counts where the target is linear in it.

    Args:
        span: (n,) lengths in time constants.
        both: (n,) 1 - exp(-span).
    """
    weight = 1.0 - both / np.maximum(span, _SHORT)
    short = np.flatnonzero(span < _SHORT)
    if len(short):
        s = span[short]
        weight[short] = s * (1 / 2 - s * (1 / 6 - s * (1 / 24 - s / 120)))
    return weight
