"""What the wheel and the bundle carry, as far as it can be seen without building them."""

import os
import plistlib
import re
import runpy
import sys
import tomllib
from pathlib import Path

import environments
import pruning
import pytest
import release_notes

import vmat2_desktop
from vmat2_desktop.knowledge import paths

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
LICENCES = ROOT / "resources" / "licenses"


def test_packaging_is_no_package() -> None:
    # It would shadow the library of that name for every tool started in the root.
    assert not list(PACKAGING.rglob("__init__.py"))


def test_resources_are_found_in_a_checkout() -> None:
    assert paths.resources_dir() == ROOT / "resources"
    assert (paths.resources_dir() / "fonts" / "SourceSansPro-Regular.otf").is_file()


def test_resources_are_found_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.resources_dir() == tmp_path / "resources"


def test_resources_are_found_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"


def test_the_wheel_carries_the_resources_inside_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"resources": "vmat2_desktop/resources"}
    assert project["project"]["scripts"]["vmat2-desktop"] == "vmat2_desktop.app:main"


def test_the_spec_compiles_and_excludes_nothing_that_is_needed() -> None:
    spec = (PACKAGING / "vmat2_desktop.spec").read_text(encoding="utf-8")
    compile(spec, "vmat2_desktop.spec", "exec")
    assert "strip=True" not in spec
    code = "\n".join(line for line in spec.splitlines() if not line.startswith("#"))
    assert "pydoc" not in code
    assert "numpy.typing" not in code


def test_the_spec_keeps_every_qt_module_that_the_application_imports() -> None:
    spec = (PACKAGING / "vmat2_desktop.spec").read_text(encoding="utf-8")
    line = re.search(r"QT_MODULES_KEPT = \{(.*?)\}", spec)
    assert line is not None
    kept = set(re.findall(r"\w+", line[1]))
    imported = {
        module
        for path in (ROOT / "vmat2_desktop").rglob("*.py")
        for module in re.findall(r"PySide6\.(Qt\w+)", path.read_text(encoding="utf-8"))
    }
    assert imported <= kept


@pytest.mark.parametrize(
    ("destination", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("libstdc++.so.6", False),
        ("libxcb-cursor.so.0", True),
        ("numpy.libs/libscipy_openblas64_-1.so", True),
        ("resources/fonts/OFL.md", True),
    ],
)
def test_pruning_keeps_what_a_desktop_uses(destination: str, kept: bool) -> None:
    assert pruning.is_kept(destination) is kept


def test_pruning_drops_only_libraries_that_nothing_kept_needs() -> None:
    needs = {"/s/QtGui.so": {"/s/libA.so"}, "/s/libA.so": {"/s/libB.so"}, "/s/libC.so": {"/s/libB.so"}}
    entries = [
        ("PySide6/QtGui.so", "/s/QtGui.so", "EXTENSION"),
        ("libA.so", "/s/libA.so", "BINARY"),
        ("libB.so", "/s/libB.so", "BINARY"),
        ("libC.so", "/s/libC.so", "BINARY"),
        ("link/libB.so", "../libB.so", "SYMLINK"),
        ("link/libC.so", "../libC.so", "SYMLINK"),
        ("resources/a.toml", "/s/a.toml", "DATA"),
    ]
    kept = pruning.reached(entries, lambda path: needs.get(path, set()))
    assert {entry[0] for entry in kept} == {
        "PySide6/QtGui.so",
        "libA.so",
        "libB.so",
        "link/libB.so",
        "resources/a.toml",
    }


def test_the_licences_are_there_in_full() -> None:
    lesser = (LICENCES / "LGPL-3.0.txt").read_text(encoding="utf-8")
    general = (LICENCES / "GPL-3.0.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert "Version 3, 29 June 2007" in lesser
    assert general.rstrip().endswith("<https://www.gnu.org/licenses/why-not-lgpl.html>.")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert "SIL OPEN FONT LICENSE" in (ROOT / "resources" / "fonts" / "OFL.md").read_text(encoding="utf-8")


def test_the_notice_names_every_library_of_the_lock_with_its_version() -> None:
    notice = (LICENCES / "NOTICE.md").read_text(encoding="utf-8").lower()
    for name, version in environments.pinned("app").items():
        assert f"| {name}" in notice, name
        assert version in notice, name
    qt = environments.pinned("app")["pyside6-essentials"]
    assert f"official_releases/qt/{qt.rsplit('.', 1)[0]}/{qt}" in notice


def test_versions_agree_wherever_they_are_written() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    assert vmat2_desktop.__version__ == version
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert version in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_release_notes_are_the_section_of_the_version() -> None:
    text = "# Changelog\n\n## [Unreleased]: 1.10.0\n\n- new\n\n## [1.1.0] - 2026-01-01\n\n- old\n"
    assert release_notes.notes_of("1.10.0", text) == "- new"
    assert release_notes.notes_of("1.1.0", text) == "- old"
    assert release_notes.notes_of("1.1", text) is None
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert release_notes.notes_of(vmat2_desktop.__version__, changelog)


def test_what_only_other_systems_build_can_at_least_be_read() -> None:
    entitlements = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert all(entitlements.values())
    setup = (PACKAGING / "windows" / "vmat2-desktop.nsi").read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in setup
    # Whatever the set-up writes outside its folder, the removal takes away.
    written = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', setup))
    deleted = set(re.findall(r'DeleteRegKey HKCU "([^"]+)"', setup))
    assert all(any(key.startswith(gone) for gone in deleted) for key in written)
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "python packaging/build.py" in workflow


def test_no_variable_that_names_code_is_kept_in_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = {
        "QT_PLUGIN_PATH",
        "QT_QPA_PLATFORM_PLUGIN_PATH",
        "PYTHONPATH",
        "PYTHONHOME",
        "QML2_IMPORT_PATH",
    }
    environment = dict.fromkeys(foreign, "/foreign") | {"QT_SCALE_FACTOR": "2", "LANG": "C.UTF-8"}
    monkeypatch.setattr(os, "environ", environment)
    runpy.run_path(str(PACKAGING / "clean_environment.py"))
    assert environment == {"QT_SCALE_FACTOR": "2", "LANG": "C.UTF-8"}
