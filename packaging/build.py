"""Build for the system that this stands on: `python3 packaging/build.py [bundle]`.

It makes its own environment from locks/build.lock and leaves in dist/: vmat2-desktop/, the one-folder
application, which needs no Python; what this system installs, made of it (on Linux a Debian package and a
portable file); SHA256SUMS. With the word `bundle` it stops after the folder. Two builds of one commit are
equal, byte for byte.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import linux_formats
import other_formats
import room
from environments import ROOT, SetUpError, child_environment, commit_time, python_with, say

sys.path.insert(0, str(ROOT))

from vmat2_desktop import __version__, system_check
from vmat2_desktop.documents.manifest import write_manifest

DIST = ROOT / "dist"
BUNDLE = DIST / "vmat2-desktop"
APPLICATION = DIST / other_formats.APPLICATION
"""The same for macOS, where PyInstaller makes it beside the folder."""
ICONS = ROOT / "build" / "icons"
ONLY_THE_BUNDLE = ["bundle"]


def main(arguments: list[str]) -> int:
    """Build, collect the licences, list the files, pack, and say what was made."""
    if arguments not in ([], ONLY_THE_BUNDLE):
        say(f"There is nothing else to build than: {ONLY_THE_BUNDLE[0]}; without a word, everything")
        return 2
    began = time.monotonic()
    try:
        refuse_without_the_libraries_to_bundle()
        python = python_with("build")
        build_bundle(python)
        report(BUNDLE, time.monotonic() - began)
        if arguments != ONLY_THE_BUNDLE:
            pack(began)
    except SetUpError as refusal:
        say(str(refusal))
        return 2
    return 0


def build_bundle(python: Path) -> None:
    """Leave the one-folder application in dist/, its list of files written last."""
    run_ours(python, "icons.py", ICONS)
    freeze(python)
    strip_python()
    run_ours(python, "licences.py", BUNDLE)
    write_manifest(BUNDLE)
    if APPLICATION.is_dir():
        shutil.copytree(BUNDLE / "licenses", APPLICATION / "Contents" / "Resources" / "licenses")


def run_ours(python: Path, script: str, folder: Path) -> None:
    """Run a script of this folder with the Python that holds what a bundle is made of."""
    subprocess.run([python, ROOT / "packaging" / script, folder], check=True, env=child_environment())


def pack(began: float) -> None:
    """Make what this system installs or starts out of the bundle, and the list of sums."""
    for pattern in ("*.deb", "*.run", "*.exe", "*.dmg", "SHA256SUMS"):
        for old in DIST.glob(pattern):
            old.unlink()
    if platform.system() == "Linux":
        made = linux_formats.pack(BUNDLE, ICONS, DIST, __version__, commit_time())
    elif platform.system() == "Windows":
        made = [other_formats.windows_setup(BUNDLE, ICONS, DIST, __version__)]
    else:
        made = [other_formats.mac_image(APPLICATION, DIST, __version__, platform.machine())]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(made)]
    (DIST / "SHA256SUMS").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for path in sorted(made):
        print(f"Made {path.relative_to(ROOT)}: {room.against_bar(path.stat().st_size, room.PACKED_BAR_MB)}")
    print(f"In all {time.monotonic() - began:.0f} s; sums in dist/SHA256SUMS")


def refuse_without_the_libraries_to_bundle() -> None:
    """PyInstaller leaves out, without a word, plugins whose libraries the building machine lacks."""
    if platform.system() != "Linux":
        return
    wanted = system_check.FOR_DRAWING | system_check.FOR_X11 | system_check.FOR_WAYLAND
    missing = system_check.missing_libraries(wanted)
    if missing:
        packages = " ".join(dict.fromkeys(wanted[name] for name in missing))
        raise SetUpError(f"The bundle must carry libraries that are missing here: apt-get install {packages}")
    if shutil.which("objdump") is None:
        raise SetUpError("PyInstaller needs objdump: apt-get install binutils")


def freeze(python: Path) -> None:
    """Run PyInstaller, the same way each time: two builds of one commit are equal."""
    same_each_time = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(commit_time())}
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(ROOT / "build")]
    command += [str(ROOT / "packaging" / "vmat2_desktop.spec")]
    subprocess.run(command, cwd=ROOT, env=child_environment(same_each_time), check=True)


def strip_python() -> None:
    """Take the debugging symbols out of Python's own files only: numpy's libraries break when stripped."""
    strip = shutil.which("strip")
    if platform.system() != "Linux" or strip is None:
        return
    inside = BUNDLE / "_internal"
    for path in [*inside.glob("libpython*"), *inside.glob("python3*/lib-dynload/*.so")]:
        subprocess.run([strip, "--strip-unneeded", str(path)], check=True)


def report(bundle: Path, seconds: float) -> None:
    """Print where the bundle is, its size against its bar, and what takes the room."""
    print(f"Built {bundle.relative_to(ROOT)} in {seconds:.0f} s: {room.table(bundle)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
