"""The experiment as Qt sees it: one timer, an undo stack, a handful of signals. No widget, no equation.

Everything that the window does to the experiment goes through here, and everything that it shows comes
from here. A failure of the engine never leaves this file as an exception: the last good state stays, and one
sentence says so.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.experiment import Experiment

TICK_MS = 16
SETTLE_S = 0.6
"""After a change while time is held, frames go on for this long: what the views animate can finish."""
SETTLE_STEP_S = 0.1
"""A longer tick counts as this one: views ease no further in it, however slow the computer is."""
NANOSECONDS = 1e-9


class _Edit(QUndoCommand):
    """One change of the scenario, already applied when it is pushed."""

    def __init__(self, session: Session, before: Scenario, after: Scenario, text: str, gesture: int) -> None:
        super().__init__(text)
        self._session = session
        self._before = before
        self._after = after
        self._gesture = gesture
        self._fresh = True

    def id(self) -> int:
        """Return the gesture: steps of the same one merge."""
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later step of the same gesture in."""
        if not isinstance(other, _Edit) or self._gesture < 0 or other._gesture != self._gesture:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Do it again; the first time it is done already."""
        if self._fresh:
            self._fresh = False
        else:
            self._session._show(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._session._show(self._before)


class Session(QObject):
    """Adapts an Experiment to Qt."""

    scenario_changed = Signal(object)
    """Scenario: every control shows what it says."""
    course_changed = Signal(object)
    """Course: the slow story was solved anew."""
    frame_ready = Signal(object)
    """Frame: the present moment, after a tick, a seek or an edit."""
    transport_changed = Signal()
    """Playing or speed changed; a pause is followed by no frame that could carry it."""
    history_changed = Signal()
    """What can be undone is another. (The undo stack itself would still tell it while it is destroyed.)"""
    failed = Signal(str)
    """One sentence for a person: something could not be computed, what stands is the last good state."""

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._opening = experiment.scenario
        self._before: Course | None = None
        self._gesture = -1
        self._gestures = 0
        self._busy = False
        self._settle_s = SETTLE_S
        self._elapsed = QElapsedTimer()
        self.undo_stack = QUndoStack(self)
        for signal in ("indexChanged", "undoTextChanged", "redoTextChanged"):
            getattr(self.undo_stack, signal).connect(self._history)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._frame = experiment.frame()
        self._sync_timer()

    # What stands

    @property
    def model(self) -> Model:
        """The model before any override of the scenario."""
        return self._experiment.model

    @property
    def scenario(self) -> Scenario:
        """What is asked."""
        return self._experiment.scenario

    @property
    def opening(self) -> Scenario:
        """The scenario that the session began with."""
        return self._opening

    @property
    def course(self) -> Course:
        """The slow story, whole."""
        return self._experiment.course

    @property
    def before(self) -> Course | None:
        """The course before the present edit (a dragged slider is one edit), or None."""
        return self._before

    @property
    def frame(self) -> Frame:
        """The present moment."""
        return self._frame

    @property
    def time_h(self) -> float:
        """The clock, hours from the start of the scenario."""
        return self._experiment.time_h

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._experiment.playing

    @property
    def running(self) -> bool:
        """Whether the picture runs: time does, or a spike that was asked for while time is held."""
        return self._experiment.playing or self._experiment.showing

    @property
    def speed(self) -> float:
        """Model seconds a second."""
        return self._experiment.speed

    @property
    def speeds(self) -> tuple[float, ...]:
        """The stops of the speed slider, ascending."""
        return tuple(self._experiment.SPEEDS)

    @property
    def ticking(self) -> bool:
        """Whether frames are coming."""
        return self._timer.isActive()

    # Edits

    def new_gesture(self) -> int:
        """Return a token: edits with the same one are a single undo step."""
        self._gestures += 1
        return self._gestures

    def edit(self, scenario: Scenario, text: str, gesture: int = -1) -> None:
        """Ask for another scenario; an equal one is nothing. `text` names the step in the Edit menu."""
        before, course = self.scenario, self.course
        if scenario == before or self._busy:
            return
        with self._guard():
            self._experiment.edit(scenario)
            if gesture < 0 or gesture != self._gesture:
                self._before = course
            self._gesture = gesture
            self.undo_stack.push(_Edit(self, before, scenario, text, gesture))
            self._announce()

    def undo(self) -> None:
        """Take the last edit back."""
        if not self._busy:
            self.undo_stack.undo()

    def redo(self) -> None:
        """Do the edit again that was taken back."""
        if not self._busy:
            self.undo_stack.redo()

    def reset(self, text: str) -> None:
        """Return to the scenario that the session began with, as an edit that can be undone."""
        self.edit(self._opening, text)

    def _history(self) -> None:
        self.history_changed.emit()

    def _show(self, scenario: Scenario) -> None:
        """Undo and redo arrive here."""
        course = self.course
        with self._guard():
            self._experiment.edit(scenario)
            self._before, self._gesture = course, -1
            self._announce()

    def _announce(self) -> None:
        self._frame = self._experiment.frame()
        self._settle()
        self.scenario_changed.emit(self.scenario)
        self.course_changed.emit(self.course)
        self.frame_ready.emit(self._frame)

    # Time

    def play(self) -> None:
        """Let time run."""
        self._act(self._experiment.play)

    def pause(self) -> None:
        """Hold time."""
        self._act(self._experiment.pause)

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self.playing else self.play)()

    def step(self) -> None:
        """Advance by one small step of the present speed."""
        self._act(self._experiment.step)

    def seek(self, time_h: float) -> None:
        """Set the clock; times beyond the course stop at its ends."""
        self._act(lambda: self._experiment.seek(min(max(time_h, 0.0), self.scenario.horizon_h)))

    def set_speed(self, speed: float) -> None:
        """Set the model seconds that pass in one second."""
        self._act(lambda: self._experiment.set_speed(speed))

    def spike(self) -> None:
        """Ask the neuron for one spike now."""
        self._act(self._experiment.spike)

    def burst(self) -> None:
        """Ask the neuron for a burst now."""
        self._act(self._experiment.burst)

    def _act(self, action: Callable[[], object]) -> None:
        if self._busy:
            return
        with self._guard():
            action()
            self._frame = self._experiment.frame()
            self.transport_changed.emit()
            self.frame_ready.emit(self._frame)
        self._settle()

    def _tick(self) -> None:
        wall_s = self._elapsed.nsecsElapsed() * NANOSECONDS
        self._elapsed.restart()
        if self._busy:
            return
        playing = self.playing
        with self._guard(pause=True):
            if self.running:
                self._experiment.advance(wall_s)
                self._frame = self._experiment.frame()
            self.frame_ready.emit(self._frame)
        if self.playing != playing:
            self.transport_changed.emit()
        self._settle_s = SETTLE_S if self.running else self._settle_s - min(wall_s, SETTLE_STEP_S)
        self._sync_timer()

    def _settle(self) -> None:
        self._settle_s = SETTLE_S
        self._sync_timer()

    def _sync_timer(self) -> None:
        """Tick while time or the picture runs and a moment longer; then hold still."""
        if self.running or self._settle_s > 0.0:
            if not self._timer.isActive():
                self._elapsed.start()
                self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """End the ticking for good: the window closes."""
        self._experiment.pause()
        self._settle_s = 0.0
        self._timer.stop()

    @contextmanager
    def _guard(self, pause: bool = False) -> Iterator[None]:
        """Refuse re-entry, and turn a failure into a sentence."""
        self._busy = True
        try:
            yield
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            if pause:
                self._experiment.pause()
            sentence = self.tr("That could not be computed, so the last result stays: {0}")
            self.failed.emit(sentence.format(error))
        finally:
            self._busy = False
