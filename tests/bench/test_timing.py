"""Verdicts, rounds and the report: counts and logic, never a time."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from vmat2_desktop.bench import cases_growth, memory, report, timing
from vmat2_desktop.bench.timing import Paired, Row, Verdict

ROW = Row("X1", "a thing", "another", ">= 2 times", Verdict.PRINTED)


def pair(*ratios: float) -> Paired:
    return Paired(1.0, 2.0, ratios)


@pytest.mark.parametrize(("ratios", "verdict"), [((1, 3, 9), Verdict.MET), ((1, 1.9, 9), Verdict.MISSED)])
def test_faster_is_judged_by_the_median_round(ratios: tuple[float, ...], verdict: Verdict) -> None:
    row = timing.at_least("X1", "a thing", "another", 2.0, pair(*ratios), 1e-5)
    assert row.verdict is verdict
    assert (row.ratio, row.ratio_low, row.ratio_high) == (sorted(ratios)[1], 1, 9)
    assert row.error == 1e-5


@pytest.mark.parametrize(
    ("ratios", "verdict"), [((0.5, 0.25, 0.2), Verdict.MISSED), ((0.5, 0.4, 0.1), Verdict.MET)]
)
def test_slower_is_judged_by_how_many_times(ratios: tuple[float, ...], verdict: Verdict) -> None:
    row = timing.at_most("X1", "a thing", "another", 3.0, pair(*ratios), 0.0)
    assert row.verdict is verdict
    assert row.ratio == pytest.approx(1.0 / sorted(ratios)[1])
    assert row.ratio_low == pytest.approx(2.0)


def test_a_share_of_a_frame_is_judged_by_the_median_round() -> None:
    row = timing.at_most_share("X1", "a thing", 10.0, 0.3, (1.0, 2.0, 9.0), 0.0)
    assert row.verdict is Verdict.MET
    assert (row.ratio, row.ratio_high) == pytest.approx((0.2, 0.9))
    assert timing.at_most_share("X1", "", 10.0, 0.1, (1.0, 2.0, 9.0), 0.0).verdict is Verdict.MISSED


def test_rounds_are_interleaved_and_take_turns_at_going_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def seconds(call: Callable[[], object], shortest_s: float = 0.0) -> float:
        call()
        return 1.0

    monkeypatch.setattr(timing, "seconds", seconds)
    found = timing.paired(lambda: order.append("ours"), lambda: order.append("peer"), 3)
    assert order == ["ours", "peer"] * 2 + ["peer", "ours"] + ["ours", "peer"]
    assert found.ratios == (1.0, 1.0, 1.0)


def test_a_short_call_is_repeated_until_the_clock_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    calls = 0

    def call() -> None:
        nonlocal now, calls
        now += 0.001
        calls += 1

    monkeypatch.setattr("time.process_time", lambda: now)
    assert timing.seconds(call, shortest_s=0.02) == pytest.approx(0.001)
    assert calls == 1 + 21


def test_the_report_says_what_became_of_each_bar() -> None:
    text = report.as_text(ROW)
    assert "X1: a thing  [printed]" in text
    assert "bar >= 2 times, against another" in text
    assert "measured" not in text
    row = timing.at_least("X1", "a thing", "another", 2.0, pair(1.0, 3.0, 9.0), 1.24e-5)
    assert "measured 3 (1 to 9); ours 1 s; theirs 2 s; error 1.2e-05" in report.as_text(row)
    plain = json.loads(json.dumps(report.as_json([ROW, row])))
    assert [item["verdict"] for item in plain["rows"]] == ["printed", "met"]
    assert plain["circumstances"]["packages"]["numpy"]
    assert "processor time" in report.head()


def test_growth_is_judged_from_a_thousand_people_on() -> None:
    assert cases_growth.judged_growth({1: 1.0, 1000: 1.0, 10_000: 12.0}, 7).verdict is Verdict.MET
    far = cases_growth.judged_growth({1: 1.0, 1000: 1.0, 10_000: 14.0}, 7)
    assert far.verdict is Verdict.MISSED
    assert far.ratio == pytest.approx(1.4)
    assert "10000: 1.4e+04 ms" in far.note


def test_memory_is_judged_by_the_peak() -> None:
    assert cases_growth.judged_memory(ROW, 50.0, 199.0).verdict is Verdict.MET
    above = cases_growth.judged_memory(ROW, 50.0, 201.0)
    assert (above.verdict, above.ratio) == (Verdict.MISSED, 201.0)


def test_without_a_way_to_measure_memory_it_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: False)
    assert cases_growth.memory_of(1, 1).verdict is Verdict.SKIPPED


@pytest.mark.skipif(not memory.available(), reason="this system does not say what memory is a process's own")
def test_the_peak_of_unique_memory_is_seen() -> None:
    kept: list[bytearray] = []
    before = memory.unique_bytes()
    peak = memory.peak_during(lambda: kept.append(bytearray(b"x" * 40_000_000)))
    assert peak - before >= 35_000_000
