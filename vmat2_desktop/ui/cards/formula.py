"""One typeset equation as a widget that can also be read aloud."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.cards.notation import parse, spoken
from vmat2_desktop.ui.cards.typeset import Box, laid_out
from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look

SIZE, LEAST = 19, 12
_PAD = 4


class Formula(QWidget):
    """Draws an equation as large as there is room, up to its usual size."""

    def __init__(self, look: Look, maths: str) -> None:
        super().__init__()
        self._look = look
        self._nodes = parse(maths)
        self.setAccessibleName(spoken(self._nodes))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def box(self) -> Box:
        """Return the equation laid out for the present width."""
        room = max(self.width() - 2 * _PAD, 1)
        box = self._box(SIZE)
        if box.width > room:
            box = self._box(max(LEAST, int(SIZE * room / box.width)))
        return box

    def _box(self, size: int) -> Box:
        return laid_out(self._nodes, self._look.font(size))

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        box = self._box(SIZE)
        return QSize(int(box.width) + 2 * _PAD, int(box.above + box.below) + 2 * _PAD + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(1, self.sizeHint().height())

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the equation, centred from top to bottom."""
        box, painter = self.box(), paint_on(self)
        painter.setPen(self._look.colour("ink"))
        spare = (self.height() - box.above - box.below) / 2
        box.paint(painter, QPointF(_PAD, spare + box.above))
        painter.end()
