"""pyqtgraph's view with everything of its own switched off: it draws curves, and never sees a hand."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsLinearLayout, QGraphicsView

from vmat2_desktop.ui.traces.hands import Hands


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """Gives mouse, wheel and keys to `hands`.

    A bare view box: pyqtgraph's plot item would make a menu of a dozen forms for every diagram, which is
    never shown, takes longest of all that the window does at its start, and outlives the diagram.
    """

    menu_asked = Signal(object)
    """Global position."""
    hands: Hands

    def __init__(self) -> None:
        super().__init__(background=None)
        self.leaves_wheel: Callable[[], bool] = lambda: False
        """Whether the wheel belongs to whatever scrolls round the diagram just now."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.enableMouse(False)
        self.scene().contextMenu = []
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self._frame = QGraphicsLinearLayout()
        self._frame.addItem(self.box)
        holder = pg.GraphicsWidget()
        holder.setLayout(self._frame)
        self.setCentralItem(holder)

    def set_margins(self, left: float, top: float, right: float, bottom: float) -> None:
        """Set how far the curves stay from the edges, px."""
        self._frame.setContentsMargins(left, top, right, bottom)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold at that place."""
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at everything."""
        self.hands.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer; a column that is being scrolled goes on."""
        if self.leaves_wheel():
            event.ignore()
        else:
            self.hands.wheel(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.hands.claims(event):
                event.accept()
                return True
            return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer a key."""
        if not self.hands.key(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave the key to the window."""
        event.ignore()

    def leaveEvent(self, _event: object) -> None:
        """Read no more; pyqtgraph must not hear of it."""
        self.hands.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the trace."""
        event.accept()
        self.menu_asked.emit(event.globalPos())
