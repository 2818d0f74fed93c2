"""resources/ read into checked dataclasses: parameters, drugs, genotypes, sources. No Qt, no equation."""

from vmat2_desktop.knowledge.loader import Knowledge, changeable, load, ranges_of
from vmat2_desktop.knowledge.quantity import Quantity
from vmat2_desktop.knowledge.toml_file import ResourceError

__all__ = ["Knowledge", "Quantity", "ResourceError", "changeable", "load", "ranges_of"]
