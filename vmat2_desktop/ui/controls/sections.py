"""A titled part of a column that folds, and the button that puts back what in it differs from its default."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.ui import icons
from vmat2_desktop.ui.controls.drawing import (
    LEFT,
    RIGHT,
    Restyled,
    draw_focus,
    draw_sign,
    paint_on,
    shows_focus,
)
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

_HEIGHT = 28
_SIGN = 40


def differs_in_words(count: int) -> str:
    """Say how many settings differ from their defaults; nothing for none."""
    if not count:
        return ""
    if count == 1:
        return tr("1 setting differs from its default")
    return tr("{0} settings differ from their defaults").format(count)


class ResetButton(QAbstractButton, Restyled):
    """A diamond with how many settings of a section differ; pressed, it puts them back. Hidden for none."""

    def __init__(self, look: Look, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name("")
        self._follow(look)
        self.hide()

    @property
    def count(self) -> int:
        """How many settings differ."""
        return self._count

    def _name(self, words: str) -> None:
        reset = tr("Reset {0}").format(self._title)
        self.setAccessibleName(f"{reset}: {words}" if words else reset)

    def set_count(self, count: int) -> None:
        """Show how many settings differ."""
        self._count = count
        words = differs_in_words(count)
        self._name(words)
        self.setToolTip(tr("{0}. Press to reset, or Alt+Home.").format(words) if count else "")
        self.setVisible(count > 0)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(_SIGN), self._look.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("line"))
            painter.drawRoundedRect(rect.adjusted(0, 2, 0, -2), 4, 4)
        draw_sign(painter, look, QPointF(look.px(11), rect.center().y()))
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(14, 600))
        painter.drawText(rect.adjusted(look.px(21), 0, 0, 0), LEFT, str(self._count))
        if shows_focus(self):
            draw_focus(painter, look, rect, 4)
        painter.end()


class SectionHead(QAbstractButton, Restyled):
    """Title, a few words on what is inside, and a hook that points down when it is open."""

    def __init__(self, look: Look, title: str, lead: bool = False) -> None:
        super().__init__()
        self._summary = ""
        self._lead = lead
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sign = ResetButton(look, title, self)
        self._follow(look)

    @property
    def summary(self) -> str:
        """The words beside the title."""
        return self._summary

    def describe(self, summary: str, count: int) -> None:
        """Change the words beside the title, and how many settings differ."""
        self._summary = summary
        self.sign.set_count(count)
        state = tr("open") if self.isChecked() else tr("folded")
        self.setAccessibleName(f"{self.text()}, {state}")
        parts = (summary, differs_in_words(count))
        self.setAccessibleDescription(", ".join(part for part in parts if part))
        self.setToolTip(summary)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(self._look.px(160), self._look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size."""
        return self.sizeHint()

    def _relook(self) -> None:
        super()._relook()
        self._place_sign()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sign behind the title."""
        super().resizeEvent(event)
        self._place_sign()

    def _place_sign(self) -> None:
        look = self._look
        left = look.px(2) + QFontMetricsF(look.font(16, 600)).horizontalAdvance(self.text())
        self.sign.setGeometry(int(left), 0, look.px(_SIGN), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected"))
            painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 4, 4)
        side = look.px(14)
        hook = QRectF(rect.right() - side, (rect.height() - side) / 2, side, side)
        icons.draw(painter, "down" if self.isChecked() else "right", hook, look.colour("ink2"))
        painter.setPen(look.colour("ink"))
        painter.setFont(look.font(16, 600))
        painter.drawText(rect, LEFT, self.text())
        left = self.sign.geometry().right() if self.sign.count else self.sign.x() + look.px(4)
        self._paint_summary(painter, rect.adjusted(left, 0, -side - look.px(6), 0))
        if shows_focus(self):
            draw_focus(painter, look, rect, 4)
        painter.end()

    def _paint_summary(self, painter: QPainter, room: QRectF) -> None:
        look = self._look
        if self._lead:
            painter.setFont(look.font(19, 700))
            painter.setPen(look.colour("ink"))
        elif not self.isChecked():
            painter.setFont(look.font(14))
            painter.setPen(look.colour("ink2"))
        else:
            return
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(self._summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, RIGHT, text)


class Section(QWidget):
    """A head that folds what is below it."""

    folded = Signal(bool)
    reset_asked = Signal()

    def __init__(
        self, look: Look, title: str, opened: bool = False, lead: bool = False, indent: int = 0
    ) -> None:
        """Build the section.

        Args:
            look: how it looks.
            title: the words of its head.
            opened: whether it is open at first.
            lead: whether what it says in a few words stands large in its head, also while it is open.
            indent: how far its head begins to the right of its controls, px before the text scale.
        """
        super().__init__()
        self.setAccessibleName(title)
        self.head = SectionHead(look, title, lead)
        self.inside = QWidget()
        self._layout = QVBoxLayout(self.inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        top = QVBoxLayout()
        top.setContentsMargins(indent, 0, indent, 0)
        top.addWidget(self.head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(top)
        outer.addWidget(self.inside)
        self.head.toggled.connect(self._follow_head)
        self.head.sign.clicked.connect(self.reset_asked)
        self.head.setChecked(opened)
        self._follow_head(opened)

    def add(self, widget: QWidget, space_before: int = 0) -> None:
        """Put a control below the others."""
        if space_before:
            self._layout.addSpacing(space_before)
        self._layout.addWidget(widget)

    @property
    def opened(self) -> bool:
        """Whether what is inside is seen."""
        return self.head.isChecked()

    def set_open(self, opened: bool) -> None:
        """Fold or unfold."""
        self.head.setChecked(opened)

    @property
    def changed(self) -> int:
        """How many settings inside differ from their defaults."""
        return self.head.sign.count

    def set_summary(self, text: str) -> None:
        """Say in a few words what is inside, for when it is folded."""
        self.head.describe(text, self.changed)

    def set_changed(self, count: int) -> None:
        """Say how many settings inside differ from their defaults."""
        had = self.head.sign.hasFocus()
        self.head.describe(self.head.summary, count)
        if had and not count:
            self.head.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow_head(self, opened: bool) -> None:
        self.inside.setVisible(opened)
        self.head.describe(self.head.summary, self.changed)
        self.folded.emit(not opened)
