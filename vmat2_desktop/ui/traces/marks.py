"""Published values drawn on a diagram, and the legend that names their sources."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.curves import thickness
from vmat2_desktop.ui.traces.ground import Axes
from vmat2_desktop.ui.traces.overlay import Overlaid, in_words, value_in_words
from vmat2_desktop.ui.traces.reader import PAD

SIZE, CAP = 3.8, 4.0
"""Half of a mark and of the cap of a bar, px."""
REACH = 9.0
"""px from a mark within which it is read."""
NOTE = 13
INDENT, BELOW = 18, 4
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_DIAMOND = ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0))
_REACH_OF_A_MARK = 1.3
"""Of its size: none of the shapes is higher."""
_SHAPES = (
    ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
    _DIAMOND,
    ((0.0, -1.3), (1.2, 1.0), (-1.2, 1.0)),
    ((0.0, 1.3), (1.2, -1.0), (-1.2, -1.0)),
)
"""Square, diamond, triangles: one a series, in the order of the legend."""


def draw_marks(painter: QPainter, look: Look, axes: Axes, points: Overlaid) -> None:
    """Draw every published value that lies on the axis: its bar, and its mark where there is a value."""
    series = points.series
    painter.save()
    painter.setClipRect(axes.rect.adjusted(-SIZE, -SIZE, SIZE, SIZE))
    for point in points.points:
        if axes.shows(point.time_h):
            shape = series.index(point.series)
            ends = [None if end is None else axes.y_of(end) for end in (point.low, point.value, point.high)]
            _draw(painter, look, axes.x_of(point.time_h), ends, shape)
    painter.restore()


def _draw(
    painter: QPainter, look: Look, x: float, ends: Sequence[float | None], shape: int, size: float = SIZE
) -> None:
    low, middle, high = ends
    unit = thickness(look, 1.0)
    painter.setPen(QPen(look.colour("ink"), 1.6 * unit))
    if middle is not None:
        painter.setBrush(look.colour("panel"))
        corners = _SHAPES[shape % len(_SHAPES)]
        painter.drawPolygon(
            QPolygonF([QPointF(x + size * unit * dx, middle + size * unit * dy) for dx, dy in corners])
        )
    if low is None or high is None:
        return
    # The bar ends at the mark, which stays hollow; the caps stand above it, where a bar is shorter.
    clear = 0.0 if middle is None else size * unit * _REACH_OF_A_MARK
    centre = (low + high) / 2 if middle is None else middle
    for y in (low, high):
        painter.drawLine(QPointF(x - CAP * unit, y), QPointF(x + CAP * unit, y))
        if abs(y - centre) > clear:
            painter.drawLine(QPointF(x, y), QPointF(x, centre + (clear if y > centre else -clear)))


def read_near(look: Look, axes: Axes, points: Overlaid, time_h: float) -> tuple[str, ...]:
    """Return what the reading line says of the published values that it meets, as far as there is room."""
    x = axes.x_of(time_h)
    found = [
        point
        for point in points.points
        if axes.shows(point.time_h) and abs(axes.x_of(point.time_h) - x) <= REACH
    ]
    metrics = QFontMetricsF(look.font(NOTE))
    room = axes.rect.width() - 2 * PAD
    said = []
    for point in found:
        # The legend has the whole source; beside the curve its first words are enough.
        short = point.series.source.partition(";")[0].partition(":")[0]
        said += [tr("published {0}").format(value_in_words(point)), short]
    return tuple(metrics.elidedText(row, Qt.TextElideMode.ElideRight, room) for row in said)


class Legend(QWidget):
    """Below the title: each mark with what it is and where it stands, or why there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown = Overlaid()
        self._on = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        look.changed.connect(self._fit)

    @property
    def rows(self) -> tuple[str, ...]:
        """What stands there."""
        if not self._on:
            return ()
        return tuple(in_words(one) for one in self._shown.series) or (self._shown.reason,)

    def show_points(self, points: Overlaid | None) -> None:
        """Name these values; None: published values are not asked for."""
        self._on, self._shown = points is not None, points or Overlaid()
        said = "\n".join(self.rows)
        self.setAccessibleName(tr("Published values"))
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self._fit()
        self.setVisible(self._on)

    def tall(self, width: float) -> int:
        """Return the height that the words take at a width, px."""
        if not self._on:
            return 0
        return round(sum(rect.height() for rect in self._places(width))) + self._look.px(BELOW)

    def _places(self, width: float) -> list[QRectF]:
        """Return where the words of each row stand."""
        metrics = QFontMetricsF(self._look.font(NOTE))
        indent = float(self._look.px(INDENT)) if self._shown.points else 0.0
        room = QRectF(0, 0, max(40.0, width - indent), 1e4)
        places, y = [], 0.0
        for row in self.rows:
            height = metrics.boundingRect(room, _WRAP, row).height()
            places.append(QRectF(indent, y, room.width(), height))
            y += height
        return places

    def _fit(self) -> None:
        if self._on and self.height() != self.tall(self.width()):
            self.setFixedHeight(self.tall(self.width()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self.tall(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw the legend at the painter's origin."""
        look = self._look
        painter.setFont(look.font(NOTE))
        line = QFontMetricsF(painter.font()).height()
        for shape, (row, place) in enumerate(zip(self.rows, self._places(self.width()), strict=True)):
            if self._shown.points:
                self._sample(painter, place.top() + line / 2, shape)
            painter.setPen(look.colour("ink2"))
            painter.drawText(place, _WRAP, row)

    def _sample(self, painter: QPainter, y: float, shape: int) -> None:
        """Draw the mark of a series, or a bar where only ranges are known."""
        series = self._shown.series[shape]
        own = [point for point in self._shown.points if point.series is series]
        reach = self._look.px(5)
        value = any(point.value is not None for point in own)
        ends = [None, y, None] if value else [y + reach, None, y - reach]
        _draw(painter, self._look, self._look.px(7), ends, shape)
