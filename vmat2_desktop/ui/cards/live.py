"""The field of a frame -> a value with its unit, in words."""

from __future__ import annotations

import math

import numpy as np

from vmat2_desktop.engine.frame import Frame, SiteState
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.knowledge import Quantity
from vmat2_desktop.knowledge.cards import Card, Shown
from vmat2_desktop.ui.parameters.words import with_unit
from vmat2_desktop.ui.texts import NARROW, fixed, tr

_PERCENT = 100.0


def value_in_words(shown: Shown, frame: Frame) -> str:
    """Return the present value with its unit."""
    value = getattr(frame, shown.field)
    if shown.field == "sites":
        ready = sum(site.state is SiteState.DOCKED for site in frame.sites)
        return tr("{0} of {1}").format(ready, len(frame.sites))
    if shown.field == "vesicle_content":
        value = float(np.mean(value)) if len(value) else 0.0
    if shown.unit == "":
        return str(len(value))
    return _with_unit(float(value), shown.unit)


def _with_unit(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "–"
    if unit in ("%", "% of healthy"):
        share = value * _PERCENT
        number = fixed(share, 1 if 0.0 < share < 10.0 else 0)
        return f"{number}{NARROW}%" if unit == "%" else tr("{0} % of healthy").format(number)
    decimals = {"of 28": 1, "of 1": 2, "s": 2}.get(unit, 1 if abs(value) < 100.0 else 0)
    spoken = {"of 28": tr("of 28"), "of 1": tr("of 1"), "times healthy": tr("times healthy")}.get(unit, unit)
    return f"{fixed(value, decimals)}{NARROW}{spoken}"


def parameters_of(
    card: Card, quantities: dict[str, Quantity], inhibitor: str, antipsychotic: str
) -> list[Quantity]:
    """Return the parameters of a card with those of the medicines at work, of which some may have none."""
    ids = [
        item.replace("{inhibitor}", inhibitor).replace("{antipsychotic}", antipsychotic)
        for item in card.parameters
    ]
    return [quantities[item] for item in ids if item in quantities]


def parameter_in_words(quantity: Quantity, scenario: Scenario) -> str:
    """Return the value at work, and the model's own where the scenario changes it."""
    value = dict(scenario.overrides).get(quantity.id)
    if value is None:
        return with_unit(quantity.value, quantity)
    changed, own = with_unit(value, quantity), with_unit(quantity.value, quantity)
    return tr("{0} here, {1} in the model").format(changed, own)
