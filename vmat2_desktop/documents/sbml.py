"""A System -> SBML Level 3 Version 2: units on everything, sources with every parameter, doses as events.

Amounts and concentrations are species with rate rules, other states are parameters with rate rules. SBML's
time begins at 0, a System's before it where there is a history: `scenario_time` is the scenario's own.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from vmat2_desktop.documents import identities, sbml_units
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.trains import Train, trains
from vmat2_desktop.engine.system import Assignment, Parameter, Species, System, parsed
from vmat2_desktop.knowledge import Quantity

EXTRA = "python-libsbml"
NOTICE = (
    "Teaching model of how VMAT2 inhibitors act in tardive dyskinesia. Many of its forms are teaching "
    "constructs; nothing in it is dosing advice."
)
SCENARIO_TIME = "scenario_time"

_LEVEL, _VERSION = 3, 2
_PLACES = {"mg": ("body", "mg"), "uM": ("terminal", "umol")}
"""Unit of a species -> compartment of unit volume, unit of substance."""
_XHTML = "http://www.w3.org/1999/xhtml"


def text(system: System, title: str, quantities: Mapping[str, Quantity]) -> str:
    """Return a system as SBML.

    Args:
        system: the equations.
        title: a line for people; may be empty.
        quantities: source, range and grade of the Model's parameters.

    Raises:
        DocumentError: libsbml is not installed.
    """
    writer = _Writer(library(), system)
    writer.head(title, quantities)
    for parameter in system.parameters:
        writer.parameter(parameter, quantities)
    for assignment in system.assignments:
        writer.assignment(assignment)
    for species in system.species:
        writer.species(species)
    for number, train in enumerate(trains(system), start=1):
        writer.train(train, f"change_{number}")
    result: str = writer.sbml.writeSBMLToString(writer.document)
    return result


def printable(title: str) -> str:
    """Return a title as XML can hold it."""
    return "".join(sign if sign.isprintable() else " " for sign in title)


def is_species(system: System, name: str) -> bool:
    """Whether a quantity stands among the species of the model; else among its parameters."""
    return any(item.id == name and item.unit in _PLACES for item in system.species)


def library() -> Any:
    """Return libsbml.

    Raises:
        DocumentError: it is not installed.
    """
    try:
        return importlib.import_module("libsbml")
    except ImportError as error:
        raise DocumentError(
            f"SBML needs {EXTRA}, which is not installed; get it with: pip install {EXTRA}."
        ) from error


class _Writer:
    """One document under way."""

    def __init__(self, sbml: Any, system: System) -> None:
        self.sbml = sbml
        self._system = system
        self.document = sbml.SBMLDocument(_LEVEL, _VERSION)
        self._model = self.document.createModel()
        self._units: set[str] = set()
        self._unit_of = {item.id: item.unit for item in system.species}
        self._unit_of |= {item.id: item.unit for item in system.parameters}
        self._observed: dict[str, str] = {}
        for observable, name in system.observed.items():
            self._observed.setdefault(name, observable)

    def head(self, title: str, quantities: Mapping[str, Quantity]) -> None:
        """Write what holds for the whole model."""
        model = self._model
        model.setId("course")
        model.setMetaId("course")
        if title:
            model.setName(printable(title))
        for setter, unit in (
            (model.setTimeUnits, "h"),
            (model.setSubstanceUnits, "umol"),
            (model.setExtentUnits, "umol"),
            (model.setVolumeUnits, "L"),
        ):
            setter(self._unit(unit))
        model.setNotes(_notes([NOTICE, *self._about_time(), *self._sources(quantities)]))
        self._annotate(model, self.sbml.BQB_HAS_TAXON, [identities.HUMAN])
        self._derive(model, identities.TERMINAL_PAPER)
        for place in sorted({place for place, _ in _PLACES.values()}):
            compartment = model.createCompartment()
            compartment.setId(place)
            compartment.setConstant(True)
            compartment.setSize(1.0)
            compartment.setSpatialDimensions(3)
            compartment.setUnits(self._unit("L"))
        self._scenario_time()

    def _about_time(self) -> Iterable[str]:
        if self._system.start_h:
            yield f"Time 0 of the scenario is {-self._system.start_h:g} h here: before it lies the history."

    def _sources(self, quantities: Mapping[str, Quantity]) -> Iterable[str]:
        used = (quantities.get(parameter.source_id) for parameter in self._system.parameters)
        sources = sorted({quantity.source for quantity in used if quantity})
        if sources:
            yield "Sources of the parameters (each parameter names its own): " + "; ".join(sources) + "."

    def _scenario_time(self) -> None:
        begin = self._plain("scenario_begin", "h", constant=True)
        begin.setValue(-self._system.start_h)
        self._plain(SCENARIO_TIME, "h", constant=False)
        self._rule(self._model.createAssignmentRule(), SCENARIO_TIME, f"{_TIME} - scenario_begin")

    def parameter(self, item: Parameter, quantities: Mapping[str, Quantity]) -> None:
        """Write a number, with its source where it has one."""
        element = self._plain(item.id, item.unit, constant=item.id not in self._system.changing)
        element.setValue(item.value)
        quantity = quantities.get(item.source_id)
        element.setName(item.source_id or self._observed.get(item.id, item.id))
        element.setNotes(_notes(_about(quantity) if quantity else [item.text]))

    def assignment(self, item: Assignment) -> None:
        """Write what follows from the rest: a rule, or an initial value where nothing in it changes."""
        changes = item.id in self._system.changing
        element = self._plain(item.id, item.unit, constant=not changes)
        element.setName(self._observed.get(item.id, item.id))
        element.setNotes(_notes([item.text]))
        if changes:
            self._rule(self._model.createAssignmentRule(), item.id, item.expression)
            return
        initial = self._model.createInitialAssignment()
        initial.setSymbol(item.id)
        initial.setMath(self._math(item.expression))

    def species(self, item: Species) -> None:
        """Write a state: a species where it is an amount or a concentration, else a parameter."""
        if item.unit in _PLACES:
            place, substance = _PLACES[item.unit]
            element = self._model.createSpecies()
            element.setId(item.id)
            element.setCompartment(place)
            element.setSubstanceUnits(self._unit(substance))
            element.setHasOnlySubstanceUnits(item.unit == substance)
            element.setBoundaryCondition(False)
            element.setConstant(False)
            if item.unit == substance:
                element.setInitialAmount(item.initial)
            else:
                element.setInitialConcentration(item.initial)
        else:
            element = self._plain(item.id, item.unit, constant=False)
            element.setValue(item.initial)
        element.setName(self._observed.get(item.id, item.id))
        element.setMetaId(f"meta_{item.id}")
        element.setNotes(_notes([item.text]))
        self._identify(element, item.substance)
        self._rule(self._model.createRateRule(), item.id, item.rate)

    def train(self, item: Train, name: str) -> None:
        """Write an event that happens once or at equal intervals."""
        unit = self._unit_of[item.target]
        self._plain(f"{name}_value", unit, constant=True).setValue(item.value)
        self._plain(f"{name}_next", "h", constant=item.count == 1).setValue(
            item.first_h - self._system.start_h
        )
        event = self._model.createEvent()
        event.setId(name)
        event.setName(f"{'Add to' if item.adds else 'Set'} {item.target}")
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        trigger.setInitialValue(False)
        trigger.setPersistent(True)
        due = f"{_TIME} >= {name}_next"
        target = f"{item.target} + {name}_value" if item.adds else f"{name}_value"
        self._change(event, item.target, target)
        if item.count == 1:
            trigger.setMath(self._condition(due))
            return
        self._plain(f"{name}_interval", "h", constant=True).setValue(item.interval_h)
        end = item.last_h + item.interval_h / 2 - self._system.start_h
        self._plain(f"{name}_end", "h", constant=True).setValue(end)
        trigger.setMath(self._condition(due, f"{name}_next <= {name}_end"))
        self._change(event, f"{name}_next", f"{name}_next + {name}_interval")

    def _change(self, event: Any, variable: str, expression: str) -> None:
        assignment = event.createEventAssignment()
        assignment.setVariable(variable)
        assignment.setMath(self._math(expression))

    def _plain(self, name: str, unit: str, *, constant: bool) -> Any:
        element = self._model.createParameter()
        element.setId(name)
        element.setConstant(constant)
        element.setUnits(self._unit(unit))
        return element

    def _rule(self, rule: Any, name: str, expression: str) -> None:
        rule.setVariable(name)
        rule.setMath(self._math(expression))

    def _identify(self, element: Any, substance: str) -> None:
        found = identities.IDENTITIES.get(substance, ())
        kind = self.sbml.BQB_IS if len(found) == 1 else self.sbml.BQB_HAS_PART
        if found:
            self._annotate(element, kind, found)

    def _annotate(self, element: Any, qualifier: int, found: Iterable[str]) -> None:
        term = self.sbml.CVTerm()
        term.setQualifierType(self.sbml.BIOLOGICAL_QUALIFIER)
        term.setBiologicalQualifierType(qualifier)
        for identity in found:
            term.addResource(identities.address(identity))
        element.addCVTerm(term)

    def _derive(self, element: Any, paper: str) -> None:
        term = self.sbml.CVTerm()
        term.setQualifierType(self.sbml.MODEL_QUALIFIER)
        term.setModelQualifierType(self.sbml.BQM_IS_DERIVED_FROM)
        term.addResource(identities.address(paper))
        element.addCVTerm(term)

    def _unit(self, unit: str) -> str:
        """Return the id of a unit, defined at its first use."""
        name = sbml_units.identifier(unit)
        if name == sbml_units.DIMENSIONLESS or name in self._units:
            return name
        self._units.add(name)
        definition = self._model.createUnitDefinition()
        definition.setId(name)
        definition.setName(unit)
        for part, exponent in sbml_units.parts(unit):
            element = definition.createUnit()
            element.setKind(self.sbml.UnitKind_forName(part.kind))
            element.setExponent(exponent)
            element.setScale(part.scale)
            element.setMultiplier(part.multiplier)
        return name

    def _condition(self, *comparisons: str) -> Any:
        nodes = [self._node(ast.parse(comparison, mode="eval").body) for comparison in comparisons]
        return nodes[0] if len(nodes) == 1 else self._operation("AST_LOGICAL_AND", nodes)

    def _math(self, expression: str) -> Any:
        return self._node(parsed(expression))

    def _node(self, tree: ast.expr) -> Any:
        """Return libsbml's tree of an expression; plain numbers have no dimension."""
        match tree:
            case ast.BinOp(left, operator, right):
                return self._operation(_OPERATORS[type(operator)], map(self._node, (left, right)))
            case ast.UnaryOp(_, operand):
                return self._operation("AST_MINUS", [self._node(operand)])
            case ast.Compare(left, [operator], [right]):
                return self._operation(_COMPARISONS[type(operator)], map(self._node, (left, right)))
            case ast.Call(_, [operand], _):
                return self._operation("AST_FUNCTION_ABS", [self._node(operand)])
            case ast.Name(name):
                return self._name(name)
            case ast.Constant(value) if isinstance(value, (int, float)):
                node = self.sbml.ASTNode()
                node.setValue(value)
                node.setUnits(sbml_units.DIMENSIONLESS)
                return node
            case _:
                raise ValueError(f"{ast.dump(tree)} has no form in SBML.")

    def _name(self, name: str) -> Any:
        node = self.sbml.ASTNode(self.sbml.AST_NAME_TIME if name == _TIME else self.sbml.AST_NAME)
        node.setName(name)
        return node

    def _operation(self, kind: str, children: Iterable[Any]) -> Any:
        node = self.sbml.ASTNode(getattr(self.sbml, kind))
        for child in children:
            node.addChild(child)
        return node


_TIME = "time"

_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "AST_PLUS",
    ast.Sub: "AST_MINUS",
    ast.Mult: "AST_TIMES",
    ast.Div: "AST_DIVIDE",
    ast.Pow: "AST_FUNCTION_POWER",
}
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "AST_RELATIONAL_LT",
    ast.LtE: "AST_RELATIONAL_LEQ",
    ast.Gt: "AST_RELATIONAL_GT",
    ast.GtE: "AST_RELATIONAL_GEQ",
}


def _about(quantity: Quantity) -> list[str]:
    unit = "" if quantity.unit == "1" else f" {quantity.unit}"
    return [
        f"{quantity.text}.",
        f"Range {quantity.low:g} to {quantity.high:g}{unit}; {quantity.grade}, {quantity.provenance}.",
        f"Source: {quantity.source}.",
    ]


def _notes(lines: Iterable[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    return f'<body xmlns="{_XHTML}">{paragraphs}</body>'
