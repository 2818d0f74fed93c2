"""The column of traces: a few drawn, the others as values, all on one time axis."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.means import averaged
from vmat2_desktop.engine.uncertainty import Band, Ranges
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import SLIM_BAR, Button, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.traces import figure
from vmat2_desktop.ui.traces.axis import TimeStrip
from vmat2_desktop.ui.traces.card import Save, TraceCard
from vmat2_desktop.ui.traces.catalogue import DRAWN, SHOWN_AT_FIRST, traces
from vmat2_desktop.ui.traces.closer import Closer
from vmat2_desktop.ui.traces.known import Known
from vmat2_desktop.ui.traces.overlay import Overlaid
from vmat2_desktop.ui.traces.reading import Reading
from vmat2_desktop.ui.traces.scrolling import Scrolling
from vmat2_desktop.ui.traces.table import csv_of
from vmat2_desktop.ui.traces.tables import Tables
from vmat2_desktop.ui.traces.time_view import TimeView

WORDS_FROM = 300
"""Width, before the text scale, from which on the head has room for words beside the icons."""


class TracesColumn(QWidget):
    """Every trace, created once; which ones are drawn is the person's choice."""

    shown_changed = Signal()

    def __init__(self, session: Session, look: Look, save: Save, ranges: Ranges | None = None) -> None:
        """Make every trace.

        Args:
            session: what is drawn.
            look: how.
            save: asks where, and writes.
            ranges: how far each parameter is known, for the band around a course.
        """
        super().__init__()
        self._session = session
        self._ranges = ranges or {}
        self._band: Band | None = None
        self._look = look
        self._save = save
        self._time_h = session.time_h
        self._mean_h = 0.0
        self._means: Course | None = None
        self._numbers = Gate()
        self._plain = False
        self._stale = False
        """Whether the numbers wait for the next frame."""
        self.setAccessibleName(tr("Traces"))
        self.view = TimeView(float(session.course.time_h[-1]))
        self._closer = Closer(session, self.view)
        self.strip = TimeStrip(look, self.view)
        self.cards = {trace.id: TraceCard(look, trace, save, self.strip) for trace in traces()}
        self.tables = Tables(self, session, look, self.view, self._closer, save, self._points_of)
        self.readings = {trace.id: Reading(look, trace) for trace in traces()}
        self._shown = set(SHOWN_AT_FIRST)
        self._scrolling = Scrolling()
        self.choose = Button(look, tr("Choose"), "list")
        self.choose.setObjectName("choose_traces")
        self.choose.setAccessibleName(tr("Choose traces"))
        self.export = Button(look, tr("Export"), "export")
        self.export.setObjectName("export_traces")
        self.export.setAccessibleName(tr("Export the traces that are shown"))
        self.actions_of: dict[str, QAction] = {}
        self._known = Known(session, self._ranges, DRAWN)
        self._build()
        self._connect()
        self._arrange()
        self.show_course(session.course)
        self.show_frame(session.frame)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 16, 8)
        outer.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(self._look, tr("Traces"), 22, 700))
        head.addStretch(1)
        head.addWidget(self.choose)
        head.addWidget(self.export)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._head)
        body = self._body = QWidget()
        body.setObjectName("traces_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(2)
        for card in self.cards.values():
            layout.addWidget(card, 1)
        layout.addWidget(self.strip)
        self._others = Text(self._look, tr("At the same moment"), 14, 600, "ink2")
        layout.addSpacing(4)
        layout.addWidget(self._others)
        for reading in self.readings.values():
            layout.addWidget(reading)
        layout.addStretch(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self._scroll.setWidget(body)
        self._scroll.viewport().installEventFilter(self._scrolling)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for area in (body, self._scroll.viewport()):
            area.setAutoFillBackground(False)
        outer.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        menu = QMenu(self)
        for name, card in self.cards.items():
            card.plot.leaves_wheel = self._scrolling.goes_on
            card.plot.scrubbed.connect(self._session.seek)
            card.table_asked.connect(lambda which: self.tables.open(self.cards[which].trace))
            card.scale_changed.connect(self.shown_changed)
            card.published_changed.connect(self._follow_published)
            card.hide_asked.connect(lambda which: self.set_shown(which, False))
            self.readings[name].clicked.connect(lambda _=False, which=name: self.set_shown(which, True))
            action = QAction(card.trace.name, self)
            action.setCheckable(True)
            action.toggled.connect(lambda on, which=name: self.set_shown(which, on))
            self.actions_of[name] = action
            menu.addAction(action)
        self.choose.setMenu(menu)
        exports = QMenu(self)
        exports.addAction(tr("Values as CSV…"), self.save_table)
        exports.addAction(tr("Figure as PNG…"), self.save_picture)
        exports.addAction(tr("Figure as SVG…"), self.save_drawing)
        self.export.setMenu(exports)
        self._closer.ready.connect(self._show_closer)
        self._known.ready.connect(self._show_known)
        self._look.changed.connect(self._follow_look)
        self._session.course_changed.connect(self.show_course)
        self._session.frame_ready.connect(self.show_frame)

    def is_shown(self, name: str) -> bool:
        """Whether that trace is drawn."""
        return name in self._shown

    def set_shown(self, name: str, on: bool) -> None:
        """Draw a trace, or show its value only."""
        if on == (name in self._shown):
            return
        (self._shown.add if on else self._shown.discard)(name)
        self._arrange()
        if on:
            self._show_card(name)
        self._name_ghost()
        self.shown_changed.emit()

    def set_plain(self, on: bool) -> None:
        """Show the diagrams only, as in front of a class."""
        self._plain = on
        self._head.setVisible(not on)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons for words in a narrow column."""
        super().resizeEvent(event)
        narrow = self.width() < self._look.px(WORDS_FROM)
        self.choose.set_compact(narrow)
        self.export.set_compact(narrow)

    def show_course(self, course: Course) -> None:
        """Draw a new course."""
        self._means = self._band = None
        self.strip.show_course(course)
        self._closer.forget()
        for name in self.cards:
            if name in self._shown:
                self._show_card(name)
            else:
                self._show_reading(name)
        self._name_ghost()

    def show_frame(self, frame: Frame) -> None:
        """Move the cursor to the frame's time; the numbers follow as fast as one can read."""
        moved = (frame.time_h, frame.mean_h) != (self._time_h, self._mean_h)
        if not (moved or self._stale):
            return
        if frame.mean_h != self._mean_h:
            self._mean_h, self._means = frame.mean_h, None
            self._name_values()
        self.view.follow(self._time_h, frame.time_h)
        self._time_h = frame.time_h
        numbers = self._numbers.opens(self._session.running)
        self._stale = not numbers
        source = self._source()
        for name in self.cards:
            if name in self._shown:
                self.cards[name].show_time(self._time_h, source, numbers)
            elif numbers:
                self.readings[name].show_time(self._time_h, source)

    def _source(self) -> Course | None:
        """Return the course of the daily means at a speed that asks for them."""
        if self._mean_h <= 0.0:
            return None
        if self._means is None:
            self._means = averaged(self._session.course, self._mean_h)
        return self._means

    def _name_values(self) -> None:
        mean = self._mean_h > 0.0
        self._others.setText(tr("At the same moment, daily mean") if mean else tr("At the same moment"))

    def save_table(self) -> None:
        """Save the values of the traces that are drawn."""
        shown = [card.trace for name, card in self.cards.items() if name in self._shown]
        self._save("traces.csv", csv_of(self._session.course, shown).encode())

    def save_picture(self) -> None:
        """Save the traces that are drawn as a picture."""
        self._save("traces.png", figure.png(self._look, self._parts(), self.strip))

    def save_drawing(self) -> None:
        """Save the traces that are drawn as SVG."""
        self._save("traces.svg", figure.svg(self._look, self._parts(), self.strip, tr("Traces")))

    def logarithmic(self) -> tuple[str, ...]:
        """Return the traces whose scale is logarithmic."""
        return tuple(name for name, card in self.cards.items() if card.plot.logarithmic)

    def published(self) -> tuple[str, ...]:
        """Return the traces on which published values are asked for."""
        return tuple(name for name, card in self.cards.items() if card.published)

    def _points_of(self, name: str) -> Overlaid:
        return self.cards[name].points

    def _follow_published(self) -> None:
        self.tables.follow()
        self.shown_changed.emit()

    def _parts(self) -> list[figure.Part]:
        return [card.part for name, card in self.cards.items() if name in self._shown]

    def _show_card(self, name: str) -> None:
        self.cards[name].show_course(self._session.course, self._session.before)
        self.cards[name].plot.show_known(self._band)
        if self._closer.course is not None:
            self.cards[name].plot.show_closer(self._closer.course, self._closer.before)
        self.cards[name].show_time(self._time_h, self._source())

    def _show_closer(self) -> None:
        if self._closer.course is not None:
            for name in self._shown:
                self.cards[name].plot.show_closer(self._closer.course, self._closer.before)
                self.cards[name].show_time(self._time_h, self._source())

    def _follow_look(self) -> None:
        self._known.set_on(self._look.known)
        if not self._look.known:
            self._show_known(None)

    def _show_known(self, band: Band | None) -> None:
        self._band = band
        for name in self._shown:
            self.cards[name].plot.show_known(band)

    def _show_reading(self, name: str) -> None:
        self.readings[name].show_course(self._session.course)
        self.readings[name].show_time(self._time_h, self._source())

    def _arrange(self) -> None:
        for name, card in self.cards.items():
            shown = name in self._shown
            card.setVisible(shown)
            self.readings[name].setVisible(not (shown or self._plain))
            if not shown:
                self._show_reading(name)
            self.actions_of[name].setChecked(shown)
        self._others.setVisible(len(self._shown) < len(self.cards) and not self._plain)
        self.strip.setVisible(bool(self._shown))

    def _name_ghost(self) -> None:
        named = False
        for name, card in self.cards.items():
            first = name in self._shown and card.plot.has_ghost and not named
            card.plot.name_ghost(first)
            named = named or first
