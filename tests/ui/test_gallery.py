"""The gallery: every entry opens, has a picture of its own, and is reached by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.documents import gallery
from vmat2_desktop.engine.model import Model
from vmat2_desktop.experiment import Experiment, Side
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.gallery.window import GalleryWindow, open_entry
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import opening

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture(scope="module")
def opened(qapp: QApplication, model: Model, known: Knowledge) -> Iterator[MainWindow]:
    """One window for all tests of this file: its pictures are drawn once."""
    session = Session(Experiment(opening(model), model, playing=False))
    window = MainWindow(session, Look(qapp, ThemeChoice.LIGHT), known.quantities)
    window.show()
    window.actions_by_id["gallery"].trigger()
    found = shelf(window)
    found.resize(1000, 3000)
    yield window
    session.undo_stack.setClean()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shelf(window: MainWindow) -> GalleryWindow:
    found = window.dialogs["gallery"]
    assert isinstance(found, GalleryWindow)
    return found


def reopened(window: MainWindow) -> GalleryWindow:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    found = shelf(window)
    assert found.isVisible()
    found.thumbnails.rest()
    return found


def hues(image: QImage) -> int:
    """Return how many colours a picture has, coarsely."""
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    colours = {
        small.pixel(x, y) & 0xF0F0F0 for x in range(0, small.width(), 3) for y in range(0, small.height(), 3)
    }
    return len(colours)


def test_every_entry_has_a_picture_of_its_own(opened: MainWindow, qtbot: QtBot) -> None:
    window = reopened(opened)
    window.update()
    qtbot.waitUntil(lambda: all(card.has_picture for card in window.cards), timeout=60_000)
    window.thumbnails.rest()
    images = []
    for card in window.cards:
        image = card.grab(card._picture_rect()).toImage()
        assert hues(image) > 15, f"{card.entry.id} is blank"
        images.append(image)
    assert all(one != other for i, one in enumerate(images) for other in images[:i])


def test_pictures_follow_the_theme(opened: MainWindow, qtbot: QtBot) -> None:
    window = reopened(opened)
    card = window.cards[0]
    qtbot.waitUntil(lambda: card.has_picture)
    light = card.grab(card._picture_rect()).toImage()
    opened.look.set_choice(ThemeChoice.DARK)
    qtbot.waitUntil(lambda: card.has_picture)
    dark = card.grab(card._picture_rect()).toImage()
    opened.look.set_choice(ThemeChoice.LIGHT)
    window.thumbnails.rest()
    assert dark.pixelColor(20, dark.height() - 60).lightness() < 90
    assert light.pixelColor(20, light.height() - 60).lightness() > 200


def test_every_entry_opens_as_one_step_at_its_moment(model: Model, known: Knowledge) -> None:
    session = Session(Experiment(opening(model), model, playing=False))
    first = session.scenario
    for count, entry in enumerate(gallery.load(known), start=1):
        assert open_entry(session, entry)
        assert session.side is Side.A
        assert (session.scenario, session.other) == (entry.a, entry.b)
        assert session.compared is (entry.b is not None)
        assert session.time_h == entry.time_h
        assert session.undo_stack.count() == count
    session.undo_stack.setIndex(0)
    assert (session.scenario, session.other, session.compared) == (first, None, False)
    session.stop()


def test_arrow_keys_walk_and_enter_opens(opened: MainWindow) -> None:
    window = reopened(opened)
    window.cards[0].setFocus()
    columns = window.columns
    assert columns > 1
    where = 0
    for key, wanted in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_End, len(window.cards) - 1),
        (Qt.Key.Key_Down, len(window.cards) - 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
    ):
        QTest.keyClick(window.cards[where], key)
        assert window.focusWidget() is window.cards[wanted]
        where = wanted
    before = opened.session.scenario
    QTest.keyClick(window.cards[where], Qt.Key.Key_Return)
    entry = window.cards[where].entry
    assert not window.isVisible()
    assert opened.session.scenario == entry.a
    assert opened.session.compared
    assert opened.compare is not None
    assert opened.compare.isVisible()
    assert opened.actions_by_id["undo"].text().endswith(entry.title[1:])
    opened.actions_by_id["undo"].trigger()
    assert opened.session.scenario == before


def test_a_click_opens_and_escape_leaves_everything(opened: MainWindow) -> None:
    window = reopened(opened)
    before = opened.session.pair
    QTest.keyClick(window.cards[0], Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert opened.session.pair == before
    window = reopened(opened)
    single = next(card for card in window.cards if card.entry.b is None)
    QTest.mouseClick(single, Qt.MouseButton.LeftButton)
    assert opened.session.scenario == single.entry.a
    assert not opened.session.compared


def test_large_text_takes_fewer_columns_and_nothing_is_cut_off(opened: MainWindow) -> None:
    window = reopened(opened)
    look, columns = opened.look, window.columns
    look.set_scale(2.0)
    QApplication.processEvents()
    assert window.columns < columns
    for card in window.cards:
        assert card.height() >= card.heightForWidth(card.width())
        assert card.accessibleName() == card.entry.title
        assert card.entry.question in card.accessibleDescription()
    look.set_scale(1.0)
    window.close()
