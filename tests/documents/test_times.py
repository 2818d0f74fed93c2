from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop.documents import times

HOURS = st.floats(0.0, times.LONGEST_H)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("36 h", 36.0),
        ("42 d", 1008.0),
        ("6 wk", 1008.0),
        ("3 y", 26280.0),
        ("90 min", 1.5),
        ("0 d", 0.0),
        ("0.1 d", 2.4),
        ("20min", 1 / 3),
        ("10 s", 10 / 3600),
        ("1e-3 h", 0.001),
        ("20 y", 175200.0),
    ],
)
def test_times_are_numbers_with_a_unit(text: str, hours: float) -> None:
    assert times.parse(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "h",
        "3 weeks",
        "-1 d",
        "+1 d",
        "1,5 h",
        "1 H",
        "1  h",
        " 1 h",
        "1 h\n",
        "nan h",
        "inf d",
        "٣ d",
        "1. h",
        "1e9999 h",
        "9" * 40 + " h",
        ".5 h",
        "1 m",
        "0x10 h",
        "1_0 h",
    ],
)
def test_other_texts_are_refused_with_the_units(text: str) -> None:
    with pytest.raises(ValueError, match=r"\(s, min, h, d, wk or y\)"):
        times.parse(text)


@pytest.mark.parametrize("text", ["20.001 y", "1e300 y", "1e999 h"])
def test_times_beyond_the_longest_are_refused_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match="from 0 h to 20 y"):
        times.parse(text)


@given(HOURS)
def test_every_time_is_written_so_that_it_reads_back_exactly(hours: float) -> None:
    assert times.parse(times.text(hours)) == hours


@given(st.integers(0, 7300))
def test_whole_days_are_written_as_days(days: int) -> None:
    assert times.text(days * 24.0) == f"{days} d"


@pytest.mark.parametrize(
    ("hours", "text"), [(36.0, "36 h"), (1.5, "90 min"), (1 / 3, "20 min"), (1 / 3600, "1 s"), (0.0, "0 d")]
)
def test_other_times_take_the_longest_unit_that_divides_them(hours: float, text: str) -> None:
    assert times.text(hours) == text


@pytest.mark.parametrize("hours", [-1.0, math.nan, math.inf, times.LONGEST_H * 2])
def test_impossible_times_are_not_written(hours: float) -> None:
    with pytest.raises(ValueError, match="20 y"):
        times.text(hours)


@given(HOURS, HOURS)
def test_windows_read_back_exactly(one: float, other: float) -> None:
    start, stop = sorted((one, other))
    if start < stop:
        assert times.parse_window(times.window_text(start, stop)) == (start, stop)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("41 d", "two times"),
        ("41 d-42 d", "two times"),
        ("42 d..41 d", "end after it begins"),
        ("1 d..1 d", "end after it begins"),
        ("1..2 d", "number and a unit"),
        ("1 d...2 d", "number and a unit"),
    ],
)
def test_impossible_windows_are_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        times.parse_window(text)


@pytest.mark.parametrize("text", ["41 d..42 d", "41d..42d", "41 d .. 42 d"])
def test_windows_may_be_spaced(text: str) -> None:
    assert times.parse_window(text) == (984.0, 1008.0)
