"""How values stand on an axis: from zero, or by ratios. No Qt widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vmat2_desktop.ui.texts import number
from vmat2_desktop.ui.traces.decimate import Array

DECADES = 2
"""Whole decades below that of the highest value."""
LEAST_TICK = 1.5
"""A decade's line stands at least this factor below the top."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from its foot to its top; on a logarithmic one the foot is above zero."""

    top: float = 1.0
    foot: float = 0.0

    @property
    def logarithmic(self) -> bool:
        """Whether equal distances are equal ratios."""
        return self.foot > 0.0

    def share(self, value: float) -> float:
        """Return where a value stands, 0 at the foot and 1 at the top; what lies below stands at the foot."""
        return float(self.shares(np.array([value], dtype=np.float64))[0])

    def shares(self, values: Array) -> Array:
        """Return where values stand, (n,)."""
        if not self.logarithmic:
            return np.asarray(values / self.top)
        return np.asarray(np.log(np.maximum(values, self.foot) / self.foot) / math.log(self.top / self.foot))

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Return the values that get a line, with their text; on a logarithmic axis zero is the foot."""
        if not self.logarithmic:
            return tuple((value, number(value)) for value in (0.0, self.top / 2, self.top))
        powers = (self.foot * 10.0**i for i in range(DECADES + 2))
        inner = [power for power in powers if power * LEAST_TICK <= self.top]
        found = [*inner, self.top]
        return tuple((value, number(value) if value > self.foot else f"≤ {number(value)}") for value in found)


def logarithmic(top: float) -> Scale:
    """Return the logarithmic axis below that top."""
    return Scale(top, 10.0 ** (math.floor(math.log10(top)) - DECADES))
