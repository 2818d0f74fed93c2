"""A diagram with its title line and its own menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.knowledge import published
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import fixed, tr
from vmat2_desktop.ui.traces import figure
from vmat2_desktop.ui.traces.axis import TimeStrip
from vmat2_desktop.ui.traces.catalogue import Trace
from vmat2_desktop.ui.traces.marks import Legend
from vmat2_desktop.ui.traces.overlay import Overlaid, overlaid
from vmat2_desktop.ui.traces.plot import TracePlot
from vmat2_desktop.ui.traces.table import csv_of, tabbed
from vmat2_desktop.ui.traces.title import TraceTitle

Save = Callable[[str, bytes], None]
"""Suggested file name and contents -> ask where, and write."""

LOWEST, HIGHEST = 136, 236
NARROW = 280
"""Width for which a card makes room before it has one."""


class TraceCard(QWidget):
    """One trace of the column."""

    hide_asked = Signal(str)
    table_asked = Signal(str)
    scale_changed = Signal()
    published_changed = Signal()

    def __init__(self, look: Look, trace: Trace, save: Save, strip: TimeStrip) -> None:
        super().__init__()
        self.trace = trace
        self._look = look
        self._save = save
        self._strip = strip
        self._course: Course | None = None
        self._published = False
        self.points = Overlaid()
        """The published values on the course; none while they are not asked for."""
        self.title = TraceTitle(look, trace.name, trace.unit)
        self.legend = Legend(look)
        self.plot = TracePlot(look, trace, strip.view)
        self.plot.setObjectName(f"trace_{trace.id}")
        self.plot.setAccessibleName(trace.name)
        self.plot.viewport().setAccessibleName(trace.name)
        self.setAccessibleName(trace.name)
        self.plot.setToolTip(
            tr(
                "Drag to move through time, turn the wheel to look closer, "
                "hold Shift and drag to choose a part, "
                "double click to see everything"
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        self.plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.plot.menu_asked.connect(self._menu)
        look.changed.connect(self._resize)
        self._resize()

    def show_course(self, course: Course, before: Course | None) -> None:
        """Draw a course and its ghost."""
        self._course = course
        self._place_published()
        self.plot.show_course(course, before)
        self.title.show_lines(self.plot.lines)

    def show_time(self, time_h: float, source: Course | None = None, numbers: bool = True) -> None:
        """Move the cursor and say the values there: of the course, or of `source`, which holds its means."""
        self.plot.set_time(time_h, source)
        if numbers:
            values = values_in_words(self.trace, self.plot.values_at(time_h, source))
            self.title.show_values(values, averaged=source is not None)

    def set_attended(self, on: bool) -> None:
        """Stand out while what the trace tells of is looked at."""
        self.title.set_attended(on)
        self.plot.set_attended(on)

    def menu(self) -> QMenu:
        """Return the trace's own menu."""
        menu = QMenu(self)
        menu.addAction(tr("Copy figure"), self.copy_figure)
        menu.addAction(tr("Copy table"), self.copy_table)
        menu.addAction(tr("Show as table"), lambda: self.table_asked.emit(self.trace.id))
        menu.addSeparator()
        menu.addAction(tr("Export values as CSV…"), self.save_table)
        menu.addAction(tr("Export figure as PNG…"), self.save_picture)
        menu.addAction(tr("Export figure as SVG…"), self.save_drawing)
        menu.addSeparator()
        if self.trace.concentration:
            action = menu.addAction(tr("Logarithmic scale"))
            action.setCheckable(True)
            action.setChecked(self.plot.logarithmic)
            action.toggled.connect(self.set_logarithmic)
        values = menu.addAction(tr("Published values"))
        values.setCheckable(True)
        values.setChecked(self._published)
        values.toggled.connect(self.set_published)
        menu.addAction(tr("Hide this trace"), lambda: self.hide_asked.emit(self.trace.id))
        return menu

    def set_logarithmic(self, on: bool) -> None:
        """Draw concentrations by ratios, or from zero."""
        if self.trace.concentration and on != self.plot.logarithmic:
            self.plot.set_logarithmic(on)
            self.scale_changed.emit()

    @property
    def published(self) -> bool:
        """Whether published values are asked for."""
        return self._published

    def set_published(self, on: bool) -> None:
        """Lay published values over the curves where the scenario is that of a study, or leave them."""
        if on != self._published:
            self._published = on
            self._place_published()
            self.published_changed.emit()

    def _place_published(self) -> None:
        points = Overlaid()
        if self._published and self._course is not None:
            drawn = [line.observable for line in self.trace.lines_of(self._course)]
            points = overlaid(self._course, drawn, published.load().values())
        self.points = points
        self.legend.show_points(points if self._published else None)
        self.plot.show_published(points)
        self._resize()

    def copy_figure(self) -> None:
        """Put the figure on the clipboard."""
        QGuiApplication.clipboard().setImage(figure.image_of(self._look, [self.part], self._strip))

    def copy_table(self) -> None:
        """Put the values on the clipboard, ready for a spreadsheet."""
        if self._course is not None:
            QGuiApplication.clipboard().setText(tabbed(self._course, [self.trace]))

    def save_table(self) -> None:
        """Save the values."""
        if self._course is not None:
            self._save(f"{self.trace.id}.csv", csv_of(self._course, [self.trace]).encode())

    def save_picture(self) -> None:
        """Save the figure as PNG."""
        self._save(f"{self.trace.id}.png", figure.png(self._look, [self.part], self._strip))

    def save_drawing(self) -> None:
        """Save the figure as SVG."""
        self._save(f"{self.trace.id}.svg", figure.svg(self._look, [self.part], self._strip, self.trace.name))

    @property
    def part(self) -> figure.Part:
        """What a figure is made of."""
        return self.title, self.legend, self.plot

    def _menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)

    def _resize(self) -> None:
        more = self.legend.tall(max(self.width(), self._look.px(NARROW)))
        self.setMinimumHeight(self._look.px(LOWEST) + more)
        self.setMaximumHeight(self._look.px(HIGHEST) + more)


def values_in_words(trace: Trace, values: tuple[float, ...]) -> tuple[str, ...]:
    """Write values with as many decimals as the unit deserves: no digit jumps while time runs."""
    decimals = {"parkinsonism": 2, "movement": 1, "plasma": 1, "d2_dopamine": 1}.get(trace.id, 0)
    return tuple(fixed(value, decimals) for value in values)
