"""The line above a diagram: what each pen means, and the value at the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces.catalogue import Line
from vmat2_desktop.ui.traces.curves import PEN

SAMPLE = 24
SIZE, NOTE, VALUE = 15, 13, 20
ROW, SECOND_ROW = 30, 19
WIDEST = "000.0"
"""Room is made for such a value, so that no running number moves the words."""


class TraceTitle(QWidget):
    """Pen samples with names at the left, the first line's value with its unit at the right.

    Where that is too wide for the column, a second row takes the second line and whether values are means.
    """

    def __init__(self, look: Look, name: str, unit: str) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._unit = unit
        self._lines: tuple[Line, ...] = ()
        self._values: tuple[str, ...] = ()
        self._averaged = False
        self._attended = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    @property
    def value(self) -> str:
        """The value at the right, without its unit."""
        return self._values[0] if self._values else "–"

    @property
    def rows(self) -> int:
        """One, or two where the words need them."""
        return 2 if self._needed() > self.width() else 1

    def set_attended(self, on: bool) -> None:
        """Stand out while what the trace tells of is looked at."""
        if on != self._attended:
            self._attended = on
            self.update()

    @property
    def averaged(self) -> bool:
        """Whether the values are daily means."""
        return self._averaged

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Name the lines."""
        self._lines = tuple(lines)
        self._relook()

    def show_values(self, values: Sequence[str], averaged: bool = False) -> None:
        """Show the values at the cursor."""
        if (tuple(values), averaged) != (self._values, self._averaged):
            self._values, self._averaged = tuple(values), averaged
            self.setAccessibleDescription(self._said())
            self.update()

    def _said(self) -> str:
        mean = tr(", daily mean") if self._averaged else ""
        return f"{self.value} {self._unit}{mean}" if self._values else ""

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(100), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second row where one is too narrow."""
        super().resizeEvent(event)
        if self.height() != self._height():
            self.updateGeometry()

    def _height(self) -> int:
        return self._look.px(ROW + (SECOND_ROW if self.rows == 2 else 0))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    # Widths

    def _width(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(text)

    def _needed(self) -> float:
        """Return the width of everything in one row, with room for any value."""
        look = self._look
        value = self._width(WIDEST, look.font(VALUE, 700)) + self._width(self._unit, look.font(14))
        found = value + look.px(15) + self._width(tr("daily mean"), look.font(NOTE)) + look.px(8)
        for place, line in enumerate(self._lines):
            text = line.name if place == 0 else f"{line.name} {WIDEST}"
            found += look.px(SAMPLE + 20) + self._width(text, look.font(SIZE, 400 if place else 600))
        return found

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        if self._attended:
            painter.fillRect(self.rect(), self._look.colour("selected"))
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), self._look.colour("accent"))
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw the line of names and values at the painter's origin."""
        look = self._look
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        baseline = look.px(ROW) * 0.5 + look.px(6)
        below = baseline + look.px(SECOND_ROW)
        right = float(self.width()) - 2
        two = self.rows == 2
        unit, beside, under_it = self._unit_and_notes(two)
        first = self._draw_value(painter, right, baseline, unit) if self._values else right
        if self._values:
            first = self._draw_note(painter, first, baseline, beside)
            right = self._draw_note(painter, right, below, under_it)
        if not self._lines:
            self._draw_name(painter, 0.0, baseline, first, self._name, 0)
        x = 0.0
        for place, line in enumerate(self._lines):
            under = two and place > 0
            y = below if under else baseline
            self._draw_sample(painter, 0.0 if under else x, y, line)
            start = (0.0 if under else x) + look.px(SAMPLE + 6)
            text = f"{line.name} {self._values[place]}" if 0 < place < len(self._values) else line.name
            x = self._draw_name(painter, start, y, right if under else first, text, place) + look.px(14)

    def _draw_sample(self, painter: QPainter, x: float, baseline: float, line: Line) -> None:
        pen = QPen(self._look.colour(line.role), PEN * 1.1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.dash:
            pen.setDashPattern(list(line.dash))
        painter.setPen(pen)
        y = baseline - self._look.px(5)
        painter.drawLine(QPointF(x, y), QPointF(x + self._look.px(SAMPLE), y))

    def _draw_name(
        self, painter: QPainter, x: float, baseline: float, right: float, text: str, place: int
    ) -> float:
        painter.setFont(self._look.font(SIZE, 600 if place == 0 else 400))
        painter.setPen(self._look.colour("ink"))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, right - x))
        if len(shown) > 1:
            painter.drawText(QPointF(x, baseline), shown)
        return x + metrics.horizontalAdvance(shown)

    def _draw_value(self, painter: QPainter, right: float, baseline: float, unit: str) -> float:
        look = self._look
        if unit:
            painter.setFont(look.font(14))
            painter.setPen(look.colour("ink2"))
            width = QFontMetricsF(painter.font()).horizontalAdvance(unit)
            painter.drawText(QPointF(right - width, baseline), unit)
            right -= width + look.px(5)
        painter.setFont(look.font(VALUE, 700))
        painter.setPen(look.colour("ink"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self._values[0])
        painter.drawText(QPointF(right - width, baseline), self._values[0])
        return right - width - look.px(10)

    def _unit_and_notes(self, two: bool) -> tuple[str, str, str]:
        """Return the unit, what stands beside the value, and what stands below it."""
        mean = tr("daily mean") if self._averaged else ""
        if not two:
            return self._unit, mean, ""
        sign, _, of_what = self._unit.partition(" ")
        if sign != "%":
            return self._unit, "", mean
        return sign, "", ", ".join(part for part in (of_what, mean) if part)

    def _draw_note(self, painter: QPainter, right: float, baseline: float, text: str) -> float:
        """Write a note that ends there; return where it begins."""
        if not text:
            return right
        painter.setFont(self._look.font(NOTE))
        painter.setPen(self._look.colour("ink2"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        painter.drawText(QPointF(right - width, baseline), text)
        return right - width - self._look.px(8)
