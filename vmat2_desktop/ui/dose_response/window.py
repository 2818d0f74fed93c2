"""The window of the dose-response curve: what is asked, the curve, its sources, and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QPainter, QPixmap, QShowEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from vmat2_desktop.engine.dose_response import DoseResponse
from vmat2_desktop.knowledge import observations, published
from vmat2_desktop.regimens import inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Picker, Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.dose_response.chart import Chart
from vmat2_desktop.ui.dose_response.outputs import (
    Output,
    Shown,
    day_of,
    label_range,
    outputs,
    published_on,
    shown,
)
from vmat2_desktop.ui.dose_response.solver import Solver
from vmat2_desktop.ui.files import png_of
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.outlines import outlined
from vmat2_desktop.ui.texts import milligrams, number, tr
from vmat2_desktop.ui.traces.marks import Legend
from vmat2_desktop.ui.traces.overlay import Overlaid, in_words
from vmat2_desktop.ui.traces.sheet import Sheet, SheetWindow

SIZE = (720, 620)
RATIO = 2.0
FILE = "dose-response"


class DoseResponseWindow(ReadingWindow):
    """Follows the scenario while it is open; a dose that moves moves only the mark."""

    def __init__(
        self, parent: QWidget, session: Session, look: Look, save: Callable[[str, bytes], None]
    ) -> None:
        super().__init__(parent, look, tr("Dose and response"), *SIZE)
        self._session = session
        self._look = look
        self._save = save
        self._response: DoseResponse | None = None
        self._days = 1
        self._outputs: tuple[Output, ...] = ()
        self.points = Overlaid()
        self.shown: Shown | None = None
        self.trials = observations.load(session.model.trial).trials
        self.solver = Solver(session.model, self)
        self.picker = Picker(look, 330)
        self.picker.setObjectName("dose_response_output")
        self.picker.setAccessibleName(tr("What the dose is held against"))
        self.chart = Chart(look)
        self.legend = Legend(look)
        self.note = Text(look, "", 14, role="ink2", wrap=True, rows=2)
        self.table_button = Button(look, tr("Show as table"))
        self.table_button.setAccessibleName(tr("Show the curve as a table"))
        self.export = Button(look, tr("Export"), "export")
        self.export.setAccessibleName(tr("Copy or export the curve"))
        self.table = SheetWindow(self, look, tr("Table: dose and response"), f"{FILE}.csv", save)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picker)
        row.addStretch(1)
        row.addWidget(self.table_button)
        row.addWidget(self.export)
        self.body.addLayout(row)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.legend)
        self.body.addWidget(self.note)
        for button in (self.table_button, self.export):
            button.setAutoDefault(False)
        self.export.setMenu(self.menu())
        self.setTabOrder(self.picker, self.chart)

    def _connect(self) -> None:
        self.picker.activated.connect(lambda _index: self._show())
        self.table_button.clicked.connect(self.open_table)
        self.chart.menu_asked.connect(self._popup)
        self.chart.dose_chosen.connect(self._take)
        self.solver.ready.connect(self._take_over)
        self.solver.failed.connect(self._complain)
        self._session.course_changed.connect(self.follow)

    def menu(self) -> QMenu:
        """Return what can be done with the curve."""
        menu = QMenu(self)
        menu.addAction(tr("Copy figure"), self.copy_figure)
        menu.addAction(tr("Copy table"), lambda: QGuiApplication.clipboard().setText(self.sheet().tabbed()))
        menu.addAction(tr("Show as table"), self.open_table)
        menu.addSeparator()
        menu.addAction(tr("Values as CSV…"), lambda: self._save(f"{FILE}.csv", self.sheet().csv().encode()))
        menu.addAction(tr("Figure as PNG…"), lambda: self._save(f"{FILE}.png", self.png()))
        menu.addAction(tr("Figure as SVG…"), lambda: self._save(f"{FILE}.svg", self.svg()))
        return menu

    def _popup(self, position: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)

    # Following

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the curve."""
        super().showEvent(event)
        self.follow()
        self.chart.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the solving."""
        super().hideEvent(event)
        self.solver.forget()

    def follow(self) -> None:
        """Mark what the scenario takes now, and solve another curve if it is another one."""
        if not self.isVisible():
            return
        session = self._session
        regimen = inhibitor(session.scenario, session.model)
        self._offer(outputs(session.scenario.condition))
        if regimen is None:
            self.solver.forget()
            self._response = None
            self._show()
            return
        drug = session.model.drugs[regimen.drug]
        self._days = day_of(drug.id, self.trials)
        label = label_range(session.scenario, session.model, drug)
        self.chart.show_doses(regimen.mg_per_day, label, drug.label.step_mg)
        self.solver.ask(session.scenario, drug.id, self._days)
        self._show()

    def _offer(self, choices: tuple[Output, ...]) -> None:
        if choices == self._outputs:
            return
        place = max(self.picker.currentIndex(), 0)
        self._outputs = choices
        self.picker.clear()
        for one in choices:
            self.picker.addItem(one.name)
        self.picker.setCurrentIndex(place)

    def _take_over(self, response: DoseResponse) -> None:
        self._response = response
        self._show()

    def _show(self) -> None:
        session = self._session
        regimen = inhibitor(session.scenario, session.model)
        output = self._outputs[self.picker.currentIndex()]
        known = self._response is not None and output.observable in self._response.mean
        if regimen is None or self._response is None or not known:
            self.shown, self.points = None, Overlaid()
            self.note.setText(
                tr("No VMAT2 inhibitor chosen: there is no dose to vary.") if regimen is None else ""
            )
        else:
            self.shown = shown(output, self._response)
            self.points = published_on(session.course, output, regimen.drug, published.load())
            name = session.model.drugs[regimen.drug].name
            self.note.setText(
                tr(
                    "{0} at each dose from the first day on; mean of day {1}, the band from the lowest to "
                    "the highest value of that day. Everything else is as in the scenario. A model, not "
                    "dosing advice."
                ).format(name, self._days)
            )
        self.chart.show_curve(self.shown, self.points)
        self.legend.show_points(self.points if self.shown is not None else None)
        if self.table.isVisible():
            self.table.show_sheet(self.sheet())

    def _complain(self, sentence: str) -> None:
        self._response = None
        self._show()
        self.note.setText(tr("The curve could not be computed: {0}").format(sentence))

    def _take(self, mg: float) -> None:
        """Take a dose over into the scenario, as one step that can be undone."""
        session = self._session
        regimen = inhibitor(session.scenario, session.model)
        if regimen is not None:
            wanted = with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=mg))
            session.edit(wanted, tr("dose {0}").format(milligrams(mg)))

    # Out of the window

    def open_table(self) -> None:
        """Show the table beside the curve."""
        self.table.show_sheet(self.sheet())
        self.table.show()
        self.table.activateWindow()
        self.table.view.setFocus()

    def sheet(self) -> Sheet:
        """Return the curve and the published values as a table."""
        one = self.shown
        if one is None:
            return Sheet(note=self.note.text())
        unit = one.output.unit
        kinds = (tr("mean"), tr("lowest"), tr("highest"))
        name = one.output.name
        heads = (tr("Dose [mg a day]"), *(f"{name}, {kind} [{unit}]" for kind in kinds), tr("Source"))
        rows: list[tuple[float | str, ...]] = [
            (*(float(value) for value in values), tr("model"))
            for values in zip(one.mg, one.mean, one.low, one.high, strict=True)
        ]
        for point in self.points.points:
            values = ("" if value is None else value for value in (point.value, point.low, point.high))
            rows.append((point.time_h, *values, in_words(point.series)))
        rows.sort(key=lambda row: float(row[0]))
        return Sheet(heads, tuple(rows), tr("Day {0} on each dose.").format(number(self._days)))

    def copy_figure(self) -> None:
        """Put the figure on the clipboard."""
        QGuiApplication.clipboard().setImage(self._image())

    def png(self) -> bytes:
        """Return the figure as PNG."""
        return png_of(QPixmap.fromImage(self._image()))

    def svg(self) -> bytes:
        """Return the figure as SVG."""
        buffer, size = QBuffer(), self._figure_size()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(0, 0), size))
        generator.setTitle(tr("Dose and response"))
        painter = QPainter(generator)
        self._paint(painter)
        painter.end()
        return outlined(bytes(buffer.data().data()))

    def _figure_size(self) -> QSize:
        head = self._look.px(34)
        return QSize(self.chart.width(), head + self.legend.tall(self.legend.width()) + self.chart.height())

    def _image(self) -> QImage:
        image = QImage(self._figure_size() * RATIO, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(RATIO)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image

    def _paint(self, painter: QPainter) -> None:
        look, size = self._look, self._figure_size()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRect(QPoint(0, 0), size), look.colour("panel"))
        painter.setFont(look.font(15, 600))
        painter.setPen(look.colour("ink"))
        output = self._outputs[self.picker.currentIndex()]
        painter.drawText(QPoint(look.px(8), look.px(22)), f"{output.name} [{output.unit}]")
        painter.translate(0, look.px(34))
        self.legend.paint(painter)
        painter.translate(0, self.legend.tall(self.legend.width()))
        self.chart.paint(painter)
