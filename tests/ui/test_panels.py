"""The scenario column, moved by mouse and keyboard: what the person does is what the scenario says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.scenario import Condition, DoseCourse, Food, Genotype, Liver, Medicine, Person, Rung
from vmat2_desktop.regimens import Regimen, antipsychotic, inhibitor, takes
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.column import ScenarioColumn
from vmat2_desktop.ui.panels.dose_slider import DoseSlider

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
DAY = 24.0


@pytest.fixture
def column(session: Session, look: Look, qtbot: QtBot) -> Iterator[ScenarioColumn]:
    made = ScenarioColumn(session, look)
    made.resize(296, 1100)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def regimen_of(session: Session) -> Regimen:
    found = inhibitor(session.scenario, session.model)
    assert found is not None
    return found


def pick(qtbot: QtBot, combo: QComboBox, text: str) -> None:
    """Choose an entry as the keyboard does."""
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    place = combo.findText(text)
    for _ in range(place if place >= 0 else combo.findText(text, Qt.MatchFlag.MatchStartsWith)):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText().startswith(text)


def spot(slider: DoseSlider, mg: float) -> QPoint:
    steps = mg / (slider.mg / slider.value()) if slider.value() else mg
    return QPointF(slider.x_of(steps), 15).toPoint()


# Dose


def test_a_dragged_dose_follows_the_mouse_and_is_one_undo_step(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    slider = column.dose.slider
    places = {mg: spot(slider, mg) for mg in (80, 60, 40, 20)}
    qtbot.mousePress(slider, LEFT, pos=places[80])
    for mg in (60, 40, 20, 40):
        qtbot.mouseMove(slider, places[mg])
        assert regimen_of(session).mg_per_day == mg
        assert column.dose.section.head.summary == f"{mg}\N{NO-BREAK SPACE}mg a day"
    qtbot.mouseRelease(slider, LEFT, pos=places[40])
    assert session.undo_stack.count() == 1
    session.undo()
    assert slider.mg == 80
    assert regimen_of(session).titrated


def test_a_drag_through_zero_keeps_first_day_times_and_steps(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    slider = column.dose.slider
    home, zero = spot(slider, 80), spot(slider, 0)
    qtbot.mousePress(slider, LEFT, pos=home)
    qtbot.mouseMove(slider, zero)
    assert session.scenario.medicine("valbenazine") == Medicine("valbenazine")
    qtbot.mouseMove(slider, home)
    qtbot.mouseRelease(slider, LEFT, pos=home)
    assert session.scenario == before
    assert session.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("key", "mg"),
    [
        (Qt.Key.Key_Right, 100),
        (Qt.Key.Key_Left, 60),
        (Qt.Key.Key_End, 120),
        (Qt.Key.Key_Home, 0),
    ],
)
def test_keys_move_the_dose(
    column: ScenarioColumn, session: Session, qtbot: QtBot, key: Qt.Key, mg: float
) -> None:
    qtbot.keyClick(column.dose.slider, key)
    assert regimen_of(session).mg_per_day == mg


def test_above_the_limit_the_track_is_hatched_and_a_sentence_says_so(
    column: ScenarioColumn, session: Session, look: Look, qtbot: QtBot
) -> None:
    slider = column.dose.slider
    assert "hatched" in column.dose.limit_note.text()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    picture = slider.grab().toImage()
    hatch, y = look.colour("antipsychotic_edge"), 15

    def strokes(low: float, high: float) -> int:
        xs = range(int(slider.x_of(low)) + 8, int(slider.x_of(high)) - 8)
        return sum(near(picture.pixelColor(x, y), hatch) for x in xs)

    assert strokes(4, 6) >= 4
    assert strokes(1, 4) == 0
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert column.dose.limit_note.text() == "Above the label limit of 80\N{NO-BREAK SPACE}mg a day"


def near(one: QColor, other: QColor) -> bool:
    return (
        abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue()) < 120
    )


def add(column: ScenarioColumn, drug: str) -> None:
    """Choose a medicine from the list, as a person does with the keyboard."""
    adder = column.medicines.adder
    index = adder.findData(drug)
    adder.setCurrentIndex(index)
    adder.activated.emit(index)


def test_poor_metabolisers_and_paroxetine_lower_the_limit(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    pick(qtbot, column.genotype.alleles[0], "*4")
    pick(qtbot, column.genotype.alleles[1], "*4")
    assert "poor metaboliser" in column.genotype.reading.text()
    assert "40" in column.dose.limit_note.text()
    assert "poor metaboliser" in column.dose.limit_note.text()
    session.undo()
    session.undo()
    add(column, "paroxetine")
    assert "strong CYP2D6 inhibitor" in column.dose.limit_note.text()


def test_the_note_of_the_limit_moves_nothing_below(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    settled = column.dose.times.mapTo(column, QPoint(0, 0))
    add(column, "paroxetine")
    QApplication.processEvents()
    assert len(column.dose.limit_note.text()) > 40
    assert column.dose.times.mapTo(column, QPoint(0, 0)) == settled


def test_the_text_of_every_control_follows_the_text_size_at_once(column: ScenarioColumn, look: Look) -> None:
    for scale in (1.25, 2.0, 0.8, 1.0):
        look.set_scale(scale)
        QApplication.processEvents()
        for box in (column.dose.first_day, column.dose.last_day):
            assert box.lineEdit().font().pixelSize() == look.px(15)


def test_a_list_that_cannot_be_used_looks_so(column: ScenarioColumn, look: Look, qtbot: QtBot) -> None:
    def inked() -> int:
        picture = column.dose.times.grab().toImage()
        ink = look.colour("ink")
        spots = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        return sum(near(picture.pixelColor(x, y), ink) for x, y in spots)

    assert inked() > 20
    qtbot.mouseClick(column.inhibitor.choices[None], LEFT)
    assert not column.dose.times.isEnabled()
    assert inked() == 0


def test_times_a_day_first_day_and_first_steps(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    dose = column.dose
    pick(qtbot, dose.times, "twice a day")
    assert session.scenario.medicine("valbenazine") == Medicine(
        "valbenazine", (DoseCourse(20, 2, 7 * DAY, 14 * DAY), DoseCourse(40, 2, 14 * DAY, None))
    )
    qtbot.mouseClick(dose.titration, LEFT)
    assert session.scenario.medicine("valbenazine") == Medicine(
        "valbenazine", (DoseCourse(40, 2, 7 * DAY, None),)
    )
    dose.first_day.selectAll()
    qtbot.keyClicks(dose.first_day, "21")
    qtbot.keyClick(dose.first_day, Qt.Key.Key_Return)
    assert regimen_of(session).start_h == 21 * DAY
    qtbot.keyClick(dose.first_day, Qt.Key.Key_Up)
    assert regimen_of(session).start_h == 22 * DAY


def test_it_is_stopped_on_the_day_of_the_clock_and_goes_on_again(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before, dose = session.scenario, column.dose
    assert not dose.last_day.isVisible()
    qtbot.mouseClick(dose.stops, LEFT)
    assert regimen_of(session).stop_h == 57 * DAY
    assert regimen_of(session).mg_per_day == 80
    assert dose.last_day.value() == 57
    dose.last_day.selectAll()
    qtbot.keyClicks(dose.last_day, "30")
    qtbot.keyClick(dose.last_day, Qt.Key.Key_Return)
    assert regimen_of(session).stop_h == 30 * DAY
    dose.stops.setFocus()
    qtbot.keyClick(dose.stops, Qt.Key.Key_Space)
    assert session.scenario == before
    qtbot.mouseClick(column.inhibitor.choices[None], LEFT)
    assert not dose.stops.isEnabled()
    assert not dose.stops.isChecked()


def test_a_regimen_cannot_end_before_its_dose_is_reached(column: ScenarioColumn, session: Session) -> None:
    dose = column.dose
    session.seek(0.0)
    dose.stops.click()
    assert regimen_of(session).stop_h == 15 * DAY
    assert dose.last_day.minimum() == 15
    assert dose.first_day.maximum() == 7
    assert regimen_of(session).titrated


def test_a_slider_without_a_drug_has_neither_numbers_nor_a_limit(
    column: ScenarioColumn, session: Session, look: Look, qtbot: QtBot
) -> None:
    slider = column.dose.slider
    fresh = DoseSlider(look)
    qtbot.addWidget(fresh)
    assert fresh.scale_marks == ()
    marks = slider.scale_marks
    assert [text for _, text in marks] == ["0", "40", "80", "120"]
    scaled = below_track(slider)
    qtbot.mouseClick(column.inhibitor.choices[None], LEFT)
    assert slider.scale_marks == ()
    assert len(below_track(slider)) == 1 < len(scaled)
    session.undo()
    assert slider.scale_marks == marks
    pick(qtbot, column.medicines.picker, "Antipsychotic stopped")
    assert column.medicines.slider.scale_marks == ()


def below_track(slider: DoseSlider) -> set[int]:
    """Return the colours where ticks and numbers stand."""
    picture = slider.grab().toImage()
    low = range(28, picture.height())
    return {picture.pixel(x, y) for x in range(picture.width()) for y in low}


# Inhibitor


def test_each_inhibitor_comes_at_its_usual_dose_and_none_takes_it_away(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    for name, choice in column.inhibitor.choices.items():
        qtbot.mouseClick(choice, LEFT)
        if name is None:
            assert inhibitor(session.scenario, session.model) is None
            assert not column.dose.slider.isEnabled()
            assert column.dose.limit_note.text() == "No VMAT2 inhibitor chosen"
        else:
            label = session.model.drugs[name].label
            assert regimen_of(session).drug == name
            assert regimen_of(session).mg_per_day == pytest.approx(label.usual_mg * label.usual_times_per_day)
            assert regimen_of(session).start_h == 7 * DAY
            assert column.dose.slider.mg == pytest.approx(regimen_of(session).mg_per_day)


def test_another_inhibitor_after_a_dose_of_0_keeps_first_and_last_day(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    column.dose.first_day.setValue(21)
    qtbot.mouseClick(column.dose.stops, LEFT)
    column.dose.last_day.setValue(90)
    qtbot.keyClick(column.dose.slider, Qt.Key.Key_Home)
    assert regimen_of(session).mg_per_day == 0.0
    qtbot.mouseClick(column.inhibitor.choices["tetrabenazine"], LEFT)
    assert (regimen_of(session).start_h, regimen_of(session).stop_h) == (21 * DAY, 90 * DAY)
    qtbot.mouseClick(column.inhibitor.choices[None], LEFT)
    qtbot.mouseClick(column.inhibitor.choices["valbenazine"], LEFT)
    assert (regimen_of(session).start_h, regimen_of(session).stop_h) == (21 * DAY, 90 * DAY)


def test_the_arrow_keys_walk_through_the_inhibitors(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    chosen = column.inhibitor.choices["valbenazine"]
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Down)
    assert regimen_of(session).drug == "deutetrabenazine"


def test_reserpine_is_said_to_be_irreversible(column: ScenarioColumn) -> None:
    assert "irreversible" in column.inhibitor.choices["reserpine"].accessibleName()


# Condition and other medicines


def test_each_condition_brings_its_history(column: ScenarioColumn, session: Session, qtbot: QtBot) -> None:
    pick(qtbot, column.condition.picker, "Healthy")
    assert session.scenario.condition.value == "none"
    assert column.condition.note.text() == "healthy at the start"
    pick(qtbot, column.condition.picker, "Drug-induced")
    assert session.scenario.condition.value == "drug_induced_parkinsonism"
    assert "14 days" in column.condition.note.text()
    pick(qtbot, column.condition.picker, "Tardive")
    assert "3 years" in column.condition.note.text()


def test_parkinsonism_is_shown_where_it_shows(column: ScenarioColumn, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(column.inhibitor.choices[None], LEFT)
    session.seek(59 * DAY)
    pick(qtbot, column.condition.picker, "Drug-induced")
    assert session.time_h == 0.0
    assert session.frame.parkinsonism > 5 * session.course.at("index.parkinsonism", 59 * DAY)
    assert "wears off" in column.condition.note.text()
    session.seek(59 * DAY)
    pick(qtbot, column.condition.picker, "Tardive")
    assert session.time_h == 59 * DAY, "tardive dyskinesia stays, so the clock does"
    assert "wears off" not in column.condition.note.text()


def test_the_antipsychotic_of_the_history_is_stopped_and_taken_again(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    panel = column.medicines
    assert panel.picker.currentText() == "Haloperidol"
    assert panel.slider.mg == 5.0
    pick(qtbot, panel.picker, "Antipsychotic stopped")
    assert session.scenario.medicine("haloperidol") == Medicine("haloperidol")
    assert not panel.slider.isEnabled()
    pick(qtbot, panel.picker, "Risperidone")
    assert antipsychotic(session.scenario, session.model).drug == "risperidone"
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert antipsychotic(session.scenario, session.model).mg_per_day == 4.5


def test_paroxetine_is_switched_by_space(column: ScenarioColumn, session: Session, qtbot: QtBot) -> None:
    switch = column.medicines.switches["paroxetine"]
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert takes(session.scenario, "paroxetine")
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not takes(session.scenario, "paroxetine")


# Compensation


def test_compensation_belongs_to_the_mechanistic_model(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    panel = column.model
    qtbot.keyClick(panel.slider, Qt.Key.Key_Home)
    assert session.scenario.compensation == 0.0
    assert panel.value.text() == "0\N{NO-BREAK SPACE}%"
    session.edit(replace(session.scenario, rung=Rung.TEXTBOOK), "rung")
    assert not panel.slider.isEnabled()


# One path for everything


def test_every_control_shows_what_the_scenario_says(column: ScenarioColumn, session: Session) -> None:
    session.edit(
        replace(
            session.scenario,
            condition=Condition.DRUG_INDUCED_PARKINSONISM,
            person=Person(Genotype("*1/*10")),
            medicines=(
                Medicine("tetrabenazine", (DoseCourse(25, 2, 3 * DAY),)),
                Medicine("olanzapine", (DoseCourse(15),)),
                Medicine("paroxetine", (DoseCourse(20),)),
            ),
            compensation=0.25,
        ),
        "from a file",
    )
    assert column.condition.picker.currentText() == "Drug-induced parkinsonism"
    assert column.inhibitor.choices["tetrabenazine"].isChecked()
    assert column.dose.slider.mg == 50
    assert column.dose.times.currentText() == "twice a day"
    assert column.dose.first_day.value() == 3
    assert not column.dose.titration.isChecked()
    assert column.medicines.picker.currentText() == "Olanzapine"
    assert column.medicines.slider.mg == 15
    assert column.medicines.switches["paroxetine"].isChecked()
    assert [picker.currentText() for picker in column.genotype.alleles] == ["*1", "*10"]
    assert column.model.slider.mg == 25
    session.undo()
    assert column.inhibitor.choices["valbenazine"].isChecked()
    assert column.dose.titration.isChecked()
    assert not column.medicines.switches["paroxetine"].isChecked()


def test_steps_that_only_a_file_can_say_are_named(column: ScenarioColumn, session: Session) -> None:
    odd = Medicine("valbenazine", (DoseCourse(40, 1, 0, 48), DoseCourse(80, 1, 240, None)))
    session.edit(replace(session.scenario, medicines=(odd,)), "from a file")
    assert session.scenario.medicine("valbenazine") == odd


def test_the_wheel_scrolls_the_column_and_changes_nothing(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    for widget in (column.dose.slider, column.dose.times, column.condition.picker, column.dose.first_day):
        wheel(widget)
    assert session.scenario == before


def wheel(widget: object) -> None:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_medicine_is_added_from_the_list_and_taken_away_by_its_tick(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    switch = column.medicines.switches["rifampicin"]
    assert switch.isHidden()
    add(column, "rifampicin")
    assert session.scenario.medicine("rifampicin") is not None
    assert not switch.isHidden()
    assert column.medicines.adder.currentIndex() == 0
    qtbot.mouseClick(switch, LEFT)
    assert session.scenario.medicine("rifampicin") is None
    assert switch.isHidden()


def test_what_the_labels_advise_against_is_said(column: ScenarioColumn, session: Session) -> None:
    assert column.dose.warnings.isHidden()
    add(column, "tranylcypromine")
    assert "Valbenazine: the label advises against tranylcypromine" in column.dose.warnings.text()
    session.undo()
    assert column.dose.warnings.isHidden()


def test_food_and_liver_and_genes_reach_the_scenario(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(column.dose.food, LEFT)
    assert all(dose.food is Food.FED for dose in session.scenario.medicines[0].doses)
    pick(qtbot, column.person.liver, "moderately impaired")
    assert session.scenario.person.liver is Liver.MODERATE
    assert "this liver" in column.dose.limit_note.text()
    pick(qtbot, column.genotype.genes["drd2"], "Taq1A A1")
    assert session.scenario.person.genotype.drd2 == "taq1a_a1"
    assert "inconsistent" in column.genotype.note.text()
    pick(qtbot, column.genotype.alleles[0], "*4")
    assert session.scenario.person.genotype.drd2 == "taq1a_a1"


def test_huntington_chorea_has_a_score_of_its_own(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    pick(qtbot, column.condition.picker, "Huntington chorea")
    assert session.scenario.condition is Condition.HUNTINGTON
    column.condition.baseline.setValue(20)
    assert session.scenario.person.baseline_score == 20.0
    assert session.course.at("score.tmc", 0.0) == pytest.approx(20.0)
    pick(qtbot, column.condition.picker, "Healthy")
    assert session.scenario.person.baseline_score is None
