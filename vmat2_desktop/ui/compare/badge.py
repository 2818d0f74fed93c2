"""The letter of a side: A in a disc, B in a box. The shape tells them apart, not the colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.experiment import Side
from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

SIDE = 26


def draw_badge(
    painter: QPainter, look: Look, side: Side, rect: QRectF, role: str = "", size: int = 15
) -> None:
    """Draw the letter: on a filled ground, or on the panel with an edge of a role's colour."""
    painter.setBrush(look.colour("panel" if role else "ink"))
    painter.setPen(QPen(look.colour(role), 2) if role else Qt.PenStyle.NoPen)
    if side is Side.A:
        painter.drawEllipse(rect)
    else:
        painter.drawRoundedRect(rect, 2, 2)
    painter.setPen(look.colour("ink" if role else "panel"))
    painter.setFont(look.font(size, 700))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), side.value)


class Badge(QWidget):
    """The letter of a side."""

    def __init__(self, look: Look, side: Side) -> None:
        super().__init__()
        self._look = look
        self.side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Scenario {0}").format(side.value))
        look.changed.connect(self._relook)

    def set_side(self, side: Side) -> None:
        """Show the letter of another side."""
        if side is not self.side:
            self.side = side
            self.setAccessibleName(tr("Scenario {0}").format(side.value))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size."""
        return QSize(self._look.px(SIDE), self._look.px(SIDE))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        draw_badge(painter, self._look, self.side, QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
