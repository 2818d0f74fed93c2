"""Text, tables and figures as strips: pieces of the width of a page that no page break cuts through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from vmat2_desktop.ui.report.paper import BODY, HEADING, SMALL, SUBHEADING, Style, colour, pen

Paint = Callable[[QPainter, float], None]
"""Paints a strip whose left end lies at the painter's origin, as wide as the second argument says."""
CELL = Style(SMALL)
CELL_GAP = 8.0
ROW_PAD = 2.6


@dataclass(frozen=True, slots=True)
class Strip:
    """One piece."""

    height: float
    paint: Paint
    words: tuple[str, ...] = ()
    """What is written in it."""
    keeps: bool = False
    """Whether what follows stands on the same page."""
    above: float = 0.0
    """Room above, which the head of a page does not need."""
    head: Strip | None = None
    """What stands above it again where it begins a page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    head: str
    share: float
    """Of the width."""
    right: bool = False
    style: Style = CELL


def lines_of(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into lines that fit; a word that is too long is broken too."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph.replace("\t", "    "), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        begun = len(found)
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            found.append(layout.text()[_at(layout, start) : _at(layout, start + line.textLength())].rstrip())
        layout.endLayout()
        if len(found) == begun:
            found.append("")
    return found


def _at(layout: QTextLayout, unit: int) -> int:
    """Return the place of a character of which Qt counts the UTF-16 units."""
    text = layout.text()
    if text.isascii():
        return unit
    return len(text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))


def text(words: str, style: Style, width: float, above: float = 0.0, keeps: bool = False) -> list[Strip]:
    """Return a paragraph: neither its first line nor its last one stands alone on a page."""
    lines = lines_of(words, style.font, width)
    last = len(lines) - 1
    return [
        Strip(
            style.line,
            _line(line, style),
            (line,),
            keeps=keeps if place == last else place in (0, last - 1),
            above=above if place == 0 else 0.0,
        )
        for place, line in enumerate(lines)
    ]


def heading(words: str, width: float) -> list[Strip]:
    """Return the head of a section, which never ends a page."""
    found = text(words, Style(HEADING, 700), width, above=20.0, keeps=True)
    return [replace(strip, keeps=True) for strip in found] + [gap(4.0, keeps=True)]


def subheading(words: str, width: float) -> list[Strip]:
    """Return the head of a part of a section."""
    found = text(words, Style(SUBHEADING, 600), width, above=10.0, keeps=True)
    return [replace(strip, keeps=True) for strip in found] + [gap(2.0, keeps=True)]


def note(words: str, width: float, keeps: bool = False) -> list[Strip]:
    """Return a small paragraph of second rank; one that `keeps` stands above what it speaks of."""
    return text(words, Style(SMALL, 400, "ink2"), width, above=4.0, keeps=keeps)


def paragraph(words: str, width: float, above: float = 4.0) -> list[Strip]:
    """Return a paragraph of the body."""
    return text(words, Style(BODY), width, above)


def gap(height: float, keeps: bool = False) -> Strip:
    """Return empty room."""
    return Strip(height, lambda *_: None, keeps=keeps)


def figure(height: float, paint: Paint, words: Sequence[str] = (), keeps: bool = False) -> Strip:
    """Return a drawing."""
    return Strip(height, paint, tuple(words), keeps=keeps, above=8.0)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float) -> list[Strip]:
    """Return a table whose head stands on every page that it reaches; a row is never cut.

    What stands behind the first line break of a cell is of second rank. Heads without a word are left out.
    """
    head_style = Style(SMALL, 600, "ink2")
    heads = [replace(column, style=head_style) for column in columns]
    head = replace(_row(heads, [column.head for column in columns], width, "control"), keeps=True)
    headed = any(column.head for column in columns)
    body = [replace(_row(columns, row, width, "line"), head=head if headed else None) for row in rows]
    if len(body) > 1:
        # Neither the first row nor the last one stands alone.
        body[0] = replace(body[0], keeps=True)
        body[-2] = replace(body[-2], keeps=True)
    return [head, *body] if headed else body


def _row(columns: Sequence[Column], cells: Sequence[str], width: float, rule: str) -> Strip:
    laid = []
    x, height = 0.0, 0.0
    for column, cell in zip(columns, cells, strict=True):
        room = width * column.share - CELL_GAP
        lines: list[tuple[str, Style]] = []
        for rank, part in enumerate(cell.split("\n")):
            style = column.style if rank == 0 else replace(column.style, weight=400, role="ink2")
            lines += [(line, style) for line in lines_of(part, style.font, room)]
        laid.append((x, room, column.right, lines))
        height = max(height, sum(style.line for _, style in lines))
        x += width * column.share

    def paint(painter: QPainter, across: float) -> None:
        for left, room, right, lines in laid:
            y = ROW_PAD
            for line, style in lines:
                font = style.font
                painter.setFont(font)
                painter.setPen(colour(style.role))
                start = left + room - QFontMetricsF(font).horizontalAdvance(line) if right else left
                painter.drawText(QPointF(start, y + _baseline(style)), line)
                y += style.line
        painter.setPen(pen(rule, 0.6))
        bottom = height + 2 * ROW_PAD
        painter.drawLine(QPointF(0, bottom), QPointF(across, bottom))

    return Strip(height + 2 * ROW_PAD, paint, tuple(cells))


def _line(words: str, style: Style) -> Paint:
    def paint(painter: QPainter, _width: float) -> None:
        painter.setFont(style.font)
        painter.setPen(colour(style.role))
        painter.drawText(QPointF(0, _baseline(style)), words)

    return paint


def _baseline(style: Style) -> float:
    metrics = QFontMetricsF(style.font)
    return (style.line + metrics.capHeight()) / 2


def centred(painter: QPainter, rect: QRectF, words: str, style: Style) -> None:
    """Write words into the middle of a rectangle."""
    painter.setFont(style.font)
    painter.setPen(colour(style.role))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)
