"""Which sections of the scenario column are open, found again at the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from vmat2_desktop.ui.panels.column import ScenarioColumn

OPEN_SECTIONS = "open_sections"


class RememberedSections(QObject):
    """Takes over what was stored, and stores what changes; an unknown section makes it as if never set."""

    def __init__(self, settings: QSettings, column: ScenarioColumn, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._column = column
        stored = settings.value(OPEN_SECTIONS)
        names = stored.split() if isinstance(stored, str) else None
        # An empty list was meant: everything folded.
        if names is not None and set(names) <= set(column.sections):
            column.set_open_sections(names)
        column.folded_changed.connect(self._keep)

    def _keep(self) -> None:
        self._settings.setValue(OPEN_SECTIONS, " ".join(self._column.open_sections()))
