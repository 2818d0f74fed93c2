"""How often things are painted while time runs: counts, never times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lasting import lasting_window, settle
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture(scope="module")
def window(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    with lasting_window(qapp, known) as made:
        yield made


def test_a_frame_paints_the_synapse_once_with_the_person_who_draws(window: MainWindow, qtbot: QtBot) -> None:
    view, session = window.plate.view, window.session
    settle()
    paints, spirals = Paints(view), Paints(view.spiral)
    frames: list[object] = []
    session.frame_ready.connect(frames.append)
    session.play()
    qtbot.waitUntil(lambda: len(frames) >= 12)
    session.pause()
    settle()
    assert view.spiral.isVisible()
    assert 0 < paints.count <= len(frames) + 1
    assert spirals.count >= paints.count - 1
