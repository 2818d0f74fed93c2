"""A System while it is written; the Model's parameters are drawn in as expressions name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from vmat2_desktop.engine.model import GROUPS, KINETICS, Drug, Model
from vmat2_desktop.engine.system import Assignment, Event, Parameter, Species, System, names

_TIME_DIGITS = 9
"""Of a moment, h: moments that round-off holds apart are one."""


@dataclass
class Draft:
    """Equations under way."""

    model: Model
    parameters: dict[str, Parameter] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    species: list[Species] = field(default_factory=list)
    observed: dict[str, str] = field(default_factory=dict)
    _events: dict[float, tuple[dict[str, float], dict[str, float]]] = field(default_factory=dict)

    def parameter(self, name: str, value: float, unit: str, text: str) -> None:
        """Add a number that the Model does not have under that name."""
        self.parameters[name] = Parameter(name, float(value), unit, text)

    def assign(self, name: str, expression: str, unit: str, text: str, observable: str = "") -> None:
        """Add what follows from earlier quantities."""
        self.assignments.append(Assignment(name, expression, unit, text))
        if observable:
            self.observed[observable] = name

    def state(
        self,
        name: str,
        initial: float,
        rate: str,
        unit: str,
        text: str,
        observable: str = "",
        *,
        substance: str = "",
    ) -> None:
        """Add a species; its rate is per hour."""
        self.species.append(Species(name, float(initial), rate, unit, text, substance))
        if observable:
            self.observed[observable] = name

    def sum(self, name: str, terms: Iterable[str], unit: str, text: str) -> None:
        """Add a sum; without terms it is a parameter of 0."""
        expression = " + ".join(terms)
        if expression:
            self.assign(name, expression, unit, text)
        else:
            self.parameter(name, 0.0, unit, text)

    def add(self, time_h: float, name: str, amount: float) -> None:
        """Let an amount enter a species at a time."""
        additions, _ = self._at(time_h)
        additions[name] = additions.get(name, 0.0) + amount

    def set(self, time_h: float, name: str, value: float) -> None:
        """Let a parameter have that value from a time on."""
        self._at(time_h)[1][name] = value

    def system(self, start_h: float, stop_h: float) -> System:
        """Return the finished System; what happens at the start goes into the initial values.

        Raises:
            ValueError: something is named that is not there.
        """
        self._draw_in()
        self._drop_what_nothing_needs()
        added, settings = self._events.pop(start_h, ({}, {}))
        return System(
            start_h,
            stop_h,
            tuple(
                Parameter(p.id, settings.get(p.id, p.value), p.unit, p.text, p.source_id)
                for p in self.parameters.values()
            ),
            tuple(self.assignments),
            tuple(
                Species(s.id, s.initial + added.get(s.id, 0.0), s.rate, s.unit, s.text, s.substance)
                for s in self.species
            ),
            tuple(
                Event(time, tuple(sorted(additions.items())), tuple(sorted(changes.items())))
                for time, (additions, changes) in sorted(self._events.items())
            ),
            MappingProxyType(dict(self.observed)),
        )

    def _at(self, time_h: float) -> tuple[dict[str, float], dict[str, float]]:
        return self._events.setdefault(round(time_h, _TIME_DIGITS), ({}, {}))

    def _draw_in(self) -> None:
        """Add every parameter of the Model that an expression names."""
        known = _known(self.model)
        defined = {*self.parameters, *(item.id for item in self.assignments)}
        defined |= {item.id for item in self.species}
        texts = [item.expression for item in self.assignments] + [item.rate for item in self.species]
        for name in sorted(set().union(*(names(text) for text in texts)) - defined):
            if name in known:
                self.parameters[name] = known[name]

    def _drop_what_nothing_needs(self) -> None:
        needed = set(self.observed.values()).union(*(names(item.rate) for item in self.species))
        for item in reversed(self.assignments):
            if item.id in needed:
                needed |= names(item.expression)
        self.assignments = [item for item in self.assignments if item.id in needed]
        self.parameters = {name: item for name, item in self.parameters.items() if name in needed}


def identifier(source_id: str) -> str:
    """Return the name under which a parameter of the Model or an observable stands in expressions."""
    return source_id.replace(".", "_")


def _known(model: Model) -> Mapping[str, Parameter]:
    found: dict[str, Parameter] = {}
    for group, kind in GROUPS.items():
        for item in fields(kind):
            source = f"{group}.{item.name}"
            value = float(getattr(getattr(model, group), item.name))
            _learn(found, source, value, item.metadata["unit"])
    for drug in model.drugs.values():
        for name, value in drug.parameters.items():
            _learn(found, f"{drug.id}.{name}", value, unit_of(drug, name))
    return found


def unit_of(drug: Drug, name: str) -> str:
    """Return the unit of a drug's parameter."""
    return KINETICS[drug.kinetics].unit(name)


def _learn(found: dict[str, Parameter], source: str, value: float, unit: str) -> None:
    name = identifier(source)
    if name in found:
        raise ValueError(f"{source} and {found[name].source_id} would have one name in the equations.")
    found[name] = Parameter(name, value, unit, source_id=source)
