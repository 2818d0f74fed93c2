"""Where every vesicle of the bouton stands when all are drawn, small: between whatever is drawn large."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Placed, small_vesicle_sprite

_SEED = 20
_SPACINGS = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0)
"""Of the lattice, in design units; the widest that has room for all is taken."""
_ROUND_LARGE = g.VESICLE_RADIUS + 12.0 + g.SMALL_RADIUS
_ROUND_MOLECULE = g.DOT_RADIUS + 3.0 + g.SMALL_RADIUS
_FROM_WALL = g.SMALL_RADIUS + 4.0


@cache
def places(count: int, sites: int) -> tuple[g.Point, ...]:
    """Return where each of `count` vesicles stands, the same at every call.

    Args:
        count: vesicles of the bouton.
        sites: drawn docking sites.
    """
    spots: list[g.Point] = []
    for spacing in _SPACINGS:
        spots = _free(spacing, sites)
        if len(spots) >= count:
            break
    order = np.random.default_rng(_SEED).permutation(len(spots))[:count]
    return tuple(spots[i] for i in order)


def _free(spacing: float, sites: int) -> list[g.Point]:
    """Return the points of a jittered lattice at which nothing else is drawn."""
    rng = np.random.default_rng(_SEED)
    rows = np.arange(g.TOP_Y + 90.0, g.BASE_Y - _FROM_WALL, spacing * 0.87)
    outline = g.terminal_path()
    found = []
    for row, y in enumerate(rows):
        for x in np.arange(150.0 + (row % 2) * spacing / 2, 650.0, spacing):
            dx, dy = rng.uniform(-0.12, 0.12, 2) * spacing
            point = (float(x + dx), float(y + dy))
            inside = all(
                outline.contains(QPointF(point[0] + a, point[1] + b))
                for a, b in ((_FROM_WALL, 0), (-_FROM_WALL, 0), (0, _FROM_WALL), (0, -_FROM_WALL))
            )
            if inside and not _taken(point, sites):
                found.append(point)
    return found


def _taken(point: g.Point, sites: int) -> bool:
    large = [(x, y) for x, y, _ in g.reserve(sites)] + [(x, g.DOCKED_Y) for x in g.sites(sites)]
    if any(math.dist(point, middle) < _ROUND_LARGE for middle in large):
        return True
    molecules = g.FREE_INHIBITOR + g.CYTOSOLIC + g.SYNTHESIS_LANE + tuple((x, y) for x, y, _ in g.MAO)
    if any(math.dist(point, middle) < _ROUND_MOLECULE for middle in molecules):
        return True
    x, y, length, width, turn = g.MITOCHONDRION
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    along = (point[0] - x) * cos + (point[1] - y) * sin
    past = max(0.0, abs(along) - (length - width) / 2)
    across = (point[1] - y) * cos - (point[0] - x) * sin
    return math.hypot(past, across) < width / 2 + g.SMALL_RADIUS + 3.0 or any(
        math.dist(point, (dx, dy)) < g.DAT_SIZE + g.SMALL_RADIUS for dx, dy, _ in g.DAT
    )


def placed(frame: Frame, sites: int) -> list[Placed]:
    """Return every vesicle that stands at no site, each with its own content."""
    contents = frame.vesicle_content
    at_site = {site.vesicle for site in frame.sites}
    return [
        Placed(small_vesicle_sprite(float(content)), x, y)
        for index, (content, (x, y)) in enumerate(zip(contents, places(len(contents), sites), strict=False))
        if index not in at_site
    ]
