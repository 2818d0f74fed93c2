"""resources/ read into checked dataclasses: parameters, drugs, genotypes, sources. No Qt, no equation."""
