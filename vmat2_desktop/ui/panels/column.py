"""The scenario column: every panel in the clinician's order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import SLIM_BAR, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.opening import DRUG
from vmat2_desktop.ui.panels.compensation import CompensationPanel
from vmat2_desktop.ui.panels.condition import ConditionPanel
from vmat2_desktop.ui.panels.dose import DosePanel
from vmat2_desktop.ui.panels.genotype import GenotypePanel
from vmat2_desktop.ui.panels.inhibitor import InhibitorPanel
from vmat2_desktop.ui.panels.medicines import MedicinesPanel
from vmat2_desktop.ui.panels.person import PersonPanel
from vmat2_desktop.ui.suggestion import Where
from vmat2_desktop.ui.texts import tr

WIDTH = 296


class ScenarioColumn(QWidget):
    """Scrolls when the window is short; the reminder at its foot stays."""

    def take_focus(self, where: Where) -> None:
        """Give the keyboard, and the eye, to the control of a suggestion."""
        wanted = {
            Where.INHIBITOR: self.inhibitor.choices[DRUG],
            Where.DOSE: self.dose.slider,
            Where.STOP: self.dose.stops,
        }.get(where)
        if wanted is not None:
            self.area.ensureWidgetVisible(wanted)
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(tr("Scenario"))
        self.condition = ConditionPanel(session, look)
        self.inhibitor = InhibitorPanel(session, look)
        self.dose = DosePanel(session, look)
        self.medicines = MedicinesPanel(session, look)
        self.genotype = GenotypePanel(session, look)
        self.person = PersonPanel(session, look)
        self.compensation = CompensationPanel(session, look)
        body = QWidget()
        body.setObjectName("scenario_body")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 14, 4, 10)
        inner.setSpacing(14)
        for panel in (
            self.condition,
            self.inhibitor,
            self.dose,
            self.medicines,
            self.genotype,
            self.person,
            self.compensation,
        ):
            inner.addWidget(panel)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().setStyleSheet(SLIM_BAR)
        self.area.setWidget(body)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (body, self.area.viewport()):
            part.setAutoFillBackground(False)
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
