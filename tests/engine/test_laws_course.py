"""Laws of the whole chain: what may change a course, in which direction, and what may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legal import FEW, FEWEST, MODEL, medicines, people, scenarios
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course, grid, solve
from vmat2_desktop.engine.metabolism import activity_score
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)

Array = NDArray[np.float64]

DAY = 24.0
INHIBITORS = tuple(drug.id for drug in MODEL.drugs_of_kind("vmat2_inhibitor"))
REVERSIBLE = tuple(name for name in INHIBITORS if not MODEL.drugs[name].irreversible)
ANTICHOLINERGICS = tuple(drug.id for drug in MODEL.drugs_of_kind("anticholinergic"))
AMOUNTS = 1e-9
"""Round-off of what is an amount or a ratio."""


def same(one: Course, other: Course, *, besides: tuple[str, ...] = ()) -> None:
    """Assert that two courses tell the same, on grids that may differ inside."""
    assert set(one.series) - set(besides) == set(other.series) - set(besides)
    for name in set(one.series) - set(besides):
        close(other.series[name], one.series[name], 1e-7, 1e-9, name)


def close(found: Array, expected: Array, rel: float, share: float, name: str) -> None:
    """Assert closeness, relative or as a share of the largest value (or of 1)."""
    scale = max(float(np.abs(expected).max()), 1.0)
    np.testing.assert_allclose(found, expected, rtol=rel, atol=share * scale, err_msg=name)


# Nothing but what is asked


@FEW
@given(scenarios())
def test_equal_questions_have_equal_answers_to_the_bit(scenario: Scenario) -> None:
    one, other = solve(scenario, MODEL), solve(replace(scenario), MODEL)
    assert all(np.array_equal(values, other.series[name]) for name, values in one.series.items())


@FEW
@given(scenarios(), st.text(max_size=5), st.integers(0, 1000))
def test_title_and_seed_change_no_slow_state(scenario: Scenario, title: str, seed: int) -> None:
    one, other = solve(scenario, MODEL), solve(replace(scenario, title=title, seed=seed), MODEL)
    assert all(np.array_equal(values, other.series[name]) for name, values in one.series.items())


@FEW
@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_medicines_does_not_matter(scenario: Scenario, random: object) -> None:
    names = list(scenario.medicines)
    random.shuffle(names)  # type: ignore[attr-defined]
    same(solve(scenario, MODEL), solve(replace(scenario, medicines=tuple(names)), MODEL))


@FEW
@given(scenarios())
def test_a_medicine_that_is_listed_and_not_taken_is_none(scenario: Scenario) -> None:
    idle = tuple(Medicine(name) for name in ("reserpine", "paroxetine", "benzatropine"))
    listed = {medicine.name for medicine in scenario.medicines}
    more = tuple(medicine for medicine in idle if medicine.name not in listed)
    same(solve(scenario, MODEL), solve(replace(scenario, medicines=scenario.medicines + more), MODEL))


@FEW
@given(scenarios())
def test_a_stretch_of_a_regimen_may_be_cut_at_a_dose(scenario: Scenario) -> None:
    def cut(stretch: DoseCourse) -> tuple[DoseCourse, ...]:
        middle = stretch.start_h + 2 * DAY / stretch.times_per_day
        if stretch.missed_h or (stretch.stop_h is not None and stretch.stop_h <= middle):
            return (stretch,)
        return replace(stretch, stop_h=middle), replace(stretch, start_h=middle)

    pieces = tuple(
        replace(medicine, doses=tuple(piece for stretch in medicine.doses for piece in cut(stretch)))
        for medicine in scenario.medicines
    )
    same(solve(scenario, MODEL), solve(replace(scenario, medicines=pieces), MODEL))


# Time


@FEWEST
@given(scenarios(), st.integers(1, 5))
def test_the_future_does_not_change_the_past(scenario: Scenario, more_days: int) -> None:
    """A longer horizon, and another medicine after the shorter one's end."""
    end = 42 * DAY  # from here on every grid is hourly
    later = Medicine("reserpine", (DoseCourse(1.0, 1, end + 1.0),))
    others = tuple(medicine for medicine in scenario.medicines if medicine.name != later.name)
    scenario, medicines = replace(scenario, medicines=others), (*others, later)
    short = solve(replace(scenario, horizon_h=end), MODEL)
    long = solve(replace(scenario, medicines=medicines, horizon_h=end + more_days * DAY), MODEL)
    count = len(short.time_h) - 1
    for name, values in short.series.items():
        # The last step of enzyme activity is averaged up to the horizon.
        before = slice(0, count - 4)
        close(long.series[name][before], values[before], 1e-6, 1e-8, name)


@FEWEST
@given(people, medicines(days=10.0), st.integers(1, 10), st.sampled_from(Rung))
def test_in_health_what_begins_a_day_later_happens_a_day_later(
    person: Person, taken: tuple[Medicine, ...], days: int, rung: Rung
) -> None:
    def shifted(medicine: Medicine) -> Medicine:
        return Medicine(
            medicine.name,
            tuple(
                replace(
                    stretch,
                    start_h=stretch.start_h + days * DAY,
                    stop_h=None if stretch.stop_h is None else stretch.stop_h + days * DAY,
                    missed_h=tuple(time + days * DAY for time in stretch.missed_h),
                )
                for stretch in medicine.doses
            ),
        )

    end = 45 * DAY
    now = solve(Scenario("", person, medicines=taken, rung=rung, horizon_h=end), MODEL)
    later_taken = tuple(shifted(medicine) for medicine in taken)
    later = solve(Scenario("", person, medicines=later_taken, rung=rung, horizon_h=end + days * DAY), MODEL)
    # What the terminal does in the first step of all is read without a point before it.
    rel, share = (1e-5, 1e-6) if rung is Rung.TEXTBOOK else (2e-4, 2e-5)
    for name, values in now.series.items():
        close(later.series[name][int(days * DAY) :], values, rel, share, name)


@given(st.floats(1e-6, 20 * 8766.0))
def test_a_grid_ascends_from_zero_to_the_horizon(horizon: float) -> None:
    times = grid(horizon)
    assert times[0] == 0.0
    assert times[-1] == horizon
    assert np.all(np.diff(times) > 0.0)


# Directions


def taking(name: str, factor: float) -> Medicine:
    drug = MODEL.drugs[name]
    return Medicine(name, (DoseCourse(drug.label.usual_mg * factor, drug.label.usual_times_per_day),))


@FEW
@given(st.sampled_from(INHIBITORS), st.floats(0.05, 3.0), st.floats(1.0, 30.0), people, st.sampled_from(Rung))
def test_more_of_an_inhibitor_is_never_more_dopamine_serotonin_or_pressure(
    name: str, factor: float, more: float, person: Person, rung: Rung
) -> None:
    low, high = (
        solve(Scenario("", person, medicines=(taking(name, f),), rung=rung, horizon_h=20 * DAY), MODEL)
        for f in (factor, factor * more)
    )
    for state in ("extracellular.dopamine", "vesicular.content", "index.serotonin", "index.noradrenaline"):
        assert np.all(high.series[state] <= low.series[state] + AMOUNTS), state
    for state in ("index.adrenal", "index.blood_pressure"):
        assert np.all(high.series[state] <= low.series[state] + AMOUNTS), state
    assert np.all(high.series["index.parkinsonism"] >= low.series["index.parkinsonism"] - AMOUNTS)


@FEW
@given(st.sampled_from(REVERSIBLE), st.floats(0.1, 3.0), people, people)
def test_a_poorer_metaboliser_never_has_less_of_an_inhibitor(
    name: str, factor: float, one: Person, other: Person
) -> None:
    person = replace(other, genotype=replace(other.genotype, cyp2d6=one.genotype.cyp2d6))
    scores = [activity_score(p.genotype.cyp2d6, MODEL.cyp2d6_activity) for p in (person, other)]
    exposure = [
        solve(Scenario("", p, medicines=(taking(name, factor),), horizon_h=10 * DAY), MODEL).series[
            "brain.inhibitor"
        ]
        for p in (person, other)
    ]
    if scores[0] > scores[1]:
        exposure.reverse()
    more, less = exposure
    assert np.all(more >= less * (1 - 1e-9) - 1e-12)


@FEW
@given(st.sampled_from(REVERSIBLE), st.floats(0.1, 3.0), st.sampled_from(["paroxetine", "quinidine"]))
def test_an_inhibitor_of_cyp2d6_never_lowers_exposure(name: str, factor: float, modulator: str) -> None:
    alone = Scenario(medicines=(taking(name, factor),), horizon_h=20 * DAY)
    with_it = replace(alone, medicines=(*alone.medicines, taking(modulator, 1.0)))
    less, more = (solve(s, MODEL).series["brain.inhibitor"] for s in (alone, with_it))
    assert np.all(more >= less * (1 - 1e-9) - 1e-12)


@FEW
@given(st.floats(0.0, 3.0), st.floats(0.0, 3.0), people)
def test_two_reversible_inhibitors_hold_more_than_either(one: float, other: float, person: Person) -> None:
    first, second = taking("valbenazine", one), taking("tetrabenazine", other)
    both, *single = (
        solve(Scenario("", person, medicines=taken, horizon_h=5 * DAY), MODEL).series["vmat2.occupancy"]
        for taken in ((first, second), (first,), (second,))
    )
    assert np.all(both >= np.maximum(*single) - 1e-12)


@FEW
@given(st.floats(0.1, 4.0), st.sampled_from(REVERSIBLE), st.floats(0.0, 10.0))
def test_a_reversible_inhibitor_never_adds_to_what_reserpine_takes_for_good(
    reserpine: float, name: str, factor: float
) -> None:
    alone = Scenario(medicines=(taking("reserpine", reserpine),), horizon_h=20 * DAY)
    protected = replace(alone, medicines=(*alone.medicines, taking(name, factor)))
    lost = [solve(s, MODEL).series["vmat2.occupancy.irreversible"] for s in (alone, protected)]
    assert np.all(lost[1] <= lost[0] + 1e-4)  # solved on another grid


@FEW
@given(st.floats(0.0, 5.0), st.floats(1.0, 10.0), st.sampled_from(["haloperidol", "olanzapine", "clozapine"]))
def test_more_antipsychotic_is_never_less_blockade_density_or_protection(
    factor: float, more: float, name: str
) -> None:
    low, high = (
        solve(Scenario(medicines=(taking(name, f),), horizon_h=40 * DAY), MODEL)
        for f in (factor, factor * more)
    )
    for state in ("d2.antagonism", "d2.density", "plasticity", "index.psychosis_protection"):
        assert np.all(high.series[state] >= low.series[state] - AMOUNTS), state
    assert np.all(high.series["d2.occupancy.dopamine"] <= low.series["d2.occupancy.dopamine"] + AMOUNTS)


# Who is not touched


@FEW
@given(st.sampled_from(REVERSIBLE), st.floats(0.0, 1000.0), people)
def test_only_reserpine_reaches_vmat1(name: str, factor: float, person: Person) -> None:
    found = solve(Scenario("", person, medicines=(taking(name, factor),), horizon_h=5 * DAY), MODEL)
    assert np.all(found.series["vmat1.occupancy"] == 0.0)
    assert np.all(found.series["index.adrenal"] == 1.0)


@FEW
@given(scenarios(), st.sampled_from(sorted(MODEL.variants["abcb1"])))
def test_abcb1_changes_nothing_of_plasma_or_vmat2(scenario: Scenario, variant: str) -> None:
    person = scenario.person
    gene = replace(person.genotype, abcb1=variant)
    one, other = (
        solve(s, MODEL) for s in (scenario, replace(scenario, person=replace(person, genotype=gene)))
    )
    for name, values in one.series.items():
        if name.startswith(("plasma.", "enzyme.", "vmat", "brain.", "risk.qt", "index.serotonin")):
            assert np.array_equal(values, other.series[name]), name


@FEW
@given(scenarios(), st.sampled_from(sorted(MODEL.variants["drd2"])))
def test_drd2_scales_the_density_and_leaves_the_terminal_alone(scenario: Scenario, variant: str) -> None:
    def with_gene(name: str) -> Course:
        gene: Genotype = replace(scenario.person.genotype, drd2=name)
        return solve(replace(scenario, person=replace(scenario.person, genotype=gene)), MODEL)

    common, carrier = with_gene("reference"), with_gene(variant)
    factor = MODEL.variants["drd2"][variant]
    close(carrier.series["d2.density"], factor * common.series["d2.density"], 1e-12, 0.0, "density")
    for name in ("vesicular.content", "extracellular.dopamine", "d2.occupancy.dopamine", "plasticity"):
        assert np.array_equal(common.series[name], carrier.series[name]), name


@FEW
@given(scenarios(), st.sampled_from(ANTICHOLINERGICS), st.floats(0.0, 10.0))
def test_an_anticholinergic_moves_two_numbers_and_in_its_directions(
    scenario: Scenario, name: str, factor: float
) -> None:
    others = tuple(m for m in scenario.medicines if m.name not in ANTICHOLINERGICS)
    without = solve(replace(scenario, medicines=others), MODEL)
    treated = solve(replace(scenario, medicines=(*others, taking(name, factor))), MODEL)
    score = without.score_id
    same(without, treated, besides=(score, "index.parkinsonism"))
    assert np.all(treated.series[score] >= without.series[score] - 1e-6)
    assert np.all(treated.series["index.parkinsonism"] <= without.series["index.parkinsonism"] + 1e-6)


@FEW
@given(
    people,
    st.sampled_from((Condition.HUNTINGTON, Condition.TOURETTE)),
    st.sampled_from(Rung),
    st.sampled_from([0.0, 0.5, 1.0]),
)
def test_an_untreated_cause_shows_as_the_score_that_was_given(
    person: Person, condition: Condition, rung: Rung, compensation: float
) -> None:
    """Where no gene shifts the healthy signal."""
    genes = replace(person.genotype, slc18a2="reference", drd2="reference")
    person = replace(person, genotype=genes)
    found = solve(
        Scenario("", person, condition, rung=rung, compensation=compensation, horizon_h=30 * DAY), MODEL
    )
    default = MODEL.history.huntington_score
    if condition is Condition.TOURETTE:
        default = MODEL.history.tourette_score
    expected = default if person.baseline_score is None else person.baseline_score
    assert np.ptp(found.series[found.score_id]) < 1e-9
    assert found.series[found.score_id][0] == pytest.approx(expected, rel=1e-10)
