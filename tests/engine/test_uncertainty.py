"""Bands: the same ranges give the same band, and nothing beside the scenario is in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vmat2_desktop.documents import scenario_file
from vmat2_desktop.engine import course, uncertainty
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, DoseCourse, Genotype, Medicine, Scenario
from vmat2_desktop.knowledge import Knowledge, ranges_of
from vmat2_desktop.knowledge.paths import resources_dir

SCENARIO = Scenario(medicines=(Medicine("valbenazine", (DoseCourse(80.0),)),), horizon_h=10 * 24.0)
RANGES = {"vmat2.ic50": (15.0, 28.0), "valbenazine.clearance": (6.0, 8.0)}
READY = sorted((resources_dir() / "scenarios").glob("*.json"))
OBSERVED = ("vmat2.occupancy", "plasma.valbenazine")


def test_a_band_holds_the_course_and_is_the_same_again(model: Model) -> None:
    found = uncertainty.band(SCENARIO, model, RANGES, OBSERVED)
    again = uncertainty.band(SCENARIO, model, RANGES, OBSERVED)
    solved = course.solve(SCENARIO, model)
    np.testing.assert_array_equal(found.time_h, solved.time_h)
    for name in OBSERVED:
        np.testing.assert_array_equal(found.low[name], again.low[name])
        inside = (found.low[name] <= solved.series[name]) & (solved.series[name] <= found.high[name])
        assert inside[solved.time_h > 5].mean() > 0.95, name
        assert np.all(found.low[name] <= found.high[name])


def test_what_a_trace_does_not_depend_on_does_not_widen_it(model: Model) -> None:
    narrow = uncertainty.band(SCENARIO, model, {"valbenazine.clearance": (6.0, 8.0)}, OBSERVED)
    wide = uncertainty.band(SCENARIO, model, RANGES, OBSERVED)
    np.testing.assert_array_equal(narrow.high["plasma.valbenazine"], wide.high["plasma.valbenazine"])
    assert np.all(wide.high["vmat2.occupancy"][60:] > narrow.high["vmat2.occupancy"][60:])


def test_no_range_no_width(model: Model) -> None:
    found = uncertainty.band(SCENARIO, model, {}, OBSERVED, draws=2)
    for name in OBSERVED:
        np.testing.assert_array_equal(found.low[name], found.high[name])


def test_only_what_the_scenario_touches_varies(model: Model) -> None:
    ranges = {
        **RANGES,
        "trial.rater_noise": (0.5, 1.0),
        "tetrabenazine.bioavailability": (0.5, 0.9),
        "haloperidol.half_life": (15.0, 25.0),
    }
    assert set(uncertainty.relevant(SCENARIO, model, ranges)) == set(RANGES)
    with_history = replace(SCENARIO, condition=Condition.TARDIVE_DYSKINESIA)
    assert "haloperidol.half_life" in uncertainty.relevant(with_history, model, ranges)
    fixed = replace(SCENARIO, overrides=(("vmat2.ic50", 20.0),))
    assert set(uncertainty.relevant(fixed, model, ranges)) == {"valbenazine.clearance"}
    with pytest.raises(KeyError, match=r"nothing\.at_all"):
        uncertainty.relevant(SCENARIO, model, {"nothing.at_all": (0.0, 1.0)})


def test_an_ensemble_spreads_evenly_and_each_parameter_by_itself() -> None:
    one = list(uncertainty.ensemble({"a.b": (0.0, 1.0)}, 10))
    both = list(uncertainty.ensemble({"a.b": (0.0, 1.0), "c.d": (1.0, 100.0)}, 10))
    assert [draw["a.b"] for draw in one] == [draw["a.b"] for draw in both]
    assert sorted(draw["a.b"] for draw in one) == pytest.approx(np.arange(0.05, 1.0, 0.1).tolist())
    logs = np.sort(np.log10([draw["c.d"] for draw in both]))
    np.testing.assert_allclose(np.diff(logs), 0.2)


def test_draws_that_the_equations_refuse_are_left_out(model: Model) -> None:
    shares = {
        "valbenazine.metabolite_clearance_by_cyp2d6": (0.3, 0.8),
        "valbenazine.metabolite_clearance_by_cyp3a4": (0.1, 0.5),
    }
    found = uncertainty.band(SCENARIO, model, shares, OBSERVED)
    assert np.all(np.isfinite(found.high["vmat2.occupancy"]))
    impossible = dict.fromkeys(shares, (0.8, 0.8))
    with pytest.raises(ValueError, match="more than 1 together"):
        uncertainty.band(SCENARIO, model, impossible, OBSERVED)


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_every_ready_scenario_has_a_band_for_every_gene(known: Knowledge, path: Path) -> None:
    ready = scenario_file.read(path, known)
    # What the window asks for, which once named what an allele does.
    ranges = ranges_of(known.quantities, known.model)
    genotypes = [
        Genotype(**{gene: variant}) for gene, variants in known.model.variants.items() for variant in variants
    ]
    for genotype in (ready.person.genotype, *genotypes):
        asked = replace(ready, person=replace(ready.person, genotype=genotype), horizon_h=24.0)
        (drawn, *_) = uncertainty.courses(asked, known.model, ranges, draws=2)
        assert all(np.all(np.isfinite(values)) for values in drawn.series.values())
        assert len(drawn.scenario.overrides) > len(ready.overrides)
