"""Trials: who enters, what raters write down, and how arms order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vmat2_desktop.engine import people, trials
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Medicine
from vmat2_desktop.engine.trials import Arm, Design

DESIGN = Design(
    name="A trial",
    condition=Condition.TARDIVE_DYSKINESIA,
    drug="valbenazine",
    times_per_day=1,
    arms=(Arm("placebo", ()), Arm("40 mg", ((0.0, 40.0),)), Arm("80 mg", ((0.0, 40.0), (7.0, 80.0)))),
    last_day=42,
    placebo_change=-0.5,
    baseline_mean=10.0,
    baseline_cv=0.4,
    least_baseline=2.0,
)
FREQUENCIES = {"*4": 0.2}
COUNT = 1500


def test_people_enter_with_the_baseline_that_was_asked_for(model: Model) -> None:
    enrolled = trials.enrol(DESIGN, model, 8000, 3, FREQUENCIES)
    assert enrolled.baseline.mean() == pytest.approx(10.0, abs=0.2)
    assert enrolled.baseline.std() == pytest.approx(4.0, abs=0.35)
    assert enrolled.baseline.min() >= 2.0 - 1e-9
    assert enrolled.start.plasticity.max() <= 1.0
    taken = enrolled.start.blockade > 0
    assert taken.mean() == pytest.approx(model.variability.trial_antipsychotic_share, abs=0.02)
    assert enrolled.start.blockade[taken].mean() == pytest.approx(
        model.variability.trial_blockade_mean, abs=0.01
    )


def test_on_placebo_the_true_score_begins_at_the_baseline(model: Model) -> None:
    """Plasticity is computed backward; forward again it must give the score."""
    enrolled = trials.enrol(DESIGN, model, COUNT, 3, FREQUENCIES)
    found = trials.run(DESIGN, DESIGN.arm("placebo"), model, enrolled, (1, 42))
    assert np.abs(found.change[0]).max() < 0.03
    assert np.abs(found.change[1]).mean() < 0.3


def test_chorea_enters_without_antipsychotic(model: Model) -> None:
    design = replace(DESIGN, condition=Condition.HUNTINGTON, drug="tetrabenazine", times_per_day=3)
    enrolled = trials.enrol(design, model, COUNT, 3, FREQUENCIES)
    assert not enrolled.start.blockade.any()
    found = trials.run(design, Arm("25 mg", ((0.0, 25.0),)), model, enrolled, (1, 28))
    assert found.change[1].mean() < -0.3


def test_more_of_the_medicine_does_more_and_parkinsonism_follows(model: Model) -> None:
    enrolled = trials.enrol(DESIGN, model, COUNT, 3, FREQUENCIES)
    arms = [trials.run(DESIGN, arm, model, enrolled, (14, 42), ("vmat2.occupancy",)) for arm in DESIGN.arms]
    means = [arm.change[-1].mean() for arm in arms]
    assert means[0] > means[1] + 0.5 > means[2] + 0.5
    assert np.all(np.diff([arm.responders()[-1] for arm in arms]) > 0)
    assert np.all(np.diff([arm.overt()[-1] for arm in arms]) >= 0)
    occupancy = [arm.other["vmat2.occupancy"][-1].mean() for arm in arms]
    assert occupancy[0] == 0.0
    assert occupancy[1] < occupancy[2]


def test_a_rated_change_adds_placebo_and_noise_that_grows_with_the_root_of_the_baseline(model: Model) -> None:
    enrolled = trials.enrol(DESIGN, model, COUNT, 3, FREQUENCIES)
    found = trials.run(DESIGN, DESIGN.arm("40 mg"), model, enrolled, (42,))
    added = (found.rated - found.change)[0] - DESIGN.placebo_change
    noise = added / np.sqrt(found.baseline)
    assert noise.mean() == pytest.approx(0.0, abs=0.1)
    assert noise.std() == pytest.approx(model.trial.rater_noise, rel=0.05)
    silent = model.overridden([("trial.rater_noise", 0.0)])
    quiet = trials.run(DESIGN, DESIGN.arm("40 mg"), silent, enrolled, (42,))
    np.testing.assert_allclose(quiet.rated - quiet.change, DESIGN.placebo_change)


def haloperidol(mg: float) -> Medicine:
    return Medicine("haloperidol", (DoseCourse(mg),))


def test_incidence_rises_with_years_and_dose_and_without_blockade_is_the_background(model: Model) -> None:
    crowd = people.draw(model, 1500, 4, frequencies=FREQUENCIES)
    shares = trials.incidence(haloperidol(8.0), model, crowd, (0.5, 1.0, 2.0))
    assert np.all(np.diff(shares) > 0)
    low = trials.incidence(haloperidol(1.0), model, crowd, (1.0,))
    assert low[0] < shares[1]
    none = trials.incidence(Medicine("haloperidol", (DoseCourse(0.0),)), model, crowd, (10.0,))
    rate = model.variability.background_incidence
    assert none[0] == pytest.approx(1 - np.exp(-10 * rate), abs=0.02)


def test_overt_parkinsonism_rises_with_blockade_and_falls_with_time(model: Model) -> None:
    crowd = people.draw(model, 1500, 4, antipsychotic_exposure=1.0)
    low, early, late = (
        trials.overt_parkinsonism(haloperidol(mg), model, crowd, day)
        for mg, day in ((2, 14), (6, 14), (6, 120))
    )
    assert low[0] < early[0]
    assert low[1] < early[1]
    assert late[1] < early[1]
    assert early[0] == pytest.approx(6 / 7, abs=0.01)


def test_steps_become_doses() -> None:
    (medicine,) = trials._medicines(DESIGN, DESIGN.arm("80 mg"))
    assert [(dose.mg, dose.start_h, dose.stop_h) for dose in medicine.doses] == [
        (40.0, 0.0, 7 * HOURS_PER_DAY),
        (80.0, 7 * HOURS_PER_DAY, None),
    ]
