"""What two scenarios do not share, in words: pure, no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vmat2_desktop.engine.course import taken
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Food, Medicine, Rung, Scenario
from vmat2_desktop.regimens import (
    ANTIPSYCHOTIC,
    HISTORY_DRUG,
    VMAT2_INHIBITOR,
    Regimen,
    history,
    is_plain,
    of_kind,
    phenotype_of,
    regimen_of,
)
from vmat2_desktop.ui.panels.names import phenotype_name
from vmat2_desktop.ui.texts import condition_name, days_in_words, milligrams, number, tr


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, and what it is on either side."""

    name: str
    a: str
    b: str


def differences(a: Scenario, b: Scenario, model: Model) -> tuple[Difference, ...]:
    """Return what differs between two scenarios, what a clinician would ask first first.

    Titles do not count. Two scenarios that differ in nothing but their title have no difference.
    """
    found = _medicines(a, b, model)
    for name, of in _plain_things(model):
        if of(a) != of(b):
            found.append(Difference(name, of(a), of(b)))
    found += _overrides(a, b)
    if a.firing != b.firing:
        found.append(Difference(tr("Firing"), _firing(a), _firing(b)))
    return tuple(found)


def facts(scenario: Scenario, model: Model) -> tuple[tuple[str, str], ...]:
    """Return what a scenario says of the person, the medicines and the model: names with what they are."""
    known = [item for item in taken(scenario, model) if item.name in model.drugs]
    medicines = [(model.drugs[item.name].name, _taken(item, model.drugs[item.name])) for item in known]
    things = [(name, of(scenario).removeprefix(f"{name} ")) for name, of in _plain_things(model)]
    firing = (tr("Firing"), _firing(scenario))
    changed = [(name, number(value)) for name, value in scenario.overrides]
    return (things[0], *medicines, *things[1:], firing, *changed)


def said(difference: Difference, second: bool) -> str:
    """Write one side of a difference as a phrase that stands alone."""
    text = difference.b if second else difference.a
    return text if difference.name.lower() in text.lower() else f"{difference.name}: {text}"


def _plain_things(model: Model) -> tuple[tuple[str, Callable[[Scenario], str]], ...]:
    return (
        (tr("Condition"), lambda one: condition_name(one.condition)),
        ("CYP2D6", lambda one: _cyp2d6(one, model)),
        ("ABCB1", lambda one: _variant(one.person.genotype.abcb1)),
        ("SLC18A2", lambda one: _variant(one.person.genotype.slc18a2)),
        ("DRD2", lambda one: _variant(one.person.genotype.drd2)),
        (tr("Liver"), lambda one: one.person.liver.value),
        (tr("Score before treatment"), lambda one: _optional(one.person.baseline_score)),
        (tr("Plasticity a year"), lambda one: _optional(one.person.plasticity_rate_per_year)),
        (tr("Model"), _rung),
        (tr("Compensation"), lambda one: number(one.compensation)),
        (tr("Course"), lambda one: days_in_words(one.horizon_h / HOURS_PER_DAY)),
        (tr("Chance"), lambda one: tr("seed {0}").format(one.seed)),
    )


def _rung(scenario: Scenario) -> str:
    return tr("textbook model") if scenario.rung is Rung.TEXTBOOK else tr("mechanistic model")


def _cyp2d6(scenario: Scenario, model: Model) -> str:
    diplotype = scenario.person.genotype.cyp2d6
    return f"CYP2D6 {diplotype}, {phenotype_name(phenotype_of(scenario, model))}"


def _variant(name: str) -> str:
    return name.replace("_", " ")


def _optional(value: float | None) -> str:
    return tr("as usual") if value is None else number(value)


def _firing(scenario: Scenario) -> str:
    tonic = tr("{0} spikes a second").format(number(scenario.firing.tonic_hz))
    bursts = len(scenario.firing.bursts)
    return tonic if not bursts else tr("{0}, {1} bursts").format(tonic, bursts)


def _overrides(a: Scenario, b: Scenario) -> list[Difference]:
    ours, theirs = dict(a.overrides), dict(b.overrides)
    usual = tr("as the model has it")
    return [
        Difference(
            name,
            number(ours[name]) if name in ours else usual,
            number(theirs[name]) if name in theirs else usual,
        )
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def _taken(medicine: Medicine, drug: Drug) -> str:
    """Write how a medicine is taken, whole."""
    if not medicine.doses:
        return tr("not taken")
    if not is_plain(medicine, drug):
        return tr("in steps of its own")
    regimen = regimen_of(medicine, drug)
    parts = [_dose(regimen), _start(regimen)]
    parts += [_steps(regimen)] if regimen.titrated else []
    parts += [_stop(regimen)] if regimen.stop_h is not None else []
    parts += [_missed(regimen)] if regimen.missed_h else []
    parts += [_food(regimen)] if regimen.food is Food.FED else []
    return ", ".join(parts)


# Medicines: those of a kind of which one takes one only are set against one another, the others one by one


def _medicines(a: Scenario, b: Scenario, model: Model) -> list[Difference]:
    found: list[Difference] = []
    alone: set[str] = set()
    for kind, name in ((VMAT2_INHIBITOR, tr("VMAT2 inhibitor")), (ANTIPSYCHOTIC, tr("Antipsychotic"))):
        ours, theirs = of_kind(a, model, kind), of_kind(b, model, kind)
        alone |= {item.name for item in (ours, theirs) if item is not None}
        if ours == theirs:
            continue
        if (
            ours is not None
            and theirs is not None
            and ours.name == theirs.name
            and ours.doses
            and theirs.doses
        ):
            found += _regimens(model.drugs[ours.name], ours, theirs)
        else:
            sides = ((a, ours), (b, theirs))
            texts = [_whole(item, model, _without(one, kind, name, model)) for one, item in sides]
            found.append(Difference(name, *texts))
    names = dict.fromkeys(item.name for item in (*a.medicines, *b.medicines) if item.name not in alone)
    for drug in names:
        ours, theirs = a.medicine(drug), b.medicine(drug)
        if ours is not None and theirs is not None and ours.doses and theirs.doses and drug in model.drugs:
            found += _regimens(model.drugs[drug], ours, theirs)
        elif ours != theirs:
            known = model.drugs.get(drug)
            name = drug if known is None else known.name
            none = tr("no {0}").format(_lower(name))
            found.append(Difference(name, _whole(ours, model, none), _whole(theirs, model, none)))
    return found


def _without(scenario: Scenario, kind: str, name: str, model: Model) -> str:
    """Say what it means that no medicine of a kind is named: a history's antipsychotic goes on."""
    if kind == ANTIPSYCHOTIC and history(scenario, model) is not None:
        return tr("{0} goes on").format(HISTORY_DRUG)
    return tr("no {0}").format(_lower(name))


def _lower(name: str) -> str:
    return name if name.startswith("VMAT2") else name[:1].lower() + name[1:]


def _whole(medicine: Medicine | None, model: Model, none: str) -> str:
    """Write a medicine with its dose, and when it is stopped."""
    if medicine is None:
        return none
    drug = model.drugs.get(medicine.name)
    if drug is None or not medicine.doses:
        return tr("no {0}").format(medicine.name if drug is None else drug.name.lower())
    regimen = regimen_of(medicine, drug)
    parts = [tr("{0} {1} a day").format(drug.name.lower(), milligrams(regimen.mg_per_day))]
    if regimen.stop_h is not None:
        parts.append(_stop(regimen))
    return ", ".join(parts)


def _regimens(drug: Drug, ours: Medicine, theirs: Medicine) -> list[Difference]:
    """Name what differs in how the same medicine is taken."""
    first, second = regimen_of(ours, drug), regimen_of(theirs, drug)
    name = drug.name
    found = [
        Difference(name, of(first), of(second))
        for of in (_dose, _start, _steps, _stop, _missed, _food)
        if of(first) != of(second)
    ]
    if not found and ours != theirs:
        plain = is_plain(ours, drug), is_plain(theirs, drug)
        words = [tr("one dose") if one else tr("another course of doses") for one in plain]
        words = words if words[0] != words[1] else [tr("these doses"), tr("other doses")]
        found.append(Difference(name, *words))
    return found


def _dose(regimen: Regimen) -> str:
    times = tr("once") if regimen.times_per_day == 1 else tr("{0} times").format(regimen.times_per_day)
    return tr("{0} a day, {1}").format(milligrams(regimen.mg_per_day), times)


def _start(regimen: Regimen) -> str:
    return tr("from day {0}").format(number(regimen.start_h / HOURS_PER_DAY))


def _steps(regimen: Regimen) -> str:
    return tr("step by step") if regimen.titrated else tr("at once")


def _stop(regimen: Regimen) -> str:
    if regimen.stop_h is None:
        return tr("not stopped")
    return tr("stopped on day {0}").format(number(regimen.stop_h / HOURS_PER_DAY))


def _missed(regimen: Regimen) -> str:
    count = len(regimen.missed_h)
    return tr("1 dose missed") if count == 1 else tr("{0} doses missed").format(count)


def _food(regimen: Regimen) -> str:
    return tr("with a meal") if regimen.food is Food.FED else tr("fasted")
