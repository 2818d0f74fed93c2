"""The parameter browser: searched, read, changed within the range, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from vmat2_desktop.documents.scenario_file import dumps, loads
from vmat2_desktop.knowledge import Knowledge, changeable
from vmat2_desktop.session import Session
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.parameters.change import number_in
from vmat2_desktop.ui.parameters.table import CHANGED, VALUE
from vmat2_desktop.ui.parameters.window import ParametersWindow

# What Qt's offscreen platform says of windows and popups.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def browser(window: MainWindow) -> ParametersWindow:
    assert window.show_parameter("vmat2.ic50")
    return window.parameters()


def cells(browser: ParametersWindow, row: int) -> list[str]:
    return [str(browser.rows.index(row, column).data()) for column in range(browser.rows.columnCount())]


def shown(browser: ParametersWindow) -> list[str]:
    return [cells(browser, row)[0] for row in range(browser.rows.rowCount())]


def enter(qtbot: QtBot, browser: ParametersWindow, text: str) -> None:
    entry = browser.detail.value.entry
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


def test_it_opens_at_a_parameter_and_says_it_whole(browser: ParametersWindow, known: Knowledge) -> None:
    quantity = known.quantities["vmat2.ic50"]
    assert browser.detail.quantity is quantity
    assert cells(browser, browser.view.currentIndex().row())[0] == "vmat2.ic50"
    assert quantity.text in browser.detail.title.text()
    assert quantity.source in browser.detail.source.text()
    assert quantity.grade in browser.detail.facts.text()


def test_it_opens_at_a_parameter_that_a_search_hid(window: MainWindow, browser: ParametersWindow) -> None:
    browser.search.setText("haloperidol")
    browser.grade.setCurrentIndex(browser.grade.findData("assumed"))
    browser.grade.activated.emit(browser.grade.currentIndex())
    assert window.show_parameter("terminal.th_vmax")
    assert browser.detail.quantity is not None
    assert browser.detail.quantity.id == "terminal.th_vmax"
    assert not window.show_parameter("no.such")
    assert browser.detail.quantity.id == "terminal.th_vmax"


def test_search_group_and_grade_narrow_together(browser: ParametersWindow, known: Knowledge) -> None:
    browser.search.setText("half-life brain")
    for identifier in shown(browser):
        quantity = known.quantities[identifier]
        text = f"{identifier} {quantity.text} {quantity.source}".lower()
        assert "half-life" in text
        assert "brain" in text
    browser.search.clear()
    browser.group.setCurrentIndex(browser.group.findData("movement"))
    browser.group.activated.emit(browser.group.currentIndex())
    browser.grade.setCurrentIndex(browser.grade.findData("assumed"))
    browser.grade.activated.emit(browser.grade.currentIndex())
    wanted = [
        q.id for q in known.quantities.values() if q.id.startswith("movement.") and q.grade == "assumed"
    ]
    assert sorted(shown(browser)) == sorted(wanted) != []


def test_a_value_within_the_range_changes_the_course_and_is_undone(
    browser: ParametersWindow, session: Session, known: Knowledge, qtbot: QtBot
) -> None:
    before = session.course.at("vmat2.occupancy", 56 * 24.0)
    enter(qtbot, browser, "60")
    assert session.scenario.overrides == (("vmat2.ic50", 60.0),)
    assert session.course.at("vmat2.occupancy", 56 * 24.0) < before
    assert loads(dumps(session.scenario), known) == session.scenario
    assert cells(browser, browser.view.currentIndex().row())[VALUE] == f"{CHANGED} 60"
    assert "1 parameter changed" in browser._count.text()
    assert browser.detail.reset.isVisible()
    qtbot.keyClick(browser, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.scenario.overrides
    assert CHANGED not in cells(browser, browser.view.currentIndex().row())[VALUE]


@pytest.mark.parametrize("text", ["1e9", "-3", "much"])
def test_what_cannot_stand_is_refused_in_one_sentence_with_the_range(
    browser: ParametersWindow, session: Session, known: Knowledge, text: str, qtbot: QtBot
) -> None:
    enter(qtbot, browser, text)
    quantity = known.quantities["vmat2.ic50"]
    assert session.scenario.overrides == ()
    sentence = browser.detail.refusal.text()
    assert "vmat2.ic50" in sentence
    assert f"{quantity.low:g}" in sentence
    assert f"{quantity.high:g}" in sentence
    assert sentence.count(".") >= 1
    assert browser.detail.refusal.isVisible()
    assert number_in(browser.detail.value.entry.text()) == quantity.value


def test_a_dragged_slider_is_one_step_and_stays_in_the_range(
    browser: ParametersWindow, session: Session, known: Knowledge
) -> None:
    slider, quantity = browser.detail.value.slider, known.quantities["vmat2.ic50"]
    slider.sliderPressed.emit()
    for place in (slider.minimum(), 40, slider.maximum()):
        slider.setValue(place)
        assert quantity.complaint(dict(session.scenario.overrides)["vmat2.ic50"]) is None
    slider.sliderReleased.emit()
    assert dict(session.scenario.overrides)["vmat2.ic50"] == quantity.high
    assert session.undo_stack.count() == 1


def test_one_is_reset_or_all(browser: ParametersWindow, session: Session, qtbot: QtBot) -> None:
    enter(qtbot, browser, "60")
    browser.show_parameter("movement.network_lag")
    enter(qtbot, browser, browser.detail.value._high_text.text())
    assert len(session.scenario.overrides) == 2
    browser.show_changed()
    assert sorted(shown(browser)) == ["movement.network_lag", "vmat2.ic50"]
    browser.show_parameter("vmat2.ic50")
    qtbot.mouseClick(browser.detail.reset, LEFT)
    assert [name for name, _ in session.scenario.overrides] == ["movement.network_lag"]
    qtbot.mouseClick(browser.reset_all, LEFT)
    assert not session.scenario.overrides
    assert not browser.reset_all.isVisible()
    session.undo()
    assert len(session.scenario.overrides) == 1


def test_what_an_allele_does_is_read_but_not_changed(browser: ParametersWindow, known: Knowledge) -> None:
    browser.show_parameter("cyp2d6.*4")
    assert not browser.detail.value.isVisible()
    assert "allele" in browser.detail.state.text()
    assert not changeable(known.model) & {name for name in known.quantities if name.startswith("cyp2d6.")}


def test_the_arrow_keys_read_row_after_row(browser: ParametersWindow, qtbot: QtBot) -> None:
    browser.view.setCurrentIndex(browser.rows.index(0, 0))
    first = browser.detail.quantity
    qtbot.keyClick(browser.view, Qt.Key.Key_Down)
    assert browser.view.currentIndex().row() == 1
    assert browser.detail.quantity is not first
    browser.view.setCurrentIndex(QModelIndex())
    assert browser.detail.quantity is None
