"""The slow story, whole: every slow quantity of a scenario over its horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, binding, metabolism, movement, regimen, terminal
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.pharmacokinetics import Kinetics, has_plasma
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, DoseCourse, Medicine, Rung, Scenario

Array = NDArray[np.float64]

_STEPS_H = (1.0, 0.5, 0.25, 1 / 12, 1 / 60)
_FEWEST_POINTS = 1000
_HISTORY_STEP_H = 6.0
_HISTORY_DRUG = "haloperidol"


@dataclass(frozen=True, slots=True)
class Course:
    """A solved scenario."""

    scenario: Scenario
    model: Model
    """The model as the scenario overrides it."""
    time_h: Array
    """(n,) ascending from 0 to the horizon, h."""
    series: Mapping[str, Array]
    """Observable id -> (n,) values on `time_h`, in the unit of `observables.unit_of`."""
    doses: Mapping[str, tuple[tuple[float, float], ...]]
    """Drug id -> (time in h, mg) of every dose taken from time 0 on."""
    kinetics: tuple[Kinetics, ...] = ()
    """Exact concentrations of every drug with plasma kinetics."""

    def at(self, observable: str, time_h: float) -> float:
        """Return the value at that time, linear between grid points.

        Raises:
            KeyError: the course has no such observable.
        """
        return float(np.interp(time_h, self.time_h, self.series[observable]))


@dataclass(frozen=True, slots=True)
class _Slow:
    """The states that outlive a stretch of time."""

    intact_vmat2: float = 1.0
    antagonism: float = 0.0
    density: float = 1.0
    plasticity: float = 0.0
    network: float | None = None
    """None: begins at the steady value of the signal."""


def solve(scenario: Scenario, model: Model) -> Course:
    """Return the course of a scenario.

    Args:
        scenario: what is asked; its overrides are applied to `model` here.
        model: what is known.

    Raises:
        KeyError: the scenario names a drug or a parameter that the model does not have.
        ValueError: a number lies outside what the equations allow; the message names it.
    """
    model = model.overridden(scenario.overrides)
    medicines = taken(scenario, model)
    start = _history(scenario, model)
    times = grid(scenario.horizon_h)
    activity = _cyp2d6(scenario, medicines, model)
    kinetics = tuple(
        Kinetics(model.drugs[medicine.name], activity, doses, scenario.horizon_h)
        for medicine in medicines
        if has_plasma(model.drugs[medicine.name])
        and (doses := regimen.doses_of(medicine, scenario.horizon_h))
    )
    plasma = {
        f"plasma.{moiety}": values
        for item in kinetics
        for moiety, values in item.concentrations(times).items()
    }
    reversible, irreversible = _brain(kinetics, plasma, times)
    series, _ = _span(scenario, model, times, medicines, reversible, irreversible, start)
    dosing = {medicine.name: regimen.doses_of(medicine, scenario.horizon_h) for medicine in medicines}
    return Course(
        scenario, model, times, MappingProxyType({**plasma, **series}), MappingProxyType(dosing), kinetics
    )


def grid(horizon_h: float) -> Array:
    """Return the times of a course, h: at most an hour apart, closer where the horizon is short."""
    step = next((step for step in _STEPS_H if horizon_h / step >= _FEWEST_POINTS), _STEPS_H[-1])
    whole = np.arange(0.0, horizon_h, step)
    return np.append(whole, horizon_h)


def taken(scenario: Scenario, model: Model) -> tuple[Medicine, ...]:
    """Return the medicines from time 0 on: those listed, and what the condition goes on with.

    The haloperidol of a ready-made history goes on unless the scenario lists an antipsychotic itself.
    """
    dose = _history_dose(scenario.condition, model)
    listed = {medicine.name for medicine in scenario.medicines}
    if dose is None or listed & {drug.id for drug in model.drugs_of_kind("antipsychotic")}:
        return scenario.medicines
    return (Medicine(_HISTORY_DRUG, (DoseCourse(dose),)), *scenario.medicines)


def _history_dose(condition: Condition, model: Model) -> float | None:
    return {
        Condition.TARDIVE_DYSKINESIA: model.history.tardive_dyskinesia_dose,
        Condition.DRUG_INDUCED_PARKINSONISM: model.history.parkinsonism_dose,
    }.get(condition)


def _history(scenario: Scenario, model: Model) -> _Slow:
    """Return the slow states at time 0, after the blockade that the condition brings along."""
    if _history_dose(scenario.condition, model) is None:
        return _Slow()
    # Only what matters before time 0: an edit of today's medicines finds the history solved already.
    before = replace(scenario, title="", medicines=(), horizon_h=0.0, overrides=(), seed=0)
    haloperidol = model.drugs[_HISTORY_DRUG]
    return _solve_history(before, _HashableModel(model, tuple(haloperidol.parameters.items())))


@dataclass(frozen=True, slots=True)
class _HashableModel:
    """A model compared by the groups that a history depends on."""

    model: Model = field(compare=False)
    haloperidol: tuple[tuple[str, float], ...]
    groups: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        m = self.model
        groups = (m.vmat2, m.terminal, m.receptor, m.movement, m.history, m.synapse)
        object.__setattr__(self, "groups", groups)


@lru_cache(maxsize=16)
def _solve_history(scenario: Scenario, key: _HashableModel) -> _Slow:
    model = key.model
    days = {
        Condition.TARDIVE_DYSKINESIA: model.history.tardive_dyskinesia_duration,
        Condition.DRUG_INDUCED_PARKINSONISM: model.history.parkinsonism_duration,
    }[scenario.condition]
    horizon = days * HOURS_PER_DAY
    times = np.append(np.arange(0.0, horizon, _HISTORY_STEP_H), horizon)
    none = np.zeros_like(times)
    dose = _history_dose(scenario.condition, model) or 0.0
    medicines = (Medicine(_HISTORY_DRUG, (DoseCourse(dose),)),)
    before = replace(scenario, horizon_h=horizon)
    return _span(before, model, times, medicines, none, none, _Slow())[1]


def _cyp2d6(
    scenario: Scenario, medicines: tuple[Medicine, ...], model: Model
) -> tuple[tuple[float, float], ...]:
    inhibitions = [
        metabolism.Inhibition(model.drugs[medicine.name], regimen.intervals_of(medicine, scenario.horizon_h))
        for medicine in medicines
        if model.drugs[medicine.name].kind == "cyp2d6_inhibitor"
    ]
    base = metabolism.genotype_activity(scenario, model)
    return tuple(metabolism.activity_steps(base, inhibitions, 0.0, scenario.horizon_h))


def _brain(kinetics: tuple[Kinetics, ...], plasma: Mapping[str, Array], times: Array) -> tuple[Array, Array]:
    """Return unbound inhibitor in brain, nM: reversible [+]-alpha-HTBZ equivalents, and irreversible."""
    reversible, irreversible = np.zeros_like(times), np.zeros_like(times)
    for item in kinetics:
        if item.drug.kind != "vmat2_inhibitor":
            continue
        unbound = item.inhibitor_nM({m.id: plasma[f"plasma.{m.id}"] for m in item.drug.moieties})
        if item.drug.irreversible:
            irreversible = irreversible + unbound
        else:
            reversible = reversible + unbound
    return reversible, irreversible


def _antipsychotics(
    scenario: Scenario, model: Model, medicines: tuple[Medicine, ...], times: Array
) -> tuple[list[Drug], list[Array]]:
    chosen = [medicine for medicine in medicines if model.drugs[medicine.name].kind == "antipsychotic"]
    doses = [regimen.daily_dose(medicine, times, scenario.horizon_h) for medicine in chosen]
    return [model.drugs[medicine.name] for medicine in chosen], doses


def _span(
    scenario: Scenario,
    model: Model,
    times: Array,
    medicines: tuple[Medicine, ...],
    reversible: Array,
    irreversible: Array,
    start: _Slow,
) -> tuple[dict[str, Array], _Slow]:
    """Return every state over a stretch of time, and the slow states at its end."""
    vmat2, receptor, move = model.vmat2, model.receptor, model.movement
    intact = binding.intact_sites(
        times,
        irreversible,
        vmat2.turnover_half_life * HOURS_PER_DAY,
        vmat2.reserpine_inactivation,
        start.intact_vmat2,
    )
    occupied = binding.occupancy(reversible, vmat2.ic50, intact)

    drugs, doses = _antipsychotics(scenario, model, medicines, times)
    target = adaptation.antagonism_target(drugs, doses, receptor) if drugs else np.zeros_like(times)
    term = adaptation.antagonism(times, target, receptor, start.antagonism)
    blockade = adaptation.resting_blockade(term, receptor)

    inside = terminal.relative(
        occupied,
        blockade,
        model.terminal,
        textbook_rung=scenario.rung is Rung.TEXTBOOK,
        compensation=scenario.compensation,
        firing=scenario.firing.tonic_hz / model.synapse.tonic_firing,
    )
    dopamine = inside.extracellular
    by_dopamine, by_drug = adaptation.d2_occupancy(dopamine, term, receptor)
    density = adaptation.density(times, blockade, receptor, start.density)
    rate = scenario.person.plasticity_rate_per_year
    plasticity = adaptation.plasticity(
        times,
        density,
        blockade,
        dopamine,
        move,
        rate_per_year=move.plasticity_rate if rate is None else rate,
        start=start.plasticity,
    )
    signal = movement.d2_signal(
        adaptation.total_response(density, receptor), by_dopamine, receptor.resting_occupancy
    )
    mixed = movement.movement_signal(signal, dopamine, move)
    network = adaptation.lagged(
        times, mixed, move, float(mixed[0]) if start.network is None else start.network
    )
    effective = movement.effective_signal(mixed, network, move)
    series = {
        "brain.inhibitor": reversible + irreversible,
        "vmat2.occupancy": occupied,
        "vmat2.occupancy.irreversible": 1.0 - intact,
        "vesicular.content": inside.vesicular,
        "vesicular.depletion": 1.0 - inside.vesicular,
        "cytosolic.dopamine": inside.cytosolic,
        "terminal.synthesis": inside.synthesis,
        "terminal.tyrosine": inside.tyrosine,
        "terminal.l_dopa": inside.l_dopa,
        "terminal.mao": inside.cytosolic,
        "release.dopamine": inside.vesicular,
        "perisynaptic.dopamine_peak_nM": model.synapse.perisynaptic_peak * inside.vesicular,
        "extracellular.dopamine": dopamine,
        "d2.occupancy.dopamine": by_dopamine,
        "d2.occupancy.antipsychotic": by_drug,
        "d2.antagonism": term,
        "d2.density": density,
        "d2.response": adaptation.response_per_receptor(density, receptor),
        "d2.signal": signal,
        "plasticity": plasticity,
        "score.aims": movement.hyperkinetic_score(plasticity, effective, move),
        "index.parkinsonism": movement.parkinsonism_index(signal, plasticity, move),
    }
    end = _Slow(
        float(intact[-1]), float(term[-1]), float(density[-1]), float(plasticity[-1]), float(network[-1])
    )
    return series, end
