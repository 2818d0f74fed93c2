"""The experiment: one scenario or two, their courses, a clock that can be sought, and what was done.

Of two scenarios, the sides A and B, one is active: what speaks of *the* scenario means it. The clock runs to
the longer of the two horizons; a side that has ended stands at its end.

No Qt, no threads and no clock of its own: whoever drives it says how much time has passed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from vmat2_desktop.engine import course as slow
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Burst, Scenario
from vmat2_desktop.engine.simulation import SECONDS_PER_HOUR, Simulation
from vmat2_desktop.experiment.sides import Action, Side

__all__ = ["LONGEST_GAP_S", "OPENING_SPEED", "SPEEDS", "STEP_S", "Action", "Experiment", "Side"]

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86_400.0, 604_800.0
SPEEDS = (0.001, 0.01, 0.1, 1.0, MINUTE, HOUR, DAY, WEEK)
"""The stops of the clock's speed, model seconds a second."""
OPENING_SPEED = MINUTE
LONGEST_GAP_S = 0.25
"""A longer pause of the computer is not made up for."""
STEP_S = 1.0 / 60.0
MEAN_FROM, MEAN_H = DAY, 24.0
"""From this speed on the slow values are daily means: a day's swing each second would only flicker."""
_LAST = 1.0 - 1e-6
"""A clip that is shown while time is held stops just before the next one begins."""

Solve = Callable[[Scenario, Model], Course]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What one side holds."""

    scenario: Scenario
    course: Course
    simulation: Simulation


class Experiment:
    """Holds what is asked, what follows from it, and the present moment."""

    SPEEDS = SPEEDS

    def __init__(
        self,
        scenario: Scenario,
        model: Model,
        solve: Solve = slow.solve,
        *,
        speed: float = OPENING_SPEED,
        playing: bool = True,
    ) -> None:
        """Solve the scenario and stand at its beginning.

        Args:
            scenario: what is asked.
            model: what is known, before the scenario's overrides.
            solve: how a course is found.
            speed: model seconds a second.
            playing: whether time runs.

        Raises:
            KeyError, ValueError: the course or the synapse cannot be computed; the message says why.
        """
        self._model = model
        self._solve = solve
        self._forced: tuple[Burst, ...] = ()
        self._active = Side.A
        self._sides: dict[Side, _Standing] = {}
        self._sides = {Side.A: self._stand(scenario, ())}
        self._time_h = 0.0
        self._speed = _checked_speed(speed)
        self._playing = playing
        self._ahead_s = self._ahead_until_s = 0.0
        self._log: list[Action] = []

    # What stands

    @property
    def scenario(self) -> Scenario:
        """What is asked of the active side."""
        return self._sides[self._active].scenario

    @property
    def side(self) -> Side:
        """The active side."""
        return self._active

    @property
    def model(self) -> Model:
        """What is known, before the scenario's overrides."""
        return self._model

    @property
    def course(self) -> Course:
        """The slow story of the active side, whole."""
        return self._sides[self._active].course

    def course_of(self, side: Side) -> Course | None:
        """Return the slow story of a side, or None: there is no such side."""
        standing = self._sides.get(side)
        return None if standing is None else standing.course

    @property
    def horizon_h(self) -> float:
        """Where the clock ends, h: the longer of the horizons."""
        return max(standing.scenario.horizon_h for standing in self._sides.values())

    @property
    def time_h(self) -> float:
        """The clock, hours from the start of the scenario."""
        return self._time_h

    @property
    def speed(self) -> float:
        """Model seconds a second."""
        return self._speed

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._playing

    @property
    def forced(self) -> tuple[Burst, ...]:
        """Spikes and bursts that were asked for, in the order of asking."""
        return self._forced

    @property
    def log(self) -> tuple[Action, ...]:
        """What was done, oldest first; a drag through time or through values counts once."""
        return tuple(self._log)

    @property
    def mean_h(self) -> float:
        """Over how many hours the slow values are averaged at this speed, h; 0: not at all."""
        return MEAN_H if self._speed >= MEAN_FROM else 0.0

    @property
    def showing(self) -> bool:
        """Whether a spike that was asked for while time is held still runs in the picture."""
        return not self._playing and self._ahead_s < self._ahead_until_s

    def frame(self, side: Side | None = None) -> Frame:
        """Return the present moment of a side, of the active one if none is named.

        Raises:
            KeyError: there is no such side.
        """
        standing = self._sides[self._active if side is None else side]
        time_h = min(self._time_h, standing.scenario.horizon_h)
        return standing.simulation.frame(time_h, self._speed, self.mean_h, self._ahead_s)

    # The scenarios

    def edit(self, scenario: Scenario) -> bool:
        """Ask for another scenario on the active side; return whether it is another.

        Time stays, unless all scenarios end before. Spikes that were asked for stay too.

        Raises:
            KeyError, ValueError: it cannot be computed; everything stays as it was.
        """
        if scenario == self.scenario:
            return False
        self._sides[self._active] = self._stand(scenario, self._forced)
        self._time_h = min(self._time_h, self.horizon_h)
        self._note("edit")
        return True

    def set_side(self, side: Side) -> bool:
        """Make a side the active one; return whether another was.

        Raises:
            KeyError: there is no such side.
        """
        if side is self._active:
            return False
        if side not in self._sides:
            raise KeyError(f"There is no scenario {side}.")
        self._active = side
        self._note("side")
        return True

    def put_b(self, scenario: Scenario) -> None:
        """Set scenario B, which becomes the active side.

        Raises:
            KeyError, ValueError: it cannot be computed; everything stays as it was.
        """
        self._sides[Side.B] = self._stand(scenario, self._forced)
        self._active = Side.B
        self._time_h = min(self._time_h, self.horizon_h)
        self._note("put")

    def remove_b(self) -> None:
        """Leave A alone; without B this is nothing."""
        if self._sides.pop(Side.B, None) is None:
            return
        self._active = Side.A
        self._time_h = min(self._time_h, self.horizon_h)
        self._note("remove")

    def put_pair(self, a: Scenario, b: Scenario | None = None) -> None:
        """Set one scenario or two in the place of what stands; A is active, what was asked for stays.

        Raises:
            KeyError, ValueError: one cannot be computed; everything stays as it was.
        """
        self._sides = self._both(a, b, self._forced)
        self._active = Side.A
        self._time_h = min(self._time_h, self.horizon_h)
        self._note("put")

    def open_pair(self, a: Scenario, b: Scenario | None = None) -> None:
        """Begin anew with these scenarios: A active, the clock at 0, nothing asked for and nothing done yet.

        Raises:
            KeyError, ValueError: one cannot be computed; everything stays as it was.
        """
        self._sides, self._active, self._forced = self._both(a, b, ()), Side.A, ()
        self._time_h = self._ahead_s = self._ahead_until_s = 0.0
        self._log.clear()

    def _both(self, a: Scenario, b: Scenario | None, forced: tuple[Burst, ...]) -> dict[Side, _Standing]:
        sides = {Side.A: self._stand(a, forced)}
        return sides if b is None else {**sides, Side.B: self._stand(b, forced)}

    def _stand(self, scenario: Scenario, forced: tuple[Burst, ...]) -> _Standing:
        """Solve a scenario; one that stands on some side is solved already."""
        known = (side.course for side in self._sides.values() if side.scenario == scenario)
        course = next(known, None) or self._solve(scenario, self._model)
        return _Standing(scenario, course, Simulation(course, forced))

    # Time

    def advance(self, wall_seconds: float) -> None:
        """Let so much time pass in the room; while time is held, only a spike that was asked for runs on.

        At most 0.25 s of a gap count, so that a sleeping computer wakes where it fell asleep. Time stops at
        the end of the longer scenario.
        """
        passed = min(max(wall_seconds, 0.0), LONGEST_GAP_S)
        if self.showing:
            self._ahead_s = min(self._ahead_s + passed, self._ahead_until_s)
        if self._playing:
            self._pass(passed)
            if self._time_h >= self.horizon_h:
                self._playing = False

    def play(self) -> None:
        """Let time run; from the beginning when it stands at the end."""
        if self._time_h >= self.horizon_h:
            self._time_h = 0.0
        self._playing = True
        self._note("play")

    def pause(self) -> None:
        """Hold time."""
        self._playing = False
        self._note("pause")

    def step(self) -> None:
        """Hold time and advance by one sixtieth of a second of the present speed."""
        self._playing = False
        self._pass(STEP_S)
        self._note("step")

    def seek(self, time_h: float) -> None:
        """Set the clock, h; times beyond the scenarios stop at their ends.

        Raises:
            ValueError: the time is not a number.
        """
        if math.isnan(time_h):
            raise ValueError("The time is not a number.")
        self._time_h = min(max(time_h, 0.0), self.horizon_h)
        self._note("seek")

    def set_speed(self, speed: float) -> None:
        """Set the speed of the clock, model seconds a second.

        Raises:
            ValueError: the speed is none of `SPEEDS`.
        """
        self._speed = _checked_speed(speed)
        self._note("speed")

    def _pass(self, wall_seconds: float) -> None:
        ahead = self._time_h + wall_seconds * self._speed / SECONDS_PER_HOUR
        self._time_h = min(ahead, self.horizon_h)

    # Spikes

    def spike(self) -> None:
        """Ask the neuron for one spike now.

        It stands in the very next frame, also while time is held: live, in place; in a clip, the clip starts
        anew at this spike. It releases a vesicle if one is docked. While time is held, the picture runs
        through it once and stops; the clock stands.
        """
        self._force("spike", 1)

    def burst(self) -> None:
        """Ask the neuron for a burst now; see `spike`."""
        self._force("burst", max(1, round(self.course.model.synapse.burst_spikes)))

    def _force(self, kind: str, spikes: int) -> None:
        """Both sides take the same train: it is one neuron, in two lives."""
        asked = Burst(self._time_h, spikes, self.course.model.synapse.burst_rate)
        forced = (*self._forced, asked)
        self._sides = {
            side: replace(standing, simulation=Simulation(standing.course, forced))
            for side, standing in self._sides.items()
        }
        self._forced = forced
        self._note(kind)
        if not self._playing:
            self._ahead_until_s = max(self._shown_s(side, asked) for side in self._sides)

    def _shown_s(self, side: Side, asked: Burst) -> float:
        """Return how long the picture of a side runs through a train, s in the room."""
        synapse = self._sides[side].course.model.synapse
        picture_s = synapse.clip_duration - synapse.clip_lead + (asked.spikes - 1) / asked.rate_hz
        return picture_s * _LAST / self.frame(side).slow_motion

    def _note(self, kind: str) -> None:
        if kind not in ("edit", "side"):
            self._ahead_s = self._ahead_until_s = 0.0
        action = Action(kind, self._time_h, self._speed, self._active)
        last = self._log[-1] if self._log else None
        if kind in ("seek", "edit") and last is not None and (last.kind, last.side) == (kind, action.side):
            self._log[-1] = action
        else:
            self._log.append(action)


def _checked_speed(speed: float) -> float:
    if speed not in SPEEDS:
        raise ValueError(
            f"{speed:g} seconds a second is none of the speeds: {', '.join(f'{s:g}' for s in SPEEDS)}."
        )
    return speed
