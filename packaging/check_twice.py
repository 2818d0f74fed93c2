"""Build the same sources a second time, elsewhere and at another time: every file must come out equal."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from checks import said
from environments import GIT, ROOT, child_environment, commit_time


def check(bundle: Path) -> list[bool]:
    """Compare the list of sums of a bundle with that of a second build."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "somewhere else"
        _copy_of_the_sources(copy)
        command = [sys.executable, str(copy / "packaging/build.py"), "bundle"]
        elsewhere = {"SOURCE_DATE_EPOCH": str(commit_time()), "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
        done = subprocess.run(
            command, env=child_environment(elsewhere), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            return [said("a second build", False, done.stdout[-1000:] + done.stderr[-2000:])]
        first, second = (_sums(made) for made in (bundle, copy / "dist/vmat2-desktop"))
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    what = f"a second build, in another folder and time zone, gives the same {len(first)} files"
    return [said(what, not different, "\n".join(different[:20]))]


def _copy_of_the_sources(copy: Path) -> None:
    """Copy what is tracked, as it stands, and borrow the environment that builds."""
    listed = subprocess.run([*GIT, "ls-files", "-z"], capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copyfile(ROOT / name, target)
    (copy / ".venv-build").symlink_to(ROOT / ".venv-build")


def _sums(bundle: Path) -> dict[str, str]:
    found = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    return dict(found)
