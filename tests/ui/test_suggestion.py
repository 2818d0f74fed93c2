"""The quiet suggestion: it fits what is taken, and the window can do it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Genotype, Person, Scenario
from vmat2_desktop.regimens import Regimen, choose_inhibitor, inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.suggestion import suggestion
from vmat2_desktop.ui.texts import milligrams

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
USUAL, POOR = Person(), Person(Genotype("*4/*4"))
DRUGS = ("valbenazine", "deutetrabenazine", "tetrabenazine", "reserpine")


def on(model: Model, drug: str, mg: float, stop_day: float | None = None, person: Person = USUAL) -> str:
    stop_h = None if stop_day is None else stop_day * HOURS_PER_DAY
    asked = Regimen(drug, mg, stop_h=stop_h)
    scenario = with_inhibitor(Scenario(person=person, horizon_h=84 * HOURS_PER_DAY), model, asked)
    return suggestion(scenario, model).replace("\N{NO-BREAK SPACE}", " ")


def test_without_an_inhibitor_one_is_to_be_chosen(model: Model) -> None:
    assert suggestion(Scenario(), model) == "Try: choose valbenazine"


@pytest.mark.parametrize(
    ("drug", "mg", "dose"),
    [
        ("valbenazine", 80, "40 mg"),
        ("valbenazine", 40, "80 mg"),
        ("valbenazine", 120, "80 mg"),
        ("valbenazine", 0, "80 mg"),
        ("deutetrabenazine", 36, "12 mg"),
        ("deutetrabenazine", 12, "36 mg"),
        ("tetrabenazine", 75, "12.5 mg"),
        ("tetrabenazine", 12.5, "75 mg"),
        ("reserpine", 0, "0.25 mg"),
    ],
)
def test_each_drug_has_another_dose_of_its_own_label(model: Model, drug: str, mg: float, dose: str) -> None:
    assert on(model, drug, mg) == f"Try: drag the dose to {dose}"


def test_no_dose_above_the_limit_of_the_person_is_suggested(model: Model) -> None:
    assert on(model, "valbenazine", 80, person=POOR) == "Try: drag the dose to 40 mg"
    assert on(model, "valbenazine", 20, person=POOR) == "Try: drag the dose to 40 mg"
    assert on(model, "valbenazine", 40, person=POOR) == "Try: stop it, keep watching"


def test_what_binds_for_good_is_to_be_stopped(model: Model) -> None:
    assert on(model, "reserpine", 0.25) == "Try: stop it, keep watching"
    assert on(model, "reserpine", 0.25, stop_day=21) == "Try: watch from day 21 on"
    assert on(model, "reserpine", 0.25, stop_day=84) == ""


@pytest.mark.parametrize("drug", DRUGS)
@pytest.mark.parametrize("person", [USUAL, POOR], ids=["normal", "poor"])
def test_every_suggestion_can_be_done_and_makes_room_for_another(
    window: MainWindow, session: Session, qtbot: QtBot, drug: str, person: Person
) -> None:
    scenario = choose_inhibitor(replace(session.scenario, person=person), session.model, drug)
    session.edit(scenario, "test")
    dose = window.scenario.dose
    for _ in range(3):
        said = window.plate.suggestion
        qtbot.keyClick(dose.slider, Qt.Key.Key_Home)
        session.undo()
        if "drag" in said:
            places = {
                milligrams(step * dose.slider.mg / dose.slider.value()): step for step in steps_of(window)
            }
            dose.slider.setValue(places[said.removeprefix("Try: drag the dose to ")])
        elif "stop it" in said:
            assert dose.stops.isEnabled()
            qtbot.mouseClick(dose.stops, LEFT)
        else:
            regimen = inhibitor(session.scenario, session.model)
            assert regimen is not None
            assert regimen.stop_h is not None
            assert regimen.stop_h < session.scenario.horizon_h
            break
        assert window.plate.suggestion != said


def steps_of(window: MainWindow) -> range:
    return range(window.scenario.dose.slider.maximum() + 1)


@pytest.mark.parametrize("width", [1024, 1280, 1600])
@pytest.mark.parametrize("drug", [None, *DRUGS])
def test_it_finds_room_in_the_title(
    window: MainWindow, session: Session, width: int, drug: str | None
) -> None:
    session.edit(choose_inhibitor(session.scenario, session.model, drug), "test")
    window.resize(width, 800)
    for stopped in (False, True):
        if stopped and drug is not None:
            window.scenario.dose.stops.click()
        assert_written(window)


def assert_written(window: MainWindow) -> None:
    for _ in range(3):
        QApplication.processEvents()
    window.plate.view.grab()
    placed = window.plate.view._placed
    assert placed is not None
    assert window.plate.suggestion
    assert window.plate.suggestion in [line.text for line in placed.lines]
