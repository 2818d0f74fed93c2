"""One spike in four stills, driven by key and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from conftest import as_it_opens, show
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.frame import SiteState
from vmat2_desktop.ui.look import asks_for_less_motion
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import clock_h
from vmat2_desktop.ui.storyboard import Storyboard
from vmat2_desktop.ui.synapse_view.words import concentration

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(shared_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    as_it_opens(shared_window, tmp_path)
    shared_window.session.seek(clock_h(shared_window.session.scenario))
    shared_window.look.set_reduced_motion(False)
    shared_window.look.set_stills(False)
    shared_window.resize(1280, 800)
    show(shared_window)
    yield shared_window
    shared_window.session.pause()
    as_it_opens(shared_window, tmp_path)


@pytest.fixture
def stills(window: MainWindow) -> Storyboard:
    window.actions_by_id["stills"].trigger()
    QApplication.processEvents()
    found = window.plate.storyboard
    found.step(-4)
    return found


def test_stills_stand_in_the_place_of_the_moving_picture(window: MainWindow, stills: Storyboard) -> None:
    assert stills.isVisible()
    assert not window.plate.view.isVisible()
    window.actions_by_id["stills"].trigger()
    assert window.plate.view.isVisible()
    assert not stills.isVisible()


def test_reduced_motion_brings_them_and_they_can_be_put_away(window: MainWindow) -> None:
    window.actions_by_id["reduced_motion"].trigger()
    assert window.plate.storyboard.isVisible()
    window.actions_by_id["stills"].trigger()
    assert window.look.reduced_motion
    assert not window.plate.storyboard.isVisible()


def test_the_four_tell_one_spike_with_the_numbers_of_the_state(
    window: MainWindow, stills: Storyboard
) -> None:
    frames = [still.scene.frame for still in stills.stills]
    session = window.session
    states = [[site.state for site in frame.sites] for frame in frames if frame is not None]
    assert [SiteState.FUSING in one for one in states] == [False, True, True, False]
    assert SiteState.EMPTY in states[3]
    for still, frame in zip(stills.stills, frames, strict=True):
        assert frame is not None
        assert frame.time_h == session.time_h
        assert frame.vmat2_occupancy == session.course.at("vmat2.occupancy", session.time_h)
        assert concentration(frame.perisynaptic_nM) in " ".join(still.lines)
        assert f"{len(still.scene.counts.lit_d2 if still.scene.counts else ())} of" in still.lines[-1]
    session.seek(0.0)
    assert stills.stills[0].lines[0].startswith("0 of ")


def test_keys_and_the_mouse_step_and_a_reader_hears_each(stills: Storyboard) -> None:
    heard = [stills.accessibleDescription()]
    stills.setFocus()
    for _ in range(5):
        QTest.keyClick(stills, Qt.Key.Key_Right)
        heard.append(stills.accessibleDescription())
    assert stills.current == 3
    assert [text[:6] for text in heard] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4", "4 of 4", "4 of 4"]
    QTest.keyClick(stills, Qt.Key.Key_Left)
    assert stills.current == 2
    QTest.mouseClick(stills, LEFT, pos=stills.cards()[0].center().toPoint())
    assert stills.current == 0


def test_nothing_in_a_still_moves_while_the_clock_runs(window: MainWindow, stills: Storyboard) -> None:
    window.session.play()
    window.session._tick()
    before, picture = stills.stills, stills.grab().toImage()
    for _ in range(5):
        window.session._tick()
    assert stills.stills is before
    assert stills.grab().toImage() == picture


@pytest.mark.parametrize("size", [(1024, 700), (1600, 1000)])
def test_cards_lie_inside_and_apart(window: MainWindow, stills: Storyboard, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    cards = stills.cards()
    for place, card in enumerate(cards):
        assert stills.rect().contains(card.toAlignedRect())
        assert not any(card.intersects(other) for other in cards[place + 1 :])


@pytest.mark.parametrize(("said", "asked"), [("ReducedMotion", True), ("NoPreference", False)])
def test_the_system_is_asked_where_qt_passes_it_on(said: str, asked: bool) -> None:
    hints = SimpleNamespace(
        accessibility=lambda: SimpleNamespace(motionPreference=lambda: SimpleNamespace(name=said))
    )
    assert asks_for_less_motion(cast("QObject", hints)) is asked
    assert not asks_for_less_motion(QObject())
