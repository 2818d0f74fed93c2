"""Run the self-test of the built bundle as awkwardly as a person might: `check_bundle.py [BUNDLE]`.

The bundle is copied into a folder whose name has spaces and non-Latin letters, made read-only, and started
without HOME, by a user who is not root, first without a display and then, where Xvfb is installed, with one.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AWKWARD = "Prüfung мост 突触 with spaces"
NOBODY = 65534
PATIENCE_S = 300


def main(arguments: list[str]) -> int:
    """Run every check; return 0 when all passed."""
    bundle = Path(arguments[0]) if arguments else ROOT / "dist" / "vmat2-desktop"
    results: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        program = read_only_copy(bundle, Path(folder) / AWKWARD) / "vmat2-desktop"
        offscreen = {"QT_QPA_PLATFORM": "offscreen"}
        results.append(passes("--version", program, ["--version"], {}))
        results.append(passes("self-test without a display", program, ["--self-test"], offscreen))
        if shutil.which("Xvfb"):
            with virtual_display() as display:
                on_display = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
                results.append(passes("self-test on an X display", program, ["--self-test"], on_display))
        else:
            print("skipped: self-test on an X display (Xvfb is not installed)")
        make_writable(Path(folder))
    print(f"bundle: {sum(results)} passed, {results.count(False)} failed")
    return int(not all(results))


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


def passes(what: str, program: Path, arguments: list[str], variables: dict[str, str]) -> bool:
    """Run the program with next to no environment; say how it went."""
    began = time.monotonic()
    # Root may write into read-only folders, so root gives the run to nobody.
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root() else {}
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [program, *arguments],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        **user,  # type: ignore[call-overload]
    )
    seconds = time.monotonic() - began
    print(f"{'passed' if done.returncode == 0 else 'FAILED'}: {what} ({seconds:.1f} s)", flush=True)
    if done.returncode != 0:
        print(f"exit status {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}")
    return done.returncode == 0


def is_root() -> bool:
    """Whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


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
