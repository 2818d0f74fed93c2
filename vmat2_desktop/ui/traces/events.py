"""What happens to the medicines over a scenario: starts, changes of dose, stops. No Qt widget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from vmat2_desktop.engine.course import taken
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import DoseCourse, Scenario
from vmat2_desktop.regimens import HISTORY_DRUG, history
from vmat2_desktop.ui.texts import milligrams, tr
from vmat2_desktop.ui.timeline import role_of


class Kind(Enum):
    """What happens; each has a shape of its own."""

    START = "start"
    CHANGE = "change"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens to a medicine."""

    time_h: float
    kind: Kind
    role: str
    text: str


def events_of(scenario: Scenario, model: Model) -> tuple[Event, ...]:
    """Return every start, change and stop within a scenario, in the order of time."""
    found: list[Event] = []
    past = history(scenario, model)
    for medicine in taken(scenario, model):
        drug = model.drugs[medicine.name]
        before = past[1] if past is not None and medicine.name == HISTORY_DRUG else 0.0
        found += _events(drug.name, role_of(drug), before, medicine.doses)
    inside = [event for event in found if 0.0 <= event.time_h < scenario.horizon_h]
    return tuple(sorted(inside, key=lambda event: event.time_h))


def _events(name: str, role: str, before: float, doses: Sequence[DoseCourse]) -> list[Event]:
    levels = [(0.0, before), *_levels(doses)]
    found = []
    for (_, old), (time, new) in pairwise(levels):
        if math.isclose(old, new):
            continue
        if old == 0.0:
            text = tr("{0} starts, {1} a day").format(name, milligrams(new))
            found.append(Event(time, Kind.START, role, text))
        elif new == 0.0:
            found.append(Event(time, Kind.STOP, role, tr("{0} stops").format(name)))
        else:
            text = tr("{0} from {1} to {2} a day").format(name, milligrams(old), milligrams(new))
            found.append(Event(time, Kind.CHANGE, role, text))
    return found


def _levels(doses: Sequence[DoseCourse]) -> list[tuple[float, float]]:
    """Return (time h, mg a day) at each moment at which the daily dose may change."""
    if not doses:
        return [(0.0, 0.0)]
    edges = {dose.start_h for dose in doses} | {dose.stop_h for dose in doses if dose.stop_h is not None}
    return [(edge, sum(_at(dose, edge) for dose in doses)) for edge in sorted(edges)]


def _at(dose: DoseCourse, time_h: float) -> float:
    stop = math.inf if dose.stop_h is None else dose.stop_h
    return dose.mg * dose.times_per_day if dose.start_h <= time_h < stop else 0.0
