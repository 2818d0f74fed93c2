"""What the File menu does to documents: name, unsaved or not, files, asking before a loss, recovery.

The undo stack decides what is unsaved: a document is saved where its stack is clean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QElapsedTimer, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vmat2_desktop.documents import atomic, scenario_file, session_file
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.documents.recovery_file import Copy
from vmat2_desktop.documents.session_file import Document, Layout
from vmat2_desktop.experiment import Side
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.dialogs.leaving import Answer, ask_before_leaving
from vmat2_desktop.ui.dialogs.overwriting import Over, ask_before_overwriting
from vmat2_desktop.ui.dropped import DropTarget, Offer, refusal
from vmat2_desktop.ui.files import file_name
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.notes import Notes
from vmat2_desktop.ui.on_disk import OnDisk
from vmat2_desktop.ui.opening import clock_h, opening
from vmat2_desktop.ui.recent import Recent
from vmat2_desktop.ui.recovery import Recovery
from vmat2_desktop.ui.texts import title_of, tr
from vmat2_desktop.ui.traces.column import TracesColumn

SUFFIX, SCENARIO_SUFFIX = ".vmat2", ".json"
CALM_MS, LONGEST_MS = 800, 4000
"""A copy of unsaved work is written when edits pause for so long, or go on for so long."""
Say = Callable[[str, bool], None]


class Documents(QObject):
    """The document of a window."""

    changed = Signal()
    """Its name is another, or whether it is unsaved."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        look: Look,
        known: Knowledge,
        traces: TracesColumn,
        say: Say,
    ) -> None:
        """Begin with what stands, saved nowhere and unchanged.

        Args:
            window: what questions stand in front of.
            session: what a document holds.
            look: how what it says of a file that is dragged looks.
            known: what a scenario may name.
            traces: the column whose choice a document keeps.
            say: shows one sentence, and whether it is trouble.
        """
        super().__init__(window)
        self._window = window
        self._session = session
        self._known = known
        self._traces = traces
        self._look = look
        self._say = say
        self._path: Path | None = None
        self._disk = OnDisk()
        self._called = ""
        """What it is called while it has no file."""
        self.notes = Notes(session, self)
        self._asks = False
        self._recovery: Recovery | None = None
        self._unsaved = self._revertible = False
        self._pending = QElapsedTimer()
        self._copying = QTimer(self)
        self._copying.setSingleShot(True)
        self._copying.timeout.connect(self._copy)
        self.recent = Recent(self)
        self.recent.chosen.connect(lambda path: self.open(Path(path)))
        self.drops = DropTarget(window, look, self._offer)
        self.drops.dropped.connect(self.open)
        session.history_changed.connect(self._follow)
        session.undo_stack.cleanChanged.connect(self._follow)
        session.scenario_changed.connect(self._rename)
        session.transport_changed.connect(self._copy_soon)

    # What stands

    @property
    def path(self) -> Path | None:
        """The file, or None: saved nowhere."""
        return self._path

    @property
    def name(self) -> str:
        """What a person calls the document: the name of its file, else the title of what stands."""
        if self._path is not None:
            return self._path.stem
        return self._called or title_of(self._session.scenario, self._session.model)

    @property
    def unsaved(self) -> bool:
        """Whether closing now would lose something."""
        return not self._session.undo_stack.isClean()

    @property
    def can_revert(self) -> bool:
        """Whether what was saved can be had back by undoing."""
        has_file = self._path is not None or bool(self._called)
        return has_file and self.unsaved and self._session.undo_stack.cleanIndex() >= 0

    def document(self) -> Document:
        """Return what stands as a document."""
        session, pair = self._session, self._session.pair
        shown = tuple(name for name in self._traces.cards if self._traces.is_shown(name))
        side = session.side.value.lower()
        probe = self._look.probe_at if self._look.probe else None
        layout = Layout(shown, session.compared, side, session.time_h, session.speed, probe)
        return Document(pair.a.scenario, None if pair.b is None else pair.b.scenario, self.notes.text, layout)

    # New and open

    def new(self) -> None:
        """Begin anew with what the window opens with."""
        if self.may_leave() and self._stand(Document(opening(self._session.model))):
            self._belong(None)

    def ask_and_open(self) -> None:
        """Ask which file to open, and open it."""
        kinds = tr("Sessions and scenarios (*.vmat2 *.json);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, tr("Open"), self._folder(), kinds)
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> bool:
        """Open a file in place of what stands; if it cannot be opened, one sentence says why."""
        path = path.absolute()
        try:
            document = session_file.read(path, self._known, tuple(self._traces.cards))
        except DocumentError as error:
            self._refuse(path, str(error))
            return False
        if not self.may_leave() or not self._stand(document):
            return False
        # A scenario is opened as what it is made of; saved is a session, in a file of its own.
        is_session = path.suffix.lower() != SCENARIO_SUFFIX
        self._belong(path if is_session else None, "" if is_session else path.stem)
        self.recent.add(path)
        return True

    def _offer(self, files: list[Path]) -> Offer:
        """Say what letting go of files would do."""
        if why := refusal(files, (SUFFIX, SCENARIO_SUFFIX)):
            return Offer(why)
        said = tr("Open “{0}”").format(files[0].name)
        if self._asks and self.unsaved:
            said = tr("{0}; first you are asked about what is not saved").format(said)
        return Offer(said, files[0])

    def _refuse(self, path: Path, sentence: str) -> None:
        if str(path) in self.recent.paths and not path.exists():
            self.recent.drop(path)
            sentence = tr("{0} is no longer there, so it is off the list of recent files.").format(path)
        self._say(sentence, True)

    def _stand(self, document: Document) -> bool:
        """Let a document stand in the window; return whether it can."""
        session, layout = self._session, document.layout
        if not session.open_pair(document.a, document.b):
            return False
        self.notes.begin(document.notes)
        if layout.traces is not None:
            for name in self._traces.cards:
                self._traces.set_shown(name, name in layout.traces)
        if layout.side == "b":
            session.set_side(Side.B)
        session.set_compared(layout.compare)
        self._look.set_probe(layout.probe is not None, layout.probe)
        if layout.speed is not None:
            asked = layout.speed
            session.set_speed(min(session.speeds, key=lambda speed: abs(speed - asked)))
        session.seek(clock_h(document.a) if layout.time_h is None else layout.time_h)
        return True

    def _belong(self, path: Path | None, called: str = "") -> None:
        self._path, self._called = path, called
        self._disk.look(path)
        self._session.undo_stack.setClean()
        self._follow()
        self.changed.emit()

    # Save

    def save(self) -> bool:
        """Save to the document's file, or ask for one; return whether it is saved."""
        if self._path is None:
            return self.ask_and_save()
        if self._asks and self._disk.is_another(self._path):
            answer = ask_before_overwriting(self._window, self._path.name)
            if answer is not Over.WRITE:
                return answer is Over.ELSEWHERE and self.ask_and_save()
        return self.save_to(self._path)

    def ask_and_save(self) -> bool:
        """Ask where to save, and save there; return whether the document is saved."""
        kinds = tr("Session (*.vmat2);;Scenario of the active side (*.json)")
        suggested = str(Path(self._folder()) / f"{file_name(self.name)}{SUFFIX}")
        chosen, kind = QFileDialog.getSaveFileName(self._window, tr("Save as"), suggested, kinds)
        if not chosen:
            return False
        path = Path(chosen)
        wanted = SCENARIO_SUFFIX if SCENARIO_SUFFIX in kind and not path.suffix else SUFFIX
        if path.suffix.lower() not in (SUFFIX, SCENARIO_SUFFIX):
            path = path.with_name(path.name + wanted)
        if path.suffix.lower() == SCENARIO_SUFFIX:
            self._save_scenario(path)
            return False
        return self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Save to a file, which is the document's from now on; if it cannot be, one sentence says why."""
        path = path.absolute()
        try:
            atomic.write_text(path, self._text())
        except DocumentError as error:
            self._say(str(error), True)
            return False
        self._belong(path)
        self.recent.add(path)
        self._say(tr("Saved as {0}").format(path), False)
        return True

    def _text(self) -> str:
        """Return the document as text that is known to read back equal.

        Raises:
            DocumentError: it would not.
        """
        document = self.document()
        text = session_file.dumps(document)
        if session_file.loads(text, self._known, tuple(self._traces.cards)) != document:
            raise DocumentError(tr("The session cannot be saved: it would not read back as it stands."))
        return text

    def _save_scenario(self, path: Path) -> None:
        try:
            atomic.write_text(path, scenario_file.dumps(self._session.scenario))
        except DocumentError as error:
            self._say(str(error), True)
        else:
            self._say(
                tr("The scenario is saved as {0}; the session is not saved by that").format(path), False
            )

    def revert(self) -> None:
        """Go back to what was saved, by undoing: Redo leads back."""
        if self.can_revert:
            self._session.undo_stack.setIndex(self._session.undo_stack.cleanIndex())

    def _folder(self) -> str:
        return "" if self._path is None else str(self._path.parent)

    # Before a loss

    def may_leave(self) -> bool:
        """Ask about unsaved work, if there is any; return whether what stands may go."""
        if not (self._asks and self.unsaved):
            return True
        answer = ask_before_leaving(self._window, self.name)
        return self.save() if answer is Answer.SAVE else answer is Answer.LOSE

    def close(self) -> None:
        """Leave no copy behind: a clean end."""
        self._copying.stop()
        if self._recovery is not None:
            self._recovery.close()
            self._recovery = None

    def _follow(self) -> None:
        """Follow the history: it is another, or stands where it was saved."""
        stands = (self.unsaved, self.can_revert)
        if stands != (self._unsaved, self._revertible):
            self._unsaved, self._revertible = stands
            self.changed.emit()
        if self._unsaved:
            self._copy_soon()
        else:
            self._copying.stop()
            if self._recovery is not None:
                self._recovery.forget()

    def _rename(self) -> None:
        if self._path is None and not self._called:
            self.changed.emit()

    # After a crash

    def remember(self, settings: QSettings, folder: Path) -> None:
        """Ask before a loss, keep recent files and copies of unsaved work, and open what a crash left.

        Args:
            settings: where recent files are stored.
            folder: where copies are kept.
        """
        self._asks = True
        self.recent.remember(settings)
        self._recovery = Recovery(folder, self)
        self._recovery.failed.connect(lambda sentence: self._say(sentence, True))
        self._recover(self._recovery)

    def _recover(self, recovery: Recovery) -> None:
        found = recovery.find(self._known)
        if found is None:
            return
        if found.copy is None:
            self._say(found.trouble, True)
            return
        document = found.copy.document
        if not self._stand(document):
            self._say(recovery.refuse(tr("It cannot be computed.")), True)
            return
        self._path = Path(found.copy.path) if found.copy.path else None
        self._session.undo_stack.resetClean()
        self._follow()
        self._copy()
        recovery.adopt()
        said = tr(
            "The application ended unexpectedly; here is the unsaved work as it was (File > New leaves it)."
        )
        if found.more:
            said += " " + tr("There is more: it opens when the application is started again.")
        self._say(f"{said} {found.trouble}".strip(), False)

    def _copy_soon(self) -> None:
        if self._recovery is None or not self._unsaved:
            return
        if not self._copying.isActive():
            self._pending.start()
        self._copying.start(max(0, min(CALM_MS, LONGEST_MS - self._pending.elapsed())))

    def _copy(self) -> None:
        self._copying.stop()
        if self._recovery is not None:
            self._recovery.keep(Copy(self.document(), "" if self._path is None else str(self._path)))


DOCUMENT_COMMANDS: Mapping[str, Callable[[Documents], object]] = MappingProxyType(
    {
        "new": Documents.new,
        "open": Documents.ask_and_open,
        "save": Documents.save,
        "save_as": Documents.ask_and_save,
        "revert": Documents.revert,
    }
)
"""What each command of the File menu does to a document."""
