"""The window's own controls: drawn from the look; keyboard and screen reader are those of Qt's classes."""

from vmat2_desktop.ui.controls.buttons import Button, RoundButton
from vmat2_desktop.ui.controls.choices import Choice, Segments, Switch, tab_to_chosen
from vmat2_desktop.ui.controls.drawing import (
    BY_KEY,
    ROUND,
    brush,
    draw_focus,
    draw_sign,
    hatch,
    paint_on,
    shows_focus,
)
from vmat2_desktop.ui.controls.entries import Decimal, Number, Picker, TimeEntry
from vmat2_desktop.ui.controls.sections import Section
from vmat2_desktop.ui.controls.texts import SLIM_BAR, Row, Text

__all__ = [
    "BY_KEY",
    "ROUND",
    "SLIM_BAR",
    "Button",
    "Choice",
    "Decimal",
    "Number",
    "Picker",
    "RoundButton",
    "Row",
    "Section",
    "Segments",
    "Switch",
    "Text",
    "TimeEntry",
    "brush",
    "draw_focus",
    "draw_sign",
    "hatch",
    "paint_on",
    "shows_focus",
    "tab_to_chosen",
]
