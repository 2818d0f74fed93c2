"""One spike in four still pictures, for whom moving ones disturb: read and stepped through at any pace."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.session import Session
from vmat2_desktop.ui.compare.miniature import Miniature, Sheets
from vmat2_desktop.ui.compare.plate import names_of
from vmat2_desktop.ui.controls import draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.synapse_view import words
from vmat2_desktop.ui.synapse_view.counts import Counts
from vmat2_desktop.ui.synapse_view.lettering import height_of, wrapped
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.texts import fixed, tr

STILL_SECONDS = 2.0
"""The stills stand at least so long while the clock runs."""
_ROW_FROM = 2.6
"""Width over height from which all four stand in one row."""
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_GAP, _EDGE = 12.0, 16.0


@dataclass(frozen=True, slots=True)
class Still:
    """One picture with its words."""

    title: str
    lines: tuple[str, ...]
    scene: Scene


class Storyboard(QWidget):
    """Four stills of a typical spike of the present moment: rest, fusion, crossing, clearance."""

    stepped = Signal(int)
    """Another still is looked at."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._sheets = Sheets(session.model)
        self._stills: tuple[Still, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._names = names_of(session.scenario, session.model)
        self._pictures: list[Miniature] = []
        self._gate = Gate(seconds=STILL_SECONDS)
        self._simulation: tuple[object, Simulation] | None = None
        self.current = 0
        self.setObjectName("storyboard")
        self.setAccessibleName(tr("One spike in four stills"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        session.scenario_changed.connect(self._rename)
        session.frame_ready.connect(self._follow)
        look.changed.connect(self._forget)

    @property
    def stills(self) -> tuple[Still, ...]:
        """What is shown."""
        return self._stills

    # What it shows

    def _rename(self, scenario: Scenario) -> None:
        self._names = names_of(scenario, self._session.model)

    def _follow(self, frame: Frame) -> None:
        if self.isVisible() and self._gate.opens(self._session.running):
            self._show(frame)

    def catch_up(self) -> None:
        """Show the present moment."""
        self._show(self._session.frame)

    def _show(self, frame: Frame) -> None:
        course = self._session.course
        shown = (course, frame.time_h, frame.mean_h, self._names)
        if self._shown == shown:
            return
        self._shown = shown
        if self._simulation is None or self._simulation[0] is not course:
            self._simulation = (course, Simulation(course))
        frames = self._simulation[1].stills(frame.time_h, frame.mean_h)
        self._stills = tuple(self._still(place, one) for place, one in enumerate(frames))
        self._describe()
        self.update()

    def _still(self, place: int, frame: Frame) -> Still:
        scene = Scene(self._session.model)
        scene.show(frame)
        assert scene.counts is not None
        title, *lines = _said(place, frame, scene.counts)
        return Still(title, tuple(lines), scene)

    def _describe(self) -> None:
        still = self._stills[self.current]
        said = tr("{n} of {all}. {title}. {lines}.").format(
            n=self.current + 1, all=len(self._stills), title=still.title, lines=". ".join(still.lines)
        )
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def step(self, by: int) -> None:
        """Look at the next still or the one before; a screen reader says it."""
        place = min(max(self.current + by, 0), len(self._stills) - 1)
        if not self._stills or place == self.current:
            return
        self.current = place
        self._describe()
        event = QAccessibleAnnouncementEvent(self, self.accessibleDescription())
        QAccessible.updateAccessibility(event)
        self.stepped.emit(place)
        self.update()

    # Hands and keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the stills."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.step(by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the still under the hand."""
        super().mousePressEvent(event)
        for place, rect in enumerate(self.cards()):
            if rect.contains(event.position()):
                self.step(place - self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    # Where it stands

    def sizeHint(self) -> QSize:
        """Return the size in the look."""
        return QSize(840, 808)

    def _forget(self) -> None:
        self._pictures = []
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._forget()

    def _head(self) -> float:
        return 16.0 + height_of(self._look.font(20, 700)) + 4.0

    def cards(self) -> list[QRectF]:
        """Return where each still stands with its words."""
        columns = 4 if self.width() > _ROW_FROM * self.height() else 2
        rows = 4 // columns
        wide = (self.width() - 2 * _EDGE - (columns - 1) * _GAP) / columns
        high = (self.height() - self._head() - _EDGE - (rows - 1) * _GAP) / rows
        return [
            QRectF(
                _EDGE + place % columns * (wide + _GAP),
                self._head() + place // columns * (high + _GAP),
                wide,
                high,
            )
            for place in range(4)
        ]

    def _caption_height(self, width: float) -> float:
        """Return the height of the longest caption, so that all pictures are of one size."""
        note = self._look.font(14)
        rows = [sum(len(wrapped(line, note, width)) for line in still.lines) for still in self._stills]
        return height_of(self._look.font(16, 600)) + max(rows) * height_of(note) + 12.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the stills."""
        look, painter = self._look, paint_on(self)
        painter.fillRect(self.rect(), look.colour("window"))
        if self._stills:
            painter.setPen(look.colour("ink"))
            painter.setFont(look.font(20, 700))
            day = int(self._stills[0].scene.counts.frame.time_h // 24) if self._stills[0].scene.counts else 0
            row = QRectF(_EDGE + 8, 12, self.width() - 2 * _EDGE, self._head() - 12)
            title = tr("A typical spike of day {day}, in four stills").format(day=day)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), title)
            for place, rect in enumerate(self.cards()):
                self._paint_card(painter, place, rect)
        painter.end()

    def _paint_card(self, painter: QPainter, place: int, rect: QRectF) -> None:
        look, still = self._look, self._stills[place]
        inner = rect.width() - 24.0
        words_high = self._caption_height(inner)
        picture = QRectF(rect.topLeft(), rect.size()).adjusted(0, 0, 0, -words_high)
        here = place == self.current
        painter.setPen(QPen(look.colour("accent" if here else "line"), 2.5 if here else 1.0))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 12, 12)
        self._paint_picture(painter, place, picture.adjusted(3, 3, -3, 0))
        y = picture.bottom() + 4.0
        painter.setFont(look.font(16, 600))
        painter.setPen(look.colour("ink"))
        y = _line(painter, f"{place + 1}  {still.title}", rect.left() + 12, y, height_of(painter.font()))
        note = look.font(14)
        painter.setFont(note)
        painter.setPen(look.colour("ink2"))
        for line in still.lines:
            for part in wrapped(line, note, inner):
                y = _line(painter, part, rect.left() + 12, y, height_of(note))
        if here and shows_focus(self):
            draw_focus(painter, look, rect.adjusted(4, 4, -4, -4), 10)

    def _paint_picture(self, painter: QPainter, place: int, rect: QRectF) -> None:
        size = rect.toAlignedRect().size()
        while len(self._pictures) <= place:
            self._pictures.append(
                Miniature(self._sheets, self._look.theme, size, self.devicePixelRatioF(), 0.0)
            )
        painter.save()
        painter.translate(QPointF(QPoint(round(rect.left()), round(rect.top()))))
        self._pictures[place].paint(painter, self._stills[place].scene, self._names)
        painter.restore()


def _line(painter: QPainter, text: str, x: float, y: float, height: float) -> float:
    """Write a line; return where the next one begins."""
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
    painter.drawText(QRectF(x, y, 1.0, height), left, text)
    return y + height


def _said(place: int, frame: Frame, counts: Counts) -> tuple[str, ...]:
    """Return the title of a still and its lines."""
    lit = tr("{lit} of {all} drawn D2 lit").format(lit=len(counts.lit_d2), all=len(counts.d2_slots))
    beside = tr("{now} beside the release").format(now=words.concentration(frame.perisynaptic_nM))
    after = tr("{ms} ms after the spike").format(ms=fixed(frame.seconds_since_spike * 1000.0, 0))
    full = words.percent(words.fullness(frame))
    if place == 0:
        pumps = tr("{n} of {all} pumps blocked, vesicles {full} full").format(
            n=counts.shown_blocked, all=len(counts.shown_pumps), full=full
        )
        return tr("Rest"), pumps, f"{beside}, {lit}"
    if place == 1:
        return tr("Spike and fusion"), tr("{after}: a vesicle opens").format(after=after), f"{beside}, {lit}"
    if place == 2:
        crosses = tr("{after}: dopamine binds D2").format(after=after)
        return tr("Crossing and binding"), crosses, f"{beside}, {lit}"
    speed = tr("DAT at {share} of full speed").format(share=words.percent(frame.dat_flux))
    return tr("Clearance"), tr("{after}: {speed}").format(after=after, speed=speed), f"{beside}, {lit}"
