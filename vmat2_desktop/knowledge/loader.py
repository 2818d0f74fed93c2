"""resources/parameters, resources/drugs and resources/genotypes -> one checked Knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from vmat2_desktop.engine.model import GROUPS, VARIANT_GENES, Drug, Model
from vmat2_desktop.engine.scenario import REFERENCE
from vmat2_desktop.knowledge import toml_file
from vmat2_desktop.knowledge.drug_file import DrugFile, check_names, check_together, drug_of
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.knowledge.quantity import Quantity, Row, quantity_of
from vmat2_desktop.knowledge.toml_file import ResourceError

MOST_OWN_DRUGS = 100
"""Files in a person's own folder of drugs."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that resources/ says."""

    model: Model
    quantities: Mapping[str, Quantity]
    """Every parameter by id, with range, source, grade and provenance."""

    @property
    def plausible(self) -> Mapping[str, tuple[float, float]]:
        """What `ranges_of` says of all this."""
        return ranges_of(self.quantities, self.model)


def ranges_of(quantities: Mapping[str, Quantity], model: Model) -> Mapping[str, tuple[float, float]]:
    """Return how far parameters are known, where that is said: what `engine.uncertainty` makes bands from.

    Genes are left out: a course's model cannot change what an allele does.
    """
    asked = changeable(model)
    known = ((name, quantity.plausible) for name, quantity in quantities.items())
    return {name: ends for name, ends in known if ends is not None and name in asked}


def changeable(model: Model) -> frozenset[str]:
    """Return the ids of the parameters that a scenario can override: all but what an allele does."""
    groups = {f"{name}.{item.name}" for name, group in GROUPS.items() for item in fields(group)}
    return frozenset(
        groups | {f"{drug.id}.{name}" for drug in model.drugs.values() for name in drug.parameters}
    )


class _AlleleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    activity: dict[str, Any]


class _VariantFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    factor: dict[str, Any]


@cache
def load(drugs: Path | None = None) -> Knowledge:
    """Return the knowledge of the resources that ship with the application, read once.

    Args:
        drugs: a folder with a person's own drug files, each of which adds a drug or takes the place of one.

    Raises:
        ResourceError: a file cannot be used.
    """
    return load_from(resources_dir(), drugs)


def load_from(root: Path, own_drugs: Path | None = None) -> Knowledge:
    """Return the knowledge of a resources folder and of a folder with further drug files.

    Raises:
        ResourceError: a file is missing, unreadable or does not hold what the engine asks for.
    """
    quantities: dict[str, Quantity] = {}
    groups = {name: _group(root, name, quantities) for name in GROUPS}
    drugs = _drugs(_drug_files(root / "drugs", own_drugs), quantities)
    alleles = _rows(root / "genotypes" / "cyp2d6.toml", _AlleleFile, "activity")
    activity = {
        allele: _add(quantities, f"cyp2d6.{allele}", row, "1", "cyp2d6.toml")
        for allele, row in alleles.items()
    }
    variants = {gene: _variants(root, gene, quantities) for gene in VARIANT_GENES}
    model = Model(
        **groups,
        variants=MappingProxyType(variants),
        drugs=MappingProxyType(drugs),
        cyp2d6_activity=MappingProxyType(activity),
    )
    return Knowledge(model, MappingProxyType(quantities))


def _drug_files(shipped: Path, own: Path | None) -> list[Path]:
    """Return the files of all drugs; a person's own one stands for the shipped one of the same name."""
    paths = {path.stem: path for path in sorted(shipped.glob("*.toml"))}
    if own is not None:
        if not own.is_dir():
            raise ResourceError(f"{own} is no folder.")
        found = {path.stem: path for path in sorted(own.glob("*.toml"))}
        if not found:
            raise ResourceError(f"{own} has no drug file, whose name ends in .toml.")
        if len(found) > MOST_OWN_DRUGS:
            raise ResourceError(f"{own} has {len(found)} drug files, but must have at most {MOST_OWN_DRUGS}.")
        paths |= found
    return list(paths.values())


def _drugs(paths: list[Path], quantities: dict[str, Quantity]) -> dict[str, Drug]:
    files = {path.stem: toml_file.read(path, DrugFile) for path in paths}
    ordered = sorted(files.items(), key=lambda item: (item[1].order, item[0]))
    drugs = {name: drug_of(name, file, quantities) for name, file in ordered}
    check_together(drugs)
    return drugs


def _add(quantities: dict[str, Quantity], identifier: str, row: Row, unit: str, file: str) -> float:
    try:
        quantities[identifier] = quantity_of(identifier, row, unit)
    except ValueError as error:
        raise ResourceError(f"{file}: {error}") from error
    return row.value


def _group(root: Path, group: str, quantities: dict[str, Quantity]) -> Any:
    path = root / "parameters" / f"{group}.toml"
    rows = toml_file.rows(path.name, "", toml_file.read(path, dict[str, Any]))
    units = {item.name: item.metadata["unit"] for item in fields(GROUPS[group])}
    check_names(path.name, set(rows), set(units))
    values = {name: _add(quantities, f"{group}.{name}", rows[name], units[name], path.name) for name in units}
    return GROUPS[group](**values)


def _variants(root: Path, gene: str, quantities: dict[str, Quantity]) -> Mapping[str, float]:
    factors = {REFERENCE: 1.0}
    for variant, row in _rows(root / "genotypes" / f"{gene}.toml", _VariantFile, "factor").items():
        factors[variant] = _add(quantities, f"{gene}.{variant}", row, "1", f"{gene}.toml")
    return MappingProxyType(factors)


def _rows(path: Path, shape: type[msgspec.Struct], table: str) -> dict[str, Row]:
    return toml_file.rows(path.name, table, getattr(toml_file.read(path, shape), table))
