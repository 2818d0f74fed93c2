"""The living synapse: one widget that draws Frames."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view import layout, painter, words
from vmat2_desktop.ui.synapse_view.atlas import Atlas, catalogue
from vmat2_desktop.ui.synapse_view.scene import Scene

_DESCRIPTION_SECONDS = 0.5


class SynapseView(QWidget):
    """Draws the synapse. It has no timer: the window's one timer calls `advance` and `show_frame`."""

    def __init__(self, model: Model, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text_scale = 1.0
        self._labels = True
        self._hint = ""
        self._names = words.Names()
        self._scene = Scene(model)
        self._drawn = catalogue(self._scene.pump_angles())
        self._fonts: layout.Fonts | None = None
        self._room: layout.Frame | None = None
        self._cells: QPixmap | None = None
        self._atlas: Atlas | None = None
        self._written: words.Words | None = None
        self._said: tuple[words.Words, float, float] | None = None
        self._page: QPixmap | None = None
        self._placed: layout.Placed | None = None
        self._ratio = 0.0
        self._sites = 0
        self._described = -float("inf")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(480, 420)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Synapse"))

    # What the window says

    def show_frame(self, frame: Frame) -> None:
        """Draw this frame from now on."""
        self._scene.show(frame)
        if min(max(len(frame.sites), 1), 4) != self._sites:
            self._sites = min(max(len(frame.sites), 1), 4)
            self._cells = None
        self._describe()
        self.update()

    def advance(self, seconds: float) -> None:
        """Let shown time pass for what eases or flows; call it once a tick, before `show_frame`."""
        self._scene.advance(seconds)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        if theme != self._theme:
            self._theme = theme
            self._forget()

    def set_text_scale(self, scale: float) -> None:
        """Set the size of the words, 0.8 to 2."""
        if looks.clamped_scale(scale) != self._text_scale:
            self._text_scale = looks.clamped_scale(scale)
            self._forget()

    def set_names(self, inhibitor: str, antipsychotic: str) -> None:
        """Say what the medicines are called; empty for none."""
        self._names = words.Names(inhibitor, antipsychotic)
        self._written = None
        self.update()

    def set_hint(self, hint: str) -> None:
        """Show one quiet line at the top right: what to try; empty for none."""
        if hint != self._hint:
            self._hint = hint
            self._written = None
            self.update()

    def set_labels_visible(self, on: bool) -> None:
        """Show or hide the names in the margins."""
        if on != self._labels:
            self._labels = on
            self._forget()

    def set_reduced_motion(self, on: bool) -> None:
        """Nothing travels or drifts while this is on; counts cross-fade."""
        self._scene.reduced_motion = on
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size in the look."""
        return QSize(840, 808)

    # What is kept

    def _forget(self) -> None:
        self._fonts = self._room = self._cells = self._atlas = self._written = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        """Write again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Synapse"))
            self._written = None
        super().changeEvent(event)

    def _pixmap(self) -> QPixmap:
        made = QPixmap(self.size() * self._ratio)
        made.setDevicePixelRatio(self._ratio)
        return made

    def _prepare(self) -> layout.Frame:
        """Bring every cache up to date; return the room."""
        if self.devicePixelRatioF() != self._ratio:
            self._ratio = self.devicePixelRatioF()
            self._forget()
        if self._fonts is None or self._room is None:
            self._fonts = layout.Fonts(self._text_scale)
            self._room = layout.frame_of(self.width(), self.height(), self._text_scale, self._labels)
        if self._atlas is None:
            self._atlas = Atlas(self._drawn, self._theme, self._room.place.scale, self._ratio)
        if self._cells is None:
            self._cells = self._pixmap()
            self._cells.fill(QColor(self._theme.window))
            with QPainter(self._cells) as brush:
                painter.paint_cells(brush, self._room, self._theme, self._sites or 3)
            self._written = None
        self._write(self._room, self._fonts)
        return self._room

    def _write(self, room: layout.Frame, fonts: layout.Fonts) -> None:
        """Write the words anew where they changed."""
        counts = self._scene.counts
        if counts is None or self._cells is None:
            return
        frame = counts.frame
        written = words.written(counts, self._names)
        bars = (
            round(frame.receptor_response, 2),
            round(frame.score / 28, 3) + round(frame.parkinsonism, 3) * 10,
        )
        said = (written, *bars)
        if self._written is not None and said == self._said and self._page is not None:
            return
        self._written, self._said = written, said
        self._placed = layout.laid_out(room, written, fonts, self._hint)
        self._page = self._cells.copy()
        self._page.setDevicePixelRatio(self._ratio)
        with QPainter(self._page) as brush:
            painter.paint_words(brush, self._placed, self._theme, self._drawn)
            painter.paint_bars(brush, self._placed, self._theme, frame, self._scene.scales)

    def _describe(self) -> None:
        now = time.monotonic()
        counts = self._scene.counts
        if counts is not None and now - self._described >= _DESCRIPTION_SECONDS:
            self._described = now
            said = words.description(counts, self._names)
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the still page, then the moving sprites."""
        room = self._prepare()
        brush = QPainter(self)
        page = self._page if self._page is not None else self._cells
        if page is not None:
            brush.drawPixmap(0, 0, page)
        wave = self._scene.wave()
        if wave is not None:
            painter.paint_wave(brush, room, self._theme, *wave)
        if self._atlas is not None:
            self._atlas.paint(brush, room.place, self._scene.placed())
        if self.hasFocus():
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush.setPen(QPen(QColor(self._theme.accent), 2))
            card = room.card.adjusted(1, 1, -1, -1)
            brush.drawRoundedRect(card, looks.CARD_RADIUS, looks.CARD_RADIUS)
        brush.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
