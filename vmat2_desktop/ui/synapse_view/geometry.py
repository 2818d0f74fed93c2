"""Where everything stands on the plate, in design units (800 wide): the one place that knows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

Point = tuple[float, float]

WIDTH = 800.0
CENTRE_X = WIDTH / 2
TOP_Y = -8.0
"""First line of the plate that is always seen; the axon goes on above it."""
BASE_Y = 352.0
"""Presynaptic membrane."""
POST_Y = 436.0
"""Postsynaptic membrane."""
REACH_X = 260.0
"""Nothing of the bouton or of the cleft is farther from the middle than this."""
MEMBRANE = 3.0

VESICLE_RADIUS = 26.0
SMALL_RADIUS = 5.6
"""Of a vesicle that stands for itself alone."""
VESICLES = 10
PUMPS_PER_VESICLE = 3
PUMPS = VESICLES * PUMPS_PER_VESICLE
PUMP_SIZE = 17.0
RECEPTOR_SIZE = 22.0
DOT_RADIUS = 4.2
DOCKED_Y = BASE_Y - 37.0
FUSED_Y = BASE_Y - 25.0
FUSED_RADIUS = 25.0
PORE_HALF_WIDTH = 11.0

MOST_SITES = 4
_SITES = {
    1: (392.0,),
    2: (282.0, 392.0),
    3: (282.0, 392.0, 502.0),
    4: (262.0, 350.0, 438.0, 526.0),
}
_RESERVE: tuple[tuple[float, float, float], ...] = (
    (302, 138, 40),
    (394, 124, 0),
    (486, 140, 80),
    (208, 216, 50),
    (294, 228, 0),
    (380, 212, 60),
    (466, 230, 8),
    (502, 304, 0),
    (282, 304, 0),
)
"""x, y and the angle of the first pump."""
DOCKED_ANGLES = (-68.0, 0.0, 68.0)
FUSED_ANGLES = (-72.0, 0.0, 72.0)

MITOCHONDRION = (590.0, 222.0, 108.0, 50.0, -72.0)
"""Centre, length, width, turn in degrees."""
MAO = ((568.0, 190.0, 190.0), (556.0, 222.0, 190.0), (558.0, 256.0, 165.0))
"""x, y and turn of each disc."""
MAO_SIZE = 17.0
DAT = ((159.0, 312.0, 68.0), (641.0, 312.0, -68.0))
DAT_SIZE = 26.0

FREE_INHIBITOR: tuple[Point, ...] = (
    (550, 116),
    (420, 22),
    (250, 164),
    (434, 62),
    (344, 92),
    (514, 272),
    (434, 4),
    (180, 266),
    (340, 264),
    (526, 178),
)
CYTOSOLIC: tuple[Point, ...] = (
    (592, 146),
    (346, 180),
    (434, 174),
    (240, 276),
    (440, 280),
    (528, 232),
    (176, 236),
    (250, 190),
    (530, 96),
    (330, 300),
    (256, 128),
    (452, 98),
)
TYROSINE: tuple[Point, ...] = ((357, 8), (393, 6), (356, 23), (394, 21), (357, -7), (393, -9))
L_DOPA: tuple[Point, ...] = ((354, 46), (396, 46), (349, 60), (399, 61))
SYNTHESIS_LANE: tuple[Point, ...] = ((375, -24), (375, 34), (375, 64), (371, 80), (350, 112), (344, 150))
"""Tyrosine comes from above, becomes L-DOPA at the first gate, dopamine at the second."""
GATES = ((375.0, 34.0), (375.0, 64.0))
FREE_ANTIPSYCHOTIC: tuple[Point, ...] = ((640, 392), (196, 396), (560, 398), (330, 394))
EXTRACELLULAR: tuple[Point, ...] = (
    (256, 384),
    (486, 378),
    (540, 392),
    (330, 372),
    (610, 376),
    (226, 376),
    (430, 398),
    (300, 402),
)
AUTORECEPTORS: tuple[Point, ...] = ((214, BASE_Y - 1), (584, BASE_Y - 1), (337, BASE_Y), (447, BASE_Y))

SLOTS = 20
D1_SLOTS = (2, 8, 12, 17)
D2_SLOTS = tuple(slot for slot in range(SLOTS) if slot not in D1_SLOTS)
NEW_D2_SLOTS = (6, 13, 1, 18, 9, 4)
"""Slots that stand empty in health, in the order in which up-regulation fills them."""
FIRST_D2_SLOTS = tuple(slot for slot in D2_SLOTS if slot not in NEW_D2_SLOTS)


@dataclass(frozen=True, slots=True)
class Place:
    """Design units -> pixels of the widget."""

    left: float
    top: float
    scale: float

    def x(self, x: float) -> float:
        """Return the pixel column of a design x."""
        return self.left + x * self.scale

    def y(self, y: float) -> float:
        """Return the pixel row of a design y."""
        return self.top + y * self.scale

    def point(self, point: Point) -> QPointF:
        """Return the pixel of a design point."""
        return QPointF(self.x(point[0]), self.y(point[1]))

    def design_x(self, pixel: float) -> float:
        """Return the design x of a pixel column."""
        return (pixel - self.left) / self.scale

    def design_y(self, pixel: float) -> float:
        """Return the design y of a pixel row."""
        return (pixel - self.top) / self.scale


def sites(count: int) -> tuple[float, ...]:
    """Return the x of each drawn docking site; at most MOST_SITES are drawn."""
    return _SITES[min(max(count, 1), MOST_SITES)]


def reserve(count: int) -> tuple[tuple[float, float, float], ...]:
    """Return x, y and turn of each vesicle that stands at no site."""
    return _RESERVE[: VESICLES - len(sites(count))]


def slot_x(slot: int) -> float:
    """Return the x of a receptor slot."""
    return 152.0 + slot * (496.0 / (SLOTS - 1))


def outwards(angle: float, distance: float) -> Point:
    """Return the offset at that distance in the direction of a pump; 0 degrees is up, clockwise."""
    turn = math.radians(angle)
    return math.sin(turn) * distance, -math.cos(turn) * distance


def terminal_path(above: float = -60.0) -> QPainterPath:
    """Return the outline of the terminal; the axon comes from `above`."""
    path = QPainterPath(QPointF(344, above))
    path.lineTo(344, -10)
    path.cubicTo(344, 50, 322, 66, 270, 82)
    path.cubicTo(178, 110, 146, 190, 150, 262)
    path.cubicTo(152, 322, 176, BASE_Y, 232, BASE_Y)
    path.lineTo(568, BASE_Y)
    path.cubicTo(624, BASE_Y, 648, 322, 650, 262)
    path.cubicTo(654, 190, 622, 110, 530, 82)
    path.cubicTo(478, 66, 456, 50, 456, -10)
    path.lineTo(456, above)
    path.closeSubpath()
    return path


@cache
def terminal_outline() -> QPainterPath:
    """Return the outline of the terminal, made once."""
    return terminal_path()


def post_path(left: float, right: float, bottom: float) -> QPainterPath:
    """Return the postsynaptic cell, which runs off the card to `left`, `right` and `bottom`."""
    path = QPainterPath(QPointF(left, bottom))
    path.lineTo(left, POST_Y + _SHOULDER)
    path.cubicTo(*_bend(left), _FLAT_X, POST_Y)
    path.lineTo(WIDTH - _FLAT_X, POST_Y)
    near_x, near_y, far_x, far_y = _bend(WIDTH - right)
    path.cubicTo(WIDTH - far_x, far_y, WIDTH - near_x, near_y, right, POST_Y + _SHOULDER)
    path.lineTo(right, bottom)
    path.closeSubpath()
    return path


_FLAT_X, _SHOULDER = 128.0, 74.0


def _bend(edge: float) -> tuple[float, float, float, float]:
    """Return the two handles of the membrane's fall from where it is flat to the edge of the card."""
    span = _FLAT_X - edge
    return _FLAT_X - 0.73 * span, POST_Y + 60, _FLAT_X - 0.47 * span, POST_Y


@cache
def wall() -> tuple[Point, ...]:
    """Return the left half of the terminal's outline, from the axon down to the active zone."""
    path = QPainterPath(QPointF(344, -60))
    path.lineTo(344, -10)
    path.cubicTo(344, 50, 322, 66, 270, 82)
    path.cubicTo(178, 110, 146, 190, 150, 262)
    path.cubicTo(152, 322, 176, BASE_Y, 232, BASE_Y)
    path.lineTo(CENTRE_X - PORE_HALF_WIDTH * 2, BASE_Y)
    points = (path.pointAtPercent(i / 160) for i in range(161))
    return tuple((point.x(), point.y()) for point in points)


@lru_cache(maxsize=4096)
def reach(top: float, bottom: float) -> float:
    """Return how far from the middle the drawing reaches between two design heights."""
    if bottom > DAT[0][1] - DAT_SIZE and top < POST_Y:
        return REACH_X
    widest = [CENTRE_X - x for x, y in wall() if top - 4 <= y <= bottom + 4]
    return max(widest, default=CENTRE_X - 344.0)


def post_line(x: float, edge: float) -> float:
    """Return the height of the postsynaptic membrane at a design x of its left half.

    Args:
        x: where.
        edge: design x of the left end, where the membrane has fallen all the way.
    """
    path = QPainterPath(QPointF(edge, POST_Y + _SHOULDER))
    path.cubicTo(*_bend(edge), _FLAT_X, POST_Y)
    points = [path.pointAtPercent(i / 40) for i in range(41)]
    return next((point.y() for point in points if point.x() >= x), POST_Y)


def level_chord(share: float) -> float:
    """Return the height, -1 (top) to 1, of the line that leaves that share of a disc's area below it."""
    low, high = -1.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        below = (math.acos(middle) - middle * math.sqrt(1 - middle * middle)) / math.pi
        low, high = (middle, high) if below > share else (low, middle)
    return (low + high) / 2


def box(x: float, y: float, half: float) -> QRectF:
    """Return the square around a point."""
    return QRectF(x - half, y - half, 2 * half, 2 * half)
