"""How the window looks now: theme, text size, motion. One object, handed to whatever draws itself."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from vmat2_desktop.ui.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    PROJECTOR,
    Theme,
    apply_theme,
    clamped_scale,
    font,
    for_room,
)

TEXT_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class ThemeChoice(StrEnum):
    """What the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH = "high"
    PROJECTOR = "projector"


_THEMES = {
    ThemeChoice.LIGHT: LIGHT,
    ThemeChoice.DARK: DARK,
    ThemeChoice.HIGH: HIGH_CONTRAST,
    ThemeChoice.PROJECTOR: PROJECTOR,
}


def asks_for_less_motion(hints: QObject) -> bool:
    """Return whether the system asks for less motion, where Qt passes that on (from Qt 6.12).

    Args:
        hints: the style hints of the application.
    """
    accessibility = getattr(hints, "accessibility", None)
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
    return preference is not None and getattr(preference(), "name", "") == "ReducedMotion"


class Look(QObject):
    """Theme, text scale and motion, with one signal when any of them changes."""

    changed = Signal()
    probe_moved = Signal()
    """The probe stands elsewhere in the cleft."""

    def __init__(
        self,
        application: QApplication,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._application = application
        self.choice = choice
        self.asked_scale = clamped_scale(scale)
        """The size of the text that the person set."""
        self.room: float | None = None
        """The size of the text in front of a class; none on a desk."""
        self.reduced_motion = asks_for_less_motion(application.styleHints())
        self.stills = self.reduced_motion
        self.names = True
        self.known = False
        self.person = True
        self.amines = False
        self.probe = False
        self.probe_at: tuple[float, float] = (0.7, 0.65)
        """Where the probe stands in the cleft: shares of its width and height, from the top left."""
        self.theme = self._chosen()
        self._font = lru_cache(maxsize=64)(self._make_font)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        apply_theme(application, self.theme, self.scale)

    def set_choice(self, choice: ThemeChoice) -> None:
        """Choose a theme, or the system's."""
        if choice is not self.choice:
            self.choice = choice
            self._refresh()

    def set_scale(self, scale: float) -> None:
        """Set the size of the text, 0.8 to 2."""
        if clamped_scale(scale) != self.asked_scale:
            self.asked_scale = clamped_scale(scale)
            self._refresh()

    def set_room(self, type_scale: float | None) -> None:
        """Look as in front of a class, with text of that size; None: as on a desk. Nobody remembers it."""
        if type_scale != self.room:
            self.room = type_scale
            self._refresh()

    def set_reduced_motion(self, on: bool) -> None:
        """Set whether things cross-fade instead of travelling; the stills come and go with it."""
        if on != self.reduced_motion:
            self.reduced_motion = self.stills = on
            self.changed.emit()

    def set_stills(self, on: bool) -> None:
        """Set whether one spike is shown in still pictures instead of the moving one."""
        if on != self.stills:
            self.stills = on
            self.changed.emit()

    def set_names(self, on: bool) -> None:
        """Set whether the picture names its things."""
        if on != self.names:
            self.names = on
            self.changed.emit()

    def set_known(self, on: bool) -> None:
        """Set whether the traces show how well they are known."""
        if on != self.known:
            self.known = on
            self.changed.emit()

    def set_person(self, on: bool) -> None:
        """Set whether the person draws their spiral beside the score."""
        if on != self.person:
            self.person = on
            self.changed.emit()

    @property
    def scale(self) -> float:
        """The size of the text as drawn, 0.8 to 2: what the person set, larger in a theme for a room."""
        return clamped_scale(self.asked_scale * self.theme.type_scale)

    def set_probe(self, on: bool, at: tuple[float, float] | None = None) -> None:
        """Set whether a probe stands in the cleft, and where; None: where it last stood."""
        at = self.probe_at if at is None else at
        if (on, at) == (self.probe, self.probe_at):
            return
        switched = on != self.probe
        self.probe, self.probe_at = on, at
        (self.changed if switched else self.probe_moved).emit()

    def set_amines(self, on: bool) -> None:
        """Set whether serotonin, noradrenaline and the adrenal medulla are shown."""
        if on != self.amines:
            self.amines = on
            self.changed.emit()

    def colour(self, role: str) -> QColor:
        """Return the colour of a role of the theme."""
        return QColor(getattr(self.theme, role))

    def font(self, px: int, weight: int = 400) -> QFont:
        """Return the window's font at that size and the present text scale."""
        return self._font(px, weight)

    def px(self, length: float) -> int:
        """Return a length that grows with the text."""
        return round(length * self.scale)

    def _make_font(self, px: int, weight: int) -> QFont:
        return font(px, weight, self.scale)

    def _chosen(self) -> Theme:
        return self._on_a_desk() if self.room is None else for_room(self._on_a_desk(), self.room)

    def _on_a_desk(self) -> Theme:
        if self.choice is ThemeChoice.SYSTEM:
            scheme = self._application.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return _THEMES[self.choice]

    def _follow_system(self) -> None:
        if self.choice is ThemeChoice.SYSTEM and self._chosen() != self.theme:
            self._refresh()

    def _refresh(self) -> None:
        self.theme = self._chosen()
        self._font.cache_clear()
        apply_theme(self._application, self.theme, self.scale)
        self.changed.emit()
