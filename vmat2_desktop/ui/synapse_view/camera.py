"""Which part of the plate is seen, and how large: zoom about a point, pan, limits. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from vmat2_desktop.ui.synapse_view import geometry as g

MOST_ZOOM = 8.0
STEP = 1.25
"""Of one notch of the wheel, and of one press of the key."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A magnification of the whole picture and the design point in the middle of what is seen."""

    zoom: float = 1.0
    x: float = g.CENTRE_X
    y: float = (g.TOP_Y + g.POST_Y) / 2

    @property
    def whole(self) -> bool:
        """Whether everything is seen."""
        return self.zoom <= 1.0

    def place(self, home: g.Place, stage: QRectF) -> g.Place:
        """Return where design units lie.

        Args:
            home: where they lie while everything is seen.
            stage: the pixels in which the cells are seen.
        """
        if self.whole:
            return home
        scale = home.scale * self.zoom
        middle = stage.center()
        return g.Place(middle.x() - self.x * scale, middle.y() - self.y * scale, scale)

    def bounded(self, home: g.Place, stage: QRectF) -> Camera:
        """Return the nearest camera that shows nothing beyond the whole picture."""
        if self.whole:
            return Camera()
        zoom = min(self.zoom, MOST_ZOOM)
        seen = seen_of(home, stage)
        half_x, half_y = seen.width() / 2 / zoom, seen.height() / 2 / zoom
        return Camera(
            zoom,
            min(max(self.x, seen.left() + half_x), seen.right() - half_x),
            min(max(self.y, seen.top() + half_y), seen.bottom() - half_y),
        )

    def zoomed(self, factor: float, at: QPointF, home: g.Place, stage: QRectF) -> Camera:
        """Return the camera after zooming; the design point at pixel `at` stays there within the limits."""
        before = self.place(home, stage)
        zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        x, y = before.design_x(at.x()), before.design_y(at.y())
        off = (at - stage.center()) / (home.scale * zoom)
        return Camera(zoom, x - off.x(), y - off.y()).bounded(home, stage)

    def panned(self, pixels: QPointF, home: g.Place, stage: QRectF) -> Camera:
        """Return the camera after the picture was pulled along by so many pixels."""
        scale = home.scale * self.zoom
        return Camera(self.zoom, self.x - pixels.x() / scale, self.y - pixels.y() / scale).bounded(
            home, stage
        )

    def showing(self, point: g.Point, home: g.Place, stage: QRectF) -> Camera:
        """Return the camera that has a design point in sight, moved no farther than that asks for."""
        if self.whole:
            return self
        seen = seen_of(self.place(home, stage), stage)
        margin_x, margin_y = seen.width() * 0.15, seen.height() * 0.15
        inner = seen.adjusted(margin_x, margin_y, -margin_x, -margin_y)
        dx = min(0.0, point[0] - inner.left()) + max(0.0, point[0] - inner.right())
        dy = min(0.0, point[1] - inner.top()) + max(0.0, point[1] - inner.bottom())
        return Camera(self.zoom, self.x + dx, self.y + dy).bounded(home, stage)


def seen_of(place: g.Place, stage: QRectF) -> QRectF:
    """Return the design units that the stage shows."""
    left, top = place.design_x(stage.left()), place.design_y(stage.top())
    return QRectF(left, top, stage.width() / place.scale, stage.height() / place.scale)
