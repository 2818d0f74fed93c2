"""A small map while the picture is zoomed: what is seen of the whole, and the way back to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import sprites
from vmat2_desktop.ui.synapse_view.lettering import height_of
from vmat2_desktop.ui.synapse_view.links import Pressed
from vmat2_desktop.ui.synapse_view.words import tr


class Overview(Pressed):
    """Press it and the whole picture is back."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.setObjectName("overview")
        self.scale = 1.0
        self._whole = QRectF()
        self._seen = QRectF()
        self.retranslate()

    def tell(self, whole: QRectF, seen: QRectF, zoom: float) -> None:
        """Say what there is and what is seen of it, in design units, and how large it is drawn."""
        self._whole, self._seen = whole, seen
        self.setAccessibleDescription(tr("zoomed {n} times").format(n=f"{zoom:.2g}"))
        self.update()

    def retranslate(self) -> None:
        """Name it in the person's language."""
        self.setAccessibleName(tr("Whole picture"))
        self.setToolTip(tr("Back to the whole picture (0)"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        theme, rect = self.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(QColor(theme.selected if self.underMouse() else theme.panel))
        painter.setPen(QPen(QColor(theme.control), 1))
        painter.drawRoundedRect(rect, looks.CONTROL_RADIUS, looks.CONTROL_RADIUS)
        font = looks.font(looks.AXIS, 600, self.scale)
        line = height_of(font)
        area = rect.adjusted(4, 4, -4, -line - 4)
        if not self._whole.isEmpty():
            k = min(area.width() / self._whole.width(), area.height() / self._whole.height())
            painter.save()
            painter.setClipRect(area)
            painter.translate(area.center())
            painter.scale(k, k)
            painter.translate(-self._whole.center())
            b = sprites.Brush(painter, theme, 1.0 / k)
            b.use("post", "membrane", 1.0 / k)
            whole = self._whole
            painter.drawPath(g.post_path(whole.left() - 40, whole.right() + 40, whole.bottom() + 80))
            b.use("terminal", "membrane", 1.0 / k)
            painter.drawPath(g.terminal_path())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2.0 / k))
            painter.drawRect(self._seen)
            painter.restore()
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        words = QRectF(rect.left(), rect.bottom() - line - 2, rect.width(), line)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), tr("Whole picture"))
        self._ring(painter)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the present size: the page decides."""
        return self.size()
