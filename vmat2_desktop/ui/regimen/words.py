"""What the regimen editor says of days, steps and refusals, and how it reads what is typed."""

from __future__ import annotations

import math

from vmat2_desktop.documents import times
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, DoseCourse, Food
from vmat2_desktop.stretches import Doses, OutOfRangeError, days_missed, end_of, missed, times_of_day
from vmat2_desktop.ui.texts import milligrams, number, tr

OPEN_END = "end"
"""What stands for an end that is that of the course."""


def day_in_words(time_h: float) -> str:
    """Write a time as a day, with the hour where it is no whole day."""
    day, hour = divmod(time_h, HOURS_PER_DAY)
    text = tr("day {0}").format(number(day, 6))
    return text if hour == 0.0 else tr("{0}, hour {1}").format(text, number(hour, 4))


def typed_time(text: str) -> float:
    """Return the hours that a person typed: a bare number is a day.

    Raises:
        ValueError: it is no time; the message is the end of a sentence.
    """
    plain = text.strip().removeprefix(tr("day")).strip()
    return times.parse(f"{plain} d" if plain.replace(".", "", 1).isdecimal() else plain)


def refused_in_words(what: str, error: OutOfRangeError) -> str:
    """Say between which days something must be."""
    if error.low is None or error.high is None or error.low > error.high:
        return tr("{0} is not possible here.").format(what)
    return tr("{0} must be from {1} to {2}.").format(what, day_in_words(error.low), day_in_words(error.high))


def dose_in_words(course: DoseCourse) -> str:
    """Write how much is taken: 40 mg, 2 × a day."""
    each = milligrams(course.mg)
    return each if course.times_per_day == 1 else tr("{0}, {1} × a day").format(each, course.times_per_day)


def step_in_words(course: DoseCourse, horizon_h: float) -> str:
    """Write one step in a line."""
    start, stop = day_in_words(course.start_h), day_in_words(end_of(course, horizon_h))
    words = [tr("{0} to {1}: {2}").format(start, stop, dose_in_words(course))]
    words += [tr("with a high-fat meal")] if course.food is Food.FED else []
    days = days_missed(course, horizon_h)
    words += [tr("missed on {0}").format(missed_in_words(course, horizon_h))] if days else []
    return ", ".join(words)


def missed_in_words(course: DoseCourse, horizon_h: float) -> str:
    """Write the missed doses: a day whose doses are all missed by its number, any other dose by its time."""
    found, without = [], missed(course, horizon_h)
    for day in days_missed(course, horizon_h):
        of_day = [time for time in without if math.floor(time / HOURS_PER_DAY) == day]
        whole = len(of_day) == len(times_of_day(course, day, horizon_h))
        found += [str(day)] if whole else [times.text(time) for time in of_day]
    return ", ".join(found)


def marked_in_words(day: int, doses: Doses, horizon_h: float) -> str:
    """Say what is taken on a day, and in which step."""
    for course in doses:
        due = times_of_day(course, day, horizon_h)
        if due:
            state = tr("missed") if set(missed(course, horizon_h)).issuperset(due) else tr("taken")
            return tr("day {0}: {1}; {2}").format(day, state, step_in_words(course, horizon_h))
    return tr("day {0}: nothing is taken").format(day)


def label_in_words(drug: Drug) -> str:
    """Say what the label has to say of a medicine, and where that comes from."""
    label = drug.label
    note = tr("Label: {0}").format(label.note) if label.note else ""
    source = tr("Source: {0}").format(label.source) if label.source else ""
    return ". ".join(part for part in (note, source) if part)


def typed_missed(text: str, course: DoseCourse, horizon_h: float) -> list[float]:
    """Return the times of the missed doses that a person typed: days, or times with their unit.

    Raises:
        ValueError: a part of it is neither.
        OutOfRangeError: no dose is due on a day.
    """
    found: list[float] = []
    for part in text.replace(";", ",").split(","):
        plain = part.strip()
        if not plain:
            continue
        if not (plain.isascii() and plain.isdecimal()):
            found.append(typed_time(plain))
            continue
        of_day = times_of_day(course, int(plain[:9]), horizon_h)
        if not of_day:
            raise OutOfRangeError(course.start_h, end_of(course, horizon_h))
        found += of_day
    return found
