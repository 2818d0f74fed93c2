"""Genotype, liver, inhibitors and inducers -> what enzymes and transporters do over time, 1 = normal.

A modulator has a level that follows its daily dose. Every target has a pool that is made and lost: an inducer
adds to its making, a mechanism-based inhibitor to its loss, a reversible inhibitor slows what is there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import regimen
from vmat2_desktop.engine.model import TARGETS, Drug, Liver, Metabolism, Model
from vmat2_desktop.engine.recurrence import Recurrence
from vmat2_desktop.engine.scenario import Liver as LiverFunction
from vmat2_desktop.engine.scenario import Medicine, Person

Array = NDArray[np.float64]

ACTIVITY_STEP_H = 3.0
"""Activity is constant over steps of this length, so that the kinetics stay piecewise linear."""

LIVER_ENZYMES = ("cyp2d6", "cyp3a4")
ENZYMES = (*LIVER_ENZYMES, "mao")

_NEGLIGIBLE = 1e-4
_CYP2D6 = "cyp2d6"


class Phenotype(StrEnum):
    """CYP2D6 phenotype by activity score, consensus of 2020."""

    POOR = "poor"
    INTERMEDIATE = "intermediate"
    NORMAL = "normal"
    ULTRARAPID = "ultrarapid"


class AlleleFunction(StrEnum):
    """What a CYP2D6 allele does, by its activity value."""

    NONE = "none"
    DECREASED = "decreased"
    NORMAL = "normal"
    INCREASED = "increased"


class Activity(NamedTuple):
    """What clears drugs, relative to a normal person."""

    cyp2d6: float = 1.0
    cyp3a4: float = 1.0
    other: float = 1.0
    """Every other clearance: the liver's function."""
    shunt: float = 0.0
    """Share of the portal blood that bypasses the liver."""


NORMAL = Activity()


def activity_score(diplotype: str, alleles: Mapping[str, float]) -> float:
    """Return the sum of the two alleles' activity values.

    Args:
        diplotype: two star alleles, `*1/*4`.
        alleles: activity value of each allele.

    Raises:
        ValueError: the text is no pair of known alleles.
    """
    parts = diplotype.split("/")
    unknown = [part for part in parts if part not in alleles]
    if len(parts) != 2 or unknown:
        raise ValueError(f"{diplotype!r} is not a pair of known CYP2D6 alleles such as *1/*4.")
    return sum(alleles[part] for part in parts)


def allele_function(activity: float) -> AlleleFunction:
    """Return the function of an allele; 1 is the activity value of a normal one, by its definition."""
    if activity <= 0.0:
        return AlleleFunction.NONE
    if activity == 1.0:
        return AlleleFunction.NORMAL
    return AlleleFunction.DECREASED if activity < 1.0 else AlleleFunction.INCREASED


def phenotype(score: float, metabolism: Metabolism) -> Phenotype:
    """Return the phenotype of an activity score."""
    if score <= 0:
        return Phenotype.POOR
    if score < metabolism.intermediate_below:
        return Phenotype.INTERMEDIATE
    if score > metabolism.ultrarapid_above:
        return Phenotype.ULTRARAPID
    return Phenotype.NORMAL


def liver_function(liver: LiverFunction, parameters: Liver) -> tuple[float, float]:
    """Return what is left of intrinsic clearance, and the share of portal blood that bypasses the liver."""
    if liver is LiverFunction.NORMAL:
        return 1.0, 0.0
    return getattr(parameters, f"{liver.value}_function"), getattr(parameters, f"{liver.value}_shunt")


def unmodulated(person: Person, model: Model) -> Activity:
    """Return the person's activities without any modulator."""
    score = activity_score(person.genotype.cyp2d6, model.cyp2d6_activity)
    function, shunt = liver_function(person.liver, model.liver)
    genotype = score / model.metabolism.normal_activity_score
    return Activity(genotype * function, function, function, shunt)


def level(drug: Drug, medicine: Medicine, times_h: Array, stop_h: float) -> Array:
    """Return a modulator's level at ascending times, (n,); 1 = steady at its reference dose.

    x' = (ln 2/half_life)(u - x), u = daily dose over reference dose, which holds from each dose to the next.
    """
    p = drug.parameters
    target = regimen.daily_dose(medicine, times_h, stop_h) / p["reference_dose"]
    keep = np.exp(-math.log(2.0) / p["half_life"] * np.diff(times_h))
    return Recurrence(keep).run((1.0 - keep) * target[:-1], 0.0)


@dataclass(frozen=True, slots=True)
class Targets:
    """Activities of enzymes and transporters over time, each (n,), without genotype and liver."""

    times_h: Array
    activity: Mapping[str, Array]
    """By the names of `TARGETS`; absent: 1 throughout."""

    def of(self, target: str) -> Array:
        """Return the activity of a target, (n,)."""
        return self.activity.get(target, np.ones_like(self.times_h))


def targets(modulators: Sequence[tuple[Drug, Array]], times_h: Array, metabolism: Metabolism) -> Targets:
    """Return what the modulators, each with its level (n,), leave of every target."""
    found = {}
    for target in TARGETS:
        acting = [item for item in modulators if _acts_on(item[0], target)]
        if acting:
            found[target] = _activity(target, acting, times_h, metabolism)
    return Targets(times_h, found)


def _acts_on(drug: Drug, target: str) -> bool:
    return any(value and name.startswith(f"{target}_") for name, value in drug.parameters.items())


def _activity(
    target: str, acting: Sequence[tuple[Drug, Array]], times_h: Array, metabolism: Metabolism
) -> Array:
    def strength(action: str) -> Array:
        parts = [drug.parameters.get(f"{target}_{action}", 0.0) * x for drug, x in acting]
        return np.asarray(np.sum(parts, axis=0))

    made, lost = 1.0 + strength("induction"), 1.0 + strength("inactivation")
    pool = np.ones_like(times_h)
    if np.any(made != 1.0) or np.any(lost != 1.0):
        turnover = math.log(2.0) / getattr(metabolism, f"{target}_turnover_half_life")
        gain, loss = (turnover * (item[1:] + item[:-1]) / 2 for item in (made, lost))
        keep = np.exp(-loss * np.diff(times_h))
        pool = Recurrence(keep).run(gain / loss * (1.0 - keep), 1.0)
    return np.asarray(pool / (1.0 + strength("inhibition")))


def activity_steps(base: Activity, over_time: Targets) -> tuple[tuple[float, Activity], ...]:
    """Return the activities as steps [(from time h, activity)], the first at the first time.

    Each step holds the mean over its length; steps that change nothing are left out.
    """
    times = over_time.times_h
    if not any(target in over_time.activity for target in LIVER_ENZYMES):
        return ((float(times[0]), base),)
    edges = np.arange(times[0], times[-1], ACTIVITY_STEP_H)
    means = {target: _means(times, over_time.of(target), edges) for target in LIVER_ENZYMES}
    steps: list[tuple[float, Activity]] = []
    for edge, cyp2d6, cyp3a4 in zip(edges, means["cyp2d6"], means["cyp3a4"], strict=True):
        activity = base._replace(cyp2d6=base.cyp2d6 * float(cyp2d6), cyp3a4=base.cyp3a4 * float(cyp3a4))
        if not steps or _differ(activity, steps[-1][1]):
            steps.append((float(edge), activity))
    return tuple(steps)


def _differ(one: Activity, other: Activity) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > _NEGLIGIBLE


def _means(times: Array, values: Array, edges: Array) -> Array:
    """Return the mean of a piecewise linear curve over each stretch that begins at an edge."""
    ends = np.minimum(edges + ACTIVITY_STEP_H, times[-1])
    area = np.concatenate([[0.0], np.cumsum((values[1:] + values[:-1]) / 2 * np.diff(times))])
    return np.asarray((np.interp(ends, times, area) - np.interp(edges, times, area)) / (ends - edges))
