"""The window's rows: judged from numbers, measured in processes of their own; never a time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from vmat2_desktop import app
from vmat2_desktop.bench.timing import Verdict
from vmat2_desktop.bench_window import BARE_START, NAMES, interface

GOOD = {
    "p50": 0.004,
    "p95": 0.006,
    "p99": 0.011,
    "late": 0.0,
    "shown": 1.0,
    "first": 1.0,
    "usable": 1.2,
    "share": 0.01,
    "half": 100.0 * 2**20,
    "end": 100.0 * 2**20,
}


def test_every_row_is_judged_and_each_measure_is_used() -> None:
    asked: list[tuple[str, float]] = []

    def measure(name: str, pixels: float) -> Mapping[str, float]:
        asked.append((name, pixels))
        return GOOD

    rows = list(interface.rows(measure))
    assert [row.id for row in rows] == [
        "I1",
        "I1 2x",
        "I1 compare",
        "I4",
        "I4 long",
        "I5",
        "I5 usable",
        "I6",
        "I7",
    ]
    assert all(row.verdict is Verdict.MET for row in rows)
    assert {name for name, _ in asked} == {*NAMES, BARE_START}
    assert ("frames", 2.0) in asked


@pytest.mark.parametrize(
    ("identifier", "change"),
    [
        ("I1", {"p99": 0.013}),
        ("I1 2x", {"p99": 0.017}),
        ("I1 compare", {"late": 0.002}),
        ("I4", {"p95": 0.009}),
        ("I6", {"end": 110.0 * 2**20}),
    ],
)
def test_a_missed_bar_is_printed_as_missed(identifier: str, change: dict[str, float]) -> None:
    rows = {row.id: row for row in interface.rows(lambda _name, _pixels: {**GOOD, **change})}
    assert rows[identifier].verdict is Verdict.MISSED


@pytest.mark.parametrize(("name", "key", "most"), [("start", "first", 2.0), ("paused", "share", 1.5)])
def test_what_is_compared_with_a_bare_window_is_a_ratio(name: str, key: str, most: float) -> None:
    def times(factor: float) -> interface.Measure:
        return lambda asked, _: {**GOOD, key: GOOD[key] * (factor if asked == name else 1.0)}

    wanted = "I5" if name == "start" else "I7"
    for factor, verdict in ((most - 0.1, Verdict.MET), (most + 0.1, Verdict.MISSED)):
        row = {row.id: row for row in interface.rows(times(factor))}[wanted]
        assert row.ratio == pytest.approx(factor)
        assert row.verdict is verdict


def test_a_process_of_its_own_prints_numbers() -> None:
    found = interface.fresh(BARE_START)
    assert 0.0 < found["first"] <= found["usable"]


def test_an_unknown_measure_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["bench", "interface", "--only", "colour"]) == 2
    assert "There is no measure" in capsys.readouterr().err


def test_the_engine_is_measured_without_qt() -> None:
    code = (
        "import sys, json\nfrom vmat2_desktop.bench import engine, report\n"
        "print(json.dumps([m for m in sys.modules if m.split('.')[0] in ('PySide6', 'pyqtgraph')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == []
