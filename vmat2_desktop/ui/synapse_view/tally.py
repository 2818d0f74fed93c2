"""Fractions -> drawn counts, and which of the drawn things are meant. Pure; no Qt.

A count is the nearest drawable one. Which items are chosen is fixed by a seeded order, so that a larger count
always contains the smaller one, and only as many flip as the number changed, whatever was shown before.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cache

PUMP_SEED = 11
RECEPTOR_SEED = 16
VESICLE_SEED = 5


def drawn_count(fraction: float, of: int) -> int:
    """Return the drawable count nearest to `fraction` of `of`, 0 to `of`; halves go up."""
    if not math.isfinite(fraction):
        return 0
    return min(max(math.floor(fraction * of + 0.5), 0), of)


@cache
def seeded_order(items: int, seed: int) -> tuple[int, ...]:
    """Return 0..items-1 in the fixed order in which they are chosen."""
    order = list(range(items))
    random.Random(seed).shuffle(order)
    return tuple(order)


@cache
def from_the_middle(items: int, seed: int) -> tuple[int, ...]:
    """Return 0..items-1 in a fixed order that begins near the middle of the row and ends near its ends."""
    chance = random.Random(seed)
    distance = {item: abs(item - (items - 1) / 2) + chance.uniform(0.0, items / 4) for item in range(items)}
    return tuple(sorted(distance, key=lambda item: distance[item]))


def chosen(fraction: float, order: Sequence[int]) -> frozenset[int]:
    """Return the items that stand for that fraction: a prefix of the order."""
    return frozenset(order[: drawn_count(fraction, len(order))])


def two_states(first: float, second: float, order: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the items of two disjoint states: one from the front of the order, one from its end.

    Where rounding would make them meet, the one that rounds up more gives way.
    """
    items = len(order)
    front, back = drawn_count(first, items), drawn_count(second, items)
    if front + back > items:
        if front - first * items >= back - second * items:
            front = items - back
        else:
            back = items - front
    return frozenset(order[:front]), frozenset(order[items - back :] if back else ())


def present(
    density: float, first: Sequence[int], new: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the slots that are filled and those of them that are new.

    Args:
        density: receptors relative to health, which fills `first`.
        first: slots of the healthy cell, those that go last when density falls first.
        new: slots that stand empty in health, in the order in which they fill.
    """
    total = drawn_count(density * len(first) / (len(first) + len(new)), len(first) + len(new))
    added = tuple(new[: max(0, total - len(first))])
    return tuple(first[:total]) + added, added


def split_occupancy(
    occupancy: float, irreversible: float, order: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the blocked pumps, and those of them that are blocked for good."""
    blocked = chosen(occupancy, order)
    return blocked, chosen(min(irreversible, occupancy), order)


def stand_ins(population: int, positions: int, taken: frozenset[int]) -> tuple[int, ...]:
    """Return which vesicle each position shows: a fixed sample, and a fixed substitute while one is taken."""
    order = seeded_order(population, VESICLE_SEED)
    shown: list[int] = []
    for position in range(positions):
        queue = order[position % max(population, 1) :: positions]
        shown.append(next((vesicle for vesicle in queue if vesicle not in taken), queue[0] if queue else -1))
    return tuple(shown)
