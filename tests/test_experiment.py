"""The experiment: what its buttons promise."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame, Pace, SiteState
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.observables import STATE_UNITS
from vmat2_desktop.engine.scenario import DoseCourse, Medicine, Scenario
from vmat2_desktop.experiment import LONGEST_GAP_S, OPENING_SPEED, SPEEDS, STEP_S, Experiment
from vmat2_desktop.knowledge import load

MODEL = load().model
SCENARIO = Scenario(horizon_h=48.0)
SECOND = 1 / 3600


def flat(scenario: Scenario, model: Model) -> Course:
    """A course in which nothing changes, without the cost of a real one."""
    series = {name: np.ones(2) for name in STATE_UNITS} | {"d2.antagonism": np.zeros(2)}
    times = np.array([0.0, scenario.horizon_h])
    return Course(scenario, model, times, MappingProxyType(series), MappingProxyType({}))


def experiment(
    speed: float = OPENING_SPEED, *, playing: bool = True, scenario: Scenario = SCENARIO
) -> Experiment:
    return Experiment(scenario, MODEL, flat, speed=speed, playing=playing)


def test_it_opens_moving_at_the_beginning() -> None:
    one = experiment()
    first = one.frame()
    one.advance(0.25)
    assert one.playing
    assert one.time_h == pytest.approx(0.25 * OPENING_SPEED * SECOND)
    assert one.frame().picture_s > first.picture_s


def test_something_is_released_within_the_first_second() -> None:
    one = experiment()
    dots = 0
    for _ in range(60):
        one.advance(1 / 60)
        dots = max(dots, len(one.frame().packets))
    assert dots > 0


def test_an_equal_scenario_is_nothing() -> None:
    one = experiment()
    course = one.course
    assert not one.edit(replace(SCENARIO))
    assert one.course is course
    assert one.log == ()


def test_an_edit_keeps_time_and_spikes_and_stays_within_the_scenario() -> None:
    one = experiment()
    one.seek(30.0)
    one.spike()
    assert one.edit(replace(SCENARIO, horizon_h=40.0))
    assert (one.time_h, len(one.forced)) == (30.0, 1)
    assert one.edit(replace(SCENARIO, horizon_h=20.0))
    assert one.time_h == 20.0
    assert one.course.scenario == one.scenario == replace(SCENARIO, horizon_h=20.0)


def test_an_edit_that_fails_changes_nothing() -> None:
    def refuse(scenario: Scenario, model: Model) -> Course:
        if scenario.title == "impossible":
            raise ValueError("No.")
        return flat(scenario, model)

    one = Experiment(SCENARIO, MODEL, refuse)
    one.seek(3.0)
    with pytest.raises(ValueError, match=r"No\."):
        one.edit(replace(SCENARIO, title="impossible"))
    assert one.scenario == one.course.scenario == SCENARIO
    assert one.frame().time_h == 3.0


def test_an_edit_that_the_synapse_refuses_changes_nothing() -> None:
    def choked(scenario: Scenario, model: Model) -> Course:
        synapse = replace(model.synapse, dat_vmax=1.0, other_clearance=0.0)
        return flat(scenario, replace(model, synapse=synapse) if scenario.title == "choked" else model)

    one = Experiment(SCENARIO, MODEL, choked)
    with pytest.raises(ValueError, match="re-uptake"):
        one.edit(replace(SCENARIO, title="choked"))
    assert one.scenario == one.course.scenario == SCENARIO


def test_a_gap_is_capped_and_time_never_runs_back() -> None:
    one = experiment(60.0)
    one.advance(3600.0)
    assert one.time_h == pytest.approx(LONGEST_GAP_S * 60 * SECOND)
    one.advance(-5.0)
    assert one.time_h == pytest.approx(LONGEST_GAP_S * 60 * SECOND)


def test_time_stops_at_the_end_and_play_begins_anew() -> None:
    one = experiment(SPEEDS[-1])
    for _ in range(10):
        one.advance(0.25)
    assert (one.time_h, one.playing) == (48.0, False)
    one.frame()
    one.play()
    assert (one.time_h, one.playing) == (0.0, True)


def test_pause_holds_and_step_moves_by_a_sixtieth() -> None:
    one = experiment(1.0)
    one.pause()
    one.advance(0.1)
    assert one.time_h == 0.0
    one.step()
    assert one.time_h == pytest.approx(STEP_S * SECOND)
    one.play()
    one.step()
    assert not one.playing


@pytest.mark.parametrize(("asked", "there"), [(-1.0, 0.0), (5.0, 5.0), (1e9, 48.0), (math.inf, 48.0)])
def test_seek_stays_within_the_scenario(asked: float, there: float) -> None:
    one = experiment()
    one.seek(asked)
    assert one.time_h == one.frame().time_h == there


def test_nonsense_is_refused() -> None:
    one = experiment()
    with pytest.raises(ValueError, match="not a number"):
        one.seek(math.nan)
    for speed in (0.0, -1.0, 2.0, math.nan):
        with pytest.raises(ValueError, match="none of the speeds"):
            one.set_speed(speed)
    with pytest.raises(ValueError, match="none of the speeds"):
        experiment(5.0)


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("playing", [True, False])
def test_a_spike_stands_in_the_next_frame_at_any_speed_playing_or_not(speed: float, playing: bool) -> None:
    one = experiment(speed, playing=playing)
    one.seek(7.3)
    one.spike()
    frame = one.frame()
    assert frame.pace is (Pace.LIVE if speed <= 1 else Pace.CLIP)
    assert frame.seconds_since_spike == pytest.approx(0.0, abs=1e-12)
    assert frame.spike_forced
    assert frame.spike_released
    assert any(site.state is SiteState.FUSING for site in frame.sites)
    assert frame.packets
    one.step()
    assert one.frame().seconds_since_spike > 0.0


@pytest.mark.parametrize("speed", [0.1, 3600.0])
def test_a_burst_is_several_spikes(speed: float) -> None:
    one = experiment(speed)
    one.seek(7.3)
    one.burst()
    spikes = 0
    last = math.inf
    for _ in range(400):
        since = one.frame().seconds_since_spike
        spikes += since < last
        last = since
        one.advance(1 / 60)
        if spikes == round(MODEL.synapse.burst_spikes):
            break
    assert spikes == round(MODEL.synapse.burst_spikes)


def test_spikes_asked_for_come_again_when_time_is_sought_back() -> None:
    one = experiment(1.0)
    one.seek(7.3)
    one.spike()
    first = one.frame()
    one.seek(20.0)
    one.frame()
    one.seek(7.3)
    again = one.frame()
    assert again.packets == first.packets
    assert again.sites == first.sites


def test_the_log_tells_what_was_done() -> None:
    one = experiment()
    one.pause()
    for time in (1.0, 2.0, 3.0):
        one.seek(time)
    one.spike()
    one.set_speed(1.0)
    one.edit(replace(SCENARIO, seed=8))
    one.edit(replace(SCENARIO, seed=9))
    one.play()
    one.burst()
    one.step()
    kinds = [action.kind for action in one.log]
    assert kinds == ["pause", "seek", "spike", "speed", "edit", "play", "burst", "step"]
    assert [action.time_h for action in one.log[:3]] == [0.0, 3.0, 3.0]
    assert one.log[3].speed == 1.0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("advance"), st.floats(-1, 2)),
            st.tuples(st.just("seek"), st.floats(-10, 100)),
            st.tuples(st.just("set_speed"), st.sampled_from(SPEEDS)),
            st.tuples(st.sampled_from(["play", "pause", "step", "spike", "burst"]), st.none()),
        ),
        max_size=12,
    )
)
def test_whatever_is_pressed_there_is_a_frame_of_the_present(actions: list[tuple[str, float | None]]) -> None:
    one = experiment()
    for name, value in actions:
        getattr(one, name)(*([] if value is None else [value]))
        assert 0.0 <= one.time_h <= 48.0
        assert one.frame().time_h == one.time_h


def test_the_real_course_reaches_the_picture() -> None:
    valbenazine = Medicine("valbenazine", (DoseCourse(80.0),))
    one = Experiment(Scenario(medicines=(valbenazine,), horizon_h=24.0 * 14), MODEL)
    healthy = one.frame()
    one.seek(24.0 * 13)
    treated = one.frame()
    assert treated.vmat2_occupancy > 0.4 > healthy.vmat2_occupancy
    assert treated.vesicle_content.mean() < healthy.vesicle_content.mean()
    assert treated.perisynaptic_peak_nM == pytest.approx(
        one.course.at("perisynaptic.dopamine_peak_nM", one.time_h), rel=0.01
    )
    assert treated.d2_lit == pytest.approx(one.course.at("d2.occupancy.dopamine", one.time_h), abs=2e-3)


@pytest.mark.parametrize("speed", SPEEDS)
def test_from_a_day_a_second_on_the_slow_values_are_daily_means(speed: float) -> None:
    one = experiment(speed)
    assert one.frame().mean_h == (24.0 if speed >= 86_400.0 else 0.0)


@pytest.mark.parametrize("kind", ["spike", "burst"])
@pytest.mark.parametrize("speed", [0.1, 1.0, 3600.0, 86_400.0])
def test_a_spike_asked_for_while_time_is_held_runs_through_the_picture_once(speed: float, kind: str) -> None:
    one = experiment(speed, playing=False)
    one.seek(5.0)
    assert not one.showing
    getattr(one, kind)()
    assert one.showing
    frames = [one.frame()]
    while one.showing:
        one.advance(0.1)
        frames.append(one.frame())
    assert {frame.time_h for frame in frames} == {5.0}
    since = [frame.seconds_since_spike for frame in frames]
    assert since[0] == pytest.approx(0.0, abs=1e-6)
    ran = frames[-1].picture_s - frames[0].picture_s
    assert ran > 0.2, "the picture runs on until the release is over"
    assert any(frame.packets for frame in frames)
    assert same_picture(one.frame(), frames[-1])
    one.play()
    assert one.frame().seconds_since_spike == pytest.approx(0.0, abs=1e-6)


def same_picture(one: Frame, other: Frame) -> bool:
    return (one.picture_s, one.packets, one.sites) == (other.picture_s, other.packets, other.sites)


@pytest.mark.parametrize("action", ["play", "step", "seek", "speed"])
def test_whatever_moves_the_clock_ends_the_showing(action: str) -> None:
    one = experiment(3600.0, playing=False)
    one.spike()
    one.advance(0.2)
    does: dict[str, Callable[[], object]] = {
        "play": one.play,
        "step": one.step,
        "seek": lambda: one.seek(2.0),
        "speed": lambda: one.set_speed(86_400.0),
    }
    does[action]()
    assert not one.showing
    fresh = experiment(one.speed, playing=one.playing)
    fresh.seek(0.0)
    fresh.spike()
    fresh.seek(one.time_h)
    assert same_picture(one.frame(), fresh.frame())
