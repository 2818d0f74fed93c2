"""Session documents (`.vmat2`): scenario A, perhaps B, notes and layout <-> checked values.

A scenario document opens too, as A. What is unknown is refused by name, in one sentence, as in a scenario.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from vmat2_desktop.documents import json_text, scenario_file, times
from vmat2_desktop.documents import session_schema as shape
from vmat2_desktop.documents.errors import DocumentError, named, quote
from vmat2_desktop.documents.explain import complaint, nearest, refuse
from vmat2_desktop.documents.session_schema import LONGEST_NOTES, schema
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Knowledge

__all__ = ["LONGEST_NOTES", "Document", "DocumentError", "Layout", "dumps", "loads", "read", "schema"]

SUFFIX = ".vmat2"
MAX_BYTES = 3 * json_text.MAX_BYTES
"""Two scenarios, notes and layout."""
_FIRST_PRINTABLE, _DELETE = 32, 127


@dataclass(frozen=True, slots=True)
class Layout:
    """How the window showed a session."""

    traces: tuple[str, ...] | None = None
    """Ids of the traces that are drawn; None: as the window has them."""
    compare: bool = False
    side: str = "a"
    """`a` or `b`: the side that is edited."""
    time_h: float | None = None
    """The clock, h from the start; None: where the window opens."""
    speed: float | None = None
    """Model seconds a second; None: as the window has it."""
    probe: tuple[float, float] | None = None
    """Where the probe stands in the cleft, shares of its width and height; None: there is none."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a session file holds."""

    a: Scenario
    b: Scenario | None = None
    notes: str = ""
    layout: Layout = Layout()

    @property
    def horizon_h(self) -> float:
        """End of the longer scenario, h."""
        return max(self.a.horizon_h, 0.0 if self.b is None else self.b.horizon_h)


def read(path: str | Path, knowledge: Knowledge, traces: Collection[str] | None = None) -> Document:
    """Return the session that a file holds, or the scenario that it holds as A.

    Args:
        path: the file.
        knowledge: what a scenario may name.
        traces: ids of the traces that there are; None: not checked.

    Raises:
        DocumentError: the file cannot be read or is neither; the sentence begins with the file's name.
    """
    with named(path):
        return loads(json_text.read_bytes(path, MAX_BYTES), knowledge, traces)


def loads(data: bytes | str, knowledge: Knowledge, traces: Collection[str] | None = None) -> Document:
    """Return the session, or the scenario as A, that the bytes of a document hold; see `read`.

    Raises:
        DocumentError: they hold neither.
    """
    return of_tree(json_text.parse(json_text.encoded(data)), knowledge, traces)


def of_tree(tree: dict[str, Any], knowledge: Knowledge, traces: Collection[str] | None = None) -> Document:
    """Return the session, or the scenario as A, that a tree of plain values describes; see `read`.

    Raises:
        DocumentError: it describes neither.
    """
    if tree.get("format") != shape.FORMAT:
        return Document(scenario_file.of_tree(tree, knowledge))
    scenario_file.check_version(tree, shape.FORMAT, shape.VERSION)
    try:
        found = msgspec.convert(tree, shape.Session)
    except msgspec.ValidationError as error:
        sentence = complaint(tree, shape.Session)
        raise DocumentError(sentence or f"It is no session: {error}.") from error
    _check_notes(found.notes)
    document = Document(
        _side("a", found.a, knowledge),
        None if found.b is None else _side("b", found.b, knowledge),
        found.notes,
        _layout(found.layout),
    )
    _check_layout(document, traces)
    return document


def dumps(document: Document) -> str:
    """Return a session as the text of a document; `loads` returns an equal one."""
    return json_text.written(tree_of(document))


def tree_of(document: Document) -> dict[str, Any]:
    """Return a session as plain values."""
    layout = document.layout
    time_h = layout.time_h
    return {
        "format": shape.FORMAT,
        "version": shape.VERSION,
        "a": scenario_file.tree_of(document.a),
        "b": None if document.b is None else scenario_file.tree_of(document.b),
        "notes": document.notes,
        "layout": {
            "traces": None if layout.traces is None else list(layout.traces),
            "compared": layout.compare,
            "side": layout.side,
            "clock": None if time_h is None else times.text(time_h),
            "speed": layout.speed,
            "probe": None if layout.probe is None else list(layout.probe),
        },
    }


def _side(name: str, tree: dict[str, Any], knowledge: Knowledge) -> Scenario:
    try:
        return scenario_file.of_tree(tree, knowledge)
    except DocumentError as error:
        raise DocumentError(f"In scenario {name}: {error}") from error


def _layout(layout: shape.Layout) -> Layout:
    try:
        time_h = None if layout.clock is None else times.parse(layout.clock)
    except ValueError as error:
        raise DocumentError(refuse("layout.clock", layout.clock, str(error))) from error
    return Layout(layout.traces, layout.compared, layout.side, time_h, layout.speed, layout.probe)


# What a JSON Schema cannot say


def _check_notes(notes: str) -> None:
    for place, character in enumerate(notes):
        code = ord(character)
        if (code < _FIRST_PRINTABLE and character not in "\n\t") or code == _DELETE:
            raise DocumentError(
                f"notes holds the control character {quote(character)} at {place}; "
                "only line ends and tabs may stand among the text."
            )


def _check_layout(document: Document, traces: Collection[str] | None) -> None:
    layout = document.layout
    if layout.side == "b" and document.b is None:
        raise DocumentError('layout.side is "b", but there is no scenario b; add one, or write "a".')
    if layout.time_h is not None and layout.time_h > document.horizon_h:
        end = f'must be within the scenario, which ends at "{times.text(document.horizon_h)}"'
        raise DocumentError(refuse("layout.clock", times.text(layout.time_h), end))
    shown = layout.traces or ()
    for place, trace in enumerate(shown):
        path = f"layout.traces[{place}]"
        if traces is not None and trace not in traces:
            raise DocumentError(
                f"{path} is {quote(trace)}, which this version does not have{nearest(trace, traces)}; "
                f"it has {', '.join(traces)}."
            )
        if trace in shown[:place]:
            raise DocumentError(f"{path} is {quote(trace)}, which stands twice; keep one of them.")
