"""Which entries of public databases the quantities of the model are; only where we are certain."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_REGISTRY = "https://identifiers.org/"

IDENTITIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tetrabenazine": ("unii:Z9O08YRN8O",),
        "deutetrabenazine": ("unii:P341G6W9NB",),
        "alpha_htbz_plus": ("unii:IFRYDMLSGE",),
        "haloperidol": ("CHEBI:5613",),
        "risperidone": ("CHEBI:8871",),
        "olanzapine": ("CHEBI:7735",),
        "quetiapine": ("CHEBI:8707",),
        "clozapine": ("CHEBI:3766",),
        "dopamine": ("CHEBI:18243",),
        "tyrosine": ("CHEBI:17895",),
        "l_dopa": ("CHEBI:15765",),
        "bh4": ("CHEBI:15372",),
        "hva": ("CHEBI:545959",),
        "vmat2": ("uniprot:Q05940",),
        "vmat1": ("uniprot:P54219",),
        "d2": ("uniprot:P14416",),
        "cyp2d6": ("uniprot:P10635",),
        "cyp3a4": ("uniprot:P08684",),
        "mao": ("uniprot:P21397", "uniprot:P27338"),
    }
)
"""Substance of a species -> compact identifiers; several: it stands for them together."""

HUMAN = "taxonomy:9606"
TERMINAL_PAPER = "pubmed:19740446"
"""Best, Nijhout and Reed 2009, from which the terminal is derived."""


def address(identifier: str) -> str:
    """Return the address of a compact identifier in the registry."""
    return _REGISTRY + identifier
