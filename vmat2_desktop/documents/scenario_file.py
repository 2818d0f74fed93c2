"""Scenario documents: a file that anybody may have written -> a checked Scenario, and back.

`read` and `loads` accept exactly what docs/scenario.md says and refuse the rest in one sentence that names
the field, what stands there, what may stand there, and the way out. `dumps` writes what `loads` reads back
equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from vmat2_desktop.documents import json_text, times
from vmat2_desktop.documents import scenario_schema as shape
from vmat2_desktop.documents.errors import DocumentError, name, named, quote
from vmat2_desktop.documents.explain import complaint, nearest, refuse
from vmat2_desktop.documents.scenario_schema import schema
from vmat2_desktop.engine.model import GROUPS
from vmat2_desktop.engine.response import BY_CAUSE
from vmat2_desktop.engine.scenario import (
    Burst,
    Condition,
    DoseCourse,
    Firing,
    Food,
    Genotype,
    Liver,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.knowledge import Knowledge

__all__ = ["DocumentError", "dumps", "loads", "read", "schema"]

MAX_DOSES = 100_000
"""Of all medicines together, over the whole scenario."""


def read(path: str | Path, knowledge: Knowledge) -> Scenario:
    """Return the scenario that a file describes.

    Raises:
        DocumentError: the file cannot be read or is no scenario; the sentence begins with the file's name.
    """
    with named(path):
        return loads(json_text.read_bytes(path), knowledge)


def loads(data: bytes | str, knowledge: Knowledge) -> Scenario:
    """Return the scenario that the bytes of a document describe.

    Raises:
        DocumentError: they are no scenario.
    """
    return of_tree(json_text.parse(json_text.encoded(data)), knowledge)


def of_tree(tree: dict[str, Any], knowledge: Knowledge) -> Scenario:
    """Return the scenario that a document's tree of plain values describes.

    Raises:
        DocumentError: it describes none.
    """
    check_version(tree, shape.FORMAT, shape.VERSION)
    try:
        document = msgspec.convert(tree, shape.Document)
    except msgspec.ValidationError as error:
        sentence = complaint(tree, shape.Document)
        raise DocumentError(sentence or f"It is no scenario: {error}.") from error
    scenario = _scenario(document)
    _check_person(scenario)
    _check_times(scenario)
    _check_knowledge(scenario, knowledge)
    return scenario


def dumps(scenario: Scenario) -> str:
    """Return the document of a scenario; `loads` returns an equal scenario."""
    return json_text.written(tree_of(scenario))


def check_version(tree: dict[str, Any], kind: str, version: int) -> None:
    """Say that a document is another kind or from the future before anything in it is called unknown.

    Raises:
        DocumentError: it is.
    """
    if tree.get("format", kind) != kind:
        raise DocumentError(refuse("format", tree["format"], f'must be "{kind}"'))
    found = tree.get("version", version)
    if isinstance(found, int) and not isinstance(found, bool) and found > version:
        raise DocumentError(
            f"version {quote(found)} is newer than this program understands; it reads version {version}."
        )


# Document -> Scenario


def _scenario(document: shape.Document) -> Scenario:
    person, model, firing = document.person, document.model, document.firing
    if any(ord(character) < 32 or ord(character) == 127 for character in document.title):
        raise DocumentError(refuse("title", document.title, "must be one line without control characters"))
    return Scenario(
        title=document.title,
        person=Person(
            Genotype(**msgspec.structs.asdict(person.genotype)),
            person.plasticity_rate_per_year,
            Liver(person.liver),
            person.baseline_score,
        ),
        condition=Condition(document.condition),
        medicines=tuple(
            Medicine(medicine.name, _doses(medicine, f"medicines[{i}]"))
            for i, medicine in enumerate(document.medicines)
        ),
        rung=Rung(model.rung),
        compensation=model.compensation,
        overrides=tuple(sorted(model.overrides.items())),
        firing=Firing(
            firing.tonic_hz,
            tuple(
                Burst(_hours(burst.at, f"firing.bursts[{i}].at"), burst.spikes, burst.rate_hz)
                for i, burst in enumerate(firing.bursts)
            ),
        ),
        horizon_h=_hours(document.until, "until"),
        seed=document.seed,
    )


def _doses(medicine: shape.Medicine, path: str) -> tuple[DoseCourse, ...]:
    return tuple(
        DoseCourse(
            mg=dose.mg,
            times_per_day=dose.times_per_day,
            start_h=_hours(dose.start, f"{path}.doses[{i}].from"),
            stop_h=None if dose.until is None else _hours(dose.until, f"{path}.doses[{i}].until"),
            missed_h=tuple(
                _hours(time, f"{path}.doses[{i}].missed[{k}]") for k, time in enumerate(dose.missed)
            ),
            food=Food(dose.food),
        )
        for i, dose in enumerate(medicine.doses)
    )


def _hours(text: str, path: str) -> float:
    try:
        return times.parse(text)
    except ValueError as error:
        raise DocumentError(refuse(path, text, str(error))) from error


# What a JSON Schema cannot say


def _check_person(scenario: Scenario) -> None:
    score, condition = scenario.person.baseline_score, scenario.condition
    if score is not None and condition not in BY_CAUSE:
        causes = " and ".join(item.value for item in BY_CAUSE)
        raise DocumentError(
            f"person.baseline_score is {quote(_plain(score))}, but condition is {quote(condition.value)}; "
            f"a baseline score belongs only to {causes}, so leave it out."
        )


def _check_times(scenario: Scenario) -> None:
    if scenario.horizon_h <= 0:
        raise DocumentError('until is "0 h", but must be later than 0 h and at most 20 y.')
    for i, burst in enumerate(scenario.firing.bursts):
        _before_the_end(burst.at_h, f"firing.bursts[{i}].at", scenario.horizon_h)
    for i, medicine in enumerate(scenario.medicines):
        for k, dose in enumerate(medicine.doses):
            _check_dose(dose, f"medicines[{i}].doses[{k}]", scenario.horizon_h)
        _check_overlap(medicine, f"medicines[{i}]")
    total = sum(_count(dose, scenario.horizon_h) for item in scenario.medicines for dose in item.doses)
    if total > MAX_DOSES:
        raise DocumentError(
            f"medicines has {total:.0f} single doses over the scenario, but must have at most {MAX_DOSES}; "
            "shorten the scenario or the regimens."
        )


def _before_the_end(time_h: float, path: str, horizon_h: float) -> None:
    if time_h >= horizon_h:
        raise DocumentError(
            f"{path} is {_time(time_h)}, but must be before the end of the scenario, {_time(horizon_h)}; "
            "set an earlier time or a later until."
        )


def _check_dose(dose: DoseCourse, path: str, horizon_h: float) -> None:
    _before_the_end(dose.start_h, f"{path}.from", horizon_h)
    if dose.stop_h is not None and dose.stop_h <= dose.start_h:
        raise DocumentError(
            f"{path}.until is {_time(dose.stop_h)}, but must be later than its from, {_time(dose.start_h)}."
        )
    stop = horizon_h if dose.stop_h is None else min(dose.stop_h, horizon_h)
    for i, time in enumerate(dose.missed_h):
        if not dose.start_h <= time < stop:
            raise DocumentError(
                f"{path}.missed[{i}] is {_time(time)}, but must be from {_time(dose.start_h)} to before "
                f"{_time(stop)}, while the medicine is taken."
            )


def _check_overlap(medicine: Medicine, path: str) -> None:
    """Refuse two stretches at once: mostly a dose that was raised without an end of the one before."""
    ordered = sorted(enumerate(medicine.doses), key=lambda item: item[1].start_h)
    for (i, earlier), (k, later) in pairwise(ordered):
        if earlier.stop_h is not None and earlier.stop_h <= later.start_h:
            continue
        ends = "has no until" if earlier.stop_h is None else f"lasts until {_time(earlier.stop_h)}"
        start = _time(later.start_h)
        way_out = (
            "begin one of them later"
            if earlier.start_h == later.start_h
            else f"give doses[{i}] an until of at most {start}"
        )
        raise DocumentError(
            f"{path}.doses[{k}] begins at {start}, but {path}.doses[{i}] {ends}; {way_out}, "
            "as the stretches of a medicine must not overlap."
        )


def _count(dose: DoseCourse, horizon_h: float) -> float:
    stop = horizon_h if dose.stop_h is None else min(dose.stop_h, horizon_h)
    return max(0.0, stop - dose.start_h) / 24.0 * dose.times_per_day


def _time(hours: float) -> str:
    return f'"{times.text(hours)}"'


# What only the knowledge can say


def _check_knowledge(scenario: Scenario, knowledge: Knowledge) -> None:
    _check_alleles(scenario.person.genotype.cyp2d6, knowledge)
    for gene, variants in knowledge.model.variants.items():
        _check_variant(gene.upper(), getattr(scenario.person.genotype, gene), variants)
    first: dict[str, int] = {}
    for i, medicine in enumerate(scenario.medicines):
        path = f"medicines[{i}].name"
        if medicine.name not in knowledge.model.drugs:
            known = ", ".join(knowledge.model.drugs)
            raise DocumentError(
                f"{path} is {quote(medicine.name)}, which this version does not have"
                f"{nearest(medicine.name, knowledge.model.drugs)}; it has {known}."
            )
        if medicine.name in first:
            other = f"medicines[{first[medicine.name]}]"
            raise DocumentError(
                f"{path} is {quote(medicine.name)}, which {other} is too; put all its doses there."
            )
        first[medicine.name] = i
    for identifier, value in scenario.overrides:
        _check_override(identifier, value, knowledge)


def _check_alleles(diplotype: str, knowledge: Knowledge) -> None:
    known = knowledge.model.cyp2d6_activity
    for allele in diplotype.split("/"):
        if allele not in known:
            raise DocumentError(
                f"person.genotype.CYP2D6 is {quote(diplotype)}, but {allele} is not an allele that this "
                f"version has; it has {', '.join(known)}."
            )


def _check_variant(gene: str, variant: str, known: Iterable[str]) -> None:
    if variant not in known:
        raise DocumentError(
            f"person.genotype.{gene} is {quote(variant)}, which this version does not have"
            f"{nearest(variant, known)}; it has {', '.join(known)}."
        )


def _check_override(identifier: str, value: float, knowledge: Knowledge) -> None:
    path = f"model.overrides.{identifier if identifier in knowledge.quantities else name(identifier)}"
    owners = {*GROUPS, *knowledge.model.drugs}
    changeable = [known for known in knowledge.quantities if known.partition(".")[0] in owners]
    if identifier not in changeable:
        raise DocumentError(
            f"{path} is not a parameter of the model{nearest(identifier, changeable)}; "
            "a parameter is written like vmat2.ic50 or valbenazine.clearance."
        )
    quantity = knowledge.quantities[identifier]
    if not quantity.low <= value <= quantity.high:
        unit = "" if quantity.unit == "1" else f" {quantity.unit}"
        span = (
            f"must be {quantity.low:g}{unit}"
            if quantity.low == quantity.high
            else f"must be from {quantity.low:g} to {quantity.high:g}{unit}"
        )
        raise DocumentError(refuse(path, _plain(value), span))


# Scenario -> document


def tree_of(scenario: Scenario) -> dict[str, Any]:
    """Return the document of a scenario as plain values."""
    return {
        "format": shape.FORMAT,
        "version": shape.VERSION,
        "title": scenario.title,
        "person": _person(scenario.person),
        "condition": scenario.condition.value,
        "medicines": [
            {"name": medicine.name, "doses": [dict(_dose(dose)) for dose in medicine.doses]}
            for medicine in scenario.medicines
        ],
        "model": {
            "rung": scenario.rung.value,
            "compensation": _plain(scenario.compensation),
            "overrides": {identifier: _plain(value) for identifier, value in scenario.overrides},
        },
        "firing": {
            "tonic_hz": _plain(scenario.firing.tonic_hz),
            "bursts": [
                {"at": times.text(burst.at_h), "spikes": burst.spikes, "rate_hz": _plain(burst.rate_hz)}
                for burst in scenario.firing.bursts
            ],
        },
        "until": times.text(scenario.horizon_h),
        "seed": scenario.seed,
    }


def _person(person: Person) -> dict[str, Any]:
    genotype = {item.name.upper(): getattr(person.genotype, item.name) for item in fields(Genotype)}
    written: dict[str, Any] = {"genotype": genotype, "liver": person.liver.value}
    if person.plasticity_rate_per_year is not None:
        written["plasticity_rate_per_year"] = _plain(person.plasticity_rate_per_year)
    if person.baseline_score is not None:
        written["baseline_score"] = _plain(person.baseline_score)
    return written


def _dose(dose: DoseCourse) -> Iterator[tuple[str, Any]]:
    yield "mg", _plain(dose.mg)
    yield "times_per_day", dose.times_per_day
    yield "from", times.text(dose.start_h)
    if dose.stop_h is not None:
        yield "until", times.text(dose.stop_h)
    if dose.missed_h:
        yield "missed", [times.text(time) for time in dose.missed_h]
    if dose.food is not Food.FASTED:
        yield "food", dose.food.value


def _plain(value: float) -> int | float:
    """Write 80.0 as 80; both are the same number."""
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)
