"""The window of the dose-response curve: what it draws, what keys do, and when it solves."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, Liver
from vmat2_desktop.regimens import choose_inhibitor, inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.dose_response.outputs import doses, outputs
from vmat2_desktop.ui.dose_response.window import DoseResponseWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
Saved = list[tuple[str, bytes]]


@pytest.fixture
def saved() -> Saved:
    return []


@pytest.fixture
def opened(session: Session, look: Look, saved: Saved, qtbot: QtBot) -> Iterator[DoseResponseWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = DoseResponseWindow(parent, session, look, lambda name, data: saved.append((name, data)))
    made.show()
    qtbot.waitUntil(lambda: made.shown is not None)
    yield made
    made.table.close()
    made.close()


def choose(window: DoseResponseWindow, name: str) -> None:
    place = [one.id for one in outputs(Condition.TARDIVE_DYSKINESIA)].index(name)
    window.picker.setFocus()
    QTest.keyClick(window.picker, Qt.Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(window.picker, Qt.Key.Key_Down)
    assert window.shown is not None
    assert window.shown.output.id == name


def test_every_inhibitor_has_a_curve_to_its_slider_s_end(model: Model) -> None:
    for drug in model.drugs_of_kind("vmat2_inhibitor"):
        found = doses(drug)
        assert found[0] == 0.0
        assert found[-1] == drug.label.slider_max_mg_per_day
        assert 20 <= len(found) <= 42
        assert list(found) == sorted(found)


def test_the_curve_marks_dose_label_and_published_effects(
    opened: DoseResponseWindow, session: Session
) -> None:
    choose(opened, "score")
    assert opened.shown is not None
    assert opened.chart.label_words == "label: 40 to 80\N{NO-BREAK SPACE}mg"
    assert [(point.time_h, point.value) for point in opened.points.points] == [(40.0, 1.8), (80.0, 3.1)]
    assert "Hauser 2017" in opened.legend.rows[0]
    mean, low, high = opened.shown.at(80.0)
    assert low < mean < high
    assert opened.chart.rows()[0].startswith("80")
    assert "day 42" in opened.note.text()
    choose(opened, "vmat2")
    assert not opened.points.points
    assert opened.legend.rows == ("No published values are kept for this curve.",)


def test_a_dose_that_moves_solves_nothing_and_another_scenario_does(
    opened: DoseResponseWindow, session: Session, qtbot: QtBot
) -> None:
    solved, before = opened.solver.solved, opened.chart.grab().toImage()
    assert solved == len(doses(session.model.drugs["valbenazine"]))
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=40.0)), "dose")
    QTest.qWait(1)
    QApplication.processEvents()
    assert opened.chart.grab().toImage() != before, "the mark moves"
    assert opened.solver.solved == solved
    ill = replace(session.scenario, person=replace(session.scenario.person, liver=Liver.SEVERE))
    session.edit(ill, "liver")
    qtbot.waitUntil(lambda: opened.solver.solved == 2 * solved)
    assert opened.chart.label_words == "label: 40\N{NO-BREAK SPACE}mg at most"
    opened.close()
    session.undo()
    QApplication.processEvents()
    assert opened.solver.solved == 2 * solved, "a closed window computes nothing"


def test_keys_read_the_curve_and_enter_takes_the_dose(opened: DoseResponseWindow, session: Session) -> None:
    chart = opened.chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading == 60.0
    assert chart.accessibleDescription().startswith("60")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.reading is None
    assert opened.isVisible()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.reading == 120.0
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    assert regimen.mg_per_day == 20.0
    session.undo()
    axes = chart.axes
    place = QPoint(round(axes.x_of(41.0)), round(axes.rect.center().y()))
    QTest.mouseMove(chart, place)
    QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=place)
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    assert regimen.mg_per_day == 40.0
    assert session.undo_stack.count() == 1


def test_table_and_figures_carry_the_curve(opened: DoseResponseWindow, saved: Saved) -> None:
    choose(opened, "score")
    QTest.mouseClick(opened.table_button, Qt.MouseButton.LeftButton)
    sheet = opened.table.model.sheet
    assert opened.table.isVisible()
    assert sheet.heads[0] == "Dose [mg a day]"
    assert opened.shown is not None
    assert len(sheet.rows) == len(opened.shown.mg) + 2
    at_80 = [row for row in sheet.rows if row[0] == 80.0]
    assert [row[-1] == "model" for row in at_80] == [True, False]
    actions = {action.text(): action for action in opened.menu().actions() if action.text()}
    for name in ("Copy figure", "Values as CSV…", "Figure as PNG…", "Figure as SVG…"):
        actions[name].trigger()
    assert [name for name, _ in saved] == ["dose-response.csv", "dose-response.png", "dose-response.svg"]
    assert saved[0][1].startswith(b"Dose [mg a day],")
    root = ElementTree.fromstring(saved[2][1])
    labels = {item.attrib["aria-label"] for item in root.iter() if "aria-label" in item.attrib}
    assert {"Fall of the score, AIMS-like [points]", "mg a day"} <= labels
    assert not QGuiApplication.clipboard().image().isNull()
    actions["Copy table"].trigger()
    assert QGuiApplication.clipboard().text() == sheet.tabbed()


def test_without_an_inhibitor_it_says_so(opened: DoseResponseWindow, session: Session, qtbot: QtBot) -> None:
    session.edit(choose_inhibitor(session.scenario, session.model, None), "none")
    assert opened.shown is None
    assert opened.note.text().startswith("No VMAT2 inhibitor chosen")
    assert opened.chart.rows() == ()
    QTest.keyClick(opened.chart, Qt.Key.Key_Right)
    assert opened.chart.reading is None
    session.edit(choose_inhibitor(session.scenario, session.model, "reserpine"), "reserpine")
    qtbot.waitUntil(lambda: opened.shown is not None)
    choose(opened, "score")
    assert "valbenazine, deutetrabenazine" in opened.legend.rows[0]


def test_one_key_opens_it_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_D)
    found = window.dialogs["dose_response"]
    assert isinstance(found, DoseResponseWindow)
    qtbot.waitUntil(lambda: found.shown is not None)
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()
