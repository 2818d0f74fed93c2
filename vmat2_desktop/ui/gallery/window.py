"""The window of the gallery: a grid of cards that arrow keys walk through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from vmat2_desktop.documents.gallery import Entry
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import SLIM_BAR, Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.gallery.card import LEAST, GalleryCard
from vmat2_desktop.ui.gallery.thumbnails import Thumbnails
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

SIZE = (1080, 780)
SPACING = 12
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def open_entry(session: Session, entry: Entry) -> bool:
    """Let an entry stand in the window, as one step that can be undone; return whether it stands."""
    text = entry.title[:1].lower() + entry.title[1:]
    return session.show_pair(entry.a, entry.b, entry.time_h, text)


class GalleryWindow(ReadingWindow):
    """Shows every entry; choosing one closes it."""

    chosen = Signal(object)
    """Entry."""

    def __init__(self, parent: QWidget, session: Session, look: Look, entries: Sequence[Entry]) -> None:
        super().__init__(parent, look, tr("Gallery"), *SIZE)
        self._look = look
        self._columns = 0
        self.thumbnails = Thumbnails(session.model, look, self)
        self.cards = tuple(GalleryCard(look, entry, self.thumbnails) for entry in entries)
        self.body.addWidget(
            Text(
                look,
                tr("Choose a question. What stands now comes back with Undo."),
                15,
                role="ink2",
                wrap=True,
            )
        )
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(2, 2, 10, 2)
        self._grid.setSpacing(SPACING)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self._scroll.setWidget(inner)
        self.body.addWidget(self._scroll, 1)
        for card in self.cards:
            card.installEventFilter(self)
            card.clicked.connect(lambda _=False, entry=card.entry: self.chosen.emit(entry))
        self.chosen.connect(lambda entry: self._leave(open_entry(session, entry)))
        self.thumbnails.ready.connect(self._show_picture)
        look.changed.connect(self._arrange)
        self._arrange()

    @property
    def columns(self) -> int:
        """Cards in a row."""
        return self._columns

    def _leave(self, opened: bool) -> None:
        if opened:
            self.close()

    def _show_picture(self, name: str) -> None:
        for card in self.cards:
            if card.entry.id == name:
                card.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first card."""
        super().showEvent(event)
        self._arrange()
        self.cards[0].setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing while nobody looks."""
        super().hideEvent(event)
        self.thumbnails.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cards in a row as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self._scroll.width() - 24
        columns = max(1, (room + SPACING) // (self._look.px(LEAST) + SPACING))
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    # The keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the grid with the arrow keys, and open with Enter; see a card that gets the focus."""
        if isinstance(watched, GalleryCard):
            if event.type() is QEvent.Type.FocusIn:
                self._scroll.ensureWidgetVisible(watched, 0, SPACING)
            elif event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                if Qt.Key(event.key()) in (*self._steps(), *_OPENS, Qt.Key.Key_Space):
                    event.accept()  # they mean something to the clock of the main window too
                    return True
            elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._walk(watched, event)
        return super().eventFilter(watched, event)

    def _steps(self) -> dict[Qt.Key, int]:
        """Return how many cards a key goes on."""
        return {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Home: -len(self.cards),
            Qt.Key.Key_End: len(self.cards),
        }

    def _walk(self, card: GalleryCard, event: QKeyEvent) -> bool:
        key, steps = Qt.Key(event.key()), self._steps()
        if key in _OPENS:
            card.click()
            return True
        if key not in steps:
            return False
        last = len(self.cards) - 1
        wanted = self.cards.index(card) + steps[key]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) or 0 <= wanted <= last:
            self.cards[min(max(wanted, 0), last)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
