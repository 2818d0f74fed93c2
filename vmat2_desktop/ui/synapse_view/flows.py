"""What flows on its own clock: phases that only `advance` moves, and the dots that they place. No Qt.

A flow has no moment of the course behind it but a rate; its dots keep a phase of their own, so that a change
of rate changes their speed and never makes them jump.
"""

from __future__ import annotations

import math
from itertools import pairwise

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Placed
from vmat2_desktop.ui.synapse_view.counts import Counts, Scales

FILL_FASTER = 4.0
"""How many times faster than the model dots enter the pumps."""
_SYNTHESIS_DOTS, _SYNTHESIS_RATE = 3, 0.55
_MAO_RATE = 0.16
_DAT_DOTS, _DAT_RATE = 2, 3.0
_ENTRY_SECONDS = 0.8
_ENTRY_FROM = 24.0
_DRIFT = 2.6
_BITE = 8.0
_GOLDEN = 0.6180339887498949


class Flows:
    """Phases of synthesis, MAO, DAT, loading and drift."""

    def __init__(self, scales: Scales) -> None:
        self._scales = scales
        self._synthesis = 0.35
        self._mao = 0.30
        self._dat = 0.0
        self._entry = 0.0
        self._entry_share = 0.0
        self._drift = 0.0

    def advance(self, seconds: float, frame: Frame, counts: Counts) -> None:
        """Move every flow on by that many shown seconds."""
        self._synthesis += seconds * _SYNTHESIS_RATE * frame.synthesis_flux
        self._mao += seconds * _MAO_RATE * frame.mao_flux
        self._dat += seconds * _DAT_RATE * frame.dat_flux
        self._drift += seconds
        self._entry += seconds * self._entries_per_pump(frame, counts)

    def _entries_per_pump(self, frame: Frame, counts: Counts) -> float:
        free = g.PUMPS - len(counts.blocked)
        if not free:
            return 0.0
        return self._scales.fill_dots_per_s * FILL_FASTER * max(frame.vesicle_filling, 0.0) / free

    def drifted(self, point: g.Point, item: int) -> g.Point:
        """Return where a free molecule hovers."""
        turn = self._drift * 0.5
        phase = item * 2.4
        return (
            point[0] + _DRIFT * math.sin(turn + phase) * math.cos(0.37 * turn + item),
            point[1] + _DRIFT * math.cos(0.83 * turn + 1.7 * phase),
        )

    def synthesis(self) -> list[Placed]:
        """Return the molecules on their way from tyrosine to dopamine."""
        found = []
        for dot in range(_SYNTHESIS_DOTS):
            share = math.fmod(self._synthesis + dot, _SYNTHESIS_DOTS) / _SYNTHESIS_DOTS
            x, y = along(g.SYNTHESIS_LANE, share)
            fade = min(1.0, share / 0.06, (1.0 - share) / 0.12)
            found += [Placed(sprite, x, y, part * fade) for sprite, part in _made(y)]
        return found

    def mao(self) -> list[Placed]:
        """Return dopamine that MAO takes, and the halves that leave."""
        found = []
        for disc, (x, y, _) in enumerate(g.MAO):
            share = math.fmod(self._mao + disc / len(g.MAO), 1.0)
            if share < 0.4:
                to_bite = 1.0 - share / 0.4
                found.append(
                    Placed("dopamine", x - _BITE - 20.0 * to_bite, y + 9.0 * to_bite, min(1.0, share / 0.08))
                )
            else:
                gone = (share - 0.4) / 0.6
                fade = min(1.0, (1.0 - gone) / 0.3)
                found.append(Placed("broken", x - _BITE - 5.0 - 16.0 * gone, y - 3.0 - 9.0 * gone, fade))
        return found

    def dat(self) -> list[Placed]:
        """Return dopamine on its way through DAT into the cell."""
        found = []
        for side, (x, y, angle) in enumerate(g.DAT):
            for dot in range(_DAT_DOTS):
                share = math.fmod(self._dat + dot + side * 0.5, _DAT_DOTS) / _DAT_DOTS
                dx, dy = g.outwards(angle, -16.0 + 44.0 * share)
                fade = min(1.0, share / 0.12, (1.0 - share) / 0.25)
                found.append(Placed("dopamine", x + dx, y + dy, fade))
        return found

    def entering(self, pump: int, x: float, y: float, angle: float, per_pump: float) -> Placed | None:
        """Return the dot that a free pump takes in now, if any.

        Args:
            pump: number of the pump.
            x: middle of the vesicle.
            y: middle of the vesicle.
            angle: direction of the pump.
            per_pump: dots that it takes in one shown second.
        """
        if per_pump <= 0.0:
            return None
        share = math.fmod(self._entry + pump * _GOLDEN, 1.0) / (per_pump * _ENTRY_SECONDS)
        if share >= 1.0:
            return None
        dx, dy = g.outwards(angle, g.VESICLE_RADIUS + 6.0 + _ENTRY_FROM * (1.0 - share) ** 1.5)
        return Placed("dopamine", x + dx, y + dy, min(1.0, share / 0.25, (1.0 - share) / 0.15))

    def per_pump(self, frame: Frame, counts: Counts) -> float:
        """Return how many dots each free pump takes in one shown second."""
        return self._entries_per_pump(frame, counts)


def _made(y: float) -> list[tuple[str, float]]:
    """Return what a molecule at that height of the lane is; near a gate it is two things in part."""
    first, second = g.GATES[0][1], g.GATES[1][1]
    if y < first - 3:
        return [("tyrosine", 1.0)]
    if y < first + 3:
        part = (y - first + 3) / 6
        return [("tyrosine", 1.0 - part), ("l_dopa", part)]
    if y < second - 3:
        return [("l_dopa", 1.0)]
    if y < second + 3:
        part = (y - second + 3) / 6
        return [("l_dopa", 1.0 - part), ("dopamine", part)]
    return [("dopamine", 1.0)]


def along(lane: tuple[g.Point, ...], share: float) -> g.Point:
    """Return the point at that share of a lane's length."""
    lengths = [math.dist(a, b) for a, b in pairwise(lane)]
    left = share * sum(lengths)
    for (x0, y0), (x1, y1), length in zip(lane, lane[1:], lengths, strict=False):
        if left <= length:
            part = left / length
            return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
        left -= length
    return lane[-1]
