"""The probe against what diffusion must do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vmat2_desktop.engine import probe
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.engine.synapse import NM_PER_MOLECULE_PER_UM3
from vmat2_desktop.knowledge import load
from vmat2_desktop.regimens import Regimen, with_inhibitor

MODEL = load().model
P = MODEL.synapse


@pytest.fixture(scope="module")
def healthy() -> Course:
    return solve(Scenario(horizon_h=48.0), MODEL)


@pytest.fixture(scope="module")
def treated() -> Course:
    asked = with_inhibitor(Scenario(horizon_h=30 * HOURS_PER_DAY), MODEL, Regimen("valbenazine", 80.0))
    return solve(asked, MODEL)


def test_the_peak_is_that_of_the_trace_and_lies_where_diffusion_puts_it(healthy: Course) -> None:
    for distance in (0.02, 0.2, 2.0):
        reading = probe.read(healthy, 24.0, distance)
        at = int(np.argmax(reading.dopamine_nM))
        assert reading.peak_nM >= reading.dopamine_nM.max()
        assert reading.peak_nM == pytest.approx(reading.dopamine_nM.max(), rel=1e-3)
        assert reading.seconds[at] == pytest.approx(reading.peak_s, rel=0.06)
        assert 0.9 * distance**2 / (6 * P.diffusion) < reading.peak_s <= distance**2 / (6 * P.diffusion)


def test_without_uptake_the_peak_has_its_closed_form(healthy: Course) -> None:
    still = replace(
        healthy, model=replace(MODEL, synapse=replace(P, dat_vmax=1e-9, population_quantum=1e-12))
    )
    reading = probe.read(still, 24.0, 0.3)
    molecules = P.released_quantum * healthy.at("vesicular.content", 24.0)
    closed = molecules / (P.volume_fraction * 0.3**3) * (3.0 / (2.0 * np.pi * np.e)) ** 1.5
    assert reading.peak_nM - reading.floor_nM == pytest.approx(closed * NM_PER_MOLECULE_PER_UM3, rel=1e-6)


def test_nearer_is_more_and_sooner(healthy: Course) -> None:
    near, far = probe.read(healthy, 24.0, 0.1), probe.read(healthy, 24.0, 0.2)
    assert near.peak_s < far.peak_s
    assert (near.peak_nM - near.floor_nM) / (far.peak_nM - far.floor_nM) == pytest.approx(8.0, rel=0.01)


def test_an_emptier_vesicle_brings_less_in_proportion(healthy: Course, treated: Course) -> None:
    at_h = 29 * HOURS_PER_DAY
    usual, less = probe.read(healthy, 24.0, 0.1), probe.read(treated, at_h, 0.1)
    content = treated.at("vesicular.content", at_h) / healthy.at("vesicular.content", 24.0)
    assert content < 0.7
    assert less.peak_nM - less.floor_nM == pytest.approx(content * (usual.peak_nM - usual.floor_nM), rel=1e-3)


def test_a_probe_at_the_site_itself_has_a_reading_and_nonsense_none(healthy: Course) -> None:
    assert np.isfinite(probe.read(healthy, 24.0, 0.0).peak_nM)
    for nonsense in (-0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="probe"):
            probe.read(healthy, 24.0, nonsense)
