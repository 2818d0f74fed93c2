"""Blockade -> receptor density (weeks) and maladaptive plasticity (months to years).

Equations: calibration study section 1, items 4, 5 and 7. Plasticity is a teaching construct: human evidence
for super-sensitivity alone is mixed, so a slower state carries what persists.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.binding import relaxation
from vmat2_desktop.engine.model import Drug, Movement, Receptor
from vmat2_desktop.engine.recurrence import Recurrence

Array = NDArray[np.float64]

HOURS_PER_YEAR = 365.25 * 24.0


_LEVEL = 1e-9
"""Change of blockade within a step that is none."""
_MOST_TURNS = 12
"""More, and a loop over the steps is quicker."""


def dopamine_drive(receptor: Receptor) -> float:
    """Return x0 = C0/Kd of the healthy resting synapse, from its resting occupancy."""
    return receptor.resting_occupancy / (1.0 - receptor.resting_occupancy)


def antagonism_target(drug: Drug, concentration: Array, receptor: Receptor) -> Array:
    """Return the competition term A, (n,), that a steady concentration of an antipsychotic reaches.

    The drug's PET occupancy phi without change of dopamine is A/(1 + x0 + A).

    Args:
        drug: an antipsychotic.
        concentration: in brain, as the daily dose, mg/d, that would keep it up, (n,).
        receptor: the receptor parameters.
    """
    p = drug.parameters
    phi = p["maximal_occupancy"] * concentration / (p["half_maximal_dose"] + concentration)
    phi = np.minimum(phi, 1.0 - 1e-9)
    return np.asarray((1.0 + dopamine_drive(receptor)) * phi / (1.0 - phi))


def resting_blockade(term: Array, receptor: Receptor) -> Array:
    """Return the D2 occupancy by antipsychotic that PET sees at healthy dopamine, (n,)."""
    return np.asarray(term / (1.0 + dopamine_drive(receptor) + term))


def d2_occupancy(dopamine: Array, term: Array, receptor: Receptor) -> tuple[Array, Array]:
    """Return the shares of D2 held by dopamine and by the antipsychotic, each (n,).

    Args:
        dopamine: extracellular dopamine relative to health.
        term: the competition term A.
        receptor: the receptor parameters.
    """
    drive = dopamine_drive(receptor) * dopamine
    total = 1.0 + drive + term
    return np.asarray(drive / total), np.asarray(term / total)


def density(
    times_h: Array, blockade: Array, receptor: Receptor, start: float, between: Array | None = None
) -> Array:
    """Return D2 density relative to health, (n,): up and down with different half-lives.

    Args:
        times_h: (n,) ascending, h.
        blockade: (n,) of D2.
        receptor: the receptor parameters.
        start: density at the first time.
        between: (n - 1,) blockade in the middle of each step; None: on a line.
    """
    up, down = (math.log(2.0) / (days * 24.0) for days in (receptor.up_half_life, receptor.down_half_life))
    middle = 1.0 + receptor.upregulation_gain * _mean(blockade, between)
    steps = np.diff(times_h)
    keep_up, keep_down = np.exp(-up * steps), np.exp(-down * steps)
    rising = middle > start
    # Which way each step goes is guessed, and the guess corrected by what follows from it: each turn settles
    # at least one more step, and nearly always all.
    for _ in range(_MOST_TURNS):
        keep = np.where(rising, keep_up, keep_down)
        value = Recurrence(keep).run((1.0 - keep) * middle, start)
        found = middle > value[:-1]
        if np.array_equal(found, rising):
            return value
        rising = found
    return _density_by_steps(middle, keep_up, keep_down, start)


def _density_by_steps(middle: Array, keep_up: Array, keep_down: Array, start: float) -> Array:
    value = start
    result = [value]
    for goal, rising, falling in zip(middle.tolist(), keep_up.tolist(), keep_down.tolist(), strict=True):
        value = goal + (value - goal) * (rising if goal > value else falling)
        result.append(value)
    return np.array(result)


def response_per_receptor(density_: Array, receptor: Receptor) -> Array:
    """Return the gain of the response to each bound D2, 1 = healthy: high-affinity D2 grows with density."""
    return np.asarray((1.0 + receptor.functional_gain * (density_ - 1.0)) / density_)


def total_response(density_: Array, receptor: Receptor) -> Array:
    """Return the gain over all receptors, 1 + h (R - 1)."""
    return np.asarray(1.0 + receptor.functional_gain * (density_ - 1.0))


def plasticity(
    times_h: Array,
    density_: Array,
    blockade: Array,
    dopamine: Array,
    movement: Movement,
    *,
    rate_per_year: float,
    start: float,
    between: tuple[Array, Array] | None = None,
) -> Array:
    """Return maladaptive plasticity P, 0 to 1, (n,).

    P' = kP (R - 1) [phi - phic]+/(1 - phic) D (1 - P) - P/tauP, exact for each step's mean coefficients.

    Args:
        times_h: (n,) ascending, h.
        density_: (n,) of D2.
        blockade: (n,) of D2.
        dopamine: (n,) extracellular, 1 = healthy.
        movement: the movement parameters.
        rate_per_year: kP.
        start: P at the first time.
        between: (n - 1,) blockade and dopamine in the middle of each step; None: the product on a line.
    """
    scale = rate_per_year / HOURS_PER_YEAR / (1.0 - movement.plasticity_threshold)
    excess = np.maximum(blockade - movement.plasticity_threshold, 0.0)
    sensitised = np.maximum(density_ - 1.0, 0.0)
    if between is None:
        growth = _mean(scale * sensitised * excess * dopamine)
    else:
        above = _mean_above(blockade, between[0], movement.plasticity_threshold)
        growth = above * _mean(sensitised) * _mean(dopamine, between[1])
        # Both move within a step: the mean of a product is not the product of means.
        growth += np.diff(excess) * np.diff(sensitised * dopamine) / 12
        growth = scale * np.maximum(growth, 0.0)
    loss = growth + 1.0 / (movement.plasticity_decay * HOURS_PER_YEAR)
    keep = np.exp(-loss * np.diff(times_h))
    return Recurrence(keep).run(growth / loss * (1.0 - keep), start)


def _mean(values: Array, between: Array | None = None) -> Array:
    """Return the mean of a curve over each step, (n - 1,): of a line, or by Simpson's rule."""
    if between is None:
        return np.asarray((values[1:] + values[:-1]) / 2)
    return np.asarray((values[1:] + 4.0 * between + values[:-1]) / 6)


def _mean_above(values: Array, middle: Array, threshold: float) -> Array:
    """Return the mean over each step, (n - 1,), of what of a curve lies above a threshold.

    Where all does, by Simpson's rule; elsewhere exact for a curve that is linear within each half of a step.

    Args:
        values: (n,) the curve.
        middle: (n - 1,) in the middle of each step.
        threshold: what it crosses.
    """
    at, between = values - threshold, middle - threshold
    first, last = at[:-1], at[1:]
    simpson = (first + 4.0 * between + last) / 6
    lowest = np.minimum(np.minimum(first, between), last)
    found = np.where(lowest >= 0.0, simpson, 0.0)
    crossing = np.flatnonzero((lowest < 0.0) & (np.maximum(np.maximum(first, between), last) > 0.0))
    if len(crossing):
        a, m, b = first[crossing], between[crossing], last[crossing]
        found[crossing] = (_mean_positive(a, m) + _mean_positive(m, b)) / 2
    return found


def _mean_positive(start: Array, end: Array) -> Array:
    """Return the mean of what is positive on straight lines between two values, (n,)."""
    high, low = np.maximum(start, 0.0), np.maximum(end, 0.0)
    change = start - end
    level = np.abs(change) < _LEVEL
    return np.where(level, (high + low) / 2, (high**2 - low**2) / (2.0 * np.where(level, 1.0, change)))


def lagged(
    times_h: Array, signal: Array, movement: Movement, start: float, between: Array | None = None
) -> Array:
    """Return the movement signal behind the slow network, (n,); arguments as in `density`."""
    return relaxation(times_h, signal, 1.0 / (movement.network_lag * 24.0), start, between)
