"""The document's notes: plain text, kept in the file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from vmat2_desktop.documents.session_file import LONGEST_NOTES
from vmat2_desktop.ui.controls import Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.notes import Notes
from vmat2_desktop.ui.texts import tr

SIZE = (560, 520)


class NotesEditor(QPlainTextEdit):
    """The text; each sitting is one step of undo."""

    sat_down = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin another sitting."""
        super().focusInEvent(event)
        self.sat_down.emit()


class NotesWindow(ReadingWindow):
    """Shows and edits the notes beside the window."""

    typed = Signal(str)
    """The whole text, after every change that a person made."""

    def __init__(self, parent: QWidget, look: Look, longest: int) -> None:
        """Make the window.

        Args:
            parent: the main window.
            look: how it looks.
            longest: most characters that a file keeps.
        """
        super().__init__(parent, look, tr("Notes"), *SIZE)
        self._longest = longest
        self._look = look
        self.editor = NotesEditor()
        self.editor.setObjectName("notes")
        self.editor.setAccessibleName(tr("Notes"))
        self.editor.setPlaceholderText(tr("What to look at, what to ask, what was found"))
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._tell)
        self._hint = Text(look, "", 14, role="ink2", wrap=True)
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(self._hint)
        look.changed.connect(self._dress)
        self._dress()
        self._count()

    def show_text(self, text: str) -> None:
        """Show what the document says; the same text leaves the cursor alone."""
        if text != self.editor.toPlainText():
            self.editor.blockSignals(True)
            self.editor.setPlainText(text)
            self.editor.blockSignals(False)
            self._count()

    def _tell(self) -> None:
        text = self.editor.toPlainText()
        if len(text) > self._longest:
            cursor = self.editor.textCursor()
            place = min(cursor.position(), self._longest)
            self.show_text(text[: self._longest])
            cursor = self.editor.textCursor()
            cursor.setPosition(place)
            self.editor.setTextCursor(cursor)
            text = self.editor.toPlainText()
        self._count()
        self.typed.emit(text)

    def _count(self) -> None:
        left = self._longest - len(self.editor.toPlainText())
        said = tr("Kept in the file and printed in the report.")
        if left < self._longest // 10:
            said = tr("{0} Room for {1} more characters.").format(said, left)
        self._hint.setText(said)

    def _dress(self) -> None:
        self.editor.setStyleSheet(f"font-size: {self._look.px(15)}px;")


def notes_window(parent: QWidget, look: Look, notes: Notes) -> NotesWindow:
    """Return the window on the notes of a document, which follows them."""
    window = NotesWindow(parent, look, LONGEST_NOTES)
    window.show_text(notes.text)
    window.editor.sat_down.connect(notes.sit_down)
    window.typed.connect(notes.write)
    notes.changed.connect(window.show_text)
    return window
