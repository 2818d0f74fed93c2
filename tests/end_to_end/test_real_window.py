"""The program as a person starts it, on a real X display: start, drag, play, picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication

from vmat2_desktop.app import _window
from vmat2_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs an X display: run under xvfb-run"),
]


@pytest.fixture
def window(qapp: QApplication) -> MainWindow:
    made = _window(qapp, theme="light")
    made.resize(1600, 1000)
    made.show()
    QTest.qWait(300)
    return made


def colours(image: QImage) -> int:
    small = image.scaled(160, 100)
    return len({small.pixel(x, y) for x in range(160) for y in range(100)})


def test_a_person_starts_plays_and_drags_the_dose(window: MainWindow, qapp: QApplication) -> None:
    session = window.session
    assert session.playing
    began = session.time_h
    first = window.grab().toImage()
    assert colours(first) > 30
    QTest.qWait(1000)
    assert session.time_h > began, "the opening state moves within the first second"
    assert window.grab().toImage() != first

    score = session.course.at("score.aims", session.time_h)
    dose = window.findChild(QAbstractSlider, "dose")
    assert dose is not None
    QTest.mouseClick(dose, Qt.MouseButton.LeftButton, pos=QPoint(3, dose.height() // 2))
    for _ in range(12):
        QTest.keyClick(dose, Qt.Key.Key_Left)
    QTest.qWait(100)
    assert session.course.at("score.aims", session.time_h) > score, "without the drug the movements are back"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(400)

    ARTEFACTS.mkdir(exist_ok=True)
    picture = window.grab()
    assert picture.save(str(ARTEFACTS / "real-window.png"))
    window.close()
    qapp.processEvents()


def test_the_program_runs_as_a_process_of_its_own() -> None:
    line = [sys.executable, "main.py", "--self-test"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "0 failures" in done.stdout


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_list_that_folds_down_shows_all_its_rows(
    window: MainWindow, qapp: QApplication, scale: float
) -> None:
    window.look.set_scale(scale)
    window.unfold(True)
    QTest.qWait(200)
    pickers = [window.scenario.condition.picker, window.scenario.dose.times, window.scenario.medicines.picker]
    for picker in pickers:
        QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
        QTest.qWait(200)
        view = picker.view()
        rows = sum(view.sizeHintForRow(row) for row in range(picker.count()))
        assert view.viewport().height() >= rows, picker.objectName()
        assert view.verticalScrollBar().maximum() == 0
        assert view.viewport().width() >= view.sizeHintForColumn(0)
        QTest.keyClick(view, Qt.Key.Key_Escape)
    window.close()
    qapp.processEvents()
