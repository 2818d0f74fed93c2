"""The icon of the window: a picture for every size that is asked for, and readable at the smallest."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from vmat2_desktop.ui import icon

LEAST_CONTRAST = 3.0
"""What WCAG 2.2 asks of graphical objects."""


def test_no_size_is_a_scaled_one(qapp: QApplication) -> None:
    found = icon.application_icon()
    assert found.availableSizes() == [QSize(size, size) for size in icon.SIZES]
    assert all(found.pixmap(size, size).size() == QSize(size, size) for size in icon.SIZES)


def test_sixteen_pixels_have_a_drawing_of_their_own(qapp: QApplication) -> None:
    small, shrunk = icon.picture(16), icon.picture(256).scaled(16, 16)
    assert small.size() == shrunk.size()
    assert small != shrunk


def test_the_smallest_icon_has_strong_contrast_inside_it(qapp: QApplication) -> None:
    # Whatever the colour of the task bar: the drawing is told from its own ground.
    shades = sorted(_luminances(icon.picture(16)))
    darkest, lightest = shades[len(shades) // 10], shades[-len(shades) // 10]
    assert (lightest + 0.05) / (darkest + 0.05) > LEAST_CONTRAST


def test_a_missing_drawing_is_said(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon, "resources_dir", lambda: tmp_path)
    with pytest.raises(OSError, match="cannot be drawn"):
        icon.picture(16)


def _luminances(image: QImage) -> list[float]:
    """Return the relative luminance of every opaque pixel."""
    found = []
    for place in range(image.width() * image.height()):
        colour = image.pixelColor(place % image.width(), place // image.width())
        if colour.alpha() > 250:
            channels = (colour.redF(), colour.greenF(), colour.blueF())
            red, green, blue = (
                part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
            )
            found.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return found
