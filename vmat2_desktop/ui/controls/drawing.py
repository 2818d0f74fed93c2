"""What every drawn control shares: a painter, the ring of the focus, hatching, following the look."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.look import Look

ROUND = 6.0
"""Radius of the corners of controls."""
BY_KEY = "focus_by_key"
"""Property of a control: whether the keyboard brought the focus."""
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def paint_on(widget: QWidget) -> QPainter:
    """Return an antialiased painter of a widget."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter


def draw_focus(painter: QPainter, look: Look, rect: QRectF, radius: float = ROUND) -> None:
    """Draw the ring of the control that has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def shows_focus(widget: QWidget) -> bool:
    """Whether the widget has the keyboard, and got it by the keyboard (see keys.py)."""
    return widget.hasFocus() and widget.isEnabled() and bool(widget.property(BY_KEY))


def hatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Fill with diagonal strokes, two pixels apart from any theme's pattern brush."""
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QPen(colour, 1.2))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 6
    painter.restore()


def draw_sign(painter: QPainter, look: Look, centre: QPointF) -> None:
    """Draw the diamond beside what differs from its default."""
    half = look.px(5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    x, y = centre.x(), centre.y()
    painter.drawPolygon(
        [QPointF(x - half, y), QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)]
    )


def brush(colour: QColor, alpha: float) -> QBrush:
    """Return a translucent brush."""
    tinted = QColor(colour)
    tinted.setAlphaF(alpha)
    return QBrush(tinted)


class Restyled:
    """Repaints and re-measures when the look changes."""

    _look: Look

    def _follow(self, look: Look) -> None:
        self._look = look
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        assert isinstance(self, QWidget)
        self.setFont(self._look.font(15))
        self.updateGeometry()
        self.update()
