"""Named states of the window are looked at: no room is blank, nothing hangs out of the window.

The light theme at one pixel to a unit by default; every theme at one and two pixels with `-m slow`. With
VMAT2_PICTURES=FOLDER in the environment, each picture is kept there for eyes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import SPEED, clock_h, opening

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
CHOICES = (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH, ThemeChoice.PROJECTOR)
LEAST_COLOURS = 12
"""Different colours in a room that has something in it; antialiased words alone have more."""


@pytest.fixture(scope="module")
def window(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    scenario = opening(known.model)
    experiment = Experiment(scenario, known.model, speed=SPEED, playing=False)
    experiment.seek(clock_h(scenario))
    session = Session(experiment)
    made = MainWindow(session, Look(qapp, ThemeChoice.LIGHT), known.quantities)
    made.show()
    yield made
    session.stop()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def compared(window: MainWindow) -> None:
    if window.session.other is None:
        window.session.copy_to_b("copy")
    window.session.set_compared(True)


def every_trace(window: MainWindow) -> None:
    for name in window.traces.cards:
        window.traces.set_shown(name, True)


def unfolded(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.unfold(True)


STATES: dict[str, Callable[[MainWindow], object]] = {
    "opening": lambda _window: None,
    "start": lambda window: window.session.seek(0.0),
    "end": lambda window: window.session.seek(window.session.horizon_h),
    "textbook": lambda window: window.actions_by_id["textbook"].trigger(),
    "no-names": lambda window: window.look.set_names(False),
    "known": lambda window: window.look.set_known(True),
    "every-trace": every_trace,
    "smallest": lambda window: window.resize(1024, 700),
    "unfolded": unfolded,
    "large-text": lambda window: window.look.set_scale(1.5),
    "compared": compared,
    "presenting": lambda window: window.presenter.set_on(True),
}


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def as_opened(window: MainWindow) -> None:
    session, look = window.session, window.look
    window.presenter.set_on(False)
    session.set_compared(False)
    while session.undo_stack.canUndo():
        session.undo()
    session.seek(clock_h(session.scenario))
    look.set_scale(1.0)
    look.set_names(True)
    look.set_known(False)
    for name in window.traces.cards:
        window.traces.set_shown(name, name in ("vmat2", "movement"))
    window.resize(1600, 1000)
    window.unfold(False)
    settle()


def picture(window: MainWindow, pixels: float) -> QImage:
    image = QImage(window.size() * pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixels)
    window.render(image, QPoint(0, 0))
    return image


def colours(image: QImage, room: QWidget, window: MainWindow) -> int:
    """How many colours there are where a room stands."""
    ratio = image.devicePixelRatio()
    corner = room.mapTo(window, QPoint(0, 0)) * ratio
    part = image.copy(corner.x(), corner.y(), int(room.width() * ratio), int(room.height() * ratio))
    values = np.frombuffer(bytes(part.constBits()), np.uint32)
    return len(np.unique(values))


def look_at(window: MainWindow, state: str, pixels: float) -> None:
    STATES[state](window)
    settle()
    try:
        image = picture(window, pixels)
        if folder := os.environ.get("VMAT2_PICTURES"):
            name = f"{state}-{window.look.choice.value}-{pixels:g}x.png"
            assert image.save(str(Path(folder) / name))
        rooms = [window.header, window.plate, window.traces, window.time_bar, window.scenario]
        rooms += [window.presenter.head, window.presenter.foot]
        rooms += [] if window.compare is None else [window.compare]
        seen = [room for room in rooms if room.isVisible()]
        assert len(seen) >= 3
        for room in seen:
            assert colours(image, room, window) >= LEAST_COLOURS, room.accessibleName() or room
            place = room.rect().translated(room.mapTo(window, QPoint(0, 0)))
            assert window.rect().contains(place), room.accessibleName() or room
    finally:
        as_opened(window)


@pytest.mark.parametrize("state", STATES)
def test_every_room_of_a_state_is_seen_whole(window: MainWindow, state: str) -> None:
    look_at(window, state, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("pixels", [1.0, 2.0])
@pytest.mark.parametrize("choice", CHOICES)
def test_in_every_theme(window: MainWindow, choice: ThemeChoice, pixels: float) -> None:
    window.look.set_choice(choice)
    for state in STATES:
        look_at(window, state, pixels)
    window.look.set_choice(ThemeChoice.LIGHT)


def test_a_blank_room_would_be_noticed(window: MainWindow) -> None:
    image = picture(window, 1.0)
    image.fill(0xFFFFFF)
    assert colours(image, window.plate, window) < LEAST_COLOURS
