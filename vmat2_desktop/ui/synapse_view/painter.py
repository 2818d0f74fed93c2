"""What stands still: cells, labels, leaders, floor. Painted into cached pixmaps by the view."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import hatch
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import sprites
from vmat2_desktop.ui.synapse_view.atlas import Drawn
from vmat2_desktop.ui.synapse_view.counts import Scales
from vmat2_desktop.ui.synapse_view.hits import Piece
from vmat2_desktop.ui.synapse_view.layout import Line, Placed, Sign, Tag
from vmat2_desktop.ui.synapse_view.room import Room
from vmat2_desktop.ui.synapse_view.seen import Seen
from vmat2_desktop.ui.synapse_view.words import Before

HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
_WRITTEN = int(
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextDontClip
    | Qt.TextFlag.TextSingleLine
)
_DOT_ROWS = 3.0
"""px between rows of dots."""
_SHOWN_FROM = 0.02
"""Shares of a scale below this are steady."""


def _rounded(card: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), looks.CARD_RADIUS, looks.CARD_RADIUS)
    return path


def paint_cells(painter: QPainter, room: Room, theme: Theme, sites: int, seen: Seen) -> None:
    """Paint what never moves: card, postsynaptic cell, terminal, mitochondrion, sites."""
    painter.setRenderHints(HINTS)
    card = room.card
    outline = _rounded(card)
    painter.setPen(Qt.PenStyle.NoPen)
    b = sprites.Brush(painter, theme, 1.0 / seen.place.scale)
    # While zoomed, the floor below the stage is a floor only: its edge is no membrane.
    painter.setBrush(b.colour("plate" if seen.whole else "post"))
    painter.drawPath(outline)
    painter.save()
    painter.setClipPath(outline)
    if not seen.whole:
        painter.setClipRect(seen.stage, Qt.ClipOperation.IntersectClip)
        painter.fillRect(seen.stage, b.colour("plate"))
    _cells(b, card, sites, seen.place)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(b.colour("line"), 1))
    painter.drawPath(outline)
    if not seen.whole:
        painter.setPen(QPen(b.colour("control"), 1))
        y = round(seen.stage.bottom()) + 0.5
        painter.drawLine(QPointF(card.left() + 1, y), QPointF(card.right() - 1, y))
        painter.setPen(QPen(b.colour("line"), 1))
    if not room.movement_card.isEmpty():
        painter.setBrush(b.colour("panel"))
        painter.drawRoundedRect(room.movement_card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _cells(b: sprites.Brush, card: QRectF, sites: int, place: g.Place) -> None:
    painter = b.painter
    painter.translate(place.left, place.top)
    painter.scale(place.scale, place.scale)
    left, right = place.design_x(card.left()) - 20, place.design_x(card.right()) + 20
    bottom, top = place.design_y(card.bottom()) + 20, place.design_y(card.top()) - 20
    b.use("post", "membrane", g.MEMBRANE)
    painter.drawPath(g.post_path(left, right, max(bottom, g.POST_Y + 120)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(b.colour("membrane", 0.22))
    painter.drawRoundedRect(QRectF(168, g.POST_Y + 3, 464, 8), 4, 4)
    b.use("terminal", "membrane", g.MEMBRANE)
    painter.drawPath(g.terminal_path(min(top, -60)))
    x, y, length, width, angle = g.MITOCHONDRION
    _at(b, x, y, partial(sprites.mitochondrion, b, length, width, angle))
    for sx in g.sites(sites):
        _at(b, sx, g.BASE_Y, partial(sprites.pegs, b))


def _at(b: sprites.Brush, x: float, y: float, draw: Callable[[], None]) -> None:
    b.painter.save()
    b.painter.translate(x, y)
    draw()
    b.painter.restore()


def paint_lines(painter: QPainter, lines: Iterable[Line], theme: Theme) -> None:
    """Write lines of text."""
    painter.setRenderHints(HINTS)
    for line in lines:
        painter.setFont(line.font)
        painter.setPen(QColor(getattr(theme, line.role)))
        painter.drawText(line.rect, _WRITTEN, line.text)


def paint_leaders(painter: QPainter, leaders: Iterable[tuple[QPointF, QPointF]], theme: Theme) -> None:
    """Paint a thin line from each label to its thing, ending in a dot."""
    colour = QColor(theme.ink2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour)
    for start, end in leaders:
        painter.setPen(QPen(colour, 1.0))
        painter.drawLine(start, end)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(end, 2.3, 2.3)
    painter.restore()


def paint_tags(painter: QPainter, tags: Iterable[Tag], theme: Theme) -> None:
    """Write the labels that lie over the zoomed picture, each on a ground of its own."""
    painter.setRenderHints(HINTS)
    for tag in tags:
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.panel))
        rect = tag.rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, looks.CONTROL_RADIUS, looks.CONTROL_RADIUS)
        paint_lines(painter, tag.lines, theme)


def paint_outline(painter: QPainter, pieces: Iterable[Piece], seen: Seen, theme: Theme) -> None:
    """Draw a double ring round each piece that is looked at: light round dark shows on any ground."""
    scale, stage = seen.place.scale, seen.stage
    ratio = painter.device().devicePixelRatioF()
    rings: dict[float, QPixmap] = {}
    for piece in pieces:
        x, y, half = seen.place.x(piece.x), seen.place.y(piece.y), piece.radius * scale + _RING_OUTSIDE
        if not (
            stage.left() - half < x < stage.right() + half and stage.top() - half < y < stage.bottom() + half
        ):
            continue
        if half not in rings:
            rings[half] = _ring(half, ratio, theme)
        painter.drawPixmap(QPointF(x - half, y - half), rings[half])


_RING, _RING_OUTSIDE = 3.0, 6.0
"""px from a piece to the middle of its ring, and to the edge of the picture of the ring."""


def _ring(half: float, ratio: float, theme: Theme) -> QPixmap:
    """Return a picture of a ring: many like pieces would each cost two curves in every frame."""
    side = math.ceil(2 * half * ratio)
    picture = QPixmap(side, side)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    radius = half - _RING_OUTSIDE + _RING
    with QPainter(picture) as brush:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        for role, width in (("panel", 4.5), ("accent", 2.2)):
            brush.setPen(QPen(QColor(getattr(theme, role)), width))
            brush.drawEllipse(QPointF(half, half), radius, radius)
    return picture


def paint_frame(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw a double frame round what is looked at."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, width in (("panel", 4.5), ("accent", 2.2)):
        painter.setPen(QPen(QColor(getattr(theme, role)), width))
        painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), looks.CONTROL_RADIUS, looks.CONTROL_RADIUS)
    painter.restore()


def paint_signs(painter: QPainter, signs: Iterable[Sign], theme: Theme, drawn: Mapping[str, Drawn]) -> None:
    """Paint the sprites that stand among the words."""
    painter.setRenderHints(HINTS)
    for sign in signs:
        what = drawn[sign.sprite]
        painter.save()
        painter.translate(sign.rect.center())
        painter.scale(sign.scale, sign.scale)
        painter.translate(0, (what.above - what.below) / 2)
        what.draw(sprites.Brush(painter, theme, 1.0 / sign.scale))
        painter.restore()


def paint_bars(
    painter: QPainter,
    placed: Placed,
    theme: Theme,
    frame: Frame,
    scales: Scales,
    before: Before | None = None,
) -> None:
    """Paint the two bars, whose hatching says which side is which."""
    painter.setRenderHints(HINTS)
    b = sprites.Brush(painter, theme, 1.0)
    if placed.response_bar is not None:
        _response_bar(b, placed.response_bar, frame.receptor_response, scales.most_response)
    if placed.balance_bar is not None:
        most = scales.model.movement.score_maximum
        now = (frame.parkinsonism, frame.score / most if most else 0.0)
        was = None if before is None else (before.parkinsonism, before.score / most if most else 0.0)
        _balance_bar(b, placed.balance_bar, now, was)


def _slashed(b: sprites.Brush, rect: QRectF) -> None:
    """Fill with strokes. Qt's own patterns are as fine as the screen's pixels: at 2x they fade to grey."""
    hatch(b.painter, rect, b.colour("ink2"))


def _dotted(b: sprites.Brush, rect: QRectF) -> None:
    """Fill with dots, every second row between those above."""
    b.painter.save()
    b.painter.setClipRect(rect)
    b.painter.setPen(Qt.PenStyle.NoPen)
    b.painter.setBrush(b.colour("ink2"))
    for row in range(int(rect.height() / _DOT_ROWS) + 1):
        x, y = rect.left() + _DOT_ROWS * (1 + row % 2), rect.top() + _DOT_ROWS * (row + 0.5)
        while x < rect.right():
            b.painter.drawEllipse(QPointF(x, y), 0.9, 0.9)
            x += 2 * _DOT_ROWS
    b.painter.restore()


def _outlined(b: sprites.Brush, rect: QRectF) -> None:
    b.painter.setBrush(Qt.BrushStyle.NoBrush)
    b.painter.setPen(QPen(b.colour("control"), 1))
    b.painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def _response_bar(b: sprites.Brush, bar: QRectF, response: float, most: float) -> None:
    """Plain up to healthy, slashed beyond it."""
    b.painter.setPen(Qt.PenStyle.NoPen)
    b.painter.setBrush(b.colour("panel"))
    b.painter.drawRect(bar)
    healthy = bar.left() + bar.width() / most
    end = bar.left() + bar.width() * min(max(response, 0.0), most) / most
    b.painter.setBrush(b.colour("d2"))
    b.painter.drawRect(QRectF(bar.left(), bar.top(), min(end, healthy) - bar.left(), bar.height()))
    if end > healthy:
        _slashed(b, QRectF(healthy, bar.top(), end - healthy, bar.height()))
    _outlined(b, bar)
    b.painter.setPen(QPen(b.colour("ink"), 2))
    b.painter.drawLine(QPointF(healthy, bar.top() - 3), QPointF(healthy, bar.bottom() + 3))
    b.painter.drawLine(QPointF(end, bar.top() - 1), QPointF(end, bar.bottom() + 1))


_Balance = tuple[float, float]
"""How much of too little, and of too much, 0 to 1 each."""


def _balance_bar(b: sprites.Brush, bar: QRectF, now: _Balance, was: _Balance | None) -> None:
    """Paint dots at the left for too little, slashes at the right for too much, plain between.

    A solid pointer stands at what is, a hollow one at what was, on each side that has changed.
    """
    third = bar.width() / 3
    steady = QRectF(bar.left() + third, bar.top(), third, bar.height())
    for left, fill in ((bar.left(), _dotted), (steady.right(), _slashed)):
        track = QRectF(left, bar.top(), third, bar.height())
        fill(b, track)
        _outlined(b, track)
    _outlined(b, steady)
    tips = _tips(steady, now)
    for x in () if was is None else _tips(steady, was):
        if all(abs(x - tip) > _SHOWN_FROM * third for tip in tips):
            _pointer(b, x, bar, hollow=True)
    for x in tips:
        _pointer(b, x, bar)


def _tips(steady: QRectF, balance: _Balance) -> list[float]:
    """Return where pointers stand: one on each side that has any, else one in the middle."""
    little, much = balance
    tips = [steady.left() - little * steady.width()] if little > _SHOWN_FROM else []
    if much > _SHOWN_FROM:
        tips.append(steady.right() + much * steady.width())
    return tips or [steady.center().x()]


def _pointer(b: sprites.Brush, x: float, bar: QRectF, hollow: bool = False) -> None:
    h = bar.height()
    points = [QPointF(x, bar.top() + h * 0.55), QPointF(x - h * 0.8, bar.top() - h * 0.7)]
    points.append(QPointF(x + h * 0.8, bar.top() - h * 0.7))
    b.painter.setPen(QPen(b.colour("ghost" if hollow else "panel"), 1.6 if hollow else 1.5))
    b.painter.setBrush(b.colour("panel" if hollow else "ink"))
    b.painter.drawPolygon(QPolygonF(points))


def paint_wave(painter: QPainter, place: g.Place, theme: Theme, progress: float, strength: float) -> None:
    """Paint the action potential: a thick stretch of both walls that runs down to the active zone."""
    wall = g.wall()
    head = round(progress * (len(wall) - 1))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.left, place.top)
    painter.scale(place.scale, place.scale)
    b = sprites.Brush(painter, theme, 1.0 / place.scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for length, width, alpha in _WAVE:
        part = wall[max(0, head - length) : head + 1]
        painter.setPen(b.pen("accent", width, alpha * strength))
        for mirror in (False, True):
            points = [QPointF(g.WIDTH - x if mirror else x, y) for x, y in part]
            painter.drawPolyline(QPolygonF(points))
    painter.restore()


_WAVE = ((40, 11.0, 0.20), (32, 7.0, 0.45), (20, 4.5, 1.0))
"""Steps of the wall, width and strength of each stroke: a soft tail, a firm head."""
