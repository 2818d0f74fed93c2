"""Interleaved timing: ours and the peer in turns, so that both see the same machine.

Times are the process's own processor time: both run on one thread, and what else the machine does at that
moment belongs to neither.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

ROUNDS = 7
SHORTEST_S = 0.02
"""A round repeats a call until it takes this long: shorter times drown in the clock's noise."""


class Verdict(StrEnum):
    """What became of a bar."""

    MET = "met"
    MISSED = "missed"
    PRINTED = "printed"
    """No bar: the figure speaks for itself."""
    SKIPPED = "SKIPPED"
    """The peer is not installed."""
    FAIL = "FAIL"
    """The answer is wrong; a time would mean nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    id: str
    what: str
    peer: str
    bar: str
    verdict: Verdict
    ours_s: float | None = None
    peer_s: float | None = None
    ratio: float | None = None
    """Median over the rounds: how many times the peer takes, or as `bar` says."""
    ratio_low: float | None = None
    ratio_high: float | None = None
    error: float | None = None
    """Greatest error of what was timed, relative; checked before timing."""
    note: str = ""


def seconds(call: Callable[[], object], shortest_s: float = SHORTEST_S) -> float:
    """Return the seconds that one call takes, the mean of as many as fill the shortest time."""
    count = 1
    while True:
        begin = time.process_time()
        for _ in range(count):
            call()
        spent = time.process_time() - begin
        if spent >= shortest_s:
            return spent / count
        count = max(count * 2, int(count * shortest_s / max(spent, 1e-9)) + 1)


@dataclass(frozen=True, slots=True)
class Paired:
    """Medians of ours and the peer, and the peer's time over ours in each round."""

    ours_s: float
    peer_s: float
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return statistics.median(self.ratios)


def paired(ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS) -> Paired:
    """Return the times of both, in turns, after one unmeasured turn of each."""
    ours()
    peer()
    measured = []
    collecting = gc.isenabled()
    gc.disable()
    try:
        for turn in range(rounds):
            # Whoever goes second finds warmer caches: they take turns at it.
            if turn % 2:
                second = seconds(peer)
                measured.append((seconds(ours), second))
            else:
                first = seconds(ours)
                measured.append((first, seconds(peer)))
    finally:
        if collecting:
            gc.enable()
    mine, theirs = zip(*measured, strict=True)
    ratios = tuple(b / a for a, b in measured)
    return Paired(statistics.median(mine), statistics.median(theirs), ratios)


def at_least(identifier: str, what: str, peer: str, times: float, pair: Paired, error: float) -> Row:
    """Return the row of a bar that asks to be so many times faster than the peer."""
    verdict = Verdict.MET if pair.ratio >= times else Verdict.MISSED
    return Row(
        identifier,
        what,
        peer,
        f">= {times:g} times",
        verdict,
        pair.ours_s,
        pair.peer_s,
        pair.ratio,
        min(pair.ratios),
        max(pair.ratios),
        error,
    )


def at_most(identifier: str, what: str, peer: str, times: float, pair: Paired, error: float) -> Row:
    """Return the row of a bar that allows to be so many times slower; its ratio says how many it is."""
    slower = tuple(1.0 / ratio for ratio in pair.ratios)
    middle = statistics.median(slower)
    return Row(
        identifier,
        what,
        peer,
        f"<= {times:g} times slower",
        Verdict.MET if middle <= times else Verdict.MISSED,
        pair.ours_s,
        pair.peer_s,
        middle,
        min(slower),
        max(slower),
        error,
    )


def at_most_share(
    identifier: str, what: str, of_s: float, share: float, rounds: tuple[float, ...], error: float
) -> Row:
    """Return the row of a bar that asks to stay below a share of a given time, from each round's seconds."""
    shares = tuple(item / of_s for item in rounds)
    middle = statistics.median(shares)
    return Row(
        identifier,
        what,
        f"{of_s * 1000:.1f} ms",
        f"<= {share:.0%}",
        Verdict.MET if middle <= share else Verdict.MISSED,
        statistics.median(rounds),
        of_s,
        middle,
        min(shares),
        max(shares),
        error,
    )
