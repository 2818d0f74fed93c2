"""How deep the terminal is modelled, what compensates, and whether parameters are changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.session.gesture import Gesture
from vmat2_desktop.ui.controls import Button, Picker, Row, Section, Text
from vmat2_desktop.ui.header import choose_rung
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.panels.names import rung_name
from vmat2_desktop.ui.parameters.words import changed_in_words
from vmat2_desktop.ui.texts import NARROW, number, tr

_STEP = 5.0
_FULL = 100.0


class ModelPanel(QWidget):
    """Rung, compensation from 0 to 100 %, and the way to the parameters."""

    parameters_asked = Signal()

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._gesture = Gesture(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Model"))
        self.rung = Picker(look, 148)
        self.rung.setObjectName("rung")
        self.rung.setAccessibleName(tr("Model of the terminal"))
        for rung in Rung:
            self.rung.addItem(rung_name(rung), rung)
        self.value = Text(look, "", 15, 700)
        self.slider = DoseSlider(look)
        self.slider.setObjectName("compensation")
        self.slider.setAccessibleName(tr("Compensation by the autoreceptor, per cent"))
        self.slider.set_scale(_FULL, _STEP, _FULL)
        self._note = Text(look, "", 14, role="ink2", wrap=True)
        self.parameters = Button(look, tr("Parameters…"), key="Ctrl+I")
        self.parameters.setAccessibleName(tr("Parameters: read and change them"))
        group.add(Row(Text(look, tr("Terminal")), self.rung), 4)
        group.add(Row(Text(look, tr("Compensation")), self.value), 4)
        group.add(self.slider, 2)
        group.add(self._note)
        group.add(self.parameters, 4)
        layout.addWidget(group)
        self.rung.activated.connect(lambda place: choose_rung(session, Rung(self.rung.itemData(place))))
        self.slider.sliderPressed.connect(self._gesture.begin)
        self.slider.valueChanged.connect(self._edit)
        self.slider.sliderReleased.connect(self._gesture.end)
        self.parameters.clicked.connect(self.parameters_asked)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _edit(self) -> None:
        if self._showing:
            return
        share = self.slider.mg / _FULL
        self._session.edit(
            replace(self._session.scenario, compensation=share), tr("compensation"), self._gesture.number
        )
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        self._showing = True
        works = scenario.rung is Rung.MECHANISTIC
        self.rung.setCurrentIndex(self.rung.findData(scenario.rung))
        self.slider.setEnabled(works)
        if not self.slider.isSliderDown():
            self.slider.set_mg(scenario.compensation * _FULL)
        share = f"{number(scenario.compensation * _FULL)}{NARROW}%"
        self.value.setText(share if works else "–")
        self._note.setText(
            tr("of the autoreceptor's brake on synthesis is at work")
            if works
            else tr("The textbook model has none: depletion equals occupancy")
        )
        changed = changed_in_words(len(scenario.overrides)) if scenario.overrides else ""
        words = (rung_name(scenario.rung), tr("compensation {0}").format(share) if works else "", changed)
        self.section.set_summary(", ".join(word for word in words if word))
        self._showing = False
