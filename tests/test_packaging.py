"""What the wheel and the bundle carry, as far as it can be seen without building them."""

import os
import plistlib
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import check_code
import environments
import icons
import other_formats
import pruning
import pytest
import release_notes
import room

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
    assert '"pydoc"' not in code
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
        ("numpy-2.4.6.dist-info/METADATA", True),
        ("numpy-2.4.6.dist-info/RECORD", False),
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


@pytest.mark.parametrize(
    ("path", "foreign"),
    [
        ("/opt/app/_internal/PySide6/Qt/lib/libQt6Core.so.6", False),
        ("/usr/lib/x86_64-linux-gnu/libc.so.6", False),
        ("/usr/lib/x86_64-linux-gnu/libQt6Core.so.6", True),
        ("/usr/lib/python3/dist-packages/numpy/core.so", True),
        ("/opt/app-of-another/_internal/PySide6/Qt/lib/libQt6Core.so.6", True),
        ("/srv/somebody/plugins/platforms/libqxcb.so", True),
    ],
)
def test_foreign_code_is_told_from_the_bundles_and_the_systems(path: str, foreign: bool) -> None:
    assert check_code.is_foreign(path, Path("/opt/app")) is foreign


def test_variables_that_name_code_point_at_code_that_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = tmp_path / "bundle" / "_internal/PySide6/Qt/plugins/platforms"
    plugins.mkdir(parents=True)
    (plugins / "libqxcb.so").write_bytes(b"a plugin")
    variables = check_code.foreign_variables(tmp_path / "bundle", tmp_path / "foreign")
    assert len(variables) >= 15
    assert (Path(variables["QT_QPA_PLATFORM_PLUGIN_PATH"]) / "libqxcb.so").is_file()
    # A Python that heeds them does not come far: so the bundle, which does, has not heeded them.
    heeded = {"PYTHONPATH": variables["PYTHONPATH"], "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", "0"], env=heeded, capture_output=True, check=False)
    assert done.returncode != 0
    # What clean_environment.py would keep cannot be a way in.
    monkeypatch.setattr(os, "environ", {})
    kept = runpy.run_path(str(PACKAGING / "clean_environment.py"))["KEPT"]
    assert not kept & variables.keys()


def test_the_room_that_parts_take_adds_up(tmp_path: Path) -> None:
    for name, size in (
        ("_internal/PySide6/Qt/lib/libicudata.so.73", 3_000_000),
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", 2_000_000),
        ("_internal/unheard-of", 1_000_000),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    (tmp_path / "_internal/link").symlink_to("unheard-of")
    sizes = room.parts_of(tmp_path)
    assert sizes == {
        "Qt: Unicode data (ICU)": 3_000_000,
        "Qt: libraries": 2_000_000,
        room.REST: 1_000_000,
    }
    assert room.table(tmp_path).startswith(
        "6.0 MB (bar 225 MB: met), of it\n     3.0 MB  50.0 %  Qt: Unicode"
    )
    assert room.against_bar(60_100_000, 60) == "60.1 MB (bar 60 MB: missed)"


@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis")
def test_the_windows_set_up_is_made_of_a_folder(qapp: object, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    for name in ("vmat2-desktop.exe", "_internal/a.dll", "licenses/LICENSE.txt", "manifest.json"):
        path = bundle / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"not really")
    (tmp_path / "vmat2-desktop.ico").write_bytes(icons.ico({16: icons.png(16)}))
    made = other_formats.windows_setup(bundle, tmp_path, tmp_path, "1.2.3")
    assert made.read_bytes().startswith(b"MZ")
    assert made.name == "vmat2-desktop-1.2.3-windows-x86_64-setup.exe"
