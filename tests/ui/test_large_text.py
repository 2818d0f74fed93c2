"""Text at 200 % in the smallest window: nothing is cut off, nothing is written over something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from lasting import lasting_window, settle
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui.controls import Text
from vmat2_desktop.ui.look import TEXT_SCALES
from vmat2_desktop.ui.main_window import LEAST_SIZE, MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture(scope="module")
def window(qapp: QApplication, known: Knowledge) -> Iterator[MainWindow]:
    with lasting_window(qapp, known) as made:
        made.resize(*LEAST_SIZE)
        made.look.set_scale(TEXT_SCALES[-1])
        settle()
        yield made


def cut_off(room: QWidget) -> list[str]:
    """Buttons that have less room than their words need, or overlap."""
    buttons = [button for button in room.findChildren(QAbstractButton) if button.isVisibleTo(room)]
    found = [
        button.accessibleName() or button.text()
        for button in buttons
        if button.width() < button.minimumSizeHint().width()
    ]
    for one, other in combinations(buttons, 2):
        if one.parentWidget() is other.parentWidget() and one.geometry().intersects(other.geometry()):
            found.append(f"{one.accessibleName()} over {other.accessibleName()}")
    return found


def test_buttons_have_the_room_that_their_words_need(window: MainWindow) -> None:
    for room in (window.header, window.time_bar, window.traces):
        assert room.isVisible()
        assert not cut_off(room)


def test_every_menu_can_be_reached(window: MainWindow) -> None:
    bar = window.menus["file"].parentWidget()
    assert bar is not None
    for menu in window.menus.values():
        place = window.header.rect().intersected(bar.geometry())
        shown = bar.actionGeometry(menu.menuAction())  # type: ignore[attr-defined]
        assert shown.isValid()
        assert shown.right() <= place.width(), menu.title()


def test_the_names_of_the_speeds_do_not_overlap(window: MainWindow) -> None:
    slider = window.time_bar.speed
    for stop in range(slider.maximum() + 1):
        slider.setValue(stop)
        labels = slider.labels()
        assert labels[0][0] == slider._names[stop]
        assert len(labels) >= 3
        for (_, one), (_, other) in combinations(labels, 2):
            assert not one.intersects(other)
        assert all(box.left() >= 0 and box.right() <= slider.width() for _, box in labels)


def test_the_title_row_of_the_plate_is_free(window: MainWindow) -> None:
    view = window.plate.view
    view.grab()
    placed = view._placed
    assert placed is not None
    taken = [box for box in (placed.question, placed.layers) if box is not None]
    assert taken
    for line in placed.lines:
        assert not any(line.rect.intersects(box) for box in taken), line.text
    for one, other in combinations(placed.lines, 2):
        assert not one.rect.adjusted(0, 3, 0, -3).intersects(other.rect.adjusted(0, 3, 0, -3)), one.text


def test_compared_sides_keep_a_height_in_which_they_can_be_seen(window: MainWindow) -> None:
    window.session.set_compared(True)
    settle()
    page = window.compare
    assert page is not None
    for card in page.cards.values():
        assert card.height() >= window.look.px(130)
    assert page.below.height() >= window.look.px(90)
    window.session.set_compared(False)
    assert page.width() <= window.width()


def test_words_are_there_from_the_first_picture_on_where_there_is_room(
    qapp: QApplication, known: Knowledge
) -> None:
    with lasting_window(qapp, known) as made:
        bar = made.time_bar
        assert bar.spike.width() == bar.spike.sizeHint().width() > 2 * bar.spike.height()
        words = [text.text() for text in bar.findChildren(Text) if text.isVisible()]
        assert "Speed" in words
