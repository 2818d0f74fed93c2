"""The regimen editor, moved by mouse and keyboard: its timeline and its table say and do the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidgetItem
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.label import Reason, daily_limits
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, DoseCourse, Food, Genotype
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.regimens import choose_inhibitor, with_medicine
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import clock_h, opening
from vmat2_desktop.ui.regimen import table as columns
from vmat2_desktop.ui.regimen.window import RegimenWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
DAY = 24.0
END = 112 * DAY


@pytest.fixture(scope="module")
def whole(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    model: Model = known.model
    experiment = Experiment(opening(model), model, playing=False)
    experiment.seek(clock_h(experiment.scenario))
    session = Session(experiment)
    made = MainWindow(session, Look(qapp, ThemeChoice.LIGHT), known.quantities)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def editor(whole: MainWindow) -> RegimenWindow:
    session = whole.session
    assert session.open_pair(opening(session.model))
    session.seek(clock_h(session.scenario))
    made = whole.regimen("valbenazine")
    made.strip._look_at(0.0, END)
    QApplication.processEvents()
    return made


@pytest.fixture
def session(whole: MainWindow) -> Session:
    return whole.session


def doses(session: Session, drug: str = "valbenazine") -> tuple[DoseCourse, ...]:
    medicine = session.scenario.medicine(drug)
    assert medicine is not None
    return medicine.doses


def at(editor: RegimenWindow, day: float, y: float | None = None) -> QPoint:
    strip = editor.strip
    return QPointF(strip.x_of(day * DAY), strip.bars().center().y() if y is None else y).toPoint()


def in_row(editor: RegimenWindow, day: int) -> QPoint:
    """Return the middle of a day in the row of missed doses."""
    return at(editor, day + 0.5, editor.strip.row().center().y())


def cell(editor: RegimenWindow, row: int, column: int) -> QTableWidgetItem:
    found = editor.table.item(row, column)
    assert found is not None
    return found


def type_in(qtbot: QtBot, editor: RegimenWindow, row: int, column: int, text: str) -> None:
    """Type over a cell, as a person does: choose it, F2, text, Return."""
    table = editor.table
    table.setFocus()
    table.setCurrentCell(row, column)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    (box,) = (item for item in table.findChildren(QLineEdit) if item.isVisible())
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    QApplication.processEvents()


# The timeline


def test_it_opens_at_the_inhibitor_and_the_day_of_the_clock(editor: RegimenWindow) -> None:
    assert editor.medicine.currentText() == "Valbenazine"
    assert editor.strip.day == editor.day.value() == 56
    assert editor.table.rowCount() == 2
    assert editor.table.currentRow() == 1
    assert editor.remove.isEnabled()
    assert "day 56: taken; day 14 to day 112: 80\N{NO-BREAK SPACE}mg" in editor.hint.text()
    assert "secondary pages" in editor.label_note.text(), "the label's words come with their source"


def test_days_are_missed_by_a_click_and_taken_again(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    qtbot.mouseClick(editor.strip, LEFT, pos=in_row(editor, 30))
    qtbot.mouseClick(editor.strip, LEFT, pos=in_row(editor, 31))
    assert doses(session)[1].missed_h == (30 * DAY, 31 * DAY)
    assert len(session.course.doses["valbenazine"]) == 105 - 2
    assert session.undo_stack.count() == 2
    assert cell(editor, 1, columns.MISSED).text() == "30, 31"
    assert "missed" in editor.strip.accessibleDescription()
    qtbot.mouseClick(editor.strip, LEFT, pos=in_row(editor, 31))
    qtbot.mouseClick(editor.strip, LEFT, pos=in_row(editor, 30))
    assert session.scenario == before
    qtbot.mouseClick(editor.strip, LEFT, pos=in_row(editor, 2))
    assert editor.message.isVisible()
    assert editor.message.text() == "A missed dose on day 2 is not possible here."


def test_a_dragged_edge_is_one_undo_step_and_waits_at_its_last_day(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    qtbot.mousePress(editor.strip, LEFT, pos=at(editor, 14))
    for day in (18, 22, 28):
        qtbot.mouseMove(editor.strip, at(editor, day))
        assert doses(session)[1].start_h == doses(session)[0].stop_h == day * DAY
    qtbot.mouseMove(editor.strip, at(editor, 3))
    assert doses(session)[1].start_h == 8 * DAY, "one dose is left to the step before"
    qtbot.mouseMove(editor.strip, at(editor, 21))
    qtbot.mouseRelease(editor.strip, LEFT, pos=at(editor, 21))
    assert doses(session)[1].start_h == 21 * DAY
    assert session.undo_stack.count() == 1
    session.undo()
    assert session.scenario == before


def test_the_open_end_is_dragged_to_a_stop_and_back(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    qtbot.mousePress(editor.strip, LEFT, pos=at(editor, 112))
    qtbot.mouseMove(editor.strip, at(editor, 90))
    assert doses(session)[-1].stop_h == 90 * DAY
    qtbot.mouseMove(editor.strip, at(editor, 112))
    qtbot.mouseRelease(editor.strip, LEFT, pos=at(editor, 112))
    assert session.scenario == before
    assert session.undo_stack.count() == 0


def test_keys_mark_days_miss_doses_and_look_closer(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    strip = editor.strip
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert strip.day == editor.day.value() == 50
    qtbot.keyClick(strip, Qt.Key.Key_Space)
    assert doses(session)[1].missed_h == (50 * DAY,)
    first, last = strip.shown_h
    qtbot.keyClicks(strip, "+++")
    closer = strip.shown_h
    assert closer[1] - closer[0] == pytest.approx((last - first) / 1.5**3)
    assert closer[0] <= 50 * DAY < closer[1]
    qtbot.keyClick(strip, Qt.Key.Key_End)
    assert strip.day == 111
    assert strip.shown_h[1] == END, "the marked day is in sight"
    qtbot.keyClicks(strip, "0")
    assert strip.shown_h == (0.0, END)


# Buttons


def test_a_step_is_begun_changed_and_removed_at_the_marked_day(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    editor.day.setValue(70)
    assert editor.step.text() == "New step from day 70"
    qtbot.mouseClick(editor.step, LEFT)
    assert editor.table.currentRow() == 2, "the new step is chosen"
    type_in(qtbot, editor, 2, columns.MG, "60")
    assert [course.mg for course in doses(session)] == [40, 80, 60]
    assert session.course.doses["valbenazine"][-1][1] == 60
    qtbot.mouseClick(editor.remove, LEFT)
    assert session.scenario == before


def test_it_is_stopped_and_goes_on_and_the_labels_schedule_comes_back(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    editor.day.setValue(10)
    qtbot.mouseClick(editor.stop, LEFT)
    assert doses(session) == (DoseCourse(40, 1, 7 * DAY, 10 * DAY),)
    qtbot.mouseClick(editor.go_on, LEFT)
    assert doses(session) == (DoseCourse(40, 1, 7 * DAY, None),)
    assert not editor.go_on.isEnabled()
    qtbot.mouseClick(editor.schedule, LEFT)
    assert session.scenario == before
    editor.day.setValue(7)
    qtbot.mouseClick(editor.stop, LEFT)
    assert editor.message.text() == "The day on which it is stopped must be from day 8 to day 112."
    assert session.scenario == before


def test_reset_leads_back_to_how_it_was_opened(
    editor: RegimenWindow, session: Session, whole: MainWindow, qtbot: QtBot
) -> None:
    before = session.scenario
    assert not editor.reset.isEnabled()
    qtbot.mouseClick(editor.miss, LEFT)
    qtbot.mouseClick(editor.step, LEFT)
    panel = whole.scenario
    assert panel.dose.plan in panel.differences.differing(), "the panels mark what the editor changed"
    qtbot.mouseClick(editor.reset, LEFT)
    assert session.scenario == before
    assert panel.differences.differing() == ()


# The table


def test_every_cell_can_be_typed_in(editor: RegimenWindow, session: Session, qtbot: QtBot) -> None:
    type_in(qtbot, editor, 0, columns.START, "3")
    type_in(qtbot, editor, 0, columns.STOP, "2 wk")
    type_in(qtbot, editor, 1, columns.STOP, "100")
    type_in(qtbot, editor, 1, columns.MISSED, "30, 31; 40 d")
    type_in(qtbot, editor, 1, columns.TIMES, "2")
    fed = cell(editor, 1, columns.FED)
    fed.setCheckState(Qt.CheckState.Checked)
    first, second = doses(session)
    assert (first.start_h, first.stop_h) == (3 * DAY, 14 * DAY)
    assert (second.start_h, second.stop_h) == (14 * DAY, 100 * DAY)
    assert (second.mg, second.times_per_day, second.food) == (40, 2, Food.FED)
    days = sorted({time // DAY for time in second.missed_h})
    assert days == [30, 31, 40]
    assert fed.text() == "yes"
    type_in(qtbot, editor, 1, columns.STOP, "end")
    assert doses(session)[1].stop_h is None


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (columns.START, "tomorrow", "The first day must be a number and a unit"),
        (columns.START, "0", "The first day must be from day 8 to day 111."),
        (columns.STOP, "200", "The last day must be from day 15 to day 112."),
        (columns.MG, "-5", "Each dose must be a number from 0 to 1000000 mg."),
        (columns.TIMES, "5", "Times a day must be a whole number from 1 to 4."),
        (columns.TIMES, "1.5", "Times a day must be a whole number from 1 to 4."),
        (columns.MISSED, "3", "A missed dose must be from day 14 to day 112."),
    ],
)
def test_what_is_refused_says_its_range_and_changes_nothing(
    editor: RegimenWindow, session: Session, qtbot: QtBot, column: int, text: str, said: str
) -> None:
    before, shown = session.scenario, cell(editor, 1, column).text()
    type_in(qtbot, editor, 1, column, text)
    assert editor.message.isVisible()
    assert editor.message.text().startswith(said)
    assert session.scenario == before
    assert cell(editor, 1, column).text() == shown


# Other medicines


def test_the_history_can_be_changed_and_is_then_written_out(
    editor: RegimenWindow, session: Session, whole: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(whole.scenario.medicines.plan, LEFT)
    assert editor.medicine.currentText() == "Haloperidol"
    assert session.scenario.medicine("haloperidol") is None
    editor.day.setValue(28)
    qtbot.mouseClick(editor.stop, LEFT)
    assert doses(session, "haloperidol") == (DoseCourse(5.0, 1, 0.0, 28 * DAY),)
    assert session.scenario.condition is Condition.TARDIVE_DYSKINESIA
    qtbot.mouseClick(editor.reset, LEFT)
    assert session.scenario.medicine("haloperidol") is None


def test_limits_stand_where_they_bite(editor: RegimenWindow, session: Session) -> None:
    model = session.model
    assert [limit.reason for _, limit in daily_limits(session.scenario, model, "valbenazine")] == [
        Reason.LABEL
    ]
    paroxetine = with_medicine(session.scenario, model, "paroxetine", True)
    (item,) = (item for item in paroxetine.medicines if item.name == "paroxetine")
    later = replace(item, doses=(DoseCourse(20, 1, 60 * DAY, 80 * DAY),))
    medicines = tuple(later if item.name == "paroxetine" else item for item in paroxetine.medicines)
    session.edit(replace(paroxetine, medicines=medicines), "paroxetine for a while")
    limits = daily_limits(session.scenario, model, "valbenazine")
    assert [(limit.mg, limit.reason) for _, limit in limits] == [
        (80.0, Reason.LABEL),
        (40.0, Reason.CYP2D6_INHIBITOR),
        (80.0, Reason.LABEL),
    ]
    assert limits[1][0] == 60 * DAY
    assert "above the label's 40\N{NO-BREAK SPACE}mg for use with a strong CYP2D6 inhibitor" in (
        editor.warnings.text()
    )
    strip = editor.strip
    red = editor._look.colour("antipsychotic_edge")
    picture = strip.grab().toImage()
    y = int(strip.y_of(60.0))

    def hatched(first: float, last: float) -> int:
        xs = range(int(strip.x_of(first * DAY)) + 4, int(strip.x_of(last * DAY)) - 4)
        colours = (picture.pixelColor(x, y) for x in xs)
        return sum(abs(c.red() - red.red()) + abs(c.green() - red.green()) < 90 for c in colours)

    assert hatched(61, 79) >= 5
    assert hatched(20, 50) == 0


def test_a_poor_metaboliser_reads_the_source_of_a_lower_limit(
    editor: RegimenWindow, session: Session, whole: MainWindow
) -> None:
    dose = whole.scenario.dose
    assert dose.limit_source.isHidden()
    person = replace(session.scenario.person, genotype=Genotype("*4/*4"))
    session.edit(replace(session.scenario, person=person), "genotype")
    assert dose.limit_source.text() == "Limit from: label text as reproduced by secondary pages"
    assert not dose.limit_source.isHidden()
    assert editor.warnings.isVisible()


def test_without_a_medicine_there_is_nothing_to_edit(editor: RegimenWindow, session: Session) -> None:
    healthy = replace(session.scenario, condition=Condition.NONE)
    session.edit(choose_inhibitor(healthy, session.model, None), "none")
    assert not editor.medicine.isEnabled()
    assert editor.table.rowCount() == 0
    assert not any(button.isEnabled() for button in editor._buttons())
    session.undo()
    assert editor.medicine.currentText() == "Valbenazine"


def test_the_panels_leave_steps_of_ones_own_alone(
    editor: RegimenWindow, session: Session, whole: MainWindow, qtbot: QtBot
) -> None:
    dose = whole.scenario.dose
    editor.day.setValue(30)
    qtbot.mouseClick(editor.step, LEFT)
    type_in(qtbot, editor, 2, columns.MG, "60")
    dose.food.click()
    assert [(course.mg, course.food) for course in doses(session)] == [(mg, Food.FED) for mg in (40, 80, 60)]
    dose.stops.click()
    assert [course.mg for course in doses(session)] == [40, 80, 60]
    assert doses(session)[2].stop_h == 57 * DAY
    dose.stops.click()
    assert doses(session)[2].stop_h is None


def test_it_edits_the_active_side_and_says_which(
    editor: RegimenWindow, session: Session, qtbot: QtBot
) -> None:
    assert editor.windowTitle() == "Regimen"
    session.copy_to_b("copy")
    assert editor.windowTitle() == "Regimen of scenario B"
    qtbot.mouseClick(editor.miss, LEFT)
    pair = session.pair
    assert pair.b is not None
    assert pair.b.scenario.medicines[0].doses[1].missed_h == (56 * DAY,)
    assert not pair.a.scenario.medicines[0].doses[1].missed_h


def test_an_added_medicine_is_shown_with_the_dose_it_has(
    editor: RegimenWindow, session: Session, whole: MainWindow, qtbot: QtBot
) -> None:
    session.edit(with_medicine(session.scenario, session.model, "paroxetine", True), "paroxetine")
    editor.show_medicine("paroxetine")
    type_in(qtbot, editor, 0, columns.MG, "30")
    assert doses(session, "paroxetine")[0].mg == 30
    assert whole.scenario.medicines.switches["paroxetine"].text() == "Paroxetine 30\N{NO-BREAK SPACE}mg"
    assert whole.scenario.medicines.switches["paroxetine"] in whole.scenario.differences.differing()


def test_at_twice_the_text_size_every_control_of_a_small_window_is_reached(
    editor: RegimenWindow, whole: MainWindow
) -> None:
    look, size = whole.look, editor.size()
    look.set_scale(2.0)
    editor.resize(1024, 700)
    try:
        for _ in range(3):
            QApplication.processEvents()
        inside = editor.area.widget()
        assert inside is not None
        assert inside.width() <= editor.area.viewport().width()
        for control in (*editor._buttons(), editor.strip, editor.table, editor.day):
            right = control.mapTo(inside, QPoint(control.width(), 0)).x()
            assert right <= inside.width()
            editor.area.ensureWidgetVisible(control)
            assert not control.visibleRegion().isEmpty()
    finally:
        look.set_scale(1.0)
        editor.resize(size)
