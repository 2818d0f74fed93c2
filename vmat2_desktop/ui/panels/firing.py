"""How the dopamine neuron fires: its tonic rate, and bursts on set days."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.documents import scenario_schema as shape
from vmat2_desktop.engine.scenario import Burst, Firing, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Decimal, Number, Picker, Row, Section, Text, TimeEntry
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import NARROW, clock_day, clock_time, number, tr

MOST_BURSTS = 1000
_STEP_HZ = 0.5


class FiringPanel(QWidget):
    """Tonic rate; a list of bursts, the chosen one with its time, spikes and rate."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Firing"))
        self.tonic = Decimal(look, 92)
        self.tonic.setObjectName("tonic_hz")
        self.tonic.setAccessibleName(tr("Tonic firing, spikes a second"))
        self.tonic.setRange(*shape.bounds(shape.Firing, "tonic_hz"))
        self.tonic.setSingleStep(_STEP_HZ)
        self.tonic.setSuffix(f"{NARROW}Hz")
        self.bursts = Picker(look)
        self.bursts.setObjectName("bursts")
        self.bursts.setAccessibleName(tr("Bursts"))
        self.at = TimeEntry(look, 92)
        self.at.setAccessibleName(tr("Time of the burst"))
        self.spikes = Number(look, 92)
        self.spikes.setAccessibleName(tr("Spikes of the burst"))
        low, high = shape.bounds(shape.Burst, "spikes")
        self.spikes.setRange(int(low), int(high))
        self.rate = Decimal(look, 92)
        self.rate.setAccessibleName(tr("Rate within the burst, spikes a second"))
        self.rate.setRange(*shape.bounds(shape.Burst, "rate_hz"))
        self.rate.setSuffix(f"{NARROW}Hz")
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        self.add = Button(look, tr("Add a burst"))
        self.add.setAccessibleName(tr("Add a burst at the time of the clock"))
        self.remove = Button(look, tr("Remove"))
        self.remove.setAccessibleName(tr("Remove this burst"))
        self.of_a_burst = (self.at, self.spikes, self.rate)
        group.add(Row(Text(look, tr("Tonic")), self.tonic), 4)
        group.add(self.bursts, 4)
        self._parts = (
            Row(Text(look, tr("At")), self.at),
            Row(Text(look, tr("Spikes")), self.spikes),
            Row(Text(look, tr("Rate")), self.rate),
        )
        for part in self._parts:
            group.add(part)
        group.add(self.note)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        group.add(buttons, 4)
        layout.addWidget(group)
        self.tonic.valueChanged.connect(self._set_tonic)
        self.bursts.activated.connect(lambda _: self._show(self._session.scenario))
        self.at.asked.connect(self._move)
        self.at.refused.connect(self._refuse)
        self.spikes.valueChanged.connect(lambda value: self._change(spikes=value))
        self.rate.valueChanged.connect(lambda value: self._change(rate_hz=value))
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    # From the person

    def _edit(self, firing: Firing, text: str) -> None:
        if not self._showing:
            self._session.edit(replace(self._session.scenario, firing=firing), text)
            self._show(self._session.scenario)

    def _set_tonic(self, hertz: float) -> None:
        text = tr("tonic firing {0}").format(f"{number(hertz)}{NARROW}Hz")
        self._edit(replace(self._session.scenario.firing, tonic_hz=hertz), text)

    def _change(self, **changes: float) -> None:
        firing, place = self._session.scenario.firing, self.bursts.currentIndex()
        if self._showing or not 0 <= place < len(firing.bursts):
            return
        bursts = list(firing.bursts)
        bursts[place] = replace(bursts[place], **changes)  # type: ignore[arg-type]
        self._edit(replace(firing, bursts=tuple(bursts)), tr("burst"))

    def _move(self, hours: float) -> None:
        end = self._session.scenario.horizon_h
        if hours >= end:
            self._refuse(tr("must be before the end of the course, {0}").format(clock_day(end).lower()))
        else:
            self._change(at_h=hours)

    def _refuse(self, why: str) -> None:
        self.note.set_role("antipsychotic_edge")
        self.note.setText(tr("The time of the burst {0}.").format(why))
        self.note.show()

    def _add(self) -> None:
        session = self._session
        synapse = session.model.synapse
        # The end itself is no moment of the course any more.
        at = session.time_h if session.time_h < session.scenario.horizon_h else 0.0
        burst = Burst(at, max(1, round(synapse.burst_spikes)), synapse.burst_rate)
        firing = session.scenario.firing
        self._edit(replace(firing, bursts=(*firing.bursts, burst)), tr("add a burst"))
        self.bursts.setCurrentIndex(self.bursts.count() - 1)
        self._show(session.scenario)

    def _remove(self) -> None:
        firing, place = self._session.scenario.firing, self.bursts.currentIndex()
        if 0 <= place < len(firing.bursts):
            bursts = (*firing.bursts[:place], *firing.bursts[place + 1 :])
            self._edit(replace(firing, bursts=bursts), tr("remove a burst"))

    # To the person

    def _show(self, scenario: Scenario) -> None:
        firing = scenario.firing
        self._showing = True
        self.tonic.setValue(firing.tonic_hz)
        chosen = max(0, self.bursts.currentIndex())
        words = [_burst_in_words(burst) for burst in firing.bursts] or [tr("No bursts")]
        if words != [self.bursts.itemText(place) for place in range(self.bursts.count())]:
            self.bursts.clear()
            self.bursts.addItems(words)
        self.bursts.setCurrentIndex(min(chosen, len(words) - 1))
        some = bool(firing.bursts)
        self.bursts.setEnabled(some)
        for part in self._parts:
            part.setVisible(some)
        self.remove.setEnabled(some)
        self.add.setEnabled(len(firing.bursts) < MOST_BURSTS)
        self.note.hide()
        if some:
            burst = firing.bursts[self.bursts.currentIndex()]
            self.at.show_time(burst.at_h)
            self.spikes.setValue(burst.spikes)
            self.rate.setValue(burst.rate_hz)
        count = len(firing.bursts)
        bursts = tr("1 burst") if count == 1 else tr("{0} bursts").format(count) if count else tr("no bursts")
        self.section.set_summary(f"{number(firing.tonic_hz)}{NARROW}Hz, {bursts}")
        self._showing = False


def _burst_in_words(burst: Burst) -> str:
    when = f"{clock_day(burst.at_h)} {clock_time(burst.at_h, 60.0)}"
    return tr("{0}: {1} at {2}").format(when, burst.spikes, f"{number(burst.rate_hz)}{NARROW}Hz")
