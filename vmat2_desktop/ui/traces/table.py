"""Traces as a table: what is copied and saved."""

from __future__ import annotations

from collections.abc import Sequence

from vmat2_desktop.documents.tables import csv_text
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.observables import unit_of
from vmat2_desktop.ui.traces.catalogue import Trace


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
