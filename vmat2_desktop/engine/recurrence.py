"""y[i+1] = keep[i] y[i] + gain[i] on whole arrays: what every lag of a course comes down to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_FORGOTTEN = 1e-40
"""A share of what was before that no digit can show."""


class Recurrence:
    """Made once for its factors, run for every gain.

    By doubling: a value that has in it what came in the last 1, 2, 4, ... steps takes as much again from the
    value so many steps before. Only sums of products, so that nothing over- or underflows.
    """

    def __init__(self, keep: Array) -> None:
        """Take the factors, (n,) 0 to 1."""
        self._products: list[Array] = []
        """Of 1, 2, 4, ... factors that end at each place with so many before it."""
        factor, reach = keep, 1
        while factor.max(initial=0.0) > _FORGOTTEN:
            self._products.append(factor)
            factor = factor[reach:] * factor[:-reach]
            reach *= 2

    def run(self, gain: Array, start: float) -> Array:
        """Return y, (n + 1,), with y[0] = start.

        Args:
            gain: (n,) what each step adds.
            start: y[0].
        """
        result = np.empty(len(gain) + 1)
        result[0] = start
        result[1:] = gain
        reach = 1
        for factor in self._products:
            result[reach:] += factor * result[:-reach]
            reach *= 2
        return result
