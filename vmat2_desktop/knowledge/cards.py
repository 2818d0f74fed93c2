"""resources/cards.toml: what stands behind each thing of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.knowledge import toml_file
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.toml_file import ResourceError

FILE = "cards.toml"
UNITS = ("%", "% of healthy", "nM", "s", "times healthy", "of 28", "of 1", "")
"""In which a card writes the field of a frame; empty: a count."""


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A live value."""

    name: str
    field: str
    """Of the Frame."""
    unit: str


class Equation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the engine evaluates, in a small part of TeX, and what its letters mean."""

    maths: str
    where: str


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one thing."""

    text: str
    values: tuple[Shown, ...]
    equations: tuple[Equation, ...]
    parameters: tuple[str, ...]
    """Ids; `{inhibitor}` and `{antipsychotic}` stand for the medicine at work."""
    traces: tuple[str, ...]
    """Ids of the traces that draw it, the nearest first."""


@cache
def load() -> Mapping[str, Card]:
    """Return what ships with the application, by thing."""
    return load_from(resources_dir())


def load_from(root: Path) -> Mapping[str, Card]:
    """Return the cards of a resources folder.

    Raises:
        ResourceError: the file is missing, unreadable or does not hold what is asked for.
    """
    found = toml_file.read(root / FILE, dict[str, Card])
    known = {item.name for item in fields(Frame)}
    for thing, card in found.items():
        if not (card.text.strip() and card.values and card.equations):
            raise ResourceError(f"{FILE}: {thing} needs a text, values and equations.")
        for value in card.values:
            if value.field not in known:
                raise ResourceError(f"{FILE}: {thing} shows {value.field}, which no frame has.")
            if value.unit not in UNITS:
                raise ResourceError(f"{FILE}: {thing} has the unit {value.unit!r}, which is none of a card.")
    return MappingProxyType(found)
