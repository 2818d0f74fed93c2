"""Sections that fold, what differs from its default, and the fields that only these panels have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.documents import scenario_schema as shape
from vmat2_desktop.engine.metabolism import AlleleFunction, allele_function
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Burst, DoseCourse, Liver, Medicine, Rung
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls.entries import NOTE
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.opening import clock_h, opening
from vmat2_desktop.ui.panels.column import ScenarioColumn
from vmat2_desktop.ui.panels.remembered import RememberedSections

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
DAY = 24.0


@pytest.fixture(scope="module")
def whole(qapp: QApplication, model: Model) -> Iterator[tuple[ScenarioColumn, Session]]:
    experiment = Experiment(opening(model), model, playing=False)
    experiment.seek(clock_h(experiment.scenario))
    session = Session(experiment)
    made = ScenarioColumn(session, Look(qapp, ThemeChoice.LIGHT))
    made.resize(296, 2000)
    made.show()
    yield made, session
    session.stop()
    made.close()
    made.deleteLater()


@pytest.fixture
def column(whole: tuple[ScenarioColumn, Session]) -> ScenarioColumn:
    made, session = whole
    assert session.open_pair(opening(session.model))
    session.seek(clock_h(session.scenario))
    made.set_open_sections(made.sections)
    QApplication.processEvents()
    return made


@pytest.fixture
def session(whole: tuple[ScenarioColumn, Session]) -> Session:
    return whole[1]


# Folding


def test_a_section_folds_by_key_and_says_in_a_few_words_what_is_in_it(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    section = column.sections["genotype"]
    assert column.genotype.alleles[0].isVisible()
    assert section.head.accessibleName() == "Genotype, open"
    section.head.setFocus()
    qtbot.keyClick(section.head, Qt.Key.Key_Space)
    assert not column.genotype.alleles[0].isVisible()
    assert section.head.accessibleName() == "Genotype, folded"
    assert section.head.summary == "*1/*1, normal metaboliser"
    session.edit(replace(session.scenario, rung=Rung.TEXTBOOK), "rung")
    assert column.sections["model"].head.summary == "textbook"
    qtbot.mouseClick(section.head, LEFT)
    assert column.genotype.alleles[0].isVisible()


def test_what_is_open_is_found_again_and_garbage_is_as_if_never_set(
    column: ScenarioColumn, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    owner = QObject()
    RememberedSections(settings, column, owner)
    qtbot.mouseClick(column.sections["dose"].head, LEFT)
    look = Look(_application(), ThemeChoice.LIGHT)
    other = ScenarioColumn(session, look)
    qtbot.addWidget(other)
    assert other.sections["dose"].opened
    assert not other.sections["firing"].opened
    RememberedSections(settings, other, owner)
    assert set(other.open_sections()) == set(column.sections) - {"dose"}
    settings.setValue("open_sections", "dose nonsense")
    RememberedSections(settings, other, owner)
    assert not other.sections["dose"].opened


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


# What differs


def test_nothing_differs_at_first(column: ScenarioColumn) -> None:
    assert column.differences.differing() == ()
    assert column.differences.places() == ()
    assert all(section.head.sign.isHidden() for section in column.sections.values())


def test_a_diamond_stands_beside_what_differs_and_a_screen_reader_is_told(
    column: ScenarioColumn, qtbot: QtBot
) -> None:
    slider = column.dose.slider
    assert slider.default_x is None
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert column.differences.differing() == (slider,)
    ((place, control),) = column.differences.places()
    body = column.area.widget()
    assert body is not None
    middle = slider.mapTo(body, QPoint(0, slider.height() // 2))
    assert control is slider
    assert place.y() == middle.y()
    assert slider.accessibleDescription() == "Differs from its default: 80\N{NO-BREAK SPACE}mg"
    assert slider.default_x == pytest.approx(slider.x_of(4))
    head = column.sections["dose"].head
    assert head.sign.isVisible()
    assert head.sign.accessibleName() == "Reset Dose: 1 setting differs from its default"
    assert "1 setting differs" in head.accessibleDescription()


def test_alt_home_resets_a_field_and_it_is_one_undo_step(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    qtbot.keyClick(column.dose.slider, Qt.Key.Key_Left)
    qtbot.mouseClick(column.dose.food, LEFT)
    both = session.scenario
    column.dose.slider.setFocus()
    qtbot.keyClick(column.dose.slider, Qt.Key.Key_Home, ALT)
    assert column.differences.differing() == (column.dose.food,)
    assert session.undo_stack.count() == 3
    session.undo()
    assert session.scenario == both
    session.redo()
    qtbot.keyClick(column.dose.food, Qt.Key.Key_Home, ALT)
    assert session.scenario == before


def test_the_sign_of_a_section_resets_all_of_it_in_one_step(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    dose = column.dose
    qtbot.keyClick(dose.slider, Qt.Key.Key_Right)
    qtbot.mouseClick(dose.titration, LEFT)
    qtbot.mouseClick(dose.stops, LEFT)
    dose.first_day.setValue(21)
    column.person.rate.setValue(1.0)
    assert column.sections["dose"].changed == 4
    steps = session.undo_stack.count()
    qtbot.mouseClick(column.sections["dose"].head.sign, LEFT)
    assert session.undo_stack.count() == steps + 1
    assert column.sections["dose"].changed == 0
    assert column.sections["person"].changed == 1, "another section stays as it is"
    head = column.sections["person"].head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Home, ALT)
    assert session.scenario == before


def test_the_gutter_and_the_context_menu_reset_too(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    liver = column.person.liver
    liver.setCurrentIndex(liver.findData(Liver.SEVERE))
    liver.activated.emit(liver.currentIndex())
    ((place, _),) = column.differences.places()
    qtbot.mouseClick(column.differences, LEFT, pos=place.toPoint())
    assert session.scenario == before
    assert column.differences.menu_of(liver) is None
    session.undo()
    menu = column.differences.menu_of(liver)
    assert menu is not None
    assert menu.actions()[0].text() == "Reset to the default, normal"
    menu.actions()[0].trigger()
    assert session.scenario == before


def test_another_inhibitor_has_the_dose_of_its_label_for_a_default(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    choices = column.inhibitor.choices
    qtbot.mouseClick(choices["tetrabenazine"], LEFT)
    assert column.differences.differing() == (choices["tetrabenazine"],)
    assert choices["valbenazine"].note == "default"
    qtbot.keyClick(column.dose.slider, Qt.Key.Key_Home)
    qtbot.mouseClick(column.sections["dose"].head.sign, LEFT)
    assert column.differences.differing() == (choices["tetrabenazine"],)
    qtbot.keyClick(choices["tetrabenazine"], Qt.Key.Key_Home, ALT)
    assert session.scenario == before
    assert choices["valbenazine"].note == ""


def test_lists_say_which_entry_is_the_default(column: ScenarioColumn, session: Session) -> None:
    liver = column.person.liver
    assert liver.itemData(liver.findData(Liver.NORMAL), NOTE) == "(default)"
    assert liver.itemData(liver.findData(Liver.MILD), NOTE) is None
    person = replace(session.scenario.person, liver=Liver.MILD)
    assert session.open_pair(replace(session.scenario, person=person))
    assert liver.itemData(liver.findData(Liver.MILD), NOTE) == "(default)"
    assert column.differences.differing() == ()


def test_a_medicine_that_is_missed_is_added_again(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    with_paroxetine = replace(
        session.scenario,
        medicines=(*session.scenario.medicines, Medicine("paroxetine", (DoseCourse(20, 1, 0.0, None),))),
    )
    assert session.open_pair(with_paroxetine)
    qtbot.mouseClick(column.medicines.switches["paroxetine"], LEFT)
    assert column.differences.differing() == (column.medicines.adder,)
    assert column.sections["medicines"].changed == 1
    qtbot.keyClick(column.medicines.adder, Qt.Key.Key_Home, ALT)
    assert session.scenario == with_paroxetine


# Fields of these panels alone


def test_every_allele_has_its_activity_and_the_engine_adds_them_up(
    column: ScenarioColumn, session: Session
) -> None:
    first, second = column.genotype.alleles
    assert first.itemData(first.findData("*4"), NOTE) == "0, no function"
    assert first.itemData(first.findData("*1"), NOTE) == "1, normal function (default)"
    for picker, allele in ((first, "*4"), (second, "*10")):
        picker.setCurrentIndex(picker.findData(allele))
        picker.activated.emit(picker.currentIndex())
    assert session.scenario.person.genotype.cyp2d6 == "*4/*10"
    assert column.genotype.reading.text() == ("activity score 0 + 0.25 = 0.25, intermediate metaboliser")
    functions = [allele_function(value) for value in (0.0, 0.25, 1.0, 2.0)]
    assert functions == list(AlleleFunction)


def enter(qtbot: QtBot, box: QWidget, text: str) -> None:
    """Type over what stands in a box, as a person does."""
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_the_course_has_a_title_an_end_and_a_seed(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before, story = session.scenario, column.story
    enter(qtbot, story.title, "  A  year ")
    enter(qtbot, story.end, "1 y")
    enter(qtbot, story.seed, "11")
    scenario = session.scenario
    assert (scenario.title, scenario.horizon_h, scenario.seed) == ("A year", 365 * DAY, 11)
    assert column.sections["course"].changed == 3
    enter(qtbot, story.end, "21 y")
    assert story.note.text() == "The end must be from 0 h to 20 y."
    enter(qtbot, story.end, "7 d")
    assert "must be after" in story.note.text()
    enter(qtbot, story.seed, "-1")
    assert story.note.text() == "The seed must be a whole number from 0 to 4294967295."
    assert session.scenario == scenario
    qtbot.mouseClick(column.sections["course"].head.sign, LEFT)
    assert session.scenario == before


def test_bursts_are_added_changed_and_taken_away(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before, firing = session.scenario, column.firing
    enter(qtbot, firing.tonic, "2.5")
    assert session.scenario.firing.tonic_hz == 2.5
    assert not firing.at.isVisible()
    qtbot.mouseClick(firing.add, LEFT)
    synapse = session.model.synapse
    fresh = Burst(session.time_h, round(synapse.burst_spikes), synapse.burst_rate)
    assert session.scenario.firing.bursts == (fresh,)
    enter(qtbot, firing.at, "30 d")
    enter(qtbot, firing.spikes, "12")
    enter(qtbot, firing.rate, "40")
    assert session.scenario.firing.bursts == (Burst(30 * DAY, 12, 40.0),)
    enter(qtbot, firing.at, "400 d")
    assert firing.note.text() == "The time of the burst must be before the end of the course, day 112."
    assert session.scenario.firing.bursts[0].at_h == 30 * DAY
    qtbot.mouseClick(firing.remove, LEFT)
    assert not session.scenario.firing.bursts
    qtbot.keyClick(firing.tonic, Qt.Key.Key_Home, ALT)
    assert session.scenario == before


def test_plasticity_and_rung_and_the_way_to_the_parameters(
    column: ScenarioColumn, session: Session, qtbot: QtBot
) -> None:
    before = session.scenario
    enter(qtbot, column.person.rate, "2")
    assert session.scenario.person.plasticity_rate_per_year == 2.0
    qtbot.keyClick(column.person.rate, Qt.Key.Key_Home, ALT)
    assert session.scenario == before
    rung = column.model.rung
    rung.setFocus()
    qtbot.keyClick(rung, Qt.Key.Key_Home)
    assert session.scenario.rung is Rung.TEXTBOOK
    assert not column.model.slider.isEnabled()
    session.undo()
    with qtbot.waitSignal(column.model.parameters_asked):
        qtbot.mouseClick(column.model.parameters, LEFT)
    session.edit(session.scenario.with_override("vmat2.ic50", 21.0), "parameter")
    assert column.differences.differing() == (column.model.parameters,)
    qtbot.keyClick(column.model.parameters, Qt.Key.Key_Home, ALT)
    assert session.scenario == before


def test_ranges_are_those_of_the_document(column: ScenarioColumn) -> None:
    rate, tonic = column.person.rate, column.firing.tonic
    assert (
        (rate.minimum(), rate.maximum()) == shape.bounds(shape.Person, "plasticity_rate_per_year") == (0, 5)
    )
    assert (tonic.minimum(), tonic.maximum()) == shape.bounds(shape.Firing, "tonic_hz")
    with pytest.raises(TypeError, match="title is no number"):
        shape.bounds(shape.Document, "title")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_control_is_wider_than_the_column(column: ScenarioColumn, scale: float) -> None:
    look = column.dose.slider._look
    look.set_scale(scale)
    column.resize(look.px(296), 2000)
    for _ in range(3):
        QApplication.processEvents()
    try:
        body = column.area.widget()
        assert body is not None
        assert body.width() <= column.area.viewport().width()
        for control in body.findChildren(QWidget):
            if control.isVisible():
                left = control.mapTo(body, QPoint(0, 0)).x()
                assert left + control.width() <= body.width(), control.objectName()
    finally:
        look.set_scale(1.0)
        column.resize(296, 2000)
