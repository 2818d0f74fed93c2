"""Response against dose, with the range of the day, that of the label, the present dose, and a reader."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.controls import draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.dose_response.outputs import Array, Shown
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import milligrams, number, tr
from vmat2_desktop.ui.traces import ground, reader
from vmat2_desktop.ui.traces.catalogue import round_top
from vmat2_desktop.ui.traces.curves import BAND, INK_BAND, PEN, thickness
from vmat2_desktop.ui.traces.ground import Axes
from vmat2_desktop.ui.traces.marks import draw_marks, read_near
from vmat2_desktop.ui.traces.overlay import Overlaid
from vmat2_desktop.ui.traces.scale import Scale

LEFT, TOP, RIGHT, BOTTOM = 48, 26, 16, 46
TICK = 4.0
LABEL_TINT = 0.10
_PARTS = (4, 5, 3, 6)


class Chart(QWidget):
    """Draws one output; what is read, and which dose is chosen, are signals."""

    dose_chosen = Signal(float)
    """mg a day, by Enter or a double click."""
    menu_asked = Signal(object)
    """Global position."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Shown | None = None
        self._points = Overlaid()
        self._label = (0.0, 0.0)
        self._present: float | None = None
        self._step = 1.0
        self.reading: float | None = None
        """The dose that is read, mg a day."""
        self.setObjectName("dose_response_chart")
        self.setAccessibleName(tr("Response against dose"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    # What is shown

    def show_curve(self, shown: Shown | None, points: Overlaid) -> None:
        """Draw an output with published values; None: there is no curve."""
        self._shown, self._points = shown, points
        if shown is None:
            self.reading = None
        self._say()

    def show_doses(self, present: float | None, label: tuple[float, float], step: float) -> None:
        """Mark the dose of the scenario, the label's range, and how far a key moves; all mg a day."""
        self._present, self._label, self._step = present, label, step
        self._say()

    def read(self, mg: float | None) -> None:
        """Read the curve at a dose, or no more."""
        if self._shown is not None:
            self.reading = None if mg is None else min(max(mg, 0.0), float(self._shown.mg[-1]))
            self._say()

    def rows(self) -> tuple[str, ...]:
        """Return what is read at the reading line, else at the present dose."""
        at = self._present if self.reading is None else self.reading
        if self._shown is None or at is None:
            return ()
        mean, low, high = self._shown.at(at)
        said = f"{number(mean)} {self._shown.output.unit}"
        day = reader.day_range(low, high)
        near = read_near(self._look, self._axes(), self._points, at) if self.reading is not None else ()
        return (tr("{0} a day").format(milligrams(at)), said, day, *near)

    def _say(self) -> None:
        self.setAccessibleDescription(", ".join(self.rows()))
        self.update()

    @property
    def axes(self) -> Axes:
        """Where doses and values stand, px; what a trace calls time is the dose."""
        return self._axes()

    def _axes(self) -> Axes:
        look = self._look
        rect = QRectF(
            look.px(LEFT),
            look.px(TOP),
            max(1.0, self.width() - look.px(LEFT + RIGHT)),
            max(1.0, self.height() - look.px(TOP + BOTTOM)),
        )
        shown = self._shown
        if shown is None:
            return Axes(rect, 0.0, 1.0, Scale())
        highest = [point.high or point.value or 0.0 for point in self._points.points]
        top = shown.output.top or round_top(max(float(np.max(shown.high)), *highest, shown.output.least_top))
        return Axes(rect, 0.0, float(shown.mg[-1]), Scale(top))

    # Painting

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(620), self._look.px(340))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(320), self._look.px(200))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        self.paint(painter)
        if self._shown is not None and self.reading is not None:
            axes = self._axes()
            x, y = axes.x_of(self.reading), axes.y_of(self._shown.at(self.reading)[0])
            reader.draw_reading(painter, self._look, axes.rect, x, [y], self.rows())
        if shows_focus(self):
            draw_focus(painter, self._look, QRectF(self.rect()))
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw everything but the reading line, at the painter's origin."""
        look, axes, shown = self._look, self._axes(), self._shown
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), look.colour("panel"))
        if shown is None:
            return
        self._draw_label(painter, axes)
        ground.draw_grid(painter, look, axes)
        self._draw_doses(painter, axes)
        self._draw_band(painter, axes, shown)
        self._draw_curve(painter, axes, shown)
        if self._present is not None:
            self._draw_present(painter, axes, shown, self._present)
        draw_marks(painter, look, axes, self._points)

    def _draw_present(self, painter: QPainter, axes: Axes, shown: Shown, mg: float) -> None:
        """Mark the dose of the scenario in the colour of doses: published values may stand at it too."""
        look, rect = self._look, axes.rect
        x, y = axes.x_of(mg), axes.y_of(shown.at(mg)[0])
        colour = look.colour("inhibitor_edge")
        painter.setPen(QPen(colour, thickness(look, 1.4)))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour(shown.output.role), thickness(look, PEN)))
        painter.drawEllipse(QPointF(x, y), thickness(look, ground.RING), thickness(look, ground.RING))
        words = tr("now {0}").format(milligrams(mg))
        painter.setFont(look.font(13, 600))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        left = min(max(x - width / 2, rect.left()), rect.right() - width)
        painter.setPen(colour)
        painter.drawText(QPointF(left, rect.bottom() + look.px(40)), words)

    def _draw_label(self, painter: QPainter, axes: Axes) -> None:
        """Shade the label's range, and name it: shade alone would tell nobody what it is."""
        look, (low, high) = self._look, self._label
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        if low <= high:
            left, right = axes.x_of(low), axes.x_of(min(high, axes.end_h))
            tint = look.colour("accent")
            tint.setAlphaF(LABEL_TINT)
            rect = QRectF(left, axes.rect.top(), max(2.0, right - left), axes.rect.height())
            painter.fillRect(rect, tint)
            painter.setPen(QPen(look.colour("accent"), 1, Qt.PenStyle.DotLine))
            for x in (left, right):
                painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
            middle = (left + right) / 2
        else:
            middle = axes.rect.center().x()
        words = self.label_words
        width = metrics.horizontalAdvance(words)
        x = min(max(middle - width / 2, axes.rect.left()), axes.rect.right() - width)
        painter.setPen(look.colour("ink2"))
        painter.drawText(QPointF(x, axes.rect.top() - look.px(8)), words)

    @property
    def label_words(self) -> str:
        """What is said of the label's range."""
        low, high = self._label
        if high <= 0.0:
            return tr("label: not for this person")
        if low >= high:
            return tr("label: {0} at most").format(milligrams(high))
        return tr("label: {0} to {1}").format(number(low), milligrams(high))

    def _draw_doses(self, painter: QPainter, axes: Axes) -> None:
        look, rect = self._look, axes.rect
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        for mg in dose_ticks(axes.end_h):
            x = axes.x_of(mg)
            painter.setPen(QPen(look.colour("ink2"), 1))
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() + TICK))
            text = number(mg)
            place = QPointF(
                x - metrics.horizontalAdvance(text) / 2, rect.bottom() + TICK + metrics.ascent() + 2
            )
            painter.drawText(place, text)
        words = tr("mg a day")
        width = metrics.horizontalAdvance(words)
        now = axes.x_of(self._present) if self._present is not None else rect.left()
        x = rect.right() - width if now < rect.center().x() else rect.left()
        painter.drawText(QPointF(x, rect.bottom() + look.px(40)), words)

    def _draw_band(self, painter: QPainter, axes: Axes, shown: Shown) -> None:
        above, below = (_line(axes, shown.mg, values) for values in (shown.high, shown.low))
        tint = self._look.colour(shown.output.role)
        tint.setAlphaF(INK_BAND if shown.output.role.startswith("ink") else BAND)
        painter.save()
        painter.setClipRect(axes.rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF([*above, *reversed(below)]))
        painter.restore()

    def _draw_curve(self, painter: QPainter, axes: Axes, shown: Shown) -> None:
        pen = QPen(self._look.colour(shown.output.role), thickness(self._look, PEN))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(_line(axes, shown.mg, shown.mean)))

    # Hands

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read where the mouse is."""
        rect = self._axes().rect
        inside = rect.left() - 1 <= event.position().x() <= rect.right() + 1
        self.read(self._axes().time_at(event.position().x()) if inside else None)

    def leaveEvent(self, _event: object) -> None:
        """Read no more."""
        self.read(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the dose, on the slider's steps."""
        if event.button() is Qt.MouseButton.LeftButton and self._shown is not None:
            self._choose(self._axes().time_at(event.position().x()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        event.accept()
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read along the curve, or choose the dose that is read."""
        at = self._present if self.reading is None else self.reading
        moves = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}
        key = Qt.Key(event.key())
        if self._shown is None:
            event.ignore()
        elif key in moves:
            self.read((at or 0.0) + moves[key] * self._step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.read(0.0 if key is Qt.Key.Key_Home else float(self._shown.mg[-1]))
        elif key is Qt.Key.Key_Escape and self.reading is not None:
            self.read(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reading is not None:
            self._choose(self.reading)
        else:
            event.ignore()

    def _choose(self, mg: float) -> None:
        self.dose_chosen.emit(round(mg / self._step) * self._step)


def dose_ticks(top: float) -> tuple[float, ...]:
    """Return round doses from 0 to the top."""
    parts = next((parts for parts in _PARTS if len(number(top / parts)) <= len(number(top))), _PARTS[0])
    return tuple(top * place / parts for place in range(parts + 1))


def _line(axes: Axes, mg: Array, values: Array) -> list[QPointF]:
    return [QPointF(axes.x_of(float(x)), axes.y_of(float(y))) for x, y in zip(mg, values, strict=True)]
