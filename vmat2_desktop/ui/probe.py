"""A probe in the cleft, moved by hand or keys: it draws the dopamine that one release brings to its place."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine import probe
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.synapse_view import SynapseView
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.words import SPACE
from vmat2_desktop.ui.texts import fixed, tr

Point = tuple[float, float]

SITE: Point = (g.CENTRE_X, g.BASE_Y)
"""The middle release site, design units."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 170.0, 630.0, g.BASE_Y + 8.0, g.POST_Y - 24.0
_SIDE = 28
_STEP, _FINE = 10.0, 2.0
_KEYS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


def inside(place: Point) -> Point:
    """Return the nearest place in the cleft."""
    return min(max(place[0], _LEFT), _RIGHT), min(max(place[1], _TOP), _BOTTOM)


def distance_um(place: Point, model: Model) -> float:
    """Return how far a drawn place is from the release site: along by the vesicles, across by the cleft."""
    drawing = model.drawing
    along = (place[0] - SITE[0]) * drawing.vesicle_radius / g.VESICLE_RADIUS
    across = (place[1] - SITE[1]) * drawing.cleft_height / (g.POST_Y - g.BASE_Y)
    return math.hypot(along, across) / 1000.0


class Probe(QWidget):
    """The tip of the probe, over the picture."""

    def __init__(self, view: SynapseView, look: Look) -> None:
        super().__init__(view)
        self._view = view
        self._look = look
        self.setObjectName("probe")
        self.setAccessibleName(tr("Probe"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(tr("Drag, or arrow keys; Shift: small steps"))
        view.moved.connect(self.settle)
        look.changed.connect(self.settle)
        look.probe_moved.connect(self.settle)

    @property
    def place(self) -> Point:
        """Where it stands, design units."""
        across, down = self._look.probe_at
        return _LEFT + across * (_RIGHT - _LEFT), _TOP + down * (_BOTTOM - _TOP)

    def put(self, place: Point) -> None:
        """Stand there, or as near as the cleft allows."""
        x, y = inside(place)
        self._look.set_probe(
            self._look.probe, ((x - _LEFT) / (_RIGHT - _LEFT), (y - _TOP) / (_BOTTOM - _TOP))
        )

    def settle(self) -> None:
        """Lie over its place, where that is in sight."""
        side = self._look.px(_SIDE)
        at = self._view.pixel_of(self.place)
        self.setGeometry(round(at.x() - side / 2), round(at.y() - side / 2), side, side)
        self.setVisible(self._look.probe and self._view.shows(at))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.put(self._view.design_of(QPointF(self.mapToParent(event.position().toPoint()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move it by the arrow keys."""
        by = _KEYS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        step = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        x, y = self.place
        self.put((x + by[0] * step, y + by[1] * step))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        middle, radius = QRectF(self.rect()).center(), self.width() / 2 - 6.0
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("ink"), 2.0))
        painter.drawEllipse(middle, radius, radius)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            way = QPointF(dx, dy)
            painter.drawLine(middle + way * (radius - 3.0), middle + way * (radius + 4.0))
        painter.setBrush(look.colour("ink"))
        painter.drawEllipse(middle, 1.5, 1.5)
        if shows_focus(self):
            draw_focus(painter, look, QRectF(self.rect()).adjusted(1, 1, -1, -1), 6)
        painter.end()


class ProbeTrace(QWidget):
    """What the probe reads after a release, over milliseconds; both scales are logarithmic."""

    def __init__(self, session: Session, look: Look, tip: Probe) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._tip = tip
        self._gate = Gate()
        self.reading: probe.Reading | None = None
        self.setObjectName("probe_trace")
        self.setAccessibleName(tr("Dopamine at the probe"))
        self.setToolTip(
            tr(
                "Diffusion from a point with re-uptake, after a release from the middle site. The walls of "
                "the cleft are not in it, so that near the site it is an estimate."
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        session.frame_ready.connect(self._follow)
        session.course_changed.connect(lambda _course: self.read())
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.read)
        look.probe_moved.connect(self.read)

    def sizeHint(self) -> QSize:
        """Return the room of a small trace."""
        return QSize(self._look.px(400), self._look.px(132))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.read()

    def _follow(self, _frame: Frame) -> None:
        if self._gate.opens(self._session.running):
            self.read()

    def read(self) -> None:
        """Read the present moment at the probe's place."""
        if not self.isVisible():
            return
        session = self._session
        self.reading = probe.read(session.course, session.time_h, distance_um(self._tip.place, session.model))
        said = self.words()
        for widget in (self, self._tip):
            if widget.accessibleDescription() != said:
                widget.setAccessibleDescription(said)
        self.update()

    def words(self) -> str:
        """Return the reading in words; nothing before the first."""
        reading = self.reading
        if reading is None:
            return ""
        return tr("{nm} nm from the release: peak {peak} after {time}, at rest {rest}").format(
            nm=fixed(reading.distance_um * 1000.0, 0),
            peak=_dopamine(reading.peak_nM),
            time=_time(reading.peak_s),
            rest=_dopamine(reading.floor_nM),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the trace."""
        look, painter = self._look, paint_on(self)
        painter.fillRect(self.rect(), look.colour("window"))
        reading = self.reading
        if reading is not None:
            painter.setPen(look.colour("ink"))
            painter.setFont(look.font(15, 600))
            row = QRectF(24, 2, self.width() - 48, look.px(22))
            painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter), self.words())
            note = tr("without the walls of the cleft")
            used = painter.fontMetrics().horizontalAdvance(self.words())
            painter.setFont(look.font(13))
            if used + painter.fontMetrics().horizontalAdvance(note) + look.px(16) <= row.width():
                painter.setPen(look.colour("ink2"))
                right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(row, int(right), note)
            area = QRectF(24 + look.px(58), look.px(28), 0, 0)
            area.setRight(self.width() - 24.0 - look.px(34))
            area.setBottom(self.height() - look.px(24))
            _curve(painter, look, area, reading)
        painter.end()


def _figures(value: float) -> str:
    """Write two leading figures."""
    return f"{float(f'{value:.2g}'):g}"


def _time(seconds: float) -> str:
    """Write a time shorter than seconds."""
    if seconds < 1e-3:
        return f"{_figures(seconds * 1e6)}{SPACE}{tr('µs')}"
    return f"{_figures(seconds * 1e3)}{SPACE}{tr('ms')}"


def _dopamine(nM: float) -> str:
    for least, unit in ((1e6, tr("mM")), (1e3, tr("µM"))):
        if nM >= 0.9999 * least:
            return f"{_figures(nM / least)}{SPACE}{unit}"
    return f"{_figures(nM)}{SPACE}{tr('nM')}"


def _curve(painter: QPainter, look: Look, area: QRectF, reading: probe.Reading) -> None:
    """Draw decades and the curve; the dashed line is the level at rest."""
    ms, nM = np.log10(reading.seconds * 1000.0), np.log10(reading.dopamine_nM)
    first, last = math.floor(ms[0]), math.ceil(ms[-1])
    low, high = math.floor(math.log10(reading.floor_nM)), math.ceil(nM.max())
    high = max(high, low + 1)

    def at(x: float, y: float) -> QPointF:
        return QPointF(
            area.left() + (x - first) / (last - first) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    painter.setFont(look.font(13))
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    every = max(1, math.ceil((high - low) / 3))
    for decade in range(low, high + 1, every):
        y = at(first, decade).y()
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(look.colour("ink2"))
        painter.drawText(
            QRectF(area.left() - look.px(66), y - 10, look.px(60), 20), right, _dopamine(10.0**decade)
        )
    centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip)
    for decade in range(first, last + 1):
        x = at(decade, low).x()
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4))
        name = fixed(10.0**decade, max(0, -decade)) + (f" {tr('ms')}" if decade == last else "")
        painter.drawText(QRectF(x - 30, area.bottom() + 4, 60, 18), centre, name)
    rest = at(first, math.log10(reading.floor_nM)).y()
    painter.setPen(QPen(look.colour("ink2"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(area.left(), rest), QPointF(area.right(), rest))
    painter.setPen(QPen(look.colour("dopamine_edge"), 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([at(x, y) for x, y in zip(ms, nM, strict=True)]))
    top = at(math.log10(reading.peak_s * 1000.0), math.log10(reading.peak_nM))
    painter.setBrush(look.colour("window"))
    painter.drawEllipse(top, 4, 4)
