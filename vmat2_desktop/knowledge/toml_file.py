"""One TOML file that anybody may have written -> plain values of a shape, or one sentence on why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from vmat2_desktop.knowledge.quantity import Grade, Provenance, Row

_T = TypeVar("_T")

MAX_BYTES = 1024 * 1024
"""Of a file in resources/ or of a person's own drug."""

_KINDS = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_CHOICES = {"grade": get_args(Grade), "provenance": get_args(Provenance)}
_AT = re.compile(r"(?s)(.*?)(?: - at `(?:key in )?\$(.*)`)?")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_WRONG_KIND = re.compile(r"Expected `(.*)`, got `(.*)`")
_WRONG_LENGTH = re.compile(r"Expected `array` of length (.*), got (.*)")
_NO_CHOICE = re.compile(r"Invalid enum value (.*)")


class ResourceError(Exception):
    """A file of knowledge cannot be used; the message names the file, the field and the way out."""


def read(path: Path, shape: type[_T]) -> _T:
    """Return what the file holds, checked against a msgspec type.

    Raises:
        ResourceError: it cannot be read, is no TOML, or holds something else.
    """
    try:
        if not path.is_file():
            reason = "it is no file" if path.exists() else "No such file or directory"
            raise ResourceError(f"{path.name} cannot be read: {reason}.")
        if path.stat().st_size > MAX_BYTES:
            raise ResourceError(f"{path.name} is larger than such a file can be, {MAX_BYTES // 1024} KiB.")
        data = path.read_bytes()
    except OSError as error:
        raise ResourceError(f"{path.name} cannot be read: {error.strerror}.") from error
    return _checked(path.name, "", _decoded(path.name, data), shape)


def rows(file: str, table: str, found: dict[str, Any]) -> dict[str, Row]:
    """Return the parameters of a table by name.

    Args:
        file: name of the file, for the sentence.
        table: name of the table, for the sentence; empty: the file itself.
        found: name -> what stands there.

    Raises:
        ResourceError: one of them is no row.
    """
    prefix = f"{table}." if table else ""
    return {name: _checked(file, f"{prefix}{name}", item, Row) for name, item in found.items()}


def _decoded(file: str, data: bytes) -> Any:
    try:
        return msgspec.toml.decode(data)
    except UnicodeDecodeError as error:
        raise ResourceError(f"{file} is not UTF-8 text at byte {error.start}.") from error
    except (msgspec.MsgspecError, ValueError) as error:
        reason = str(error).rstrip(".")
        raise ResourceError(f"{file} is not valid TOML: {reason[:1].lower()}{reason[1:]}.") from error
    except RecursionError as error:
        raise ResourceError(f"{file} is not valid TOML: its brackets are nested too deeply.") from error


def _checked(file: str, place: str, tree: Any, shape: type[_T]) -> _T:
    try:
        return msgspec.convert(tree, shape)
    except msgspec.ValidationError as error:
        raise ResourceError(f"{file}: {_sentence(str(error), place)}.") from error


def _sentence(message: str, place: str) -> str:
    """Put msgspec's message into words that name the field."""
    match = _AT.fullmatch(message)
    what, path = (match[1], match[2] or "") if match else (message, "")
    where = (place + path).removeprefix(".")
    if found := _MISSING.fullmatch(what):
        return f"{where or 'it'} lacks {found[1]}"
    if found := _UNKNOWN.fullmatch(what):
        return f"{where or 'it'} has {found[1]}, which is not a field there"
    if found := _WRONG_KIND.fullmatch(what):
        wanted, given = (_named(kind) for kind in found.groups())
        return f"{where or 'it'} must be {wanted}, but is {given}"
    if found := _WRONG_LENGTH.fullmatch(what):
        return f"{where} must have {found[1]} entries, but has {found[2]}"
    if found := _NO_CHOICE.fullmatch(what):
        choices = _CHOICES.get(where.rpartition(".")[2], ())
        return f"{where} is {found[1]}, but must be one of {', '.join(choices)}"
    return f"{where or 'it'}: {what}"


def _named(kinds: str) -> str:
    return " or ".join(_KINDS.get(kind, kind) for kind in kinds.split(" | ") if kind != "null")
