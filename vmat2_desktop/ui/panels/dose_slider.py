"""A slider in milligrams with the label's limit drawn on its track."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from vmat2_desktop.ui.controls import draw_focus, hatch, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number

_TICKS = (3, 4, 5)


class DoseSlider(QSlider):
    """Whole steps of a dose; above the limit the track is hatched. Without a scale it is an empty track."""

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look = look
        self._scaled = False
        self._step = 1.0
        self._limit = float("inf")
        self._default: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._relook)

    def set_scale(self, highest: float, step: float, limit: float) -> None:
        """Set the range in milligrams, the step and the limit."""
        self._scaled = True
        self._step = step
        self._limit = limit
        self.setRange(0, round(highest / step))
        self.setPageStep(max(1, self.maximum() // 6))
        self.update()

    def forget_scale(self) -> None:
        """Show an empty track: there is no drug whose numbers could stand below it."""
        self._scaled = False
        self._limit = float("inf")
        self.setValue(0)
        self.update()

    def set_default(self, mg: float | None) -> None:
        """Mark the default on the track; None: there is none."""
        if mg != self._default:
            self._default = mg
            self.update()

    @property
    def default_x(self) -> float | None:
        """Where the default is marked, or None: there is none, or the handle stands on it."""
        if self._default is None or not self._scaled or round(self._default / self._step) == self.value():
            return None
        return min(self.x_of(self._default / self._step), self._track().right())

    @property
    def scale_marks(self) -> tuple[tuple[float, str], ...]:
        """The marks below the track: how many steps each stands for, and its number."""
        if not self._scaled:
            return ()
        parts = next((n for n in _TICKS if self.maximum() % n == 0), 2)
        places = [self.maximum() * i / parts for i in range(parts + 1)]
        return tuple((steps, number(steps * self._step)) for steps in places)

    @property
    def mg(self) -> float:
        """The dose at the handle."""
        return self.value() * self._step

    def set_mg(self, mg: float) -> None:
        """Move the handle."""
        self.setValue(round(mg / self._step))

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(160), self._look.px(52))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(120), self._look.px(52))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def _track(self) -> QRectF:
        radius = self._look.px(11)
        return QRectF(radius, self._look.px(15) - 3.5, self.width() - 2 * radius, 7)

    def x_of(self, value: float) -> float:
        """Return where a value (in steps) stands."""
        track = self._track()
        return track.left() + track.width() * value / max(1, self.maximum())

    def _value_at(self, x: float) -> int:
        track = self._track()
        return round((x - track.left()) / max(1.0, track.width()) * self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the held mouse."""
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().x()))
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        # The wheel scrolls the column; a dose must not change in passing.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer a key."""
        super().keyPressEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        track = self._track()
        able = self.isEnabled()
        limit_x = min(track.right(), self.x_of(self._limit / self._step))
        at = self.x_of(self.value())
        painter.setPen(QPen(look.colour("control" if able else "line"), 1))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(track, 3.5, 3.5)
        if limit_x < track.right():
            hatch(
                painter,
                QRectF(limit_x, track.top(), track.right() - limit_x, track.height()),
                look.colour("antipsychotic_edge"),
            )
        if able and at > track.left():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(
                QRectF(track.left(), track.top(), at - track.left(), track.height()), 3.5, 3.5
            )
            if at > limit_x:
                over = QRectF(limit_x, track.top(), at - limit_x, track.height())
                hatch(painter, over, look.colour("on_accent"))
        painter.setFont(look.font(13))
        self._paint_ticks(painter, track)
        self._paint_default(painter, track)
        centre = QPointF(at, track.center().y())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("accent" if able else "ghost"), look.px(3)))
        painter.drawEllipse(centre, look.px(9), look.px(9))
        if shows_focus(self):
            draw_focus(painter, look, QRectF(0, 0, self.width(), self.height()))
        painter.end()

    def _paint_default(self, painter: QPainter, track: QRectF) -> None:
        """Draw a small arrow above the track where the default is."""
        x = self.default_x
        if x is None:
            return
        half, foot = self._look.px(4), track.top() - 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("ink2"))
        painter.drawPolygon(
            [QPointF(x - half, foot - 1.5 * half), QPointF(x + half, foot - 1.5 * half), QPointF(x, foot)]
        )

    def _paint_ticks(self, painter: QPainter, track: QRectF) -> None:
        look = self._look
        for steps, text in self.scale_marks:
            x = self.x_of(steps)
            painter.setPen(QPen(look.colour("control"), 1))
            painter.drawLine(QPointF(x, track.bottom() + 6), QPointF(x, track.bottom() + 10))
            painter.setPen(look.colour("ink2"))
            width = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(0.0, x - width / 2), self.width() - width)
            painter.drawText(QPointF(left, track.bottom() + 12 + look.px(13)), text)
