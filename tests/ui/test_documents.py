"""New, open, save, unsaved, recent files, notes: driven as a person does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from conftest import as_it_opens, show
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from vmat2_desktop.documents import session_file
from vmat2_desktop.documents.session_file import Document, Layout
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.experiment import Side
from vmat2_desktop.ui.dialogs.leaving import LeavingBox
from vmat2_desktop.ui.dialogs.notes import NotesWindow
from vmat2_desktop.ui.dialogs.overwriting import OverwritingBox
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.recent import MOST, Recent

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

A = Scenario(title="One", condition=Condition.TOURETTE)
B = Scenario(title="Other", condition=Condition.HUNTINGTON, horizon_h=2400.0)


@pytest.fixture
def window(shared_window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    """Return the window as it opens."""
    shared_window.show()
    shared_window.activateWindow()  # or no key is a command
    show(shared_window)
    yield shared_window
    as_it_opens(shared_window, tmp_path)


@pytest.fixture
def asking(window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    """Return a window as a real start has it, on settings of its own."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window.documents.remember(settings, tmp_path / "recovery")
    yield window
    window.session.undo_stack.setClean()


def written(path: Path, document: Document) -> Path:
    path.write_text(session_file.dumps(document), encoding="utf-8")
    return path


def edit(window: MainWindow, seed: int = 99) -> None:
    window.session.edit(replace(window.session.scenario, seed=seed), "seed")


def press(button: str, kind: type[LeavingBox | OverwritingBox] = LeavingBox) -> list[str]:
    """Press a button of the next question; return the questions that came."""
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, kind):
            asked.append(box.text())
            QTest.mouseClick(getattr(box, button), Qt.MouseButton.LeftButton)
        elif not asked:  # it does not stand yet
            QTimer.singleShot(1, answer)

    QTimer.singleShot(0, answer)
    return asked


def choose(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), kind))


# Open


def test_a_session_opens_whole(window: MainWindow, tmp_path: Path) -> None:
    layout = Layout(("movement", "plasma"), True, "b", 2000.5, 60.0)
    path = written(tmp_path / "two.vmat2", Document(A, B, "Look here", layout))
    assert window.documents.open(path)
    session = window.session
    assert (session.pair.a.scenario, session.scenario, session.side) == (A, B, Side.B)
    assert session.compared
    assert (session.time_h, session.speed) == (2000.5, 60.0)
    assert {name for name in window.traces.cards if window.traces.is_shown(name)} == {"movement", "plasma"}
    assert window.documents.notes.text == "Look here"
    assert window.windowTitle() == "two[*] – VMAT2 Desktop"
    assert window.header.title.text == "two"
    assert not window.isWindowModified()
    assert not session.undo_stack.canUndo()


def test_what_is_saved_opens_as_it_stood(window: MainWindow, tmp_path: Path) -> None:
    window.session.set_b(B, "b")
    window.documents.notes.write("Why?")
    window.traces.set_shown("plasma", True)
    window.session.seek(123.25)
    before = window.documents.document()
    assert window.documents.save_to(tmp_path / "kept.vmat2")
    window.documents.new()
    assert window.documents.document() != before
    assert window.documents.notes.text == ""
    assert window.documents.open(tmp_path / "kept.vmat2")
    assert window.documents.document() == before


def test_a_scenario_opens_as_a_and_is_not_overwritten(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"condition": "tourette"}', encoding="utf-8")
    assert window.documents.open(path)
    assert window.session.scenario == Scenario(condition=Condition.TOURETTE)
    assert window.session.other is None
    assert window.documents.name == "case"
    asked: list[str] = []

    def ask(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return str(tmp_path / "case.vmat2"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    assert window.documents.save()
    assert asked == ["case.vmat2"]
    assert json.loads(path.read_text(encoding="utf-8")) == {"condition": "tourette"}
    assert window.documents.path == tmp_path / "case.vmat2"


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG", b"{", b'{"medicine": 1}', b'{"format": "vmat2-session"}']
)
def test_a_bad_file_gets_one_sentence_and_leaves_everything(
    window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    edit(window)
    window.documents.notes.write("Mine")
    before, count = window.documents.document(), window.session.undo_stack.count()
    path = tmp_path / "bad.vmat2"
    path.write_bytes(content)
    assert not window.documents.open(path)
    assert window.message.startswith("bad.vmat2: ")
    assert window.documents.document() == before
    assert window.session.undo_stack.count() == count
    assert window.isWindowModified()


def test_what_cannot_be_computed_leaves_everything(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_scenario: object, _model: object) -> NoReturn:
        raise ValueError("no steady state")

    edit(window)
    before = window.documents.document()
    path = written(tmp_path / "extreme.vmat2", Document(A, B, "Theirs"))
    monkeypatch.setattr(window.session._experiment, "_solve", refuse)
    assert not window.documents.open(path)
    assert "could not be computed" in window.message
    assert window.documents.document() == before
    assert window.documents.path is None
    assert window.isWindowModified()
    assert "no steady state" in capsys.readouterr().err


def test_ctrl_o_opens_what_is_chosen_and_nothing_when_nothing_is(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, written(tmp_path / "x.vmat2", Document(A)))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.session.scenario == A
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.session.scenario == A


PLACE, LEFT, NONE = QPoint(500, 500), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(PLACE, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    return event


def drop(window: MainWindow, *paths: Path) -> bool:
    data = dragged(*paths)
    enter(window, data)
    move = QDragMoveEvent(PLACE, Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, move)
    if not move.isAccepted():
        return False
    event = QDropEvent(QPointF(PLACE), Qt.DropAction.CopyAction, data, LEFT, NONE)
    QApplication.sendEvent(window, event)
    QApplication.processEvents()
    return event.isAccepted()


def test_a_file_that_is_dropped_opens(window: MainWindow, tmp_path: Path) -> None:
    path = written(tmp_path / "dropped.vmat2", Document(A))
    assert drop(window, path)
    assert window.session.scenario == A
    assert not window.documents.drops.sign.isVisible()
    assert not drop(window, path, path)
    assert not drop(window, tmp_path)
    bad = tmp_path / "bad.vmat2"
    bad.write_text("{")
    assert drop(window, bad)
    assert window.message.startswith("bad.vmat2: ")
    assert window.session.scenario == A


def test_a_drag_shows_what_letting_go_does(asking: MainWindow, tmp_path: Path) -> None:
    sign = asking.documents.drops.sign
    data = dragged(written(tmp_path / "lesson.vmat2", Document(A)))
    assert enter(asking, data).dropAction() == Qt.DropAction.CopyAction
    assert sign.isVisible()
    assert sign.geometry() == asking.rect()
    assert sign.sentence == "Open “lesson.vmat2”"
    takes = sign.grab().toImage()
    QApplication.sendEvent(asking, QDragLeaveEvent())
    assert not sign.isVisible()
    edit(asking)
    enter(asking, data)
    assert sign.sentence == "Open “lesson.vmat2”; first you are asked about what is not saved"
    QApplication.sendEvent(asking, QDragLeaveEvent())
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"")
    assert enter(asking, dragged(photo)).dropAction() == Qt.DropAction.IgnoreAction
    assert sign.sentence == "“photo.png” cannot be opened: a session (.vmat2) or a scenario (.json) can"
    assert sign.grab().toImage() != takes
    QApplication.sendEvent(asking, QDragLeaveEvent())
    enter(asking, dragged(photo, photo))
    assert sign.sentence == "One file at a time can be opened"
    QApplication.sendEvent(asking, QDragLeaveEvent())
    words = QMimeData()
    words.setText("words")
    assert not enter(asking, words).isAccepted()
    assert not sign.isVisible()


# Save and unsaved


def test_the_dot_follows_the_undo_stack(window: MainWindow, tmp_path: Path) -> None:
    title = window.header.title
    assert not title.unsaved
    assert not window.isWindowModified()
    plain = title.grab().toImage()
    edit(window)
    assert title.unsaved
    assert window.isWindowModified()
    assert title.accessibleName().endswith(", not saved")
    assert title.grab().toImage() != plain
    window.session.undo()
    assert not title.unsaved
    window.session.redo()
    assert window.documents.save_to(tmp_path / "a.vmat2")
    assert not title.unsaved
    assert not window.isWindowModified()
    window.session.undo()
    assert title.unsaved


def test_ctrl_s_asks_once_and_then_saves_in_place(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "named"
    choose(monkeypatch, path)
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "named.vmat2"
    assert path.exists()
    choose(monkeypatch, tmp_path / "not-asked-again")
    edit(window)
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert session_file.loads(path.read_bytes(), window.documents._known).a == window.session.scenario
    assert sorted(item.name for item in tmp_path.iterdir()) == ["named.vmat2"]


def test_save_as_writes_the_active_scenario_alone_when_asked(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(window)
    choose(monkeypatch, tmp_path / "only.json")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_S, both)
    saved = session_file.read(tmp_path / "only.json", window.documents._known)
    assert saved == Document(window.session.scenario)
    assert window.documents.path is None
    assert window.isWindowModified()


def test_what_cannot_be_saved_is_said_and_stays_unsaved(window: MainWindow, tmp_path: Path) -> None:
    edit(window)
    assert not window.documents.save_to(tmp_path / "none" / "x.vmat2")
    assert "cannot be written: the folder does not exist" in window.message
    assert window.isWindowModified()
    assert window.documents.path is None


def test_revert_goes_back_to_what_was_saved_and_redo_leads_back(window: MainWindow, tmp_path: Path) -> None:
    revert = window.actions_by_id["revert"]
    edit(window, 3)
    assert not revert.isEnabled(), "nothing was saved yet"
    window.documents.save_to(tmp_path / "a.vmat2")
    saved = window.session.scenario
    edit(window, 1)
    edit(window, 2)
    window.documents.notes.write("more")
    assert revert.isEnabled()
    revert.trigger()
    assert (window.session.scenario, window.documents.notes.text) == (saved, "")
    assert not window.isWindowModified()
    assert not revert.isEnabled()
    for _ in range(3):
        window.session.redo()
    assert (window.session.scenario.seed, window.documents.notes.text) == (2, "more")
    revert.trigger()
    window.session.undo()
    edit(window, 4)
    assert not revert.isEnabled(), "no undoing leads there any more"


# Before a loss


def test_nothing_is_asked_where_nothing_is_lost(asking: MainWindow) -> None:
    asking.documents.new()
    assert asking.close()


@pytest.mark.parametrize("how", ["new", "open", "close", "drop"])
def test_cancel_stays(asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    path = written(tmp_path / "other.vmat2", Document(A))
    choose(monkeypatch, path)
    edit(asking)
    before = asking.documents.document()
    asked = press("stay")
    if how == "close":
        assert not asking.close()
        assert asking.isVisible()
    elif how == "drop":
        drop(asking, path)
    else:
        asking.actions_by_id[how].trigger()
    assert len(asked) == 1
    assert asking.documents.document() == before
    assert asking.documents.unsaved


def test_do_not_save_goes_on(asking: MainWindow) -> None:
    opened = asking.session.scenario
    edit(asking)
    asked = press("lose")
    QTest.keyClick(asking, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    assert asking.session.scenario == opened
    assert not asking.documents.unsaved


def test_save_saves_and_goes_on(asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, tmp_path / "mine.vmat2")
    edit(asking, 42)
    asked = press("save")
    assert asking.close()
    assert len(asked) == 1
    assert session_file.read(tmp_path / "mine.vmat2", asking.documents._known).a.seed == 42


def test_a_save_that_fails_does_not_go_on(
    asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "none" / "mine.vmat2")
    edit(asking, 42)
    press("save")
    assert not asking.close()
    assert asking.session.scenario.seed == 42


def test_the_question_is_answered_by_keyboard(asking: MainWindow) -> None:
    edit(asking)

    def escape() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.defaultButton().text() == "&Save"
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, escape)
    assert not asking.close()


@pytest.mark.parametrize(("button", "kept"), [("stay", 7), ("over", 42), ("elsewhere", 7)])
def test_a_file_that_another_program_changed_is_not_written_over_unasked(
    asking: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: str, kept: int
) -> None:
    path, other = tmp_path / "shared.vmat2", tmp_path / "mine.vmat2"
    choose(monkeypatch, other)
    assert asking.documents.save_to(path)
    edit(asking, 42)
    written(path, Document(A, notes="of somebody else"))
    asked = press(button, OverwritingBox)
    QTest.keyClick(asking, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["“shared.vmat2” was changed by another window or program."]
    known = asking.documents._known
    assert session_file.read(path, known).a.seed == kept
    assert asking.isWindowModified() == (button == "stay")
    if button == "elsewhere":
        assert session_file.read(other, known).a.seed == 42
        assert asking.documents.path == other


def test_a_file_that_is_gone_is_written_anew_unasked(asking: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "gone.vmat2"
    asking.documents.save_to(path)
    edit(asking, 42)
    path.unlink()
    assert asking.documents.save()
    edit(asking, 43)
    assert asking.documents.save(), "what was written here is no change by others"
    assert session_file.read(path, asking.documents._known).a.seed == 43


# Recent files


def test_recent_files_are_in_the_menu_and_found_again(asking: MainWindow, tmp_path: Path) -> None:
    menu = asking.documents.recent.menu
    assert not menu.menuAction().isEnabled()
    listed = asking.menus["file"].actions()
    assert listed.index(menu.menuAction()) == listed.index(asking.actions_by_id["open"]) + 1
    for number in range(MOST + 2):
        written(tmp_path / f"{number} & more.vmat2", Document(A))
        asking.documents.open(tmp_path / f"{number} & more.vmat2")
    asking.documents.save_to(tmp_path / "saved.vmat2")
    names = [action.text() for action in menu.actions() if action.text().startswith("&") and action.toolTip()]
    assert names[:2] == ["&1 saved.vmat2", "&2 9 && more.vmat2"]
    assert len(asking.documents.recent.paths) == MOST
    again = Recent()
    again.remember(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert again.paths == asking.documents.recent.paths
    asking.session.edit(B, "b")
    asking.session.undo_stack.setClean()
    menu.actions()[1].trigger()
    assert asking.session.scenario == A
    assert asking.documents.name == "9 & more"


def test_a_recent_file_that_is_gone_is_dropped_with_a_sentence(asking: MainWindow, tmp_path: Path) -> None:
    path = written(tmp_path / "gone.vmat2", Document(A))
    asking.documents.open(path)
    path.unlink()
    asking.documents.recent.menu.actions()[0].trigger()
    assert "gone.vmat2 is no longer there, so it is off the list" in asking.message
    assert asking.documents.recent.paths == ()


@pytest.mark.parametrize("garbage", ["one", ["a", "", "b"], b"\0", 5, ["x"] * 30])
def test_garbage_in_the_settings_is_no_list(tmp_path: Path, garbage: object) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("recent_files", garbage)
    recent = Recent()
    recent.remember(settings)
    assert all(isinstance(path, str) and path for path in recent.paths)
    assert len(recent.paths) <= MOST


# Notes


def test_notes_are_typed_kept_and_undone_as_one_step(window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_id["notes"].trigger()
    notes = window.dialogs["notes"]
    assert isinstance(notes, NotesWindow)
    show(notes)
    notes.editor.setFocus()
    QTest.keyClicks(notes.editor, "Ask why")
    assert window.documents.notes.text == "Ask why"
    assert window.isWindowModified()
    assert window.session.undo_stack.count() == 1
    edit(window)
    window.documents.notes.sit_down()
    QTest.keyClicks(notes.editor, "?")
    assert window.session.undo_stack.count() == 3
    assert window.documents.save_to(tmp_path / "n.vmat2")
    assert session_file.read(tmp_path / "n.vmat2", window.documents._known).notes == "Ask why?"
    for expected in ("Ask why", "Ask why", ""):
        window.session.undo()
        assert notes.editor.toPlainText() == window.documents.notes.text == expected
    window.session.redo()
    assert notes.editor.toPlainText() == "Ask why"
    window.documents.open(written(tmp_path / "other.vmat2", Document(A, notes="Of the other")))
    assert notes.editor.toPlainText() == "Of the other"


def test_notes_leave_out_what_a_file_cannot_keep(window: MainWindow, tmp_path: Path) -> None:
    window.documents.notes.write("a\x00\x07b\r\nc\ud800\t\U0001f642")
    assert window.documents.notes.text == "a\x07b\nc\t\U0001f642".replace("\x07", "")
    window.documents.notes.write("x" * 30_000)
    assert len(window.documents.notes.text) == 20_000
    assert window.documents.save_to(tmp_path / "n.vmat2")


def test_the_notes_window_says_when_room_runs_out(window: MainWindow) -> None:
    window.actions_by_id["notes"].trigger()
    notes = window.dialogs["notes"]
    assert isinstance(notes, NotesWindow)
    notes.editor.setPlainText("y" * 20_005)
    assert len(notes.editor.toPlainText()) == 20_000
    assert "Room for 0 more" in notes._hint.text()
