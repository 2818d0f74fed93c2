"""The validation table as text, as JSON and as a page."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence

from vmat2_desktop.validation.table import BAR, BAR_V, Count, Found, Line, Table

_DIGITS = 3
_LIVE_SHOWN = 1e-3
"""Error of a daily mean from which an observable is listed by itself."""


def text(table: Table) -> str:
    """Return the table for people."""
    lines = []
    for line in table.lines:
        item = line.observation
        lines.append(f"{item.id}  {line.verdict:<6}  {item.use}  {item.text}")
        lines += [f"        {_part(found)}" for found in line.found]
        lines.append(f"        source: {item.source} ({item.provenance}; confidence {item.confidence})")
        if item.note:
            lines.append(f"        note: {item.note}")
    return "\n".join([*lines, "", *counts(table), "", *live(table), ""])


def _part(found: Found) -> str:
    part = found.part
    unit = "" if part.unit == "1" else f" {part.unit}"
    return (
        f"{part.name}: model {number(found.value)}{unit}, published {part.published}, "
        f"tolerance {tolerance(found)}, {found.verdict}"
    )


def number(value: float) -> str:
    """Return a value with three digits."""
    return f"{value:.{_DIGITS}g}"


def tolerance(found: Found) -> str:
    """Return the tolerance of a part."""
    part = found.part
    return "none" if part.low is None or part.high is None else f"{part.low:g} to {part.high:g}"


def counts(table: Table) -> list[str]:
    """Return the counts and whether the bars are met."""
    listed, values, further = table.count(), table.count(use="V"), table.count(listed=False)
    met = "met" if table.bars_met else "MISSED"
    return [
        f"scored rows that pass: {_count(listed)} (bar {BAR:.0%})",
        f"of these, rows that never calibrate (V): {_count(values)} (bar {BAR_V:.0%})",
        f"bars: {met}",
        f"further rows, counted apart: {_count(further)}",
    ]


def _count(count: Count) -> str:
    return f"{count.passed} of {count.scored}, {count.share:.1%}"


def live(table: Table) -> list[str]:
    """Return how far the live reading is off the reference."""
    if not table.live:
        return ["live reading against the reference: no scenario was solved"]
    worst = max(table.live, key=lambda item: item.daily)
    moment = max(table.live, key=lambda item: item.momentary)
    lines = [
        "live reading against the reference, over the scenarios of the table, as shares of what is covered:",
        f"  daily means: at most {worst.daily:.1e} ({worst.observable})",
        f"  moments: at most {moment.momentary:.1e} ({moment.observable})",
    ]
    return lines + [
        f"  {item.observable}: daily {item.daily:.1e}, moment {item.momentary:.1e}"
        for item in table.live
        if item.daily > _LIVE_SHOWN
    ]


def as_json(table: Table) -> str:
    """Return the table as JSON."""
    rows = [_row(line) for line in table.lines]
    summary = {
        name: {"passed": count.passed, "scored": count.scored}
        for name, count in (
            ("listed", table.count()),
            ("listed_v", table.count(use="V")),
            ("further", table.count(listed=False)),
        )
    }
    errors = [{"id": item.observable, "daily": item.daily, "moment": item.momentary} for item in table.live]
    tree = {
        "rows": rows,
        "counts": summary,
        "bars": {"listed": BAR, "listed_v": BAR_V, "met": table.bars_met},
        "live_error": errors,
    }
    return json.dumps(tree, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _row(line: Line) -> dict[str, object]:
    item = line.observation
    return {
        "id": item.id,
        "use": item.use,
        "listed": item.listed,
        "text": item.text,
        "verdict": str(line.verdict),
        "parts": [
            {
                "name": found.part.name,
                "unit": found.part.unit,
                "model": found.value if math.isfinite(found.value) else None,
                "published": found.part.published,
                "low": found.part.low,
                "high": found.part.high,
                "verdict": str(found.verdict),
            }
            for found in line.found
        ],
        "source": item.source,
        "provenance": item.provenance,
        "confidence": item.confidence,
        "note": item.note,
    }


def markdown(lines: Iterable[Line]) -> str:
    """Return rows as a table of a page."""
    rows: list[Sequence[str]] = [
        ("id", "use", "observation", "model", "published", "tolerance", "verdict", "source"),
        ("---",) * 8,
    ]
    for line in lines:
        item = line.observation
        for k, found in enumerate(line.found):
            unit = "" if found.part.unit == "1" else f" {found.part.unit}"
            first = k == 0
            rows.append(
                (
                    item.id if first else "",
                    item.use if first else "",
                    f"{item.text}: {found.part.name}" if first else found.part.name,
                    f"{number(found.value)}{unit}",
                    found.part.published,
                    tolerance(found),
                    f"**{found.verdict}**" if found.verdict == "miss" else str(found.verdict),
                    f"{item.source} ({item.provenance})" if first else "",
                )
            )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
