"""A session and a look for widgets; nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from frames import TREATED, model
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.model import Model
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import SPEED, clock_h, opening
from vmat2_desktop.ui.synapse_view.view import SynapseView
from vmat2_desktop.ui.traces.catalogue import SHOWN_AT_FIRST


@pytest.fixture(autouse=True)
def _deleted_is_gone(qapp: QApplication) -> Iterator[None]:
    """Delete at once what a test deletes later: it would be styled again with every window of later tests."""
    yield
    # Turns of the event loop alone do not delete.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


class Keeping(QtBot):
    """Keeps its widgets: one that only its own cycles hold may be collected in the middle of its painting."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._kept: list[QWidget] = []

    def addWidget(
        self, widget: QWidget, *, before_close_func: Callable[[QWidget], None] | None = None
    ) -> None:
        """Close a widget when the test is over, and hold it until then."""
        self._kept.append(widget)
        super().addWidget(widget, before_close_func=before_close_func)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return Keeping(request)


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


@pytest.fixture(scope="module")
def shared_window(qapp: QApplication, model: Model, known: Knowledge) -> Iterator[MainWindow]:
    """Return a window for all tests of a file: making one takes longest. `as_it_opens` puts it back."""
    session = Session(Experiment(opening(model), model, speed=SPEED, playing=False))
    made = MainWindow(session, Look(qapp, ThemeChoice.LIGHT), known.quantities)
    yield made
    made.close()
    session.stop()
    made.deleteLater()


def as_it_opens(window: MainWindow, folder: Path) -> None:
    """Put a window back: a new document, nothing asked, nothing kept."""
    documents = window.documents
    documents.close()
    documents._asks = False
    documents.recent.remember(QSettings(str(folder / "none.ini"), QSettings.Format.IniFormat))
    documents.recent._keep([])
    documents.new()
    for name in window.traces.cards:
        window.traces.set_shown(name, name in SHOWN_AT_FIRST)
    window.session.set_speed(SPEED)
    window.say("", trouble=False)
    for dialog in window.dialogs.values():
        dialog.close()


@pytest.fixture
def view(qtbot: QtBot) -> SynapseView:
    """The plate on its own: tardive dyskinesia on valbenazine."""
    made = SynapseView(model(), looks.LIGHT)
    qtbot.addWidget(made)
    made.resize(840, 808)
    made.show()
    made.show_frame(TREATED)
    made.advance(1.0)
    made.grab()
    return made


def show(widget: QWidget) -> None:
    """Show a widget and let it paint."""
    widget.show()
    for _ in range(3):
        QApplication.processEvents()
