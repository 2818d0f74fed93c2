"""A process of its own whose memory is watched: `python -m vmat2_desktop.bench.memory PEOPLE DAYS`.

It prints, as JSON, the greatest unique set size while a population is computed and only percentiles are kept,
and that of the process before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

_ROLLUP = Path("/proc/self/smaps_rollup")
_UNIQUE = ("Private_Clean:", "Private_Dirty:")
_EVERY_S = 0.05
KIB = 1024


def available() -> bool:
    """Whether this system says what memory is a process's own."""
    return _ROLLUP.exists()


def unique_bytes() -> int:
    """Return the memory that only this process has."""
    lines = (line.split() for line in _ROLLUP.read_text(encoding="ascii").splitlines())
    return sum(int(parts[1]) * KIB for parts in lines if parts[0] in _UNIQUE)


def peak_during(work: Callable[[], object]) -> int:
    """Return the greatest unique set size, bytes, while work is done."""
    found = [unique_bytes()]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            found.append(unique_bytes())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return max(*found, unique_bytes())


def of_fresh_process(people: int, days: int) -> dict[str, int]:
    """Return what a fresh process prints.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    command = [sys.executable, "-m", __name__, str(people), str(days)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main(arguments: list[str]) -> None:
    """Compute a population and print what memory it took."""
    from vmat2_desktop import knowledge
    from vmat2_desktop.bench import cases_people

    count, days = map(int, arguments)
    known = knowledge.load()
    before = unique_bytes()
    peak = peak_during(lambda: cases_people.percentiles(known, count, days))
    sys.stdout.write(json.dumps({"before": before, "peak": peak}))


if __name__ == "__main__":
    main(sys.argv[1:])
