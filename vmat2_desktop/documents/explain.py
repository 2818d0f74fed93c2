"""Why a tree of plain values is not the document that a msgspec type describes: one sentence, with the path.

msgspec decides what is accepted; this only finds words, in the order of the document, that name the field,
what stands there, and what may stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import singledispatch
from typing import Annotated, Any

import msgspec
from msgspec.inspect import (
    BoolType,
    DictType,
    FloatType,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    StructType,
    UnionType,
    VarTupleType,
    type_info,
)

from vmat2_desktop.documents.errors import join, name, quote
from vmat2_desktop.documents.scenario_schema import CALLED, EXPECTED, UNIT

_MOST_LISTED = 60

_Words = Mapping[str, Any]
"""What the schema says of a field beside its type: unit, the end of a sentence."""


def complaint(tree: object, document: type) -> str:
    """Return the sentence on the first thing in the tree that the type does not allow, or an empty text."""
    return _complain(type_info(document), tree, "", {})


def refuse(path: str, value: object, expected: str) -> str:
    """Return the sentence `mg is 5000, but must be from 0 to 1000 mg.`."""
    return f"{path} is {quote(value)}, but {expected}."


def one_of(values: Iterable[object]) -> str:
    """Return the allowed values as the end of a sentence."""
    listed = ", ".join(quote(value) for value in values)
    return f"must be {listed}" if "," not in listed else f"must be one of {listed}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean x?)` for a word near a known one, else an empty text."""
    matches = get_close_matches(word[:_MOST_LISTED], list(known), n=1)
    return f" (did you mean {matches[0]}?)" if matches else ""


@singledispatch
def _complain(_kind: msgspec.inspect.Type, _value: Any, _path: str, _extra: _Words) -> str:
    return ""


@_complain.register
def _metadata(kind: Metadata, value: Any, path: str, extra: _Words) -> str:
    return _complain(kind.type, value, path, {**extra, **(kind.extra or {})})


@_complain.register
def _struct(kind: StructType, value: Any, path: str, _extra: _Words) -> str:
    if not isinstance(value, dict):
        return refuse(path, value, "must be an object in braces")
    fields = {field.encode_name: field for field in kind.fields}
    for key, item in value.items():
        if key not in fields:
            where = f" of {path}" if path else ""
            return (
                f"{join(path, key)} is not a field of {_called(kind)}{nearest(key, fields)}; "
                f"the fields{where} are {', '.join(fields)}."
            )
        if found := _complain(fields[key].type, item, join(path, key), {}):
            return found
    for key, field in fields.items():
        if field.required and key not in value:
            return f"{join(path, key)} is missing; {path or _called(kind)} needs it."
    return ""


def _called(kind: StructType) -> str:
    """Return what a document of that type is called."""
    return str(getattr(kind.cls, CALLED, "a scenario"))


@_complain.register
def _yes_or_no(_kind: BoolType, value: Any, path: str, _extra: _Words) -> str:
    return "" if isinstance(value, bool) else refuse(path, value, "must be true or false")


@_complain.register
def _list(kind: VarTupleType, value: Any, path: str, _extra: _Words) -> str:
    if not isinstance(value, list):
        return refuse(path, value, "must be a list in square brackets")
    if kind.max_length is not None and len(value) > kind.max_length:
        return f"{path} has {len(value)} entries, but must have at most {kind.max_length}."
    found = (_complain(kind.item_type, item, join(path, i), {}) for i, item in enumerate(value))
    return next((sentence for sentence in found if sentence), "")


@_complain.register
def _mapping(kind: DictType, value: Any, path: str, _extra: _Words) -> str:
    if not isinstance(value, dict):
        return refuse(path, value, "must be an object in braces")
    if kind.max_length is not None and len(value) > kind.max_length:
        return f"{path} has {len(value)} entries, but must have at most {kind.max_length}."
    found = (_complain(kind.value_type, item, f"{path}.{name(key)}", {}) for key, item in value.items())
    return next((sentence for sentence in found if sentence), "")


@_complain.register
def _or_null(kind: UnionType, value: Any, path: str, extra: _Words) -> str:
    if value is None:
        return ""
    wanted = next(item for item in kind.types if not isinstance(item, NoneType))
    return _complain(wanted, value, path, extra)


@_complain.register
def _whole(kind: IntType, value: Any, path: str, extra: _Words) -> str:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if is_whole and _within(kind, value):
        return ""
    return refuse(path, value, f"must be a whole number from {kind.ge} to {kind.le}{_unit(extra)}")


@_complain.register
def _number(kind: FloatType, value: Any, path: str, extra: _Words) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and _within(kind, value):
        return ""
    what = "" if is_number else " a number"
    span = _span(kind, extra)
    return refuse(path, value, f"must be{what}{span}" if what or span else "must be smaller")


@_complain.register
def _text(kind: StrType, value: Any, path: str, extra: _Words) -> str:
    expected = extra.get(EXPECTED, "must be text in quotation marks")
    if not isinstance(value, str):
        return refuse(path, value, expected)
    too_long = kind.max_length is not None and len(value) > kind.max_length
    if too_long and EXPECTED not in extra:
        return f"{path} has {len(value)} characters, but must have at most {kind.max_length}."
    try:
        msgspec.convert(value, _checked(kind))
    except msgspec.ValidationError:
        return refuse(path, value, expected)
    return ""


@_complain.register
def _literal(kind: LiteralType, value: Any, path: str, _extra: _Words) -> str:
    if any(type(value) is type(item) and value == item for item in kind.values):
        return ""
    return refuse(path, value, one_of(kind.values))


def _checked(kind: StrType) -> Any:
    return Annotated[str, msgspec.Meta(pattern=kind.pattern, max_length=kind.max_length)]


def _within(kind: IntType | FloatType, value: float) -> bool:
    above = (kind.ge is None or value >= kind.ge) and (kind.gt is None or value > kind.gt)
    return above and (kind.le is None or value <= kind.le) and (kind.lt is None or value < kind.lt)


def _span(kind: FloatType, extra: _Words) -> str:
    if kind.gt is not None:
        return f" above {kind.gt:g} and below {kind.lt:g}{_unit(extra)}"
    return "" if kind.ge is None else f" from {kind.ge} to {kind.le}{_unit(extra)}"


def _unit(extra: _Words) -> str:
    return f" {extra[UNIT]}" if UNIT in extra else ""
