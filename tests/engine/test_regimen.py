"""Regimens: which doses are taken, and the daily dose that stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.engine import regimen
from vmat2_desktop.engine.scenario import DoseCourse, Food, Medicine


def test_doses_come_at_equal_intervals_until_the_stop() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(40, 1, 0, 48), DoseCourse(12.5, 2, 48, 84)))
    assert regimen.doses_of(medicine, 1e4) == ((0, 40), (24, 40), (48, 12.5), (60, 12.5), (72, 12.5))


def test_a_missed_dose_is_the_one_that_lies_nearest() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(40, 1, 0, 96, missed_h=(47.0,)),))
    assert [time for time, _ in regimen.doses_of(medicine, 1e4)] == [0, 24, 72]
    rate = regimen.daily_dose(medicine, np.array([30.0, 50.0, 80.0, 97.0]), 1e4)
    assert rate.tolist() == [40.0, 0.0, 40.0, 0.0]


def test_the_daily_dose_stands_until_the_next_is_due_or_the_stretch_ends() -> None:
    medicine = Medicine(
        "paroxetine", (DoseCourse(20, 2, 24, 48), DoseCourse(30, 1, 0, 24), DoseCourse(0, 1, 99))
    )
    rate = regimen.daily_dose(medicine, np.array([0.0, 23.9, 24.0, 36.0, 47.9, 48.0, 100.0]), 1e4)
    assert rate.tolist() == [30.0, 30.0, 40.0, 40.0, 40.0, 0.0, 0.0]


def test_the_daily_dose_of_a_short_stretch_ends_with_it() -> None:
    medicine = Medicine("paroxetine", (DoseCourse(20, 1, 0, 6),))
    assert regimen.daily_dose(medicine, np.array([5.0, 7.0]), 1e4).tolist() == [20.0, 0.0]
    assert regimen.daily_dose(medicine, np.array([3.0]), 2.0).tolist() == [0.0]


def test_doses_with_food_are_those_of_the_stretches_with_food() -> None:
    medicine = Medicine(
        "valbenazine", (DoseCourse(40, 1, 0, 48), DoseCourse(80, 1, 48, 120, (72.0,), Food.FED))
    )
    assert regimen.fed_times(medicine, 1e4) == {48.0, 96.0}
    assert regimen.fed_times(medicine, 72.0) == {48.0}


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 4), st.integers(0, 20)), min_size=1, max_size=4),
    st.floats(1.0, 1000.0),
)
def test_the_daily_dose_integrates_to_the_doses_that_are_taken_in_whole_intervals(
    stretches: list[tuple[float, int, int]], horizon_h: float
) -> None:
    start, doses = 0.0, []
    for mg, times, days in stretches:
        doses.append(DoseCourse(mg, times, start, start + days * 24.0))
        start += days * 24.0
    medicine = Medicine("x", tuple(doses))
    middle = np.arange(0.5, start, 1.0)
    area = float(np.sum(regimen.daily_dose(medicine, middle, start))) / 24.0
    assert area == pytest.approx(sum(mg for _, mg in regimen.doses_of(medicine, start)), rel=1e-9, abs=1e-9)
    assert all(time < horizon_h for time, _ in regimen.doses_of(medicine, horizon_h))


def test_the_scenario_ends_the_regimen() -> None:
    assert len(regimen.doses_of(Medicine("x", (DoseCourse(1, 4),)), 48.0)) == 8


def test_more_doses_than_the_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        regimen.doses_of(Medicine("x", (DoseCourse(1, 4),)), 1e7)
