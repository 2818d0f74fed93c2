"""The scenario from end to end: one lane a medicine, the clock's needle, scrubbed by mouse and keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.course import Course, taken
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Medicine, Scenario
from vmat2_desktop.regimens import ANTIPSYCHOTIC, HISTORY_DRUG, VMAT2_INHIBITOR, history
from vmat2_desktop.ui.controls import brush, draw_focus, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import HOURS_PER_WEEK, clock_day, clock_time, days_in_words, milligrams, tr
from vmat2_desktop.ui.traces.time_axis import time_axis

NAMES = 136
MOST_FOR_NAMES = 0.36
"""Share of the width that names and doses may take."""
END = 12
LANE, LANE_GAP = 15, 5
WORDS = 14
"""Height that a lane needs for its words, px."""
AXIS = 18
NEEDLE = 6.0
PIXELS_A_TICK = 64
ROLES = {ANTIPSYCHOTIC: "antipsychotic", VMAT2_INHIBITOR: "inhibitor"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a lane: from, to, mg a day."""

    start_h: float
    stop_h: float
    mg_per_day: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One medicine over the scenario."""

    name: str
    role: str
    stretches: tuple[Stretch, ...]
    since: str = ""
    """How long it was taken before the beginning."""

    @property
    def dose(self) -> str:
        """The daily dose that it ends with."""
        return milligrams(self.stretches[-1].mg_per_day) if self.stretches else tr("stopped")

    @property
    def words(self) -> str:
        """Everything about it in one line."""
        dose = tr("{0} a day").format(self.dose) if self.stretches else self.dose
        return " ".join(part for part in (self.name, dose, self.since) if part)


def lanes_of(scenario: Scenario, model: Model) -> tuple[Lane, ...]:
    """Return a lane for every medicine that is taken or was."""
    past = history(scenario, model)
    found = []
    for medicine in taken(scenario, model):
        drug = model.drugs[medicine.name]
        goes_on = past is not None and medicine.name == HISTORY_DRUG
        since = tr("for {0} before").format(days_in_words(past[0])) if past is not None and goes_on else ""
        lane = Lane(drug.name, role_of(drug), _stretches(medicine, scenario.horizon_h), since)
        if lane.stretches or lane.since:
            found.append(lane)
    return tuple(found)


def role_of(drug: Drug) -> str:
    """Return the colour role of a medicine."""
    return ROLES.get(drug.kind, "d1")


def _stretches(medicine: Medicine, horizon_h: float) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(dose.start_h, stop, dose.mg * dose.times_per_day)
        for dose in medicine.doses
        if (stop := min(horizon_h, horizon_h if dose.stop_h is None else dose.stop_h)) > dose.start_h
    )


class Timeline(QWidget):
    """Lanes on a layer, a needle over it."""

    scrubbed = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lanes: tuple[Lane, ...] = ()
        self._horizon_h = 1.0
        self._time_h = 0.0
        self._layer: QPixmap | None = None
        self._needle = 0.0
        self._spoken_day = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Time in the scenario"))
        self.setToolTip(tr("Drag, or use the arrow keys, to move through time"))
        look.changed.connect(self._relook)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes that are drawn."""
        return self._lanes

    def show_course(self, course: Course, horizon_h: float | None = None) -> None:
        """Draw the doses of a course; the clock may go on to a later horizon, of another one, h."""
        self._lanes = lanes_of(course.scenario, course.model)
        self._horizon_h = max(course.scenario.horizon_h, horizon_h or 0.0)
        how = tr("Drag, or use the arrow keys, to move through time")
        self.setToolTip("\n".join([how, *(lane.words for lane in self._lanes)]))
        self._relayer()

    def set_time(self, time_h: float) -> None:
        """Move the needle; only its strips are painted."""
        self._time_h = time_h
        day = int(time_h // HOURS_PER_DAY)
        if day != self._spoken_day:
            self._spoken_day = day
            self.setAccessibleDescription(f"{clock_day(time_h)} {clock_time(time_h, 3600.0)}")
        x = float(round(self.x_of(time_h)))
        if x != self._needle:
            for place in (self._needle, x):
                self.update(int(place - NEEDLE - 2), 0, int(2 * NEEDLE + 5), self.height())
            self._needle = x

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(600), self._look.px(66))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(240), self._look.px(58))

    def track(self) -> QRectF:
        """Return the rectangle of the lanes, px."""
        left = min(self._look.px(NAMES), round(self.width() * MOST_FOR_NAMES))
        top = NEEDLE * 2
        height = max(1.0, self.height() - top - self._look.px(AXIS))
        return QRectF(left, top, max(1.0, self.width() - left - END), height)

    def x_of(self, time_h: float) -> float:
        """Return the pixel of a time."""
        track = self.track()
        return track.left() + track.width() * min(1.0, time_h / self._horizon_h)

    def _relook(self) -> None:
        self.updateGeometry()
        self._relayer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self._relayer()

    def _relayer(self) -> None:
        self._layer = None
        self._needle = float(round(self.x_of(self._time_h)))
        self.update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        if self._layer is None:
            self._layer = self._draw_layer()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track, x = self.track(), self._needle
        ink = self._look.colour("ink")
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(x, NEEDLE), QPointF(x, track.bottom() + 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF([QPointF(x - NEEDLE, 1), QPointF(x + NEEDLE, 1), QPointF(x, NEEDLE * 1.9)])
        )
        if shows_focus(self):
            draw_focus(painter, self._look, QRectF(self.rect()))
        painter.end()

    def _draw_layer(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(self._look.colour("panel"))
        painter = QPainter(layer)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._draw_axis(painter)
        if not self._lanes:
            painter.setFont(self._look.font(14))
            painter.setPen(self._look.colour("ink2"))
            painter.drawText(self.track(), int(Qt.AlignmentFlag.AlignCenter), tr("No medicine taken"))
        else:
            shown = self.lane_rects()
            for lane, rect in zip(self._lanes, shown, strict=False):
                self._draw_lane(painter, lane, rect)
                self._draw_words(painter, lane.name, lane.dose, rect)
            hidden = len(self._lanes) - len(shown)
            if hidden:
                more = tr("and {0} more").format(hidden)
                self._draw_words(painter, "", more, shown[-1].translated(0, self._pitch()))
        painter.end()
        return layer

    def _pitch(self) -> float:
        """Return the height that each lane has with its gap: never less than its words need."""
        track = self.track()
        wanted = self._look.px(LANE + LANE_GAP)
        return max(float(self._look.px(WORDS)), min(wanted, track.height() / max(1, len(self._lanes))))

    def lane_rects(self) -> list[QRectF]:
        """Return where the lanes stand; those for which there is no room are counted in the last row."""
        track, pitch = self.track(), self._pitch()
        rows = max(1, int((track.height() + 1.0) / pitch))
        count = len(self._lanes) if len(self._lanes) <= rows else max(1, rows - 1)
        height = pitch - max(2.0, min(float(self._look.px(LANE_GAP)), pitch - self._look.px(LANE)))
        tops = (track.top() + 1 + place * pitch for place in range(count))
        return [QRectF(track.left(), top, track.width(), height) for top in tops]

    def _draw_axis(self, painter: QPainter) -> None:
        look, track = self._look, self.track()
        axis = time_axis(self._horizon_h, max(2, int(track.width() / look.px(PIXELS_A_TICK))))
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        y = round(track.bottom()) + 0.5
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(track.left(), y), QPointF(track.right(), y))
        baseline = track.bottom() + look.px(AXIS - 4)
        for time, text in axis.ticks:
            x = self.x_of(time)
            painter.setPen(QPen(look.colour("control"), 1))
            painter.drawLine(QPointF(x, y), QPointF(x, y + 3))
            painter.setPen(look.colour("ink2"))
            width = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(min(x - width / 2, self.width() - width), baseline), text)
        unit = axis.unit
        painter.drawText(
            QPointF(track.left() - look.px(14) - metrics.horizontalAdvance(unit), baseline), unit
        )

    def _draw_lane(self, painter: QPainter, lane: Lane, rect: QRectF) -> None:
        look = self._look
        highest = max((stretch.mg_per_day for stretch in lane.stretches), default=1.0)
        for stretch in lane.stretches:
            left, right = self.x_of(stretch.start_h), self.x_of(stretch.stop_h)
            height = rect.height() * (0.35 + 0.65 * stretch.mg_per_day / max(highest, 1e-9))
            block = QRectF(left, rect.bottom() - height, right - left, height)
            painter.setPen(QPen(look.colour(f"{lane.role}_edge"), 1))
            painter.setBrush(brush(look.colour(lane.role), 0.5))
            painter.drawRect(block)

    def _draw_words(self, painter: QPainter, name: str, dose: str, rect: QRectF) -> None:
        """Write name and dose before the lane, where the needle never comes."""
        look, right = self._look, rect.left() - self._look.px(14)
        painter.setFont(look.font(13, 600))
        metrics = QFontMetricsF(painter.font())
        baseline = rect.center().y() + metrics.capHeight() / 2
        painter.setPen(look.colour("ink"))
        width = metrics.horizontalAdvance(dose)
        painter.drawText(QPointF(right - width, baseline), dose)
        right -= width + look.px(8)
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, right)
        painter.drawText(QPointF(right - metrics.horizontalAdvance(name), baseline), name)

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the held mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer a key."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = 1.0 if fine else HOURS_PER_DAY
        key = Qt.Key(event.key())
        target = {
            Qt.Key.Key_Left: self._time_h - step,
            Qt.Key.Key_Right: self._time_h + step,
            Qt.Key.Key_PageDown: self._time_h - HOURS_PER_WEEK,
            Qt.Key.Key_PageUp: self._time_h + HOURS_PER_WEEK,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._horizon_h,
        }.get(key)
        if target is None:
            super().keyPressEvent(event)
            return
        event.accept()
        self.scrubbed.emit(min(max(target, 0.0), self._horizon_h))

    def _scrub(self, event: QMouseEvent) -> None:
        event.accept()
        track = self.track()
        share = (event.position().x() - track.left()) / track.width()
        self.scrubbed.emit(min(1.0, max(0.0, share)) * self._horizon_h)
