"""The live description of the synapse: a window to read, and what a screen reader says by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.synapse_view import SynapseView
from vmat2_desktop.ui.texts import tr

QUIET_MS = 700
"""An edit is announced when its gesture has come to rest."""


class InWords(ReadingWindow):
    """Shows the paragraph; it follows the picture at the pace at which the picture describes itself."""

    def __init__(self, parent: QWidget, look: Look, view: SynapseView) -> None:
        super().__init__(parent, look, tr("The synapse in words"), 560, 420)
        self._look = look
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("in_words")
        self.text.setAccessibleName(tr("The synapse in words"))
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text)
        look.changed.connect(self._relook)
        view.described.connect(self._write)
        self._said = ""
        self._relook()
        self._write(view.in_words)

    def _relook(self) -> None:
        self.text.setStyleSheet(f"font-size: {self._look.px(16)}px;")

    def _write(self, said: str) -> None:
        # A reader's cursor and selection are not to be torn away.
        if said != self._said and not self.text.textCursor().hasSelection():
            self._said = said
            place = self.text.textCursor().position()
            self.text.setPlainText(said)
            cursor = self.text.textCursor()
            cursor.setPosition(min(place, len(said)))
            self.text.setTextCursor(cursor)


class Announcer(QObject):
    """Says briefly how the synapse stands when the person pauses or has edited; politely."""

    said = Signal(str)

    def __init__(self, session: Session, view: SynapseView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._played = session.playing
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._say)
        session.transport_changed.connect(self._follow)
        session.scenario_changed.connect(lambda _scenario: self._rest.start())

    def _follow(self) -> None:
        stopped = self._played and not self._session.playing
        self._played = self._session.playing
        if stopped:
            self._say()

    def _say(self) -> None:
        words = self._view.in_brief()
        if not words:
            return
        event = QAccessibleAnnouncementEvent(self._view, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)
