"""What can be pressed on the plate: the quiet suggestion, and the card that says what stands for what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QMenu, QVBoxLayout, QWidget

from vmat2_desktop.ui import icons
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.controls import paint_on, shows_focus
from vmat2_desktop.ui.synapse_view.lettering import Fonts, width_of
from vmat2_desktop.ui.synapse_view.words import tr

REACH = 4
"""px round the words of a link that answer too."""
SIDE = 26
"""Width of the question mark, px at a text scale of 1."""
ICON = 18
"""Side of an icon, px at a text scale of 1."""


class Pressed(QAbstractButton):
    """A button whose place and picture belong to the plate."""

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


class HintLink(Pressed):
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


class NotesButton(Pressed):
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


def question_rect(right: float, scale: float, bottom: float) -> QRectF:
    """Return where the question mark stands: in the title's row, left of `right`."""
    side = round(SIDE * scale)
    return QRectF(QRect(round(right - side), round(bottom - side), side, side))


def layers_rect(card: QRectF, fonts: Fonts, bottom: float, named: bool) -> QRectF:
    """Return where the button of the layers stands: at the right end of the title's row."""
    height = round(ICON * fonts.scale) + 8
    width = round(ICON * fonts.scale) + 12
    if named:
        width += round(width_of(LayersButton.title(), fonts.bold_note)) + 8
    return QRectF(QRect(round(card.right()) - width, round(bottom) - height, width, height))


class LayersButton(Pressed):
    """Opens the menu of what is shown and hidden."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.setObjectName("layers")
        self.scale = 1.0
        self.menu: QMenu | None = None
        self.retranslate()
        self.clicked.connect(self._open)

    @staticmethod
    def title() -> str:
        """Return what stands on it."""
        return tr("Layers")

    def retranslate(self) -> None:
        """Name it in the person's language."""
        self.setAccessibleName(tr("Show or hide layers of the picture"))
        self.setToolTip(self.accessibleName())

    def _open(self) -> None:
        if self.menu is not None:
            width = self.menu.sizeHint().width()
            self.menu.popup(self.mapToGlobal(QPoint(self.width() - width, self.height() + 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.selected))
            painter.drawRoundedRect(rect, 4, 4)
        side = round(ICON * self.scale)
        box = QRectF(6, (rect.height() - side) / 2, side, side)
        icons.draw(painter, "layers", box, QColor(self.theme.ink))
        if rect.width() > side + 20:
            painter.setFont(looks.font(looks.NOTE, 600, self.scale))
            painter.setPen(QColor(self.theme.ink))
            words = rect.adjusted(box.right() + 8, 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.title())
        self._ring(painter)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the present size: the page decides."""
        return self.size()
