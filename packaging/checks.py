"""What the checks of a built bundle share: running with next to nothing, a display, saying how it went."""

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

NAME = "vmat2-desktop"
NOBODY = 65534
PATIENCE_S = 600
SYSTEM = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
"""The environment of a person who set nothing: no HOME either."""


def said(what: str, good: bool, otherwise: str) -> bool:
    """Print how a check went; `otherwise` says more where it failed."""
    told = f"{'passed' if good else 'FAILED'}: {what}" + ("" if good else f"\n{otherwise}")
    print(told, flush=True)
    return good


def skipped(what: str, why: str) -> None:
    """Print that a check was not made, and why."""
    print(f"skipped: {what} ({why})", flush=True)


def passes(
    what: str, command: Sequence[str], variables: Mapping[str, str], without_network: bool = False
) -> bool:
    """Run a command with next to no environment, and not as root; say how it went."""
    began = time.monotonic()
    done = subprocess.run(
        [*(["unshare", "--net", "--"] if without_network else []), *as_nobody(), *command],
        cwd="/",
        env={**SYSTEM, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    tail = f"exit status {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    return said(f"{what} ({time.monotonic() - began:.1f} s)", done.returncode == 0, tail)


def succeeds(what: str, command: Sequence[str | Path]) -> bool:
    """Run a command of the system with this process's environment; say how it went."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd="/")
    return said(what, done.returncode == 0, f"{done.stdout[-2500:]}\n{done.stderr[-1500:]}")


def as_nobody() -> list[str]:
    """Return what to put before a command so that root, who may write anywhere, does not run it."""
    if not is_root():
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]


def is_root() -> bool:
    """Whether this process may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def can_take_the_network_away() -> bool:
    """Whether a program can be run here without any network."""
    return is_root() and shutil.which("unshare") is not None


def made_writable(folder: Path) -> Path:
    """Give the owner the right to write into a folder and all below it; return the folder."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
    return folder


@contextmanager
def maybe_a_display() -> Iterator[str | None]:
    """Yield the name of an X display of our own, or None where Xvfb is not installed."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    with virtual_display() as display:
        yield display


@contextmanager
def virtual_display(*options: str) -> Iterator[str]:
    """Start an X server that shows nothing; yield its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1200x24", "-nolisten", "tcp", *options]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def summed(results: Sequence[bool]) -> int:
    """Print how many checks passed; return the exit status of the program that made them."""
    print(f"bundle: {sum(results)} passed, {list(results).count(False)} failed")
    sys.stdout.flush()
    return int(not all(results))
