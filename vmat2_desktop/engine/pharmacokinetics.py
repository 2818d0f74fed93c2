"""Doses -> amounts and concentrations: linear compartments, advanced by the exact matrix exponential.

Structures and parameters: pharmacology dossier 1.7, calibration study section 1. A change of enzyme activity
or a dose is a break; between breaks x' = A x is solved exactly, so the result does not depend on the grid.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.flow import Flow, transition
from vmat2_desktop.engine.metabolism import NORMAL, Activity
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import HOURS_PER_DAY

Array = NDArray[np.float64]

_NG_PER_ML = 1000.0
"""mg/L -> ng/mL"""
_NM_PER_UM = 1000.0


@dataclass(frozen=True, slots=True)
class Compartments:
    """A drug's linear system; amounts in mg of the moiety itself. The first compartment is the gut."""

    matrix: Array
    """(n, n) rate constants, 1/h."""
    dose: Array
    """(n,) amount that one mg by mouth adds."""
    fed_dose: Array
    """(n,) amount that one mg by mouth adds with food."""
    outputs: Mapping[str, Array]
    """Moiety id -> (n,) row that turns amounts into ng/mL in plasma."""


def compartments(drug: Drug, activity: Activity, *, food: bool = False) -> Compartments:
    """Return the drug's system at those activities of enzymes and liver.

    Args:
        drug: a drug with kinetics in plasma.
        activity: what clears it, 1 = normal.
        food: whether the compartment of doses with food is there, the last one.

    Raises:
        KeyError: the drug has no kinetics in plasma.
    """
    matrix, available, rows = structure(drug, activity)
    dose = np.zeros(len(matrix))
    dose[0] = available
    outputs = {moiety.id: _NG_PER_ML * row for moiety, row in zip(drug.moieties, rows, strict=True)}
    if not food:
        return Compartments(matrix, dose, dose, outputs)
    return _with_food(drug, Compartments(matrix, dose, dose, outputs))


def _with_food(drug: Drug, fasted: Compartments) -> Compartments:
    """Add a second gut compartment, last, that empties at its own rate into the same places."""
    size = len(fasted.matrix)
    matrix = np.zeros((size + 1, size + 1), dtype=fasted.matrix.dtype)  # numbers, or traced ones
    matrix[:size, :size] = fasted.matrix
    matrix[1:size, size] = drug.parameters["fed_absorption_factor"] * fasted.matrix[1:, 0]
    matrix[size, size] = drug.parameters["fed_absorption_factor"] * fasted.matrix[0, 0]
    fed = np.zeros(size + 1)
    fed[size] = fasted.dose[0] * drug.parameters["fed_bioavailability_factor"]
    outputs = {moiety: np.append(row, 0.0) for moiety, row in fasted.outputs.items()}
    return Compartments(matrix, np.append(fasted.dose, 0.0), fed, outputs)


def has_plasma(drug: Drug) -> bool:
    """Whether the drug's plasma concentrations are modelled."""
    return drug.kinetics in _STRUCTURES


Structure = tuple[Array, float, tuple[Array, ...]]
"""Rate constants, the share of a dose that reaches the gut compartment as what leaves it, and a row for each
moiety that turns amounts into mg/L."""


def _prodrug(drug: Drug, activity: Activity) -> Structure:
    """Gut -> two compartments -> metabolite with an elimination of its own (flip-flop)."""
    p = drug.parameters
    by_cyp3a4 = p["clearance_by_cyp3a4"]
    hydrolysis = p["clearance"] / p["central_volume"] * (1 - by_cyp3a4) * activity.other
    oxidation = p["clearance"] / p["central_volume"] * by_cyp3a4 * activity.cyp3a4
    out = p["intercompartmental_clearance"] / p["central_volume"]
    back = p["intercompartmental_clearance"] / p["peripheral_volume"]
    by_2d6, by_3a4 = p["metabolite_clearance_by_cyp2d6"], p["metabolite_clearance_by_cyp3a4"]
    cleared = by_2d6 * activity.cyp2d6 + by_3a4 * activity.cyp3a4 + (1 - by_2d6 - by_3a4) * activity.other
    metabolite = p["metabolite_clearance"] / p["metabolite_volume"] * cleared
    # The published share of metabolite belongs to normal enzymes, where hydrolysis is 1 - by_cyp3a4 of all.
    formed = hydrolysis * p["metabolite_fraction"] / (1 - by_cyp3a4) if by_cyp3a4 < 1 else 0.0
    formed *= p["metabolite_molar_mass"] / p["molar_mass"]
    absorbed = p["absorption_rate"]
    matrix = np.array(
        [
            [-absorbed, 0, 0, 0],
            [absorbed, -hydrolysis - oxidation - out, back, 0],
            [0, out, -back, 0],
            [0, formed, 0, -metabolite],
        ]
    )
    parent = np.array([0, 1 / p["central_volume"], 0, 0])
    active = np.array([0, 0, 0, 1 / p["metabolite_volume"]])
    return matrix, p["bioavailability"], (parent, active)


def _two_metabolites(drug: Drug, activity: Activity) -> Structure:
    """Gut -> first pass, which little of the parent escapes -> alpha- and beta-HTBZ, a compartment each."""
    p = drug.parameters
    absorbed = p["absorption_rate"]
    weight = p["metabolite_molar_mass"] / p["molar_mass"]
    escaping = _escaping(p["hepatic_extraction"], activity)
    parent = math.log(2.0) / p["parent_half_life"] * activity.other
    rates = {
        name: math.log(2.0)
        / p[f"{name}_half_life"]
        * (share * activity.cyp2d6 + (1 - share) * activity.other)
        for name in ("alpha", "beta")
        for share in (p[f"{name}_clearance_by_cyp2d6"],)
    }
    split = {"alpha": p["alpha_share"] * weight, "beta": (1 - p["alpha_share"]) * weight}
    matrix = np.array(
        [
            [-absorbed, 0, 0, 0],
            [absorbed * escaping, -parent, 0, 0],
            [absorbed * (1 - escaping) * split["alpha"], parent * split["alpha"], -rates["alpha"], 0],
            [absorbed * (1 - escaping) * split["beta"], parent * split["beta"], 0, -rates["beta"]],
        ]
    )
    rows = tuple(
        np.array([1 / p[f"{name}_volume"] if i == k else 0.0 for i in range(4)])
        for k, name in enumerate(("parent", "alpha", "beta"), start=1)
    )
    return matrix, p["bioavailability"], rows


def _escaping(extraction: float, activity: Activity) -> float:
    """Return the share of absorbed drug that escapes the first pass: well-stirred liver, and shunts."""
    intrinsic = extraction / (1 - extraction) * activity.other
    return activity.shunt + (1 - activity.shunt) / (1 + intrinsic)


def _two_compartments(drug: Drug, activity: Activity) -> Structure:
    """Gut -> two compartments that show the two half-lives of the drug's file in a normal person."""
    p = drug.parameters
    fast, slow = (math.log(2.0) / p[f"{name}_half_life"] for name in ("first", "second"))
    elimination = p["clearance"] / p["central_volume"]
    back = fast * slow / elimination
    out = fast + slow - elimination - back
    if out <= 0:
        raise ValueError(
            f"{drug.id}: clearance {p['clearance']:g} L/h and central volume {p['central_volume']:g} L allow "
            f"no two compartments with half-lives of {p['first_half_life']:g} and "
            f"{p['second_half_life']:g} h; raise the volume or lower the clearance."
        )
    absorbed = p["absorption_rate"]
    cleared = elimination * activity.other
    matrix = np.array([[-absorbed, 0, 0], [absorbed, -cleared - out, back], [0, out, -back]])
    return matrix, p["bioavailability"], (np.array([0, 1 / p["central_volume"], 0]),)


def _one_compartment(drug: Drug, activity: Activity) -> Structure:
    """Gut -> one compartment; volumes and clearances are apparent, so that all of a dose arrives."""
    p = drug.parameters
    by_2d6, by_3a4 = p["clearance_by_cyp2d6"], p["clearance_by_cyp3a4"]
    cleared = by_2d6 * activity.cyp2d6 + by_3a4 * activity.cyp3a4 + (1 - by_2d6 - by_3a4) * activity.other
    elimination = math.log(2.0) / p["half_life"]
    volume = p["apparent_clearance"] / elimination
    absorbed = p["absorption_rate"]
    matrix = np.array([[-absorbed, 0], [absorbed, -elimination * cleared]])
    return matrix, 1.0, (np.array([0, 1 / volume]),)


def structure(drug: Drug, activity: Activity) -> Structure:
    """Return the drug's structure: plain arithmetic, which equations_body.py reads as text by tracing it.

    Raises:
        KeyError: the drug has no kinetics in plasma.
        ValueError: its parameters allow no such structure; the message names them.
    """
    _check_shares(drug)
    return _STRUCTURES[drug.kinetics](drug, activity)


def _check_shares(drug: Drug) -> None:
    names = _SHARES.get(drug.kinetics, ())
    shares = [float(drug.parameters[name]) for name in names]
    if sum(shares) > 1 + 1e-9:
        given = " and ".join(f"{name} {share:g}" for name, share in zip(names, shares, strict=True))
        raise ValueError(f"{drug.id}: {given} are shares of one clearance, but more than 1 together.")


_STRUCTURES: Mapping[str, Callable[[Drug, Activity], Structure]] = {
    "prodrug": _prodrug,
    "two_metabolites": _two_metabolites,
    "irreversible": _two_compartments,
    "one_compartment": _one_compartment,
}


_SHARES: Mapping[str, tuple[str, str]] = {
    "prodrug": ("metabolite_clearance_by_cyp2d6", "metabolite_clearance_by_cyp3a4"),
    "one_compartment": ("clearance_by_cyp2d6", "clearance_by_cyp3a4"),
}
"""By kinetics, what must leave a rest."""

_COMPARTMENT_NAMES: Mapping[str, tuple[str, ...]] = {
    "prodrug": ("gut", "central", "peripheral", "metabolite"),
    "two_metabolites": ("gut", "parent", "alpha", "beta"),
    "irreversible": ("gut", "central", "peripheral"),
    "one_compartment": ("gut", "central"),
}


def compartment_names(drug: Drug, *, food: bool = False) -> tuple[str, ...]:
    """Return the names of the drug's compartments in the order of its matrix."""
    names = _COMPARTMENT_NAMES[drug.kinetics]
    return (*names, "fed_gut") if food else names


_PARAMETER_PREFIX: Mapping[str, tuple[str, ...]] = {
    "prodrug": ("", "metabolite_"),
    "two_metabolites": ("", "alpha_", "beta_"),
    "irreversible": ("",),
}
"""Of each moiety in the order of the drug's file, where the unbound concentration is modelled."""


def steady_mean(system: Compartments, moiety: str, interval_h: float = 24.0) -> float:
    """Return the mean plasma concentration, ng/mL, at steady state for 1 mg every `interval_h`."""
    return float(-system.outputs[moiety] @ np.linalg.solve(system.matrix, system.dose) / interval_h)


def infusion_steady(system: Compartments, mg_per_h: float) -> Array:
    """Return the amounts, mg, (n,), that a constant input by mouth keeps up.

    Raises:
        ValueError: nothing clears the drug, so that it has no steady state.
    """
    if not mg_per_h:
        return np.zeros_like(system.dose)
    try:
        return np.asarray(-np.linalg.solve(system.matrix, system.dose * mg_per_h))
    except np.linalg.LinAlgError as error:
        names = ", ".join(system.outputs)
        raise ValueError(f"Nothing clears {names} in this person, so that it has no steady state.") from error


def infused(system: Compartments, mg_per_h: float, step_h: float, count: int) -> Array:
    """Return the amounts, mg, (count, n), every `step_h` from the start of a constant input on."""
    steady = infusion_steady(system, mg_per_h)
    keep = transition(system.matrix, step_h)
    rows = [-steady]
    for _ in range(count - 1):
        rows.append(keep @ rows[-1])
    return np.asarray(rows) + steady


@dataclass(frozen=True)
class Kinetics:
    """One drug's amounts over a scenario; exact at any time, not only on the grid."""

    drug: Drug
    steps: tuple[tuple[float, Activity], ...]
    """[(from time h, activities)], ascending."""
    doses: tuple[tuple[float, float], ...]
    """(time h, mg), ascending."""
    stop_h: float
    """End of the scenario, h."""
    fed_h: frozenset[float] = frozenset()
    """Times of the doses that are taken with food."""
    infused_before: float = 0.0
    """mg/h that came in at a constant rate until time 0, long enough to be steady."""
    before: Activity | None = None
    """Activities at which it was steady; None: those of the first step."""

    @cached_property
    def _systems(self) -> tuple[Compartments, ...]:
        return tuple(compartments(self.drug, step, food=bool(self.fed_h)) for _, step in self.steps)

    @cached_property
    def _flow(self) -> Flow:
        return Flow([system.matrix for system in self._systems])

    @cached_property
    def _breaks(self) -> tuple[Array, Array, NDArray[np.intp]]:
        """Times of all breaks, the amounts just after each, and the index of the step that then holds."""
        steps = np.array([start for start, _ in self.steps])
        dose_times = np.array([time for time, _ in self.doses])
        # A break a day even without a dose: spans stay short, and the same ones recur.
        daily = np.arange(steps[0], self.stop_h, HOURS_PER_DAY)
        times = np.unique(np.concatenate([steps, dose_times, daily]))
        index = np.searchsorted(steps, times, side="right") - 1
        system = self._systems[0]
        added = np.zeros((len(times), len(system.dose)))
        if self.doses:
            fed = np.array([time in self.fed_h for time, _ in self.doses])
            mg = np.array([mg for _, mg in self.doses])
            amounts = mg[:, None] * np.where(fed[:, None], system.fed_dose, system.dose)
            np.add.at(added, np.searchsorted(times, dose_times), amounts)
        was = system if self.before is None else compartments(self.drug, self.before, food=bool(self.fed_h))
        start = infusion_steady(was, self.infused_before)
        return times, self._flow.pushed(index, self._spans(times), added, start), index

    @staticmethod
    def _spans(times: Array) -> Array:
        """Return the hours between times, without the round-off that makes equal ones differ."""
        return np.asarray(np.round(np.diff(times), 12), np.float64)

    def amounts(self, times_h: Array) -> Array:
        """Return the amounts, mg, (n, compartments) at times, (n,) h, that ascend from the first step on."""
        breaks, states, index = self._breaks
        at = np.searchsorted(breaks, times_h, side="right") - 1
        return self._flow.carry(index[at], np.round(times_h - breaks[at], 12), states[at])

    def concentrations(self, times_h: Array) -> dict[str, Array]:
        """Return moiety id -> plasma concentration, ng/mL, (n,) at ascending times, (n,) h."""
        amounts = self.amounts(times_h)
        outputs = self._systems[0].outputs
        return {moiety: np.maximum(amounts @ row, 0.0) for moiety, row in outputs.items()}

    def half_life(self, moiety: str, after_h: float, span_h: float) -> float | None:
        """Return the half-life, h, between `after_h` and `after_h + span_h` past the last dose, or None."""
        if not self.doses:
            return None
        last = self.doses[-1][0]
        first, second = self.concentrations(np.array([last + after_h, last + after_h + span_h]))[moiety]
        if not 0.0 < second < first:
            return None
        return span_h * math.log(2.0) / math.log(first / second)


def unbound_nM(drug: Drug, moiety: str, concentration: float | Array) -> Any:
    """Return the unbound concentration in brain, nM, at a plasma concentration in ng/mL.

    Unbound drug is taken to be alike on both sides of the blood-brain barrier: none of these is a known
    substrate of P-glycoprotein.

    Raises:
        KeyError: the unbound concentration of this drug is not modelled.
    """
    name = _PARAMETER_PREFIX[drug.kinetics][[m.id for m in drug.moieties].index(moiety)]
    p = drug.parameters
    molar_mass = p["metabolite_molar_mass"] if name else p["molar_mass"]
    return p[f"{name}unbound_fraction"] * concentration * _NM_PER_UM / molar_mass


def has_unbound(drug: Drug) -> bool:
    """Whether the unbound concentration in brain is modelled."""
    return drug.kinetics in _PARAMETER_PREFIX


def equivalents(drug: Drug, moiety: str) -> float:
    """Return nM of [+]-alpha-HTBZ equivalents (or of reserpine), unbound in brain, per ng/mL of the moiety.

    Another inhibitor's active moiety counts with its relative potency. The isomers of tetrabenazine and
    deutetrabenazine differ in potency in ways that are not well known: they are scaled so that a normal
    metaboliser has `equivalent_concentration` per mg a day, of which beta-HTBZ carries `beta_activity_share`.
    Linear in concentration; 0 for what does not bind VMAT2.
    """
    active = next(m.active for m in drug.moieties if m.id == moiety)
    if not active:
        return 0.0
    if drug.kinetics != "two_metabolites":
        return float(unbound_nM(drug, moiety, 1.0)) * drug.parameters["relative_potency"]
    share = drug.parameters["beta_activity_share"]
    weight = share if moiety == drug.moieties[-1].id else 1.0 - share
    return weight * drug.parameters["equivalent_concentration"] / _normal_mean(_Hashed(drug), moiety)


class _Hashed:
    """A drug as a key: equal parameters are the same key."""

    def __init__(self, drug: Drug) -> None:
        self.drug = drug
        self._key = (drug.id, tuple(drug.parameters.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=64)
def _normal_mean(key: _Hashed, moiety: str) -> float:
    return steady_mean(compartments(key.drug, NORMAL), moiety)


def dose_equivalent(drug: Drug, concentration: Array) -> Array:
    """Return the daily dose, mg/d, that would keep up a plasma concentration, ng/mL, in a normal person."""
    return np.asarray(concentration * drug.parameters["apparent_clearance"] * HOURS_PER_DAY / _NG_PER_ML)
