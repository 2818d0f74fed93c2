"""The theme for a room: larger type, thicker lines, and nothing of it kept when another theme is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui.colours import LIGHT, PROJECTOR, THEMES
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.remembered import Remembered
from vmat2_desktop.ui.synapse_view.atlas import Atlas, catalogue
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.traces.curves import PEN, thickness


def test_type_is_larger_and_lines_are_thicker(look: Look) -> None:
    before, pen = look.font(15).pixelSize(), thickness(look, PEN)
    look.set_choice(ThemeChoice.PROJECTOR)
    assert look.theme is PROJECTOR
    assert look.font(15).pixelSize() >= 1.2 * before
    assert thickness(look, PEN) >= 1.4 * pen
    look.set_choice(ThemeChoice.LIGHT)
    assert (look.font(15).pixelSize(), thickness(look, PEN)) == (before, pen)


def test_text_stays_within_what_the_layout_supports(look: Look) -> None:
    look.set_scale(2.0)
    look.set_choice(ThemeChoice.PROJECTOR)
    assert look.scale == 2.0


def test_it_is_chosen_in_the_menu(window: MainWindow) -> None:
    action = window.actions_by_id["theme_projector"]
    action.trigger()
    assert window.look.theme is PROJECTOR
    assert action.isChecked()
    assert not window.actions_by_id["theme_light"].isChecked()
    # The person's own size is what the menu steps through, not the one that the theme makes of it.
    window.actions_by_id["text_larger"].trigger()
    assert window.look.asked_scale == 1.1
    window.actions_by_id["theme_light"].trigger()
    assert window.look.scale == 1.1


def test_the_person_s_size_is_remembered_not_the_theme_s(
    window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    kept = Remembered(settings, window.look, window.traces, window, window.plate.view.layers)
    window.look.set_choice(ThemeChoice.PROJECTOR)
    assert (settings.value("theme"), settings.value("text_scale")) == ("projector", "1")
    kept.deleteLater()


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("scale", [0.5, 1.0, 1.75])
def test_no_sprite_is_cut_off(qapp: QApplication, model: Model, name: str, scale: float) -> None:
    atlas = Atlas(catalogue(Scene(model).pump_angles()), THEMES[name], scale, 1.0)
    image = atlas.sheet.toImage()
    for sprite, spot in atlas._spots.items():
        left, top = spot.left, spot.top
        right, bottom = left + spot.width - 1, top + spot.height - 1
        edge = [(x, y) for x in range(left, right + 1) for y in (top, bottom)]
        edge += [(x, y) for y in range(top, bottom + 1) for x in (left, right)]
        # A hair of antialiasing may reach the border; a line that is cut leaves its full colour there.
        heaviest = max(image.pixelColor(x, y).alpha() for x, y in edge)
        assert heaviest < 128, f"{sprite} is cut off in {name} at {scale}"


def test_other_themes_draw_as_on_a_desk() -> None:
    assert {(theme.stroke, theme.type_scale) for theme in THEMES.values() if theme is not PROJECTOR} == {
        (LIGHT.stroke, LIGHT.type_scale)
    }
    assert (LIGHT.stroke, LIGHT.type_scale) == (1.0, 1.0)
