"""A session reads back equal, and whatever else a file holds is refused in one sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from bad_sessions import ALL, TREES, session
from hypothesis import given
from hypothesis import strategies as st
from test_scenario_file import scenarios

from vmat2_desktop import knowledge
from vmat2_desktop.documents import scenario_file, session_file
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.session_file import Document, Layout
from vmat2_desktop.documents.session_schema import FASTEST, LONGEST_NOTES, SLOWEST, schema
from vmat2_desktop.engine.scenario import Condition, Scenario

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "resources" / "scenarios").glob("*.json"))
KNOWN = knowledge.load()
TRACES = ("vmat2", "movement", "plasma")
VALIDATOR = jsonschema.Draft202012Validator(schema())

NOTES = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    a, b = draw(scenarios()), draw(st.none() | scenarios())
    bare = Document(a, b, draw(NOTES))
    traces = draw(st.none() | st.lists(st.sampled_from(TRACES), unique=True).map(tuple))
    layout = Layout(
        traces,
        draw(st.booleans()),
        draw(st.sampled_from("ab" if b is not None else "a")),
        draw(st.none() | st.floats(0.0, bare.horizon_h)),
        draw(st.none() | st.floats(SLOWEST, FASTEST)),
    )
    return replace(bare, layout=layout)


@given(documents())
def test_a_session_that_is_written_reads_back_equal_and_fits_the_schema(document: Document) -> None:
    text = session_file.dumps(document)
    assert session_file.loads(text, KNOWN, TRACES) == document
    assert session_file.loads(text.encode(), KNOWN) == document
    VALIDATOR.validate(json.loads(text))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_scenario_alone_opens_as_a(path: Path) -> None:
    assert session_file.read(path, KNOWN, TRACES) == Document(scenario_file.read(path, KNOWN))


def test_what_is_left_out_has_its_default() -> None:
    assert session_file.loads(json.dumps(session()), KNOWN) == Document(Scenario())


def test_every_field_reaches_the_document() -> None:
    layout = {"traces": ["movement"], "compared": True, "side": "b", "clock": "56 d", "speed": 3600}
    tree = session(a={"seed": 1}, b={"condition": "tourette"}, notes="a\n\tb", layout=layout)
    assert session_file.loads(json.dumps(tree), KNOWN, TRACES) == Document(
        Scenario(seed=1),
        Scenario(condition=Condition.TOURETTE),
        "a\n\tb",
        Layout(("movement",), True, "b", 1344.0, 3600.0),
    )


def test_the_clock_may_stand_where_only_the_longer_scenario_is() -> None:
    tree = session(a={"until": "1 d"}, b={"until": "30 d"}, layout={"clock": "30 d"})
    assert session_file.loads(json.dumps(tree), KNOWN).layout.time_h == 720.0


def test_traces_that_nobody_asks_about_are_kept() -> None:
    tree = session(layout={"traces": ["of.another.version"]})
    assert session_file.loads(json.dumps(tree), KNOWN).layout.traces == ("of.another.version",)


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in ALL], ids=[row[0] for row in ALL])
def test_a_bad_session_is_refused_in_one_sentence_that_says_what_and_where(
    tmp_path: Path, content: bytes, words: tuple[str, ...]
) -> None:
    path = tmp_path / "bad.vmat2"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        session_file.read(path, KNOWN, TRACES)
    sentence = str(caught.value)
    assert sentence.startswith("bad.vmat2: ")
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 600
    assert "msgspec" not in sentence
    assert "Expected `" not in sentence
    for part in words:
        assert part in sentence


@given(st.binary(max_size=60), st.integers(0, 10_000))
def test_a_damaged_session_is_read_or_refused(piece: bytes, place: int) -> None:
    good = session_file.dumps(Document(Scenario(), Scenario(), "notes", Layout(("vmat2",)))).encode()
    at = place % len(good)
    for data in (good[:at] + piece + good[at:], good[:at] + piece + good[at + len(piece) :], good[:at]):
        with suppress(DocumentError):
            read = session_file.loads(data, KNOWN, TRACES)
            assert session_file.loads(session_file.dumps(read), KNOWN, TRACES) == read


CHECKED_BEYOND_THE_SCHEMA = {
    "notes with a bell",
    "trace unknown",
    "trace twice",
    "side of nothing",
    "clock too late",
    "clock beyond time",
}


@pytest.mark.parametrize(("name", "tree"), [row[:2] for row in TREES], ids=[row[0] for row in TREES])
def test_the_schema_refuses_what_the_reader_refuses_but_for_what_needs_more(name: str, tree: object) -> None:
    assert VALIDATOR.is_valid(tree) == (name in CHECKED_BEYOND_THE_SCHEMA)


def test_the_schema_in_docs_is_the_one_that_is_printed() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    printed = (ROOT / "docs" / "session.schema.json").read_text(encoding="utf-8")
    assert printed == json.dumps(schema(), indent=2) + "\n"
    assert schema()["properties"]["notes"]["maxLength"] == LONGEST_NOTES
