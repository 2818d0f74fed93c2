"""The time axis below the diagrams, once for all of them: ticks, and what happens to the medicines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.controls import draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces import reader
from vmat2_desktop.ui.traces.events import Event, Kind, events_of
from vmat2_desktop.ui.traces.ground import Axes
from vmat2_desktop.ui.traces.hands import Hands
from vmat2_desktop.ui.traces.plot import LEFT, RIGHT
from vmat2_desktop.ui.traces.scale import Scale
from vmat2_desktop.ui.traces.time_axis import TimeAxis, window_axis
from vmat2_desktop.ui.traces.time_view import TimeView

PIXELS_A_TICK = 46
EVENTS = 14
"""Height of the row of events, px."""
MARK = 4.5
NEAR = 6.0
"""px from an event within which it is named."""


class AllButton(QAbstractButton):
    """Words that can be pressed: back to the whole scenario."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setText(tr("Show all"))
        self.setObjectName("show_all_time")
        self.setAccessibleName(tr("Show the whole scenario on the time axis"))
        self.setToolTip(tr("Show the whole scenario (double click, or 0)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        metrics = QFontMetricsF(self._look.font(13, 600))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 8, self._look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = paint_on(self)
        painter.setFont(self._look.font(13, 600))
        painter.setPen(self._look.colour("accent"))
        painter.drawText(QRectF(self.rect()), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if shows_focus(self):
            draw_focus(painter, self._look, QRectF(self.rect()))
        painter.end()


class TimeStrip(QWidget):
    """Ticks with the name of their unit, below a row of events. A drag moves along it."""

    def __init__(self, look: Look, view: TimeView | None = None) -> None:
        super().__init__()
        self._look = look
        self.view = TimeView() if view is None else view
        self.events: tuple[Event, ...] = ()
        self.all_button = AllButton(look, self)
        self.all_button.clicked.connect(self.view.show_all)
        self._hands = Hands(self.view, self._axes, None, self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setObjectName("time_axis")
        self.setAccessibleName(tr("Time axis of the traces"))
        self._how = tr("Drag to move along, turn the wheel to look closer, double click to see everything")
        self.setToolTip(self._how)
        look.changed.connect(self._relook)
        self.view.range_changed.connect(self._follow_range)
        self.view.reading_changed.connect(self.update)
        self._follow_range()

    def show_course(self, course: Course) -> None:
        """Take the horizon and the events of a course."""
        self.events = events_of(course.scenario, course.model)
        self.view.set_horizon(float(course.time_h[-1]))
        self._describe()
        self.update()

    def axis(self) -> TimeAxis:
        """Return the ticks that fit."""
        most = max(2, int(self.width() / self._look.px(PIXELS_A_TICK)))
        return window_axis(self.view.begin_h, self.view.end_h, most)

    def event_at(self, x: float) -> Event | None:
        """Return the event at a pixel, if there is one."""
        near = [(abs(self._x_of(event) - x), place) for place, event in enumerate(self.events)]
        distance, place = min(near, default=(NEAR + 1.0, -1))
        return self.events[place] if distance <= self._look.px(NEAR) else None

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(200), self._look.px(EVENTS + 40))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(100), self._look.px(EVENTS + 40))

    # What follows

    def _axes(self) -> Axes:
        left, right = float(self._look.px(LEFT)), float(self.width() - RIGHT)
        rect = QRectF(left, 0.0, max(1.0, right - left), float(self.height()))
        return Axes(rect, self.view.begin_h, self.view.end_h, Scale())

    def _x_of(self, event: Event) -> float:
        return self._axes().x_of(event.time_h)

    def _relook(self) -> None:
        self.updateGeometry()
        self._place_button()
        self.update()

    def _follow_range(self) -> None:
        self.all_button.setVisible(not self.view.whole)
        self._describe()
        self.update()

    def _describe(self) -> None:
        span = self.view.span_h
        ends = [reader.moment(time, span) for time in (self.view.begin_h, self.view.end_h)]
        happenings = [
            f"{reader.moment(event.time_h, self.view.horizon_h)}: {event.text}" for event in self.events
        ]
        self.setAccessibleDescription("; ".join([tr("{0} to {1}").format(*ends), *happenings]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self._place_button()

    def _place_button(self) -> None:
        size = self.all_button.sizeHint()
        self.all_button.setGeometry(0, self.height() - size.height(), size.width(), size.height())

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        self.paint(painter)
        if self.view.reading_h is not None:
            self._draw_moment(painter, self._axes(), self.view.reading_h)
        if shows_focus(self):
            draw_focus(painter, self._look, QRectF(self.rect()))
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw ticks, unit and events at the painter's origin."""
        look = self._look
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        axes, top = self._axes(), float(look.px(EVENTS))
        painter.setFont(look.font(13))
        metrics = QFontMetricsF(painter.font())
        axis = self.axis()
        for time, text in axis.ticks:
            x = axes.x_of(time)
            painter.setPen(QPen(look.colour("control"), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            painter.setPen(look.colour("ink2"))
            width = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(min(x - width / 2, self.width() - width), top + look.px(17)), text)
        self._draw_caption(painter, axis.caption, axes.rect.right())
        self._draw_events(painter, axes)

    def _draw_caption(self, painter: QPainter, caption: str, right: float) -> None:
        look = self._look
        metrics = QFontMetricsF(painter.font())
        left = self.all_button.width() + look.px(8) if not self.view.whole else 0.0
        shown = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, right - left)
        baseline = look.px(EVENTS + 34)
        painter.drawText(QPointF(right - metrics.horizontalAdvance(shown), baseline), shown)

    def _draw_events(self, painter: QPainter, axes: Axes) -> None:
        look, size = self._look, self._look.px(MARK)
        y = look.px(EVENTS) / 2
        for event in self.events:
            if not axes.shows(event.time_h):
                continue
            x = axes.x_of(event.time_h)
            painter.setPen(QPen(look.colour(f"{event.role}_edge"), 1.2))
            painter.setBrush(look.colour(event.role))
            painter.drawPolygon(_mark(event.kind, x, y, size))

    def _draw_moment(self, painter: QPainter, axes: Axes, time_h: float) -> None:
        look = self._look
        text = reader.moment(time_h, self.view.span_h)
        metrics = QFontMetricsF(look.font(13))
        width = metrics.horizontalAdvance(text) + 2 * reader.PAD
        left = min(max(0.0, axes.x_of(time_h) - width / 2), self.width() - width)
        place = QRectF(round(left), look.px(EVENTS) + 1, width, metrics.height() + reader.PAD)
        reader.draw_tag(painter, look, place, (text,))

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the axis."""
        self._hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the axis, or name what is under the mouse."""
        self._hands.move(event)
        found = self.event_at(event.position().x()) if not event.buttons() else None
        if found is not None:
            words = f"{reader.moment(found.time_h, self.view.horizon_h)}: {found.text}"
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at everything."""
        self._hands.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer."""
        self._hands.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Read no more."""
        super().leaveEvent(event)
        self._hands.leave()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._hands.claims(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer a key."""
        if not self._hands.key(event):
            super().keyPressEvent(event)


def _mark(kind: Kind, x: float, y: float, size: float) -> QPolygonF:
    """Return a triangle that points on for a start, a diamond for a change, a square for a stop."""
    corners = {
        Kind.START: ((-size, -size), (size, 0.0), (-size, size)),
        Kind.CHANGE: ((0.0, -size), (size, 0.0), (0.0, size), (-size, 0.0)),
        Kind.STOP: ((-size, -size), (size, -size), (size, size), (-size, size)),
    }[kind]
    factor = 0.82 if kind is Kind.STOP else 1.0
    return QPolygonF([QPointF(x + dx * factor, y + dy * factor) for dx, dy in corners])
