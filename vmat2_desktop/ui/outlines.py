"""Letters of a drawing as outlines: it reads the same where the window's font is not installed."""

from __future__ import annotations

import re
from html import unescape
from xml.sax.saxutils import quoteattr

from PySide6.QtGui import QFont, QPainterPath

from vmat2_desktop.ui import theme

_TEXT = re.compile(r"<text ([^>]*)>(.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')


def outlined(svg: bytes) -> bytes:
    """Return a drawing of Qt's SVG generator with every text as a path, whose label keeps the words."""
    return _TEXT.sub(_outline, svg.decode("utf-8")).encode("utf-8")


def _outline(found: re.Match[str]) -> str:
    said = dict(_ATTRIBUTE.findall(found[1]))
    words = unescape(found[2])
    path = QPainterPath()
    path.addText(float(said["x"]), float(said["y"]), _font(said), words)
    colour = f'fill="{said["fill"]}" fill-opacity="{said["fill-opacity"]}"'
    label = f'role="img" aria-label={quoteattr(words)}'
    return f'<path {label} {colour} fill-rule="nonzero" stroke="none" d="{_drawn(path)}"/>'


def _font(said: dict[str, str]) -> QFont:
    font = theme.font(1)
    font.setPixelSize(round(float(said["font-size"])))
    font.setWeight(QFont.Weight(int(said["font-weight"])))
    return font


def _drawn(path: QPainterPath) -> str:
    """Write a path as SVG; the two elements after the first of a curve are its other points."""
    parts = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        letter = {
            QPainterPath.ElementType.MoveToElement: "M",
            QPainterPath.ElementType.LineToElement: "L",
            QPainterPath.ElementType.CurveToElement: "C",
        }.get(element.type, "")
        parts.append(f"{letter}{element.x:.2f} {element.y:.2f}")
    return " ".join(parts)
