"""resources/drugs: one medicine, one file -> a checked Drug. docs/authoring.md says how to write one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import fields
from difflib import get_close_matches
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import msgspec

from vmat2_desktop.engine.course import HISTORY_DRUG
from vmat2_desktop.engine.label import names_something
from vmat2_desktop.engine.metabolism import NORMAL
from vmat2_desktop.engine.model import GROUPS, KINDS, KINETICS, Avoided, Drug, Label, Moiety
from vmat2_desktop.engine.pharmacokinetics import compartments, has_plasma
from vmat2_desktop.engine.scenario import Genotype, Liver
from vmat2_desktop.knowledge import domains, toml_file
from vmat2_desktop.knowledge.quantity import Quantity, quantity_of
from vmat2_desktop.knowledge.toml_file import ResourceError

KINETICS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "vmat2_inhibitor": ("prodrug", "two_metabolites", "irreversible"),
        "antipsychotic": ("one_compartment",),
        "modulator": ("modulator",),
        "anticholinergic": ("modulator",),
    }
)
"""Which kinetics a kind of drug can have."""

_LONGEST_NAME = 60
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TAKEN = {*GROUPS, *(gene.name for gene in fields(Genotype))}
_CLASSES = tuple(liver.value for liver in Liver if liver is not Liver.NORMAL)


class _AvoidedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    what: str
    days: float = 0.0


class _LabelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    usual_mg: float
    usual_times_per_day: int
    times_per_day: tuple[int, ...]
    max_mg_per_day: float
    slider_max_mg_per_day: float
    step_mg: float
    source: str
    max_mg_per_day_poor_metaboliser: float | None = None
    max_mg_per_day_cyp2d6_inhibitor: float | None = None
    max_mg_per_day_cyp3a4_inhibitor: float | None = None
    max_mg_per_day_liver: dict[str, float] = {}
    max_single_mg: float | None = None
    max_single_mg_poor_metaboliser: float | None = None
    strengths_mg: tuple[float, ...] = ()
    titration: tuple[tuple[float, float], ...] = ()
    retitrate_after_days: float | None = None
    avoid_with: tuple[_AvoidedFile, ...] = ()
    note: str = ""


class _MoietyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    active: bool


class DrugFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a drug's file."""

    name: str
    order: int
    kind: str
    kinetics: str
    label: _LabelFile
    parameters: dict[str, Any]
    moieties: tuple[_MoietyFile, ...] = ()
    irreversible: bool = False


def drug_of(identifier: str, file: DrugFile, quantities: dict[str, Quantity]) -> Drug:
    """Return the drug of a file; its parameters are added to `quantities`.

    Raises:
        ResourceError: something in the file cannot stand; the message names file and field.
    """
    name = f"{identifier}.toml"
    _check_kind(name, identifier, file)
    drug = Drug(
        id=identifier,
        name=file.name,
        kind=file.kind,
        kinetics=file.kinetics,
        label=_label(name, file.label),
        moieties=_moieties(name, file),
        parameters=_parameters(name, identifier, file, quantities),
        irreversible=file.irreversible,
    )
    if has_plasma(drug):
        try:
            compartments(drug, NORMAL)
        except ValueError as error:
            raise ResourceError(f"{name}: {str(error).removeprefix(f'{identifier}: ')}") from error
    return drug


def check_together(drugs: Mapping[str, Drug]) -> None:
    """Refuse drugs that cannot stand side by side.

    Raises:
        ResourceError: two share a moiety, a label names what no drug is, or the histories lack their drug.
    """
    history = drugs.get(HISTORY_DRUG)
    if history is None or history.kind != "antipsychotic":
        raise ResourceError(
            f"{HISTORY_DRUG}.toml: kind must be antipsychotic, as the conditions' histories need one."
        )
    owners: dict[str, str] = {}
    for drug in drugs.values():
        for moiety in drug.moieties:
            if owners.setdefault(moiety.id, drug.id) != drug.id:
                raise ResourceError(
                    f"{drug.id}.toml: moieties has {moiety.id}, which {owners[moiety.id]}.toml has too; "
                    "choose another id."
                )
        for avoided in drug.label.avoid_with:
            if not names_something(avoided.what, drugs):
                raise ResourceError(
                    f"{drug.id}.toml: label.avoid_with has {avoided.what!r}, which is no drug, no kind of "
                    "drug and no effect such as mao_inhibitor."
                )


def check_names(file: str, given: Set[str], expected: Set[str], optional: Set[str] = frozenset()) -> None:
    """Refuse names that are missing or unknown.

    Raises:
        ResourceError: the sentence lists them.
    """
    if missing := sorted(expected - given):
        raise ResourceError(f"{file} lacks {', '.join(missing)}.")
    if unknown := sorted(given - expected - optional):
        near = get_close_matches(unknown[0], [*expected, *optional], n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise ResourceError(f"{file} has {', '.join(unknown)}, which the engine does not know{hint}.")


def _check_kind(name: str, identifier: str, file: DrugFile) -> None:
    if not _ID.fullmatch(identifier) or identifier in _TAKEN:
        raise ResourceError(
            f"{name}: the name of the file is the drug's id, which has small letters, digits and underscores "
            f"and is none of {', '.join(sorted(_TAKEN))}."
        )
    if not file.name.strip() or not file.name.isprintable() or len(file.name) > _LONGEST_NAME:
        raise ResourceError(f"{name}: name must be one line of 1 to {_LONGEST_NAME} characters.")
    if file.kind not in KINDS:
        raise ResourceError(f"{name}: kind is {file.kind!r}, but must be one of {', '.join(KINDS)}.")
    fitting = KINETICS_OF[file.kind]
    if file.kinetics not in fitting:
        raise ResourceError(
            f"{name}: kinetics is {file.kinetics!r}, but must be one of {', '.join(fitting)} "
            f"for kind {file.kind}."
        )
    if file.irreversible and file.kind != "vmat2_inhibitor":
        raise ResourceError(f"{name}: irreversible is true, but only a vmat2_inhibitor can be.")


def _moieties(name: str, file: DrugFile) -> tuple[Moiety, ...]:
    expected = KINETICS[file.kinetics].moieties
    if len(file.moieties) != expected:
        raise ResourceError(
            f"{name}: moieties has {len(file.moieties)} entries, but kinetics {file.kinetics} has "
            f"{expected}, in the order parent, then metabolites."
        )
    if len({moiety.id for moiety in file.moieties}) != expected:
        raise ResourceError(f"{name}: moieties has an id twice.")
    if bad := [moiety.id for moiety in file.moieties if not _ID.fullmatch(moiety.id)]:
        raise ResourceError(
            f"{name}: moieties has id {bad[0]!r}, but an id has small letters, digits and underscores."
        )
    active = [moiety.active for moiety in file.moieties]
    if file.kinetics == "two_metabolites" and active != [False, True, True]:
        raise ResourceError(
            f"{name}: moieties must have active = false for the parent, true for both metabolites."
        )
    if any(active) != (file.kind == "vmat2_inhibitor"):
        wanted = "at least one" if file.kind == "vmat2_inhibitor" else "no"
        raise ResourceError(f"{name}: moieties must have {wanted} active = true, as kind is {file.kind}.")
    return tuple(Moiety(**msgspec.structs.asdict(moiety)) for moiety in file.moieties)


def _parameters(
    name: str, identifier: str, file: DrugFile, quantities: dict[str, Quantity]
) -> Mapping[str, float]:
    kinetics = KINETICS[file.kinetics]
    check_names(f"{name}: parameters", set(file.parameters), set(kinetics.required), set(kinetics.optional))
    values = {key: value for key, (_, value) in kinetics.optional.items()}
    for key, row in toml_file.rows(name, "parameters", file.parameters).items():
        full = f"{identifier}.{key}"
        try:
            quantities[full] = quantity_of(full, row, kinetics.unit(key))
        except ValueError as error:
            raise ResourceError(f"{name}: {error}") from error
        if complaint := domains.complaint(key, row):
            raise ResourceError(f"{name}: parameters.{key}: {complaint}.")
        values[key] = row.value
    return MappingProxyType(values)


def _label(name: str, label: _LabelFile) -> Label:
    for field, number in msgspec.structs.asdict(label).items():
        if isinstance(number, float) and not 0.0 < number < 1e9:
            raise ResourceError(f"{name}: label.{field} is {number:g}, but must be above 0.")
    for complaint in (_times(label), _doses(label), _rules(label)):
        if complaint:
            raise ResourceError(f"{name}: label.{complaint}.")
    values = msgspec.structs.asdict(label)
    values["max_mg_per_day_liver"] = MappingProxyType(label.max_mg_per_day_liver)
    values["avoid_with"] = tuple(Avoided(item.what, item.days) for item in label.avoid_with)
    return Label(**values)


def _times(label: _LabelFile) -> str:
    if not label.times_per_day or not set(label.times_per_day) <= {1, 2, 3, 4}:
        return "times_per_day must be a list of whole numbers from 1 to 4"
    if label.usual_times_per_day not in label.times_per_day:
        return f"usual_times_per_day is {label.usual_times_per_day}, which times_per_day does not list"
    return ""


def _doses(label: _LabelFile) -> str:
    if label.max_mg_per_day > label.slider_max_mg_per_day:
        return "slider_max_mg_per_day must not be below max_mg_per_day"
    if label.usual_mg * label.usual_times_per_day > label.max_mg_per_day:
        return "usual_mg times usual_times_per_day must not be above max_mg_per_day"
    if not all(0.0 < strength < 1e9 for strength in label.strengths_mg):
        return "strengths_mg must be above 0"
    days = [day for day, _ in label.titration]
    ascending = all(earlier < later for earlier, later in pairwise(days))
    if days and (days[0] != 0.0 or not ascending or not all(mg > 0.0 for _, mg in label.titration)):
        return "titration must begin at day 0, with ascending days and doses above 0 mg"
    return ""


def _rules(label: _LabelFile) -> str:
    if unknown := sorted(set(label.max_mg_per_day_liver) - set(_CLASSES)):
        return f"max_mg_per_day_liver has {unknown[0]}, but has {', '.join(_CLASSES)}"
    if not all(0.0 <= limit < 1e9 for limit in label.max_mg_per_day_liver.values()):
        return "max_mg_per_day_liver must not be negative; 0 means contraindicated"
    if not all(0.0 <= item.days < 1e5 for item in label.avoid_with):
        return "avoid_with must not have negative days"
    if not label.source.strip():
        return "source is empty"
    return ""
