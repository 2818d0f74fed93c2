"""The floors of the house: a file imports only from floors below (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "vmat2_desktop"

FLOORS = {
    "engine": 0,
    "knowledge": 1,
    "experiment": 2,
    "teaching": 2,
    "labs": 2,
    "documents": 2,
    "regimens": 2,
    "stretches": 2,
    "system_check": 0,
    "bench": 3,
    "validation": 2,
    "session": 3,
    "ui": 4,
    "cli": 5,
    "bench_window": 5,
    "self_test": 5,
    "app": 6,
    "__main__": 7,
    "__init__": 0,
}
QT = {"PySide6", "shiboken6", "pyqtgraph"}
LOWEST_FLOOR_WITH_QT = 3


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, relative imports made absolute."""
    found: set[str] = set()
    here = ("vmat2_desktop", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(here[: len(here) - node.level]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_imports_only_from_its_own_room_or_floors_below(path: Path) -> None:
    room = room_of(path)
    for module in imports_of(path):
        parts = module.split(".")
        if parts[0] == "vmat2_desktop" and len(parts) > 1 and parts[1] in FLOORS and parts[1] != room:
            assert FLOORS[parts[1]] < FLOORS[room], f"{path.name} ({room}) looks up to {module}"
        if parts[0] in QT:
            assert FLOORS[room] >= LOWEST_FLOOR_WITH_QT, f"{path.name} ({room}) loads {module}"


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in FILES}
    assert rooms <= set(FLOORS), f"rooms without a floor: {sorted(rooms - set(FLOORS))}"


def test_only_the_session_knows_qt_core_without_widgets() -> None:
    paths = [path for path in FILES if room_of(path) == "session"]
    assert paths
    for module in (module for path in paths for module in imports_of(path)):
        assert not module.startswith(("PySide6.QtWidgets", "pyqtgraph")), module


def test_the_engine_reads_no_clock_no_file_and_no_global_random_state() -> None:
    forbidden = ("time", "datetime", "pathlib", "os", "io", "random", "msgspec", "json", "tomllib")
    for path in (PACKAGE / "engine").rglob("*.py"):
        for module in imports_of(path):
            assert module.split(".")[0] not in forbidden, f"{path.name} imports {module}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
                chain = f"{ast.unparse(node.value)}.{node.attr}"
                assert chain in {"np.random.default_rng", "np.random.Generator", "np.random.Philox"} or (
                    not chain.startswith("np.random.")
                ), f"{path.name} uses {chain}"


@pytest.mark.parametrize("room", ["engine", "knowledge", "experiment", "documents"])
def test_importing_the_floors_below_the_session_loads_no_qt(room: str) -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in FILES
        if room_of(path) == room
    ]
    code = f"import sys, importlib\nfor m in {modules!r}: importlib.import_module(m)\n" + (
        f"print(sorted(m for m in sys.modules if m.split('.')[0] in {QT!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_packaging_is_no_python_package() -> None:
    # An __init__.py there would shadow the library `packaging` for every tool started in the root.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_main_is_five_lines_that_start_the_application() -> None:
    lines = [
        line
        for line in (ROOT / "main.py").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(('"""', "#"))
    ]
    assert len(lines) <= 5
    assert any("vmat2_desktop.app" in line for line in lines)
