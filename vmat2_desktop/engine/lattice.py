"""Points between which people lie: what is smooth in a few coordinates is evaluated there and interpolated.

The error is that of a polynomial of high degree: below 1e-4 of what is interpolated over people of a trial.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROUND_TO = 0.25
"""Bounds of a coordinate are multiples of this, so that one more person seldom moves the points."""
_FEWEST, _PER_HALF_WIDTH = 5, 3.5
"""Points of a coordinate: five, and three and a half more for each unit of half its width."""
_UNIFORM = 1e-12


@dataclass(frozen=True, slots=True)
class Lattice:
    """The product of the points of some coordinates."""

    axes: tuple[Array, ...]
    """The points of each coordinate."""

    @property
    def size(self) -> int:
        """How many points."""
        return math.prod(len(axis) for axis in self.axes)

    def coordinate(self, axis: int) -> Array:
        """Return one coordinate of every point, (size,); the last axis varies fastest."""
        grids = np.meshgrid(*self.axes, indexing="ij")
        return np.asarray(grids[axis].ravel())

    def weights(self, at: Sequence[Array], count: int) -> Array:
        """Return the weights, (size, count), with which values at the points give those of people.

        Args:
            at: each coordinate of the people, (count,).
            count: how many people.
        """
        product = np.ones((1, count))
        for axis, values in zip(self.axes, at, strict=True):
            product = (product[:, None, :] * _barycentric(axis, values)).reshape(-1, count)
        return product


def lattice(at: Sequence[Array]) -> Lattice:
    """Return a lattice that spans the coordinates of the people, each (n,)."""
    return Lattice(tuple(_points(values) for values in at))


def _points(values: Array) -> Array:
    """Return Chebyshev's points of the second kind over the range of values; one point if they are alike."""
    low, high = float(values.min()), float(values.max())
    if high - low <= _UNIFORM:
        return np.array([low])
    low, high = math.floor(low / _ROUND_TO) * _ROUND_TO, math.ceil(high / _ROUND_TO) * _ROUND_TO
    half = (high - low) / 2
    count = _FEWEST + math.ceil(_PER_HALF_WIDTH * half)
    return np.asarray((low + high) / 2 - half * np.cos(np.pi * np.arange(count) / (count - 1)))


def _barycentric(points: Array, values: Array) -> Array:
    """Return the weights of Lagrange's polynomial through Chebyshev's points, (points, n)."""
    if len(points) == 1:
        return np.ones((1, len(values)))
    factors = np.where(np.arange(len(points)) % 2, -1.0, 1.0)
    factors[[0, -1]] /= 2.0
    distance = values - points[:, None]
    on = np.abs(distance) <= _UNIFORM
    terms = factors[:, None] / np.where(on, 1.0, distance)
    weights = terms / terms.sum(axis=0)
    met = on.any(axis=0)
    weights[:, met] = on[:, met]
    return np.asarray(weights)


def cubic(points: Array, values: Array) -> Array:
    """Return the weights, (len(points), n), of the cubic through the four nearest of evenly spaced points."""
    weights = np.zeros((len(points), len(values)))
    if len(points) == 1:
        weights[0] = 1.0
        return weights
    at = (values - points[0]) / (points[1] - points[0])
    base = np.clip(np.floor(at).astype(np.intp), 1, len(points) - 3)
    u = at - base
    people = np.arange(len(values))
    for offset, weight in (
        (-1, -u * (u - 1) * (u - 2) / 6),
        (0, (u + 1) * (u - 1) * (u - 2) / 2),
        (1, -(u + 1) * u * (u - 2) / 2),
        (2, (u + 1) * u * (u - 1) / 6),
    ):
        weights[base + offset, people] = weight
    return weights
