"""Install, start, open a file with, and remove what was built: the Debian package, the portable file.

Used by check_bundle.py. The package is installed where root runs this on Debian or Ubuntu; elsewhere that is
said to be skipped. What it depends on is installed first, and stays.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checks import NAME, NOBODY, is_root, passes, said, skipped, succeeds
from linux_formats import COMPONENT

EXAMPLE = Path("/usr/lib/vmat2-desktop/_internal/resources/scenarios/healthy.json")
DOCUMENT = "Ein Beispiel 例.vmat2"
WINDOW_PATIENCE_S = 90
# Where a package writes; a home folder is watched where the application is started with one.
WATCHED = ("/usr", "/etc", "/opt", "/var/lib", "/var/cache", "/srv")
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


def check_all(dist: Path, awkward: str, display: str | None) -> list[bool]:
    """Check each file that build.py made of the bundle; that there is none is a failure too."""
    portable, packages = sorted(dist.glob("*.run")), sorted(dist.glob("*.deb"))
    if not portable or not packages:
        return [said("the portable file and the package are there", False, f"not in {dist}: run build.py")]
    return check_portable(portable[-1], awkward) + check_deb(packages[-1], display)


def check_portable(path: Path, awkward: str) -> list[bool]:
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
        if is_root():
            os.chown(home, NOBODY, NOBODY)
        own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        run = ["/bin/sh", str(copy)]
        scenario = Path(__file__).resolve().parents[1] / "resources/scenarios/healthy.json"
        shutil.copy(scenario, home / "healthy.json")
        drawing = ["screenshot", str(home / "healthy.json"), "--out"]
        homeless = {"TMPDIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
        results = [
            passes("portable: first start", [*run, "--version"], own),
            passes("portable: its files are as built", [*run, "--verify"], own),
            passes("portable: draws a picture", [*run, *drawing, str(home / "picture.png")], own),
            *_removed("portable: the picture and its scenario are there", home),
            passes("portable: removes what it unpacked", [*run, "--portable-remove"], own),
            nothing_in("portable: nothing left behind", home),
            passes("portable: without HOME", [*run, "--version"], homeless),
            passes("portable: removes that too", [*run, "--portable-remove"], homeless),
        ]
        place.chmod(0o755)
        return results


def _removed(what: str, home: Path) -> list[bool]:
    """Say whether the person's own documents are there, and take them away."""
    documents = [home / "healthy.json", home / "picture.png"]
    there = [path.name for path in documents if path.is_file() and path.stat().st_size]
    for path in documents:
        path.unlink(missing_ok=True)
    return [said(what, len(there) == len(documents), f"only {there}")]


def nothing_in(what: str, home: Path) -> bool:
    """Say whether no file is left in a home folder (empty folders that desktops share may stay)."""
    left = [str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir()]
    return said(what, not left, " ".join(left))


def check_deb(path: Path, display: str | None) -> list[bool]:
    """Validate, install, start, open a file by its type, purge; compare the files before and after."""
    with ThreadPoolExecutor(1) as beside:  # lintian looks at every file for a minute
        lintian = beside.submit(_validated, "lintian", ["lintian", "--fail-on", "error,warning", str(path)])
        results = _check_installing(path, display)
        return [*results, lintian.result()]


def _check_installing(path: Path, display: str | None) -> list[bool]:
    results: list[bool] = []
    if not is_root() or shutil.which("apt-get") is None:
        skipped("installing the Debian package", "only root may, with apt-get")
        return results
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    needed = subprocess.run(["dpkg-deb", "-f", path, "Depends"], capture_output=True, text=True, check=True)
    satisfy = ["apt-get", "satisfy", "-y", "-qq", "--no-install-recommends", needed.stdout.strip()]
    results.append(succeeds("deb: what it depends on can be installed", satisfy))
    before = set(files_below(WATCHED))
    results.append(succeeds("deb: installs", [*install, path]))
    share = Path("/usr/share")
    results += [
        _validated("desktop entry", ["desktop-file-validate", f"{share}/applications/{NAME}.desktop"]),
        _validated(
            "AppStream",
            ["appstreamcli", "validate", "--no-net", f"{share}/metainfo/{COMPONENT}.metainfo.xml"],
        ),
        passes("deb: starts by its name", [f"/usr/bin/{NAME}", "--version"], {}),
        passes("deb: its files are as built", [f"/usr/bin/{NAME}", "--verify"], {}),
        passes("deb: self-test", [f"/usr/bin/{NAME}", "--self-test"], {"QT_QPA_PLATFORM": "offscreen"}),
        *_opens_by_type(display),
        succeeds("deb: purges", ["apt-get", "purge", "-y", "-qq", NAME]),
    ]
    left = sorted(set(files_below(WATCHED)) - before)
    return [*results, said("deb: nothing left behind", not left, " ".join(left[:20]))]


def _opens_by_type(display: str | None) -> list[bool]:
    """Ask the desktop to open a file of our type: a window with its name must come up, and it must stay."""
    missing = [tool for tool in ("gio", "xdotool", "update-desktop-database") if shutil.which(tool) is None]
    if display is None or missing:
        skipped("deb: opening a file by its type", f"not installed: {' '.join(missing) or 'Xvfb'}")
        return []
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / DOCUMENT
        shutil.copyfile(EXAMPLE, copy)
        environment = {"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8", "DISPLAY": display}
        # No pipes: what it starts would inherit them, and this would wait for that to end.
        quiet = subprocess.DEVNULL
        asked = subprocess.run(
            ["gio", "open", copy], env=environment, check=False, stdout=quiet, stderr=quiet
        )
        title = _title_on(display, copy.stem)
        running = [process for process, command in _processes() if str(copy) in command[1:]]
        for process in running:
            os.kill(process, 15)
        while any(process in running for process, _ in _processes()):
            time.sleep(0.1)
        left = [path.relative_to(home) for path in Path(home).rglob("*") if path.is_file() and path != copy]
        settings = [path for path in left if "VMAT2 Desktop" in str(path) or path.parts[0] == ".cache"]
        return [
            said(
                f"deb: opens a file by its type: a window named {title!r}",
                bool(title),
                f"gio: {asked.returncode}",
            ),
            said("... and writes only its own settings into the home", left == settings, f"{left}"),
        ]


def _title_on(display: str, name: str) -> str:
    """Wait for a window whose title begins with a name; return the title, or nothing after some time."""
    environment = {**os.environ, "DISPLAY": display}
    deadline = time.monotonic() + WINDOW_PATIENCE_S
    while time.monotonic() < deadline:
        time.sleep(0.5)
        command = ["xdotool", "search", "--onlyvisible", "--name", f"^{name} ", "getwindowname"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.stdout.strip():
            return done.stdout.strip()
    return ""


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if command != [""]:  # one that has ended, and that nobody has taken note of, has no words
            yield int(folder.name), command


def files_below(tops: tuple[str, ...]) -> Iterator[str]:
    """Yield every file below some folders, less those that change by themselves."""
    for top in tops:
        for folder, _, names in os.walk(top):
            for name in names:
                path = f"{folder}/{name}"
                if not path.startswith(CHANGES_ANYWAY):
                    yield path


def _validated(what: str, command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        skipped(what, f"{command[0]} is not installed")
        return True
    return succeeds(what, command)
