"""Asks before unsaved work is lost."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vmat2_desktop.ui.texts import tr


class Answer(Enum):
    """What to do with unsaved work."""

    SAVE = "save"
    LOSE = "lose"
    STAY = "stay"


class LeavingBox(QMessageBox):
    """Save, do not save, or stay; Enter saves and Escape stays."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("leaving")
        self.setWindowTitle(tr("Unsaved changes"))
        self.setIcon(QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(tr("Save the changes to “{0}”?").format(name))
        self.setInformativeText(tr("What is not saved is lost."))
        self.save = self.addButton(tr("&Save"), QMessageBox.ButtonRole.AcceptRole)
        self.lose = self.addButton(tr("&Do not save"), QMessageBox.ButtonRole.DestructiveRole)
        self.stay = self.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.save)
        self.setEscapeButton(self.stay)

    def answer(self) -> Answer:
        """Return what was pressed."""
        pressed = self.clickedButton()
        if pressed is self.save:
            return Answer.SAVE
        return Answer.LOSE if pressed is self.lose else Answer.STAY


def ask_before_leaving(parent: QWidget, name: str) -> Answer:
    """Ask what to do with the unsaved changes of a document."""
    box = LeavingBox(parent, name)
    box.exec()
    answer = box.answer()
    box.deleteLater()
    return answer
