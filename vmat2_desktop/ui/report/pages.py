"""Strips on pages: which stand together, where a page ends, what stands at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from vmat2_desktop.ui.report.paper import FOOT, SMALL, Paper, Style, colour, pen
from vmat2_desktop.ui.report.strips import Strip
from vmat2_desktop.ui.texts import tr

_HINTS = (
    QPainter.RenderHint.Antialiasing
    | QPainter.RenderHint.TextAntialiasing
    | QPainter.RenderHint.SmoothPixmapTransform
    | QPainter.RenderHint.LosslessImageRendering
)


@dataclass(slots=True)
class Page:
    """Strips with their height from the top of the body."""

    strips: list[tuple[float, Strip]] = field(default_factory=list)
    used: float = 0.0

    @property
    def text(self) -> str:
        """Everything that is written on it, a line for each piece."""
        return "\n".join(word for _, strip in self.strips for word in strip.words)

    def add(self, strip: Strip) -> None:
        """Put a strip below the others."""
        y = self.used + (strip.above if self.strips else 0.0)
        self.strips.append((y, strip))
        self.used = y + strip.height


def paginated(strips: Iterable[Strip], height: float) -> list[Page]:
    """Put strips on pages of that height; what keeps together begins a page rather than being parted."""
    pages = [Page()]
    for group in _together(strips):
        page = pages[-1]
        needed = sum(strip.above + strip.height for strip in group)
        if page.strips and page.used + needed > height:
            pages.append(_begun(group[0]))
        for strip in group:
            page = pages[-1]
            # What keeps together may be taller than a page.
            if page.strips and page.used + strip.above + strip.height > height + 0.01:
                pages.append(_begun(strip))
            pages[-1].add(strip)
    return pages


def _begun(first: Strip) -> Page:
    page = Page()
    if first.head is not None:
        page.add(first.head)
    return page


def _together(strips: Iterable[Strip]) -> Iterator[Sequence[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keeps:
            yield group
            group = []
    if group:
        yield group


def paint_page(painter: QPainter, paper: Paper, pages: Sequence[Page], number: int, left: str) -> None:
    """Paint a page on a device of which a unit is a point.

    Args:
        painter: on the page.
        paper: what it is printed on.
        pages: all of them.
        number: which one, from 0.
        left: what its foot says beside its number.
    """
    painter.setRenderHints(_HINTS)
    body = paper.body
    for y, strip in pages[number].strips:
        painter.save()
        painter.translate(body.left(), body.top() + y)
        strip.paint(painter, body.width())
        painter.restore()
    style = Style(SMALL, 400, "ink2")
    painter.setFont(style.font)
    metrics = QFontMetricsF(style.font)
    foot = QRectF(body.left(), body.bottom() + FOOT - 16.0, body.width(), 16.0)
    painter.setPen(pen("line", 0.6))
    painter.drawLine(foot.topLeft(), foot.topRight())
    painter.setPen(colour(style.role))
    said = page_number(number, len(pages))
    width = metrics.horizontalAdvance(said)
    painter.drawText(QPointF(foot.right() - width, foot.bottom()), said)
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideMiddle, foot.width() - width - 20.0)
    painter.drawText(QPointF(foot.left(), foot.bottom()), shown)


def page_number(number: int, count: int) -> str:
    """Write which page it is, counted from 0."""
    return tr("Page {0} of {1}").format(number + 1, count)
