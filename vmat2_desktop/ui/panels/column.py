"""The scenario column: every panel in the clinician's order."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import SLIM_BAR, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.opening import DRUG
from vmat2_desktop.ui.panels.condition import ConditionPanel
from vmat2_desktop.ui.panels.differences import Differences
from vmat2_desktop.ui.panels.dose import DosePanel
from vmat2_desktop.ui.panels.fields import fields, medicine_field
from vmat2_desktop.ui.panels.firing import FiringPanel
from vmat2_desktop.ui.panels.genotype import GenotypePanel
from vmat2_desktop.ui.panels.inhibitor import InhibitorPanel
from vmat2_desktop.ui.panels.medicines import MedicinesPanel
from vmat2_desktop.ui.panels.model import ModelPanel
from vmat2_desktop.ui.panels.person import PersonPanel
from vmat2_desktop.ui.panels.story import StoryPanel
from vmat2_desktop.ui.suggestion import Where
from vmat2_desktop.ui.texts import tr

WIDTH = 296
_Panel = (
    ConditionPanel
    | InhibitorPanel
    | DosePanel
    | MedicinesPanel
    | GenotypePanel
    | PersonPanel
    | FiringPanel
    | ModelPanel
    | StoryPanel
)


class ScenarioColumn(QWidget):
    """Scrolls when the window is short; the reminder at its foot stays."""

    folded_changed = Signal()
    """Another section is open."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("Scenario"))
        self.condition = ConditionPanel(session, look)
        self.inhibitor = InhibitorPanel(session, look)
        self.dose = DosePanel(session, look)
        self.medicines = MedicinesPanel(session, look)
        self.genotype = GenotypePanel(session, look)
        self.person = PersonPanel(session, look)
        self.firing = FiringPanel(session, look)
        self.model = ModelPanel(session, look)
        self.story = StoryPanel(session, look)
        panels: dict[str, _Panel] = {
            "condition": self.condition,
            "inhibitor": self.inhibitor,
            "dose": self.dose,
            "medicines": self.medicines,
            "genotype": self.genotype,
            "person": self.person,
            "firing": self.firing,
            "model": self.model,
            "course": self.story,
        }
        self.sections = {name: panel.section for name, panel in panels.items()}
        body = QWidget()
        body.setObjectName("scenario_body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 14, 4, 10)
        inner.setSpacing(14)
        for panel in panels.values():
            inner.addWidget(panel)
        inner.addStretch(1)
        self.differences = Differences(body, session, look)
        self._watch()
        for section in self.sections.values():
            section.folded.connect(self.folded_changed)
        self._scroll(body)
        self._lay_out(look)

    def _scroll(self, body: QWidget) -> None:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self.area.setWidget(body)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (body, self.area.viewport()):
            part.setAutoFillBackground(False)

    def _lay_out(self, look: Look) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 8)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        outer.addWidget(rule)
        reminder = Text(look, tr("A teaching model, not dosing advice"), 14, 600, "ink2")
        reminder.setContentsMargins(24, 8, 8, 0)
        outer.addWidget(reminder)

    def _watch(self) -> None:
        """Say which control edits which field: what differs is marked beside it."""
        known, found = fields(), self.differences
        dose, medicines, person, story = self.dose, self.medicines, self.person, self.story
        found.watch(known["condition"], self.condition.section, self.condition.picker)
        found.watch(known["baseline_score"], self.condition.section, self.condition.baseline)
        found.watch(known["inhibitor"], self.inhibitor.section, *self.inhibitor.choices.values())
        for name, controls in (
            ("mg_per_day", (dose.slider,)),
            ("times_per_day", (dose.times,)),
            ("start_h", (dose.first_day,)),
            ("titrated", (dose.titration,)),
            ("stop_h", (dose.stops, dose.last_day)),
            ("food", (dose.food,)),
            ("steps", (dose.plan,)),
        ):
            found.watch(known[name], dose.section, *controls)
        found.watch(known["antipsychotic"], medicines.section, medicines.picker)
        found.watch(known["antipsychotic_mg"], medicines.section, medicines.slider)
        for drug, switch in medicines.switches.items():
            found.watch(medicine_field(drug), medicines.section, switch)
        found.watch(known["added"], medicines.section, medicines.adder)
        for place, picker in enumerate(self.genotype.alleles):
            found.watch(known[f"allele_{place + 1}"], self.genotype.section, picker)
        for gene, picker in self.genotype.genes.items():
            found.watch(known[f"gene_{gene}"], self.genotype.section, picker)
        found.watch(known["liver"], person.section, person.liver)
        found.watch(known["plasticity_rate_per_year"], person.section, person.rate)
        found.watch(known["tonic_hz"], self.firing.section, self.firing.tonic)
        found.watch(known["bursts"], self.firing.section, self.firing.bursts, *self.firing.of_a_burst)
        found.watch(known["rung"], self.model.section, self.model.rung)
        found.watch(known["compensation"], self.model.section, self.model.slider)
        found.watch(known["overrides"], self.model.section, self.model.parameters)
        found.watch(known["title"], story.section, story.title)
        found.watch(known["horizon_h"], story.section, story.end)
        found.watch(known["seed"], story.section, story.seed)
        found.finish()

    # What is open

    def open_sections(self) -> tuple[str, ...]:
        """Return the sections that are open."""
        return tuple(name for name, section in self.sections.items() if section.opened)

    def set_open_sections(self, names: Iterable[str]) -> None:
        """Open these sections and fold the others."""
        wanted = set(names)
        for name, section in self.sections.items():
            section.set_open(name in wanted)

    def take_focus(self, where: Where) -> None:
        """Give the keyboard, and the eye, to the control of a suggestion."""
        wanted, section = {
            Where.INHIBITOR: (self.inhibitor.choices[DRUG], self.inhibitor.section),
            Where.DOSE: (self.dose.slider, self.dose.section),
            Where.STOP: (self.dose.stops, self.dose.section),
        }.get(where, (None, None))
        if wanted is not None and section is not None:
            section.set_open(True)
            self.area.ensureWidgetVisible(wanted)
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
