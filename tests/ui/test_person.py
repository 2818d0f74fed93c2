"""The person in the movement card: a pen moves while time runs, and its spiral stands when it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from frames import HEALTHY, STATES, TD, TREATED, model
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.person.spiral import SEEDS, Spiral
from vmat2_desktop.ui.synapse_view import SynapseView


def shown(qtbot: QtBot, frame: Frame, size: tuple[int, int] = (840, 760), person: bool = True) -> SynapseView:
    view = SynapseView(model(), looks.LIGHT)
    qtbot.addWidget(view)
    view.set_person(person)
    view.set_before(TD.score, TD.parkinsonism)
    view.resize(*size)
    view.show()
    view.show_frame(frame)
    view.advance(1.0)
    view.grab()
    QTest.qWait(1)
    return view


def picture(spiral: Spiral) -> QImage:
    """Return the spiral as it stands on its card."""
    card = spiral.parentWidget()
    assert card is not None
    return card.grab(spiral.geometry()).toImage()


def ink(spiral: Spiral) -> int:
    """Return how many pixels are as dark as the pen."""
    image = picture(spiral).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return int((rows < 70).sum())


SIZES = [(634, 500), (640, 600), (840, 760), (1130, 820)]
"""The plate in windows of 1024 x 700 to 1900 x 1000."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(STATES))
def test_the_person_has_room_and_covers_no_word(qtbot: QtBot, size: tuple[int, int], name: str) -> None:
    view = shown(qtbot, STATES[name], size)
    placed = view._placed
    assert placed is not None
    assert view.spiral.isVisible()
    place = view.spiral.geometry()
    assert view.rect().contains(place)
    assert min(place.width(), place.height()) >= 76
    for line in placed.lines:
        assert not line.rect.toAlignedRect().intersects(place), line.text
    assert placed.balance_bar is not None
    assert placed.balance_bar.left() > place.right()
    for i, line in enumerate(placed.lines):
        for other in placed.lines[i + 1 :]:
            assert not line.rect.intersects(other.rect), (line.text, other.text)


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(480, 320), *SIZES])
def test_nothing_overlaps_at_any_text_size(qtbot: QtBot, size: tuple[int, int], scale: float) -> None:
    view = shown(qtbot, TREATED, size)
    view.set_text_scale(scale)
    view.grab()
    placed = view._placed
    assert placed is not None
    for i, line in enumerate(placed.lines):
        assert placed.spiral is None or not line.rect.intersects(placed.spiral), line.text
        for other in placed.lines[i + 1 :]:
            assert not line.rect.intersects(other.rect), (line.text, other.text)


def test_the_spiral_is_there_only_while_it_is_asked_for(qtbot: QtBot) -> None:
    view = shown(qtbot, TREATED, person=False)
    assert not view.spiral.isVisible()
    view.set_person(True)
    view.grab()
    QTest.qWait(1)
    assert view.spiral.isVisible()


def test_the_pen_draws_while_time_runs_and_stands_finished_when_it_does_not(qtbot: QtBot) -> None:
    view = shown(qtbot, TD)
    whole = ink(view.spiral)
    view.spiral.advance(0.1, True)
    assert view.spiral.share < 0.02
    seen = [ink(view.spiral)]
    for _ in range(3):
        view.spiral.advance(2.0, True)
        seen.append(ink(view.spiral))
    assert seen == sorted(seen)
    assert seen[0] < 0.2 * whole < seen[-1] < whole
    view.spiral.advance(0.1, False)
    assert view.spiral.share == 1.0
    assert ink(view.spiral) == pytest.approx(whole, rel=0.15)


def test_what_is_drawn_bit_by_bit_is_what_is_drawn_at_once(qtbot: QtBot) -> None:
    view = shown(qtbot, TD)
    at_once = picture(view.spiral)
    for _ in range(400):
        view.spiral.advance(0.05, True)
        view.spiral.grab()
        if view.spiral.share == 1.0:
            break
    bit_by_bit = picture(view.spiral)
    changed = sum(
        abs(QColor(at_once.pixel(x, y)).lightness() - QColor(bit_by_bit.pixel(x, y)).lightness()) > 90
        for x in range(at_once.width())
        for y in range(at_once.height())
    )
    assert changed <= 0.005 * at_once.width() * at_once.height()


def test_a_finished_spiral_is_followed_by_another_hand(qtbot: QtBot) -> None:
    view = shown(qtbot, TD)
    first = view.spiral.path.points
    for _ in range(300):
        view.spiral.advance(0.1, True)
        if not np.array_equal(view.spiral.path.points, first):
            break
    assert view.spiral.share == 0.0
    assert len(SEEDS) > 1


def test_reduced_motion_shows_it_finished(qtbot: QtBot) -> None:
    view = shown(qtbot, TD)
    view.set_reduced_motion(True)
    for _ in range(5):
        view.spiral.advance(0.5, True)
        assert view.spiral.share == 1.0


def test_another_state_draws_another_line_at_once(qtbot: QtBot) -> None:
    view = shown(qtbot, HEALTHY)
    steady = view.spiral.path
    assert "steady" in view.spiral.accessibleDescription()
    view.show_frame(TD)
    assert not np.array_equal(view.spiral.path.points, steady.points)
    assert "throws" in view.spiral.accessibleDescription()
    view.show_frame(replace(HEALTHY, parkinsonism=0.8))
    assert view.spiral.path.duration > steady.duration
    assert "slow" in view.spiral.accessibleDescription()


def test_the_score_says_what_it_was_and_the_balance_shows_it_hollow(qtbot: QtBot) -> None:
    view = shown(qtbot, TREATED)
    placed = view._placed
    assert placed is not None
    assert placed.balance_bar is not None
    assert "(was 10.0 on day 0)" in [line.text for line in placed.lines]
    bar, third = placed.balance_bar, placed.balance_bar.width() / 3
    now, was = (bar.right() - third + third * score / 28 for score in (TREATED.score, TD.score))
    image = view.grab().toImage()
    top = round(bar.top()) - 4
    assert QColor(image.pixel(round(now), top)).lightness() < 90
    assert QColor(image.pixel(round(was) + 1, top)).lightness() > 200
    view.set_before(TREATED.score, TREATED.parkinsonism)
    image = view.grab().toImage()
    assert "was" not in " ".join(line.text for line in view._placed.lines if line.text.startswith("("))  # type: ignore[union-attr]
    assert QColor(image.pixel(round(was) + 5, top - 3)) == QColor(looks.LIGHT.panel)


def test_the_view_menu_shows_and_hides_the_person(window: MainWindow) -> None:
    action = window.actions_by_id["person"]
    assert action.isChecked()
    assert window.plate.view.spiral.isVisible()
    action.trigger()
    window.grab()
    QTest.qWait(1)
    assert not action.isChecked()
    assert not window.plate.view.spiral.isVisible()


def test_the_hollow_pointer_is_the_start_of_the_course(window: MainWindow) -> None:
    course = window.session.course
    before = window.plate.view._before
    assert before is not None
    assert before.score == course.at(course.score_id, 0.0)
