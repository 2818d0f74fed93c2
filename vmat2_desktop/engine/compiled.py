"""The text of a System -> fast Python functions: plain floats for the solver, arrays for what is shown.

Only text that system.py has checked is compiled: arithmetic on known names, and nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.system import System, names, parsed

Array = NDArray[np.float64]

Rates = Callable[[float, Array, Sequence[float]], list[float]]
"""(time h, state, values of the settable parameters) -> rate of every species, per hour."""


def constants(system: System) -> Mapping[str, float]:
    """Return every parameter and assignment that is one number over the whole course.

    Raises:
        ArithmeticError: one has no value.
    """
    found = {item.id: item.value for item in system.parameters if item.id not in system.changing}
    for item in system.assignments:
        if item.id not in system.changing:
            found[item.id] = float(_evaluated(item.expression, found, _FLOATS))
    return MappingProxyType(found)


def settable(system: System) -> tuple[str, ...]:
    """Return the ids of the parameters that events set, in order."""
    return tuple(item.id for item in system.parameters if item.id in system.changing)


def rates(system: System) -> Rates:
    """Return the right-hand side of a system as one function of floats."""
    fixed = constants(system)
    needed = _needed(system)
    lines = ["state = state.tolist()"]
    for source, ids in (("state", [item.id for item in system.species]), ("held", list(settable(system)))):
        lines += [f"({', '.join(ids)},) = {source}"] if ids else []
    body: list[ast.stmt] = ast.parse("\n".join(lines)).body
    for item in system.assignments:
        if item.id in needed and item.id not in fixed:
            body.append(ast.Assign([ast.Name(item.id, ast.Store())], _floats(item.expression, fixed)))
    body.append(ast.Return(ast.List([_floats(item.rate, fixed) for item in system.species], ast.Load())))
    module = ast.parse("def rates(time, state, held): pass")
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = body
    space = dict(_FLOATS)
    exec(compile(ast.fix_missing_locations(module), "<rates>", "exec"), space)
    made: Rates = space["rates"]
    return made


def quantities(system: System, columns: Mapping[str, Array]) -> dict[str, Array]:
    """Return every quantity of a system, (n,) by id.

    Args:
        system: the equations.
        columns: (n,) values of every species and settable parameter by id.
    """
    values: dict[str, Any] = {**constants(system), **columns}
    for item in system.assignments:
        if item.id not in values:
            values[item.id] = _evaluated(item.expression, values, _ARRAYS)
    length = max((len(column) for column in columns.values()), default=1)
    return {name: np.broadcast_to(np.asarray(value, float), (length,)) for name, value in values.items()}


def _evaluated(expression: str, values: Mapping[str, Any], functions: Mapping[str, Any]) -> Any:
    tree = ast.Expression(_Translation().visit(parsed(expression)))
    code = compile(ast.fix_missing_locations(tree), "<expression>", "eval")
    return eval(code, dict(functions), {name: values[name] for name in names(expression)})


def _needed(system: System) -> set[str]:
    """Return the ids that rates depend on."""
    needed = set().union(*(names(item.rate) for item in system.species))
    for item in reversed(system.assignments):
        if item.id in needed:
            needed |= names(item.expression)
    return needed


def _floats(expression: str, fixed: Mapping[str, float]) -> ast.expr:
    """Return the tree for floats, with fixed names as numbers."""
    translated: ast.expr = _Folding(fixed).visit(parsed(expression))
    return translated


class _Translation(ast.NodeTransformer):
    """Powers as a call that bears what rounding pushes below 0."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Pow):
            return ast.Call(ast.Name("power_", ast.Load()), [left, right], [])
        return ast.BinOp(left, node.op, right)


class _Folding(_Translation):
    """The same, with what is known as numbers, computed as far as it goes."""

    def __init__(self, fixed: Mapping[str, float]) -> None:
        self._fixed = fixed

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self._fixed[node.id]) if node.id in self._fixed else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        return _folded(ast.UnaryOp(node.op, self.visit(node.operand)))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return _folded(super().visit_BinOp(node))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return _folded(ast.Call(node.func, [self.visit(part) for part in node.args], []))


def _folded(tree: ast.expr) -> ast.expr:
    """Return the number that an operation on numbers makes; any other operation as it is."""
    parts = [node for node in ast.iter_child_nodes(tree) if isinstance(node, ast.expr)]
    if not all(isinstance(part, ast.Constant) or _is_function(part) for part in parts):
        return tree
    code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<number>", "eval")
    return ast.Constant(eval(code, dict(_FLOATS)))


def _is_function(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _FLOATS


def _power(base: float, exponent: float) -> float:
    """Return the power; what rounding has pushed below 0 counts as 0."""
    return float(base**exponent) if base > 0.0 else float(0.0**exponent)


def _powers(base: Array | float, exponent: Array | float) -> Array:
    return np.asarray(np.maximum(base, 0.0) ** exponent)


_FLOATS: Mapping[str, Any] = MappingProxyType({"__builtins__": {}, "abs": abs, "power_": _power})
_ARRAYS: Mapping[str, Any] = MappingProxyType({"__builtins__": {}, "abs": abs, "power_": _powers})
