"""Times as text with a unit (`36 h`, `42 d`, `3 y`) and as hours.

A year is 365 days and a week 7, so that a dose at breakfast stays at breakfast: `3 y` is `1095 d`.
"""

from __future__ import annotations

import re
from fractions import Fraction

UNITS = {
    "s": Fraction(1, 3600),
    "min": Fraction(1, 60),
    "h": Fraction(1),
    "d": Fraction(24),
    "wk": Fraction(24 * 7),
    "y": Fraction(24 * 365),
}
"""Hours in each unit."""

LONGEST_H = 20 * 365 * 24.0
"""No time in a scenario lies later, h."""

LONGEST_TEXT = 32

PATTERN = r"^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})? ?(s|min|h|d|wk|y)$"
"""A time, as a regular expression that JSON Schema understands too."""

EXPECTED = 'must be a number and a unit (s, min, h, d, wk or y) as text, such as "36 h"'
"""What is asked of a time, as the end of a sentence."""

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?) ?(s|min|h|d|wk|y)")
_PRINTED = ("d", "h", "min", "s")


def parse(text: str) -> float:
    """Return a time in hours, correctly rounded.

    Raises:
        ValueError: the text is no time; the message is the end of a sentence that begins with its place.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    if match is None:
        raise ValueError(EXPECTED)
    hours = Fraction(match[1]) * UNITS[match[2]]
    if hours > LONGEST_H:
        raise ValueError("must be from 0 h to 20 y")
    return float(hours)


def parse_window(text: str) -> tuple[float, float]:
    """Return the two times of `41 d..42 d` in hours.

    Raises:
        ValueError: the text is no window; the message is the end of a sentence that begins with its place.
    """
    first, dots, second = text.partition("..")
    if not dots:
        raise ValueError('must be two times with ".." between them, such as "41 d..42 d"')
    start, stop = parse(first.strip()), parse(second.strip())
    if not start < stop:
        raise ValueError("must end after it begins")
    return start, stop


def text(hours: float) -> str:
    """Return a time as text that `parse` turns into exactly the same hours.

    Raises:
        ValueError: the time is negative, not a number, or later than 20 years.
    """
    if not 0 <= hours <= LONGEST_H:
        raise ValueError(f"{hours} h is not from 0 h to 20 y.")
    for unit in _PRINTED:
        count = round(Fraction(hours) / UNITS[unit])
        if float(count * UNITS[unit]) == hours:
            return f"{count} {unit}"
    return f"{float(hours)!r} h"


def window_text(start_h: float, stop_h: float) -> str:
    """Return a window as text."""
    return f"{text(start_h)}..{text(stop_h)}"
