"""The probe, dragged and moved by keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import as_it_opens, show
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vmat2_desktop.documents import session_file
from vmat2_desktop.engine import probe as engine
from vmat2_desktop.regimens import inhibitor, with_inhibitor
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.probe import SITE, distance_um, inside

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(shared_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    as_it_opens(shared_window, tmp_path)
    shared_window.session.seek(1000.0)
    shared_window.look.set_probe(False)
    shared_window.resize(1280, 800)
    show(shared_window)
    shared_window.actions_by_id["probe"].trigger()
    shared_window.plate.probe.put((SITE[0] + 90.0, SITE[1] + 42.0))
    QApplication.processEvents()
    yield shared_window
    as_it_opens(shared_window, tmp_path)


def test_the_hand_drags_it_and_the_trace_follows(window: MainWindow) -> None:
    tip, trace, view = window.plate.probe, window.plate.probe_trace, window.plate.view
    assert tip.isVisible()
    middle = tip.rect().center()
    assert trace.reading is not None
    before, picture = trace.reading.peak_nM, trace.grab().toImage()
    target = view.pixel_of((SITE[0] + 20.0, SITE[1] + 30.0)).toPoint()
    QTest.mousePress(tip, LEFT, pos=middle)
    QTest.mouseMove(tip, tip.mapFromParent(target))
    QTest.mouseRelease(tip, LEFT)
    assert tip.place == pytest.approx((SITE[0] + 20.0, SITE[1] + 30.0), abs=1.5)
    assert (tip.geometry().center() - target).manhattanLength() <= 3
    assert trace.reading.peak_nM > before
    assert trace.grab().toImage() != picture


def test_it_reads_what_the_engine_says_of_that_place(window: MainWindow) -> None:
    session, tip, trace = window.session, window.plate.probe, window.plate.probe_trace
    asked = engine.read(session.course, session.time_h, distance_um(tip.place, session.model))
    assert trace.reading is not None
    assert trace.reading.peak_nM == asked.peak_nM
    assert f"{asked.distance_um * 1000:.0f} nm" in tip.accessibleDescription()
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=0.0)), "dose")
    assert trace.reading.peak_nM > asked.peak_nM


def test_arrow_keys_move_it_and_the_cleft_holds_it(window: MainWindow) -> None:
    tip = window.plate.probe
    tip.setFocus()
    x, y = tip.place
    QTest.keyClick(tip, Qt.Key.Key_Left)
    assert tip.place == pytest.approx((x - 10.0, y))
    QTest.keyClick(tip, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert tip.place == pytest.approx((x - 10.0, y - 2.0))
    for _ in range(20):
        QTest.keyClick(tip, Qt.Key.Key_Down)
    assert tip.place == pytest.approx(inside((x - 10.0, 1e4)))


def test_it_follows_the_zoom_and_hides_where_its_place_is_out_of_sight(window: MainWindow) -> None:
    tip, view = window.plate.probe, window.plate.view
    view.zoom_by(2.0, view.pixel_of(tip.place))
    assert (QPointF(tip.geometry().center()) - view.pixel_of(tip.place)).manhattanLength() <= 3.0
    assert tip.isVisible()
    for _ in range(40):
        view.pan(QPointF(0.0, 400.0))
    assert tip.isVisible() == view.shows(view.pixel_of(tip.place))
    view.show_whole()
    assert tip.isVisible()


def test_it_stands_in_the_cleft_and_goes_when_it_is_put_away(window: MainWindow) -> None:
    plate = window.plate
    assert not plate.probe_trace.geometry().intersects(plate.view.geometry())
    assert plate.view.rect().contains(plate.probe.geometry().topLeft() + QPoint(1, 1))
    window.actions_by_id["probe"].trigger()
    assert not plate.probe.isVisible()
    assert not plate.probe_trace.isVisible()


def test_a_session_keeps_its_place(window: MainWindow) -> None:
    tip, documents = window.plate.probe, window.documents
    tip.put((SITE[0] - 60.0, SITE[1] + 20.0))
    kept = session_file.loads(session_file.dumps(documents.document()), documents._known)
    window.actions_by_id["probe"].trigger()
    tip.put((SITE[0], SITE[1] + 20.0))
    assert documents.document().layout.probe is None
    assert documents._stand(kept)
    assert tip.isVisible()
    assert tip.place == pytest.approx((SITE[0] - 60.0, SITE[1] + 20.0))
