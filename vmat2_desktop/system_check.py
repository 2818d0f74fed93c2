"""What the machine lacks before Qt can start, as one sentence for a person.

Qt ends the process when a system library or the display is missing, so this is asked before Qt is loaded.
Standard library only: it runs before anything is installed, and in the application.
"""

import ctypes
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[1]
_IN_A_CHECKOUT = (_CHECKOUT / "packaging" / "dev.py").is_file()
COMMAND = "python3 packaging/dev.py start" if _IN_A_CHECKOUT else "vmat2-desktop"

# What the PySide6 wheels take from the system (seen with `objdump -p`), and the Debian packages of it.
FOR_DRAWING = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
}
FOR_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

WITHOUT_QT = frozenset({"simulate", "observe", "schema", "--help", "-h", "--version"})
WITHOUT_A_DISPLAY = frozenset({"screenshot", "report", "--self-test"})


def explain_missing_for(arguments: Sequence[str]) -> str | None:
    """Say what is missing for these command line arguments of the application; None when nothing is."""
    if WITHOUT_QT.intersection(arguments):
        return None
    return explain_missing(display=not WITHOUT_A_DISPLAY.intersection(arguments))


def explain_missing(display: bool) -> str | None:
    """Say in one sentence what is missing for drawing, or for a window if `display`; None when nothing is."""
    if platform.system() != "Linux":
        return None
    if not display or _another_platform_is_chosen(os.environ):
        return _explain_libraries("Drawing", missing_libraries(FOR_DRAWING))
    return _explain_libraries("Drawing", missing_libraries(FOR_DRAWING)) or _explain_display(os.environ)


def missing_libraries(needed: Iterable[str]) -> list[str]:
    """Return those of the needed shared libraries that the system cannot load."""
    return [name for name in needed if not _loads(name)]


def _explain_display(environment: Mapping[str, str]) -> str | None:
    if environment.get("DISPLAY"):
        missing = missing_libraries(FOR_X11)
        if not missing and x11_answers():
            return None
        if missing and not wayland_answers(environment):
            return _explain_libraries("The window", missing)
    if wayland_answers(environment):
        return _explain_libraries("The window", missing_libraries(FOR_WAYLAND))
    picture = f"{COMMAND} screenshot SCENARIO.json --out picture.png"
    return f"There is no display here to open a window on; for a picture of it, run: {picture}"


def _another_platform_is_chosen(environment: Mapping[str, str]) -> bool:
    """Whether the person chose one of Qt's platforms that needs neither X11 nor Wayland."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    return bool(chosen) and not chosen.startswith(("xcb", "wayland"))


def x11_answers() -> bool:
    """Whether an X server accepts a connection: DISPLAY alone may be left over from a closed session."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


def wayland_answers(environment: Mapping[str, str]) -> bool:
    """Whether the socket of a Wayland compositor is there."""
    name = environment.get("WAYLAND_DISPLAY")
    # Path's `/` keeps an absolute WAYLAND_DISPLAY as it is, which is also what Wayland does.
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "")) / str(name)).is_socket()


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _explain_libraries(purpose: str, missing: Sequence[str]) -> str | None:
    if not missing:
        return None
    package_of = FOR_DRAWING | FOR_X11 | FOR_WAYLAND
    packages = " ".join(dict.fromkeys(package_of[name] for name in missing))
    return (
        f"{purpose} needs system libraries that are missing here ({', '.join(missing)}); "
        f"on Debian or Ubuntu install them with: sudo apt-get install {packages}"
    )
