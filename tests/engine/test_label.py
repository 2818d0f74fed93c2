"""What the labels allow, and where a scenario leaves them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.engine.cautions import Caution, Code, cautions
from vmat2_desktop.engine.label import Limit, Reason, exposure_ratio, limits, names_something
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import DoseCourse, Genotype, Liver, Medicine, Person, Scenario

DAY = 24.0
USUAL = Person()
POOR = Person(Genotype("*4/*4"))
MODEL = knowledge.load().model
"""For hypothesis, which would print a fixture whole."""


def taking(*medicines: Medicine, person: Person = USUAL, days: float = 112) -> Scenario:
    return Scenario(person=person, medicines=medicines, horizon_h=days * DAY)


def daily(name: str, mg: float, start: float = 0, stop: float | None = None, times: int = 1) -> Medicine:
    return Medicine(name, (DoseCourse(mg, times, start * DAY, None if stop is None else stop * DAY),))


# Limits


def test_the_label_limits_everybody(model: Model) -> None:
    found = limits(taking(), model, "tetrabenazine")
    assert (found.per_day, found.single) == (Limit(100, Reason.LABEL), Limit(37.5, Reason.LABEL))
    assert limits(taking(), model, "valbenazine").single is None


@pytest.mark.parametrize(
    ("drug", "person", "with_drug", "per_day"),
    [
        ("valbenazine", POOR, None, Limit(40, Reason.POOR_METABOLISER)),
        ("valbenazine", Person(), "paroxetine", Limit(40, Reason.CYP2D6_INHIBITOR)),
        ("valbenazine", Person(), "quinidine", Limit(40, Reason.CYP2D6_INHIBITOR)),
        ("valbenazine", Person(), "ketoconazole", Limit(40, Reason.CYP3A4_INHIBITOR)),
        ("valbenazine", Person(), "clarithromycin", Limit(40, Reason.CYP3A4_INHIBITOR)),
        ("valbenazine", Person(), "rifampicin", Limit(80, Reason.LABEL)),
        ("valbenazine", Person(liver=Liver.MILD), None, Limit(80, Reason.LABEL)),
        ("valbenazine", Person(liver=Liver.MODERATE), None, Limit(40, Reason.LIVER)),
        ("tetrabenazine", POOR, None, Limit(50, Reason.POOR_METABOLISER)),
        ("tetrabenazine", Person(), "fluoxetine", Limit(50, Reason.CYP2D6_INHIBITOR)),
        ("tetrabenazine", Person(), "ketoconazole", Limit(100, Reason.LABEL)),
        ("tetrabenazine", Person(liver=Liver.MILD), None, Limit(0, Reason.CONTRAINDICATED)),
        ("deutetrabenazine", POOR, None, Limit(36, Reason.POOR_METABOLISER)),
        ("deutetrabenazine", Person(Genotype("*1/*4")), None, Limit(48, Reason.LABEL)),
        ("deutetrabenazine", Person(), "bupropion", Limit(36, Reason.CYP2D6_INHIBITOR)),
        ("deutetrabenazine", Person(liver=Liver.SEVERE), None, Limit(0, Reason.CONTRAINDICATED)),
    ],
)
def test_person_and_company_lower_the_limit(
    model: Model, drug: str, person: Person, with_drug: str | None, per_day: Limit
) -> None:
    company: tuple[Medicine, ...] = ()
    if with_drug is not None:
        label = model.drugs[with_drug].label
        company = (daily(with_drug, label.usual_mg, times=label.usual_times_per_day),)
    assert limits(taking(*company, person=person), model, drug).per_day == per_day


def test_a_single_dose_is_limited_in_poor_metabolisers_and_with_inhibitors(model: Model) -> None:
    assert limits(taking(person=POOR), model, "tetrabenazine").single == Limit(25, Reason.POOR_METABOLISER)
    with_paroxetine = taking(daily("paroxetine", 20))
    assert limits(with_paroxetine, model, "deutetrabenazine").single == Limit(18, Reason.CYP2D6_INHIBITOR)


def test_half_the_dose_of_an_inhibitor_is_not_strong(model: Model) -> None:
    assert limits(taking(daily("bupropion", 150)), model, "valbenazine").per_day.reason is Reason.LABEL


def test_a_slow_inhibitor_limits_long_after_its_last_dose_and_a_quick_one_does_not(model: Model) -> None:
    def after(inhibitor: Medicine, days: float) -> Reason:
        return limits(taking(inhibitor), model, "valbenazine", (28 + days) * DAY).per_day.reason

    fluoxetine, quinidine = daily("fluoxetine", 20, stop=28), daily("quinidine", 200, stop=28, times=2)
    assert after(fluoxetine, 3) is after(quinidine, -1) is Reason.CYP2D6_INHIBITOR
    assert after(fluoxetine, 60) is after(quinidine, 4) is Reason.LABEL


def test_an_inhibitor_counts_from_its_first_dose_on_and_not_before(model: Model) -> None:
    scenario = taking(daily("paroxetine", 20, start=14), daily("valbenazine", 80))
    assert limits(scenario, model, "valbenazine", 14 * DAY - 1).per_day == Limit(80, Reason.LABEL)
    assert limits(scenario, model, "valbenazine", 14 * DAY).per_day == Limit(40, Reason.CYP2D6_INHIBITOR)


def test_without_a_moment_only_the_time_of_the_drug_counts(model: Model) -> None:
    before = taking(daily("quinidine", 200, stop=14), daily("valbenazine", 80, start=28))
    assert limits(before, model, "valbenazine").per_day == Limit(80, Reason.LABEL)
    assert limits(before, model, "tetrabenazine").per_day == Limit(50, Reason.CYP2D6_INHIBITOR)


# What the limits are for


def test_lower_limits_do_not_make_exposures_equal(model: Model) -> None:
    """Of a poor metaboliser at the lower limit, in doses of a normal person, over the usual limit."""

    def over_the_limit(drug: str) -> float:
        label = model.drugs[drug].label
        lower = label.max_mg_per_day_poor_metaboliser
        assert lower is not None
        return lower * exposure_ratio(taking(person=POOR), model, drug) / label.max_mg_per_day

    assert exposure_ratio(taking(), model, "valbenazine") == pytest.approx(1.0)
    assert 0.5 <= over_the_limit("valbenazine") < 1.2
    assert over_the_limit("deutetrabenazine") > 1.5


def test_inhibitors_count_at_the_moment_that_is_asked(model: Model) -> None:
    scenario = taking(daily("paroxetine", 20, start=14, stop=42))
    at = [exposure_ratio(scenario, model, "tetrabenazine", day * DAY) for day in (7, 40, 100)]
    assert at[0] == pytest.approx(1.0)
    assert at[1] > 2.0
    assert at[2] == pytest.approx(1.0, abs=0.05)


def test_antipsychotics_have_a_ratio_and_modulators_have_none(model: Model) -> None:
    assert exposure_ratio(taking(daily("ketoconazole", 200, times=2)), model, "quetiapine", 500.0) > 2.0
    with pytest.raises(ValueError, match="no concentration"):
        exposure_ratio(taking(), model, "paroxetine")


def test_what_nothing_clears_has_an_infinite_ratio(model: Model) -> None:
    scenario = replace(taking(person=POOR), overrides=(("haloperidol.clearance_by_cyp2d6", 1.0),))
    scenario = replace(scenario, overrides=(*scenario.overrides, ("haloperidol.clearance_by_cyp3a4", 0.0)))
    assert exposure_ratio(scenario, model, "haloperidol") == math.inf


# Cautions


def test_a_usual_scenario_has_none(model: Model) -> None:
    first_week = (DoseCourse(40, 1, 0, 7 * DAY), DoseCourse(80, 1, 7 * DAY))
    assert cautions(taking(Medicine("valbenazine", first_week), daily("haloperidol", 5)), model) == ()
    assert cautions(taking(), model) == ()


def test_too_much_a_day_is_said_for_the_time_in_which_it_is_too_much(model: Model) -> None:
    scenario = taking(daily("valbenazine", 80), daily("paroxetine", 20, start=14, stop=28))
    first, *rest = cautions(scenario, model)
    assert first.code is Code.EXCEEDS_DAILY
    assert (first.drug, first.start_h, first.asked, first.limit) == ("valbenazine", 14 * DAY, 80, 40)
    assert first.reason is Reason.CYP2D6_INHIBITOR
    assert 28 * DAY < first.stop_h < 42 * DAY  # until the enzyme is back
    assert rest == []


def test_missed_doses_neither_hide_nor_repeat_a_caution(model: Model) -> None:
    course = DoseCourse(120, 1, missed_h=(5 * DAY, 9 * DAY))
    assert cautions(taking(Medicine("valbenazine", (course,)), days=28), model) == (
        Caution(Code.EXCEEDS_DAILY, "valbenazine", 0, 28 * DAY, 120, 80, Reason.LABEL),
    )


def test_too_much_at_once_is_not_too_much_a_day(model: Model) -> None:
    (found,) = cautions(taking(daily("tetrabenazine", 50, times=2)), model)
    assert (found.code, found.asked, found.limit) == (Code.EXCEEDS_SINGLE, 50, 37.5)


def test_a_liver_that_forbids_is_said_at_any_dose(model: Model) -> None:
    scenario = taking(daily("tetrabenazine", 12.5, start=7), person=Person(liver=Liver.MILD))
    (found,) = cautions(scenario, model)
    assert (found.code, found.reason) == (Code.CONTRAINDICATED, Reason.CONTRAINDICATED)
    assert (found.start_h, found.stop_h) == (7 * DAY, 112 * DAY)


def codes(scenario: Scenario, model: Model) -> list[tuple[Code, str, str | None, float, float]]:
    return [
        (item.code, item.drug, item.other, item.start_h / DAY, item.stop_h / DAY)
        for item in cautions(scenario, model)
    ]


@pytest.mark.parametrize(
    ("drug", "other", "mg", "times"),
    [
        ("valbenazine", "rifampicin", 600, 1),
        ("valbenazine", "carbamazepine", 400, 2),
        ("valbenazine", "tranylcypromine", 10, 3),
        ("reserpine", "tranylcypromine", 10, 3),
    ],
)
def test_what_a_label_advises_against_is_said_while_both_are_taken(
    model: Model, drug: str, other: str, mg: float, times: int
) -> None:
    scenario = taking(daily(drug, model.drugs[drug].label.usual_mg, stop=42), daily(other, mg, 28, 56, times))
    assert codes(scenario, model) == [(Code.AVOID, drug, other, 28, 42)]


def test_a_little_of_an_inducer_is_no_strong_inducer(model: Model) -> None:
    assert codes(taking(daily("valbenazine", 80), daily("carbamazepine", 100)), model) == []


def test_two_vmat2_inhibitors_are_said_once(model: Model) -> None:
    scenario = taking(daily("valbenazine", 80), daily("deutetrabenazine", 12, 14, 21))
    assert codes(scenario, model) == [
        (Code.TWO_VMAT2_INHIBITORS, "valbenazine", "deutetrabenazine", 14, 21),
    ]


def test_reserpine_must_lie_twenty_days_back(model: Model) -> None:
    def start(day: float) -> list[tuple[Code, str, str | None, float, float]]:
        reserpine = Medicine(
            "reserpine", (DoseCourse(0.1, 1, 0, 7 * DAY), DoseCourse(0.25, 1, 7 * DAY, 14 * DAY))
        )
        return codes(taking(reserpine, daily("tetrabenazine", 12.5, day)), model)

    # The last dose is on day 13.
    assert start(40) == start(33) == []
    assert start(30) == [(Code.TOO_SOON, "tetrabenazine", "reserpine", 30, 33)]
    assert start(10) == [
        (Code.TWO_VMAT2_INHIBITORS, "tetrabenazine", "reserpine", 10, 14),
        (Code.TOO_SOON, "tetrabenazine", "reserpine", 14, 33),
    ]


def test_a_pause_of_the_other_medicine_is_too_short(model: Model) -> None:
    maoi = Medicine("tranylcypromine", (DoseCourse(10, 3, 0, 7 * DAY), DoseCourse(10, 3, 14 * DAY, 21 * DAY)))
    found = codes(taking(daily("tetrabenazine", 12.5), maoi), model)
    assert [item[0] for item in found] == [Code.AVOID, Code.TOO_SOON, Code.AVOID, Code.TOO_SOON]
    assert [item[3:] for item in found][:3] == [(0, 7), (7, 14), (14, 21)]


@pytest.mark.parametrize(("gap", "mg", "said"), [(5, 50, False), (6, 50, True), (6, 12.5, False)])
def test_after_a_long_gap_the_first_steps_begin_anew(model: Model, gap: float, mg: float, said: bool) -> None:
    doses = (DoseCourse(12.5, 1, 0, 28 * DAY), DoseCourse(mg / 2, 2, (27 + gap) * DAY))
    found = cautions(taking(Medicine("tetrabenazine", doses)), model)
    expected = Caution(Code.RETITRATE, "tetrabenazine", (27 + gap) * DAY, (27 + gap) * DAY, gap, 5)
    assert found == ((expected,) if said else ())


def test_doses_that_are_missed_make_a_gap_too(model: Model) -> None:
    course = DoseCourse(25, 2, missed_h=tuple(20 * DAY + 12 * i for i in range(14)))
    (found,) = cautions(taking(Medicine("tetrabenazine", (course,))), model)
    assert (found.code, found.start_h, found.asked) == (Code.RETITRATE, 27 * DAY, 7.5)


# Laws


DOSES = st.floats(0.0, 1e6, allow_subnormal=False)


@given(st.sampled_from(["valbenazine", "tetrabenazine", "deutetrabenazine"]), DOSES, st.sampled_from(Liver))
def test_no_company_raises_a_limit(drug: str, mg: float, liver: Liver) -> None:
    person = Person(liver=liver)
    alone = limits(taking(person=person), MODEL, drug).per_day.mg
    for other in ("paroxetine", "ketoconazole", "rifampicin"):
        assert limits(taking(daily(other, mg), person=person), MODEL, drug).per_day.mg <= alone


@given(DOSES, DOSES)
def test_every_dose_up_to_the_limit_is_silent_and_every_one_above_it_is_not(
    mg: float, inhibitor: float
) -> None:
    scenario = taking(daily("valbenazine", mg), daily("paroxetine", inhibitor))
    limit = limits(scenario, MODEL, "valbenazine").per_day.mg
    said = any(
        item.code is Code.EXCEEDS_DAILY for item in cautions(scenario, MODEL) if item.drug == "valbenazine"
    )
    assert said == (mg > limit * (1 + 1e-9))


def test_every_label_names_what_exists(model: Model) -> None:
    for drug in model.drugs.values():
        assert all(names_something(item.what, model.drugs) for item in drug.label.avoid_with)
    assert not names_something("ritonavir", model.drugs)
    assert not names_something("cyp9_inhibitor", model.drugs)
