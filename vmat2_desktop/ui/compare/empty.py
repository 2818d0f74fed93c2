"""What the card of B offers while there is no B: a copy of A, or a ready contrast to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.ui.compare.contrasts import Contrast
from vmat2_desktop.ui.controls import SLIM_BAR, Button, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


class EmptySide(QWidget):
    """A list of buttons."""

    chosen = Signal(object)
    """Contrast, or None: a copy of A."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.buttons: dict[str, Button] = {}
        self._shown: tuple[Contrast, ...] = ()
        self.copy = Button(look, tr("Copy A here"), "right")
        self.copy.setObjectName("copy_a")
        self.copy.setAccessibleName(tr("Copy scenario A to B"))
        self.copy.clicked.connect(lambda: self.chosen.emit(None))
        body = QWidget()
        body.setObjectName("contrasts_body")
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(20, 6, 20, 6)
        self._list.setSpacing(6)
        self._list.addWidget(Text(look, tr("Nothing to compare with yet"), 16, 600))
        self._list.addWidget(
            Text(look, tr("Copy A, then change B; or begin with a contrast:"), 15, role="ink2")
        )
        self._list.addWidget(self.copy)
        self._list.addSpacing(6)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.verticalScrollBar().setStyleSheet(SLIM_BAR)
        area.setWidget(body)
        for part in (body, area.viewport()):
            part.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 4)
        outer.addWidget(area)

    def show_contrasts(self, contrasts: Sequence[Contrast]) -> None:
        """Offer these."""
        texts = [(one.id, one.text) for one in self._shown]
        self._shown = tuple(contrasts)
        if texts == [(one.id, one.text) for one in contrasts]:
            return
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for place, contrast in enumerate(contrasts):
            button = Button(self._look, contrast.text)
            button.setObjectName(f"contrast_{contrast.id}")
            button.setAccessibleName(contrast.text)
            button.clicked.connect(lambda _=False, which=place: self.chosen.emit(self._shown[which]))
            self.buttons[contrast.id] = button
            self._list.insertWidget(self._list.count() - 1, button)


def contrast_menu(
    parent: QWidget,
    contrasts: Callable[[], Sequence[Contrast]],
    chosen: Callable[[Contrast | None], object],
    remove: Callable[[], object],
) -> QMenu:
    """Return the menu by which a B that stands becomes another one, or goes."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        menu.addAction(tr("Copy A here"), lambda: chosen(None))
        menu.addSeparator()
        for contrast in contrasts():
            menu.addAction(contrast.text, partial(chosen, contrast))
        menu.addSeparator()
        menu.addAction(tr("Remove B"), remove)

    menu.aboutToShow.connect(fill)
    return menu
