"""A number between two ends: a slider, even in ratios where the ends lie far apart, and an entry."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QWidget

from vmat2_desktop.ui.controls import Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import MINUS, number, tr

STEPS = 200
FAR_APART = 30.0
"""Ends above 0 with a larger ratio are parted in ratios."""
DIGITS = 4


def number_in(text: str) -> float | None:
    """Return the number that a person typed, with either minus and either decimal sign; None: it is none."""
    plain = text.strip().replace(MINUS, "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


class QuietSlider(QSlider):
    """A slider that leaves the wheel to whatever scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel alone."""
        event.ignore()


class ValueInRange(QWidget):
    """Asks for a value; whoever owns it decides, and shows what stands."""

    asked = Signal(float)
    typed = Signal(str)
    """What was entered and is no number."""
    pressed = Signal()
    released = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._low, self._high = 0.0, 1.0
        self.slider = QuietSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 10)
        self.entry = QLineEdit()
        self.entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._low_text = Text(look, "", 14, role="ink2")
        self._high_text = Text(look, "", 14, role="ink2")
        self.unit = Text(look, "", 15)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._low_text)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._high_text)
        layout.addSpacing(8)
        layout.addWidget(self.entry)
        layout.addWidget(self.unit)
        self.slider.valueChanged.connect(lambda place: self.asked.emit(self._value_at(place)))
        self.slider.sliderPressed.connect(self.pressed)
        self.slider.sliderReleased.connect(self.released)
        self.entry.editingFinished.connect(self._entered)
        self.name(tr("Value"))
        self._look = look
        look.changed.connect(self._relook)
        self._relook()

    def set_range(self, low: float, high: float) -> None:
        """Set the ends."""
        self._low, self._high = low, high
        self._low_text.setText(number(low))
        self._high_text.setText(number(high))

    def show_value(self, value: float) -> None:
        """Show the value that stands; nothing is asked for."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._place_of(value))
        self.entry.setText(number(value, DIGITS))
        self.entry.setModified(False)

    def name(self, text: str) -> None:
        """Name both controls for a screen reader."""
        self.slider.setAccessibleName(tr("{0}, slider").format(text))
        self.entry.setAccessibleName(text)

    def _in_ratios(self) -> bool:
        return self._low > 0.0 and self._high / self._low >= FAR_APART

    def _value_at(self, place: int) -> float:
        share = place / STEPS
        if self._in_ratios():
            value = self._low * (self._high / self._low) ** share
        else:
            value = self._low + (self._high - self._low) * share
        # Round numbers, but never outside of the ends.
        return min(self._high, max(self._low, float(f"{value:.3g}")))

    def _place_of(self, value: float) -> int:
        if self._high <= self._low:
            return 0
        if self._in_ratios():
            share = math.log(value / self._low) / math.log(self._high / self._low)
        else:
            share = (value - self._low) / (self._high - self._low)
        return round(min(1.0, max(0.0, share)) * STEPS)

    def _entered(self) -> None:
        if not self.entry.isModified():
            return
        self.entry.setModified(False)
        value = number_in(self.entry.text())
        if value is None:
            self.typed.emit(self.entry.text())
        else:
            self.asked.emit(value)

    def _relook(self) -> None:
        self.entry.setFixedWidth(self._look.px(110))
        self.slider.setMinimumWidth(self._look.px(80))
