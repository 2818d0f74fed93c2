"""Which part of the time axis is looked at, and where it is read: one for every trace and for the strip."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

LEAST_SPAN_H = 0.010 / 3600.0
"""10 ms."""
WHEEL_STEP = 120.0
ZOOM_A_STEP = 1.25
"""How much more of the axis one step of the wheel or of a key shows."""
FOLLOWS_BELOW = 0.25
"""A clock that runs out of sight in steps below this share of the span takes the axis along."""
BEHIND = 0.1
"""Where the clock then stands on the axis."""


class TimeView(QObject):
    """A span of time within a scenario, h. It is no part of the scenario and is not undone."""

    range_changed = Signal()
    reading_changed = Signal()

    def __init__(self, horizon_h: float = 1.0) -> None:
        super().__init__()
        self._horizon_h = horizon_h
        self._begin_h, self._end_h = 0.0, horizon_h
        self._reading_h: float | None = None

    @property
    def begin_h(self) -> float:
        """The left end of the axis."""
        return self._begin_h

    @property
    def end_h(self) -> float:
        """The right end of the axis."""
        return self._end_h

    @property
    def span_h(self) -> float:
        """The length of the axis."""
        return self._end_h - self._begin_h

    @property
    def horizon_h(self) -> float:
        """The end of the scenario."""
        return self._horizon_h

    @property
    def reading_h(self) -> float | None:
        """Where the curves are read beside the clock; None: nowhere."""
        return self._reading_h

    @property
    def whole(self) -> bool:
        """Whether the axis reaches from end to end."""
        return self._begin_h == 0.0 and self._end_h == self._horizon_h

    def set_horizon(self, horizon_h: float) -> None:
        """Take the horizon of another course; a part that is looked at stays if the course still has it."""
        if horizon_h == self._horizon_h:
            return
        whole, self._horizon_h = self.whole, horizon_h
        self.read(None)
        if whole or self._begin_h >= horizon_h:
            self._set(0.0, horizon_h)
        else:
            self._set(self._begin_h, min(self._end_h, horizon_h))

    def show(self, begin_h: float, end_h: float) -> None:
        """Look at a part; what lies outside the scenario is left out, and no part is too short to draw."""
        low, high = sorted((begin_h, end_h))
        low, high = max(0.0, low), min(self._horizon_h, high)
        if high - low < LEAST_SPAN_H:
            least = min(LEAST_SPAN_H, self._horizon_h)
            low = min(max(0.0, (low + high - least) / 2), self._horizon_h - least)
            high = low + least
        self._set(low, high)

    def show_all(self) -> None:
        """Look at everything."""
        self._set(0.0, self._horizon_h)

    def zoom(self, steps: float, at_h: float) -> None:
        """Look closer (steps above 0) or from further away, while that moment stays where it is drawn."""
        factor = ZOOM_A_STEP**-steps
        wanted = min(max(self.span_h * factor, min(LEAST_SPAN_H, self._horizon_h)), self._horizon_h)
        share = (min(max(at_h, self._begin_h), self._end_h) - self._begin_h) / self.span_h
        self._place(self._begin_h + share * (self.span_h - wanted), wanted)

    def pan(self, hours: float) -> None:
        """Look later or earlier."""
        self._place(self._begin_h + hours, self.span_h)

    def follow(self, before_h: float, now_h: float) -> None:
        """Go along with a clock that runs out of sight; one that is set elsewhere is left to the person."""
        seen = self._begin_h <= before_h <= self._end_h
        runs = 0.0 < now_h - before_h < FOLLOWS_BELOW * self.span_h
        if seen and runs and now_h > self._end_h:
            self._place(now_h - BEHIND * self.span_h, self.span_h)

    def read(self, time_h: float | None) -> None:
        """Read the curves at that time as well; None: no more."""
        if time_h is not None:
            time_h = min(max(time_h, self._begin_h), self._end_h)
        if time_h != self._reading_h:
            self._reading_h = time_h
            self.reading_changed.emit()

    def _place(self, begin_h: float, span_h: float) -> None:
        begin_h = min(max(0.0, begin_h), self._horizon_h - span_h)
        at_end = begin_h + span_h >= self._horizon_h * (1.0 - 1e-12)
        self._set(begin_h, self._horizon_h if at_end else begin_h + span_h)

    def _set(self, begin_h: float, end_h: float) -> None:
        if (begin_h, end_h) == (self._begin_h, self._end_h):
            return
        self._begin_h, self._end_h = begin_h, end_h
        if self._reading_h is not None and not begin_h <= self._reading_h <= end_h:
            self.read(None)
        self.range_changed.emit()
