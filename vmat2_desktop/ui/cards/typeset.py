"""A formula's tree -> boxes with widths, heights and baselines, and their painting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from vmat2_desktop.ui.cards.notation import Fraction, Node, Scripted, Symbol

SMALLER = 0.72
"""Of scripts, and of what stands in a fraction within a script."""
_LEAST_PX = 11
_OPERATOR_AIR, _COMMA_AIR = 0.24, 0.9
"""Em beside an operator, and after a comma."""
_BAR, _BAR_AIR, _BAR_OVERHANG = 1.3, 0.13, 0.12
_DROP, _RAISE = 0.24, 0.42


@dataclass(frozen=True, slots=True)
class Box:
    """Something laid out; `paint` draws it with its baseline's left end at a point."""

    width: float
    above: float
    below: float
    paint: Callable[[QPainter, QPointF], None]


def laid_out(nodes: tuple[Node, ...], font: QFont) -> Box:
    """Return the box of a formula in that font."""
    parts = [_box(node, font) for node in nodes]
    above = max((part.above for part in parts), default=0.0)
    below = max((part.below for part in parts), default=0.0)

    def paint(painter: QPainter, at: QPointF) -> None:
        x = at.x()
        for part in parts:
            part.paint(painter, QPointF(x, at.y()))
            x += part.width

    return Box(sum(part.width for part in parts), above, below, paint)


def _box(node: Node, font: QFont) -> Box:
    if isinstance(node, Fraction):
        return _fraction(node, font)
    if isinstance(node, Scripted):
        return _scripted(node, font)
    return _symbol(node, font)


def _symbol(node: Symbol, font: QFont) -> Box:
    shown = QFont(font)
    shown.setItalic(node.italic)
    metrics, em = QFontMetricsF(shown), font.pixelSize()
    before = _OPERATOR_AIR * em if node.operator else 0.0
    after = before or (_COMMA_AIR * em if node.text == "," else 0.0)
    slant = 0.06 * em if node.italic else 0.0

    def paint(painter: QPainter, at: QPointF) -> None:
        painter.setFont(shown)
        painter.drawText(QPointF(at.x() + before, at.y()), node.text)

    # A line of capitals and descenders, not of the font's whole leading: fractions stay compact.
    return Box(before + metrics.horizontalAdvance(node.text) + slant + after, 0.74 * em, 0.23 * em, paint)


def _scripted(node: Scripted, font: QFont) -> Box:
    base, small, em = _box(node.base, font), _smaller(font), font.pixelSize()
    below = laid_out(node.below, small) if node.below else None
    above = laid_out(node.above, small) if node.above else None
    drop, lift = _DROP * em, _RAISE * em
    width = base.width + max((part.width for part in (below, above) if part is not None), default=0.0)

    def paint(painter: QPainter, at: QPointF) -> None:
        base.paint(painter, at)
        if below is not None:
            below.paint(painter, QPointF(at.x() + base.width, at.y() + drop))
        if above is not None:
            above.paint(painter, QPointF(at.x() + base.width, at.y() - lift))

    return Box(
        width + 0.05 * em,
        max(base.above, lift + above.above if above is not None else 0.0),
        max(base.below, drop + below.below if below is not None else 0.0),
        paint,
    )


def _fraction(node: Fraction, font: QFont) -> Box:
    top, bottom, em = laid_out(node.top, font), laid_out(node.bottom, font), font.pixelSize()
    axis, air, over = 0.27 * em, _BAR_AIR * em, _BAR_OVERHANG * em
    inner = max(top.width, bottom.width) + 2 * over
    width = inner + 2 * over

    def paint(painter: QPainter, at: QPointF) -> None:
        y, left = at.y() - axis, at.x() + over
        painter.setPen(QPen(painter.pen().color(), _BAR))
        painter.drawLine(QPointF(left, y), QPointF(left + inner, y))
        top.paint(painter, QPointF(left + (inner - top.width) / 2, y - air - top.below))
        bottom.paint(painter, QPointF(left + (inner - bottom.width) / 2, y + air + bottom.above))

    return Box(width, axis + air + top.below + top.above, air - axis + bottom.above + bottom.below, paint)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(_LEAST_PX, round(font.pixelSize() * SMALLER)))
    return small
