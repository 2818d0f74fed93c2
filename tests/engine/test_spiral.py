"""The spiral drawn by hand: more of a movement state shows as more, smoothly, and never without bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine import spiral
from vmat2_desktop.engine.model import Model

SHARES = st.floats(0.0, 1.0)
SEEDS = st.integers(0, 40)


def deviation(path: spiral.Path, steady: spiral.Path) -> float:
    """Return how far two paths lie apart on average, point by point."""
    return float(np.hypot(*(path.points - steady.points).T).mean())


@given(score=SHARES, more=SHARES, seed=SEEDS)
def test_a_higher_score_leaves_the_line_farther(model: Model, score: float, more: float, seed: int) -> None:
    low, high = sorted((score, more))
    if high - low < 0.02:
        high = low + 0.02 if low < 0.9 else low
        low = high - 0.02
    steady = spiral.path(0.0, 0.0, seed, model.drawing)
    throws = [deviation(spiral.path(share, 0.0, seed, model.drawing), steady) for share in (low, high)]
    assert throws[0] < throws[1]
    assert (
        spiral.path(high, 0.0, seed, model.drawing).duration
        < spiral.path(low, 0.0, seed, model.drawing).duration
    )


@given(index=SHARES, more=SHARES, seed=SEEDS)
def test_more_parkinsonism_draws_smaller_and_slower(
    model: Model, index: float, more: float, seed: int
) -> None:
    low, high = sorted((index, more))
    if high - low < 0.05:
        low, high = (low, low + 0.05) if low < 0.9 else (low - 0.05, low)
    less, greater = (spiral.path(0.0, share, seed, model.drawing) for share in (low, high))
    size = [float(np.hypot(*path.points.T).mean()) for path in (less, greater)]
    assert size[0] > size[1]
    assert less.duration < greater.duration
    assert len(less.marks()) <= len(greater.marks())


@given(score=SHARES, index=SHARES, seed=SEEDS)
def test_no_state_leaves_the_paper_or_goes_back_in_time(
    model: Model, score: float, index: float, seed: int
) -> None:
    path = spiral.path(score, index, seed, model.drawing)
    assert path.points.shape == (spiral.POINTS, 2)
    assert float(np.hypot(*path.points.T).max()) < 1.13
    assert path.seconds[0] == 0.0
    assert np.all(np.diff(path.seconds) > 0.0)


@given(score=st.floats(0.0, 0.99), index=st.floats(0.0, 0.99), seed=SEEDS)
def test_a_little_more_changes_the_drawing_a_little(
    model: Model, score: float, index: float, seed: int
) -> None:
    here = spiral.path(score, index, seed, model.drawing)
    there = spiral.path(score + 0.001, index, seed, model.drawing)
    assert deviation(here, there) < 0.01


def test_equal_arguments_draw_equal_paths_and_seeds_differ(model: Model) -> None:
    first, again, other = (spiral.path(0.4, 0.2, seed, model.drawing) for seed in (8, 8, 14))
    assert np.array_equal(first.points, again.points)
    assert not np.array_equal(first.points, other.points)


def test_a_steady_hand_stays_on_the_template_and_takes_its_time(model: Model) -> None:
    path = spiral.path(0.0, 0.0, 8, model.drawing)
    template = spiral.template(model.drawing, 4001)
    nearest = [float(np.hypot(*(template - point).T).min()) for point in path.points[::40]]
    assert max(nearest) < 3 * model.drawing.spiral_wander
    assert path.duration == pytest.approx(model.drawing.spiral_seconds)
    assert len(path.marks()) == int(model.drawing.spiral_seconds) + 1


def test_shares_beyond_the_scale_count_as_its_end(model: Model) -> None:
    beyond = spiral.path(3.0, -1.0, 8, model.drawing)
    assert np.array_equal(beyond.points, spiral.path(1.0, 0.0, 8, model.drawing).points)
