"""Starts the real window, moves every control, lets it paint at each, and says what it did.

Runs in the product, so that an installed build can be asked whether it works (`--self-test`).
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import numpy
import pyqtgraph
import PySide6
import scipy
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QWidget,
)

from vmat2_desktop import __version__, knowledge
from vmat2_desktop.knowledge import published
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.ui.gallery.window import GalleryWindow
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.report.window import ReportWindow
from vmat2_desktop.ui.theme import FAMILY, load_fonts

BLOCKING = {"open", "save", "save_as", "export_table", "save_picture", "quit"}
"""Commands that wait for a person, or end the program."""
SIZES = ((1600, 1000), (1280, 800), (1024, 700))
STEP_MS = 20


class _Failures:
    """Collects exceptions and Qt's warnings while the test runs."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def note(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        serious = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        # A platform without a window manager says so of every window and popup; that is no failure.
        if serious and "This plugin does not support" not in text:
            self.found.append(f"Qt: {text}")

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace, file=sys.stderr)
        self.found.append(f"{kind.__name__}: {error}")


def run(application: QApplication, make: Callable[[], MainWindow]) -> int:
    """Run the test; return 0, or 1 when anything failed."""
    failures = _Failures()
    before_handler = qInstallMessageHandler(failures.note)
    before_hook, sys.excepthook = sys.excepthook, failures.hook
    try:
        _versions()
        window = make()
        window.session.failed.connect(failures.found.append)
        window.show()
        done = sum(1 for _ in _walk(application, window, failures))
        window.close()
        print(f"{done} steps, {len(failures.found)} failures")
    finally:
        sys.excepthook = before_hook
        qInstallMessageHandler(before_handler)
    for failure in failures.found:
        print(f"FAILED {failure}", file=sys.stderr)
    return 1 if failures.found else 0


def _versions() -> None:
    parts = {
        "VMAT2 Desktop": __version__,
        "Python": sys.version.split()[0],
        "PySide6": PySide6.__version__,
        "Qt": qVersion(),
        "pyqtgraph": pyqtgraph.__version__,
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "platform": QApplication.platformName(),
    }
    print(", ".join(f"{name} {version}" for name, version in parts.items()), flush=True)


def _walk(application: QApplication, window: MainWindow, failures: _Failures) -> Iterator[str]:
    for name, step in _steps(window):
        print(name)
        try:
            step()
            QTest.qWait(STEP_MS)
            application.processEvents()
        except Exception as error:
            failures.hook(type(error), error, error.__traceback__)
        yield name


def _steps(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "resources open", lambda: _check_resources(window)
    yield "the picture is not empty", lambda: _check_painted(window)
    yield "the focus leaves the picture alone", lambda: _check_focus(window)
    for trace in window.traces.cards:
        yield f"trace {trace}", partial(window.traces.set_shown, trace, True)
    for width, height in SIZES:
        yield f"size {width} x {height}", partial(window.resize, width, height)
        if window.left.folded or window.right.folded:
            yield "the scenario column unfolds", lambda: window.unfold(True)
    yield "back to full size", lambda: window.resize(*SIZES[0])
    yield from _controls(window)
    yield from _commands(window)
    yield "a session is saved and opens as it stood", lambda: _check_documents(window)
    yield "a report is written", lambda: _check_report(window)
    yield "an entry of the gallery opens and goes", lambda: _check_gallery(window)
    yield "the end", lambda: window.session.seek(window.session.scenario.horizon_h)


def _controls(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    for widget in window.findChildren(QWidget):
        name = widget.objectName() or widget.accessibleName()
        if isinstance(widget, QScrollBar) or widget.window() is not window:
            continue
        if isinstance(widget, QAbstractSlider):
            yield from _slider(name, widget)
        elif isinstance(widget, QComboBox):
            yield from _combo(name, widget)
        elif isinstance(widget, QSpinBox):
            yield f"{name} up", widget.stepUp
            yield f"{name} down", widget.stepDown
        elif isinstance(widget, QAbstractButton) and not _opens_menu(widget):
            yield f"{name} clicked", widget.click
            if isinstance(widget, QCheckBox):
                yield f"{name} clicked back", widget.click


def _slider(name: str, slider: QAbstractSlider) -> Iterator[tuple[str, Callable[[], object]]]:
    before = slider.value()
    for value in sorted({slider.minimum(), (slider.minimum() + slider.maximum()) // 2, slider.maximum()}):
        yield f"{name} at {value}", partial(slider.setValue, value)
    yield f"{name} back", lambda: slider.setValue(before)


def _combo(name: str, combo: QComboBox) -> Iterator[tuple[str, Callable[[], object]]]:
    before = combo.currentIndex()
    for index in [*range(combo.count()), before]:
        yield f"{name}: {combo.itemText(index)}", partial(_activate, combo, index)


def _activate(combo: QComboBox, index: int) -> None:
    if index < combo.count():
        combo.setCurrentIndex(index)
        combo.activated.emit(index)


def _opens_menu(button: QAbstractButton) -> bool:
    return isinstance(button, QPushButton) and button.menu() is not None


def _commands(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    for action in window.actions_by_id.all():
        if action.objectName() not in BLOCKING:
            yield f"command {action.objectName()}", action.trigger
    for name in ("theme_dark", "theme_high", "theme_light", "text_normal", "mechanistic", "reset"):
        yield f"command {name}", window.actions_by_id[name].trigger
    for action in _trace_actions(window):
        yield f"trace menu {action.text()}", action.trigger


def _trace_actions(window: MainWindow) -> list[QAction]:
    return list(window.traces.actions_of.values())


def _check_resources(window: MainWindow) -> None:
    known = knowledge.load()
    if not known.quantities or not known.model.drugs:
        raise RuntimeError(f"{resources_dir()} holds no knowledge")
    if FAMILY not in load_fonts():
        raise RuntimeError(f"the typeface {FAMILY} did not load from {resources_dir()}")
    if not published.load():
        raise RuntimeError(f"{resources_dir()} holds no published values")
    if window.windowIcon().isNull():
        raise RuntimeError(f"the icon did not load from {resources_dir()}")
    if window.session.course.time_h.size == 0:
        raise RuntimeError("the opening course is empty")


def _check_documents(window: MainWindow) -> None:
    """Check that a session goes to the disk and comes back equal."""
    documents = window.documents
    window.session.pause()
    documents.notes.write("Self-test")
    before = documents.document()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.vmat2"
        if not documents.save_to(path):
            raise RuntimeError(f"the session was not saved: {window.message}")
        documents.new()
        if not documents.open(path) or documents.document() != before:
            raise RuntimeError(f"the session did not come back as it was saved. {window.message}")


def _check_gallery(window: MainWindow) -> None:
    """Check that a ready pair opens and that one step back brings what stood."""
    session, before = window.session, window.session.scenario
    window.actions_by_id["gallery"].trigger()
    shelf = window.dialogs["gallery"]
    if not isinstance(shelf, GalleryWindow):
        raise RuntimeError("the gallery did not open")
    card = shelf.cards[0]
    card.click()
    if session.scenario != card.entry.a or session.other != card.entry.b:
        raise RuntimeError(f"{card.entry.title} did not open. {window.message}")
    session.undo()
    if session.scenario != before:
        raise RuntimeError("Undo did not bring back what stood before the gallery")


def _check_report(window: MainWindow) -> None:
    """Check that a report goes to the disk as a PDF."""
    window.actions_by_id["report"].trigger()
    report = window.dialogs["report"]
    if not isinstance(report, ReportWindow):
        raise RuntimeError("the report's window did not open")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.pdf"
        if not report.save_to(path) or not path.read_bytes().startswith(b"%PDF-"):
            raise RuntimeError(f"the report was not written: {window.message}")


def _check_focus(window: MainWindow) -> None:
    """Check that the ring of whoever has the keyboard covers nothing of what it stands round."""
    window.session.pause()
    view = window.plate.view
    before = _colours(view)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    after = _colours(view)
    window.setFocus()
    window.session.play()
    if after < before / 2:
        raise RuntimeError(f"with the keyboard on it the synapse shows {after} colours, without {before}")


def _colours(widget: QWidget) -> int:
    picture = widget.grab().toImage().scaled(64, 64)
    return len({picture.pixel(x, y) for x in range(64) for y in range(64)})


def _check_painted(window: MainWindow) -> None:
    picture = window.grab().toImage().scaled(64, 40)
    colours = {picture.pixel(x, y) for x in range(64) for y in range(40)}
    if len(colours) < 16:
        raise RuntimeError(f"the window shows {len(colours)} colours only")
