"""Who has the keyboard: it shows, hides nothing, and follows the columns that fold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.ui.controls import shows_focus
from vmat2_desktop.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def differing(one: QImage, other: QImage) -> float:
    """Return the share of pixels that differ."""
    assert one.size() == other.size()
    pairs = [(x, y) for x in range(0, one.width(), 4) for y in range(0, one.height(), 4)]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in pairs) / len(pairs)


@pytest.mark.parametrize("reason", [Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason])
def test_the_focus_leaves_the_picture_alone_inside_its_ring(
    window: MainWindow, reason: Qt.FocusReason
) -> None:
    window.activateWindow()
    settle()
    view = window.plate.view
    window.setFocus()
    before = view.grab().toImage()
    view.setFocus(reason)
    assert view.hasFocus()
    after = view.grab().toImage()
    inner = view.rect().adjusted(40, 60, -40, -40)
    assert differing(before.copy(inner), after.copy(inner)) == 0.0
    ring = reason is Qt.FocusReason.TabFocusReason
    assert (before != after) is ring, "only who came by key is shown where he stands"


def test_a_column_that_opens_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.resize(1024, 700)
    settle()
    qtbot.mouseClick(window.left.button, LEFT)
    settle()
    assert QApplication.focusWidget() is window.scenario.condition.picker
    assert not shows_focus(window.scenario.condition.picker)
    window.right.button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.right.button, Qt.Key.Key_Space)
    settle()
    assert QApplication.focusWidget() is window.traces.choose
    assert shows_focus(window.traces.choose)


def test_a_column_that_folds_under_the_hand_leaves_the_keyboard_at_its_rail(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    window.resize(1440, 900)
    settle()
    window.scenario.dose.slider.setFocus(Qt.FocusReason.TabFocusReason)
    window.resize(1024, 700)
    settle()
    assert window.left.folded
    assert QApplication.focusWidget() is window.left.button
    window.resize(1440, 900)
    settle()
    assert QApplication.focusWidget() is window.scenario.condition.picker
