"""resources/gallery.toml: every entry is a scenario or two that the application reads, and has a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmat2_desktop.documents import gallery
from vmat2_desktop.engine.scenario import Condition, Rung
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.knowledge.toml_file import ResourceError

GOOD = """
[one]
title = "A title"
question = "A question?"
at = "1 d"
a = { until = "2 d" }
"""


def test_the_contrasts_of_the_article_are_there(known: Knowledge) -> None:
    entries = gallery.load(known)
    assert len({entry.title for entry in entries}) == len(entries) >= 12
    assert all(entry.question.rstrip(".").strip() and len(entry.question) < 120 for entry in entries)
    pairs = [(entry.a, entry.b) for entry in entries if entry.b is not None]
    assert all(a != b for a, b in pairs)
    assert any(a.condition is Condition.NONE for a, _ in pairs)
    assert any(a.condition is Condition.DRUG_INDUCED_PARKINSONISM for a, _ in pairs)
    assert any(a.medicine("reserpine") and b.medicine("valbenazine") for a, b in pairs)
    assert any(b.medicine("paroxetine") and not a.medicine("paroxetine") for a, b in pairs)
    assert any(a.person.genotype != b.person.genotype for a, b in pairs)
    assert any(a.rung is Rung.TEXTBOOK and b.rung is Rung.MECHANISTIC for a, b in pairs)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("A question?", " "), "one needs a title and a question"),
        (GOOD.replace("1 d", "3 d"), "after the end"),
        (GOOD.replace("1 d", "soon"), "must be a number and a unit"),
        (GOOD.replace('until = "2 d"', 'untill = "2 d"'), "untill"),
        (GOOD.replace("question =", "asks ="), "asks"),
        ("", "no entry"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, known: Knowledge, wrong: str, said: str) -> None:
    file = tmp_path / "gallery.toml"
    file.write_text(GOOD, encoding="utf-8")
    (entry,) = gallery.load_from(tmp_path, known)
    assert (entry.id, entry.time_h, entry.b) == ("one", 24.0, None)
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(ResourceError, match=said):
        gallery.load_from(tmp_path, known)
