"""Install, start, open a file with, and remove what was built: the Debian package, the portable file.

Used by check_bundle.py. The package is installed where root runs this on Debian or Ubuntu; elsewhere that is
said to be skipped.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

NOBODY = 65534
PATIENCE_S = 300
NAME = "vmat2-desktop"
EXAMPLE = Path("/usr/lib/vmat2-desktop/_internal/resources/scenarios/healthy.json")
WATCHED = ("/usr", "/etc", "/opt", "/var/lib", "/var/cache", "/home", "/root", "/srv")
CHANGES_ANYWAY = (
    "/var/lib/dpkg",
    "/var/lib/apt",
    "/var/cache/apt",
    "/var/cache/debconf",
    "/var/cache/man",
    "/var/cache/ldconfig",
    "/var/cache/fontconfig",
    "/var/lib/systemd",
    # Lists that the system itself keeps of what is installed.
    "/usr/share/applications/mimeinfo.cache",
    "/usr/share/mime/",
    "/usr/share/icons/hicolor/icon-theme.cache",
    "/etc/ld.so.cache",
)
Passes = Callable[[str, list[str], dict[str, str]], bool]


def check_portable(path: Path, awkward: str, passes: Passes) -> list[bool]:
    """Start the portable file from an awkward, read-only place; start it again; remove what it unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home of nobody"
        place = Path(folder) / awkward
        for made in (home, place):
            made.mkdir()
        Path(folder).chmod(0o755)
        copy = place / path.name
        shutil.copyfile(path, copy)
        for made, mode in ((copy, 0o555), (place, 0o555)):
            made.chmod(mode)
        if os.geteuid() == 0:
            os.chown(home, NOBODY, NOBODY)
        own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        run = ["/bin/sh", str(copy)]
        homeless = {"TMPDIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
        results = [
            passes("portable: first start", [*run, "--version"], own),
            passes("portable: self-test", [*run, "--self-test"], own),
            passes("portable: its files are as built", [*run, "--verify"], own),
            passes("portable: removes what it unpacked", [*run, "--portable-remove"], own),
            nothing_in("portable: nothing left behind", home),
            passes("portable: without HOME", [*run, "--version"], homeless),
            passes("portable: removes that too", [*run, "--portable-remove"], homeless),
        ]
        place.chmod(0o755)
        return results


def nothing_in(what: str, home: Path) -> bool:
    """Say whether no file is left in a home folder (empty folders that desktops share may stay)."""
    left = [str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir()]
    return said(what, not left, " ".join(left))


def check_deb(path: Path, display: str | None, passes: Passes) -> list[bool]:
    """Validate, install, start, open a file by its type, purge; compare the files before and after."""
    results = [_validated("lintian", ["lintian", "--fail-on", "error", str(path)])]
    if os.geteuid() != 0:
        print("skipped: installing the Debian package (only root may)")
        return results
    before = set(_files())
    results.append(_done("deb: installs", ["apt-get", "install", "-y", "-qq", str(path)]))
    share = Path("/usr/share")
    results += [
        _validated("desktop entry", ["desktop-file-validate", str(share / f"applications/{NAME}.desktop")]),
        _validated(
            "AppStream",
            ["appstreamcli", "validate", "--no-net", str(share / f"metainfo/{NAME}.metainfo.xml")],
        ),
        passes("deb: starts by its name", [f"/usr/bin/{NAME}", "--version"], {}),
        passes("deb: its files are as built", [f"/usr/bin/{NAME}", "--verify"], {}),
        passes("deb: self-test", [f"/usr/bin/{NAME}", "--self-test"], {"QT_QPA_PLATFORM": "offscreen"}),
    ]
    if display is not None and shutil.which("gio"):
        results.append(_opens_by_type(display))
    else:
        print("skipped: opening a file by its type (needs Xvfb and libglib2.0-bin)")
    results.append(_done("deb: purges", ["apt-get", "purge", "-y", "-qq", NAME]))
    left = sorted(set(_files()) - before)
    results.append(said("deb: nothing left behind", not left, " ".join(left[:20])))
    return results


def _opens_by_type(display: str) -> bool:
    """Ask the desktop to open a session file; the application must come up with it and stay."""
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / "Ein Beispiel 例.vmat2"
        shutil.copyfile(EXAMPLE, copy)
        environment = {"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8", "DISPLAY": display}
        command = ["gio", "open", str(copy)]
        asked = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        deadline = time.monotonic() + PATIENCE_S / 5
        found: list[int] = []
        while not found and time.monotonic() < deadline:
            time.sleep(0.5)
            found = [
                process for process, command in _processes() if NAME in command[0] and str(copy) in command
            ]
        time.sleep(8)
        alive = [process for process in found if Path(f"/proc/{process}").exists()]
        for process in alive:
            os.kill(process, 15)
        return said("deb: opens a file by its type", bool(alive), asked.stderr[-300:])


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        yield int(folder.name), command


def _files() -> Iterator[str]:
    for top in WATCHED:
        for folder, _, names in os.walk(top):
            for name in names:
                path = f"{folder}/{name}"
                if not path.startswith(CHANGES_ANYWAY):
                    yield path


def _validated(what: str, command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        print(f"skipped: {what} ({command[0]} is not installed)")
        return True
    return _done(what, command)


def _done(what: str, command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd="/")
    return said(what, done.returncode == 0, f"{done.stdout[-2500:]}\n{done.stderr[-1500:]}")


def said(what: str, good: bool, otherwise: str) -> bool:
    """Print how a check went; `otherwise` says more where it failed."""
    print(f"{'passed' if good else 'FAILED'}: {what}", flush=True)
    if not good:
        print(otherwise)
    return good
