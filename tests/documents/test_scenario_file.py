"""What docs/scenario.md says is read, and what is written reads back equal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from bad_scenarios import TREES
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.documents import scenario_file
from vmat2_desktop.documents.scenario_schema import HIGHEST_SCORE, LARGEST_MG, Document, schema
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.response import BY_CAUSE
from vmat2_desktop.engine.scenario import (
    Burst,
    Condition,
    DoseCourse,
    Firing,
    Food,
    Genotype,
    Liver,
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
        "person": {
            "genotype": {
                "CYP2D6": "*1/*4",
                "ABCB1": "c3435t_tt",
                "SLC18A2": "loss_heterozygous",
                "DRD2": "taq1a_a1",
            },
            "liver": "mild",
            "plasticity_rate_per_year": 0.25,
            "baseline_score": 12.5,
        },
        "condition": "huntington",
        "medicines": [
            {"name": "haloperidol"},
            {
                "name": "tetrabenazine",
                "doses": [
                    {"mg": 12.5, "times_per_day": 3, "from": "36 h", "until": "6 wk", "missed": ["3 d"]},
                    {"mg": 25, "from": "6 wk", "until": "3 y", "food": "fed"},
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
        person=Person(
            Genotype("*1/*4", "c3435t_tt", "loss_heterozygous", "taq1a_a1"), 0.25, Liver.MILD, 12.5
        ),
        condition=Condition.HUNTINGTON,
        medicines=(
            Medicine("haloperidol"),
            Medicine(
                "tetrabenazine",
                (
                    DoseCourse(12.5, 3, 36.0, 1008.0, (72.0,)),
                    DoseCourse(25.0, 1, 1008.0, 3 * 8760.0, food=Food.FED),
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
    genes = ("cyp2d6", *KNOWN.model.variants)
    changed = {key: item.low for key, item in KNOWN.quantities.items() if not key.startswith(genes)}
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
        mg, times, food = draw(numbers(0, LARGEST_MG)), draw(st.integers(1, 4)), draw(st.sampled_from(Food))
        doses.append(DoseCourse(mg, times, start, stop, tuple(missed), food))
    if draw(st.booleans()) and doses:
        doses[-1] = replace(doses[-1], stop_h=None)
    return Medicine(name, tuple(doses))


@st.composite
def people(draw: st.DrawFn, condition: Condition) -> Person:
    alleles = st.sampled_from(sorted(KNOWN.model.cyp2d6_activity))
    genotype = Genotype(
        f"{draw(alleles)}/{draw(alleles)}",
        **{gene: draw(st.sampled_from(sorted(variants))) for gene, variants in KNOWN.model.variants.items()},
    )
    score = st.none() | st.floats(0, HIGHEST_SCORE, exclude_min=True, exclude_max=True)
    return Person(
        genotype,
        draw(st.none() | numbers(0, 5)),
        draw(st.sampled_from(Liver)),
        draw(score) if condition in BY_CAUSE else None,
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    horizon = draw(st.floats(0.1, 20 * 8760.0) | st.integers(1, 400).map(lambda day: day * 24.0))
    names = draw(st.lists(st.sampled_from(sorted(KNOWN.model.drugs)), unique=True, max_size=3))
    genes = ("cyp2d6", *KNOWN.model.variants)
    free = sorted(key for key in KNOWN.quantities if not key.startswith(genes))
    changed = sorted(draw(st.lists(st.sampled_from(free), unique=True, max_size=4)))
    condition = draw(st.sampled_from(Condition))
    times = st.floats(0, horizon, exclude_max=True)
    bursts = st.builds(Burst, times, st.integers(1, 100), numbers(1, 200))
    return Scenario(
        title=draw(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)),
        person=draw(people(condition)),
        condition=condition,
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


def course(name: str) -> Course:
    return solve(scenario_file.read(ROOT / "resources" / "scenarios" / f"{name}.json", KNOWN), KNOWN.model)


def test_the_examples_of_tardive_dyskinesia_tell_their_stories() -> None:
    assert course("healthy").at("score.aims", 600.0) == 0.0
    treated = course("tardive-dyskinesia-valbenazine")
    assert treated.at("score.aims", 83 * 24.0) < 7.0 < 9.0 < treated.at("score.aims", 112 * 24.0)
    poor = course("poor-metaboliser")
    assert poor.at("vmat2.occupancy", 1000.0) > treated.at("vmat2.occupancy", 1000.0) + 0.05
    reserpine = course("reserpine-stopped")
    assert reserpine.at("vmat2.occupancy", 28 * 24.0) > 0.7 > 0.1 > reserpine.at("vmat2.occupancy", 4368.0)
    assert 8.0 < course("risperidone-dyskinesia").at("score.aims", 1095 * 24.0) < 12.0
    quetiapine = course("quetiapine-dyskinesia")
    assert quetiapine.at("score.aims", 60 * 24.0) > quetiapine.at("score.aims", 0.0) + 1.0
    assert quetiapine.at("index.psychosis_protection", 60 * 24.0) < 0.5


def test_the_examples_of_other_conditions_tell_their_stories() -> None:
    huntington = course("huntington-tetrabenazine")
    assert huntington.at("score.tmc", 0.0) == pytest.approx(14.7)
    assert huntington.at("score.tmc", 80 * 24.0) < 14.0 < huntington.at("score.tmc", 98 * 24.0)
    tourette = course("tourette-tetrabenazine")
    assert tourette.at("score.aims", 0.0) == pytest.approx(12.0)
    assert tourette.at("score.aims", 60 * 24.0) < 12.0
    stiff = course("parkinsonism-benzatropine")
    assert stiff.at("index.parkinsonism", 10 * 24.0) < 0.8 * stiff.at("index.parkinsonism", 7 * 24.0)


def test_the_examples_of_people_and_company_tell_their_stories() -> None:
    company = course("valbenazine-ketoconazole-rifampicin")
    alone, slowed, multiplied = (company.at("plasma.alpha_htbz_plus", day * 24.0) for day in (27, 41, 90))
    assert slowed > 1.5 * alone
    assert multiplied < 0.5 * alone
    tail = course("tetrabenazine-fluoxetine")
    cyp2d6 = [tail.at("enzyme.cyp2d6", day * 24.0) for day in (27, 69, 84, 139)]
    assert cyp2d6[1] < 0.2 < 0.9 < cyp2d6[3]
    assert cyp2d6[2] < 0.5  # two weeks after the last dose
    fasted, liver = course("tardive-dyskinesia-valbenazine"), course("valbenazine-liver")
    assert liver.at("plasma.alpha_htbz_plus", 55 * 24.0) > 0.8 * fasted.at(
        "plasma.alpha_htbz_plus", 55 * 24.0
    )
    assert course("vmat2-deficiency").at("vesicular.content", 600.0) < 0.3
    (food,) = (item for item in course("valbenazine-food").kinetics if item.drug.id == "valbenazine")
    before, after = (food.concentrations(np.arange(24.0) + day * 24.0) for day in (27, 55))
    assert after["valbenazine"].max() < 0.8 * before["valbenazine"].max()


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
    "ABCB1",
    "SLC18A2",
    "SLC18A2 near",
    "DRD2",
    "score without a cause",
    "score of the healthy",
    "override of a variant",
    "override of a new part",
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
