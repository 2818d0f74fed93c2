"""Prove what build.py made: `check_bundle.py [BUNDLE] [--twice] [--bare-root]`.

The bundle is copied into a folder whose name has spaces and non-Latin letters, made read-only, and started
without HOME and without a network, by a user who is not root, first without a display and then, where Xvfb is
installed, with one. Then what was packed is installed, started, asked to open a file, and removed. With a
bundle named, only that bundle is checked. `--twice` builds the bundle a second time and compares;
`--bare-root` tries the package where nothing else is installed, which takes minutes and fetches packages.
"""

import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import check_bare_root
import check_code
import check_formats
import check_start
import check_twice
from checks import can_take_the_network_away, made_writable, maybe_a_display, passes, said, skipped, summed

DIST = Path(__file__).resolve().parents[1] / "dist"
AWKWARD = "Prüfung мост 突触 with spaces"
TWICE, BARE_ROOT = "--twice", "--bare-root"


def main(arguments: list[str]) -> int:
    """Run every check; return 0 when all passed."""
    paths = [Path(argument) for argument in arguments if argument not in (TWICE, BARE_ROOT)]
    bundle = paths[0] if paths else DIST / "vmat2-desktop"
    with tempfile.TemporaryDirectory() as folder, maybe_a_display() as display:
        Path(folder).chmod(0o755)
        copy = read_only_copy(bundle, Path(folder) / AWKWARD)
        results = check_copy(copy, Path(folder), display)
        if not paths:
            results += check_formats.check_all(DIST, AWKWARD, display)
            check_start.measure(copy / "vmat2-desktop")
        made_writable(Path(folder))
    if BARE_ROOT in arguments:
        results += check_bare_root.check(DIST)
    if TWICE in arguments:
        results += check_twice.check(bundle)
    return summed(results)


def check_copy(copy: Path, folder: Path, display: str | None) -> list[bool]:
    """Start the copy without and with a display, two at a time; then change it, and see that it tells."""
    program = copy / "vmat2-desktop"
    test = [str(program), "--self-test"]
    without = can_take_the_network_away()
    what = f"self-test without a display, without HOME{' and without a network' if without else ''}"
    results = [passes("--version", [str(program), "--version"], {})]
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(passes, what, test, {"QT_QPA_PLATFORM": "offscreen"}, without)]
        runs.append(pool.submit(check_code.loads_nothing_foreign, program, folder, display))
        results += [run.result() for run in runs]
    if display is None:
        skipped("self-test on an X display", "Xvfb is not installed")
    return results + check_verify(copy) + check_code.replaces_qt(copy, folder)


def check_verify(copy: Path) -> list[bool]:
    """Change, remove and add a file of the copy: each is found, and nothing else."""
    program = str(copy / "vmat2-desktop")
    results = [passes("its files are as built", [program, "--verify"], {})]
    inside = made_writable(copy / "_internal" / "resources")
    changed, removed = inside / "drugs/valbenazine.toml", inside / "drugs/reserpine.toml"
    added = inside / "x.py"
    kept = [(path, path.read_bytes()) for path in (changed, removed)]
    changed.write_bytes(changed.read_bytes() + b"\n")
    removed.unlink()
    added.write_text("")
    told = check_code.output_of([program, "--verify"])
    wanted = {
        f"{word:8} {path.relative_to(copy)}"
        for word, path in (("changed", changed), ("missing", removed), ("added", added))
    }
    lines = set(told.splitlines()[:-1])
    results.append(
        said("a changed, a missing and an added file are found, and no other", lines == wanted, told)
    )
    added.unlink()
    for path, content in kept:
        path.write_bytes(content)
    return results


def read_only_copy(bundle: Path, target: Path) -> Path:
    """Copy the bundle and take every right to write from the copy."""
    shutil.copytree(bundle, target, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | 0o444)
    return target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
