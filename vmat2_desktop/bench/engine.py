"""Every case of the engine, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from vmat2_desktop.bench import cases_course, cases_growth, cases_people, cases_synapse, cases_terminal
from vmat2_desktop.bench.cases_people import Size
from vmat2_desktop.bench.timing import Row
from vmat2_desktop.knowledge import Knowledge

QUICK_DAYS = 28.0
"""Of E1, which has twelve weeks."""


def quick(known: Knowledge) -> Iterator[Row]:
    """Yield what takes seconds: E1 over four weeks, E4, E5 and E6."""
    yield from cases_course.twelve_weeks(known, QUICK_DAYS)
    yield cases_synapse.sixty_boutons(known.model)
    yield cases_synapse.one_synapse(known)
    yield cases_terminal.daily_dosing(known.model)


def rows(known: Knowledge) -> Iterator[Row]:
    """Yield E1 to E8 as they are measured."""
    yield from cases_course.twelve_weeks(known)
    yield from cases_people.year(known, Size())
    yield cases_synapse.sixty_boutons(known.model)
    yield cases_synapse.one_synapse(known)
    yield cases_terminal.daily_dosing(known.model)
    yield cases_growth.memory_of()
    yield cases_growth.growth(known)
