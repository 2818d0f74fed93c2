"""One measure in this process, printed as JSON: `bench interface --only NAME`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from vmat2_desktop.bench_window import bare, measures, start
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.ui.main_window import MainWindow

FRAMES = 600
STEPS = 60
PLAYED_S = 20.0
LONG_H = 10 * 365.25 * HOURS_PER_DAY

Make = Callable[[], MainWindow]
"""Makes the application's window on its opening scenario, the clock running."""


def measure(name: str, application: QApplication, make: Make) -> str:
    """Return what was measured, as JSON."""
    return json.dumps(_measured(name, application, make))


def _measured(name: str, application: QApplication, make: Make) -> measures.Numbers:
    if name == "start":
        return start.start(application, make)
    if name == "memory-bare":
        return measures.memory_played(application, bare.six_plots(), PLAYED_S)
    if name == "paused-bare":
        return measures.paused(application, bare.blank_window())
    window = make()
    if name == "memory":
        return measures.memory_played(application, window, PLAYED_S)
    if name == "paused":
        return measures.paused(application, window)
    if name == "slider-long":
        session = window.session
        session.edit(replace(session.scenario, horizon_h=LONG_H), "horizon")
    window.show()
    if name.startswith("frames"):
        return measures.frames(application, window, FRAMES, name == "frames-compare")
    window.session.pause()
    return measures.slider(application, window, STEPS)
