"""What this is, and under which licences it and its parts come."""

from __future__ import annotations

from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtWidgets import QWidget

from vmat2_desktop import __version__
from vmat2_desktop.knowledge.paths import bundled_licences_dir, resources_dir
from vmat2_desktop.ui.dialogs.frame import Page, ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


def about_window(parent: QWidget, look: Look) -> ReadingWindow:
    """Return the window."""
    window = ReadingWindow(parent, look, tr("About VMAT2 Desktop"), 600, 620)
    window.body.addWidget(Page(look, tr("About VMAT2 Desktop"), _text()))
    return window


def _text() -> str:
    parts = (
        (
            "Qt and PySide6",
            _version_of("PySide6-Essentials"),
            "LGPL-3.0",
            "https://doc.qt.io/qtforpython-6/licenses.html",
        ),
        ("pyqtgraph", _version_of("pyqtgraph"), "MIT", "https://www.pyqtgraph.org"),
        ("NumPy", _version_of("numpy"), "BSD-3-Clause", "https://numpy.org"),
        ("SciPy", _version_of("scipy"), "BSD-3-Clause", "https://scipy.org"),
        ("msgspec", _version_of("msgspec"), "BSD-3-Clause", "https://jcristharif.com/msgspec/"),
        ("Source Sans", "", "SIL OFL 1.1", "https://github.com/adobe-fonts/source-sans"),
    )
    rows = "".join(
        f'<tr><td><a href="{address}">{escape(name)}</a></td>'
        f"<td>{escape(version)}</td><td>{licence}</td></tr>"
        for name, version, licence, address in parts
    )
    intro = tr(
        "<p>See and try how VMAT2 inhibitors calm tardive dyskinesia: an animated dopamine synapse on a "
        "kinetics engine.</p>"
        "<p><b>A teaching model, not dosing advice.</b> Its numbers and their sources stand under Help, "
        "Parameters and sources.</p>"
        "<p>VMAT2 Desktop itself is free under the MIT licence.</p>"
    )
    qt = tr(
        "<p>Qt is used under the GNU Lesser General Public License, version 3, as unmodified shared "
        "libraries: they stand as files of their own beside the application and may be replaced by other "
        "builds of the same version. Their source is available from the Qt project.</p>"
    )
    title = escape(f"VMAT2 Desktop {__version__}")
    table = f"<h3>{escape(tr('Parts of others'))}</h3><table>{rows}</table>"
    return f"<h2>{title}</h2>{intro}{table}{qt}{_licences()}"


def _licences() -> str:
    """Return the licences that come along, word for word; a built application first lists its parts."""
    root, bundled = resources_dir(), bundled_licences_dir()
    if bundled is None:
        files = [root / "fonts" / "OFL.md", *sorted((root / "licenses").glob("*"))]
    else:
        files = sorted(bundled.glob("*"), key=lambda path: (path.stem != "THIRD-PARTY", path.name))
    return "".join(_licence(path) for path in files if path.is_file())


def _licence(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())
    return f"<h3>{escape(path.stem)}</h3>{paragraphs}"


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
