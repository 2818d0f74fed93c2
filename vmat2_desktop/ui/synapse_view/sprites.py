"""The shape of every thing, drawn about (0, 0) in design units: shape first, colour second."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import geometry as g

_DOTS = (
    (0.0, 13.5),
    (-9.6, 13.5),
    (9.6, 13.5),
    (-4.8, 4.8),
    (4.8, 4.8),
    (14.2, 4.8),
    (-14.2, 4.8),
    (0.0, -4.0),
    (-9.6, -4.0),
    (9.6, -4.0),
    (-4.8, -13.0),
    (4.8, -13.0),
)
MOST_DOTS = len(_DOTS)
FULLEST = 0.97
"""A full vesicle keeps a rim of air, so that its level is seen."""


@dataclass(frozen=True, slots=True)
class Brush:
    """A painter in design units, the colours, and how long a pixel is."""

    painter: QPainter
    theme: Theme
    pixel: float
    """Design units of one device-independent pixel."""

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """Return the colour of a role."""
        made = QColor(getattr(self.theme, role))
        if alpha < 1.0:
            made.setAlphaF(alpha)
        return made

    def pen(self, role: str, width: float, alpha: float = 1.0, thinnest: float = 1.2) -> QPen:
        """Return a round pen, never thinner than `thinnest` pixels."""
        thickness = max(width, thinnest * self.pixel) * self.theme.stroke
        made = QPen(self.colour(role, alpha), thickness)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made

    def use(
        self, fill: str | None, edge: str | None = None, width: float = 1.0, thinnest: float = 1.2
    ) -> None:
        """Choose fill and edge by role; None is none."""
        self.painter.setBrush(self.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        self.painter.setPen(self.pen(edge, width, thinnest=thinnest) if edge else Qt.PenStyle.NoPen)


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def dopamine(b: Brush, radius: float = g.DOT_RADIUS) -> None:
    """Draw a dopamine dot: the one warm circle."""
    b.use("dopamine", "dopamine_edge", radius * 0.26, thinnest=1.0)
    b.painter.drawEllipse(QPointF(0, 0), radius, radius)


def broken(b: Brush, radius: float = g.DOT_RADIUS) -> None:
    """Draw dopamine that MAO has cut: two hollow halves."""
    b.use("hollow", "ink2", radius * 0.26, thinnest=1.0)
    for start, offset in ((40, -0.35 * radius), (220, 0.55 * radius)):
        rect = QRectF(offset - radius, offset - radius, 2 * radius, 2 * radius)
        b.painter.drawChord(rect, start * 16, 180 * 16)


def tyrosine(b: Brush, size: float = 10.0) -> None:
    """Draw tyrosine: a hollow triangle."""
    b.use("hollow", "ink2", size * 0.12)
    h = size * 0.5
    b.painter.drawPolygon(_polygon((0, -h), (h * 0.95, h * 0.72), (-h * 0.95, h * 0.72)))


def l_dopa(b: Brush, size: float = 11.0) -> None:
    """Draw L-DOPA: a diamond, half way to the warm dot."""
    b.use("level", "dopamine_edge", size * 0.11)
    h = size * 0.52
    b.painter.drawPolygon(_polygon((0, -h), (h * 0.86, 0), (0, h), (-h * 0.86, 0)))


def gate(b: Brush, size: float = 9.0) -> None:
    """Draw an enzyme of synthesis: two brackets that the molecule passes between."""
    b.use(None, "ink2", 2.2)
    for side in (-1, 1):
        b.painter.drawPolyline(
            _polygon(
                (side * size * 0.75, -size * 0.5),
                (side * size, -size * 0.5),
                (side * size, size * 0.5),
                (side * size * 0.75, size * 0.5),
            )
        )


def hexagon(b: Brush, radius: float = 6.8, barred: bool = False) -> None:
    """Draw a VMAT2 inhibitor: a hexagon; the bar says that it never lets go."""
    b.use("inhibitor", "inhibitor_edge", radius * 0.26)
    corners = (math.radians(60 * i + 30) for i in range(6))
    b.painter.drawPolygon(_polygon(*((radius * math.cos(a), radius * math.sin(a)) for a in corners)))
    if barred:
        b.painter.setPen(b.pen("ink", radius * 0.32, thinnest=1.6))
        b.painter.drawLine(QPointF(-radius * 1.45, 0), QPointF(radius * 1.45, 0))


def antipsychotic(b: Brush, size: float = 11.0) -> None:
    """Draw an antipsychotic: a square with a cross."""
    b.use("antipsychotic", "antipsychotic_edge", size * 0.12)
    b.painter.drawRect(QRectF(-size / 2, -size / 2, size, size))
    b.painter.setPen(b.pen("hollow", size * 0.15))
    q = size * 0.24
    b.painter.drawLine(QPointF(-q, -q), QPointF(q, q))
    b.painter.drawLine(QPointF(-q, q), QPointF(q, -q))


def pump(b: Brush, angle: float, state: str, size: float = g.PUMP_SIZE) -> None:
    """Draw VMAT2: a funnel whose mouth looks to the cytosol; `state` is free, blocked or forever."""
    p, s = b.painter, size
    body = _polygon(
        (-0.52 * s, -0.48 * s), (0.52 * s, -0.48 * s), (0.24 * s, 0.48 * s), (-0.24 * s, 0.48 * s)
    )
    p.save()
    p.rotate(angle)
    if state == "free":
        b.use("vmat2", "vmat2_edge", s * 0.085)
        p.drawPolygon(body)
        b.use("hollow")
        p.drawPolygon(_polygon((-0.22 * s, -0.26 * s), (0.22 * s, -0.26 * s), (0, 0.22 * s)))
        p.restore()
        return
    b.use("hollow", "vmat2_hollow_edge", s * 0.085)
    p.drawPolygon(body)
    p.restore()
    p.save()
    p.translate(*g.outwards(angle, 0.40 * s))
    hexagon(b, 0.40 * s, barred=state == "forever")
    p.restore()


def vesicle(b: Brush, content: float, radius: float = g.VESICLE_RADIUS) -> None:
    """Draw a vesicle: ring, level whose area is the content, meniscus, dots."""
    p, k = b.painter, radius / g.VESICLE_RADIUS
    width = max(2.6 * k, 1.5 * b.pixel)
    inner = radius - width / 2
    b.use("vesicle")
    p.drawEllipse(QPointF(0, 0), inner, inner)
    if content > 0:
        top = g.level_chord(min(content, FULLEST)) * inner
        clip = QPainterPath()
        clip.addEllipse(QPointF(0, 0), inner, inner)
        p.save()
        p.setClipPath(clip)
        b.use("level")
        p.drawRect(QRectF(-radius, top, 2 * radius, 2 * radius))
        p.setPen(b.pen("dopamine_edge", 1.3 * k, thinnest=1.0))
        p.drawLine(QPointF(-radius, top), QPointF(radius, top))
        p.restore()
        if radius > 12 * b.pixel:
            for x, y in _DOTS[: min(round(content * MOST_DOTS), MOST_DOTS)]:
                p.save()
                p.translate(x * k, y * k)
                dopamine(b, 4.1 * k)
                p.restore()
    b.use(None, "vesicle_membrane", width)
    p.drawEllipse(QPointF(0, 0), inner, inner)


def omega(b: Brush, opening: float) -> None:
    """Draw a vesicle that opens into the cleft; (0, 0) is the membrane above its pore, `opening` 0 to 1."""
    p, r = b.painter, g.FUSED_RADIUS
    half = 2.0 + (g.PORE_HALF_WIDTH - 2.0) * opening
    middle = g.FUSED_Y - g.BASE_Y
    inside = QPainterPath()
    inside.addEllipse(QPointF(0, middle), r - 1.3, r - 1.3)
    neck = QPainterPath()
    neck.addRect(QRectF(-half, middle + r - 9, 2 * half, 12))
    b.use("plate")
    p.drawPath(inside.united(neck))
    turn = math.degrees(math.asin(min(half / r, 1.0)))
    ring = b.pen("vesicle_membrane", 2.6, thinnest=1.5)
    ring.setCapStyle(Qt.PenCapStyle.FlatCap)
    p.setPen(ring)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawArc(QRectF(-r, middle - r, 2 * r, 2 * r), round((-90 + turn) * 16), round((360 - 2 * turn) * 16))
    p.setPen(b.pen("membrane", g.MEMBRANE))
    lip = middle + math.sqrt(max(r * r - half * half, 0.0))
    for side in (-1, 1):
        p.drawLine(QPointF(side * half, lip), QPointF(side * half, 0))


def pegs(b: Brush) -> None:
    """Draw a docking site: two pegs and a bar on the membrane, (0, 0)."""
    b.painter.setPen(Qt.PenStyle.NoPen)
    b.painter.setBrush(b.colour("membrane", 0.55))
    b.painter.drawRoundedRect(QRectF(-30, -4, 60, 4), 2, 2)
    pen = b.pen("ink", 2.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    b.painter.setPen(pen)
    for x in (-9, 9):
        b.painter.drawLine(QPointF(x, -14), QPointF(x, -1.5))


def dat(b: Brush, angle: float, blocked: bool = False, size: float = g.DAT_SIZE) -> None:
    """Draw the dopamine transporter: two pillars, an arrow into the cell; blocked: no arrow, a bar across."""
    p, s = b.painter, size
    p.save()
    p.rotate(angle)
    b.use("dat", "dat_edge", s * 0.075)
    for side in (-1, 1):
        rect = QRectF(side * 0.39 * s - 0.125 * s, -0.5 * s, 0.25 * s, s)
        p.drawRoundedRect(rect, 0.12 * s, 0.12 * s)
    p.setPen(b.pen("ink", s * (0.12 if blocked else 0.09), thinnest=1.4))
    if blocked:
        p.drawLine(QPointF(-0.66 * s, 0), QPointF(0.66 * s, 0))
        p.restore()
        return
    p.drawLine(QPointF(0, 0.42 * s), QPointF(0, -0.36 * s))
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPolyline(_polygon((-0.15 * s, -0.20 * s), (0, -0.42 * s), (0.15 * s, -0.20 * s)))
    p.restore()


def mao(b: Brush, angle: float, inhibited: bool = False, size: float = g.MAO_SIZE) -> None:
    """Draw MAO: a disc with a bite; an inhibitor closes the bite with a hollow wedge, a bar through it."""
    b.painter.save()
    b.painter.rotate(angle)
    b.use("mao", "terminal", size * 0.07, thinnest=1.0)
    disc = QRectF(-size / 2, -size / 2, size, size)
    b.painter.drawPie(disc, 38 * 16, 284 * 16)
    if inhibited:
        b.use("hollow", "mao", size * 0.09, thinnest=1.2)
        b.painter.drawPie(disc, -38 * 16, 76 * 16)
        b.painter.setPen(b.pen("ink", size * 0.13, thinnest=1.4))
        b.painter.drawLine(QPointF(size * 0.36, -size * 0.34), QPointF(size * 0.36, size * 0.34))
    b.painter.restore()


def mitochondrion(b: Brush, length: float, width: float, angle: float) -> None:
    """Draw a mitochondrion: a capsule with one folded line."""
    p = b.painter
    p.save()
    p.rotate(angle)
    b.use("mitochondrion", "mitochondrion_edge", width * 0.045, thinnest=1.4)
    p.drawRoundedRect(QRectF(-length / 2, -width / 2, length, width), width / 2, width / 2)
    folds = 5
    step = length * 0.80 / folds
    path = QPainterPath(QPointF(-length * 0.40, 0))
    for i in range(folds):
        x = -length * 0.40 + i * step
        bend = (-1 if i % 2 else 1) * width * 0.375
        path.cubicTo(x + step * 0.15, bend, x + step * 0.85, bend, x + step, 0)
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.drawPath(path)
    p.restore()


def _cup(s: float) -> QPainterPath:
    path = QPainterPath(QPointF(-0.46 * s, -0.80 * s))
    path.lineTo(-0.26 * s, -0.80 * s)
    path.cubicTo(-0.24 * s, -0.36 * s, 0.24 * s, -0.36 * s, 0.26 * s, -0.80 * s)
    path.lineTo(0.46 * s, -0.80 * s)
    path.cubicTo(0.46 * s, -0.30 * s, 0.17 * s, -0.22 * s, 0.15 * s, 0)
    path.lineTo(0.15 * s, 0.36 * s)
    path.lineTo(-0.15 * s, 0.36 * s)
    path.lineTo(-0.15 * s, 0)
    path.cubicTo(-0.17 * s, -0.22 * s, -0.46 * s, -0.30 * s, -0.46 * s, -0.80 * s)
    path.closeSubpath()
    return path


def _fork(s: float) -> QPainterPath:
    half = ((0.44, -0.76), (0.24, -0.76), (0.24, -0.42), (-0.24, -0.42), (-0.24, -0.76), (-0.44, -0.76))
    foot = ((-0.44, -0.16), (-0.17, -0.16), (-0.17, 0.36), (0.17, 0.36), (0.17, -0.16), (0.44, -0.16))
    path = QPainterPath()
    path.addPolygon(_polygon(*((x * s, y * s) for x, y in half + foot)))
    path.closeSubpath()
    return path


def receptor(b: Brush, kind: str, state: str, size: float = g.RECEPTOR_SIZE) -> None:
    """Draw a receptor whose membrane is at (0, 0) and whose cup looks up.

    Args:
        b: where to draw.
        kind: d2 (round cup), d1 (square fork) or auto (a D2 hung from the terminal, double bar on its stem).
        state: free (hollow), lit (solid, ball, three rays) or held (hollow, crossed square).
        size: nominal size.
    """
    p, s, lit = b.painter, size, state == "lit"
    role = "d1" if kind == "d1" else "d2"
    p.save()
    if kind == "auto":
        p.scale(1, -1)
    b.use(role if lit else "hollow", f"{role}_edge", s * 0.085, thinnest=1.4)
    p.drawPath(_fork(s) if kind == "d1" else _cup(s))
    if kind == "auto":
        for y in (0.16 * s, 0.34 * s):
            p.drawLine(QPointF(-0.30 * s, y), QPointF(0.30 * s, y))
    if lit:
        _lit(b, s)
    if state == "held":
        p.translate(0, -0.78 * s)
        antipsychotic(b, 0.46 * s)
    p.restore()


def _lit(b: Brush, s: float) -> None:
    p = b.painter
    p.setPen(b.pen("dopamine_edge", s * 0.07))
    for degrees in (-140, -90, -40):
        x, y = math.cos(math.radians(degrees)) * s, math.sin(math.radians(degrees)) * s
        p.drawLine(QPointF(x * 0.42, y * 0.42 - 0.76 * s), QPointF(x * 0.60, y * 0.60 - 0.76 * s))
    p.save()
    p.translate(0, -0.74 * s)
    dopamine(b, 0.23 * s)
    p.restore()


def plus(b: Brush, size: float = g.RECEPTOR_SIZE) -> None:
    """Draw the sign of a new receptor."""
    q = 0.17 * size
    b.painter.setPen(b.pen("ink", size * 0.1, thinnest=1.6))
    b.painter.drawLine(QPointF(-q, 0), QPointF(q, 0))
    b.painter.drawLine(QPointF(0, -q), QPointF(0, q))
