"""Frames to draw, made by hand: a healthy synapse, tardive dyskinesia, and the same on valbenazine."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.frame import Frame, Pace, Packet, Site, SiteState
from vmat2_desktop.engine.model import Model
from vmat2_desktop.knowledge import load

VESICLES = 100


def model() -> Model:
    return load().model


def contents(mean: float) -> NDArray[np.float64]:
    scatter = np.random.default_rng(4).normal(0.0, 0.06, VESICLES)
    return np.asarray(np.clip(mean + scatter - scatter.mean(), 0.0, 1.0))


def packets(count: int, site: int = 1, age: float = 0.035) -> tuple[Packet, ...]:
    lifetimes = np.geomspace(0.04, 0.4, count) if count else np.zeros(0)
    return tuple(
        Packet(site, age, float(lifetime), i % 3 != 0, 1000 + i) for i, lifetime in enumerate(lifetimes)
    )


def sites(content: float, states: str = "dfd") -> tuple[Site, ...]:
    kinds = {
        "d": SiteState.DOCKED,
        "f": SiteState.FUSING,
        "e": SiteState.EMPTY,
        "m": SiteState.DOCKING,
    }
    return tuple(
        Site(kinds[kind], 0.012, -1 if kind == "e" else i, 0.0 if kind == "e" else content)
        for i, kind in enumerate(states)
    )


HEALTHY = Frame(
    time_h=10.0,
    pace=Pace.LIVE,
    picture_s=10.0,
    slow_motion=0.01,
    seconds_since_spike=0.05,
    spike_forced=False,
    vesicle_content=contents(0.95),
    sites=sites(0.95),
    vmat2_occupancy=0.0,
    irreversible_block=0.0,
    vesicle_filling=1.0,
    free_inhibitor_nM=0.0,
    tyrosine=1.0,
    l_dopa=1.0,
    cytosolic_dopamine=1.0,
    synthesis_flux=1.0,
    mao_flux=1.0,
    packets=packets(12),
    perisynaptic_nM=62.0,
    perisynaptic_peak_nM=108.0,
    extracellular_nM=14.0,
    dat_flux=0.23,
    dat_capacity=1.0,
    mao_capacity=1.0,
    d2_density=1.0,
    d2_lit=0.66,
    d2_held=0.0,
    d1_lit=0.06,
    autoreceptor_lit=0.2,
    autoreceptor_held=0.0,
    receptor_response=1.0,
    score=0.0,
    parkinsonism=0.0,
    spike_released=True,
)
TD = replace(
    HEALTHY,
    time_h=38 * 24.0 + 10.4,
    pace=Pace.CLIP,
    picture_s=0.065,
    slow_motion=0.075,
    seconds_since_spike=0.035,
    d2_density=1.52,
    d2_lit=0.10,
    d2_held=0.83,
    autoreceptor_lit=0.12,
    autoreceptor_held=0.21,
    receptor_response=2.56,
    score=10.0,
    parkinsonism=0.01,
)
TREATED = replace(
    TD,
    vesicle_content=contents(0.35),
    sites=sites(0.35),
    vmat2_occupancy=0.67,
    vesicle_filling=0.36,
    free_inhibitor_nM=46.0,
    tyrosine=0.98,
    l_dopa=1.15,
    cytosolic_dopamine=1.24,
    synthesis_flux=1.12,
    mao_flux=1.24,
    packets=packets(5),
    perisynaptic_nM=24.0,
    perisynaptic_peak_nM=44.0,
    extracellular_nM=7.0,
    d2_lit=0.05,
    d2_held=0.85,
    score=6.3,
    parkinsonism=0.15,
)
RESERPINE = replace(TREATED, irreversible_block=0.67, free_inhibitor_nM=0.3)
REST = replace(HEALTHY, seconds_since_spike=math.inf, packets=(), sites=sites(0.95, "ddd"), d2_lit=0.3)
STATES = {"healthy": HEALTHY, "td": TD, "treated": TREATED, "reserpine": RESERPINE, "rest": REST}
