"""What reaches the targets -> every state of the person, over a stretch of time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import adaptation, amines, binding, movement, outcome, terminal, terminal_course
from vmat2_desktop.engine.exposure import Exposure
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, Rung, Scenario
from vmat2_desktop.engine.terminal_start import Setting

Array = NDArray[np.float64]

BY_CAUSE = (Condition.HUNTINGTON, Condition.TOURETTE)
"""Conditions whose hyperkinetic drive has another cause than blockade, and stays."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The states that outlive a stretch of time."""

    intact_vmat2: float = 1.0
    intact_vmat1: float = 1.0
    antagonism: Mapping[str, float] = field(default_factory=dict)
    """By antipsychotic."""
    density: float = 1.0
    plasticity: float = 0.0
    network: float | None = None
    """None: begins at the steady value of the signal."""
    pressure: float | None = None
    """None: begins at the steady value."""


@dataclass(frozen=True, slots=True)
class _Blocked:
    occupancy: Array
    intact_vmat2: Array
    intact_vmat1: Array


@dataclass(frozen=True, slots=True)
class _Antagonised:
    terms: Mapping[str, Array]
    total: Array
    blockade: Array
    """As PET sees it at healthy dopamine."""
    between: Array
    """(n - 1,) the same in the middle of each step."""


def respond(
    scenario: Scenario, model: Model, times_h: Array, reaching: Exposure, start: Slow
) -> tuple[dict[str, Array], Slow]:
    """Return every state, (n,) by observable id, and the slow states at the end.

    Args:
        scenario: person, condition, rung, compensation, firing.
        model: what is known, as the scenario overrides it.
        times_h: (n,) ascending, h.
        reaching: what reaches the targets at those times.
        start: the slow states at the first time.
    """
    blocked = _block(model, times_h, reaching, start)
    held = _antagonise(model, times_h, reaching, start)
    inside = _terminal(scenario, model, times_h, blocked, held, reaching)
    moved, end = _move(scenario, model, times_h, inside.extracellular, held, reaching, start)
    other, pressure = _others(scenario, model, times_h, blocked, start)
    series = {
        "brain.inhibitor": reaching.reversible_nM + reaching.irreversible_nM,
        "vmat2.occupancy": blocked.occupancy,
        "vmat2.occupancy.irreversible": 1.0 - blocked.intact_vmat2,
        "vmat1.occupancy": 1.0 - blocked.intact_vmat1,
        **_inside(inside, model),
        "terminal.mao": inside.cytosolic * reaching.targets.of("mao"),
        "terminal.dat": reaching.targets.of("dat"),
        **moved,
        **other,
        "index.psychosis_protection": outcome.protection(held.blockade, model.outcome),
        "risk.qt": reaching.qt_ms,
    }
    final = Slow(
        float(blocked.intact_vmat2[-1]),
        float(blocked.intact_vmat1[-1]),
        {name: float(term[-1]) for name, term in held.terms.items()},
        *end,
        pressure,
    )
    return series, final


def _block(model: Model, times_h: Array, reaching: Exposure, start: Slow) -> _Blocked:
    vmat2 = model.vmat2
    # A reversible ligand protects the site that it occupies.
    free = binding.free_share(reaching.reversible_nM, vmat2.ic50)
    intact = binding.intact_sites(
        times_h,
        reaching.irreversible_nM * free,
        vmat2.turnover_half_life * HOURS_PER_DAY,
        vmat2.reserpine_inactivation,
        start.intact_vmat2,
    )
    intact_vmat1 = binding.intact_sites(
        times_h,
        reaching.irreversible_nM,
        vmat2.vmat1_turnover_half_life * HOURS_PER_DAY,
        vmat2.vmat1_inactivation,
        start.intact_vmat1,
    )
    return _Blocked(binding.occupancy(reaching.reversible_nM, vmat2.ic50, intact), intact, intact_vmat1)


def _antagonise(model: Model, times_h: Array, reaching: Exposure, start: Slow) -> _Antagonised:
    receptor = model.receptor
    terms, between = {}, np.zeros(len(times_h) - 1)
    for name in {*reaching.antagonists, *start.antagonism}:
        drug = model.drugs[name]
        concentration = reaching.antagonists.get(name, np.zeros_like(times_h))
        target = adaptation.antagonism_target(drug, concentration, receptor)
        middle = None
        if name in reaching.antagonists_between:
            middle = adaptation.antagonism_target(drug, reaching.antagonists_between[name], receptor)
        rate = math.log(2.0) / drug.parameters["d2_equilibration_half_life"]
        term = binding.relaxation(times_h, target, rate, start.antagonism.get(name, 0.0), middle)
        # A parabola may pass below 0 where a line would not.
        terms[name] = term = np.maximum(term, 0.0)
        between += np.maximum(binding.halfway(times_h, term, rate * (target - term)), 0.0)
    total = np.sum(list(terms.values()), axis=0) if terms else np.zeros_like(times_h)
    blockade, halfway = (adaptation.resting_blockade(term, receptor) for term in (total, between))
    return _Antagonised(terms, total, blockade, halfway)


def expression(scenario: Scenario, model: Model) -> float:
    """Return VMAT2's transport capacity by genotype, 1 = normal."""
    return model.variants["slc18a2"][scenario.person.genotype.slc18a2]


def _terminal(
    scenario: Scenario,
    model: Model,
    times_h: Array,
    blocked: _Blocked,
    held: _Antagonised,
    reaching: Exposure,
) -> terminal.TerminalState:
    p, own = model.terminal, expression(scenario, model)
    firing = scenario.firing.tonic_hz / model.synapse.tonic_firing
    mao, dat = (reaching.targets.activity.get(name) for name in ("mao", "dat"))
    if scenario.rung is Rung.TEXTBOOK:
        return terminal.textbook(
            blocked.occupancy, p, expression=own, firing=firing, dat=1.0 if dat is None else dat
        )
    setting = Setting(p, scenario.compensation, own, firing)
    return terminal_course.over_time(times_h, blocked.occupancy, held.blockade, setting, mao, dat)


def _inside(inside: terminal.TerminalState, model: Model) -> dict[str, Array]:
    return {
        "vesicular.content": inside.vesicular,
        "vesicular.depletion": 1.0 - inside.vesicular,
        "cytosolic.dopamine": inside.cytosolic,
        "terminal.synthesis": inside.synthesis,
        "terminal.reserve": terminal.reserve_spent(inside.autoreceptor, model.terminal),
        "terminal.tyrosine": inside.tyrosine,
        "terminal.l_dopa": inside.l_dopa,
        "release.dopamine": inside.vesicular,
        "perisynaptic.dopamine_peak_nM": model.synapse.perisynaptic_peak * inside.vesicular,
        "extracellular.dopamine": inside.extracellular,
    }


def _move(
    scenario: Scenario,
    model: Model,
    times_h: Array,
    dopamine: Array,
    held: _Antagonised,
    reaching: Exposure,
    start: Slow,
) -> tuple[dict[str, Array], tuple[float, float, float]]:
    """Return receptors and movement, and density, plasticity and network signal at the end."""
    receptor, move = model.receptor, model.movement
    by_dopamine, by_drug = adaptation.d2_occupancy(dopamine, held.total, receptor)
    density = adaptation.density(times_h, held.blockade, receptor, start.density, held.between)
    present = density * model.variants["drd2"][scenario.person.genotype.drd2]
    plasticity = _plasticity(scenario, model, times_h, density, held, dopamine, start)
    signal = movement.d2_signal(
        adaptation.total_response(present, receptor), by_dopamine, receptor.resting_occupancy
    )
    mixed = movement.movement_signal(signal, dopamine, move)
    network = adaptation.lagged(
        times_h,
        mixed,
        move,
        float(mixed[0]) if start.network is None else start.network,
        np.maximum(binding.halfway(times_h, mixed), 0.0),
    )
    effective = movement.effective_signal(mixed, network, move)
    huntington = scenario.condition is Condition.HUNTINGTON
    score = movement.hyperkinetic_score(plasticity, effective, move, reaching.anticholinergic)
    series = {
        "d2.occupancy.dopamine": by_dopamine,
        "d2.occupancy.antipsychotic": by_drug,
        "d2.antagonism": held.total,
        "d2.density": present,
        "d2.response": adaptation.response_per_receptor(present, receptor),
        "d2.signal": signal,
        "plasticity": plasticity,
        "score.tmc" if huntington else "score.aims": score,
        "index.parkinsonism": movement.parkinsonism_index(
            signal, plasticity, move, reaching.anticholinergic, huntington=huntington
        ),
    }
    return series, (float(density[-1]), float(plasticity[-1]), float(network[-1]))


def _plasticity(
    scenario: Scenario,
    model: Model,
    times_h: Array,
    density: Array,
    held: _Antagonised,
    dopamine: Array,
    start: Slow,
) -> Array:
    if scenario.condition in BY_CAUSE:
        return np.full_like(times_h, movement.drive_of_score(baseline_score(scenario, model), model.movement))
    rate = scenario.person.plasticity_rate_per_year
    return adaptation.plasticity(
        times_h,
        density,
        held.blockade,
        dopamine,
        model.movement,
        rate_per_year=model.movement.plasticity_rate if rate is None else rate,
        start=start.plasticity,
        between=(held.between, np.maximum(binding.halfway(times_h, dopamine), 0.0)),
    )


def baseline_score(scenario: Scenario, model: Model) -> float:
    """Return the untreated score of Huntington chorea or Tourette syndrome, points."""
    if scenario.person.baseline_score is not None:
        return scenario.person.baseline_score
    history = model.history
    return history.huntington_score if scenario.condition is Condition.HUNTINGTON else history.tourette_score


def _others(
    scenario: Scenario, model: Model, times_h: Array, blocked: _Blocked, start: Slow
) -> tuple[dict[str, Array], float]:
    """Return serotonin, noradrenaline, adrenal medulla and blood pressure, and the last at the end."""
    free = (1.0 - blocked.occupancy) * expression(scenario, model)
    serotonin = amines.store(free, model.amines.serotonin_reserve)
    noradrenaline = amines.store(free, model.amines.noradrenaline_reserve)
    pressure = amines.blood_pressure(
        times_h, noradrenaline, blocked.intact_vmat1, model.amines, start.pressure, smooth=True
    )
    huntington = scenario.condition is Condition.HUNTINGTON
    series = {
        "index.serotonin": serotonin,
        "index.noradrenaline": noradrenaline,
        "index.adrenal": blocked.intact_vmat1,
        "index.blood_pressure": pressure,
        "risk.somnolence": outcome.somnolence(noradrenaline, model.outcome),
        "risk.depression": outcome.depression(serotonin, model.outcome, huntington=huntington),
    }
    return series, float(pressure[-1])
