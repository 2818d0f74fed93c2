"""A number that remembers how it was computed, so that one piece of arithmetic gives value and formula."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

_Compute = Callable[[float, float], float]

_NAMED = {math.log(2.0): "ln2"}
"""Numbers that read better by their name; whoever uses the text defines it."""


@dataclass(frozen=True, eq=False)
class Traced:
    """A value and the expression that it came from; + - * / ** and unary minus are followed."""

    value: float
    tree: ast.expr

    @classmethod
    def name(cls, name: str, value: float) -> Traced:
        """Return a named number."""
        return cls(value, ast.Name(name, ast.Load()))

    @property
    def text(self) -> str:
        """The expression as Python text."""
        return ast.unparse(self.tree)

    @property
    def is_zero(self) -> bool:
        """Whether it is the plain number 0, not a quantity that happens to be 0."""
        return isinstance(self.tree, ast.Constant) and self.value == 0.0

    def __add__(self, other: object) -> Traced:
        return self._with(other, ast.Add(), lambda a, b: a + b)

    def __radd__(self, other: object) -> Traced:
        return self._after(other, ast.Add(), lambda a, b: a + b)

    def __sub__(self, other: object) -> Traced:
        return self._with(other, ast.Sub(), lambda a, b: a - b)

    def __rsub__(self, other: object) -> Traced:
        return self._after(other, ast.Sub(), lambda a, b: a - b)

    def __mul__(self, other: object) -> Traced:
        return self._with(other, ast.Mult(), lambda a, b: a * b)

    def __rmul__(self, other: object) -> Traced:
        return self._after(other, ast.Mult(), lambda a, b: a * b)

    def __truediv__(self, other: object) -> Traced:
        return self._with(other, ast.Div(), lambda a, b: a / b)

    def __rtruediv__(self, other: object) -> Traced:
        return self._after(other, ast.Div(), lambda a, b: a / b)

    def __neg__(self) -> Traced:
        return Traced(-self.value, _negated(self.tree))

    def __float__(self) -> float:
        return float(self.value)

    def __lt__(self, other: float) -> bool:
        return self.value < float(other)

    def __le__(self, other: float) -> bool:
        return self.value <= float(other)

    def __gt__(self, other: float) -> bool:
        return self.value > float(other)

    def __ge__(self, other: float) -> bool:
        return self.value >= float(other)

    def _with(self, other: object, operator: ast.operator, compute: _Compute) -> Traced:
        return self._unless_array(other, lambda number: _combined(self, number, operator, compute))

    def _after(self, other: object, operator: ast.operator, compute: _Compute) -> Traced:
        return self._unless_array(other, lambda number: _combined(number, self, operator, compute))

    def _unless_array(self, other: object, combine: Callable[[Traced], Traced]) -> Traced:
        # An array takes each of its elements in turn.
        return NotImplemented if isinstance(other, np.ndarray) else combine(traced(other))


def traced(number: object) -> Traced:
    """Return a plain number as one that stands for itself.

    Raises:
        TypeError: it is no number.
    """
    if isinstance(number, Traced):
        return number
    if not isinstance(number, (int, float)):
        raise TypeError(f"{number!r} is no number that can be followed.")
    value = float(number)
    if value in _NAMED:
        return Traced.name(_NAMED[value], value)
    if value < 0:
        return Traced(value, _negated(ast.Constant(-value)))
    return Traced(value, ast.Constant(int(value) if value.is_integer() and value < 1e15 else value))


def _combined(left: Traced, right: Traced, operator: ast.operator, compute: _Compute) -> Traced:
    value = compute(left.value, right.value)
    if isinstance(operator, ast.Mult) and (left.is_zero or right.is_zero):
        return traced(0)
    if isinstance(operator, ast.Mult | ast.Div):
        # Signs go outwards, where they can meet and cancel.
        if isinstance(left.tree, ast.UnaryOp):
            return -Traced(-value, ast.BinOp(left.tree.operand, operator, right.tree))
        if isinstance(right.tree, ast.UnaryOp):
            return -Traced(-value, ast.BinOp(left.tree, operator, right.tree.operand))
    return Traced(value, ast.BinOp(left.tree, operator, right.tree))


def _negated(tree: ast.expr) -> ast.expr:
    """Return minus the expression, with the sign moved inwards where that reads better."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return tree.operand
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Sub):
        return ast.BinOp(_negated(tree.left), ast.Add(), tree.right)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add):
        return ast.BinOp(_negated(tree.left), ast.Sub(), tree.right)
    return ast.UnaryOp(ast.USub(), tree)
