"""Regimens: which doses are taken, and the daily dose that stands."""

from __future__ import annotations

import numpy as np
import pytest

from vmat2_desktop.engine import regimen
from vmat2_desktop.engine.scenario import DoseCourse, Medicine


def test_doses_come_at_equal_intervals_until_the_stop() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(40, 1, 0, 48), DoseCourse(12.5, 2, 48, 84)))
    assert regimen.doses_of(medicine, 1e4) == ((0, 40), (24, 40), (48, 12.5), (60, 12.5), (72, 12.5))


def test_a_missed_dose_is_the_one_that_lies_nearest() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(40, 1, 0, 96, missed_h=(47.0,)),))
    assert [time for time, _ in regimen.doses_of(medicine, 1e4)] == [0, 24, 72]
    rate = regimen.daily_dose(medicine, np.array([30.0, 50.0, 80.0, 97.0]), 1e4)
    assert rate.tolist() == [40.0, 0.0, 40.0, 0.0]


def test_intervals_join_where_they_touch_and_leave_out_nothing_taken() -> None:
    medicine = Medicine(
        "paroxetine", (DoseCourse(20, 1, 24, 48), DoseCourse(30, 1, 0, 24), DoseCourse(0, 1, 99))
    )
    assert regimen.intervals_of(medicine, 1e4) == ((0, 48),)


def test_the_scenario_ends_the_regimen() -> None:
    assert len(regimen.doses_of(Medicine("x", (DoseCourse(1, 4),)), 48.0)) == 8


def test_more_doses_than_the_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        regimen.doses_of(Medicine("x", (DoseCourse(1, 4),)), 1e7)
