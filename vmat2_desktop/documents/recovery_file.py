"""The copy of unsaved work that is found after a crash: a session and the file that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vmat2_desktop.documents import json_text, session_file
from vmat2_desktop.documents.errors import DocumentError, named
from vmat2_desktop.documents.scenario_file import check_version
from vmat2_desktop.documents.session_file import Document
from vmat2_desktop.knowledge import Knowledge

FORMAT = "vmat2-recovery"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """Unsaved work."""

    document: Document
    path: str = ""
    """Where it is saved when the person saves; empty: nowhere yet."""


def dumps(copy: Copy) -> str:
    """Return a copy as text; `read` of a file that holds it returns an equal one."""
    session = session_file.tree_of(copy.document)
    return json_text.written({"format": FORMAT, "version": VERSION, "path": copy.path, "session": session})


def read(file: Path, knowledge: Knowledge) -> Copy:
    """Return the copy that a file holds.

    Raises:
        DocumentError: it cannot be read or holds none.
    """
    with named(file):
        tree = json_text.parse(json_text.read_bytes(file, session_file.MAX_BYTES))
        check_version(tree, FORMAT, VERSION)
        path, session = _checked(tree)
        return Copy(session_file.of_tree(session, knowledge), path)


def _checked(tree: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    path, session = tree.get("path"), tree.get("session")
    if not isinstance(path, str) or not isinstance(session, dict):
        raise DocumentError("It is no copy of unsaved work.")
    return path, session


def session_of(file: Path) -> str:
    """Return the session in a copy as the text of a session document, whether or not it can be opened.

    Raises:
        DocumentError: there is none.
    """
    return json_text.written(_checked(json_text.parse(json_text.read_bytes(file, session_file.MAX_BYTES)))[1])
