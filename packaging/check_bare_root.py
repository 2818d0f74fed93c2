"""Try the Debian package where nothing else is installed: a bare Debian root, made for this by debootstrap.

Needs root, debootstrap, and the mirror that this system's own apt uses. Some 60 MB are fetched for the root
and as much again for what the package depends on.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from check_formats import CHANGES_ANYWAY
from checks import NAME, NOBODY, is_root, maybe_a_display, said, skipped, succeeds

APT_SETTINGS = (
    "etc/apt/sources.list",
    "etc/apt/sources.list.d",
    "etc/apt/apt.conf.d",
    "etc/apt/trusted.gpg.d",
)
NEEDED_THERE = ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs", "usr/local/share/ca-certificates")


def check(dist: Path) -> list[bool]:
    """Install, start, and purge the package in a bare root; compare all its files before and after."""
    package = max(dist.glob("*.deb"), default=None)
    source = _mirror()
    if not is_root() or shutil.which("debootstrap") is None or package is None or source is None:
        skipped("the package on a bare Debian root", "needs root, debootstrap, apt's mirror, and the package")
        return []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        made = succeeds(
            f"a bare root of Debian {source[1]}",
            ["debootstrap", "--variant=minbase", source[1], root, source[0]],
        )
        return [made, *(_try(root, package) if made else [])]


def _mirror() -> tuple[str, str] | None:
    """Return the address and the name of the release that apt here takes packages from."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)", "Created-By: Packages"]
    if shutil.which("apt-get") is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        address, _, name = line.partition(" ")
        if name.isalpha():  # not the one of security updates
            return address, name
    return None


def _try(root: Path, package: Path) -> list[bool]:
    _bring_settings(root)
    shutil.copy(package, root / "package.deb")
    needed = subprocess.run(
        ["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True
    )
    quiet = ["-y", "-qq", "--no-install-recommends"]
    results = [
        succeeds("bare root: lists of packages", _in(root, ["apt-get", "update", "-qq"])),
        succeeds("bare root: dependencies", _in(root, ["apt-get", "satisfy", *quiet, needed.stdout.strip()])),
    ]
    before = _files(root)
    results.append(succeeds("bare root: installs", _in(root, ["apt-get", "install", *quiet, "/package.deb"])))
    program, offscreen = f"/usr/bin/{NAME}", {"QT_QPA_PLATFORM": "offscreen"}
    scenario = f"/usr/lib/{NAME}/_internal/resources/scenarios/healthy.json"
    picture = [program, "screenshot", scenario, "--out", "/tmp/picture.png"]
    results += [
        succeeds("bare root: its files are as built", _in(root, [program, "--verify"], {}, person=True)),
        succeeds("bare root: self-test", _in(root, [program, "--self-test"], offscreen, person=True)),
        succeeds("bare root: draws a picture", _in(root, picture, {}, person=True)),
    ]
    with maybe_a_display() as display:
        if display is None:
            skipped("bare root: self-test on an X display", "Xvfb is not installed")
        else:
            on_display = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            command = _in(root, [program, "--self-test"], on_display, person=True)
            results.append(succeeds("bare root: self-test on an X display", command))
    (root / "tmp/picture.png").unlink(missing_ok=True)
    results.append(succeeds("bare root: purges", _in(root, ["apt-get", "purge", "-y", "-qq", NAME])))
    left = sorted(_files(root) - before)
    return [*results, said("bare root: nothing left behind", not left, " ".join(left[:20]))]


def _bring_settings(root: Path) -> None:
    """Let apt in the root fetch as apt here does."""
    for name in (*APT_SETTINGS, *NEEDED_THERE):
        source, target = Path("/") / name, root / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, symlinks=False, ignore_dangling_symlinks=True)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def _in(
    root: Path, command: Sequence[str], variables: dict[str, str] | None = None, person: bool = False
) -> list[str]:
    """Return a command as it is run in the root: by a person with next to no environment, or by root."""
    who = [f"--userspec={NOBODY}:{NOBODY}"] if person else []
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    given = variables if variables is not None else {"DEBIAN_FRONTEND": "noninteractive", **proxies}
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    words = [f"{name}={value}" for name, value in {"PATH": path, "LC_ALL": "C.UTF-8", **given}.items()]
    return ["chroot", *who, str(root), "/usr/bin/env", "-i", *words, *command]


def _files(root: Path) -> set[str]:
    found = set()
    for folder, _, names in os.walk(root):
        for name in names:
            path = "/" + str(Path(folder, name).relative_to(root))
            if not path.startswith((*CHANGES_ANYWAY, "/var/log/", "/tmp/")):
                found.add(path)
    return found
