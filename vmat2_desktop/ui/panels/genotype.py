"""The person's CYP2D6 diplotype; score and phenotype come from the engine."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.engine.metabolism import Phenotype, activity_score
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import phenotype_of
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Group, Picker, Row, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import number, tr


def phenotype_name(value: Phenotype) -> str:
    """Name a phenotype."""
    return {
        Phenotype.POOR: tr("poor metaboliser"),
        Phenotype.INTERMEDIATE: tr("intermediate metaboliser"),
        Phenotype.NORMAL: tr("normal metaboliser"),
        Phenotype.ULTRARAPID: tr("ultrarapid metaboliser"),
    }[value]


class GenotypePanel(QWidget):
    """Two alleles."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        group = Group(look, tr("Genotype"))
        self.alleles = (Picker(look, 92), Picker(look, 92))
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for place, picker in enumerate(self.alleles):
            picker.setObjectName(f"allele_{place + 1}")
            picker.setAccessibleName(tr("CYP2D6, allele {0}").format(place + 1))
            for allele in session.model.cyp2d6_activity:
                picker.addItem(allele, allele)
            picker.activated.connect(self._choose)
            row.addWidget(picker)
        self.reading = Text(look, "", 14, role="ink2", wrap=True)
        group.add(Row(Text(look, "CYP2D6"), pair), 4)
        group.add(self.reading)
        layout.addWidget(group)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _choose(self) -> None:
        diplotype = "/".join(str(picker.currentData()) for picker in self.alleles)
        scenario = self._session.scenario
        genotype = replace(scenario.person.genotype, cyp2d6=diplotype)
        person = replace(scenario.person, genotype=genotype)
        self._session.edit(replace(scenario, person=person), tr("CYP2D6 {0}").format(diplotype))
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        diplotype = scenario.person.genotype.cyp2d6
        for picker, allele in zip(self.alleles, diplotype.split("/"), strict=True):
            picker.setCurrentIndex(picker.findData(allele))
        model = self._session.model
        score = activity_score(diplotype, model.cyp2d6_activity)
        self.reading.setText(
            tr("activity score {0}, {1}").format(number(score), phenotype_name(phenotype_of(scenario, model)))
        )
