"""How drawn states change: states cross-fade, levels glide. Only `advance` moves them; no Qt, no clock."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

STATE_SECONDS = 0.16
LEVEL_SECONDS = 0.24
RISE_SECONDS = 0.40
_LEVEL_TIME_CONSTANT = LEVEL_SECONDS / 3.0


@dataclass(slots=True)
class _Fade:
    now: str | None
    before: str | None
    age: float


class Fades:
    """The state that each item shows, with the one that it leaves."""

    def __init__(self) -> None:
        self._fades: dict[Hashable, _Fade] = {}
        self._levels: dict[Hashable, tuple[float, float]] = {}

    def want(self, item: Hashable, state: str | None, at_once: bool) -> None:
        """Say which state an item has; None is absent. A new item appears at once."""
        fade = self._fades.get(item)
        if fade is None or at_once:
            self._fades[item] = _Fade(state, None, math.inf)
        elif fade.now != state:
            self._fades[item] = _Fade(state, fade.now, 0.0)

    def want_level(self, item: Hashable, level: float, at_once: bool) -> None:
        """Say which level an item has."""
        shown = self._levels.get(item)
        self._levels[item] = (level if shown is None or at_once else shown[0], level)

    def keep_levels(self, items: set[Hashable]) -> None:
        """Forget the levels of all other items."""
        for item in self._levels.keys() - items:
            del self._levels[item]

    def advance(self, seconds: float) -> None:
        """Let shown time pass."""
        for fade in self._fades.values():
            fade.age += seconds
        part = 1.0 - math.exp(-seconds / _LEVEL_TIME_CONSTANT)
        for item, (shown, target) in self._levels.items():
            if shown != target:
                nearer = shown + (target - shown) * part
                self._levels[item] = (target if abs(target - nearer) < 1e-3 else nearer, target)

    def level(self, item: Hashable) -> float:
        """Return the level that is shown."""
        return self._levels[item][0]

    def shown(self, item: Hashable) -> tuple[tuple[str, float], ...]:
        """Return the states to draw with their opacity, what leaves first."""
        fade = self._fades[item]
        part = fade.age / STATE_SECONDS
        if part >= 1.0 or fade.before == fade.now:
            return ((fade.now, 1.0),) if fade.now is not None else ()
        found = []
        if fade.before is not None:
            found.append((fade.before, 1.0 - part))
        if fade.now is not None:
            found.append((fade.now, part))
        return tuple(found)

    def rise(self, item: Hashable) -> float:
        """Return how far an item that was absent has still to rise, 1 to 0."""
        fade = self._fades[item]
        if fade.before is not None or fade.now is None or fade.age >= RISE_SECONDS:
            return 0.0
        return (1.0 - fade.age / RISE_SECONDS) ** 3


def ease_in_out(part: float) -> float:
    """Return the cubic easing of 0 to 1."""
    part = min(max(part, 0.0), 1.0)
    return 4.0 * part**3 if part < 0.5 else 1.0 - (2.0 - 2.0 * part) ** 3 / 2.0
