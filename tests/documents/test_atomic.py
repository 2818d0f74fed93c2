from __future__ import annotations

import ast
import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from vmat2_desktop.documents import atomic
from vmat2_desktop.documents.errors import DocumentError

PACKAGE = Path(atomic.__file__).parents[1]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX files")


def fails_with(code: int) -> Any:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_utf_8_with_its_line_ends(tmp_path: Path) -> None:
    atomic.write_text(tmp_path / "a.csv", "α\r\nβ\n")
    assert (tmp_path / "a.csv").read_bytes() == "α\r\nβ\n".encode()


def test_a_file_is_replaced_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old" * 100_000)
    atomic.write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.bin"]


@posix
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual_ones(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"")
    old.chmod(0o640)
    usual = stat.S_IMODE((tmp_path / "old").stat().st_mode)
    atomic.write_bytes(old, b"1")
    atomic.write_bytes(new, b"1")
    plain = tmp_path / "plain"
    plain.write_bytes(b"1")
    assert stat.S_IMODE(old.stat().st_mode) == usual
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@posix
def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "a.txt"
    target.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    atomic.write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("call", ["fsync", "write", "replace", "open"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EIO, "the disk reports an error"),
        (errno.EROFS, "can only be read"),
        (errno.ENFILE, os.strerror(errno.ENFILE)),
    ],
)
def test_when_a_step_fails_the_old_file_is_intact_and_nothing_else_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, words: str
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    if call == "replace":
        monkeypatch.setattr(Path, "replace", fails_with(code))
    elif call == "write":
        monkeypatch.setattr(atomic, "_write_through", write_a_part_then_fail(code))
    else:
        monkeypatch.setattr(atomic.os, call, fails_with(code))  # type: ignore[attr-defined]
    with pytest.raises(DocumentError, match=words) as caught:
        atomic.write_text(target, "new")
    monkeypatch.undo()
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["a.csv"]
    assert str(caught.value).count("\n") == 0


def write_a_part_then_fail(code: int) -> Any:
    def write(path: Path, data: bytes, _mode: int | None) -> None:
        path.write_bytes(data[:1])
        raise OSError(code, os.strerror(code))

    return write


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic.write_bytes(tmp_path / "a", b"1")
    assert names_in(tmp_path) == []


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_devices_and_pipes_are_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/full"), Path("/dev/null"), pipe):
        with pytest.raises(DocumentError, match="device or a pipe"):
            atomic.write_bytes(path, b"1")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/a.csv", "the folder does not exist"),
        ("file/a.csv", "not a folder|does not exist"),
        (".", "it is a folder"),
        ("x" * 300, "too long|does not exist"),
        ("a\0b", "NUL"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DocumentError, match=words):
        atomic.write_text(f"{tmp_path}/{name}", "new")


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    target.chmod(0o444)
    with pytest.raises(DocumentError, match="no permission"):
        atomic.write_text(target, "new")
    assert target.read_text() == "old"


@pytest.mark.skipif(sys.platform != "linux", reason="counts calls of Linux")
def test_the_file_and_its_folder_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda d: synced.append(stat.S_ISDIR(os.fstat(d).st_mode)))
    atomic.write_bytes(tmp_path / "a", b"1")
    assert synced == [False, True]


@pytest.mark.parametrize(
    "path",
    sorted(set(PACKAGE.rglob("*.py")) - {Path(atomic.__file__)}),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_no_other_file_of_the_application_writes_to_the_disk(path: Path) -> None:
    assert writes_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Path(x).write_text('')",
        "path.write_bytes(b'')",
        "open(x, 'w')",
        "open(x, mode='ab')",
        "Path(x).open('r+')",
        "os.replace(a, b)",
        "QSaveFile(x)",
        "picture.save(str(x), 'PNG')",
    ],
)
def test_every_way_to_write_is_seen(line: str) -> None:
    assert len(writes_in(line)) == 1


def test_reading_and_writing_whole_is_no_offence() -> None:
    assert writes_in("atomic.write_text(x, '')\nopen(x)\nx.open('rb')\npainter.save()\np.save(buffer)") == []


def writes_in(source: str) -> list[str]:
    """Return the calls of a source that write a file by themselves."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if is_a_write(call)]


def is_a_write(call: ast.Call) -> bool:
    *before, name = ast.unparse(call.func).split(".")
    if name in ("write_text", "write_bytes"):
        return before != ["atomic"]
    if name == "open" and before != ["os"]:
        modes = [*call.args, *(keyword.value for keyword in call.keywords)]
        return any(isinstance(m, ast.Constant) and set("wax+") & set(str(m.value)) for m in modes)
    if name == "save":  # of a picture: into memory first
        return bool(call.args) and ast.unparse(call.args[0]) != "buffer"
    return name in ("QSaveFile", "QFile") or (before == ["os"] and name in ("replace", "rename"))
