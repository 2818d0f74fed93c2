"""The quantities of a pair: what each trace's main line is on either side, and how the two differ. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.texts import MINUS, fixed, number, tr
from vmat2_desktop.ui.traces.card import values_in_words
from vmat2_desktop.ui.traces.catalogue import SHOWN_AT_FIRST, Line, Trace, traces

FEWEST = 3
"""Traces that are overlaid at least: those of the person first, then these."""
FILLED_WITH = (*SHOWN_AT_FIRST, "d2_dopamine", "vesicular")
OBSERVED = ("movement", "parkinsonism", "vmat2", "vesicular", "extracellular", "d2_dopamine", "d2", "amines")
"""Traces whose quantity the table of differences always has."""


def overlaid(shown: Sequence[str]) -> tuple[str, ...]:
    """Return which traces are overlaid: those that the person shows, and enough others."""
    found = list(shown)
    for name in FILLED_WITH:
        if len(found) < FEWEST and name not in found:
            found.append(name)
    order = [trace.id for trace in traces()]
    return tuple(sorted(found, key=order.index))


def main_line(trace: Trace, course: Course | None) -> Line | None:
    """Return the main line of a trace, where the course has it."""
    if course is None:
        return None
    return next((line for line in trace.lines_of(course)[:1] if line.observable in course.series), None)


def value_at(line: Line | None, course: Course | None, time_h: float) -> float | None:
    """Return the value of a line at a time, in the drawn unit; after its end, a course stands at its end."""
    if line is None or course is None:
        return None
    return course.at(line.observable, min(time_h, course.scenario.horizon_h)) * line.factor


def values_of(line: Line, course: Course) -> NDArray[np.float64]:
    """Return the whole series of a line, in the drawn unit."""
    return np.asarray(course.series[line.observable] * line.factor)


def name_of(trace: Trace, a: Line | None, b: Line | None) -> str:
    """Name the quantity of a trace: both names, where the sides draw different things."""
    names = list(dict.fromkeys(line.name for line in (a, b) if line is not None))
    return " / ".join(names) if names else trace.name


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity at a moment, written."""

    name: str
    unit: str
    a: str
    b: str
    difference: str
    ratio: str


def row_of(trace: Trace, a: Course, b: Course | None, time_h: float) -> Row:
    """Return a quantity at a time: the values, B minus A, and B over A where A is something."""
    ours, theirs = main_line(trace, a), main_line(trace, b)
    first, second = value_at(ours, a, time_h), value_at(theirs, b, time_h)
    texts = _written(trace, first), _written(trace, second)
    name = name_of(trace, ours, theirs)
    if first is None or second is None:
        return Row(name, trace.unit, *texts, "–", "–")
    gap = _written(trace, second - first)
    signed = f"+{gap}" if not gap.startswith(MINUS) and _is_something(gap) else gap
    return Row(name, trace.unit, *texts, signed, _ratio(first, second, texts))


def _written(trace: Trace, value: float | None) -> str:
    return "–" if value is None else values_in_words(trace, (value,))[0]


def _is_something(text: str) -> bool:
    """Whether a written value is not zero: what is written as 0 is no ground for a ratio."""
    return any(digit in text for digit in "123456789")


def _ratio(a: float, b: float, texts: tuple[str, str]) -> str:
    if not _is_something(texts[0]):
        return tr("A is 0") if _is_something(texts[1]) else tr("both 0")
    ratio = b / a
    return f"× {fixed(ratio, 2) if ratio < 10.0 else number(ratio)}"
