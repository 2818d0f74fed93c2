"""What can be kept of a day of many people, by the ids of `observables`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import amines, movement, outcome
from vmat2_desktop.engine.chain import Day, Setting
from vmat2_desktop.engine.people import People

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Middle:
    """The slow states of n people as means of a day, each (n,)."""

    density: Array
    """Of D2, relative to the own healthy one."""
    gain: Array
    """Response over all receptors; or at the nodes, (nodes, n)."""
    plasticity: Array
    network: Array
    pressure: Array


@dataclass(frozen=True, slots=True)
class Seen:
    """A day of some people."""

    setting: Setting
    people: People
    day: Day
    middle: Middle

    def signal(self) -> Array:
        """Return the D2 signal at the nodes, (nodes, n)."""
        return np.asarray(self.middle.gain * self.day.relative)

    def score(self) -> Array:
        """Return the score at the nodes; its mean is not the score of the mean signal."""
        move = self.setting.model.movement
        mixed = movement.movement_signal(self.signal(), self.day.dopamine, move)
        effective = movement.effective_signal(mixed, self.middle.network, move)
        return movement.hyperkinetic_score(self.middle.plasticity, effective, move, self.day.anticholinergic)

    def parkinsonism(self) -> Array:
        """Return the parkinsonism index at the nodes."""
        # A higher threshold is a lower signal: both terms are divided by the person's factor.
        factor = self.people.parkinsonism_half
        return movement.parkinsonism_index(
            self.signal() / factor,
            self.middle.plasticity / factor,
            self.setting.model.movement,
            self.day.anticholinergic,
            huntington=self.setting.huntington,
        )

    def store(self, reserve: float) -> Array:
        """Return the store of a terminal with that reserve at the nodes."""
        return amines.store(self.day.free * self.setting.expression, reserve)

    def serotonin(self) -> Array:
        """Return the store of serotonin terminals at the nodes."""
        return self.store(self.setting.model.amines.serotonin_reserve)

    def noradrenaline(self) -> Array:
        """Return the store of noradrenaline terminals at the nodes."""
        return self.store(self.setting.model.amines.noradrenaline_reserve)

    def value(self, name: str) -> Array:
        """Return the day's mean of an observable, or its greatest value at the nodes for `name.max`, (n,)."""
        if name.endswith(_MAX):
            return np.asarray(np.max(np.atleast_2d(_OBSERVED[name.removesuffix(_MAX)](self)), axis=0))
        found = _OBSERVED[name](self)
        return np.asarray(self.day.mean(found) if found.ndim == 2 else found)


_MAX = ".max"


def _density(seen: Seen) -> Array:
    return np.asarray(seen.middle.density * seen.setting.receptors * seen.people.d2_density)


def _depression(seen: Seen) -> Array:
    return outcome.depression(
        seen.serotonin(), seen.setting.model.outcome, huntington=seen.setting.huntington
    )


_OBSERVED: Mapping[str, Callable[[Seen], Array]] = {
    "brain.inhibitor": lambda seen: seen.day.inhibitor,
    "vmat2.occupancy": lambda seen: 1.0 - seen.day.free,
    "extracellular.dopamine": lambda seen: seen.day.dopamine,
    "d2.occupancy.antipsychotic": lambda seen: seen.day.antagonist * np.ones_like(seen.day.dopamine),
    "d2.blockade": lambda seen: seen.day.blockade,
    "d2.density": _density,
    "d2.signal": Seen.signal,
    "plasticity": lambda seen: seen.middle.plasticity,
    "score.aims": Seen.score,
    "score.tmc": Seen.score,
    "index.parkinsonism": Seen.parkinsonism,
    "index.serotonin": Seen.serotonin,
    "index.noradrenaline": Seen.noradrenaline,
    "index.blood_pressure": lambda seen: seen.middle.pressure,
    "index.psychosis_protection": lambda seen: outcome.protection(
        seen.day.blockade, seen.setting.model.outcome
    ),
    "risk.somnolence": lambda seen: outcome.somnolence(seen.noradrenaline(), seen.setting.model.outcome),
    "risk.depression": _depression,
}


def complaint(name: str) -> str | None:
    """Return one sentence on why a name cannot be kept, or None when it can."""
    if name.removesuffix(_MAX) in _OBSERVED:
        return None
    return f"{name} is no observable of a population; it has {', '.join(_OBSERVED)}."
