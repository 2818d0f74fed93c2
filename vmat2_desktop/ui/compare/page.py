"""The page that compares: two cards, and what lies below them. What it changes goes through the session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.experiment import Side
from vmat2_desktop.session import Pair, PairFrame, Session
from vmat2_desktop.ui.compare.below import Below
from vmat2_desktop.ui.compare.card import SideCard
from vmat2_desktop.ui.compare.contrasts import Contrast, contrasts
from vmat2_desktop.ui.compare.empty import EmptySide, contrast_menu
from vmat2_desktop.ui.compare.miniature import Sheets
from vmat2_desktop.ui.controls import SLIM_BAR
from vmat2_desktop.ui.differences import Difference, differences, said
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.texts import title_of, tr

LEAST_HEIGHT = 300
"""px before the text scale: two synapses, and traces below them."""
NAMED = 2
"""Differences that stand in a title; the tool-tip has all."""


class ComparePage(QWidget):
    """While it is hidden it does nothing; shown, it follows the pair."""

    edit_asked = Signal()
    """The scenario column is to be opened."""

    def __init__(self, session: Session, look: Look, choices: Sequence[QAction]) -> None:
        """Build the page.

        Args:
            session: whose pair is shown.
            look: how.
            choices: the actions that choose the traces.
        """
        super().__init__()
        self._session = session
        self._numbers = Gate()
        self.setObjectName("compare_page")
        self.setAccessibleName(tr("Compare"))
        sheets = Sheets(session.model)
        self.cards = {side: SideCard(look, session.model, sheets, side) for side in Side}
        self.empty = EmptySide(look)
        self.below = Below(look, choices, session.seek)
        self.cards[Side.B].set_empty(self.empty)
        menu = contrast_menu(self, self._contrasts, self.choose, lambda: session.remove_b(tr("remove B")))
        self.cards[Side.B].set_menu(menu)
        self._look = look
        self._body = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self._scroll.setWidget(self._body)
        for area in (self._body, self._scroll.viewport()):
            area.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        look.changed.connect(self._resize)
        self._resize()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        for card in self.cards.values():
            row.addWidget(card, 1)
        layout.addLayout(row, 3)
        layout.addWidget(self.below, 2)
        self._connect()

    def _connect(self) -> None:
        session = self._session
        session.pair_changed.connect(self._show_pair)
        session.pair_ready.connect(self._show_frames)
        session.side_changed.connect(self._show_side)
        self.empty.chosen.connect(self.choose)
        for side, card in self.cards.items():
            card.edit_asked.connect(lambda which=side: self._edit(which))

    def _resize(self) -> None:
        """Scroll rather than draw synapses and traces too low to be read."""
        self._body.setMinimumHeight(self._look.px(LEAST_HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        """Bring everything up to date."""
        super().showEvent(event)
        self._show_pair(self._session.pair)
        self._show_side(self._session.side)
        self._show_frames(self._session.pair_frame)

    def choose(self, contrast: Contrast | None) -> None:
        """Make B of A: a copy, or a contrast."""
        if contrast is None:
            self._session.copy_to_b(tr("copy A to B"))
        else:
            text = contrast.text
            self._session.set_b(contrast.scenario, text[:1].lower() + text[1:])

    def _contrasts(self) -> tuple[Contrast, ...]:
        session = self._session
        return contrasts(session.pair.a.scenario, session.model, session.time_h)

    def _edit(self, side: Side) -> None:
        self._session.set_side(side)
        self.edit_asked.emit()

    def set_traces(self, shown: Sequence[str]) -> None:
        """Overlay the traces that the person shows."""
        self.below.set_wanted(shown)

    def _show_side(self, side: Side) -> None:
        both = self._session.pair.b is not None
        for which, card in self.cards.items():
            card.show_active(both and which is side)

    def _show_pair(self, pair: Pair) -> None:
        if not self.isVisible():
            return
        found = () if pair.b is None else differences(pair.a.scenario, pair.b.scenario, self._session.model)
        for side, card in self.cards.items():
            course = pair.of(side)
            card.show_stands(course is not None)
            if course is not None:
                card.show_course(course)
        self._show_titles(pair, found)
        if pair.b is None:
            self.empty.show_contrasts(self._contrasts())
        self.below.show_pair(pair, in_words(found) if pair.b is not None else tr("There is no B yet."))
        self._show_side(self._session.side)

    def _show_titles(self, pair: Pair, found: Sequence[Difference]) -> None:
        model = self._session.model
        titles = {side: title_of(course.scenario, model) for side in Side if (course := pair.of(side))}
        same = len(titles) == len(Side) and len(set(titles.values())) == 1
        for side, card in self.cards.items():
            title = titles.get(side, tr("Scenario B"))
            if not same:
                card.title.show_texts(title, "", title)
                continue
            phrases = [said(one, side is Side.B) for one in found]
            # The same everywhere is said once; what differs comes first, where it is never cut off.
            shown = "; ".join(phrases[:NAMED]) or tr("the same")
            shown = shown[:1].upper() + shown[1:]
            card.title.show_texts(shown, title, "\n".join([title, *phrases]))

    def _show_frames(self, frames: PairFrame) -> None:
        if not self.isVisible():
            return
        numbers = self._numbers.opens(self._session.running)
        for side, card in self.cards.items():
            frame = frames.of(side)
            if frame is not None:
                card.show_frame(frame, numbers)
        self.below.show_time(self._session.time_h, numbers)


def in_words(found: Sequence[Difference]) -> str:
    """Say what two scenarios differ in."""
    if not found:
        return tr("The two scenarios are the same.")
    parts = [f"{one.name}: A {one.a}, B {one.b}" for one in found]
    return tr("They differ in: {0}").format("; ".join(parts))
