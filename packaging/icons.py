"""Draw the application's icon in every size that a system asks for: `python packaging/icons.py FOLDER`.

Run with a Python that has PySide6. Small sizes come from a drawing of their own, made for few pixels. It
leaves PNG files (`32.png`), `vmat2-desktop.ico` for Windows and `vmat2-desktop.icns` for macOS.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL_UP_TO = 24
IN_ICO = (16, 24, 32, 48, 64, 128, 256)
IN_ICNS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}
"""The types of an icns file whose content is a PNG, and their sizes."""
ICO_HEADER = 6
ICO_ENTRY = 16


def main(folder: Path) -> None:
    """Write every file of the icon."""
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: png(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"{size}.png").write_bytes(picture)
    (folder / "vmat2-desktop.ico").write_bytes(ico({size: pictures[size] for size in IN_ICO}))
    (folder / "vmat2-desktop.icns").write_bytes(icns(pictures))
    del application


def png(size: int) -> bytes:
    """Return the icon as a PNG of so many pixels."""
    name = "vmat2-desktop-16.svg" if size <= SMALL_UP_TO else "vmat2-desktop.svg"
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWINGS / name)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return PNG pictures, by size, as a Windows icon (a header, an entry each, then the pictures)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = ICO_HEADER + ICO_ENTRY * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + entries + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return PNG pictures, by size, as an icon for macOS (a header, then blocks of type, length, picture)."""
    blocks = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for kind, size in IN_ICNS.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


if __name__ == "__main__":
    main(Path(sys.argv[1]))
