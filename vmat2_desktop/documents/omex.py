"""A course as a COMBINE archive: the model, the experiment that runs it, the scenario it came from."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

from vmat2_desktop import __version__
from vmat2_desktop.documents import sbml, sedml
from vmat2_desktop.engine.system import System

MODEL = "course.xml"
EXPERIMENT = "course.sedml"
SCENARIO = "scenario.json"
MANIFEST = "manifest.xml"
METADATA = "metadata.rdf"

_COMBINE = "http://identifiers.org/combine.specifications/"
_MANIFEST = f"{_COMBINE}omex-manifest"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TERMS = "http://purl.org/dc/terms/"
_FORMATS = {
    ".": f"{_COMBINE}omex",
    f"./{MANIFEST}": _MANIFEST,
    f"./{MODEL}": f"{_COMBINE}sbml.level-3.version-2",
    f"./{EXPERIMENT}": f"{_COMBINE}sed-ml.level-1.version-3",
    f"./{METADATA}": f"{_COMBINE}omex-metadata",
    f"./{SCENARIO}": "http://purl.org/NET/mediatypes/application/json",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: the same course gives the same bytes."""


def archive(system: System, model: str, scenario: str, title: str) -> bytes:
    """Return an archive.

    Args:
        system: the equations.
        model: the same as SBML.
        scenario: the document that they were made from.
        title: a line for people; may be empty.
    """
    files = {
        MANIFEST: _manifest(),
        MODEL: model,
        EXPERIMENT: sedml.text(system, MODEL),
        METADATA: _metadata(title),
        SCENARIO: scenario,
    }
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packed:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, text.encode("utf-8"))
    return memory.getvalue()


def _manifest() -> str:
    root = ET.Element("omexManifest", xmlns=_MANIFEST)
    for location, kind in _FORMATS.items():
        entry = ET.SubElement(root, "content", location=location, format=kind)
        if location == f"./{EXPERIMENT}":
            entry.set("master", "true")
    return _document(root)


def _metadata(title: str) -> str:
    root = ET.Element("rdf:RDF", {"xmlns:rdf": _RDF, "xmlns:dcterms": _TERMS})
    about = ET.SubElement(root, "rdf:Description", {"rdf:about": "."})
    if title:
        ET.SubElement(about, "dcterms:title").text = sbml.printable(title)
    ET.SubElement(about, "dcterms:description").text = sbml.NOTICE
    ET.SubElement(about, "dcterms:creator").text = f"VMAT2 Desktop {__version__}"
    return _document(root)


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
