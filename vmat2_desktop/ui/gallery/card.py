"""One entry of the gallery: its picture, its title, its question; a press opens it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from vmat2_desktop.documents.gallery import Entry
from vmat2_desktop.ui.controls import draw_focus, paint_on
from vmat2_desktop.ui.gallery.thumbnails import Thumbnails
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.theme import CARD_RADIUS

LEAST = 300
"""Width of a card, px at a text scale of 1."""
PICTURE = 0.46
"""Height of the picture over its width."""
PAD = 12
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class GalleryCard(QAbstractButton):
    """Drawn whole; the picture comes when it is there."""

    def __init__(self, look: Look, entry: Entry, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.entry = entry
        self._look = look
        self._thumbnails = thumbnails
        self.setObjectName(f"gallery_{entry.id}")
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        pair = tr(" Two scenarios are compared.") if entry.b is not None else ""
        self.setAccessibleDescription(entry.question + pair)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._relook)

    @property
    def has_picture(self) -> bool:
        """Whether the picture of the present theme and size is there."""
        rect = self._picture_rect()
        return self._thumbnails.picture(self.entry, rect.size(), self.devicePixelRatioF()) is not None

    def _picture_rect(self, width: int | None = None) -> QRect:
        inner = max(2 * PAD, (self.width() if width is None else width) - 2 * PAD)
        return QRect(PAD, PAD, inner, round(inner * PICTURE))

    def heightForWidth(self, width: int) -> int:
        """Return the height that picture and words take."""
        return round(self._words(width)[-1][1].bottom()) + PAD

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        width = max(self.width(), self._look.px(LEAST))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return QSize(self._look.px(LEAST), self.heightForWidth(max(self.width(), self._look.px(LEAST))))

    def _words(self, width: int) -> list[tuple[str, QRectF]]:
        """Return title and question with where they stand."""
        look, found = self._look, []
        y = float(PAD + self._picture_rect(width).height() + look.px(8))
        for text, font in ((self.entry.title, look.font(16, 600)), (self.entry.question, look.font(14))):
            room = QRectF(PAD, y, width - 2 * PAD, 1e4)
            height = QFontMetricsF(font).boundingRect(room, _WRAP, text).height()
            found.append((text, QRectF(PAD, y, room.width(), height)))
            y += height + look.px(4)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the width asks for."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _relook(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(look.colour("selected" if self.underMouse() or self.isDown() else "panel"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
        self._draw_picture(painter)
        for (text, place), font, role in zip(
            self._words(self.width()), (look.font(16, 600), look.font(14)), ("ink", "ink2"), strict=True
        ):
            painter.setFont(font)
            painter.setPen(look.colour(role))
            painter.drawText(place, _WRAP, text)
        if self.hasFocus():
            draw_focus(painter, look, QRectF(self.rect()), CARD_RADIUS)
        painter.end()

    def _draw_picture(self, painter: QPainter) -> None:
        rect = self._picture_rect()
        found = self._thumbnails.picture(self.entry, rect.size(), self.devicePixelRatioF())
        if found is not None:
            painter.drawPixmap(rect.topLeft(), found)
            return
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(rect), CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(ground, self._look.colour("plate"))
