"""What hands do on the plate: wheel, pinch, drag, hover, click and keys, turned into the view's own words."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from vmat2_desktop.ui.synapse_view.camera import STEP

_NOTCH = 120.0
"""Of the wheel, in Qt's eighths of a degree."""
_KEY_STEP = 60.0
"""px that Shift and an arrow move the picture."""
_FORWARD = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_OPEN = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PULL = {
    Qt.Key.Key_Left: QPointF(_KEY_STEP, 0),
    Qt.Key.Key_Right: QPointF(-_KEY_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, _KEY_STEP),
    Qt.Key.Key_Down: QPointF(0, -_KEY_STEP),
}


class Handled(Protocol):
    """What a plate can do."""

    def zoom_by(self, factor: float, at: QPointF | None = None) -> bool: ...  # noqa: D102
    def pan(self, pixels: QPointF) -> bool: ...  # noqa: D102
    def show_whole(self) -> bool: ...  # noqa: D102
    def hover(self, at: QPointF | None) -> None: ...  # noqa: D102
    def walk(self, step: int) -> None: ...  # noqa: D102
    def open_looked_at(self) -> bool: ...  # noqa: D102
    def leave(self) -> bool: ...  # noqa: D102
    def press(self, at: QPointF) -> None: ...  # noqa: D102


class Gestures(QObject):
    """An event filter on the plate."""

    panning = Signal(bool)
    """The hand began or ended to pull the picture."""

    def __init__(self, widget: QWidget, plate: Handled) -> None:
        super().__init__(widget)
        self._widget = widget
        self._plate = plate
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._pulling = False
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is for the plate."""
        kind = event.type()
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QNativeGestureEvent):
            return self._pinch(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(kind, event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind == QEvent.Type.Leave:
            self._plate.hover(None)
        return False

    def _wheel(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not turned:
            return False
        self._plate.zoom_by(STEP ** (turned / _NOTCH), event.position())
        event.accept()
        return True

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._plate.zoom_by(max(0.2, 1.0 + event.value()), event.position())
        event.accept()
        return True

    def _mouse(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        at = event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            self._pressed, self._last, self._pulling = at, at, False
        elif kind == QEvent.Type.MouseMove:
            self._moved(at)
        elif kind == QEvent.Type.MouseButtonRelease and left and self._pressed is not None:
            pulled, self._pressed, self._pulling = self._pulling, None, False
            if pulled:
                self.panning.emit(False)
            else:
                self._plate.press(at)
        elif kind == QEvent.Type.MouseButtonDblClick and left:
            self._pressed = None
            if self._plate.show_whole():
                self._plate.leave()
        return False

    def _moved(self, at: QPointF) -> None:
        if self._pressed is None:
            self._plate.hover(at)
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if (self._pulling or far) and self._plate.pan(at - self._last) and not self._pulling:
            self._pulling = True
            self.panning.emit(True)
        if self._pulling or far:
            self._last = at

    def _key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plate = self._plate
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in _PULL:
            plate.pan(_PULL[key])
            return True
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key in _FORWARD or key in _BACK:
            plate.walk(1 if key in _FORWARD else -1)
            return True
        if key in _OPEN:
            return plate.open_looked_at()
        return key == Qt.Key.Key_Escape and (plate.leave() or plate.show_whole())
