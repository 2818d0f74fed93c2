"""docs/scenario.md says what is read, refused and observed, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bad_scenarios import TREES
from bad_sessions import TREES as BAD_SESSIONS

from vmat2_desktop import knowledge
from vmat2_desktop.documents import session_file, session_schema, tables
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.scenario_schema import schema
from vmat2_desktop.engine.observables import STATE_UNITS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8")
KNOWN = knowledge.load()
SHAPES = [
    shape for whole in (schema(), session_schema.schema()) for shape in (whole, *whole["$defs"].values())
]


def table_after(words: str) -> list[list[str]]:
    """Return the rows of the first table after those words, its head left out."""
    found = re.search(r"\n\|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE[PAGE.index(words) :])
    assert found is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in found[1].splitlines()]


def test_every_document_on_the_page_is_read() -> None:
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        session_file.loads(block, KNOWN)


def test_every_sentence_on_the_page_is_said() -> None:
    said = set()
    for _, tree, _ in (*TREES, *BAD_SESSIONS):
        with pytest.raises(DocumentError) as caught:
            session_file.loads(json.dumps(tree), KNOWN, ("vmat2",))
        said.add(str(caught.value))
    quoted = re.findall(r"^> (.*)$", PAGE, re.MULTILINE)
    assert len(quoted) >= 4
    assert set(quoted) <= said
    assert " ".join(tables.unknown_observable("score.aims", ["score.tmc"]).split()) in " ".join(PAGE.split())


def test_the_page_lists_every_state_with_its_unit_and_no_other() -> None:
    listed = {
        name: unit
        for names, unit, _ in table_after("**At a time**")
        for name in re.findall(r"`([^`]+)`", names)
    }
    assert listed.pop("plasma.<moiety>") == "ng/mL"
    assert listed == dict(STATE_UNITS)


def test_every_state_has_a_meaning() -> None:
    assert all(len(meaning) >= 5 for _, _, meaning in table_after("**At a time**"))


def test_the_page_lists_every_variant_and_no_other() -> None:
    listed = {gene.strip("`"): re.findall(r"`([^`]+)`", names) for gene, names, _ in table_after("Variants,")}
    known = {gene.upper(): list(variants)[1:] for gene, variants in KNOWN.model.variants.items()}
    assert listed == known


def test_the_page_names_every_field_medicine_moiety_and_allele() -> None:
    names = {field for shape in SHAPES for field in shape["properties"]}
    moieties = {moiety.id for drug in KNOWN.model.drugs.values() for moiety in drug.moieties}
    for name in names | set(KNOWN.model.drugs) | moieties | set(KNOWN.model.cyp2d6_activity):
        assert f"`{name}`" in PAGE, name


def test_the_page_names_every_choice_of_a_field() -> None:
    fields = [field for shape in SHAPES for field in shape["properties"].values()]
    choices = {choice for field in fields for choice in field.get("enum", ()) if isinstance(choice, str)}
    assert {"huntington", "severe", "fed", "textbook"} <= choices
    for choice in choices:
        assert f"`{choice}`" in PAGE or f'`"{choice}"`' in PAGE, choice
