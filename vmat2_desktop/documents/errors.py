"""The one error of this floor, and how foreign text is quoted in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST_QUOTE = 60
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class DocumentError(Exception):
    """A file cannot be read or written; the message is one clear sentence for the person who asked."""


def quote(value: object) -> str:
    """Return a value from a file as short printable text on one line."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "a number beyond all bounds"
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = json.dumps(value).replace("\x7f", "\\u007f")
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 3]}..."


def name(text: str) -> str:
    """Return a field name from a file as it can stand in a path."""
    return text if _PLAIN_NAME.fullmatch(text) else quote(text)


def join(path: str, key: str | int) -> str:
    """Return the path of an entry or a field: `doses[1].mg`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{name(key)}" if path else name(key)


@contextmanager
def named(path: str | Path) -> Iterator[None]:
    """Let a sentence on a file begin with its name."""
    try:
        yield
    except DocumentError as error:
        file = Path(path).name
        shown = file if file.isprintable() else quote(file)
        raise DocumentError(f"{shown or '.'}: {error}") from error
