"""The living synapse: one widget that draws Frames."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui import description
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import shows_focus
from vmat2_desktop.ui.person.spiral import Spiral
from vmat2_desktop.ui.synapse_view import floor, layers, layout, painter, tags, words
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Atlas, Placed, catalogue
from vmat2_desktop.ui.synapse_view.camera import Camera, seen_of
from vmat2_desktop.ui.synapse_view.close_up import CloseUp
from vmat2_desktop.ui.synapse_view.furniture import Furniture
from vmat2_desktop.ui.synapse_view.gestures import Gestures
from vmat2_desktop.ui.synapse_view.layers import Layers
from vmat2_desktop.ui.synapse_view.lettering import Fonts
from vmat2_desktop.ui.synapse_view.looking import Looking
from vmat2_desktop.ui.synapse_view.page import Page
from vmat2_desktop.ui.synapse_view.room import Room, room_of
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.synapse_view.seen import Seen, seen, stage_of

_DESCRIPTION_SECONDS = 2.0


class SynapseView(Looking):
    """Draws the synapse. Nothing in it animates itself: the window's one timer says how time passes."""

    hint_followed = Signal()
    """The suggestion was pressed."""
    moved = Signal()
    """Things lie elsewhere now: the picture was zoomed, pulled, resized or laid out anew."""
    described = Signal(str)
    """The picture in words, when they change."""

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
        self._close_up: tuple[float, CloseUp] | None = None
        self._page: Page | None = None
        self._seen: Seen | None = None
        self._placed: layout.Placed | None = None
        self._written: words.Words | None = None
        self._ratio = 0.0
        self._sites = 0
        self._due = True
        self._described = -float("inf")
        self._camera = Camera()
        self.layers = Layers(self)
        self._scene.hidden = self.layers.hidden
        self.layers.changed.connect(self._relayer)
        self._paragraph = ""
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(round(_DESCRIPTION_SECONDS * 1000))
        self._saying.timeout.connect(self._describe)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 420)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Synapse"))
        self._furniture = Furniture(self, theme)
        self.hint_link, self.notes_button = self._furniture.hint, self._furniture.notes
        self.overview, self.layers_button = self._furniture.overview, self._furniture.layers
        self.hint_link.clicked.connect(self.hint_followed)
        self.spiral = Spiral(self, model, theme)
        self._person = False
        self._before: words.Before | None = None
        self.overview.clicked.connect(self.show_whole)
        self._gestures = Gestures(self, self)
        self._gestures.panning.connect(self._follow_hand)
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
            self._theme = theme
            self._furniture.set_theme(theme)
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

    # Where the camera is

    @property
    def zoom(self) -> float:
        """How many times larger than the whole picture it is drawn."""
        return self._camera.zoom

    def zoom_by(self, factor: float, at: QPointF | None = None) -> bool:
        """Zoom, the pixel `at` (the middle of the stage if none) staying where it is; return if that did."""
        room = self._prepared_room()
        stage = stage_of(room)
        if at is None or not stage.contains(at):
            at = stage.center()
        return self._look_through(self._camera.zoomed(factor, at, room.place, stage))

    def zoom_to(self, zoom: float) -> bool:
        """Zoom so many times about the middle; return whether that changed anything."""
        return self.zoom_by(zoom / self._camera.zoom)

    def pan(self, pixels: QPointF) -> bool:
        """Pull the picture along; return whether it moved."""
        room = self._prepared_room()
        return self._look_through(self._camera.panned(pixels, room.place, stage_of(room)))

    def show_whole(self) -> bool:
        """Show the whole picture; return whether it was zoomed."""
        if self.overview.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._look_through(Camera())

    def pixel_of(self, place: tuple[float, float]) -> QPointF:
        """Return where a place in design units is drawn, px."""
        return self._view().place.point(place)

    def design_of(self, at: QPointF) -> tuple[float, float]:
        """Return the place in design units that is drawn at a pixel."""
        place = self._view().place
        return place.design_x(at.x()), place.design_y(at.y())

    def shows(self, at: QPointF) -> bool:
        """Return whether a pixel lies in the picture."""
        return self._view().stage.contains(at)

    def _look_through(self, camera: Camera) -> bool:
        if camera == self._camera:
            return False
        self._camera = camera
        self._page = self._seen = self._written = None
        self.update()
        self.moved.emit()
        return True

    def _follow_hand(self, pulling: bool) -> None:
        self.setCursor(Qt.CursorShape.ClosedHandCursor if pulling else Qt.CursorShape.ArrowCursor)

    # What is kept

    def _relayer(self) -> None:
        self._scene.hidden = self.layers.hidden
        if self._looked_at in self.layers.hidden:
            self._say("")
        self._forget()

    def _forget(self) -> None:
        self._room = self._atlas = self._close_up = self._page = self._written = self._seen = None
        self.update()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        """Write again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Synapse"))
            self._furniture.retranslate()
            self._written = None
        super().changeEvent(event)

    def _prepared_room(self) -> Room:
        if self._room is None:
            noted = self.layers.is_shown(layers.SCALES)
            fonts = Fonts(self._text_scale)
            self._room = room_of(
                self.width(), self.height(), fonts, self._labels, self._person, noted, self._plain
            )
            self._camera = self._camera.bounded(self._room.place, stage_of(self._room))
        return self._room

    def _view(self) -> Seen:
        if self._seen is None:
            self._seen = seen(self._prepared_room(), self._camera)
        return self._seen

    def _prepare(self) -> tuple[Room, Seen, Page]:
        """Bring every cache up to date."""
        if self.devicePixelRatioF() != self._ratio:
            self._ratio = self.devicePixelRatioF()
            self._room = self._atlas = self._close_up = self._page = self._written = self._seen = None
        room, view = self._prepared_room(), self._view()
        if self._page is None:
            sites = self._sites or g.MOST_SITES - 1
            self._page = Page(self.size(), self._ratio, room, self._theme, self._drawn, sites, view)
            self._written = None
        self._write(room, view, self._page)
        return room, view, self._page

    def _write(self, room: Room, view: Seen, page: Page) -> None:
        """Write the words of the present frame."""
        counts = self._scene.counts
        if counts is None or not (self._due or self._written is None):
            return
        self._due = False
        written = words.written(counts, self._names, self._before, self.layers.hidden)
        if self._plain:
            written = words.plain(written)
        if self._placed is None or written != self._written:
            hint = "" if self._plain else self._hint
            self._placed = floor.laid_out(room, written, hint, margins=view.whole)
            if self._labels and not view.whole:
                tags.place(self._placed, room.fonts, view, written.labels, self._pieces())
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
        view, room = self._view(), self._prepared_room()
        self._furniture.place(placed, written, self._hint, self._text_scale)
        self._furniture.place_overview(view, seen_of(room.place, view.stage), self.zoom, self._text_scale)
        self.spiral.place(placed.spiral)

    def _describe(self) -> None:
        """Say the frame in words, as often as one can read; the last one is always said."""
        now, counts = time.monotonic(), self._scene.counts
        if counts is None:
            return
        if now - self._described < _DESCRIPTION_SECONDS:
            if not self._saying.isActive():
                self._saying.start()
            return
        self._described = now
        said = description.paragraph(counts, self._names)
        # While a thing is looked at, the description is that thing's.
        if not self._looked_at and said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        if said != self._paragraph:
            self._paragraph = said
            self.described.emit(said)

    @property
    def in_words(self) -> str:
        """The picture in words, as a paragraph."""
        return self._paragraph

    def in_brief(self) -> str:
        """Return the frame in a sentence or two; nothing before the first one."""
        counts = self._scene.counts
        return "" if counts is None else description.brief(counts, self._names)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the still page, then the moving sprites, then what lies over them."""
        room, view, page = self._prepare()
        placed = self._scene.placed()
        found = self._pieces(placed) if self._looked_at else []
        brush = QPainter(self)
        brush.drawPixmap(0, 0, page.pixmap)
        brush.setClipRect(
            room.card.adjusted(1, 1, -1, -1) if view.whole else view.stage.adjusted(1, 1, -1, 0)
        )
        wave = self._scene.wave()
        if wave is not None:
            painter.paint_wave(brush, view.place, self._theme, *wave)
        if self._placed is not None:
            painter.paint_leaders(brush, self._placed.leaders, self._theme)
        self._paint_sprites(brush, view, placed)
        if self._looked_at:
            self._paint_looked_at(brush, view, found)
        if self._placed is not None:
            painter.paint_tags(brush, self._placed.tags, self._theme)
        if self._looked_at:
            self._paint_name(brush, view, found)
        brush.setClipping(False)
        if self._looked_at:
            self._paint_frame(brush, found)
        if shows_focus(self):
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush.setBrush(Qt.BrushStyle.NoBrush)
            brush.setPen(QPen(QColor(self._theme.accent), 2))
            card = room.card.adjusted(1, 1, -1, -1)
            brush.drawRoundedRect(card, looks.CARD_RADIUS, looks.CARD_RADIUS)
        brush.end()

    def _paint_sprites(self, brush: QPainter, view: Seen, placed: list[Placed]) -> None:
        scale = view.place.scale
        if view.whole:
            if self._atlas is None:
                self._atlas = Atlas(self._drawn, self._theme, scale, self._ratio)
            self._atlas.paint(brush, view.place, placed)
            return
        if self._close_up is None or self._close_up[0] != scale:
            self._close_up = (scale, CloseUp(self._drawn, self._theme, scale, self._ratio))
        self._close_up[1].paint(brush, view.place, placed, view.stage)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
