"""Ready contrasts: what scenario B may be, made of scenario A. Pure; every number comes from the model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vmat2_desktop.engine.metabolism import activity_score
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, Rung, Scenario
from vmat2_desktop.regimens import (
    VMAT2_INHIBITOR,
    choose_inhibitor,
    inhibitor,
    stop_days,
    with_inhibitor,
)
from vmat2_desktop.ui.texts import tr


@dataclass(frozen=True, slots=True)
class Contrast:
    """One choice: its id, what it says, and the scenario that it makes."""

    id: str
    text: str
    scenario: Scenario


def contrasts(a: Scenario, model: Model, clock_h: float) -> tuple[Contrast, ...]:
    """Return the contrasts that make sense for a scenario; none equals it.

    Args:
        a: scenario A.
        model: what is known.
        clock_h: where the clock stands, h: a drug is stopped there, if it can be.
    """
    # A title speaks of the scenario that it was written for.
    plain = replace(a, title="")
    made = (*_treatment(plain, model, clock_h), *_person(plain, model), _rung(plain), *_drugs(plain, model))
    return tuple(contrast for contrast in made if contrast.scenario != plain)


def _treatment(a: Scenario, model: Model, clock_h: float) -> Iterator[Contrast]:
    regimen = inhibitor(a, model)
    if regimen is None:
        return
    days = stop_days(regimen, model.drugs[regimen.drug], a.horizon_h)
    if days and regimen.stop_h is None:
        wanted = math.floor(clock_h / HOURS_PER_DAY) + 1
        day = wanted if wanted in days else days[len(days) // 2]
        stopped = replace(regimen, stop_h=regimen.start_h % HOURS_PER_DAY + day * HOURS_PER_DAY)
        text = tr("The same, drug stopped on day {0}").format(day)
        yield Contrast("stopped", text, with_inhibitor(a, model, stopped))
    yield Contrast("untreated", tr("The same without inhibitor"), with_inhibitor(a, model, None))


def _person(a: Scenario, model: Model) -> Iterator[Contrast]:
    activity = model.cyp2d6_activity
    silent = next((allele for allele, value in activity.items() if value <= 0.0), None)
    if silent is not None and activity_score(a.person.genotype.cyp2d6, activity) > 0.0:
        genotype = replace(a.person.genotype, cyp2d6=f"{silent}/{silent}")
        person = replace(a.person, genotype=genotype)
        text = tr("Another genotype: CYP2D6 poor metaboliser")
        yield Contrast("poor_metaboliser", text, replace(a, person=person))
    if a.condition is not Condition.NONE:
        text = tr("A healthy person with the same medicines")
        yield Contrast("healthy", text, replace(a, condition=Condition.NONE))


def _rung(a: Scenario) -> Contrast:
    textbook = a.rung is Rung.TEXTBOOK
    other = Rung.MECHANISTIC if textbook else Rung.TEXTBOOK
    return Contrast("rung", tr("Textbook against mechanistic"), replace(a, rung=other))


def _drugs(a: Scenario, model: Model) -> Iterator[Contrast]:
    present = inhibitor(a, model)
    for drug in model.drugs.values():
        if drug.kind != VMAT2_INHIBITOR or (present is not None and present.drug == drug.id):
            continue
        begins = tr("With {0}") if present is None else tr("Another drug: {0}")
        text = begins.format(drug.name.lower())
        yield Contrast(f"drug_{drug.id}", text, choose_inhibitor(a, model, drug.id))
