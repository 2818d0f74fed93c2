"""Colours, type and the style of every control: the one place that decides how the window looks."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.ui.colours import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    PROJECTOR,
    THEMES,
    Theme,
    contrast,
    for_room,
    luminance,
)

__all__ = [
    "AXIS",
    "BODY",
    "CARD_RADIUS",
    "CONTROL_RADIUS",
    "DARK",
    "FAMILY",
    "HIGH_CONTRAST",
    "LIGHT",
    "NOTE",
    "PROJECTOR",
    "SECTION",
    "THEMES",
    "TITLE",
    "Theme",
    "apply_theme",
    "clamped_scale",
    "contrast",
    "font",
    "for_room",
    "load_fonts",
    "luminance",
    "qt_palette",
    "style_sheet",
]

FAMILY = "Source Sans Pro"
CONTROL_RADIUS = 6
CARD_RADIUS = 12
TITLE, SECTION, BODY, NOTE, AXIS = 22, 16, 15, 14, 13
"""Sizes in px at a text scale of 1; nothing is smaller than AXIS."""
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 2.0

_WEIGHTS = {400: QFont.Weight.Normal, 600: QFont.Weight.DemiBold, 700: QFont.Weight.Bold}


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the fonts that come along; return the families found. Needs a QGuiApplication."""
    families: list[str] = []
    for path in sorted((resources_dir() / "fonts").glob("SourceSansPro-*.otf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return tuple(dict.fromkeys(families))


def clamped_scale(scale: float) -> float:
    """Return the text scale inside what the layout supports."""
    return min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))


def font(px: float, weight: int = 400, scale: float = 1.0) -> QFont:
    """Return the application's font at that size, with tabular figures."""
    load_fonts()
    made = QFont(FAMILY)
    made.setPixelSize(max(1, round(px * clamped_scale(scale))))
    made.setWeight(_WEIGHTS[weight])
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def qt_palette(theme: Theme) -> QPalette:
    """Return Qt's palette, for whatever the style sheet does not reach."""
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.window,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.ink2,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.BrightText: theme.ink,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.Light: theme.panel,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Mid: theme.control,
        QPalette.ColorRole.Dark: theme.control,
        QPalette.ColorRole.Shadow: theme.ink2,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    quiet = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
    for role in quiet:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.control))
    return palette


def apply_theme(application: QApplication, theme: Theme, text_scale: float = 1.0) -> None:
    """Dress the whole application."""
    application.setStyle("Fusion")
    application.setFont(font(BODY, scale=text_scale))
    application.setPalette(qt_palette(theme))
    application.setStyleSheet(style_sheet(theme, text_scale))


def style_sheet(theme: Theme, text_scale: float = 1.0) -> str:
    """Return the style of every control.

    Properties that other rooms may set: `role` of a QLabel: `title`, `section`, `note`, `axis`, `value` or
    `link`; of a QFrame: `panel`, `card` or `rule`; of a QPushButton: `primary` or `flat`.
    """
    scale = clamped_scale(text_scale)
    sizes = {
        name: f"{round(px * scale)}px"
        for name, px in {
            "title": TITLE,
            "section": SECTION,
            "body": BODY,
            "note": NOTE,
            "axis": AXIS,
            "value": 20,
            "control_height": 20,
            "row_height": 28,
        }.items()
    }
    edge = "2px" if theme.name in ("high_contrast", "projector") else "1px"
    colours = {
        name: getattr(theme, name)
        for name in ("panel", "window", "ink", "ink2", "line", "control", "accent", "on_accent", "selected")
    }
    return Template(_STYLE).substitute(colours, **sizes, edge=edge)


_STYLE = """
QMainWindow, QDialog { background: $window; }
QFrame[role="panel"], QFrame[role="card"] { background: $panel; }
QFrame[role="card"] { border: 1px solid $line; border-radius: 12px; }
QFrame[role="rule"] { background: $line; border: none; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title; font-weight: 700; }
QLabel[role="section"] { font-size: $section; font-weight: 600; }
QLabel[role="note"] { font-size: $note; color: $ink2; }
QLabel[role="axis"] { font-size: $axis; color: $ink2; }
QLabel[role="value"] { font-size: $value; font-weight: 700; }
QLabel[role="link"] { font-size: $body; font-weight: 600; color: $accent; }

QPushButton, QToolButton, QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit {
    background: $panel; border: $edge solid $control; border-radius: 6px; min-height: $control_height;
    padding: 5px 12px; selection-background-color: $accent; selection-color: $on_accent;
}
QPushButton, QToolButton { font-size: $note; font-weight: 600; }
QToolButton { padding: 5px 8px; }
QPushButton:hover, QToolButton:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover {
    background: $selected; border-color: $accent;
}
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:checked, QToolButton:checked, QPushButton[role="primary"] {
    background: $accent; border-color: $accent; color: $on_accent;
}
QPushButton[role="flat"], QToolButton[role="flat"], QToolButton[autoRaise="true"] {
    background: transparent; border-color: transparent;
}
QPushButton[role="flat"]:hover, QToolButton[autoRaise="true"]:hover { background: $selected; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled,
QLabel:disabled, QRadioButton:disabled, QCheckBox:disabled { color: $control; border-color: $line; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QLineEdit:focus {
    border: 2px solid $accent; padding: 4px 11px;
}
QToolButton:focus { padding: 4px 7px; }
QPushButton:checked:focus, QToolButton:checked:focus, QPushButton[role="primary"]:focus {
    border: 2px solid $ink;
}
QToolButton::menu-indicator { width: 0; }

QComboBox { padding-right: 28px; combobox-popup: 0; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down { border: none; width: 28px; subcontrol-origin: border; subcontrol-position: right; }
QComboBox::down-arrow, QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    width: 0; height: 0; border-left: 5px solid $panel; border-right: 5px solid $panel;
    border-top: 6px solid $ink2;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    width: 0; height: 0; border-left: 5px solid $panel; border-right: 5px solid $panel;
    border-bottom: 6px solid $ink2;
}
QSpinBox, QDoubleSpinBox { padding-right: 26px; }
QSpinBox:focus, QDoubleSpinBox:focus { padding-right: 25px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 26px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 3px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 3px; }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $control; outline: none; padding: 0;
    selection-background-color: $selected; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: $row_height; padding: 0 8px; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $ink; }

QRadioButton, QCheckBox {
    background: transparent; spacing: 10px; padding: 3px 6px;
    border: 2px solid transparent; border-radius: 6px;
}
QRadioButton:checked { background: $selected; font-weight: 600; }
QRadioButton:hover, QCheckBox:hover { background: $selected; }
QRadioButton:focus, QCheckBox:focus { border-color: $accent; }
QRadioButton::indicator, QCheckBox::indicator {
    width: 12px; height: 12px; border: 2px solid $control; border-radius: 8px; background: $panel;
}
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; border-radius: 8px; background: $on_accent;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }

QSlider { background: transparent; min-height: 28px; border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: 8px; border-radius: 4px; background: $line; }
QSlider::sub-page:horizontal { height: 8px; border-radius: 4px; background: $accent; }
QSlider::add-page:horizontal {
    height: 6px; border: 1px solid $control; border-radius: 4px; background: $panel;
}
QSlider::handle:horizontal {
    width: 16px; height: 16px; margin: -7px 0; background: $panel;
    border: 3px solid $accent; border-radius: 11px;
}
QSlider::handle:horizontal:hover { background: $selected; }
QSlider::sub-page:horizontal:disabled { background: $control; }
QSlider::handle:horizontal:disabled { border-color: $control; }

QGroupBox { border: none; margin-top: 28px; padding: 0; background: transparent; }
QGroupBox::title {
    subcontrol-origin: margin; subcontrol-position: top left; padding: 0; color: $ink;
}
QGroupBox { font-size: $section; font-weight: 600; }

QMenuBar { background: $panel; }
QMenuBar::item { background: transparent; padding: 6px 10px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $selected; }
QMenu { background: $panel; border: 1px solid $control; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $control; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }

QToolTip { background: $panel; color: $ink; border: 1px solid $control; padding: 6px 8px; font-size: $note; }
QStatusBar { background: $panel; color: $ink2; }
QScrollArea { border: none; background: transparent; }
QTableView::item:selected { background: $accent; color: $on_accent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $control; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
"""
