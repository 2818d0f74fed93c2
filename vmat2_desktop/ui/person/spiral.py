"""A pen that draws a spiral while time runs, as the movement state of the present frame has it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from vmat2_desktop.engine import spiral
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.texts import tr

SEEDS = (8, 14, 4)
"""Hands that were looked at; none of them draws a face."""
HELD_SECONDS = 2.5
"""How long a finished spiral stands before the next one begins."""
_PEN, _TEMPLATE_PEN, _RING_PEN = 2.4, 1.1, 1.3
_RING = 2.2
_REACH = 1.17
"""Half of the widget over the radius of the template: nothing is drawn farther out."""
_SCORE_STEPS, _INDEX_STEPS = 280.0, 100.0
"""A change that no written number shows needs no other path."""


class Spiral(QWidget):
    """Draws the spiral; owns no timer: whoever shows it says how time passes."""

    def __init__(self, parent: QWidget, model: Model, theme: Theme) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._hand = 0
        self._state = (0.0, 0.0)
        self._path = spiral.path(0.0, 0.0, SEEDS[0], model.drawing)
        self._template = spiral.template(model.drawing)
        self._share = 1.0
        """How much of the drawing's time has passed."""
        self._held = 0.0
        self._moving = False
        self._ink: QPixmap | None = None
        self._inked = 0
        self._marks = self._path.marks()
        self.reduced_motion = False
        self.setObjectName("spiral")
        self.setAccessibleName(tr("Spiral drawn by hand"))
        self._describe()
        self.hide()

    # What the window says

    def place(self, rect: QRectF | None) -> None:
        """Stand there, or nowhere."""
        if rect is None:
            self.hide()
            return
        area = rect.toAlignedRect()
        if area != self.geometry():
            self.setGeometry(area)
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self._anew()

    def show_frame(self, frame: Frame) -> None:
        """Draw as the movement state of this frame does, whatever part of it is drawn already."""
        most = self._model.movement.score_maximum
        score = frame.score / most if most else 0.0
        state = (
            round(score * _SCORE_STEPS) / _SCORE_STEPS,
            round(frame.parkinsonism * _INDEX_STEPS) / _INDEX_STEPS,
        )
        if state != self._state:
            self._state = state
            self._take_path()

    def advance(self, seconds: float, running: bool) -> None:
        """Let shown time pass; while time stands, or nothing may move, the spiral stands finished."""
        if not running or self.reduced_motion:
            self._moving = False
            self._to(1.0)
            return
        if not self._moving:
            self._moving, self._held = True, 0.0
            self._to(0.0)
        if self._share < 1.0:
            self._to(min(1.0, self._share + seconds / self._path.duration))
            return
        self._held += seconds
        if self._held >= HELD_SECONDS:
            self._held = 0.0
            self._hand = (self._hand + 1) % len(SEEDS)
            self._take_path()
            self._to(0.0)

    # What is kept

    @property
    def share(self) -> float:
        """How much of the spiral's time has passed, 0 to 1."""
        return self._share

    @property
    def path(self) -> spiral.Path:
        """What is being drawn."""
        return self._path

    def _take_path(self) -> None:
        self._path = spiral.path(*self._state, SEEDS[self._hand], self._model.drawing)
        self._marks = self._path.marks()
        self._anew()
        self._describe()

    def _describe(self) -> None:
        score, index = self._state
        parts = []
        if round(score * self._model.movement.score_maximum, 1) > 0.0:
            parts.append(tr("sudden throws off the line"))
        if index >= 1.0 / _INDEX_STEPS:
            parts.append(tr("small, slow and trembling"))
        said = tr(", and ").join(parts) or tr("steady, on the dashed line")
        seconds = tr("drawn in {0}\N{NO-BREAK SPACE}s").format(round(self._path.duration))
        self.setAccessibleDescription(f"{said}; {seconds}")
        note = tr("Rings stand one second apart: slowness crowds them, haste leaves gaps.")
        self.setToolTip(f"{said[:1].upper()}{said[1:]}; {seconds}.\n{note}")

    def _to(self, share: float) -> None:
        if share == self._share:
            return
        if share < self._share:
            self._ink = None
        # The synapse below is drawn anew with every frame, and this with it: asking here too paints it
        # twice.
        self._share = share

    def _anew(self) -> None:
        self._ink = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw it anew at this size."""
        super().resizeEvent(event)
        self._anew()

    def sizeHint(self) -> QSize:
        """Return the present size: the page decides."""
        return self.size()

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Add what the pen drew since the last time, and show the pen."""
        ink = self._inked_so_far()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.ink), _RING_PEN))
        painter.setBrush(QColor(self._theme.panel))
        # Rings lie above every line, also above one that crosses them later.
        for x, y in self._marks[: int(self._path.seconds[self._inked - 1] + 1e-6) + 1]:
            painter.drawEllipse(self._at(float(x), float(y)), _RING, _RING)
        if self._share < 1.0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(self._pixel(self._inked - 1), 3.2, 3.2)
        painter.end()

    def _inked_so_far(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ink is None or self._ink.devicePixelRatioF() != ratio:
            self._ink = QPixmap(self.size() * ratio)
            self._ink.setDevicePixelRatio(ratio)
            self._ink.fill(Qt.GlobalColor.transparent)
            self._inked = 0
            self._draw_template(self._ink)
        drawn = max(1, self._path.drawn(self._share * self._path.duration))
        if drawn > self._inked:
            self._draw(self._ink, drawn)
        return self._ink

    def _draw_template(self, ink: QPixmap) -> None:
        with QPainter(ink) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(self._theme.ghost), _TEMPLATE_PEN)
            pen.setDashPattern([3, 4])
            painter.setPen(pen)
            painter.drawPolyline(self._line(self._template))

    def _draw(self, ink: QPixmap, drawn: int) -> None:
        """Draw the line up to that point."""
        with QPainter(ink) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(self._theme.ink), _PEN)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            first = max(0, self._inked - 1)
            painter.drawPolyline(self._line(self._path.points[first:drawn]))
        self._inked = drawn

    def _line(self, points: npt.ArrayLike) -> QPolygonF:
        """Return points of the spiral, in its own units, as they lie in the widget."""
        radius = min(self.width(), self.height()) / 2 / _REACH
        placed = np.asarray(points) * radius + (self.width() / 2, self.height() / 2)
        return QPolygonF([QPointF(x, y) for x, y in placed.tolist()])

    def _at(self, x: float, y: float) -> QPointF:
        radius = min(self.width(), self.height()) / 2 / _REACH
        return QPointF(self.width() / 2 + x * radius, self.height() / 2 + y * radius)

    def _pixel(self, i: int) -> QPointF:
        x, y = self._path.points[i]
        return self._at(float(x), float(y))
