"""What of the picture may be hidden, and what is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from vmat2_desktop.ui.synapse_view.words import tr

POOL, SYNTHESIS, INHIBITOR, CYTOSOL, MAO, DAT = "pool", "synthesis", "inhibitor", "cytosol", "mao", "dat"
CLEFT, AUTORECEPTOR, ANTIPSYCHOTIC, RECEPTORS = "cleft", "autoreceptor", "antipsychotic", "receptors"
SCALES = "scales"


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of the picture that can be hidden."""

    id: str
    name: str
    at_first: bool = True
    """Whether it is shown until someone chooses."""


def layers() -> tuple[Layer, ...]:
    """Return every layer, from the axon down to the floor."""
    return (
        Layer(SYNTHESIS, tr("Synthesis")),
        Layer(POOL, tr("Every vesicle of the bouton, small"), at_first=False),
        Layer(INHIBITOR, tr("Free inhibitor")),
        Layer(CYTOSOL, tr("Dopamine in the cytosol")),
        Layer(MAO, tr("MAO")),
        Layer(DAT, tr("DAT")),
        Layer(AUTORECEPTOR, tr("Autoreceptors")),
        Layer(CLEFT, tr("Dopamine in the cleft")),
        Layer(ANTIPSYCHOTIC, tr("Free antipsychotic")),
        Layer(RECEPTORS, tr("D1 and D2 receptors")),
        Layer(SCALES, tr("How it is drawn")),
    )


class Layers(QObject):
    """Which layers are hidden; says so when that changes."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden = frozenset(layer.id for layer in layers() if not layer.at_first)

    @property
    def hidden(self) -> frozenset[str]:
        """The layers that are not drawn."""
        return self._hidden

    def is_shown(self, identifier: str) -> bool:
        """Whether a layer is drawn."""
        return identifier not in self._hidden

    def set_shown(self, identifier: str, on: bool) -> None:
        """Draw or hide a layer.

        Raises:
            KeyError: there is no such layer.
        """
        if identifier not in {layer.id for layer in layers()}:
            raise KeyError(identifier)
        if on != self.is_shown(identifier):
            self._hidden = self._hidden - {identifier} if on else self._hidden | {identifier}
            self.changed.emit()
