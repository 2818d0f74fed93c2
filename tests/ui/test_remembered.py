"""What is kept between two starts, and what garbage in the file does: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.remembered import Remembered
from vmat2_desktop.ui.synapse_view.layers import Layers
from vmat2_desktop.ui.traces.catalogue import SHOWN_AT_FIRST
from vmat2_desktop.ui.traces.column import TracesColumn

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Start:
    """One start of the application on a settings file."""

    def __init__(self, file: Path, session: Session, qtbot: QtBot) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.look = Look(application, ThemeChoice.LIGHT)
        self.traces = TracesColumn(session, self.look, lambda _name, _data: None)
        qtbot.addWidget(self.traces)
        self.settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._owner = QObject()
        self.layers = Layers(self._owner)
        Remembered(self.settings, self.look, self.traces, self._owner, self.layers)

    def shown(self) -> list[str]:
        return [name for name in self.traces.cards if self.traces.is_shown(name)]


def test_theme_text_motion_names_and_traces_are_found_again(
    tmp_path: Path, session: Session, qtbot: QtBot
) -> None:
    file = tmp_path / "settings.ini"
    first = Start(file, session, qtbot)
    assert first.shown() == list(SHOWN_AT_FIRST)
    first.look.set_choice(ThemeChoice.DARK)
    first.look.set_scale(1.25)
    first.look.set_reduced_motion(True)
    first.look.set_names(False)
    first.traces.set_shown("plasma", True)
    first.traces.set_shown("movement", False)
    first.settings.sync()
    again = Start(file, session, qtbot)
    look = again.look
    assert (look.choice, look.scale, look.reduced_motion, look.names) == (ThemeChoice.DARK, 1.25, True, False)
    assert again.shown() == ["plasma", "vmat2"]


def test_hidden_layers_are_found_again(tmp_path: Path, session: Session, qtbot: QtBot) -> None:
    file = tmp_path / "settings.ini"
    first = Start(file, session, qtbot)
    assert not first.layers.is_shown("pool")
    first.layers.set_shown("pool", True)
    first.layers.set_shown("mao", False)
    first.settings.sync()
    assert Start(file, session, qtbot).layers.hidden == {"mao"}
    first.settings.setValue("hidden_layers", "nonsense")
    first.settings.sync()
    assert Start(file, session, qtbot).layers.hidden == {"pool"}


def test_no_trace_at_all_is_found_again(tmp_path: Path, session: Session, qtbot: QtBot) -> None:
    file = tmp_path / "settings.ini"
    first = Start(file, session, qtbot)
    for name in SHOWN_AT_FIRST:
        first.traces.set_shown(name, False)
    first.settings.sync()
    assert Start(file, session, qtbot).shown() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe[General]\x00theme",
        b"[General]\ntheme=loud\ntext_scale=nan\nreduced_motion=maybe\nnames=7\ntraces=nothing known\n",
        b"[General]\ntheme=light, dark\ntext_scale=@Variant(\\0\\0)\nreduced_motion=@ByteArray(x)\n",
        b"[General]\ntraces=@Invalid()\n",
        b"[General]\ntext_scale=1e999\ntheme=\n" + b"x" * 5000,
    ],
)
def test_garbage_in_the_file_is_as_if_nothing_was_set(
    tmp_path: Path, session: Session, qtbot: QtBot, content: bytes
) -> None:
    file = tmp_path / "settings.ini"
    file.write_bytes(content)
    start = Start(file, session, qtbot)
    look = start.look
    assert (look.choice, look.scale, look.reduced_motion, look.names) == (ThemeChoice.LIGHT, 1.0, False, True)
    assert start.shown() in (list(SHOWN_AT_FIRST), [])
    start.look.set_choice(ThemeChoice.HIGH)


def test_a_window_made_by_tests_or_for_a_picture_remembers_nothing(session: Session, look: Look) -> None:
    assert not look.findChildren(Remembered)
