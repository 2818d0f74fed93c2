"""Draw the application's icon in every size that a system asks for: `python packaging/icons.py FOLDER`.

Run with a Python that has PySide6. It leaves PNG files (`32.png`), `vmat2-desktop.ico` for Windows and
`vmat2-desktop.icns` for macOS.
"""

import struct
import sys
from pathlib import Path

from environments import ROOT
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImageWriter

sys.path.insert(0, str(ROOT))

from vmat2_desktop.ui.icon import picture

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
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
    for size, drawn in pictures.items():
        (folder / f"{size}.png").write_bytes(drawn)
    (folder / "vmat2-desktop.ico").write_bytes(ico({size: pictures[size] for size in IN_ICO}))
    (folder / "vmat2-desktop.icns").write_bytes(icns(pictures))
    del application


def png(size: int) -> bytes:
    """Return the icon as a PNG of so many pixels."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture(size))
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return PNG pictures, by size, as a Windows icon (a header, an entry each, then the pictures)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = ICO_HEADER + ICO_ENTRY * len(pictures)
    entries = b""
    for size, drawn in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(drawn), at)
        at += len(drawn)
    return head + entries + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return PNG pictures, by size, as an icon for macOS (a header, then blocks of type, length, picture)."""
    blocks = b"".join(
        kind + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for kind, size in IN_ICNS.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


if __name__ == "__main__":
    main(Path(sys.argv[1]))
