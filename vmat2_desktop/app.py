"""Puts the window together: start, screenshot, self-test."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vmat2_desktop import cli
from vmat2_desktop.documents.errors import DocumentError, quote
from vmat2_desktop.system_check import explain_missing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from vmat2_desktop.engine.scenario import Scenario
    from vmat2_desktop.knowledge import Knowledge
    from vmat2_desktop.ui.main_window import MainWindow

SETTLE_TURNS = 20
"""Turns of the event loop in which a new window lays itself out and paints."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the application; return its exit status."""
    args = cli.parse(argv)
    _one_thread_for_linear_algebra()
    if args.command == cli.SCREENSHOT:
        return cli.guarded(lambda: _screenshot(args))
    if args.command == cli.REPORT:
        return cli.guarded(lambda: _report(args))
    if args.command == cli.BENCH and args.part == cli.INTERFACE:
        return cli.guarded(lambda: _bench_interface(args))
    if args.command is not None:
        return cli.run(args)
    if args.verify:
        return cli.guarded(lambda: cli.verify(Path(sys.executable).parent))
    return _self_test() if args.self_test else _start(args)


def _one_thread_for_linear_algebra() -> None:
    """Keep numpy's libraries on one thread; they read this when numpy is first loaded.

    The engine's matrices have three or four rows: more threads only wait for one another, which doubles the
    processor's work and lets a slider stall beside another busy program.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


# The window


def _start(args: argparse.Namespace) -> int:
    if missing := explain_missing(display=True):
        return cli.fail(missing)
    try:
        known = cli.knowledge_of(args)
    except DocumentError as error:
        return cli.fail(str(error))
    from PySide6.QtCore import QTimer

    application = _application()
    window = _window(application, known=known)
    window.remember()
    sys.excepthook = _say_what_failed(window)
    window.show()
    if args.document is not None:
        QTimer.singleShot(0, window, lambda: window.documents.open(args.document))
    gc.collect()
    gc.freeze()
    return application.exec()


def _application() -> QApplication:
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from vmat2_desktop.ui.icon import application_icon

    qInstallMessageHandler(_qt_message)
    application = QApplication(["vmat2-desktop"])
    application.setApplicationName("VMAT2 Desktop")
    application.setDesktopFileName("vmat2-desktop")
    application.setWindowIcon(application_icon())
    return application


def _window(
    application: QApplication,
    scenario: Scenario | None = None,
    at_h: float | None = None,
    theme: str = "system",
    playing: bool = True,
    known: Knowledge | None = None,
) -> MainWindow:
    """Return the whole window on a scenario, the opening one if none is given.

    Args:
        application: the one Qt application.
        scenario: what to show.
        at_h: the moment to show, h.
        theme: `system`, `light`, `dark`, `high` or `projector`.
        playing: whether the clock runs.
        known: what is known; None: the application's own resources.
    """
    from vmat2_desktop import knowledge
    from vmat2_desktop.experiment import Experiment
    from vmat2_desktop.session import Session
    from vmat2_desktop.ui.look import Look, ThemeChoice
    from vmat2_desktop.ui.main_window import MainWindow
    from vmat2_desktop.ui.opening import SPEED, clock_h, opening

    known = knowledge.load() if known is None else known
    asked = opening(known.model) if scenario is None else scenario
    experiment = Experiment(asked, known.model, speed=SPEED, playing=playing)
    experiment.seek(clock_h(asked) if at_h is None else at_h)
    look = Look(application, ThemeChoice(theme))
    return MainWindow(Session(experiment), look, known.quantities)


def _qt_message(kind: object, context: object, text: str) -> None:  # noqa: ARG001
    print(f"Qt: {text}", file=sys.stderr)


def _say_what_failed(
    window: MainWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return an excepthook: one sentence in the window, the traceback on the terminal."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace, file=sys.stderr)
        if issubclass(kind, Exception):
            window.say(
                f"Something failed inside the application ({kind.__name__}); what stands is still usable."
            )

    return hook


# Without a display


def _screenshot(args: argparse.Namespace) -> None:
    scenario = cli.load_scenario(args)
    known = cli.knowledge_of(args)
    screenshot(scenario, args.out, args.at, args.size, args.scale, args.theme or "light", known)


def screenshot(
    scenario: Scenario,
    out: Path,
    at_h: float | None = None,
    size: tuple[int, int] = (1600, 1000),
    scale: float = 1.0,
    theme: str = "light",
    known: Knowledge | None = None,
) -> None:
    """Draw the real window on a scenario without a display, and write it as PNG.

    Raises:
        DocumentError: drawing needs what the system lacks, or the scenario cannot be computed, or the file
            cannot be written.
    """
    from vmat2_desktop.documents import atomic

    if missing := explain_missing(display=False):
        raise DocumentError(missing)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    from vmat2_desktop.ui.files import png_of

    application = _application()
    try:
        window = _window(application, scenario, at_h, theme, playing=False, known=known)
    except (KeyError, ValueError, ArithmeticError) as error:
        raise DocumentError(f"The scenario cannot be computed: {str(error).rstrip('.')}.") from error
    window.setMinimumSize(1, 1)
    window.resize(*size)
    window.show()
    settle(application)
    picture = png_of(window.grab())
    window.close()
    atomic.write_bytes(out, picture)


def _report(args: argparse.Namespace) -> None:
    if missing := explain_missing(display=False):
        raise DocumentError(missing)
    document, known = cli.load_document(args), cli.knowledge_of(args)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from vmat2_desktop.documents import atomic
    from vmat2_desktop.ui.report.paper import Paper
    from vmat2_desktop.ui.report.pdf import pdf_of
    from vmat2_desktop.ui.report.subject import subject_of_document

    application = _application()
    try:
        subject = subject_of_document(document, args.title, known, args.at)
        written = pdf_of(subject, Paper[args.paper.upper()])
    except (KeyError, ValueError, ArithmeticError) as error:
        raise DocumentError(f"The scenario cannot be computed: {str(error).rstrip('.')}.") from error
    application.processEvents()  # what was drawn with goes before the application does
    atomic.write_bytes(args.out, written)


def _bench_interface(args: argparse.Namespace) -> None:
    """Measure the window: each figure in a process of its own, of which this may be one."""
    if missing := explain_missing(display=False):
        raise DocumentError(missing)
    if getattr(sys, "frozen", False):
        raise DocumentError("The window is measured from its source, not in a bundle.")
    from vmat2_desktop.bench_window import NAMES

    if args.only is None:
        from vmat2_desktop.bench_window import interface

        cli.report_rows(args, interface.rows())
        return
    if args.only not in NAMES:
        raise DocumentError(f"There is no measure {quote(args.only)}; there are {', '.join(NAMES)}.")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = _application()
    known = cli.knowledge_of(args)

    def make() -> MainWindow:
        return _window(application, theme="light", known=known)

    from vmat2_desktop.bench_window import child

    sys.stdout.write(child.measure(args.only, application, make))


def settle(application: QApplication) -> None:
    """Let the window lay itself out, paint, and finish what it animates."""
    from PySide6.QtTest import QTest

    for _ in range(SETTLE_TURNS):
        application.processEvents()
    QTest.qWait(700)


def _self_test() -> int:
    if missing := explain_missing(display=False):
        return cli.fail(missing)
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from vmat2_desktop.self_test import run

    application = _application()
    return run(application, lambda: _window(application))


def _has_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return explain_missing(display=True) is None


if __name__ == "__main__":
    raise SystemExit(main())
