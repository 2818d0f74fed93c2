"""People who differ: genotype and log-normal factors, each person the same whatever the number asked for.

Person i takes the i-th block of a counter-based stream of random numbers, so that neither the number of
people nor the order in which they are computed changes anybody. Between-person model: calibration study,
section 5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Model, Variability
from vmat2_desktop.engine.scenario import Person

Array = NDArray[np.float64]

COLUMNS = 16
"""Random numbers that a person takes; a multiple of `_PER_COUNTER`."""

_PER_COUNTER = 4
"""Numbers that one step of the generator's counter makes."""

_FIRST_ALLELE, _SECOND_ALLELE, _EXPOSURE, _ANTIPSYCHOTIC, _POTENCY, _UPREGULATION, _RATE, _HALF, _DENSITY = (
    range(9)
)
BACKGROUND, BASELINE, TAKES, BLOCKADE, NOISE = range(9, 14)
"""Columns that trials use: see trials.py."""

_REFERENCE_ALLELE = "*1"


@dataclass(frozen=True, slots=True)
class People:
    """How each of n people differs from the default person; every array is (n,)."""

    diplotype: NDArray[np.str_]
    """CYP2D6."""
    exposure: Array
    """Factor on the concentration of VMAT2 inhibitors."""
    antipsychotic_exposure: Array
    """Factor on the concentration of antipsychotics."""
    potency: Array
    """Factor on the effective IC50 at VMAT2."""
    upregulation: Array
    """Factor on the gain of D2 up-regulation."""
    plasticity_rate: Array
    """1/y."""
    parkinsonism_half: Array
    """Factor on the signal at half of the parkinsonism index."""
    d2_density: Array
    """Factor on the D2 density that is shown; each person moves normally at an own density."""
    chance: Array
    """(n, COLUMNS) the uniform numbers behind it all; trials draw from the columns that are left."""

    def __len__(self) -> int:
        return len(self.exposure)

    def part(self, members: NDArray[np.intp] | slice) -> People:
        """Return some of the people."""
        return People(**{item.name: getattr(self, item.name)[members] for item in fields(People)})


def chances(seed: int, first: int, count: int) -> Array:
    """Return the random numbers of people from number `first` on, (count, COLUMNS), each in (0, 1)."""
    stream = np.random.Philox(key=seed, counter=first * (COLUMNS // _PER_COUNTER))
    drawn = np.random.Generator(stream).random((count, COLUMNS))
    # A draw of exactly 0 would be a person at minus infinity.
    return np.maximum(drawn, np.finfo(float).tiny)


def normal(chance: Array) -> Array:
    """Return standard normal deviates for uniform ones."""
    from scipy.special import ndtri

    return np.asarray(ndtri(chance))


def sigma_of_cv(cv: float) -> float:
    """Return the standard deviation of the logarithm of what varies log-normally with that CV."""
    return math.sqrt(math.log1p(cv * cv))


def draw(
    model: Model,
    count: int,
    seed: int,
    *,
    frequencies: Mapping[str, float] | None = None,
    first: int = 0,
    **fixed: Any,
) -> People:
    """Return people drawn from the variability of the model.

    Args:
        model: what is known; its `variability` is used.
        count: how many.
        seed: the same seed gives the same people.
        frequencies: of CYP2D6 alleles; two are drawn by Hardy-Weinberg, and what the frequencies leave is *1.
            None: everybody has the reference diplotype, and exposure varies as it does with it mixed.
        first: number of the first person.
        fixed: fields of `People` that do not vary, each with everybody's value.

    Raises:
        ValueError: the frequencies sum to more than 1 or name an unknown allele.
    """
    chance = chances(seed, first, count)
    v = model.variability
    if frequencies is None:
        diplotype = np.full(count, f"{_REFERENCE_ALLELE}/{_REFERENCE_ALLELE}")
    else:
        diplotype = _diplotypes(chance, frequencies, model.cyp2d6_activity)
    spread = v.exposure_cv if frequencies is None else v.exposure_residual_cv
    people = _factors(chance, diplotype, spread, v)
    given = {name: np.full(count, value) for name, value in fixed.items()}
    return replace(people, **given)


def _factors(chance: Array, diplotype: NDArray[np.str_], exposure_cv: float, v: Variability) -> People:
    z = normal(chance)
    together = v.upregulation_plasticity_correlation
    rate = together * z[:, _UPREGULATION] + math.sqrt(1.0 - together**2) * z[:, _RATE]
    return People(
        diplotype=diplotype,
        exposure=_around_1(z[:, _EXPOSURE], exposure_cv),
        antipsychotic_exposure=_around_1(z[:, _ANTIPSYCHOTIC], v.antipsychotic_exposure_cv),
        potency=np.exp(v.ic50_sigma * z[:, _POTENCY]),
        upregulation=_around_1(z[:, _UPREGULATION], v.upregulation_gain_cv),
        plasticity_rate=v.plasticity_rate_median * np.exp(v.plasticity_rate_sigma * rate),
        parkinsonism_half=np.exp(v.parkinsonism_half_sigma * z[:, _HALF]),
        d2_density=_around_1(z[:, _DENSITY], v.d2_density_cv),
        chance=chance,
    )


def _around_1(z: Array, cv: float) -> Array:
    """Return log-normal factors with mean 1: the default person has the mean exposure that was measured."""
    sigma = sigma_of_cv(cv)
    return np.asarray(np.exp(sigma * z - sigma * sigma / 2))


def _diplotypes(
    chance: Array, frequencies: Mapping[str, float], activity: Mapping[str, float]
) -> NDArray[np.str_]:
    alleles = [allele for allele in frequencies if allele != _REFERENCE_ALLELE]
    if unknown := [allele for allele in alleles if allele not in activity]:
        raise ValueError(f"{unknown[0]!r} has a frequency, but is no known CYP2D6 allele.")
    edges = np.cumsum([frequencies[allele] for allele in alleles])
    if len(edges) and edges[-1] > 1.0 + 1e-9:
        raise ValueError(
            f"The frequencies of the CYP2D6 alleles sum to {edges[-1]:g}, but must be at most 1."
        )
    names = np.array([*alleles, _REFERENCE_ALLELE])
    one, two = (names[np.searchsorted(edges, chance[:, c], "right")] for c in (_FIRST_ALLELE, _SECOND_ALLELE))
    return np.char.add(np.char.add(one, "/"), two)


def alike(person: Person, model: Model, count: int = 1) -> People:
    """Return people without any variability: each is the person of the scenario."""
    rate = person.plasticity_rate_per_year
    one = np.ones(count)
    return People(
        diplotype=np.full(count, person.genotype.cyp2d6),
        exposure=one,
        antipsychotic_exposure=one,
        potency=one,
        upregulation=one,
        plasticity_rate=np.full(count, model.movement.plasticity_rate if rate is None else rate),
        parkinsonism_half=one,
        d2_density=one,
        chance=np.full((count, COLUMNS), 0.5),
    )
