"""From what reaches the targets to every state: who competes, who is spared, what another gene does."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from numpy.typing import NDArray

from vmat2_desktop.engine import binding
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Firing,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
DAY = 24.0
REVERSIBLE = [d.id for d in MODEL.drugs_of_kind("vmat2_inhibitor") if not d.irreversible]
TD = Condition.TARDIVE_DYSKINESIA


def taking(name: str, mg: float, per_day: int = 1, start: float = 0.0, stop: float | None = None) -> Medicine:
    end = None if stop is None else stop * DAY
    return Medicine(name, (DoseCourse(mg, per_day, start * DAY, end),))


def course(
    *medicines: Medicine,
    days: float = 30,
    condition: Condition = Condition.NONE,
    genotype: Genotype | None = None,
    model: Model = MODEL,
    rung: Rung = Rung.MECHANISTIC,
    compensation: float = 1.0,
    firing_hz: float = 4.0,
    baseline: float | None = None,
) -> Course:
    person = Person(genotype or Genotype(), baseline_score=baseline)
    scenario = Scenario(
        "",
        person,
        condition,
        medicines,
        rung,
        compensation,
        firing=Firing(firing_hz),
        horizon_h=days * DAY,
    )
    return solve(scenario, model)


def daily_mean(found: Course, name: str, day: float) -> float:
    chosen = (found.time_h > (day - 1) * DAY) & (found.time_h <= day * DAY)
    return float(found.series[name][chosen].mean())


# Competition and isoforms


def test_a_reversible_inhibitor_protects_from_reserpine() -> None:
    reserpine = taking("reserpine", 1.0)
    alone, protected = course(reserpine), course(reserpine, taking("valbenazine", 80))
    lost = [c.series["vmat2.occupancy.irreversible"] for c in (alone, protected)]
    assert np.all(lost[1] <= lost[0] + 1e-12)
    assert lost[1][-1] < 0.9 * lost[0][-1]
    # Over the day both together hold more than either; at a trough, protected sites may stand empty.
    both, one = (daily_mean(c, "vmat2.occupancy", 30) for c in (protected, alone))
    assert both > one > daily_mean(course(taking("valbenazine", 80)), "vmat2.occupancy", 30)


def test_protection_is_the_share_of_sites_that_it_holds() -> None:
    found = course(taking("reserpine", 1.0), taking("tetrabenazine", 25, 3), days=20)
    alone = course(taking("reserpine", 1.0), days=20)
    unbound = alone.series["brain.inhibitor"]
    held = found.series["brain.inhibitor"] - unbound
    intact = binding.intact_sites(
        found.time_h,
        unbound * binding.free_share(held, MODEL.vmat2.ic50),
        MODEL.vmat2.turnover_half_life * DAY,
        MODEL.vmat2.reserpine_inactivation,
    )
    assert 1 - intact == pytest.approx(found.series["vmat2.occupancy.irreversible"], abs=2e-3)


@pytest.mark.parametrize("name", REVERSIBLE)
def test_vmat1_is_spared_by_every_reversible_inhibitor(name: str) -> None:
    found = course(taking(name, 10 * MODEL.drugs[name].label.usual_mg))
    assert np.all(found.series["vmat1.occupancy"] == 0.0)
    assert np.all(found.series["index.adrenal"] == 1.0)
    assert found.series["vmat2.occupancy"].max() > 0.8


def test_reserpine_blocks_vmat1_more_slowly_and_a_reversible_inhibitor_does_not_protect_it() -> None:
    alone = course(taking("reserpine", 1.0))
    protected = course(taking("reserpine", 1.0), taking("valbenazine", 80))
    assert np.all(alone.series["vmat1.occupancy"][1:] < alone.series["vmat2.occupancy"][1:])
    assert alone.series["vmat1.occupancy"][-1] > 0.3
    # Solved on another grid, hence not bit for bit.
    assert protected.series["vmat1.occupancy"] == pytest.approx(alone.series["vmat1.occupancy"], abs=1e-3)


# Antipsychotics


def test_quetiapine_leaves_d2_within_hours_and_haloperidol_stays() -> None:
    swing = {}
    for name, mg in (("quetiapine", 400), ("haloperidol", 5)):
        found = course(taking(name, mg), days=21)
        last = found.time_h >= 20 * DAY
        held = found.series["d2.occupancy.antipsychotic"][last]
        swing[name] = float(held.max() - held.min())
    assert swing["quetiapine"] > 0.3
    assert swing["haloperidol"] < 0.07


def test_the_peak_of_quetiapine_comes_with_its_plasma_and_that_of_haloperidol_hours_later() -> None:
    def lag(name: str) -> float:
        found = course(taking(name, MODEL.drugs[name].label.usual_mg, 1, 0, 1), days=2)
        at = [int(np.argmax(found.series[s])) for s in (f"plasma.{name}", "d2.antagonism")]
        return float(found.time_h[at[1]] - found.time_h[at[0]])

    assert 0.0 <= lag("quetiapine") <= 1.0
    assert lag("haloperidol") > 3.0


def test_abcb1_reaches_risperidone_and_no_vmat2_inhibitor() -> None:
    """G04: exposure of VMAT2 inhibitors in the brain does not depend on it."""
    carrier = Genotype(abcb1="c3435t_tt")
    factor = MODEL.variants["abcb1"]["c3435t_tt"]
    for name in REVERSIBLE:
        common, variant = (course(taking(name, 20), genotype=g) for g in (Genotype(), carrier))
        assert np.array_equal(common.series["brain.inhibitor"], variant.series["brain.inhibitor"])
    risperidone = taking("risperidone", 4)
    common, variant = (course(risperidone, genotype=g) for g in (Genotype(), carrier))
    assert np.array_equal(common.series["plasma.risperidone"], variant.series["plasma.risperidone"])
    # The competition term is p/(1 - p) of the dose: with Emax below 1 it grows a little less than the dose.
    ratio = variant.series["d2.antagonism"][1:] / common.series["d2.antagonism"][1:]
    assert np.all((ratio > 1.0) & (ratio < factor + 1e-9))
    haloperidol = taking("haloperidol", 5)
    common, variant = (course(haloperidol, genotype=g) for g in (Genotype(), carrier))
    assert np.array_equal(common.series["d2.antagonism"], variant.series["d2.antagonism"])


def test_blockade_spends_the_reserve_of_the_autoreceptor() -> None:
    """Relative to one's own baseline, the same inhibitor takes more from a person on haloperidol."""
    inhibitor = taking("valbenazine", 80)
    free, blocked = (course(inhibitor, condition=condition) for condition in (Condition.NONE, TD))
    at_rest = [course(condition=condition, days=2) for condition in (Condition.NONE, TD)]
    own = [
        daily_mean(c, "extracellular.dopamine", 30) / r.series["extracellular.dopamine"][-1]
        for c, r in zip((free, blocked), at_rest, strict=True)
    ]
    assert at_rest[1].series["extracellular.dopamine"][-1] > 1.05
    assert own[1] < own[0] - 0.02


def test_the_compensation_slider_leads_from_the_textbook_to_the_reserve() -> None:
    inhibitor = taking("valbenazine", 80)
    found = [course(inhibitor, compensation=beta) for beta in (0.0, 0.25, 0.5, 0.75, 1.0)]
    content = [daily_mean(c, "vesicular.content", 30) for c in found]
    assert content == sorted(content)
    textbook = daily_mean(course(inhibitor, rung=Rung.TEXTBOOK), "vesicular.content", 30)
    assert content[0] == pytest.approx(textbook, abs=0.01)
    assert content[-1] > textbook + 0.1


# MAO, DAT, firing


def test_an_mao_inhibitor_fills_the_cytosol_and_a_dat_inhibitor_the_space_outside() -> None:
    untreated = course(days=60)
    mao = course(taking("tranylcypromine", 30), days=60)
    dat = course(taking("methylphenidate", 30), days=60)
    assert daily_mean(mao, "enzyme.mao", 60) == pytest.approx(0.1, abs=0.02)
    assert daily_mean(dat, "terminal.dat", 60) == pytest.approx(0.5, abs=0.02)
    for name in ("cytosolic.dopamine", "vesicular.content", "extracellular.dopamine"):
        assert daily_mean(mao, name, 60) > 1.02 * daily_mean(untreated, name, 60)
    flux = mao.series["cytosolic.dopamine"] * mao.series["enzyme.mao"]
    assert mao.series["terminal.mao"] == pytest.approx(flux, rel=1e-12)
    assert daily_mean(mao, "terminal.mao", 60) < 1.0
    assert daily_mean(dat, "extracellular.dopamine", 60) > 1.1
    # The autoreceptor answers with less synthesis, and less comes back.
    assert daily_mean(dat, "vesicular.content", 60) < 1.0
    assert daily_mean(dat, "terminal.synthesis", 60) < 1.0


def test_a_dat_inhibitor_on_the_textbook_rung_raises_what_is_outside_and_nothing_else() -> None:
    dat = course(taking("methylphenidate", 30), days=30, rung=Rung.TEXTBOOK)
    capacity = dat.series["terminal.dat"]
    assert capacity[-1] == pytest.approx(0.5, abs=0.02)
    assert dat.series["extracellular.dopamine"] == pytest.approx(1 / capacity, rel=1e-9)
    assert dat.series["vesicular.content"] == pytest.approx(np.ones_like(capacity), abs=1e-12)


@pytest.mark.parametrize("hz", [0.0, 2.0, 8.0, 50.0])
def test_on_the_textbook_rung_dopamine_outside_is_content_times_firing(hz: float) -> None:
    found = course(taking("valbenazine", 80), rung=Rung.TEXTBOOK, firing_hz=hz)
    content = found.series["vesicular.content"]
    assert found.series["extracellular.dopamine"] == pytest.approx(content * hz / 4.0, rel=1e-12)


# Genes of the targets


@pytest.mark.parametrize(
    ("expression", "vesicular", "cytosolic"),
    [
        (0.05, 0.083, 3.96),
        (0.25, 0.410, 3.75),
        (0.5, 0.696, 2.13),
        (0.75, 0.867, 1.34),
        (1.25, 1.119, 0.82),
        (1.5, 1.233, 0.71),
        (2.0, 1.459, 0.59),
        (3.0, 1.934, 0.49),
    ],
)
def test_slc18a2_scales_the_pumps_of_both_rungs(
    expression: float, vesicular: float, cytosolic: float
) -> None:
    """The table of the dopamine-models study, 2.4, through the whole chain."""
    variants = {**MODEL.variants, "slc18a2": {"reference": 1.0, "given": expression}}
    model = replace(MODEL, variants=MappingProxyType(variants))
    gene = Genotype(slc18a2="given")
    found = course(days=1, genotype=gene, model=model)
    assert found.series["vesicular.content"][-1] == pytest.approx(vesicular, abs=6e-4)
    assert found.series["cytosolic.dopamine"][-1] == pytest.approx(cytosolic, abs=6e-3)
    textbook = course(days=1, genotype=gene, model=model, rung=Rung.TEXTBOOK)
    assert textbook.series["vesicular.content"][-1] == pytest.approx(expression, rel=1e-12)


def test_two_lost_alleles_give_parkinsonism_and_one_does_not() -> None:
    index = {
        name: course(days=2, genotype=Genotype(slc18a2=name)).series["index.parkinsonism"][-1]
        for name in ("loss_homozygous", "loss_heterozygous", "reference")
    }
    assert index["loss_homozygous"] > 0.5
    assert index["reference"] <= index["loss_heterozygous"] < 0.1


@pytest.mark.parametrize("variant", sorted(MODEL.variants["drd2"]))
def test_drd2_scales_the_density_that_is_there(variant: str) -> None:
    factor = MODEL.variants["drd2"][variant]
    common, carrier = (
        course(days=20, condition=TD, genotype=Genotype(drd2=v)) for v in ("reference", variant)
    )
    assert carrier.series["d2.density"] == pytest.approx(factor * common.series["d2.density"], rel=1e-12)
    assert carrier.series["plasticity"] == pytest.approx(common.series["plasticity"], rel=1e-12)
    response = 1 + MODEL.receptor.functional_gain * (carrier.series["d2.density"] - 1)
    bound = carrier.series["d2.occupancy.dopamine"] / MODEL.receptor.resting_occupancy
    assert carrier.series["d2.signal"] == pytest.approx(response * bound, rel=1e-12)
