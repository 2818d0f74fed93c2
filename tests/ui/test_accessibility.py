"""What a screen reader and the keyboard meet: Qt's own tree of the window, its menus and its dialogs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lasting import lasting_window, settle
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.shortcuts import clicker, commands
from vmat2_desktop.ui.synapse_view.links import HintLink

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
Role = QAccessible.Role
PARTS = {Role.ScrollBar, Role.Client, Role.LayeredPane, Role.Pane}
"""What has the keyboard for something else: the page in a scroll area, a text's viewport."""


@pytest.fixture(scope="module")
def window(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    with lasting_window(qapp, known) as made:
        yield made


def tree(widget: QWidget) -> list[tuple[int, QAccessibleInterface]]:
    """Every visible thing below a widget with its depth, as assistive technology walks it."""
    found: list[tuple[int, QAccessibleInterface]] = []

    def walk(thing: QAccessibleInterface, depth: int) -> None:
        if thing.state().invisible:
            return
        found.append((depth, thing))
        if thing.role() in (Role.Table, Role.List, Role.Tree):
            return  # its cells are read as text
        for place in range(thing.childCount()):
            child = thing.child(place)
            if child is not None:
                walk(child, depth + 1)

    top = QAccessible.queryAccessibleInterface(widget)
    assert top is not None
    walk(top, 0)
    return found


def dump(widget: QWidget) -> str:
    """The tree as text."""
    return "\n".join(
        f"{'  ' * depth}{thing.role().name}: {thing.text(QAccessible.Text.Name)!r}"
        for depth, thing in tree(widget)
    )


def nameless(widget: QWidget) -> list[str]:
    """What can have the keyboard and has no name."""
    found = []
    for _, thing in tree(widget):
        if not thing.state().focusable or thing.text(QAccessible.Text.Name).strip():
            continue
        owner = thing.object()
        parent = owner.parent() if owner is not None else None
        named = isinstance(parent, QWidget) and bool(parent.accessibleName())
        if not named or thing.role() not in (*PARTS, Role.EditableText):
            found.append(f"{thing.role().name} {type(owner).__name__} {owner.objectName() if owner else ''}")
    return found


def test_the_tree_has_the_rooms_and_their_controls(window: MainWindow) -> None:
    said = dump(window)
    for name in (
        "Synapse",
        "Traces",
        "Time",
        "Condition",
        "Dose",
        "Play",
        "Burst",
        "Day ",
        "Model of the terminal: Mechanistic",
        "File",
    ):
        assert f"'{name}" in said, said
    assert len(tree(window)) > 80


@pytest.mark.parametrize("width", [1600, 1024])
def test_nothing_that_takes_the_keyboard_is_nameless(window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    settle()
    for unfolded in (False, True):
        window.unfold(unfolded)
        settle()
        assert not nameless(window)
    window.resize(1600, 1000)
    window.unfold(False)


def test_nothing_is_nameless_with_every_trace_drawn(window: MainWindow) -> None:
    shown = [name for name in window.traces.cards if window.traces.is_shown(name)]
    for name in window.traces.cards:
        window.traces.set_shown(name, True)
    settle()
    assert not nameless(window)
    for name in window.traces.cards:
        window.traces.set_shown(name, name in shown)


def test_nothing_is_nameless_where_two_are_compared(window: MainWindow) -> None:
    session = window.session
    for copied in (False, True):
        if copied:
            session.copy_to_b("copy")
        session.set_compared(True)
        settle()
        assert window.compare is not None
        assert "'Compare'" in dump(window)
        assert not nameless(window)
        session.set_compared(False)


def test_nothing_is_nameless_in_front_of_a_class(window: MainWindow) -> None:
    window.presenter.set_on(True)
    settle()
    assert "'Next'" in dump(window)
    assert not nameless(window)
    window.presenter.toggle_blank()
    settle()
    assert not nameless(window)
    window.presenter.set_on(False)


@pytest.mark.parametrize(
    "command", ["shortcuts", "reading", "sources", "about", "notes", "report", "dose_response"]
)
def test_nothing_is_nameless_in_a_dialog(window: MainWindow, command: str) -> None:
    window.actions_by_id[command].trigger()
    settle()
    dialog = window.dialogs[command]
    assert len(tree(dialog)) > 2
    assert not nameless(dialog)
    assert dialog.windowTitle()
    dialog.close()


def test_every_action_has_words_and_every_menu_leads_somewhere(window: MainWindow) -> None:
    menus = window.findChildren(QMenu)
    assert len(menus) >= 8
    for menu in menus:
        menu.aboutToShow.emit()
        for action in menu.actions():
            assert action.isSeparator() or action.text().strip(), menu.title()
    trace = next(card for card in window.traces.cards.values()).menu()
    assert all(action.isSeparator() or action.text() for action in trace.actions())
    trace.deleteLater()


def test_buttons_that_show_no_word_say_theirs_in_a_tooltip(window: MainWindow) -> None:
    for button in window.findChildren(QAbstractButton):
        if button.window() is window and button.isVisible() and not button.text():
            assert button.accessibleName(), button.objectName()
            words_are_painted = isinstance(button, HintLink)
            assert button.toolTip() or words_are_painted, button.accessibleName()


def test_keys_come_from_one_table(window: MainWindow) -> None:
    """Menus, tool-tips, buttons and the help show what the table says; nothing else has a key."""
    table = {command.id: command for command in (*commands(), *clicker())}
    keys = {QKeySequence(key) for command in table.values() for key in command.keys}
    assert {shortcut.key() for shortcut in window.findChildren(QShortcut)} <= keys
    for action in window.findChildren(QAction):
        if action.shortcuts():
            assert action.objectName() in table, action.text()
            wanted = [QKeySequence(key) for key in table[action.objectName()].keys]
            assert action.shortcuts() == wanted
    told = 0
    for button in window.findChildren(QAbstractButton):
        command = table.get(button.objectName().removesuffix("_button"))
        if command is not None and command.keys:
            told += 1
            assert command.keys[0] in button.toolTip(), button.objectName()
    assert told >= 8
