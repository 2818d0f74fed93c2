"""E7, E8: what a hundred thousand people take, and how the cost grows with their number."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from vmat2_desktop.bench import cases_people, memory, timing
from vmat2_desktop.bench.timing import Row, Verdict
from vmat2_desktop.knowledge import Knowledge

_MIB = 1024.0**2
MOST_MIB = 200.0
MOST_ABOVE_LINEAR = 1.3
_LINEAR_FROM = 1000
_ROUNDS = 3


def memory_of(people: int = 100_000, days: int = 365) -> Row:
    """E7: the peak of a fresh process that keeps percentiles of the score, weekly."""
    row = Row(
        "E7",
        f"unique memory, {people} people, {days} days, percentiles only, fresh process",
        "no peer",
        f"<= {MOST_MIB:g} MiB",
        Verdict.SKIPPED,
        note="needs /proc/self/smaps_rollup, which this system does not have",
    )
    if not memory.available():
        return row
    found = memory.of_fresh_process(people, days)
    return judged_memory(row, found["before"] / _MIB, found["peak"] / _MIB)


def judged_memory(row: Row, before: float, peak: float) -> Row:
    """Return the row with its verdict; MiB."""
    note = f"peak {peak:.0f} MiB, of which {before:.0f} MiB before the first person"
    verdict = Verdict.MET if peak <= MOST_MIB else Verdict.MISSED
    return Row(
        row.id, row.what, row.peer, row.bar, verdict, ratio=peak, ratio_low=peak, ratio_high=peak, note=note
    )


def growth(
    known: Knowledge, counts: Sequence[int] = (1, 10, 100, 1000, 10_000, 100_000), days: int = 28
) -> Row:
    """E8: the processor time of one run for ever more people."""
    cases_people.percentiles(known, 1, days)  # tables are built
    spent = {
        count: statistics.median(
            timing.seconds(lambda count=count: cases_people.percentiles(known, count, days), shortest_s=0.0)  # type: ignore[misc]
            for _ in range(_ROUNDS)
        )
        for count in counts
    }
    return judged_growth(spent, days)


def judged_growth(spent: dict[int, float], days: int) -> Row:
    """Return the row for seconds by number of people: how far from linear above the smallest large number."""
    large = sorted(count for count in spent if count >= _LINEAR_FROM)
    steps = [spent[more] / spent[less] / (more / less) for less, more in pairwise(large)]
    worst = max(steps, default=0.0)
    each = ", ".join(f"{count}: {seconds * 1e3:.3g} ms" for count, seconds in sorted(spent.items()))
    return Row(
        "E8",
        f"cost as people are added, {days} days",
        "growth in proportion",
        f"<= {MOST_ABOVE_LINEAR:g} times linear above {_LINEAR_FROM}",
        Verdict.MET if worst <= MOST_ABOVE_LINEAR else Verdict.MISSED,
        ratio=worst,
        ratio_low=min(steps, default=0.0),
        ratio_high=worst,
        note=each,
    )
