"""The liver, and the genes beside CYP2D6; what each factor rests on is said below it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vmat2_desktop.engine.model import VARIANT_GENES
from vmat2_desktop.engine.scenario import REFERENCE, Liver, Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Group, Picker, Row, Text
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr

_PICKER = 176


def liver_name(liver: Liver) -> str:
    """Name a function of the liver."""
    return {
        Liver.NORMAL: tr("normal"),
        Liver.MILD: tr("mildly impaired"),
        Liver.MODERATE: tr("moderately impaired"),
        Liver.SEVERE: tr("severely impaired"),
    }[liver]


def variant_name(variant: str) -> str:
    """Name a variant of a gene; one from a file of one's own has its id for a name."""
    return {
        REFERENCE: tr("common form"),
        "c3435t_ct": "3435 C/T",
        "c3435t_tt": "3435 T/T",
        "loss_homozygous": tr("two lost alleles"),
        "loss_heterozygous": tr("one lost allele"),
        "low_expression": tr("lower expression"),
        "high_expression": tr("higher expression"),
        "taq1a_a1": "Taq1A A1",
        "c957t_ct": "957 C/T",
        "c957t_tt": "957 T/T",
        "minus141c_del": "−141C Del",
    }.get(variant, variant)


class PersonPanel(QWidget):
    """Liver, ABCB1, SLC18A2 and DRD2."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        group = Group(look, tr("Liver and other genes"))
        self.liver = Picker(look, _PICKER)
        self.liver.setObjectName("liver")
        self.liver.setAccessibleName(tr("Function of the liver"))
        for liver in Liver:
            self.liver.addItem(liver_name(liver), liver)
        group.add(Row(Text(look, tr("Liver")), self.liver), 4)
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
        self.liver.activated.connect(self._choose_liver)
        session.scenario_changed.connect(self._show)
        self._show(session.scenario)

    def _choose_liver(self, index: int) -> None:
        liver = Liver(self.liver.itemData(index))
        scenario = self._session.scenario
        person = replace(scenario.person, liver=liver)
        self._session.edit(replace(scenario, person=person), tr("liver {0}").format(liver_name(liver)))
        self._show(self._session.scenario)

    def _choose_variant(self, gene: str, index: int) -> None:
        variant = str(self.genes[gene].itemData(index))
        scenario = self._session.scenario
        genotype = replace(scenario.person.genotype, **{gene: variant})
        person = replace(scenario.person, genotype=genotype)
        self._session.edit(
            replace(scenario, person=person), f"{gene.upper()} {variant_name(variant).lower()}"
        )
        self._show(self._session.scenario)

    def _show(self, scenario: Scenario) -> None:
        self.liver.setCurrentIndex(self.liver.findData(scenario.person.liver))
        for gene, picker in self.genes.items():
            picker.setCurrentIndex(picker.findData(getattr(scenario.person.genotype, gene)))
        notes = list(_evidence(scenario))
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))


def _evidence(scenario: Scenario) -> list[str]:
    genotype = scenario.person.genotype
    found = []
    if genotype.abcb1 != REFERENCE:
        found.append(tr("ABCB1: weak evidence, and only for risperidone; no VMAT2 inhibitor is a substrate"))
    if genotype.slc18a2 in ("low_expression", "high_expression"):
        found.append(tr("SLC18A2: small effects, not replicated"))
    if genotype.drd2 != REFERENCE:
        found.append(tr("DRD2: small effects, inconsistent between studies"))
    return found
