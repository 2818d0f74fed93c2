"""A course as equations: parameters, assignments, species with rates, timed events, all as text.

Expressions are Python text restricted to numbers, names, + - * / **, unary minus and abs(). They are written
by the engine alone. What is cut off at a bound is written as (x + abs(x))/2: a case distinction would make
other solvers stop and restart wherever a state lies near the bound.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

_NAME = re.compile(r"[a-z][A-Za-z0-9_]*")
_FUNCTION = "abs"
_RESERVED = frozenset({_FUNCTION, "time"})
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that stands still, or that events set."""

    id: str
    value: float
    unit: str
    text: str = ""
    source_id: str = ""
    """Id of the Model's parameter or of the observable that this is; empty: derived here."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What follows from the rest at every time."""

    id: str
    expression: str
    unit: str
    text: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Species:
    """A state with its rate of change, per hour."""

    id: str
    initial: float
    rate: str
    unit: str
    text: str = ""
    substance: str = ""
    """Id of the drug, moiety or molecule that it counts; empty: none."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens at a moment."""

    time_h: float
    additions: tuple[tuple[str, float], ...] = ()
    """(species, amount that is added)."""
    settings: tuple[tuple[str, float], ...] = ()
    """(parameter, value that holds from then on)."""


@dataclass(frozen=True)
class System:
    """All equations of one course; what happens at its start is in the initial values already.

    Raises:
        ValueError: a name is missing, doubled or defined too late, a number is not finite, an expression is
            not of the language, or the events are out of order.
    """

    start_h: float
    """Time of the initial values: before 0 where there is a history."""
    stop_h: float
    parameters: tuple[Parameter, ...]
    assignments: tuple[Assignment, ...]
    """In an order in which each needs only earlier ones."""
    species: tuple[Species, ...]
    events: tuple[Event, ...] = ()
    """Ascending, after the start."""
    observed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Observable id -> id of a parameter, assignment or species."""

    def __post_init__(self) -> None:
        known = self._check_names()
        numbers = {item.id: item.value for item in self.parameters}
        for item in self.species:
            _check_expression(item.id, item.rate, known)
            numbers[item.id] = item.initial
        for name, value in numbers.items():
            if not math.isfinite(value):
                raise ValueError(f"{name} is no finite number.")
        self._check_events()
        if missing := set(self.observed.values()) - known:
            raise ValueError(f"{sorted(missing)[0]} is observed, but defined nowhere.")

    def _check_names(self) -> set[str]:
        known: set[str] = set()
        for name in (*(item.id for item in self.parameters), *(item.id for item in self.species)):
            _check_new(name, known)
        for assignment in self.assignments:
            _check_expression(assignment.id, assignment.expression, known)
            _check_new(assignment.id, known)
        return known

    def _check_events(self) -> None:
        species, settable = {item.id for item in self.species}, {item.id for item in self.parameters}
        before = self.start_h
        for event in self.events:
            if not before < event.time_h:
                raise ValueError(f"The event at {event.time_h:g} h is out of order.")
            before = event.time_h
            for name, allowed in (
                *((name, species) for name, _ in event.additions),
                *((name, settable) for name, _ in event.settings),
            ):
                if name not in allowed:
                    raise ValueError(f"The event at {event.time_h:g} h changes {name}, which is not there.")

    @cached_property
    def changing(self) -> frozenset[str]:
        """Ids of everything that is not one number over the whole course."""
        found = {item.id for item in self.species}
        found |= {name for event in self.events for name, _ in event.settings}
        for item in self.assignments:
            if not found.isdisjoint(names(item.expression)):
                found.add(item.id)
        return frozenset(found)


def parsed(expression: str) -> ast.expr:
    """Return the tree of an expression.

    Raises:
        ValueError: it is not of the language.
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{expression!r} is no expression.") from error
    _check_tree(tree, expression)
    return tree


@lru_cache(maxsize=4096)
def names(expression: str) -> frozenset[str]:
    """Return every name that an expression needs."""
    found = {node.id for node in ast.walk(parsed(expression)) if isinstance(node, ast.Name)}
    return frozenset(found - {_FUNCTION})


def positive(expression: str) -> str:
    """Return the text of an expression where it is above 0, else 0."""
    return f"({expression} + abs({expression})) / 2"


def _check_new(name: str, known: set[str]) -> None:
    if not _NAME.fullmatch(name) or name in _RESERVED or keyword.iskeyword(name):
        raise ValueError(f"{name!r} cannot be the name of a quantity.")
    if name in known:
        raise ValueError(f"{name} is defined twice.")
    known.add(name)


def _check_expression(owner: str, expression: str, known: set[str]) -> None:
    if missing := names(expression) - known:
        raise ValueError(f"{owner} needs {sorted(missing)[0]}, which is not defined before it.")


def _check_tree(tree: ast.expr, expression: str) -> None:
    match tree:
        case ast.BinOp(left, operator, right) if isinstance(operator, _OPERATORS):
            _check_tree(left, expression)
            _check_tree(right, expression)
        case ast.UnaryOp(ast.USub(), operand) | ast.Call(ast.Name("abs"), [operand], []):
            _check_tree(operand, expression)
        case ast.Constant(value) if isinstance(value, (int, float)) and not isinstance(value, bool):
            pass
        case ast.Name():
            pass
        case _:
            raise ValueError(f"{expression!r} holds more than arithmetic.")
