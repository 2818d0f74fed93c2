"""Daily means of the slow values, and a picture that runs on while the clock stands."""

from __future__ import annotations

from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.means import averaged, running_mean
from vmat2_desktop.engine.scenario import Burst, Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.knowledge import load

MODEL = load().model
HOURS = 24.0
SECOND = 1 / 3600

DAY_S, WEEK_S = 86_400.0, 604_800.0


def swinging(days: int = 6) -> Course:
    """A course in which occupancy, content and inhibitor swing every day."""
    time = np.arange(0.0, days * HOURS + 1.0)
    swing = np.sin(2 * np.pi * time / HOURS)
    steady = solve(Scenario(horizon_h=days * HOURS), MODEL)
    levels = {"vmat2.occupancy": 0.6, "vesicular.content": 0.4, "brain.inhibitor": 30.0}
    series = {name: np.interp(time, steady.time_h, values) for name, values in steady.series.items()}
    series |= {name: level * (1.0 + 0.3 * swing) for name, level in levels.items()}
    return replace(steady, time_h=time, series=MappingProxyType(series))


SWINGING = swinging()
HEALTHY = solve(Scenario(horizon_h=HOURS), MODEL)


def same(a: Frame, b: Frame) -> bool:
    """Bit for bit."""

    def parts(frame: Frame) -> list[Any]:
        values = [getattr(frame, item.name) for item in fields(frame)]
        return [v.tobytes() if isinstance(v, np.ndarray) else v for v in values]

    return parts(a) == parts(b)


def test_no_mean_is_the_course_itself_and_a_negative_span_is_refused() -> None:
    assert averaged(SWINGING, 0.0) is SWINGING
    assert len(averaged(SWINGING, 24.0).series) == len(SWINGING.series)
    with pytest.raises(ValueError, match="No mean"):
        averaged(SWINGING, -1.0)


@given(st.floats(HOURS, 5 * HOURS), st.sampled_from([DAY_S, WEEK_S]))
def test_a_daily_mean_does_not_swing_with_the_day(time: float, speed: float) -> None:
    frame = Simulation(SWINGING).frame(time, speed, 24.0)
    assert frame.mean_h == 24.0
    assert frame.vmat2_occupancy == pytest.approx(0.6, abs=1e-3)
    assert frame.vesicle_filling == pytest.approx(0.4, abs=1e-3)
    assert frame.free_inhibitor_nM == pytest.approx(30.0, abs=0.1)


@given(
    st.floats(0.0, 6 * HOURS),
    st.sampled_from([0.0, 24.0]),
    st.lists(st.tuples(st.floats(0.0, 6 * HOURS), st.sampled_from([0.0, 12.0, 24.0])), max_size=3),
)
def test_a_mean_does_not_depend_on_what_was_asked_before(
    time: float, mean_h: float, before: list[tuple[float, float]]
) -> None:
    visited = Simulation(SWINGING)
    for other, span in before:
        visited.frame(other, WEEK_S, span)
    assert same(visited.frame(time, WEEK_S, mean_h), Simulation(SWINGING).frame(time, WEEK_S, mean_h))


@given(st.integers(0, 2**31), st.floats(0.5, 40.0))
def test_the_running_mean_is_the_integral_of_the_line_between_the_points(seed: int, span: float) -> None:
    rng = np.random.default_rng(seed)
    time = np.concatenate(([0.0], np.cumsum(rng.uniform(0.2, 3.0, 30))))
    values = rng.normal(size=len(time))
    means = running_mean(time, values, span)
    assert means[0] == values[0]
    for place in (1, 7, 30):
        end = time[place]
        begin = max(end - span, 0.0)
        points = np.unique(np.concatenate(([begin], time[(time > begin) & (time < end)], [end])))
        area = np.trapezoid(np.interp(points, time, values), points)
        assert means[place] == pytest.approx(area / (end - begin), abs=1e-9)


def test_a_mean_shows_no_effect_before_its_cause() -> None:
    time = np.arange(0.0, 97.0)
    values = np.where(time > 48.0, 1.0, 0.0)
    means = running_mean(time, values, 24.0)
    assert np.all(means[:49] == 0.0)
    assert means[72] == pytest.approx(1.0, abs=0.03)


def test_live_pictures_are_never_averaged() -> None:
    frame = Simulation(SWINGING).frame(30.0, 1.0, 24.0)
    assert frame.mean_h == 0.0
    assert frame.vmat2_occupancy == SWINGING.at("vmat2.occupancy", 30.0)


@pytest.mark.parametrize("speed", [0.1, 1.0, 3600.0, WEEK_S])
def test_a_picture_that_runs_ahead_is_that_of_a_later_moment_under_a_clock_that_stands(speed: float) -> None:
    simulation = Simulation(HEALTHY, (Burst(3.0, 1),))
    ahead, later = (
        simulation.frame(3.0, speed, ahead_s=0.8),
        simulation.frame(3.0 + 0.8 * speed * SECOND, speed),
    )
    assert ahead.time_h == 3.0
    assert ahead.picture_s == pytest.approx(later.picture_s, abs=1e-6)
    assert ahead.perisynaptic_nM == pytest.approx(later.perisynaptic_nM, rel=1e-6)
    assert ahead.seconds_since_spike == pytest.approx(later.seconds_since_spike, abs=1e-6)
