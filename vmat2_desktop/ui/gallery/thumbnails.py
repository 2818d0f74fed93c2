"""Small pictures of ready scenarios at the moment to look at, drawn in the pauses of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from vmat2_desktop.documents.gallery import Entry
from vmat2_desktop.engine import course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.experiment import OPENING_SPEED, Side
from vmat2_desktop.ui.compare.badge import draw_badge
from vmat2_desktop.ui.compare.miniature import Miniature, Sheets
from vmat2_desktop.ui.compare.plate import names_of
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.synapse_view import words
from vmat2_desktop.ui.synapse_view.scene import Scene

GAP = 6
BADGE, INSET = 22, 6
_Key = tuple[str, int, int, float]
"""Theme, width, height and device pixels of one pixel."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is drawn of one scenario."""

    scene: Scene
    names: words.Names


class Thumbnails(QObject):
    """Keeps the states of the scenarios, and the pictures of the present theme and size."""

    ready = Signal(str)
    """The id of an entry whose picture is there."""

    def __init__(self, model: Model, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self._sheets = Sheets(model)
        self._states: dict[str, list[_State]] = {}
        self._pictures: dict[str, tuple[_Key, QPixmap]] = {}
        """Of each entry the one that was drawn last: a window that is resized leaves no heap behind."""
        self._wanted: dict[str, tuple[Entry, QSize, float]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        look.changed.connect(self._pictures.clear)

    def picture(self, entry: Entry, size: QSize, ratio: float) -> QPixmap | None:
        """Return the picture of an entry, or None: it will be drawn, and `ready` tells.

        Args:
            entry: what is drawn.
            size: of the picture, px.
            ratio: device pixels of one pixel.
        """
        key, found = self._pictures.get(entry.id, (None, None))
        if key == self._key(size, ratio):
            return found
        self._wanted[entry.id] = (entry, QSize(size), ratio)
        if not self._timer.isActive():
            self._timer.start(0)
        return None

    def rest(self) -> None:
        """Draw no more until a picture is asked for again."""
        self._wanted.clear()
        self._timer.stop()

    def _key(self, size: QSize, ratio: float) -> _Key:
        return self._look.theme.name, size.width(), size.height(), ratio

    def _next(self) -> None:
        """Solve one scenario, or draw an entry whose scenarios are solved; then let the window go on."""
        if not self._wanted:
            return
        name = next(iter(self._wanted))
        entry, size, ratio = self._wanted[name]
        scenarios = [one for one in (entry.a, entry.b) if one is not None]
        states = self._states.setdefault(name, [])
        if len(states) < len(scenarios):
            states.append(self._state(scenarios[len(states)], entry.time_h))
        else:
            del self._wanted[name]
            self._pictures[name] = self._key(size, ratio), self._drawn(states, size, ratio)
            self.ready.emit(name)
        if self._wanted:
            self._timer.start(0)

    def _state(self, scenario: Scenario, time_h: float) -> _State:
        scene = Scene(self._model)
        solved = course.solve(scenario, self._model)
        scene.show(Simulation(solved, ()).frame(time_h, OPENING_SPEED))
        return _State(scene, names_of(scenario, self._model))

    def _drawn(self, states: Sequence[_State], size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        width = (size.width() - GAP * (len(states) - 1)) // len(states)
        with QPainter(pixmap) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            for place, (side, state) in enumerate(zip(Side, states, strict=False)):
                painter.save()
                painter.translate(QPointF(place * (width + GAP), 0))
                miniature = Miniature(
                    self._sheets, self._look.theme, QSize(width, size.height()), ratio, text_scale=0.0
                )
                miniature.paint(painter, state.scene, state.names)
                if len(states) > 1:
                    badge = self._look.px(BADGE)
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    draw_badge(painter, self._look, side, QRectF(INSET, INSET, badge, badge), size=13)
                painter.restore()
        return pixmap
