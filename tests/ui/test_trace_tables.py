"""Every diagram as a table and as a figure; concentrations by ratios."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vmat2_desktop.regimens import inhibitor, with_inhibitor
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.remembered import Remembered
from vmat2_desktop.ui.synapse_view.layers import Layers
from vmat2_desktop.ui.traces.column import TracesColumn
from vmat2_desktop.ui.traces.scale import Scale, logarithmic
from vmat2_desktop.ui.traces.table import MOST_ROWS, sheet_of, step_of

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
DAY = 24.0
Saved = list[tuple[str, bytes]]


@pytest.fixture
def saved() -> Saved:
    return []


@pytest.fixture
def column(session: Session, look: Look, saved: Saved, qtbot: QtBot) -> Iterator[TracesColumn]:
    made = TracesColumn(session, look, lambda name, data: saved.append((name, data)))
    made.resize(464, 900)
    made.show()
    for _ in range(3):
        QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


# Logarithmic


def test_a_logarithmic_axis_keeps_zero_at_its_foot() -> None:
    scale = logarithmic(60.0)
    assert (scale.foot, scale.top) == (0.1, 60.0)
    assert scale.share(0.0) == scale.share(0.05) == 0.0
    assert scale.share(60.0) == 1.0
    assert scale.share(1.0) - scale.share(0.1) == pytest.approx(scale.share(10.0) - scale.share(1.0))
    assert [text for _, text in scale.ticks()] == ["≤ 0.1", "1", "10", "60"]
    assert [text for _, text in Scale(60.0).ticks()] == ["0", "30", "60"]


def test_concentrations_alone_can_be_logarithmic_and_it_is_remembered(
    column: TracesColumn, session: Session, look: Look, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    owner = QWidget()
    qtbot.addWidget(owner)
    Remembered(settings, look, column, owner, Layers())
    column.set_shown("plasma", True)
    QApplication.processEvents()
    plain = column.cards["plasma"].plot.grab().toImage()
    menu = column.cards["plasma"].menu()
    (action,) = [item for item in menu.actions() if item.text() == "Logarithmic scale"]
    action.trigger()
    QApplication.processEvents()
    assert column.cards["plasma"].plot.grab().toImage() != plain
    column.cards["movement"].set_logarithmic(True)
    assert column.logarithmic() == ("plasma",)
    column.cards["parent"].set_published(True)
    other = TracesColumn(session, look, lambda _name, _data: None)
    qtbot.addWidget(other)
    Remembered(settings, look, other, owner, Layers())
    assert other.logarithmic() == ("plasma",)
    assert other.published() == ("parent",)


def test_a_value_stands_where_its_logarithm_says(column: TracesColumn) -> None:
    column.set_shown("plasma", True)
    plot = column.cards["plasma"].plot
    plot.set_logarithmic(True)
    rect, scale = plot.plot_rect(), plot._curves.scale
    expected = rect.bottom() - rect.height() * np.log(5.0 / scale.foot) / np.log(scale.top / scale.foot)
    assert plot.y_of(5.0) == pytest.approx(expected)
    assert plot.y_of(0.0) == rect.bottom()


# Tables


@pytest.mark.parametrize("span", [1e-5, 0.01, 3.0, 30.0, 2688.0, 40_000.0])
def test_a_table_has_as_many_rows_as_one_likes_to_read(span: float) -> None:
    assert 3 <= span / step_of(span) <= MOST_ROWS or step_of(span) == step_of(1e9)


def test_hours_are_values_and_days_are_means_with_their_range(column: TracesColumn, session: Session) -> None:
    trace = column.cards["vmat2"].trace
    hours = sheet_of(session.course, trace, 50 * DAY, 51 * DAY)
    assert hours.heads == ("Moment", "Time [h]", "VMAT2 occupied [%]")
    moment, time_h, value = hours.rows[4]
    assert isinstance(time_h, float)
    assert value == pytest.approx(session.course.at("vmat2.occupancy", time_h) * 100)
    assert str(moment).startswith("Day 50")
    days = sheet_of(session.course, trace, 0.0, 112 * DAY)
    assert days.heads[2:] == (
        "VMAT2 occupied, mean [%]",
        "VMAT2 occupied, lowest [%]",
        "VMAT2 occupied, highest [%]",
    )
    assert len(days.rows) == 112
    for _, at, mean, low, high in days.rows[2:100:7]:
        inside = (session.course.time_h >= float(at)) & (session.course.time_h < float(at) + DAY)
        values = session.course.series["vmat2.occupancy"][inside] * 100
        assert float(low) == pytest.approx(values.min())
        assert float(high) == pytest.approx(values.max())
        assert float(low) <= float(mean) <= float(high)


def test_the_table_window_follows_edits_and_the_axis(
    column: TracesColumn, session: Session, saved: Saved, qtbot: QtBot
) -> None:
    column.cards["vmat2"].table_asked.emit("vmat2")
    window = column.tables.windows["vmat2"]
    assert window.isVisible()
    first = window.model.sheet
    regimen = inhibitor(session.scenario, session.model)
    assert regimen is not None
    session.edit(with_inhibitor(session.scenario, session.model, replace(regimen, mg_per_day=40.0)), "dose")
    qtbot.waitUntil(lambda: window.model.sheet != first)
    second = window.model.sheet
    column.view.show(10 * DAY, 11 * DAY)
    qtbot.waitUntil(lambda: window.model.sheet != second)
    assert window.model.sheet.rows[0][1] == 10 * DAY
    assert window.view.model().data(window.model.index(0, 1)) == "240"
    window.save()
    assert saved[-1][0] == "vmat2-table.csv"
    assert saved[-1][1].startswith(b"Moment,Time [h],VMAT2 occupied [%]")
    window.close()


def test_no_head_is_cut_off_however_large_the_text(column: TracesColumn, look: Look) -> None:
    window = column.tables.open(column.cards["vesicular"].trace)
    head = window.view.horizontalHeader()
    for scale in (1.0, 2.0):
        look.set_scale(scale)
        QApplication.processEvents()
        assert head.count() == 8
        for place in range(head.count()):
            assert head.sectionSize(place) >= head.sectionSizeHint(place)
    assert (
        window.model.headerData(4, Qt.Orientation.Horizontal)
        == "Vesicular dopamine,\nhighest\n[% of healthy]"
    )
    window.close()


def test_the_keyboard_copies_the_rows_that_are_chosen(column: TracesColumn, qtbot: QtBot) -> None:
    window = column.tables.open(column.cards["movement"].trace)
    window.view.selectRow(2)
    window.view.selectRow(2)
    qtbot.keyClick(window.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Moment\tTime [h]")
    assert len(lines) == 3
    assert lines[1].split("\t")[1] == f"{window.model.sheet.rows[2][1]:.6g}"
    window.view.clearSelection()
    qtbot.mouseClick(window.copy_button, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().splitlines()) == len(window.model.sheet.rows) + 1
    window.close()


# Figures


def test_a_drawing_has_lines_letters_and_its_axis(column: TracesColumn, saved: Saved) -> None:
    column.cards["vmat2"].save_drawing()
    column.save_drawing()
    assert [name for name, _ in saved] == ["vmat2.svg", "traces.svg"]
    root = ElementTree.fromstring(saved[0][1])
    tags = [item.tag.rpartition("}")[2] for item in root.iter()]
    assert "image" not in tags, "curves are lines, not pixels"
    assert tags.count("path") + tags.count("polyline") > 3
    assert "text" not in tags, "a font that is not installed would be replaced"
    words = {
        item.attrib["aria-label"]: item.attrib["d"] for item in root.iter() if "aria-label" in item.attrib
    }
    assert {"VMAT2 occupied", "weeks from the start of the scenario"} <= set(words)
    assert words["VMAT2 occupied"].count("C") > words["0"].count("C") > 0, "letters are curves"
    assert len(saved[1][1]) > len(saved[0][1])


def test_a_copied_figure_is_twice_as_fine_and_leaves_the_window_as_it_was(column: TracesColumn) -> None:
    card = column.cards["vmat2"]
    before = card.plot.grab().toImage()
    card.copy_figure()
    image = QGuiApplication.clipboard().image()
    assert isinstance(image, QImage)
    assert image.width() >= 2 * card.width()
    QApplication.processEvents()
    assert card.plot.grab().toImage() == before
