"""A session and a look for widgets; nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from vmat2_desktop.engine.model import Model
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import SPEED, clock_h, opening


@pytest.fixture(autouse=True)
def _deleted_is_gone(qapp: QApplication) -> Iterator[None]:
    """Delete at once what a test deletes later: it would be styled again with every window of later tests."""
    yield
    # Turns of the event loop alone do not delete.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def experiment(model: Model) -> Experiment:
    scenario = opening(model)
    made = Experiment(scenario, model, speed=SPEED, playing=False)
    made.seek(clock_h(scenario))
    return made


@pytest.fixture
def session(qapp: QApplication, experiment: Experiment) -> Iterator[Session]:
    made = Session(experiment)
    yield made
    made.stop()


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp, ThemeChoice.LIGHT)


@pytest.fixture
def window(session: Session, look: Look, known: Knowledge, qtbot: object) -> Iterator[MainWindow]:
    made = MainWindow(session, look, known.quantities)
    show(made)
    yield made
    made.close()
    made.deleteLater()


def show(widget: QWidget) -> None:
    """Show a widget and let it paint."""
    widget.show()
    for _ in range(3):
        QApplication.processEvents()
