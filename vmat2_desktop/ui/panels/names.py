"""Names of what the panels offer: functions of the liver, variants, phenotypes, rungs."""

from __future__ import annotations

from vmat2_desktop.engine.metabolism import AlleleFunction, Phenotype
from vmat2_desktop.engine.scenario import REFERENCE, Liver, Rung
from vmat2_desktop.ui.texts import tr


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


def phenotype_name(value: Phenotype) -> str:
    """Name a phenotype."""
    return {
        Phenotype.POOR: tr("poor metaboliser"),
        Phenotype.INTERMEDIATE: tr("intermediate metaboliser"),
        Phenotype.NORMAL: tr("normal metaboliser"),
        Phenotype.ULTRARAPID: tr("ultrarapid metaboliser"),
    }[value]


def function_name(value: AlleleFunction) -> str:
    """Name what an allele does."""
    return {
        AlleleFunction.NONE: tr("no function"),
        AlleleFunction.DECREASED: tr("decreased function"),
        AlleleFunction.NORMAL: tr("normal function"),
        AlleleFunction.INCREASED: tr("increased function"),
    }[value]


def rung_name(rung: Rung) -> str:
    """Name a rung of the model."""
    return tr("textbook") if rung is Rung.TEXTBOOK else tr("mechanistic")
