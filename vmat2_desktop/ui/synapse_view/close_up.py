"""Sprites at a magnified scale: each drawn when it is first seen, and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import sprites
from vmat2_desktop.ui.synapse_view.atlas import Drawn, Placed

MOST_BYTES = 48 * 1024 * 1024
"""Of all pixmaps together. At eight times a vesicle takes some hundred kilobytes."""
_BYTES_PER_PIXEL = 4
_AIR = 2
"""Pixels round a sprite for its soft edge."""


class CloseUp:
    """Takes the place of the atlas while the picture is zoomed."""

    def __init__(self, drawn: Mapping[str, Drawn], theme: Theme, scale: float, ratio: float) -> None:
        """Draw nothing yet.

        Args:
            drawn: what can be drawn, by name.
            theme: the colours.
            scale: device-independent pixels of one design unit.
            ratio: device pixels of one device-independent pixel.
        """
        self._drawn = drawn
        self._theme = theme
        self._scale = scale
        self._ratio = ratio
        self._kept: OrderedDict[str, tuple[QPixmap, QPointF]] = OrderedDict()
        self.bytes = 0

    def paint(self, painter: QPainter, place: g.Place, placed: list[Placed], stage: QRectF) -> None:
        """Copy the sprites that are in sight, in that order, at whole device pixels."""
        ratio = self._ratio
        for one in placed:
            what = self._drawn[one.sprite]
            x, y = place.x(one.x), place.y(one.y)
            half = what.half_width * self._scale
            above, below = what.above * self._scale, what.below * self._scale
            if (
                x + half < stage.left()
                or x - half > stage.right()
                or y + below < stage.top()
                or y - above > stage.bottom()
            ):
                continue
            picture, anchor = self._picture(one.sprite, what)
            left, top = round((x - anchor.x()) * ratio) / ratio, round((y - anchor.y()) * ratio) / ratio
            painter.setOpacity(one.opacity)
            painter.drawPixmap(QPointF(left, top), picture)
        painter.setOpacity(1.0)

    def _picture(self, name: str, what: Drawn) -> tuple[QPixmap, QPointF]:
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        made = self._draw(what)
        self._kept[name] = made
        self.bytes += _bytes_of(made[0])
        while self.bytes > MOST_BYTES and len(self._kept) > 1:
            _, (oldest, _) = self._kept.popitem(last=False)
            self.bytes -= _bytes_of(oldest)
        return made

    def _draw(self, what: Drawn) -> tuple[QPixmap, QPointF]:
        """Return the sprite, and where in it its anchor is, in device-independent pixels."""
        device = self._scale * self._ratio
        half, above = ceil(what.half_width * device) + _AIR, ceil(what.above * device) + _AIR
        below = ceil(what.below * device) + _AIR
        picture = QPixmap(2 * half, above + below)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(half, above)
            painter.scale(device, device)
            what.draw(sprites.Brush(painter, self._theme, 1.0 / self._scale))
        picture.setDevicePixelRatio(self._ratio)
        return picture, QPointF(half / self._ratio, above / self._ratio)


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * _BYTES_PER_PIXEL
