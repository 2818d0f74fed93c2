"""What is looked at, wherever the hand or the keyboard is: plate, traces and cards listen and tell."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Attention(QObject):
    """The id of the thing that is looked at (synapse_view/hits.py); no part of the scenario, never undone."""

    changed = Signal(str)
    """The thing that is looked at now; empty for none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thing = ""

    @property
    def thing(self) -> str:
        """The thing that is looked at; empty for none."""
        return self._thing

    def look_at(self, thing: str) -> None:
        """Look at a thing; empty: at none."""
        if thing != self._thing:
            self._thing = thing
            self.changed.emit(thing)
