"""Spikes -> release -> perisynaptic dopamine -> receptors, in milliseconds to minutes.

Every sub-flow has a closed form, so that the state at a moment does not depend on the steps that led there:
vesicle filling is an exponential, re-uptake a Lambert W function, re-uptake with first-order removal a short
Newton iteration on its closed form, binding at constant dopamine an exponential. Seconds and nM throughout.

Equations: dopamine model study, section 4a; Dreyer 2010 for release and re-uptake, Hunger 2020 for slow
binding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Synapse

Array = NDArray[np.float64]

NM_PER_MOLECULE_PER_UM3 = 1.0e24 / 6.02214076e23
"""One molecule in one cubic micrometre, nM."""

_WORD = (1 << 64) - 1
_GAUSS = ((0.5 - math.sqrt(0.15), 5 / 18), (0.5, 8 / 18), (0.5 + math.sqrt(0.15), 5 / 18))
_MOST_NEWTON_STEPS = 60
_VANISHED = 1e-200  # nM; below, ratios would overflow
_BENT = 1e-8  # below, the logarithm is its first two terms
_NEWTON_ENOUGH = 1e-9  # convergence is quadratic: the error left is its square


# Vesicles


def content_limit(occupancy: float, expression: float = 1.0, loading: float = 1.0) -> float:
    """Return the content that a vesicle fills to, 1 = healthy.

    Args:
        occupancy: share of VMAT2 that is blocked, 0 to 1.
        expression: VMAT2 relative to health.
        loading: saturation of the free pumps relative to health; 1 on the textbook rung (cytosol clamped).
    """
    return (1.0 - occupancy) * expression * loading


def filled(content: float, limit: float, rate: float, dt: float) -> float:
    """Return a vesicle's content after `dt` s of loading and leak; exact.

    Args:
        content: content now, 1 = healthy.
        limit: content that it fills to.
        rate: rate of filling and leak, 1/s.
        dt: s, >= 0.
    """
    return limit + (content - limit) * math.exp(-rate * dt)


def content_at_age(limit: float, rate: float, age: Array) -> Array:
    """Return contents of vesicles that were emptied `age` s ago; shape of `age`."""
    return np.asarray(-limit * np.expm1(-rate * age))


def mean_content(limit: float, rate: float, release_rate: float) -> float:
    """Return the mean content of vesicles that are each emptied at random, limit * k/(k + r).

    Args:
        limit: content that a vesicle fills to.
        rate: k, rate of filling, 1/s.
        release_rate: r, how often one vesicle is emptied, 1/s.
    """
    return limit * rate / (rate + release_rate)


@dataclass(frozen=True, slots=True)
class AgeLaw:
    """Stationary law of the time since each vesicle was emptied: a wait in the pool, then one at a site.

    Emptied vesicles return to the pool; a site that has fused takes another vesicle from the pool at random.
    """

    pool_rate: float
    """How often one vesicle of the pool is taken to a site, 1/s."""
    site_rate: float
    """How often one docked vesicle fuses, 1/s."""
    empty_share: float
    """Share of the sites that stand empty."""

    @classmethod
    def of(cls, vesicles: int, sites: int, redocking_time: float, releases_per_s: float) -> AgeLaw:
        """Return the law of a bouton that releases so often.

        Args:
            vesicles: number of vesicles, more than `sites`.
            sites: number of docking sites, at least 1.
            redocking_time: s from a fusion until another vesicle is docked.
            releases_per_s: releases of the bouton, 1/s.
        """
        empty = min(releases_per_s * redocking_time, 0.9 * sites)
        return cls(releases_per_s / (vesicles - sites), releases_per_s / (sites - empty), empty / sites)

    def ages(self, waits: Array, site_waits: Array) -> Array:
        """Return ages of the docked vesicles and then of those in the pool, s; shape of `waits`.

        Where nothing is ever released the age is inf.

        Args:
            waits: (docked + pool,) the wait in the pool, in units of its mean: standard exponential numbers.
            site_waits: (docked,) the same for the wait at the site.
        """
        with np.errstate(divide="ignore", over="ignore"):
            ages = waits / np.float64(self.pool_rate)
            ages[: len(site_waits)] += site_waits / np.float64(self.site_rate)
        return np.asarray(ages)

    def mean_released(self, limit: float, rate: float) -> float:
        """Return the mean content of a vesicle at the moment of its release."""
        emptied = self.pool_rate / (self.pool_rate + rate) * self.site_rate / (self.site_rate + rate)
        return limit * (1.0 - emptied)


# Clearance


def wright_omega(z: float) -> float:
    """Return w with w + ln w = z: the Lambert function of exp(z), without the overflow.

    Two steps of the iteration of Lawrence, Corless and Jeffrey 2012 (ACM Trans Math Softw 38:20) from their
    starting values; relative error of a few units in the last place.
    """
    if z < -50.0:
        return math.exp(z)
    if z < -2.0:
        w = math.exp(z)
    elif z < 1.0:
        w = math.exp(2.0 * (z - 1.0) / 3.0)
    else:
        log = math.log(z)
        w = z - log + log / z
    for _ in range(2):
        residual = z - w - math.log(w)
        above = w + 1.0
        square = 2.0 * above * (above + 2.0 / 3.0 * residual)
        w *= 1.0 + residual / above * (square - residual) / (square - 2.0 * residual)
    return w


def uptake(concentration: float, dt: float, vmax: float, km: float) -> float:
    """Return dopamine after `dt` s of Michaelis-Menten re-uptake alone, nM, >= 0; exact.

    C(t) = Km W((C/Km) exp((C - Vmax t)/Km)).

    Args:
        concentration: nM now, >= 0.
        dt: s, >= 0.
        vmax: nM/s.
        km: nM.
    """
    if concentration <= 0.0:
        return 0.0
    return km * wright_omega(math.log(concentration) - math.log(km) + (concentration - vmax * dt) / km)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Re-uptake and first-order removal: C' = -Vmax C/(Km + C) - k C."""

    vmax: float
    """nM/s"""
    km: float
    """nM"""
    other: float = 0.0
    """k, 1/s."""

    @classmethod
    def of(cls, synapse: Synapse) -> Clearance:
        """Return the clearance that the parameters state."""
        return cls(synapse.dat_vmax, synapse.dat_km, synapse.other_clearance)

    def with_dat(self, capacity: float) -> Clearance:
        """Return the clearance with DAT at a share of its capacity."""
        return replace(self, vmax=self.vmax * capacity)

    def rate(self, concentration: float) -> float:
        """Return what is cleared at that concentration, nM/s."""
        return self.vmax * concentration / (self.km + concentration) + self.other * concentration

    def dat_share(self, concentration: float) -> float:
        """Return re-uptake as a share of its maximum, 0 to 1."""
        return concentration / (self.km + concentration)

    def share_by_dat(self, concentration: float) -> float:
        """Return the share of what is being cleared that goes through DAT, 0 to 1; 1 where nothing is."""
        by_dat = self.vmax / (self.km + concentration)
        total = by_dat + self.other
        return by_dat / total if total > 0.0 else 1.0

    def around(self, floor: float) -> Clearance:
        """Return the law of the excess over a floor that a steady source upholds; of the same form, exactly.

        With the source that balances `floor`, x = C - floor obeys x' = -V' x/(K' + x) - k x with
        K' = Km + floor and V' = Vmax Km/(Km + floor).
        """
        return Clearance(self.vmax * self.km / (self.km + floor), self.km + floor, self.other)

    def tonic(self, source: float) -> float:
        """Return the concentration, nM, at which a steady source (nM/s) is cleared.

        Km r/(Vmax - r) without other clearance, else the positive root of the quadratic.

        Raises:
            ValueError: the source exceeds what re-uptake can carry, and there is no other clearance.
        """
        if self.other <= 0.0:
            if source >= self.vmax:
                raise ValueError(
                    f"Release of {source:g} nM/s is not less than re-uptake can carry ({self.vmax:g} nM/s), "
                    "and no other clearance is left: dopamine would rise without end."
                )
            return self.km * source / (self.vmax - source)
        half = (self.vmax + self.other * self.km - source) / 2.0
        root = math.sqrt(half * half + self.other * self.km * source)
        # Whichever form does not cancel.
        return self.km * source / (half + root) if half > 0.0 else (root - half) / self.other

    def strang(self, concentration: float, dt: float) -> float:
        """Return dopamine after one step of half removal, full re-uptake, half removal; order 2, nM, >= 0."""
        half = math.exp(-0.5 * self.other * dt)
        return half * uptake(concentration * half, dt, self.vmax, self.km)

    def time(self, start: float, end: float) -> float:
        """Return the seconds from `start` nM to `end` nM, 0 < end <= start; closed form."""
        k, total = self.other, self.other * self.km + self.vmax
        plain = (start - end) / (k * end + total)
        bent = k * plain
        linear = math.log1p(bent) / k if bent > _BENT else plain * (1.0 - bent / 2.0)
        return self.km / total * math.log(start / end) + self.vmax / total * linear

    def flow(self, concentration: float, dt: float) -> float:
        """Return dopamine after `dt` s, nM, >= 0; exact to round-off: Newton on the closed form of `time`."""
        if concentration <= 0.0 or dt <= 0.0:
            return max(concentration, 0.0)
        guess = self.strang(concentration, dt)
        if self.other <= 0.0 or guess <= _VANISHED:
            return guess
        k, total = self.other, self.other * self.km + self.vmax
        y = math.log(concentration / guess)
        for _ in range(_MOST_NEWTON_STEPS):
            end = concentration * math.exp(-y)
            step = (dt - self.time(concentration, end)) * (k * end + total) / (self.km + end)
            y += step
            if abs(step) <= _NEWTON_ENOUGH * (1.0 + y):
                break
            y = max(y, 0.0)
        return concentration * math.exp(-y)

    def area(self, start: float, end: float) -> float:
        """Return the integral of the concentration while it is cleared from `start` to `end`, nM s.

        Gauss-Legendre in the concentration: exact without other clearance, with it (up to 5 per second) to
        1e-6 relative at some Km and to 1e-4 at five times as much.
        """
        total = self.other * self.km + self.vmax
        width = start - end
        sum_ = 0.0
        for node, weight in _GAUSS:
            x = end + node * width
            sum_ += weight * (self.km + x) / (self.other * x + total)
        return width * sum_


def tonic_dopamine(synapse: Synapse) -> float:
    """Return the mean extracellular dopamine of the healthy tissue at tonic firing, nM.

    Raises:
        ValueError: see `Clearance.tonic`.
    """
    return Clearance.of(synapse).tonic(synapse.population_quantum * synapse.tonic_firing)


def point_source(
    radius_um: Array | float, seconds: Array | float, molecules: float, synapse: Synapse
) -> Array:
    """Return dopamine around a point that released at time 0, nM; shapes broadcast.

    Q/(alpha (4 pi D t)^1.5) exp(-r^2/(4 D t) - k' t) with the low-dose re-uptake rate k' = Vmax/Km
    (Nicholson 1995, as used by Dreyer 2010).

    Args:
        radius_um: distance, um.
        seconds: time since release, s, > 0.
        molecules: number released.
        synapse: diffusion, volume fraction, DAT.
    """
    r, t = np.asarray(radius_um, float), np.asarray(seconds, float)
    spread = 4.0 * synapse.diffusion * t
    fade = np.exp(-(r**2) / spread - synapse.dat_vmax / synapse.dat_km * t)
    number = molecules / (synapse.volume_fraction * (np.pi * spread) ** 1.5) * fade
    return np.asarray(number * NM_PER_MOLECULE_PER_UM3)


# Receptors


def bound_at_equilibrium(concentration: float, kd: float, antagonism: float = 0.0) -> float:
    """Return the share of receptors that dopamine holds at equilibrium, 0 to 1.

    Args:
        concentration: dopamine, nM.
        kd: nM.
        antagonism: competition term A, so that the share is C/(C + Kd (1 + A)).
    """
    return concentration / (concentration + kd * (1.0 + antagonism))


def held_at_equilibrium(concentration: float, kd: float, antagonism: float) -> float:
    """Return the share of receptors that the competitor holds at equilibrium, 0 to 1."""
    return antagonism / (1.0 + antagonism + concentration / kd)


@dataclass(frozen=True, slots=True)
class Binding:
    """Kinetics of dopamine at one receptor; a competitor is in equilibrium with what dopamine leaves."""

    on: float
    """1/(nM s)"""
    off: float
    """1/s"""
    antagonism: float = 0.0
    """Competition term A: dopamine finds 1/(1 + A) of the receptors that it does not hold."""

    def equilibrium(self, concentration: float) -> float:
        """Return the share that dopamine holds in the end."""
        on = self.on * concentration / (1.0 + self.antagonism)
        total = on + self.off
        return on / total if total > 0.0 else 0.0

    def rate(self, bound: float, concentration: float) -> float:
        """Return how fast that share changes, 1/s."""
        return self.on * concentration / (1.0 + self.antagonism) * (1.0 - bound) - self.off * bound

    def step(self, bound: float, concentration: float, dt: float) -> float:
        """Return the share that dopamine holds after `dt` s at that mean concentration, nM.

        Exact while the concentration is constant; of order 2 in `dt` when it is the mean of a changing one.
        """
        end = self.equilibrium(concentration)
        rate = self.on * concentration / (1.0 + self.antagonism) + self.off
        return end + (bound - end) * math.exp(-rate * dt)

    def held(self, bound: float) -> float:
        """Return the share that the competitor holds while dopamine holds `bound`."""
        return (1.0 - bound) * self.antagonism / (1.0 + self.antagonism)


@dataclass(frozen=True, slots=True)
class PeakReading:
    """What one release does to the receptors, read as the founding article reads it."""

    nM: float
    d2_bound: float
    """Share of D2 at equilibrium with that peak."""


def peak_reading(content: float, synapse: Synapse, antagonism: float = 0.0) -> PeakReading:
    """Return the perisynaptic peak of a vesicle of that content in tissue depleted alike, and its D2 reading.

    A healthy vesicle makes `perisynaptic_peak` (100 nM, 76.9 % of D2 at Kd 30 nM), a half full one 62.5 %.
    """
    peak = synapse.perisynaptic_peak * content
    return PeakReading(peak, bound_at_equilibrium(peak, synapse.d2_kd, antagonism))


def release_factor(bound: float, healthy: float, gain: float) -> float:
    """Return the factor of the autoreceptor on release probability, (1 + alpha B0)/(1 + alpha B).

    Args:
        bound: share of autoreceptors that dopamine holds.
        healthy: B0, the same in the healthy resting person.
        gain: alpha.
    """
    return (1.0 + gain * healthy) / (1.0 + gain * bound)


# Chance


def generator(*key: int) -> np.random.Generator:
    """Return a generator of its own for a key of at most four integers; equal keys give equal numbers.

    Counter-based (Philox): nothing is shared, nothing is global, and keys may be neighbours.
    """
    words = [number & _WORD for number in key] + [0] * (4 - len(key))
    counter = np.array([0, 0, *words[2:]], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=np.array(words[:2], dtype=np.uint64), counter=counter))


def key_of(number: float) -> int:
    """Return the bits of a number, as a key."""
    return int(np.float64(number).view(np.uint64))


def tonic_spikes(rng: np.random.Generator, rate_hz: float, duration: float) -> Array:
    """Return the times of a Poisson train, s, ascending in [0, duration)."""
    count = int(rng.poisson(rate_hz * duration))
    return np.sort(rng.uniform(0.0, duration, count))


def burst_spikes(start: float, spikes: int, rate_hz: float) -> Array:
    """Return the times of a regular train, s, the first at `start`; (spikes,)."""
    return start + np.arange(spikes) / rate_hz
