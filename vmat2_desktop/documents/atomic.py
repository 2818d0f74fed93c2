"""Files that are either wholly written or not touched at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from vmat2_desktop.documents.errors import DocumentError

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space or choose another folder",
    errno.EDQUOT: "your share of the disk is used up; free some space or choose another folder",
    errno.EACCES: "there is no permission to write there; choose another folder",
    errno.EPERM: "there is no permission to write there; choose another folder",
    errno.EROFS: "the disk can only be read; choose another folder",
    errno.ENOENT: "the folder does not exist; make it first or choose another",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "it is a folder; add a file name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EIO: "the disk reports an error; choose another one",
}


def write_text(path: str | Path, text: str) -> None:
    """Write text as UTF-8, line ends as they are, in place of what the file held.

    Raises:
        DocumentError: it cannot be written; a file that stood there is as it was.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write bytes in place of what the file held.

    Raises:
        DocumentError: it cannot be written; a file that stood there is as it was.
    """
    try:
        target = Path(os.path.realpath(path))  # through links: the link stays, what it names is replaced
        mode = _mode_of(target)
        _replace(target, data, mode)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or "unknown reason")
        raise DocumentError(f"{path} cannot be written: {reason}.") from error
    except ValueError as error:
        raise DocumentError("The file name holds a NUL character.") from error


def _mode_of(target: Path) -> int | None:
    """Return the permissions of the file that stands there; None when there is none."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(f"{target} cannot be written: it is a device or a pipe, not a file.")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(status.st_mode)


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    beside = target.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        _write_through(beside, data, mode)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(target.parent)


def _write_through(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
