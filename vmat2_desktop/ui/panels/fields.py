"""What the panels edit, thing by thing: how it stands, how its default stands, and how it is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from vmat2_desktop.engine.model import VARIANT_GENES, Model
from vmat2_desktop.engine.response import BY_CAUSE, baseline_score
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Food, Medicine, Scenario
from vmat2_desktop.regimens import (
    ANTIPSYCHOTIC,
    VMAT2_INHIBITOR,
    Regimen,
    added,
    antipsychotic,
    inhibitor,
    is_plain,
    medicine_of,
    of_kind,
    usual,
    with_inhibitor,
)
from vmat2_desktop.ui.panels.names import liver_name, rung_name, variant_name
from vmat2_desktop.ui.texts import NARROW, condition_name, duration, milligrams, number, tr

_FULL = 100.0
Read = Callable[[Scenario, Model], Any]
Put = Callable[[Scenario, Scenario, Model], Scenario]
Default = Callable[[Scenario, Scenario, Model], Any]
Say = Callable[[Any, Model], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a control edits."""

    id: str
    read: Read
    """(scenario, model) -> how it stands."""
    put_back: Put
    """(scenario, default, model) -> the scenario with this thing as in the default."""
    say: Say
    """How it stands, in words."""
    by_default: Default | None = None
    """(scenario, default, model) -> how it stands by default; None: as it is read in the default."""
    on_scale: Callable[[Any], float | None] | None = None
    """How it stands -> its place on a slider."""

    def default(self, scenario: Scenario, default: Scenario, model: Model) -> Any:
        """Return how it stands by default, for what else this scenario has."""
        if self.by_default is not None:
            return self.by_default(scenario, default, model)
        return self.read(default, model)

    def differs(self, scenario: Scenario, default: Scenario, model: Model) -> bool:
        """Whether it is another than by default."""
        return bool(self.read(scenario, model) != self.default(scenario, default, model))


def fields() -> dict[str, Field]:
    """Return every field by its id; those of added medicines are made by `medicine_field`."""
    found = [*_person(), *_inhibitor(), *_antipsychotic(), _added(), *_model()]
    return {field.id: field for field in found}


# Medicines


def _default_regimen(scenario: Scenario, default: Scenario, model: Model) -> Regimen | None:
    """Return how the present inhibitor is taken by default: as opened, or as its label has it."""
    present, opened = inhibitor(scenario, model), inhibitor(default, model)
    if present is None or (opened is not None and opened.drug == present.drug):
        return None if present is None else opened
    fresh = usual(model.drugs[present.drug], 0.0 if opened is None else opened.start_h)
    return fresh if opened is None else replace(fresh, stop_h=opened.stop_h)


def _inhibitor() -> list[Field]:
    def part(name: str, say: Say, on_scale: Callable[[Any], float | None] | None = None) -> Field:
        def read(scenario: Scenario, model: Model) -> Any:
            return getattr(inhibitor(scenario, model), name, None)

        def default(scenario: Scenario, opened: Scenario, model: Model) -> Any:
            return getattr(_default_regimen(scenario, opened, model), name, None)

        def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
            regimen = inhibitor(scenario, model)
            if regimen is None:
                return scenario
            value = default(scenario, opened, model)
            return with_inhibitor(scenario, model, replace(regimen, **{name: value}))

        return Field(name, read, put_back, say, default, on_scale)

    def steps(scenario: Scenario, model: Model) -> Any:
        """Return what only the course of doses can say: steps of one's own, missed doses."""
        medicine = of_kind(scenario, model, VMAT2_INHIBITOR)
        return None if medicine is None else _beyond_a_regimen(medicine, model)

    def default_medicine(scenario: Scenario, opened: Scenario, model: Model) -> Medicine | None:
        here, there = (of_kind(item, model, VMAT2_INHIBITOR) for item in (scenario, opened))
        if here is not None and there is not None and there.name == here.name:
            return there
        plain = _default_regimen(scenario, opened, model)
        return None if plain is None else medicine_of(plain, model.drugs[plain.drug])

    def default_steps(scenario: Scenario, opened: Scenario, model: Model) -> Any:
        medicine = default_medicine(scenario, opened, model)
        return None if medicine is None else _beyond_a_regimen(medicine, model)

    def steps_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        medicine = default_medicine(scenario, opened, model)
        return _with_kind(scenario, model, VMAT2_INHIBITOR, () if medicine is None else (medicine,), opened)

    def drug(scenario: Scenario, model: Model) -> Any:
        medicine = of_kind(scenario, model, VMAT2_INHIBITOR)
        return None if medicine is None else medicine.name

    back = _as_opened(VMAT2_INHIBITOR)
    return [
        Field("inhibitor", drug, back, _drug_name),
        part("mg_per_day", lambda value, _: "–" if value is None else milligrams(value), lambda value: value),
        part("times_per_day", lambda value, _: tr("{0} × a day").format(value)),
        part("titrated", lambda value, _: tr("on") if value else tr("off")),
        part("start_h", lambda value, _: _day(value)),
        part("stop_h", lambda value, _: tr("not stopped") if value is None else _day(value)),
        part("food", lambda value, _: tr("with a meal") if value is Food.FED else tr("without food")),
        Field("steps", steps, steps_back, _steps_in_words, default_steps),
    ]


def _beyond_a_regimen(medicine: Medicine, model: Model) -> tuple[tuple[float, ...], tuple[DoseCourse, ...]]:
    """Return the missed doses, and the stretches if they are steps of one's own."""
    missed = tuple(time for dose in medicine.doses for time in dose.missed_h)
    return missed, () if is_plain(medicine, model.drugs[medicine.name]) else medicine.doses


def _steps_in_words(value: tuple[tuple[float, ...], tuple[DoseCourse, ...]] | None, _model: Model) -> str:
    if value is None:
        return "–"
    missed, own = value
    steps = tr("steps of its own") if own else tr("no steps of its own")
    return f"{steps}, {tr('missed doses: {0}').format(len(missed))}"


def _antipsychotic() -> list[Field]:
    def drug(scenario: Scenario, model: Model) -> Any:
        return antipsychotic(scenario, model).drug

    def doses(scenario: Scenario, model: Model) -> Any:
        return of_kind(scenario, model, ANTIPSYCHOTIC)

    def default_doses(scenario: Scenario, opened: Scenario, model: Model) -> Any:
        here, there = drug(scenario, model), drug(opened, model)
        if here == there:
            return doses(opened, model)
        if here is None:
            return doses(scenario, model)
        return medicine_of(usual(model.drugs[here]), model.drugs[here])

    def doses_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        wanted = default_doses(scenario, opened, model)
        return _with_kind(scenario, model, ANTIPSYCHOTIC, () if wanted is None else (wanted,), opened)

    def say(value: Medicine | None, _model: Model) -> str:
        if value is None or not value.doses:
            return tr("as the condition brings it")
        return milligrams(value.doses[-1].mg * value.doses[-1].times_per_day)

    def last_dose(value: Medicine | None) -> float | None:
        return value.doses[-1].mg * value.doses[-1].times_per_day if value and value.doses else None

    return [
        Field("antipsychotic", drug, _as_opened(ANTIPSYCHOTIC), _drug_name),
        Field("antipsychotic_mg", doses, doses_back, say, default_doses, last_dose),
    ]


def _added() -> Field:
    """Return the field of the added medicines that the default has: all of them taken still."""

    def names(scenario: Scenario, model: Model) -> frozenset[str]:
        return frozenset(item.id for item in added(scenario, model))

    def default(scenario: Scenario, opened: Scenario, model: Model) -> frozenset[str]:
        return names(scenario, model) | names(opened, model)

    def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        wanted = names(opened, model) - names(scenario, model)
        kept = tuple(item for item in scenario.medicines if item.name not in wanted)
        back = tuple(item for item in opened.medicines if item.name in wanted)
        return replace(scenario, medicines=_in_order((*kept, *back), opened))

    def say(value: frozenset[str], model: Model) -> str:
        return ", ".join(model.drugs[name].name.lower() for name in sorted(value)) or tr("none")

    return Field("added", names, put_back, say, default)


def medicine_field(drug: str) -> Field:
    """Return the field of one added medicine: whether and how it is taken."""

    def put_back(scenario: Scenario, opened: Scenario, _model: Model) -> Scenario:
        kept = tuple(item for item in scenario.medicines if item.name != drug)
        back = tuple(item for item in opened.medicines if item.name == drug)
        return replace(scenario, medicines=_in_order((*kept, *back), opened))

    def say(value: Medicine | None, _model: Model) -> str:
        return tr("not taken") if value is None or not value.doses else tr("as opened")

    return Field(f"medicine_{drug}", lambda scenario, _: scenario.medicine(drug), put_back, say)


def _as_opened(kind: str) -> Put:
    """Return a function that puts the medicines of a kind back as they are in the default."""

    def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        wanted = tuple(item for item in opened.medicines if model.drugs[item.name].kind == kind)
        return _with_kind(scenario, model, kind, wanted, opened)

    return put_back


def _with_kind(
    scenario: Scenario, model: Model, kind: str, wanted: tuple[Medicine, ...], opened: Scenario
) -> Scenario:
    kept = tuple(item for item in scenario.medicines if model.drugs[item.name].kind != kind)
    return replace(scenario, medicines=_in_order((*kept, *wanted), opened))


def _in_order(medicines: tuple[Medicine, ...], opened: Scenario) -> tuple[Medicine, ...]:
    """Return the medicines in the order of the default, so that all put back is the default again."""
    places = {item.name: place for place, item in enumerate(opened.medicines)}
    return tuple(sorted(medicines, key=lambda item: places.get(item.name, len(places))))


# Person


def _person() -> list[Field]:
    def condition(scenario: Scenario, opened: Scenario, _model: Model) -> Scenario:
        person = replace(scenario.person, baseline_score=opened.person.baseline_score)
        return replace(scenario, condition=opened.condition, person=person)

    def score(scenario: Scenario, model: Model) -> Any:
        return baseline_score(scenario, model) if scenario.condition in BY_CAUSE else None

    def score_back(scenario: Scenario, opened: Scenario, _model: Model) -> Scenario:
        value = opened.person.baseline_score if scenario.condition is opened.condition else None
        return replace(scenario, person=replace(scenario.person, baseline_score=value))

    def default_score(scenario: Scenario, opened: Scenario, model: Model) -> Any:
        return score(score_back(scenario, opened, model), model)

    def rate(value: float | None, model: Model) -> str:
        per_year = model.movement.plasticity_rate if value is None else value
        return f"{number(per_year)}{NARROW}1/y"

    return [
        Field("condition", lambda scenario, _: scenario.condition, condition, lambda v, _: condition_name(v)),
        Field("baseline_score", score, score_back, lambda v, _: number(v or 0.0), default_score),
        _part("liver", "person", lambda value, _: liver_name(value)),
        _part("plasticity_rate_per_year", "person", rate),
        *(_allele(place) for place in (0, 1)),
        *(_gene(gene) for gene in VARIANT_GENES),
    ]


def _allele(place: int) -> Field:
    def read(scenario: Scenario, _model: Model) -> Any:
        return scenario.person.genotype.cyp2d6.split("/")[place]

    def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        alleles = scenario.person.genotype.cyp2d6.split("/")
        alleles[place] = read(opened, model)
        return _with_gene(scenario, "cyp2d6", "/".join(alleles))

    return Field(f"allele_{place + 1}", read, put_back, lambda value, _: str(value))


def _gene(gene: str) -> Field:
    def read(scenario: Scenario, _model: Model) -> Any:
        return getattr(scenario.person.genotype, gene)

    def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        return _with_gene(scenario, gene, read(opened, model))

    return Field(f"gene_{gene}", read, put_back, lambda value, _: variant_name(value))


def _with_gene(scenario: Scenario, gene: str, value: str) -> Scenario:
    genotype = replace(scenario.person.genotype, **{gene: value})
    return replace(scenario, person=replace(scenario.person, genotype=genotype))


# Model, firing, course


def _model() -> list[Field]:
    return [
        _part("rung", "", lambda value, _: rung_name(value)),
        replace(
            _part("compensation", "", lambda value, _: f"{number(value * _FULL)}{NARROW}%"),
            on_scale=lambda value: value * _FULL,
        ),
        _part("overrides", "", lambda value, _: tr("{0} changed").format(len(value))),
        _part("tonic_hz", "firing", lambda value, _: f"{number(value)}{NARROW}Hz"),
        _part("bursts", "firing", lambda value, _: tr("bursts: {0}").format(len(value))),
        _part("title", "", lambda value, _: value or tr("none")),
        _part("horizon_h", "", lambda value, _: duration(value)),
        _part("seed", "", lambda value, _: str(value)),
    ]


def _part(name: str, owner: str, say: Say) -> Field:
    """Return the field of an attribute of the scenario, or of one of its parts."""

    def read(scenario: Scenario, _model: Model) -> Any:
        return getattr(getattr(scenario, owner) if owner else scenario, name)

    def put_back(scenario: Scenario, opened: Scenario, model: Model) -> Scenario:
        value = read(opened, model)
        if not owner:
            return replace(scenario, **{name: value})
        part = replace(getattr(scenario, owner), **{name: value})
        return replace(scenario, **{owner: part})

    return Field(name, read, put_back, say)


def _drug_name(value: str | None, model: Model) -> str:
    return tr("none") if value is None else model.drugs[value].name.lower()


def _day(value: float | None) -> str:
    return "–" if value is None else tr("day {0}").format(number(value / HOURS_PER_DAY))
