"""What the labels allow this person with these medicines: codes, no text for people.

Labels speak of strong inhibitors. One is strong here while an enzyme's activity, as it is or as it will
settle at the present doses, lies below a threshold: so the first dose counts, and the tail of a slow one too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import exposure, metabolism, regimen
from vmat2_desktop.engine.model import KINDS, TARGETS, Drug, Model
from vmat2_desktop.engine.pharmacokinetics import compartments, equivalents, has_plasma, steady_mean
from vmat2_desktop.engine.scenario import Medicine, Scenario

Array = NDArray[np.float64]

_STEP_H = 12.0
TOLERANCE = 1e-9
"""Relative, of doses and limits."""
INHIBITOR, INDUCER = "_inhibitor", "_inducer"
"""Ends of the names of a modulator's effects."""


class Reason(StrEnum):
    """Why a limit is what it is."""

    LABEL = "label"
    """The limit for everybody."""
    POOR_METABOLISER = "poor_metaboliser"
    CYP2D6_INHIBITOR = "cyp2d6_inhibitor"
    CYP3A4_INHIBITOR = "cyp3a4_inhibitor"
    LIVER = "liver"
    CONTRAINDICATED = "contraindicated"
    """By the liver: not at any dose."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A highest dose, mg, and why."""

    mg: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a label allows of one drug."""

    per_day: Limit
    single: Limit | None
    """None: the label limits only the day."""


def names_something(what: str, drugs: Mapping[str, Drug]) -> bool:
    """Whether `what` is a drug's id, a kind of drug, or the effect of a modulator."""
    effects = {f"{target}{effect}" for target in TARGETS for effect in (INHIBITOR, INDUCER)}
    return what in drugs or what in KINDS or what in effects


def limits(scenario: Scenario, model: Model, drug_id: str, at_h: float | None = None) -> Limits:
    """Return what the label allows of a drug.

    Args:
        scenario: person and medicines; the drug need not be among them.
        model: what is known.
        drug_id: the drug.
        at_h: the moment, h; None: the lowest limits while the drug is taken (at any time if it is not).

    Raises:
        KeyError: the model has no such drug.
    """
    model = model.overridden(scenario.overrides)
    times = times_of(scenario)
    state = situation(scenario, model, times)
    drug, medicine = model.drugs[drug_id], scenario.medicine(drug_id)
    if at_h is None:
        doses = meant_daily(medicine, times, scenario.horizon_h) if medicine else np.zeros_like(times)
        counted = np.flatnonzero(doses) if doses.any() else np.arange(len(times))
    else:
        counted = np.array([np.searchsorted(times, at_h + TOLERANCE, side="right") - 1])
    single = _lowest(single_rules(drug, state), counted)
    return Limits(_lowest(daily_rules(drug, state), counted), single if math.isfinite(single.mg) else None)


def daily_limits(scenario: Scenario, model: Model, drug_id: str) -> tuple[tuple[float, Limit], ...]:
    """Return the label's limit of the day over time: from which hour on, and the limit; the first from 0 h.

    Args:
        scenario: person and medicines; the drug need not be among them.
        model: what is known.
        drug_id: the drug.

    Raises:
        KeyError: the model has no such drug.
    """
    model = model.overridden(scenario.overrides)
    times = times_of(scenario)
    rules = daily_rules(model.drugs[drug_id], situation(scenario, model, times))
    mg, which = lowest_of(rules)
    changes = np.flatnonzero(np.diff(which, prepend=-1))
    return tuple((float(times[at]), Limit(float(mg[at]), rules[int(which[at])][0])) for at in changes)


def exposure_ratio(scenario: Scenario, model: Model, drug_id: str, at_h: float | None = None) -> float:
    """Return the steady effective concentration of a dose over that of the same dose in a normal person.

    So the labels' lower limits can be held against what they are for. Infinite where nothing clears the drug.

    Args:
        scenario: person and medicines.
        model: what is known.
        drug_id: a drug with kinetics in plasma.
        at_h: the moment whose inhibitors and inducers count; None: none of them.

    Raises:
        KeyError: the model has no such drug.
        ValueError: the drug has no kinetics in plasma.
    """
    model = model.overridden(scenario.overrides)
    drug = model.drugs[drug_id]
    if not has_plasma(drug):
        raise ValueError(f"{drug_id} has no concentration in plasma.")
    activity = metabolism.unmodulated(scenario.person, model)
    if at_h is not None:
        times = np.unique(np.append(times_of(scenario), at_h))
        over_time = _over_time(scenario, model, times)
        now = int(np.searchsorted(times, at_h))
        cyp2d6, cyp3a4 = (float(over_time.of(name)[now]) for name in metabolism.LIVER_ENZYMES)
        activity = activity._replace(cyp2d6=activity.cyp2d6 * cyp2d6, cyp3a4=activity.cyp3a4 * cyp3a4)
    return _effective(drug, activity) / _effective(drug, metabolism.NORMAL)


def _effective(drug: Drug, activity: metabolism.Activity) -> float:
    system = compartments(drug, activity)
    weights = {moiety.id: equivalents(drug, moiety.id) for moiety in drug.moieties}
    if not any(weights.values()):  # an antipsychotic
        weights = dict.fromkeys(weights, 1.0)
    try:
        mean = sum(weight * steady_mean(system, moiety) for moiety, weight in weights.items() if weight)
    except np.linalg.LinAlgError:
        return math.inf
    return mean if mean >= 0.0 else math.inf


# The person and the inhibitors over time


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides limits, on the same times."""

    times_h: Array
    poor: bool
    liver: str
    strongly_inhibited: Mapping[str, NDArray[np.bool_]]
    """By enzyme of the liver."""


def times_of(scenario: Scenario) -> Array:
    """Return times, h, at which limits are looked at: every half day, and wherever a regimen changes."""
    edges = [
        edge
        for medicine in scenario.medicines
        for course in medicine.doses
        for edge in (course.start_h, course.stop_h)
        if edge is not None and edge < scenario.horizon_h
    ]
    return np.unique(np.concatenate([np.arange(0.0, scenario.horizon_h, _STEP_H), edges]))


def situation(scenario: Scenario, model: Model, times: Array) -> Situation:
    """Return what decides limits at ascending times, (n,) h."""
    known = model.metabolism
    score = metabolism.activity_score(scenario.person.genotype.cyp2d6, model.cyp2d6_activity)
    over_time = _over_time(scenario, model, times)
    inhibited = {}
    for enzyme in metabolism.LIVER_ENZYMES:
        settled = _settled(scenario, model, enzyme, times)
        inhibited[enzyme] = np.minimum(over_time.of(enzyme), settled) < known.strong_inhibition_below
    poor = metabolism.phenotype(score, known) is metabolism.Phenotype.POOR
    return Situation(times, poor, scenario.person.liver.value, inhibited)


def _over_time(scenario: Scenario, model: Model, times: Array) -> metabolism.Targets:
    acting = exposure.modulators(scenario.medicines, model, times, scenario.horizon_h)
    return metabolism.targets(acting, times, model.metabolism)


def _settled(scenario: Scenario, model: Model, target: str, times: Array) -> Array:
    """Return the activity that the present doses of all modulators lead to, (n,)."""
    levels = [
        (drug, meant_daily(medicine, times, scenario.horizon_h) / drug.parameters["reference_dose"])
        for medicine in scenario.medicines
        if (drug := model.drugs[medicine.name]).kinetics == "modulator"
    ]
    return settled_activity(target, levels, np.ones_like(times))


def settled_activity(target: str, levels: Iterable[tuple[Drug, Array]], one: Array) -> Array:
    """Return the activity of a target at which modulators, each at a constant level, settle, like `one`."""
    made, lost, slowed = one.copy(), one.copy(), one.copy()
    for drug, level in levels:
        made = made + drug.parameters.get(f"{target}_induction", 0.0) * level
        lost = lost + drug.parameters.get(f"{target}_inactivation", 0.0) * level
        slowed = slowed + drug.parameters.get(f"{target}_inhibition", 0.0) * level
    return np.asarray(made / lost / slowed)


def meant_daily(medicine: Medicine, times: Array, horizon_h: float) -> Array:
    """Return the dose rate as it is meant, mg/d, (n,): a missed dose lowers no limit and raises none."""
    meant = Medicine(medicine.name, tuple(replace(course, missed_h=()) for course in medicine.doses))
    return regimen.daily_dose(meant, times, horizon_h)


# Limits


Rule = tuple[Reason, float, NDArray[np.bool_]]
"""Reason, mg, and when it holds, (n,)."""


def daily_rules(drug: Drug, state: Situation) -> list[Rule]:
    """Return the label's limits of the day."""
    label, always = drug.label, np.ones(len(state.times_h), dtype=bool)
    liver = label.max_mg_per_day_liver.get(state.liver)
    rules = [
        (Reason.LABEL, label.max_mg_per_day, always),
        (Reason.LIVER if liver else Reason.CONTRAINDICATED, liver, always),
        (Reason.POOR_METABOLISER, label.max_mg_per_day_poor_metaboliser, always & state.poor),
        (
            Reason.CYP2D6_INHIBITOR,
            label.max_mg_per_day_cyp2d6_inhibitor,
            state.strongly_inhibited["cyp2d6"],
        ),
        (
            Reason.CYP3A4_INHIBITOR,
            label.max_mg_per_day_cyp3a4_inhibitor,
            state.strongly_inhibited["cyp3a4"],
        ),
    ]
    return [(reason, mg, when) for reason, mg, when in rules if mg is not None]


def single_rules(drug: Drug, state: Situation) -> list[Rule]:
    """Return the label's limits of a single dose, the first of them infinite where it sets none."""
    label, always = drug.label, np.ones(len(state.times_h), dtype=bool)
    lower = label.max_single_mg_poor_metaboliser
    rules = [
        (Reason.LABEL, math.inf if label.max_single_mg is None else label.max_single_mg, always),
        (Reason.POOR_METABOLISER, lower, always & state.poor),
        (Reason.CYP2D6_INHIBITOR, lower, state.strongly_inhibited["cyp2d6"]),
    ]
    return [(reason, mg, when) for reason, mg, when in rules if mg is not None]


def lowest_of(rules: Sequence[Rule]) -> tuple[Array, NDArray[np.intp]]:
    """Return the lowest limit at each time, mg, (n,), and which of the rules it is, (n,)."""
    table = np.array([np.where(when, mg, np.inf) for _, mg, when in rules])
    which = table.argmin(axis=0)
    return np.take_along_axis(table, which[None], axis=0)[0], which


def _lowest(rules: Sequence[Rule], counted: NDArray[np.intp]) -> Limit:
    mg, which = lowest_of(rules)
    at = counted[int(mg[counted].argmin())]
    return Limit(float(mg[at]), rules[int(which[at])][0])
