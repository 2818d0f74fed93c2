"""What of PyInstaller's collection the bundle keeps.

PyInstaller collects every plugin of a Qt module and every library that any of them needs. Kept are the
plugins that a desktop uses, and the libraries that something kept still needs.
"""

import os
import re
from collections.abc import Callable, Iterable

Entry = tuple[str, str, str]
"""Where a file goes in the bundle, where it comes from, and PyInstaller's word for its kind."""

HAVE_IMPORTS = {"BINARY", "EXTENSION"}

PLUGINS_KEPT = {
    "platforms": {
        "xcb",
        "wayland",
        "wayland-generic",
        "wayland-egl",
        "offscreen",
        "minimal",
        "windows",
        "cocoa",
    },
    "xcbglintegrations": {"xcb-glx-integration", "xcb-egl-integration"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"xdgdesktopportal"},
    "imageformats": {"svg", "jpeg", "ico", "gif"},
    "iconengines": {"svgicon"},
    "styles": {"modernwindowsstyle", "macstyle"},
}

# Every system with a desktop has these. The compiler's own would raise the age of the oldest Linux that the
# bundle runs on; the others must fit the system's settings (fonts, message bus, display), and newer is safer.
LEFT_TO_THE_SYSTEM = re.compile(
    r"^(libstdc\+\+|libgcc_s|libexpat|libglib-2\.0|libgthread-2\.0|libpcre2-8|libdbus-1|libsystemd|libgcrypt|libgpg-error"
    r"|libcap|liblz4|libzstd|libX11|libX11-xcb|libXau|libXdmcp|libbsd|libmd|libfontconfig|libfreetype|libpng16"
    r"|libbrotlidec|libbrotlicommon|libxcb-(?:glx|randr|render|shape|shm|sync|xfixes))\.so"
)
PLUGIN = re.compile(r"(?:^|/)plugins/(?P<kind>[\w-]+)/(?:lib)?q?(?P<name>[\w-]+)\.(?:so|dll|dylib)$")


def is_kept(destination: str) -> bool:
    """Whether a file is wanted at all: not a plugin that no desktop uses, not a translation of Qt's."""
    path = destination.replace("\\", "/")
    if "/translations/" in path and path.startswith("PySide6/"):
        return False
    if ".dist-info/" in path and path.endswith("/RECORD"):  # a list of files that are not all here
        return False
    if LEFT_TO_THE_SYSTEM.match(path.rsplit("/", 1)[-1]):
        return False
    plugin = PLUGIN.search(path) if path.startswith("PySide6/") else None
    return plugin is None or plugin["name"] in {
        name.removeprefix("q") for name in PLUGINS_KEPT.get(plugin["kind"], set())
    }


def reached(
    entries: Iterable[Entry], imports_of: Callable[[str], Iterable[str]] | None = None
) -> list[Entry]:
    """Return the entries, less the plain libraries that no module, plugin or kept library needs."""
    imports_of = imports_of or _imports_of
    entries = list(entries)
    links = [entry for entry in entries if entry[2] == "SYMLINK"]
    libraries = {_real(entry[1]): entry for entry in entries if _is_plain_library(entry)}
    kept = [entry for entry in entries if entry not in links and not _is_plain_library(entry)]
    for entry in kept:  # grows while it is walked through
        if entry[2] in HAVE_IMPORTS:
            for needed in map(_real, imports_of(entry[1])):
                if needed in libraries:
                    kept.append(libraries.pop(needed))
    names = {base_name(entry[0]) for entry in kept}
    return kept + [link for link in links if base_name(link[1]) in names]


def base_name(path: str) -> str:
    """Return the last part of a path of any system."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _is_plain_library(entry: Entry) -> bool:
    destination, _, kind = entry
    # Windows' Python finds the C runtime and its own DLLs in ways that an import table does not tell.
    is_python = (
        base_name(destination).lower().startswith(("libpython", "python", "vcruntime", "msvcp", "api-ms"))
    )
    return kind == "BINARY" and "/plugins/" not in destination.replace("\\", "/") and not is_python


def _imports_of(path: str) -> set[str]:
    from PyInstaller.depend.bindepend import get_imports

    return {found for _, found in get_imports(path) if found is not None}


def _real(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))
