"""A side column that folds to a narrow rail when the window is small."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls import BY_KEY, ROUND, draw_focus, paint_on, shows_focus
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
        """Fold or unfold; the keyboard stays with the column, it does not fall to a neighbour."""
        if folded == self.folded:
            return
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        by_key = inside and focus is not None and bool(focus.property(BY_KEY))
        self.folded = folded
        # First what appears: hiding the widget that has the focus would hand it to the next one.
        (self.rail if folded else self._column).show()
        if inside:
            self.take_focus(by_key)
        (self._column if folded else self.rail).hide()
        self._resize()

    def take_focus(self, by_key: bool = False) -> None:
        """Give the keyboard to the first control that is open here."""
        first = self.button if self.folded else self.first_control()
        if first is not None:
            first.setFocus(
                Qt.FocusReason.TabFocusReason if by_key else Qt.FocusReason.OtherFocusReason,
            )

    def first_control(self) -> QWidget | None:
        """Return the control of the column that Tab reaches first."""
        wanted = Qt.FocusPolicy.TabFocus
        widget = self._column.nextInFocusChain()
        while widget is not None and self._column.isAncestorOf(widget):
            policy = widget.focusPolicy()
            if policy & wanted == wanted and widget.isEnabled() and widget.isVisibleTo(self._column):
                return widget
            widget = widget.nextInFocusChain()
        return None

    def _resize(self) -> None:
        self.setFixedWidth(self._look.px(RAIL if self.folded else self._width))
