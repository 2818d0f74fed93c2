"""What each parameter of a drug's file can be at all, whoever wrote the file.

Narrower ranges, `low` to `high`, stand in the file itself; they must lie within these.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from vmat2_desktop.knowledge.quantity import Row


class Domain(NamedTuple):
    """An interval with its ends, or without."""

    low: float
    high: float
    above: bool = False
    """Whether `low` itself is excluded."""
    below: bool = False
    """Whether `high` itself is excluded."""

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, float):
            return False
        after = value > self.low if self.above else value >= self.low
        return after and (value < self.high if self.below else value <= self.high)

    def __str__(self) -> str:
        low = f"above {self.low:g}" if self.above else f"from {self.low:g}"
        return f"{low} {'and below' if self.below else 'to'} {self.high:.0f}"


POSITIVE = Domain(0.0, 1e6, above=True)
NOT_NEGATIVE = Domain(0.0, 1e6)
SHARE = Domain(0.0, 1.0)
SOME = Domain(0.0, 1.0, above=True)
"""A share that cannot be nothing."""
PART = Domain(0.0, 1.0, above=True, below=True)
"""A share that can be neither nothing nor all."""

DOMAINS: Mapping[str, Domain] = MappingProxyType(
    {
        "qt_slope": NOT_NEGATIVE,
        "bioavailability": SOME,
        "clearance_by_cyp2d6": SHARE,
        "clearance_by_cyp3a4": SHARE,
        "metabolite_fraction": SOME,
        "metabolite_clearance_by_cyp2d6": SHARE,
        "metabolite_clearance_by_cyp3a4": SHARE,
        "hepatic_extraction": Domain(0.0, 1.0, below=True),
        "alpha_share": PART,
        "alpha_clearance_by_cyp2d6": SHARE,
        "beta_clearance_by_cyp2d6": SHARE,
        "unbound_fraction": SOME,
        "metabolite_unbound_fraction": SOME,
        "alpha_unbound_fraction": SOME,
        "beta_unbound_fraction": SOME,
        "beta_activity_share": SHARE,
        "relative_potency": POSITIVE,
        "fed_absorption_factor": POSITIVE,
        "fed_bioavailability_factor": POSITIVE,
        "maximal_occupancy": SOME,
        "p_glycoprotein_effect": SHARE,
        "cyp2d6_inhibition": NOT_NEGATIVE,
        "cyp2d6_inactivation": NOT_NEGATIVE,
        "cyp3a4_inhibition": NOT_NEGATIVE,
        "cyp3a4_inactivation": NOT_NEGATIVE,
        "cyp3a4_induction": NOT_NEGATIVE,
        "mao_inhibition": NOT_NEGATIVE,
        "mao_inactivation": NOT_NEGATIVE,
        "dat_inhibition": NOT_NEGATIVE,
        "muscarinic_block": NOT_NEGATIVE,
    }
)
"""By name of the parameter; what is not here has a dimension and is positive."""


def domain_of(name: str) -> Domain:
    """Return what a parameter of that name can be."""
    return DOMAINS.get(name, POSITIVE)


def complaint(name: str, row: Row) -> str | None:
    """Return the end of a sentence on why the row's numbers cannot stand, or None when they can."""
    domain = domain_of(name)
    unit = "" if row.unit == "1" else f" {row.unit}"
    for part in ("value", "low", "high"):
        number = getattr(row, part)
        if number not in domain:
            return f"{part} is {number:g}, but must be {domain}{unit}"
    return None
