"""What mouse and keyboard do on a diagram and on its time axis: move the clock, look closer, read."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from vmat2_desktop.ui.traces.ground import Axes
from vmat2_desktop.ui.traces.time_view import WHEEL_STEP, TimeView

PAGE = 0.8
"""Share of the axis that Page up and down go."""
WHEEL_PAN = 0.1
"""Share of the axis that a step of the wheel with Shift goes."""
LEAST_DRAG = 4.0
"""px: a shorter drag chooses no part."""
COARSE_PIXELS = 10.0
"""How far an arrow key moves the reading line; with Shift one pixel."""
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_KEYS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Plus,
    Qt.Key.Key_Equal,
    Qt.Key.Key_Minus,
    Qt.Key.Key_0,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
}


class Drag(Enum):
    """What a held mouse does."""

    NOTHING = 0
    CLOCK = 1
    PART = 2
    AXIS = 3


class Hands:
    """One pair of hands a widget; the widget says where its axes stand."""

    def __init__(
        self,
        view: TimeView,
        axes: Callable[[], Axes],
        seek: Callable[[float], None] | None,
        changed: Callable[[], None],
    ) -> None:
        """Take what is handled.

        Args:
            view: the part of time that is looked at.
            axes: where times stand now.
            seek: moves the clock; None: a plain drag moves the axis instead.
            changed: the part that is being chosen looks different.
        """
        self._view = view
        self._axes = axes
        self._seek = seek
        self._changed = changed
        self._drag = Drag.NOTHING
        self._from_x = 0.0
        self._from_h = 0.0
        self._clock_h = 0.0
        self._before_press_h = 0.0
        self.part: tuple[float, float] | None = None
        """The part that is being chosen, px."""

    def set_clock(self, time_h: float) -> None:
        """Know where the clock stands, so that a double click can put it back."""
        self._clock_h = time_h

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()
        x = event.position().x()
        self._drag = self._kind_of(event)
        self._from_x, self._from_h = x, self._axes().time_at(x)
        if self._drag is Drag.CLOCK and self._seek is not None:
            self._before_press_h = self._clock_h
            self._view.read(None)
            self._seek(self._from_h)
        elif self._drag is Drag.PART:
            self.part = (x, x)

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse: with a button held what it holds, without one the reading line."""
        event.accept()
        x = event.position().x()
        axes = self._axes()
        if not event.buttons():
            self._drag, self.part = Drag.NOTHING, None
            self.hover(event.position())
        elif self._drag is Drag.CLOCK and self._seek is not None:
            self._seek(axes.time_at(x))
        elif self._drag is Drag.PART:
            self.part = (self._from_x, min(max(x, axes.rect.left()), axes.rect.right()))
            self._changed()
        elif self._drag is Drag.AXIS:
            pixels = x - self._from_x
            self._from_x = x
            self._view.pan(-pixels / axes.rect.width() * self._view.span_h)

    def release(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()
        part, self.part = self.part, None
        if self._drag is Drag.PART and part is not None:
            axes = self._axes()
            if abs(part[1] - part[0]) >= LEAST_DRAG:
                self._view.show(axes.time_at(part[0]), axes.time_at(part[1]))
            self._changed()
        self._drag = Drag.NOTHING

    def double_click(self, event: QMouseEvent) -> None:
        """Look at everything; the clock goes back to where the first click found it."""
        event.accept()
        self._drag, self.part = Drag.NOTHING, None
        if event.button() is Qt.MouseButton.LeftButton:
            if self._seek is not None:
                self._seek(self._before_press_h)
            self._view.show_all()

    def hover(self, position: QPointF) -> None:
        """Read the curves where the mouse is."""
        rect = self._axes().rect
        inside = rect.left() - 1 <= position.x() <= rect.right() + 1
        self._view.read(self._axes().time_at(position.x()) if inside else None)

    def leave(self) -> None:
        """Read no more."""
        self._view.read(None)

    def wheel(self, event: QWheelEvent) -> None:
        """Look closer at what is under the mouse; with Shift, or sideways, earlier and later."""
        event.accept()
        turned = event.angleDelta()
        sideways = turned.x() if abs(turned.x()) > abs(turned.y()) else 0
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = turned.x() or turned.y()
        if sideways:
            self._view.pan(-sideways / WHEEL_STEP * WHEEL_PAN * self._view.span_h)
        elif turned.y():
            self._view.zoom(turned.y() / WHEEL_STEP, self._axes().time_at(event.position().x()))

    def _kind_of(self, event: QMouseEvent) -> Drag:
        left = event.button() is Qt.MouseButton.LeftButton
        if left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return Drag.PART
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() is Qt.MouseButton.MiddleButton or (left and (held or self._seek is None)):
            return Drag.AXIS
        return Drag.CLOCK if left else Drag.NOTHING

    # The keyboard

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key means something here and is to be kept from the window's shortcuts."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~_PLAIN[1]
        turns = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self._view.reading_h is None:
            return False
        arrows = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return key in _KEYS and (plain or (turns and arrows))

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key; return whether it meant something."""
        if not self.claims(event):
            return False
        key, view = Qt.Key(event.key()), self._view
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._arrow(event, 1.0 if key is Qt.Key.Key_Right else -1.0)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            view.zoom(-1.0 if key is Qt.Key.Key_Minus else 1.0, self._here())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            view.pan((PAGE if key is Qt.Key.Key_PageUp else -PAGE) * view.span_h)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            view.read(view.begin_h if key is Qt.Key.Key_Home else view.end_h)
        elif key is Qt.Key.Key_0:
            view.show_all()
        elif key is Qt.Key.Key_Escape:
            view.read(None)
        elif view.reading_h is not None and self._seek is not None:
            self._seek(view.reading_h)
        else:
            return False
        event.accept()
        return True

    def _arrow(self, event: QKeyEvent, sign: float) -> None:
        view = self._view
        pixel = view.span_h / self._axes().rect.width()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            view.pan(sign * WHEEL_PAN * view.span_h)
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if view.reading_h is None:
            view.read(self._here())
        else:
            view.read(view.reading_h + sign * pixel * (1.0 if fine else COARSE_PIXELS))

    def _here(self) -> float:
        """Return the moment that keys are about: the reading line's, else the clock's, else the middle."""
        view = self._view
        if view.reading_h is not None:
            return view.reading_h
        seen = view.begin_h <= self._clock_h <= view.end_h
        return self._clock_h if seen else (view.begin_h + view.end_h) / 2
