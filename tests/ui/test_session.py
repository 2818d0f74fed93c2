"""The session: one timer, one undo step a gesture, no exception that escapes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.regimens import Regimen, inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.opening import opening


def dosed(session: Session, mg: float) -> Scenario:
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    return with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=mg, titrated=True))


def dose_of(session: Session) -> float:
    regimen = inhibitor(session.scenario, session.model)
    assert isinstance(regimen, Regimen)
    return regimen.mg_per_day


def heard(signal: Any) -> list[Any]:
    said: list[Any] = []
    signal.connect(lambda *values: said.append(values[0] if values else None))
    return said


def test_an_equal_scenario_is_nothing(session: Session) -> None:
    courses, scenarios = heard(session.course_changed), heard(session.scenario_changed)
    session.edit(replace(session.scenario), "nothing")
    assert courses == scenarios == []
    assert session.undo_stack.count() == 0


def test_an_edit_tells_scenario_course_and_frame(session: Session) -> None:
    courses, frames = heard(session.course_changed), heard(session.frame_ready)
    scenarios = heard(session.scenario_changed)
    wanted = dosed(session, 40)
    session.edit(wanted, "dose 40 mg")
    assert scenarios == [wanted]
    assert [course.scenario for course in courses] == [wanted]
    assert courses[0] is session.course
    assert isinstance(frames[-1], Frame)
    assert frames[-1].vmat2_occupancy == pytest.approx(session.course.at("vmat2.occupancy", session.time_h))


def test_a_dragged_slider_is_one_undo_step_and_its_ghost_is_what_stood_before(session: Session) -> None:
    before = session.course
    gesture = session.new_gesture()
    for mg in (60, 40, 20):
        session.edit(dosed(session, mg), f"dose {mg}", gesture)
    assert session.undo_stack.count() == 1
    assert session.before is before
    session.undo()
    assert dose_of(session) == 80
    session.redo()
    assert dose_of(session) == 20


def test_a_drag_back_to_where_it_began_leaves_no_step(session: Session) -> None:
    gesture = session.new_gesture()
    for mg in (60, 40, 80):
        session.edit(dosed(session, mg), "dose", gesture)
    assert session.undo_stack.count() == 0


def test_two_gestures_are_two_steps(session: Session) -> None:
    for mg in (60, 40):
        session.edit(dosed(session, mg), "dose", session.new_gesture())
    assert session.undo_stack.count() == 2


def test_edits_without_a_gesture_never_merge(session: Session) -> None:
    for mg in (60, 40):
        session.edit(dosed(session, mg), "dose")
    assert session.undo_stack.count() == 2
    session.undo()
    assert dose_of(session) == 60


def test_reset_can_be_undone(session: Session) -> None:
    session.edit(dosed(session, 20), "dose")
    session.reset("reset")
    assert session.scenario == session.opening
    session.undo()
    assert dose_of(session) == 20


def test_an_edit_inside_an_edit_is_refused(session: Session) -> None:
    other = replace(session.scenario, rung=Rung.TEXTBOOK)
    session.scenario_changed.connect(lambda _: session.edit(other, "inside"))
    wanted = dosed(session, 40)
    session.edit(wanted, "dose")
    assert session.scenario == wanted
    assert session.undo_stack.count() == 1


def test_what_cannot_be_computed_is_said_and_changes_nothing(
    model: Model, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    def stubborn(scenario: Scenario, known: Model) -> Course:
        if scenario.rung is Rung.TEXTBOOK:
            raise ValueError("no such terminal")
        return solve(scenario, known)

    session = Session(Experiment(opening(model), model, stubborn, playing=False))
    sentences, courses = heard(session.failed), heard(session.course_changed)
    before = session.scenario
    session.edit(replace(before, rung=Rung.TEXTBOOK), "rung")
    assert session.scenario == before
    assert session.undo_stack.count() == 0
    assert courses == []
    assert len(sentences) == 1
    assert "no such terminal" in sentences[0]
    assert "ValueError" in capsys.readouterr().err
    session.edit(replace(before, compensation=0.5), "still usable")
    assert session.scenario.compensation == 0.5
    session.stop()


def test_a_frame_that_cannot_be_computed_holds_time(
    session: Session,
    experiment: Experiment,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sentences = heard(session.failed)
    session.play()

    def broken() -> Frame:
        raise ArithmeticError("no frame")

    monkeypatch.setattr(experiment, "frame", broken)
    qtbot.waitUntil(lambda: not session.ticking)
    assert not session.playing
    assert len(sentences) >= 1
    assert "ArithmeticError" in capsys.readouterr().err


def test_playing_moves_the_clock_and_pausing_stops_the_frames(session: Session, qtbot: QtBot) -> None:
    begin = session.time_h
    session.play()
    qtbot.waitUntil(lambda: session.time_h > begin)
    session.pause()
    held = session.time_h
    qtbot.waitUntil(lambda: not session.ticking)
    assert session.time_h == held


def test_time_ends_with_the_scenario_and_says_so(session: Session, qtbot: QtBot) -> None:
    session.seek(session.scenario.horizon_h - 0.01)
    session.set_speed(session.speeds[-1])
    session.play()
    said = heard(session.transport_changed)
    qtbot.waitUntil(lambda: not session.playing)
    assert session.time_h == session.scenario.horizon_h
    assert said


@pytest.mark.parametrize(("asked", "stands"), [(-5.0, 0.0), (1e9, 112 * 24.0), (100.0, 100.0)])
def test_seeking_stays_in_the_scenario(session: Session, asked: float, stands: float) -> None:
    session.seek(asked)
    assert session.time_h == stands
    assert session.frame.time_h == stands


def test_a_spike_is_seen_at_once(session: Session) -> None:
    frames = heard(session.frame_ready)
    session.spike()
    assert frames[-1].spike_forced
    assert frames[-1].seconds_since_spike == pytest.approx(0.0, abs=0.1)


def test_a_step_advances_and_holds(session: Session) -> None:
    begin = session.time_h
    session.step()
    assert session.time_h > begin
    assert not session.playing


def test_a_spike_while_time_is_held_ticks_until_it_has_been_shown(session: Session, qtbot: QtBot) -> None:
    clock = session.time_h
    session.spike()
    assert session.running
    assert not session.playing
    frames = heard(session.frame_ready)
    while session.running:
        session._experiment.advance(0.25)
        session._tick()
    assert session.time_h == clock
    assert len({frame.picture_s for frame in frames}) > 3
    assert session.ticking, "what the views animate can finish"
