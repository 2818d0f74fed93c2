"""The speed of time as a row of named stops."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from vmat2_desktop.ui.controls import draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import speed_name

STOP, CHOSEN = 4.5, 9.0
EDGE = 30


class SpeedSlider(QSlider):
    """One stop for each speed."""

    def __init__(self, look: Look, speeds: Sequence[float]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self._names = [speed_name(speed) for speed in speeds]
        self.setRange(0, len(self._names) - 1)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(64 * len(self._names)), self._look.px(48))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(40 * len(self._names)), self._look.px(48))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def x_of(self, stop: int) -> float:
        """Return where a stop stands, px."""
        edge = min(self._look.px(EDGE), self.width() / (2 * len(self._names)))
        return edge + (self.width() - 2 * edge) * stop / max(1, self.maximum())

    def _stop_at(self, x: float) -> int:
        return min(range(self.maximum() + 1), key=lambda stop: abs(self.x_of(stop) - x))

    def labels(self) -> list[tuple[str, QRectF]]:
        """Return the names that have room: the chosen one, the ends, then those between; none overlaps."""
        look, most = self._look, self.maximum()
        kept: list[tuple[str, QRectF]] = []
        for stop in dict.fromkeys((self.value(), 0, most, *range(most))):
            bold = 600 if stop == self.value() else 400
            width = QFontMetricsF(look.font(13, bold)).horizontalAdvance(self._names[stop])
            left = min(max(self.x_of(stop) - width / 2, 0.0), self.width() - width)
            box = QRectF(left, 0.0, width, 1.0)
            spaced = box.adjusted(-look.px(3), 0.0, look.px(3), 0.0)
            if not any(spaced.intersects(other) for _, other in kept):
                kept.append((self._names[stop], box))
        return kept

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._stop_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the held mouse."""
        if self.isSliderDown():
            self.setValue(self._stop_at(event.position().x()))
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        y = look.px(15)
        painter.setPen(QPen(look.colour("control"), 1.4))
        painter.drawLine(QPointF(self.x_of(0), y), QPointF(self.x_of(self.maximum()), y))
        for stop in range(len(self._names)):
            x, chosen = self.x_of(stop), stop == self.value()
            painter.setBrush(look.colour("accent" if chosen else "panel"))
            painter.setPen(QPen(look.colour("accent" if chosen else "control"), 1.6))
            radius = look.px(CHOSEN) if chosen else look.px(STOP)
            painter.drawEllipse(QPointF(x, y), radius, radius)
        for name, box in self.labels():
            chosen = name == self._names[self.value()]
            painter.setFont(look.font(13, 600 if chosen else 400))
            painter.setPen(look.colour("ink" if chosen else "ink2"))
            painter.drawText(QPointF(box.left(), look.px(42)), name)
        if shows_focus(self):
            draw_focus(painter, look, QRectF(self.rect()))
        painter.end()
