"""The synapse in words, the announcements, and the strip of the other amines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import as_it_opens, show
from frames import HEALTHY, RESERPINE, REST, TD, TREATED, model
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.scenario import Condition
from vmat2_desktop.ui import description
from vmat2_desktop.ui.in_words import QUIET_MS
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import clock_h
from vmat2_desktop.ui.synapse_view.counts import Counts, Scales
from vmat2_desktop.ui.synapse_view.words import SPACE, Names
from vmat2_desktop.ui.texts import fixed

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
NAMES = Names("Valbenazine", "Haloperidol", "[+]-α-HTBZ")


@pytest.fixture
def window(shared_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    as_it_opens(shared_window, tmp_path)
    shared_window.session.pause()
    shared_window.session.seek(clock_h(shared_window.session.scenario))
    shared_window.look.set_amines(False)
    shared_window.resize(1600, 1000)
    show(shared_window)
    yield shared_window
    as_it_opens(shared_window, tmp_path)


def said(frame: Frame, names: Names = NAMES) -> str:
    return description.paragraph(Counts(frame, Scales(model())), names).replace(SPACE, " ")


def test_the_paragraph_goes_from_the_pumps_to_the_movement() -> None:
    text = said(TREATED)
    for words in (
        "67 % of the VMAT2 pumps are occupied by [+]-α-HTBZ",
        "35 % full on average and refill up to 36 %; one is open",
        "46 nM free",
        "held by haloperidol",
        "dyskinesia 6.3 of 28 (AIMS-like), parkinsonism subtle",
    ):
        assert words in text, (words, text)
    assert "ear the release dopamine is 24 nM, after one release up to 44 nM" in text
    order = ("pumps", "full on average", "HTBZ in the", "D2 receptors", "Movement")
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_words_count_what_is_drawn() -> None:
    for frame in (HEALTHY, TD, TREATED):
        counts = Counts(frame, Scales(model()))
        text = said(frame)
        assert f"Of {len(counts.d2_slots)} drawn D2 receptors {len(counts.lit_d2)} lit" in text
        assert f"{counts.free_d2} free" in text
        assert ("are new" in text) == bool(counts.new_d2)


def test_what_is_not_there_is_not_said() -> None:
    text = said(REST, Names())
    assert "No VMAT2 pump is occupied" in text
    assert "none is open" in text
    assert "held" not in text
    assert "for good" not in text
    assert "for good" in said(RESERPINE)


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def say_now(window: MainWindow) -> None:
    """Let the two seconds be over."""
    window.plate.view._described = -1e9
    window.plate.view._describe()


def test_a_window_shows_the_paragraph_and_follows(window: MainWindow) -> None:
    window.actions_by_id["in_words"].trigger()
    text = window.dialogs["in_words"].findChild(QPlainTextEdit, "in_words")
    assert text is not None
    assert text.isReadOnly()
    assert text.accessibleName()
    assert text.toPlainText() == window.plate.view.in_words.replace(SPACE, " ")
    before = text.toPlainText()
    window.session.seek(0.0)
    assert text.toPlainText() == before
    # What was shown too soon after the last words is said when they have been read.
    assert window.plate.view._saying.isActive()
    say_now(window)
    assert "No VMAT2 pump is occupied" in text.toPlainText()


def test_a_pause_and_an_edit_are_announced_once(window: MainWindow) -> None:
    heard: list[str] = []
    window.plate.announcer.said.connect(heard.append)
    session = window.session
    session.play()
    assert heard == []
    session.pause()
    assert len(heard) == 1
    assert "of the pumps occupied" in heard[0]
    gesture = session.new_gesture()
    for seed in range(5):
        session.edit(replace(session.scenario, seed=seed + 40), "seed", gesture)
    assert len(heard) == 1
    QTest.qWait(QUIET_MS + 100)
    assert len(heard) == 2


@pytest.fixture
def strip(window: MainWindow) -> MainWindow:
    window.actions_by_id["amines"].trigger()
    settle()
    return window


def test_the_other_amines_are_shown_on_request(window: MainWindow) -> None:
    assert not window.plate.amines.isVisible()
    window.actions_by_id["amines"].trigger()
    settle()
    assert window.plate.amines.isVisible()
    assert window.actions_by_id["amines"].isChecked()
    assert window.plate.rect().contains(window.plate.amines.geometry())
    assert not window.plate.view.geometry().intersects(window.plate.amines.geometry())
    window.actions_by_id["amines"].trigger()
    settle()
    assert not window.plate.amines.isVisible()


def test_the_strip_shows_what_the_course_says(strip: MainWindow) -> None:
    session, amines = strip.session, strip.plate.amines
    for hour in (0.0, session.time_h + 500.0):
        session.seek(hour)
        for name, value in amines.stores.values.items():
            assert value == session.course.at(name, session.time_h)
        serotonin = session.course.at("index.serotonin", session.time_h)
        assert f"serotonin {fixed(100 * serotonin, 0)}{SPACE}%" in amines.accessibleDescription()
    assert set(amines.stores.values) == {
        "index.serotonin",
        "index.noradrenaline",
        "index.adrenal",
        "index.blood_pressure",
    }
    assert amines.stores.values["index.serotonin"] < 1.0
    assert amines.stores.values["index.adrenal"] == 1.0


def test_a_lower_store_is_drawn_lower(strip: MainWindow) -> None:
    stores = strip.plate.amines.stores
    full = dict.fromkeys(stores.values, 1.0)
    stores.show_values(full)
    before = stores.grab().toImage()
    stores.show_values(full | {"index.serotonin": 0.3})
    after = stores.grab().toImage()
    changed = [
        (x, y)
        for x in range(after.width())
        for y in range(after.height())
        if after.pixel(x, y) != before.pixel(x, y)
    ]
    assert len(changed) > 100
    assert max(x for x, _ in changed) < after.width() / 2


@pytest.mark.parametrize("size", [(1024, 700), (1600, 1000), (1900, 1000)])
def test_nothing_of_the_strip_is_clipped(strip: MainWindow, size: tuple[int, int]) -> None:
    strip.resize(*size)
    settle()
    amines = strip.plate.amines
    assert amines.note.isVisible() == (size[1] >= 1000)
    if amines.note.isVisible():
        assert amines.note.height() >= amines.note.heightForWidth(amines.note.width())
    assert amines.stores.height() >= amines.stores.heightForWidth(amines.stores.width())
    assert strip.height() == size[1]


def test_a_condition_has_its_own_word_for_too_much(window: MainWindow) -> None:
    session = window.session
    session.edit(replace(session.scenario, condition=Condition.HUNTINGTON), "condition")
    say_now(window)
    assert "chorea" in window.plate.view.accessibleDescription()
