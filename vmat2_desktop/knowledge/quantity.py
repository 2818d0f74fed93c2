"""A number that a person can question: value, unit, range, source, grade and provenance."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

Grade = Literal["measured", "calibrated", "assumed"]
Provenance = Literal["read", "secondary", "memory"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a TOML file in resources/."""

    value: float
    unit: str
    low: float
    high: float
    grade: Grade
    provenance: Provenance
    source: str
    text: str
    plausible_low: float | None = None
    """With `plausible_high`: how far the value is known, from a calibration's profile or by judgement."""
    plausible_high: float | None = None


class Quantity(msgspec.Struct, frozen=True):
    """A parameter with its id."""

    id: str
    value: float
    unit: str
    low: float
    high: float
    grade: Grade
    """measured, calibrated (fitted to published observables) or assumed."""
    provenance: Provenance
    """Whether the source was read, quoted by a secondary text, or remembered."""
    source: str
    text: str
    plausible_low: float | None = None
    """With `plausible_high`: one standard error of a calibrated value, or what is held possible."""
    plausible_high: float | None = None

    @property
    def plausible(self) -> tuple[float, float] | None:
        """How far the value is known; None where nothing is said."""
        if self.plausible_low is None or self.plausible_high is None:
            return None
        return self.plausible_low, self.plausible_high

    def complaint(self, value: float) -> str | None:
        """Return one sentence on why the value cannot stand here, or None when it can."""
        if math.isfinite(value) and self.low <= value <= self.high:
            return None
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.id} is {value:g}, but must be from {self.low:g} to {self.high:g}{unit}."


def quantity_of(identifier: str, row: Row, unit: str) -> Quantity:
    """Return the checked quantity of a row.

    Raises:
        ValueError: the unit is another than the engine's, the value leaves its range or what is held
            plausible, or a text is empty.
    """
    if row.unit != unit:
        raise ValueError(f"{identifier} is given in {row.unit!r}, the engine expects {unit!r}.")
    if not row.source.strip() or not row.text.strip():
        raise ValueError(f"{identifier} needs a source and a text.")
    quantity = Quantity(id=identifier, **{name: getattr(row, name) for name in Row.__struct_fields__})
    if complaint := quantity.complaint(row.value):
        raise ValueError(complaint)
    _check_plausible(quantity)
    return quantity


def _check_plausible(quantity: Quantity) -> None:
    name, ends = quantity.id, (quantity.plausible_low, quantity.plausible_high)
    if ends == (None, None):
        return
    if quantity.plausible is None:
        raise ValueError(f"{name} needs both plausible_low and plausible_high, or neither.")
    low, high = quantity.plausible
    if not quantity.low <= low <= quantity.value <= high <= quantity.high:
        raise ValueError(
            f"{name} is held plausible from {low:g} to {high:g}, which must hold {quantity.value:g} and lie "
            f"from {quantity.low:g} to {quantity.high:g}."
        )
