"""The validation table: verdicts are computed, rows are complete, V rows never calibrate."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vmat2_desktop import cli
from vmat2_desktop.engine.model import Model
from vmat2_desktop.knowledge import ResourceError, observations
from vmat2_desktop.knowledge.observations import Observation, Observed, Part
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.validation import report, table
from vmat2_desktop.validation.laboratory import PEOPLE, Laboratory
from vmat2_desktop.validation.table import Found, Line, LiveError, Table, Verdict

ROOT = Path(__file__).parents[2]


def rows(letter: str, *numbers: int) -> set[str]:
    return {f"{letter}{number:02}" for number in numbers}


LISTED = (
    rows("P", *range(1, 11), *range(13, 20))
    | rows("D", *range(1, 7), 9, 10, 11)
    | rows("V", 3, 5, 6, 7, 8)
    | rows("C", *range(1, 12), 13, 15, 16, 17, 18)
    | rows("G", *range(1, 7))
)
COMPARED_ONLY = (
    rows("P", 2, 3, 6, 15, 16, 17)
    | rows("D", 6, 10, 11)
    | rows("V", 3, 5, 6, 8)
    | rows("C", 2, 4, 8, 9, 11, 13, 17)
    | rows("G", *range(1, 7))
)


@pytest.fixture(scope="module")
def observed(model: Model) -> Observed:
    return observations.load(model.trial)


def test_every_row_of_the_dossier_is_there_and_computed(observed: Observed) -> None:
    listed = [item.id for item in observed.observations.values() if item.listed]
    assert sorted(listed) == sorted(LISTED)
    assert set(table.ROWS) == set(observed.observations)
    compared = [item.id for item in observed.observations.values() if item.listed and item.use == "V"]
    assert sorted(compared) == sorted(COMPARED_ONLY)


def test_rows_say_where_they_come_from(observed: Observed) -> None:
    for item in observed.observations.values():
        assert item.source
        assert item.parts
        for part in item.parts:
            assert part.published, item.id
            assert (part.low is None) == (part.high is None)


def part(low: float | None, high: float | None) -> Part:
    return Part("part", "1", "about 1", low, high)


def observation(identifier: str, *parts: Part, use: str = "C", listed: bool = True) -> Observation:
    return Observation(identifier, use, "text", parts, "source", "read", "high", "", listed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.9, Verdict.MISS),
        (1.0, Verdict.PASS),
        (2.0, Verdict.PASS),
        (2.1, Verdict.MISS),
        (float("nan"), Verdict.MISS),
    ],
)
def test_a_part_passes_within_its_tolerance(value: float, verdict: Verdict) -> None:
    assert Found(part(1.0, 2.0), value).verdict is verdict
    assert Found(part(None, None), value).verdict is Verdict.REPORT


def test_a_row_misses_if_any_part_misses() -> None:
    scored, bare = part(1.0, 2.0), part(None, None)
    row = observation("A", scored, scored, bare)

    def verdict(*values: float) -> Verdict:
        return Line(row, tuple(Found(p, v) for p, v in zip(row.parts, values, strict=True))).verdict

    assert verdict(1.5, 1.5, 9.0) is Verdict.PASS
    assert verdict(1.5, 2.5, 1.5) is Verdict.MISS
    assert Line(observation("B", bare), (Found(bare, 0.0),)).verdict is Verdict.REPORT


def counted(passing: int, missing: int, *, use: str) -> list[Line]:
    scored = part(1.0, 2.0)
    values = [1.5] * passing + [3.0] * missing
    return [
        Line(observation(f"{use}{i}", scored, use=use), (Found(scored, v),)) for i, v in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("c", "v", "met"), [((17, 1), (6, 2), True), ((17, 0), (5, 2), False), ((10, 4), (8, 0), False)]
)
def test_the_bars_count_all_rows_and_those_that_never_calibrate(
    c: tuple[int, int], v: tuple[int, int], met: bool
) -> None:
    lines = (*counted(*c, use="C"), *counted(*v, use="V"))
    further = Line(observation("X", part(1.0, 2.0), listed=False), (Found(part(1.0, 2.0), 9.0),))
    made = Table((*lines, further), ())
    assert made.bars_met is met
    assert made.count().passed == c[0] + v[0]
    assert made.count(use="V").scored == sum(v)
    assert made.count(listed=False).passed == 0


def test_a_worse_model_misses_rows_that_this_one_passes(model: Model, observed: Observed) -> None:
    """No verdict is written down: it moves with the parameters."""
    ids = ("P04", "P10", "V07", "V05", "G02")
    assert all(line.verdict is Verdict.PASS for line in table.validate(model, observed, only=ids).lines)
    worse = model.overridden(
        [
            ("valbenazine.metabolite_clearance", 40.0),
            ("tetrabenazine.beta_clearance_by_cyp2d6", 0.2),
            ("synapse.d2_kd", 60.0),
            ("vmat2.ic50", 21.0),
        ]
    )
    variants = {**model.variants, "drd2": {**model.variants["drd2"], "taq1a_a1": 0.5}}
    lines = table.validate(replace(worse, variants=variants), observed, only=ids).lines
    assert [line.verdict for line in lines] == [*[Verdict.MISS] * 3, Verdict.PASS, Verdict.MISS]


def test_the_live_error_covers_every_scenario_that_was_solved(model: Model, observed: Observed) -> None:
    found = table.validate(model, observed, only=("P01", "D01"))
    errors = {item.observable: item for item in found.live}
    assert errors["plasma.valbenazine"].momentary < 1e-6
    assert errors["plasma.risperidone"].daily < 1e-6
    assert 0.0 < errors["extracellular.dopamine"].daily < errors["extracellular.dopamine"].momentary < 0.2


def test_text_and_json_say_the_same(model: Model, observed: Observed) -> None:
    found = table.validate(model, observed, only=("P02", "P06"))
    tree = json.loads(report.as_json(found))
    said = report.text(found)
    assert [row["id"] for row in tree["rows"]] == ["P02", "P06"]
    assert [row["verdict"] for row in tree["rows"]] == ["pass", "report"]
    assert tree["counts"]["listed"] == {"passed": 1, "scored": 1}
    assert "half-life: model 17.2 h, published 15-22, tolerance 15 to 22, pass" in said
    assert "scored rows that pass: 1 of 1, 100.0% (bar 85%)" in said
    assert "daily means: at most" in said
    page = report.markdown(found.lines)
    assert page.count("\n") == 2 + 3
    assert "| P06 | V |" in page


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(cli.build_parser().parse_args(["validate", "--id", "V07", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["parts"][0]["model"] == pytest.approx(
        76.92, abs=0.01
    )
    assert cli.run(cli.build_parser().parse_args(["validate", "--id", "V7"])) == cli.FAILED
    assert "V7" in capsys.readouterr().err


def test_a_trial_has_as_many_people_as_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[int] = []

    def counted(*_knowledge: object, count: int, only: object) -> Table:
        asked.append(count)
        return Table((), ())

    monkeypatch.setattr(table, "validate", counted)
    for arguments in ([], ["--people", "250"]):
        assert cli.run(cli.build_parser().parse_args(["validate", *arguments])) == 0
    assert asked == [PEOPLE, 250]
    for wrong in ("0", "99", "many", "-5", "2.5"):
        with pytest.raises(SystemExit):
            cli.build_parser().parse_args(["validate", f"--people={wrong}"])
        assert f'--people is "{wrong}", but must be a whole number from 100' in capsys.readouterr().err


def test_nothing_solved_is_said(observed: Observed) -> None:
    assert "no scenario was solved" in report.text(Table((), ()))
    assert "terminal" in report.text(Table((), (LiveError("terminal.mao", 0.1, 0.01),)))


def test_no_step_of_the_calibration_uses_a_row_that_is_only_compared(observed: Observed) -> None:
    sys.path.insert(0, str(ROOT / "docs" / "calibration"))
    try:
        import steps
    finally:
        sys.path.pop(0)
    used = {target.row for step in steps.STEPS for target in step.targets if target.row}
    assert {observed.observations[row].use for row in used} == {"C"}


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("observations/clinic.toml", '[C01]\nuse = "K"\n', "use"),
        (
            "observations/clinic.toml",
            '[C01]\nuse = "C"\ntext = "t"\nsource = "s"\nprovenance = "read"\nconfidence = "low"\n'
            '[[C01.parts]]\nname = "n"\nunit = "1"\npublished = "p"\nlow = 2.0\nhigh = 1.0\n',
            "low must not exceed high",
        ),
        (
            "observations/clinic.toml",
            '[C01]\nuse = "C"\ntext = "t"\nsource = "s"\nprovenance = "read"\nconfidence = "low"\n'
            '[[C01.parts]]\nname = "n"\nunit = "1"\npublished = "p"\nlow = 2.0\n',
            "needs both low and high or neither",
        ),
        (
            "observations/clinic.toml",
            '[P01]\nuse = "C"\ntext = "t"\nsource = "s"\nprovenance = "read"\nconfidence = "low"\n'
            '[[P01.parts]]\nname = "n"\nunit = "1"\npublished = "p"\n',
            "stands in another file too",
        ),
        ("genotypes/frequencies.toml", "", None),
        ("trials/kinect3.toml", 'name = "K"\n', "lacks"),
    ],
)
def test_a_damaged_file_is_named(
    tmp_path: Path, model: Model, file: str, text: str, sentence: str | None
) -> None:
    import shutil

    root = tmp_path / "resources"
    for folder in ("observations", "trials", "genotypes"):
        shutil.copytree(resources_dir() / folder, root / folder)
    (root / file).write_text(text, encoding="utf-8")
    if sentence is None:
        assert not observations.load_from(root, model.trial).frequencies
        return
    with pytest.raises(ResourceError, match=sentence):
        observations.load_from(root, model.trial)


def test_trials_and_frequencies_have_sources(observed: Observed, model: Model) -> None:
    assert set(observed.trials) == {"kinect2", "kinect3", "aim_td", "arm_td", "tetra_hd", "first_hd"}
    for quantity in observed.quantities.values():
        assert quantity.low <= quantity.value <= quantity.high
        assert quantity.source
    for design in observed.trials.values():
        assert design.drug in model.drugs
        assert design.arm("placebo").steps == ()
        with pytest.raises(KeyError):
            design.arm("no such arm")
    for frequencies in observed.frequencies.values():
        assert set(frequencies) <= set(model.cyp2d6_activity)
        assert sum(frequencies.values()) < 1.0


def test_a_laboratory_solves_each_scenario_once(model: Model, observed: Observed) -> None:
    from vmat2_desktop.engine import course

    laboratory = Laboratory(model, observed, course.solve, count=50)
    assert laboratory.solve(days=2) is laboratory.solve(days=2)
    assert len(laboratory.scenarios) == 1
    assert laboratory.arm("kinect3", "80 mg") is laboratory.arm("kinect3", "80 mg")
    with pytest.raises(KeyError):
        laboratory.plasma(laboratory.solve(days=2), "nothing", 0, 1)
