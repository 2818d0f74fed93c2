"""Dopamine signal -> hyperkinetic score and parkinsonism index: teaching constructs, stated as such.

Equations: calibration study section 1, items 6, 8 and 9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Movement

Array = NDArray[np.float64]


def d2_signal(total_response: Array, occupied: Array, resting_occupancy: float) -> Array:
    """Return the D2 signal relative to health, (n,): response times the share that dopamine holds."""
    return np.asarray(total_response * occupied / resting_occupancy)


def movement_signal(d2: Array, dopamine: Array, movement: Movement) -> Array:
    """Return the mixed signal of the D2 and D1 pathways, (n,); the D1 pathway follows dopamine."""
    return np.asarray(movement.d2_share * d2 + (1.0 - movement.d2_share) * dopamine)


def effective_signal(signal: Array, lagged: Array, movement: Movement) -> Array:
    """Return the signal of which a part passes the slow network, (n,)."""
    return np.asarray((1.0 - movement.lagged_share) * signal + movement.lagged_share * lagged)


def hyperkinetic_score(
    plasticity: Array, effective: Array, movement: Movement, anticholinergic: Array | float = 0.0
) -> Array:
    """Return the score, 0 to 28: AIMS items 1 to 7 or total maximal chorea, (n,).

    Args:
        plasticity: hyperkinetic drive at a healthy signal.
        effective: movement signal relative to health.
        movement: the parameters.
        anticholinergic: 0 to 1 = a full dose.
    """
    drive = plasticity * effective * (1.0 + movement.anticholinergic_worsening * anticholinergic)
    return np.asarray(movement.score_maximum * (drive / (movement.score_half + drive)))


def drive_of_score(score: float, movement: Movement) -> float:
    """Return the plasticity that shows as this score at a healthy signal."""
    return movement.score_half * score / (movement.score_maximum - score)


def parkinsonism_index(
    d2: Array,
    plasticity: Array,
    movement: Movement,
    anticholinergic: Array | float = 0.0,
    *,
    huntington: bool = False,
) -> Array:
    """Return the parkinsonism index, 0 to 1, (n,); the hyperkinetic state offsets a part.

    In Huntington disease, where the cause of the drive is another, nothing is offset and the threshold is
    its own.
    """
    offset = 0.0 if huntington else movement.hyperkinetic_offset
    half = movement.huntington_parkinsonism_half if huntington else movement.parkinsonism_half
    motor = d2 + offset * plasticity
    index = 1.0 / (1.0 + (motor / half) ** movement.parkinsonism_steepness)
    return np.asarray((1.0 - movement.anticholinergic_relief * anticholinergic) * index)
