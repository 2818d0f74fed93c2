"""A small part of TeX -> a tree, and the tree read aloud. Knows no fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vmat2_desktop.ui.texts import MINUS, tr

_WORD = re.compile(r"\\text\{([^{}]*)\}")
_TOKEN = re.compile(r"\\text\{[^{}]*\}|\\[A-Za-z]+|\d+(?:\.\d+)?|\S")
_SYMBOLS = {
    "\\alpha": "α",
    "\\theta": "θ",
    "\\lambda": "λ",
    "\\phi": "φ",
    "\\infty": "∞",
    "\\cdot": "·",
}
_OPERATORS = {"=", "+", MINUS, "·"}
_SAID = {"=": "equals", "+": "plus", MINUS: "minus", "·": "times", "/": "over", "′": "prime"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One letter, number, word or sign."""

    text: str
    italic: bool = False
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Scripted:
    """A base with what hangs below or stands above it."""

    base: Node
    below: tuple[Node, ...] = ()
    above: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fraction:
    """One over the other."""

    top: tuple[Node, ...]
    bottom: tuple[Node, ...]


Node = Symbol | Scripted | Fraction


def parse(maths: str) -> tuple[Node, ...]:
    r"""Return the tree of a formula: letters, numbers, `_`, `^`, `\frac{}{}`, `\text{}` and a few letters.

    Raises:
        ValueError: it is no such formula.
    """
    nodes, rest = _row(_TOKEN.findall(maths))
    if rest:
        raise ValueError(f"{maths}: a brace closes what none opened.")
    return nodes


def _row(tokens: list[str]) -> tuple[tuple[Node, ...], list[str]]:
    found: list[Node] = []
    while tokens and tokens[0] != "}":
        token, tokens = tokens[0], tokens[1:]
        if token in "_^":
            script, tokens = _group(tokens)
            found.append(_scripted(found.pop() if found else Symbol(""), token, script))
        elif token == "\\frac":
            top, tokens = _group(tokens)
            bottom, tokens = _group(tokens)
            found.append(Fraction(top, bottom))
        elif token == "{":
            raise ValueError("A brace opens where nothing takes it.")
        else:
            found.append(_symbol(token))
    return tuple(found), tokens


def _group(tokens: list[str]) -> tuple[tuple[Node, ...], list[str]]:
    """Take what stands in braces."""
    if not tokens or tokens[0] != "{":
        raise ValueError("Braces are missing after \\frac, _ or ^.")
    nodes, rest = _row(tokens[1:])
    if not rest:
        raise ValueError("A brace is not closed.")
    return nodes, rest[1:]


def _scripted(base: Node, where: str, script: tuple[Node, ...]) -> Scripted:
    before = base if isinstance(base, Scripted) else Scripted(base)
    if where == "_":
        return Scripted(before.base, script, before.above)
    return Scripted(before.base, before.below, script)


def _symbol(token: str) -> Symbol:
    if word := _WORD.fullmatch(token):
        return Symbol(word.group(1))
    if token.startswith("\\"):
        if token not in _SYMBOLS:
            raise ValueError(f"{token} is not known here.")
        token = _SYMBOLS[token]
    token = {"-": MINUS, "'": "′"}.get(token, token)
    return Symbol(token, italic=token.isalpha(), operator=token in _OPERATORS)


def spoken(nodes: tuple[Node, ...]) -> str:
    """Return a formula as it is read aloud."""
    return " ".join(part for part in (_said(node) for node in nodes) if part).replace(" ,", ",")


def _said(node: Node) -> str:
    if isinstance(node, Fraction):
        return tr("{0} divided by {1}").format(_bracketed(node.top), _bracketed(node.bottom))
    if isinstance(node, Scripted):
        below = f" {spoken(node.below)}" if node.below else ""
        above = tr(" to the power of {0}").format(spoken(node.above)) if node.above else ""
        return f"{_said(node.base)}{below}{above}"
    return _SAID.get(node.text, node.text)


def _bracketed(nodes: tuple[Node, ...]) -> str:
    return spoken(nodes) if len(nodes) == 1 else f"({spoken(nodes)})"
