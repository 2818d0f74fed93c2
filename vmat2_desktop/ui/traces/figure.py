"""Diagrams with their time axis as one figure: PNG for slides, SVG for print, an image for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from vmat2_desktop.ui.files import png_of
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.outlines import outlined
from vmat2_desktop.ui.traces.axis import TimeStrip
from vmat2_desktop.ui.traces.marks import Legend
from vmat2_desktop.ui.traces.plot import TracePlot
from vmat2_desktop.ui.traces.title import TraceTitle

RATIO = 2.0
"""Pixels of a PNG to a pixel of the window: sharp on a slide."""
MARGIN = 12

Part = tuple[TraceTitle, Legend, TracePlot]


def image_of(look: Look, parts: Sequence[Part], strip: TimeStrip) -> QImage:
    """Return the figure, twice as fine as the window."""
    size = _size(parts, strip)
    image = QImage(size * RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(look.colour("panel"))
    painter = QPainter(image)
    _paint(painter, parts, strip, RATIO)
    painter.end()
    return image


def png(look: Look, parts: Sequence[Part], strip: TimeStrip) -> bytes:
    """Return the figure as PNG."""
    return png_of(QPixmap.fromImage(image_of(look, parts, strip)))


def svg(look: Look, parts: Sequence[Part], strip: TimeStrip, title: str) -> bytes:
    """Return the figure as SVG, of lines only: letters are outlines too."""
    size, buffer = _size(parts, strip), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), look.colour("panel"))
    _paint(painter, parts, strip, 1.0)
    painter.end()
    return outlined(bytes(buffer.data().data()))


def _size(parts: Sequence[Part], strip: TimeStrip) -> QSize:
    height = sum(_height(part) for part in parts) + strip.height()
    return QSize(strip.width() + 2 * MARGIN, height + 2 * MARGIN)


def _height(part: Part) -> int:
    title, legend, plot = part
    plotted: int = plot.height()
    return title.height() + legend.tall(legend.width()) + plotted


def _paint(painter: QPainter, parts: Sequence[Part], strip: TimeStrip, ratio: float) -> None:
    y = MARGIN
    for part in parts:
        title, legend, plot = part
        painter.save()
        painter.translate(MARGIN, y)
        title.paint(painter)
        painter.translate(0, title.height())
        legend.paint(painter)
        painter.translate(0, legend.tall(legend.width()))
        plot.paint_picture(painter, ratio)
        painter.restore()
        y += _height(part)
    painter.translate(MARGIN, y)
    strip.paint(painter)
