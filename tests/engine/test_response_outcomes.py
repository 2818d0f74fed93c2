"""Anticholinergics, other causes of movement, the other amines, and what must be kept."""

from __future__ import annotations

import numpy as np
import pytest
from test_response import MODEL, TD, course, daily_mean, taking

from vmat2_desktop.engine.scenario import Condition, Rung

BY_CAUSE = (Condition.HUNTINGTON, Condition.TOURETTE)


# Anticholinergics


def test_a_full_anticholinergic_relieves_parkinsonism_and_may_worsen_movements() -> None:
    condition = Condition.DRUG_INDUCED_PARKINSONISM
    without = course(days=30, condition=condition)
    treated = course(taking("benzatropine", 4), days=30, condition=condition)
    relief = MODEL.movement.anticholinergic_relief
    ratio = daily_mean(treated, "index.parkinsonism", 30) / daily_mean(without, "index.parkinsonism", 30)
    assert ratio == pytest.approx(1 - relief, abs=1e-3)
    both = [course(*m, days=30, condition=TD) for m in ((), (taking("benzatropine", 4),))]
    before, after = (daily_mean(c, "score.aims", 30) for c in both)
    assert 0.02 * before < after - before < 0.2 * before


def test_an_anticholinergic_touches_nothing_but_the_two_scores() -> None:
    without, treated = (
        course(*medicines, days=30, condition=TD) for medicines in ((), (taking("trihexyphenidyl", 10),))
    )
    changed = {n for n, v in without.series.items() if not np.array_equal(v, treated.series[n])}
    assert changed == {"score.aims", "index.parkinsonism"}


def test_half_a_dose_does_half_and_two_full_ones_no_more_than_one() -> None:
    condition = Condition.DRUG_INDUCED_PARKINSONISM

    def index(*doses: tuple[str, float]) -> float:
        found = course(*(taking(*dose) for dose in doses), days=40, condition=condition)
        return daily_mean(found, "index.parkinsonism", 40)

    none, half, full = index(), index(("benzatropine", 2.0)), index(("benzatropine", 4.0))
    assert none - half == pytest.approx((none - full) / 2, rel=1e-3)
    assert index(("benzatropine", 4.0), ("trihexyphenidyl", 10.0)) == pytest.approx(full, rel=1e-3)
    assert index(("benzatropine", 400.0)) == pytest.approx(full, rel=1e-3)


# Other causes


@pytest.mark.parametrize("condition", BY_CAUSE)
@pytest.mark.parametrize("baseline", [None, 0.5, 12.1, 27.5])
@pytest.mark.parametrize("rung", list(Rung))
def test_untreated_the_baseline_score_stands(
    condition: Condition, baseline: float | None, rung: Rung
) -> None:
    default = MODEL.history.huntington_score if condition is BY_CAUSE[0] else MODEL.history.tourette_score
    found = course(days=400, condition=condition, baseline=baseline, rung=rung)
    expected = default if baseline is None else baseline
    assert found.series[found.score_id] == pytest.approx(expected, rel=1e-12)
    assert np.ptp(found.series["plasticity"]) == 0.0


def test_each_condition_has_its_scale() -> None:
    assert course(days=1, condition=Condition.HUNTINGTON).score_id == "score.tmc"
    assert "score.aims" not in course(days=1, condition=Condition.HUNTINGTON).series
    for condition in (Condition.TOURETTE, TD, Condition.NONE):
        assert course(days=1, condition=condition).score_id == "score.aims"
        assert "score.tmc" not in course(days=1, condition=condition).series


def test_chorea_falls_with_treatment_and_returns() -> None:
    found = course(taking("tetrabenazine", 25, 3, 0, 84), days=140, condition=Condition.HUNTINGTON)
    before, treated = found.series["score.tmc"][0], daily_mean(found, "score.tmc", 84)
    assert treated < before - 1.5
    assert found.series["score.tmc"][-1] == pytest.approx(before, abs=0.2)
    # Half of it is back within two days of the last dose (C09).
    last = 84 * 24.0 - 8.0
    regained = found.at("score.tmc", last + 48) - treated
    assert regained > 0.5 * (found.at("score.tmc", last + 60) - treated)
    assert regained > 0.4 * (before - treated)


def test_in_huntington_nothing_offsets_parkinsonism_and_its_threshold_is_its_own() -> None:
    dose = taking("tetrabenazine", 25, 4)
    mild, severe = (course(dose, condition=Condition.HUNTINGTON, baseline=b) for b in (5.0, 25.0))
    assert np.array_equal(mild.series["index.parkinsonism"], severe.series["index.parkinsonism"])
    tourette = course(dose, condition=Condition.TOURETTE, baseline=25.0)
    assert np.all(tourette.series["index.parkinsonism"] <= mild.series["index.parkinsonism"])
    move, signal = MODEL.movement, mild.series["d2.signal"]
    expected = 1 / (1 + (signal / move.huntington_parkinsonism_half) ** move.parkinsonism_steepness)
    assert mild.series["index.parkinsonism"] == pytest.approx(expected, rel=1e-12)


# Other amines


def test_reserpine_is_blunt_where_a_selective_inhibitor_spares_blood_pressure() -> None:
    selective, blunt = course(taking("valbenazine", 120), days=90), course(taking("reserpine", 0.25), days=90)
    dopamine, pressure = (
        [daily_mean(c, name, 90) for c in (selective, blunt)]
        for name in ("extracellular.dopamine", "index.blood_pressure")
    )
    assert dopamine[0] < dopamine[1]  # although it takes more dopamine
    assert pressure[0] > pressure[1] + 0.02
    assert daily_mean(blunt, "index.adrenal", 90) < 0.7
    assert daily_mean(selective, "index.adrenal", 90) == 1.0


def test_a_selective_inhibitor_still_lowers_central_serotonin() -> None:
    found = course(taking("valbenazine", 80))
    assert daily_mean(found, "index.serotonin", 30) < 0.7
    free = 1 - found.series["vmat2.occupancy"]
    rho = MODEL.amines.serotonin_reserve
    assert found.series["index.serotonin"] == pytest.approx(free * (1 + rho) / (1 + rho * free), rel=1e-12)
    assert np.all(found.series["index.noradrenaline"] >= found.series["index.serotonin"] - 1e-12)


def test_blood_pressure_falls_for_weeks_under_reserpine_and_comes_back() -> None:
    found = course(taking("reserpine", 1.0, 1, 0, 60), days=300)
    week = [daily_mean(found, "index.blood_pressure", day) for day in (1, 7, 14, 21, 60)]
    assert week == sorted(week, reverse=True)
    assert week[0] > 0.99
    assert week[3] < 0.87
    assert found.series["index.blood_pressure"][-1] > 0.97


# What must be kept


def test_a_vmat2_inhibitor_keeps_the_protection_that_it_finds() -> None:
    untreated, treated = (course(*m, condition=TD) for m in ((), (taking("valbenazine", 80),)))
    assert daily_mean(untreated, "index.psychosis_protection", 30) > 0.85
    difference = untreated.series["index.psychosis_protection"] - treated.series["index.psychosis_protection"]
    assert np.abs(difference).max() < 1e-3
    stopped = course(taking("haloperidol", 0.0), condition=TD)
    assert stopped.series["index.psychosis_protection"][-1] < 0.01


def test_somnolence_and_depression_lie_in_the_ranges_of_the_trials() -> None:
    """C15: somnolence on valbenazine 80 mg, 3 to 11 points; C16: depression in TETRA-HD, 10 to 30."""
    dyskinesia = course(taking("valbenazine", 80), condition=TD)
    assert 3 <= daily_mean(dyskinesia, "risk.somnolence", 30) <= 11
    assert daily_mean(dyskinesia, "risk.depression", 30) < 4
    chorea = course(taking("tetrabenazine", 25, 4), condition=Condition.HUNTINGTON)
    assert 10 <= daily_mean(chorea, "risk.depression", 30) <= 30


def test_qt_is_in_proportion_to_what_is_active_and_adds_up() -> None:
    valbenazine, clozapine = taking("valbenazine", 80), taking("clozapine", 150, 2)
    found = course(valbenazine)
    slope = MODEL.drugs["valbenazine"].parameters["qt_slope"]
    assert found.series["risk.qt"] == pytest.approx(slope * found.series["plasma.alpha_htbz_plus"], rel=1e-12)
    # About 6.7 ms at 80 mg (label, from memory).
    assert found.series["risk.qt"].max() == pytest.approx(6.7, rel=0.15)
    assert np.all(course(taking("haloperidol", 5)).series["risk.qt"] >= 0.0)
    both = course(valbenazine, clozapine).series["risk.qt"]
    apart = found.series["risk.qt"] + course(clozapine).series["risk.qt"]
    assert both == pytest.approx(apart, abs=1e-9)
    double = course(taking("valbenazine", 160)).series["risk.qt"]
    assert double == pytest.approx(2 * found.series["risk.qt"], rel=1e-9, abs=1e-12)
