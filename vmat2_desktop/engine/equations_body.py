"""The body in equations (decision 0004, items 1 to 4): modulators, enzymes, compartments of every drug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast

import numpy as np

from vmat2_desktop.engine import exposure, metabolism, pharmacokinetics, regimen
from vmat2_desktop.engine.draft import Draft, identifier
from vmat2_desktop.engine.metabolism import Activity
from vmat2_desktop.engine.model import TARGETS, Drug
from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartment_names
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Medicine, Person
from vmat2_desktop.engine.traced import Traced


def modulators(draft: Draft, medicines: Sequence[Medicine], stop_h: float) -> tuple[Drug, ...]:
    """Add a level for every modulator that is taken, and return their drugs."""
    acting = []
    for medicine in medicines:
        drug = draft.model.drugs[medicine.name]
        if drug.kind not in exposure.MODULATORS or not medicine.doses:
            continue
        acting.append(drug)
        name = drug.id
        draft.parameter(f"{name}_input", 0.0, "1", f"Daily dose of {name} over its reference dose")
        for time_h, mg_per_d in rate_changes(medicine, stop_h):
            draft.set(time_h, f"{name}_input", mg_per_d / drug.parameters["reference_dose"])
        draft.state(
            f"{name}_level",
            0.0,
            f"ln2 / {name}_half_life * ({name}_input - {name}_level)",
            "1",
            f"Level of {name}, 1 = steady at its reference dose",
            substance=name,
        )
    return tuple(acting)


def rate_changes(medicine: Medicine, stop_h: float) -> list[tuple[float, float]]:
    """Return (time h, daily dose mg/d that holds from then on), only where it changes."""
    moments: set[float] = set()
    for course in medicine.doses:
        for time_h, _ in regimen.doses_of(Medicine(medicine.name, (course,)), stop_h):
            moments |= {time_h, time_h + HOURS_PER_DAY / course.times_per_day}
        if course.stop_h is not None:
            moments.add(course.stop_h)
    times = np.array(sorted(moment for moment in moments if moment < stop_h))
    doses = regimen.daily_dose(medicine, times, stop_h).tolist()
    before, found = 0.0, []
    for time_h, dose in zip(times.tolist(), doses, strict=True):
        if dose != before:
            found.append((time_h, dose))
        before = dose
    return found


def enzymes(draft: Draft, acting: Sequence[Drug]) -> None:
    """Add the pool of every enzyme, and the activity of every enzyme and transporter without genotype."""
    for target in TARGETS:
        pool = "1"
        if target in metabolism.ENZYMES:
            pool = f"enzyme_{target}"
            made, faster = (_strength(acting, f"{target}_{what}") for what in ("induction", "inactivation"))
            lost = f"{pool} * (1{faster})" if faster else pool
            draft.state(
                pool,
                1.0,
                f"ln2 / metabolism_{target}_turnover_half_life * (1{made} - {lost})",
                "1",
                f"Pool of {target}, 1 = normal",
                substance=target,
            )
        slowed = _strength(acting, f"{target}_inhibition")
        observable = f"enzyme.{target}" if target in metabolism.ENZYMES else "terminal.dat"
        text = f"Activity of {target}, 1 = normal, without genotype and liver"
        draft.assign(f"activity_{target}", f"{pool} / (1{slowed})" if slowed else pool, "1", text, observable)


def _strength(acting: Sequence[Drug], effect: str) -> str:
    """Return what the modulators add up to: ` + paroxetine_cyp2d6_inactivation * paroxetine_level`."""
    terms = [f"{drug.id}_{effect} * {drug.id}_level" for drug in acting if drug.parameters.get(effect, 0.0)]
    return "".join(f" + {term}" for term in terms)


def clearing(draft: Draft, person: Person) -> None:
    """Add what clears drugs in this person."""
    base = metabolism.unmodulated(person, draft.model)
    draft.parameter("person_cyp2d6", base.cyp2d6, "1", "CYP2D6 by genotype and liver, 1 = normal")
    draft.parameter("person_cyp3a4", base.cyp3a4, "1", "CYP3A4 by the liver, 1 = normal")
    draft.parameter("person_other_clearance", base.other, "1", "Every other clearance, by the liver")
    draft.parameter("person_portal_shunt", base.shunt, "1", "Share of portal blood that bypasses the liver")
    for enzyme in metabolism.LIVER_ENZYMES:
        text = f"Clearance by {enzyme}, 1 = normal"
        draft.assign(f"clearing_{enzyme}", f"person_{enzyme} * activity_{enzyme}", "1", text)


def kinetics(draft: Draft, items: Sequence[Kinetics]) -> None:
    """Add the compartments of every drug with plasma concentrations, its doses and its concentrations."""
    if items:
        draft.parameter("ng_mL_per_mg_L", 1000.0, "(ng/mL)/(mg/L)", "Nanograms per mL in 1 mg/L")
    for item in items:
        _compartments(draft, item)
        _plasma(draft, item)
        _doses(draft, item)


def _compartments(draft: Draft, item: Kinetics) -> None:
    name = item.drug.id
    system = pharmacokinetics.compartments(*traced_drug(item.drug), food=bool(item.fed_h))
    places = compartment_names(item.drug, food=bool(item.fed_h))
    for row, place in enumerate(places):
        flows = [
            _flow(draft, name, place, source, system.matrix[row, column])
            for column, source in enumerate(places)
            if _flows(system.matrix[row, column])
        ]
        rate = "".join(flows).removeprefix(" + ")
        if item.infused_before and row == 0:
            _infusion(draft, item, float(system.dose[0]))
            rate = f"{name}_infusion{'' if rate.startswith(' -') else ' +'}{rate}"
        text = f"{_moiety_in(item.drug, place)}: amount in the compartment {place}"
        draft.state(f"{name}_{place}", 0.0, rate.strip(), "mg", text, substance=_moiety_in(item.drug, place))


def _flow(draft: Draft, drug: str, place: str, source: str, entry: Traced) -> str:
    """Add a rate constant of the matrix and return its term in the rate of `place`."""
    if place == source:
        draft.assign(f"{drug}_{place}_loss", (-entry).text, "1/h", f"Rate at which {place} empties")
        return f" - {drug}_{place}_loss * {drug}_{place}"
    rate = f"{drug}_{source}_to_{place}"
    draft.assign(rate, entry.text, "1/h", f"Rate from {source} to {place}, in mg of what arrives")
    return f" + {rate} * {drug}_{source}"


def _infusion(draft: Draft, item: Kinetics, share: float) -> None:
    text = f"{item.drug.id} that comes in at a constant rate before time 0"
    draft.parameter(f"{item.drug.id}_infusion", item.infused_before * share, "mg/h", text)
    draft.set(0.0, f"{item.drug.id}_infusion", 0.0)


def _plasma(draft: Draft, item: Kinetics) -> None:
    places = compartment_names(item.drug, food=bool(item.fed_h))
    rows = pharmacokinetics.structure(*traced_drug(item.drug))[2]
    for moiety, row in zip(item.drug.moieties, rows, strict=True):
        parts = [
            f"{item.drug.id}_{places[k]} * ({entry.text})" for k, entry in enumerate(row) if _flows(entry)
        ]
        draft.assign(
            f"{moiety.id}_plasma",
            f"ng_mL_per_mg_L * ({' + '.join(parts)})",
            "ng/mL",
            f"{moiety.id} in plasma",
            f"plasma.{moiety.id}",
        )


def _doses(draft: Draft, item: Kinetics) -> None:
    system = pharmacokinetics.compartments(item.drug, metabolism.NORMAL, food=bool(item.fed_h))
    for time_h, mg in item.doses:
        arriving = system.fed_dose if time_h in item.fed_h else system.dose
        for place, amount in zip(
            compartment_names(item.drug, food=bool(item.fed_h)), arriving.tolist(), strict=True
        ):
            if amount and mg:
                draft.add(time_h, f"{item.drug.id}_{place}", mg * amount)


def traced_drug(drug: Drug) -> tuple[Drug, Activity]:
    """Return the drug and what clears it as numbers that remember their names."""
    parameters = {
        name: Traced.name(identifier(f"{drug.id}.{name}"), value) for name, value in drug.parameters.items()
    }
    names = ("clearing_cyp2d6", "clearing_cyp3a4", "person_other_clearance", "person_portal_shunt")
    values = (Traced.name(name, float(value)) for name, value in zip(names, metabolism.NORMAL, strict=True))
    # Arithmetic is all that the structures do with their numbers.
    followed = replace(drug, parameters=cast("Mapping[str, float]", MappingProxyType(parameters)))
    return followed, Activity(*cast("Iterable[float]", values))


def _moiety_in(drug: Drug, place: str) -> str:
    """Return the id of the moiety that a compartment holds."""
    return drug.moieties[{"metabolite": 1, "alpha": 1, "beta": 2}.get(place, 0)].id


def _flows(entry: object) -> bool:
    """Whether an entry of a traced matrix or row is more than a plain 0."""
    return isinstance(entry, Traced) and not entry.is_zero
