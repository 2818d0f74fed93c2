"""I1, I4 to I7: the window's rows, each judged against a reference of the same run."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from vmat2_desktop.bench import memory
from vmat2_desktop.bench.timing import Row, Verdict
from vmat2_desktop.bench_window import BARE_START

FRAME_MS = 1000.0 / 60.0
ROUNDS = 3
_MIB = 1024.0 * 1024.0
_GROWTH_MIB = 2.0
"""What memory may differ by within a run without anything growing."""

Measure = Callable[[str, float], Mapping[str, float]]
"""Name, device pixel ratio -> what a fresh process measured."""


@dataclass(frozen=True, slots=True)
class FrameBar:
    """What a frame may take, ms."""

    id: str
    what: str
    name: str
    pixels: float
    most_ms: float


FRAME_BARS = (
    FrameBar("I1", "work per frame, whole window, playing", "frames", 1.0, 12.0),
    FrameBar("I1 2x", "work per frame, whole window, playing, two pixels to a unit", "frames", 2.0, FRAME_MS),
    FrameBar(
        "I1 compare", "work per frame, two scenarios compared, playing", "frames-compare", 1.0, FRAME_MS
    ),
)
MOST_LATE = 0.001
SLIDER_BARS = (
    ("I4", "step of the dose to the painted 16-week course", "slider", 8.0),
    ("I4 long", "step of the dose to the painted ten-year course", "slider-long", FRAME_MS),
)


def fresh(name: str, pixels: float = 1.0) -> Mapping[str, float]:
    """Return what a fresh process measures.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    command = [sys.executable, "-m", "vmat2_desktop", "bench", "interface", "--only", name]
    if name == BARE_START:
        # A bare window knows nothing: what ours loads must not be counted for both.
        command = [sys.executable, "-m", "vmat2_desktop.bench_window.start"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": f"{pixels:g}"}
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return dict(json.loads(done.stdout))


def rows(measure: Measure = fresh) -> Iterator[Row]:
    """Yield each row as it is measured."""
    for bar in FRAME_BARS:
        yield judged_frames(bar, measure(bar.name, bar.pixels))
    for identifier, what, name, most in SLIDER_BARS:
        yield judged_slider(identifier, what, most, measure(name, 1.0))
    yield from judged_start(*_in_turns("start", measure))
    if memory.available():
        yield judged_memory(measure("memory", 1.0), measure("memory-bare", 1.0))
    yield judged_paused(*_in_turns("paused", measure))


def _in_turns(name: str, measure: Measure) -> tuple[list[Mapping[str, float]], list[Mapping[str, float]]]:
    """Return ours and the bare window's, in turns, after one of each that warms the disk."""
    measured = [(measure(name, 1.0), measure(f"{name}-bare", 1.0)) for _ in range(ROUNDS + 1)][1:]
    return [ours for ours, _ in measured], [bare for _, bare in measured]


def _verdict(met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.MISSED


def judged_frames(bar: FrameBar, found: Mapping[str, float]) -> Row:
    """Return the row of a frame's work: the 99th of a hundred, as a share of the time between two frames."""
    p50, p95, p99 = (found[name] * 1000 for name in ("p50", "p95", "p99"))
    share = p99 / FRAME_MS
    return Row(
        bar.id,
        bar.what,
        "16.7 ms, a frame of sixty a second",
        f"99 of 100 frames <= {bar.most_ms:.1f} ms, late frames <= {MOST_LATE:.1%}",
        _verdict(p99 <= bar.most_ms and found["late"] <= MOST_LATE),
        found["p99"],
        FRAME_MS / 1000,
        share,
        p50 / FRAME_MS,
        share,
        note=(
            f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms, late {found['late']:.2%}; "
            f"{found['shown']:.0%} of the turns had a frame; ten seconds"
        ),
    )


def judged_slider(identifier: str, what: str, most_ms: float, found: Mapping[str, float]) -> Row:
    """Return the row of a step of the slider: the 95th of a hundred, as a share of a frame."""
    p50, p95 = found["p50"] * 1000, found["p95"] * 1000
    return Row(
        identifier,
        what,
        "16.7 ms, a frame of sixty a second",
        f"95 of 100 steps <= {most_ms:.1f} ms",
        _verdict(p95 <= most_ms),
        found["p95"],
        FRAME_MS / 1000,
        p95 / FRAME_MS,
        p50 / FRAME_MS,
        p95 / FRAME_MS,
        note=f"p50 {p50:.1f} ms, p95 {p95:.1f} ms",
    )


def judged_start(ours: list[Mapping[str, float]], bare: list[Mapping[str, float]]) -> Iterator[Row]:
    """Yield how many times as long as a bare one the start takes: to the first frame, to idleness."""
    for identifier, what, key, most in (
        ("I5", "start of the process to the first frame", "first", 2.0),
        ("I5 usable", "start of the process to a window with nothing left to do", "usable", 4.0),
    ):
        yield _against_bare(
            identifier, what, "a bare PySide6 window", most, [o[key] for o in ours], [b[key] for b in bare]
        )


def judged_paused(ours: list[Mapping[str, float]], bare: list[Mapping[str, float]]) -> Row:
    """Return how many times as much as a blank window the paused window takes."""
    return _against_bare(
        "I7",
        "processor time a second while paused",
        "a blank window",
        1.5,
        [o["share"] for o in ours],
        [b["share"] for b in bare],
    )


def _against_bare(
    identifier: str, what: str, peer: str, most: float, ours: list[float], bare: list[float]
) -> Row:
    ratios = [a / b for a, b in zip(ours, bare, strict=True)]
    middle = statistics.median(ratios)
    return Row(
        identifier,
        what,
        peer,
        f"<= {most:g} times",
        _verdict(middle <= most),
        statistics.median(ours),
        statistics.median(bare),
        middle,
        min(ratios),
        max(ratios),
    )


def judged_memory(ours: Mapping[str, float], bare: Mapping[str, float]) -> Row:
    """Return the row of memory: against six plots, and whether it still grows."""
    ratio = ours["end"] / bare["end"]
    growth = (ours["end"] - ours["half"]) / _MIB
    return Row(
        "I6",
        "unique memory after play",
        "a bare pyqtgraph window with six plots",
        f"<= 1.6 times, growth within {_GROWTH_MIB:g} MiB",
        _verdict(ratio <= 1.6 and growth <= _GROWTH_MIB),
        ratio=ratio,
        ratio_low=ratio,
        ratio_high=ratio,
        note=(
            f"{ours['end'] / _MIB:.0f} MiB against {bare['end'] / _MIB:.0f}; {growth:+.1f} MiB in the "
            "second half; twenty seconds of play, not the ten minutes that the bar asks"
        ),
    )
