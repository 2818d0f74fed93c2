"""x' = A x: the exact flow of compartments, for many systems and spans of time at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.recurrence import Recurrence

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

_WORST_CONDITION = 1e6
"""Of the eigenvectors: costs six of sixteen digits."""
_SERIES_REACH = 8.0
_SERIES_TERMS = 48
"""Enough for round-off: 8^48/48! is 2e-18, and the sum 3e3."""


class Flow:
    """The flows of several compartment systems of one size.

    From the eigenvalues; where rates lie so close together that the eigenvectors lose digits, by a series.
    """

    def __init__(self, matrices: Sequence[Array]) -> None:
        """Take the systems.

        Args:
            matrices: each (n, n), rate constants without a negative entry beside the diagonal.
        """
        self._matrices = np.array(matrices, dtype=np.float64)

    @cached_property
    def _modes(self) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
        """Eigenvalues (k, n), eigenvectors and inverses (k, n, n), and which of them are sound, (k,)."""
        return _modes_of(self._matrices.tobytes(), self._matrices.shape)

    @cached_property
    def _single(self) -> bool:
        """Whether there is one system, with real and sound modes."""
        values, _, _, sound = self._modes
        return len(values) == 1 and bool(sound[0]) and not np.iscomplexobj(values)

    def pushed(self, system: Indices, hours: Array, added: Array, start: Array) -> Array:
        """Return the amounts just after each of m moments, (m, n), none of them negative.

        Args:
            system: (m,) which holds from each moment on.
            hours: (m - 1,) between the moments.
            added: (m, n) what comes in at each moment.
            start: (n,) amounts just before the first.
        """
        first = np.maximum(start + added[0], 0.0)
        if self._single:
            values, vectors, inverses, _ = self._modes
            keep = np.exp(hours[:, None] * values[0])
            gain = added @ inverses[0].T
            begin = inverses[0] @ first
            modes = [Recurrence(keep[:, k]).run(gain[1:, k], float(begin[k])) for k in range(len(begin))]
            return np.asarray(np.maximum(np.array(modes).T @ vectors[0].T, 0.0))
        states = np.empty_like(added)
        states[0] = first
        for k, one in enumerate(self.transitions(system[:-1], hours)):
            states[k + 1] = np.maximum(one @ states[k] + added[k + 1], 0.0)
        return states

    def transitions(self, system: Indices, hours: Array) -> Array:
        """Return expm(matrix[system] * hours), (m, n, n), for each pair of system and hours, (m,)."""
        values, vectors, inverses, sound = self._modes
        modes = vectors[system] * np.exp(values[system] * hours[:, None])[:, None, :]
        result = np.ascontiguousarray((modes @ inverses[system]).real)
        for place in np.flatnonzero(~sound):
            its = system == place
            result[its] = series(self._matrices[place], hours[its])
        return result

    def carry(self, system: Indices, hours: Array, start: Array) -> Array:
        """Return what becomes of each start, (m, n), after hours in its system, (m,)."""
        values, vectors, inverses, sound = self._modes
        if self._single:
            return np.asarray(((start @ inverses[0].T) * np.exp(hours[:, None] * values[0])) @ vectors[0].T)
        modes = np.einsum("mij,mj->mi", inverses[system], start) * np.exp(values[system] * hours[:, None])
        result = np.ascontiguousarray(np.einsum("mij,mj->mi", vectors[system], modes).real)
        for place in np.flatnonzero(~sound):
            its = np.flatnonzero(system == place)
            # Times lie alike within the dosing intervals: one exponential serves all that share an offset.
            unique, inverse = np.unique(hours[its], return_inverse=True)
            keep = series(self._matrices[place], unique)
            result[its] = np.einsum("mij,mj->mi", keep[inverse], start[its])
        return result


@lru_cache(maxsize=64)
def _modes_of(numbers: bytes, shape: tuple[int, int, int]) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Return eigenvalues, eigenvectors, inverses and whether they are sound: an edit keeps most systems."""
    values, vectors = np.linalg.eig(np.frombuffer(numbers).reshape(shape))
    sound = np.linalg.cond(vectors) <= _WORST_CONDITION
    vectors[~sound] = np.eye(shape[-1])
    return values, vectors, np.linalg.inv(vectors), sound


def transitions(matrix: Array, hours: Array) -> Array:
    """Return expm(matrix * hours), (m, n, n), for every one of hours, (m,)."""
    return Flow([matrix]).transitions(np.zeros(len(hours), dtype=np.intp), hours)


def transition(matrix: Array, hours: float) -> Array:
    """Return expm(matrix * hours), (n, n)."""
    return np.asarray(transitions(matrix, np.array([hours]))[0])


def series(matrix: Array, hours: Array) -> Array:
    """Return expm(matrix * hours), (m, n, n), without eigenvectors: Taylor of a short span, then squared.

    Nothing flows out of what is not there, so matrix + fastest * 1 has no negative entry: its series only
    adds, without cancellation, and expm(matrix t) is that series times exp(-fastest t).
    """
    fastest = float(np.max(-np.diag(matrix)))
    longest = fastest * float(np.max(hours, initial=0.0)) / _SERIES_REACH
    # Each squaring costs a bit of accuracy: few of them, and a long series.
    halvings = math.ceil(math.log2(longest)) if longest > 1.0 else 0
    spans = (hours / 2**halvings)[:, None, None]
    flows = (matrix + fastest * np.eye(len(matrix))) * spans
    term = np.broadcast_to(np.eye(len(matrix)), flows.shape)
    result = term.copy()
    for k in range(1, _SERIES_TERMS):
        term = term @ flows / k
        result += term
    result *= np.exp(-fastest * spans)
    for _ in range(halvings):
        result = result @ result
    return result
