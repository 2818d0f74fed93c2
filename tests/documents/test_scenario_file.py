"""What docs/scenario.md says is read, and what is written reads back equal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bad_scenarios import TREES
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.documents import scenario_file
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.scenario_schema import Document, schema
from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.scenario import (
    Burst,
    Condition,
    DoseCourse,
    Firing,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "resources" / "scenarios").glob("*.json"))
KNOWN = knowledge.load()
VALIDATOR = jsonschema.Draft202012Validator(schema())


def read(tree: object) -> Scenario:
    return scenario_file.loads(json.dumps(tree), KNOWN)


def test_an_empty_object_is_the_default_scenario() -> None:
    assert read({}) == Scenario()


def test_every_field_reaches_the_scenario() -> None:
    tree = {
        "format": "vmat2-scenario",
        "version": 1,
        "title": "Häufig: 80 mg",
        "person": {"genotype": {"CYP2D6": "*1/*4"}, "liver": "normal", "plasticity_rate_per_year": 0.25},
        "condition": "drug_induced_parkinsonism",
        "medicines": [
            {"name": "haloperidol"},
            {
                "name": "tetrabenazine",
                "doses": [
                    {"mg": 12.5, "times_per_day": 3, "from": "36 h", "until": "6 wk", "missed": ["3 d"]},
                    {"mg": 25, "from": "6 wk", "until": "3 y"},
                ],
            },
        ],
        "model": {"rung": "textbook", "compensation": 0.5, "overrides": {"vmat2.ic50": 25}},
        "firing": {"tonic_hz": 5, "bursts": [{"at": "90 min", "spikes": 3, "rate_hz": 30}]},
        "until": "90 d",
        "seed": 11,
    }
    assert read(tree) == Scenario(
        title="Häufig: 80 mg",
        person=Person(Genotype("*1/*4"), 0.25),
        condition=Condition.DRUG_INDUCED_PARKINSONISM,
        medicines=(
            Medicine("haloperidol"),
            Medicine(
                "tetrabenazine",
                (
                    DoseCourse(12.5, 3, 36.0, 1008.0, (72.0,)),
                    DoseCourse(25.0, 1, 1008.0, 3 * 8760.0),
                ),
            ),
        ),
        rung=Rung.TEXTBOOK,
        compensation=0.5,
        overrides=(("vmat2.ic50", 25.0),),
        firing=Firing(5.0, (Burst(1.5, 3, 30.0),)),
        horizon_h=2160.0,
        seed=11,
    )


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert read({"seed": 8.0, "version": 1.0}).seed == 8


def test_overrides_are_sorted_so_that_equal_scenarios_are_equal() -> None:
    one = read({"model": {"overrides": {"vmat2.ic50": 20, "movement.network_lag": 20}}})
    other = read({"model": {"overrides": {"movement.network_lag": 20, "vmat2.ic50": 20}}})
    assert one == other
    assert one.overrides == (("movement.network_lag", 20.0), ("vmat2.ic50", 20.0))


def test_every_parameter_that_may_be_overridden_reaches_the_model() -> None:
    changed = {key: item.low for key, item in KNOWN.quantities.items() if not key.startswith("cyp2d6.")}
    scenario = read({"model": {"overrides": changed}})
    assert len(changed) > 100
    KNOWN.model.overridden(scenario.overrides)


def test_an_end_of_doses_after_the_end_of_the_scenario_is_kept() -> None:
    tree = {"until": "10 d", "medicines": [{"name": "reserpine", "doses": [{"mg": 1, "until": "1 y"}]}]}
    assert read(tree).medicines[0].doses[0].stop_h == 8760.0


def test_stretches_may_stand_in_any_order_and_touch() -> None:
    doses = [{"mg": 80, "from": "7 d"}, {"mg": 40, "until": "7 d"}]
    scenario = read({"medicines": [{"name": "valbenazine", "doses": doses}]})
    assert [dose.mg for dose in scenario.medicines[0].doses] == [80.0, 40.0]


# There and back


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high) | st.integers(int(low), int(high)).map(float)


@st.composite
def medicines(draw: st.DrawFn, name: str, horizon_h: float) -> Medicine:
    bounds = sorted(draw(st.lists(numbers(0, horizon_h), max_size=6, unique=True)))
    doses: list[DoseCourse] = []
    for start, stop in zip(bounds[::2], bounds[1::2], strict=False):
        missed = draw(st.lists(st.floats(start, stop, exclude_max=True), max_size=3))
        doses.append(DoseCourse(draw(numbers(0, 1000)), draw(st.integers(1, 4)), start, stop, tuple(missed)))
    if draw(st.booleans()) and doses:
        last = doses[-1]
        doses[-1] = DoseCourse(last.mg, last.times_per_day, last.start_h, None, last.missed_h)
    return Medicine(name, tuple(doses))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    horizon = draw(st.floats(0.1, 20 * 8760.0) | st.integers(1, 400).map(lambda day: day * 24.0))
    names = draw(st.lists(st.sampled_from(sorted(KNOWN.model.drugs)), unique=True, max_size=3))
    free = sorted(key for key in KNOWN.quantities if not key.startswith("cyp2d6."))
    changed = sorted(draw(st.lists(st.sampled_from(free), unique=True, max_size=4)))
    alleles = st.sampled_from(sorted(KNOWN.model.cyp2d6_activity))
    times = st.floats(0, horizon, exclude_max=True)
    bursts = st.builds(Burst, times, st.integers(1, 100), numbers(1, 200))
    return Scenario(
        title=draw(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)),
        person=Person(Genotype(f"{draw(alleles)}/{draw(alleles)}"), draw(st.none() | numbers(0, 5))),
        condition=draw(st.sampled_from(Condition)),
        medicines=tuple(draw(medicines(name, horizon)) for name in names),
        rung=draw(st.sampled_from(Rung)),
        compensation=draw(numbers(0, 1)),
        overrides=tuple(
            (key, draw(st.floats(KNOWN.quantities[key].low, KNOWN.quantities[key].high))) for key in changed
        ),
        firing=Firing(draw(numbers(0, 50)), tuple(draw(st.lists(bursts, max_size=3)))),
        horizon_h=horizon,
        seed=draw(st.integers(0, 2**32 - 1)),
    )


@given(scenarios())
def test_a_scenario_that_is_written_reads_back_equal_and_fits_the_schema(scenario: Scenario) -> None:
    text = scenario_file.dumps(scenario)
    assert scenario_file.loads(text, KNOWN) == scenario
    assert scenario_file.loads(text.encode(), KNOWN) == scenario
    VALIDATOR.validate(json.loads(text))


# The examples


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_read_fits_the_schema_and_has_a_course(path: Path) -> None:
    scenario = scenario_file.read(path, KNOWN)
    VALIDATOR.validate(json.loads(path.read_bytes()))
    assert scenario.title
    assert scenario_file.loads(scenario_file.dumps(scenario), KNOWN) == scenario
    assert solve(scenario, KNOWN.model).time_h[-1] == scenario.horizon_h


def test_the_examples_tell_their_stories() -> None:
    def course(name: str) -> Any:
        return solve(scenario_file.read(ROOT / "resources" / "scenarios" / name, KNOWN), KNOWN.model)

    assert course("healthy.json").at("score.aims", 600.0) == 0.0
    treated = course("tardive-dyskinesia-valbenazine.json")
    assert treated.at("score.aims", 83 * 24.0) < 7.0 < 9.0 < treated.at("score.aims", 112 * 24.0)
    poor = course("poor-metaboliser.json")
    assert poor.at("vmat2.occupancy", 1000.0) > treated.at("vmat2.occupancy", 1000.0) + 0.05
    reserpine = course("reserpine-stopped.json")
    assert reserpine.at("vmat2.occupancy", 28 * 24.0) > 0.7 > 0.1 > reserpine.at("vmat2.occupancy", 4368.0)
    assert 8.0 < course("risperidone-dyskinesia.json").at("score.aims", 1095 * 24.0) < 12.0


# The schema


def test_the_schema_is_one_and_the_file_in_docs_is_the_one_that_is_printed() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    printed = (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")
    assert printed == json.dumps(schema(), indent=2) + "\n"


def test_every_field_of_the_schema_has_a_title_and_a_description() -> None:
    for shape in (schema(), *schema()["$defs"].values()):
        for field in shape["properties"].values():
            assert field["title"]
            assert field["description"]
    assert Document.__doc__


CHECKED_BEYOND_THE_SCHEMA = {
    "allele unknown",
    "medicine unknown",
    "medicine misspelt",
    "medicine twice",
    "time too late",
    "until before from",
    "until at from",
    "from past the end",
    "overlap",
    "no end",
    "together",
    "missed too early",
    "missed too late",
    "too many doses",
    "override unknown",
    "override too large",
    "override of an allele",
    "override of a constant",
    "burst too late",
    "no time",
    "too much time",
    "until huge",
}


@pytest.mark.parametrize(("name", "tree"), [row[:2] for row in TREES], ids=[row[0] for row in TREES])
def test_the_schema_refuses_what_the_reader_refuses_but_for_what_needs_knowledge(
    name: str, tree: object
) -> None:
    assert VALIDATOR.is_valid(tree) == (name in CHECKED_BEYOND_THE_SCHEMA)


# The page about it


def blocks(language: str) -> list[str]:
    page = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_every_document_on_the_page_is_read() -> None:
    assert blocks("json")
    for block in blocks("json"):
        scenario_file.loads(block, KNOWN)


def test_every_sentence_on_the_page_is_said() -> None:
    page = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
    said = set()
    for _, tree, _ in TREES:
        with pytest.raises(DocumentError) as caught:
            read(tree)
        said.add(str(caught.value))
    quoted = re.findall(r"^> (.*)$", page, re.MULTILINE)
    assert quoted
    assert set(quoted) <= said


def test_the_page_names_every_field_medicine_and_observable() -> None:
    from vmat2_desktop.engine.observables import STATE_UNITS

    page = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
    names = {field for shape in (schema(), *schema()["$defs"].values()) for field in shape["properties"]}
    moieties = {moiety.id for drug in KNOWN.model.drugs.values() for moiety in drug.moieties}
    for name in (
        names | set(KNOWN.model.drugs) | moieties | set(STATE_UNITS) | set(KNOWN.model.cyp2d6_activity)
    ):
        assert f"`{name}`" in page, name
