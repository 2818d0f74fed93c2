"""Whether a file is still what it was when it was last read or written here."""

from __future__ import annotations

from pathlib import Path


class OnDisk:
    """Remembers one file by its time and size."""

    def __init__(self) -> None:
        self._seen: tuple[Path, int, int] | None = None

    def look(self, path: Path | None) -> None:
        """Take a file as it stands now; None: there is none."""
        self._seen = None if path is None else _state_of(path)

    def is_another(self, path: Path) -> bool:
        """Whether something else wrote the file since; one that is gone can be written anew."""
        now = _state_of(path)
        seen = self._seen
        return now is not None and seen is not None and seen[0] == path and seen != now


def _state_of(path: Path) -> tuple[Path, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return path, status.st_mtime_ns, status.st_size
