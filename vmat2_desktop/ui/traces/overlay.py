"""Which published values stand on a course, and when; or why none do. No widget."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from vmat2_desktop.engine.course import HISTORY_DRUG, Course, history_of, taken
from vmat2_desktop.engine.metabolism import Phenotype
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, REFERENCE, DoseCourse, Liver, Medicine
from vmat2_desktop.knowledge.published import Point, Series
from vmat2_desktop.regimens import ANTIPSYCHOTIC, VMAT2_INHIBITOR, added, phenotype_of
from vmat2_desktop.ui.texts import HOURS_PER_WEEK, condition_name, milligrams, number, tr

HALF_DAY_H = HOURS_PER_DAY / 2
_TOLERANCE = 1e-6


class Gap(IntEnum):
    """Why a series does not stand on a course, the furthest from it first."""

    NOTHING = 0
    DRUG = 1
    CONDITION = 2
    DOSE = 3
    PERSON = 4
    TIME = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A published value at its time, in the drawn unit."""

    time_h: float
    value: float | None
    """None: only the range is known."""
    low: float | None
    high: float | None
    series: Series


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What stands on a course, or the sentence that says why nothing does."""

    points: tuple[Placed, ...] = ()
    reason: str = ""

    @property
    def series(self) -> tuple[Series, ...]:
        """What the points belong to, each once: its place is that of its mark."""
        return tuple(dict.fromkeys(point.series for point in self.points))


def overlaid(course: Course, observables: Iterable[str], published: Iterable[Series]) -> Overlaid:
    """Return the published values of some observables that hold for the scenario of a course."""
    wanted = set(observables)
    chosen = [one for one in published if one.observable in wanted and one.anchor != "dose_response"]
    found: list[Placed] = []
    gaps: list[tuple[Gap, Series]] = []
    for one in chosen:
        gap, points = _placed(course, one)
        found.extend(points)
        if not points:
            gaps.append((gap, one))
    return Overlaid(tuple(found)) if found else Overlaid(reason=_said(course, gaps))


def _placed(course: Course, series: Series) -> tuple[Gap, tuple[Placed, ...]]:
    """Return the points of one series, or how near the scenario comes to it."""
    if not _has_drug(course, series):
        return Gap.DRUG, ()
    if series.condition not in (None, course.scenario.condition):
        return Gap.CONDITION, ()
    if not usual(course) or (series.anchor == "first_dose" and not _steady_antipsychotic(course)):
        return Gap.PERSON, ()
    place = {"first_dose": _after_the_first, "steady": _steady, "stop": _after_the_stop}[series.anchor]
    return place(course, series)


def _medicines(course: Course) -> dict[str, Medicine]:
    return {item.name: item for item in taken(course.scenario, course.model)}


def _has_drug(course: Course, series: Series) -> bool:
    medicines = _medicines(course)
    if not series.drug:
        return not any(
            item.doses and course.model.drugs[item.name].kind == VMAT2_INHIBITOR
            for item in medicines.values()
        )
    return series.drug in medicines and (series.anchor == "stop" or bool(medicines[series.drug].doses))


def usual(course: Course) -> bool:
    """Whether the person is as those who were studied: usual enzymes, nothing that changes them."""
    scenario = course.scenario
    genotype = scenario.person.genotype
    return (
        phenotype_of(scenario, course.model) is Phenotype.NORMAL
        and {genotype.abcb1, genotype.slc18a2, genotype.drd2} == {REFERENCE}
        and scenario.person.liver is Liver.NORMAL
        and not added(scenario, course.model)
    )


def _steady_antipsychotic(course: Course) -> bool:
    """Whether any antipsychotic goes on as it was, as in the trials."""
    drugs = course.model.drugs
    taken_now = [item for item in _medicines(course).values() if drugs[item.name].kind == ANTIPSYCHOTIC]
    return all(
        len(item.doses) == 1 and item.doses[0].start_h <= 0.0 and item.doses[0].stop_h is None
        for item in taken_now
    )


def _daily(dose: DoseCourse) -> float:
    return dose.mg * dose.times_per_day


def _within(mg: float, low: float, high: float) -> bool:
    return low - _TOLERANCE <= mg <= high + _TOLERANCE


def _after_the_first(course: Course, series: Series) -> tuple[Gap, tuple[Placed, ...]]:
    doses = _medicines(course)[series.drug].doses if series.drug else ()
    start = min((dose.start_h for dose in doses), default=0.0)
    end = float(course.time_h[-1])
    base = course.at(series.observable, min(start, end))
    times = [(start + point.x * HOURS_PER_WEEK, point) for point in series.points]
    meant = [item for item in times if not doses or _on_dose(doses, item[0], series)]
    if not meant:
        return Gap.DOSE, ()
    seen = [item for item in meant if item[0] <= end + _TOLERANCE]
    return Gap.TIME, tuple(_moved(series, time, point, base, 1.0) for time, point in seen)


def _on_dose(doses: Sequence[DoseCourse], time_h: float, series: Series) -> bool:
    """Whether a dose of the series is taken at that time, and none above it was before."""
    before = [dose for dose in doses if dose.start_h < time_h]
    if not before or max(_daily(dose) for dose in before) > series.mg_high + _TOLERANCE:
        return False
    last = max(before, key=lambda dose: dose.start_h)
    goes_on = last.stop_h is None or last.stop_h >= time_h - _TOLERANCE
    return goes_on and _within(_daily(last), series.mg_low, series.mg_high)


def _steady(course: Course, series: Series) -> tuple[Gap, tuple[Placed, ...]]:
    medicine = _medicines(course)[series.drug]
    fitting = [(dose, point) for dose in medicine.doses if (point := _at_dose(series, _daily(dose)))]
    if not fitting:
        return Gap.DOSE, ()
    horizon = min(float(course.time_h[-1]), _undisturbed_h(course, series))
    for dose, point in reversed(fitting):
        end = min(horizon, math.inf if dose.stop_h is None else dose.stop_h)
        if end - _begun_h(course, series, dose) >= series.settled_days * HOURS_PER_DAY:
            factor = _daily(dose) if series.per_mg else 1.0
            return Gap.TIME, (_moved(series, max(end - HALF_DAY_H, 0.0), point, 0.0, factor),)
    return Gap.TIME, ()


def _at_dose(series: Series, mg: float) -> Point | None:
    """Return the point of a dose: that of the narrowest range of doses which holds it."""
    if not _within(mg, series.mg_low, series.mg_high):
        return None
    fitting = [point for point in series.points if series.per_mg or _within(mg, point.x_low, point.x_high)]
    return min(fitting, key=lambda point: point.x_high - point.x_low, default=None)


def _undisturbed_h(course: Course, series: Series) -> float:
    """Return until when nothing else acts on what an antipsychotic holds, h."""
    drugs = course.model.drugs
    if drugs[series.drug].kind != ANTIPSYCHOTIC:
        return math.inf
    others = (
        dose.start_h
        for item in _medicines(course).values()
        if item.name != series.drug and drugs[item.name].kind in (ANTIPSYCHOTIC, VMAT2_INHIBITOR)
        for dose in item.doses
    )
    return min(others, default=math.inf)


def _begun_h(course: Course, series: Series, dose: DoseCourse) -> float:
    """Return when a dose was begun, h: that of a condition's history was taken long before."""
    history = history_of(course.scenario.condition, course.model)
    goes_on = (
        history is not None
        and series.drug == HISTORY_DRUG
        and dose.start_h <= 0.0
        and math.isclose(_daily(dose), history.mg_per_d)
    )
    return -math.inf if goes_on else dose.start_h


def _after_the_stop(course: Course, series: Series) -> tuple[Gap, tuple[Placed, ...]]:
    doses = _medicines(course)[series.drug].doses
    stops = [math.inf if dose.stop_h is None else dose.stop_h for dose in doses]
    stop, end = max(stops, default=0.0), float(course.time_h[-1])
    if not math.isfinite(stop):
        return Gap.DOSE, ()
    seen = [(stop + point.x * HOURS_PER_DAY, point) for point in series.points]
    undisturbed = min(end, _undisturbed_h(course, series))
    return Gap.TIME, tuple(
        _moved(series, time, point, 0.0, 1.0) for time, point in seen if time <= undisturbed
    )


def _moved(series: Series, time_h: float, point: Point, base: float, factor: float) -> Placed:
    value, low, high = (None if y is None else base + factor * y for y in (point.y, point.low, point.high))
    return Placed(time_h, value, low, high, series)


# Words


def in_words(series: Series) -> str:
    """Write what a series is and where it stands."""
    spread = tr(" (bars: {0})").format(series.spread) if series.spread else ""
    memory = tr(", from memory") if series.provenance == "memory" and "memory" not in series.source else ""
    return f"{series.text}: {series.source}{memory}{spread}"


def value_in_words(point: Placed) -> str:
    """Write a published value with its spread."""
    ends = ""
    if point.low is not None and point.high is not None:
        ends = tr("{0} to {1}").format(number(point.low), number(point.high))
    if point.value is None:
        return ends
    return f"{number(point.value)} ({ends})" if ends else number(point.value)


def _said(course: Course, gaps: Sequence[tuple[Gap, Series]]) -> str:
    """Say why nothing stands on a course, by the series that come nearest."""
    if not gaps:
        return tr("Nothing published is kept for this trace.")
    nearest = max(gap for gap, _ in gaps)
    series = [one for gap, one in gaps if gap is nearest]
    match nearest:
        case Gap.DRUG:
            names = [course.model.drugs[one.drug].name.lower() for one in series if one.drug]
            return tr("Published values are kept for {0}.").format(_listed(names) or tr("no medicine"))
        case Gap.CONDITION:
            names = [condition_name(one.condition).lower() for one in series if one.condition is not None]
            return tr("Published values are kept for people with {0}.").format(_listed(names))
        case Gap.DOSE:
            doses = [one for item in series for one in _doses(course, item)]
            return tr("Published values are kept for {0}.").format(_listed(doses))
        case Gap.PERSON:
            return tr("Published values are of people with usual genes and liver, on steady medicines alone.")
        case _:
            return tr("The scenario does not stay long enough at the doses of the published values.")


def _doses(course: Course, series: Series) -> list[str]:
    name = course.model.drugs[series.drug].name.lower()
    if series.anchor == "stop":
        return [tr("{0} that is stopped").format(name)]
    if math.isfinite(series.mg_high):
        ranges = [(series.mg_low, series.mg_high)]
    else:
        ranges = [(point.x_low, point.x_high) for point in series.points]
    said = [
        milligrams(low) if low == high else tr("{0} to {1}").format(number(low), milligrams(high))
        for low, high in ranges
    ]
    return [tr("{0} {1} a day").format(name, dose) for dose in said]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))
