from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from vmat2_desktop.ui import theme as looks

TEXT = [
    ("ink", "window panel plate terminal post selected"),
    ("ink2", "window panel plate terminal post"),
    ("accent", "panel window"),
    ("on_accent", "accent"),
]
GRAPHICS = [
    ("control", "panel"),
    ("dopamine_edge", "vesicle plate level panel"),
    ("inhibitor_edge", "terminal panel"),
    ("antipsychotic_edge", "plate"),
    ("d2_edge", "post plate panel"),
    ("d1_edge", "post plate"),
    ("dat_edge", "terminal plate"),
    ("vmat2_edge", "terminal"),
    ("vmat2_hollow_edge", "terminal"),
    ("vesicle_membrane", "terminal vesicle"),
    ("membrane", "plate terminal"),
    ("mao", "mitochondrion"),
    ("mitochondrion_edge", "terminal"),
    ("ghost", "panel"),
]


def pairs(table: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(front, ground) for front, grounds in table for ground in grounds.split()]


@pytest.fixture(autouse=True)
def _undressed(qapp: QApplication) -> Iterator[None]:
    style, font, palette = qapp.styleSheet(), qapp.font(), qapp.palette()
    yield
    qapp.setStyleSheet(style)
    qapp.setFont(font)
    qapp.setPalette(palette)


def test_contrast_of_black_on_white_is_21() -> None:
    assert looks.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert looks.contrast("#777777", "#777777") == pytest.approx(1.0)
    assert looks.contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", looks.THEMES)
@pytest.mark.parametrize(("front", "ground"), pairs(TEXT))
def test_text_is_readable(name: str, front: str, ground: str) -> None:
    theme = looks.THEMES[name]
    assert looks.contrast(getattr(theme, front), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("name", looks.THEMES)
@pytest.mark.parametrize(("front", "ground"), pairs(GRAPHICS))
def test_edges_that_carry_meaning_are_seen(name: str, front: str, ground: str) -> None:
    theme = looks.THEMES[name]
    assert looks.contrast(getattr(theme, front), getattr(theme, ground)) >= 3.0


def test_the_shipped_font_is_used_with_tabular_figures(qapp: QApplication) -> None:
    assert looks.FAMILY in looks.load_fonts()
    assert looks.FAMILY in QFontDatabase.families()
    metrics = QFontMetricsF(looks.font(looks.BODY, 700))
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("8000"))


def test_text_scale_is_kept_between_80_and_200_percent(qapp: QApplication) -> None:
    assert looks.font(20, scale=1.5).pixelSize() == 30
    assert looks.font(20, scale=9.0).pixelSize() == 40
    assert looks.font(20, scale=0.1).pixelSize() == 16


def a_window_of_controls() -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    combo = QComboBox()
    combo.addItem("Tardive dyskinesia")
    chosen = QRadioButton("Valbenazine")
    chosen.setChecked(True)
    switch = QToolButton()
    switch.setText("Mechanistic")
    switch.setCheckable(True)
    switch.setChecked(True)
    for control in (
        combo,
        chosen,
        QRadioButton("None"),
        QSlider(Qt.Orientation.Horizontal),
        QPushButton("Spike"),
        switch,
        QSpinBox(),
        QDoubleSpinBox(),
        QCheckBox("With food"),
        QGroupBox("Genotype"),
    ):
        layout.addWidget(control)
    return window


@pytest.mark.parametrize("name", looks.THEMES)
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_control_is_dressed_without_a_complaint_from_qt(
    qtbot: QtBot, qapp: QApplication, name: str, scale: float
) -> None:
    looks.apply_theme(qapp, looks.THEMES[name], scale)
    window = a_window_of_controls()
    qtbot.addWidget(window)
    image = window.grab().toImage()
    assert not image.isNull()
    assert qapp.palette().window().color() == QColor(looks.THEMES[name].window)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what Qt's offscreen platform says of any window
@pytest.mark.parametrize("name", looks.THEMES)
@pytest.mark.parametrize("kind", [QPushButton, QComboBox, QSpinBox, QSlider, QRadioButton, QToolButton])
def test_the_focus_ring_is_visible(qtbot: QtBot, qapp: QApplication, name: str, kind: type[QWidget]) -> None:
    theme = looks.THEMES[name]
    looks.apply_theme(qapp, theme)
    window, control, other = QWidget(), kind(), QPushButton("Other")
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(control)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()

    def accents() -> int:
        image = control.grab().toImage()
        accent = QColor(theme.accent).rgb()
        return sum(image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height()))

    other.setFocus()
    before = accents()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    assert accents() > before + control.width()
