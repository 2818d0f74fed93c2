"""How far a course is known: an ensemble over the parameters that are not.

Each parameter takes evenly spread values of its plausible range, in an order of its own (a Latin hypercube),
so that the same ranges always give the same band. The draws are independent: a joint fit leaves its
parameters more narrowly known together than this says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import course
from vmat2_desktop.engine.model import GROUPS, Model
from vmat2_desktop.engine.scenario import Scenario

Array = NDArray[np.float64]
Ranges = Mapping[str, tuple[float, float]]
"""Parameter -> lowest and highest value that is held plausible."""

DRAWS = 24
_SEED = 5
_PRIME = 2**127 - 1
_PERCENTILES = (5.0, 95.0)
_WIDE = 1.5
"""Ratio of the ends from which a range is spread evenly in the logarithm."""
_ELSEWHERE = ("drawing", "synapse", "trial", "variability")
"""Groups on which no course depends."""


@dataclass(frozen=True, slots=True)
class Band:
    """What nine tenths of the ensemble lie within."""

    time_h: Array
    """(n,)"""
    low: Mapping[str, Array]
    """Observable -> (n,)."""
    high: Mapping[str, Array]


def band(
    scenario: Scenario, model: Model, ranges: Ranges, observables: Sequence[str], *, draws: int = DRAWS
) -> Band:
    """Return the band of some observables of a scenario.

    Args:
        scenario: what is asked; what it overrides does not vary.
        model: what is known.
        ranges: parameters that may vary; those that the scenario does not touch are left out.
        observables: ids that its course has.
        draws: how many courses are solved.

    Raises:
        KeyError: the course has no such observable, or the model no such parameter.
        ValueError: the equations refuse every draw.
    """
    varied = relevant(scenario, model, ranges)
    fixed = dict(scenario.overrides)
    found: dict[str, list[Array]] = {name: [] for name in observables}
    refused: ValueError | None = None
    for values in ensemble(varied, draws):
        drawn = replace(scenario, overrides=tuple(sorted({**values, **fixed}.items())))
        try:
            series = course.solve(drawn, model).series
        except ValueError as error:
            # Each of two ranges may hold, and their ends not together.
            refused = error
            continue
        for name in observables:
            found[name].append(series[name])
    if refused is not None and not all(found.values()):
        raise refused
    ends = {name: np.percentile(rows, _PERCENTILES, axis=0) for name, rows in found.items()}
    return Band(
        course.grid(scenario.horizon_h),
        {name: low for name, (low, _) in ends.items()},
        {name: high for name, (_, high) in ends.items()},
    )


def relevant(scenario: Scenario, model: Model, ranges: Ranges) -> Ranges:
    """Return the ranges of the parameters on which the scenario's course can depend.

    Raises:
        KeyError: the model has no such parameter.
    """
    medicines = course.taken(scenario, model)
    drugs = {medicine.name for medicine in medicines if medicine.doses}
    if course.history_of(scenario.condition, model) is not None:
        drugs.add(course.HISTORY_DRUG)
    fixed = {identifier for identifier, _ in scenario.overrides}
    chosen = {}
    for identifier, ends in ranges.items():
        owner = identifier.partition(".")[0]
        if owner not in GROUPS and owner not in model.drugs:
            raise KeyError(identifier)
        if identifier not in fixed and owner not in _ELSEWHERE and (owner in GROUPS or owner in drugs):
            chosen[identifier] = ends
    return chosen


def ensemble(ranges: Ranges, draws: int = DRAWS) -> Iterator[dict[str, float]]:
    """Yield values for the parameters, each spread evenly over its range."""
    columns = {name: _spread(name, *ends, draws) for name, ends in ranges.items()}
    for i in range(draws):
        yield {name: float(column[i]) for name, column in columns.items()}


def _spread(name: str, low: float, high: float, draws: int) -> Array:
    """Return the middles of equal parts of a range, in an order that only the name decides."""
    # Keyed on the name, so that another parameter beside it changes nothing here.
    key = int.from_bytes(name.encode(), "little") % _PRIME + _SEED
    order = np.random.Generator(np.random.Philox(key=key)).permutation(draws)
    share = (order + 0.5) / draws
    if low > 0.0 and high / low >= _WIDE:
        return np.asarray(np.exp(math.log(low) + share * math.log(high / low)))
    return np.asarray(low + share * (high - low))
