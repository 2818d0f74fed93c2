"""Copies of unsaved work: one for each running instance, found again when its process has died.

Every instance has a folder and a lock beside it, which the system lets go of when the process ends however it
ends. Whoever can take the lock of a folder knows that nobody is at work there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QThreadPool, Signal

from vmat2_desktop.documents import atomic, recovery_file
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.recovery_file import Copy
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui.texts import tr

COPY, TRIED = "unsaved.json", "opened.json"
"""What a folder holds: a copy; one that a start is opening,"""
KEPT = ("kept.vmat2", "kept.json")
"""or one that could not be opened, told once: as a session, or as it was where it holds none."""
LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Found:
    """What a crash has left."""

    copy: Copy | None
    """The newest unsaved work; None: it cannot be read."""
    trouble: str = ""
    """One sentence on what cannot be opened."""
    more: int = 0
    """Further copies, each for a later start."""


class Recovery(QObject):
    """The copy of this instance, and those of instances that died."""

    failed = Signal(str)
    """One sentence: no copy can be kept."""

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        """Take a place; the disk is touched when there is something to keep.

        Args:
            root: the folder of all instances.
            parent: who owns it.
        """
        super().__init__(parent)
        self._root = root
        self._folder = root / secrets.token_hex(8)
        self._lock: QLockFile | None = None
        self._orphans: list[tuple[Path, QLockFile]] = []
        self._told = False
        # The disk may be slow: one thread writes, the newest copy last.
        self._writers = QThreadPool(self)
        self._writers.setMaxThreadCount(1)

    @property
    def file(self) -> Path:
        """Where the copy of this instance is."""
        return self._folder / COPY

    def keep(self, copy: Copy) -> None:
        """Write a copy in place of the one before, soon and off this thread."""
        if self._stands():
            text = recovery_file.dumps(copy)
            self._writers.start(lambda: self._write(text))

    def wait(self) -> None:
        """Wait until everything is written."""
        self._writers.waitForDone()

    def forget(self) -> None:
        """Remove the copy: there is nothing unsaved."""
        self.wait()
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing behind: a clean end."""
        self.wait()
        if self._lock is not None:
            _remove(self._folder, self._lock)
            self._lock = None

    def _stands(self) -> bool:
        """Take the place on the disk, if it is not taken yet; return whether it is."""
        if self._lock is not None:
            return True
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._tell(str(error.strerror))
            return False
        lock = _lock_of(self._folder)
        if lock is None:
            self._tell(tr("there is no permission to write there"))
            return False
        self._lock = lock
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
        return True

    def _write(self, text: str) -> None:
        """Write on the other thread."""
        try:
            atomic.write_text(self.file, text)
        except DocumentError as error:
            self._tell(str(error).rstrip("."))

    def _tell(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(tr("Unsaved work is not kept for the case of a crash: {0}.").format(reason))

    # What others left

    def find(self, knowledge: Knowledge) -> Found | None:
        """Return the newest copy of an instance that died, or None; call `adopt` once it stands here."""
        waiting, troubles = [], []
        for folder, lock in self._abandoned():
            if (folder / TRIED).exists():
                troubles.append(_set_aside(folder, lock))
            elif (folder / COPY).exists():
                waiting.append((folder, lock))
            elif any((folder / name).exists() for name in KEPT):
                lock.unlock()
            else:
                _remove(folder, lock)
        trouble = " ".join(troubles)
        if not waiting:
            return Found(None, trouble) if trouble else None
        waiting.sort(key=lambda item: (item[0] / COPY).stat().st_mtime_ns, reverse=True)
        for _, lock in waiting[1:]:
            lock.unlock()
        found = self._opened(*waiting[0], knowledge)
        return Found(found.copy, f"{trouble} {found.trouble}".strip(), len(waiting) - 1)

    def _opened(self, folder: Path, lock: QLockFile, knowledge: Knowledge) -> Found:
        try:
            # Should opening it kill this process too, the next start leaves it alone.
            (folder / COPY).replace(folder / TRIED)
            copy = recovery_file.read(folder / TRIED, knowledge)
        except (DocumentError, OSError) as error:
            return Found(None, _set_aside(folder, lock, f" {error}"))
        self._orphans = [(folder, lock)]
        return Found(copy)

    def adopt(self) -> None:
        """Drop the copy that was found: it stands in this instance, which has written one of its own."""
        self.wait()
        for folder, lock in self._orphans:
            if self.file.exists():
                _remove(folder, lock)
        self._orphans = []

    def refuse(self, reason: str) -> str:
        """Set the copy aside that was found but cannot stand; return the sentence that says so, and where."""
        orphans, self._orphans = self._orphans, []
        return " ".join(_set_aside(folder, lock, f" {reason}") for folder, lock in orphans)

    def _abandoned(self) -> Iterator[tuple[Path, QLockFile]]:
        """Yield the folders in which nobody is at work, locked."""
        if not self._root.is_dir():
            return
        names = {path.name.removesuffix(LOCK) for path in self._root.iterdir()}
        for name in sorted(names - {self._folder.name}):
            lock = _lock_of(self._root / name)
            if lock is not None:
                yield self._root / name, lock


def _lock_of(folder: Path) -> QLockFile | None:
    """Return the taken lock of a folder, or None: somebody has it."""
    lock = QLockFile(str(folder) + LOCK)
    lock.setStaleLockTime(0)  # a lock is old when its process is gone, not when it was long at work
    return lock if lock.tryLock(0) else None


def _remove(folder: Path, lock: QLockFile) -> None:
    with suppress(OSError):
        for file in list(folder.iterdir()) if folder.is_dir() else []:
            file.unlink()  # also what a write left half done
        if folder.is_dir():
            folder.rmdir()
    lock.unlock()


def _set_aside(folder: Path, lock: QLockFile, reason: str = "") -> str:
    """Keep a copy that cannot be opened; return the sentence that says so, once."""
    tried, kept = folder / TRIED, folder / KEPT[0]
    try:
        atomic.write_text(kept, recovery_file.session_of(tried))
        tried.unlink()
    except (DocumentError, OSError):
        kept = folder / KEPT[1]
        with suppress(OSError):
            tried.replace(kept)
    lock.unlock()
    said = tr("Unsaved work of an earlier session could not be opened and is kept as {0}.{1}")
    return said.format(kept, reason)
