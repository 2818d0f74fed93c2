"""The window as a whole: commands, layout, names, keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.colours import DARK, HIGH_CONTRAST, LIGHT
from vmat2_desktop.ui.look import TEXT_SCALES, Look
from vmat2_desktop.ui.main_window import LEAST_SIZE, MainWindow, opening_size
from vmat2_desktop.ui.parameters.window import ParametersWindow
from vmat2_desktop.ui.shortcuts import commands
from vmat2_desktop.ui.synapse_view.words import paces

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


# Commands


def test_no_key_means_two_things() -> None:
    keys = [QKeySequence(key).toString() for command in commands() for key in command.keys]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_every_command_stands_in_its_menu(window: MainWindow) -> None:
    for command in commands():
        entries = [action.objectName() for action in window.menus[command.menu].actions()]
        assert command.id in entries
        assert window.actions_by_id[command.id].shortcuts() == [QKeySequence(key) for key in command.keys]


def test_menu_letters_are_unique(window: MainWindow) -> None:
    for menu in window.menus.values():
        letters = [
            action.text().partition("&")[2][:1].lower() for action in menu.actions() if "&" in action.text()
        ]
        assert len(letters) == len(set(letters)), [action.text() for action in menu.actions()]


def test_undo_and_redo_follow_the_stack_and_name_the_step(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    undo, redo = window.actions_by_id["undo"], window.actions_by_id["redo"]
    assert not undo.isEnabled()
    assert not window.header.undo.isEnabled()
    qtbot.keyClick(window.scenario.dose.slider, Qt.Key.Key_Left)
    assert undo.text().replace("\N{NO-BREAK SPACE}", " ") == "&Undo dose 60 mg"
    qtbot.mouseClick(window.header.undo, LEFT)
    assert session.scenario == session.opening
    assert redo.isEnabled()
    qtbot.mouseClick(window.header.redo, LEFT)
    assert session.scenario != session.opening


def test_the_rung_is_one_thing_in_header_and_menu(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.header.rung.button(0), LEFT)
    assert session.scenario.rung.value == "textbook"
    assert window.actions_by_id["textbook"].isChecked()
    assert not window.actions_by_id["mechanistic"].isChecked()
    window.actions_by_id["mechanistic"].trigger()
    assert session.scenario.rung.value == "mechanistic"
    assert window.header.rung.button(1).isChecked()
    window.actions_by_id["mechanistic"].trigger()
    assert window.actions_by_id["mechanistic"].isChecked()


def test_the_speed_commands_end_at_the_ends(window: MainWindow, session: Session) -> None:
    for _ in session.speeds:
        window.actions_by_id["faster"].trigger()
    assert session.speed == session.speeds[-1]
    assert not window.actions_by_id["faster"].isEnabled()
    for _ in session.speeds:
        window.actions_by_id["slower"].trigger()
    assert session.speed == session.speeds[0]
    assert not window.actions_by_id["slower"].isEnabled()


def test_the_themes_dress_the_window(window: MainWindow, look: Look) -> None:
    pictures = []
    for name, theme in (("theme_light", LIGHT), ("theme_dark", DARK), ("theme_high", HIGH_CONTRAST)):
        window.actions_by_id[name].trigger()
        settle()
        picture = window.grab().toImage()
        assert picture.pixelColor(4, 4).name().upper() == theme.panel
        assert window.actions_by_id[name].isChecked()
        pictures.append(picture)
    assert pictures[0] != pictures[1] != pictures[2]
    window.actions_by_id["theme_system"].trigger()
    assert window.actions_by_id["theme_system"].isChecked()


def test_the_text_grows_and_shrinks(window: MainWindow, look: Look) -> None:
    header = window.header.height()
    for _ in TEXT_SCALES:
        window.actions_by_id["text_larger"].trigger()
    settle()
    assert look.scale == TEXT_SCALES[-1]
    assert window.header.height() == 2 * header
    assert not window.actions_by_id["text_larger"].isEnabled()
    window.actions_by_id["text_normal"].trigger()
    settle()
    assert window.header.height() == header
    for _ in TEXT_SCALES:
        window.actions_by_id["text_smaller"].trigger()
    assert look.scale == TEXT_SCALES[0]


def test_motion_and_names_are_switched(window: MainWindow, look: Look) -> None:
    window.actions_by_id["reduced_motion"].trigger()
    assert look.reduced_motion
    window.actions_by_id["stills"].trigger()
    settle()
    before = window.plate.grab().toImage()
    window.actions_by_id["names"].trigger()
    settle()
    assert not look.names
    assert window.plate.grab().toImage() != before


def test_the_traces_menu_is_the_choice_of_the_column(window: MainWindow) -> None:
    menus = [action.menu() for action in window.menus["view"].actions()]
    sub = next(menu for menu in menus if isinstance(menu, QMenu))
    assert len(sub.actions()) == len(window.traces.cards)
    sub.actions()[0].trigger()
    assert window.traces.is_shown("plasma")


# Windows to read in


@pytest.mark.parametrize("name", ["shortcuts", "reading", "sources", "about"])
def test_each_help_window_opens_paints_and_closes(window: MainWindow, name: str, qtbot: QtBot) -> None:
    window.actions_by_id[name].trigger()
    settle()
    opened = window.dialogs[name]
    assert opened.isVisible()
    assert not opened.isModal()
    picture = opened.grab().toImage()
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert len(colours) > 8
    for widget in opened.findChildren(QWidget):
        assert_named(widget)
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    window.actions_by_id[name].trigger()
    assert window.dialogs[name] is opened


def test_the_table_of_parameters_lists_all_and_finds_some(
    window: MainWindow, known: Knowledge, qtbot: QtBot
) -> None:
    window.actions_by_id["sources"].trigger()
    opened = window.dialogs["sources"]
    assert isinstance(opened, ParametersWindow)
    assert opened.rows.rowCount() == len(known.quantities)
    settle()
    heads = [str(opened.rows.headerData(column, Qt.Orientation.Horizontal)) for column in range(8)]
    source = heads.index("Source")
    begins = opened.view.columnViewportPosition(source)
    assert begins + opened.view.columnWidth(source) <= opened.view.viewport().width()
    qtbot.keyClicks(opened.search, "Haloperidol")
    found = opened.rows.rowCount()
    assert 0 < found < len(known.quantities)
    cells = [str(opened.rows.index(0, column).data()) for column in range(opened.rows.columnCount())]
    assert any("haloperidol" in cell.lower() for cell in cells)
    opened.search.clear()
    qtbot.keyClicks(opened.search, "no such thing (")
    assert opened.rows.rowCount() == 0


def test_the_shortcuts_window_names_every_key(window: MainWindow) -> None:
    window.actions_by_id["shortcuts"].trigger()
    from PySide6.QtWidgets import QTextBrowser

    page = window.dialogs["shortcuts"].findChild(QTextBrowser)
    assert isinstance(page, QTextBrowser)
    text = page.toPlainText()
    for command in commands():
        if command.keys:
            assert command.text.replace("&", "") in text


# Files


def test_the_course_is_exported_and_the_window_pictured(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command, name in (("export_table", "course"), ("save_picture", "picture")):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (str(target), ""))
        window.actions_by_id[command].trigger()
        assert window.message == f"Saved as {target.with_suffix('.csv' if name == 'course' else '.png')}"
    table = (tmp_path / "course.csv").read_text(encoding="utf-8")
    head = table.splitlines()[0].split(",")
    assert head[:2] == ["time [h]", "time [d]"]
    assert {"plasma.valbenazine [ng/mL]", "plasma.haloperidol [ng/mL]", "score.aims [points]"} <= set(head)
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_that_cannot_be_written_is_said_in_the_window(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "missing" / "course.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    assert window.message == ""
    window.actions_by_id["export_table"].trigger()
    assert "course.csv" in window.message


def test_the_dialog_says_what_is_saved_and_lists_its_kind(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def ask(_parent: QWidget, *words: str) -> tuple[str, str]:
        asked.append(words)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    for command in ("export_table", "save_picture"):
        window.actions_by_id[command].trigger()
    assert asked[0] == ("Save the table", "course.csv", "CSV table (*.csv)")
    assert asked[1] == ("Save the picture", "vmat2-desktop.png", "PNG picture (*.png)")


def test_changing_ones_mind_about_a_file_does_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window.actions_by_id["export_table"].trigger()
    assert window.message == ""


# Layout


@pytest.mark.parametrize(
    ("width", "scenario", "traces"), [(1600, 296, 464), (1439, 296, 320), (1280, 296, 320), (1279, 56, 320)]
)
def test_the_columns_have_their_widths(window: MainWindow, width: int, scenario: int, traces: int) -> None:
    window.resize(width, 900)
    settle()
    assert (window.left.width(), window.right.width()) == (scenario, traces)
    assert window.header.height() == 56
    assert window.time_bar.height() == 136
    assert window.plate.width() >= width // 2 - 1 or width < 1440


def test_in_a_narrow_window_one_column_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    settle()
    assert window.left.folded
    assert not window.right.folded
    qtbot.mouseClick(window.left.button, LEFT)
    settle()
    assert not window.left.folded
    assert window.right.folded
    assert window.scenario.dose.slider.isVisible()
    qtbot.mouseClick(window.right.button, LEFT)
    settle()
    assert window.left.folded


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1600, 1000), (2200, 1300)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_nothing_hangs_out_of_the_window(
    window: MainWindow, look: Look, size: tuple[int, int], scale: float
) -> None:
    look.set_scale(scale)
    window.resize(*size)
    settle()
    assert (window.width(), window.height()) == size
    inside = window.rect()
    for part in (window.header, window.plate, window.time_bar, window.left, window.right):
        place = part.rect().translated(part.mapTo(window, part.rect().topLeft()))
        assert inside.contains(place), part
    column = window.scenario if not window.left.folded else window.traces
    for child in column.findChildren(QWidget):
        if child.isVisible() and not isinstance(child, QScrollBar):
            right = child.mapTo(column, child.rect().topRight()).x()
            assert right <= column.width(), child.objectName() or child.accessibleName() or child


@pytest.mark.parametrize("width", [1024, 1150, 1279, 1280, 1366, 1439, 1440, 1600, 2560])
def test_every_supported_window_prints_how_fast_each_process_is_drawn(
    window: MainWindow, session: Session, width: int
) -> None:
    view = window.plate.view
    for height in (700, 768, 800, 900, 1000, 1440):
        window.resize(width, height)
        for speed in (session.speeds[0], session.speeds[-1]):
            session.set_speed(speed)
            settle()
            view.grab()
            assert view._placed is not None
            shown = {line.text for line in view._placed.lines}
            assert shown.issuperset(paces(session.frame)), (width, height)
            assert view.toolTip() == ""


# Names and keys


def assert_named(widget: QWidget) -> None:
    inside_view = isinstance(widget.parentWidget(), QAbstractItemView)
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or inside_view or isinstance(widget, QScrollBar):
        return
    parent = widget.parentWidget()
    if isinstance(widget, QLineEdit) and parent is not None:
        name = widget.accessibleName() or parent.accessibleName()
    else:
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    assert name, f"{type(widget).__name__} {widget.objectName()} has no name"


def test_every_control_has_a_name_for_a_screen_reader(window: MainWindow) -> None:
    for name in window.traces.cards:
        window.traces.set_shown(name, True)
    for widget in window.findChildren(QWidget):
        if widget.window() is window:
            assert_named(widget)


def test_tab_walks_from_the_header_through_the_columns_to_the_time_bar(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    window.setFocus()
    order: list[str] = []
    for _ in range(80):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus.objectName() in order[:1]:
            break
        order.append(focus.objectName())
    wanted = [
        "rung_mechanistic",
        "condition",
        "inhibitor_valbenazine",
        "dose",
        "antipsychotic",
        "allele_1",
        "synapse",
        "trace_vmat2",
    ]
    wanted += ["play", "spike", "speed", "timeline"]
    places = [order.index(name) for name in wanted]
    assert places == sorted(places), order


def test_a_focused_control_keeps_its_own_keys(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    for widget, key in (
        (window.time_bar.spike, Qt.Key.Key_Space),
        (window.scenario.dose.slider, Qt.Key.Key_Home),
        (window.time_bar.timeline, Qt.Key.Key_Home),
        (window.scenario.condition.picker, Qt.Key.Key_T),
    ):
        text = "t" if key is Qt.Key.Key_T else ""
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text)
        event.ignore()
        QApplication.sendEvent(widget, event)
        assert event.isAccepted(), widget.objectName()


def test_the_keys_of_the_window_work_where_nothing_else_wants_them(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.activateWindow()
    window.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert session.playing
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not session.playing
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert session.scenario.rung.value == "textbook"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.scenario.rung.value == "mechanistic"
    qtbot.keyClick(window, Qt.Key.Key_Home)
    assert session.time_h == 0.0


def test_playing_frames_reach_picture_clock_and_cursor(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    before = window.plate.view.grab().toImage()
    begin = window.time_bar.clock.words
    session.play()
    qtbot.waitUntil(lambda: window.time_bar.clock.words != begin)
    session.pause()
    assert window.plate.view.grab().toImage() != before


def test_the_title_says_what_is_taken(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    gap = "\N{NO-BREAK SPACE}"
    assert window.header.title.text == f"Tardive dyskinesia, valbenazine 80{gap}mg"
    qtbot.keyClick(window.scenario.dose.slider, Qt.Key.Key_Left)
    assert "60" in window.windowTitle()


@pytest.mark.parametrize(
    ("screen", "size"), [((1366, 768), (1366, 728)), ((2560, 1440), (1600, 1000)), ((800, 600), LEAST_SIZE)]
)
def test_it_opens_no_larger_than_the_screen(screen: tuple[int, int], size: tuple[int, int]) -> None:
    assert opening_size(QSize(*screen)) == QSize(*size)
