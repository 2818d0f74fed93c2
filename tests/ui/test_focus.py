"""Who has the keyboard: it shows, hides nothing, and follows the columns that fold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from vmat2_desktop.regimens import choose_inhibitor, inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import shows_focus
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.synapse_view.words import scale_lines

# What Qt's offscreen platform says of windows and popups.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
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
    assert QApplication.focusWidget() is window.scenario.condition.section.head
    assert not shows_focus(window.scenario.condition.section.head)
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
    assert QApplication.focusWidget() is window.scenario.condition.section.head


# The suggestion, and the card of what stands for what


def hint_of(window: MainWindow) -> QAbstractButton:
    settle()
    window.plate.view.grab()
    settle()
    link = window.plate.view.hint_link
    assert link.isVisible()
    return link


@pytest.mark.parametrize("width", [1024, 1366, 1600])
def test_a_pressed_suggestion_leads_to_its_control(window: MainWindow, qtbot: QtBot, width: int) -> None:
    window.activateWindow()
    window.resize(width, 768)
    link = hint_of(window)
    assert link.accessibleName() == window.plate.suggestion
    qtbot.mouseClick(link, LEFT)
    settle()
    assert not window.left.folded
    slider = window.scenario.dose.slider
    assert QApplication.focusWidget() is slider
    assert shows_focus(slider)
    assert not slider.visibleRegion().isEmpty()


def test_a_suggestion_is_reached_and_pressed_by_keys(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    session.edit(choose_inhibitor(session.scenario, session.model, None), "none")
    window.activateWindow()
    link = hint_of(window)
    window.plate.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.plate.view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is link
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is window.scenario.inhibitor.choices["valbenazine"]


def test_a_suggestion_to_watch_goes_to_the_day(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    reserpine = choose_inhibitor(session.scenario, session.model, "reserpine", 0.0)
    regimen = inhibitor(reserpine, session.model)
    assert regimen is not None
    stopped = with_inhibitor(reserpine, session.model, replace(regimen, stop_h=30 * 24.0))
    session.edit(stopped, "stop")
    qtbot.mouseClick(hint_of(window), LEFT)
    assert session.time_h == 30 * 24.0
    assert QApplication.focusWidget() is window.time_bar.timeline


def test_scales_that_find_no_room_stand_on_a_card(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    view = window.plate.view
    window.resize(1600, 1000)
    hint_of(window)
    assert not view.notes_button.isVisible()
    window.resize(1024, 700)
    hint_of(window)
    button = view.notes_button
    assert button.isVisible()
    assert button.accessibleName() == "How it is drawn"
    assert not button.geometry().intersects(view.hint_link.geometry())
    scales = scale_lines(view._scene.scales)
    assert all(line in button.toolTip() for line in scales)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle()
    card = button.card
    assert card is not None
    assert card.isVisible()
    assert set(scales) <= {label.text() for label in card.findChildren(QLabel)}
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
