"""Laws of genes, levels of modulators, pools of enzymes and the steps that kinetics are given."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from legal import MODEL, diplotypes, people
from numpy.typing import NDArray

from vmat2_desktop.engine import metabolism
from vmat2_desktop.engine.metabolism import Activity, Phenotype, Targets
from vmat2_desktop.engine.model import TARGETS, Drug
from vmat2_desktop.engine.scenario import DoseCourse, Medicine, Person

Array = NDArray[np.float64]

DAY = 24.0
MODULATORS = tuple(MODEL.drugs_of_kind("modulator"))
INHIBITORS = tuple(d for d in MODULATORS if not any(v for k, v in d.parameters.items() if "induction" in k))
INDUCERS = tuple(d for d in MODULATORS if d not in INHIBITORS)
TIMES = np.linspace(0.0, 40 * DAY, 481)
ORDER = (Phenotype.POOR, Phenotype.INTERMEDIATE, Phenotype.NORMAL, Phenotype.ULTRARAPID)

factors = st.floats(0.0, 20.0)
"""Of the reference dose."""


@st.composite
def regimens(draw: st.DrawFn) -> tuple[DoseCourse, ...]:
    """Draw stretches that touch or leave gaps, on whole days, as factors of the reference dose."""
    edges = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=4, unique=True)))
    return tuple(DoseCourse(draw(factors), 1, start * DAY, end * DAY) for start, end in pairwise(edges))


def of_reference(drug: Drug, doses: tuple[DoseCourse, ...], factor: float = 1.0) -> Medicine:
    size = drug.parameters["reference_dose"] * factor
    return Medicine(
        drug.id, tuple(DoseCourse(c.mg * size, c.times_per_day, c.start_h, c.stop_h) for c in doses)
    )


def level(drug: Drug, doses: tuple[DoseCourse, ...], factor: float = 1.0, times: Array = TIMES) -> Array:
    return metabolism.level(drug, of_reference(drug, doses, factor), times, float(times[-1]))


def targets(acting: list[tuple[Drug, Array]], times: Array = TIMES) -> Targets:
    return metabolism.targets(acting, times, MODEL.metabolism)


# Genes


@given(diplotypes)
def test_the_order_of_the_alleles_does_not_matter(diplotype: str) -> None:
    one, other = diplotype.split("/")
    forward, backward = (
        metabolism.activity_score(text, MODEL.cyp2d6_activity) for text in (diplotype, f"{other}/{one}")
    )
    assert forward == backward == MODEL.cyp2d6_activity[one] + MODEL.cyp2d6_activity[other]


@given(st.floats(0.0, 6.0), st.floats(0.0, 6.0))
def test_a_higher_score_is_never_a_poorer_phenotype(one: float, other: float) -> None:
    low, high = (
        metabolism.phenotype(score, MODEL.metabolism) for score in (min(one, other), max(one, other))
    )
    assert ORDER.index(low) <= ORDER.index(high)


@given(people)
def test_genotype_acts_on_its_enzyme_and_the_liver_on_all(person: Person) -> None:
    found = metabolism.unmodulated(person, MODEL)
    score = metabolism.activity_score(person.genotype.cyp2d6, MODEL.cyp2d6_activity)
    assert found.cyp3a4 == found.other <= 1.0
    assert found.cyp2d6 == pytest.approx(score / 2.0 * found.other, rel=1e-12)
    assert 0.0 <= found.shunt < 1.0


# Levels


@given(st.sampled_from(MODULATORS), regimens())
def test_a_level_lies_between_nothing_and_the_highest_dose(drug: Drug, doses: tuple[DoseCourse, ...]) -> None:
    found = level(drug, doses)
    assert np.all((found >= 0.0) & (found <= max(c.mg for c in doses) * (1 + 1e-12)))


@given(st.sampled_from(MODULATORS), regimens(), st.floats(0.0, 100.0))
def test_levels_are_in_proportion_to_doses(drug: Drug, doses: tuple[DoseCourse, ...], factor: float) -> None:
    np.testing.assert_allclose(level(drug, doses, factor), factor * level(drug, doses), 1e-9, 1e-12)


@given(st.sampled_from(MODULATORS), regimens(), st.lists(st.floats(0.0, 40 * DAY), max_size=20))
def test_a_level_does_not_depend_on_the_grid(
    drug: Drug, doses: tuple[DoseCourse, ...], more: list[float]
) -> None:
    finer = np.unique(np.concatenate([TIMES, more]))
    fine = level(drug, doses, times=finer)
    np.testing.assert_allclose(fine[np.searchsorted(finer, TIMES)], level(drug, doses), 1e-9, 1e-12)


@given(st.sampled_from(MODULATORS), regimens())
def test_a_level_halves_in_each_half_life_after_the_last_dose(
    drug: Drug, doses: tuple[DoseCourse, ...]
) -> None:
    end = doses[-1].stop_h or 0.0
    after = end + drug.parameters["half_life"] * np.arange(4)
    found = level(drug, doses, times=np.unique(np.concatenate([[0.0], np.arange(0.0, end, 24.0), after])))[
        -4:
    ]
    assert found == pytest.approx(found[0] * 0.5 ** np.arange(4), rel=1e-9, abs=1e-15)


# Pools and activities


@given(st.sampled_from(INHIBITORS), regimens())
def test_an_inhibitor_never_raises_what_it_inhibits(drug: Drug, doses: tuple[DoseCourse, ...]) -> None:
    found = targets([(drug, level(drug, doses))])
    assert found.activity
    for values in found.activity.values():
        assert np.all((values > 0.0) & (values <= 1.0 + 1e-12))


@given(st.sampled_from(INDUCERS), regimens())
def test_an_inducer_never_lowers_what_it_induces(drug: Drug, doses: tuple[DoseCourse, ...]) -> None:
    x = level(drug, doses)
    most = 1 + drug.parameters["cyp3a4_induction"] * x.max()
    found = targets([(drug, x)]).of("cyp3a4")
    assert np.all((found >= 1.0 - 1e-12) & (found <= most + 1e-9))


@given(st.sampled_from(MODULATORS), regimens(), st.floats(1.0, 10.0))
def test_more_of_a_modulator_never_does_less(
    drug: Drug, doses: tuple[DoseCourse, ...], factor: float
) -> None:
    less, more = (targets([(drug, level(drug, doses, f))]) for f in (1.0, factor))
    sign = -1 if drug in INHIBITORS else 1
    for target in TARGETS:
        assert np.all(sign * (more.of(target) - less.of(target)) >= -1e-9)


@given(st.permutations(range(len(MODULATORS))), regimens())
def test_the_order_of_modulators_does_not_matter(order: list[int], doses: tuple[DoseCourse, ...]) -> None:
    acting = [(MODULATORS[place], level(MODULATORS[place], doses)) for place in order[:4]]
    forward, backward = targets(acting), targets(acting[::-1])
    for target in TARGETS:
        np.testing.assert_allclose(backward.of(target), forward.of(target), 1e-12)


@given(st.floats(0.0, 50.0), st.floats(0.0, 20.0), st.sampled_from(["cyp2d6", "cyp3a4", "mao"]))
def test_under_a_steady_modulator_a_pool_is_its_closed_form(lost: float, made: float, target: str) -> None:
    acting = {f"{target}_inactivation": lost, f"{target}_induction": made}
    drug = replace(MODEL.drugs["paroxetine"], parameters=acting)
    turnover = math.log(2) / getattr(MODEL.metabolism, f"{target}_turnover_half_life")
    end, rate = (1 + made) / (1 + lost), turnover * (1 + lost)
    expected = end + (1 - end) * np.exp(-rate * TIMES)
    np.testing.assert_allclose(targets([(drug, np.ones_like(TIMES))]).of(target), expected, 1e-9)


# Steps


@given(regimens(), st.sampled_from(MODULATORS), st.floats(0.0, 2.0))
def test_steps_ascend_and_keep_the_area(doses: tuple[DoseCourse, ...], drug: Drug, cyp2d6: float) -> None:
    found = targets([(drug, level(drug, doses))])
    steps = metabolism.activity_steps(Activity(cyp2d6, 1.0, 1.0, 0.0), found)
    starts = np.array([start for start, _ in steps])
    assert starts[0] == 0.0
    assert np.all(np.diff(starts) > 0.0)
    lengths = np.diff(np.append(starts, TIMES[-1]))
    for target, base in (("cyp2d6", cyp2d6), ("cyp3a4", 1.0)):
        held = float(sum(length * getattr(a, target) for length, (_, a) in zip(lengths, steps, strict=True)))
        area = base * float(np.trapezoid(found.of(target), TIMES))
        # A step that would change next to nothing is left out.
        assert held == pytest.approx(area, abs=1.1e-4 * TIMES[-1])
