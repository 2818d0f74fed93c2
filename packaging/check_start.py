"""How long the built application takes to its first window, beside an empty window built the same way.

Both are started in turn on an X display of their own, and timed from outside: from the start of the process
until the first pixel changes on the screen. A missed bar is printed, and fails nothing.
"""

import mmap
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from checks import SYSTEM, as_nobody, skipped, virtual_display
from environments import ROOT, child_environment, python_with

ROUNDS = 7
BAR = 2.0
PATIENCE_S = 60
WATCHED_ROWS = (300, 500, 700)
WIDTH, HEIGHT, PIXEL = 1920, 1200, 4


def measure(program: Path) -> float | None:
    """Print the times and their ratio against the bar; return the ratio, or None where it cannot be had."""
    if shutil.which("Xvfb") is None:
        skipped("the time to the first window", "Xvfb is not installed")
        return None
    with tempfile.TemporaryDirectory() as folder, virtual_display("-br", "-fbdir", folder) as display:
        Path(folder).chmod(0o755)
        bare = _bare_window(Path(folder))
        screen = Path(folder) / "Xvfb_screen0"
        for warming in (program, bare):
            _until_painted(warming, display, screen)
        rounds = [
            (_until_painted(program, display, screen), _until_painted(bare, display, screen))
            for _ in range(ROUNDS)
        ]
    ratios = [ours[0] / empty[0] for ours, empty in rounds]
    ratio = statistics.median(ratios)
    ours, empty = (
        tuple(map(statistics.median, zip(*runs, strict=True))) for runs in zip(*rounds, strict=True)
    )
    print(
        f"start: first window after {ours[0]:.2f} s ({ours[1]:.2f} s at work), an empty one after "
        f"{empty[0]:.2f} s ({empty[1]:.2f} s at work): {ratio:.1f} times ({min(ratios):.1f} to "
        f"{max(ratios):.1f} in {ROUNDS} rounds), bar {BAR:.0f}: {'met' if ratio <= BAR else 'missed'}",
        flush=True,
    )
    return ratio


def _bare_window(folder: Path) -> Path:
    """Freeze the empty window into a folder; return its program."""
    command = [str(python_with("build")), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = [f"--{name}path={folder / name}" for name in ("dist", "work", "spec")]
    command += [*places, "--onedir", str(ROOT / "packaging" / "bare_window.py")]
    subprocess.run(command, check=True, env=child_environment(), stdout=subprocess.DEVNULL)
    return folder / "dist/bare_window/bare_window"


def _until_painted(program: Path, display: str, screen: Path) -> tuple[float, float]:
    """Start a program; return the seconds until something showed, and of them those at work; end it."""
    with screen.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pixels:
        before = _watched(pixels)
        began = time.perf_counter()
        running = subprocess.Popen(
            [*as_nobody(), program],
            env={**SYSTEM, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while _watched(pixels) == before:
                if time.perf_counter() - began > PATIENCE_S or running.poll() is not None:
                    raise RuntimeError(f"{program.name} showed nothing on the display")
                time.sleep(0.001)
            return time.perf_counter() - began, _processor_s(running.pid)
        finally:
            running.terminate()
            running.wait()
            while _watched(pixels) != before:
                time.sleep(0.01)


def _processor_s(process: int) -> float:
    """Return how many seconds a process has been at work, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _watched(pixels: mmap.mmap) -> bytes:
    """Return a few rows of the screen, counted from the end of the file, before which a header stands."""
    row, end = WIDTH * PIXEL, len(pixels)
    return b"".join(pixels[end - (HEIGHT - y) * row : end - (HEIGHT - y - 1) * row] for y in WATCHED_ROWS)
