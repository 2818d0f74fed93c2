"""What of the plate is looked at: under the hand, by the keyboard, or because another room points at it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import hits, layout, painter, tags, words
from vmat2_desktop.ui.synapse_view.atlas import Placed
from vmat2_desktop.ui.synapse_view.camera import Camera
from vmat2_desktop.ui.synapse_view.layers import Layers
from vmat2_desktop.ui.synapse_view.naming import name_of, value_of
from vmat2_desktop.ui.synapse_view.room import Room
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.synapse_view.seen import Seen

_SLACK = 5.0
"""px beside a thing that still answer to the hand."""


class Looking(QWidget):
    """A plate that knows what lies where; what it draws and how it is laid out is its heir's."""

    looked_at = Signal(str)
    """The hand or the keyboard came to this thing (synapse_view/hits.py); empty: to none."""
    card_asked = Signal(str)
    """The card of this thing was asked for; empty: none is wanted any more."""

    _theme: Theme
    _names: words.Names
    _scene: Scene
    _placed: layout.Placed | None
    _sites: int
    _camera: Camera
    layers: Layers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looked_at = ""
        self._told = ""

    def _view(self) -> Seen:
        raise NotImplementedError

    def _prepared_room(self) -> Room:
        raise NotImplementedError

    def _look_through(self, camera: Camera) -> bool:
        raise NotImplementedError

    @property
    def thing(self) -> str:
        """The thing that is looked at; empty for none."""
        return self._looked_at

    def look_at(self, thing: str) -> None:
        """Outline a thing; empty for none. Says nothing: the asker knows."""
        if thing != self._looked_at:
            self._looked_at = thing
            self.update()

    def set_told(self, thing: str) -> None:
        """Leave the name of a thing away that a card tells already; empty for none."""
        if thing != self._told:
            self._told = thing
            self.update()

    def name_of(self, thing: str) -> str:
        """Return what a thing is called."""
        return name_of(thing, self._names)

    def value_of(self, thing: str) -> str:
        """Return what the label of a thing says now; empty where it has none."""
        counts = self._scene.counts
        return "" if counts is None else value_of(thing, counts, self._names)

    def thing_at(self, at: QPointF) -> str:
        """Return the thing at a pixel, its label included; empty for none."""
        view, placed = self._view(), self._placed
        if placed is not None:
            for thing, rect in placed.names:
                if rect.contains(at):
                    return thing
            for thing, bar in (("response", placed.response_bar), ("movement", placed.balance_bar)):
                if bar is not None and bar.adjusted(-8, -12, 8, 8).contains(at):
                    return thing
        if self._prepared_room().movement_card.contains(at):
            return "movement"
        if not view.stage.contains(at):
            return ""
        place = view.place
        x, y = place.design_x(at.x()), place.design_y(at.y())
        return hits.thing_at(x, y, self._pieces(), _SLACK / place.scale)

    def rect_of(self, thing: str) -> QRect:
        """Return where a thing lies, in pixels: of several pieces the one that is seen best; may be empty."""
        return self._rect_of(thing, self._pieces())

    def _rect_of(self, thing: str, found: list[hits.Piece]) -> QRect:
        view = self._view()
        piece = self._best_piece(thing, found, view)
        if piece is not None:
            middle, radius = view.place.point((piece.x, piece.y)), piece.radius * view.place.scale
            return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius).toAlignedRect()
        placed = self._placed
        bars = {} if placed is None else {"response": placed.response_bar, "movement": placed.balance_bar}
        bar = bars.get(thing)
        if bar is None and thing == "movement" and not self._prepared_room().movement_card.isEmpty():
            bar = self._prepared_room().movement_card
        return QRect() if bar is None else bar.toAlignedRect()

    def things(self) -> tuple[str, ...]:
        """Return the things that are drawn now, in the order in which the keys visit them."""
        found = {piece.thing for piece in self._pieces()} | {"response", "movement", "cleft", "cytosol"}
        return tuple(thing for thing in hits.THINGS if thing in found and thing not in self.layers.hidden)

    def hover(self, at: QPointF | None) -> None:
        """Follow the hand: it is there, or has left."""
        thing = "" if at is None else self.thing_at(at)
        self.setCursor(Qt.CursorShape.PointingHandCursor if thing else Qt.CursorShape.ArrowCursor)
        self._say(thing)

    def press(self, at: QPointF) -> None:
        """Take a click there: ask for the card of what lies there."""
        thing = self.thing_at(at)
        self._say(thing)
        self.card_asked.emit(thing)

    def walk(self, step: int) -> None:
        """Go to the next thing or the one before; the camera follows."""
        things = self.things()
        place = things.index(self._looked_at) + step if self._looked_at in things else min(step, 0)
        thing = things[place % len(things)]
        view, room = self._view(), self._prepared_room()
        piece = self._best_piece(thing, self._pieces(), view)
        if piece is not None and not view.whole:
            self._look_through(self._camera.showing((piece.x, piece.y), room.place, view.stage))
        self._say(thing)
        self.setAccessibleDescription(f"{self.name_of(thing)}: {self.value_of(thing)}".rstrip(": "))

    def open_looked_at(self) -> bool:
        """Ask for the card of what is looked at; return whether there is anything."""
        if self._looked_at:
            self.card_asked.emit(self._looked_at)
        return bool(self._looked_at)

    def leave(self) -> bool:
        """Look at nothing, and want no card; return whether something was looked at."""
        looked = bool(self._looked_at)
        self._say("")
        self.card_asked.emit("")
        return looked

    def _say(self, thing: str) -> None:
        if thing != self._looked_at:
            self.look_at(thing)
            self.looked_at.emit(thing)

    def _pieces(self, placed: list[Placed] | None = None) -> list[hits.Piece]:
        sprites = self._scene.placed() if placed is None else placed
        return hits.pieces(sprites, g.sites(self._sites or g.MOST_SITES - 1), self.layers.hidden)

    def _best_piece(self, thing: str, found: list[hits.Piece], view: Seen) -> hits.Piece | None:
        """Return the piece of a thing to which its label would point, of those in sight if any is."""
        own = hits.pieces_of(thing, found)
        in_sight = [piece for piece in own if view.sees((piece.x, piece.y))]
        spot = layout.SPOTS.get(thing)
        x, y = (g.CENTRE_X, g.POST_Y) if spot is None else spot.target
        return min(in_sight or own, key=lambda piece: (piece.x - x) ** 2 + (piece.y - y) ** 2, default=None)

    def _paint_looked_at(self, brush: QPainter, view: Seen, found: list[hits.Piece]) -> None:
        painter.paint_outline(brush, hits.pieces_of(self._looked_at, found), view, self._theme)

    def _paint_frame(self, brush: QPainter, found: list[hits.Piece]) -> None:
        """Frame a bar of the floor that is looked at: it has no pieces."""
        if any(piece.thing == self._looked_at for piece in found):
            return
        rect = self._rect_of(self._looked_at, found)
        if not rect.isEmpty():
            painter.paint_frame(brush, QRectF(rect), self._theme)

    def _paint_name(self, brush: QPainter, view: Seen, found: list[hits.Piece]) -> None:
        """Say name and value beside what is looked at; what is drawn as words says them itself."""
        thing = self._looked_at
        piece = self._best_piece(thing, found, view)
        if thing == self._told or piece is None or not view.sees((piece.x, piece.y)):
            return
        fonts, value = self._prepared_room().fonts, self.value_of(thing).split("\n")[0]
        written = () if self._placed is None else tuple(rect for _, rect in self._placed.names)
        rect = QRectF(self._rect_of(thing, found))
        tag = tags.beside(rect, (self.name_of(thing), value), fonts, view.stage, written)
        painter.paint_tags(brush, [tag], self._theme)
