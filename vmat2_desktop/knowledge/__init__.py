"""resources/ read into checked dataclasses: parameters, drugs, genotypes, sources. No Qt, no equation."""

from vmat2_desktop.knowledge.loader import Knowledge, ResourceError, load
from vmat2_desktop.knowledge.quantity import Quantity

__all__ = ["Knowledge", "Quantity", "ResourceError", "load"]
