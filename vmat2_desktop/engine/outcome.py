"""What must be kept and what trials report beside movement: teaching constructs, stated as such."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Outcome

Array = NDArray[np.float64]


def protection(blockade: Array, p: Outcome) -> Array:
    """Return the index of protection from psychosis, 0 to 1, (n,): D2 blockade kept."""
    kept = blockade**p.protection_steepness
    return np.asarray(kept / (kept + p.protection_half**p.protection_steepness))


def somnolence(noradrenaline: Array, p: Outcome) -> Array:
    """Return somnolence, percentage points above placebo, (n,)."""
    return np.asarray(p.somnolence_excess * np.maximum(1.0 - noradrenaline, 0.0))


def depression(serotonin: Array, p: Outcome, *, huntington: bool) -> Array:
    """Return depression, percentage points above placebo, (n,); Huntington disease raises vulnerability."""
    factor = p.depression_huntington if huntington else 1.0
    return np.asarray(np.minimum(p.depression_excess * factor * np.maximum(1.0 - serotonin, 0.0), 100.0))
