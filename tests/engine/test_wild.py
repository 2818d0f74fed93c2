"""Wild but legal: any drug, gene, liver, meal, condition, rung, and parameters at the ends of their ranges.

A course is sound (finite, no negative amount, shares at most 1) or refused in one sentence; never a hang.
"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legal import DRUGS, FEW, MODEL, overrides, scenarios

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.response import BY_CAUSE
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
from vmat2_desktop.engine.simulation import Simulation

DAY = 24.0
YEAR = 8766.0
SHARES = (
    "vmat2.occupancy",
    "vmat2.occupancy.irreversible",
    "vmat1.occupancy",
    "d2.occupancy.dopamine",
    "d2.occupancy.antipsychotic",
    "index.parkinsonism",
    "index.psychosis_protection",
    "index.adrenal",
)
SIGNED = ("vesicular.depletion",)
"""Below 0 where a vesicle holds more than a healthy one."""
ROUND_OFF = 1e-12


def assert_sound(course: Course) -> None:
    for name, values in course.series.items():
        assert values.shape == course.time_h.shape, name
        assert np.isfinite(values).all(), name
        assert name in SIGNED or values.min() >= -ROUND_OFF, name
    for name in SHARES:
        assert course.series[name].max() <= 1 + ROUND_OFF, name
    # Where the cause is another, plasticity stands for the score that was given.
    assert course.scenario.condition in BY_CAUSE or course.series["plasticity"].max() <= 1 + ROUND_OFF
    assert course.series[course.score_id].max() <= 28.0
    assert course.series["risk.depression"].max() <= 100.0


def sound_or_refused(scenario: Scenario) -> None:
    try:
        course = solve(scenario, MODEL)
    except ValueError as error:
        sentence = str(error)
        assert sentence.endswith(".")
        assert len(sentence) < 300
        assert "\n" not in sentence
    else:
        assert_sound(course)


@FEW
@given(scenarios())
def test_every_legal_scenario_is_sound(scenario: Scenario) -> None:
    assert_sound(solve(scenario, MODEL))


@FEW
@given(scenarios(days=10.0), overrides(most=12))
def test_parameters_at_the_ends_of_their_ranges_are_sound_or_refused_in_a_sentence(
    scenario: Scenario, changed: tuple[tuple[str, float], ...]
) -> None:
    sound_or_refused(replace(scenario, overrides=changed))


@FEW
@given(
    st.sampled_from(Rung), overrides("terminal", most=12), st.sampled_from(["methylphenidate", "reserpine"])
)
def test_a_terminal_of_any_parameters_is_sound_or_refused(
    rung: Rung, changed: tuple[tuple[str, float], ...], drug: str
) -> None:
    medicine = Medicine(drug, (DoseCourse(100 * MODEL.drugs[drug].label.usual_mg),))
    sound_or_refused(Scenario(medicines=(medicine,), rung=rung, overrides=changed, horizon_h=5 * DAY))


@pytest.mark.slow
@settings(max_examples=1000)
@given(scenarios(days=60.0), overrides(most=30))
def test_many_wild_scenarios(scenario: Scenario, changed: tuple[tuple[str, float], ...]) -> None:
    sound_or_refused(replace(scenario, overrides=changed))


# Named extremes


@pytest.mark.parametrize("drug", DRUGS)
def test_an_enzyme_that_is_not_there_and_would_have_done_all_the_work(drug: str) -> None:
    """*4/*4 with every share of clearance at CYP2D6: amounts rise, and nothing else breaks."""
    parameters = MODEL.drugs[drug].parameters
    shares = {name: 1.0 for name in parameters if name.endswith("clearance_by_cyp2d6")}
    shares |= {name: 0.0 for name in parameters if name.endswith("clearance_by_cyp3a4") and shares}
    changed = tuple(sorted((f"{drug}.{name}", value) for name, value in shares.items()))
    label = MODEL.drugs[drug].label
    scenario = Scenario(
        person=Person(Genotype("*4/*4")),
        medicines=(Medicine(drug, (DoseCourse(1000 * label.usual_mg, label.usual_times_per_day),)),),
        overrides=changed,
        horizon_h=30 * DAY,
    )
    course = solve(scenario, MODEL)
    assert_sound(course)
    if shares:
        last = [name for name in course.series if name.startswith("plasma.")][-1]
        daily = course.series[last][:: int(DAY)]
        assert np.all(np.diff(daily) > 0.0)


def without_pumps() -> Model:
    variants = {**MODEL.variants, "slc18a2": {"reference": 1.0, "none": 0.0}}
    return replace(MODEL, variants=MappingProxyType(variants))


@pytest.mark.parametrize("rung", list(Rung))
@pytest.mark.parametrize("condition", list(Condition))
def test_no_pumps_at_all(rung: Rung, condition: Condition) -> None:
    person = Person(Genotype(slc18a2="none"))
    course = solve(Scenario("", person, condition, rung=rung, horizon_h=10 * DAY), without_pumps())
    assert_sound(course)
    for name in ("vesicular.content", "extracellular.dopamine", "index.serotonin", "d2.signal"):
        assert np.all(course.series[name] == 0.0), name
    assert np.all(course.series["vesicular.depletion"] == 1.0)
    # Parkinsonism is full, but for what the hyperkinetic state offsets.
    if condition in (Condition.NONE, Condition.HUNTINGTON):
        assert np.all(course.series["index.parkinsonism"] == 1.0)


@pytest.mark.parametrize("rung", list(Rung))
def test_every_pump_blocked(rung: Rung) -> None:
    medicines = tuple(
        Medicine(drug.id, (DoseCourse(1e6, 4),)) for drug in MODEL.drugs_of_kind("vmat2_inhibitor")
    )
    course = solve(Scenario(medicines=medicines, rung=rung, horizon_h=20 * DAY), MODEL)
    assert_sound(course)
    assert course.series["vmat2.occupancy"][-1] > 1 - 1e-6
    assert course.series["extracellular.dopamine"][-1] < 1e-5


@pytest.mark.parametrize("rung", list(Rung))
@pytest.mark.parametrize("hz", [0.0, 1e-6, 50.0])
def test_firing_from_silence_to_fifty_hertz(rung: Rung, hz: float) -> None:
    medicine = Medicine("valbenazine", (DoseCourse(80),))
    scenario = Scenario(
        condition=Condition.TARDIVE_DYSKINESIA,
        medicines=(medicine,),
        rung=rung,
        firing=Firing(hz),
        horizon_h=5 * DAY,
    )
    course = solve(scenario, MODEL)
    assert_sound(course)
    outside = course.series["extracellular.dopamine"]
    assert np.all(outside == 0.0) if hz == 0.0 else np.all(outside > 0.0)
    assert np.all(course.series["vesicular.content"] > 0.0)


@pytest.mark.parametrize(
    "stretch",
    [
        DoseCourse(80, 1, 5.0, 5.0),
        DoseCourse(80, 1, 5.0, 1.0),
        DoseCourse(80, 1, 1e9),
        DoseCourse(0.0),
        DoseCourse(80, 1, 0.0, 72.0, (0.0, 24.0, 48.0)),
    ],
    ids=["of no length", "backwards", "after the end", "of nothing", "all missed"],
)
def test_stretches_of_nothing_are_nothing(stretch: DoseCourse) -> None:
    untreated = solve(Scenario(horizon_h=5 * DAY), MODEL)
    for name in ("valbenazine", "paroxetine", "benzatropine", "haloperidol"):
        course = solve(Scenario(medicines=(Medicine(name, (stretch,)),), horizon_h=5 * DAY), MODEL)
        for state, values in untreated.series.items():
            np.testing.assert_allclose(course.series[state], values, atol=ROUND_OFF, err_msg=state)


@pytest.mark.parametrize("horizon", [5e-324, 1e-12, 1e-3, 1.0])
def test_horizons_of_next_to_nothing(horizon: float) -> None:
    medicines = tuple(Medicine(name, (DoseCourse(1000.0),)) for name in DRUGS)
    course = solve(
        Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=medicines, horizon_h=horizon), MODEL
    )
    assert_sound(course)
    assert course.time_h[-1] == horizon


@pytest.mark.parametrize("condition", [Condition.NONE, Condition.TARDIVE_DYSKINESIA])
def test_twenty_years(condition: Condition) -> None:
    stop = 19 * YEAR
    medicines = (
        Medicine("tetrabenazine", (DoseCourse(25, 1, 0.0, stop),)),
        Medicine("haloperidol", (DoseCourse(5, 1, 0.0, stop),)),
    )
    course = solve(Scenario(condition=condition, medicines=medicines, horizon_h=20 * YEAR), MODEL)
    assert_sound(course)
    assert len(course.time_h) == math.ceil(20 * YEAR) + 1
    assert course.at("brain.inhibitor", 20 * YEAR) < 1e-12
    assert course.at("d2.density", 20 * YEAR) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.slow
def test_twenty_years_of_four_doses_a_day_with_everything_that_comes_and_goes() -> None:
    medicines = tuple(
        Medicine(name, (DoseCourse(MODEL.drugs[name].label.usual_mg, 4, 100.0 * k),))
        for k, name in enumerate(("tetrabenazine", "reserpine", "quetiapine", "paroxetine", "rifampicin"))
    )
    assert_sound(solve(Scenario(medicines=medicines, horizon_h=20 * YEAR), MODEL))


def test_more_doses_than_a_machine_bears_are_refused() -> None:
    medicine = Medicine("valbenazine", (DoseCourse(1.0, 24 * 60),))
    with pytest.raises(ValueError, match="limit"):
        solve(Scenario(medicines=(medicine,), horizon_h=20 * YEAR), MODEL)


# Frames


def assert_drawable(frame: Frame) -> None:
    for item in fields(frame):
        value = getattr(frame, item.name)
        if isinstance(value, np.ndarray):
            assert np.isfinite(value).all()
            assert value.min() >= 0.0
        elif isinstance(value, float) and item.name != "seconds_since_spike":
            assert math.isfinite(value), item.name
            assert value >= -ROUND_OFF, item.name
    assert all(math.isfinite(site.seconds) and site.seconds >= 0.0 for site in frame.sites)
    assert all(0.0 <= packet.age_s < packet.lifetime_s < math.inf for packet in frame.packets)


@FEW
@given(
    scenarios(days=5.0),
    st.lists(st.builds(Burst, st.floats(0.0, 120.0), st.integers(1, 30), st.floats(0.1, 500.0)), max_size=2),
    st.lists(st.tuples(st.floats(0.0, 1.0), st.sampled_from([1e-3, 1.0, 60.0, 1e7])), min_size=1, max_size=3),
)
def test_every_moment_of_a_wild_scenario_can_be_drawn(
    scenario: Scenario, bursts: list[Burst], moments: list[tuple[float, float]]
) -> None:
    firing = replace(scenario.firing, bursts=tuple(bursts))
    course = solve(replace(scenario, firing=firing), MODEL)
    simulation = Simulation(course, (Burst(scenario.horizon_h / 2, 3),))
    for share, speed in moments:
        assert_drawable(simulation.frame(share * scenario.horizon_h, speed))
