"""Session files that are refused, and what the sentence must say: (name, content, parts of the sentence)."""

from __future__ import annotations

import json
from typing import Any


def session(**changes: object) -> dict[str, Any]:
    return {"format": "vmat2-session", "version": 1, "a": {}, **changes}


def layout(**fields: object) -> dict[str, Any]:
    return session(layout=fields)


NEGATIVE: dict[str, Any] = {"medicines": [{"name": "valbenazine", "doses": [{"mg": -1}]}]}

TREES: list[tuple[str, Any, tuple[str, ...]]] = [
    ("no a", {"format": "vmat2-session", "version": 1}, ("a is missing; a session needs it.",)),
    ("no version", {"format": "vmat2-session", "a": {}}, ("version is missing; a session needs it.",)),
    (
        "newer",
        session(version=2, c={}),
        ("version 2 is newer than this program understands; it reads version 1.",),
    ),
    ("version as text", session(version="1"), ('version is "1", but must be 1.',)),
    ("another format", session(format="vmat2-lesson"), ('format is "vmat2-lesson", but must be',)),
    (
        "unknown field",
        session(note="x"),
        ("note is not a field of a session (did you mean notes?)", "layout"),
    ),
    ("a a list", session(a=[]), ("a is a list, but must be an object in braces.",)),
    ("a null", session(a=None), ("a is null, but must be an object in braces.",)),
    (
        "a a session",
        session(a=session()),
        ('In scenario a: format is "vmat2-session", but must be "vmat2-scenario"',),
    ),
    ("a from the future", session(a={"version": 9}), ("In scenario a: version 9 is newer",)),
    ("unknown in a", session(a={"medicine": 1}), ("In scenario a: medicine is not a field of a scenario",)),
    (
        "dose of b",
        session(b=NEGATIVE),
        ("In scenario b: medicines[0].doses[0].mg is -1, but must be from 0 to 1000000 mg.",),
    ),
    (
        "unit of b",
        session(b={"until": "10 m"}),
        ('In scenario b: until is "10 m", but must be a number and a unit',),
    ),
    ("notes a number", session(notes=1), ("notes is 1, but must be text",)),
    ("notes too long", session(notes="x" * 20_001), ("notes has 20001 characters", "at most 20000")),
    ("notes with a bell", session(notes="a\x07"), ("notes holds the control character", "at 1")),
    ("layout a text", session(layout="wide"), ('layout is "wide", but must be an object',)),
    ("unknown in layout", layout(size=3), ("layout.size is not a field of a session", "clock")),
    ("traces a text", layout(traces="vmat2"), ('layout.traces is "vmat2", but must be a list',)),
    (
        "trace unknown",
        layout(traces=["vmat3"]),
        ("layout.traces[0]", "which this version does not have", "vmat2"),
    ),
    ("trace twice", layout(traces=["vmat2", "vmat2"]), ('layout.traces[1] is "vmat2", which stands twice',)),
    ("trace misspelt", layout(traces=["VMAT 2"]), ("layout.traces[0]", "must be the id of a trace")),
    ("too many traces", layout(traces=["vmat2"] * 201), ("layout.traces has 201 entries", "at most 200")),
    ("compared a text", layout(compared="yes"), ('layout.compared is "yes", but must be true or false.',)),
    ("side", layout(side="c"), ('layout.side is "c", but must be one of "a", "b".',)),
    ("side of nothing", layout(side="b"), ('layout.side is "b", but there is no scenario b',)),
    ("clock without unit", layout(clock="56"), ('layout.clock is "56", but must be a number and a unit',)),
    ("clock a number", layout(clock=56), ("layout.clock is 56, but must be a number and a unit",)),
    ("clock too late", layout(clock="113 d"), ('layout.clock is "113 d", but must be within', '"112 d"')),
    ("clock beyond time", layout(clock="21 y"), ('layout.clock is "21 y", but must be from 0 h to 20 y',)),
    ("speed", layout(speed=0), ("layout.speed is 0, but must be from 0.001 to 604800.0 s a second.",)),
    ("speed a text", layout(speed="1 h"), ('layout.speed is "1 h", but must be a number',)),
]

BYTES: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("empty", b"", ("It is empty",)),
    ("binary", bytes(range(256)), ("is not UTF-8 text",)),
    ("PNG", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, ("is not UTF-8 text",)),
    ("UTF-16", json.dumps(session()).encode("utf-16"), ("byte order mark",)),
    ("Latin-1", '{"notes": "Übung"}'.encode("latin-1"), ("is not UTF-8 text",)),
    ("NaN", b'{"format": "vmat2-session", "version": 1, "a": {"seed": NaN}}', ("It holds NaN",)),
    (
        "infinite",
        b'{"format": "vmat2-session", "version": 1, "a": {}, "layout": {"speed": 1e999}}',
        ("beyond all",),
    ),
    ("twice", b'{"format": "vmat2-session", "version": 1, "a": {}, "a": {}}', ("a stands twice",)),
    (
        "twice inside",
        b'{"format": "vmat2-session", "version": 1, "a": {"seed": 1, "seed": 2}}',
        ("a.seed stands",),
    ),
    ("deep", b'{"format": "vmat2-session", "a": ' * 50_000, ("nested more than 32 deep",)),
    ("deep and closed", b'{"a": %s}' % (b"[" * 100 + b"]" * 100), ("nested more than 32 deep",)),
    ("cut short", json.dumps(session(notes="x")).encode()[:-3], ("not valid JSON",)),
    ("half a character", b'{"notes": "\\ud800"}', ("half a character",)),
    ("a list", b"[]", ("It holds a list",)),
    ("too large", b" " * (3 * 1024 * 1024) + b"{}", ("larger than a scenario can be, 3072 KiB",)),
]

ALL: list[tuple[str, bytes, tuple[str, ...]]] = [
    *((name, json.dumps(tree).encode(), words) for name, tree, words in TREES),
    *BYTES,
]
