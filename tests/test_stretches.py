"""Stretches of doses, edited one by one: what comes out is what a scenario document accepts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmat2_desktop import stretches
from vmat2_desktop.documents import scenario_file
from vmat2_desktop.engine import regimen
from vmat2_desktop.engine.scenario import DoseCourse, Medicine, Scenario
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.stretches import Doses, OutOfRangeError

DAY = 24.0
END = 60 * DAY
STEPS: Doses = (
    DoseCourse(40, 1, 7 * DAY, 14 * DAY),
    DoseCourse(80, 1, 14 * DAY, 40 * DAY, (20 * DAY,)),
)


def test_a_begin_takes_the_end_before_it_along() -> None:
    found = stretches.with_start(STEPS, 1, 21 * DAY, END)
    assert [(item.start_h / DAY, item.stop_h) for item in found] == [(7, 21 * DAY), (21, 40 * DAY)]
    assert found[1].missed_h == (), "the missed dose lay before the new begin"
    with pytest.raises(OutOfRangeError) as refused:
        stretches.with_start(STEPS, 1, 7 * DAY, END)
    assert (refused.value.low, refused.value.high) == (8 * DAY, 39 * DAY)


def test_an_end_takes_the_begin_after_it_along_and_the_last_one_can_be_open() -> None:
    assert stretches.with_stop(STEPS, 0, 10 * DAY, END)[1].start_h == 10 * DAY
    assert stretches.with_stop(STEPS, 1, None, END)[1].stop_h is None
    assert stretches.with_stop(STEPS, 1, 60 * DAY, END)[1].stop_h is None
    with pytest.raises(OutOfRangeError) as refused:
        stretches.with_stop(STEPS, 1, 61 * DAY, END)
    assert (refused.value.low, refused.value.high) == (15 * DAY, END)


def test_a_day_is_missed_and_taken_again() -> None:
    twice = (DoseCourse(12, 2, 0.0),)
    without = stretches.toggled(twice, 3, END)
    assert without[0].missed_h == (72.0, 84.0)
    taken = [time for time, _ in regimen.doses_of(Medicine("x", without), END)]
    assert 72.0 not in taken
    assert 84.0 not in taken
    assert stretches.toggled(without, 3, END) == twice
    assert stretches.days_missed(without[0], END) == (3,)
    with pytest.raises(OutOfRangeError):
        stretches.toggled(STEPS, 50, END)


def test_other_times_a_day_keep_the_daily_dose_and_the_missed_day() -> None:
    found = stretches.with_times(STEPS, 1, 2, END)[1]
    assert (found.mg, found.times_per_day) == (40, 2)
    assert found.missed_h == (20 * DAY, 20 * DAY + 12)


def test_a_step_begins_inside_of_one_and_in_a_gap() -> None:
    fresh = DoseCourse(20)
    inside = stretches.begun(STEPS, 30 * DAY, fresh, END)
    assert [item.mg for item in inside] == [40, 80, 80]
    assert inside[1].stop_h == inside[2].start_h == 30 * DAY
    after = stretches.begun(STEPS, 50 * DAY, fresh, END)
    assert after[2] == DoseCourse(20, 1, 50 * DAY, None)
    before = stretches.begun(STEPS, 0.0, fresh, END)
    assert before[0] == DoseCourse(20, 1, 0.0, 7 * DAY)
    with pytest.raises(OutOfRangeError):
        stretches.begun(STEPS, 7 * DAY, fresh, END)


def test_what_is_removed_is_filled_by_what_touches_it() -> None:
    assert stretches.removed(STEPS, 1) == (DoseCourse(40, 1, 7 * DAY, 40 * DAY),)
    assert stretches.removed(STEPS, 0)[0].start_h == 7 * DAY
    assert stretches.removed(STEPS[:1], 0) == ()


def test_stopping_cuts_what_comes_later() -> None:
    assert stretches.stopped(STEPS, 10 * DAY, END) == (DoseCourse(40, 1, 7 * DAY, 10 * DAY),)
    assert stretches.stopped(STEPS, 14 * DAY, END) == STEPS[:1]
    assert stretches.stopped(STEPS, END, END)[1].stop_h is None
    with pytest.raises(OutOfRangeError):
        stretches.stopped(STEPS, 7 * DAY, END)


@given(st.data())
@settings(max_examples=60)
def test_whatever_is_done_in_a_row_a_document_accepts_it(known: Knowledge, data: st.DataObject) -> None:
    doses = STEPS
    for _ in range(data.draw(st.integers(1, 6))):
        hours = data.draw(st.integers(0, 62)) * DAY
        place = data.draw(st.integers(0, max(0, len(doses) - 1)))
        kind = data.draw(st.integers(0, 6))
        try:
            doses = _done(doses, kind, place, hours)
        except OutOfRangeError:
            continue
        if not doses:
            doses = STEPS
        scenario = Scenario(medicines=(Medicine("valbenazine", doses),), horizon_h=END)
        again = scenario_file.loads(scenario_file.dumps(scenario), known)
        assert again.medicines[0].doses == doses


def _done(doses: Doses, kind: int, place: int, hours: float) -> Doses:
    match kind:
        case 0:
            return stretches.with_start(doses, place, hours, END)
        case 1:
            return stretches.with_stop(doses, place, hours, END)
        case 2:
            return stretches.toggled(doses, int(hours / DAY), END)
        case 3:
            return stretches.begun(doses, hours, DoseCourse(20), END)
        case 4:
            return stretches.removed(doses, place)
        case 5:
            return stretches.with_times(doses, place, 1 + int(hours / DAY) % 4, END)
        case _:
            return stretches.stopped(doses, hours, END)
