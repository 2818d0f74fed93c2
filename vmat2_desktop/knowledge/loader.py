"""resources/parameters, resources/drugs and resources/genotypes -> one checked Knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from vmat2_desktop.engine.model import (
    GROUPS,
    KINDS,
    KINETICS,
    VARIANT_GENES,
    Drug,
    Label,
    Model,
    Moiety,
)
from vmat2_desktop.engine.scenario import REFERENCE
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.quantity import Quantity, Row, quantity_of

_T = TypeVar("_T")


class ResourceError(Exception):
    """A file in resources/ cannot be used; the message names the file, the field and the way out."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that resources/ says."""

    model: Model
    quantities: Mapping[str, Quantity]
    """Every parameter by id, with range, source, grade and provenance."""


class _LabelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    usual_mg: float
    usual_times_per_day: int
    times_per_day: tuple[int, ...]
    max_mg_per_day: float
    slider_max_mg_per_day: float
    step_mg: float
    source: str
    max_mg_per_day_poor_metaboliser: float | None = None
    titration: tuple[tuple[float, float], ...] = ()
    note: str = ""


class _MoietyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    active: bool


class _DrugFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    order: int
    kind: str
    kinetics: str
    label: _LabelFile
    parameters: dict[str, Row]
    moieties: tuple[_MoietyFile, ...] = ()
    irreversible: bool = False


class _AlleleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    activity: dict[str, Row]


class _VariantFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    factor: dict[str, Row]


@cache
def load() -> Knowledge:
    """Return the knowledge of the resources that ship with the application, read once."""
    return load_from(resources_dir())


def load_from(root: Path) -> Knowledge:
    """Return the knowledge of a resources folder.

    Raises:
        ResourceError: a file is missing, unreadable or does not hold what the engine asks for.
    """
    quantities: dict[str, Quantity] = {}
    groups = {name: _group(root, name, quantities) for name in GROUPS}
    files = {path.stem: _decode(path, _DrugFile) for path in sorted((root / "drugs").glob("*.toml"))}
    ordered = sorted(files.items(), key=lambda item: (item[1].order, item[0]))
    drugs = {name: _drug(name, file, quantities) for name, file in ordered}
    alleles = _decode(root / "genotypes" / "cyp2d6.toml", _AlleleFile).activity
    for allele, row in alleles.items():
        _add(quantities, f"cyp2d6.{allele}", row, "1", "genotypes/cyp2d6.toml")
    variants = {gene: _variants(root, gene, quantities) for gene in VARIANT_GENES}
    model = Model(
        **groups,
        variants=MappingProxyType(variants),
        drugs=MappingProxyType(drugs),
        cyp2d6_activity=MappingProxyType({allele: row.value for allele, row in alleles.items()}),
    )
    return Knowledge(model, MappingProxyType(quantities))


def _decode(path: Path, kind: type[_T]) -> _T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise ResourceError(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.MsgspecError as error:
        raise ResourceError(f"{path}: {error}.") from error


def _add(quantities: dict[str, Quantity], identifier: str, row: Row, unit: str, file: str) -> float:
    try:
        quantities[identifier] = quantity_of(identifier, row, unit)
    except ValueError as error:
        raise ResourceError(f"{file}: {error}") from error
    return row.value


def _group(root: Path, group: str, quantities: dict[str, Quantity]) -> Any:
    path = root / "parameters" / f"{group}.toml"
    rows = _decode(path, dict[str, Row])
    units = {item.name: item.metadata["unit"] for item in fields(GROUPS[group])}
    _check_names(path.name, set(rows), set(units))
    values = {name: _add(quantities, f"{group}.{name}", rows[name], units[name], path.name) for name in units}
    return GROUPS[group](**values)


def _variants(root: Path, gene: str, quantities: dict[str, Quantity]) -> Mapping[str, float]:
    rows = _decode(root / "genotypes" / f"{gene}.toml", _VariantFile).factor
    factors = {REFERENCE: 1.0}
    for variant, row in rows.items():
        factors[variant] = _add(quantities, f"{gene}.{variant}", row, "1", f"genotypes/{gene}.toml")
    return MappingProxyType(factors)


def _drug(identifier: str, file: _DrugFile, quantities: dict[str, Quantity]) -> Drug:
    name = f"{identifier}.toml"
    if file.kind not in KINDS:
        raise ResourceError(f"{name}: kind {file.kind!r} is none of {', '.join(KINDS)}.")
    if file.kinetics not in KINETICS:
        raise ResourceError(f"{name}: kinetics {file.kinetics!r} is none of {', '.join(KINETICS)}.")
    kinetics = KINETICS[file.kinetics]
    _check_names(name, set(file.parameters), set(kinetics.required), set(kinetics.optional))
    if len(file.moieties) != kinetics.moieties:
        raise ResourceError(
            f"{name} has {len(file.moieties)} moieties, but kinetics {file.kinetics!r} has "
            f"{kinetics.moieties}, in the order parent, then metabolites."
        )
    values = {key: value for key, (_, value) in kinetics.optional.items()}
    for key, row in file.parameters.items():
        values[key] = _add(quantities, f"{identifier}.{key}", row, kinetics.unit(key), name)
    return Drug(
        id=identifier,
        name=file.name,
        kind=file.kind,
        kinetics=file.kinetics,
        label=Label(**msgspec.structs.asdict(file.label)),
        moieties=tuple(Moiety(**msgspec.structs.asdict(moiety)) for moiety in file.moieties),
        parameters=MappingProxyType(values),
        irreversible=file.irreversible,
    )


def _check_names(file: str, given: Set[str], expected: Set[str], optional: Set[str] = frozenset()) -> None:
    if missing := sorted(expected - given):
        raise ResourceError(f"{file} lacks {', '.join(missing)}.")
    if unknown := sorted(given - expected - optional):
        raise ResourceError(f"{file} has {', '.join(unknown)}, which the engine does not know.")
