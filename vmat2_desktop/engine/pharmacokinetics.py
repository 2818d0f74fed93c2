"""Doses -> amounts and concentrations: linear compartments, advanced by the exact matrix exponential.

Structures and parameters: pharmacology dossier 1.7, calibration study section 1. A change of enzyme activity
or a dose is a break; between breaks x' = A x is solved exactly, so the result does not depend on the grid.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import HOURS_PER_DAY

Array = NDArray[np.float64]

_NG_PER_ML = 1000.0
"""mg/L -> ng/mL"""
_NM_PER_UM = 1000.0


@dataclass(frozen=True, slots=True)
class Compartments:
    """A drug's linear system; amounts in mg of the moiety itself."""

    matrix: Array
    """(n, n) rate constants, 1/h."""
    dose: Array
    """(n,) amount that one mg by mouth adds."""
    outputs: Mapping[str, Array]
    """Moiety id -> (n,) row that turns amounts into ng/mL in plasma."""


def compartments(drug: Drug, cyp2d6: float) -> Compartments:
    """Return the drug's system at that CYP2D6 activity (1 = normal).

    Raises:
        KeyError: the drug has no kinetics in plasma.
    """
    return _STRUCTURES[drug.kinetics](drug, cyp2d6)


def has_plasma(drug: Drug) -> bool:
    """Whether the drug's plasma concentrations are modelled."""
    return drug.kinetics in _STRUCTURES


def _prodrug(drug: Drug, cyp2d6: float) -> Compartments:
    """Gut -> two compartments -> metabolite with an elimination of its own (flip-flop)."""
    p = drug.parameters
    elimination = p["clearance"] / p["central_volume"]
    out = p["intercompartmental_clearance"] / p["central_volume"]
    back = p["intercompartmental_clearance"] / p["peripheral_volume"]
    by_cyp2d6 = p["metabolite_clearance_by_cyp2d6"]
    metabolite = p["metabolite_clearance"] / p["metabolite_volume"] * (1 - by_cyp2d6 + by_cyp2d6 * cyp2d6)
    formed = elimination * p["metabolite_fraction"] * p["metabolite_molar_mass"] / p["molar_mass"]
    absorbed = p["absorption_rate"]
    matrix = np.array(
        [
            [-absorbed, 0, 0, 0],
            [absorbed, -elimination - out, back, 0],
            [0, out, -back, 0],
            [0, formed, 0, -metabolite],
        ]
    )
    parent, active = (moiety.id for moiety in drug.moieties)
    return Compartments(
        matrix,
        np.array([p["bioavailability"], 0, 0, 0]),
        {
            parent: np.array([0, _NG_PER_ML / p["central_volume"], 0, 0]),
            active: np.array([0, 0, 0, _NG_PER_ML / p["metabolite_volume"]]),
        },
    )


def _two_metabolites(drug: Drug, cyp2d6: float) -> Compartments:
    """Gut -> alpha- and beta-HTBZ, each one compartment; the parent is gone in the first pass."""
    p = drug.parameters
    absorbed = p["absorption_rate"]
    to_metabolite = p["bioavailability"] * p["metabolite_molar_mass"] / p["molar_mass"]
    rates = {
        name: math.log(2.0) / p[f"{name}_half_life"] * (1 - p[f"{name}_clearance_by_cyp2d6"] * (1 - cyp2d6))
        for name in ("alpha", "beta")
    }
    share = p["alpha_share"]
    matrix = np.array(
        [
            [-absorbed, 0, 0],
            [absorbed * share, -rates["alpha"], 0],
            [absorbed * (1 - share), 0, -rates["beta"]],
        ]
    )
    alpha, beta = (moiety.id for moiety in drug.moieties)
    return Compartments(
        matrix,
        np.array([to_metabolite, 0, 0]),
        {
            alpha: np.array([0, _NG_PER_ML / p["alpha_volume"], 0]),
            beta: np.array([0, 0, _NG_PER_ML / p["beta_volume"]]),
        },
    )


def _two_compartments(drug: Drug, _cyp2d6: float) -> Compartments:
    """Gut -> two compartments that show the two half-lives of the drug's file."""
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
    matrix = np.array([[-absorbed, 0, 0], [absorbed, -elimination - out, back], [0, out, -back]])
    (moiety,) = drug.moieties
    return Compartments(
        matrix,
        np.array([p["bioavailability"], 0, 0]),
        {moiety.id: np.array([0, _NG_PER_ML / p["central_volume"], 0])},
    )


_STRUCTURES: Mapping[str, Callable[[Drug, float], Compartments]] = {
    "prodrug": _prodrug,
    "two_metabolites": _two_metabolites,
    "irreversible": _two_compartments,
}


_PARAMETER_PREFIX: Mapping[str, tuple[str, ...]] = {
    "prodrug": ("", "metabolite_"),
    "two_metabolites": ("alpha_", "beta_"),
    "irreversible": ("",),
}
"""Of each moiety in the order of the drug's file."""

_MOLAR_MASS: Mapping[str, str] = {"": "molar_mass"}


def transition(matrix: Array, hours: float) -> Array:
    """Return expm(matrix * hours)."""
    from scipy.linalg import expm

    return np.asarray(expm(matrix * hours))


def steady_mean(system: Compartments, moiety: str, interval_h: float = 24.0) -> float:
    """Return the mean plasma concentration, ng/mL, at steady state for 1 mg every `interval_h`."""
    return float(-system.outputs[moiety] @ np.linalg.solve(system.matrix, system.dose) / interval_h)


@dataclass(frozen=True)
class Kinetics:
    """One drug's amounts over a scenario; exact at any time, not only on the grid."""

    drug: Drug
    steps: tuple[tuple[float, float], ...]
    """[(from time h, CYP2D6 activity)], ascending."""
    doses: tuple[tuple[float, float], ...]
    """(time h, mg), ascending."""
    stop_h: float
    """End of the scenario, h."""

    @cached_property
    def _systems(self) -> tuple[Compartments, ...]:
        return tuple(compartments(self.drug, activity) for _, activity in self.steps)

    @cached_property
    def _breaks(self) -> tuple[Array, Array, NDArray[np.intp]]:
        """Times of all breaks, the amounts just after each, and the index of the step that then holds."""
        steps = np.array([start for start, _ in self.steps])
        dose_times = np.array([time for time, _ in self.doses])
        # A break a day even without a dose: elapsed times then recur, and few exponentials serve them all.
        daily = np.arange(steps[0], self.stop_h, HOURS_PER_DAY)
        times = np.unique(np.concatenate([steps, dose_times, daily]))
        index = np.searchsorted(steps, times, side="right") - 1
        added = np.zeros(len(times))
        np.add.at(added, np.searchsorted(times, dose_times), [mg for _, mg in self.doses])
        amounts = _advance(self._systems, times, index, added)
        return times, amounts, index

    def amounts(self, times_h: Array) -> Array:
        """Return the amounts, mg, (n, compartments) at times, (n,) h, that ascend from the first step on."""
        breaks, states, index = self._breaks
        at = np.searchsorted(breaks, times_h, side="right") - 1
        result = np.empty((len(times_h), states.shape[1]))
        elapsed = np.round(times_h - breaks[at], 12)
        # Times lie alike within the dosing intervals: one exponential serves all that share an offset.
        keys = np.stack([elapsed, index[at].astype(np.float64)], axis=1)
        unique, inverse = np.unique(keys, axis=0, return_inverse=True)
        order = np.argsort(inverse.ravel(), kind="stable")
        bounds = np.searchsorted(inverse.ravel()[order], np.arange(len(unique) + 1))
        cache = _Transitions(self._systems)
        for row, (hours, step) in enumerate(unique):
            members = order[bounds[row] : bounds[row + 1]]
            result[members] = states[at[members]] @ cache.of(int(step), float(hours)).T
        return result

    def concentrations(self, times_h: Array) -> dict[str, Array]:
        """Return moiety id -> plasma concentration, ng/mL, (n,) at ascending times, (n,) h."""
        amounts = self.amounts(times_h)
        outputs = self._systems[0].outputs
        return {moiety: np.maximum(amounts @ row, 0.0) for moiety, row in outputs.items()}

    def unbound_nM(self, moiety: str, concentration: float | Array) -> Any:
        """Return the unbound concentration in brain, nM, at a plasma concentration in ng/mL.

        Unbound drug is taken to be alike on both sides of the blood-brain barrier: none of these is a known
        substrate of P-glycoprotein.
        """
        name = _PARAMETER_PREFIX[self.drug.kinetics][[m.id for m in self.drug.moieties].index(moiety)]
        p = self.drug.parameters
        molar_mass = p.get(_MOLAR_MASS.get(name, "metabolite_molar_mass"), p["molar_mass"])
        return p[f"{name}unbound_fraction"] * concentration * _NM_PER_UM / molar_mass

    def inhibitor_nM(self, plasma: Mapping[str, Array]) -> Array:
        """Return unbound VMAT2 inhibitor in brain, nM, (n,), from the plasma of each moiety in ng/mL.

        The isomers of tetrabenazine and deutetrabenazine differ in potency in ways that are not well known:
        together they count as [+]-alpha-HTBZ equivalents, scaled so that a normal metaboliser has
        `equivalent_concentration` per mg a day.
        """
        if self.drug.kinetics == "two_metabolites":
            normal = compartments(self.drug, 1.0)
            per_mg = sum(steady_mean(normal, moiety.id) for moiety in self.drug.moieties)
            total = np.sum([plasma[moiety.id] for moiety in self.drug.moieties], axis=0)
            return np.asarray(self.drug.parameters["equivalent_concentration"] * total / per_mg)
        active = [moiety.id for moiety in self.drug.moieties if moiety.active]
        return np.asarray(np.sum([self.unbound_nM(name, plasma[name]) for name in active], axis=0))

    def half_life(self, moiety: str, after_h: float, span_h: float) -> float | None:
        """Return the half-life, h, between `after_h` and `after_h + span_h` past the last dose, or None."""
        if not self.doses:
            return None
        last = self.doses[-1][0]
        first, second = self.concentrations(np.array([last + after_h, last + after_h + span_h]))[moiety]
        if not 0.0 < second < first:
            return None
        return span_h * math.log(2.0) / math.log(first / second)


class _Transitions:
    """Matrix exponentials by step and elapsed time, each computed once."""

    def __init__(self, systems: Sequence[Compartments]) -> None:
        self._systems = systems
        self._known: dict[tuple[int, float], Array] = {}

    def of(self, step: int, hours: float) -> Array:
        key = (step, hours)
        if key not in self._known:
            self._known[key] = transition(self._systems[step].matrix, hours)
        return self._known[key]


def _advance(systems: Sequence[Compartments], times: Array, index: NDArray[np.intp], added: Array) -> Array:
    """Return the amounts just after each break, (breaks, compartments)."""
    size = len(systems[0].dose)
    states = np.zeros((len(times), size))
    cache = _Transitions(systems)
    state = np.zeros(size)
    for k, time in enumerate(times):
        if k:
            state = cache.of(int(index[k - 1]), round(float(time - times[k - 1]), 12)) @ state
        state = np.maximum(state + systems[0].dose * added[k], 0.0)
        states[k] = state
    return states
