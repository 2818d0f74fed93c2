"""A file that is dragged over the window: what letting it go would do is said first, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.controls import paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

VEIL = 0.8
_INSET, _RADIUS, _SIGN = 14, 12, 22


@dataclass(frozen=True, slots=True)
class Offer:
    """What letting go would do."""

    sentence: str
    path: Path | None = None
    """None: nothing."""


class DropSign(QWidget):
    """Lies over the window while something is dragged there; the hand goes through it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._look = look
        self._offer = Offer("")
        self.setObjectName("drop_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._offer.sentence

    def say(self, offer: Offer) -> None:
        """Say what would be done."""
        self._offer = offer
        self.setAccessibleName(offer.sentence)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil, the frame of what takes a file, the sign and the sentence."""
        look, painter = self._look, paint_on(self)
        veil = QColor(look.colour("window"))
        veil.setAlphaF(VEIL)
        painter.fillRect(self.rect(), veil)
        takes = self._offer.path is not None
        colour = look.colour("accent" if takes else "ink2")
        inset = look.px(_INSET)
        style = Qt.PenStyle.DashLine if takes else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, look.px(3 if takes else 1), style))
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, look.px(_RADIUS), look.px(_RADIUS))
        painter.setFont(look.font(22, 600))
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        room = QRectF(0, 0, frame.width() - look.px(120), frame.height() / 2)
        words = painter.boundingRect(room, flags, self._offer.sentence)
        words.moveCenter(frame.center() + QPointF(0, look.px(34)))
        # A ground of its own: no line of what lies below runs through the words.
        card = words.adjusted(-look.px(36), -look.px(100), look.px(36), look.px(28))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(card, look.px(_RADIUS), look.px(_RADIUS))
        self._draw_sign(painter, QPointF(card.center().x(), words.top() - look.px(46)), colour, takes)
        painter.setPen(look.colour("ink"))
        painter.drawText(words, flags, self._offer.sentence)
        painter.end()

    def _draw_sign(self, painter: QPainter, at: QPointF, colour: QColor, takes: bool) -> None:
        """Draw an arrow into a tray, or a barred ring: the shape says it without the colour."""
        size = self._look.px(_SIGN)
        painter.save()
        painter.translate(at)
        painter.setPen(
            QPen(colour, size / 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        if takes:
            painter.drawLine(QPointF(0, -size), QPointF(0, size * 0.3))
            painter.drawPolyline(
                [QPointF(-size / 2, -size * 0.2), QPointF(0, size * 0.3), QPointF(size / 2, -size * 0.2)]
            )
            painter.drawPolyline(
                [
                    QPointF(-size, size * 0.3),
                    QPointF(-size, size),
                    QPointF(size, size),
                    QPointF(size, size * 0.3),
                ]
            )
        else:
            painter.drawEllipse(QPointF(0, 0), size, size)
            painter.drawLine(QPointF(-size * 0.7, -size * 0.7), QPointF(size * 0.7, size * 0.7))
        painter.restore()


class DropTarget(QObject):
    """Lets a window take one file at a time."""

    dropped = Signal(object)
    """Path; once the drag is over, so that whoever listens may ask questions."""

    def __init__(self, window: QWidget, look: Look, offer: Callable[[list[Path]], Offer]) -> None:
        """Take files from now on.

        Args:
            window: what they are dropped onto.
            look: how what is said looks.
            offer: what would be done with these files.
        """
        super().__init__(window)
        self._offer_of = offer
        self.sign = DropSign(look, window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what would be done with files, and do it; whatever else is dragged is left alone."""
        if event.type() == QEvent.Type.DragLeave:
            self.sign.hide()
        elif isinstance(event, (QDragMoveEvent, QDropEvent)):
            files = _files_of(event.mimeData())
            if files:
                self._answer(event, self._offer_of(files))
                return True
        return super().eventFilter(watched, event)

    def _answer(self, event: QDropEvent, offer: Offer) -> None:
        if event.type() == QEvent.Type.Drop:
            self.sign.hide()
            if offer.path is not None:
                event.acceptProposedAction()
                QTimer.singleShot(0, self, lambda: self.dropped.emit(offer.path))
            return
        self.sign.say(offer)
        if offer.path is not None:
            event.acceptProposedAction()
        elif isinstance(event, QDragEnterEvent):
            # Taken without an action: what is refused outright would not be told that the drag has left.
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
        else:
            event.ignore()


def refusal(files: list[Path], suffixes: tuple[str, ...]) -> str:
    """Say why these files cannot be opened by letting them go, or nothing."""
    if len(files) > 1:
        return tr("One file at a time can be opened")
    if files[0].suffix.lower() not in suffixes or files[0].is_dir():
        return tr("“{0}” cannot be opened: a session (.vmat2) or a scenario (.json) can").format(
            files[0].name
        )
    return ""


def _files_of(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
