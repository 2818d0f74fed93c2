"""Every moving sprite, drawn once per theme and scale into one pixmap; then copied, many at one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import cast

import numpy as np
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import sprites

LEVELS = 60
"""Steps of a vesicle's level."""
SMALL_LEVELS = 24
"""Steps of the level of a small vesicle."""
OPENINGS = 4
"""Steps of an opening pore."""
_SHEET_WIDTH = 1024


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a sprite is drawn, and the room that it takes around its anchor, in design units."""

    draw: Callable[[sprites.Brush], None]
    half_width: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A sprite on the plate, in design units."""

    sprite: str
    x: float
    y: float
    opacity: float = 1.0


def _square(draw: Callable[[sprites.Brush], None], half: float) -> Drawn:
    return Drawn(draw, half, half, half)


def vesicle_sprite(content: float) -> str:
    """Return the name of the vesicle with that content."""
    return f"vesicle:{round(min(max(content, 0.0), 1.0) * LEVELS)}"


def small_vesicle_sprite(content: float) -> str:
    """Return the name of the small vesicle with that content."""
    return f"small:{round(min(max(content, 0.0), 1.0) * SMALL_LEVELS)}"


def pump_sprite(state: str, angle: float) -> str:
    """Return the name of the pump in that state, turned by that angle."""
    return f"pump:{state}:{round(angle) % 360}"


def turned_sprite(kind: str, state: str, angle: float) -> str:
    """Return the name of a MAO or a DAT in that state, turned by that angle."""
    return f"{kind}:{state}:{round(angle) % 360}"


def omega_sprite(opening: float) -> str:
    """Return the name of the open vesicle."""
    return f"omega:{round(min(max(opening, 0.0), 1.0) * OPENINGS)}"


def catalogue(pump_angles: Iterable[float]) -> dict[str, Drawn]:
    """Return every sprite by name."""
    half = g.RECEPTOR_SIZE
    all_: dict[str, Drawn] = {
        "dopamine": _square(sprites.dopamine, g.DOT_RADIUS + 1),
        "broken": _square(sprites.broken, g.DOT_RADIUS * 2),
        "tyrosine": _square(sprites.tyrosine, 7),
        "l_dopa": _square(sprites.l_dopa, 8),
        "inhibitor": _square(sprites.hexagon, 9),
        "inhibitor:forever": _square(partial(sprites.hexagon, barred=True), 12),
        "antipsychotic": _square(sprites.antipsychotic, 8),
        "plus": _square(sprites.plus, 6),
        "gate": _square(sprites.gate, 11),
    }
    for level in range(LEVELS + 1):
        all_[f"vesicle:{level}"] = _square(
            partial(sprites.vesicle, content=level / LEVELS), g.VESICLE_RADIUS + 1
        )
    for level in range(SMALL_LEVELS + 1):
        small = partial(sprites.vesicle, content=level / SMALL_LEVELS, radius=g.SMALL_RADIUS)
        all_[f"small:{level}"] = _square(small, g.SMALL_RADIUS + 1)
    for step in range(OPENINGS + 1):
        all_[f"omega:{step}"] = Drawn(partial(sprites.omega, opening=step / OPENINGS), 28, 54, 4)
    for kind in ("d2", "d1", "auto"):
        for state in ("free", "lit", "held"):
            draw = partial(sprites.receptor, kind=kind, state=state)
            above, below = (0.5 * half, 1.45 * half) if kind == "auto" else (1.45 * half, 0.5 * half)
            all_[f"{kind}:{state}"] = Drawn(draw, 0.72 * half, above, below)
    for _, _, turn in g.MAO:
        for state in ("free", "inhibited"):
            disc = partial(sprites.mao, angle=turn, inhibited=state == "inhibited")
            all_[turned_sprite("mao", state, turn)] = _square(disc, g.MAO_SIZE * 0.6)
    for _, _, turn in g.DAT:
        for state in ("free", "blocked"):
            transporter = partial(sprites.dat, angle=turn, blocked=state == "blocked")
            all_[turned_sprite("dat", state, turn)] = _square(transporter, g.DAT_SIZE * 0.8)
    for angle in sorted({round(angle) % 360 for angle in pump_angles}):
        for state in ("free", "blocked", "forever"):
            draw = partial(sprites.pump, angle=angle, state=state)
            all_[pump_sprite(state, angle)] = _square(draw, g.PUMP_SIZE * 1.1)
    return all_


@dataclass(frozen=True, slots=True)
class _Spot:
    left: int
    top: int
    width: int
    height: int
    shift_x: float
    """From the anchor to the middle of the spot, device pixels."""
    shift_y: float


class Atlas:
    """All sprites of one theme at one scale."""

    def __init__(self, drawn: Mapping[str, Drawn], theme: Theme, scale: float, ratio: float) -> None:
        """Draw everything.

        Args:
            drawn: what to draw, by name.
            theme: the colours.
            scale: device-independent pixels of one design unit.
            ratio: device pixels of one device-independent pixel.
        """
        self._device = scale * ratio
        self._ratio = ratio
        self._spots, height = _pack(drawn, self._device)
        self.sheet = QPixmap(_SHEET_WIDTH, max(height, 1))
        self.sheet.fill(Qt.GlobalColor.transparent)
        self._draw(drawn, sprites.Brush(QPainter(self.sheet), theme, 1.0 / scale))
        self._fragments = np.zeros((0, 10))

    def _draw(self, drawn: Mapping[str, Drawn], brush: sprites.Brush) -> None:
        painter = brush.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for name, what in drawn.items():
            spot = self._spots[name]
            painter.save()
            painter.translate(
                spot.left + spot.width / 2 - spot.shift_x, spot.top + spot.height / 2 - spot.shift_y
            )
            painter.scale(self._device, self._device)
            what.draw(brush)
            painter.restore()
        painter.end()

    def paint(self, painter: QPainter, place: g.Place, placed: list[Placed]) -> None:
        """Copy the sprites onto the plate, in that order, at whole device pixels."""
        count = len(placed)
        if not count:
            return
        if len(self._fragments) < count:
            self._fragments = np.zeros((count + 64, 10))
            self._fragments[:, 6:8] = 1.0 / self._ratio
        rows = self._fragments
        ratio, spots = self._ratio, self._spots
        left, top, device = place.left * ratio, place.top * ratio, self._device
        values = []
        for one in placed:
            spot = spots[one.sprite]
            values.append(
                (
                    round(left + one.x * device + spot.shift_x - spot.width / 2) + spot.width / 2,
                    round(top + one.y * device + spot.shift_y - spot.height / 2) + spot.height / 2,
                    spot.left,
                    spot.top,
                    spot.width,
                    spot.height,
                    one.opacity,
                )
            )
        block = np.array(values)
        rows[:count, :2] = block[:, :2] / ratio
        rows[:count, 2:6] = block[:, 2:6]
        rows[:count, 9] = block[:, 6]
        # A PixmapFragment is ten doubles; Qt reads the table where it stands.
        first = shiboken6.Shiboken.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(cast("QPainter.PixmapFragment", first), count, self.sheet)


def _pack(drawn: Mapping[str, Drawn], device: float) -> tuple[dict[str, _Spot], int]:
    """Give every sprite a spot on shelves; return the spots and the height of the sheet."""
    spots: dict[str, _Spot] = {}
    left = top = shelf = 0
    tallest_first = sorted(drawn.items(), key=lambda item: -(item[1].above + item[1].below))
    for name, what in tallest_first:
        width, height = ceil(2 * what.half_width * device) + 4, ceil((what.above + what.below) * device) + 4
        if left + width > _SHEET_WIDTH:
            left, top, shelf = 0, top + shelf, 0
        shift = (what.below - what.above) / 2 * device
        spots[name] = _Spot(left, top, width, height, 0.0, round(shift * 2) / 2)
        left, shelf = left + width, max(shelf, height)
    return spots, top + shelf
