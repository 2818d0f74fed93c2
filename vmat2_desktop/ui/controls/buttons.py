"""What is pressed: a bordered button, the round play button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls.drawing import LEFT, ROUND, Restyled, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look


class Button(QPushButton, Restyled):
    """A bordered button with an icon, a text and its key."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        icon: str = "",
        key: str = "",
        flat: bool = False,
        height: int = 32,
    ) -> None:
        super().__init__(text)
        self._icon_name = icon
        self._key = key
        self._plain = flat
        self._height = height
        self._quiet = False
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._follow(look)

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def set_compact(self, on: bool) -> None:
        """Show the icon only, where there is little room; name and tool-tip stay."""
        if on != self._compact:
            self._compact = on
            self.updateGeometry()
            self.update()

    @property
    def _shown_text(self) -> str:
        return "" if self._compact else self.text()

    @property
    def _shown_key(self) -> str:
        return "" if self._compact else self._key

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        look, shown = self._look, self._shown_text
        text = QFontMetricsF(look.font(14, 600)).horizontalAdvance(shown) if shown else 0.0
        key = self._shown_key
        key_width = QFontMetricsF(look.font(13)).horizontalAdvance(key) + look.px(8) if key else 0.0
        icon = look.px(18) if self._icon_name else 0
        gap = look.px(8) if icon and shown else 0
        pad = look.px(12 if shown else 7)
        return QSize(int(2 * pad + icon + gap + text + key_width + 0.999), look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if not self._plain:
            on = self.isChecked()
            lit = on or self.isDown() or self.underMouse()
            painter.setBrush(look.colour("selected" if lit else "panel"))
            edge = "accent" if on else "control" if self.isEnabled() else "line"
            painter.setPen(QPen(look.colour(edge), 2 if on else 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        elif self.isEnabled() and (self.isDown() or self.underMouse()):
            painter.setBrush(look.colour("selected"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, ROUND, ROUND)
        ink = look.colour("ink" if self.isEnabled() else "ghost")
        x = float(look.px(12 if self._shown_text else 7))
        if self._icon_name:
            side = look.px(18)
            icons.draw(painter, self._icon_name, QRectF(x, (rect.height() - side) / 2, side, side), ink)
            x += side + look.px(8)
        if self._shown_text:
            painter.setPen(ink)
            painter.setFont(look.font(14, 600))
            painter.drawText(QRectF(x, 0, rect.width(), rect.height()), LEFT, self.text())
            x += QFontMetricsF(painter.font()).horizontalAdvance(self.text()) + look.px(8)
        if self._shown_key:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(13))
            painter.drawText(QRectF(x, 0, rect.width(), rect.height()), LEFT, self._key)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class RoundButton(QPushButton, Restyled):
    """The play button: a filled disc."""

    def __init__(self, look: Look, icon: str, side: int = 40) -> None:
        super().__init__()
        self._icon_name = icon
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._follow(look)

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._side + 8), self._look.px(self._side + 8))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        inset = look.px(4)
        disc = rect.adjusted(inset, inset, -inset, -inset)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(disc)
        side = look.px(20)
        icons.draw(
            painter,
            self._icon_name,
            QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side),
            look.colour("on_accent"),
        )
        if shows_focus(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        painter.end()
