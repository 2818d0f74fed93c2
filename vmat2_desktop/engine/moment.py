"""The slow state of a moment, as the fast synapse sees it."""

from __future__ import annotations

from dataclasses import dataclass

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.adaptation import dopamine_drive
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model

SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Health:
    """What a course is compared with: the fast synapse of the healthy resting person."""

    clearance: fast.Clearance
    tonic: float
    """nM"""
    autoreceptor: float
    """Share that dopamine holds."""

    @classmethod
    def of(cls, model: Model) -> Health:
        """Return the healthy synapse of a model."""
        tonic = fast.tonic_dopamine(model.synapse)
        binding = fast.Binding(model.synapse.autoreceptor_on, model.synapse.autoreceptor_off)
        return cls(fast.Clearance.of(model.synapse), tonic, binding.equilibrium(tonic))


@dataclass(frozen=True, slots=True)
class Moment:
    """The slow state, as the fast synapse sees it."""

    limit: float
    """Content that vesicles fill to."""
    filling: float
    """1/s"""
    floor: float
    """Tonic dopamine, nM."""
    rise: float
    """Rise of perisynaptic dopamine by one full quantum, nM."""
    excess: fast.Clearance
    """Clearance of what exceeds the floor."""
    d2: fast.Binding
    d1: fast.Binding
    autoreceptor: fast.Binding
    healthy_autoreceptor: float
    release_probability: float
    release_gain: float
    ages: fast.AgeLaw
    vesicles: int
    sites: int
    fusion: float
    """Seconds from a release until the site is empty."""
    docking: float
    """Seconds from a release until the next vesicle comes."""
    redocking: float
    """Seconds from a release until it is docked."""
    dots: float
    """Dots of one full quantum."""

    @classmethod
    def of(cls, course: Course, health: Health, time_h: float) -> Moment:
        """Return the moment of a course at `time_h` hours."""
        model = course.model
        p = model.synapse
        floor = health.tonic * course.at("extracellular.dopamine", time_h)
        competition = course.at("d2.antagonism", time_h)
        seen = competition / (1.0 + dopamine_drive(model.receptor) + competition)
        hidden = min(model.terminal.autoreceptor_share_of_blockade * seen, 1.0 - 1e-9)
        drive = health.tonic * p.autoreceptor_on / p.autoreceptor_off
        autoreceptor = fast.Binding(
            p.autoreceptor_on, p.autoreceptor_off, (1.0 + drive) * hidden / (1.0 - hidden)
        )
        factor = fast.release_factor(
            autoreceptor.equilibrium(floor), health.autoreceptor, p.autoreceptor_release_gain
        )
        releases = course.scenario.firing.tonic_hz * min(p.release_probability * factor, 1.0)
        sites = max(1, round(p.docking_sites))
        vesicles = max(round(p.vesicles), 2 * sites + 1)
        fusion = min(p.fusion_time, p.redocking_time)
        return cls(
            limit=course.at("vesicular.content", time_h),
            filling=p.filling_rate,
            floor=floor,
            rise=max(p.perisynaptic_peak - health.tonic, 0.0),
            excess=health.clearance.with_dat(course.at("terminal.dat", time_h)).around(floor),
            d2=fast.Binding(p.d2_on / SECONDS_PER_MINUTE, p.d2_off / SECONDS_PER_MINUTE, competition),
            d1=fast.Binding(p.d1_on / SECONDS_PER_MINUTE, p.d1_off / SECONDS_PER_MINUTE),
            autoreceptor=autoreceptor,
            healthy_autoreceptor=health.autoreceptor,
            release_probability=p.release_probability,
            release_gain=p.autoreceptor_release_gain,
            ages=fast.AgeLaw.of(vesicles, sites, p.redocking_time, releases),
            vesicles=vesicles,
            sites=sites,
            fusion=fusion,
            docking=max(p.redocking_time - p.docking_time, fusion),
            redocking=p.redocking_time,
            dots=model.drawing.dots_per_quantum,
        )
