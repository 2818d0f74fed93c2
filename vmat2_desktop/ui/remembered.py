"""What a person set in the View menu and finds again at the next start.

Only a real start remembers (`app.py`): tests, the self-test and screenshots always begin as the look says.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from vmat2_desktop.ui.look import TEXT_SCALES, Look, ThemeChoice
from vmat2_desktop.ui.synapse_view.layers import Layers, layers
from vmat2_desktop.ui.traces.column import TracesColumn

THEME, SCALE, REDUCED, NAMES, TRACES = "theme", "text_scale", "reduced_motion", "names", "traces"
PERSON, AMINES, STILLS = "person", "amines", "stills"
LOGARITHMIC, PUBLISHED = "logarithmic_traces", "published_traces"
HIDDEN = "hidden_layers"


def stored() -> QSettings:
    """Return the place where the system keeps the settings of this application."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "VMAT2 Desktop", "VMAT2 Desktop")


class Remembered(QObject):
    """Takes over what was stored, and stores what changes; whatever it cannot read is as if never set."""

    def __init__(
        self, settings: QSettings, look: Look, traces: TracesColumn, parent: QObject, layers: Layers
    ) -> None:
        super().__init__(parent)
        self._layers = layers
        self._settings = settings
        self._look = look
        self._traces = traces
        self._recall()
        look.changed.connect(self._keep)
        traces.shown_changed.connect(self._keep)
        layers.changed.connect(self._keep)

    def _text(self, key: str) -> str:
        """Return what stands there, if it is one plain text (a comma makes lists of hand-written ones)."""
        value = self._settings.value(key)
        return value.strip() if isinstance(value, str) else ""

    def _recall(self) -> None:
        look = self._look
        theme, scale = self._text(THEME), self._text(SCALE)
        if theme in {choice.value for choice in ThemeChoice}:
            look.set_choice(ThemeChoice(theme))
        known = {f"{size:g}": size for size in TEXT_SCALES}
        if scale in known:
            look.set_scale(known[scale])
        for key, setter in (
            (REDUCED, look.set_reduced_motion),
            (STILLS, look.set_stills),
            (NAMES, look.set_names),
            (PERSON, look.set_person),
            (AMINES, look.set_amines),
        ):
            if self._text(key) in ("yes", "no"):
                setter(self._text(key) == "yes")
        if self._settings.contains(TRACES):
            self._recall_traces(self._text(TRACES).split())
        for name in self._text(LOGARITHMIC).split():
            if name in self._traces.cards:
                self._traces.cards[name].set_logarithmic(True)
        for name in self._text(PUBLISHED).split():
            if name in self._traces.cards:
                self._traces.cards[name].set_published(True)

        if self._settings.contains(HIDDEN):
            self._recall_hidden(self._text(HIDDEN).split())

    def _recall_hidden(self, hidden: list[str]) -> None:
        known = {layer.id for layer in layers()}
        # As with the traces: a list in which nothing is known is garbage.
        if hidden and not known.intersection(hidden):
            return
        for name in known:
            self._layers.set_shown(name, name not in hidden)

    def _recall_traces(self, wanted: list[str]) -> None:
        known = [name for name in wanted if name in self._traces.cards]
        # A list in which nothing is known is garbage; an empty one was meant.
        if wanted and not known:
            return
        for name in self._traces.cards:
            self._traces.set_shown(name, name in known)

    def _keep(self) -> None:
        look, settings = self._look, self._settings
        settings.setValue(THEME, look.choice.value)
        settings.setValue(SCALE, f"{look.asked_scale:g}")
        settings.setValue(REDUCED, "yes" if look.reduced_motion else "no")
        settings.setValue(STILLS, "yes" if look.stills else "no")
        settings.setValue(NAMES, "yes" if look.names else "no")
        settings.setValue(PERSON, "yes" if look.person else "no")
        settings.setValue(AMINES, "yes" if look.amines else "no")
        shown = [name for name in self._traces.cards if self._traces.is_shown(name)]
        settings.setValue(TRACES, " ".join(shown))
        settings.setValue(LOGARITHMIC, " ".join(self._traces.logarithmic()))
        settings.setValue(PUBLISHED, " ".join(self._traces.published()))
        settings.setValue(HIDDEN, " ".join(sorted(self._layers.hidden)))
