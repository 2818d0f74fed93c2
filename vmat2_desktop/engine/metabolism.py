"""CYP2D6 diplotype and inhibitors -> enzyme activity over time, relative to the reference diplotype."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Drug, Metabolism, Model
from vmat2_desktop.engine.scenario import Scenario

ACTIVITY_STEP_H = 12.0
"""Activity is constant over steps of this length, so that the kinetics stay piecewise linear."""

_NEGLIGIBLE = 1e-4


class Phenotype(StrEnum):
    """CYP2D6 phenotype by activity score, consensus of 2020."""

    POOR = "poor"
    INTERMEDIATE = "intermediate"
    NORMAL = "normal"
    ULTRARAPID = "ultrarapid"


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


def phenotype(score: float, metabolism: Metabolism) -> Phenotype:
    """Return the phenotype of an activity score."""
    if score <= 0:
        return Phenotype.POOR
    if score < metabolism.intermediate_below:
        return Phenotype.INTERMEDIATE
    if score > metabolism.ultrarapid_above:
        return Phenotype.ULTRARAPID
    return Phenotype.NORMAL


def genotype_activity(scenario: Scenario, model: Model) -> float:
    """Return the person's CYP2D6 activity without any inhibitor; 1 = reference diplotype."""
    score = activity_score(scenario.person.genotype.cyp2d6, model.cyp2d6_activity)
    return score / model.metabolism.normal_activity_score


@dataclass(frozen=True, slots=True)
class Inhibition:
    """When an inhibitor is taken, and what it leaves."""

    drug: Drug
    intervals_h: tuple[tuple[float, float], ...]
    """Ascending, disjoint stretches of time under the inhibitor."""

    def factor(self, times_h: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the factor on the enzyme's activity at ascending times, (n,) in 0..1."""
        residual = self.drug.parameters["residual_activity"]
        onset = math.log(2.0) / self.drug.parameters["onset_half_life"]
        offset = math.log(2.0) / self.drug.parameters["offset_half_life"]
        inhibited = np.zeros_like(times_h)
        level, since = 0.0, -math.inf
        for start, stop in self.intervals_h:
            before = level * math.exp(-offset * (start - since)) if level else 0.0
            during = (times_h >= start) & (times_h < stop)
            inhibited[during] = 1.0 - (1.0 - before) * np.exp(-onset * (times_h[during] - start))
            level, since = 1.0 - (1.0 - before) * math.exp(-onset * (stop - start)), stop
            after = times_h >= stop
            inhibited[after] = level * np.exp(-offset * (times_h[after] - stop))
        return np.asarray(1.0 - (1.0 - residual) * inhibited)


def activity_steps(
    base: float, inhibitions: Sequence[Inhibition], start_h: float, stop_h: float
) -> list[tuple[float, float]]:
    """Return CYP2D6 activity as steps [(from time h, activity)], the first at `start_h`.

    The value of each step is taken at its middle; steps that change nothing are left out.
    """
    if not inhibitions or base == 0.0:
        return [(start_h, base)]
    edges = np.arange(start_h, stop_h, ACTIVITY_STEP_H)
    middle = edges + ACTIVITY_STEP_H / 2
    activity = base * np.prod([inhibition.factor(middle) for inhibition in inhibitions], axis=0)
    steps = [(float(edges[0]), float(activity[0]))]
    for edge, value in zip(edges[1:], activity[1:], strict=True):
        if abs(value - steps[-1][1]) > _NEGLIGIBLE:
            steps.append((float(edge), float(value)))
    return steps
