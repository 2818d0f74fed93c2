"""Whose code a bundle runs: none that variables name, and Qt libraries that a person has replaced."""

import re
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from checks import NOBODY, PATIENCE_S, SYSTEM, as_nobody, is_root, made_writable, passes, said

SYSTEM_LIBRARIES = ("/usr/lib", "/lib", "/usr/local/lib")
NEVER_THE_SYSTEMS = re.compile(
    r"/(?:libQt\d|libpyside|libshiboken|libpython)|/site-packages/|/dist-packages/"
)
LIBRARY = re.compile(r"\.so(?:\.\d+)*$")
QT_CORE = "_internal/PySide6/Qt/lib/libQt6Core.so.6"


def loads_nothing_foreign(program: Path, folder: Path, display: str | None) -> bool:
    """Run the self-test while every variable names foreign code; only ours and the system's may be mapped."""
    on_display = {"QT_QPA_PLATFORM": "offscreen"} if display is None else {"DISPLAY": display}
    variables = foreign_variables(program.parent, folder / "foreign") | on_display
    began = time.monotonic()
    running = subprocess.Popen(
        [*as_nobody(), program, "--self-test"],
        cwd=folder / "foreign",
        env={**SYSTEM, **variables},
        stdin=subprocess.DEVNULL,
        stdout=(folder / "said").open("w"),
        stderr=subprocess.STDOUT,
    )
    mapped: set[str] = set()
    while running.poll() is None and time.monotonic() - began < PATIENCE_S:
        with suppress(OSError):
            lines = Path(f"/proc/{running.pid}/maps").read_text(errors="replace").splitlines()
            mapped |= {line.split(maxsplit=5)[5] for line in lines if LIBRARY.search(line)}
        time.sleep(0.1)
    running.kill()
    found = sorted(path for path in mapped if is_foreign(path, program.parent))
    good = running.wait() == 0 and not found and any("libQt6Core" in path for path in mapped)
    where = "without a display" if display is None else "on an X display"
    what = (
        f"self-test {where}, {len(variables) - 1} variables naming foreign code: {len(mapped)} libraries, "
        f"all the bundle's or the system's ({time.monotonic() - began:.1f} s)"
    )
    return said(what, good, f"{found}\n{(folder / 'said').read_text()[-2000:]}")


def foreign_variables(bundle: Path, foreign: Path) -> dict[str, str]:
    """Put working plugins and ruinous modules into a folder; return the variables that point there."""
    shutil.copytree(bundle / "_internal/PySide6/Qt/plugins", foreign / "plugins")
    for name in ("numpy", "PySide6", "sitecustomize", "usercustomize", "encodings"):
        (foreign / f"{name}.py").write_text(f"raise SystemExit('foreign {name}')\n", encoding="utf-8")
    for path in [foreign, *foreign.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    to_code = dict.fromkeys(
        ("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONPYCACHEPREFIX"), str(foreign)
    )
    to_plugins = dict.fromkeys(
        ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "QML_IMPORT_PATH", "QT_QPA_FONTDIR"), str(foreign / "plugins")
    )
    named = dict.fromkeys(("QT_STYLE_OVERRIDE", "QT_QPA_GENERIC_PLUGINS", "QT_QPA_PLATFORMTHEME"), "foreign")
    return {
        **to_code,
        **to_plugins,
        **named,
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(foreign / "plugins/platforms"),
        "PYTHONSTARTUP": str(foreign / "numpy.py"),
        "PYTHONBREAKPOINT": "numpy.foreign",
        "PYTHONINSPECT": "1",
    }


def is_foreign(path: str, bundle: Path) -> bool:
    """Whether a mapped library is neither the bundle's nor one that only the system can have."""
    if path.startswith(f"{bundle}/"):
        return False
    return not path.startswith(SYSTEM_LIBRARIES) or NEVER_THE_SYSTEMS.search(path) is not None


def replaces_qt(copy: Path, folder: Path) -> list[bool]:
    """Put a Qt library of another build in the place of the bundle's: the application starts with that one.

    The other build is the bundle's with another version in it, which the application then names: the LGPL
    asks that a person can do this.
    """
    changed = made_writable(Path(shutil.copytree(copy, folder / "with another Qt", symlinks=True)))
    library = changed / QT_CORE
    content = library.read_bytes()
    version = re.search(rb"\x006\.\d+\.(\d)\x00", content)
    if version is None:
        return [said("Qt can be replaced", False, f"{library} names no version")]
    ours = version[0].strip(b"\0")
    theirs = ours[:-1] + (b"8" if ours.endswith(b"9") else b"9")
    library.write_bytes(content.replace(b"\0" + ours + b"\0", b"\0" + theirs + b"\0"))
    program, picture = str(changed / "vmat2-desktop"), folder / "picture"
    picture.mkdir()
    if is_root():
        shutil.chown(picture, NOBODY, NOBODY)
    scenario = min((changed / "_internal/resources/scenarios").glob("*.json"))
    told = first_line_of([program, "--self-test"])
    words = f"Qt {theirs.decode()}"
    results = [
        said(f"Qt's library replaced by another: it runs with {words}", words in told, told),
        passes("... and draws", [program, "screenshot", str(scenario), "--out", str(picture / "p.png")], {}),
        said("... and --verify names it", QT_CORE in output_of([program, "--verify"]), "it does not"),
    ]
    shutil.rmtree(changed)
    return results


def output_of(command: list[str]) -> str:
    """Return what a command says on its standard output."""
    done = subprocess.run(command, env=SYSTEM, capture_output=True, text=True, check=False, cwd="/")
    return done.stdout


def first_line_of(command: list[str]) -> str:
    """Return the first line that a command says, then end it."""
    environment = {**SYSTEM, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    ) as running:
        line = running.stdout.readline() if running.stdout else ""
        running.kill()
    return line
