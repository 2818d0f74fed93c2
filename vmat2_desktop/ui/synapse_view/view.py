"""The living synapse: one widget that draws Frames."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import shows_focus
from vmat2_desktop.ui.person.spiral import Spiral
from vmat2_desktop.ui.synapse_view import floor, layout, links, painter, words
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Atlas, catalogue
from vmat2_desktop.ui.synapse_view.lettering import Fonts
from vmat2_desktop.ui.synapse_view.links import HintLink, NotesButton
from vmat2_desktop.ui.synapse_view.page import Page
from vmat2_desktop.ui.synapse_view.room import Room, room_of
from vmat2_desktop.ui.synapse_view.scene import Scene

_DESCRIPTION_SECONDS = 0.5


class SynapseView(QWidget):
    """Draws the synapse. Nothing in it animates itself: the window's one timer says how time passes."""

    hint_followed = Signal()
    """The suggestion was pressed."""

    def __init__(self, model: Model, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text_scale = 1.0
        self._labels = True
        self._plain = False
        self._hint = ""
        self._names = words.Names()
        self._scene = Scene(model)
        self._drawn = catalogue(self._scene.pump_angles())
        self._room: Room | None = None
        self._atlas: Atlas | None = None
        self._page: Page | None = None
        self._placed: layout.Placed | None = None
        self._written: words.Words | None = None
        self._ratio = 0.0
        self._sites = 0
        self._due = True
        self._described = -float("inf")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 420)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Synapse"))
        self.hint_link = HintLink(self, theme)
        self.hint_link.clicked.connect(self.hint_followed)
        self.notes_button = NotesButton(self, theme)
        self.spiral = Spiral(self, model, theme)
        self._person = False
        self._before: words.Before | None = None
        self._links = QTimer(self)
        """Painting must not move widgets: they follow when it is over."""
        self._links.setSingleShot(True)
        self._links.timeout.connect(self._place_links)

    # What the window says

    def show_frame(self, frame: Frame, numbers: bool = True) -> None:
        """Draw this frame from now on; without `numbers` the words may stay as they are written."""
        self._scene.show(frame)
        if numbers:
            self.spiral.show_frame(frame)
        self._due = self._due or numbers
        if len(g.sites(len(frame.sites))) != self._sites:
            self._sites = len(g.sites(len(frame.sites)))
            self._page = self._written = None
        self._describe()
        self.update()

    def advance(self, seconds: float) -> None:
        """Let shown time pass for what eases or flows; call it once a tick, before `show_frame`."""
        self._scene.advance(seconds)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        if theme != self._theme:
            self._theme = self.hint_link.theme = self.notes_button.theme = theme
            self.spiral.set_theme(theme)
            self._forget()

    def set_text_scale(self, scale: float) -> None:
        """Set the size of the words, 0.8 to 2."""
        if looks.clamped_scale(scale) != self._text_scale:
            self._text_scale = looks.clamped_scale(scale)
            self._forget()

    def set_names(
        self,
        inhibitor: str,
        antipsychotic: str,
        active: str = "",
        movements: tuple[str, str] = ("dyskinesia", "AIMS-like"),
    ) -> None:
        """Say what the medicines are called, what of the inhibitor is active, and what is scored, how.

        Empty for no medicine; `movements` are the name of too much movement, and the scale.
        """
        self._names = words.Names(inhibitor, antipsychotic, active, *movements)
        self._written = None
        self.update()

    def set_hint(self, hint: str) -> None:
        """Show one quiet line at the top right: what to try; empty for none."""
        if hint != self._hint:
            self._hint = hint
            self._written = None
            self.update()

    def set_labels_visible(self, on: bool) -> None:
        """Show or hide the names in the margins."""
        if on != self._labels:
            self._labels = on
            self._forget()

    def set_plain(self, on: bool) -> None:
        """Say only the main things: few names, no notes, nothing to try."""
        if on != self._plain:
            self._plain = on
            self._forget()

    def set_person(self, on: bool) -> None:
        """Let the person draw a spiral beside the score, where there is room."""
        if on != self._person:
            self._person = on
            self._forget()

    def set_before(self, score: float, parkinsonism: float) -> None:
        """Say what the movement was at the start: the hollow pointer of the balance."""
        self._before = words.Before(score, parkinsonism)
        self._written = None
        self.update()

    def set_reduced_motion(self, on: bool) -> None:
        """Nothing travels or drifts while this is on; counts cross-fade."""
        self._scene.reduced_motion = self.spiral.reduced_motion = on
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size in the look."""
        return QSize(840, 808)

    # What is kept

    def _forget(self) -> None:
        self._room = self._atlas = self._page = self._written = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        """Write again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Synapse"))
            self._written = None
        super().changeEvent(event)

    def _prepare(self) -> tuple[Room, Atlas, Page]:
        """Bring every cache up to date."""
        if self.devicePixelRatioF() != self._ratio:
            self._ratio = self.devicePixelRatioF()
            self._forget()
        if self._room is None:
            fonts = Fonts(self._text_scale)
            self._room = room_of(self.width(), self.height(), fonts, self._labels, self._person, self._plain)
        if self._atlas is None:
            self._atlas = Atlas(self._drawn, self._theme, self._room.place.scale, self._ratio)
        if self._page is None:
            sites = self._sites or g.MOST_SITES - 1
            self._page = Page(self.size(), self._ratio, self._room, self._theme, self._drawn, sites)
            self._written = None
        self._write(self._room, self._page)
        return self._room, self._atlas, self._page

    def _write(self, room: Room, page: Page) -> None:
        """Write the words of the present frame."""
        counts = self._scene.counts
        if counts is None or not (self._due or self._written is None):
            return
        self._due = False
        written = words.written(counts, self._names, self._before)
        if self._plain:
            written = words.plain(written)
        if self._placed is None or written != self._written:
            self._placed = floor.laid_out(room, written, "" if self._plain else self._hint)
            self._written = written
            missing = [phrase for phrase in written.paces if phrase in self._placed.left_out]
            self.setToolTip("\n".join([f"{written.paces_head}:", *missing]) if missing else "")
            self._links.start(0)
        page.write(self._placed, counts.frame, self._scene.scales, self._before)

    def _place_links(self) -> None:
        """Put what can be pressed over its words."""
        placed, written = self._placed, self._written
        if placed is None or written is None:
            return
        self.hint_link.setAccessibleName(self._hint)
        reach = links.REACH
        hint = placed.hint
        self.hint_link.place(None if hint is None else hint.adjusted(-reach, -reach, reach, reach))
        self.notes_button.scale = self._text_scale
        self.notes_button.tell(
            ((written.scales_head, written.scales), (written.paces_head, written.paces)),
        )
        self.notes_button.place(placed.question)
        self.spiral.place(placed.spiral)

    def _describe(self) -> None:
        now = time.monotonic()
        counts = self._scene.counts
        if counts is not None and now - self._described >= _DESCRIPTION_SECONDS:
            self._described = now
            said = words.description(counts, self._names)
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the still page, then the moving sprites."""
        room, atlas, page = self._prepare()
        brush = QPainter(self)
        brush.drawPixmap(0, 0, page.pixmap)
        brush.setClipRect(room.card.adjusted(1, 1, -1, -1))
        wave = self._scene.wave()
        if wave is not None:
            painter.paint_wave(brush, room, self._theme, *wave)
        if self._placed is not None:
            painter.paint_leaders(brush, self._placed.leaders, self._theme)
        atlas.paint(brush, room.place, self._scene.placed())
        brush.setClipping(False)
        if shows_focus(self):
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush.setBrush(Qt.BrushStyle.NoBrush)
            brush.setPen(QPen(QColor(self._theme.accent), 2))
            card = room.card.adjusted(1, 1, -1, -1)
            brush.drawRoundedRect(card, looks.CARD_RADIUS, looks.CARD_RADIUS)
        brush.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
