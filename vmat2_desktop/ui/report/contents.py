"""What a report says, without a page: facts, events, values, parameters, sources. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vmat2_desktop.engine.cautions import cautions
from vmat2_desktop.engine.course import Course, taken
from vmat2_desktop.engine.model import GROUPS, VARIANT_GENES, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Liver, Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.regimens import HISTORY_DRUG, antipsychotic, history
from vmat2_desktop.ui.compare.quantities import OBSERVED, Row, overlaid, row_of
from vmat2_desktop.ui.differences import facts
from vmat2_desktop.ui.panels.cautions import each_in_words
from vmat2_desktop.ui.parameters.words import DIGITS, grade_names, provenance_in_words
from vmat2_desktop.ui.texts import (
    clock_day,
    clock_time,
    condition_name,
    days_in_words,
    milligrams,
    number,
    title_of,
    tr,
)
from vmat2_desktop.ui.traces.card import values_in_words
from vmat2_desktop.ui.traces.catalogue import Line, Trace, traces
from vmat2_desktop.ui.traces.events import events_of

_NEVER_IN_A_COURSE = ("variability", "trial", "drawing")
"""Groups of parameters that neither the course nor the picture reads."""
CHANGED = "◆"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported."""

    name: str
    """What a person calls the document."""
    date: str
    a: Course
    b: Course | None = None
    time_h: float = 0.0
    """The moment of the picture and of the values."""
    shown: tuple[str, ...] = ()
    """Ids of the traces that are drawn."""
    notes: str = ""
    quantities: Mapping[str, Quantity] | None = None
    """Every parameter by its id; None: no list of parameters and sources."""

    @property
    def model(self) -> Model:
        """What both sides are computed with, before their overrides."""
        return self.a.model

    @property
    def sides(self) -> tuple[tuple[str, Course], ...]:
        """The letters of the sides with their courses."""
        return (("A", self.a),) if self.b is None else (("A", self.a), ("B", self.b))

    @property
    def moment(self) -> str:
        """The moment in words."""
        return f"{clock_day(self.time_h)}, {clock_time(self.time_h, _MINUTES)}"


_MINUTES = 3600.0
"""A speed at which the clock shows hours and minutes."""


def in_words(scenario: Scenario, model: Model) -> str:
    """Tell a scenario in a few sentences: whom, what happens to the medicines, how long."""
    past = history(scenario, model)
    whom = condition_name(scenario.condition)
    if past is not None:
        text = tr("{0} after {1} of {2} {3} a day")
        whom = text.format(whom, days_in_words(past[0]), HISTORY_DRUG, milligrams(past[1]))
    happens = [f"{clock_day(event.time_h)}: {event.text}" for event in events_of(scenario, model)]
    if antipsychotic(scenario, model).continued:
        happens.insert(0, tr("{0} goes on").format(HISTORY_DRUG.capitalize()))
    ends = tr("The course is {0} long").format(days_in_words(scenario.horizon_h / HOURS_PER_DAY))
    return ". ".join([whom, *happens, ends]) + "."


def fact_rows(subject: Subject) -> list[tuple[str, ...]]:
    """Return name and text of everything that a scenario says, a column a side."""
    found = [dict(facts(course.scenario, subject.model)) for _, course in subject.sides]
    names: list[str] = []
    for side in found:
        place = 0
        for name in side:
            if name not in names:
                names.insert(place, name)
            place = names.index(name) + 1
    return [(name, *(side.get(name, NONE) for side in found)) for name in names]


def labels_say(course: Course) -> str:
    """Say where a scenario leaves the labels of its medicines; nothing where it does not."""
    found = each_in_words(cautions(course.scenario, course.model), course.model)
    return tr("Beyond the labels. {0}.").format(". ".join(found)) if found else ""


def titles(subject: Subject) -> list[str]:
    """Return what each side is called."""
    return [title_of(course.scenario, subject.model) for _, course in subject.sides]


# Values


def drawn_traces(subject: Subject) -> list[Trace]:
    """Return the traces that are drawn, in the order of the window."""
    shown = subject.shown if subject.b is None else overlaid(subject.shown)
    return [trace for trace in traces() if trace.id in shown]


def value_rows(subject: Subject) -> list[tuple[str, ...]]:
    """Return every quantity at the start, at the moment and at the end: name, unit, three values."""
    course = subject.a
    found = []
    for trace in traces():
        for line in _present(trace.lines_of(course), course):
            name = line.name[:1].upper() + line.name[1:]
            times = (0.0, min(subject.time_h, course.scenario.horizon_h), course.scenario.horizon_h)
            values = tuple(course.at(line.observable, time) * line.factor for time in times)
            found.append((name, trace.unit, *values_in_words(trace, values)))
    return found


def _present(lines: Iterable[Line], course: Course) -> list[Line]:
    return [line for line in lines if line.observable in course.series]


def difference_rows(subject: Subject) -> list[Row]:
    """Return the quantities of both sides at the moment, as the page that compares has them."""
    if subject.b is None:
        return []
    wanted = dict.fromkeys((*overlaid(subject.shown), *OBSERVED))
    by_id = {trace.id: trace for trace in traces()}
    return [row_of(by_id[name], subject.a, subject.b, subject.time_h) for name in wanted]


# Parameters and sources


@dataclass(frozen=True, slots=True)
class Source:
    """A source with its number, and how it is known."""

    number: int
    text: str
    provenance: str
    count: int
    """Parameters that name it."""


def used(subject: Subject) -> list[Quantity]:
    """Return the parameters that these courses read: not those of other drugs, genes and livers."""
    quantities = subject.quantities or {}
    wanted: set[str] = set()
    for _, course in subject.sides:
        scenario = course.scenario
        groups = set(GROUPS) - set(_NEVER_IN_A_COURSE)
        groups -= {"history"} if history(scenario, subject.model) is None else set()
        groups -= {"liver"} if scenario.person.liver is Liver.NORMAL else set()
        groups |= {medicine.name for medicine in taken(scenario, subject.model)}
        wanted |= {name for name in quantities if name.partition(".")[0] in groups}
        wanted |= set(_genes(scenario)) & set(quantities)
    return [quantity for name, quantity in quantities.items() if name in wanted]


def _genes(scenario: Scenario) -> list[str]:
    genotype = scenario.person.genotype
    alleles = [f"cyp2d6.{allele}" for allele in genotype.cyp2d6.split("/")]
    return alleles + [f"{gene}.{getattr(genotype, gene)}" for gene in VARIANT_GENES]


def sources(parameters: Sequence[Quantity]) -> list[Source]:
    """Return the sources of parameters, numbered in the order in which these name them."""
    by_text: dict[tuple[str, str], int] = {}
    for quantity in parameters:
        key = (quantity.source, quantity.provenance)
        by_text[key] = by_text.get(key, 0) + 1
    return [
        Source(place, text, provenance_in_words(provenance), count)
        for place, ((text, provenance), count) in enumerate(by_text.items(), 1)
    ]


def parameter_rows(subject: Subject, parameters: Sequence[Quantity]) -> list[tuple[str, ...]]:
    """Return id with what it is, value, unit, grade and the number of the source."""
    numbers: dict[tuple[str, str], int] = {}
    found: list[tuple[str, ...]] = []
    for quantity in parameters:
        place = numbers.setdefault((quantity.source, quantity.provenance), len(numbers) + 1)
        unit = "" if quantity.unit == "1" else quantity.unit
        value = _value(subject, quantity)
        grade = grade_names()[quantity.grade]
        found.append((f"{quantity.id}\n{quantity.text}", value, unit, grade, f"[{place}]"))
    return found


def _value(subject: Subject, quantity: Quantity) -> str:
    """Write the value; where a side has another one, that one with its letter and the model's below."""
    usual = number(quantity.value, DIGITS)
    own = {
        letter: number(dict(course.scenario.overrides)[quantity.id], DIGITS)
        for letter, course in subject.sides
        if quantity.id in dict(course.scenario.overrides)
    }
    if not own:
        return usual
    if subject.b is None:
        said = own["A"]
    else:
        said = ", ".join(f"{letter} {own.get(letter, usual)}" for letter, _ in subject.sides)
    return f"{CHANGED} {said}\n" + tr("model: {0}").format(usual)
