"""Exported courses: sound, with units and sources, and the same when two other simulators run them."""

from __future__ import annotations

import io
import platform
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop import cli
from vmat2_desktop.documents import omex, sbml, sbml_units, scenario_file, sedml
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.trains import runs, trains
from vmat2_desktop.engine import equations, observables
from vmat2_desktop.engine.model import GROUPS, KINETICS
from vmat2_desktop.engine.solution import Solution
from vmat2_desktop.engine.spanning import SPANNING
from vmat2_desktop.engine.system import System
from vmat2_desktop.knowledge import load

KNOWN = load()
EXAMPLE = Path(__file__).parents[2] / "resources" / "scenarios" / "tardive-dyskinesia-valbenazine.json"
RELATIVE = 1e-6
FLOOR = 1e-8
"""Of the largest value that a species takes: below it a difference is the solvers' round-off."""

CORE = "{http://www.sbml.org/sbml/level3/version2/core}"
SEDML = "{http://sed-ml.org/sed-ml/level1/version3}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def system_of(name: str) -> System:
    return equations.build(SPANNING[name], KNOWN.model)


def written(system: System, title: str = "") -> str:
    return sbml.text(system, title, KNOWN.quantities)


@cache
def solved(name: str) -> tuple[System, np.ndarray, np.ndarray]:
    """Return the equations, times, h, that meet no dose and wander over the day, and the states then."""
    system = system_of(name)
    times = np.arange(0.3, system.stop_h, 5.0)
    return system, times, Solution(system).states(times)


def assert_equal(found: np.ndarray, expected: np.ndarray, ids: list[str]) -> None:
    allowed = RELATIVE * np.abs(expected) + FLOOR * np.abs(expected).max(axis=0)
    far = (np.abs(found - expected) > allowed).any(axis=0)
    assert not far.any(), [name for name, one in zip(ids, far, strict=True) if one]


# Other simulators


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform == "darwin" and platform.machine() == "arm64", reason="no wheel of libroadrunner"
)
@pytest.mark.parametrize("name", SPANNING)
def test_roadrunner_runs_the_same_course(name: str) -> None:
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
    system, times, expected = solved(name)
    simulator = roadrunner.RoadRunner(written(system))
    simulator.integrator.relative_tolerance = 1e-10
    ids = [item.id for item in system.species]
    # One by one: a single absolute tolerance is scaled by what a state happens to be at each restart.
    for item, largest in zip(ids, np.abs(expected).max(axis=0).tolist(), strict=True):
        simulator.integrator.setIndividualTolerance(item, 1e-11 * max(largest, 1e-6))
    simulator.timeCourseSelections = [f"[{s.id}]" if s.unit == "uM" else s.id for s in system.species]
    rows = simulator.simulate(times=[0.0, *(times - system.start_h).tolist()])
    assert_equal(np.array(rows)[1:], expected, ids)


@pytest.mark.slow
@pytest.mark.parametrize("name", SPANNING)
def test_copasi_runs_the_same_course(name: str) -> None:
    import basico

    system, times, expected = solved(name)
    model = basico.load_model_from_string(written(system))
    try:
        rows = basico.run_time_course(
            model=model,
            values=[0.0, *(times - system.start_h).tolist()],
            use_sbml_id=True,
            method="deterministic",
            r_tol=1e-10,
            a_tol=1e-13,
            max_steps=10_000_000,
        )
    finally:
        basico.remove_datamodel(model)
    ids = [item.id for item in system.species]
    assert_equal(rows[ids].to_numpy()[1:], expected, ids)


@pytest.mark.slow
def test_copasi_runs_the_archive_as_its_experiment_says(tmp_path: Path) -> None:
    import basico

    system = system_of("parkinsonism-benzatropine")
    file = tmp_path / "course.omex"
    file.write_bytes(omex.archive(system, written(system), "{}", ""))
    model = basico.load_model(str(file))
    try:
        rows = basico.run_time_course(model=model, use_sbml_id=True)
    finally:
        basico.remove_datamodel(model)
    assert rows.index[0] == pytest.approx(-system.start_h)
    assert rows.index[-1] == pytest.approx(system.stop_h - system.start_h)
    hours = rows.index.to_numpy() + system.start_h
    expected = Solution(system).quantities(hours[1::7])
    for name in ("score", "parkinsonism", "benzatropine_level", sbml.SCENARIO_TIME):
        found = rows[name].to_numpy()[1::7]
        wanted = hours[1::7] if name == sbml.SCENARIO_TIME else expected[name]
        assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6), name


# The model


@pytest.mark.parametrize("name", SPANNING)
def test_models_are_sound_and_their_units_agree(name: str) -> None:
    import libsbml

    document = libsbml.readSBMLFromString(written(system_of(name), name))
    document.checkConsistency()
    said = [document.getError(k).getMessage() for k in range(document.getNumErrors())]
    assert not said


def test_a_model_says_what_it_is_and_where_its_numbers_come_from() -> None:
    text = written(system_of("dyskinesia-valbenazine"), "Valbenazine & <others>")
    root = ET.fromstring(text)
    model = root[0]
    assert (root.get("level"), root.get("version")) == ("3", "2")
    assert model.get("name") == "Valbenazine & <others>"
    notes = " ".join(model.find(f"{CORE}notes").itertext())  # type: ignore[union-attr]
    assert "nothing in it is dosing advice" in notes
    assert "Best, Nijhout and Reed 2009" in notes
    assert "Time 0 of the scenario is 26280 h here" in notes
    for identity in ("pubmed:19740446", "taxonomy:9606", "unii:IFRYDMLSGE", "uniprot:Q05940", "CHEBI:18243"):
        assert f"https://identifiers.org/{identity}" in text
    parameters = {item.get("id"): item for item in model.iter(f"{CORE}parameter")}
    clearance = parameters["valbenazine_clearance"]
    assert clearance.get("name") == "valbenazine.clearance"
    quantity = KNOWN.quantities["valbenazine.clearance"]
    said = " ".join(clearance.itertext())
    for word in (quantity.text, quantity.grade, quantity.source):
        assert word in said
    assert all(item.get("units") for item in parameters.values())


def test_a_constant_is_computed_once_and_a_state_has_a_rate() -> None:
    system = system_of("textbook")
    model = ET.fromstring(written(system))[0]
    initial = {item.get("symbol") for item in model.iter(f"{CORE}initialAssignment")}
    rules = {item.get("variable") for item in model.iter(f"{CORE}assignmentRule")}
    rates = {item.get("variable") for item in model.iter(f"{CORE}rateRule")}
    assert rates == {item.id for item in system.species}
    assert initial == {item.id for item in system.assignments} - system.changing
    assert rules == ({item.id for item in system.assignments} & system.changing) | {sbml.SCENARIO_TIME}
    assert {item.get("id") for item in model.iter(f"{CORE}species")} == {
        item.id for item in system.species if sbml.is_species(system, item.id)
    }


def test_years_of_doses_stay_a_short_file() -> None:
    scenario = replace(SPANNING["reserpine"], horizon_h=10 * 365 * 24.0)
    system = equations.build(scenario, KNOWN.model)
    assert len(system.events) > 3600
    assert len(written(system)) < 300_000
    assert written(system) == written(system)


# Units


def test_every_unit_of_the_model_has_a_form_in_sbml() -> None:
    units = {field.metadata["unit"] for group in GROUPS.values() for field in fields(group)}
    for kinetics in KINETICS.values():
        units |= {kinetics.unit(name) for name in (*kinetics.required, *kinetics.optional)}
    names = {unit: sbml_units.identifier(unit) for unit in units}
    assert len({tuple(sorted(sbml_units.parts(unit))) for unit in units}) <= len(set(names.values()))
    for name in names.values():
        assert name.replace("_", "").isalnum()
        assert not name[0].isdigit()


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("1", {}),
        ("L/h", {("litre", 0, 1.0): 1, ("second", 0, 3600.0): -1}),
        ("1/(nM h)", {("mole", -9, 1.0): -1, ("litre", 0, 1.0): 1, ("second", 0, 3600.0): -1}),
        (
            "nM/(ng/mL)",
            {("mole", -9, 1.0): 1, ("litre", 0, 1.0): -1, ("gram", -9, 1.0): -1, ("litre", -3, 1.0): 1},
        ),
        ("um^2/s", {("metre", -6, 1.0): 2, ("second", 0, 1.0): -1}),
        ("points^0.5", {("dimensionless", 0, 1.0): 0.5}),
        ("Hz", {("second", 0, 1.0): -1}),
    ],
)
def test_units_are_taken_apart(unit: str, expected: dict[Any, float]) -> None:
    assert dict(sbml_units.parts(unit)) == expected


@pytest.mark.parametrize("unit", ["furlong", "mg/", "(mg", "mg)", "mg$", "", "mg^"])
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="is no unit"):
        sbml_units.parts(unit)


# Doses


@given(
    st.lists(st.floats(0.5, 500), min_size=0, max_size=40), st.integers(1, 30), st.sampled_from([6.0, 24.0])
)
def test_trains_are_the_events_again(lone: list[float], count: int, interval: float) -> None:
    times = sorted({*lone, *(1000.0 + interval * k for k in range(count) if k != count // 2)})
    found = [first + step * k for first, step, number in runs(times) for k in range(number)]
    assert found == pytest.approx(times, abs=1e-9)


@pytest.mark.parametrize("name", ["valbenazine-fed-missed", "tourette-deutetrabenazine-fluoxetine"])
def test_trains_hold_every_change_of_a_system(name: str) -> None:
    system = system_of(name)
    found = sorted(
        (round(train.first_h + train.interval_h * k, 6), train.target, train.value)
        for train in trains(system)
        for k in range(train.count)
    )
    expected = sorted(
        (round(event.time_h, 6), target, value)
        for event in system.events
        for target, value in (*event.additions, *event.settings)
    )
    assert found == expected


# Experiment and archive


def test_the_experiment_reports_every_observable_where_it_stands() -> None:
    system = system_of("huntington-tetrabenazine")
    model = ET.fromstring(written(system))
    root = ET.fromstring(sedml.text(system, omex.MODEL))
    targets = [item.get("target", "") for item in root.iter(f"{SEDML}variable")]
    assert len(targets) == len(system.observed) + 1
    for target in targets:
        path = target.replace("sbml:", CORE).removeprefix(f"/{CORE}sbml/")
        assert len(model.findall(path)) == 1, target
    labels = {item.get("label") for item in root.iter(f"{SEDML}dataSet")}
    expected = {f"{name} [{observables.unit_of(name)}]" for name in system.observed}
    assert labels == expected | {"time [h]"}
    generators = {item.get("id") for item in root.iter(f"{SEDML}dataGenerator")}
    assert {item.get("dataReference") for item in root.iter(f"{SEDML}dataSet")} == generators
    named = {item.get("id") for item in root.iter(f"{SEDML}variable")}
    used = {"".join(item.itertext()).strip() for item in root.iter(f"{MATHML}ci")}
    assert used == named


def test_an_archive_holds_what_its_manifest_lists_and_is_the_same_every_time() -> None:
    system = system_of("healthy")
    model = written(system)
    packed = omex.archive(system, model, "{}\n", "A title")
    assert packed == omex.archive(system, model, "{}\n", "A title")
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    manifest = ET.fromstring(archive.read(omex.MANIFEST))
    locations = {item.get("location") for item in manifest}
    assert locations == {".", *(f"./{name}" for name in archive.namelist())}
    assert [item.get("location") for item in manifest if item.get("master")] == ["./course.sedml"]
    assert archive.read(omex.MODEL).decode() == model
    metadata = archive.read(omex.METADATA).decode()
    assert "A title" in metadata
    assert "nothing in it is dosing advice" in metadata


# The command


def run(*arguments: str | Path) -> int:
    return cli.run(cli.build_parser().parse_args([str(item) for item in arguments]))


def test_export_writes_model_and_archive(tmp_path: Path) -> None:
    model, archive = tmp_path / "course.xml", tmp_path / "course.omex"
    assert run("export", EXAMPLE, "--sbml", model, "--omex", archive) == 0
    packed = zipfile.ZipFile(archive)
    assert packed.read(omex.MODEL).decode() == model.read_text(encoding="utf-8")
    scenario = scenario_file.loads(packed.read(omex.SCENARIO), KNOWN)
    assert scenario == scenario_file.read(EXAMPLE, KNOWN)
    assert ET.fromstring(model.read_bytes())[0].get("name") == scenario.title
    assert sorted(item.name for item in tmp_path.iterdir()) == ["course.omex", "course.xml"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "export writes nothing without --sbml FILE or --omex FILE; give one or both."),
        (("--sbml", EXAMPLE), "--sbml names the scenario itself; choose another file."),
        (("--omex", EXAMPLE), "--omex names the scenario itself; choose another file."),
        (("--sbml", "{0}/x", "--omex", "{0}/x"), "--sbml and --omex name the same file;"),
        (("--sbml", "{0}/none/x.xml"), "cannot be written: the folder does not exist"),
    ],
)
def test_what_cannot_be_exported_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert run("export", EXAMPLE, *(str(item).format(tmp_path) for item in arguments)) == cli.FAILED
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_missing_libsbml_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(DocumentError, match="needs python-libsbml, which is not installed; get it with"):
        sbml.library()


def test_a_title_that_xml_cannot_hold_loses_only_what_it_cannot() -> None:
    assert sbml.printable("a\x0bb\ufffec – d") == "a b c – d"
