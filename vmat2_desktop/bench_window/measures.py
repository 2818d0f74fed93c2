"""What is measured inside a process of its own; each returns plain numbers.

Times are the process's own processor time: what else the computer does belongs to nobody. One thread paints,
so work and waiting for it are the same.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from vmat2_desktop.bench import memory
from vmat2_desktop.ui.compare.contrasts import contrasts
from vmat2_desktop.ui.main_window import MainWindow

FRAME_S = 1.0 / 60.0
WARM_FRAMES = 60
PAUSED_S = 3.0
Numbers = dict[str, float]


def settle(application: QApplication, seconds: float = 0.7) -> None:
    """Let a window paint and finish what it animates."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.005)


def frames(application: QApplication, window: MainWindow, count: int, compared: bool) -> Numbers:
    """Return percentiles of the work of one frame while the clock runs, s, and the share of late ones."""
    ready: list[object] = []
    session = window.session
    if compared:
        a = session.pair.a.scenario
        session.set_b(contrasts(a, session.model, session.time_h)[0].scenario, "B")
        session.set_compared(True)
        session.pair_ready.connect(ready.append)
    else:
        session.frame_ready.connect(ready.append)
    settle(application)
    session.play()
    gc.collect()
    gc.freeze()
    _paced(application, WARM_FRAMES)
    ready.clear()
    spent = sorted(_paced(application, count))
    session.pause()
    late = sum(item > FRAME_S for item in spent) / count
    return {
        "p50": spent[int(0.50 * (count - 1))],
        "p95": spent[int(0.95 * (count - 1))],
        "p99": spent[int(0.99 * (count - 1))],
        "late": late,
        "shown": len(ready) / count,
        "ratio": window.devicePixelRatioF(),
    }


def _paced(application: QApplication, count: int) -> list[float]:
    """Return the processor time of each of that many frames, sixty a second."""
    spent = []
    due = time.monotonic()
    for _ in range(count):
        due = max(due + FRAME_S, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
        begin = time.process_time()
        # The tick in the first turn; what it asked to be painted, at the latest in the second.
        application.processEvents()
        application.processEvents()
        spent.append(time.process_time() - begin)
    return spent


def slider(application: QApplication, window: MainWindow, count: int) -> Numbers:
    """Return percentiles of the time from a step of the dose to the course painted, s."""
    control = window.scenario.dose.slider
    control.setFocus()
    settle(application)
    spent = []
    steps = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    for place in range(count + 4):
        courses: list[object] = []
        window.session.course_changed.connect(courses.append)
        begin = time.process_time()
        QTest.keyClick(control, steps[place % 2])
        application.processEvents()
        application.processEvents()
        spent.append(time.process_time() - begin)
        window.session.course_changed.disconnect(courses.append)
        if len(courses) != 1:
            raise RuntimeError("A step of the dose did not change the course.")
    kept = sorted(spent[4:])
    return {"p50": kept[int(0.5 * (count - 1))], "p95": kept[int(0.95 * (count - 1))]}


def memory_played(application: QApplication, window: QMainWindow, seconds: float) -> Numbers:
    """Return the unique memory, bytes, of a window half way through and after some time of play."""
    window.show()
    settle(application)
    if isinstance(window, MainWindow):
        window.session.play()
    settle(application, seconds / 2)
    half = memory.unique_bytes()
    settle(application, seconds / 2)
    return {"half": half, "end": memory.unique_bytes()}


def paused(application: QApplication, window: QMainWindow) -> Numbers:
    """Return the processor time that a window takes a second while nothing happens."""
    window.show()
    settle(application)
    if isinstance(window, MainWindow):
        window.session.pause()
        settle(application)
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(application.quit)
    timer.start(int(PAUSED_S * 1000))
    begin = time.process_time()
    application.exec()
    return {"share": (time.process_time() - begin) / PAUSED_S}
