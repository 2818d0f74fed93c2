"""Icons drawn in code: a 20 px box, a 2 px round stroke, any colour, any size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

BOX = 20.0
STROKE = 2.0
SIZES = (16, 20, 24, 32, 48)

_Point = tuple[float, float]


class _Pen:
    """A painter in the box's own units."""

    def __init__(self, painter: QPainter, colour: QColor) -> None:
        self.painter = painter
        self.colour = colour

    def line(self, *points: _Point) -> None:
        self.painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))

    def solid(self, *points: _Point) -> None:
        self.painter.setBrush(QBrush(self.colour))
        self.painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def block(self, x: float, y: float, width: float, height: float) -> None:
        self.painter.fillRect(QRectF(x, y, width, height), self.colour)

    def curve(self, begin: _Point, *cubic: tuple[_Point, _Point, _Point], end: _Point | None = None) -> None:
        path = QPainterPath(QPointF(*begin))
        for one, two, three in cubic:
            path.cubicTo(QPointF(*one), QPointF(*two), QPointF(*three))
        if end is not None:
            path.lineTo(QPointF(*end))
        self.painter.drawPath(path)

    def circle(self, x: float, y: float, radius: float) -> None:
        self.painter.drawEllipse(QPointF(x, y), radius, radius)


def _play(p: _Pen) -> None:
    p.solid((6, 3.5), (16, 10), (6, 16.5))


def _pause(p: _Pen) -> None:
    p.block(5, 3.5, 3.6, 13)
    p.block(11.4, 3.5, 3.6, 13)


def _step(p: _Pen) -> None:
    p.solid((4, 4), (12, 10), (4, 16))
    p.line((16, 4), (16, 16))


def _start(p: _Pen) -> None:
    p.solid((16, 4), (8, 10), (16, 16))
    p.line((4, 4), (4, 16))


def _spike(p: _Pen) -> None:
    p.line((1, 14), (7, 14), (10, 2), (12, 17), (14, 14), (19, 14))


def _burst(p: _Pen) -> None:
    p.line(
        (1, 15),
        (4, 15),
        (5.5, 4),
        (7, 15),
        (9, 15),
        (10.5, 4),
        (12, 15),
        (14, 15),
        (15.5, 4),
        (17, 15),
        (19, 15),
    )


def _undo(p: _Pen) -> None:
    p.line((7, 3), (3, 7), (7, 11))
    p.curve((3, 7), ((3, 7), (11, 7), (11.5, 7)), ((19, 7), (19, 16.5), (11.5, 16.5)), end=(8, 16.5))


def _redo(p: _Pen) -> None:
    p.line((13, 3), (17, 7), (13, 11))
    p.curve((17, 7), ((17, 7), (9, 7), (8.5, 7)), ((1, 7), (1, 16.5), (8.5, 16.5)), end=(12, 16.5))


def _export(p: _Pen) -> None:
    p.line((10, 3), (10, 12))
    p.line((6, 8.5), (10, 12.5), (14, 8.5))
    p.line((3, 13), (3, 17), (17, 17), (17, 13))


def _list(p: _Pen) -> None:
    for y in (5, 10, 15):
        p.line((3, y), (17, y))


def _down(p: _Pen) -> None:
    p.line((5, 8), (10, 13), (15, 8))


def _left(p: _Pen) -> None:
    p.line((12, 5), (7, 10), (12, 15))


def _right(p: _Pen) -> None:
    p.line((8, 5), (13, 10), (8, 15))


def _person(p: _Pen) -> None:
    p.circle(10, 6, 3.4)
    p.curve((3.5, 17), ((3.5, 10), (16.5, 10), (16.5, 17)))


def _sliders(p: _Pen) -> None:
    for y, x in ((5, 13), (10, 6), (15, 11)):
        p.line((2, y), (x - 2.2, y))
        p.line((x + 2.2, y), (18, y))
        p.circle(x, y, 2.2)


def _traces(p: _Pen) -> None:
    p.line((3, 3), (3, 17), (17, 17))
    p.curve((6, 13), ((8, 13), (9, 5), (11, 5)), ((13, 5), (14, 9), (17, 9)))


def _close(p: _Pen) -> None:
    p.line((5, 5), (15, 15))
    p.line((15, 5), (5, 15))


def _compare(p: _Pen) -> None:
    for x in (2, 11):
        p.line((x, 4), (x + 7, 4), (x + 7, 16), (x, 16), (x, 4))


def _layers(p: _Pen) -> None:
    p.line((10, 2.5), (17.5, 6.5), (10, 10.5), (2.5, 6.5), (10, 2.5))
    p.line((2.5, 10.2), (10, 14.2), (17.5, 10.2))
    p.line((2.5, 13.8), (10, 17.8), (17.5, 13.8))


def _hexagon(p: _Pen) -> None:
    points = [
        (10 + 7 * math.cos(math.radians(60 * i + 30)), 10 + 7 * math.sin(math.radians(60 * i + 30)))
        for i in range(7)
    ]
    p.line(*points)


_DRAWINGS: dict[str, Callable[[_Pen], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "start": _start,
    "spike": _spike,
    "burst": _burst,
    "undo": _undo,
    "redo": _redo,
    "export": _export,
    "list": _list,
    "down": _down,
    "left": _left,
    "right": _right,
    "person": _person,
    "sliders": _sliders,
    "traces": _traces,
    "close": _close,
    "compare": _compare,
    "hexagon": _hexagon,
    "layers": _layers,
}
NAMES = tuple(_DRAWINGS)


def draw(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / BOX, rect.height() / BOX)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    _DRAWINGS[name](_Pen(painter, colour))
    painter.restore()


def icon(name: str, colour: QColor, sizes: Sequence[int] = SIZES) -> QIcon:
    """Return an icon for menus and window frames."""
    made = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw(painter, name, QRectF(0, 0, size, size), colour)
        painter.end()
        made.addPixmap(pixmap)
    return made
