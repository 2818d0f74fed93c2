"""The sizes of type on the plate, and how wide words are."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from vmat2_desktop.ui import theme as looks

_LINE = 1.24
"""Height of a line over the size of its letters."""


class Fonts:
    """The type of one text scale."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.title = looks.font(looks.TITLE, 700, scale)
        self.small_title = looks.font(looks.SECTION, 700, scale)
        self.section = looks.font(looks.SECTION, 600, scale)
        self.name = looks.font(looks.BODY, 600, scale)
        self.body = looks.font(looks.BODY, 400, scale)
        self.note = looks.font(looks.NOTE, 400, scale)
        self.bold_note = looks.font(looks.NOTE, 600, scale)
        self.axis = looks.font(looks.AXIS, 400, scale)
        self.value = looks.font(28, 700, scale)


@lru_cache(maxsize=16)
def _metrics(pixels: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(looks.font(pixels, weight))


@lru_cache(maxsize=4096)
def _width(text: str, pixels: int, weight: int) -> float:
    return _metrics(pixels, weight).horizontalAdvance(text)


def width_of(text: str, font: QFont) -> float:
    """Return the width of a line."""
    return _width(text, font.pixelSize(), font.weight().value)


def height_of(font: QFont) -> float:
    """Return the height of a line: whole pixels."""
    return float(round(font.pixelSize() * _LINE))


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into lines that fit; a word is never broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, font) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines
