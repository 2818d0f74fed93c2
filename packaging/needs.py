"""What a bundle takes from the system: `python3 packaging/needs.py BUNDLE` (Linux, needs objdump).

Prints the libraries that something in the bundle links against and that do not lie in it, and the newest
version of the C library that anything asks for, which says how old a Linux may be.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def main(bundle: Path) -> int:
    """Print both."""
    print("from the system:", *sorted(outside(bundle)))
    print("C library:", ".".join(map(str, newest_glibc(bundle))), "or later")
    return 0


def outside(bundle: Path) -> set[str]:
    """Return the names of the libraries that the bundle links against and does not hold."""
    held = {path.name for path in bundle.rglob("*")}
    return {name for told in _told(bundle) for name in re.findall(r"^ +NEEDED +(\S+)", told, re.M)} - held


def newest_glibc(bundle: Path) -> tuple[int, ...]:
    """Return the newest GLIBC version that anything in the bundle needs: (2, 35)."""
    found = {version for told in _told(bundle) for version in re.findall(r"\bGLIBC_([\d.]+)", told)}
    return max(tuple(map(int, version.split("."))) for version in found)


def _told(bundle: Path) -> Iterator[str]:
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF":
            yield subprocess.run(
                ["objdump", "-p", str(path)], capture_output=True, text=True, check=True
            ).stdout


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
