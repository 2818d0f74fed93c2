"""Virtual environments made from lock files: made once, repaired after an interruption, shared safely.

`.venv-app/` holds one environment for each Python version (`.venv-app/3.11/`) and the file that
two set-ups at once queue on. An environment's stamp is written last: without it, or with the stamp
of another lock file, the environment is made anew.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "packaging" / "locks"
STAMP = "made-from-lock"
GIT = ("git", "-C", str(ROOT), "-c", f"safe.directory={ROOT}")
"""Root, who installs what is checked, may look into a checkout of somebody else's."""


class SetUpError(Exception):
    """A set-up that cannot go on; the text is one sentence for the person."""


def python_with(name: str) -> Path:
    """Return the Python of the environment `name`, which holds what `locks/<name>.lock` pins."""
    lock = LOCKS / f"{name}.lock"
    group = ROOT / f".venv-{name}"
    environment = group / f"{sys.version_info.major}.{sys.version_info.minor}"
    if not is_ready(environment, lock):
        explain_missing_venv()
        try:
            group.mkdir(exist_ok=True)
            with only_one_at_a_time(group / "set-up.lock"):
                if not is_ready(environment, lock):  # another run may have made it while this one waited
                    make(environment, lock)
        except OSError as error:
            raise SetUpError(
                f"The environment {environment} cannot be made ({error.strerror or error}); "
                "the checkout must lie where you may write and have about 1 GB of room"
            ) from error
    return python_of(environment)


def is_ready(environment: Path, lock: Path) -> bool:
    """Whether the environment was made, to the end, from exactly this lock file."""
    stamp = environment / STAMP
    return python_of(environment).exists() and stamp.is_file() and stamp.read_text() == fingerprint(lock)


def make(environment: Path, lock: Path) -> None:
    """Make the environment from nothing; its stamp comes last."""
    shown = environment.relative_to(ROOT) if environment.is_relative_to(ROOT) else environment
    say(f"Setting up {shown} from {lock.name} (once; some 200 MB are fetched) ...")
    (environment / STAMP).unlink(missing_ok=True)
    venv.create(environment, clear=True, with_pip=True, symlinks=os.name != "nt")
    install = [str(python_of(environment)), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    options = ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--quiet"]
    # pip's words go to standard error: standard output belongs to the application (`observe --json`).
    done = subprocess.run(
        [*install, *options, "-r", str(lock)], stdout=sys.stderr, env=child_environment(), check=False
    )
    if done.returncode != 0:
        raise SetUpError(
            "The libraries could not be installed (pip says why above); the next run tries again"
        )
    (environment / STAMP).write_text(fingerprint(lock))


def python_of(environment: Path) -> Path:
    """Return the path of an environment's Python."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(lock: Path) -> str:
    """Return what the stamp of an environment made from this lock file says."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def pinned(name: str) -> dict[str, str]:
    """Return what `locks/<name>.lock` pins for every system: package -> version."""
    text = (LOCKS / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+) *\\?$", text, flags=re.MULTILINE))


def commit_time() -> int:
    """Return when the commit was made, seconds since 1970: the time that every file gets."""
    if asked := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(asked)
    commit = [*GIT, "log", "-1", "--format=%ct"]
    said = subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip()
    return int(said or 0)


def explain_missing_venv() -> None:
    """Refuse in one sentence when this Python cannot make virtual environments."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            "This Python has no venv module with pip; on Debian or Ubuntu install it with: "
            "sudo apt-get install python3-venv"
        )


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment variables for a program run inside one of our environments."""
    foreign = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | dict(extra or {})


@contextmanager
def only_one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that the operating system releases even if this process is killed."""
    with path.open("a+") as handle:
        if not _try_lock(handle.fileno()):
            say("Another run is setting up; waiting for it ...")
            _wait_for_lock(handle.fileno())
        yield  # closing the file releases the lock


if sys.platform == "win32":
    import msvcrt
    import time

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(descriptor: int) -> None:
        while not _try_lock(descriptor):
            time.sleep(0.5)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_for_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def say(text: str) -> None:
    """Tell the person something, beside the output of the program."""
    print(text, file=sys.stderr, flush=True)
