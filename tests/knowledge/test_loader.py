"""resources/: every number with its source, and what a damaged file says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vmat2_desktop.engine.model import GROUPS, KINETICS
from vmat2_desktop.knowledge import ResourceError, load
from vmat2_desktop.knowledge.loader import load_from
from vmat2_desktop.knowledge.paths import resources_dir


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "resources"
    for folder in ("parameters", "drugs", "genotypes"):
        shutil.copytree(resources_dir() / folder, root / folder)
    return root


def test_every_parameter_has_a_source_a_grade_and_lies_in_its_range() -> None:
    quantities = load().quantities
    assert len(quantities) > 150
    for quantity in quantities.values():
        assert quantity.low <= quantity.value <= quantity.high, quantity.id
        assert len(quantity.source) > 5, quantity.id
        assert quantity.text[0].isupper() or not quantity.text[0].isalpha(), quantity.id
        assert not quantity.text.endswith("."), quantity.id


def test_ids_cover_groups_drugs_and_alleles() -> None:
    knowledge = load()
    owners = {identifier.split(".")[0] for identifier in knowledge.quantities}
    assert owners == set(GROUPS) | set(knowledge.model.drugs) | {"cyp2d6"}
    for drug in knowledge.model.drugs.values():
        assert set(drug.parameters) == set(KINETICS[drug.kinetics])


def test_a_number_out_of_its_range_has_one_sentence() -> None:
    quantity = load().quantities["vmat2.ic50"]
    assert quantity.complaint(21) is None
    assert quantity.complaint(1e9) == "vmat2.ic50 is 1e+09, but must be from 3 to 100 nM."
    assert quantity.complaint(float("nan")) is not None


def _edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            _edit("parameters/vmat2.toml", 'unit = "nM"', 'unit = "mg"'),
            "given in 'mg', the engine expects 'nM'",
        ),
        (_edit("parameters/vmat2.toml", "value = 21", "value = 1000"), "must be from 3 to 100 nM"),
        (_edit("parameters/vmat2.toml", "[ic50]", "[ic60]"), "lacks ic50"),
        (
            _edit("parameters/vmat2.toml", 'grade = "calibrated"', 'grade = "sure"'),
            "Invalid enum value 'sure'",
        ),
        (_edit("parameters/vmat2.toml", "value = 21", "value = 21\nvalue = 22"), "vmat2.toml"),
        (_edit("drugs/haloperidol.toml", 'kinetics = "d2', 'kinetics = "d9'), "is none of"),
        (_edit("drugs/haloperidol.toml", "kind =", "colour ="), "colour"),
        (lambda root: (root / "parameters" / "terminal.toml").unlink(), "cannot be read"),
    ],
)
def test_a_damaged_file_is_named(copy: Path, damage: Callable[[Path], None], sentence: str) -> None:
    damage(copy)
    with pytest.raises(ResourceError, match=r".") as caught:
        load_from(copy)
    assert sentence in str(caught.value)


def test_an_extra_drug_file_is_all_that_a_new_drug_needs(copy: Path) -> None:
    text = (copy / "drugs" / "haloperidol.toml").read_text(encoding="utf-8")
    (copy / "drugs" / "madeupidol.toml").write_text(
        text.replace("Haloperidol", "Madeupidol"), encoding="utf-8"
    )
    assert "madeupidol" in load_from(copy).model.drugs


def test_overrides_change_one_number_and_nothing_else() -> None:
    model = load().model
    changed = model.overridden([("vmat2.ic50", 15.0), ("valbenazine.clearance", 5.0)])
    assert changed.vmat2.ic50 == 15.0
    assert changed.drugs["valbenazine"].parameters["clearance"] == 5.0
    assert model.vmat2.ic50 == 21.0
    assert changed.terminal == model.terminal
