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
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.experiment import Experiment, Side
from vmat2_desktop.session.pair import Pair, PairFrame
from vmat2_desktop.session.steps import Change, Standing

__all__ = ["NANOSECONDS", "SETTLE_S", "SETTLE_STEP_S", "TICK_MS", "Pair", "PairFrame", "Session"]

TICK_MS = 16
SETTLE_S = 0.6
"""After a change while time is held, frames go on for this long: what the views animate can finish."""
SETTLE_STEP_S = 0.1
"""A longer tick counts as this one: views ease no further in it, however slow the computer is."""
NANOSECONDS = 1e-9


class Session(QObject):
    """Adapts an Experiment to Qt. What speaks of *the* scenario means that of the active side."""

    scenario_changed = Signal(object)
    """Scenario: every control shows what it says."""
    course_changed = Signal(object)
    """Course: the slow story was solved anew, or that of the other side is now the active one."""
    frame_ready = Signal(object)
    """Frame: the present moment, after a tick, a seek or an edit."""
    side_changed = Signal(object)
    """Side: another side is the active one."""
    pair_changed = Signal(object)
    """Pair: the course of a side is another, or B came or went."""
    pair_ready = Signal(object)
    """PairFrame: the present moment of both sides, with every frame; only while they are compared."""
    compared_changed = Signal(bool)
    """Whether the sides are compared."""
    opened = Signal()
    """Another document stands: nothing of the one before is left, nothing can be undone."""
    transport_changed = Signal()
    """Playing or speed changed; a pause is followed by no frame that could carry it."""
    history_changed = Signal()
    """What can be undone is another. (The undo stack itself would still tell it while it is destroyed.)"""
    failed = Signal(str)
    """One sentence for a person: something could not be computed, what stands is the last good state."""

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._openings = {Side.A: experiment.scenario}
        self._compared = False
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
        self._told_side = experiment.side
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
        """The scenario that the active side began with in this document."""
        return self._openings[self.side]

    @property
    def side(self) -> Side:
        """The active side."""
        return self._experiment.side

    @property
    def other(self) -> Scenario | None:
        """The scenario of the side that is not active, or None: there is only one."""
        course = self._experiment.course_of(self.side.other)
        return None if course is None else course.scenario

    @property
    def pair(self) -> Pair:
        """The slow stories of both sides."""
        a = self._experiment.course_of(Side.A)
        assert a is not None, "A always stands"
        return Pair(a, self._experiment.course_of(Side.B))

    @property
    def pair_frame(self) -> PairFrame:
        """The present moment of both sides, computed now."""
        experiment = self._experiment
        has_b = experiment.course_of(Side.B) is not None
        return PairFrame(experiment.frame(Side.A), experiment.frame(Side.B) if has_b else None)

    @property
    def compared(self) -> bool:
        """Whether the sides are compared, that is, `pair_ready` comes."""
        return self._compared

    @property
    def horizon_h(self) -> float:
        """Where the clock ends, h: the longer of the horizons."""
        return self._experiment.horizon_h

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
            show = partial(self._show, self.side)
            self.undo_stack.push(Change(show, before, scenario, text, gesture, self.side))
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
        """Return to the scenario that the active side began with, as an edit that can be undone."""
        self.edit(self.opening, text)

    def _history(self) -> None:
        self.history_changed.emit()

    def _show(self, side: Side, scenario: Scenario | None) -> None:
        """Undo and redo arrive here; the side that they change becomes the active one, so that it is seen."""
        stood = self._experiment.course_of(side)
        with self._guard():
            if scenario is None:
                self._experiment.remove_b()
            elif stood is None:
                self._experiment.put_b(scenario)
                self._openings[side] = scenario
            else:
                self._experiment.set_side(side)
                self._experiment.edit(scenario)
            self._before, self._gesture = None if scenario is None else stood, -1
            self._announce()

    def _announce(self, pair: bool = True) -> None:
        self._frame = self._experiment.frame()
        self._settle()
        if self._told_side is not self.side:
            self._told_side = self.side
            self.side_changed.emit(self.side)
        self.scenario_changed.emit(self.scenario)
        self.course_changed.emit(self.course)
        if pair:
            self.pair_changed.emit(self.pair)
        self._emit_frames()

    def _emit_frames(self) -> None:
        self.frame_ready.emit(self._frame)
        if self._compared:
            self.pair_ready.emit(self._both())

    def _both(self) -> PairFrame:
        """Return both frames; the one of the active side is there already."""
        b = self._experiment.course_of(Side.B)
        if self.side is Side.A:
            return PairFrame(self._frame, None if b is None else self._experiment.frame(Side.B))
        return PairFrame(self._experiment.frame(Side.A), self._frame)

    # Two sides

    def set_side(self, side: Side) -> None:
        """Make a side the active one; one that does not stand is nothing. This is no edit."""
        if self._busy or side is self.side or self._experiment.course_of(side) is None:
            return
        with self._guard():
            self._experiment.set_side(side)
            self._before, self._gesture = None, -1
            self._announce(pair=False)

    def set_compared(self, compared: bool) -> None:
        """Say whether the sides are compared; from then on `pair_ready` comes or does not."""
        if compared == self._compared or self._busy:
            return
        self._compared = compared
        self.compared_changed.emit(compared)
        self._settle()
        with self._guard():
            self._emit_frames()

    def copy_to_b(self, text: str) -> None:
        """Make scenario B like A, as an edit that can be undone; B becomes the active side."""
        self.set_b(self.pair.a.scenario, text)

    def set_b(self, scenario: Scenario, text: str) -> None:
        """Ask for a scenario B, as an edit that can be undone; it becomes the active side."""
        if self._busy:
            return
        before = self.pair.b
        if before is not None and before.scenario == scenario:
            self.set_side(Side.B)
            return
        with self._guard():
            self._experiment.put_b(scenario)
            self._openings[Side.B] = scenario
            self._push_b(before, scenario, text)

    def remove_b(self, text: str) -> None:
        """Leave A alone, as an edit that can be undone; without B this is nothing."""
        before = self.pair.b
        if self._busy or before is None:
            return
        with self._guard():
            self._experiment.remove_b()
            self._push_b(before, None, text)

    def _push_b(self, before: Course | None, after: Scenario | None, text: str) -> None:
        self._before, self._gesture = None, -1
        stood = None if before is None else before.scenario
        self.undo_stack.push(Change(partial(self._show, Side.B), stood, after, text, of=Side.B))
        self._announce()

    def show_pair(self, a: Scenario, b: Scenario | None, time_h: float, text: str) -> bool:
        """Ask for a scenario, or two that are compared, as one undo step, which also knows the clock.

        Args:
            a: scenario A, the active one.
            b: scenario B; None: A is alone.
            time_h: where the clock is put, h.
            text: names the step.

        Returns:
            Whether they stand; if they cannot be computed, `failed` says so and everything stays as it was.
        """
        pair = self.pair
        stood = None if pair.b is None else pair.b.scenario
        before = Standing(pair.a.scenario, stood, self._compared, self.time_h)
        after = Standing(a, b, b is not None, time_h)
        if self._busy or not self._put(after):
            return False
        if (before.a, before.b) != (a, b):
            with self._guard():
                self.undo_stack.push(Change(self._put, before, after, text))
        return True

    def _put(self, asked: Standing) -> bool:
        """Let a pair stand as it is asked; undo and redo arrive here too."""
        stands = False
        with self._guard():
            self._experiment.put_pair(asked.a, asked.b)
            self._experiment.seek(asked.time_h)
            self._openings = {Side.A: asked.a} if asked.b is None else {Side.A: asked.a, Side.B: asked.b}
            self._before, self._gesture = None, -1
            stands = True
            self._announce()
        if stands:
            self.set_compared(asked.compared)
        return stands

    def open_pair(self, a: Scenario, b: Scenario | None = None) -> bool:
        """Begin anew with a document of one scenario or two: A active, the clock at 0, nothing to undo.

        Returns:
            Whether it stands; if it cannot be computed, `failed` says so and everything stays as it was.
        """
        if self._busy:
            return False
        stands = False
        with self._guard():
            self._experiment.open_pair(a, b)
            self._openings = {Side.A: a} if b is None else {Side.A: a, Side.B: b}
            self._before, self._gesture = None, -1
            self.undo_stack.clear()
            stands = True
            self._announce()
        if stands:
            self.opened.emit()
        return stands

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
        """Set the clock; times beyond the courses stop at their ends."""
        self._act(lambda: self._experiment.seek(min(max(time_h, 0.0), self.horizon_h)))

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
            self._emit_frames()
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
            self._emit_frames()
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
