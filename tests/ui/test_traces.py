"""The traces: few points that lose no peak, a cursor that repaints no curve, a mouse that breaks nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.means import averaged
from vmat2_desktop.regimens import choose_inhibitor, inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.traces.catalogue import SHOWN_AT_FIRST, round_top, traces
from vmat2_desktop.ui.traces.column import TracesColumn
from vmat2_desktop.ui.traces.decimate import extremes, reduce
from vmat2_desktop.ui.traces.plot import TracePlot
from vmat2_desktop.ui.traces.time_axis import time_axis

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
Saved = list[tuple[str, bytes]]


@pytest.fixture
def saved() -> Saved:
    return []


@pytest.fixture
def column(session: Session, look: Look, saved: Saved, qtbot: QtBot) -> Iterator[TracesColumn]:
    made = TracesColumn(session, look, lambda name, data: saved.append((name, data)))
    made.resize(464, 900)
    made.show()
    for _ in range(3):
        QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def plot_of(column: TracesColumn, name: str) -> TracePlot:
    plot = column.cards[name].plot
    assert isinstance(plot, TracePlot)
    return plot


def dose(session: Session, mg: float) -> None:
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=mg)), "dose", 1)
    QApplication.processEvents()


# Points


@given(some.integers(2, 5000), some.integers(2, 600), some.integers(0, 2**31))
def test_thinning_keeps_both_ends_and_every_extreme(count: int, columns: int, seed: int) -> None:
    time = np.linspace(0.0, 100.0, count)
    values = np.random.default_rng(seed).normal(size=count)
    thin_time, thin = extremes(time, values, columns)
    assert len(thin) <= max(count if count <= 2 * columns else 2 * columns + 2, 2)
    assert (thin_time[0], thin_time[-1]) == (time[0], time[-1])
    assert (thin.min(), thin.max()) == (values.min(), values.max())
    assert np.all(np.diff(thin_time) > 0)


def test_a_daily_swing_becomes_a_line_with_a_band_from_trough_to_peak() -> None:
    time = np.arange(0.0, 112 * 24 + 1)
    values = 50 + 20 * np.sin(2 * np.pi * time / 24)
    curve = reduce(time, values, 400, 100.0)
    assert curve.low is not None
    assert curve.high is not None
    assert curve.line[1:-1] == pytest.approx(50.0, abs=0.1)
    assert curve.low[1:-1] == pytest.approx(30.0, abs=0.1)
    assert curve.high[1:-1] == pytest.approx(70.0, abs=0.1)
    assert len(curve.line) < 200


def test_what_hardly_swings_is_a_plain_line() -> None:
    time = np.arange(0.0, 112 * 24 + 1)
    curve = reduce(time, 50 + 0.1 * np.sin(time), 400, 100.0)
    assert curve.low is None


def test_a_short_course_keeps_its_saw() -> None:
    time = np.arange(0.0, 3 * 24 + 1)
    values = 50 + 20 * np.sin(2 * np.pi * time / 24)
    curve = reduce(time, values, 400, 100.0)
    assert curve.low is None
    assert np.array_equal(curve.line, values)


def test_ten_years_have_fewer_points_than_pixels() -> None:
    time = np.arange(0.0, 3650 * 24.0 + 1)
    curve = reduce(time, 50 + 20 * np.sin(2 * np.pi * time / 24), 400, 100.0)
    assert len(curve.line) <= 402


@pytest.mark.parametrize(
    ("hours", "unit", "last"),
    [(24, "hours", "24"), (14 * 24, "days", "14"), (112 * 24, "weeks", "16"), (4 * 365 * 24, "months", "48")],
)
def test_the_time_axis_chooses_its_unit(hours: float, unit: str, last: str) -> None:
    axis = time_axis(hours)
    assert axis.unit == unit
    assert axis.ticks[0] == (0.0, "0")
    assert len(axis.ticks) <= 10
    if unit != "months":
        assert axis.ticks[-1][1] == last


@given(some.floats(0.01, 200_000.0), some.integers(2, 30))
def test_the_ticks_never_crowd_and_never_leave_the_axis(hours: float, most: int) -> None:
    axis = time_axis(hours, most)
    assert len(axis.ticks) <= most + 1
    assert all(0 <= time <= hours * (1 + 1e-9) for time, _ in axis.ticks)


@given(some.floats(1e-6, 1e6))
def test_the_top_of_an_axis_is_round_and_not_far_above(highest: float) -> None:
    assert highest * 0.999 <= round_top(highest) <= highest * 2.0


# What is drawn


def test_occupancy_and_movement_are_shown_at_first(column: TracesColumn) -> None:
    assert [name for name in column.cards if column.is_shown(name)] == list(SHOWN_AT_FIRST)


def test_the_title_says_the_value_at_the_cursor(column: TracesColumn, session: Session) -> None:
    for day in (3, 20, 100.25):
        session.seek(day * 24)
        occupied = session.course.at("vmat2.occupancy", day * 24) * 100
        assert column.cards["vmat2"].title.value == f"{occupied:.0f}"
        assert column.cards["movement"].title.value == f"{session.course.at('score.aims', day * 24):.1f}"


def test_a_moving_cursor_paints_no_curve_again(column: TracesColumn, session: Session) -> None:
    plots = [plot_of(column, name) for name in SHOWN_AT_FIRST]
    drawn = [plot.layers_drawn for plot in plots]
    for day in range(0, 112, 5):
        session.seek(day * 24.0)
        QApplication.processEvents()
    assert [plot.layers_drawn for plot in plots] == drawn


def test_the_cursor_stands_at_its_time_with_a_ring_on_the_curve(
    column: TracesColumn, session: Session, look: Look
) -> None:
    plot = plot_of(column, "vmat2")
    session.seek(90 * 24.0)
    QApplication.processEvents()
    picture = plot.grab().toImage()
    x = int(plot.x_of(session.time_h))
    y = round(plot.y_of(plot.values_at(session.time_h)[0]))
    column_of_ink = [picture.pixelColor(x, row) for row in range(20, int(y) - 10)]
    assert any(distance(colour, look.colour("ink")) < 160 for colour in column_of_ink)
    assert distance(picture.pixelColor(x, y), look.colour("panel")) < 30
    empty = round(plot.x_of(40 * 24.0))
    assert all(distance(picture.pixelColor(empty, row), look.colour("ink")) > 200 for row in range(20, 60))


def distance(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


def test_the_curve_is_where_the_course_says(column: TracesColumn, session: Session, look: Look) -> None:
    column.set_shown("d2", True)
    QApplication.processEvents()
    plot = plot_of(column, "movement")
    session.seek(0.0)
    QApplication.processEvents()
    picture = plot.grab().toImage()
    time_h = 2.0 * 24
    x, y = round(plot.x_of(time_h)), plot.y_of(session.course.at("score.aims", time_h))
    nearest = min(distance(picture.pixelColor(x, round(y) + dy), look.colour("ink")) for dy in (-1, 0, 1))
    assert nearest < 120


def test_an_edit_leaves_a_ghost_and_names_it_once(column: TracesColumn, session: Session) -> None:
    assert not any(plot_of(column, name).has_ghost for name in SHOWN_AT_FIRST)
    dose(session, 40)
    assert all(plot_of(column, name).has_ghost for name in SHOWN_AT_FIRST)
    assert plot_of(column, "vmat2").grab().toImage() != plot_of(column, "movement").grab().toImage()


def test_an_edit_is_drawn(column: TracesColumn, session: Session) -> None:
    before = plot_of(column, "vmat2").grab().toImage()
    dose(session, 40)
    after = plot_of(column, "vmat2").grab().toImage()
    assert before != after


def test_zero_is_kept_on_every_axis(column: TracesColumn, session: Session) -> None:
    for trace in traces():
        column.set_shown(trace.id, True)
        plot = plot_of(column, trace.id)
        assert plot.y_of(0.0) == plot.plot_rect().bottom()
        for line in plot.lines:
            assert float(np.max(session.course.series[line.observable])) * line.factor <= plot.top * 1.01


def test_without_an_inhibitor_the_plasma_trace_says_so(column: TracesColumn, session: Session) -> None:
    column.set_shown("plasma", True)
    QApplication.processEvents()
    full = plot_of(column, "plasma").grab().toImage()
    session.edit(choose_inhibitor(session.scenario, session.model, None), "none")
    QApplication.processEvents()
    plot = plot_of(column, "plasma")
    assert plot.lines == ()
    assert plot.grab().toImage() != full
    assert column.cards["plasma"].title.value == "–"


def test_every_inhibitor_has_a_plasma_trace(column: TracesColumn, session: Session) -> None:
    column.set_shown("plasma", True)
    for drug in session.model.drugs_of_kind("vmat2_inhibitor"):
        session.edit(choose_inhibitor(session.scenario, session.model, drug.id), drug.id)
        assert plot_of(column, "plasma").lines


def test_the_theme_is_followed(column: TracesColumn, look: Look) -> None:
    plot = plot_of(column, "vmat2")
    look.set_choice(ThemeChoice.DARK)
    QApplication.processEvents()
    corner = plot.grab().toImage().pixelColor(2, 2)
    assert corner == look.colour("panel")
    assert corner.lightness() < 80


# Hands


def test_pressing_and_dragging_moves_through_time(
    column: TracesColumn, session: Session, qtbot: QtBot
) -> None:
    plot = plot_of(column, "vmat2")
    view = plot.viewport()
    rect = plot.plot_rect()
    middle = QPoint(int(rect.center().x()), 40)
    qtbot.mousePress(view, LEFT, pos=middle)
    assert session.time_h == pytest.approx(56 * 24, rel=0.02)
    qtbot.mouseMove(view, QPoint(int(rect.right()) + 400, 40))
    qtbot.mouseRelease(view, LEFT, pos=middle)
    assert session.time_h in (pytest.approx(112 * 24), pytest.approx(56 * 24, rel=0.02))


def test_no_hand_can_break_a_trace(column: TracesColumn, session: Session, qtbot: QtBot) -> None:
    view = plot_of(column, "movement").viewport()
    chance = random.Random(5)
    buttons = [LEFT, Qt.MouseButton.MiddleButton]
    for _ in range(60):
        spot = QPoint(chance.randrange(view.width()), chance.randrange(view.height()))
        button = chance.choice(buttons)
        press: Any = chance.choice([qtbot.mouseClick, qtbot.mouseDClick, qtbot.mousePress])
        press(view, button, pos=spot)
        qtbot.mouseMove(view, QPoint(chance.randrange(-50, 600), chance.randrange(-50, 300)))
        qtbot.mouseRelease(view, button, pos=spot)
    assert plot_of(column, "movement").top > 0


def test_a_trace_is_chosen_hidden_and_read_as_a_value(
    column: TracesColumn, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(column.readings["d2"], LEFT)
    assert column.is_shown("d2")
    assert column.cards["d2"].isVisibleTo(column)
    assert not column.readings["d2"].isVisibleTo(column)
    assert column.actions_of["d2"].isChecked()
    column.actions_of["d2"].trigger()
    assert not column.is_shown("d2")
    for name in SHOWN_AT_FIRST:
        column.set_shown(name, False)
    assert not column.strip.isVisibleTo(column)


def test_the_menu_copies_and_saves(
    column: TracesColumn, session: Session, saved: Saved, qtbot: QtBot
) -> None:
    card = column.cards["movement"]
    texts = [action.text() for action in card.menu().actions() if action.text()]
    assert texts == [
        "Copy figure",
        "Copy table",
        "Show as table",
        "Export values as CSV…",
        "Export figure as PNG…",
        "Export figure as SVG…",
        "Published values",
        "Hide this trace",
    ]
    card.copy_table()
    head, first, *_ = QGuiApplication.clipboard().text().splitlines()
    assert head == "time [h]\tscore.aims [points]"
    assert first.startswith("0\t")
    card.save_table()
    card.save_picture()
    column.save_table()
    column.save_picture()
    names = [name for name, _ in saved]
    assert names == ["movement.csv", "movement.png", "traces.csv", "traces.png"]
    assert saved[0][1].startswith(b"time [h],score.aims [points]\n0.0,")
    assert saved[1][1].startswith(b"\x89PNG")
    assert b"vmat2.occupancy [1]" in saved[2][1]


def test_pyqtgraphs_own_menu_is_gone(column: TracesColumn) -> None:
    plot = plot_of(column, "vmat2")
    assert plot.box.menuEnabled() is False
    assert plot.box.menu is None
    assert plot.scene().contextMenu == []


# Daily means


def test_from_a_day_a_second_on_titles_and_readings_say_the_daily_mean(
    column: TracesColumn, session: Session
) -> None:
    session.set_speed(session.speeds[-2])
    said = set()
    for hour in range(0, 24, 3):
        session.seek(56 * 24.0 + hour)
        mean = averaged(session.course, 24.0).at("vmat2.occupancy", session.time_h) * 100
        title = column.cards["vmat2"].title
        assert title.averaged
        assert title.value == f"{mean:.0f}"
        said.add((title.value, column.readings["plasma"]._value))
    assert len(said) == 1, "a steady course does not swing"
    assert "daily mean" in column._others.text()
    session.set_speed(session.speeds[-3])
    assert not column.cards["vmat2"].title.averaged
    assert (
        column.cards["vmat2"].title.value
        == f"{session.course.at('vmat2.occupancy', session.time_h) * 100:.0f}"
    )
    assert "daily mean" not in column._others.text()


def test_numbers_come_ten_times_a_second_and_the_last_one_is_right(
    column: TracesColumn, session: Session
) -> None:
    now = [0.0]
    column._numbers = Gate(lambda: now[0])
    session.play()
    session._timer.stop()
    title, said = column.cards["movement"].title, []
    for step in range(30):
        now[0] += 1 / 60
        frame = replace(session.frame, time_h=24.0 * (7 + 2 * step))
        column.show_frame(frame)
        said.append(title.value)
        x = column.cards["movement"].plot._cursor
        assert x is not None
        assert x[0] == pytest.approx(column.cards["movement"].plot.x_of(frame.time_h), abs=1.0)
    assert 4 <= len([1 for one, other in pairwise(said) if one != other]) <= 6
    session.pause()
    assert title.value == f"{session.course.at('score.aims', session.time_h):.1f}"


# Words


def test_every_line_of_a_title_is_readable_in_a_narrow_column(column: TracesColumn, session: Session) -> None:
    column.set_shown("vesicular", True)
    for width, rows in ((464, 2), (320, 2)):
        column.resize(width, 900)
        QApplication.processEvents()
        title = column.cards["vesicular"].title
        assert title.rows == rows
        assert title.height() == title.sizeHint().height()
    assert column.cards["movement"].title.rows == 2
    column.resize(464, 900)
    QApplication.processEvents()
    assert column.cards["movement"].title.rows == 1


def test_the_d2_that_hold_dopamine_have_a_scale_of_their_own(column: TracesColumn, session: Session) -> None:
    for name in ("d2", "d2_dopamine"):
        column.set_shown(name, True)
    plot = plot_of(column, "d2_dopamine")
    highest = float(np.max(session.course.series["d2.occupancy.dopamine"])) * 100
    assert plot.top <= 2 * highest
    assert [line.observable for line in plot_of(column, "d2").lines] == ["d2.density"]


def test_the_name_of_a_ghost_keeps_clear_of_doses_cursor_and_a_near_curve(
    column: TracesColumn, session: Session
) -> None:
    plot = plot_of(column, "vmat2")
    dose(session, 0)
    rect = plot.plot_rect()
    for day in range(0, 112, 4):
        session.seek(day * 24.0)
        name = plot.ghost_name(plot.x_of(session.time_h))
        assert name is not None
        assert not name.left() <= plot.x_of(session.time_h) <= name.right()
        assert rect.top() <= name.top()
        assert name.bottom() <= rect.bottom() - 19
        assert rect.left() <= name.left()
        assert name.right() <= rect.right()
    session.undo()
    session.edit(replace(session.scenario, compensation=0.98), "hardly anything")
    if plot.has_ghost:
        assert plot.ghost_name(0.0) is None
