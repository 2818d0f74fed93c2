"""Every key of the window, from the same table as the menus."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.dialogs.frame import Page, ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.shortcuts import clicker, commands, control_keys, menu_titles
from vmat2_desktop.ui.texts import tr


def shortcuts_window(parent: QWidget, look: Look) -> ReadingWindow:
    """Return the window with the keys."""
    window = ReadingWindow(parent, look, tr("Keyboard shortcuts"), 520, 640)
    window.body.addWidget(Page(look, tr("Keyboard shortcuts"), _table()))
    return window


def _table() -> str:
    parts = []
    for menu, title in menu_titles().items():
        rows = "".join(
            _row(_keys(command.keys), command.text.replace("&", ""))
            for command in commands()
            if command.menu == menu and command.keys
        )
        parts.append(f"<h3>{escape(title.replace('&', ''))}</h3><table>{rows}</table>")
    rows = "".join(_row(_keys(command.keys), command.text.replace("&", "")) for command in clicker())
    parts.append(f"<h3>{escape(tr('While presenting'))}</h3><table>{rows}</table>")
    rows = "".join(_row(keys, what) for keys, what in control_keys())
    parts.append(f"<h3>{escape(tr('In a control'))}</h3><table>{rows}</table>")
    return "".join(parts)


def _row(keys: str, what: str) -> str:
    return f'<tr><td width="210"><b>{escape(keys)}</b></td><td>{escape(what)}</td></tr>'


def _keys(keys: tuple[str, ...]) -> str:
    return tr(" or ").join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
