"""The notes of a document: text whose every change can be undone beside those of the scenario."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from vmat2_desktop.documents.session_file import LONGEST_NOTES
from vmat2_desktop.session import Session
from vmat2_desktop.session.steps import Change
from vmat2_desktop.ui.texts import tr


class Notes(QObject):
    """What a person wrote about the document."""

    changed = Signal(str)
    """The whole text."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._text = ""
        self._sitting = session.new_gesture()

    @property
    def text(self) -> str:
        """The text."""
        return self._text

    def sit_down(self) -> None:
        """Make what is written from now on a step of undo of its own."""
        self._sitting = self._session.new_gesture()

    def write(self, text: str) -> None:
        """Change the text, as an edit that can be undone; what a file cannot keep is left out."""
        before, after = self._text, _writable(text)[:LONGEST_NOTES]
        if after != before:
            self._text = after
            self._session.undo_stack.push(
                Change(self.begin, before, after, tr("notes"), self._sitting, "notes")
            )
            self.changed.emit(after)

    def begin(self, text: str) -> None:
        """Stand at this text, without a step: a document was opened, or a step was undone."""
        self._text = text
        self.sit_down()
        self.changed.emit(text)


def _writable(text: str) -> str:
    """Return the text without what is no text: control characters and halves of characters."""
    whole = text.replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return "".join(character for character in whole if character in "\n\t" or _is_text(character))


def _is_text(character: str) -> bool:
    return character >= " " and character != "\x7f"
