"""docs/authoring.md shows what works and lists what the engine asks for; a new drug needs no Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import get_args

import pytest
from own_drugs import PAGE, blocks, loaded, shipped

from vmat2_desktop import cli
from vmat2_desktop.documents import scenario_file
from vmat2_desktop.engine.cautions import Code, cautions
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.label import limits
from vmat2_desktop.engine.model import KINDS, KINETICS, Label
from vmat2_desktop.engine.scenario import Condition, DoseCourse, Genotype, Medicine, Person, Scenario
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.knowledge.domains import domain_of
from vmat2_desktop.knowledge.drug_file import KINETICS_OF
from vmat2_desktop.knowledge.loader import load_from
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.quantity import Grade, Provenance, Row

ROOT = Path(__file__).parents[2]


def write_files(folder: Path) -> None:
    """Write every file that the page shows; of a `[label]` alone, the shipped file with that label."""
    for block in blocks("toml"):
        first, rest = block.split("\n", 1)
        name = re.match(r"# my-drugs/(\w+\.toml)", first)
        assert name is not None
        if first.endswith("its [label]"):
            before, _, after = shipped(Path(name[1]).stem).partition("[label]\n")
            rest = before + rest + "\n" + after.partition("\n\n")[2]
        (folder / name[1]).write_text(rest, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("my-drugs")
    write_files(made)
    return made


@pytest.fixture(scope="module")
def known_too(folder: Path) -> Knowledge:
    return load_from(resources_dir(), folder)


# What the page shows


def test_the_page_shows_three_files(folder: Path) -> None:
    assert sorted(path.stem for path in folder.iterdir()) == ["examplazine", "exampletine", "haloperidol"]


def test_another_countrys_strengths_are_a_label(known: Knowledge, known_too: Knowledge) -> None:
    shipped, elsewhere = known.model.drugs["haloperidol"], known_too.model.drugs["haloperidol"]
    assert elsewhere.label.strengths_mg == (0.75, 1.0, 1.5, 3.0)
    assert elsewhere.label != shipped.label
    assert dict(elsewhere.parameters) == dict(shipped.parameters)
    assert list(known_too.model.drugs) != list(known.model.drugs)


def test_the_scenario_on_the_page_is_computed(known_too: Knowledge) -> None:
    (block,) = blocks("json")
    scenario = scenario_file.loads(block, known_too)
    course = solve(scenario, known_too.model)
    before, after = course.at("vmat2.occupancy", 28 * 24.0), course.at("vmat2.occupancy", 55 * 24.0)
    assert 0.2 < before < after < 1.0
    assert course.at("score.aims", 55 * 24.0) < course.at("score.aims", 0.0) - 1.0
    assert course.at("plasma.examplazine_metabolite", 28 * 24.0) > 0.0
    assert course.at("enzyme.cyp2d6", 55 * 24.0) < 0.1


def test_labels_of_new_drugs_limit_and_caution(known_too: Knowledge) -> None:
    model = known_too.model
    poor = Scenario(person=Person(Genotype("*4/*4")))
    assert limits(poor, model, "examplazine").per_day.mg == 30
    both = Scenario(
        medicines=(
            Medicine("examplazine", (DoseCourse(30),)),
            Medicine("tetrabenazine", (DoseCourse(12.5),)),
        )
    )
    assert [item.code for item in cautions(both, model)] == [Code.TWO_VMAT2_INHIBITORS]


def test_the_command_line_takes_the_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(blocks("json")[0], encoding="utf-8")
    line = ["observe", str(path), "--json", "--at", "56 d", "--id", "plasma.examplazine_metabolite"]
    parser = cli.build_parser()
    assert cli.run(parser.parse_args([*line, "--drugs", str(folder)])) == 0
    after = json.loads(capsys.readouterr().out)["observables"]
    assert cli.run(parser.parse_args(["--drugs", str(folder), *line])) == 0
    assert json.loads(capsys.readouterr().out)["observables"] == after
    assert after[0]["value"] > 0.0
    assert cli.run(parser.parse_args(line)) == 2
    assert 'medicines[0].name is "examplazine", which this version does not have' in capsys.readouterr().err


@pytest.mark.slow
def test_the_window_takes_the_folder(folder: Path, tmp_path: Path) -> None:
    scenario, picture = tmp_path / "scenario.json", tmp_path / "picture.png"
    scenario.write_text(blocks("json")[0], encoding="utf-8")
    command = [sys.executable, "-m", "vmat2_desktop", "--drugs", str(folder), "screenshot", str(scenario)]
    done = subprocess.run(
        [*command, "--out", str(picture)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert picture.stat().st_size > 10_000


# What the page lists


def rows_after(heading: str) -> list[list[str]]:
    found = re.search(r"\n\|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE[PAGE.index(f"\n{heading}") :])
    assert found is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


@pytest.mark.parametrize("kinetics", KINETICS)
def test_the_table_of_parameters_is_what_the_engine_asks_for(kinetics: str) -> None:
    known = KINETICS[kinetics]
    expected = [(name, unit, "needed") for name, unit in known.required.items()]
    expected += [(name, unit, f"{value:g}") for name, (unit, value) in known.optional.items()]
    listed = rows_after(f"### {kinetics}\n")
    assert [(name.strip("`"), unit, needed) for name, unit, _, needed, _ in listed] == expected
    for name, _, domain, _, meaning in listed:
        assert domain == str(domain_of(name.strip("`")))
        assert len(meaning) > 2


def test_the_table_of_the_label_is_the_label() -> None:
    listed = rows_after("**[label]**")
    names = {name: text for cell, text in listed for name in re.findall(r"`(\w+)`", cell)}
    assert set(names) == {field.name for field in fields(Label)}
    needed = {field.name for field in fields(Label) if field.default is field.default_factory is MISSING}
    assert {name for name, text in names.items() if text.startswith("needed")} == needed | {"source"}


def test_the_page_names_kinds_kinetics_and_what_a_row_has() -> None:
    words = (*KINDS, *KINETICS, *Row.__struct_fields__, *get_args(Grade), *get_args(Provenance))
    for word in words:
        assert f"`{word}`" in PAGE or f"### {word}\n" in PAGE, word
    assert set(KINETICS_OF) == set(KINDS)
    assert {kinetics for fitting in KINETICS_OF.values() for kinetics in fitting} == set(KINETICS)


# A made-up drug of each kinetics, from the dose to its effect


TEMPLATES = {
    "prodrug": "valbenazine",
    "two_metabolites": "deutetrabenazine",
    "irreversible": "reserpine",
    "one_compartment": "risperidone",
    "modulator": "paroxetine",
}


def made_up(kinetics: str, **changes: str) -> str:
    """Return the file of a drug like a shipped one, with its own moieties and no plausible ranges."""
    text = re.sub(r'^id = "(\w+)"', r'id = "made_up_\1"', shipped(TEMPLATES[kinetics]), flags=re.MULTILINE)
    text = re.sub(r"^plausible_\w+ = .*\n", "", text, flags=re.MULTILINE)
    for old, new in changes.items():
        text, count = re.subn(rf"^{old} = .*", f"{old} = {new}", text, count=1, flags=re.MULTILINE)
        assert count == 1
    return text


def effect_of(course: Course) -> Mapping[str, float]:
    return {
        name: course.at(name, 240.0) for name in course.series if name.startswith(("vmat2.", "d2.occ", "enz"))
    }


@pytest.mark.parametrize("kinetics", KINETICS)
def test_a_made_up_drug_does_what_the_drug_that_it_copies_does(tmp_path: Path, kinetics: str) -> None:
    known = loaded(tmp_path, made_up(kinetics, name='"Made up"'))
    copied, drug = known.model.drugs[TEMPLATES[kinetics]], known.model.drugs["made_up"]
    assert drug.kinetics == kinetics

    def course(name: str) -> Course:
        tree = {
            "condition": "tardive_dyskinesia",
            "medicines": [{"name": name, "doses": [{"mg": drug.label.usual_mg}]}],
            "until": "14 d",
        }
        return solve(scenario_file.loads(json.dumps(tree), known), known.model)

    mine, theirs = course("made_up"), course(copied.id)
    assert effect_of(mine) == pytest.approx(effect_of(theirs), rel=1e-9)
    bare = solve(Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=336.0), known.model)
    assert effect_of(mine) != pytest.approx(effect_of(bare), rel=1e-3)
    for moiety in drug.moieties:
        assert mine.at(f"plasma.{moiety.id}", 240.0) > 0.0


def test_a_made_up_anticholinergic_relieves_parkinsonism(tmp_path: Path) -> None:
    text = made_up("modulator", kind='"anticholinergic"').replace("cyp2d6_inactivation", "muscarinic_block")
    known = loaded(tmp_path, text.replace("value = 40", "value = 1"))
    scenario = Scenario(condition=Condition.DRUG_INDUCED_PARKINSONISM, horizon_h=168.0)
    taken = Scenario(
        condition=Condition.DRUG_INDUCED_PARKINSONISM,
        medicines=(Medicine("made_up", (DoseCourse(20),)),),
        horizon_h=168.0,
    )
    index = "index.parkinsonism"
    relieved, bare = (solve(item, known.model).at(index, 160.0) for item in (taken, scenario))
    assert relieved < 0.8 * bare


def test_twice_the_potency_is_half_the_dose(tmp_path: Path) -> None:
    row = 'value = 2\nunit = "1"\nlow = 0.1\nhigh = 5\ngrade = "assumed"\nprovenance = "memory"\n'
    row += 'source = "made up"\ntext = "Potency"\n'
    known = loaded(tmp_path, f"{made_up('prodrug')}\n[parameters.relative_potency]\n{row}")

    def occupancy(name: str, mg: float) -> float:
        scenario = Scenario(medicines=(Medicine(name, (DoseCourse(mg),)),), horizon_h=168.0)
        return solve(scenario, known.model).at("vmat2.occupancy", 160.0)

    assert occupancy("made_up", 40) == pytest.approx(occupancy("valbenazine", 80), rel=1e-9)


def test_a_reversible_drug_may_act_by_itself(tmp_path: Path) -> None:
    known = loaded(tmp_path, made_up("irreversible", irreversible="false"))
    scenario = Scenario(medicines=(Medicine("made_up", (DoseCourse(5),)),), horizon_h=168.0)
    course = solve(scenario, known.model)
    assert course.series["vmat2.occupancy"].max() > 0.0
    assert course.series["vmat2.occupancy.irreversible"].max() == 0.0
