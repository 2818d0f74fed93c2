"""Everything that stands still, in one pixmap; where only words change, only those words are written anew."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import painter
from vmat2_desktop.ui.synapse_view.atlas import Drawn
from vmat2_desktop.ui.synapse_view.counts import Scales
from vmat2_desktop.ui.synapse_view.layout import Line, Placed, Sign
from vmat2_desktop.ui.synapse_view.room import Room
from vmat2_desktop.ui.synapse_view.seen import Seen
from vmat2_desktop.ui.synapse_view.words import Before


class Page:
    """The still part of the picture, of one size, theme and device pixel ratio."""

    def __init__(
        self,
        size: QSize,
        ratio: float,
        room: Room,
        theme: Theme,
        signs: Mapping[str, Drawn],
        sites: int,
        seen: Seen,
    ) -> None:
        self._ratio = ratio
        self._theme = theme
        self._signs = signs
        self._cells = QPixmap(size * ratio)
        self._cells.setDevicePixelRatio(ratio)
        self._cells.fill(QColor(theme.window))
        with QPainter(self._cells) as brush:
            painter.paint_cells(brush, room, theme, sites, seen)
        self.pixmap = self._cells.copy()
        self._lines: set[_LineKey] = set()
        self._shown: list[Sign] = []
        self._bars: tuple[object, ...] = ()
        self._before: Before | None = None

    def write(self, placed: Placed, frame: Frame, scales: Scales, before: Before | None = None) -> None:
        """Write words, signs and bars; what already stands there is left alone."""
        self._before = before
        lines = {_key(line): line for line in placed.lines}
        gone, new = self._lines - lines.keys(), lines.keys() - self._lines
        bars = (
            _corners(placed.response_bar),
            _corners(placed.balance_bar),
            round(frame.receptor_response, 2),
            round(frame.score, 1),
            round(frame.parkinsonism, 2),
            before,
        )
        if placed.signs != self._shown or bars[:2] != self._bars[:2]:
            self._write_all(placed, frame, scales)
        elif gone or new or bars != self._bars:
            with QPainter(self.pixmap) as brush:
                for _, left, top, width, height, *_rest in gone:
                    self._restore(brush, QRectF(left, top, width, height))
                painter.paint_lines(brush, [lines[key] for key in new], self._theme)
                self._bars_anew(brush, placed, frame, scales)
        self._lines, self._shown, self._bars = set(lines), list(placed.signs), bars

    def _write_all(self, placed: Placed, frame: Frame, scales: Scales) -> None:
        with QPainter(self.pixmap) as brush:
            brush.drawPixmap(0, 0, self._cells)
            painter.paint_lines(brush, placed.lines, self._theme)
            painter.paint_signs(brush, placed.signs, self._theme, self._signs)
            painter.paint_bars(brush, placed, self._theme, frame, scales, self._before)

    def _bars_anew(self, brush: QPainter, placed: Placed, frame: Frame, scales: Scales) -> None:
        for bar in (placed.response_bar, placed.balance_bar):
            if bar is not None:
                self._restore(brush, bar.adjusted(-11, -10, 11, 4))
        painter.paint_bars(brush, placed, self._theme, frame, scales, self._before)

    def _restore(self, brush: QPainter, rect: QRectF) -> None:
        area = rect.toAlignedRect()
        ratio = self._ratio
        source = QRectF(area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio)
        brush.drawPixmap(QRectF(area), self._cells, source)


_LineKey = tuple[str, float, float, float, float, int, int, str]


def _key(line: Line) -> _LineKey:
    rect, font = line.rect, line.font
    place = (rect.left(), rect.top(), rect.width(), rect.height())
    return (line.text, *place, font.pixelSize(), font.weight().value, line.role)


def _corners(rect: QRectF | None) -> tuple[float, ...]:
    return () if rect is None else (rect.left(), rect.top(), rect.width())
