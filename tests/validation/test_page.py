"""docs/validation.md and docs/model.md say what the table says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vmat2_desktop.engine.model import Model
from vmat2_desktop.knowledge import observations
from vmat2_desktop.validation import report, table
from vmat2_desktop.validation.table import Verdict

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "validation.md").read_text(encoding="utf-8")


def verdicts_of_the_page() -> dict[str, list[str]]:
    """Return observation -> verdicts of its parts as they are printed."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 8 and cells[6].strip("*") in set(Verdict):
            current = cells[0] or current
            found.setdefault(current, []).append(cells[6].strip("*"))
    return found


def missed_on_the_page() -> set[str]:
    return {name for name, parts in verdicts_of_the_page().items() if Verdict.MISS in parts}


def test_the_page_has_every_observation(model: Model) -> None:
    known = observations.load(model.trial).observations
    printed = verdicts_of_the_page()
    assert {name: len(parts) for name, parts in printed.items()} == {
        name: len(item.parts) for name, item in known.items()
    }


def test_every_miss_is_explained_and_nothing_else() -> None:
    explained = (DOCS / "model.md").read_text(encoding="utf-8").split("## Known misses")[1].split("\n## ")[0]
    rows = {match[1] for match in re.finditer(r"^\| ([A-Z]\d\d) \|", explained, re.MULTILINE)}
    assert rows == missed_on_the_page()


def test_every_figure_is_shown_and_there() -> None:
    shown = set(re.findall(r"\(images/validation/(\w+\.png)\)", PAGE))
    assert shown == {path.name for path in (DOCS / "images" / "validation").glob("*.png")}
    assert len(shown) >= 8


@pytest.mark.slow
def test_the_page_is_what_the_table_says_now(model: Model) -> None:
    found = table.validate(model, observations.load(model.trial))
    now = {line.observation.id: [str(item.verdict) for item in line.found] for line in found.lines}
    assert verdicts_of_the_page() == now
    for sentence in report.counts(found):
        assert f"- {sentence}\n" in PAGE
    assert found.bars_met
