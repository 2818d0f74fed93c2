"""The genes: the CYP2D6 diplotype with what the engine makes of it, and the three genes beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vmat2_desktop.engine.metabolism import activity_score, allele_function
from vmat2_desktop.engine.model import VARIANT_GENES
from vmat2_desktop.engine.scenario import REFERENCE, Genotype, Scenario
from vmat2_desktop.regimens import phenotype_of
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Picker, Row, Section, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.names import function_name, phenotype_name, variant_name
from vmat2_desktop.ui.texts import number, tr

_PICKER = 164


class GenotypePanel(QWidget):
    """Two alleles of CYP2D6; a variant each of ABCB1, SLC18A2 and DRD2."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        self.section = group = Section(look, tr("Genotype"), opened=True)
        self.alleles = (Picker(look, 92), Picker(look, 92))
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        activity = session.model.cyp2d6_activity
        for place, picker in enumerate(self.alleles):
            picker.setObjectName(f"allele_{place + 1}")
            picker.setAccessibleName(tr("CYP2D6, allele {0}").format(place + 1))
            for allele, value in activity.items():
                note = f"{number(value)}, {function_name(allele_function(value))}"
                picker.add(allele, allele, note)
            picker.activated.connect(self._choose)
            row.addWidget(picker)
        self.reading = Text(look, "", 14, role="ink2", wrap=True)
        group.add(Row(Text(look, "CYP2D6"), pair), 4)
        group.add(self.reading)
        self.genes: dict[str, Picker] = {}
        for gene in VARIANT_GENES:
            picker = Picker(look, _PICKER)
            picker.setObjectName(f"gene_{gene}")
            picker.setAccessibleName(gene.upper())
            for variant in session.model.variants[gene]:
                picker.addItem(variant_name(variant), variant)
            picker.activated.connect(lambda index, name=gene: self._choose_variant(name, index))
            self.genes[gene] = picker
            group.add(Row(Text(look, gene.upper()), picker))
        self.note = Text(look, "", 14, role="ink2", wrap=True)
        self.note.hide()
        group.add(self.note)
        layout.addWidget(group)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _edit(self, genotype: Genotype, text: str) -> None:
        scenario = self._session.scenario
        person = replace(scenario.person, genotype=genotype)
        self._session.edit(replace(scenario, person=person), text)
        self._show(self._session.scenario)

    def _choose(self) -> None:
        diplotype = "/".join(str(picker.currentData()) for picker in self.alleles)
        genotype = replace(self._session.scenario.person.genotype, cyp2d6=diplotype)
        self._edit(genotype, tr("CYP2D6 {0}").format(diplotype))

    def _choose_variant(self, gene: str, index: int) -> None:
        variant = str(self.genes[gene].itemData(index))
        genotype = replace(self._session.scenario.person.genotype, **{gene: variant})
        self._edit(genotype, f"{gene.upper()} {variant_name(variant).lower()}")

    def _show(self, scenario: Scenario) -> None:
        model, genotype = self._session.model, scenario.person.genotype
        for picker, allele in zip(self.alleles, genotype.cyp2d6.split("/"), strict=True):
            picker.setCurrentIndex(picker.findData(allele))
        # An override of an allele's activity counts here as it does in the course.
        model = model.overridden(scenario.overrides)
        values = [model.cyp2d6_activity[allele] for allele in genotype.cyp2d6.split("/")]
        score = activity_score(genotype.cyp2d6, model.cyp2d6_activity)
        sum_of = " + ".join(number(value) for value in values)
        phenotype = phenotype_name(phenotype_of(scenario, model))
        self.reading.setText(tr("activity score {0} = {1}, {2}").format(sum_of, number(score), phenotype))
        for gene, picker in self.genes.items():
            picker.setCurrentIndex(picker.findData(getattr(genotype, gene)))
        notes = list(_evidence(genotype))
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        varied = [gene.upper() for gene in VARIANT_GENES if getattr(genotype, gene) != REFERENCE]
        self.section.set_summary(", ".join((f"{genotype.cyp2d6}, {phenotype}", *varied)))


def _evidence(genotype: Genotype) -> list[str]:
    found = []
    if genotype.abcb1 != REFERENCE:
        found.append(tr("ABCB1: weak evidence, and only for risperidone; no VMAT2 inhibitor is a substrate"))
    if genotype.slc18a2 in ("low_expression", "high_expression"):
        found.append(tr("SLC18A2: small effects, not replicated"))
    if genotype.drd2 != REFERENCE:
        found.append(tr("DRD2: small effects, inconsistent between studies"))
    return found
