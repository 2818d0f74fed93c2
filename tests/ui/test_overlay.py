"""Published values on the traces: where the scenario is that of the study, and never without a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine import course
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import (
    HOURS_PER_DAY,
    Condition,
    DoseCourse,
    Genotype,
    Medicine,
    Person,
    Scenario,
)
from vmat2_desktop.knowledge import published
from vmat2_desktop.regimens import inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number
from vmat2_desktop.ui.traces.column import TracesColumn
from vmat2_desktop.ui.traces.overlay import Overlaid, overlaid

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
WEEK = 7 * HOURS_PER_DAY
STUDY = Scenario(
    condition=Condition.TARDIVE_DYSKINESIA,
    medicines=(
        Medicine("valbenazine", (DoseCourse(40.0, 1, WEEK, 2 * WEEK), DoseCourse(80.0, 1, 2 * WEEK))),
    ),
)


def placed(scenario: Scenario, model: Model, *observables: str) -> tuple[Course, Overlaid]:
    solved = course.solve(scenario, model)
    return solved, overlaid(solved, observables, published.load().values())


def test_a_trial_counts_from_the_first_dose_and_from_the_score_there(model: Model) -> None:
    solved, found = placed(STUDY, model, "score.aims")
    assert [point.time_h for point in found.points] == [3 * WEEK, 7 * WEEK]
    base = solved.at("score.aims", WEEK)
    last = found.points[-1]
    assert (last.value, last.low, last.high) == pytest.approx((base - 3.2, base - 3.6, base - 2.8))
    assert {one.id for one in found.series} == {"kinect3.80 mg"}


def test_a_concentration_per_mg_follows_the_dose_and_stands_in_the_steady_state(model: Model) -> None:
    _, found = placed(STUDY, model, "plasma.alpha_htbz_plus")
    (point,) = found.points
    assert point.value == pytest.approx(0.513 * 80)
    assert point.time_h == STUDY.horizon_h - HOURS_PER_DAY / 2
    half = replace(STUDY, medicines=(Medicine("valbenazine", (DoseCourse(40.0),)),))
    assert placed(half, model, "plasma.alpha_htbz_plus")[1].points[0].value == pytest.approx(0.513 * 40)


def test_a_range_of_the_antipsychotic_stands_before_the_inhibitor(model: Model) -> None:
    _, found = placed(STUDY, model, "d2.occupancy.antipsychotic")
    (point,) = found.points
    assert (point.value, point.low, point.high) == (None, 38.0, 87.0)
    assert point.time_h < WEEK


def test_density_is_looked_at_two_weeks_after_the_last_dose(model: Model) -> None:
    stopped = Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=(Medicine("haloperidol"),))
    _, found = placed(stopped, model, "d2.density")
    assert [(point.time_h, point.value) for point in found.points] == [(14 * HOURS_PER_DAY, 134.0)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"condition": Condition.NONE}, "tardive dyskinesia"),
        ({"medicines": (Medicine("valbenazine", (DoseCourse(60.0),)),)}, "valbenazine 40"),
        ({"medicines": (Medicine("reserpine", (DoseCourse(0.25),)),)}, "valbenazine, deutetrabenazine"),
        ({"person": Person(Genotype("*4/*4"))}, "usual genes"),
        ({"medicines": (*STUDY.medicines, Medicine("paroxetine", (DoseCourse(20.0),)))}, "usual genes"),
        ({"medicines": (*STUDY.medicines, Medicine("haloperidol"))}, "steady medicines"),
        ({"horizon_h": 2.5 * WEEK}, "long enough"),
    ],
)
def test_another_scenario_has_none_and_the_reason_is_said(
    model: Model, changes: dict[str, object], said: str
) -> None:
    _, found = placed(replace(STUDY, **changes), model, "score.aims")  # type: ignore[arg-type]
    assert not found.points
    assert said in found.reason


@pytest.fixture
def column(session: Session, look: Look, qtbot: QtBot) -> Iterator[TracesColumn]:
    made = TracesColumn(session, look, lambda _name, _data: None)
    made.resize(464, 900)
    made.show()
    for _ in range(3):
        QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def test_the_menu_shows_them_the_mouse_reads_them_and_an_edit_takes_them_away(
    column: TracesColumn, session: Session
) -> None:
    card = column.cards["movement"]
    without = card.plot.grab().toImage()
    (action,) = [item for item in card.menu().actions() if item.isCheckable()]
    action.trigger()
    for _ in range(3):
        QApplication.processEvents()
    assert column.published() == ("movement",)
    assert card.plot.grab().toImage().size() != without.size() or card.plot.grab().toImage() != without
    assert "Hauser 2017" in card.legend.rows[0]
    assert card.legend.isVisible()
    point = card.points.points[-1]
    x = round(card.plot.x_of(point.time_h))
    QTest.mouseMove(card.plot.viewport(), QPoint(x, card.plot.height() // 2))
    QApplication.processEvents()
    column.view.read(point.time_h)
    assert any(
        row.startswith(f"published {number(point.value or 0.0)} (") for row in card.plot.reading_rows()
    )
    assert any("Hauser 2017" in row for row in card.plot.reading_rows())
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=60.0)), "dose")
    assert not card.points.points
    assert card.legend.rows == (card.points.reason,)
    assert not any("published" in row for row in card.plot.reading_rows())


def test_the_axis_reaches_up_to_them_and_a_bar_is_drawn(column: TracesColumn, look: Look) -> None:
    card = column.cards["parent"]
    column.set_shown("parent", True)
    card.set_published(True)
    for _ in range(3):
        QApplication.processEvents()
    (point,) = card.points.points
    assert point.high is not None
    assert card.plot.top >= point.high
    image, plot = card.plot.grab().toImage(), card.plot
    x, ink = round(plot.x_of(point.time_h)), look.colour("ink").lightness()
    between = round((plot.y_of(point.high) + plot.y_of(point.value or 0.0)) / 2)
    darkest = min(image.pixelColor(x + dx, between).lightness() for dx in (-1, 0, 1))
    assert darkest < ink + 60


def test_the_table_has_them_with_their_source(column: TracesColumn) -> None:
    card = column.cards["movement"]
    card.set_published(True)
    window = column.tables.open(card.trace)
    sheet = window.model.sheet
    assert sheet.heads[-1] == "Source"
    own = [row for row in sheet.rows if row[-1]]
    assert [row[1] for row in own] == [point.time_h for point in card.points.points]
    assert own[-1][-4] == card.points.points[-1].value
    assert "Hauser 2017" in str(own[-1][-1])
    card.set_published(False)
    assert window.model.sheet.heads[-1] != "Source"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
