"""Traces as tables: what is copied and saved, and the sheet that reads like the diagram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vmat2_desktop.documents.tables import csv_text
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.observables import unit_of
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.texts import number, tr
from vmat2_desktop.ui.traces import reader
from vmat2_desktop.ui.traces.catalogue import Trace
from vmat2_desktop.ui.traces.decimate import binned
from vmat2_desktop.ui.traces.overlay import Overlaid, in_words
from vmat2_desktop.ui.traces.sheet import Sheet

MOST_ROWS = 180
_SECOND_H = 1.0 / 3600.0
_STEPS_H = (
    *(step * _SECOND_H / 1000.0 for step in (0.1, 1.0, 10.0, 100.0)),
    *(step * _SECOND_H for step in (1.0, 5.0, 15.0)),
    *(minutes / 60.0 for minutes in (1.0, 5.0, 15.0)),
    *(1.0, 2.0, 6.0),
    *(days * HOURS_PER_DAY for days in (1.0, 2.0, 7.0, 28.0)),
)
"""Round steps of a table."""


def csv_of(course: Course, traces: Sequence[Trace]) -> str:
    """Return times and every series of the traces as CSV, in the engine's own units, one row a time."""
    head, rows = _table(course, traces)
    return csv_text(head, rows)


def tabbed(course: Course, traces: Sequence[Trace]) -> str:
    """Return the same for the clipboard: a spreadsheet takes it apart at the tabs."""
    head, rows = _table(course, traces)
    return "\n".join(["\t".join(head), *("\t".join(f"{value:.6g}" for value in row) for row in rows)]) + "\n"


def _table(course: Course, traces: Sequence[Trace]) -> tuple[list[str], list[list[float]]]:
    names = [line.observable for trace in traces for line in trace.lines_of(course)]
    names = [name for name in dict.fromkeys(names) if name in course.series]
    head = ["time [h]", *(f"{name} [{unit_of(name)}]" for name in names)]
    columns = [course.time_h.tolist(), *(course.series[name].tolist() for name in names)]
    return head, [list(row) for row in zip(*columns, strict=True)]


def step_of(span_h: float) -> float:
    """Return the shortest round step, h, in which a span makes no more rows than one likes to read."""
    return next((step for step in _STEPS_H if span_h / step <= MOST_ROWS), _STEPS_H[-1])


def sheet_of(course: Course, trace: Trace, begin_h: float, end_h: float) -> Sheet:
    """Return the part of a trace between two times as a sheet in the drawn units.

    From a day a row on, each row is the mean of its days, with their lowest and highest value.
    """
    step = step_of(end_h - begin_h)
    lines = [line for line in trace.lines_of(course) if line.observable in course.series]
    if not lines:
        return Sheet(note=trace.empty)
    unit = trace.unit
    first = np.ceil(begin_h / step - 1e-9) * step
    times = np.arange(first, end_h + 1e-9 * step, step)
    if step >= HOURS_PER_DAY:
        heads = [
            f"{line.name}, {kind} [{unit}]"
            for line in lines
            for kind in (tr("mean"), tr("lowest"), tr("highest"))
        ]
        edges = np.unique(np.append(times, end_h))
        times = edges[:-1]
        columns = [
            values * line.factor
            for line in lines
            for values in binned(course.time_h, course.series[line.observable], edges)
        ]
        note = tr("Each row: {0} from the time on.").format(_days(step))
    else:
        heads = [f"{line.name} [{unit}]" for line in lines]
        columns = [
            np.interp(times, course.time_h, course.series[line.observable]) * line.factor for line in lines
        ]
        note = ""
    rows = zip((reader.moment(time, step * 10) for time in times), times.tolist(), *columns, strict=True)
    return Sheet(
        (tr("Moment"), tr("Time [h]"), *heads),
        tuple((moment, time, *(float(value) for value in values)) for moment, time, *values in rows),
        " ".join((note, tr("The rows are those of the time axis of the traces."))).strip(),
    )


def with_published(sheet: Sheet, points: Overlaid, unit: str, begin_h: float, end_h: float) -> Sheet:
    """Return a sheet with a row for each published value between two times, and columns for it."""
    inside = [point for point in points.points if begin_h <= point.time_h <= end_h]
    if not inside:
        return sheet
    kinds = (tr("value"), tr("lowest"), tr("highest"))
    heads = (*(tr("Published, {0} [{1}]").format(kind, unit) for kind in kinds), tr("Source"))
    rows: list[tuple[float | str, ...]] = [(*row, "", "", "", "") for row in sheet.rows]
    for point in inside:
        values = ("" if one is None else one for one in (point.value, point.low, point.high))
        empty = ("",) * (len(sheet.heads) - 2)
        moment = reader.moment(point.time_h, end_h - begin_h)
        rows.append((moment, point.time_h, *empty, *values, in_words(point.series)))
    rows.sort(key=lambda row: float(row[1]))
    return Sheet((*sheet.heads, *heads), tuple(rows), sheet.note)


def _days(step_h: float) -> str:
    days = step_h / HOURS_PER_DAY
    return tr("one day") if days == 1.0 else tr("{0} days").format(number(days))
