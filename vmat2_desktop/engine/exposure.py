"""Medicines and person -> what reaches every target over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import metabolism, regimen
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.pharmacokinetics import Kinetics, dose_equivalent, equivalents, has_plasma
from vmat2_desktop.engine.scenario import Medicine, Person

Array = NDArray[np.float64]

MODULATORS = ("modulator", "anticholinergic")
"""Kinds of drugs that have a level and no plasma concentration."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What reaches the targets; every array is (n,) on the same times."""

    plasma: Mapping[str, Array]
    """Moiety id -> ng/mL."""
    reversible_nM: Array
    """Unbound reversible VMAT2 inhibitor in brain, [+]-alpha-HTBZ equivalents."""
    irreversible_nM: Array
    """Unbound irreversible inhibitor."""
    antagonists: Mapping[str, Array]
    """Antipsychotic id -> concentration in brain as the daily dose, mg/d, that would keep it up."""
    antagonists_between: Mapping[str, Array]
    """The same in the middle of each step, (n - 1,); absent: not known."""
    anticholinergic: Array
    """0 to 1 = full."""
    targets: metabolism.Targets
    qt_ms: Array
    """Predicted QTc prolongation."""


def kinetics(
    medicines: Sequence[Medicine],
    person: Person,
    model: Model,
    over_time: metabolism.Targets,
    stop_h: float,
    infused_before: Mapping[str, float],
) -> tuple[Kinetics, ...]:
    """Return the kinetics of every medicine with plasma concentrations, those of the history included."""
    # What is taken from time 0 on was not there before: a history is steady without it.
    before = metabolism.unmodulated(person, model)
    steps = metabolism.activity_steps(before, over_time)
    by_name = {medicine.name: medicine for medicine in medicines}
    names = [*by_name, *(name for name in infused_before if name not in by_name)]
    found = []
    for name in names:
        drug, medicine = model.drugs[name], by_name.get(name, Medicine(name))
        rate = infused_before.get(name, 0.0)
        if has_plasma(drug) and (rate or medicine.doses):
            doses = regimen.doses_of(medicine, stop_h)
            fed = regimen.fed_times(medicine, stop_h)
            found.append(Kinetics(drug, steps, doses, stop_h, fed, rate, before))
    return tuple(found)


def modulators(
    medicines: Sequence[Medicine], model: Model, times_h: Array, stop_h: float
) -> list[tuple[Drug, Array]]:
    """Return every modulator that is taken, with its level, (n,)."""
    taken = [(model.drugs[medicine.name], medicine) for medicine in medicines]
    return [
        (drug, metabolism.level(drug, medicine, times_h, stop_h))
        for drug, medicine in taken
        if drug.kind in MODULATORS and medicine.doses
    ]


def exposure(
    items: Sequence[tuple[Drug, Mapping[str, Array]]],
    acting: Sequence[tuple[Drug, Array]],
    over_time: metabolism.Targets,
    person: Person,
    model: Model,
    between: Sequence[tuple[Drug, Mapping[str, Array]]] = (),
) -> Exposure:
    """Return what reaches the targets.

    Args:
        items: each drug with its plasma concentrations by moiety, ng/mL, (n,).
        acting: modulators with their levels.
        over_time: what the modulators leave of enzymes and transporters.
        person: whose genes set the brain exposure of P-glycoprotein substrates.
        model: what is known.
        between: antipsychotics with their plasma concentrations in the middle of each step, (n - 1,).
    """
    nothing = np.zeros_like(over_time.times_h)
    reversible, irreversible, qt = nothing.copy(), nothing.copy(), nothing.copy()
    plasma: dict[str, Array] = {}
    antagonists: dict[str, Array] = {}
    for drug, by_moiety in items:
        plasma.update(by_moiety)
        if drug.kind == "vmat2_inhibitor":
            bound = np.sum([equivalents(drug, m) * values for m, values in by_moiety.items()], axis=0)
            if drug.irreversible:
                irreversible = irreversible + bound
            else:
                reversible = reversible + bound
        elif drug.kind == "antipsychotic":
            antagonists[drug.id] = _antagonist(drug, by_moiety, person, model)
        qt = qt + _qt(drug, by_moiety)
    return Exposure(
        plasma,
        reversible,
        irreversible,
        antagonists,
        {drug.id: _antagonist(drug, by_moiety, person, model) for drug, by_moiety in between},
        _anticholinergic(acting, nothing),
        over_time,
        qt,
    )


def _antagonist(drug: Drug, by_moiety: Mapping[str, Array], person: Person, model: Model) -> Array:
    (values,) = by_moiety.values()
    return dose_equivalent(drug, values) * brain_factor(drug, person, model)


def brain_factor(drug: Drug, person: Person, model: Model) -> float:
    """Return the factor of the ABCB1 variant on the brain exposure of a P-glycoprotein substrate."""
    variant = model.variants["abcb1"][person.genotype.abcb1]
    return 1.0 + drug.parameters["p_glycoprotein_effect"] * (variant - 1.0)


def _qt(drug: Drug, by_moiety: Mapping[str, Array]) -> Array | float:
    slope = drug.parameters["qt_slope"]
    active = [values for m, values in by_moiety.items() if _counts_for_qt(drug, m)]
    return slope * np.sum(active, axis=0) if slope and active else 0.0


def _counts_for_qt(drug: Drug, moiety: str) -> bool:
    return len(drug.moieties) == 1 or next(m.active for m in drug.moieties if m.id == moiety)


def _anticholinergic(acting: Sequence[tuple[Drug, Array]], nothing: Array) -> Array:
    parts = [drug.parameters["muscarinic_block"] * x for drug, x in acting]
    return np.minimum(np.sum(parts, axis=0), 1.0) if parts else nothing
