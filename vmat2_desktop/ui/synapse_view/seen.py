"""What the camera shows of a room: the pixels of the cells, and where design units lie in them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.camera import Camera
from vmat2_desktop.ui.synapse_view.room import Room

_ABOVE_FLOOR = 5.0
_OVERVIEW = (124.0, 84.0)
"""Width and height of the map with its words, px at a text scale of 1."""
_INSET = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The view into the plate."""

    stage: QRectF
    """Where the cells are seen; while zoomed nothing of them leaves it."""
    place: g.Place
    whole: bool

    def sees(self, point: g.Point, margin: float = 0.0) -> bool:
        """Whether a design point lies on the stage, at least `margin` pixels from its edge."""
        x, y, stage = self.place.x(point[0]), self.place.y(point[1]), self.stage
        across = stage.left() + margin <= x <= stage.right() - margin
        return across and stage.top() + margin <= y <= stage.bottom() - margin


def stage_of(room: Room) -> QRectF:
    """Return where the cells of a room are seen: its card down to the floor."""
    card = room.card
    bottom = min(room.floor.top() - _ABOVE_FLOOR, card.bottom())
    return QRectF(card.left(), card.top(), card.width(), max(bottom - card.top(), 1.0))


def seen(room: Room, camera: Camera) -> Seen:
    """Return what that camera shows."""
    stage = stage_of(room)
    return Seen(stage, camera.place(room.place, stage), camera.whole)


def overview_rect(seen: Seen, text_scale: float) -> QRectF:
    """Return where the map of the whole stands while zoomed: in the lower right corner of the stage."""
    width, height = (side * text_scale for side in _OVERVIEW)
    stage = seen.stage
    return QRectF(
        round(stage.right() - _INSET - width), round(stage.bottom() - _INSET - height), width, height
    )
