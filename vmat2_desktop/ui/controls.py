"""The window's own controls: drawn from the look; keyboard and screen reader are those of Qt's classes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.look import Look

ROUND = 6.0
SLIM_BAR = "QScrollBar:vertical { width: 8px; } QScrollBar::handle { margin: 1px; border-radius: 3px; }"
"""For a column that scrolls."""
BY_KEY = "focus_by_key"
"""Property of a control: whether the keyboard brought the focus."""


def paint_on(widget: QWidget) -> QPainter:
    """Return an antialiased painter of a widget."""
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter


def draw_focus(painter: QPainter, look: Look, rect: QRectF, radius: float = ROUND) -> None:
    """Draw the ring of the control that has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def shows_focus(widget: QWidget) -> bool:
    """Whether the widget has the keyboard, and got it by the keyboard (see keys.py)."""
    return widget.hasFocus() and widget.isEnabled() and bool(widget.property(BY_KEY))


def tab_to_chosen(group: QButtonGroup) -> None:
    """Let Tab enter a group at what is chosen; the arrow keys walk inside."""
    for button in group.buttons():
        policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)


class Text(QLabel):
    """A line or paragraph in one of the window's type sizes."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        size: int = 15,
        weight: int = 400,
        role: str = "ink",
        wrap: bool = False,
    ) -> None:
        super().__init__(text)
        self._look = look
        self._size = size
        self._weight = weight
        self._role = role
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self._restyle)
        self._restyle()

    def set_role(self, role: str) -> None:
        """Change the colour."""
        if role != self._role:
            self._role = role
            self._restyle()

    def _restyle(self) -> None:
        # The application's style sheet outranks setFont and the palette; only another sheet outranks it.
        self.setStyleSheet(
            f"font-size: {self._look.px(self._size)}px; font-weight: {self._weight};"
            f"color: {self._look.colour(self._role).name()};"
        )


class Row(QWidget):
    """A label at the left, a control or a value at the right."""

    def __init__(self, left: QWidget, right: QWidget, stretch_right: bool = False) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(left)
        if not stretch_right:
            layout.addStretch(1)
        layout.addWidget(right, 1 if stretch_right else 0)


class _Restyled:
    """Repaints and re-measures when the look changes."""

    _look: Look

    def _follow(self, look: Look) -> None:
        self._look = look
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        assert isinstance(self, QWidget)
        self.setFont(self._look.font(15))
        self.updateGeometry()
        self.update()


class Button(QPushButton, _Restyled):
    """A bordered button with an icon, a text and its key."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        icon: str = "",
        key: str = "",
        flat: bool = False,
        height: int = 32,
    ) -> None:
        super().__init__(text)
        self._icon_name = icon
        self._key = key
        self._plain = flat
        self._height = height
        self._quiet = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._follow(look)

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        look = self._look
        text = QFontMetricsF(look.font(14, 600)).horizontalAdvance(self.text()) if self.text() else 0.0
        key = QFontMetricsF(look.font(13)).horizontalAdvance(self._key) + look.px(8) if self._key else 0.0
        icon = look.px(18) if self._icon_name else 0
        gap = look.px(8) if icon and self.text() else 0
        pad = look.px(12 if self.text() else 7)
        return QSize(int(2 * pad + icon + gap + text + key + 0.999), look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if not self._plain:
            painter.setBrush(look.colour("selected" if self.isDown() or self.underMouse() else "panel"))
            painter.setPen(QPen(look.colour("control" if self.isEnabled() else "line"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        elif self.isEnabled() and (self.isDown() or self.underMouse()):
            painter.setBrush(look.colour("selected"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, ROUND, ROUND)
        ink = look.colour("ink" if self.isEnabled() else "ghost")
        x = float(look.px(12 if self.text() else 7))
        if self._icon_name:
            side = look.px(18)
            icons.draw(painter, self._icon_name, QRectF(x, (rect.height() - side) / 2, side, side), ink)
            x += side + look.px(8)
        if self.text():
            painter.setPen(ink)
            painter.setFont(look.font(14, 600))
            painter.drawText(QRectF(x, 0, rect.width(), rect.height()), _LEFT, self.text())
            x += QFontMetricsF(painter.font()).horizontalAdvance(self.text()) + look.px(8)
        if self._key:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(13))
            painter.drawText(QRectF(x, 0, rect.width(), rect.height()), _LEFT, self._key)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class RoundButton(QPushButton, _Restyled):
    """The play button: a filled disc."""

    def __init__(self, look: Look, icon: str, side: int = 40) -> None:
        super().__init__()
        self._icon_name = icon
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._follow(look)

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._side + 8), self._look.px(self._side + 8))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        inset = look.px(4)
        disc = rect.adjusted(inset, inset, -inset, -inset)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(disc)
        side = look.px(20)
        icons.draw(
            painter,
            self._icon_name,
            QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side),
            look.colour("on_accent"),
        )
        if shows_focus(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        painter.end()


class Choice(QRadioButton, _Restyled):
    """One row of a list to choose from; the chosen row is tinted, a note may stand at its right."""

    def __init__(self, look: Look, text: str, note: str = "") -> None:
        super().__init__(text)
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(look)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(160), self._look.px(27))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def hitButton(self, _position: object) -> bool:
        """Answer to the whole row."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            tint = QColor(look.colour("selected"))
            tint.setAlphaF(1.0 if on else 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(rect, ROUND, ROUND)
        centre = QPointF(look.px(16), rect.height() / 2)
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("accent" if on else "control"), look.px(2) if on else 1.6))
        painter.drawEllipse(centre, look.px(7), look.px(7))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(centre, look.px(4), look.px(4))
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(15, 600 if on else 400))
        painter.drawText(rect.adjusted(look.px(36), 0, 0, 0), _LEFT, self.text())
        if self._note:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(14))
            painter.drawText(rect.adjusted(0, 0, -look.px(8), 0), _RIGHT, self._note)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class Switch(QCheckBox, _Restyled):
    """A row that is on or off: a box with a tick, the text, a note at the right."""

    def __init__(self, look: Look, text: str, note: str = "") -> None:
        super().__init__(text)
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(look)

    def set_note(self, note: str) -> None:
        """Change the words at the right."""
        if note != self._note:
            self._note = note
            self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(160), self._look.px(27))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def hitButton(self, _position: object) -> bool:
        """Answer to the whole row."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        on, able = self.isChecked(), self.isEnabled()
        side = look.px(16)
        box = QRectF(look.px(1) + 0.5, (rect.height() - side) / 2, side, side)
        painter.setBrush(look.colour("accent" if on and able else "panel"))
        painter.setPen(QPen(look.colour("accent" if on and able else "control" if able else "line"), 1.6))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            painter.setPen(
                QPen(
                    look.colour("on_accent" if able else "ghost"),
                    look.px(2),
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            x, y, u = box.left(), box.top(), side / 16
            painter.drawPolyline(
                [
                    QPointF(x + 3.6 * u, y + 8.4 * u),
                    QPointF(x + 6.8 * u, y + 11.6 * u),
                    QPointF(x + 12.4 * u, y + 4.6 * u),
                ]
            )
        painter.setPen(look.colour("ink" if able else "ghost"))
        painter.setFont(look.font(15))
        painter.drawText(rect.adjusted(look.px(26), 0, 0, 0), _LEFT, self.text())
        if self._note:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(14))
            painter.drawText(rect.adjusted(0, 0, -look.px(2), 0), _RIGHT, self._note)
        if shows_focus(self):
            draw_focus(painter, look, rect.adjusted(-1, 0, 1, 0), 4)
        painter.end()


class Picker(QComboBox, _Restyled):
    """A list that folds down; the wheel scrolls the column, not the value."""

    def __init__(self, look: Look, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.setMaxVisibleItems(24)
        self._follow(look)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width or 160), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(self._width or 80), self._look.px(32))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("control"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        side = look.px(16)
        icons.draw(
            painter,
            "down",
            QRectF(rect.right() - look.px(10) - side, (rect.height() - side) / 2, side, side),
            look.colour("ink2"),
        )
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(15))
        room = rect.adjusted(look.px(12), 0, -look.px(30), 0)
        text = QFontMetricsF(painter.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _LEFT, text)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class Number(QSpinBox, _Restyled):
    """A whole number in a box; arrow keys and typing change it."""

    def __init__(self, look: Look, width: int = 96) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        # A styled box without buttons gives its text no room: they stay, one pixel wide, and are not drawn.
        self.setStyleSheet(
            "QSpinBox { min-height: 0; padding: 0; }"
            "QSpinBox::up-button, QSpinBox::down-button"
            "{ subcontrol-origin: border; subcontrol-position: right; width: 1px; }"
        )
        self.lineEdit().setTextMargins(4, 0, 8, 0)
        self._follow(look)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame; the text is a child of its own."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("control" if self.isEnabled() else "line"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()


class _Segment(QAbstractButton):
    def __init__(self, look: Look, text: str) -> None:
        super().__init__()
        self._look = look
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        width = QFontMetricsF(self._look.font(14, 600)).horizontalAdvance(self.text())
        return QSize(int(width + 0.999) + 2 * self._look.px(14), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        inner = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(inner, 4, 4)
        painter.setPen(look.colour("on_accent" if self.isChecked() else "ink"))
        painter.setFont(look.font(14, 600))
        painter.drawText(QRectF(self.rect()), _CENTRE, self.text())
        if shows_focus(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("on_accent" if self.isChecked() else "accent"), 1.6))
            painter.drawRoundedRect(inner.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
        painter.end()


class Segments(QWidget):
    """A switch of a few words in one frame."""

    chosen = Signal(int)

    def __init__(self, look: Look, texts: Sequence[str], name: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        for index, text in enumerate(texts):
            segment = _Segment(look, text)
            segment.setAccessibleName(f"{name}: {text}")
            self._group.addButton(segment, index)
            layout.addWidget(segment)
        self._group.idClicked.connect(self.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def button(self, index: int) -> QAbstractButton:
        """Return one of the words."""
        return self._group.button(index)

    def set_chosen(self, index: int) -> None:
        """Show which one is chosen."""
        self._group.button(index).setChecked(True)
        tab_to_chosen(self._group)

    def _relook(self) -> None:
        for button in self._group.buttons():
            button.updateGeometry()
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        painter.setBrush(self._look.colour("panel"))
        painter.setPen(QPen(self._look.colour("control"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        painter.end()


class Group(QWidget):
    """A titled group of the scenario column; the head may carry a value or a note at its right."""

    def __init__(self, look: Look, title: str, right: QWidget | None = None, indent: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        head = Text(look, title, 16, 600)
        head.setContentsMargins(indent, 0, 0, 0)
        if right is None:
            self._layout.addWidget(head)
        else:
            self._layout.addWidget(Row(head, right))

    def add(self, widget: QWidget, space_before: int = 0) -> None:
        """Put a control below the others."""
        if space_before:
            self._layout.addSpacing(space_before)
        self._layout.addWidget(widget)


def hatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Fill with diagonal strokes, two pixels apart from any theme's pattern brush."""
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QPen(colour, 1.2))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 6
    painter.restore()


def brush(colour: QColor, alpha: float) -> QBrush:
    """Return a translucent brush."""
    tinted = QColor(colour)
    tinted.setAlphaF(alpha)
    return QBrush(tinted)


def centred(rect: QRect, side: int) -> QRectF:
    """Return a square in the middle of a rectangle."""
    middle = QRectF(rect).center()
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
