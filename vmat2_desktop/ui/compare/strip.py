"""The head of the scenario column while there are two scenarios: which one it edits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.experiment import Side
from vmat2_desktop.session import Session
from vmat2_desktop.ui.compare.badge import Badge
from vmat2_desktop.ui.controls import Button, Segments, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


class SideStrip(QWidget):
    """Shown while B stands, and while the sides are compared."""

    fold_asked = Signal()

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self.badge = Badge(look, session.side)
        self.words = Text(look, "", 15, 600)
        self.choice = Segments(look, [side.value for side in Side], tr("Scenario to edit"))
        for index, side in enumerate(Side):
            self.choice.button(index).setObjectName(f"side_{side.value}")
            self.choice.button(index).setToolTip(
                f"{tr('Edit scenario {0}').format(side.value)} (Ctrl+{index + 1})"
            )
        self.fold = Button(look, "", "left", flat=True)
        self.fold.setObjectName("fold_scenario")
        self.fold.setAccessibleName(tr("Fold the scenario column"))
        self.fold.setToolTip(self.fold.accessibleName())
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self.badge)
        row.addWidget(self.words, 1)
        row.addWidget(self.choice)
        row.addWidget(self.fold)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(rule)
        self.choice.chosen.connect(lambda index: session.set_side(tuple(Side)[index]))
        self.fold.clicked.connect(self.fold_asked)
        for signal in (session.side_changed, session.pair_changed, session.compared_changed):
            signal.connect(self._show)
        self._show()

    def _show(self) -> None:
        session = self._session
        both = session.other is not None
        self.badge.set_side(session.side)
        self.words.setText(tr("You edit {0}").format(session.side.value))
        self.choice.set_chosen(tuple(Side).index(session.side))
        self.choice.setVisible(both)
        self.fold.setVisible(session.compared)
        self.setVisible(both or session.compared)


def headed(strip: SideStrip, column: QWidget) -> QWidget:
    """Return a column with its strip above it."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(strip)
    layout.addWidget(column, 1)
    return whole
