"""Strategies for scenarios that a panel or a file may ask for, shared by the laws of the engine."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import (
    HOURS_PER_DAY,
    Condition,
    DoseCourse,
    Firing,
    Food,
    Genotype,
    Liver,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.knowledge import load

KNOWN = load()
MODEL = KNOWN.model
DRUGS = tuple(MODEL.drugs)

FEW = settings(max_examples=max(settings().max_examples // 4, 1))
"""For laws whose single example solves whole courses,"""
FEWEST = settings(max_examples=max(settings().max_examples // 8, 1))
"""and long ones."""

SCORE_BELOW = 28.0
_FACTORS = (0.0, 1e-3, 0.1, 1.0, 2.5, 10.0, 1000.0)
"""Of the usual dose."""

shares = st.floats(0.0, 1.0)
diplotypes = st.tuples(*[st.sampled_from(sorted(MODEL.cyp2d6_activity))] * 2).map("/".join)
genotypes = st.builds(
    Genotype,
    diplotypes,
    *(st.sampled_from(sorted(MODEL.variants[gene])) for gene in ("abcb1", "slc18a2", "drd2")),
)
people = st.builds(
    Person,
    genotypes,
    st.none() | st.floats(0.0, 5.0),
    st.sampled_from(Liver),
    st.none() | st.floats(0.0, SCORE_BELOW, exclude_min=True, exclude_max=True),
)


def stretches(drug: Drug, days: float) -> st.SearchStrategy[DoseCourse]:
    """Return stretches of a regimen that begin within the scenario."""
    inside = st.floats(0.0, days * HOURS_PER_DAY)
    return st.builds(
        DoseCourse,
        st.sampled_from(_FACTORS).map(lambda factor: factor * drug.label.usual_mg),
        st.integers(1, 4),
        st.just(0.0) | inside,
        st.none() | inside,
        st.lists(inside, max_size=2).map(tuple),
        st.sampled_from(Food),
    )


def medicines(names: tuple[str, ...] = DRUGS, days: float = 30.0) -> st.SearchStrategy[tuple[Medicine, ...]]:
    """Return up to four different medicines, each with up to two stretches."""

    def one(name: str) -> st.SearchStrategy[Medicine]:
        taken = st.lists(stretches(MODEL.drugs[name], days), max_size=2)
        return taken.map(lambda doses: Medicine(name, tuple(doses)))

    chosen = st.lists(st.sampled_from(names), unique=True, max_size=4)
    return chosen.flatmap(lambda names: st.tuples(*(one(name) for name in names)))


def overrides(*owners: str, most: int = 4) -> st.SearchStrategy[tuple[tuple[str, float], ...]]:
    """Return parameters of those owners (all: every one), each within its range, often at an end of it."""
    ids = [
        name
        for name, quantity in KNOWN.quantities.items()
        if name.partition(".")[0] in (owners or (*DRUGS, *_GROUPS)) and quantity.low < quantity.high
    ]

    def one(name: str) -> st.SearchStrategy[tuple[str, float]]:
        quantity = KNOWN.quantities[name]
        inside = st.floats(quantity.low, quantity.high)
        return (st.sampled_from((quantity.low, quantity.high)) | inside).map(lambda value: (name, value))

    chosen = st.lists(st.sampled_from(ids), unique=True, max_size=most)
    return chosen.flatmap(lambda names: st.tuples(*(one(name) for name in sorted(names))))


_GROUPS = ("vmat2", "terminal", "receptor", "movement", "metabolism", "liver", "amines", "outcome", "history")


@st.composite
def scenarios(draw: st.DrawFn, days: float = 30.0) -> Scenario:
    """Draw scenarios of every drug, gene, liver, food, condition and rung."""
    return Scenario(
        person=draw(people),
        condition=draw(st.sampled_from(Condition)),
        medicines=draw(medicines(days=days)),
        rung=draw(st.sampled_from(Rung)),
        # Few settings of the terminal: each new one builds its table.
        compensation=draw(st.sampled_from((0.0, 0.5, 1.0))),
        firing=Firing(draw(st.sampled_from((0.0, 4.0, 50.0)))),
        horizon_h=draw(st.sampled_from((1e-3, 1.0)) | st.floats(1.0, days * HOURS_PER_DAY)),
    )
