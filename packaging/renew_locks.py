"""Renew the lock files from pyproject.toml: `python packaging/renew_locks.py [--upgrade]`.

Needs uv (`pip install uv`). Without --upgrade, versions that still fit stay as they are.
The locks hold hashes and no addresses, for every system and Python 3.11 to 3.13, one version of each library.
"""

import shutil
import subprocess
import sys

from environments import LOCKS, ROOT

EXTRAS = {"app": [], "test": ["dev"], "build": ["build"]}


def main() -> int:
    """Compile app.lock, then the others within its versions."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is missing; install it with: pip install uv", file=sys.stderr)
        return 2
    for name, extras in EXTRAS.items():
        lock = LOCKS / f"{name}.lock"
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--fork-strategy", "fewest", "--generate-hashes", "--no-header", "--no-emit-index-url"]
        command += ["--custom-compile-command", "", "--no-annotate"]
        command += [f"--extra={extra}" for extra in extras]
        if name != "app":
            command += ["--constraint", "packaging/locks/app.lock"]
        command += [argument for argument in sys.argv[1:] if argument == "--upgrade"]
        subprocess.run([*command, "-o", str(lock.relative_to(ROOT)), "pyproject.toml"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
