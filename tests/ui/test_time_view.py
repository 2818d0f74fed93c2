"""One range for all traces: zoomed and moved by wheel, drag and keys, read without moving the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine import course as slow
from vmat2_desktop.regimens import inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.traces.column import TracesColumn
from vmat2_desktop.ui.traces.decimate import reduce, within
from vmat2_desktop.ui.traces.events import Kind, events_of
from vmat2_desktop.ui.traces.ground import inhibitor_doses
from vmat2_desktop.ui.traces.plot import TracePlot
from vmat2_desktop.ui.traces.scrolling import GOES_ON_S, Scrolling
from vmat2_desktop.ui.traces.time_axis import window_axis
from vmat2_desktop.ui.traces.time_view import LEAST_SPAN_H, TimeView

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
DAY = 24.0


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


def plot_of(column: TracesColumn, name: str = "vmat2") -> TracePlot:
    plot = column.cards[name].plot
    assert isinstance(plot, TracePlot)
    return plot


def turn(
    widget: QWidget, x: float, up: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    place = QPointF(x, 40)
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * up),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# The range


@given(
    some.floats(1.0, 90_000.0),
    some.lists(
        some.tuples(some.sampled_from(("zoom", "pan", "show")), some.floats(-30, 30), some.floats(0, 1))
    ),
)
def test_the_range_never_leaves_the_scenario(horizon: float, moves: list[tuple[str, float, float]]) -> None:
    view = TimeView(horizon)
    for kind, how_far, where in moves:
        if kind == "zoom":
            view.zoom(how_far, view.begin_h + where * view.span_h)
        elif kind == "pan":
            view.pan(how_far * view.span_h)
        else:
            view.show(where * horizon, where * horizon + how_far)
        assert 0.0 <= view.begin_h < view.end_h <= horizon
        assert view.span_h >= LEAST_SPAN_H * 0.99


def test_what_is_under_the_mouse_stays_there() -> None:
    view = TimeView(2688.0)
    for steps in (1, 3, 10, -2):
        share = (500.0 - view.begin_h) / view.span_h
        view.zoom(steps, 500.0)
        assert (500.0 - view.begin_h) / view.span_h == pytest.approx(share)


def test_zooming_out_ends_at_everything() -> None:
    view = TimeView(2688.0)
    view.zoom(20, 1344.0)
    assert not view.whole
    view.zoom(-40, 1344.0)
    assert view.whole


def test_another_horizon_keeps_the_part_that_is_looked_at() -> None:
    view = TimeView(1000.0)
    view.show(100.0, 200.0)
    view.set_horizon(2000.0)
    assert (view.begin_h, view.end_h) == (100.0, 200.0)
    view.set_horizon(150.0)
    assert (view.begin_h, view.end_h) == (100.0, 150.0)
    view.set_horizon(90.0)
    assert view.whole


def test_the_axis_goes_along_with_a_running_clock_only() -> None:
    view = TimeView(1000.0)
    view.show(100.0, 200.0)
    view.follow(199.0, 201.0)
    assert view.begin_h < 201.0 < view.end_h
    assert view.span_h == pytest.approx(100.0)
    begin = view.begin_h
    view.follow(201.0, 700.0)
    assert view.begin_h == begin, "a clock that is set elsewhere is left to the person"


# Ticks


@pytest.mark.parametrize(
    ("begin", "end", "caption", "first"),
    [
        (0.0, 2688.0, "weeks from the start of the scenario", "0"),
        (1000.0, 1600.0, "days from the start of the scenario", "44"),
        (1344.0, 1350.0, "hours from the start of day 56", "0"),
        (1350.2, 1350.7, "minutes from day 56, 06:00", "15"),
        (1350.2, 1350.21, "seconds from day 56, 06:12", "0"),
        (1350.20001, 1350.20007, "ms from day 56, 06:12:00", "50"),
        (0.0, 90_000.0, "years from the start of the scenario", "0"),
    ],
)
def test_every_span_has_its_unit_and_its_origin(begin: float, end: float, caption: str, first: str) -> None:
    axis = window_axis(begin, end, 8)
    assert axis.caption == caption
    assert axis.ticks[0][1] == first


@given(some.floats(0.0, 50_000.0), some.floats(LEAST_SPAN_H, 30_000.0), some.integers(2, 20))
def test_ticks_of_any_part_lie_in_it_and_ascend(begin: float, span: float, most: int) -> None:
    axis = window_axis(begin, begin + span, most)
    times = [time for time, _ in axis.ticks]
    assert len(times) <= most + 1
    assert all(begin <= time <= begin + span for time in times)
    assert times == sorted(times)
    assert len({text for _, text in axis.ticks}) == len(times)


# What is drawn of a part


@given(some.floats(0.0, 90.0), some.floats(0.5, 100.0), some.integers(10, 400))
def test_a_part_keeps_its_ends_and_its_extremes(begin: float, span: float, columns: int) -> None:
    time = np.linspace(0.0, 100.0, 1001)
    values = np.sin(time) + time / 50.0
    end = min(begin + span, 100.0)
    curve = reduce(time, values, columns, 4.0, (begin, end))
    inside = (time >= begin) & (time <= end)
    assert (curve.time_h[0], curve.time_h[-1]) == (begin, end)
    assert curve.line.max() >= values[inside].max(initial=-9.0)
    assert curve.line.min() <= values[inside].min(initial=9.0)
    assert curve.line == pytest.approx(np.interp(curve.time_h, time, values))


def test_a_daily_band_stands_still_while_the_part_moves() -> None:
    time = np.arange(0.0, 112 * DAY + 1)
    values = 50 + 20 * np.sin(2 * np.pi * time / DAY) + time / 100
    curves = [reduce(time, values, 400, 100.0, (begin, begin + 40 * DAY)) for begin in (240.0, 251.0, 265.0)]
    for curve in curves:
        assert curve.low is not None
        assert np.interp(30 * DAY, curve.time_h, curve.line) == pytest.approx(
            np.interp(30 * DAY, curves[0].time_h, curves[0].line), abs=1e-9
        )


def test_a_part_is_linear_between_its_points() -> None:
    time, values = within(np.array([0.0, 1.0, 2.0]), np.array([0.0, 10.0, 0.0]), 0.25, 1.5)
    assert time.tolist() == [0.25, 1.0, 1.5]
    assert values.tolist() == [2.5, 10.0, 5.0]


# Closer


def test_hours_are_solved_not_guessed(column: TracesColumn, session: Session) -> None:
    column.view.show(50 * DAY, 50 * DAY + 3)
    column._closer.look()
    plot = plot_of(column)
    time_h = 50 * DAY + 1.37
    exact = slow.solve(session.scenario, session.model, np.array([time_h])).at("vmat2.occupancy", time_h)
    coarse = session.course.at("vmat2.occupancy", time_h)
    assert abs(exact - coarse) > 1e-6
    assert plot.values_at(time_h)[0] / 100 == pytest.approx(exact, rel=1e-3 * abs(exact - coarse))


def test_closer_courses_agree_with_the_grid(session: Session) -> None:
    closer = slow.solve(session.scenario, session.model, np.linspace(300.0, 310.0, 200))
    for name, values in session.course.series.items():
        again = np.interp(session.course.time_h, closer.time_h, closer.series[name])
        # The stores of the terminal are integrated on the grid that is asked for: a finer one errs less.
        assert again == pytest.approx(values, rel=1e-3, abs=1e-6), name


def test_an_edit_forgets_what_was_solved_closer(column: TracesColumn, session: Session) -> None:
    column.view.show(50 * DAY, 50 * DAY + 3)
    column._closer.look()
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=40.0)), "dose")
    assert column._closer.course is None
    assert column.view.span_h == 3.0
    time_h = 50 * DAY + 1.0
    drawn = plot_of(column).values_at(time_h)[0]
    assert drawn == pytest.approx(session.course.at("vmat2.occupancy", time_h) * 100)


# Hands


def test_the_wheel_looks_closer_at_the_mouse_in_every_trace(column: TracesColumn) -> None:
    plot = plot_of(column)
    x = plot.x_of(60 * DAY)
    turn(plot.viewport(), x, 3)
    assert column.view.span_h == pytest.approx(112 * DAY / 1.25**3)
    assert plot.x_of(60 * DAY) == pytest.approx(x, abs=0.5)
    assert plot_of(column, "movement").x_of(60 * DAY) == pytest.approx(x, abs=0.5)
    assert column.strip.view is plot.view
    before = column.view.begin_h
    turn(plot.viewport(), x, -1, SHIFT)
    assert column.view.begin_h > before


def test_a_scroll_that_is_under_way_passes_over_the_traces(column: TracesColumn) -> None:
    now = [10.0]
    scrolling = Scrolling(lambda: now[0])
    plot = plot_of(column)
    plot.leaves_wheel = scrolling.goes_on
    column._scroll.viewport().installEventFilter(scrolling)
    turn(column._scroll.viewport(), 5.0, -1)
    now[0] += 0.9 * GOES_ON_S
    turn(plot.viewport(), 100.0, 1)
    assert column.view.whole
    now[0] += 2 * GOES_ON_S
    turn(plot.viewport(), 100.0, 1)
    assert not column.view.whole


def test_shift_and_drag_chooses_a_part_and_leaves_the_clock(
    column: TracesColumn, session: Session, qtbot: QtBot
) -> None:
    plot, clock = plot_of(column), session.time_h
    view = plot.viewport()
    start, stop = (QPoint(int(plot.x_of(day * DAY)), 40) for day in (20, 60))
    qtbot.mousePress(view, LEFT, SHIFT, start)
    qtbot.mouseMove(view, stop)
    qtbot.mouseRelease(view, LEFT, SHIFT, stop)
    assert column.view.begin_h == pytest.approx(20 * DAY, abs=10)
    assert column.view.end_h == pytest.approx(60 * DAY, abs=10)
    assert session.time_h == clock
    qtbot.mouseDClick(view, LEFT, pos=start)
    assert column.view.whole


def test_a_double_click_shows_everything_and_leaves_the_clock(
    column: TracesColumn, session: Session, qtbot: QtBot
) -> None:
    plot, clock = plot_of(column), session.time_h
    column.view.show(5 * DAY, 10 * DAY)
    spot = QPoint(100, 40)
    qtbot.mouseClick(plot.viewport(), LEFT, pos=spot)
    assert session.time_h != clock
    qtbot.mouseDClick(plot.viewport(), LEFT, pos=spot)
    assert column.view.whole
    assert session.time_h == clock


def test_the_axis_is_dragged_and_its_button_shows_everything(column: TracesColumn, qtbot: QtBot) -> None:
    column.view.show(20 * DAY, 40 * DAY)
    strip = column.strip
    QApplication.processEvents()
    qtbot.mousePress(strip, LEFT, pos=QPoint(200, 20))
    qtbot.mouseMove(strip, QPoint(100, 20))
    qtbot.mouseRelease(strip, LEFT, pos=QPoint(100, 20))
    assert column.view.begin_h > 22 * DAY
    assert strip.all_button.isVisible()
    qtbot.mouseClick(strip.all_button, LEFT)
    assert column.view.whole
    assert not strip.all_button.isVisible()


def test_pointing_reads_every_curve_without_moving_the_clock(
    column: TracesColumn, session: Session, qtbot: QtBot
) -> None:
    plot, clock, drawn = plot_of(column), session.time_h, plot_of(column).layers_drawn
    column.view.show(30 * DAY, 40 * DAY)
    QApplication.processEvents()
    drawn = plot.layers_drawn
    before = plot_of(column, "movement").grab().toImage()
    qtbot.mouseMove(plot.viewport(), QPoint(int(plot.x_of(33 * DAY)), 40))
    assert column.view.reading_h == pytest.approx(33 * DAY, abs=1.0)
    at = column.view.reading_h
    assert at is not None
    occupied = session.course.at("vmat2.occupancy", at) * 100
    assert any(f"{occupied:.1f}" in row for row in plot.reading_rows())
    assert plot_of(column, "movement").grab().toImage() != before
    assert session.time_h == clock
    assert plot.layers_drawn == drawn
    plot.leaveEvent(None)
    assert column.view.reading_h is None


def test_where_days_are_a_band_the_reading_says_the_day(column: TracesColumn, session: Session) -> None:
    column.view.read(60 * DAY)
    (reading,) = plot_of(column).read_at(60 * DAY)
    assert reading.low is not None
    assert reading.high is not None
    assert reading.low < reading.value < reading.high
    assert any("in a day" in row for row in plot_of(column).reading_rows())


def test_keys_read_zoom_and_bring_the_clock(column: TracesColumn, session: Session, qtbot: QtBot) -> None:
    plot = plot_of(column)
    plot.setFocus()
    session.seek(30 * DAY)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert column.view.reading_h == 30 * DAY
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert column.view.reading_h > 30 * DAY
    assert "Day 3" in plot.accessibleDescription()
    for _ in range(8):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
    begin = column.view.begin_h
    assert 0.0 < begin < 30 * DAY < column.view.end_h
    qtbot.keyClick(plot, Qt.Key.Key_PageUp)
    assert column.view.begin_h == pytest.approx(begin + 0.8 * column.view.span_h)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert column.view.reading_h == column.view.begin_h
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert session.time_h == column.view.begin_h
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert column.view.reading_h is None
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert column.view.whole


# Doses and events


def test_dose_ticks_are_those_of_the_inhibitor(session: Session) -> None:
    doses = inhibitor_doses(session.course)
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    assert doses == session.course.doses[regimen.drug]


def test_starts_changes_and_stops_are_named(session: Session, column: TracesColumn, qtbot: QtBot) -> None:
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    plan = replace(regimen, start_h=7 * DAY, stop_h=84 * DAY, titrated=True, mg_per_day=80.0)
    session.edit(with_inhibitor(session.scenario, session.model, plan), "plan")
    events = events_of(session.scenario, session.model)
    assert [(event.kind, event.time_h / DAY) for event in events] == [
        (Kind.START, 7.0),
        (Kind.CHANGE, 14.0),
        (Kind.STOP, 84.0),
    ]
    assert "from 40" in events[1].text
    strip = column.strip
    found = strip.event_at(strip._axes().x_of(14 * DAY) + 2)
    assert found == events[1]
    assert strip.event_at(strip._axes().x_of(50 * DAY)) is None
    assert events[1].text in strip.accessibleDescription()
