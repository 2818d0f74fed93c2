"""The session document, field by field: what a `.vmat2` file holds beside its scenarios."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, field

from vmat2_desktop.documents import scenario_schema as scenario
from vmat2_desktop.documents.scenario_schema import EXPECTED, UNIT, Object, Time

FORMAT = "vmat2-session"
VERSION = 1
LONGEST_NOTES = 20_000
"""Characters."""
SLOWEST, FASTEST = 0.001, 604_800.0
"""Speeds of the clock, model seconds a second: a millisecond, a week."""

MOST_TRACES = 200

_Trace = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][A-Za-z0-9_.]*$",
        max_length=100,
        extra={EXPECTED: 'must be the id of a trace, such as "vmat2"'},
    ),
]
_Scenario = Annotated[dict[str, Any], Meta(description="A scenario document.")]


class _Part(Object):
    called: ClassVar[str] = "a session"


_Share = Annotated[float, Meta(ge=0.0, le=1.0)]


class Layout(_Part):
    """How the window showed it."""

    traces: Annotated[
        Annotated[tuple[_Trace, ...], Meta(max_length=MOST_TRACES)] | None,
        Meta(description="Ids of the traces that are drawn, each once; null: as the window has them."),
    ] = None
    compared: Annotated[bool, Meta(description="Whether A and B stand side by side.")] = False
    side: Annotated[Literal["a", "b"], Meta(description="The side that is edited.")] = "a"
    clock: Annotated[
        Time | None,
        Meta(description="Where the clock stands, within the longer scenario; null: where it opens."),
    ] = None
    speed: Annotated[
        Annotated[float, Meta(ge=SLOWEST, le=FASTEST, extra={UNIT: "s a second"})] | None,
        Meta(description="Model seconds a second, taken to the nearest stop; null: as the window has it."),
    ] = None
    probe: Annotated[
        tuple[_Share, _Share] | None,
        Meta(description="Where the probe stands in the cleft: shares, across and down; null: nowhere."),
    ] = None


class Session(_Part):
    """A session of VMAT2 Desktop.

    One scenario or two, notes, and how the window showed them.
    """

    format: Annotated[Literal["vmat2-session"], Meta(description="What this document is.")]
    version: Annotated[Literal[1], Meta(description="Version of the format.")]
    a: _Scenario
    b: Annotated[_Scenario | None, Meta(description="What A is compared with; null: nothing.")] = None
    notes: Annotated[str, Meta(max_length=LONGEST_NOTES, description="Text for people.")] = ""
    layout: Annotated[Layout, Meta(description="How the window showed it.")] = field(default_factory=Layout)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a session document."""
    definitions = scenario.definitions_of(Session)
    document = definitions.pop("Session")
    inner = scenario.schema()
    definitions |= inner.pop("$defs")
    del inner["$schema"]
    definitions["Scenario"] = inner
    refer = {"$ref": "#/$defs/Scenario"}
    fields = document["properties"]
    fields["a"] = {"title": "a", "description": "A scenario document.", **refer}
    fields["b"] = {key: fields["b"][key] for key in ("title", "description", "default")}
    fields["b"]["anyOf"] = [refer, {"type": "null"}]
    return {"$schema": scenario.DIALECT, **document, "title": "VMAT2 Desktop session", "$defs": definitions}
