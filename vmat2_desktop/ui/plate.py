"""The middle of the window: hands frames, names and the one quiet suggestion to the synapse view."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import antipsychotic, inhibitor
from vmat2_desktop.session import NANOSECONDS, Session
from vmat2_desktop.ui.amines import Amines
from vmat2_desktop.ui.in_words import Announcer
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.pacing import Gate
from vmat2_desktop.ui.probe import Probe, ProbeTrace
from vmat2_desktop.ui.storyboard import Storyboard
from vmat2_desktop.ui.suggestion import Suggestion, suggested
from vmat2_desktop.ui.synapse_view import SynapseView
from vmat2_desktop.ui.synapse_view.layers import layers as all_layers
from vmat2_desktop.ui.texts import active_form, movements_in_words, tr

LONGEST_GAP_S = 0.1
EXPLAINED_FROM = 640
"""Height from which the other amines are explained below their values, px at a text scale of 1."""
LEAST = (320, 200)
"""Large text on a small window leaves no more."""


class Plate(QWidget):
    """Holds the synapse view."""

    followed = Signal(object)
    """Suggestion: it was pressed."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._suggested = Suggestion()
        self.view = SynapseView(session.model, look.theme)
        self.view.setObjectName("synapse")
        self.view.setMinimumSize(*LEAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        self.storyboard = Storyboard(session, look)
        self.storyboard.setMinimumSize(*LEAST)
        self.storyboard.hide()
        layout.addWidget(self.storyboard, 1)
        self.probe = Probe(self.view, look)
        self.probe_trace = ProbeTrace(session, look, self.probe)
        layout.addWidget(self.probe_trace)
        self.amines = Amines(session, look)
        self.amines.setVisible(look.amines)
        layout.addWidget(self.amines)
        self.announcer = Announcer(session, self.view)
        self._numbers = Gate()
        self._shown = QElapsedTimer()
        self._shown.start()
        self.view.hint_followed.connect(self._follow_hint)
        session.scenario_changed.connect(self._show_scenario)
        session.course_changed.connect(self._show_before)
        session.frame_ready.connect(self._show_frame)
        look.changed.connect(self._relook)
        self._relook()
        self._show_scenario(session.scenario)
        self._show_before(session.course)
        self._show_frame(session.frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture its height where there is little."""
        super().resizeEvent(event)
        self.amines.set_explained(self.height() >= self._look.px(EXPLAINED_FROM))

    @property
    def suggestion(self) -> str:
        """What is suggested, in words."""
        return self._suggested.text

    def set_plain(self, on: bool) -> None:
        """Say only what is read from the last row of a class."""
        self.view.set_plain(on)

    def layers_menu(self, names: QAction) -> QMenu:
        """Return the menu of what is shown and hidden, which the button of the picture opens too.

        Args:
            names: the command that shows the names in the picture.
        """
        menu = QMenu(tr("La&yers of the picture"), self)
        menu.addAction(names)
        menu.addSeparator()
        layers = self.view.layers
        for layer in all_layers():
            action = menu.addAction(layer.name)
            action.setObjectName(f"layer_{layer.id}")
            action.setCheckable(True)
            action.setChecked(layers.is_shown(layer.id))
            action.toggled.connect(partial(layers.set_shown, layer.id))
            layers.changed.connect(
                lambda action=action, layer=layer: action.setChecked(layers.is_shown(layer.id))
            )
        self.view.layers_button.menu = menu
        return menu

    def _show_scenario(self, scenario: Scenario) -> None:
        """Name the medicines, and suggest what fits them."""
        model = self._session.model
        regimen, other = inhibitor(scenario, model), antipsychotic(scenario, model)
        drug = None if regimen is None else model.drugs[regimen.drug]
        self.view.set_names(
            "" if drug is None else drug.name,
            "" if other.drug is None else model.drugs[other.drug].name,
            "" if drug is None else active_form(drug),
            movements_in_words(scenario.condition),
        )
        self._suggested = suggested(scenario, model)
        self.view.set_hint(self.suggestion)

    def _show_before(self, course: Course) -> None:
        self.view.set_before(course.at(course.score_id, 0.0), course.at("index.parkinsonism", 0.0))

    def _follow_hint(self) -> None:
        self.followed.emit(self._suggested)

    def _show_frame(self, frame: Frame) -> None:
        passed = self._shown.nsecsElapsed() * NANOSECONDS
        self._shown.restart()
        self.view.advance(min(passed, LONGEST_GAP_S))
        self.view.spiral.advance(min(passed, LONGEST_GAP_S), self._session.playing)
        self.view.show_frame(frame, self._numbers.opens(self._session.running))

    def _relook(self) -> None:
        self.view.set_theme(self._look.theme)
        self.view.set_text_scale(self._look.scale)
        self.view.set_reduced_motion(self._look.reduced_motion)
        self.view.set_labels_visible(self._look.names)
        self.view.set_person(self._look.person)
        self.amines.setVisible(self._look.amines)
        self.probe_trace.setVisible(self._look.probe and not self._look.stills)
        self.probe.settle()
        if self._look.stills:
            self.storyboard.catch_up()
        self.storyboard.setVisible(self._look.stills)
        self.view.setVisible(not self._look.stills)
