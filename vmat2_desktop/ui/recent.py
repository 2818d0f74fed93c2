"""The files that were opened or saved last, and their menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from vmat2_desktop.ui.texts import tr

MOST = 8
KEY = "recent_files"


class Recent(QObject):
    """At most eight paths, the latest first."""

    chosen = Signal(str)
    """Path: the person picked it from the menu."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: list[str] = []
        self._settings: QSettings | None = None
        self.menu = QMenu(tr("Open &recent"))
        self.menu.setToolTipsVisible(True)
        self._fill()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths, the latest first."""
        return tuple(self._paths)

    def stand_behind(self, action: QAction, menu: QMenu) -> None:
        """Put the menu of these files into another one, right behind an action of it."""
        others = menu.actions()
        menu.insertMenu(others[others.index(action) + 1], self.menu)

    def remember(self, settings: QSettings) -> None:
        """Take over what was stored, and store what changes from now on."""
        stored = settings.value(KEY)
        listed = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        known = [path for path in listed if isinstance(path, str) and path.strip()]
        self._paths = list(dict.fromkeys([*self._paths, *known]))[:MOST]
        self._settings = settings
        self._fill()

    def add(self, path: Path) -> None:
        """Put a file at the head."""
        name = str(path)
        self._keep([name, *(other for other in self._paths if other != name)][:MOST])

    def drop(self, path: Path) -> None:
        """Take a file off the list."""
        self._keep([other for other in self._paths if other != str(path)])

    def _keep(self, paths: list[str]) -> None:
        self._paths = paths
        if self._settings is not None:
            self._settings.setValue(KEY, paths)
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        for number, path in enumerate(self._paths, 1):
            name = Path(path).name.replace("&", "&&")
            action = self.menu.addAction(f"&{number} {name}")
            action.setToolTip(path)
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if self._paths:
            self.menu.addSeparator()
            self.menu.addAction(tr("&Clear this list"), lambda: self._keep([]))
        self.menu.menuAction().setEnabled(bool(self._paths))
