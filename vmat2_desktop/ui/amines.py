"""A quiet strip below the plate: the other amines that VMAT2 loads, and the adrenal medulla, with VMAT1."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.means import averaged
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Text, paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.synapse_view.geometry import level_chord
from vmat2_desktop.ui.synapse_view.words import percent
from vmat2_desktop.ui.texts import tr

_ROW, _SIGN = 44, 38
"""Height of a row and side of a sign, px at a text scale of 1."""


class Amines(QWidget):
    """Serotonin, noradrenaline, adrenal medulla and blood pressure, each relative to the healthy person."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._numbers = Gate()
        self._calm: tuple[Course | None, float, Course | None] = (None, 0.0, None)
        self.setAccessibleName(tr("Other amines"))
        self.stores = _Stores(look)
        self.note = Text(look, _why(), 14, 400, "ink2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 8)
        layout.setSpacing(4)
        layout.addWidget(self.stores)
        layout.addWidget(self.note)
        self.stores.setToolTip(_why())
        session.frame_ready.connect(self._show_frame)
        session.course_changed.connect(lambda _course: self._show(session.frame))
        self._show(session.frame)

    def set_explained(self, on: bool) -> None:
        """Say below the values why they fall, where there is room; else the tooltip says it."""
        self.note.setVisible(on)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nothing was shown."""
        super().showEvent(event)
        self._show(self._session.frame)

    def _show_frame(self, frame: Frame) -> None:
        if self.isVisible() and self._numbers.opens(self._session.running):
            self._show(frame)

    def _show(self, frame: Frame) -> None:
        course = self._course(frame.mean_h)
        values = {name: course.at(name, frame.time_h) for name, _, _ in _stores()}
        self.stores.show_values(values)
        said = "; ".join(f"{name} {percent(values[key])}" for key, _, name in _stores())
        self.setAccessibleDescription(tr("{values} of healthy. {why}").format(values=said, why=_why()))

    def _course(self, mean_h: float) -> Course:
        """Return the course, or its means at a speed that asks for them."""
        course = self._session.course
        if mean_h <= 0.0:
            return course
        if self._calm[0] is not course or self._calm[1] != mean_h:
            self._calm = (course, mean_h, averaged(course, mean_h))
        calm = self._calm[2]
        return course if calm is None else calm


def _stores() -> tuple[tuple[str, str, str], ...]:
    """Return observable, sign and name; no sign: a bar."""
    return (
        ("index.serotonin", "5-HT", tr("serotonin")),
        ("index.noradrenaline", "NA", tr("noradrenaline")),
        ("index.adrenal", "A", tr("adrenal medulla")),
        ("index.blood_pressure", "", tr("blood pressure")),
    )


def _of_healthy() -> str:
    return tr("of healthy")


def _why() -> str:
    return tr(
        "Serotonin and noradrenaline terminals load their vesicles with VMAT2 too, so that every VMAT2 "
        "inhibitor lowers them as well. The adrenal medulla uses VMAT1, "
        "which of these medicines only reserpine blocks."
    )


class _Stores(QWidget):
    """Four rings or bars with their values, in one row or in two."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._values: dict[str, float] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def values(self) -> dict[str, float]:
        """What is shown, by observable."""
        return dict(self._values)

    def show_values(self, values: dict[str, float]) -> None:
        """Draw these."""
        if values != self._values:
            self._values = values
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of one row."""
        return QSize(self._look.px(560), self._look.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the least: the widest of two rows."""
        return QSize(round(max(self._widths()) * 2), self._look.px(_ROW))

    def hasHeightForWidth(self) -> bool:
        """Two rows where one is too narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._look.px(_ROW) * (1 if width >= sum(self._widths()) else 2)

    def _widths(self) -> list[float]:
        """Return the width that each of the four needs."""
        look = self._look
        names, values = QFontMetricsF(look.font(14)), QFontMetricsF(look.font(15, 600))
        least = values.horizontalAdvance(percent(1.0)) + look.px(6) + names.horizontalAdvance(_of_healthy())
        wide = [names.horizontalAdvance(name) for _, _, name in _stores()]
        return [
            max(width, least * (place == 0)) + look.px(_SIGN + 8 + 12) for place, width in enumerate(wide)
        ]

    def _lefts(self) -> list[tuple[float, float]]:
        """Return where each of the four begins: in one row with equal gaps, or in two rows of two."""
        widths = self._widths()
        spare = self.width() - sum(widths)
        if spare < 0.0:
            return [(place % 2 * self.width() / 2, place // 2 * self._look.px(_ROW)) for place in range(4)]
        return [(sum(widths[:place]) + spare / 4 * place, 0.0) for place in range(4)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the stores."""
        look, painter = self._look, paint_on(self)
        for place, (key, sign, name) in enumerate(_stores()):
            x, y = self._lefts()[place]
            value = self._values.get(key, 1.0)
            box = QRectF(x, y + look.px(3), look.px(_SIGN), look.px(_SIGN))
            if sign:
                _ring(painter, look, box, value, sign)
            else:
                _column(painter, look, box, value)
            left = box.right() + look.px(8)
            painter.setPen(look.colour("ink"))
            painter.setFont(look.font(15, 600))
            painter.drawText(QPointF(left, y + look.px(18)), percent(value))
            after = left + painter.fontMetrics().horizontalAdvance(percent(value)) + look.px(6)
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(14))
            if place == 0:
                painter.drawText(QPointF(after, y + look.px(18)), _of_healthy())
            painter.drawText(QPointF(left, y + look.px(36)), name)
        painter.end()


def _ring(painter: QPainter, look: Look, box: QRectF, value: float, sign: str) -> None:
    """Draw a vesicle whose filled area is the value, with the sign of its amine."""
    ring = box.adjusted(2, 2, -2, -2)
    disc = QPainterPath()
    disc.addEllipse(ring)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("vesicle"))
    painter.drawPath(disc)
    share = min(max(value, 0.0), 1.0)
    if share > 0.0:
        top = ring.center().y() + level_chord(share) * ring.height() / 2
        painter.save()
        painter.setClipPath(disc)
        painter.setBrush(look.colour("selected"))
        painter.drawRect(QRectF(ring.left(), top, ring.width(), ring.bottom() - top))
        painter.setPen(QPen(look.colour("accent"), 1.4))
        # Not through the sign: it would look crossed out.
        half = QFontMetricsF(look.font(13, 600)).horizontalAdvance(sign) / 2 + 1.5
        if abs(top - ring.center().y()) > look.px(8):
            half = 0.0
        painter.drawLine(QPointF(ring.left(), top), QPointF(ring.center().x() - half, top))
        painter.drawLine(QPointF(ring.center().x() + half, top), QPointF(ring.right(), top))
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("vesicle_membrane"), 2.2))
    painter.drawPath(disc)
    painter.setPen(look.colour("ink"))
    painter.setFont(look.font(13, 600))
    painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), sign)


def _column(painter: QPainter, look: Look, box: QRectF, value: float) -> None:
    """Draw a standing bar with a mark at the healthy value."""
    bar = QRectF(box.center().x() - look.px(6), box.top() + 2, look.px(12), box.height() - 4)
    healthy = bar.top() + bar.height() * 0.15
    top = bar.bottom() - (bar.bottom() - healthy) * max(value, 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.colour("accent")))
    painter.drawRect(QRectF(bar.left(), max(top, bar.top()), bar.width(), bar.bottom() - max(top, bar.top())))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("control"), 1))
    painter.drawRect(bar)
    painter.setPen(QPen(look.colour("ink"), 2))
    painter.drawLine(QPointF(bar.left() - 4, healthy), QPointF(bar.right() + 4, healthy))
