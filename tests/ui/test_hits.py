"""What lies where on the plate: every drawn sprite answers to its own thing, by hand and by keys."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from frames import model
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from vmat2_desktop.ui.synapse_view import SynapseView, hits, painter
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import catalogue
from vmat2_desktop.ui.synapse_view.naming import name_of
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.synapse_view.words import Names


def centre(view: SynapseView, thing: str) -> QPoint:
    rect = view.rect_of(thing)
    assert not rect.isEmpty(), thing
    return rect.center()


def test_every_sprite_that_can_be_drawn_belongs_to_a_thing_with_a_name() -> None:
    for sprite in catalogue(Scene(model()).pump_angles()):
        if hits.kind_of(sprite) in ("dopamine", "dot"):
            continue
        thing = hits._OF_SPRITE[hits.kind_of(sprite)]
        assert thing in hits.THINGS
        assert hits._RADIUS[hits.kind_of(sprite)] > 0.0
    for thing in hits.THINGS:
        assert name_of(thing, Names())


def test_the_middle_of_each_thing_answers_with_that_thing(view: SynapseView) -> None:
    for zoom in (1.0, 3.0):
        view.zoom_to(zoom)
        view.grab()
        tried = 0
        for thing in view.things():
            rect = view.rect_of(thing)
            if rect.isEmpty() or not view.rect().contains(rect.center()):
                continue
            # What lies before another thing may cover its middle: then some other piece must answer.
            points = [view._view().place.point((p.x, p.y)) for p in hits.pieces_of(thing, view._pieces())]
            points.append(QPointF(rect.center()))
            assert thing in {
                view.thing_at(point) for point in points if view.rect().contains(point.toPoint())
            }
            tried += 1
        assert tried >= (12 if zoom == 1.0 else 4)


def test_a_dot_is_told_by_where_it_is() -> None:
    from vmat2_desktop.ui.synapse_view.atlas import Placed

    dots = [
        Placed("dopamine", *g.CYTOSOLIC[0]),
        Placed("dopamine", *g.EXTRACELLULAR[0]),
        Placed("dopamine", g.MAO[0][0] + 6.0, g.MAO[0][1]),
        Placed("dopamine", g.DAT[0][0], g.DAT[0][1] - 6.0),
    ]
    assert [hits._thing_of(dot) for dot in dots] == ["cytosol", "cleft", "mao", "dat"]


def test_the_space_between_things_has_a_name_and_outside_there_is_none(view: SynapseView) -> None:
    assert hits.thing_at(400.0, 90.0, []) == "cytosol"
    assert hits.thing_at(400.0, (g.BASE_Y + g.POST_Y) / 2, []) == "cleft"
    assert hits.thing_at(400.0, g.POST_Y + 60.0, []) == "response"
    assert hits.thing_at(g.CENTRE_X - g.REACH_X - 60.0, 200.0, []) == ""
    assert view.thing_at(QPointF(2.0, 2.0)) == ""


def test_what_stands_before_answers_before_what_stands_behind() -> None:
    behind, before = hits.Piece("vesicles", 0.0, 0.0, 20.0), hits.Piece("pumps", 15.0, 0.0, 8.0)
    assert hits.thing_at(15.0, 0.0, [behind, before]) == "pumps"
    assert hits.thing_at(0.0, 0.0, [behind, before]) == "vesicles"
    near = hits.piece_at(26.0, 0.0, [behind, before], slack=4.0)
    assert near is before
    assert hits.piece_at(30.0, 0.0, [behind, before], slack=4.0) is None


def test_hovering_names_and_leaving_forgets(view: SynapseView) -> None:
    said: list[str] = []
    view.looked_at.connect(said.append)
    plain = view.grab().toImage()
    QTest.mouseMove(view, centre(view, "dat"))
    assert said == ["dat"]
    assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert view.grab().toImage() != plain
    view.hover(None)
    assert said == ["dat", ""]
    assert view.grab().toImage() == plain


def test_labels_answer_for_their_things(view: SynapseView) -> None:
    assert view._placed is not None
    assert view._placed.names
    for thing, rect in view._placed.names:
        assert view.thing_at(rect.center()) == thing


def test_the_keys_visit_everything_once_and_ask_for_cards(view: SynapseView) -> None:
    asked: list[str] = []
    view.card_asked.connect(asked.append)
    view.setFocus()
    visited = []
    for _ in view.things():
        QTest.keyClick(view, Qt.Key.Key_Right)
        visited.append(view.thing)
        assert view.accessibleDescription().startswith(view.name_of(view.thing))
    assert visited == list(view.things())
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.thing == visited[-2]
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert asked == [visited[-2]]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.thing == ""
    assert asked == [visited[-2], ""]


def test_a_click_asks_for_a_card_and_a_pull_does_not(view: SynapseView) -> None:
    asked: list[str] = []
    view.card_asked.connect(asked.append)
    at = centre(view, "d1")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["d1"]
    view.zoom_to(4.0)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(view, QPoint(340, 300))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(340, 300))
    assert asked == ["d1"]


def test_what_is_hidden_is_not_visited(view: SynapseView) -> None:
    view.layers.set_shown("dat", False)
    assert "dat" not in view.things()
    x, y, _ = g.DAT[0]
    assert view.thing_at(view._view().place.point((x, y))) != "dat"


def test_labels_never_overlap_at_any_size_or_zoom(view: SynapseView) -> None:
    seen = 0
    for width, height in ((480, 420), (700, 620), (1000, 760), (1400, 1100)):
        view.resize(width, height)
        for zoom in (1.0, 1.5, 2.5, 5.0):
            view.zoom_to(zoom)
            view.grab()
            assert view._placed is not None
            rects = [rect for _, rect in view._placed.names]
            seen += len(rects)
            for place, rect in enumerate(rects):
                assert view.rect().toRectF().contains(rect)
                assert not any(rect.intersects(other) for other in rects[place + 1 :]), (width, zoom)
    assert seen > 80


def counted(monkeypatch: pytest.MonkeyPatch, room: object, name: str) -> Mock:
    made = Mock(wraps=getattr(room, name))
    monkeypatch.setattr(room, name, made)
    return made


def test_a_thing_of_many_pieces_is_outlined_with_one_picture_and_found_once(
    view: SynapseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.layers.set_shown("pool", True)
    view.look_at("vesicles")
    view.grab()
    rings = counted(monkeypatch, painter, "_ring")
    found = counted(monkeypatch, hits, "pieces")
    view.grab()
    assert (rings.call_count, found.call_count) == (2, 1)
    assert len(hits.pieces_of("vesicles", view._pieces())) > 80
