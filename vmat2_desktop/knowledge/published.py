"""resources/published.toml: published values to lay over curves, and what a scenario must be for them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from vmat2_desktop.engine.observables import unit_of
from vmat2_desktop.engine.scenario import Condition
from vmat2_desktop.knowledge import toml_file
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.quantity import Provenance
from vmat2_desktop.knowledge.toml_file import ResourceError

Anchor = Literal["first_dose", "steady", "stop", "dose_response"]
FILE = "published.toml"
_ANY_DOSE = (0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Point:
    """One published value; what x and y are, the series says."""

    x: float
    y: float | None
    """None: only the range is known."""
    low: float | None
    high: float | None
    x_low: float
    """Where a range of x was studied, its ends; else x itself."""
    x_high: float

    @property
    def middle(self) -> float:
        """The value, or the middle of the range."""
        if self.y is not None:
            return self.y
        assert self.low is not None
        assert self.high is not None
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Series:
    """Published values of one observable under one regimen."""

    id: str
    text: str
    source: str
    provenance: Provenance
    spread: str
    """What low and high are: SE, SD, range; empty where the source does not say."""
    anchor: Anchor
    observable: str
    drug: str
    """Empty: without a drug."""
    mg_low: float
    mg_high: float
    """Daily doses, mg, for which it holds."""
    condition: Condition | None
    """None: whatever the person has."""
    settled_days: float
    """Days on the dose after which a steady level holds."""
    per_mg: bool
    """Whether y is per mg of the daily dose."""
    points: tuple[Point, ...]


class _PointFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    x: float
    y: float | None = None
    low: float | None = None
    high: float | None = None
    x_low: float | None = None
    x_high: float | None = None


class _SeriesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    source: str
    provenance: Provenance
    anchor: Anchor
    observable: str
    points: tuple[_PointFile, ...]
    spread: str = ""
    drug: str = ""
    mg: tuple[float, float] = _ANY_DOSE
    condition: Condition | None = None
    settled_days: float = 0.0
    per_mg: bool = False


@cache
def load() -> Mapping[str, Series]:
    """Return what ships with the application, by id."""
    return load_from(resources_dir())


def load_from(root: Path) -> Mapping[str, Series]:
    """Return the published values of a resources folder.

    Raises:
        ResourceError: the file is missing, unreadable or does not hold what is asked for.
    """
    groups = toml_file.read(root / FILE, dict[str, dict[str, _SeriesFile]])
    found = {
        f"{group}.{name}": _series(f"{group}.{name}", item)
        for group, items in groups.items()
        for name, item in items.items()
    }
    return MappingProxyType(found)


def _series(identifier: str, item: _SeriesFile) -> Series:
    try:
        unit_of(item.observable)
    except KeyError as error:
        raise ResourceError(
            f"{FILE}: {identifier} is of {item.observable}, which is not computed."
        ) from error
    if not (item.text.strip() and item.source.strip() and item.points):
        raise ResourceError(f"{FILE}: {identifier} needs a text, a source and points.")
    return Series(
        identifier,
        item.text,
        item.source,
        item.provenance,
        item.spread,
        item.anchor,
        item.observable,
        item.drug,
        *item.mg,
        item.condition,
        item.settled_days,
        item.per_mg,
        tuple(_point(identifier, point) for point in item.points),
    )


def _point(identifier: str, item: _PointFile) -> Point:
    if (item.low is None) != (item.high is None) or (item.x_low is None) != (item.x_high is None):
        raise ResourceError(f"{FILE}: {identifier} needs both ends of a range or neither.")
    if item.y is None and item.low is None:
        raise ResourceError(f"{FILE}: {identifier} has a point with neither value nor range.")
    point = Point(
        item.x,
        item.y,
        item.low,
        item.high,
        item.x if item.x_low is None else item.x_low,
        item.x if item.x_high is None else item.x_high,
    )
    ordered = point.low is None or point.high is None or point.low <= point.middle <= point.high
    if not ordered or not point.x_low <= point.x <= point.x_high:
        raise ResourceError(f"{FILE}: {identifier}, x = {item.x:g}: the value must lie in its range.")
    return point
