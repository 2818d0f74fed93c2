"""Keeps a control's own keys (space on a button, arrows on a slider) from the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QWidget,
)

from vmat2_desktop.ui.controls import BY_KEY
from vmat2_desktop.ui.regimen.strip import RegimenStrip
from vmat2_desktop.ui.synapse_view import SynapseView
from vmat2_desktop.ui.timeline import Timeline

_BY_KEY = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
_PRESS = {Qt.Key.Key_Space}
_MOVE = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


_CONTROLS = (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    Timeline,
    RegimenStrip,
    QAbstractScrollArea,
    QAbstractSpinBox,
    SynapseView,
)
_COMES_BACK = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
"""The window or a menu gives back the focus that it took: a ring that stood there stands again."""


class OwnKeys(QObject):
    """An event filter on controls that use keys which are also shortcuts, or show who has the keyboard."""

    def watch(self, root: QWidget) -> None:
        """Guard every control below a widget."""
        for widget in root.findChildren(QWidget):
            if isinstance(widget, _CONTROLS):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for a control."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if event.reason() not in _COMES_BACK:
                watched.setProperty(BY_KEY, event.reason() in _BY_KEY)
        elif event.type() == QEvent.Type.KeyPress and not watched.property(BY_KEY):
            watched.setProperty(BY_KEY, True)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            typed = isinstance(watched, QComboBox) and bool(event.text().strip()) and not event.modifiers()
            presses = isinstance(watched, QAbstractButton | QComboBox) and key in _PRESS
            moves = isinstance(watched, QAbstractSlider | QComboBox | Timeline) and key in _MOVE
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier and (typed or presses or moves):
                event.accept()
                return True
        return False
