"""The regimen editor: a medicine's steps from day to day, what is missed, when it stops."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop import stretches
from vmat2_desktop.engine.cautions import cautions
from vmat2_desktop.engine.label import daily_limits
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Scenario
from vmat2_desktop.regimens import (
    HISTORY_DRUG,
    VMAT2_INHIBITOR,
    antipsychotic,
    medicine_of,
    usual,
    with_doses,
)
from vmat2_desktop.session import Session
from vmat2_desktop.session.gesture import Gesture
from vmat2_desktop.stretches import Doses, OutOfRangeError
from vmat2_desktop.ui.controls import Button, Number, Picker, Text
from vmat2_desktop.ui.dialogs.working import WorkingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.cautions import each_in_words
from vmat2_desktop.ui.panels.fields import medicine_field
from vmat2_desktop.ui.regimen.strip import RegimenStrip
from vmat2_desktop.ui.regimen.table import StepsTable
from vmat2_desktop.ui.regimen.typed import RefusedError, typed
from vmat2_desktop.ui.regimen.words import day_in_words, label_in_words, marked_in_words, refused_in_words
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.timeline import role_of

SIZE = (880, 820)
_TABLE = 150
_IN_A_ROW = 3


class RegimenWindow(WorkingWindow):
    """Edits the doses of one medicine at a time; every change is one step that can be undone."""

    def __init__(self, parent: QWidget, session: Session, look: Look) -> None:
        super().__init__(parent, session, look, tr("Regimen"), *SIZE)
        self._showing = False
        self._gesture = Gesture(session)
        self._drug: str | None = None
        self._build(look)
        self._lay_out(look)
        self._connect()
        look.changed.connect(self._relook)
        session.scenario_changed.connect(self._follow)
        self.strip.mark(int(session.time_h // HOURS_PER_DAY))
        self._show(session.scenario)
        self._relook()
        self.watch_keys()

    def show_medicine(self, drug: str | None) -> None:
        """Show the steps of a medicine; None: the one that is shown."""
        if drug is not None and self.medicine.findData(drug) >= 0:
            self._drug = drug
            self._show(self._session.scenario)
        self._mark(int(self._session.time_h // HOURS_PER_DAY))

    # Building

    def _build(self, look: Look) -> None:
        self.medicine = Picker(look, 220)
        self.medicine.setObjectName("regimen_medicine")
        self.medicine.setAccessibleName(tr("Medicine whose regimen is edited"))
        self.day = Number(look, 96)
        self.day.setObjectName("regimen_day")
        self.day.setAccessibleName(tr("Marked day"))
        self.day.setPrefix(tr("day "))
        self.label_note = Text(look, "", 14, role="ink2", wrap=True)
        self.strip = RegimenStrip(look)
        self.strip.setObjectName("regimen_timeline")
        self.hint = Text(look, "", 14, role="ink2", wrap=True)
        self.table = StepsTable(look)
        self.table.setObjectName("regimen_steps")
        self.warnings = Text(look, "", 14, role="antipsychotic_edge", wrap=True)
        self.message = Text(look, "", 14, 600, "antipsychotic_edge", wrap=True)
        self.miss = Button(look, tr("Miss the day"))
        self.step = Button(look, tr("New step"))
        self.stop = Button(look, tr("Stop"))
        self.go_on = Button(look, tr("Go on to the end"))
        self.remove = Button(look, tr("Remove the step"))
        self.schedule = Button(look, tr("Label's schedule"))
        self.reset = Button(look, tr("Reset"))
        self.reset.setAccessibleName(tr("Reset the regimen to how it was opened"))

    def _lay_out(self, look: Look) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.medicine)
        head.addStretch(1)
        head.addWidget(Text(look, tr("Marked")))
        head.addWidget(self.day)
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for place, button in enumerate(self._buttons()):
            buttons.addWidget(button, place // _IN_A_ROW, place % _IN_A_ROW, Qt.AlignmentFlag.AlignLeft)
        buttons.setColumnStretch(_IN_A_ROW, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.label_note)
        column.addWidget(self.strip)
        column.addWidget(self.hint)
        column.addLayout(buttons)
        column.addWidget(self.message)
        column.addWidget(self.table, 1)
        column.addWidget(self.warnings)
        area = self.area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        for part in (inside, area.viewport()):
            part.setAutoFillBackground(False)
        self.body.addWidget(area, 1)
        self.foot.insertWidget(0, self.reset)

    def _buttons(self) -> tuple[Button, ...]:
        return self.miss, self.step, self.remove, self.stop, self.go_on, self.schedule

    def _connect(self) -> None:
        self.medicine.activated.connect(lambda at: self.show_medicine(self.medicine.itemData(at)))
        self.day.valueChanged.connect(self._mark)
        self.strip.day_marked.connect(self._mark)
        self.strip.missed_asked.connect(self._miss)
        self.strip.edge_asked.connect(self._move_edge)
        self.strip.pressed.connect(self._gesture.begin)
        self.strip.released.connect(self._end)
        self.table.asked.connect(self._typed)
        self.table.currentCellChanged.connect(lambda row, *_: self._choose_row(row))
        self.miss.clicked.connect(lambda: self._miss(self.strip.day))
        self.step.clicked.connect(self._add_step)
        self.stop.clicked.connect(self._stop)
        self.go_on.clicked.connect(self._go_on)
        self.remove.clicked.connect(self._remove)
        self.schedule.clicked.connect(self._follow_label)
        self.reset.clicked.connect(self._reset)

    def _relook(self) -> None:
        self.table.setMinimumHeight(self._look.px(_TABLE))

    # What stands

    @property
    def drug(self) -> Drug | None:
        """The medicine that is shown."""
        return None if self._drug is None else self._session.model.drugs[self._drug]

    @property
    def doses(self) -> Doses:
        """Its steps in the order of time; those of a history that goes on are as the condition has them."""
        scenario, drug = self._session.scenario, self._drug
        medicine = None if drug is None else scenario.medicine(drug)
        if medicine is not None:
            return tuple(sorted(medicine.doses, key=lambda course: course.start_h))
        use = antipsychotic(scenario, self._session.model)
        return (DoseCourse(use.mg_per_day),) if use.continued and drug == HISTORY_DRUG else ()

    @property
    def _horizon_h(self) -> float:
        return self._session.scenario.horizon_h

    def _row(self) -> int | None:
        """Return the step that is meant: the chosen row, which follows the marked day."""
        row = self.table.currentRow()
        return row if 0 <= row < len(self.doses) else None

    # From the person

    def _end(self) -> None:
        self._gesture.end()
        self._show(self._session.scenario)

    def _mark(self, day: int) -> None:
        if self._showing:
            return
        self.strip.mark(day)
        start = self.strip.day * HOURS_PER_DAY
        under_way = (stretches.place_at(self.doses, start + more, self._horizon_h) for more in (0.0, 23.0))
        row = next((place for place in under_way if place is not None), None)
        self._showing = True
        if row is None:
            self.table.setCurrentCell(-1, -1)
        else:
            self.table.setCurrentCell(row, max(0, self.table.currentColumn()))
        self._showing = False
        self._show(self._session.scenario)

    def _choose_row(self, row: int) -> None:
        """Bring the step of a row to the timeline."""
        if self._showing or not 0 <= row < len(self.doses):
            return
        course, day = self.doses[row], self.strip.day * HOURS_PER_DAY
        if not course.start_h <= day < stretches.end_of(course, self._horizon_h):
            self.strip.mark(math.floor(course.start_h / HOURS_PER_DAY))
        self._show(self._session.scenario)

    def _change(self, what: str, text: str, change: Callable[[], Doses]) -> None:
        """Ask for other doses; what cannot be is said with its range."""
        drug = self.drug
        if self._showing or drug is None:
            return
        try:
            doses = change()
        except OutOfRangeError as error:
            self._refuse(refused_in_words(what, error))
            return
        self._take(drug, text, doses)

    def _take(self, drug: Drug, text: str, doses: Doses) -> None:
        scenario = with_doses(self._session.scenario, drug.id, doses)
        self._session.edit(scenario, f"{drug.name.lower()}: {text}", self._gesture.number)
        self._show(self._session.scenario)

    def _refuse(self, sentence: str) -> None:
        self._show(self._session.scenario)
        self.message.setText(sentence)
        self.message.show()

    def _miss(self, day: int) -> None:
        self._change(
            tr("A missed dose on day {0}").format(day),
            tr("day {0}").format(day),
            lambda: stretches.toggled(self.doses, day, self._horizon_h),
        )

    def _move_edge(self, place: int, begins: bool, hours: float) -> None:
        doses, end = self.doses, self._horizon_h
        if not 0 <= place < len(doses):
            return
        low, high = (stretches.range_of_start if begins else stretches.range_of_stop)(doses, place, end)
        if low > high:
            return
        # Held beyond what can be, the edge waits at the last day that can.
        hours = min(max(hours, low), high)
        text = tr("begins on {0}") if begins else tr("ends on {0}")
        move = stretches.with_start if begins else stretches.with_stop
        self._change(tr("The day"), text.format(day_in_words(hours)), lambda: move(doses, place, hours, end))

    def _add_step(self) -> None:
        doses, start, drug = self.doses, self.strip.day * HOURS_PER_DAY, self.drug
        if drug is None:
            return
        before = [course for course in doses if course.start_h <= start]
        plain = usual(drug)
        fresh = before[-1] if before else DoseCourse(plain.single_mg, plain.times_per_day)
        self._change(
            tr("The first day of a new step"),
            tr("new step on {0}").format(day_in_words(start)),
            lambda: stretches.begun(doses, start, fresh, self._horizon_h),
        )
        self._mark(self.strip.day)

    def _stop(self) -> None:
        stop = self.strip.day * HOURS_PER_DAY
        self._change(
            tr("The day on which it is stopped"),
            tr("stop on {0}").format(day_in_words(stop)),
            lambda: stretches.stopped(self.doses, stop, self._horizon_h),
        )

    def _go_on(self) -> None:
        doses = self.doses
        if doses:
            last = len(doses) - 1
            self._change(
                tr("The end"), tr("go on"), lambda: stretches.with_stop(doses, last, None, self._horizon_h)
            )

    def _remove(self) -> None:
        row = self._row()
        if row is not None:
            self._change(tr("The step"), tr("remove a step"), lambda: stretches.removed(self.doses, row))
            self._mark(self.strip.day)

    def _follow_label(self) -> None:
        """Take it as the label has it: first steps and usual dose, from its first day on."""
        drug, doses = self.drug, self.doses
        if drug is None:
            return
        start = doses[0].start_h if doses else self.strip.day * HOURS_PER_DAY
        fresh = medicine_of(usual(drug, start), drug).doses
        fitting = tuple(course for course in fresh if course.start_h < self._horizon_h)
        last = replace(fitting[-1], stop_h=None)
        self._change(tr("The schedule"), tr("label's schedule"), lambda: (*fitting[:-1], last))

    def _reset(self) -> None:
        session = self._session
        if self._drug is not None:
            scenario = medicine_field(self._drug).put_back(session.scenario, session.opening, session.model)
            session.edit(scenario, tr("reset {0}").format(session.model.drugs[self._drug].name.lower()))
            self._show(session.scenario)

    def _typed(self, row: int, column: int, text: str) -> None:
        drug = self.drug
        if self._showing or drug is None:
            return
        try:
            said, doses = typed(self.doses, row, column, text, self._horizon_h)
        except RefusedError as error:
            self._refuse(str(error))
            return
        self._take(drug, said, doses)

    # To the person

    def _follow(self, scenario: Scenario) -> None:
        """Follow the scenario while it is looked at: a slider of the panels must not wait for it."""
        if self.isVisible():
            self._show(scenario)

    def _show(self, scenario: Scenario) -> None:
        self._showing = True
        session = self._session
        whose = tr("Regimen of scenario {0}").format(session.side.value)
        self.setWindowTitle(tr("Regimen") if session.other is None else whose)
        self._show_medicines(scenario)
        doses, drug, end = self.doses, self.drug, scenario.horizon_h
        self.message.hide()
        self.table.show_doses(doses, end)
        if drug is None:
            self.strip.show_doses((), end, (), 1.0, "inhibitor")
        else:
            limits = daily_limits(scenario, session.model, drug.id)
            least = min(drug.label.max_mg_per_day, drug.label.slider_max_mg_per_day)
            self.strip.show_doses(doses, end, limits, least, role_of(drug))
        self.strip.mark(self.strip.day)
        self.day.setRange(0, max(0, math.ceil(end / HOURS_PER_DAY) - 1))
        self.day.setValue(self.strip.day)
        self._show_words(scenario, drug, doses)
        self._show_buttons(drug, doses)
        self._showing = False

    def _show_medicines(self, scenario: Scenario) -> None:
        model = self._session.model
        names = [item.name for item in scenario.medicines if item.name in model.drugs]
        if antipsychotic(scenario, model).continued:
            names.insert(0, HISTORY_DRUG)
        if names != [self.medicine.itemData(at) for at in range(self.medicine.count())]:
            self.medicine.clear()
            for name in names:
                self.medicine.addItem(model.drugs[name].name, name)
        if self._drug not in names:
            # The VMAT2 inhibitor is what it is all about; without one, any other.
            first = [name for name in names if model.drugs[name].kind == VMAT2_INHIBITOR]
            self._drug = next(iter(first + names), None)
        self.medicine.setCurrentIndex(self.medicine.findData(self._drug))
        self.medicine.setEnabled(bool(names))

    def _show_words(self, scenario: Scenario, drug: Drug | None, doses: Doses) -> None:
        day, end = self.strip.day, scenario.horizon_h
        if drug is None:
            self.label_note.setText(tr("The scenario has no medicine; choose one in the panels"))
            self.hint.setText("")
            self.warnings.hide()
            return
        self.label_note.setText(label_in_words(drug))
        said = marked_in_words(day, doses, end)
        self.hint.setText(tr("Marked: {0}. Dashed: the label's limit; hatched is above it.").format(said))
        self.strip.setAccessibleName(tr("Timeline of {0}").format(drug.name.lower()))
        self.strip.setAccessibleDescription(said)
        mine = tuple(item for item in cautions(scenario, self._session.model) if item.drug == drug.id)
        lines = each_in_words(mine, self._session.model)
        self.warnings.setText("\n".join(lines))
        self.warnings.setVisible(bool(lines))

    def _show_buttons(self, drug: Drug | None, doses: Doses) -> None:
        day, end = self.strip.day, self._horizon_h
        due = [(c, t) for c in doses if (t := stretches.times_of_day(c, day, end))]
        whole = bool(due) and set(stretches.missed(due[0][0], end)).issuperset(due[0][1])
        for button, text in (
            (self.miss, tr("Take day {0} again") if whole else tr("Miss day {0}")),
            (self.step, tr("New step from day {0}")),
            (self.stop, tr("Stop on day {0}")),
        ):
            button.setText(text.format(day))
            button.updateGeometry()
        for button in self._buttons():
            button.setAccessibleName(button.text())
        self.miss.setEnabled(bool(due))
        self.step.setEnabled(drug is not None)
        self.stop.setEnabled(bool(doses))
        self.go_on.setEnabled(bool(doses) and doses[-1].stop_h is not None)
        self.remove.setEnabled(self._row() is not None)
        self.schedule.setEnabled(drug is not None)
        session = self._session
        differs = drug is not None and medicine_field(drug.id).differs(
            session.scenario, session.opening, session.model
        )
        self.reset.setEnabled(differs)
