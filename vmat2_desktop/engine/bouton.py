"""One bouton: spikes, releases, dockings, one after another, and what is seen of them at any second.

Between releases everything is a closed form of the time since the last one, so that what is seen never
depends on the moments at which it was looked at before.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.frame import Packet, Site, SiteState
from vmat2_desktop.engine.moment import Moment

Array = NDArray[np.float64]

_NODES = tuple(0.02 * 2.0**i for i in range(16))
"""Seconds since a release at which receptor states are fixed."""
_FLAT_NM = 0.01
"""Below this excess binding sees a constant; dopamine itself stays exact."""
_NOTHING_NM = 1e-9
_MOST_DOTS = 64
_NOWHERE = -1
_MICROSECONDS = 1e6
_SERIAL_STEP = 1_000_003


class Spike(NamedTuple):
    """One spike, with the chance that will decide what it does."""

    at: float
    """s"""
    forced: bool
    release: float
    """Chance, 0 to 1, that decides whether a vesicle is released,"""
    site: float
    """at which of the docked sites,"""
    successor: float
    """and which vesicle of the pool follows it."""


class State(NamedTuple):
    """Perisynaptic dopamine above the floor, nM, and shares of receptors that dopamine holds."""

    excess: float
    d2: float
    d1: float
    autoreceptor: float


class _Release(NamedTuple):
    at: float
    """s"""
    site: int
    content: float
    stretch: int
    """Index of the stretch that it begins."""
    by_dat: tuple[bool, ...]
    """How each of its dots is cleared, in the order of clearance."""
    key: int


class _Stretch:
    """The time from one release to the next: dopamine in closed form, receptors between fixed nodes."""

    __slots__ = ("_moment", "_nodes", "_states", "begin")

    def __init__(self, moment: Moment, begin: float, state: State) -> None:
        self.begin = begin
        self._moment = moment
        self._nodes = [0.0]
        self._states = [state]

    @property
    def first(self) -> State:
        """The state at the beginning."""
        return self._states[0]

    def at(self, seconds: float) -> State:
        """Return the state so many seconds after the beginning."""
        for node in _NODES[len(self._nodes) - 1 :]:
            if node > seconds or self._states[-1].excess <= _FLAT_NM:
                break
            self._states.append(self._step(self._states[-1], node - self._nodes[-1]))
            self._nodes.append(node)
        place = bisect_right(self._nodes, seconds) - 1
        return self._step(self._states[place], seconds - self._nodes[place])

    def _step(self, state: State, dt: float) -> State:
        """Advance: dopamine exactly, binding at its exact mean (order 2)."""
        if dt <= 0.0:
            return state
        moment = self._moment
        excess = moment.excess.flow(state.excess, dt)
        mean = moment.floor + moment.excess.area(state.excess, excess) / dt
        return State(
            excess,
            moment.d2.step(state.d2, mean, dt),
            moment.d1.step(state.d1, mean, dt),
            moment.autoreceptor.step(state.autoreceptor, mean, dt),
        )


class _SiteLog:
    """What happened at one docking site."""

    __slots__ = ("_times", "_what", "ready", "vesicle")

    def __init__(self) -> None:
        self._times: list[float] = []
        self._what: list[tuple[SiteState, int, float]] = []
        self.vesicle = _NOWHERE
        self.ready = math.inf

    def note(self, at: float, state: SiteState, vesicle: int = _NOWHERE, held: float = 0.0) -> None:
        self._times.append(at)
        self._what.append((state, vesicle, held))

    def read(self, at: float, contents: Array) -> Site:
        place = bisect_right(self._times, at) - 1
        state, vesicle, held = self._what[place]
        if vesicle != _NOWHERE and state is not SiteState.FUSING:
            held = float(contents[vesicle])
        return Site(state, at - self._times[place], vesicle, held)


class Bouton:
    """One bouton over an epoch or a clip: events one after another, as far as they were asked for."""

    def __init__(
        self,
        moment: Moment,
        spikes: list[Spike],
        emptied: Array,
        empty_since: list[float | None],
        serial: int,
    ) -> None:
        """Take the bouton at second 0.

        Args:
            moment: the slow state, frozen.
            spikes: all spikes, ascending.
            emptied: (vesicles,) when each vesicle was last emptied, s; docked ones first.
            empty_since: for each site None (docked) or how many seconds ago it released.
            serial: tells the keys of its dots from those of others.
        """
        self.moment = moment
        self._serial = serial
        self._spikes = spikes
        self._spike_at = [spike.at for spike in spikes]
        self._released: list[bool] = []
        self._emptied = [emptied]
        self._logs = [_SiteLog() for _ in empty_since]
        self._coming: deque[tuple[float, int, float]] = deque()
        docked = 0
        waiting = []
        for site, (log, since) in enumerate(zip(self._logs, empty_since, strict=True)):
            if since is None:
                log.vesicle, log.ready = docked, 0.0
                log.note(0.0, SiteState.DOCKED, docked)
                docked += 1
            else:
                log.note(-since, SiteState.EMPTY)
                waiting.append((moment.docking - since, site, since / moment.redocking))
        self._coming.extend(sorted(waiting))
        self._pool = list(range(docked, len(emptied)))
        floor = moment.floor
        rest = State(
            0.0,
            moment.d2.equilibrium(floor),
            moment.d1.equilibrium(floor),
            moment.autoreceptor.equilibrium(floor),
        )
        self._stretches = [_Stretch(moment, 0.0, rest)]
        self._releases: list[_Release] = []
        self._release_at: list[float] = []

    # What happens

    def run(self, until: float) -> None:
        """Let everything happen up to that second."""
        while len(self._released) < len(self._spikes) and self._spikes[len(self._released)].at <= until:
            spike = self._spikes[len(self._released)]
            self._dock(spike.at)
            self._released.append(self._fire(spike))
        self._dock(until)

    def _dock(self, until: float) -> None:
        while self._coming and self._coming[0][0] <= until:
            at, site, chance = self._coming.popleft()
            vesicle = self._pool.pop(int(chance * len(self._pool)))
            log = self._logs[site]
            log.vesicle, log.ready = vesicle, at + self.moment.redocking - self.moment.docking
            log.note(at, SiteState.DOCKING, vesicle)
            log.note(log.ready, SiteState.DOCKED, vesicle)

    def _fire(self, spike: Spike) -> bool:
        moment = self.moment
        if not spike.forced:
            # The autoreceptor can only lower this bound, so that most spikes need no look at its state.
            most = moment.release_probability * (1.0 + moment.release_gain * moment.healthy_autoreceptor)
            if spike.release >= most:
                return False
        docked = [site for site, log in enumerate(self._logs) if log.ready <= spike.at]
        if not docked:
            return False
        before = self._stretches[-1].at(spike.at - self._stretches[-1].begin)
        factor = fast.release_factor(before.autoreceptor, moment.healthy_autoreceptor, moment.release_gain)
        if not spike.forced and spike.release >= moment.release_probability * factor:
            return False
        self._release(spike, docked[int(spike.site * len(docked))], before)
        return True

    def _release(self, spike: Spike, site: int, before: State) -> None:
        moment, log, at = self.moment, self._logs[site], spike.at
        vesicle = log.vesicle
        age = at - float(self._emptied[-1][vesicle])
        content = -moment.limit * math.expm1(-moment.filling * age)
        emptied = self._emptied[-1].copy()
        emptied[vesicle] = at
        self._emptied.append(emptied)
        self._pool.append(vesicle)
        log.vesicle, log.ready = _NOWHERE, math.inf
        log.note(at, SiteState.FUSING, vesicle, content)
        log.note(at + moment.fusion, SiteState.EMPTY)
        self._coming.append((at + moment.docking, site, spike.successor))
        excess = before.excess + moment.rise * content
        self._stretches.append(_Stretch(moment, at, before._replace(excess=excess)))
        serial = self._serial * _SERIAL_STEP + round(at * _MICROSECONDS)
        key = (serial * len(self._logs) + site) * _MOST_DOTS
        dots = self._dots(content, excess, spike.site)
        self._releases.append(_Release(at, site, content, len(self._stretches) - 1, dots, key))
        self._release_at.append(at)

    def _dots(self, content: float, excess: float, chance: float) -> tuple[bool, ...]:
        """Return for each dot of a release, in the order of clearance, whether DAT clears it."""
        count = min(round(content * self.moment.dots), _MOST_DOTS)
        by_dat, away = [], chance
        for i in range(count):
            level = excess * _remaining(i, count)
            away += 1.0 - self.moment.excess.share_by_dat(level)
            by_dat.append(away < 1.0)
            away -= math.floor(away)
        return tuple(by_dat)

    def releases(self) -> tuple[tuple[float, float], ...]:
        """Return (second, content) of every release so far."""
        return tuple((release.at, release.content) for release in self._releases)

    # What is seen

    def stretch(self, at: float) -> _Stretch:
        """Return the stretch that holds at a second."""
        return self._stretches[bisect_right(self._release_at, at)]

    def last_spike(self, at: float) -> tuple[Spike | None, bool]:
        """Return the last spike up to a second, and whether it released a vesicle."""
        place = bisect_right(self._spike_at, at) - 1
        return (self._spikes[place], self._released[place]) if place >= 0 else (None, False)

    def contents(self, at: float) -> Array:
        """Return the content of every vesicle, (vesicles,)."""
        age = at - self._emptied[bisect_right(self._release_at, at)]
        return fast.content_at_age(self.moment.limit, self.moment.filling, age)

    def sites(self, at: float, contents: Array) -> tuple[Site, ...]:
        """Return what is at each site, given the content of every vesicle."""
        return tuple(log.read(at, contents) for log in self._logs)

    def packets(self, at: float) -> tuple[Packet, ...]:
        """Return the dots that are not cleared yet, the latest release first.

        All dopamine above the floor mixes: a stretch in which it falls to a share leaves that share of every
        earlier release. A lifetime holds unless another release saturates re-uptake further.
        """
        place = bisect_right(self._release_at, at)
        stretch = self._stretches[place]
        start = stretch.first.excess
        left = 1.0
        found: list[Packet] = []
        for release in reversed(self._releases[:place]):
            if release.stretch < place:
                after = self._stretches[release.stretch + 1]
                mine = self._stretches[release.stretch]
                left *= mine.at(after.begin - mine.begin).excess / max(mine.first.excess, _NOTHING_NM)
            if left * start <= _NOTHING_NM or left * _MOST_DOTS < _remaining(0, 1):
                break
            count, age = len(release.by_dat), at - release.at
            for i, by_dat in enumerate(release.by_dat):
                share = _remaining(i, count) / left
                if share >= 1.0:
                    continue  # cleared before this stretch began
                lifetime = stretch.begin - release.at + self.moment.excess.time(start, start * share)
                if age < lifetime:
                    found.append(Packet(release.site, age, lifetime, by_dat, release.key + i))
        return tuple(found)


def _remaining(i: int, count: int) -> float:
    """Return the share of a release that is left when its dot `i` of `count` is cleared."""
    return 1.0 - (i + 0.5) / count


def spikes_at(times: Array, chance: Array, *, forced: bool) -> list[Spike]:
    """Return spikes at times, (n,) s, with the chance, (n, 3) in 0 to 1, that decides what each does."""
    rows: Iterable[tuple[float, list[float]]] = zip(times.tolist(), chance.tolist(), strict=True)
    return [Spike(at, forced, *row) for at, row in rows]
