"""Concentration -> occupancy: reversible, competing, and irreversible with transporter turnover."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


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
    return recurrence(keep, turnover / rate * (1.0 - keep), start)


def recurrence(keep: Array, gain: Array, start: float) -> Array:
    """Return y with y[0] = start and y[i+1] = keep[i] y[i] + gain[i], (n + 1,).

    A plain loop: it neither over- nor underflows, whatever the factors.
    """
    value = start
    result = [value]
    for factor, addition in zip(keep.tolist(), gain.tolist(), strict=True):
        value = factor * value + addition
        result.append(value)
    return np.array(result)


def relaxation(times_h: Array, target: Array, rate: float, start: float) -> Array:
    """Return y' = rate (target - y) on the grid, (n,); the target is the mean of each step's ends.

    Args:
        times_h: (n,) ascending, h.
        target: (n,) value that y approaches.
        rate: 1/h.
        start: y at the first time.
    """
    keep = np.exp(-rate * np.diff(times_h))
    mean = np.array([(left + right) / 2 for left, right in pairwise(target.tolist())])
    return recurrence(keep, (1.0 - keep) * mean, start)
