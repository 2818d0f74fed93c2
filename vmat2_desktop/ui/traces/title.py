"""The line above a diagram: what each pen means, and the value at the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.traces.catalogue import Line
from vmat2_desktop.ui.traces.curves import PEN

SAMPLE = 24
SIZE = 15


class TraceTitle(QWidget):
    """Pen samples with names at the left, the first line's value with its unit at the right."""

    def __init__(self, look: Look, name: str, unit: str) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._unit = unit
        self._lines: tuple[Line, ...] = ()
        self._values: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    @property
    def value(self) -> str:
        """The value at the right, without its unit."""
        return self._values[0] if self._values else "–"

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Name the lines."""
        self._lines = tuple(lines)
        self.update()

    def show_values(self, values: Sequence[str]) -> None:
        """Show the values at the cursor."""
        if tuple(values) != self._values:
            self._values = tuple(values)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self._look.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(100), self._look.px(30))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        baseline = self.height() * 0.5 + look.px(6)
        right = float(self.width()) - 2
        if self._values:
            right = self._draw_value(painter, right, baseline)
        x = 0.0
        names: list[tuple[str, Line | None]] = [(line.name, line) for line in self._lines]
        names = names or [(self._name, None)]
        for place, (name, line) in enumerate(names):
            if line is not None:
                pen = QPen(look.colour(line.role), PEN * 1.1)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                if line.dash:
                    pen.setDashPattern(list(line.dash))
                painter.setPen(pen)
                y = baseline - look.px(5)
                painter.drawLine(QPointF(x, y), QPointF(x + look.px(SAMPLE), y))
                x += look.px(SAMPLE + 6)
            painter.setFont(look.font(SIZE, 600 if place == 0 else 400))
            painter.setPen(look.colour("ink"))
            metrics = QFontMetricsF(painter.font())
            text = name if place == 0 or place >= len(self._values) else f"{name} {self._values[place]}"
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, right - x))
            if len(shown) > 1:
                painter.drawText(QPointF(x, baseline), shown)
            x += metrics.horizontalAdvance(shown) + look.px(14)
            if x > right - look.px(SAMPLE + 20):
                break
        painter.end()

    def _draw_value(self, painter: QPainter, right: float, baseline: float) -> float:
        look = self._look
        if self._unit:
            painter.setFont(look.font(14))
            painter.setPen(look.colour("ink2"))
            width = QFontMetricsF(painter.font()).horizontalAdvance(self._unit)
            painter.drawText(QPointF(right - width, baseline), self._unit)
            right -= width + look.px(5)
        painter.setFont(look.font(20, 700))
        painter.setPen(look.colour("ink"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self._values[0])
        painter.drawText(QPointF(right - width, baseline), self._values[0])
        return right - width - look.px(10)
