"""A side column that folds to a narrow rail when the window is small."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls import ROUND, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look

RAIL = 56


class _RailButton(QAbstractButton):
    """An icon with the column's name written upwards."""

    def __init__(self, look: Look, icon: str, name: str) -> None:
        super().__init__()
        self._look = look
        self._icon_name = icon
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(40), self._look.px(140))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected"))
            painter.drawRoundedRect(rect, ROUND, ROUND)
        side = look.px(20)
        box = QRectF((rect.width() - side) / 2, look.px(10), side, side)
        icons.draw(painter, self._icon_name, box, look.colour("ink"))
        painter.save()
        painter.translate(rect.width() / 2, rect.height() - look.px(10))
        painter.rotate(-90)
        painter.setFont(look.font(15, 600))
        painter.setPen(look.colour("ink"))
        room = QRectF(0, -rect.width() / 2, rect.height() - look.px(44), rect.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        painter.restore()
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class Foldable(QWidget):
    """A column, or the rail that brings it back."""

    unfold_asked = Signal()

    def __init__(self, look: Look, column: QWidget, width: int, icon: str, name: str) -> None:
        super().__init__()
        self._look = look
        self._column = column
        self._width = float(width)
        self.rail = QWidget()
        self.button = _RailButton(look, icon, name)
        self.button.setObjectName(f"unfold_{icon}")
        self.button.clicked.connect(self.unfold_asked)
        rail = QVBoxLayout(self.rail)
        rail.setContentsMargins(8, 16, 8, 8)
        rail.addWidget(self.button)
        rail.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column)
        layout.addWidget(self.rail)
        self.setObjectName("column")
        self.folded = False
        look.changed.connect(self._resize)
        self.rail.hide()
        self._resize()

    def set_column_width(self, width: float) -> None:
        """Set the width of the open column, before the text scale."""
        self._width = width
        self._resize()

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold."""
        self.folded = folded
        self._column.setVisible(not folded)
        self.rail.setVisible(folded)
        self._resize()

    def _resize(self) -> None:
        self.setFixedWidth(self._look.px(RAIL if self.folded else self._width))
