"""What a card is made of: a live value, an equation with its letters, a parameter that opens the browser."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.knowledge.cards import Equation
from vmat2_desktop.ui.cards.formula import Formula
from vmat2_desktop.ui.cards.live import parameter_in_words
from vmat2_desktop.ui.controls import ROUND, Text, draw_focus, paint_on, shows_focus
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.parameters.words import grade_in_words, range_in_words
from vmat2_desktop.ui.texts import tr

_NAME, _NOTE = 14, 13
_PAD = 6
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class EquationRow(QWidget):
    """An equation, and below it what its letters mean."""

    def __init__(self, look: Look, equation: Equation) -> None:
        super().__init__()
        self.formula = Formula(look, equation.maths)
        self.formula.setAccessibleDescription(equation.where)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(2)
        layout.addWidget(self.formula)
        layout.addWidget(Text(look, equation.where, _NOTE, role="ink2", wrap=True))


class ParameterRow(QAbstractButton):
    """A parameter with value, range, grade and source; a click opens it in the parameter browser."""

    def __init__(self, look: Look, quantity: Quantity, scenario: Scenario) -> None:
        super().__init__()
        self._look = look
        self.quantity = quantity
        self._value = parameter_in_words(quantity, scenario)
        self._facts = tr("{0}; {1}").format(range_in_words(quantity), grade_in_words(quantity.grade))
        self._source = tr("Source: {0}").format(quantity.source)
        self.setText(quantity.text)
        self.setAccessibleName(tr("{0}: {1}").format(quantity.text, self._value))
        self.setAccessibleDescription(f"{self._facts}. {self._source}")
        self.setToolTip(tr("Open {0} among the parameters").format(quantity.id))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._relook)

    @property
    def said(self) -> tuple[str, str, str]:
        """Value, range with grade, and source."""
        return self._value, self._facts, self._source

    def _rows(self) -> tuple[tuple[str, int, int, str], ...]:
        """Return text, size, weight and colour of each row."""
        return (
            (self.text(), _NAME, 400, "ink"),
            (self._value, _NAME, 700, "ink"),
            (self._facts, _NOTE, 400, "ink2"),
            (self._source, _NOTE, 400, "ink2"),
        )

    def _height_of(self, text: str, size: int, weight: int, width: int) -> int:
        metrics = QFontMetrics(self._look.font(size, weight))
        return metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), _WRAPPED, text).height()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in that width."""
        inner = width - 2 * _PAD
        return 2 * _PAD + sum(
            self._height_of(text, size, weight, inner) for text, size, weight, _ in self._rows()
        )

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        width = max(self.width(), self._look.px(240))
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the rows are in this width."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _relook(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        look, painter = self._look, paint_on(self)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected"))
            painter.drawRoundedRect(self.rect(), ROUND, ROUND)
        y, inner = _PAD, self.width() - 2 * _PAD
        for text, size, weight, role in self._rows():
            height = self._height_of(text, size, weight, inner)
            painter.setFont(look.font(size, weight))
            painter.setPen(look.colour(role))
            painter.drawText(QRect(_PAD, y, inner, height), _WRAPPED, text)
            y += height
        if shows_focus(self):
            draw_focus(painter, look, self.rect().toRectF())
        painter.end()
