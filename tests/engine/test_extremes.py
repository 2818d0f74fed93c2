"""Extreme but legal scenarios: no NaN, no negative amount, no warning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.documents.scenario_schema import HIGHEST_SCORE, LARGEST_MG
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.response import BY_CAUSE
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Firing,
    Genotype,
    Liver,
    Medicine,
    Person,
    Rung,
    Scenario,
)

MODEL = knowledge.load().model
DRUGS = tuple(MODEL.drugs)
SIGNED = ("vesicular.depletion",)
"""1 - content: below 0 where a vesicle holds more than a healthy one."""


def taken(name: str, mg: float, days: float = 10) -> Medicine:
    return Medicine(name, (DoseCourse(mg, 4, 0.0, days * 24.0),))


def assert_sound(course: Course) -> None:
    for name, values in course.series.items():
        assert np.isfinite(values).all(), name
        assert name in SIGNED or values.min() >= -1e-9, name
    for name in ("vmat2.occupancy", "vmat1.occupancy", "d2.occupancy.antipsychotic", "index.parkinsonism"):
        assert course.series[name].max() <= 1.0 + 1e-9, name
    assert 0.0 <= course.series[course.score_id].min() <= course.series[course.score_id].max() <= 28.0


@pytest.mark.parametrize("name", DRUGS)
def test_a_kilogram_four_times_a_day_is_borne(name: str) -> None:
    scenario = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=14 * 24.0)
    assert_sound(solve(replace(scenario, medicines=(taken(name, LARGEST_MG),)), MODEL))
    assert_sound(solve(replace(scenario, medicines=(taken(name, 1e-300),)), MODEL))


def test_an_overdose_of_reserpine_blocks_all_pumps_and_they_come_back() -> None:
    scenario = Scenario(medicines=(taken("reserpine", 1000.0, 1.0),), horizon_h=5 * 8760.0)
    course = solve(scenario, MODEL)
    assert_sound(course)
    assert course.series["vmat2.occupancy"].max() > 0.999
    assert course.series["index.blood_pressure"].min() > 0.0
    assert course.at("vmat2.occupancy", scenario.horizon_h) < 0.01


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("liver", Liver)
def test_no_enzyme_and_hardly_a_pump_are_borne(rung: Rung, liver: Liver) -> None:
    person = Person(Genotype("*4/*4", slc18a2="loss_homozygous"), 5.0, liver)
    medicines = tuple(taken(name, LARGEST_MG) for name in DRUGS[:20])
    scenario = Scenario("", person, Condition.TARDIVE_DYSKINESIA, medicines, rung, horizon_h=14 * 24.0)
    assert_sound(solve(scenario, MODEL))


def test_a_history_that_nothing_clears_is_refused_in_a_sentence() -> None:
    overrides = (("haloperidol.clearance_by_cyp2d6", 1.0), ("haloperidol.clearance_by_cyp3a4", 0.0))
    person = Person(Genotype("*4/*4"))
    scenario = Scenario("", person, Condition.TARDIVE_DYSKINESIA, overrides=overrides)
    with pytest.raises(ValueError, match=r"^Nothing clears haloperidol in this person"):
        solve(scenario, MODEL)
    assert_sound(
        solve(replace(scenario, condition=Condition.NONE, medicines=(taken("haloperidol", 5),)), MODEL)
    )


def test_the_scales_end_where_the_document_says() -> None:
    assert MODEL.movement.score_maximum == HIGHEST_SCORE


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    condition = draw(st.sampled_from(Condition))
    score = st.floats(0, HIGHEST_SCORE, exclude_min=True, exclude_max=True)
    variants = {gene: draw(st.sampled_from(sorted(known))) for gene, known in MODEL.variants.items()}
    person = Person(
        Genotype(draw(st.sampled_from(["*4/*4", "*1/*1", "*2x2/*2x2"])), **variants),
        draw(st.sampled_from([None, 0.0, 5.0])),
        draw(st.sampled_from(Liver)),
        draw(score) if condition in BY_CAUSE else None,
    )
    doses = st.sampled_from([0.0, 1e-12, 1.0, 1e3, float(LARGEST_MG)])
    names = draw(st.lists(st.sampled_from(DRUGS), unique=True, max_size=4))
    return Scenario(
        person=person,
        condition=condition,
        medicines=tuple(taken(name, draw(doses), 3) for name in names),
        rung=draw(st.sampled_from(Rung)),
        compensation=draw(st.sampled_from([0.0, 0.5, 1.0])),
        firing=Firing(draw(st.sampled_from([0.0, 4.0, 50.0]))),
        horizon_h=draw(st.sampled_from([1e-9, 1.0, 240.0])),
    )


@settings(max_examples=40)
@given(scenarios())
def test_whatever_the_panels_can_ask_is_borne(scenario: Scenario) -> None:
    assert_sound(solve(scenario, MODEL))
