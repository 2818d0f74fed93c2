"""Concentration -> occupancy: reversible, competing, and irreversible with transporter turnover."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_SHORT = 1e-3
"""Spans, in time constants, below which a weight is its series: the closed form would cancel."""


_BENT = 0.2
"""The same where two closed forms follow on one another."""
_SQUARE = np.array([2.0 * (-1.0) ** k / math.factorial(k + 3) for k in range(9)])

_TURNS_SHORT = 3.0
"""How many times longer than the next one a step is before a dose."""

_BLOCK = 48
"""Steps of a recurrence that are joined by one product."""
_FEW_STEPS = 300
"""Up to them a plain loop is quicker."""
_LEAST_PRODUCT, _LARGEST_GAIN = 1e-100, 1e100
"""Beyond them, ratios of products could overflow."""


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
    return np.clip(recurrence(keep, turnover / rate * (1.0 - keep), start), 0.0, 1.0)


def recurrence(keep: Array, gain: Array, start: float) -> Array:
    """Return y with y[0] = start and y[i+1] = keep[i] y[i] + gain[i], (n + 1,).

    Args:
        keep: (n,) factors, 0 to 1.
        gain: (n,) what each step adds.
        start: y[0].
    """
    if len(keep) > _FEW_STEPS and np.abs(gain).max() <= _LARGEST_GAIN:
        blocks = -(-len(keep) // _BLOCK)
        factor = np.ones(blocks * _BLOCK)
        factor[: len(keep)] = keep
        # From the start of its block to each place: a product of few factors, which rarely underflows.
        product = np.multiply.accumulate(factor.reshape(blocks, _BLOCK), axis=1)
        if product.min() >= _LEAST_PRODUCT:
            return _by_blocks(product, gain, start)
    return _by_steps(keep, gain, start)


def _by_blocks(product: Array, gain: Array, start: float) -> Array:
    """Return the same from the products of factors within blocks, (blocks, _BLOCK)."""
    added = np.zeros(product.size)
    added[: len(gain)] = gain
    value = product * np.add.accumulate(added.reshape(product.shape) / product, axis=1)
    begin, before = [], start
    for keep, own in zip(product[:, -1].tolist(), value[:, -1].tolist(), strict=True):
        begin.append(before)
        before = keep * before + own
    value += product * np.array(begin)[:, None]
    result = np.empty(len(gain) + 1)
    result[0] = start
    result[1:] = value.ravel()[: len(gain)]
    return result


def _by_steps(keep: Array, gain: Array, start: float) -> Array:
    """Return the same, whatever the factors: no ratio, so that nothing over- or underflows."""
    result = [start]
    for one, added in zip(keep.tolist(), gain.tolist(), strict=True):
        start = one * start + added
        result.append(start)
    return np.array(result)


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
    keep, both, later, square = _moments(np.asarray(times_h, np.float64).tobytes(), rate)
    if middle is None:
        return recurrence(keep, later * target[1:] + (both - later) * target[:-1], start)
    gain = (both - 3.0 * later + 2.0 * square) * target[:-1]
    gain += 4.0 * (later - square) * middle
    gain += (2.0 * square - later) * target[1:]
    return recurrence(keep, gain, start)


@lru_cache(maxsize=32)
def _moments(times_h: bytes, rate: float) -> tuple[Array, Array, Array, Array]:
    """Return exp(-span) and the moments of 0th to 2nd order of each step; most edits keep times and rates."""
    span = rate * np.diff(np.frombuffer(times_h))
    both = -np.expm1(-span)
    later = _weight_of_the_later(span, both)
    return np.exp(-span), both, later, _weight_of_the_square(span, later)


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
    steps = np.diff(times_h)
    if slope is not None:
        return np.asarray((values[1:] + values[:-1]) / 2 + steps * (slope[:-1] - slope[1:]) / 8)
    slope = _slopes(steps, values)
    middle = (values[1:] + values[:-1]) / 2 + steps * (slope[:-1] - slope[1:]) / 8
    # Where the steps turn short something begins: its curve says nothing about the step before.
    last = np.flatnonzero(steps[:-1] > _TURNS_SHORT * steps[1:])
    middle[last] = (3.0 * values[last] + values[last + 1] + steps[last] * slope[last]) / 4
    return np.asarray(middle)


def _slopes(steps: Array, values: Array) -> Array:
    rise = np.diff(values) / steps
    slope = np.empty_like(values)
    slope[0], slope[-1] = rise[0], rise[-1]
    slope[1:-1] = (rise[:-1] * steps[1:] + rise[1:] * steps[:-1]) / (steps[1:] + steps[:-1])
    return slope


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
