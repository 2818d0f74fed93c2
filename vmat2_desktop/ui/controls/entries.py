"""What holds a value: a list that folds down, a number in a box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSpinBox

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls.drawing import LEFT, ROUND, Restyled, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look


class Picker(QComboBox, Restyled):
    """A list that folds down; the wheel scrolls the column, not the value."""

    def __init__(self, look: Look, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.setMaxVisibleItems(24)
        self._follow(look)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width or 160), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(self._width or 80), self._look.px(32))

    def showPopup(self) -> None:
        """Open the list, wide enough for its words."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 2 * view.frameWidth()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        able = self.isEnabled()
        rect = QRectF(self.rect())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("control" if able else "line"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        side = look.px(16)
        icons.draw(
            painter,
            "down",
            QRectF(rect.right() - look.px(10) - side, (rect.height() - side) / 2, side, side),
            look.colour("ink2" if able else "line"),
        )
        painter.setPen(look.colour("ink" if able else "ghost"))
        painter.setFont(look.font(15))
        room = rect.adjusted(look.px(12), 0, -look.px(30), 0)
        text = QFontMetricsF(painter.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, LEFT, text)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class Number(QSpinBox, Restyled):
    """A whole number in a box; arrow keys and typing change it."""

    def __init__(self, look: Look, width: int = 96) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(4, 0, 8, 0)
        self._follow(look)

    def _relook(self) -> None:
        # The application's style sheet outranks setFont: only this box's own sheet reaches its text at once.
        # A styled box without buttons gives its text no room: they stay, one pixel wide, and are not drawn.
        self.setStyleSheet(
            f"QSpinBox {{ min-height: 0; padding: 0; font-size: {self._look.px(15)}px; }}"
            "QSpinBox::up-button, QSpinBox::down-button"
            "{ subcontrol-origin: border; subcontrol-position: right; width: 1px; }"
        )
        self.lineEdit().setFont(self._look.font(15))
        super()._relook()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame; the text is a child of its own."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("control" if self.isEnabled() else "line"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()
