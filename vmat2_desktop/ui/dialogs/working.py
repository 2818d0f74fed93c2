"""A window to work in: its controls show who has the keyboard, and what is done in it can be undone in it."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.keys import OwnKeys
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.shortcuts import commands


class WorkingWindow(ReadingWindow):
    """Edits the session beside the main window; never larger than that one."""

    def __init__(
        self, parent: QWidget, session: Session, look: Look, title: str, width: int, height: int
    ) -> None:
        super().__init__(parent, look, title, width, height)
        self._session = session
        self._look = look
        room = parent.window().size()
        self.resize(min(self.width(), room.width()), min(self.height(), room.height()))
        self._own_keys = OwnKeys(self)
        does = {"undo": session.undo, "redo": session.redo}
        for command in commands():
            if command.id in does:
                for key in command.keys:
                    QShortcut(QKeySequence(key), self, does[command.id])

    def watch_keys(self) -> None:
        """Guard the keys of every control that stands here now; Return in an entry presses no button."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)
        for combo in self.findChildren(QComboBox):
            combo.view().setAccessibleName(combo.accessibleName())
        self._own_keys.watch(self)
