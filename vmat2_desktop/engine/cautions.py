"""Where a scenario leaves the labels of its medicines: codes, no text for people."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import regimen
from vmat2_desktop.engine.label import (
    INHIBITOR,
    TOLERANCE,
    Reason,
    Rule,
    Situation,
    daily_rules,
    lowest_of,
    meant_daily,
    settled_activity,
    single_rules,
    situation,
    times_of,
)
from vmat2_desktop.engine.model import Avoided, Drug, Metabolism, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Medicine, Scenario

Array = NDArray[np.float64]


class Code(StrEnum):
    """What a caution is about."""

    EXCEEDS_DAILY = "exceeds_daily"
    EXCEEDS_SINGLE = "exceeds_single"
    CONTRAINDICATED = "contraindicated"
    AVOID = "avoid"
    """Taken together with what the label advises against."""
    TWO_VMAT2_INHIBITORS = "two_vmat2_inhibitors"
    TOO_SOON = "too_soon"
    """Taken within the days that must pass after the other one, such as 20 after reserpine."""
    RETITRATE = "retitrate"
    """Taken up again after a gap at more than the first step."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Where a scenario leaves a label."""

    code: Code
    drug: str
    start_h: float
    stop_h: float
    asked: float | None = None
    """mg a day, mg at once, or days since the last dose."""
    limit: float | None = None
    """In the same unit."""
    reason: Reason | None = None
    """Of a limit."""
    other: str | None = None
    """The other medicine's id."""


def cautions(scenario: Scenario, model: Model) -> tuple[Caution, ...]:
    """Return where the medicines of a scenario leave their labels, in the order of the medicines."""
    model = model.overridden(scenario.overrides)
    times = times_of(scenario)
    state = situation(scenario, model, times)
    found: list[Caution] = []
    for medicine in scenario.medicines:
        drug = model.drugs[medicine.name]
        found += _too_much(medicine, drug, state, scenario.horizon_h)
        found += _resumed(medicine, drug, scenario.horizon_h)
        for avoided in drug.label.avoid_with:
            found += _avoided(medicine, avoided, scenario, model)
    return tuple(_once(found))


def _too_much(medicine: Medicine, drug: Drug, state: Situation, horizon_h: float) -> Iterator[Caution]:
    asked = meant_daily(medicine, state.times_h, horizon_h)
    for caution in _over(Code.EXCEEDS_DAILY, drug, daily_rules(drug, state), asked, state, horizon_h):
        forbidden = caution.reason is Reason.CONTRAINDICATED
        yield replace(caution, code=Code.CONTRAINDICATED) if forbidden else caution
    single = np.zeros_like(state.times_h)
    for start, stop, course in _stretches(medicine, horizon_h):
        single[(state.times_h >= start) & (state.times_h < stop)] = course.mg
    yield from _over(Code.EXCEEDS_SINGLE, drug, single_rules(drug, state), single, state, horizon_h)


def _over(
    code: Code, drug: Drug, rules: Sequence[Rule], asked: Array, state: Situation, horizon_h: float
) -> Iterator[Caution]:
    """Yield a caution for every stretch of time in which more is asked than one and the same rule allows."""
    limit, which = lowest_of(rules)
    broken = np.where(asked > limit * (1.0 + TOLERANCE), which, -1)
    starts = np.flatnonzero(np.diff(broken, prepend=-1))
    for first, last in pairwise([*starts.tolist(), len(broken)]):
        if broken[first] < 0:
            continue
        stop = float(state.times_h[last]) if last < len(broken) else horizon_h
        reason, mg, _ = rules[int(broken[first])]
        most = float(asked[first:last].max())
        yield Caution(code, drug.id, float(state.times_h[first]), stop, most, mg, reason)


# Combinations and gaps


class _Spell(NamedTuple):
    """A time in which a medicine is taken without a break, h."""

    start: float
    stop: float
    last_dose: float


def _stretches(medicine: Medicine, horizon_h: float) -> Iterator[tuple[float, float, DoseCourse]]:
    """Yield start and end, h, of every stretch in which the medicine is taken, and the stretch."""
    for course in sorted(medicine.doses, key=lambda course: course.start_h):
        stop = horizon_h if course.stop_h is None else min(course.stop_h, horizon_h)
        if course.mg > 0.0 and course.start_h < stop:
            yield course.start_h, stop, course


def _spells(stretches: Iterable[tuple[float, float, DoseCourse]]) -> list[_Spell]:
    """Join stretches that touch."""
    found: list[_Spell] = []
    for start, stop, course in stretches:
        interval = HOURS_PER_DAY / course.times_per_day
        count = math.ceil((stop - start) / interval - TOLERANCE)
        last = start + max(0, count - 1) * interval
        touches = bool(found) and start <= found[-1].stop + TOLERANCE
        found.append(_Spell(found.pop().start if touches else start, stop, last))
    return found


def _avoided(medicine: Medicine, avoided: Avoided, scenario: Scenario, model: Model) -> Iterator[Caution]:
    end = scenario.horizon_h
    for other in scenario.medicines:
        if other.name == medicine.name:
            continue
        kinds = {model.drugs[item.name].kind for item in (medicine, other)}
        together = Code.TWO_VMAT2_INHIBITORS if kinds == {"vmat2_inhibitor"} else Code.AVOID
        theirs = _spells(_matching(other, avoided.what, model, end))
        for mine in _spells(_stretches(medicine, end)):
            for spell, following in zip(theirs, [*theirs, _Spell(end, end, end)][1:], strict=True):
                start, stop = max(mine.start, spell.start), min(mine.stop, spell.stop)
                if start < stop:
                    yield Caution(together, medicine.name, start, stop, other=other.name)
                clear = spell.last_dose + avoided.days * HOURS_PER_DAY
                start, stop = max(mine.start, spell.stop), min(mine.stop, clear, following.start)
                if start < stop:
                    since = (start - spell.last_dose) / HOURS_PER_DAY
                    yield Caution(
                        Code.TOO_SOON, medicine.name, start, stop, since, avoided.days, other=other.name
                    )


def _matching(
    other: Medicine, what: str, model: Model, horizon_h: float
) -> Iterator[tuple[float, float, DoseCourse]]:
    """Yield the stretches of another medicine in which it is what the label names."""
    drug = model.drugs[other.name]
    for start, stop, course in _stretches(other, horizon_h):
        if what in (drug.id, drug.kind) or _acts(drug, what, course, model.metabolism):
            yield start, stop, course


def _acts(drug: Drug, what: str, course: DoseCourse, known: Metabolism) -> bool:
    """Whether a modulator at that dose is a strong inhibitor or inducer of the target that `what` names."""
    if drug.kinetics != "modulator":
        return False
    target, _, effect = what.rpartition("_")
    level = np.array(course.mg * course.times_per_day / drug.parameters["reference_dose"])
    activity = float(settled_activity(target, [(drug, level)], np.array(1.0)))
    if f"_{effect}" == INHIBITOR:
        return activity < known.strong_inhibition_below
    return activity > known.strong_induction_above


def _resumed(medicine: Medicine, drug: Drug, horizon_h: float) -> Iterator[Caution]:
    days = drug.label.retitrate_after_days
    if days is None:
        return
    first_step = drug.label.titration[0][1] if drug.label.titration else 0.0
    taken = [time for time, mg in regimen.doses_of(medicine, horizon_h) if mg > 0.0]
    for last, next_one in pairwise(taken):
        gap = (next_one - last) / HOURS_PER_DAY
        if gap > days + TOLERANCE:
            asked = float(meant_daily(medicine, np.array([next_one]), horizon_h)[0])
            if asked > first_step * (1.0 + TOLERANCE):
                yield Caution(Code.RETITRATE, drug.id, next_one, next_one, gap, days)


def _once(found: Iterable[Caution]) -> Iterator[Caution]:
    """Yield each caution once: two labels may advise against the same pair, or one for two reasons."""
    seen: set[object] = set()
    for caution in found:
        pair = frozenset({caution.drug, caution.other})
        key = (caution.code, pair, caution.start_h, caution.stop_h, caution.limit)
        if key not in seen:
            seen.add(key)
            yield caution
