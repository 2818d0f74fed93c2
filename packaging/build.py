"""Build the one-folder bundle for this system: `python3 packaging/build.py`.

It makes its own environment from locks/build.lock and leaves dist/vmat2-desktop/, which needs no Python.
"""

import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

from environments import ROOT, SetUpError, child_environment, python_with, say

sys.path.insert(0, str(ROOT))

from vmat2_desktop import system_check

BUNDLE = ROOT / "dist" / "vmat2-desktop"
MEGABYTE = 1e6


def main() -> int:
    """Build, collect the licences, and say what was made."""
    began = time.monotonic()
    try:
        refuse_without_the_libraries_to_bundle()
        python = python_with("build")
    except SetUpError as refusal:
        say(str(refusal))
        return 2
    freeze(python)
    strip_python()
    subprocess.run([python, ROOT / "packaging" / "licences.py", BUNDLE], check=True, env=child_environment())
    report(BUNDLE, time.monotonic() - began)
    return 0


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
    commit = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    stamp = subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip() or "0"
    same_each_time = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", stamp)}
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
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
    """Print where the bundle is, its size, and what takes the room."""
    sizes: dict[str, int] = {}
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(bundle).parts
            part = parts[1] if parts[0] == "_internal" and len(parts) > 1 else parts[0]
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    print(
        f"Built {bundle.relative_to(ROOT)} in {seconds:.0f} s: {sum(sizes.values()) / MEGABYTE:.0f} MB, of it"
    )
    for part, size in sorted(sizes.items(), key=lambda item: -item[1])[:8]:
        print(f"  {size / MEGABYTE:6.1f} MB  {part}")


if __name__ == "__main__":
    sys.exit(main())
