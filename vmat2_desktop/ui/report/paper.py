"""Paper: its sizes, type and colours, light whatever the window looks like. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QLocale, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPen

from vmat2_desktop.ui import theme

MARGIN = 51.0
"""18 mm."""
FOOT = 26.0
"""Room for the page's number, above the lower margin."""
TITLE, HEADING, SUBHEADING, BODY, SMALL, TINY = 22, 15, 12, 10, 9, 8
LEADING = 1.32


class Paper(Enum):
    """What is printed on: its size in points, upright."""

    A4 = (595.0, 842.0)
    LETTER = (612.0, 792.0)

    @property
    def body(self) -> QRectF:
        """The rectangle that the text fills."""
        width, height = self.value
        return QRectF(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN - FOOT)

    @property
    def layout(self) -> QPageLayout:
        """The page as Qt's PDF writer takes it, with all of it to draw on."""
        size = QPageSize.PageSizeId.A4 if self is Paper.A4 else QPageSize.PageSizeId.Letter
        return QPageLayout(
            QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point
        )


def usual_paper() -> Paper:
    """Return what the country of the system prints on."""
    inches = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return Paper.LETTER if inches else Paper.A4


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look."""

    size: int = BODY
    weight: int = 400
    role: str = "ink"

    @property
    def font(self) -> QFont:
        """The font; a pixel of it is a point."""
        made = theme.font(self.size, self.weight)
        # Joined letters would be one sign, which whoever searches or copies the text does not find.
        made.setFeature(QFont.Tag("liga"), 0)
        return made

    @property
    def line(self) -> float:
        """Distance of two lines."""
        return self.size * LEADING


def colour(role: str) -> QColor:
    """Return the colour of a role, in light."""
    return QColor(getattr(theme.LIGHT, role))


def pen(role: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """Return a pen."""
    made = QPen(colour(role), width)
    if dash:
        made.setDashPattern(list(dash))
    return made


def at(x: float, y: float) -> QPointF:
    """Return a point."""
    return QPointF(x, y)
