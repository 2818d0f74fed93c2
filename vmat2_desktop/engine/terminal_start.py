"""Steady terminals near a course: where the turns of `terminal_course` start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import terminal
from vmat2_desktop.engine.model import Terminal
from vmat2_desktop.engine.terminal import TerminalState

Array = NDArray[np.float64]

_STEADY = (61, 13)
"""Occupancies and blockades whose steady terminals are found: few, as each edit of the terminal asks anew;"""
_GUESSES = (201, 25)
"""and those between them, whose nearest is where the first turn starts."""
_SPARSE = 16
"""Where MAO or DAT vary the first turn starts from every so many times."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What does not change over a course."""

    p: Terminal
    compensation: float = 1.0
    expression: float = 1.0
    firing: float = 1.0


@lru_cache(maxsize=32)
def healthy(p: Terminal, compensation: float) -> TerminalState:
    """Return what everything is relative to."""
    return terminal.steady_state(0.0, 0.0, p, compensation=compensation)


def steady(
    occupancy: Array, blockade: Array, setting: Setting, mao: Array | None, dat: Array | None
) -> TerminalState:
    """Return the terminal that is steady at every time, each field (n,)."""
    return terminal.steady_state(
        occupancy,
        blockade,
        setting.p,
        compensation=setting.compensation,
        expression=setting.expression,
        firing=setting.firing,
        mao=1.0 if mao is None else mao,
        dat=1.0 if dat is None else dat,
    )


def guess(
    times_h: Array, occupancy: Array, blockade: Array, setting: Setting, mao: Array | None, dat: Array | None
) -> tuple[Array, Array, Array]:
    """Return where the first turn starts: vesicular, synthesis and outside, (n,), about steady.

    Exactly so at the first time, where the course begins.
    """
    if mao is None and dat is None:
        found = _near(occupancy, blockade, setting)
    else:
        few = np.unique(np.append(np.arange(0, len(times_h), _SPARSE), len(times_h) - 1))
        some = (None if item is None else item[few] for item in (mao, dat))
        there = steady(occupancy[few], blockade[few], setting, *some)
        values = (there.vesicular, there.synthesis, there.extracellular)
        found = np.array([np.interp(times_h, times_h[few], item) for item in values])
    begin = first(setting, occupancy, blockade, mao, dat)
    found[:, 0] = begin.vesicular[0], begin.synthesis[0], begin.extracellular[0]
    return found[0], found[1], found[2]


def first(
    setting: Setting, occupancy: Array, blockade: Array, mao: Array | None, dat: Array | None
) -> TerminalState:
    """Return the steady terminal at the first time, each field (1,)."""
    activity = (1.0 if item is None else float(item[0]) for item in (mao, dat))
    return _steady_at(setting, float(occupancy[0]), float(blockade[0]), *activity)


@lru_cache(maxsize=128)
def _steady_at(setting: Setting, occupancy: float, blockade: float, mao: float, dat: float) -> TerminalState:
    one = np.ones(1)
    return steady(occupancy * one, blockade * one, setting, mao * one, dat * one)


def _near(occupancy: Array, blockade: Array, setting: Setting) -> Array:
    """Return vesicular, synthesis and outside, (3, n), steady at the nearest of many nodes."""
    row, column = (count - 1 for count in _GUESSES)
    at = np.rint(np.clip(occupancy, 0.0, 1.0) * row).astype(np.intp) * (column + 1)
    at += np.rint(np.clip(blockade, 0.0, 1.0) * column).astype(np.intp)
    found = _nodes(setting).take(at, axis=1)
    found[::2] *= 1.0 - occupancy
    return np.asarray(found)


@lru_cache(maxsize=16)
def _nodes(setting: Setting) -> Array:
    """Return vesicular and outside per share of free pumps, and synthesis between them, (3, nodes)."""
    axes = np.meshgrid(*(np.linspace(0.0, 1.0, count) for count in _GUESSES), indexing="ij")
    blocked, held = (axis.ravel() for axis in axes)
    inner = np.minimum(blocked, 1.0 - 1e-9)
    table = terminal.table(setting.p, setting.compensation, setting.expression, setting.firing, _STEADY)
    found, health = table.at(inner, held), healthy(setting.p, setting.compensation)
    free = 1.0 - inner
    return np.array(
        [
            found.vesicular / free * health.vesicular,
            found.synthesis * health.synthesis,
            found.extracellular / free * health.extracellular,
        ]
    )
