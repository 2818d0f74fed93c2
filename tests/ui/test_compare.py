"""The page that compares, driven as a person would drive it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import show
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from vmat2_desktop.experiment import Side
from vmat2_desktop.regimens import inhibitor, phenotype_of
from vmat2_desktop.ui.compare.page import ComparePage
from vmat2_desktop.ui.main_window import MainWindow


def opened(window: MainWindow) -> ComparePage:
    QTest.keyClick(window, Qt.Key.Key_C)
    turn()
    assert window.compare is not None
    return window.compare


def turn() -> None:
    for _ in range(3):
        QApplication.processEvents()


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    turn()


def test_one_key_compares_and_the_same_key_returns(window: MainWindow) -> None:
    page = opened(window)
    assert page.isVisible()
    assert not window.plate.isVisible()
    assert window.left.folded
    assert window.header.compare.isChecked()
    QTest.mouseClick(window.header.compare, Qt.MouseButton.LeftButton)
    turn()
    assert window.plate.isVisible()
    assert not page.isVisible()
    assert not window.left.folded
    assert not window.session.compared


def test_an_empty_b_offers_a_copy_and_contrasts(window: MainWindow) -> None:
    page = opened(window)
    a = window.session.scenario
    assert not page.cards[Side.B].plate.isVisible()
    press(page, "copy_a")
    pair = window.session.pair
    assert pair.b is not None
    assert pair.b.scenario == a
    assert page.cards[Side.B].plate.isVisible()
    assert page.cards[Side.B].title.texts == (
        "The same",
        "Tardive dyskinesia, valbenazine 80\N{NO-BREAK SPACE}mg",
    )
    window.session.undo()
    turn()
    assert page.empty.isVisible()
    press(page, "contrast_untreated")
    assert inhibitor(window.session.scenario, window.session.model) is None


def test_equal_titles_give_way_to_what_differs(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_poor_metaboliser")
    first, second = (page.cards[side].title.texts[0] for side in Side)
    assert "normal metaboliser" in first
    assert "poor metaboliser" in second
    assert phenotype_of(window.session.scenario, window.session.model).name == "POOR"


def test_keys_choose_which_side_the_scenario_column_edits(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    turn()
    assert window.session.side is Side.A
    assert not window.left.folded
    assert window.sides.words.text() == "You edit A"
    assert window.scenario.inhibitor.choices["valbenazine"].isChecked()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    turn()
    assert window.sides.words.text() == "You edit B"
    QTest.mouseClick(window.scenario.inhibitor.choices["reserpine"], Qt.MouseButton.LeftButton)
    pair = window.session.pair
    assert pair.b is not None
    assert pair.b.scenario.medicine("reserpine") is not None
    assert pair.a.scenario.medicine("valbenazine") is not None
    QTest.mouseClick(window.sides.fold, Qt.MouseButton.LeftButton)
    assert window.left.folded
    press(page, "edit_A")
    assert (window.session.side, window.left.folded) == (Side.A, False)


def test_the_column_says_whom_it_edits_also_when_only_one_is_seen(window: MainWindow) -> None:
    assert not window.sides.isVisible()
    window.session.copy_to_b("copy")
    turn()
    assert window.sides.isVisible()
    QTest.mouseClick(window.sides.choice.button(0), Qt.MouseButton.LeftButton)
    assert window.session.side is Side.A


def test_both_pictures_are_drawn_and_differ_as_their_scenarios_do(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    images = [page.cards[side].plate.grab().toImage() for side in Side]
    assert all(colours(image) > 20 for image in images)
    assert images[0] != images[1]
    texts = {side: [value.text for value in page.cards[side].values.values] for side in Side}
    assert texts[Side.B][0].startswith("0 of")
    assert not texts[Side.A][0].startswith("0 of")
    assert page.cards[Side.A].plate.accessibleDescription()


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def test_traces_overlay_both_sides_and_the_cursor_reads_them(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    vmat2 = page.below.overlays["vmat2"]
    assert set(vmat2.values_at(1344.0)) == {Side.A, Side.B}
    assert vmat2.values_at(1344.0)[Side.B] == "0"
    drawn = vmat2.layers_drawn
    middle = vmat2.plot_rect().center().toPoint()
    QTest.mouseClick(vmat2, Qt.MouseButton.LeftButton, pos=middle)
    turn()
    assert window.session.time_h == pytest.approx(window.session.horizon_h / 2, rel=0.02)
    assert vmat2.layers_drawn == drawn, "a moving cursor draws no curve anew"
    assert "A " in vmat2.accessibleDescription()
    window.session.edit(replace(window.session.scenario, compensation=0.5), "another")
    turn()
    assert vmat2.layers_drawn == drawn + 1


def test_the_traces_are_those_that_the_person_shows(window: MainWindow) -> None:
    page = opened(window)
    assert len(page.below.shown) == 3
    window.traces.set_shown("qt", True)
    turn()
    assert "qt" in page.below.shown
    assert page.below.overlays["qt"].isVisible()


def test_the_table_of_differences_follows_the_clock(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    QTest.mouseClick(page.below.tabs.button(1), Qt.MouseButton.LeftButton)
    turn()
    table = page.below.table
    assert table.table.isVisible()
    assert "VMAT2 inhibitor" in table.what.text()

    def cells(name: str) -> list[str]:
        items = [
            [table.table.item(row, column) for column in range(6)] for row in range(table.table.rowCount())
        ]
        rows = [[item.text() for item in row if item is not None] for row in items]
        return next(row for row in rows if row[0] == name)

    before = cells("VMAT2 occupied")
    assert before[3] == "0"
    window.session.seek(0.0)
    turn()
    assert cells("VMAT2 occupied")[2:] == ["0", "0", "0", "both 0"]
    assert before[2] != "0"


def test_b_can_be_removed_from_its_menu_and_comes_back_by_undo(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    menu = page.cards[Side.B].more.menu()
    menu.aboutToShow.emit()
    action = next(one for one in menu.actions() if one.text() == "Remove B")
    action.trigger()
    turn()
    assert window.session.pair.b is None
    assert page.empty.isVisible()
    assert not window.actions_by_id["side_b"].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    turn()
    assert window.session.pair.b is not None
    assert page.cards[Side.B].plate.isVisible()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1600, 1000)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_fits_every_window(window: MainWindow, size: tuple[int, int], scale: float) -> None:
    window.look.set_scale(scale)
    window.resize(*size)
    page = opened(window)
    press(page, "contrast_untreated")
    show(window)
    assert (window.width(), window.height()) == size
    for card in page.cards.values():
        assert card.plate.width() > 150
        assert card.plate.height() > 60
    for name in page.below.shown:
        assert page.below.overlays[name].plot_rect().height() > 10


def test_nothing_that_takes_the_keyboard_is_without_a_name(window: MainWindow) -> None:
    page = opened(window)
    press(page, "contrast_untreated")
    for widget in (*page.findChildren(QWidget), *window.sides.findChildren(QWidget)):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            name = widget.accessibleName() or getattr(widget, "text", str)()
            assert name, widget
