"""What takes the room in a bundle: `python3 packaging/room.py BUNDLE`; build.py prints the same."""

import sys
from fnmatch import fnmatchcase
from pathlib import Path

MEGABYTE = 1e6
BUNDLE_BAR_MB = 225
PACKED_BAR_MB = 60
# The first pattern that a path fits names the part; `*` stands for anything.
PARTS = (
    ("Qt: Unicode data (ICU)", "*/libicu*"),
    ("Qt: libraries", "_internal/PySide6/Qt/lib/*"),
    ("Qt: plugins", "_internal/PySide6/Qt/plugins/*"),
    ("Qt for Python", "_internal/PySide6/*"),
    ("Qt for Python", "_internal/shiboken6/*"),
    ("numpy: OpenBLAS and Fortran", "_internal/numpy.libs/*"),
    ("numpy", "_internal/numpy/*"),
    ("scipy: OpenBLAS and Fortran", "_internal/scipy.libs/*"),
    ("scipy", "_internal/scipy/*"),
    ("other Python packages", "_internal/pyqtgraph/*"),
    ("other Python packages", "_internal/msgspec/*"),
    ("Python", "_internal/libpython*"),
    ("Python", "_internal/python3*"),
    ("Python", "_internal/base_library.zip"),
    ("the program and all Python code", "vmat2-desktop*"),
    ("resources and licences", "_internal/resources/*"),
    ("resources and licences", "licenses/*"),
    ("the system's libraries", "_internal/lib*.so*"),
)
REST = "all else"


def main(bundle: Path) -> int:
    """Print the table."""
    print(table(bundle))
    return 0


def table(bundle: Path) -> str:
    """Return the parts of a bundle with their sizes, the largest first, and the sum against its bar."""
    sizes = parts_of(bundle)
    total = sum(sizes.values())
    rows = [
        f"  {size / MEGABYTE:6.1f} MB  {100 * size / total:4.1f} %  {part}"
        for part, size in sorted(sizes.items(), key=lambda item: -item[1])
    ]
    return "\n".join([f"{against_bar(total, BUNDLE_BAR_MB)}, of it", *rows])


def parts_of(bundle: Path) -> dict[str, int]:
    """Return how many bytes each part takes; links take none."""
    sizes: dict[str, int] = {}
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            inside = path.relative_to(bundle).as_posix()
            part = next((name for name, pattern in PARTS if fnmatchcase(inside, pattern)), REST)
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    return sizes


def against_bar(size: int, bar_mb: int) -> str:
    """Return a size in words, with its bar: "224.1 MB (bar 225 MB: met)"."""
    verdict = "met" if size <= bar_mb * MEGABYTE else "missed"
    return f"{size / MEGABYTE:.1f} MB (bar {bar_mb} MB: {verdict})"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
