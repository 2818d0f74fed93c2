"""Blockade -> receptor density (weeks) and maladaptive plasticity (months to years).

Equations: calibration study section 1, items 4, 5 and 7. Plasticity is a teaching construct: human evidence
for super-sensitivity alone is mixed, so a slower state carries what persists.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.binding import recurrence, relaxation
from vmat2_desktop.engine.model import Drug, Movement, Receptor

Array = NDArray[np.float64]

HOURS_PER_YEAR = 365.25 * 24.0


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


def density(times_h: Array, blockade: Array, receptor: Receptor, start: float) -> Array:
    """Return D2 density relative to health, (n,): up and down with different half-lives."""
    target = 1.0 + receptor.upregulation_gain * blockade
    up, down = (math.log(2.0) / (days * 24.0) for days in (receptor.up_half_life, receptor.down_half_life))
    middle = (target[1:] + target[:-1]) / 2
    steps = np.diff(times_h)
    keep_up, keep_down = np.exp(-up * steps), np.exp(-down * steps)
    rising = middle > start
    # Which way each step goes is guessed, and the guess corrected by what follows from it: each turn settles
    # at least one more step, and nearly always all.
    for _ in range(_MOST_TURNS):
        keep = np.where(rising, keep_up, keep_down)
        value = recurrence(keep, (1.0 - keep) * middle, start)
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
) -> Array:
    """Return maladaptive plasticity P, 0 to 1, (n,).

    P' = kP (R - 1) [phi - phic]+/(1 - phic) D (1 - P) - P/tauP, exact for each step's mean coefficients.
    """
    excess = np.maximum(blockade - movement.plasticity_threshold, 0.0) / (1.0 - movement.plasticity_threshold)
    growth = rate_per_year / HOURS_PER_YEAR * np.maximum(density_ - 1.0, 0.0) * excess * dopamine
    growth = (growth[1:] + growth[:-1]) / 2
    loss = growth + 1.0 / (movement.plasticity_decay * HOURS_PER_YEAR)
    keep = np.exp(-loss * np.diff(times_h))
    return recurrence(keep, growth / loss * (1.0 - keep), start)


def lagged(times_h: Array, signal: Array, movement: Movement, start: float) -> Array:
    """Return the movement signal behind the slow network, (n,)."""
    return relaxation(times_h, signal, 1.0 / (movement.network_lag * 24.0), start)
