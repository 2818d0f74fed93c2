"""What is chosen or switched: one of a list, on or off, a few words in one frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from vmat2_desktop.ui.controls.drawing import (
    CENTRE,
    LEFT,
    RIGHT,
    ROUND,
    Restyled,
    draw_focus,
    paint_on,
    shows_focus,
)
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


def tab_to_chosen(group: QButtonGroup) -> None:
    """Let Tab enter a group at what is chosen; the arrow keys walk inside."""
    for button in group.buttons():
        policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)


class Choice(QRadioButton, Restyled):
    """One row of a list to choose from; the chosen row is tinted, a note may stand at its right."""

    def __init__(self, look: Look, text: str, note: str = "") -> None:
        super().__init__(text)
        self._note = note
        self._default = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(look)

    @property
    def note(self) -> str:
        """The words at the right."""
        return ", ".join(part for part in (self._note, tr("default") if self._default else "") if part)

    def set_default(self, default: bool) -> None:
        """Say beside the text whether this is the default."""
        if default != self._default:
            self._default = default
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
        painter.drawText(rect.adjusted(look.px(36), 0, 0, 0), LEFT, self.text())
        if note := self.note:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(14))
            painter.drawText(rect.adjusted(0, 0, -look.px(8), 0), RIGHT, note)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class Switch(QCheckBox, Restyled):
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
        painter.drawText(rect.adjusted(look.px(26), 0, 0, 0), LEFT, self.text())
        if self._note:
            painter.setPen(look.colour("ink2"))
            painter.setFont(look.font(14))
            painter.drawText(rect.adjusted(0, 0, -look.px(2), 0), RIGHT, self._note)
        if shows_focus(self):
            draw_focus(painter, look, rect.adjusted(-1, 0, 1, 0), 4)
        painter.end()


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
        painter.drawText(QRectF(self.rect()), CENTRE, self.text())
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
