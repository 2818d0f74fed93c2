"""Units as text, such as `1/(nM h)` -> units of SBML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

DIMENSIONLESS = "dimensionless"


class Part(NamedTuple):
    """One base unit of SBML: multiplier * 10^scale * kind."""

    kind: str
    scale: int = 0
    multiplier: float = 1.0


_SYMBOLS: Mapping[str, Mapping[Part, int]] = MappingProxyType(
    {
        "h": {Part("second", 0, 3600.0): 1},
        "d": {Part("second", 0, 86400.0): 1},
        "y": {Part("second", 0, 31557600.0): 1},
        "min": {Part("second", 0, 60.0): 1},
        "s": {Part("second"): 1},
        "ms": {Part("second", -3): 1},
        "Hz": {Part("second"): -1},
        "g": {Part("gram"): 1},
        "mg": {Part("gram", -3): 1},
        "ng": {Part("gram", -9): 1},
        "mol": {Part("mole"): 1},
        "umol": {Part("mole", -6): 1},
        "L": {Part("litre"): 1},
        "mL": {Part("litre", -3): 1},
        "nM": {Part("mole", -9): 1, Part("litre"): -1},
        "uM": {Part("mole", -6): 1, Part("litre"): -1},
        "um": {Part("metre", -6): 1},
        "nm": {Part("metre", -9): 1},
        "%": {Part(DIMENSIONLESS, -2): 1},
        "points": {Part(DIMENSIONLESS): 1},
        "molecules": {Part("item"): 1},
        "1": {},
    }
)

_TOKEN = re.compile(r"\s*([A-Za-z%]+|1|\(|\)|/|\^[0-9.]+)")


@dataclass
class _Reader:
    tokens: list[str]

    def product(self) -> dict[Part, float]:
        """Read factors, with what follows a stroke below the line."""
        found = self.factor()
        while self.tokens and self.tokens[0] != ")":
            sign = -1.0 if self.tokens[0] == "/" else 1.0
            if sign < 0:
                self.tokens.pop(0)
            for part, exponent in self.factor().items():
                found[part] = found.get(part, 0.0) + sign * exponent
        return found

    def factor(self) -> dict[Part, float]:
        token = self.tokens.pop(0)
        if token == "(":
            found = self.product()
            self.tokens.pop(0)
        else:
            found = {part: float(exponent) for part, exponent in _SYMBOLS[token].items()}
        if self.tokens and self.tokens[0].startswith("^"):
            power = float(self.tokens.pop(0)[1:])
            found = {part: exponent * power for part, exponent in found.items()}
        return found


@lru_cache(maxsize=256)
def parts(unit: str) -> tuple[tuple[Part, float], ...]:
    """Return the base units and exponents of a unit.

    Raises:
        ValueError: the text is no unit that is known here.
    """
    tokens = _TOKEN.findall(unit)
    if "".join(tokens) != unit.replace(" ", ""):
        raise ValueError(f"{unit!r} is no unit.")
    reader = _Reader(tokens)
    try:
        found = reader.product()
    except (IndexError, KeyError) as error:
        raise ValueError(f"{unit!r} is no unit.") from error
    if reader.tokens:
        raise ValueError(f"{unit!r} is no unit.")
    return tuple((part, exponent) for part, exponent in found.items() if exponent)


def identifier(unit: str) -> str:
    """Return the id of a unit in SBML: `per_nM_h` of `1/(nM h)`."""
    if not parts(unit):
        return DIMENSIONLESS
    text = unit.replace("%", "percent").replace("1/", "/").replace("^", "_to_").replace(".", "_")
    text = text.replace("/", " per ").replace("(", " ").replace(")", " ")
    return "_".join(text.split())
