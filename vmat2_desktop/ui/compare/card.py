"""One side as a card: its letter and title, its synapse, its values; the empty one offers what B may be."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.experiment import Side
from vmat2_desktop.ui.compare.badge import Badge
from vmat2_desktop.ui.compare.miniature import Sheets
from vmat2_desktop.ui.compare.plate import ComparedPlate
from vmat2_desktop.ui.compare.values import Values, values_of
from vmat2_desktop.ui.controls import Button, paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.theme import CARD_RADIUS

_BESIDE_FROM = 470
"""Narrower cards put the values below the picture."""
_VALUES_FROM = 170
"""Lower ones leave them out."""


class SideTitle(QWidget):
    """The title of a side and, behind it, a second phrase; both shortened where there is no room."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._texts = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def texts(self) -> tuple[str, str]:
        """The title and what stands behind it, whole."""
        return self._texts

    def show_texts(self, first: str, second: str, all_of_it: str) -> None:
        """Show a title; the tool-tip says everything."""
        self._texts = (first, second)
        self.setToolTip(all_of_it)
        self.setAccessibleName(all_of_it)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        x, left = 0.0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for text, weight, role in zip(self._texts, (600, 400), ("ink", "ink2"), strict=True):
            painter.setFont(look.font(15, weight))
            painter.setPen(look.colour(role))
            metrics = QFontMetricsF(painter.font())
            if not text or self.width() - x < look.px(40):
                continue
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - x)
            painter.drawText(QRectF(x, 0, self.width() - x, self.height()), int(left), shown)
            x += metrics.horizontalAdvance(shown) + look.px(12)
        painter.end()


class SideCard(QWidget):
    """Everything of one side."""

    edit_asked = Signal()
    """The scenario column is to edit this side."""

    def __init__(self, look: Look, model: Model, sheets: Sheets, side: Side) -> None:
        super().__init__()
        self._look = look
        self._model = model
        self.side = side
        self._active = False
        self.setAccessibleName(tr("Scenario {0}").format(side.value))
        self.title = SideTitle(look)
        self.edit = Button(look, tr("Edit"), "sliders")
        self.edit.setObjectName(f"edit_{side.value}")
        self.edit.setAccessibleName(tr("Edit scenario {0}").format(side.value))
        tip = tr("Let the scenario column edit {0}").format(side.value)
        self.edit.setToolTip(f"{tip} (Ctrl+{1 if side is Side.A else 2})")
        self.edit.clicked.connect(self.edit_asked)
        self.more = Button(look, "", "list")
        self.more.setObjectName(f"more_{side.value}")
        self.more.setAccessibleName(tr("Another scenario {0}").format(side.value))
        self.more.setToolTip(self.more.accessibleName())
        self.more.hide()
        self.plate = ComparedPlate(look, model, sheets)
        self.plate.setAccessibleName(tr("Synapse {0}").format(side.value))
        self.values = Values(look)
        self.empty: QWidget | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 7, 10, 7)
        head.setSpacing(10)
        head.addWidget(Badge(self._look, self.side))
        head.addWidget(self.title, 1)
        head.addWidget(self.edit)
        head.addWidget(self.more)
        outer.addLayout(head)
        full = QWidget()
        self._grid = QGridLayout(full)
        self._grid.setContentsMargins(2, 0, 2, 2)
        self._grid.setSpacing(0)
        self._grid.addWidget(self.plate, 0, 0)
        self._grid.setRowStretch(0, 1)
        self._grid.setColumnStretch(0, 1)
        # First into the layout: a stack without a parent shows its first page as a window.
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)
        self._stack.addWidget(full)
        self._place_values()

    def set_empty(self, empty: QWidget) -> None:
        """Set what is shown while this side does not stand."""
        self.empty = empty
        self._stack.addWidget(empty)

    def set_menu(self, menu: QMenu) -> None:
        """Set the menu of the head."""
        self.more.setMenu(menu)

    def show_stands(self, stands: bool) -> None:
        """Show the side, or what it may be."""
        self._stack.setCurrentIndex(0 if stands or self.empty is None else 1)
        self.edit.setVisible(stands)
        self.more.setVisible(stands and self.side is Side.B)

    def show_active(self, active: bool) -> None:
        """Mark whether the scenario column edits this side."""
        if active != self._active:
            self._active = active
            self.update()

    def show_course(self, course: Course) -> None:
        """Take another course."""
        self.plate.show_scenario(course.scenario, self._model)

    def show_frame(self, frame: Frame, numbers: bool) -> None:
        """Show the present moment."""
        self.plate.show_frame(frame, numbers)
        counts = self.plate.scene.counts
        if numbers and counts is not None:
            self.values.show_values(values_of(counts, self.plate.names))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the values where there is room for them."""
        super().resizeEvent(event)
        self._place_values()

    def _place_values(self) -> None:
        across = self.width() < self._look.px(_BESIDE_FROM)
        self.values.set_across(across)
        # The title needs the room more than the word on the button.
        self.edit.setText("" if across else tr("Edit"))
        self.edit.updateGeometry()
        self._grid.removeWidget(self.values)
        self._grid.addWidget(self.values, *((1, 0) if across else (0, 1)))
        # Where text is large and the window small, the picture goes first; the table has the numbers.
        self.values.setVisible(not across or self.height() >= self._look.px(_VALUES_FROM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card; the edge of the side that is edited is strong."""
        look, painter = self._look, paint_on(self)
        painter.setBrush(look.colour("panel"))
        width = 2.0 if self._active else 1.0
        painter.setPen(QPen(look.colour("accent" if self._active else "line"), width))
        half = width / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
        painter.end()
