"""The random walk of a released dot: from its pore to a DAT, or out of the cleft. Pure; no Qt."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.ui.synapse_view import geometry as g

STEPS = 72
_LEFT, _RIGHT = 148.0, 652.0
_TOP, _BOTTOM = g.BASE_Y + 9.0, g.POST_Y - 27.0
_JITTER_X, _JITTER_Y = 70.0, 40.0
_SEEN_FROM, _GONE = 0.0, 0.94


@lru_cache(maxsize=512)
def walk(start_x: float, by_dat: bool, key: int) -> NDArray[np.float64]:
    """Return (STEPS + 1, 2) points in design units, from release to clearance."""
    rng = np.random.default_rng(abs(key))
    goes_left = bool(rng.random() < (_RIGHT - start_x) / (_RIGHT - _LEFT))
    if by_dat:
        approach = np.array([[178.0 if goes_left else 622.0, 366.0]])
        end = np.array([[146.0 if goes_left else 654.0, 320.0]])
        path = _crossing(rng, start_x, float(approach[0, 0]), STEPS - 12)
        return np.vstack([path, _straight(path[-1:], approach, 4), _straight(approach, end, 8)])
    return _crossing(rng, start_x, _LEFT if goes_left else _RIGHT, STEPS)


def _straight(start: NDArray[np.float64], end: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    return start + (end - start) * (np.arange(1, steps + 1)[:, None] / steps)


def _crossing(rng: np.random.Generator, start: float, end: float, steps: int) -> NDArray[np.float64]:
    """Return a Brownian bridge from the pore along the cleft, kept between the membranes."""
    share = np.linspace(0.0, 1.0, steps + 1)
    bridge = _smooth(_bridge(rng, steps) * _JITTER_X)
    fall = _smooth(np.concatenate([[0.0], np.cumsum(rng.normal(size=steps))]) / np.sqrt(steps) * _JITTER_Y)
    x = start + (end - start) * share**1.6 + bridge
    depth = (
        g.BASE_Y
        - 14.0
        + np.minimum(share * 9.0, 1.0) * (rng.uniform(26.0, 50.0))
        + fall * np.minimum(share * 6, 1)
    )
    inside = np.minimum(share * 9.0, 1.0) >= 1.0
    y = np.where(inside, _folded(depth, _TOP, _BOTTOM), np.minimum(depth, _BOTTOM))
    near = share < 0.12
    x = np.where(near, start + (x - start) * np.minimum(share * 4.0, 1.0), x)
    return np.column_stack([np.clip(x, _LEFT, _RIGHT), y])


def _bridge(rng: np.random.Generator, steps: int) -> NDArray[np.float64]:
    free = np.concatenate([[0.0], np.cumsum(rng.normal(size=steps))]) / np.sqrt(steps)
    return np.asarray(free - free[-1] * np.linspace(0.0, 1.0, steps + 1))


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(values, 1, mode="edge")
    return np.asarray((padded[:-2] + 2.0 * padded[1:-1] + padded[2:]) / 4.0)


def _folded(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Reflect at both membranes."""
    span = high - low
    turned = np.mod(values - low, 2.0 * span)
    return np.asarray(low + np.where(turned > span, 2.0 * span - turned, turned))


def at(path: NDArray[np.float64], share: float) -> tuple[float, float]:
    """Return the point at that share of the way, 0 to 1."""
    place = min(max(share, 0.0), 1.0) * (len(path) - 1)
    before = min(int(place), len(path) - 2)
    part = place - before
    x = path[before, 0] * (1.0 - part) + path[before + 1, 0] * part
    y = path[before, 1] * (1.0 - part) + path[before + 1, 1] * part
    return float(x), float(y)


def opacity(share: float) -> float:
    """Return how solid the dot is: it fades at the very end."""
    return 1.0 if share < _GONE else max(0.0, (1.0 - share) / (1.0 - _GONE))


def resting_point(path: NDArray[np.float64]) -> tuple[float, float]:
    """Return where the dot stands when nothing may travel."""
    return at(path, 0.45)
