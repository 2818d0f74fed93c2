"""Which thing lies at a point of the plate, and where the pieces of a thing are. In design units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF

from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Placed

THINGS = (
    "axon",
    "synthesis",
    "inhibitor",
    "pumps",
    "vesicles",
    "cytosol",
    "mao",
    "dat",
    "sites",
    "autoreceptor",
    "cleft",
    "antipsychotic",
    "d2",
    "d1",
    "response",
    "movement",
)
"""Every thing that has a name and a card, in the order in which the arrow keys visit them."""

_OF_SPRITE = {
    "vesicle": "vesicles",
    "small": "vesicles",
    "pump": "pumps",
    "omega": "sites",
    "inhibitor": "inhibitor",
    "tyrosine": "synthesis",
    "l_dopa": "synthesis",
    "gate": "synthesis",
    "broken": "mao",
    "mao": "mao",
    "dat": "dat",
    "auto": "autoreceptor",
    "antipsychotic": "antipsychotic",
    "d2": "d2",
    "plus": "d2",
    "d1": "d1",
}
_RADIUS = {
    "vesicle": g.VESICLE_RADIUS,
    "small": g.SMALL_RADIUS,
    "pump": g.PUMP_SIZE * 0.62,
    "omega": 27.0,
    "inhibitor": 8.0,
    "tyrosine": 6.0,
    "l_dopa": 6.0,
    "gate": 9.0,
    "broken": 6.0,
    "mao": g.MAO_SIZE * 0.6,
    "dat": g.DAT_SIZE * 0.62,
    "auto": g.RECEPTOR_SIZE * 0.75,
    "antipsychotic": 7.5,
    "d2": g.RECEPTOR_SIZE * 0.75,
    "d1": g.RECEPTOR_SIZE * 0.75,
    "plus": 5.0,
    "dopamine": g.DOT_RADIUS + 0.8,
}
_LIFT = {"omega": -25.0, "auto": g.RECEPTOR_SIZE * 0.45, "d2": -0.45 * g.RECEPTOR_SIZE}
_LIFT["d1"] = _LIFT["d2"]
_BEHIND = ("vesicle", "small", "omega")
"""What other things stand before."""
_NEAR = 24.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A drawn piece of a thing: a disc that answers to the hand."""

    thing: str
    x: float
    y: float
    radius: float

    def away(self, x: float, y: float) -> float:
        """Return how far a point is from its edge; negative inside."""
        return math.hypot(x - self.x, y - self.y) - self.radius


@lru_cache(maxsize=2048)
def kind_of(sprite: str) -> str:
    """Return the kind of a sprite: its name without state, step and turn."""
    return sprite.partition(":")[0]


def _thing_of(one: Placed) -> str:
    kind = kind_of(one.sprite)
    if kind != "dopamine":
        return _OF_SPRITE[kind]
    if one.y > g.BASE_Y:
        return "cleft"
    for thing, places in (("mao", g.MAO), ("dat", g.DAT)):
        if any(math.hypot(one.x - x, one.y - y) < _NEAR for x, y, _ in places):
            return thing
    return "synthesis" if one.y < g.GATES[-1][1] + 60.0 and abs(one.x - 365.0) < 30.0 else "cytosol"


def pieces(placed: Iterable[Placed], sites: Sequence[float], hidden: frozenset[str]) -> list[Piece]:
    """Return every piece that is drawn now, the lowest first.

    Args:
        placed: the sprites.
        sites: x of each docking site.
        hidden: layers that are not drawn.
    """
    x, y, length, width, _ = g.MITOCHONDRION
    found = [] if "mao" in hidden else [Piece("mao", x, y + d, width / 2) for d in (-length / 4, length / 4)]
    found += [Piece("sites", site, g.BASE_Y - 6.0, 12.0) for site in sites]
    found += [Piece("axon", wall, 10.0, 12.0) for wall in (344.0, 456.0)]
    before: list[Piece] = []
    for one in placed:
        kind = kind_of(one.sprite)
        piece = Piece(_thing_of(one), one.x, one.y + _LIFT.get(kind, 0.0), _RADIUS[kind])
        (found if kind in _BEHIND else before).append(piece)
    return found + before


def thing_at(x: float, y: float, found: Sequence[Piece], slack: float = 0.0) -> str:
    """Return the thing at a design point, or the space that it lies in; empty for none.

    Args:
        x: where.
        y: where.
        found: the pieces, the lowest first.
        slack: how far beside a piece still counts, in design units.
    """
    hit = piece_at(x, y, found, slack)
    if hit is not None:
        return hit.thing
    if g.terminal_outline().contains(QPointF(x, y)):
        return "cytosol"
    if g.CENTRE_X - g.REACH_X < x < g.CENTRE_X + g.REACH_X and g.BASE_Y < y < g.POST_Y:
        return "cleft"
    edge = g.CENTRE_X - abs(x - g.CENTRE_X)
    return "response" if y > g.POST_Y and y > g.post_line(edge, min(edge, 0.0)) else ""


def piece_at(x: float, y: float, found: Sequence[Piece], slack: float = 0.0) -> Piece | None:
    """Return the uppermost piece at a design point, else the nearest within `slack`."""
    inside = next((piece for piece in reversed(found) if piece.away(x, y) <= 0.0), None)
    if inside is not None:
        return inside
    nearest = min(found, key=lambda piece: piece.away(x, y), default=None)
    return nearest if nearest is not None and nearest.away(x, y) <= slack else None


def pieces_of(thing: str, found: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a thing, one for each place."""
    seen: dict[tuple[int, int], Piece] = {}
    for piece in found:
        if piece.thing == thing:
            seen.setdefault((round(piece.x / 3), round(piece.y / 3)), piece)
    return list(seen.values())
