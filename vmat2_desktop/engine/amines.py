"""Serotonin, noradrenaline and the adrenal medulla, as far as mood and blood pressure need them.

Teaching constructs: one number, the reserve, says how much a terminal makes up for pumps that are blocked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.binding import halfway, relaxation
from vmat2_desktop.engine.model import Amines

Array = NDArray[np.float64]


def store(free: Array, reserve: float) -> Array:
    """Return a terminal's store, 1 = healthy, (n,), from its free pumps (1 = all of a normal expression).

    y (1 + rho)/(1 + rho y): in proportion without reserve, falling late with much of it.
    """
    return np.asarray(free * (1.0 + reserve) / (1.0 + reserve * free))


def pressure_target(noradrenaline: Array, adrenal: Array, p: Amines) -> Array:
    """Return the blood pressure index, 1 = healthy, (n,), that the stores would settle at."""
    return np.asarray(
        1.0 - p.pressure_sympathetic * (1.0 - noradrenaline) - p.pressure_adrenal * (1.0 - adrenal)
    )


def blood_pressure(
    times_h: Array,
    noradrenaline: Array,
    adrenal: Array,
    p: Amines,
    start: float | None,
    *,
    smooth: bool = False,
) -> Array:
    """Return the blood pressure index over time, (n,); it follows the stores with a lag.

    Args:
        times_h: (n,) ascending, h.
        noradrenaline: (n,) store, 1 = healthy.
        adrenal: (n,) the same.
        p: the parameters.
        start: the index at the first time; None: what the stores would settle at.
        smooth: whether the stores bend between the times, not only at them.
    """
    target = pressure_target(noradrenaline, adrenal, p)
    first = float(target[0]) if start is None else start
    middle = halfway(times_h, target) if smooth else None
    return relaxation(times_h, target, 1.0 / (p.pressure_lag * 24.0), first, middle)
