"""Bytes that anybody may have written -> a tree of plain values, or one sentence on why not."""

from __future__ import annotations

import json
import math
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

from vmat2_desktop.documents.errors import DocumentError, join, quote

MAX_BYTES = 1024 * 1024
"""Of a scenario file."""

_DEEPEST = 32
_MOST_DIGITS = 300
_EXACT_INTEGERS = 2**53
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class _TwiceNamed(dict[str, Any]):
    """An object in which a field stands twice; found here, reported with its path later."""

    field = ""


def read_bytes(path: str | Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a regular file of at most `limit` bytes.

    Raises:
        DocumentError: there is no such file, it cannot be read, or it is no regular file or too large.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise DocumentError(_unreadable(Path(path), error)) from error
    except ValueError as error:
        raise DocumentError("The file name holds a NUL character.") from error
    try:
        return _content(descriptor, limit)
    except OSError as error:
        raise DocumentError(_unreadable(Path(path), error)) from error
    finally:
        os.close(descriptor)


def _content(descriptor: int, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
        raise DocumentError(f"It is {kind}, not a file.")
    data = bytearray()
    while status.st_size <= limit and len(data) <= limit:
        piece = os.read(descriptor, limit + 1 - len(data))
        if not piece:
            return bytes(data)
        data += piece
    raise DocumentError(f"It is larger than a scenario can be, {limit // 1024} KiB.")


def _unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, PermissionError):
        return "It is a folder, not a file." if path.is_dir() else "There is no permission to read it."
    return f"It cannot be read: {error.strerror or 'unknown reason'}."


def encoded(data: bytes | str) -> bytes:
    """Return a document as bytes.

    Raises:
        DocumentError: it is text that cannot be written down.
    """
    try:
        return data if isinstance(data, bytes) else data.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError("It holds half a character, which is no text.") from error


def written(tree: dict[str, Any]) -> str:
    """Return a tree of plain values as the text of a document."""
    return json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def parse(data: bytes) -> dict[str, Any]:
    """Return the JSON object that the bytes hold.

    Raises:
        DocumentError: they are no UTF-8, no JSON, no object, or JSON that means different things to different
            programs (a field twice, NaN, half a surrogate pair).
    """
    if data.startswith(_BYTE_ORDER_MARKS):
        raise DocumentError("It begins with a byte order mark; save it as UTF-8 without one.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"Byte {error.start} is not UTF-8 text; save the file with that encoding."
        ) from error
    if not text.strip():
        raise DocumentError("It is empty; a scenario is a JSON object, at least {}.")
    tree = _decoded(text)
    if not isinstance(tree, dict):
        raise DocumentError(f"It holds {_kind(tree)}, but a scenario is a JSON object in braces.")
    _check(tree)
    return tree


def _decoded(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(f"It is not valid JSON at {where}: {_reason(error.msg)}.") from error
    except RecursionError as error:
        raise DocumentError(_too_deep()) from error


def _reason(message: str) -> str:
    message = message.removesuffix(" at")
    return message[:1].lower() + message[1:]


def _too_deep() -> str:
    return f"Its brackets are nested more than {_DEEPEST} deep, which no scenario needs."


def _kind(value: object) -> str:
    kinds: dict[type, str] = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _constant(word: str) -> NoReturn:
    raise DocumentError(f"It holds {word}, which is not a number in JSON; write a finite number.")


def _float(digits: str) -> int | float:
    value = float(digits)
    return int(value) if value.is_integer() and abs(value) < _EXACT_INTEGERS else value


def _int(digits: str) -> int | float:
    if len(digits) > _MOST_DIGITS:
        return math.copysign(math.inf, -1.0 if digits.startswith("-") else 1.0)
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    twice = _TwiceNamed(fields)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            twice.field = key
            break
        seen.add(key)
    return twice


def _check(tree: dict[str, Any]) -> None:
    """Refuse what the parser lets pass, in the order of the document."""
    waiting: list[tuple[Any, str, int]] = [(tree, "", 0)]
    while waiting:
        value, path, depth = waiting.pop()
        if depth > _DEEPEST:
            raise DocumentError(_too_deep())
        if isinstance(value, str):
            _check_text(value, path)
        elif isinstance(value, dict):
            if isinstance(value, _TwiceNamed):
                raise DocumentError(f"{join(path, value.field)} stands twice; keep one of them.")
            for key in value:
                _check_text(key, join(path, key))
            waiting += reversed([(item, join(path, key), depth + 1) for key, item in value.items()])
        elif isinstance(value, list):
            waiting += reversed([(item, join(path, i), depth + 1) for i, item in enumerate(value)])


def _check_text(text: str, path: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        broken = quote(text[error.start])
        raise DocumentError(f"{path} holds {broken}, half a character; write the whole one.") from error
