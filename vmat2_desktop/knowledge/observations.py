"""resources/observations, resources/trials and allele frequencies: what was published, to compare with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from vmat2_desktop.engine.model import Trial
from vmat2_desktop.engine.scenario import Condition
from vmat2_desktop.engine.trials import Arm, Design
from vmat2_desktop.knowledge import toml_file
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.quantity import Provenance, Quantity, Row, quantity_of
from vmat2_desktop.knowledge.toml_file import ResourceError

Use = Literal["C", "V"]
"""C may calibrate; V never does, it is only compared."""
Confidence = Literal["high", "med", "low"]

FURTHER = "further"
"""File of the rows that are not in the pharmacology dossier's list and are counted apart."""
_FREQUENCY_SUM = 1.0 + 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One number of an observation."""

    name: str
    unit: str
    published: str
    """As the source has it, spread included."""
    low: float | None
    high: float | None
    """Tolerance; None: reported, not scored."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A published observation that the model is compared with."""

    id: str
    use: Use
    text: str
    parts: tuple[Part, ...]
    source: str
    provenance: Provenance
    confidence: Confidence
    note: str
    listed: bool
    """Whether it is in the pharmacology dossier's list."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything to compare with."""

    observations: Mapping[str, Observation]
    trials: Mapping[str, Design]
    """By file name. The change on placebo stands in the model's group `trial`."""
    frequencies: Mapping[str, Mapping[str, float]]
    """Population -> CYP2D6 allele -> frequency."""
    quantities: Mapping[str, Quantity]
    """Numbers of trials and frequencies with their sources, by id."""


class _PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    unit: str
    published: str
    low: float | None = None
    high: float | None = None


class _ObservationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    use: Use
    text: str
    source: str
    provenance: Provenance
    confidence: Confidence
    parts: tuple[_PartFile, ...]
    note: str = ""


class _ArmFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    steps: tuple[tuple[float, float], ...]


class _TrialFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    condition: Condition
    drug: str
    times_per_day: int
    last_day: int
    placebo: str
    source: str
    provenance: Provenance
    arms: tuple[_ArmFile, ...]
    baseline_mean: dict[str, Any]
    baseline_cv: dict[str, Any]
    least_baseline: dict[str, Any]


_TRIAL_UNITS = {"baseline_mean": "points", "baseline_cv": "1", "least_baseline": "points"}


@cache
def load(trial: Trial) -> Observed:
    """Return what ships with the application.

    Args:
        trial: the model's group, which has the change on placebo of each trial.
    """
    return load_from(resources_dir(), trial)


def load_from(root: Path, trial: Trial) -> Observed:
    """Return the observations of a resources folder.

    Raises:
        ResourceError: a file is missing, unreadable or does not hold what is asked for.
    """
    observations: dict[str, Observation] = {}
    for path in sorted((root / "observations").glob("*.toml")):
        for identifier, item in toml_file.read(path, dict[str, _ObservationFile]).items():
            if identifier in observations:
                raise ResourceError(f"{path.name}: {identifier} stands in another file too.")
            observations[identifier] = _observation(path, identifier, item)
    if not observations:
        raise ResourceError(f"{root / 'observations'} has no observations.")
    quantities: dict[str, Quantity] = {}
    paths = sorted((root / "trials").glob("*.toml"))
    trials = {path.stem: _design(path, trial, quantities) for path in paths}
    frequencies = _frequencies(root / "genotypes" / "frequencies.toml", quantities)
    return Observed(
        MappingProxyType(observations),
        MappingProxyType(trials),
        MappingProxyType(frequencies),
        MappingProxyType(quantities),
    )


def _observation(path: Path, identifier: str, item: _ObservationFile) -> Observation:
    if not item.parts:
        raise ResourceError(f"{path.name}: {identifier} has no parts, so that nothing can be compared.")
    for part in item.parts:
        if (part.low is None) != (part.high is None):
            raise ResourceError(f"{path.name}: {identifier}, {part.name} needs both low and high or neither.")
        if (
            part.low is not None
            and part.high is not None
            and not -math.inf < part.low <= part.high < math.inf
        ):
            raise ResourceError(f"{path.name}: {identifier}, {part.name}: low must not exceed high.")
    return Observation(
        id=identifier,
        use=item.use,
        text=item.text,
        parts=tuple(Part(**msgspec.structs.asdict(part)) for part in item.parts),
        source=item.source,
        provenance=item.provenance,
        confidence=item.confidence,
        note=item.note,
        listed=path.stem != FURTHER,
    )


def _design(path: Path, trial: Trial, quantities: dict[str, Quantity]) -> Design:
    file = toml_file.read(path, _TrialFile)
    if not hasattr(trial, file.placebo):
        raise ResourceError(f"{path.name}: placebo {file.placebo!r} is no parameter of the group trial.")
    rows = {name: getattr(file, name) for name in _TRIAL_UNITS}
    numbers = {
        name: _number(path, f"trial.{path.stem}.{name}", row, _TRIAL_UNITS[name], quantities)
        for name, row in toml_file.rows(path.name, "", rows).items()
    }
    return Design(
        name=file.name,
        condition=file.condition,
        drug=file.drug,
        times_per_day=file.times_per_day,
        arms=tuple(Arm(arm.name, arm.steps) for arm in file.arms),
        last_day=file.last_day,
        placebo_change=getattr(trial, file.placebo),
        **numbers,
    )


def _frequencies(path: Path, quantities: dict[str, Quantity]) -> dict[str, Mapping[str, float]]:
    found: dict[str, Mapping[str, float]] = {}
    for population, alleles in toml_file.read(path, dict[str, dict[str, Any]]).items():
        rows = toml_file.rows(path.name, population, alleles)
        values = {
            allele: _number(path, f"frequency.{population}.{allele}", row, "1", quantities)
            for allele, row in rows.items()
        }
        if sum(values.values()) > _FREQUENCY_SUM:
            raise ResourceError(f"{path.name}: the frequencies of {population} sum to more than 1.")
        found[population] = MappingProxyType(values)
    return found


def _number(path: Path, identifier: str, row: Row, unit: str, quantities: dict[str, Quantity]) -> float:
    try:
        quantities[identifier] = quantity_of(identifier, row, unit)
    except ValueError as error:
        raise ResourceError(f"{path.name}: {error}") from error
    return row.value
