"""A spiral drawn by hand, as a movement state would draw it: score, parkinsonism and seed -> the pen's path.

An illustration of two indices, no model of a hand: throws off the line, which grow with the score; a smaller,
slower, trembling line, which follows the parkinsonism index; both together where a person has both. Chance
decides where throws fall, never how many or how large beside one another, so that a path changes smoothly
with the state.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Drawing
from vmat2_desktop.engine.synapse import generator

Array = NDArray[np.float64]

POINTS = 1201
"""Of a path."""
_SPIRAL = 29
"""What this stream of chance is for."""
_WANDER_WAVES, _HASTE_WAVES = 7, 5
_REBOUND, _REBOUND_AFTER, _REBOUND_WIDTH = 0.45, 2.4, 1.2
"""A throw is followed by a swing to the other side: its size, delay and width, in those of the throw."""
_EDGE = 0.12
"""Nothing is drawn farther beyond the template than this share of its radius."""


@dataclass(frozen=True, slots=True)
class Path:
    """What the pen draws."""

    points: Array
    """(POINTS, 2) x, y; the template ends at a distance of 1 from the origin."""
    seconds: Array
    """(POINTS,) when the pen is there, s, ascending from 0."""

    @property
    def duration(self) -> float:
        """How long the drawing takes, s."""
        return float(self.seconds[-1])

    def marks(self) -> Array:
        """Return where the pen is at every whole second, (n, 2)."""
        whole = np.arange(math.floor(self.duration + 1e-9) + 1)
        return np.stack([np.interp(whole, self.seconds, self.points[:, axis]) for axis in (0, 1)], axis=1)

    def drawn(self, seconds: float) -> int:
        """Return how many points are drawn by then."""
        return int(np.searchsorted(self.seconds, seconds, side="right"))


def template(drawing: Drawing, points: int = 361) -> Array:
    """Return the even spiral that is to be followed, (points, 2)."""
    part = np.linspace(0.0, 1.0, points)
    return _polar(part, 2.0 * math.pi * drawing.spiral_turns * part)


def path(score: float, parkinsonism: float, seed: int, drawing: Drawing) -> Path:
    """Return the spiral that a movement state draws; equal arguments give equal paths.

    Args:
        score: hyperkinetic score as a share of its maximum, 0 to 1.
        parkinsonism: index, 0 to 1.
        seed: whose hand it is.
        drawing: how strongly the two show.
    """
    score, parkinsonism = min(max(score, 0.0), 1.0), min(max(parkinsonism, 0.0), 1.0)
    chance = _chance(seed)
    thrown = score * (1.0 + drawing.spiral_half_score) / (score + drawing.spiral_half_score)
    time = np.linspace(0.0, 1.0, POINTS)
    duration = (
        drawing.spiral_seconds
        * (1.0 - drawing.spiral_haste * thrown)
        * (1.0 + drawing.spiral_slowing * parkinsonism)
    )
    progress = time + drawing.spiral_unevenness * thrown * chance.haste
    part = np.clip(progress, 0.0, 1.0) ** drawing.spiral_pace
    angle = 2.0 * math.pi * drawing.spiral_turns * part
    size = 1.0 - drawing.spiral_shrinking * parkinsonism
    radius = size * part ** (1.0 + drawing.spiral_crowding * parkinsonism)
    phase = 2.0 * math.pi * drawing.spiral_tremor_hz * time * duration
    tremor = drawing.spiral_tremor * parkinsonism * (0.35 + 0.65 * part)
    radius = radius + tremor * np.sin(phase)
    wander = drawing.spiral_wander + drawing.spiral_throw * 0.2 * thrown
    line = _polar(radius, angle) + wander * chance.wander + drawing.spiral_throw * thrown * chance.throws
    return Path(_within(line), time * duration)


@dataclass(frozen=True, slots=True)
class _Chance:
    wander: Array
    """(POINTS, 2) slow, at most about 1."""
    throws: Array
    """(POINTS, 2) sudden, at most about 1."""
    haste: Array
    """(POINTS,) 0 at both ends; a slope above -1."""


@lru_cache(maxsize=8)
def _chance(seed: int) -> _Chance:
    rng = generator(seed, _SPIRAL)
    time = np.linspace(0.0, 1.0, POINTS)
    waves = np.arange(1, _WANDER_WAVES + 1)
    strength = rng.normal(size=(2, _WANDER_WAVES)) / math.sqrt(_WANDER_WAVES)
    turn = rng.uniform(0.0, 2.0 * math.pi, (2, _WANDER_WAVES))
    swing = np.sin(2.0 * math.pi * waves[:, None, None] * time + turn.T[:, :, None])
    wander = np.einsum("aw,wat->ta", strength, swing) * np.minimum(time / 0.08, 1.0)[:, None]
    count = 12
    # One in each stretch of the drawing, so that no seed throws twice in one place and then never again.
    middles = (np.arange(count) + rng.uniform(0.15, 0.85, count)) / count * 0.88 + 0.10
    widths = rng.uniform(0.009, 0.017, count)
    heights = rng.uniform(0.5, 1.0, count)
    angles = rng.uniform(0.0, 2.0 * math.pi, count)
    throws = np.zeros((POINTS, 2))
    for middle, width, height, angle in zip(middles, widths, heights, angles, strict=True):
        there = np.exp(-0.5 * ((time - middle) / width) ** 2)
        back = np.exp(-0.5 * ((time - middle - _REBOUND_AFTER * width) / (_REBOUND_WIDTH * width)) ** 2)
        throws += height * (there - _REBOUND * back)[:, None] * (math.cos(angle), math.sin(angle))
    frequencies = np.arange(2, 2 + _HASTE_WAVES)
    turns = rng.uniform(0.0, 2.0 * math.pi, _HASTE_WAVES)
    waves_of_haste = np.sin(2.0 * math.pi * frequencies * time[:, None] + turns) - np.sin(turns)
    haste = (waves_of_haste / (2.0 * math.pi * frequencies * _HASTE_WAVES)).sum(axis=1)
    return _Chance(wander, throws, haste)


def _polar(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _within(line: Array) -> Array:
    """Bend what leaves the template's circle back, so that it ends within a fixed margin."""
    distance = np.hypot(line[:, 0], line[:, 1])
    beyond = np.maximum(distance - 1.0, 0.0)
    bent = np.minimum(distance, 1.0) + _EDGE * np.tanh(beyond / _EDGE)
    return np.asarray(line * (bent / np.maximum(distance, 1e-12))[:, None])
