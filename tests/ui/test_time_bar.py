"""The time bar: transport, speed, clock, lanes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.scenario import Condition, Medicine, Scenario
from vmat2_desktop.regimens import with_medicine
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import clock_time, duration, fixed, number, speed_name
from vmat2_desktop.ui.time_bar import TimeBar

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton
DAY = 24.0
MS_PER_HOUR = 3_600_000.0
GAP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def bar(session: Session, look: Look, qtbot: QtBot) -> Iterator[TimeBar]:
    made = TimeBar(session, look)
    made.resize(1600, 136)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def test_play_and_pause_are_one_button_that_says_which(bar: TimeBar, session: Session, qtbot: QtBot) -> None:
    assert bar.play.accessibleName() == "Play"
    still = bar.play.grab().toImage()
    qtbot.mouseClick(bar.play, LEFT)
    assert session.playing
    assert bar.play.accessibleName() == "Pause"
    assert bar.play.grab().toImage() != still
    qtbot.mouseClick(bar.play, LEFT)
    assert not session.playing


def test_step_start_spike_and_burst(bar: TimeBar, session: Session, qtbot: QtBot) -> None:
    begin = session.time_h
    qtbot.mouseClick(bar.step, LEFT)
    assert session.time_h > begin
    qtbot.mouseClick(bar.spike, LEFT)
    assert session.frame.spike_forced
    qtbot.mouseClick(bar.burst, LEFT)
    assert session.frame.spike_forced
    qtbot.mouseClick(bar.start, LEFT)
    assert session.time_h == 0.0


def test_every_stop_of_the_speed_is_reached_by_mouse_and_keys(
    bar: TimeBar, session: Session, qtbot: QtBot
) -> None:
    for stop, speed in enumerate(session.speeds):
        qtbot.mouseClick(bar.speed, LEFT, pos=QPointF(bar.speed.x_of(stop), 15).toPoint())
        assert session.speed == speed
    for speed in reversed(session.speeds[:-1]):
        qtbot.keyClick(bar.speed, Qt.Key.Key_Left)
        assert session.speed == speed


def test_the_slider_follows_the_session(bar: TimeBar, session: Session) -> None:
    session.set_speed(session.speeds[2])
    assert bar.speed.value() == 2


def test_the_speeds_have_names(session: Session) -> None:
    assert [speed_name(speed).replace(GAP, " ") for speed in session.speeds] == [
        "1 ms",
        "10 ms",
        "100 ms",
        "1 s",
        "1 min",
        "1 h",
        "1 day",
        "1 week",
    ]


def test_the_clock_says_day_time_and_how_long_ago_the_dose_was(bar: TimeBar, session: Session) -> None:
    session.seek(38 * DAY + 10.4)
    assert bar.clock.words == ("Day 38", "10:24", f"10{GAP}h 24{GAP}min after the dose")
    session.seek(2 * DAY)
    assert bar.clock.words[2] == f"5{GAP}d before the first dose"


@pytest.mark.parametrize("off_ms", [-0.9, -0.1, 0.0, 0.1, 0.9])
@pytest.mark.parametrize("day", [7, 38])
def test_within_a_millisecond_of_a_dose_the_clock_says_at_the_dose(
    bar: TimeBar, session: Session, day: int, off_ms: float
) -> None:
    session.seek(day * DAY + off_ms / MS_PER_HOUR)
    assert bar.clock.words[2] == "at the dose"


def test_a_whole_millisecond_from_a_dose_is_said(bar: TimeBar, session: Session) -> None:
    session.seek(38 * DAY + 1.2 / MS_PER_HOUR)
    assert bar.clock.words[2] == f"1{GAP}ms after the dose"
    session.seek(7 * DAY - 2.2 / MS_PER_HOUR)
    assert bar.clock.words[2] == f"2{GAP}ms before the first dose"


def test_a_length_of_time_is_rounded_down_to_its_unit() -> None:
    assert duration(999.6 / MS_PER_HOUR) == f"999{GAP}ms"


def test_the_clock_is_as_fine_as_the_speed(bar: TimeBar, session: Session) -> None:
    session.seek(DAY + 1.0)
    session.set_speed(0.001)
    assert bar.clock.words[1] == "01:00:00.000"
    session.set_speed(1.0)
    assert bar.clock.words[1] == "01:00:00"


@pytest.mark.parametrize(
    ("hours", "speed", "text"),
    [(23.9999999, 3600.0, "23:59"), (0.0, 0.001, "00:00:00.000"), (1 / 3600, 1.0, "00:00:01")],
)
def test_times_of_day(hours: float, speed: float, text: str) -> None:
    assert clock_time(hours, speed) == text


def test_numbers_read_well() -> None:
    assert number(-0.25) == "\N{MINUS SIGN}0.25"
    assert number(1234.5) == "1234"
    assert number(0) == number(-0.0) == "0"
    assert number(0.00012345) == "0.000123"
    assert fixed(-0.04, 1) == "0.0"
    assert duration(0.5).replace(GAP, " ") == "30 min"
    assert duration(3 * 365 * DAY).replace(GAP, " ") == "3 y"


# Timeline


def test_a_lane_for_each_medicine_and_for_the_history(bar: TimeBar, session: Session) -> None:
    names = [(lane.name, lane.since) for lane in bar.timeline.lanes]
    assert names == [("Haloperidol", "for 3 years before"), ("Valbenazine", "")]
    first, second = bar.timeline.lanes[1].stretches
    assert (first.mg_per_day, second.mg_per_day) == (40, 80)
    assert (first.start_h, second.start_h) == (7 * DAY, 14 * DAY)
    session.edit(with_medicine(session.scenario, session.model, "paroxetine", True), "paroxetine")
    assert [lane.name for lane in bar.timeline.lanes] == ["Haloperidol", "Valbenazine", "Paroxetine"]


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [1024, 1366, 1600])
def test_the_words_of_a_lane_have_their_height_and_the_needle_never_crosses_them(
    bar: TimeBar, session: Session, look: Look, width: int, scale: float
) -> None:
    session.edit(with_medicine(session.scenario, session.model, "paroxetine", True), "paroxetine")
    look.set_scale(scale)
    bar.resize(width, bar.height())
    QApplication.processEvents()
    line = bar.timeline
    rects = line.lane_rects()
    assert len(rects) == len(line.lanes) == 3
    pitches = [later.top() - earlier.top() for earlier, later in pairwise(rects)]
    assert min(pitches) >= QFontMetricsF(look.font(13)).capHeight() + QFontMetricsF(look.font(13)).descent()
    assert min(pitches) >= 14 * scale - 0.5
    assert rects[-1].bottom() <= line.track().bottom() + 1
    session.seek(0.0)
    QApplication.processEvents()
    words = QRect(0, 0, int(line.x_of(0.0) - 8), line.height())
    before = line.grab(words).toImage()
    for day in (1, 40, 100):
        session.seek(day * DAY)
        QApplication.processEvents()
        assert line.grab(words).toImage() == before


def test_lanes_beyond_the_room_are_counted(bar: TimeBar, session: Session) -> None:
    line = bar.timeline
    line._lanes = line.lanes * 4
    assert len(line.lane_rects()) < len(line.lanes)
    line._relayer()
    assert not line.grab().isNull()
    assert "Haloperidol 5 mg a day for 3 years before" in line.toolTip().replace(GAP, " ")


def test_a_stopped_history_keeps_its_lane(bar: TimeBar, session: Session) -> None:
    stopped = replace(session.scenario, medicines=(Medicine("haloperidol"),))
    session.edit(stopped, "stop")
    assert [(lane.name, lane.stretches) for lane in bar.timeline.lanes] == [("Haloperidol", ())]


def test_a_person_without_medicine_has_no_lane(bar: TimeBar, session: Session) -> None:
    session.edit(Scenario(condition=Condition.NONE), "healthy")
    assert bar.timeline.lanes == ()
    assert not bar.timeline.grab().isNull()


def test_the_mouse_scrubs(bar: TimeBar, session: Session, qtbot: QtBot) -> None:
    line = bar.timeline
    for day in (10, 80):
        x = round(line.x_of(day * DAY))
        qtbot.mousePress(line, LEFT, pos=QPoint(x, 20))
        assert session.time_h == pytest.approx(day * DAY, abs=3.0)
        qtbot.mouseMove(line, QPoint(round(line.x_of((day + 20) * DAY)), 20))
        qtbot.mouseRelease(line, LEFT, pos=QPoint(x, 20))
    qtbot.mousePress(line, LEFT, pos=QPoint(1, 20))
    assert session.time_h == 0.0


@pytest.mark.parametrize(
    ("key", "shift", "change"),
    [
        (Qt.Key.Key_Right, False, DAY),
        (Qt.Key.Key_Left, False, -DAY),
        (Qt.Key.Key_Right, True, 1.0),
        (Qt.Key.Key_PageUp, False, 7 * DAY),
        (Qt.Key.Key_PageDown, False, -7 * DAY),
    ],
)
def test_keys_scrub(
    bar: TimeBar, session: Session, qtbot: QtBot, key: Qt.Key, shift: bool, change: float
) -> None:
    begin = session.time_h
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(bar.timeline, key, modifier)
    assert session.time_h == pytest.approx(begin + change)


def test_home_and_end_reach_the_ends(bar: TimeBar, session: Session, qtbot: QtBot) -> None:
    qtbot.keyClick(bar.timeline, Qt.Key.Key_End)
    assert session.time_h == session.scenario.horizon_h
    qtbot.keyClick(bar.timeline, Qt.Key.Key_Home)
    assert session.time_h == 0.0


def test_the_needle_stands_at_the_clock(bar: TimeBar, session: Session, look: Look) -> None:
    session.seek(100 * DAY)
    QApplication.processEvents()
    picture = bar.timeline.grab().toImage()
    x = round(bar.timeline.x_of(100 * DAY))
    assert picture.pixelColor(x, 4) == look.colour("ink")
    assert picture.pixelColor(x - 30, 4) == look.colour("panel")
