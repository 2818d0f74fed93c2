"""In front of a class: what is seen, what a clicker's keys do, and that nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lasting import lasting_window, settle
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.colours import PROJECTOR, THEMES
from vmat2_desktop.ui.dialogs.shortcuts import shortcuts_window
from vmat2_desktop.ui.look import ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.present.moments import moments_of
from vmat2_desktop.ui.present.presenter import Presenter
from vmat2_desktop.ui.remembered import Remembered
from vmat2_desktop.ui.shortcuts import clicker, commands

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
Key = Qt.Key


@pytest.fixture(scope="module")
def shared(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    """One window for all: whatever is presented ends with its test."""
    with lasting_window(qapp, known) as window:
        yield window


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    settle()
    yield shared
    shared.presenter.set_on(False)
    shared.session.pause()
    shared.look.set_choice(ThemeChoice.LIGHT)


@pytest.fixture
def session(window: MainWindow) -> Session:
    return window.session


@pytest.fixture
def presenter(window: MainWindow, qtbot: QtBot) -> Iterator[Presenter]:
    qtbot.keyClick(window, Key.Key_F5)
    settle()
    yield window.presenter
    window.presenter.set_on(False)


def test_f5_fills_the_screen_and_escape_gives_the_desk_back(window: MainWindow, qtbot: QtBot) -> None:
    before = window.look.theme, window.look.scale, window.traces.readings["plasma"].isVisible()
    qtbot.keyClick(window, Key.Key_F5)
    settle()
    assert window.presenter.on
    assert window.isFullScreen()
    assert window.actions_by_id["present"].isChecked()
    assert window.look.theme.stroke == PROJECTOR.stroke
    assert window.look.scale > before[1]
    assert not (window.header.isVisible())
    assert not (window.scenario.isVisible())
    assert not (window.time_bar.isVisible())
    assert window.plate.isVisible()
    assert window.presenter.head.isVisible()
    assert window.presenter.foot.isVisible()
    qtbot.keyClick(window, Key.Key_Escape)
    settle()
    assert not (window.presenter.on)
    assert not (window.isFullScreen())
    assert (window.look.theme, window.look.scale, window.traces.readings["plasma"].isVisible()) == before
    assert window.header.isVisible()
    assert window.time_bar.isVisible()
    assert not window.presenter.foot.isVisible()


def test_the_clicker_goes_through_the_story_and_stops_at_its_ends(
    window: MainWindow, session: Session, presenter: Presenter, qtbot: QtBot
) -> None:
    moments = moments_of([session.course], session.horizon_h)
    assert len(moments) >= 3
    session.seek(0.0)
    seen = [session.time_h]
    for _ in moments:
        qtbot.keyClick(window, Key.Key_PageDown)
        seen.append(session.time_h)
    assert seen == [moment.time_h for moment in moments] + [moments[-1].time_h]
    assert presenter.foot.place.text() == f"{len(moments)} of {len(moments)}"
    assert presenter.foot.caption.text() == moments[-1].text
    qtbot.keyClick(window, Key.Key_PageUp)
    assert session.time_h == moments[-2].time_h
    # Back from between two moments is to the one that has just passed.
    session.seek(moments[-2].time_h + 1.0)
    qtbot.keyClick(window, Key.Key_PageUp)
    assert session.time_h == moments[-2].time_h
    assert presenter.head.day.text() == f"Day {int(moments[-2].time_h // 24)}"


def test_a_diagram_that_was_clicked_does_not_swallow_the_clicker(
    window: MainWindow, session: Session, presenter: Presenter, qtbot: QtBot
) -> None:
    session.seek(0.0)
    plot = next(card.plot for name, card in window.traces.cards.items() if window.traces.is_shown(name))
    plot.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(plot, Key.Key_PageDown)
    assert session.time_h > 0.0


def test_blank_is_black_holds_the_clock_and_goes_on(
    window: MainWindow, session: Session, presenter: Presenter, qtbot: QtBot
) -> None:
    session.play()
    spikes = session.frame.time_h
    for key in (Key.Key_B, Key.Key_Period):
        qtbot.keyClick(window, key)
        settle()
        image = window.grab().toImage()
        points = [(5, 5), (image.width() // 2, image.height() // 2), (image.width() - 5, image.height() - 5)]
        assert all(image.pixelColor(x, y) == QColor("#000000") for x, y in points)
        assert not session.playing
        qtbot.keyClick(window, key)
        assert not presenter.blank.isVisible()
        assert session.playing
    session.pause()
    assert spikes <= session.time_h
    qtbot.keyClick(window, Key.Key_B)
    qtbot.mouseClick(presenter.blank, Qt.MouseButton.LeftButton)
    assert not (presenter.blank.isVisible())
    assert not (session.playing)
    qtbot.keyClick(window, Key.Key_B)
    qtbot.keyClick(window, Key.Key_PageDown)
    assert not presenter.blank.isVisible()


def test_keys_are_lent_and_given_back(window: MainWindow, qtbot: QtBot) -> None:
    lent = [key for command in clicker() for key in command.keys]
    for on in (True, False, True, False):
        window.presenter.set_on(on)
        held = [
            key.toString()
            for action in window.actions()
            if action.isEnabled() or action.objectName() in {command.id for command in commands()}
            for key in action.shortcuts()
        ]
        assert len(held) == len(set(held))
        assert set(lent) & set(held) == (set(lent) if on else set(lent) & {"B", "."})
    for command in commands():
        assert window.actions_by_id[command.id].shortcuts() == [QKeySequence(key) for key in command.keys]


def test_only_what_the_last_row_reads_is_written(window: MainWindow, presenter: Presenter) -> None:
    view = window.plate.view
    view.grab()
    placed = view._placed
    assert placed is not None
    texts = {line.text for line in placed.lines}
    assert {"VMAT2 pumps", "Vesicles"} <= texts
    assert not {"MAO", "DAT", "In the cytosol"} & texts
    assert placed.hint is None
    assert placed.question is None
    assert min(line.font.pixelSize() for line in placed.lines) >= 14
    assert not window.traces.choose.isVisible()


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.HIGH])
def test_a_dark_room_stays_dark(window: MainWindow, choice: ThemeChoice) -> None:
    window.look.set_choice(choice)
    ground = window.look.theme
    window.presenter.set_on(True)
    assert window.look.theme.window == ground.window
    assert window.look.theme.stroke == PROJECTOR.stroke
    window.presenter.set_on(False)
    assert window.look.theme is ground is THEMES[ground.name]


def test_two_sides_have_one_story(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.copy_to_b("copy")
    session.set_compared(True)
    window.presenter.set_on(True)
    settle()
    assert window.compare is not None
    assert window.compare.isVisible()
    assert not window.scenario.isVisible()
    session.seek(0.0)
    qtbot.keyClick(window, Key.Key_PageDown)
    assert session.time_h > 0.0
    window.presenter.set_on(False)
    session.set_compared(False)


def test_nothing_of_it_is_remembered(window: MainWindow, tmp_path: object) -> None:
    settings = QSettings(f"{tmp_path}/settings.ini", QSettings.Format.IniFormat)
    kept = Remembered(settings, window.look, window.traces, window, window.plate.view.layers)
    window.presenter.set_on(True)
    window.presenter.set_on(False)
    assert (settings.value("theme"), settings.value("text_scale")) == ("light", "1")
    kept.deleteLater()


def test_the_help_has_the_clicker_s_keys(window: MainWindow) -> None:
    dialog = shortcuts_window(window, window.look)
    text = dialog.body.itemAt(0).widget().toPlainText()  # type: ignore[union-attr]
    for command in clicker():
        assert command.text in text
        for key in command.keys:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in text
    dialog.deleteLater()
