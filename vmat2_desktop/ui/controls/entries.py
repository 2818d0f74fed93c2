"""What holds a value: a list that folds down, a number in a box, a time with its unit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from vmat2_desktop.documents import times
from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls.drawing import LEFT, ROUND, Restyled, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

NOTE = int(Qt.ItemDataRole.UserRole) + 1
"""Role of an entry: words that only the open list shows."""

_NOTHING = object()
"""No entry is the default."""


class _Entries(QStyledItemDelegate):
    """Writes an entry of an open list with its note."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if note := index.data(NOTE):
            option.text = f"{option.text}   {note}"


class Picker(QComboBox, Restyled):
    """A list that folds down; the wheel scrolls the column, not the value."""

    def __init__(self, look: Look, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.setMaxVisibleItems(24)
        self._notes: dict[Any, str] = {}
        self._default: Any = _NOTHING
        self.setItemDelegate(_Entries(self))
        self._follow(look)

    def add(self, text: str, data: object, note: str) -> None:
        """Add an entry with a note that the open list shows."""
        self.addItem(text, data)
        self._notes[data] = note
        self._write_note(self.count() - 1)

    def set_default(self, data: object) -> None:
        """Say in the open list which entry is the default."""
        if data != self._default:
            self._default = data
            for place in range(self.count()):
                self._write_note(place)

    def _write_note(self, place: int) -> None:
        data = self.itemData(place)
        default = tr("(default)") if data == self._default else ""
        note = " ".join(part for part in (self._notes.get(data, ""), default) if part)
        self.setItemData(place, note or None, NOTE)
        spoken = f"{self.itemText(place)}, {note}" if note else None
        self.setItemData(place, spoken, Qt.ItemDataRole.AccessibleTextRole)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width or 160), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(self._width or 80), self._look.px(32))

    def showPopup(self) -> None:
        """Open the list, wide enough for its words."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 2 * view.frameWidth()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        able = self.isEnabled()
        rect = QRectF(self.rect())
        painter.setBrush(look.colour("panel"))
        painter.setPen(QPen(look.colour("control" if able else "line"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        side = look.px(16)
        icons.draw(
            painter,
            "down",
            QRectF(rect.right() - look.px(10) - side, (rect.height() - side) / 2, side, side),
            look.colour("ink2" if able else "line"),
        )
        painter.setPen(look.colour("ink" if able else "ghost"))
        painter.setFont(look.font(15))
        room = rect.adjusted(look.px(12), 0, -look.px(30), 0)
        text = QFontMetricsF(painter.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, LEFT, text)
        if shows_focus(self):
            draw_focus(painter, look, rect)
        painter.end()


class _NumberBox(Restyled):
    """A number in a box; arrow keys and typing change it, the wheel does not."""

    _width: int

    def _begin(self, look: Look, width: int) -> None:
        assert isinstance(self, QAbstractSpinBox)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(4, 0, 8, 0)
        self._follow(look)

    def _relook(self) -> None:
        assert isinstance(self, QAbstractSpinBox)
        # The application's style sheet outranks setFont: only this box's own sheet reaches its text at once.
        # A styled box without buttons gives its text no room: they stay, one pixel wide, and are not drawn.
        self.setStyleSheet(
            f"QAbstractSpinBox {{ min-height: 0; padding: 0; font-size: {self._look.px(15)}px; }}"
            "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button"
            "{ subcontrol-origin: border; subcontrol-position: right; width: 1px; }"
        )
        self.lineEdit().setFont(self._look.font(15))
        super()._relook()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width), self._look.px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame; the text is a child of its own."""
        assert isinstance(self, QAbstractSpinBox)
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


class Number(_NumberBox, QSpinBox):
    """A whole number."""

    def __init__(self, look: Look, width: int = 96) -> None:
        super().__init__()
        self._begin(look, width)


class Decimal(_NumberBox, QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, look: Look, width: int = 96, decimals: int = 2) -> None:
        super().__init__()
        self.setDecimals(decimals)
        self._begin(look, width)

    def textFromValue(self, value: float) -> str:
        """Write a number without zeros at its end."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


class TimeEntry(QLineEdit, Restyled):
    """A time with its unit, such as 36 h, 42 d or 3 y; whoever owns it decides and shows what stands."""

    asked = Signal(float)
    refused = Signal(str)
    """Why an entry is no time, as the end of a sentence."""

    def __init__(self, look: Look, width: int = 96) -> None:
        super().__init__()
        self._width = width
        self._hours = -1.0
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("A time with its unit: h, d, wk or y"))
        self.editingFinished.connect(self._entered)
        self._follow(look)

    def show_time(self, hours: float) -> None:
        """Show the time that stands."""
        if hours != self._hours or self.isModified() or not self.text():
            self._hours = hours
            self.setText(times.text(hours))
            self.setModified(False)

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(self._width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def _entered(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        text = self.text().strip()
        try:
            # A bare number is a day: that is how the window counts.
            hours = times.parse(f"{text} d" if text.replace(".", "", 1).isdecimal() else text)
        except ValueError as error:
            self.refused.emit(str(error))
            return
        self.asked.emit(hours)
