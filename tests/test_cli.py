"""The command line: what it answers, and what it says when it cannot."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import numpy as np
import pytest

from vmat2_desktop import __version__, cli, knowledge
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import Scenario

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "resources" / "scenarios" / "tardive-dyskinesia-valbenazine.json"
HEALTHY = ROOT / "resources" / "scenarios" / "healthy.json"

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX shell")


def run(*arguments: str | Path) -> int:
    return cli.run(cli.build_parser().parse_args([str(item) for item in arguments]))


def observe(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[dict[str, Any]]:
    assert run("observe", *arguments, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["observables"]
    rows: list[dict[str, Any]] = answer["observables"]
    return rows


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Return the one sentence that the arguments are refused with."""
    try:
        status = run(*arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert said.err.startswith("vmat2-desktop")
    assert said.err.count("\n") == 1
    assert said.err.endswith(".\n")
    return said.err


# Starting


def loaded_by(code: str) -> set[str]:
    report = "import sys; print('\\n'.join(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_the_parser_and_the_schema_load_nothing_heavy() -> None:
    schema = "from vmat2_desktop import cli\nassert cli.run(cli.build_parser().parse_args(['schema'])) == 0"
    assert not loaded_by(schema) & {"PySide6", "shiboken6", "pyqtgraph", "scipy", "numpy"}


def test_observing_loads_no_qt() -> None:
    code = (
        "from vmat2_desktop import cli\n"
        f"assert cli.run(cli.build_parser().parse_args(['observe', {str(EXAMPLE)!r}])) == 0"
    )
    assert not loaded_by(code) & {"PySide6", "shiboken6", "pyqtgraph"}


def test_the_module_starts_the_same_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vmat2_desktop", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"vmat2-desktop {__version__}\n"


@pytest.mark.parametrize("command", ["", "simulate", "observe", "screenshot", "export", "schema"])
def test_help_explains_every_argument(capsys: pytest.CaptureFixture[str], command: str) -> None:
    parser = cli.build_parser()
    with pytest.raises(SystemExit) as stop:
        parser.parse_args([*command.split(), "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert text.isascii()
    assert "None" not in text
    assert max(map(len, text.splitlines())) <= 120
    if command != "schema":
        assert "examples:\n  vmat2-desktop" in text
    if not command:
        for word in ("simulate", "observe", "screenshot", "export", "schema", "--self-test", "--version"):
            assert word in text


def test_the_examples_of_the_help_are_accepted() -> None:
    import shlex

    texts = (
        cli._EXAMPLES,
        cli._SIMULATE_EXAMPLES,
        cli._OBSERVE_EXAMPLES,
        cli._SCREENSHOT_EXAMPLES,
        cli._EXPORT_EXAMPLES,
    )
    lines = [
        line.strip() for text in texts for line in text.splitlines() if line.startswith("  vmat2-desktop")
    ]
    assert len(lines) >= 10
    for line in lines:
        cli.parse(shlex.split(line.split(">")[0].split("|")[0])[1:])


@pytest.mark.parametrize(
    ("line", "command", "document"),
    [
        ("", None, None),
        ("lesson.vmat2", None, "lesson.vmat2"),
        ("--drugs mine Lesson.VMAT2", None, "Lesson.VMAT2"),
        ("scenario.json", None, "scenario.json"),
        ("observe scenario.json", "observe", None),
        ("schema --session", "schema", None),
        ("--drugs lesson.vmat2", None, None),
    ],
)
def test_a_document_may_stand_where_a_command_would(
    line: str, command: str | None, document: str | None
) -> None:
    args = cli.parse(line.split())
    assert args.command == command
    assert args.document == (None if document is None else Path(document))


def test_a_file_of_any_name_is_a_document_and_a_misspelt_command_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lesson"
    path.write_text("{}", encoding="utf-8")
    assert cli.parse([str(path)]).document == path
    with pytest.raises(SystemExit):
        cli.parse(["obsreve"])
    assert "obsreve" in capsys.readouterr().err


def test_without_a_command_the_window_is_meant() -> None:
    args = cli.build_parser().parse_args([])
    assert (args.command, args.self_test) == (None, False)
    assert cli.build_parser().parse_args(["--self-test"]).self_test


# simulate


def test_simulate_writes_the_course_as_a_table(tmp_path: Path) -> None:
    out = tmp_path / "course.csv"
    assert run("simulate", EXAMPLE, "--out", out) == 0
    with out.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:3] == ["time [h]", "time [d]", "plasma.haloperidol [ng/mL]"]
    assert {"plasma.valbenazine [ng/mL]", "enzyme.cyp2d6 [1]", "risk.qt [ms]"} <= set(header)
    assert len(rows) == 112 * 24 + 1
    assert float(rows[-1][0]) == 112 * 24
    score = header.index("score.aims [points]")
    assert float(rows[83 * 24][score]) < 7 < float(rows[0][score])


def test_simulate_takes_a_step_and_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("simulate", HEALTHY, "--out", "-", "--step", "1 wk") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[1] for line in lines] == ["time [d]", "0.0", "7.0", "14.0", "21.0", "28.0"]


def test_simulate_refuses_what_it_cannot_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "the folder does not exist" in refusal(capsys, "simulate", HEALTHY, "--out", tmp_path / "a" / "b")
    assert "it is a folder" in refusal(capsys, "simulate", HEALTHY, "--out", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_simulate_does_not_write_over_its_scenario(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text("{}")
    (tmp_path / "same.json").symlink_to(mine)
    assert "names the scenario itself" in refusal(capsys, "simulate", mine, "--out", tmp_path / "same.json")
    assert mine.read_text() == "{}"


# observe


def test_observe_answers_at_times_and_in_windows_as_they_were_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = observe(capsys, EXAMPLE, "--at", "1008 h", "--at", "7 d", "--window", "41 d..42 d")
    assert {row.get("at") for row in rows} == {"1008 h", "7 d", None}
    assert {row.get("window") for row in rows} == {"41 d..42 d", None}
    assert all(set(row) in ({"id", "value", "unit", "at"}, {"id", "value", "unit", "window"}) for row in rows)
    named = {(row["id"], row.get("at")): row for row in rows}
    assert named["vmat2.occupancy", "1008 h"]["unit"] == "1"
    assert named["score.aims", "1008 h"]["value"] < named["score.aims", "7 d"]["value"]
    cmax = named["plasma.alpha_htbz_plus.cmax", None]
    assert (cmax["unit"], cmax["window"]) == ("ng/mL", "41 d..42 d")
    assert cmax["value"] == pytest.approx(57.7, rel=0.01)


def test_observe_answers_at_the_end_and_in_the_last_day_of_dosing(capsys: pytest.CaptureFixture[str]) -> None:
    rows = observe(capsys, EXAMPLE)
    assert {row.get("at", row.get("window")) for row in rows} == {"112 d", "83 d..84 d"}
    rows = observe(capsys, HEALTHY)
    assert {row.get("at", row.get("window")) for row in rows} == {"28 d", "27 d..28 d"}


def test_observe_answers_only_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    rows = observe(capsys, EXAMPLE, "--id", "score.aims", "--id", "vmat2.occupancy.mean")
    assert [row["id"] for row in rows] == ["score.aims", "vmat2.occupancy.mean"]


def test_observe_scores_what_the_condition_has(capsys: pytest.CaptureFixture[str]) -> None:
    example = ROOT / "resources" / "scenarios" / "huntington-tetrabenazine.json"
    (row,) = observe(capsys, example, "--at", "0 d", "--id", "score.tmc")
    assert (row["value"], row["unit"]) == (pytest.approx(14.7), "points")
    said = refusal(capsys, "observe", example, "--id", "score.aims.max")
    assert said.endswith("which Huntington disease does not have; ask for score.tmc.max.\n")


def test_observe_answers_in_the_last_day_of_what_is_followed_in_plasma(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = observe(capsys, ROOT / "resources" / "scenarios" / "tourette-tetrabenazine.json")
    assert {row.get("window") for row in rows} == {None, "1500 h..1524 h"}  # from the last dose, day 62.5
    rows = observe(capsys, ROOT / "resources" / "scenarios" / "parkinsonism-benzatropine.json")
    assert {row.get("window") for row in rows} == {None, "27 d..28 d"}


def test_observe_writes_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("observe", EXAMPLE, "--at", "42 d", "--id", "score.aims") == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["observable", "value", "unit", "when"]
    assert row.split()[0::2] == ["score.aims", "points", "d"]


# schema


def test_schema_prints_a_schema_that_the_examples_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(EXAMPLE.read_bytes()), schema)


def test_schema_prints_that_of_a_session_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema", "--session") == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    scenario = json.loads(EXAMPLE.read_bytes())
    jsonschema.validate({"format": "vmat2-session", "version": 1, "a": scenario}, schema)


def test_of_a_session_the_commands_take_a(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = json.loads(EXAMPLE.read_bytes())
    path = tmp_path / "two.vmat2"
    path.write_text(json.dumps({"format": "vmat2-session", "version": 1, "a": scenario, "b": {}}))
    assert observe(capsys, path) == observe(capsys, EXAMPLE)


# screenshot: the arguments


def test_screenshot_has_everything_that_the_window_needs() -> None:
    line = ["screenshot", "a.json", "--out", "b.PNG", "--at", "42 d", "--size", "1200x800", "--scale", "2"]
    args = cli.build_parser().parse_args([*line, "--theme", "dark"])
    assert (args.command, args.scenario, args.out) == (cli.SCREENSHOT, Path("a.json"), Path("b.PNG"))
    assert (args.at, args.size, args.scale, args.theme) == (1008.0, (1200, 800), 2.0, "dark")
    args = cli.build_parser().parse_args(line[:4])
    assert (args.at, args.size, args.scale, args.theme) == (None, (1600, 1000), 1.0, "light")


def test_a_picture_is_checked_against_its_scenario() -> None:
    def load(*options: str) -> Scenario:
        line = ["screenshot", str(EXAMPLE), "--out", "a.png", *options]
        return cli.load_scenario(cli.build_parser().parse_args(line))

    assert load("--at", "112 d").horizon_h == 112 * 24
    with pytest.raises(DocumentError, match=r'--at is "113 d", but must lie within .* ends at "112 d"'):
        load("--at", "113 d")
    with pytest.raises(DocumentError, match="more than 100 million pixels"):
        load("--size", "7680x4320", "--scale", "4")


# Refusals


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dance", "invalid choice: 'dance'"),
        ("--dance", "unrecognized arguments"),
        ("simulate", "SCENARIO.json, --out"),
        ("simulate {} --out", "expected one argument"),
        ("simulate {} --out a.csv --st 1", "unrecognized arguments"),
        ("simulate {} --out a.csv --step 1", '--step is "1", but must be a number and a unit'),
        ("simulate {} --out a.csv --step 0_s", '--step is "0 d", but must be at least "10 s"'),
        ("simulate {} --out a.csv --step 1e-9_s", "at most 1000000 rows"),
        ("simulate none.json --out a.csv", "none.json: There is no such file"),
        ("observe {} --at 42", '--at is "42", but must be a number and a unit'),
        ("observe {} --at -1_d", "--at"),
        ("observe {} --at=-1_d", '--at is "-1 d"'),
        ("observe {} --at 113_d", '--at is "113 d", but must lie within the scenario, which ends at "112 d"'),
        ("observe {} --window 41_d", '--window is "41 d", but must be two times'),
        ("observe {} --window 42_d..41_d", "must end after it begins"),
        ("observe {} --window 111_d..113_d", '--window is "111 d..113 d", but must lie within'),
        ("observe {} --id score.tmc", '"score.tmc", which only Huntington disease has; ask for score.aims.'),
        ("observe {} --id plasma.reserpine", "this scenario does not have"),
        ("observe {} --drugs none", "--drugs: none is no folder."),
        ("observe {} --id score.aimes", "did you mean score.aims?"),
        ("observe {} --window 0_d..1_d --id d2.signal", "give --at, or add .mean"),
        ("observe {} --at 1_d --id d2.signal.mean", "give --window"),
        ("screenshot {} --out a.jpg", '--out is "a.jpg", but must be the name of a .png file'),
        ("screenshot {} --out a.png --size big", '--size is "big", but must be width x height from 1024x700'),
        ("screenshot {} --out a.png --size 100x100", "from 1024x700 to 7680x4320"),
        ("screenshot {} --out a.png --size 99999x99999", "from 1024x700 to 7680x4320"),
        ("screenshot {} --out a.png --scale 0", '--scale is "0", but must be from 0.5 to 4'),
        ("screenshot {} --out a.png --scale nan", '--scale is "nan"'),
        ("screenshot {} --out a.png --theme pink", "invalid choice: 'pink'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [part.replace("_", " ") for part in line.split()]
    assert words in refusal(capsys, *(str(EXAMPLE) if part == "{}" else part for part in arguments))
    assert list(tmp_path.iterdir()) == []


def test_parameters_that_allow_no_solution_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    known = knowledge.load().quantities
    changed = {
        "reserpine.clearance": known["reserpine.clearance"].high,
        "reserpine.central_volume": known["reserpine.central_volume"].low,
    }
    reserpine = {"name": "reserpine", "doses": [{"mg": 1}]}
    path.write_text(json.dumps({"medicines": [reserpine], "model": {"overrides": changed}}))
    assert "cannot be computed: reserpine: clearance" in refusal(capsys, "observe", path)


def failing(error: BaseException) -> Callable[..., Course]:
    def solve(*_arguments: object) -> Course:
        raise error

    return solve


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, ""),
        (MemoryError(), 2, "memory"),
        (FloatingPointError("overflow."), 2, "cannot be computed: overflow."),
    ],
)
def test_a_solver_that_stops_leaves_no_traceback(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
    words: str,
) -> None:
    monkeypatch.setattr("vmat2_desktop.engine.course.solve", failing(error))
    assert run("observe", HEALTHY) == status
    assert words in capsys.readouterr().err


def test_numbers_that_are_not_finite_are_never_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve(scenario: Scenario, model: Any) -> Course:
        values = MappingProxyType({"score.aims": np.array([0.0, np.nan])})
        return Course(scenario, model, np.array([0.0, scenario.horizon_h]), values, MappingProxyType({}))

    monkeypatch.setattr("vmat2_desktop.engine.course.solve", solve)
    assert "score.aims is no finite number at 28 d" in refusal(capsys, "observe", HEALTHY)


def test_damaged_resources_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> None:
        raise knowledge.ResourceError("vmat2.toml lacks ic50.")

    monkeypatch.setattr(knowledge, "load", load)
    said = refusal(capsys, "observe", HEALTHY)
    assert "install it anew" in said
    assert "vmat2.toml lacks ic50" in said


SHELL = f"{sys.executable} -c 'import sys; from vmat2_desktop import cli; " + (
    "sys.exit(cli.run(cli.build_parser().parse_args()))'"
)


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_stops_is_no_error(unbuffered: str) -> None:
    script = f"({SHELL} simulate {EXAMPLE} --out -; echo status $? >&2) | head -n 1"
    done = shell(script, PYTHONUNBUFFERED=unbuffered)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == "status 141\n"


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_gets_everything(unbuffered: str) -> None:
    script = f"{SHELL} simulate {EXAMPLE} --out - | (sleep 0.1; tail -n 1)"
    assert shell(script, PYTHONUNBUFFERED=unbuffered).stdout.startswith("2688.0,112.0,")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_said() -> None:
    done = shell(f"{SHELL} schema > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "vmat2-desktop: Standard output cannot be written: No space left on device.\n"


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        script,
        shell=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
