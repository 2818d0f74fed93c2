"""The synapse without its margins: cells, sprites, the row of receptors; for two side by side and thumbnails.

The sprites are those of the large picture; two miniatures of one size share one sheet of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import painter as large
from vmat2_desktop.ui.synapse_view import sprites, words
from vmat2_desktop.ui.synapse_view.atlas import Atlas, catalogue
from vmat2_desktop.ui.synapse_view.lettering import Fonts, width_of
from vmat2_desktop.ui.synapse_view.room import sign_size
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.theme import CARD_RADIUS

KEPT_SHEETS = 2
UNDER = 34.0
"""Room below the membrane for the signs of new receptors, design units."""
_SIGN_DESIGN_HEIGHT = 34.0
_GAP = 16.0


class Sheets:
    """The sheets of sprites that were used last, by theme and scale."""

    def __init__(self, model: Model) -> None:
        self.drawn = catalogue(Scene(model).pump_angles())
        self._kept: OrderedDict[tuple[str, float, float], Atlas] = OrderedDict()

    def sheet(self, theme: Theme, scale: float, ratio: float) -> Atlas:
        """Return the sheet of a theme and scale, drawn if it is not there."""
        key = (theme.name, round(scale, 4), ratio)
        if key not in self._kept:
            self._kept[key] = Atlas(self.drawn, theme, scale, ratio)
            while len(self._kept) > KEPT_SHEETS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


class Miniature:
    """Paints a scene into a rectangle; what stands still is painted once."""

    def __init__(self, sheets: Sheets, theme: Theme, size: QSize, ratio: float, text_scale: float) -> None:
        """Lay a picture out.

        Args:
            sheets: where the sprites are.
            theme: the colours.
            size: of the picture, px.
            ratio: device pixels of one pixel.
            text_scale: of the row of receptors; 0: there is none.
        """
        self._sheets = sheets
        self._theme = theme
        self._size = size
        self._ratio = ratio
        self._fonts = Fonts(text_scale) if text_scale else None
        self._row = sign_size(self._fonts) + 16.0 if self._fonts else 0.0
        self.place = self._placed()
        self._still: QPixmap | None = None
        self._sites = 0
        self._entries: tuple[words.Entry, ...] = ()

    def _placed(self) -> g.Place:
        width, height = self._size.width(), self._size.height()
        tall = (height - self._row) / (g.POST_Y + UNDER - g.TOP_Y)
        k = max(0.05, min(tall, (width / 2 - 6.0) / g.REACH_X))
        spare = max(0.0, height - self._row - k * (g.POST_Y + UNDER - g.TOP_Y))
        return g.Place(width / 2 - g.CENTRE_X * k, spare / 2 - g.TOP_Y * k, k)

    def paint(self, painter: QPainter, scene: Scene, names: words.Names, numbers: bool = True) -> None:
        """Paint the present frame of a scene; without `numbers` the row of receptors may stay as it is."""
        counts = scene.counts
        if counts is None:
            return
        sites = counts.sites
        if self._still is None or sites != self._sites or numbers:
            entries = words.tally_entries(counts, names) if self._fonts else ()
            if self._still is None or sites != self._sites or entries != self._entries:
                self._sites, self._entries = sites, entries
                self._still = self._draw_still()
        painter.drawPixmap(0, 0, self._still)
        painter.save()
        painter.setClipRect(QRectF(QPointF(0, 0), self._size.toSizeF()))
        self._wave(painter, scene)
        sheet = self._sheets.sheet(self._theme, self.place.scale, self._ratio)
        sheet.paint(painter, self.place, scene.placed())
        painter.restore()

    def _wave(self, painter: QPainter, scene: Scene) -> None:
        wave = scene.wave()
        if wave is not None:
            large.paint_wave(painter, self.place, self._theme, *wave)

    def _draw_still(self) -> QPixmap:
        pixmap = QPixmap(self._size * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.setRenderHints(large.HINTS)
            corners = QPainterPath()
            corners.addRoundedRect(QRectF(QPointF(0, 0), self._size.toSizeF()), CARD_RADIUS, CARD_RADIUS)
            painter.setClipPath(corners)
            painter.fillRect(QRectF(QPointF(0, 0), self._size.toSizeF()), QColor(self._theme.plate))
            painter.save()
            self._cells(painter)
            painter.restore()
            if self._fonts:
                self._tally(painter, self._fonts)
        return pixmap

    def _cells(self, painter: QPainter) -> None:
        place = self.place
        painter.translate(place.left, place.top)
        painter.scale(place.scale, place.scale)
        left, right = place.design_x(0) - 20, place.design_x(self._size.width()) + 20
        bottom = max(place.design_y(self._size.height()) + 20, g.POST_Y + 120)
        b = sprites.Brush(painter, self._theme, 1.0 / place.scale)
        b.use("post", "membrane", g.MEMBRANE)
        painter.drawPath(g.post_path(left, right, bottom))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(b.colour("membrane", 0.22))
        painter.drawRoundedRect(QRectF(168, g.POST_Y + 3, 464, 8), 4, 4)
        b.use("terminal", "membrane", g.MEMBRANE)
        painter.drawPath(g.terminal_path(min(place.design_y(0) - 20, -60)))
        x, y, length, width, angle = g.MITOCHONDRION
        _at(painter, x, y, partial(sprites.mitochondrion, b, length, width, angle))
        for sx in g.sites(self._sites):
            _at(painter, sx, g.BASE_Y, partial(sprites.pegs, b))

    def _tally(self, painter: QPainter, fonts: Fonts) -> None:
        """Write the row of receptors as far as there is room; the last ones are left out whole."""
        size = sign_size(fonts)
        widths = [size * 0.9 + 4.0 + width_of(entry.words, fonts.note) for entry in self._entries]
        count = len(widths)
        while count > 1 and sum(widths[:count]) + _GAP * (count - 1) > self._size.width() - 24.0:
            count -= 1
        x = (self._size.width() - sum(widths[:count]) - _GAP * (count - 1)) / 2
        y = self._size.height() - self._row / 2
        for entry, width in zip(self._entries[:count], widths, strict=False):
            what = self._sheets.drawn[entry.sprite]
            scale = size / _SIGN_DESIGN_HEIGHT * 0.85
            painter.save()
            painter.translate(x + size * 0.4, y)
            painter.scale(scale, scale)
            painter.translate(0, (what.above - what.below) / 2)
            what.draw(sprites.Brush(painter, self._theme, 1.0 / scale))
            painter.restore()
            painter.setFont(fonts.note)
            painter.setPen(QColor(self._theme.ink))
            rect = QRectF(x + size * 0.9 + 4.0, y - size / 2, width, size)
            painter.drawText(
                rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), entry.words
            )
            x += width + _GAP


def _at(painter: QPainter, x: float, y: float, draw: Callable[[], None]) -> None:
    painter.save()
    painter.translate(x, y)
    draw()
    painter.restore()
