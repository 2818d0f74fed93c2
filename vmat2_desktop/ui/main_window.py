"""Lays the rooms of the window out; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from vmat2_desktop.documents import atomic, gallery, tables
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.experiment import Side
from vmat2_desktop.knowledge import Knowledge, Quantity, ranges_of
from vmat2_desktop.session import Session
from vmat2_desktop.ui import icons
from vmat2_desktop.ui.actions import Actions
from vmat2_desktop.ui.cards.desk import Desk
from vmat2_desktop.ui.compare.page import ComparePage
from vmat2_desktop.ui.compare.strip import SideStrip, headed
from vmat2_desktop.ui.controls import BY_KEY, Text
from vmat2_desktop.ui.dialogs.about import about_window
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.dialogs.notes import notes_window
from vmat2_desktop.ui.dialogs.reading import reading_window
from vmat2_desktop.ui.dialogs.shortcuts import shortcuts_window
from vmat2_desktop.ui.documents import DOCUMENT_COMMANDS, Documents
from vmat2_desktop.ui.dose_response.window import DoseResponseWindow
from vmat2_desktop.ui.files import png_of
from vmat2_desktop.ui.gallery.window import GalleryWindow
from vmat2_desktop.ui.header import RUNGS, Header, choose_rung
from vmat2_desktop.ui.in_words import InWords
from vmat2_desktop.ui.keys import OwnKeys
from vmat2_desktop.ui.look import TEXT_SCALES, Look, ThemeChoice
from vmat2_desktop.ui.panels.column import WIDTH as SCENARIO_WIDTH
from vmat2_desktop.ui.panels.column import ScenarioColumn
from vmat2_desktop.ui.panels.remembered import RememberedSections
from vmat2_desktop.ui.parameters.window import ParametersWindow
from vmat2_desktop.ui.plate import Plate
from vmat2_desktop.ui.present.presenter import TRACES_SHARE, Presenter
from vmat2_desktop.ui.rail import RAIL, Foldable
from vmat2_desktop.ui.regimen.window import RegimenWindow
from vmat2_desktop.ui.remembered import Remembered, stored
from vmat2_desktop.ui.report.window import ReportWindow
from vmat2_desktop.ui.shortcuts import FILE, VIEW
from vmat2_desktop.ui.suggestion import Suggestion, Where
from vmat2_desktop.ui.synapse_view.camera import STEP
from vmat2_desktop.ui.texts import tr
from vmat2_desktop.ui.time_bar import TimeBar
from vmat2_desktop.ui.traces.column import TracesColumn

SIZE = (1600, 1000)
LEAST_SIZE = (1024, 700)
TITLE_BAR = 40
"""px that a desktop needs above a window."""
WIDE_FROM, FOLDED_BELOW = 1440, 1280
LEAST_PLATE = 480
TRACES_WIDE, TRACES_NARROW = 464, 320
MESSAGE_MS, READING_MS = 8000, 120
"""How long a sentence stands, and at least for each of its letters."""
HEADED = ("undo", "redo", "compare")
"""Commands with a button in the header."""
THEMES = {
    "theme_system": ThemeChoice.SYSTEM,
    "theme_light": ThemeChoice.LIGHT,
    "theme_dark": ThemeChoice.DARK,
    "theme_high": ThemeChoice.HIGH,
    "theme_projector": ThemeChoice.PROJECTOR,
}


def opening_size(available: QSize) -> QSize:
    """Return the size at a start: the design's where the screen has it, else all that there is."""
    return QSize(*SIZE).boundedTo(available - QSize(0, TITLE_BAR)).expandedTo(QSize(*LEAST_SIZE))


class MainWindow(QMainWindow):
    """The window."""

    def __init__(
        self,
        session: Session,
        look: Look,
        quantities: Mapping[str, Quantity],
    ) -> None:
        """Build the window.

        Args:
            session: what it shows and edits.
            look: how it looks.
            quantities: what the table of parameters lists.
        """
        super().__init__()
        self.session = session
        self.look = look
        self._quantities = quantities
        self._dialogs: dict[str, ReadingWindow] = {}
        self._prefers_scenario = False
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.actions_by_id = Actions(self, self._what_commands_do())
        self.addActions(self.actions_by_id.all())
        bar = QMenuBar()
        self.menus = self.actions_by_id.fill(bar)
        self.header = Header(session, look, bar, *(self.actions_by_id[name] for name in HEADED))
        self.scenario = ScenarioColumn(session, look)
        self.plate = Plate(session, look)
        self.traces = TracesColumn(session, look, self.save_as, ranges_of(quantities, session.model))
        self.cards = Desk(session, look, self.plate.view, self.traces, quantities, self.show_parameter)
        self.time_bar = TimeBar(session, look)
        self.sides = SideStrip(session, look)
        self.compare: ComparePage | None = None
        """Made when it is first asked for."""
        self._single = QWidget()
        self._edits_beside = False
        """Whether the scenario column is open beside the compared sides."""
        self.left = Foldable(
            look, headed(self.sides, self.scenario), SCENARIO_WIDTH, "sliders", tr("Scenario")
        )
        known = Knowledge(session.model, quantities)
        self.documents = Documents(self, session, look, known, self.traces, self.say)
        self.right = Foldable(look, self.traces, TRACES_WIDE, "traces", tr("Traces"))
        self._message = Text(look, "", 15, 600, "antipsychotic_edge", wrap=True)
        self._message.setContentsMargins(24, 8, 24, 8)
        self._message.hide()
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.timeout.connect(self._message.hide)
        self._traces_menu()
        self.documents.recent.stand_behind(self.actions_by_id["open"], self.menus[FILE])
        self.menus[VIEW].addMenu(self.plate.layers_menu(self.actions_by_id["names"]))
        self._lay_out()
        self._own_keys = OwnKeys(self)
        self._own_keys.watch(self)
        self._connect()
        self._dress()
        self._follow_undo()
        self._follow_rung()
        self._title()
        # No control is in the middle of an action when the window opens; Tab goes to the first one.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()

    # Layout

    def _lay_out(self) -> None:
        root = QWidget()
        root.setObjectName("root")
        layout = QVBoxLayout(root)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._middle = middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        scenario, beside = _panel(self.left), _rule(vertical=True)
        middle.addWidget(scenario)
        middle.addWidget(beside)
        single = QHBoxLayout(self._single)
        single.setContentsMargins(0, 0, 0, 0)
        single.setSpacing(0)
        single.addWidget(self.plate, 1)
        single.addWidget(_rule(vertical=True))
        single.addWidget(_panel(self.right))
        middle.addWidget(self._single, 1)
        header, foot = _panel(self.header), _panel(self.time_bar)
        self.presenter = Presenter(
            self, self.session, self.look, self.actions_by_id, (header, foot, scenario, beside)
        )
        self.presenter.changed.connect(self._follow_presenting)
        layout.addWidget(header)
        layout.addWidget(_panel(self.presenter.head))
        layout.addWidget(_rule(vertical=False))
        layout.addWidget(self._message)
        layout.addLayout(middle, 1)
        layout.addWidget(_rule(vertical=False))
        layout.addWidget(foot)
        layout.addWidget(_panel(self.presenter.foot))
        self.setCentralWidget(root)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the plate its room: narrow traces first, then one of the two side columns folds."""
        look = self.look
        if self.presenter.on:
            self.right.set_column_width(self.width() * TRACES_SHARE / look.scale)
            self.right.set_folded(False)
            self.plate.setVisible(True)
            return
        width = self.width() / look.scale
        folds = width < FOLDED_BELOW
        room = self.width() - look.px(RAIL if folds else SCENARIO_WIDTH) - LEAST_PLATE
        wanted = TRACES_WIDE if width >= WIDE_FROM else TRACES_NARROW
        self.right.set_column_width(min(wanted, room / look.scale))
        # With very large text on a small window, the scenario and the plate take turns.
        crowded = look.px(SCENARIO_WIDTH + RAIL) + LEAST_PLATE > self.width()
        self.plate.setVisible(not (folds and crowded and self._prefers_scenario))
        self.left.set_folded(
            not self._edits_beside if self.session.compared else folds and not self._prefers_scenario
        )
        self.right.set_folded(folds and self._prefers_scenario)
        self.time_bar.set_narrow(width < FOLDED_BELOW)

    def unfold(self, scenario: bool) -> None:
        """Open one of the two side columns where there is room for one only."""
        self.presenter.set_on(False)
        asked = self.left if scenario else self.right
        by_key = bool(asked.button.property(BY_KEY)) and asked.button.hasFocus()
        if self.session.compared:
            self._edits_beside = scenario
        else:
            self._prefers_scenario = scenario
        self._arrange()
        asked.take_focus(by_key)

    # Two scenarios

    def _follow_compared(self, on: bool) -> None:
        """Put the page that compares in the place of plate and traces, or these back."""
        if on and self.compare is None:
            self.compare = ComparePage(self.session, self.look, list(self.traces.actions_of.values()))
            self.compare.edit_asked.connect(lambda: self.unfold(True))
            self._middle.addWidget(self.compare, 1)
        self._edits_beside = False
        self._single.setVisible(not on)
        self._follow_traces()
        if self.compare is not None:
            self.compare.setVisible(on)
        self.actions_by_id["compare"].setChecked(on)
        self._arrange()

    def _follow_presenting(self, on: bool) -> None:
        self.plate.set_plain(on)
        self.traces.set_plain(on)
        self.actions_by_id["present"].setChecked(on)
        self._arrange()

    def _edit_side(self, side: Side) -> None:
        self.session.set_side(side)
        if self.session.compared and self.session.side is side:
            self.unfold(True)

    def _fold_scenario(self) -> None:
        self._edits_beside = False
        self._arrange()

    def follow(self, suggestion: Suggestion) -> None:
        """Bring the control of a suggestion to the eye and the keyboard."""
        if suggestion.where is Where.TIME and suggestion.time_h is not None:
            self.session.seek(suggestion.time_h)
            self.time_bar.timeline.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if self.left.folded:
            self.unfold(True)
        self.scenario.take_focus(suggestion.where)

    # Signals

    def _connect(self) -> None:
        session = self.session
        session.scenario_changed.connect(self._follow_rung)
        self.documents.changed.connect(self._title)
        session.failed.connect(self.say)
        session.transport_changed.connect(self._follow_transport)
        session.history_changed.connect(self._follow_undo)
        self.look.changed.connect(self._dress)
        session.compared_changed.connect(self._follow_compared)
        session.pair_changed.connect(lambda pair: self.actions_by_id["side_b"].setEnabled(pair.b is not None))
        self.actions_by_id["side_b"].setEnabled(session.pair.b is not None)
        self.scenario.model.parameters_asked.connect(self.parameters)
        self.scenario.dose.plan_asked.connect(self.regimen)
        self.scenario.medicines.plan_asked.connect(self.regimen)
        self.sides.fold_asked.connect(self._fold_scenario)
        self.left.unfold_asked.connect(lambda: self.unfold(True))
        self.right.unfold_asked.connect(lambda: self.unfold(False))
        self.traces.shown_changed.connect(self._follow_traces)
        self.plate.followed.connect(self.follow)

    def _title(self) -> None:
        documents = self.documents
        self.setWindowTitle(f"{documents.name}[*] – VMAT2 Desktop")
        self.setWindowModified(documents.unsaved)
        self.header.show_document(documents.name, documents.unsaved)
        self.actions_by_id["revert"].setEnabled(documents.can_revert)

    def _follow_rung(self) -> None:
        for index, name in enumerate(("textbook", "mechanistic")):
            self.actions_by_id[name].setChecked(self.session.scenario.rung is RUNGS[index])

    def _dress(self) -> None:
        look = self.look
        self.setWindowIcon(icons.icon("hexagon", look.colour("inhibitor_edge")))
        for name, choice in THEMES.items():
            self.actions_by_id[name].setChecked(look.choice is choice)
        self.actions_by_id["reduced_motion"].setChecked(look.reduced_motion)
        self.actions_by_id["probe"].setChecked(look.probe)
        self.actions_by_id["stills"].setChecked(look.stills)
        self.actions_by_id["names"].setChecked(look.names)
        self.actions_by_id["person"].setChecked(look.person)
        self.actions_by_id["amines"].setChecked(look.amines)
        self.actions_by_id["known"].setChecked(look.known)
        self.actions_by_id["text_larger"].setEnabled(look.asked_scale < TEXT_SCALES[-1])
        self.actions_by_id["text_smaller"].setEnabled(look.asked_scale > TEXT_SCALES[0])
        self._arrange()

    def _follow_undo(self) -> None:
        stack = self.session.undo_stack
        for name, word, able, text in (
            ("undo", tr("&Undo"), stack.canUndo(), stack.undoText()),
            ("redo", tr("&Redo"), stack.canRedo(), stack.redoText()),
        ):
            self.actions_by_id[name].setEnabled(able)
            self.actions_by_id[name].setText(f"{word} {text}".strip())

    def _follow_transport(self) -> None:
        speeds = self.session.speeds
        self.actions_by_id["slower"].setEnabled(self.session.speed > speeds[0])
        self.actions_by_id["faster"].setEnabled(self.session.speed < speeds[-1])

    def _traces_menu(self) -> None:
        menu = self.menus[VIEW].addMenu(tr("&Traces"))
        menu.addActions(list(self.traces.actions_of.values()))

    def _follow_traces(self) -> None:
        self.traces.updateGeometry()
        if self.compare is not None:
            self.compare.set_traces([name for name in self.traces.cards if self.traces.is_shown(name)])

    def say(self, sentence: str, trouble: bool = True) -> None:
        """Show one sentence below the header for a while."""
        self._message.set_role("antipsychotic_edge" if trouble else "ink")
        self._message.setText(sentence)
        self._message.show()
        self._message_timer.start(max(MESSAGE_MS, len(sentence) * READING_MS))

    @property
    def message(self) -> str:
        """The sentence that is shown, or nothing."""
        return self._message.text() if self._message.isVisibleTo(self) else ""

    # Commands

    def _what_commands_do(self) -> Mapping[str, Callable[[], object]]:
        session, look = self.session, self.look
        does: dict[str, Callable[[], object]] = {
            "regimen": self.regimen,
            "notes": lambda: self._open("notes", lambda: notes_window(self, look, self.documents.notes)),
            "report": lambda: self._open("report", self._report),
            "export_table": lambda: self.save_as("course.csv", self._course_table()),
            # The grab comes first: a picture of the window must not show the dialog that asks where.
            "save_picture": lambda: self.save_as("vmat2-desktop.png", png_of(self.grab())),
            "quit": self.close,
            "undo": session.undo,
            "redo": session.redo,
            "reset": lambda: session.reset(tr("reset")),
            "text_larger": lambda: self._scale(1),
            "text_smaller": lambda: self._scale(-1),
            "text_normal": lambda: look.set_scale(1.0),
            "names": lambda: look.set_names(not look.names),
            "person": lambda: look.set_person(not look.person),
            "amines": lambda: look.set_amines(not look.amines),
            "in_words": lambda: self._open("in_words", lambda: InWords(self, look, self.plate.view)),
            "known": lambda: look.set_known(not look.known),
            "zoom_in": lambda: self.plate.view.zoom_by(STEP),
            "zoom_out": lambda: self.plate.view.zoom_by(1.0 / STEP),
            "zoom_whole": lambda: self.plate.view.zoom_to(1.0),
            "reduced_motion": lambda: look.set_reduced_motion(not look.reduced_motion),
            "probe": lambda: look.set_probe(not look.probe),
            "stills": lambda: look.set_stills(not look.stills),
            "compare": lambda: session.set_compared(not session.compared),
            "side_a": lambda: self._edit_side(Side.A),
            "side_b": lambda: self._edit_side(Side.B),
            "present": lambda: self.presenter.set_on(not self.presenter.on),
            "play": session.toggle,
            "step": session.step,
            "start": lambda: session.seek(0.0),
            "slower": lambda: self._speed(-1),
            "faster": lambda: self._speed(1),
            "spike": session.spike,
            "burst": session.burst,
            "textbook": lambda: self._rung(0),
            "mechanistic": lambda: self._rung(1),
            "dose_response": lambda: self._open(
                "dose_response", lambda: DoseResponseWindow(self, session, look, self.save_as)
            ),
            "gallery": self._gallery,
            "shortcuts": lambda: self._open("shortcuts", lambda: shortcuts_window(self, look)),
            "reading": lambda: self._open("reading", lambda: reading_window(self, look)),
            "sources": self.parameters,
            "about": lambda: self._open("about", lambda: about_window(self, look)),
        }
        for name, choice in THEMES.items():
            does[name] = partial(self._theme, choice)
        for name, what in DOCUMENT_COMMANDS.items():
            does[name] = partial(self._with_document, what)
        return does

    def _report(self) -> ReadingWindow:
        known = Knowledge(self.session.model, self._quantities)
        return ReportWindow(self, self.look, self.session, known, self.documents, self.traces, self.say)

    def _with_document(self, what: Callable[[Documents], object]) -> None:
        what(self.documents)

    def _course_table(self) -> bytes:
        course = self.session.course
        return tables.course_table(course, tables.default_step(course.scenario.horizon_h)).encode()

    def _theme(self, choice: ThemeChoice) -> None:
        self.look.set_choice(choice)
        self._dress()

    def _rung(self, index: int) -> None:
        choose_rung(self.session, RUNGS[index])
        self._follow_rung()

    def _scale(self, steps: int) -> None:
        place = min(range(len(TEXT_SCALES)), key=lambda i: abs(TEXT_SCALES[i] - self.look.asked_scale))
        self.look.set_scale(TEXT_SCALES[min(max(place + steps, 0), len(TEXT_SCALES) - 1)])

    def _speed(self, steps: int) -> None:
        speeds = self.session.speeds
        place = speeds.index(self.session.speed) + steps
        self.session.set_speed(speeds[min(max(place, 0), len(speeds) - 1)])

    def _open(self, name: str, make: Callable[[], ReadingWindow]) -> None:
        if name not in self._dialogs:
            self._dialogs[name] = make()
        window = self._dialogs[name]
        window.show()
        window.activateWindow()

    def _gallery(self) -> None:
        known = Knowledge(self.session.model, self._quantities)
        self._open("gallery", lambda: GalleryWindow(self, self.session, self.look, gallery.load(known)))

    def parameters(self) -> ParametersWindow:
        """Open the parameter browser and return it."""
        self._open("sources", lambda: ParametersWindow(self, self.session, self.look, self._quantities))
        opened = self._dialogs["sources"]
        assert isinstance(opened, ParametersWindow)
        return opened

    def regimen(self, drug: str | None = None) -> RegimenWindow:
        """Open the regimen editor, at a medicine if one is given, and return it."""
        self._open("regimen", lambda: RegimenWindow(self, self.session, self.look))
        opened = self._dialogs["regimen"]
        assert isinstance(opened, RegimenWindow)
        opened.show_medicine(drug)
        return opened

    def show_parameter(self, identifier: str) -> bool:
        """Open the parameter browser at a parameter; return whether there is one of that id."""
        return self.parameters().show_parameter(identifier)

    @property
    def dialogs(self) -> Mapping[str, ReadingWindow]:
        """The windows to read in that were opened."""
        return self._dialogs

    def save_as(self, name: str, data: bytes) -> None:
        """Ask where to save, write the file whole or not at all, and say which."""
        title, kind = _save_words(Path(name).suffix)
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kind)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(Path(name).suffix)
        try:
            atomic.write_bytes(path, data)
        except DocumentError as error:
            self.say(str(error))
        else:
            self.say(tr("Saved as {0}").format(path), trouble=False)

    def remember(self) -> None:
        """Look as at the last start, and keep what the person changes; only a real start asks for it."""
        settings = stored()
        self.resize(opening_size(self.screen().availableGeometry().size()))
        Remembered(settings, self.look, self.traces, self, self.plate.view.layers)
        RememberedSections(settings, self.scenario, self)
        self.documents.remember(settings, Path(settings.fileName()).parent / "recovery")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the clock and close what was opened, unless unsaved work is to stay."""
        if not self.documents.may_leave():
            event.ignore()
            return
        self.documents.close()
        self.session.stop()
        for window in self._dialogs.values():
            window.close()
        super().closeEvent(event)


def _save_words(suffix: str) -> tuple[str, str]:
    """Return the title of the dialog that asks where to save, and the kinds of file that it lists."""
    if suffix == ".png":
        return tr("Save the picture"), tr("PNG picture (*.png)")
    if suffix == ".svg":
        return tr("Save the figure"), tr("SVG drawing (*.svg)")
    return tr("Save the table"), tr("CSV table (*.csv)")


def _panel(widget: QWidget) -> QFrame:
    """Put a widget on the panel colour."""
    frame = QFrame()
    frame.setProperty("role", "panel")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    return frame


def _rule(vertical: bool) -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    (rule.setFixedWidth if vertical else rule.setFixedHeight)(1)
    return rule
