"""The reference reading: a scenario's course as equations, one a species (decision 0004)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from vmat2_desktop.engine import (
    compiled,
    equations_body,
    equations_movement,
    equations_targets,
    equations_terminal,
    exposure,
)
from vmat2_desktop.engine.adaptation import HOURS_PER_YEAR
from vmat2_desktop.engine.course import HISTORY_DRUG, history_of, taken
from vmat2_desktop.engine.draft import Draft
from vmat2_desktop.engine.metabolism import Targets
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.pharmacokinetics import Kinetics
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.engine.system import System

_STEADY = {"network": "movement_signal", "pressure": "pressure_target"}
"""States that begin at what they follow."""


def build(scenario: Scenario, model: Model) -> System:
    """Return the equations of a scenario's course, its history included.

    Args:
        scenario: what is asked; its overrides are applied to `model` here.
        model: what is known.

    Raises:
        KeyError: the scenario names a drug or a parameter that the model does not have.
        ValueError: a number lies outside what the equations allow; the message names it.
    """
    model = model.overridden(scenario.overrides)
    draft = Draft(model)
    draft.parameter("ln2", math.log(2.0), "1", "Natural logarithm of 2")
    draft.parameter("h_per_d", HOURS_PER_DAY, "h/d", "Hours of a day")
    draft.parameter("h_per_y", HOURS_PER_YEAR, "h/y", "Hours of a year")
    history = history_of(scenario.condition, model)
    medicines = taken(scenario, model)
    acting = equations_body.modulators(draft, medicines, scenario.horizon_h)
    equations_body.enzymes(draft, acting)
    equations_body.clearing(draft, scenario.person)
    items = drugs_of(scenario, model)
    equations_body.kinetics(draft, items)
    equations_targets.inhibitors(draft, items)
    equations_targets.transporters(draft)
    equations_targets.antagonists(draft, items, scenario.person)
    equations_terminal.add(draft, scenario)
    equations_targets.receptors(draft, scenario.person)
    equations_movement.movements(draft, scenario, acting)
    equations_movement.others(draft)
    equations_movement.outcomes(draft, scenario, items)
    return _started(draft.system(0.0 if history is None else -history.hours, scenario.horizon_h))


def drugs_of(scenario: Scenario, model: Model) -> tuple[Kinetics, ...]:
    """Return every drug with plasma concentrations, with its doses; `model` is already overridden."""
    history = history_of(scenario.condition, model)
    return exposure.kinetics(
        taken(scenario, model),
        scenario.person,
        model,
        Targets(np.array([0.0, scenario.horizon_h]), {}),
        scenario.horizon_h,
        {} if history is None else {HISTORY_DRUG: history.mg_per_h},
    )


def _started(system: System) -> System:
    """Return the system with the lagging states at what they follow."""
    columns = {item.id: np.array([item.initial]) for item in system.species}
    columns |= {item.id: np.array([item.value]) for item in system.parameters}
    values = compiled.quantities(system, columns)
    species = tuple(
        replace(item, initial=float(values[_STEADY[item.id]][0])) if item.id in _STEADY else item
        for item in system.species
    )
    return replace(system, species=species)
