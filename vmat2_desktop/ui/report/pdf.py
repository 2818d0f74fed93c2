"""Pages as a PDF: vector drawings, fonts embedded, written by Qt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from vmat2_desktop import __version__
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.ui.report.build import built
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.report.pages import Page, paginated, paint_page
from vmat2_desktop.ui.report.paper import Paper
from vmat2_desktop.ui.texts import tr

_POINTS_AN_INCH = 72
_FINE = 20
"""Units of the device to a point: letters stand where they were measured."""


def pages_of(subject: Subject, paper: Paper) -> list[Page]:
    """Return the pages of a report."""
    return paginated(built(subject, paper.body.width()), paper.body.height())


def pdf_of(subject: Subject, paper: Paper, pages: Sequence[Page] | None = None) -> bytes:
    """Return a report as PDF.

    Raises:
        DocumentError: it cannot be drawn.
    """
    pages = pages_of(subject, paper) if pages is None else pages
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(paper.layout)
    writer.setResolution(_POINTS_AN_INCH * _FINE)
    writer.setTitle(subject.name)
    writer.setCreator(f"VMAT2 Desktop {__version__}")
    painter = QPainter()
    if not painter.begin(writer):
        raise DocumentError(tr("The report cannot be drawn."))
    painter.scale(_FINE, _FINE)
    for number in range(len(pages)):
        if number:
            writer.newPage()
        paint_page(painter, paper, pages, number, subject.name)
    painter.end()
    return bytes(buffer.data().data())


def image_of(subject: Subject, paper: Paper, pages: Sequence[Page], number: int, scale: float) -> QImage:
    """Return a page as it looks on paper, `scale` pixels to a point."""
    width, height = paper.value
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_page(painter, paper, pages, number, subject.name)
    painter.end()
    return image
