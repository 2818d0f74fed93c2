"""How much of the autoreceptor's compensation is at work, on the mechanistic rung."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Group, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.texts import tr

_STEP = 5.0
_FULL = 100.0


class CompensationPanel(QWidget):
    """A slider from 0 to 100 %."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        self._gesture = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.value = Text(look, "", 15, 700)
        group = Group(look, tr("Compensation"), self.value)
        self.slider = DoseSlider(look)
        self.slider.setObjectName("compensation")
        self.slider.setAccessibleName(tr("Compensation by the autoreceptor, per cent"))
        self.slider.set_scale(_FULL, _STEP, _FULL)
        self._note = Text(look, "", 14, role="ink2", wrap=True)
        group.add(self.slider, 2)
        group.add(self._note)
        layout.addWidget(group)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.valueChanged.connect(self._edit)
        self.slider.sliderReleased.connect(self._end)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _begin(self) -> None:
        self._gesture = self._session.new_gesture()

    def _end(self) -> None:
        self._gesture = -1

    def _edit(self) -> None:
        if self._showing:
            return
        share = self.slider.mg / _FULL
        self._session.edit(
            replace(self._session.scenario, compensation=share), tr("compensation"), self._gesture
        )
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        self._showing = True
        works = scenario.rung is Rung.MECHANISTIC
        self.slider.setEnabled(works)
        if not self.slider.isSliderDown():
            self.slider.set_mg(scenario.compensation * _FULL)
        self.value.setText(f"{scenario.compensation * _FULL:.0f} %" if works else "–")
        self._note.setText(
            tr("of the autoreceptor's brake on synthesis is at work")
            if works
            else tr("The textbook model has none: depletion equals occupancy")
        )
        self._showing = False
