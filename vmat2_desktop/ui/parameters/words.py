"""What the parameter browser says: groups, grades, provenance, values with units."""

from __future__ import annotations

from collections.abc import Mapping

from vmat2_desktop.engine.model import Model
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.ui.texts import NARROW, number, tr

DIGITS = 4


def group_of(identifier: str) -> str:
    """Return the first part of an id: a group of parameters, a drug, or a gene."""
    return identifier.partition(".")[0]


def group_names(model: Model) -> Mapping[str, str]:
    """Return the names of all groups by their ids, in the order in which they are listed."""
    groups = {
        "vmat2": tr("VMAT2"),
        "terminal": tr("Terminal"),
        "synapse": tr("Fast synapse"),
        "receptor": tr("D2 receptor"),
        "movement": tr("Movement"),
        "metabolism": tr("Metabolism"),
        "liver": tr("Liver"),
        "amines": tr("Serotonin and noradrenaline"),
        "outcome": tr("Outcomes"),
        "history": tr("Histories of the conditions"),
        "variability": tr("Differences between people"),
        "trial": tr("Trials"),
        "drawing": tr("Drawing"),
        "cyp2d6": tr("CYP2D6 alleles"),
        "abcb1": "ABCB1",
        "slc18a2": "SLC18A2",
        "drd2": "DRD2",
    }
    return {**groups, **{drug.id: drug.name for drug in model.drugs.values()}}


def grade_names() -> Mapping[str, str]:
    """Return the grades by their ids."""
    return {
        "measured": tr("measured"),
        "calibrated": tr("calibrated"),
        "assumed": tr("assumed"),
    }


def grade_in_words(grade: str) -> str:
    """Say what a grade means."""
    return {
        "measured": tr("measured"),
        "calibrated": tr("calibrated to published results"),
        "assumed": tr("assumed"),
    }[grade]


def provenance_in_words(provenance: str) -> str:
    """Say how the source is known."""
    return {
        "read": tr("the source was read"),
        "secondary": tr("the source is quoted by another text"),
        "memory": tr("the source is remembered"),
    }[provenance]


def with_unit(value: float, quantity: Quantity) -> str:
    """Write a value of that parameter."""
    unit = "" if quantity.unit == "1" else f"{NARROW}{quantity.unit}"
    return f"{number(value, DIGITS)}{unit}"


def range_in_words(quantity: Quantity) -> str:
    """Write from where to where a value can be."""
    return tr("{0} to {1}").format(number(quantity.low), with_unit(quantity.high, quantity))


def changed_in_words(count: int) -> str:
    """Say how many parameters are changed."""
    return tr("1 parameter changed") if count == 1 else tr("{0} parameters changed").format(count)
