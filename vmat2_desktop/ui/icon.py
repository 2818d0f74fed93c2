"""The application's icon, from its drawings: one for few pixels, one for all other sizes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap

from vmat2_desktop.knowledge.paths import resources_dir

SIZES = (16, 24, 32, 48, 64, 128, 256)
"""What window managers and task bars ask for, px."""
SMALL_UP_TO = 24
"""Up to this size, px, the drawing with fewer and thicker lines is used."""


def application_icon() -> QIcon:
    """Return the icon with a picture for each of `SIZES`, so that no desktop scales it."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(QPixmap.fromImage(picture(size)))
    return icon


def picture(size: int) -> QImage:
    """Return the icon as a square picture of so many pixels.

    Raises:
        OSError: the drawing is missing, or cannot be drawn.
    """
    name = "vmat2-desktop-16.svg" if size <= SMALL_UP_TO else "vmat2-desktop.svg"
    path = resources_dir() / "icons" / name
    reader = QImageReader(str(path))
    reader.setScaledSize(QSize(size, size))
    image = reader.read()
    if image.isNull():
        raise OSError(f"{path} cannot be drawn: {reader.errorString()}")
    return image
