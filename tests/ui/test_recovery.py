"""Unsaved work outlives its process: a killed one, two at once, a copy that cannot be opened."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import as_it_opens, show
from PySide6.QtCore import QSettings

from vmat2_desktop.documents import recovery_file, session_file
from vmat2_desktop.documents.recovery_file import Copy
from vmat2_desktop.documents.session_file import Document, Layout
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.experiment import Side
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui import documents
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.recovery import COPY, LOCK, TRIED, Recovery

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOT = Path(__file__).parents[2]
A = Scenario(title="One", condition=Condition.TOURETTE)
B = Scenario(title="Other", condition=Condition.HUNTINGTON)
WORK = Document(A, B, "Half a thought", Layout(("movement",), True, "b", 500.5, 60.0))

PROCESS = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from vmat2_desktop.app import _application, _window
from vmat2_desktop.ui import documents

folder, seed, saved = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
documents.CALM_MS = 1
application = _application()
window = _window(application, theme="light", playing=False)
settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
window.documents.remember(settings, folder / "recovery")
if saved:
    window.documents.save_to(Path(saved))
window.session.edit(replace(window.session.scenario, seed=seed), "seed")
window.documents.notes.write(f"of {seed}")
window.session.seek(333.25)

def tell():
    recovery = window.documents._recovery
    recovery.wait()
    if recovery.file.exists():
        print("kept", flush=True)
        looking.stop()

looking = QTimer()
looking.timeout.connect(tell)
looking.start(20)
application.exec()
"""


class Victim:
    """The application in a process of its own, with unsaved work."""

    def __init__(self, folder: Path, seed: int, saved: Path | None = None) -> None:
        line = [sys.executable, "-c", PROCESS, str(folder), str(seed), str(saved or "")]
        self._process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "kept\n"

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@pytest.fixture
def started(shared_window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    """Return a window that `start` lets begin."""
    show(shared_window)
    yield shared_window
    shared_window.session.undo_stack.setClean()
    as_it_opens(shared_window, tmp_path)


def start(window: MainWindow, folder: Path) -> None:
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window.documents.remember(settings, folder / "recovery")


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "recovery").rglob(COPY))


def left_behind(folder: Path, copy: Copy, name: str = "0" * 16) -> Path:
    """Leave what a process leaves that died: a copy without anybody who has the lock."""
    place = folder / "recovery" / name
    place.mkdir(parents=True)
    (place / COPY).write_text(recovery_file.dumps(copy), encoding="utf-8")
    return place


def test_a_killed_process_is_opened_where_it_was_left(started: MainWindow, tmp_path: Path) -> None:
    saved = tmp_path / "lesson.vmat2"
    victim = Victim(tmp_path, 41, saved)
    victim.kill()
    before = saved.read_bytes()
    start(started, tmp_path)
    mine, session = started.documents, started.session
    assert (session.scenario.seed, mine.notes.text, session.time_h) == (41, "of 41", 333.25)
    assert "ended unexpectedly" in started.message
    assert started.isWindowModified()
    assert mine.path == saved
    assert saved.read_bytes() == before
    assert mine.save()
    assert not started.isWindowModified()
    assert session_file.read(saved, mine._known).a.seed == 41
    assert copies(tmp_path) == []


def test_two_running_instances_keep_a_copy_each(started: MainWindow, tmp_path: Path) -> None:
    one, other = Victim(tmp_path, 1), Victim(tmp_path, 2)
    try:
        assert len(copies(tmp_path)) == 2
        opened = started.session.scenario
        start(started, tmp_path)
        assert started.session.scenario == opened, "what is at work elsewhere is left alone"
        assert started.message == ""
        assert len(copies(tmp_path)) == 2
        started.documents.close()
        one.kill()
        start(started, tmp_path)
        assert started.session.scenario.seed == 1
        known = started.documents._known
        assert {recovery_file.read(path, known).document.a.seed for path in copies(tmp_path)} == {1, 2}
    finally:
        one.kill()
        other.kill()


def test_of_several_the_newest_opens_and_the_others_wait(started: MainWindow, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        place = left_behind(tmp_path, Copy(Document(Scenario(seed=seed))), str(seed) * 16)
        os.utime(place / COPY, (seed, seed))
    start(started, tmp_path)
    assert started.session.scenario.seed == 3
    assert "There is more" in started.message
    started.documents.close()  # a clean end: this one was looked at
    start(started, tmp_path)
    assert started.session.scenario.seed == 2


def test_everything_of_the_document_comes_back(started: MainWindow, tmp_path: Path) -> None:
    left_behind(tmp_path, Copy(WORK, str(tmp_path / "two.vmat2")))
    start(started, tmp_path)
    assert started.documents.document() == WORK
    assert started.session.side is Side.B
    assert started.documents.name == "two"
    assert not started.documents.can_revert


def test_until_the_new_copy_stands_the_old_one_does(started: MainWindow, tmp_path: Path) -> None:
    place = left_behind(tmp_path, Copy(WORK))
    start(started, tmp_path)
    assert not place.exists()
    assert not place.with_name(place.name + LOCK).exists()
    (copy,) = copies(tmp_path)
    assert recovery_file.read(copy, started.documents._known).document == WORK


def test_the_copy_follows_edits_and_goes_with_them(started: MainWindow, tmp_path: Path) -> None:
    start(started, tmp_path)
    mine, session = started.documents, started.session
    recovery = mine._recovery
    assert recovery is not None
    assert not (tmp_path / "recovery").exists(), "nothing is kept where nothing is unsaved"
    session.edit(replace(session.scenario, seed=5), "seed")
    assert mine._copying.isActive()
    assert not recovery.file.exists(), "not while the hand is on the slider"
    mine._copying.timeout.emit()
    recovery.wait()
    assert recovery_file.read(recovery.file, mine._known) == Copy(mine.document())
    session.undo()
    assert not mine._copying.isActive()
    assert not recovery.file.exists()


def test_edits_without_a_pause_are_kept_all_the_same(
    started: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(started, tmp_path)
    session, copying = started.session, started.documents._copying
    session.edit(replace(session.scenario, seed=100), "seed")
    assert copying.interval() == documents.CALM_MS
    monkeypatch.setattr(documents, "LONGEST_MS", 0)  # they have gone on for as long as they may
    session.edit(replace(session.scenario, seed=101), "seed")
    assert copying.interval() == 0


def test_a_clean_end_leaves_nothing(started: MainWindow, tmp_path: Path) -> None:
    start(started, tmp_path)
    started.session.edit(replace(started.session.scenario, seed=5), "seed")
    started.documents._copying.timeout.emit()
    started.session.undo_stack.setClean()
    assert started.close()
    assert list((tmp_path / "recovery").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\x00" * 100, b'{"format": "vmat2-session"}', b"[" * 5000])
def test_a_copy_that_is_no_copy_is_set_aside_and_told_once(
    started: MainWindow, tmp_path: Path, content: bytes
) -> None:
    place = left_behind(tmp_path, Copy(WORK))
    (place / COPY).write_bytes(content)
    opened = started.session.scenario
    start(started, tmp_path)
    assert "could not be opened and is kept as" in started.message
    assert started.session.scenario == opened
    assert not started.isWindowModified()
    assert (place / "kept.json").read_bytes() == content
    started.documents.close()
    started.say("", trouble=False)
    start(started, tmp_path)
    assert started.message == ""
    assert (place / "kept.json").exists()


def test_work_whose_opening_killed_a_start_is_kept_as_a_session(
    started: MainWindow, tmp_path: Path, known: Knowledge
) -> None:
    place = left_behind(tmp_path, Copy(WORK))
    (place / COPY).rename(place / TRIED)
    opened = started.session.scenario
    start(started, tmp_path)
    assert started.session.scenario == opened
    assert str(place / "kept.vmat2") in started.message
    assert session_file.read(place / "kept.vmat2", known) == WORK
    assert started.documents.open(place / "kept.vmat2")


def test_what_a_write_left_half_done_is_cleared(tmp_path: Path, qapp: object, known: Knowledge) -> None:
    place = tmp_path / ("0" * 16)
    place.mkdir()
    (place / ".0123456789abcdef.tmp").write_bytes(b"half")
    assert Recovery(tmp_path).find(known) is None
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_one_sentence_says_so(started: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("a file, no folder")
    start(started, tmp_path)
    for seed in (5, 6):
        started.session.edit(replace(started.session.scenario, seed=seed), "seed")
        started.documents._copying.timeout.emit()
    assert started.message.startswith("Unsaved work is not kept for the case of a crash: ")
