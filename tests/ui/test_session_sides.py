"""The session's two sides: signals mean the active one, and every step knows its side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from test_session import dosed, heard

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, Medicine, Rung, Scenario
from vmat2_desktop.experiment import Experiment, Side
from vmat2_desktop.session import Pair, PairFrame, Session
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import opening


def scenarios(session: Session) -> tuple[Scenario | None, ...]:
    pair = session.pair
    return (pair.a.scenario, None if pair.b is None else pair.b.scenario)


def test_a_copy_is_made_active_and_told(session: Session) -> None:
    a = session.scenario
    pairs, sides, courses = (
        heard(session.pair_changed),
        heard(session.side_changed),
        heard(session.course_changed),
    )
    session.copy_to_b("copy A to B")
    assert scenarios(session) == (a, a)
    assert (session.side, session.other, sides) == (Side.B, a, [Side.B])
    assert isinstance(pairs[0], Pair)
    assert pairs[0].b is courses[0] is session.course
    assert session.undo_stack.undoText() == "copy A to B"
    session.copy_to_b("again")
    assert session.undo_stack.count() == 1


def test_each_side_is_edited_alone_and_the_signals_mean_the_active_one(session: Session) -> None:
    a = session.scenario
    session.copy_to_b("copy")
    said = heard(session.scenario_changed)
    b = dosed(session, 40)
    session.edit(b, "dose")
    assert (said, scenarios(session), session.other) == ([b], (a, b), a)
    pairs = heard(session.pair_changed)
    session.set_side(Side.A)
    assert said == [b, a]
    assert (session.scenario, session.other, session.before, pairs) == (a, b, None, [])
    assert session.undo_stack.count() == 2, "looking at the other side is no edit"


def test_undo_and_redo_know_their_side_and_show_it(session: Session) -> None:
    a = session.scenario
    session.copy_to_b("copy")
    session.edit(dosed(session, 40), "dose")
    b = session.scenario
    session.set_side(Side.A)
    session.edit(replace(a, rung=Rung.TEXTBOOK), "rung")
    session.set_side(Side.B)
    session.undo()
    assert (scenarios(session), session.side) == ((a, b), Side.A)
    session.undo()
    assert (scenarios(session), session.side) == ((a, a), Side.B)
    session.undo()
    assert (scenarios(session), session.side) == ((a, None), Side.A)
    for _ in range(3):
        session.redo()
    assert (scenarios(session), session.side) == ((replace(a, rung=Rung.TEXTBOOK), b), Side.A)


def test_a_side_that_was_removed_comes_back(session: Session) -> None:
    a = session.scenario
    session.remove_b("nothing there")
    assert session.undo_stack.count() == 0
    b = dosed(session, 20)
    session.set_b(b, "another dose")
    pairs, sides = heard(session.pair_changed), heard(session.side_changed)
    session.remove_b("remove B")
    assert (scenarios(session), session.side, session.other) == ((a, None), Side.A, None)
    assert (pairs[-1].b, sides) == (None, [Side.A])
    session.undo()
    assert (scenarios(session), session.side) == ((a, b), Side.B)
    session.redo()
    assert scenarios(session) == (a, None)


def test_a_gesture_never_reaches_over_to_the_other_side(session: Session) -> None:
    session.copy_to_b("copy")
    gesture = session.new_gesture()
    session.edit(dosed(session, 40), "dose", gesture)
    session.set_side(Side.A)
    session.edit(dosed(session, 60), "dose", gesture)
    assert session.undo_stack.count() == 3


def test_reset_returns_to_what_the_side_began_with(session: Session) -> None:
    a, b = session.scenario, dosed(session, 20)
    session.set_b(b, "B")
    session.edit(dosed(session, 60), "dose")
    session.reset("reset")
    assert (scenarios(session), session.opening) == ((a, b), b)
    session.set_side(Side.A)
    assert session.opening == a


def test_both_frames_come_only_while_compared(session: Session) -> None:
    both, compared = heard(session.pair_ready), heard(session.compared_changed)
    session.copy_to_b("copy")
    session.edit(dosed(session, 20), "dose")
    session.seek(1000.0)
    assert both == []
    session.set_compared(True)
    assert session.compared
    session.set_compared(True)
    assert (len(both), compared) == (1, [True])
    session.seek(1200.0)
    frames = both[-1]
    assert isinstance(frames, PairFrame)
    assert frames.b is session.frame
    assert frames.b is not None
    assert frames.a.time_h == frames.b.time_h == 1200.0
    assert frames.a.vmat2_occupancy > frames.b.vmat2_occupancy
    session.set_side(Side.A)
    assert both[-1].a is session.frame
    assert both[-1].of(Side.B) == both[-1].b
    session.remove_b("remove")
    assert both[-1].b is None
    session.set_compared(False)
    told = len(both)
    session.seek(10.0)
    assert len(both) == told


def test_the_clock_reaches_the_longer_horizon_and_the_timeline_with_it(window: MainWindow) -> None:
    session = window.session
    longer = replace(session.scenario, horizon_h=session.scenario.horizon_h * 2)
    session.set_b(longer, "longer")
    session.set_side(Side.A)
    session.seek(longer.horizon_h)
    assert (session.time_h, session.frame.time_h) == (longer.horizon_h, longer.horizon_h / 2)
    timeline = window.time_bar.timeline
    assert timeline.x_of(timeline._time_h) == pytest.approx(timeline.track().right())
    track = timeline.track()
    assert timeline.x_of(longer.horizon_h / 2) == pytest.approx(track.center().x())
    session.remove_b("remove")
    assert timeline.x_of(longer.horizon_h / 2) == pytest.approx(track.right())


def test_a_document_replaces_everything(session: Session, qtbot: QtBot) -> None:
    a, b = dosed(session, 20), dosed(session, 60)
    session.copy_to_b("copy")
    session.edit(dosed(session, 40), "dose")
    session.seek(500.0)
    heard_opened, pairs = heard(session.opened), heard(session.pair_changed)
    assert session.open_pair(a, b)
    assert (scenarios(session), session.side, session.time_h) == ((a, b), Side.A, 0.0)
    assert (session.undo_stack.count(), session.before, session.opening) == (0, None, a)
    assert (len(heard_opened), len(pairs)) == (1, 1)
    session.set_side(Side.B)
    assert session.opening == b
    assert session.open_pair(b)
    assert (scenarios(session), session.side) == ((b, None), Side.A)


def test_a_document_that_cannot_be_computed_leaves_everything(
    model: Model, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    def stubborn(scenario: Scenario, known: Model) -> Course:
        if scenario.rung is Rung.TEXTBOOK:
            raise ValueError("no such terminal")
        return solve(scenario, known)

    session = Session(Experiment(opening(model), model, stubborn, playing=False))
    sentences, opened = heard(session.failed), heard(session.opened)
    session.edit(replace(session.scenario, compensation=0.5), "compensation")
    before, bad = session.scenario, replace(session.scenario, rung=Rung.TEXTBOOK)
    assert not session.open_pair(bad)
    assert not session.open_pair(before, bad)
    session.set_b(bad, "bad")
    assert (scenarios(session), session.undo_stack.count()) == ((before, None), 1)
    assert len(sentences) == 3
    assert opened == []
    assert "ValueError" in capsys.readouterr().err
    session.undo()
    assert session.scenario == opening(model)
    session.stop()


def test_another_pair_is_one_step_that_can_be_undone(session: Session) -> None:
    before, clock = session.pair, session.time_h
    healthy, ill = Scenario(), Scenario(condition=Condition.TARDIVE_DYSKINESIA)
    told = heard(session.pair_changed)
    assert session.show_pair(healthy, ill, 24.0, "another pair")
    assert told == [session.pair]
    assert session.side is Side.A
    assert (scenarios(session), session.time_h, session.compared) == ((healthy, ill), 24.0, True)
    assert (session.undo_stack.count(), session.undo_stack.undoText()) == (1, "another pair")
    assert session.show_pair(healthy, ill, 48.0, "the same"), "it stands"
    assert (session.undo_stack.count(), session.time_h) == (1, 48.0)
    session.undo()
    assert scenarios(session) == (before.a.scenario, None)
    assert (session.time_h, session.compared) == (clock, False)
    session.redo()
    assert (scenarios(session), session.time_h, session.compared) == ((healthy, ill), 24.0, True)
    session.edit(replace(healthy, seed=8), "an edit after it")
    session.reset("reset")
    assert session.scenario == healthy
    assert session.undo_stack.count() == 3


def test_a_pair_that_cannot_be_computed_changes_nothing(session: Session) -> None:
    before, said = session.pair, heard(session.failed)
    impossible = Scenario(medicines=(Medicine("nothing"),))
    assert not session.show_pair(Scenario(), impossible, 0.0, "another pair")
    assert len(said) == 1
    assert session.pair == before
    assert (session.undo_stack.count(), session.compared) == (0, False)
