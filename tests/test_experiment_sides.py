"""Two scenarios under one clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.test_experiment import MODEL, SCENARIO, experiment, flat, same_picture
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.experiment import SPEEDS, Experiment, Side

LONGER = replace(SCENARIO, horizon_h=96.0)
SHORTER = replace(SCENARIO, horizon_h=24.0)


def scenarios(one: Experiment) -> tuple[Scenario | None, ...]:
    courses = (one.course_of(Side.A), one.course_of(Side.B))
    return tuple(None if course is None else course.scenario for course in courses)


def test_there_is_only_a_at_first() -> None:
    one = experiment()
    assert one.side is Side.A
    assert scenarios(one) == (SCENARIO, None)
    assert not one.set_side(Side.A)
    with pytest.raises(KeyError, match="no scenario B"):
        one.set_side(Side.B)
    with pytest.raises(KeyError):
        one.frame(Side.B)


def test_b_stands_beside_a_and_each_is_edited_alone() -> None:
    one = experiment()
    one.put_b(LONGER)
    assert (one.side, one.scenario) == (Side.B, LONGER)
    one.edit(replace(LONGER, seed=8))
    assert scenarios(one) == (SCENARIO, replace(LONGER, seed=8))
    assert one.set_side(Side.A)
    one.edit(replace(SCENARIO, seed=9))
    assert scenarios(one) == (replace(SCENARIO, seed=9), replace(LONGER, seed=8))
    assert one.course is one.course_of(Side.A)


def test_the_clock_runs_to_the_longer_and_the_ended_side_stands_at_its_end() -> None:
    one = experiment(SPEEDS[-1])
    one.put_b(LONGER)
    assert one.horizon_h == 96.0
    one.seek(80.0)
    assert (one.time_h, one.frame(Side.A).time_h, one.frame(Side.B).time_h) == (80.0, 48.0, 80.0)
    for _ in range(3):
        one.advance(0.25)
    assert (one.time_h, one.playing) == (96.0, False)
    assert one.frame(Side.A).time_h == 48.0
    one.play()
    assert one.time_h == 0.0


def test_the_clock_comes_back_when_the_longer_side_goes() -> None:
    one = experiment()
    one.put_b(LONGER)
    one.seek(80.0)
    one.edit(SHORTER)
    assert one.time_h == 48.0
    one.edit(LONGER)
    one.seek(80.0)
    one.remove_b()
    assert (one.time_h, one.side, scenarios(one)) == (48.0, Side.A, (SCENARIO, None))
    one.remove_b()
    assert [action.kind for action in one.log].count("remove") == 1


def test_equal_scenarios_are_solved_once() -> None:
    solved: list[Scenario] = []

    def counted(scenario: Scenario, model: Model) -> Course:
        solved.append(scenario)
        return flat(scenario, model)

    one = Experiment(SCENARIO, MODEL, counted)
    one.put_b(SCENARIO)
    assert one.course_of(Side.A) is one.course_of(Side.B)
    one.edit(LONGER)
    assert solved == [SCENARIO, LONGER]


def test_equal_scenarios_give_equal_pictures() -> None:
    one = experiment(playing=False)
    one.put_b(SCENARIO)
    one.seek(7.3)
    doings: tuple[Callable[[], None], ...] = (lambda: None, one.spike, one.step)
    for do in doings:
        do()
        assert same_picture(one.frame(Side.A), one.frame(Side.B))


def test_a_spike_is_asked_of_both_sides_and_shown_through_on_both() -> None:
    one = experiment(playing=False)
    one.put_b(replace(LONGER, rung=Rung.TEXTBOOK))
    one.seek(5.0)
    one.spike()
    for side in Side:
        frame = one.frame(side)
        assert frame.spike_forced
        assert frame.seconds_since_spike == pytest.approx(0.0, abs=1e-6)
    first = {side: one.frame(side).picture_s for side in Side}
    while one.showing:
        one.advance(0.1)
    assert all(one.frame(side).picture_s - first[side] > 0.2 for side in Side)


def test_the_active_side_may_change_while_a_spike_is_shown() -> None:
    one = experiment(playing=False)
    one.put_b(LONGER)
    one.spike()
    one.advance(0.2)
    one.set_side(Side.A)
    assert one.showing


def test_what_cannot_be_computed_changes_nothing() -> None:
    def refuse(scenario: Scenario, model: Model) -> Course:
        if scenario.title == "impossible":
            raise ValueError("No.")
        return flat(scenario, model)

    one = Experiment(SCENARIO, MODEL, refuse)
    bad = replace(SCENARIO, title="impossible")
    one.seek(3.0)
    log = one.log
    doings: tuple[Callable[[], None], ...] = (
        lambda: one.put_b(bad),
        lambda: one.open_pair(bad),
        lambda: one.open_pair(LONGER, bad),
    )
    for do in doings:
        with pytest.raises(ValueError, match=r"No\."):
            do()
        assert scenarios(one) == (SCENARIO, None)
        assert (one.time_h, one.side, one.log) == (3.0, Side.A, log)


def test_the_log_knows_the_sides() -> None:
    one = experiment()
    one.edit(replace(SCENARIO, seed=8))
    one.put_b(LONGER)
    one.edit(replace(LONGER, seed=8))
    one.edit(replace(LONGER, seed=9))
    one.set_side(Side.A)
    one.remove_b()
    said = [(action.kind, str(action.side)) for action in one.log]
    assert said == [("edit", "A"), ("put", "B"), ("edit", "B"), ("side", "A"), ("remove", "A")]


def test_a_pair_that_is_opened_begins_anew() -> None:
    one = experiment(3600.0)
    one.put_b(SHORTER)
    one.seek(7.0)
    one.spike()
    one.open_pair(LONGER, SHORTER)
    assert scenarios(one) == (LONGER, SHORTER)
    assert (one.side, one.time_h, one.forced, one.log) == (Side.A, 0.0, (), ())
    assert not one.frame(Side.B).spike_forced or one.frame(Side.B).seconds_since_spike > 0.0
    one.open_pair(SCENARIO)
    assert scenarios(one) == (SCENARIO, None)
