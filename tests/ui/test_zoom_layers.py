"""Zoom, pan and layers of the plate, by wheel, mouse and keys; what is said stays right."""

from __future__ import annotations

import pytest
from frames import TREATED, model
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.synapse_view import SynapseView, close_up, pool
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.atlas import Placed
from vmat2_desktop.ui.synapse_view.camera import MOST_ZOOM, Camera, seen_of
from vmat2_desktop.ui.synapse_view.layers import layers
from vmat2_desktop.ui.synapse_view.seen import stage_of

HOME = g.Place(-200.0, 8.0, 1.1)
STAGE = QRectF(16, 56, 808, 500)


def wheel(view: SynapseView, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@given(
    st.lists(
        st.tuples(
            st.floats(0.2, 5.0),
            st.floats(16, 824),
            st.floats(56, 556),
            st.floats(-900, 900),
            st.floats(-900, 900),
        ),
        max_size=8,
    )
)
def test_no_camera_shows_anything_beyond_the_whole(
    steps: list[tuple[float, float, float, float, float]],
) -> None:
    camera, whole = Camera(), seen_of(HOME, STAGE)
    for factor, x, y, dx, dy in steps:
        camera = camera.zoomed(factor, QPointF(x, y), HOME, STAGE)
        camera = camera.panned(QPointF(dx, dy), HOME, STAGE)
        assert 1.0 <= camera.zoom <= MOST_ZOOM
        assert whole.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(seen_of(camera.place(HOME, STAGE), STAGE))


def test_the_wheel_keeps_the_point_under_the_hand(view: SynapseView) -> None:
    at = QPointF(420, 300)
    before = view._view().place
    wheel(view, at, 5)
    after = view._view().place
    assert view.zoom == pytest.approx(1.25**5)
    assert after.design_x(at.x()) == pytest.approx(before.design_x(at.x()))
    assert after.design_y(at.y()) == pytest.approx(before.design_y(at.y()))
    wheel(view, at, 40)
    assert view.zoom == MOST_ZOOM
    wheel(view, at, -60)
    assert view.zoom == 1.0
    assert view._view().place == view._prepared_room().place


def test_a_drag_pulls_the_picture_and_a_double_click_brings_the_whole_back(view: SynapseView) -> None:
    view.zoom_to(4.0)
    before = view._view().place
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(view, QPoint(360, 300))
    QTest.mouseMove(view, QPoint(300, 280))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 280))
    after = view._view().place
    assert (after.left - before.left, after.top - before.top) == pytest.approx((-100, -20))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert view.zoom == 1.0


def test_keys_zoom_and_the_overview_leads_back(window: MainWindow) -> None:
    view = window.plate.view
    QTest.keyClick(window, Qt.Key.Key_Z)
    QTest.keyClick(window, Qt.Key.Key_Z)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert view.zoom == pytest.approx(1.25)
    view.grab()
    QApplication.processEvents()
    assert view.overview.isVisible()
    assert view.overview.accessibleName()
    QTest.mouseClick(view.overview, Qt.MouseButton.LeftButton)
    view.grab()
    QApplication.processEvents()
    assert view.zoom == 1.0
    assert not view.overview.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Z)
    QTest.keyClick(window, Qt.Key.Key_0)
    assert view.zoom == 1.0


@pytest.mark.parametrize("zoom", [1.6, 3.0, 8.0])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_labels_keep_their_size_lie_on_the_stage_and_never_overlap(
    view: SynapseView, zoom: float, scale: float
) -> None:
    view.set_text_scale(scale)
    view.zoom_by(zoom, QPointF(420, 250))
    view.grab()
    placed, stage = view._placed, stage_of(view._prepared_room())
    assert placed is not None
    for i, tag in enumerate(placed.tags):
        assert stage.contains(tag.rect)
        assert all(line.font.pixelSize() >= looks.NOTE * scale for line in tag.lines)
        assert all(tag.rect.contains(line.rect) for line in tag.lines)
        assert not any(tag.rect.intersects(other.rect) for other in placed.tags[i + 1 :])
    for _, target in placed.leaders:
        assert stage.contains(target)


def test_a_label_whose_thing_is_out_of_view_hides(view: SynapseView) -> None:
    view.zoom_by(4.0, QPointF(250, 200))
    view.grab()
    assert view._placed is not None
    named = {tag.key for tag in view._placed.tags}
    assert named
    assert not named & {"mao", "antipsychotic", "cleft"}


def test_sprites_are_sharp_at_every_zoom_and_their_memory_is_bounded(qapp: QApplication) -> None:
    from vmat2_desktop.ui.synapse_view.atlas import catalogue
    from vmat2_desktop.ui.synapse_view.scene import Scene

    drawn = catalogue(Scene(model()).pump_angles())
    made = close_up.CloseUp(drawn, looks.LIGHT, 1.06 * MOST_ZOOM, 2.0)
    picture, _ = made._picture("vesicle:30", drawn["vesicle:30"])
    assert picture.width() >= 2 * g.VESICLE_RADIUS * 1.06 * MOST_ZOOM * 2.0
    for name, what in drawn.items():
        made._picture(name, what)
        assert made.bytes <= close_up.MOST_BYTES


def image(view: SynapseView) -> QImage:
    return view.grab().toImage()


@pytest.mark.parametrize("layer", [layer.id for layer in layers()])
def test_each_layer_changes_the_picture_and_comes_back(view: SynapseView, layer: str) -> None:
    before = image(view)
    shown = view.layers.is_shown(layer)
    view.layers.set_shown(layer, not shown)
    assert image(view) != before
    view.layers.set_shown(layer, shown)
    assert image(view) == before


def test_of_a_hidden_layer_neither_label_nor_scale_speaks(view: SynapseView) -> None:
    def said() -> str:
        view.grab()
        assert view._placed is not None
        return " ".join(line.text for line in view._placed.lines)

    assert "1 free hexagon" in said()
    view.layers.set_shown("inhibitor", False)
    assert "1 free hexagon" not in said()
    view.layers.set_shown("mao", False)
    assert "MAO" not in said().replace("synthesis, DAT, MAO", "")
    view.layers.set_shown("pool", True)
    assert "1 small: 1" in said()
    view.layers.set_shown("scales", False)
    assert "stands for" not in said()
    assert view.toolTip()


def test_the_pool_has_each_vesicle_once_and_none_over_a_large_one() -> None:
    for sites in (1, 3, 4):
        for count in (60, 100, 300):
            spots = pool.places(count, sites)
            assert len(set(spots)) == count
            for x, y in spots:
                for large_x, large_y, _ in g.reserve(sites):
                    assert (x - large_x) ** 2 + (y - large_y) ** 2 > (g.VESICLE_RADIUS + g.SMALL_RADIUS) ** 2
    drawn: list[Placed] = pool.placed(TREATED, 3)
    at_sites = {site.vesicle for site in TREATED.sites if site.vesicle >= 0}
    assert len(drawn) == len(TREATED.vesicle_content) - len(at_sites)


def test_the_menu_of_layers_follows_and_leads(window: MainWindow) -> None:
    menu = window.plate.view.layers_button.menu
    assert menu is not None
    actions = {action.objectName(): action for action in menu.actions()}
    assert "names" in actions
    actions["layer_dat"].trigger()
    assert not window.plate.view.layers.is_shown("dat")
    window.plate.view.layers.set_shown("dat", True)
    assert actions["layer_dat"].isChecked()
