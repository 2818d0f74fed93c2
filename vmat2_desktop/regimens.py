"""A regimen as a person thinks of it (80 mg a day from day 7, with the label's first steps) and as doses.

Pure functions from Scenario to Scenario: what the panels ask for, without a window. Every number comes from
the drug's label or from the Model.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from vmat2_desktop.engine.metabolism import Phenotype, activity_score, phenotype
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Food, Medicine, Scenario

VMAT2_INHIBITOR = "vmat2_inhibitor"
ANTIPSYCHOTIC = "antipsychotic"
ADDED_KINDS = ("modulator", "anticholinergic")
"""Kinds of medicines that are added one by one."""
HISTORY_DRUG = "haloperidol"
"""The antipsychotic of the ready-made histories."""


@dataclass(frozen=True, slots=True)
class Regimen:
    """How one medicine is taken."""

    drug: str
    mg_per_day: float
    times_per_day: int = 1
    start_h: float = 0.0
    stop_h: float | None = None
    titrated: bool = False
    """Whether the label's first steps lead to the dose."""
    missed_h: tuple[float, ...] = ()
    food: Food = Food.FASTED

    @property
    def single_mg(self) -> float:
        """Size of each single dose, mg."""
        return self.mg_per_day / self.times_per_day


@dataclass(frozen=True, slots=True)
class Antipsychotic:
    """The antipsychotic at work, and whether it goes on from the condition's history."""

    drug: str | None
    mg_per_day: float = 0.0
    continued: bool = False


def usual(drug: Drug, start_h: float = 0.0) -> Regimen:
    """Return the label's usual regimen."""
    label = drug.label
    return Regimen(
        drug=drug.id,
        mg_per_day=label.usual_mg * label.usual_times_per_day,
        times_per_day=label.usual_times_per_day,
        start_h=start_h,
        titrated=bool(steps(drug, label.usual_mg * label.usual_times_per_day)),
    )


def steps(drug: Drug, mg_per_day: float) -> tuple[tuple[float, float], ...]:
    """Return (day, mg a day) of the label's first steps below that dose, and of the dose itself last.

    A table that ends below the dose is followed by the dose after one more interval. Empty when no step is
    lower.
    """
    lower = [(day, mg) for day, mg in drug.label.titration if mg < mg_per_day]
    if not lower:
        return ()
    reached = [day for day, mg in drug.label.titration if mg >= mg_per_day]
    days = [day for day, _ in drug.label.titration]
    interval = max((later - earlier for earlier, later in pairwise(days)), default=0.0)
    return (*lower, (min(reached, default=days[-1] + interval), mg_per_day))


def medicine_of(regimen: Regimen, drug: Drug) -> Medicine:
    """Write a regimen as doses. No dose at all: listed, but not taken."""
    if regimen.mg_per_day <= 0.0:
        return Medicine(regimen.drug)
    plan = steps(drug, regimen.mg_per_day) if regimen.titrated else ()
    plan = plan or ((0.0, regimen.mg_per_day),)
    starts = [regimen.start_h + day * HOURS_PER_DAY for day, _ in plan]
    stops = [*starts[1:], regimen.stop_h]
    doses = []
    for start, stop, (_, mg) in zip(starts, stops, plan, strict=True):
        if regimen.stop_h is not None and start >= regimen.stop_h:
            break
        end = stop if regimen.stop_h is None or stop is None else min(stop, regimen.stop_h)
        missed = tuple(time for time in regimen.missed_h if start <= time and (end is None or time < end))
        single = mg / regimen.times_per_day
        doses.append(DoseCourse(single, regimen.times_per_day, start, end, missed, regimen.food))
    return Medicine(regimen.drug, tuple(doses))


def regimen_of(medicine: Medicine, drug: Drug) -> Regimen:
    """Read a regimen from doses: the last stretch is the dose, the first its beginning."""
    if not medicine.doses:
        return Regimen(medicine.name, 0.0)
    first, last = medicine.doses[0], medicine.doses[-1]
    plain = Regimen(
        drug=medicine.name,
        mg_per_day=last.mg * last.times_per_day,
        times_per_day=last.times_per_day,
        start_h=first.start_h,
        stop_h=last.stop_h,
        missed_h=tuple(time for dose in medicine.doses for time in dose.missed_h),
        food=last.food,
    )
    stepped = replace(plain, titrated=True)
    same = len(medicine.doses) > 1 and medicine_of(stepped, drug) == medicine
    return stepped if same else plain


def is_plain(medicine: Medicine, drug: Drug) -> bool:
    """Whether the doses are what a regimen can say (a file may ask for more)."""
    return medicine_of(regimen_of(medicine, drug), drug) == medicine


def of_kind(scenario: Scenario, model: Model, kind: str) -> Medicine | None:
    """Return the first medicine of that kind."""
    known = (item for item in scenario.medicines if item.name in model.drugs)
    return next((item for item in known if model.drugs[item.name].kind == kind), None)


def inhibitor(scenario: Scenario, model: Model) -> Regimen | None:
    """Return how the VMAT2 inhibitor is taken, or None when there is none."""
    medicine = of_kind(scenario, model, VMAT2_INHIBITOR)
    return None if medicine is None else regimen_of(medicine, model.drugs[medicine.name])


def with_inhibitor(scenario: Scenario, model: Model, regimen: Regimen | None) -> Scenario:
    """Return the scenario with that VMAT2 inhibitor in place of the present one."""
    wanted = () if regimen is None else (medicine_of(regimen, model.drugs[regimen.drug]),)
    return _replaced(scenario, model, VMAT2_INHIBITOR, wanted)


def choose_inhibitor(
    scenario: Scenario, model: Model, drug: str | None, start_h: float | None = None
) -> Scenario:
    """Return the scenario with another VMAT2 inhibitor at its usual dose, begun when the present one is."""
    if drug is None:
        return with_inhibitor(scenario, model, None)
    present = inhibitor(scenario, model)
    if present is not None and present.drug == drug:
        return scenario
    begins = start_h if start_h is not None else present.start_h if present is not None else 0.0
    fresh = usual(model.drugs[drug], begins)
    return with_inhibitor(
        scenario, model, replace(fresh, stop_h=present.stop_h) if present is not None else fresh
    )


def history(scenario: Scenario, model: Model) -> tuple[float, float] | None:
    """Return (days, mg a day) of the antipsychotic before time 0, or None when the condition brings none."""
    known = model.history
    if scenario.condition is Condition.TARDIVE_DYSKINESIA:
        return known.tardive_dyskinesia_duration, known.tardive_dyskinesia_dose
    if scenario.condition is Condition.DRUG_INDUCED_PARKINSONISM:
        return known.parkinsonism_duration, known.parkinsonism_dose
    return None


def antipsychotic(scenario: Scenario, model: Model) -> Antipsychotic:
    """Return the antipsychotic from time 0 on."""
    medicine = of_kind(scenario, model, ANTIPSYCHOTIC)
    if medicine is not None:
        regimen = regimen_of(medicine, model.drugs[medicine.name])
        return Antipsychotic(medicine.name if medicine.doses else None, regimen.mg_per_day)
    past = history(scenario, model)
    return Antipsychotic(None) if past is None else Antipsychotic(HISTORY_DRUG, past[1], continued=True)


def choose_antipsychotic(scenario: Scenario, model: Model, drug: str | None) -> Scenario:
    """Return the scenario with that antipsychotic at its usual dose; None: none, a history's is stopped."""
    past = history(scenario, model)
    if drug is None:
        return _replaced(scenario, model, ANTIPSYCHOTIC, () if past is None else (Medicine(HISTORY_DRUG),))
    if drug == HISTORY_DRUG and past is not None:
        return _replaced(scenario, model, ANTIPSYCHOTIC, ())
    return with_antipsychotic_dose(scenario, model, drug, usual(model.drugs[drug]).mg_per_day)


def with_antipsychotic_dose(scenario: Scenario, model: Model, drug: str, mg_per_day: float) -> Scenario:
    """Return the scenario with that antipsychotic at that dose from the beginning."""
    past = history(scenario, model)
    if past is not None and (drug, mg_per_day) == (HISTORY_DRUG, past[1]):
        return _replaced(scenario, model, ANTIPSYCHOTIC, ())
    times = model.drugs[drug].label.usual_times_per_day
    regimen = Regimen(drug, mg_per_day, times)
    return _replaced(scenario, model, ANTIPSYCHOTIC, (medicine_of(regimen, model.drugs[drug]),))


def takes(scenario: Scenario, drug: str) -> bool:
    """Whether that medicine is taken at any time."""
    medicine = scenario.medicine(drug)
    return medicine is not None and bool(medicine.doses)


def added(scenario: Scenario, model: Model) -> tuple[Drug, ...]:
    """Return the medicines that are taken beside the antipsychotic and the VMAT2 inhibitor."""
    taken = (model.drugs[item.name] for item in scenario.medicines if item.doses and item.name in model.drugs)
    return tuple(drug for drug in taken if drug.kind in ADDED_KINDS)


def with_medicine(scenario: Scenario, model: Model, drug: str, on: bool) -> Scenario:
    """Return the scenario with or without that medicine, at its usual dose from the beginning."""
    if on and takes(scenario, drug):
        return scenario
    others = tuple(medicine for medicine in scenario.medicines if medicine.name != drug)
    wanted = (medicine_of(usual(model.drugs[drug]), model.drugs[drug]),) if on else ()
    medicines = (*others, *wanted)
    return scenario if medicines == scenario.medicines else replace(scenario, medicines=medicines)


def with_doses(scenario: Scenario, drug: str, doses: tuple[DoseCourse, ...]) -> Scenario:
    """Return the scenario with a medicine taken so; one that only a history had is listed first."""
    fresh = Medicine(drug, doses)
    if scenario.medicine(drug) is None:
        return replace(scenario, medicines=(fresh, *scenario.medicines))
    medicines = tuple(fresh if item.name == drug else item for item in scenario.medicines)
    return replace(scenario, medicines=medicines)


def phenotype_of(scenario: Scenario, model: Model) -> Phenotype:
    """Return the CYP2D6 phenotype of the scenario's person."""
    score = activity_score(scenario.person.genotype.cyp2d6, model.cyp2d6_activity)
    return phenotype(score, model.metabolism)


def stop_days(regimen: Regimen, drug: Drug, horizon_h: float) -> range:
    """Return the days on which a regimen can be stopped: its dose was reached, and time is left to watch."""
    plan = steps(drug, regimen.mg_per_day) if regimen.titrated else ()
    reached_h = regimen.start_h + (plan[-1][0] * HOURS_PER_DAY if plan else 0.0)
    return range(math.floor(reached_h / HOURS_PER_DAY) + 1, math.ceil(horizon_h / HOURS_PER_DAY))


def another_dose(drug: Drug, mg_per_day: float, highest_mg: float) -> float | None:
    """Return a daily dose of the label worth comparing with the present one, or None when there is no other.

    The usual dose, or as much of it as the person may have; from there the label's first step, else its top.
    """
    label = drug.label
    usual_mg = min(label.usual_mg * label.usual_times_per_day, highest_mg)
    first = [mg for _, mg in label.titration[:1] if mg <= highest_mg]
    offered = (usual_mg, *first, highest_mg)
    return next((mg for mg in offered if mg > 0.0 and not math.isclose(mg, mg_per_day)), None)


def _replaced(scenario: Scenario, model: Model, kind: str, wanted: Iterable[Medicine]) -> Scenario:
    """Put medicines in the place of those of that kind."""

    def other(medicine: Medicine) -> bool:
        return medicine.name not in model.drugs or model.drugs[medicine.name].kind != kind

    before = list(scenario.medicines)
    place = next((i for i, item in enumerate(before) if not other(item)), len(before))
    kept_before = [item for item in before[:place] if other(item)]
    kept_after = [item for item in before[place:] if other(item)]
    medicines = (*kept_before, *wanted, *kept_after)
    return scenario if medicines == scenario.medicines else replace(scenario, medicines=medicines)
