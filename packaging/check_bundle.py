"""Prove what build.py made, as awkwardly as a person might use it: `check_bundle.py [BUNDLE]`.

The bundle is copied into a folder whose name has spaces and non-Latin letters, made read-only, and started
without HOME and without a network, by a user who is not root, first without a display and then, where Xvfb is
installed, with one. Then what was packed is installed, started, asked to open a file, and removed. With a
bundle named, only that bundle is checked.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import check_formats
from check_formats import NOBODY, PATIENCE_S, said

DIST = Path(__file__).resolve().parents[1] / "dist"
AWKWARD = "Prüfung мост 突触 with spaces"


def main(arguments: list[str]) -> int:
    """Run every check; return 0 when all passed."""
    bundle = Path(arguments[0]) if arguments else DIST / "vmat2-desktop"
    results: list[bool] = []
    with tempfile.TemporaryDirectory() as folder, maybe_a_display() as display:
        Path(folder).chmod(0o755)
        program = read_only_copy(bundle, Path(folder) / AWKWARD) / "vmat2-desktop"
        results += check_program(program, display)
        results += check_verify(Path(folder) / AWKWARD)
        results.append(brings_in_nothing_foreign(program, Path(folder)))
        make_writable(Path(folder))
        if not arguments:
            results += check_what_was_packed(display)
    print(f"bundle: {sum(results)} passed, {results.count(False)} failed")
    return int(not all(results))


def check_program(program: Path, display: str | None) -> list[bool]:
    """Start it without and with a display; as root, without a network too."""
    test = [str(program), "--self-test"]
    alone = ["unshare", "--net", "--"] if is_root() and shutil.which("unshare") else []
    how = " and a network" if alone else ""
    results = [
        passes("--version", [str(program), "--version"], {}),
        passes(f"self-test without a display{how}", [*alone, *test], {"QT_QPA_PLATFORM": "offscreen"}),
    ]
    if display is None:
        print("skipped: self-test on an X display (Xvfb is not installed)")
    else:
        on_display = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        results.append(passes("self-test on an X display", test, on_display))
    return results


def check_verify(copy: Path) -> list[bool]:
    """Change, remove and add a file of the copy: each is found, and nothing else."""
    program = str(copy / "vmat2-desktop")
    results = [passes("its files are as built", [program, "--verify"], {})]
    inside = copy / "_internal" / "resources"
    make_writable(inside)
    changed, removed, added = (
        inside / "drugs/valbenazine.toml",
        inside / "drugs/reserpine.toml",
        inside / "x.py",
    )
    kept = [(path, path.read_bytes()) for path in (changed, removed)]
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes() + b"\n")
    removed.unlink()
    added.write_text("")
    told = subprocess.run([program, "--verify"], capture_output=True, text=True, check=False)
    wanted = {
        f"{word:8} {path.relative_to(copy)}"
        for word, path in (("changed", changed), ("missing", removed), ("added", added))
    }
    lines = set(told.stdout.splitlines()[:-1])
    results.append(said("a changed, a missing and an added file are found", lines == wanted, told.stdout))
    results.append(said("... and the exit status says so", told.returncode == 1, str(told.returncode)))
    added.unlink()
    for path, content in kept:
        path.write_bytes(content)
        path.chmod(0o444)
    return results


def brings_in_nothing_foreign(program: Path, folder: Path) -> bool:
    """Point every variable at a foreign copy of Qt's plugins and of a Python module; none may be loaded."""
    foreign = folder / "foreign"
    shutil.copytree(program.parent / "_internal/PySide6/Qt/plugins", foreign / "plugins")
    (foreign / "numpy.py").write_text("raise SystemExit('foreign numpy')\n")
    (foreign / "sitecustomize.py").write_text("raise SystemExit('foreign sitecustomize')\n")
    make_readable(foreign)
    variables = {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_PLUGIN_PATH": str(foreign / "plugins"),
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(foreign / "plugins/platforms"),
        "QT_STYLE_OVERRIDE": "foreign",
        "PYTHONPATH": str(foreign),
        "PYTHONHOME": str(foreign),
        "PYTHONSTARTUP": str(foreign / "numpy.py"),
        "PYTHONINSPECT": "1",
    }
    running = subprocess.Popen(
        [program, "--self-test"],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    mapped: set[str] = set()
    while running.poll() is None:
        with suppress(OSError):
            lines = Path(f"/proc/{running.pid}/maps").read_text(errors="replace").splitlines()
            mapped |= {line.split(maxsplit=5)[5] for line in lines if "/" in line}
        time.sleep(0.05)
    output = running.stdout.read() if running.stdout else ""
    found = sorted(path for path in mapped if path.startswith(str(foreign)))
    good = running.returncode == 0 and not found and bool(mapped)
    return said("no QT_* or PYTHON* variable brings in foreign code", good, f"{found}\n{output[-1500:]}")


def check_what_was_packed(display: str | None) -> list[bool]:
    """Check each file that build.py made of the bundle."""
    results = []
    for path in sorted(DIST.glob("*.run")):
        results += check_formats.check_portable(path, AWKWARD, passes)
    for path in sorted(DIST.glob("*.deb")):
        results += check_formats.check_deb(path, display, passes)
    return results


def read_only_copy(bundle: Path, target: Path) -> Path:
    """Copy the bundle and take every right to write from the copy."""
    shutil.copytree(bundle, target, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | 0o444)
    return target


def make_writable(folder: Path) -> None:
    """Give the owner the right to write back, so that the copy can be removed."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def make_readable(folder: Path) -> None:
    """Let everybody read a folder."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def passes(what: str, command: list[str], variables: dict[str, str]) -> bool:
    """Run a command with next to no environment, and not as root; say how it went."""
    began = time.monotonic()
    # Root may write into read-only folders, so root gives the run to nobody.
    as_nobody = (
        ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"] if is_root() else []
    )
    if command[0] == "unshare":  # only root may, and only before it is nobody
        command, as_nobody = command[3:], [*command[:3], *as_nobody]
    done = subprocess.run(
        [*as_nobody, *command],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    seconds = time.monotonic() - began
    tail = f"exit status {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    return said(f"{what} ({seconds:.1f} s)", done.returncode == 0, tail)


def is_root() -> bool:
    """Whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


@contextmanager
def maybe_a_display() -> Iterator[str | None]:
    """Yield the name of an X display of our own, or None where Xvfb is not installed."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    with virtual_display() as display:
        yield display


@contextmanager
def virtual_display() -> Iterator[str]:
    """Start an X server that shows nothing; yield its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
