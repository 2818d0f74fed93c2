"""The experiment that runs an exported course -> SED-ML Level 1 Version 3."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from vmat2_desktop.documents import sbml, tables
from vmat2_desktop.engine import observables
from vmat2_desktop.engine.system import System

_SEDML = "http://sed-ml.org/sed-ml/level1/version3"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_SBML = "http://www.sbml.org/sbml/level3/version2/core"
_LANGUAGE = "urn:sedml:language:sbml.level-3.version-2"
_CVODE = "KISAO:0000019"
_TOLERANCES = {"KISAO:0000209": "1e-09", "KISAO:0000211": "1e-12"}
"""Relative and absolute."""
_TIME_LABEL = "time [h]"


def text(system: System, model_file: str) -> str:
    """Return an experiment that runs the model to the scenario's end and reports every observable.

    Args:
        system: the equations that the model holds.
        model_file: where the model lies, relative to the experiment.
    """
    root = ET.Element("sedML", {"xmlns": _SEDML, "xmlns:sbml": _SBML, "level": "1", "version": "3"})
    _simulation(root, system)
    models = ET.SubElement(root, "listOfModels")
    ET.SubElement(models, "model", id="course", language=_LANGUAGE, source=model_file)
    tasks = ET.SubElement(root, "listOfTasks")
    ET.SubElement(tasks, "task", id="run", modelReference="course", simulationReference="to_the_end")
    columns = list(_columns(system))
    generators = ET.SubElement(root, "listOfDataGenerators")
    for name, label, target in columns:
        _generator(generators, name, label, target)
    outputs = ET.SubElement(root, "listOfOutputs")
    report = ET.SubElement(outputs, "report", id="observables", name="Every observable over time")
    sets = ET.SubElement(report, "listOfDataSets")
    for name, label, _ in columns:
        ET.SubElement(sets, "dataSet", id=f"column_{name}", label=label, dataReference=name)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _simulation(root: ET.Element, system: System) -> None:
    step = tables.default_step(system.stop_h)
    course = ET.SubElement(
        ET.SubElement(root, "listOfSimulations"),
        "uniformTimeCourse",
        id="to_the_end",
        initialTime="0",
        outputStartTime=repr(-system.start_h if system.start_h else 0.0),
        outputEndTime=repr(system.stop_h - system.start_h),
        numberOfPoints=str(max(1, math.ceil(system.stop_h / step - 1e-9))),
    )
    algorithm = ET.SubElement(course, "algorithm", kisaoID=_CVODE)
    parameters = ET.SubElement(algorithm, "listOfAlgorithmParameters")
    for identifier, value in _TOLERANCES.items():
        ET.SubElement(parameters, "algorithmParameter", kisaoID=identifier, value=value)


def _columns(system: System) -> Iterable[tuple[str, str, str]]:
    """Yield (id, label, where it stands in the model) of the time and of every observable."""
    yield "time", _TIME_LABEL, _path("parameter", sbml.SCENARIO_TIME)
    for observable, source in system.observed.items():
        kind = "species" if sbml.is_species(system, source) else "parameter"
        label = f"{observable} [{observables.unit_of(observable)}]"
        yield observable.replace(".", "_"), label, _path(kind, source)


def _path(kind: str, name: str) -> str:
    lists = {"parameter": "listOfParameters", "species": "listOfSpecies"}
    return f"/sbml:sbml/sbml:model/sbml:{lists[kind]}/sbml:{kind}[@id='{name}']"


def _generator(parent: ET.Element, name: str, label: str, target: str) -> None:
    generator = ET.SubElement(parent, "dataGenerator", id=name, name=label)
    variable = f"value_of_{name}"
    variables = ET.SubElement(generator, "listOfVariables")
    ET.SubElement(variables, "variable", id=variable, taskReference="run", target=target)
    math_ = ET.SubElement(generator, "math", xmlns=_MATHML)
    ET.SubElement(math_, "ci").text = f" {variable} "
