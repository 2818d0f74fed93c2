"""The picture: what is drawn is what is computed, nothing overlaps, and it says itself in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from frames import HEALTHY, STATES, TREATED, model
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.synapse_view import SPRITES, SynapseView, painter, sprites, tally, words
from vmat2_desktop.ui.texts import active_form

DOC = Path(__file__).parents[2] / "docs" / "model.md"


def test_every_sprite_shows_a_field_of_the_frame() -> None:
    names = {field.name for field in fields(Frame)}
    assert set(SPRITES.values()) <= names


def test_the_model_page_names_the_variable_behind_every_sprite() -> None:
    text = DOC.read_text(encoding="utf-8")
    table = text.split("<!-- sprites:begin -->")[1].split("<!-- sprites:end -->")[0]
    rows = re.findall(r"^\| ([^|]+?) \| `(\w+)` \|", table, re.MULTILINE)
    assert dict(rows) == dict(SPRITES)


def shown(qtbot: QtBot, frame: Frame, size: tuple[int, int] = (840, 760)) -> SynapseView:
    view = SynapseView(model(), looks.LIGHT)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.show_frame(frame)
    view.advance(1.0)
    return view


def picture(view: SynapseView) -> QImage:
    return view.grab().toImage()


@pytest.mark.parametrize("size", [(840, 760), (620, 520), (480, 420), (1200, 1000)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.3, 2.0])
def test_no_two_texts_overlap(qtbot: QtBot, size: tuple[int, int], scale: float) -> None:
    for frame in (HEALTHY, TREATED):
        view = shown(qtbot, frame, size)
        view.set_text_scale(scale)
        view.grab()
        placed = view._placed
        assert placed is not None
        assert placed.lines
        for i, line in enumerate(placed.lines):
            for other in placed.lines[i + 1 :]:
                assert not line.rect.intersects(other.rect), (line.text, other.text)


def written(view: SynapseView) -> list[str]:
    view.grab()
    placed = view._placed
    assert placed is not None
    return [line.text for line in placed.lines]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_pace_that_finds_no_room_is_in_the_tool_tip(qtbot: QtBot, scale: float) -> None:
    view = shown(qtbot, TREATED, (480, 320))
    view.set_text_scale(scale)
    lines = written(view)
    assert all(pace in lines or pace in view.toolTip() for pace in words.paces(TREATED))
    assert all(pace in view.accessibleDescription() for pace in words.paces(TREATED))


@pytest.mark.parametrize("name", sorted(STATES))
def test_each_end_of_the_balance_says_whose_pointer_stands_there(qtbot: QtBot, name: str) -> None:
    view = shown(qtbot, STATES[name], (840, 760))
    view.grab()
    placed = view._placed
    assert placed is not None
    assert placed.balance_bar is not None
    bar = placed.balance_bar
    rect = {line.text: line.rect for line in placed.lines}
    little = next(rect[text] for text in rect if text.startswith("parkinsonism"))
    assert little.top() > rect["too little"].top() > bar.bottom()
    assert little.left() == pytest.approx(bar.left(), abs=1)
    assert rect["dyskinesia"].top() == little.top()
    assert rect["dyskinesia"].right() == pytest.approx(bar.right(), abs=1)


@pytest.mark.parametrize("width", [620, 700, 840, 1000])
def test_a_number_of_the_autoreceptor_stays_beside_its_word(qtbot: QtBot, width: int) -> None:
    view = shown(qtbot, replace(TREATED, autoreceptor_lit=0.11, autoreceptor_held=0.20), (width, 700))
    rows = [line.replace(words.SPACE, " ") for line in written(view)]
    assert "11 % lit, 20 % held" in rows or {"11 % lit,", "20 % held"} <= set(rows)


def test_labels_say_what_a_student_can_read(qtbot: QtBot) -> None:
    view = shown(qtbot, replace(TREATED, mao_flux=3.87, cytosolic_dopamine=0.87))
    lines = [line.replace(words.SPACE, " ") for line in written(view)]
    for text in ("35 % full (mean)", "refill up to 36 %", "23 % of full speed", "87 % of healthy"):
        assert text in lines
    assert lines[lines.index("breaks down") + 1] == "3.9 times healthy"


def test_each_quantity_changes_the_picture(qtbot: QtBot) -> None:
    base = HEALTHY
    before = picture(shown(qtbot, base))
    for change in (
        {"vmat2_occupancy": 0.7},
        {"vesicle_content": base.vesicle_content * 0.3},
        {"d2_density": 1.5},
        {"d2_held": 0.8, "d2_lit": 0.05},
        {"receptor_response": 1.7},
        {"score": 10.0},
        {"parkinsonism": 0.6},
        {"cytosolic_dopamine": 3.0},
    ):
        after = picture(shown(qtbot, replace(base, **change)))
        assert after != before, change


def test_the_same_frame_gives_the_same_picture(qtbot: QtBot) -> None:
    assert picture(shown(qtbot, TREATED)) == picture(shown(qtbot, TREATED))


def test_it_says_itself_in_words(qtbot: QtBot) -> None:
    view = shown(qtbot, TREATED)
    assert view.accessibleName()
    assert "%" in view.accessibleDescription()


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 60), st.integers(0, 99))
def test_only_as_many_items_flip_as_the_number_changed(
    first: float, second: float, count: int, seed: int
) -> None:
    order = tally.seeded_order(count, seed)
    assert sorted(order) == list(range(count))
    low, high = (set(order[: round(share * count)]) for share in sorted((first, second)))
    assert low <= high


# What fits


@pytest.mark.parametrize("size", [(748, 576), (662, 576), (646, 576), (664, 708), (840, 808)])
def test_the_scales_and_the_balance_bar_find_room_in_a_usual_window(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    view = shown(qtbot, TREATED, size)
    lines = written(view)
    assert set(words.scale_lines(view._scene.scales)) <= set(lines)
    assert view._placed is not None
    assert view._placed.balance_bar is not None


def test_what_binds_is_named_and_where_it_comes_from(qtbot: QtBot) -> None:
    view = shown(qtbot, TREATED)
    view.set_names("Valbenazine", "Haloperidol", "[+]-α-HTBZ")
    lines = [line.replace(words.SPACE, " ") for line in written(view)]
    start = lines.index("[+]-α-HTBZ")
    assert lines[start + 1 : start + 3] == ["from valbenazine", "46 nM free"]
    view.set_names("Reserpine", "", "Reserpine")
    lines = [line.replace(words.SPACE, " ") for line in written(view)]
    assert lines[lines.index("Reserpine") + 1] == "46 nM free"


@pytest.mark.parametrize(
    ("drug", "name"),
    [
        ("valbenazine", "[+]-α-HTBZ"),
        ("tetrabenazine", "HTBZ isomers"),
        ("deutetrabenazine", "HTBZ isomers"),
        ("reserpine", "Reserpine"),
    ],
)
def test_every_inhibitor_names_its_active_form(drug: str, name: str) -> None:
    assert active_form(model().drugs[drug]) == name


def test_the_limit_of_one_release_is_said_as_such(qtbot: QtBot) -> None:
    lines = [
        line.replace(words.SPACE, " ") for line in written(shown(qtbot, replace(TREATED, perisynaptic_nM=80)))
    ]
    assert lines[lines.index("Perisynaptic") + 1 :][:2] == ["now 80 nM", "one release ≤ 44 nM"]


def test_a_daily_mean_says_so(qtbot: QtBot) -> None:
    assert any("daily mean" in line for line in written(shown(qtbot, replace(TREATED, mean_h=24.0))))
    assert not any("daily mean" in line for line in written(shown(qtbot, TREATED)))


def test_numbers_wait_for_their_turn_while_the_picture_goes_on(qtbot: QtBot) -> None:
    view = shown(qtbot, TREATED)
    before, picture_before = written(view), picture(view)
    view.show_frame(replace(TREATED, vmat2_occupancy=0.2, perisynaptic_nM=80.0), numbers=False)
    view.advance(1.0)
    assert written(view) == before
    assert picture(view) != picture_before
    view.show_frame(replace(TREATED, vmat2_occupancy=0.2, perisynaptic_nM=80.0))
    assert written(view) != before


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_hatching_is_as_strong_on_a_fine_screen(ratio: float) -> None:
    def inked(draw: Callable[[sprites.Brush, QRectF], None]) -> float:
        image = QImage(int(120 * ratio), int(12 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(looks.LIGHT.panel))
        with QPainter(image) as brush:
            brush.setRenderHints(painter.HINTS)
            draw(sprites.Brush(brush, looks.LIGHT, 1.0), QRectF(0, 0, 120, 12))
        limit = 0.5 * (QColor(looks.LIGHT.panel).lightnessF() + QColor(looks.LIGHT.ink2).lightnessF())
        spots = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return sum(image.pixelColor(x, y).lightnessF() < limit for x, y in spots) / len(spots)

    assert inked(painter._slashed) == pytest.approx(0.26, abs=0.1)
    assert inked(painter._dotted) == pytest.approx(0.14, abs=0.06)
