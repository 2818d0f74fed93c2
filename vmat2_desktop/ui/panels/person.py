"""The person: function of the liver, and how fast dyskinesia grows under blockade."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.documents import scenario_schema as shape
from vmat2_desktop.engine.scenario import Liver, Person, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Decimal, Picker, Row, Section, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.names import liver_name
from vmat2_desktop.ui.texts import NARROW, number, tr

_PICKER = 164
_STEP = 0.1


class PersonPanel(QWidget):
    """Liver and plasticity."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Person"))
        self.liver = Picker(look, _PICKER)
        self.liver.setObjectName("liver")
        self.liver.setAccessibleName(tr("Function of the liver"))
        for liver in Liver:
            self.liver.addItem(liver_name(liver), liver)
        self.rate = Decimal(look, 96)
        self.rate.setObjectName("plasticity_rate")
        self.rate.setAccessibleName(tr("How fast dyskinesia grows under D2 blockade, a year"))
        self.rate.setRange(*shape.bounds(shape.Person, "plasticity_rate_per_year"))
        self.rate.setSingleStep(_STEP)
        self.rate.setSuffix(f"{NARROW}1/y")
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        group.add(Row(Text(look, tr("Liver")), self.liver), 4)
        group.add(Row(Text(look, tr("Plasticity")), self.rate))
        group.add(self.note)
        layout.addWidget(group)
        self.liver.activated.connect(self._choose_liver)
        self.rate.valueChanged.connect(self._set_rate)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _edit(self, person: Person, text: str) -> None:
        if not self._showing:
            self._session.edit(replace(self._session.scenario, person=person), text)
            self._show(self._session.scenario)

    def _choose_liver(self, index: int) -> None:
        liver = Liver(self.liver.itemData(index))
        text = tr("liver {0}").format(liver_name(liver))
        self._edit(replace(self._session.scenario.person, liver=liver), text)

    def _set_rate(self, rate: float) -> None:
        own = None if rate == self._model_rate(self._session.scenario) else rate
        text = tr("plasticity {0} a year").format(number(rate))
        self._edit(replace(self._session.scenario.person, plasticity_rate_per_year=own), text)

    def _model_rate(self, scenario: Scenario) -> float:
        return self._session.model.overridden(scenario.overrides).movement.plasticity_rate

    def _show(self, scenario: Scenario) -> None:
        self._showing = True
        person = scenario.person
        own, usual = person.plasticity_rate_per_year, self._model_rate(scenario)
        self.liver.setCurrentIndex(self.liver.findData(person.liver))
        self.rate.setValue(usual if own is None else own)
        self.note.setText(
            tr("Plasticity: how fast dyskinesia grows under D2 blockade; the model has {0} 1/y").format(
                number(usual)
            )
        )
        words = [tr("liver {0}").format(liver_name(person.liver))]
        words += [] if own is None else [tr("plasticity {0} 1/y").format(number(own))]
        self.section.set_summary(", ".join(words))
        self._showing = False
