"""Numbers as tables: the course as CSV, observables as JSON or as text for people.

A number is written so that it reads back exactly. A cell of text never begins as a formula would.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.documents import times
from vmat2_desktop.documents.errors import DocumentError, quote
from vmat2_desktop.documents.explain import nearest
from vmat2_desktop.engine import observables
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.observables import Observable

MAX_ROWS = 1_000_000
"""Of one table."""

_FEW_ROWS = 10_000
_STEPS_H = (1 / 60, 1 / 12, 0.25, 1.0, 2.0, 6.0, 12.0)
_LONGEST_STEP_H = 24.0
_SCORES = {
    "score.aims": ("score.tmc", "which Huntington disease does not have"),
    "score.tmc": ("score.aims", "which only Huntington disease has"),
}
"""Id of a score -> id of the one that the other conditions have, and why."""
_WINDOWED = ("mean", "max", "min")
_EXPOSURES = ("cmax", "tmax", "auc", "cavg", "ctrough", "t_half")
_FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")


def default_step(horizon_h: float) -> float:
    """Return the shortest usual step, h, that makes a table of at most some thousand rows."""
    return next((step for step in _STEPS_H if horizon_h / step <= _FEW_ROWS), _LONGEST_STEP_H)


def table_times(horizon_h: float, step_h: float) -> NDArray[np.float64]:
    """Return the times of a table, h: every step from 0, and the end.

    Raises:
        DocumentError: the step is zero or makes too many rows.
    """
    if step_h <= 0 or horizon_h / step_h > MAX_ROWS:
        shortest = times.text(math.ceil(horizon_h / MAX_ROWS * 3600) / 3600)
        raise DocumentError(
            f'--step is "{times.text(step_h)}", but must be at least "{shortest}" for this scenario, '
            f"as a table has at most {MAX_ROWS} rows."
        )
    count = math.ceil(horizon_h / step_h - 1e-9)
    return np.append(np.arange(count) * step_h, horizon_h)


def course_table(course: Course, step_h: float) -> str:
    """Return a course as CSV: time in hours and in days, then every observable, units in the header.

    Raises:
        DocumentError: the step makes too many rows.
    """
    at_h = table_times(course.scenario.horizon_h, step_h)
    ids = observables.columns(course)
    header = ["time [h]", "time [d]", *(f"{name} [{observables.unit_of(name)}]" for name in ids)]
    columns = [at_h, at_h / 24.0, *(np.interp(at_h, course.time_h, course.series[name]) for name in ids)]
    return csv_text(header, zip(*(column.tolist() for column in columns), strict=True))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table as CSV (RFC 4180 with plain line feeds)."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([text_cell(title) for title in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def text_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before what begins like one."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cell(value: str | float) -> str:
    return text_cell(value) if isinstance(value, str) else repr(value)


def observables_json(found: Iterable[tuple[Observable, str]]) -> str:
    """Return observables, each with the text of its time or window, as JSON."""
    rows = [
        {
            "id": item.id,
            "value": item.value if math.isfinite(item.value) else None,
            "unit": item.unit,
            "at" if item.window_h is None else "window": when,
        }
        for item, when in found
    ]
    body = ",\n".join(f"  {json.dumps(row, allow_nan=False)}" for row in rows)
    return f'{{"observables": [\n{body}\n]}}\n' if rows else '{"observables": []}\n'


def observables_text(found: Iterable[tuple[Observable, str]]) -> str:
    """Return observables as a table for people, six digits each."""
    rows = [("observable", "value", "unit", "when")]
    rows += [(item.id, f"{item.value:.6g}", item.unit, when) for item, when in found]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {unit:<{widths[2]}}  {when}\n"
        for name, value, unit, when in rows
    )


def unknown_observable(identifier: str, found: Sequence[str]) -> str:
    """Return the sentence that refuses an id which is not among those observed."""
    stem, _, last = identifier.rpartition(".")
    state = stem if stem in observables.STATE_UNITS else identifier
    instead, why = _SCORES.get(state, ("", ""))
    present = {instead, f"{instead}.mean"} & set(found)
    if present:
        return f"--id is {quote(identifier)}, {why}; ask for {instead}{identifier.removeprefix(state)}."
    asked = f"--id is {quote(identifier)}, which"
    if identifier in observables.STATE_UNITS:
        return f"{asked} is observed at a time; give --at, or add .mean, .max or .min to the id."
    kinds = _WINDOWED if stem in observables.STATE_UNITS else _EXPOSURES
    if last in kinds and stem in found:
        return f"{asked} is observed in a window; give --window."
    return f"{asked} this scenario does not have{nearest(identifier, found)}; leave --id out to see all."
