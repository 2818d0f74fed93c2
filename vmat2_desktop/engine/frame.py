"""The fast synapse at one moment, as the views receive it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Pace(StrEnum):
    """How the fast picture relates to the clock."""

    LIVE = "live"
    """The picture is the clock's own moment."""
    CLIP = "clip"
    """Time runs faster than spikes: a typical releasing spike of this moment, in slow motion."""


class SiteState(StrEnum):
    """What happens at a docking site."""

    DOCKED = "docked"
    FUSING = "fusing"
    EMPTY = "empty"
    DOCKING = "docking"


@dataclass(frozen=True, slots=True)
class Site:
    """One docking site of the active zone."""

    state: SiteState
    seconds: float
    """Model seconds since this state began."""
    vesicle: int
    """Index of the vesicle that stands (or fused) here; -1 when there is none."""
    content: float
    """Its dopamine, 1 = a healthy full vesicle; while fusing, what it held."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A group of released molecules that leaves and is cleared together (one drawn dot)."""

    site: int
    age_s: float
    """Model seconds since release, >= 0."""
    lifetime_s: float
    """Model seconds from release to clearance."""
    by_dat: bool
    """Cleared by re-uptake; else it diffuses away."""
    key: int
    """Stable while the packet lives; seeds its drawn path."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that the synapse view draws, relative to the healthy person unless a unit is named."""

    time_h: float
    """The clock: hours from the start of the scenario."""
    pace: Pace
    picture_s: float
    """Model seconds of the fast picture (since its epoch or since the clip began)."""
    slow_motion: float
    """Model seconds of the fast picture that pass in one shown second."""
    seconds_since_spike: float
    """inf when none is near."""
    spike_forced: bool
    """The last spike was asked for (Spike, Burst, a clip), so that it releases for certain."""

    vesicle_content: NDArray[np.float64]
    """(vesicles,) content of every vesicle of the bouton."""
    sites: tuple[Site, ...]
    vmat2_occupancy: float
    irreversible_block: float
    """The part of the occupancy that is irreversible."""
    vesicle_filling: float
    """Gross flux through the pumps that are free, relative to health."""
    free_inhibitor_nM: float
    """Unbound VMAT2 inhibitor in brain, [+]-alpha-HTBZ equivalents (or reserpine), nM."""

    tyrosine: float
    l_dopa: float
    cytosolic_dopamine: float
    synthesis_flux: float
    """Tyrosine hydroxylase flux."""
    mao_flux: float
    mao_capacity: float
    """Share of MAO that no inhibitor took out, 0 to 1."""

    packets: tuple[Packet, ...]
    perisynaptic_nM: float
    perisynaptic_peak_nM: float
    """Peak that a vesicle makes which is as full as vesicles of this moment get."""
    extracellular_nM: float
    """Mean (tonic) extracellular dopamine."""
    dat_flux: float
    """Present re-uptake as a share of the maximum of healthy DAT, 0 to 1."""
    dat_capacity: float
    """Share of DAT that no inhibitor blocks, 0 to 1."""

    d2_density: float
    d2_lit: float
    """Share of D2 bound by dopamine now, at this bouton, in the equilibrium reading."""
    d2_held: float
    """Share of D2 held by the antipsychotic, in the equilibrium reading; with `d2_lit` at most 1."""
    d1_lit: float
    autoreceptor_lit: float
    autoreceptor_held: float
    receptor_response: float
    """Postsynaptic gain: response to each lit D2, 1 = healthy."""

    score: float
    """AIMS items 1 to 7, 0 to 28."""
    parkinsonism: float
    """Index, 0 to 1."""

    spike_released: bool = False
    """Whether the last spike released a vesicle."""
    d2_lit_kinetic: float = 0.0
    """As `d2_lit`, in the kinetic reading: slow binding, which hardly sees a single release."""
    d2_held_kinetic: float = 0.0
    """As `d2_held`, beside `d2_lit_kinetic`."""
    d1_lit_kinetic: float = 0.0
    """As `d1_lit`, in the kinetic reading."""
    mean_h: float = 0.0
    """The slow values are means over so many hours up to the clock, h; 0: they are those of the moment."""
