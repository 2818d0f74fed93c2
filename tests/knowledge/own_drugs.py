"""docs/authoring.md and drug files made from it, for the tests of both."""

from __future__ import annotations

import re
from pathlib import Path

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.knowledge.loader import load_from
from vmat2_desktop.knowledge.paths import resources_dir

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in that language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


EXAMPLAZINE = next(block for block in blocks("toml") if "examplazine.toml" in block)


def shipped(name: str) -> str:
    """Return the file of a drug that ships."""
    return (resources_dir() / "drugs" / f"{name}.toml").read_text(encoding="utf-8")


def loaded(folder: Path, text: str, name: str = "made_up") -> Knowledge:
    """Return what is known with that file in a folder of one's own."""
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_from(resources_dir(), folder)
