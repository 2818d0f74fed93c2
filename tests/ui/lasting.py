"""One window for a whole file of tests: building one takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import SPEED, clock_h, opening


@contextmanager
def lasting_window(application: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    """Show the window on the opening scenario, paused; its tests leave it as they found it."""
    scenario = opening(known.model)
    experiment = Experiment(scenario, known.model, speed=SPEED, playing=False)
    experiment.seek(clock_h(scenario))
    session = Session(experiment)
    window = MainWindow(session, Look(application, ThemeChoice.LIGHT), known.quantities)
    window.show()
    settle()
    yield window
    session.stop()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(turns: int = 4) -> None:
    """Let a window lay itself out and paint."""
    for _ in range(turns):
        QApplication.processEvents()
