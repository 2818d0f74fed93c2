"""A few numbers of one side: what the picture shows, counted, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.synapse_view import words
from vmat2_desktop.ui.synapse_view.counts import Counts
from vmat2_desktop.ui.texts import fixed, tr

COLUMN = 138
"""Width of the column beside a picture, px."""
_ROW, _LEAST_ROW = 66, 46
_ACROSS, _LEAST_ACROSS = 48, 108
_PAD = 14


@dataclass(frozen=True, slots=True)
class Value:
    """A name and its value."""

    name: str
    text: str


def values_of(counts: Counts, names: words.Names) -> tuple[Value, ...]:
    """Return the numbers of one side, the most telling first."""
    frame = counts.frame
    of = tr("{0} of {1}")
    content = float(np.mean(frame.vesicle_content)) if len(frame.vesicle_content) else 0.0
    return (
        Value(tr("Pumps blocked"), of.format(counts.shown_blocked, len(counts.shown_pumps))),
        Value(tr("Vesicles"), tr("{0} full").format(words.percent(content))),
        Value(tr("Score, {0}").format(names.scale), fixed(frame.score, 1)),
        Value(tr("D2 lit"), of.format(len(counts.lit_d2), len(counts.d2_slots))),
        Value(tr("Parkinsonism"), fixed(frame.parkinsonism, 2)),
    )


class Values(QWidget):
    """Draws them in a column, or in a row; those for which there is no room are only spoken."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._values: tuple[Value, ...] = ()
        self._across = False
        self.setAccessibleName(tr("Values"))
        look.changed.connect(self._relook)
        self.set_across(False)

    @property
    def values(self) -> tuple[Value, ...]:
        """What is shown."""
        return self._values

    def set_across(self, across: bool) -> None:
        """Stand in a row below the picture, or in a column beside it."""
        self._across = across
        ignored, fixed_size = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*((ignored, fixed_size) if across else (fixed_size, ignored)))
        self._relook()

    def show_values(self, values: tuple[Value, ...]) -> None:
        """Show other values."""
        if values != self._values:
            self._values = values
            said = "; ".join(f"{value.name} {value.text}" for value in values)
            self.setAccessibleDescription(said)
            self.setToolTip("\n".join(f"{value.name}: {value.text}" for value in values))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        look = self._look
        return QSize(look.px(COLUMN), look.px(_ACROSS if self._across else _ROW * 4))

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        if self._across:
            width = max(look.px(_LEAST_ACROSS), self.width() / max(1, len(self._values)))
            count = int(self.width() / width + 0.01)
            places = [(width * i, 0.0) for i in range(count)]
        else:
            row = look.px(_ROW)
            if row * len(self._values) > self.height():
                row = max(look.px(_LEAST_ROW), self.height() // max(1, len(self._values)))
            count = max(1, int(self.height() / row))
            places = [(0.0, float(row * i)) for i in range(count)]
        for value, (x, y) in zip(self._values, places, strict=False):
            painter.setFont(look.font(14))
            painter.setPen(look.colour("ink2"))
            left = x + look.px(_PAD)
            painter.drawText(QPointF(left, y + look.px(17)), value.name)
            painter.setFont(look.font(20, 700))
            if QFontMetricsF(painter.font()).horizontalAdvance(value.text) > look.px(COLUMN - _PAD):
                painter.setFont(look.font(16, 700))
            painter.setPen(look.colour("ink"))
            painter.drawText(QPointF(left, y + look.px(39)), value.text)
        painter.end()
