"""A picture as bytes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap


def png_of(picture: QPixmap) -> bytes:
    """Return a picture as PNG.

    Raises:
        OSError: it cannot be encoded.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, "PNG"):
        raise OSError("the picture could not be encoded")
    return bytes(buffer.data().data())
