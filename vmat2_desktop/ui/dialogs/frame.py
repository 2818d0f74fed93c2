"""A window to read in, and its text."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from vmat2_desktop.ui.controls import Button
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


class ReadingWindow(QDialog):
    """Stays beside the main window; Escape closes it."""

    def __init__(self, parent: QWidget, look: Look, title: str, width: int, height: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.resize(look.px(width), look.px(height))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(16)
        outer.addLayout(self.body, 1)
        self.foot = foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        close = Button(look, tr("Close"))
        close.setAccessibleName(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot.addWidget(close)
        outer.addLayout(foot)


class Page(QTextBrowser):
    """Text in the window's own type, followed when the look changes."""

    def __init__(self, look: Look, name: str, html: str) -> None:
        super().__init__()
        self._look = look
        self._html = html
        self.setAccessibleName(name)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(_open)
        look.changed.connect(self._write)
        self._write()

    def _write(self) -> None:
        look = self._look
        self.setStyleSheet(f"background: transparent; font-size: {look.px(15)}px;")
        self.document().setDefaultStyleSheet(
            f"h2 {{ font-size: {look.px(20)}px; font-weight: 700; }}"
            f"h3 {{ font-size: {look.px(16)}px; font-weight: 600; margin-top: {look.px(14)}px; }}"
            f"p, li, td {{ font-size: {look.px(15)}px; color: {look.theme.ink}; }}"
            f"th {{ font-size: {look.px(14)}px; color: {look.theme.ink2}; text-align: left; }}"
            f"td, th {{ padding: 3px 18px 3px 0; }}"
            f"a {{ color: {look.theme.accent}; }}"
        )
        self.setHtml(self._html)


def _open(address: QUrl) -> None:
    if address.scheme() == "https":
        QDesktopServices.openUrl(address)
