"""The course itself: what it is called, when it ends, the seed of chance."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vmat2_desktop.documents import times
from vmat2_desktop.documents.scenario_schema import LARGEST_SEED
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Row, Section, Text, TimeEntry
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import duration, tr

LONGEST_TITLE = 200


class StoryPanel(QWidget):
    """Title, end, seed."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._look = look
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = Section(look, tr("Course"))
        self.title = QLineEdit()
        self.title.setObjectName("title")
        self.title.setAccessibleName(tr("Title of the scenario"))
        self.title.setPlaceholderText(tr("Title"))
        self.title.setMaxLength(LONGEST_TITLE)
        self.end = TimeEntry(look, 100)
        self.end.setObjectName("until")
        self.end.setAccessibleName(tr("End of the course"))
        self.seed = QLineEdit()
        self.seed.setObjectName("seed")
        self.seed.setAccessibleName(tr("Seed of everything that is random"))
        self.seed.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        self.section.add(self.title, 4)
        self.section.add(Row(Text(look, tr("Ends at")), self.end), 4)
        self.section.add(Row(Text(look, tr("Seed of chance")), self.seed))
        self.section.add(self.note)
        layout.addWidget(self.section)
        self.title.editingFinished.connect(self._name)
        self.end.asked.connect(self._end)
        self.end.refused.connect(lambda why: self._refuse(tr("The end {0}.").format(why)))
        self.seed.editingFinished.connect(self._seed)
        look.changed.connect(self._relook)
        session.scenario_changed.connect(self._show)
        self._relook()
        self._show(session.scenario)

    def _name(self) -> None:
        title = " ".join(self.title.text().split())
        self._session.edit(replace(self._session.scenario, title=title), tr("title"))
        self._show(self._session.scenario)

    def _end(self, hours: float) -> None:
        scenario = self._session.scenario
        latest, what = latest_event(scenario)
        if hours <= latest:
            self._refuse(tr("The end must be after {0}, when {1}.").format(times.text(latest), what))
            return
        self._session.edit(replace(scenario, horizon_h=hours), tr("end at {0}").format(times.text(hours)))
        self._show(self._session.scenario)

    def _seed(self) -> None:
        if not self.seed.isModified():
            return
        self.seed.setModified(False)
        text = self.seed.text().strip()
        if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_SEED):
            self._refuse(tr("The seed must be a whole number from 0 to {0}.").format(LARGEST_SEED))
            return
        self._session.edit(replace(self._session.scenario, seed=int(text)), tr("seed {0}").format(text))
        self._show(self._session.scenario)

    def _refuse(self, sentence: str) -> None:
        self.note.set_role("antipsychotic_edge")
        self.note.setText(sentence)

    def _show(self, scenario: Scenario) -> None:
        self.title.setText(scenario.title)
        self.title.setCursorPosition(0)
        self.end.show_time(scenario.horizon_h)
        self.seed.setText(str(scenario.seed))
        self.seed.setModified(False)
        self.note.set_role("ink2")
        self.note.setText(tr("A time with its unit, such as 16 wk, 112 d or 3 y"))
        self.section.set_summary(tr("ends at {0}").format(duration(scenario.horizon_h)))

    def _relook(self) -> None:
        self.seed.setFixedWidth(self._look.px(100))


def latest_event(scenario: Scenario) -> tuple[float, str]:
    """Return the latest time, h, that the course must hold, and what happens then."""
    events = [(0.0, tr("it begins"))]
    for medicine in scenario.medicines:
        for dose in medicine.doses:
            events += [(time, tr("a dose is taken or missed")) for time in (dose.start_h, *dose.missed_h)]
    events += [(burst.at_h, tr("a burst fires")) for burst in scenario.firing.bursts]
    return max(events)
