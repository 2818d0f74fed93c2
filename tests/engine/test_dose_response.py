"""The dose-response curve: monotone, and at every dose what a single course says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vmat2_desktop.engine import course, people, population
from vmat2_desktop.engine.dose_response import curve, on_dose
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Food, Medicine, Rung, Scenario

DAYS = 42
DOSES = (0.0, 10.0, 20.0, 40.0, 80.0, 120.0)
NAMES = ("vmat2.occupancy", "vesicular.depletion", "d2.occupancy.dopamine", "score.aims")
STEPS = Medicine("valbenazine", (DoseCourse(40.0, 1, 0.0, 168.0), DoseCourse(40.0, 2, 168.0, food=Food.FED)))
SCENARIO = Scenario(condition=Condition.TARDIVE_DYSKINESIA, medicines=(STEPS,))


def test_the_dose_is_taken_as_the_last_stretch_says_and_all_else_stays() -> None:
    other = Medicine("paroxetine", (DoseCourse(20.0),))
    asked = on_dose(replace(SCENARIO, medicines=(other, STEPS)), "valbenazine", 60.0, DAYS)
    assert asked.medicine("valbenazine") == Medicine("valbenazine", (DoseCourse(30.0, 2, food=Food.FED),))
    assert asked.medicine("paroxetine") == other
    assert asked.condition is SCENARIO.condition
    assert asked.horizon_h == DAYS * HOURS_PER_DAY
    assert on_dose(SCENARIO, "valbenazine", 0.0, DAYS).medicine("valbenazine") == Medicine("valbenazine")


@pytest.mark.parametrize("drug", ["valbenazine", "deutetrabenazine", "tetrabenazine", "reserpine"])
def test_more_of_the_drug_does_more(model: Model, drug: str) -> None:
    doses = [0.05, 0.1, 0.25, 0.5] if drug == "reserpine" else DOSES
    found = curve(SCENARIO, model, drug, doses, DAYS, NAMES)
    assert found.mg_per_day.tolist() == sorted(doses)
    assert np.all(np.diff(found.mean["vmat2.occupancy"]) > 0.0)
    assert np.all(np.diff(found.mean["vesicular.depletion"]) > 0.0)
    assert np.all(np.diff(found.mean["d2.occupancy.dopamine"]) < 0.0)
    assert np.all(np.diff(found.mean["score.aims"]) < 0.0)
    for name in NAMES:
        assert np.all(found.low[name] <= found.mean[name] + 1e-12)
        assert np.all(found.mean[name] <= found.high[name] + 1e-12)


def test_each_dose_is_a_course_of_its_own(model: Model) -> None:
    """Written out here once more: another loop, another integral."""
    found = curve(SCENARIO, model, "valbenazine", DOSES, DAYS, NAMES)
    for place in (1, 4):
        taken = Medicine("valbenazine", (DoseCourse(DOSES[place] / 2, 2, food=Food.FED),))
        alone = course.solve(
            Scenario(condition=SCENARIO.condition, medicines=(taken,), horizon_h=DAYS * HOURS_PER_DAY), model
        )
        fine = np.linspace((DAYS - 1) * HOURS_PER_DAY, DAYS * HOURS_PER_DAY, 4801)
        for name in NAMES:
            mean = float(np.mean(np.interp(fine, alone.time_h, alone.series[name])))
            assert found.mean[name][place] == pytest.approx(mean, rel=2e-4, abs=1e-5)


@pytest.mark.parametrize("rung", list(Rung))
def test_people_who_differ_in_exposure_are_people_on_other_doses(model: Model, rung: Rung) -> None:
    """The population's own path to the same numbers, all doses at once."""
    scenario = replace(on_dose(SCENARIO, "valbenazine", 80.0, DAYS), rung=rung)
    doses = np.array(DOSES[1:])
    alike = people.alike(scenario.person, model, len(doses))
    names = ("vmat2.occupancy", "score.aims")
    outcome = population.simulate(
        scenario, model, replace(alike, exposure=doses / 80.0), days=[DAYS], keep=names
    )
    found = curve(scenario, model, "valbenazine", doses.tolist(), DAYS, names)
    assert found.mean["vmat2.occupancy"] == pytest.approx(outcome.values["vmat2.occupancy"][0], abs=1e-3)
    assert found.mean["score.aims"] == pytest.approx(outcome.values["score.aims"][0], abs=0.02)


def test_what_is_no_dose_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="-5 mg is no dose"):
        curve(SCENARIO, model, "valbenazine", [-5.0], DAYS, NAMES)
    with pytest.raises(ValueError, match="at least a day"):
        curve(SCENARIO, model, "valbenazine", [40.0], 0, NAMES)
    with pytest.raises(KeyError, match="nothing"):
        curve(SCENARIO, model, "nothing", [40.0], 1, NAMES)
    assert not curve(SCENARIO, model, "valbenazine", [], 1, NAMES).mg_per_day.size
