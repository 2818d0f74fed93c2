"""The table of commands as Qt actions and menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from vmat2_desktop.ui.shortcuts import Command, commands, menu_titles


class Actions(QObject):
    """One action for each command."""

    def __init__(self, parent: QObject, does: Mapping[str, Callable[[], object]]) -> None:
        """Create the actions.

        Args:
            parent: who owns them.
            does: what each command does, by id; every command of the table must be there.
        """
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for command in commands():
            self._actions[command.id] = self._action(command, does[command.id])

    def __getitem__(self, identifier: str) -> QAction:
        return self._actions[identifier]

    def all(self) -> tuple[QAction, ...]:
        """Return every action in the order of the table."""
        return tuple(self._actions.values())

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put the actions into the menus of a bar; return the menus by id."""
        menus = {name: bar.addMenu(title) for name, title in menu_titles().items()}
        group: dict[str, str] = {}
        for command in commands():
            menu = menus[command.menu]
            if group.get(command.menu, command.group) != command.group:
                menu.addSeparator()
            group[command.menu] = command.group
            menu.addAction(self._actions[command.id])
        return menus

    def _action(self, command: Command, does: Callable[[], object]) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setCheckable(command.checkable)
        action.triggered.connect(lambda _=False: does())
        return action
