"""Targets in equations (decision 0004, items 5, 6, 8 and 9): VMAT2, VMAT1 and D2."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vmat2_desktop.engine import exposure, pharmacokinetics
from vmat2_desktop.engine.draft import Draft
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.pharmacokinetics import Kinetics
from vmat2_desktop.engine.scenario import Person
from vmat2_desktop.engine.system import positive


def inhibitors(draft: Draft, items: Sequence[Kinetics]) -> None:
    """Add the unbound concentrations of reversible and irreversible VMAT2 inhibitor in brain, nM."""
    terms: dict[bool, list[str]] = {False: [], True: []}
    for drug in (item.drug for item in items if item.drug.kind == "vmat2_inhibitor"):
        for moiety in (moiety for moiety in drug.moieties if moiety.active):
            name = f"{moiety.id}_equivalents"
            value = pharmacokinetics.equivalents(drug, moiety.id)
            draft.parameter(
                name, value, "nM/(ng/mL)", f"Unbound equivalents in brain of {moiety.id} in plasma"
            )
            terms[drug.irreversible].append(f"{name} * {moiety.id}_plasma")
    draft.sum(
        "inhibitor_reversible",
        terms[False],
        "nM",
        "Unbound reversible VMAT2 inhibitor, [+]-alpha-HTBZ equivalents",
    )
    draft.sum("inhibitor_irreversible", terms[True], "nM", "Unbound irreversible VMAT2 inhibitor")
    draft.assign(
        "inhibitor_in_brain",
        "inhibitor_reversible + inhibitor_irreversible",
        "nM",
        "Unbound VMAT2 inhibitor in brain",
        "brain.inhibitor",
    )


def transporters(draft: Draft) -> None:
    """Add intact and occupied sites of VMAT2 and VMAT1."""
    draft.assign(
        "vmat2_free", "1 / (1 + inhibitor_reversible / vmat2_ic50)", "1", "Sites without reversible ligand"
    )
    draft.state(
        "vmat2_intact",
        1.0,
        "ln2 / (vmat2_turnover_half_life * h_per_d) * (1 - vmat2_intact)"
        " - vmat2_reserpine_inactivation * inhibitor_irreversible * vmat2_intact * vmat2_free",
        "1",
        "VMAT2 sites that no irreversible inhibitor has blocked",
        substance="vmat2",
    )
    draft.state(
        "vmat1_intact",
        1.0,
        "ln2 / (vmat2_vmat1_turnover_half_life * h_per_d) * (1 - vmat1_intact)"
        " - vmat2_vmat1_inactivation * inhibitor_irreversible * vmat1_intact",
        "1",
        "VMAT1 sites that no irreversible inhibitor has blocked",
        "index.adrenal",
        substance="vmat1",
    )
    draft.assign(
        "vmat2_occupancy",
        "1 - vmat2_intact * vmat2_free",
        "1",
        "Share of VMAT2 that is blocked",
        "vmat2.occupancy",
    )
    draft.assign(
        "vmat2_lost", "1 - vmat2_intact", "1", "Share of VMAT2 lost for good", "vmat2.occupancy.irreversible"
    )
    draft.assign("vmat1_occupancy", "1 - vmat1_intact", "1", "Share of VMAT1 blocked", "vmat1.occupancy")


def antagonists(draft: Draft, items: Sequence[Kinetics], person: Person) -> None:
    """Add the hold of every antipsychotic on D2."""
    draft.assign(
        "dopamine_drive",
        "receptor_resting_occupancy / (1 - receptor_resting_occupancy)",
        "1",
        "x0: healthy dopamine over its dissociation constant",
    )
    names = [_antagonist(draft, item.drug, person) for item in items if item.drug.kind == "antipsychotic"]
    draft.sum("antagonism", names, "1", "A: antipsychotics over their dissociation constants")
    draft.observed["d2.antagonism"] = "antagonism"
    draft.assign(
        "blockade",
        "antagonism / (1 + dopamine_drive + antagonism)",
        "1",
        "phi: D2 blockade at healthy dopamine",
    )


def _antagonist(draft: Draft, drug: Drug, person: Person) -> str:
    name = drug.id
    per_concentration = float(pharmacokinetics.dose_equivalent(drug, np.array(1.0)))
    factor = exposure.brain_factor(drug, person, draft.model)
    draft.parameter(
        f"{name}_dose_per_concentration",
        per_concentration,
        "(mg/d)/(ng/mL)",
        f"Daily dose of {name} that keeps up a plasma concentration in a normal person",
    )
    draft.parameter(f"{name}_brain_factor", factor, "1", f"Brain exposure to {name} by ABCB1, 1 = reference")
    (moiety,) = drug.moieties
    draft.assign(
        f"{name}_dose_equivalent",
        f"{moiety.id}_plasma * {name}_dose_per_concentration * {name}_brain_factor",
        "mg/d",
        f"{name} in brain as the daily dose that would keep it up",
    )
    shown = f"{name}_maximal_occupancy * {name}_dose_equivalent"
    draft.assign(
        f"{name}_antagonism_target",
        f"(1 + dopamine_drive) * {shown} / ({name}_half_maximal_dose + {name}_dose_equivalent - {shown})",
        "1",
        f"Competition by {name} that a steady concentration reaches",
    )
    draft.state(
        f"{name}_antagonism",
        0.0,
        f"ln2 / {name}_d2_equilibration_half_life * ({name}_antagonism_target - {name}_antagonism)",
        "1",
        f"Competition by {name} at D2",
    )
    return f"{name}_antagonism"


def receptors(draft: Draft, person: Person) -> None:
    """Add D2 occupancy, density and signal."""
    draft.parameter(
        "person_d2_density",
        draft.model.variants["drd2"][person.genotype.drd2],
        "1",
        "nu: D2 density by DRD2, 1 = reference",
    )
    draft.assign(
        "d2_held", "1 + dopamine_drive * dopamine + antagonism", "1", "Sum of all D2 states over free ones"
    )
    draft.assign(
        "d2_by_dopamine",
        "dopamine_drive * dopamine / d2_held",
        "1",
        "Share of D2 that holds dopamine",
        "d2.occupancy.dopamine",
    )
    draft.assign(
        "d2_by_antipsychotic",
        "antagonism / d2_held",
        "1",
        "Share of D2 that holds an antipsychotic",
        "d2.occupancy.antipsychotic",
    )
    draft.assign(
        "density_target", "1 + receptor_upregulation_gain * blockade", "1", "D2 density under this blockade"
    )
    draft.assign("density_gap", "density_target - density", "1", "How far the density is from it")
    draft.state(
        "density",
        1.0,
        "ln2 / h_per_d * (density_gap / receptor_down_half_life"
        f" + {positive('density_gap')} * (1 / receptor_up_half_life - 1 / receptor_down_half_life))",
        "1",
        "R: D2 density, 1 = before any blockade",
        substance="d2",
    )
    draft.assign(
        "present", "density * person_d2_density", "1", "D2 density, 1 = healthy reference", "d2.density"
    )
    draft.assign(
        "total_response",
        "1 + receptor_functional_gain * (present - 1)",
        "1",
        "Response over all D2, 1 = healthy",
    )
    draft.assign(
        "d2_response", "total_response / present", "1", "Response of each occupied D2", "d2.response"
    )
    draft.assign(
        "d2_signal",
        "total_response * d2_by_dopamine / receptor_resting_occupancy",
        "1",
        "S2: signal of the D2 pathway, 1 = healthy",
        "d2.signal",
    )
