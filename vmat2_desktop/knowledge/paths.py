"""Where `resources/` is: beside the package in a checkout, inside it in a wheel, unpacked in a bundle."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def bundled_licences_dir() -> Path | None:
    """Return the folder with the licences of all that a built application holds; None elsewhere."""
    folder = Path(sys.executable).parent / "licenses"
    return folder if getattr(sys, "_MEIPASS", None) is not None and folder.is_dir() else None


def resources_dir() -> Path:
    """Return the folder of the files that the application carries: parameters, fonts, licences."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in the built application
    if bundle is not None:
        return Path(bundle) / "resources"
    inside_the_wheel = _PACKAGE / "resources"
    if inside_the_wheel.is_dir():
        return inside_the_wheel
    return _PACKAGE.parent / "resources"
