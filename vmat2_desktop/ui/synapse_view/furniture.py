"""The small buttons that stand on the plate, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view.camera import seen_of
from vmat2_desktop.ui.synapse_view.layout import Placed
from vmat2_desktop.ui.synapse_view.links import REACH, HintLink, LayersButton, NotesButton
from vmat2_desktop.ui.synapse_view.overview import Overview
from vmat2_desktop.ui.synapse_view.seen import Seen, overview_rect
from vmat2_desktop.ui.synapse_view.words import Words


class Furniture:
    """The suggestion, the notes, the layers and the way back from a zoom."""

    def __init__(self, plate: QWidget, theme: Theme) -> None:
        self.hint = HintLink(plate, theme)
        self.notes = NotesButton(plate, theme)
        self.layers = LayersButton(plate, theme)
        self.overview = Overview(plate, theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        for button in (self.hint, self.notes, self.layers, self.overview):
            button.theme = theme

    def retranslate(self) -> None:
        """Speak the person's language."""
        self.layers.retranslate()
        self.overview.retranslate()

    def place(self, placed: Placed, written: Words, hint: str, text_scale: float) -> None:
        """Put what can be pressed over its words."""
        self.hint.setAccessibleName(hint)
        rect = placed.hint
        self.hint.place(None if rect is None else rect.adjusted(-REACH, -REACH, REACH, REACH))
        self.notes.scale = self.layers.scale = self.overview.scale = text_scale
        self.notes.tell(((written.scales_head, written.scales), (written.paces_head, written.paces)))
        self.notes.place(placed.question)
        self.layers.place(placed.layers)

    def place_overview(self, seen: Seen, whole: QRectF, zoom: float, text_scale: float) -> None:
        """Show what is seen of the whole, while that is not all."""
        if seen.whole:
            self.overview.place(None)
            return
        self.overview.tell(whole, seen_of(seen.place, seen.stage), zoom)
        self.overview.place(overview_rect(seen, text_scale))
