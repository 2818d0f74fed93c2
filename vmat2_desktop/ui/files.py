"""Names of files, and a picture as bytes."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap

from vmat2_desktop.ui.texts import tr


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


def file_name(name: str) -> str:
    """Return a name that every system takes for a file."""
    kept = "".join(character if character.isalnum() or character in " -_,." else " " for character in name)
    return " ".join(kept.split())[:80].strip(" .") or tr("Session")
