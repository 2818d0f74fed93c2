"""Whether an installed bundle is what was built: the list of its files with their SHA-256 sums.

The list (`manifest.json`) lies beside the program. It tells accident from intention only as far as it is
itself untouched; the sums of the published files are what to compare a download with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from vmat2_desktop.documents import atomic
from vmat2_desktop.documents.errors import DocumentError

MANIFEST = "manifest.json"
FORMAT = "vmat2-desktop-manifest"
_BLOCK = 1 << 20


def write_manifest(folder: Path) -> int:
    """Write the list of what a folder holds now, sorted; return how many files it names."""
    sums = {name: sum_of(folder, name) for name in sorted(_names(folder))}
    text = json.dumps({"format": FORMAT, "version": 1, "sha256": sums}, indent=0, ensure_ascii=True)
    atomic.write_text(folder / MANIFEST, text + "\n")
    return len(sums)


def differences(folder: Path) -> list[str]:
    """Return a line for each file that was changed, is missing or was added, sorted by name.

    Raises:
        DocumentError: there is no list of files, or it is unreadable.
    """
    expected, present = _manifest(folder), set(_names(folder))
    lines = {name: f"missing  {name}" for name in expected.keys() - present}
    lines |= {name: f"added    {name}" for name in present - expected.keys()}
    for name in expected.keys() & present:
        try:
            same = sum_of(folder, name) == expected[name]
        except OSError:
            same = False
        if not same:
            lines[name] = f"changed  {name}"
    return [lines[name] for name in sorted(lines)]


def sum_of(folder: Path, name: str) -> str:
    """Return the SHA-256 of a file; of a link, that of where it points to."""
    path = folder / name
    if path.is_symlink():
        return hashlib.sha256(b"link " + path.readlink().as_posix().encode()).hexdigest()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name != MANIFEST and (path.is_symlink() or not path.is_dir()):
            yield name


def _manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DocumentError(
            f"There is no {MANIFEST} beside the program: only an installed bundle can be verified."
        ) from error
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path} cannot be read; install the application anew.") from error
    sums = found.get("sha256") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(sums, dict) or not all(isinstance(text, str) for text in sums.values()):
        raise DocumentError(f"{path} is no list of files; install the application anew.")
    return sums
