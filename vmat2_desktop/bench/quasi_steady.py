"""The equations that the live reading solves: a System with its terminal in the quasi-steady state.

The live reading takes the states of the terminal at what they settle to, given VMAT2 and D2 at that moment.
Here they are assignments, so that another solver can say what that is. Where the cytosol's balance has no
closed form it is a state that goes there within `FOLLOWING_H`. That is stiff: the peer is timed on whichever
it solves faster, these equations or those with every state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vmat2_desktop.engine.system import Assignment, Parameter, Species, System, names

FOLLOWING_H = 1e-4
"""Time in which the cytosol goes to its balance, h: a shorter one costs the peer more for nothing."""

_TEXTBOOK_STILL = ("bh2", "bh4", "tyrosine", "l_dopa", "hva", "pool")
"""Nothing that is shown follows them on the textbook rung, where they stand still in the live reading."""

_VESICULAR = (
    "terminal_vmat_vmax * (1 - vmat2_occupancy) * person_vmat2 * cytosolic / (terminal_vmat_km + cytosolic)"
    " / (terminal_vesicle_leak + terminal_tonic_release * firing)"
)

_BALANCES: Mapping[str, str] = {
    "vesicular": _VESICULAR,
    "lost": "breakdown + methylation + terminal_extracellular_removal * extracellular",
    "pool": "terminal_tyrosine_to_pool * tyrosine / (terminal_pool_to_tyrosine + terminal_pool_use)",
    "tyrosine": "(tyrosine_entry - lost) / (terminal_tyrosine_to_pool + terminal_tyrosine_use"
    " - terminal_pool_to_tyrosine * terminal_tyrosine_to_pool"
    " / (terminal_pool_to_tyrosine + terminal_pool_use))",
    "dhpr_forward": "terminal_dhpr_forward_vmax * terminal_nadph / (terminal_nadph_km + terminal_nadph)",
    "dhpr_backward": "terminal_dhpr_backward_vmax * terminal_nadp / (terminal_nadp_km + terminal_nadp)",
    "dhpr_a": "lost + dhpr_backward - dhpr_forward",
    "dhpr_b": "dhpr_forward * (biopterin - terminal_dhpr_backward_km)"
    " - dhpr_backward * (terminal_dhpr_forward_km + biopterin)"
    " - lost * (terminal_dhpr_forward_km + biopterin - terminal_dhpr_backward_km)",
    "dhpr_c": "dhpr_forward * biopterin * terminal_dhpr_backward_km"
    " - lost * (terminal_dhpr_forward_km + biopterin) * terminal_dhpr_backward_km",
    "bh4": "-(dhpr_b + (dhpr_b * dhpr_b - 4 * dhpr_a * dhpr_c) ** 0.5) / (2 * dhpr_a)",
    "bh2": "biopterin - bh4",
    "l_dopa": "terminal_aadc_km * synthesis / (terminal_aadc_vmax - synthesis)",
}
"""What each settles to, given the cytosol and what is outside; `bh4` is a quadratic's root."""


def quasi_steady(system: System) -> System:
    """Return the equations with the terminal in its quasi-steady state.

    Raises:
        ValueError: they hold no terminal.
    """
    rates = {item.id: item.rate for item in system.species}
    if "vesicular" not in rates:
        raise ValueError("There is no terminal in these equations.")
    return _mechanistic(system) if "cytosolic" in rates else _textbook(system)


def _textbook(system: System) -> System:
    still = tuple(
        Parameter(item.id, item.initial, item.unit) for item in system.species if item.id in _TEXTBOOK_STILL
    )
    settled = {"vesicular": _VESICULAR, "extracellular": "release / (activity_dat * clearance_outside)"}
    gone = {*_TEXTBOOK_STILL, *settled}
    return replace(
        system,
        parameters=(*system.parameters, *still),
        assignments=_ordered(system, settled),
        species=tuple(item for item in system.species if item.id not in gone),
    )


def _mechanistic(system: System) -> System:
    followed = f"(synthesis - lost) / {FOLLOWING_H!r}"
    species: list[Species] = []
    parameters = list(system.parameters)
    total = sum(item.initial for item in system.species if item.id in ("bh2", "bh4"))
    parameters.append(Parameter("biopterin", total, "uM"))
    for item in system.species:
        if item.id == "hva":  # nothing follows it
            parameters.append(Parameter(item.id, item.initial, item.unit))
        elif item.id == "cytosolic":
            species.append(replace(item, rate=followed))
        elif item.id not in _BALANCES:
            species.append(item)
    return replace(
        system,
        parameters=tuple(parameters),
        assignments=_ordered(system, _BALANCES),
        species=tuple(species),
    )


def _ordered(system: System, settled: Mapping[str, str]) -> tuple[Assignment, ...]:
    """Return all assignments in an order in which each needs only earlier ones."""
    waiting = [Assignment(name, expression, "1") for name, expression in settled.items()]
    waiting += list(system.assignments)
    open_ = {item.id for item in waiting}
    found: list[Assignment] = []
    while waiting:
        ready = [item for item in waiting if open_.isdisjoint(names(item.expression))]
        if not ready:
            raise ValueError("The quasi-steady state goes in a circle.")
        found += ready
        open_ -= {item.id for item in ready}
        waiting = [item for item in waiting if item.id in open_]
    return tuple(found)
