"""The cases of the engine at tiny sizes: errors, counts and verdicts, never a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vmat2_desktop import cli
from vmat2_desktop.bench import (
    cases_course,
    cases_people,
    cases_synapse,
    cases_terminal,
    engine,
    memory,
    one_by_one,
    peer,
    timing,
)
from vmat2_desktop.bench.cases_people import Bar, Size
from vmat2_desktop.bench.quasi_steady import quasi_steady
from vmat2_desktop.bench.timing import Paired, Row, Verdict
from vmat2_desktop.engine import course, equations, people, terminal
from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.engine.solution import Solution
from vmat2_desktop.engine.system import System
from vmat2_desktop.knowledge import load

KNOWN = load()
MODEL = KNOWN.model

needs_peer = pytest.mark.skipif(peer.missing() is not None, reason=f"needs {peer.NEEDS}")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One call of each stands for all rounds."""

    def once(ours: Callable[[], object], other: Callable[[], object], rounds: int = 7) -> Paired:
        ours()
        other()
        return Paired(1.0, 20.0, (20.0,) * rounds)

    monkeypatch.setattr(timing, "paired", once)


def absent() -> str:
    return "what is not there"


# The equations that both solve


@pytest.mark.parametrize("rung", Rung)
def test_the_live_reading_solves_the_equations_that_it_is_raced_on(rung: Rung) -> None:
    asked = cases_course.scenario(rung, days=6)
    solved = course.solve(asked, MODEL)
    system = equations.build(asked, MODEL)
    textbook = rung is Rung.TEXTBOOK
    truth = cases_course.Truth.of(quasi_steady(system) if textbook else system, solved.time_h)
    mine = np.stack([solved.series[name] for name in truth.compared], axis=1)
    assert truth.error(mine)[0] <= (1e-4 if textbook else 4e-4)


@pytest.mark.parametrize("occupancy", [0.0, 0.4, 0.75, 0.95])
def test_the_quasi_steady_terminal_is_the_steady_state(occupancy: float) -> None:
    system = equations.build(Scenario(horizon_h=24.0), MODEL)
    held = replace(
        system,
        assignments=tuple(
            replace(item, expression=repr(occupancy)) if item.id == "vmat2_occupancy" else item
            for item in system.assignments
        ),
    )
    found = Solution(quasi_steady(held)).quantities(np.array([12.0]))
    steady = terminal.steady_state(occupancy, 0.0, MODEL.terminal)
    for name in ("vesicular", "cytosolic", "extracellular", "tyrosine", "l_dopa", "synthesis"):
        assert found[name][0] == pytest.approx(float(getattr(steady, name)), rel=1e-6), name


def test_equations_without_a_terminal_are_refused() -> None:
    with pytest.raises(ValueError, match="no terminal"):
        quasi_steady(System(0.0, 1.0, (), (), ()))


# E1


def test_a_wrong_answer_fails_without_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_course, "ALLOWED", 1e-12)
    for row in cases_course.twelve_weeks(KNOWN, days=2):
        assert (row.verdict, row.ratio, row.ours_s) == (Verdict.FAIL, None, None)
        assert row.error is not None
        assert row.error > 1e-12


def test_a_missing_peer_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer, "missing", absent)
    monkeypatch.setattr(cases_course, "ALLOWED", 4e-4)
    rows = list(cases_course.twelve_weeks(KNOWN, days=2))
    assert [row.id for row in rows] == ["E1 textbook", "E1 textbook, full", "E1 mechanistic"]
    raced = [row for row in rows if "full" not in row.id]
    assert [row.verdict for row in raced] == [Verdict.SKIPPED] * 2
    assert all("what is not there" in row.note for row in raced)


@pytest.mark.slow
@needs_peer
def test_the_peer_is_as_right_as_we_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_course, "ALLOWED", 4e-4)
    rows = {row.id: row for row in cases_course.twelve_weeks(KNOWN, days=4)}
    for rung in Rung:
        row = rows[f"E1 {rung.value}"]
        assert (row.verdict, row.ratio) == (Verdict.MET, 20.0)
        assert "rtol" in row.peer
        assert "peer's error" in row.note


def test_the_peer_gets_the_form_that_it_solves_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the faster one was looked at in a busy moment."""
    slow, quick = (
        peer.Candidate(form, 1e-3, 0.0, lambda: None) for form in (peer.QUASI_STEADY, peer.INTEGRATED)
    )
    spent = iter([2.0, 9.0] + [2.1, 1.0] * 6)
    monkeypatch.setattr(timing, "seconds", lambda _run: next(spent))
    assert peer.faster([slow, quick]) is quick
    assert peer.faster([slow]) is slow


@pytest.mark.slow
def test_quickly_one_person_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer, "missing", absent)
    monkeypatch.setattr(engine, "QUICK_DAYS", 2.0)
    found = {row.id.split()[0]: row.verdict for row in engine.quick(KNOWN)}
    assert set(found) == {"E1", "E4", "E5", "E6"}
    assert found["E5"] is Verdict.SKIPPED
    assert found["E6"] in (Verdict.MET, Verdict.MISSED)


# E2, E3


def test_a_persons_equations_are_the_persons_simulation() -> None:
    """What differs between people is a parameter of the equations; a day at a time is right to 1e-4."""
    size = Size(people=40, days=21, sample=2)
    race = cases_people._Race("", cases_people.irregular(size.days), KNOWN, size)
    quasi, whole = race.truths[peer.QUASI_STEADY], race.truths[peer.INTEGRATED]
    first, later = race._errors(race._ours(12), quasi)
    assert later <= 1e-4
    assert first <= 2e-3
    assert race._errors(race._ours(12), whole)[1] > later


def test_people_differ_in_their_equations() -> None:
    system = one_by_one.with_means(equations.build(cases_people.constant(2), MODEL))
    crowd = people.draw(MODEL, 3, 1)
    changes = [one_by_one.changes(system, crowd, i) for i in range(3)]
    assert all(changes[0][name] != changes[1][name] for name in changes[0])
    own = {item.id: item.value for item in one_by_one.of_person(system, crowd, 1).parameters}
    assert {name: own[name] for name in changes[1]} == changes[1]


def test_one_dose_in_five_is_missed_the_same_each_time() -> None:
    asked = cases_people.irregular(365)
    assert asked == cases_people.irregular(365)
    missed = sum(len(doses.missed_h) for medicine in asked.medicines for doses in medicine.doses)
    assert missed / (2 * 365) == pytest.approx(0.2, abs=0.05)


@pytest.mark.slow
def test_people_whom_we_get_wrong_fail_without_a_time() -> None:
    size = Size(people=10, days=7, sample=2)
    race = cases_people._Race("", cases_people.constant(size.days), KNOWN, size)
    for row in race.rows("E3", (Bar(10.0, 1e-12),)):
        assert (row.verdict, row.ratio) == (Verdict.FAIL, None)


def test_right_on_our_equations_alone_is_no_pass_on_all_of_them() -> None:
    timed = Row("E2", "x", "y", "z", Verdict.MET, 1.0, 300.0, 300.0, 290.0, 310.0, 1e-5)
    failed = cases_people.against_every_state(timed, "x", Bar(200.0, 1e-3), 4e-3, 5e-3)
    assert (failed.id, failed.verdict, failed.error) == ("E2, full", Verdict.FAIL, 4e-3)
    assert (failed.ratio, failed.ours_s, failed.peer_s) == (None, None, None)
    passed = cases_people.against_every_state(timed, "x", Bar(200.0, 1e-3), 4e-4, 5e-3)
    assert (passed.verdict, passed.ratio, passed.error) == (Verdict.MET, 300.0, 4e-4)


@pytest.mark.slow
@needs_peer
def test_the_peers_time_is_that_of_everybody() -> None:
    size = Size(people=10, days=7, sample=2)
    race = cases_people._Race("", cases_people.constant(size.days), KNOWN, size)
    met, _, missed, _ = race.rows("E3", (Bar(100.0, 5e-3), Bar(101.0, 5e-3)))
    assert met.ratio == 20.0 * 10 / 2
    assert (met.verdict, missed.verdict) == (Verdict.MET, Verdict.MISSED)
    assert met.peer_s == 20.0 * 10 / 2


# E4, E5


@needs_peer
def test_one_synapse_is_the_same_in_the_peer() -> None:
    row = cases_synapse.one_synapse(KNOWN, frames=240)
    assert row.error is not None
    assert row.error <= 1e-2
    assert row.ratio == pytest.approx(1 / 20.0)
    assert row.ours_s == pytest.approx(1.0 / 240)


def test_the_equations_of_a_bouton_have_its_releases() -> None:
    bouton = Simulation(course.solve(Scenario(horizon_h=24.0), MODEL)).bouton(1)
    system = cases_synapse.synapse_system(bouton, 10.0)
    assert len(system.events) == len(bouton.releases()) > 0
    assert [item.id for item in system.species] == ["excess", "d2", "d1", "autoreceptor"]


# E6


def test_the_terminal_alone_rests_where_it_is_healthy() -> None:
    system = cases_terminal.terminal_alone(MODEL)
    assert [item.id for item in system.species] == list(terminal.STATES)
    alone = cases_terminal.Integrated.of(MODEL, np.array([0.0, 1.0, 2.0]), np.zeros(3))
    assert alone.vesicular(1e-9) == pytest.approx(np.ones(3), abs=1e-7)


@pytest.mark.slow
def test_daily_dosing_says_how_far_it_is_off() -> None:
    row = cases_terminal.daily_dosing(MODEL, days=3)
    assert row.error is not None
    assert row.verdict is (Verdict.FAIL if row.error > cases_terminal.ALLOWED else Verdict.MISSED)
    assert "worst at" in row.note


# E7 and all of them


@pytest.mark.slow
def test_a_fresh_process_says_what_memory_it_took() -> None:
    if not memory.available():
        pytest.skip("this system does not say what memory is a process's own")
    found = memory.of_fresh_process(20, 7)
    assert 10_000_000 < found["before"] <= found["peak"] < 400_000_000


def test_percentiles_are_in_order() -> None:
    low, middle, high = cases_people.percentiles(KNOWN, 50, 14)
    assert low.shape == (2,)
    assert np.all(low < middle)
    assert np.all(middle < high)


def test_the_command_prints_rows_and_writes_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    row = Row("E0", "nothing", "nobody", "none", Verdict.SKIPPED, note="needs nothing")
    monkeypatch.setattr(engine, "rows", lambda _known: iter([row]))
    file = tmp_path / "report.json"
    assert cli.run(cli.build_parser().parse_args(["bench", "engine", "--json", str(file)])) == 0
    said = capsys.readouterr().out
    assert said.startswith("VMAT2 Desktop")
    assert "E0: nothing  [SKIPPED]" in said
    assert json.loads(file.read_text(encoding="utf-8"))["rows"][0]["verdict"] == "SKIPPED"


def test_only_what_there_is_can_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.build_parser().parse_args(["bench", "everything"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
