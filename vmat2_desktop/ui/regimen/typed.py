"""What is typed into a cell of the steps -> other steps, or the sentence that refuses it."""

from __future__ import annotations

from dataclasses import replace

from vmat2_desktop import stretches
from vmat2_desktop.documents import scenario_schema as shape
from vmat2_desktop.engine.scenario import DoseCourse, Food
from vmat2_desktop.stretches import Doses, OutOfRangeError
from vmat2_desktop.ui.parameters.change import number_in
from vmat2_desktop.ui.regimen.table import FED, MG, MISSED, START, STOP
from vmat2_desktop.ui.regimen.words import (
    OPEN_END,
    day_in_words,
    refused_in_words,
    typed_missed,
    typed_time,
)
from vmat2_desktop.ui.texts import number, tr


class RefusedError(ValueError):
    """What was typed cannot be; the message is a sentence for a person."""


def typed(doses: Doses, row: int, column: int, text: str, horizon_h: float) -> tuple[str, Doses]:
    """Return what was done, in a few words, and the steps that result.

    Args:
        doses: the steps that stand.
        row: which of them.
        column: which of its cells (`table.START` and so on).
        text: what was typed; of the tick, empty for off.
        horizon_h: the end of the course, h.

    Raises:
        RefusedError: it cannot be.
    """
    what = {
        START: tr("The first day"),
        STOP: tr("The last day"),
        MISSED: tr("A missed dose"),
    }.get(column, tr("Times a day"))
    try:
        return _typed(doses, row, column, text, horizon_h)
    except OutOfRangeError as error:
        raise RefusedError(refused_in_words(what, error)) from error
    except RefusedError:
        raise
    except ValueError as error:
        raise RefusedError(tr("{0} {1}, or the number of a day.").format(what, error)) from error


def _typed(doses: Doses, row: int, column: int, text: str, horizon_h: float) -> tuple[str, Doses]:
    course = doses[row]
    if column == START:
        start = typed_time(text)
        said = tr("begins on {0}").format(day_in_words(start))
        return said, stretches.with_start(doses, row, start, horizon_h)
    if column == STOP:
        stop = None if text.strip().lower() in ("", OPEN_END, tr(OPEN_END)) else typed_time(text)
        said = tr("go on") if stop is None else tr("ends on {0}").format(day_in_words(stop))
        return said, stretches.with_stop(doses, row, stop, horizon_h)
    if column == MISSED:
        times = typed_missed(text, course, horizon_h)
        return tr("missed doses"), stretches.with_missed(doses, row, times, horizon_h)
    if column == FED:
        fed = replace(course, food=Food.FED if text else Food.FASTED)
        return tr("with food") if text else tr("without food"), put(doses, row, fed)
    if column == MG:
        mg = _number(
            text.strip().removesuffix("mg"), "mg", tr("Each dose must be a number from {0} to {1} mg.")
        )
        return tr("{0} mg").format(number(mg, 6)), put(doses, row, replace(course, mg=mg))
    times_a_day = _number(text, "times_per_day", tr("Times a day must be a whole number from {0} to {1}."))
    return tr("times a day"), stretches.with_times(doses, row, int(times_a_day), horizon_h)


def _number(text: str, field: str, sentence: str) -> float:
    low, high = shape.bounds(shape.Dose, field)
    value = number_in(text)
    whole = field == "mg" or (value is not None and value == int(value))
    if value is None or not whole or not low <= value <= high:
        raise RefusedError(sentence.format(number(low), number(high, 7)))
    return value


def put(doses: Doses, place: int, course: DoseCourse) -> Doses:
    """Return the steps with another in the place of one."""
    return (*doses[:place], course, *doses[place + 1 :])
