"""Asks before a file is written over that something else has changed."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vmat2_desktop.ui.texts import tr


class Over(Enum):
    """What to do with a file that is no longer what was opened."""

    ELSEWHERE = "elsewhere"
    WRITE = "write"
    STAY = "stay"


class OverwritingBox(QMessageBox):
    """Save elsewhere, write over it, or stay; Enter loses nothing, and Escape stays."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("overwriting")
        self.setWindowTitle(tr("Changed on the disk"))
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(tr("“{0}” was changed by another window or program.").format(name))
        self.setInformativeText(tr("Saving over it loses what was changed there."))
        self.elsewhere = self.addButton(tr("Save &as…"), QMessageBox.ButtonRole.AcceptRole)
        self.over = self.addButton(tr("Save &over it"), QMessageBox.ButtonRole.DestructiveRole)
        self.stay = self.addButton(tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.elsewhere)
        self.setEscapeButton(self.stay)

    def answer(self) -> Over:
        """Return what was pressed."""
        pressed = self.clickedButton()
        if pressed is self.over:
            return Over.WRITE
        return Over.ELSEWHERE if pressed is self.elsewhere else Over.STAY


def ask_before_overwriting(parent: QWidget, name: str) -> Over:
    """Ask what to do with a file that something else has changed."""
    box = OverwritingBox(parent, name)
    box.exec()
    answer = box.answer()
    box.deleteLater()
    return answer
