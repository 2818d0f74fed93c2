"""Words and their arrangement in a column: a line, a row, a titled group."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vmat2_desktop.ui.look import Look

SLIM_BAR = "QScrollBar:vertical { width: 8px; } QScrollBar::handle { margin: 1px; border-radius: 3px; }"
"""For a column that scrolls."""


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
        rows: int = 0,
    ) -> None:
        super().__init__(text)
        self._look = look
        self._size = size
        self._weight = weight
        self._role = role
        self._rows = rows
        self.setWordWrap(wrap)
        if rows:
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
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
        if self._rows:
            lines = QFontMetrics(self._look.font(self._size, self._weight)).lineSpacing() * self._rows
            self.setMinimumHeight(lines)


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
