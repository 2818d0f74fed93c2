"""What can be pressed on the plate: the quiet suggestion, and the card that says what stands for what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QVBoxLayout, QWidget

from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import paint_on, shows_focus

REACH = 4
"""px round the words of a link that answer too."""
SIDE = 26
"""Width of the question mark, px at a text scale of 1."""


class _Pressed(QAbstractButton):
    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def place(self, rect: QRectF | None) -> None:
        """Stand there, or nowhere."""
        if rect is None:
            self.hide()
            return
        area = rect.toAlignedRect()
        if area != self.geometry():
            self.setGeometry(area)
        self.show()

    def _ring(self, painter: QPainter) -> None:
        if shows_focus(self):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class HintLink(_Pressed):
    """Lies over the suggestion, whose words the page writes: underlines them under the hand."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.setObjectName("hint")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        if self.underMouse() or shows_focus(self):
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            y = self.height() - REACH + 0.5
            painter.drawLine(REACH, round(y), self.width() - REACH, round(y))
        self._ring(painter)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the present size: the page decides."""
        return self.size()


class NotesButton(_Pressed):
    """A question mark that opens a card."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.setObjectName("how_it_is_drawn")
        self._heads: list[tuple[str, Sequence[str]]] = []
        self.scale = 1.0
        self.card: QFrame | None = None
        self.clicked.connect(self._open)

    def tell(self, heads: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Take what the card says: heads with their lines."""
        self._heads = list(heads)
        self.setToolTip("\n".join(line for head, lines in heads for line in (head + ":", *lines)))
        self.setAccessibleName(heads[0][0] if heads else "")
        self.setAccessibleDescription(self.toolTip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        rect = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setBrush(QColor(self.theme.selected if self.underMouse() else self.theme.panel))
        painter.setPen(QPen(QColor(self.theme.accent), 1.4))
        painter.drawEllipse(rect)
        painter.setFont(looks.font(looks.NOTE, 700, self.scale))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), "?")
        self._ring(painter)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the present size: the page decides."""
        return self.size()

    def _open(self) -> None:
        """Open the card below the button; Escape or a press elsewhere closes it."""
        if not self._heads:
            return
        if self.card is not None:
            self.card.deleteLater()
        self.card = card = QFrame(self, Qt.WindowType.Popup)
        card.setProperty("role", "card")
        card.setAccessibleName(self.accessibleName())
        layout = QVBoxLayout(card)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(4)
        for head, lines in self._heads:
            for text, role in ((head, "section"), *((line, "note") for line in lines)):
                label = QLabel(text)
                label.setProperty("role", role)
                layout.addWidget(label)
        card.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - card.width(), self.height() + 4))
        screen = self.screen().availableGeometry()
        card.move(max(screen.left(), corner.x()), min(corner.y(), screen.bottom() - card.height()))
        card.show()


def question_rect(card: QRectF, scale: float, bottom: float) -> QRectF:
    """Return where the question mark stands: at the right end of the title's row."""
    side = round(SIDE * scale)
    return QRectF(QRect(round(card.right() - side), round(bottom - side), side, side))
