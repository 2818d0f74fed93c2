"""resources/gallery.toml: ready scenarios, alone or two to compare, each with a question."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from vmat2_desktop.documents import times
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.scenario_file import of_tree
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Knowledge, toml_file
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.toml_file import ResourceError

FILE = "gallery.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture of the gallery."""

    id: str
    title: str
    question: str
    a: Scenario
    b: Scenario | None
    time_h: float
    """When to look, h."""


class _EntryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    question: str
    at: str
    a: dict[str, Any]
    b: dict[str, Any] | None = None


def load(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return the gallery that ships with the application."""
    return load_from(resources_dir(), knowledge)


def load_from(root: Path, knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return the gallery of a resources folder, in the order of the file.

    Raises:
        ResourceError: the file is missing, unreadable or does not hold what is asked for.
    """
    found = toml_file.read(root / FILE, dict[str, _EntryFile])
    if not found:
        raise ResourceError(f"{FILE} has no entry.")
    return tuple(_entry(name, item, knowledge) for name, item in found.items())


def _entry(name: str, item: _EntryFile, knowledge: Knowledge) -> Entry:
    if not item.title.strip() or not item.question.strip():
        raise ResourceError(f"{FILE}: {name} needs a title and a question.")
    try:
        time_h = times.parse(item.at)
        a = of_tree(dict(item.a), knowledge)
        b = None if item.b is None else of_tree(dict(item.b), knowledge)
    except (DocumentError, ValueError) as error:
        raise ResourceError(f"{FILE}: {name}: {error}") from error
    if time_h > min(one.horizon_h for one in (a, b) if one is not None):
        raise ResourceError(f"{FILE}: {name} is looked at after the end of a scenario.")
    return Entry(name, item.title, item.question, a, b, time_h)
