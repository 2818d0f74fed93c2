"""Course + time -> Frame: the fast synapse at one moment, pure and seeded.

Chance is keyed on epochs of simulated time. An epoch starts from the stationary law of its moment, and its
events (spikes, releases, dockings) follow one from another; between releases everything is a closed form of
the time since the last one. So a frame is a function of course, forced spikes, time and speed, and of nothing
else: playing at any frame rate and scrubbing to a moment give identical frames.

Above one simulated second a second the picture is a clip: a spike that releases, in slow motion, from the
stationary law of the present slow state.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.adaptation import dopamine_drive
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame, Pace, Packet, Site, SiteState
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Burst

Array = NDArray[np.float64]

SECONDS_PER_HOUR = 3600.0
SECONDS_PER_MINUTE = 60.0

_EPOCH, _BURST, _FORCED, _REST, _CLIP = range(5)
"""What a stream of chance is for."""

_NODES = tuple(0.02 * 2.0**i for i in range(16))
"""Seconds since a release at which receptor states are fixed."""
_FLAT_NM = 0.01
"""Below this excess binding sees a constant; dopamine itself stays exact."""
_NOTHING_NM = 1e-9
_MOST_DOTS = 64
_KEPT_EPOCHS = 2
_NOWHERE = -1
_MICROSECONDS = 1e6
_SERIAL_STEP = 1_000_003


class Simulation:
    """The fast synapse of one course."""

    def __init__(self, course: Course, forced: tuple[Burst, ...] = ()) -> None:
        """Prepare the synapse.

        Args:
            course: the slow story.
            forced: spikes that were asked for; each releases a vesicle if one is docked.

        Raises:
            ValueError: re-uptake cannot carry the tonic release (see `synapse.Clearance.tonic`).
        """
        self._course = course
        self._seed = course.scenario.seed
        self._forced = tuple(sorted(forced, key=lambda burst: burst.at_h))
        self._forced_at = [burst.at_h for burst in self._forced]
        self._health = _Health.of(course.model)
        self._epochs: dict[int, _Bouton] = {}

    def frame(self, time_h: float, seconds_per_second: float) -> Frame:
        """Return the frame of a moment; equal arguments give equal frames, whatever was asked before.

        Args:
            time_h: hours from the start of the scenario, >= 0.
            seconds_per_second: speed of the clock; up to 1 the picture is live, above it is a clip.

        Raises:
            ValueError: the time is negative or the speed not positive.
        """
        if not (time_h >= 0.0 and seconds_per_second > 0.0 and math.isfinite(time_h * seconds_per_second)):
            raise ValueError(f"No frame at {time_h} h and {seconds_per_second} seconds a second.")
        if seconds_per_second <= 1.0:
            length = self._course.model.synapse.epoch
            seconds = time_h * SECONDS_PER_HOUR
            index = int(seconds // length)
            picture = max(seconds - index * length, 0.0)
            return self._read(time_h, Pace.LIVE, seconds_per_second, self._epoch(index), picture)
        clip, picture, slow = self._clip(time_h, seconds_per_second)
        return self._read(time_h, Pace.CLIP, slow, clip, picture)

    def _epoch(self, index: int) -> _Bouton:
        if index not in self._epochs:
            while len(self._epochs) >= _KEPT_EPOCHS:
                del self._epochs[next(iter(self._epochs))]
            self._epochs[index] = self._new_epoch(index)
        return self._epochs[index]

    def _new_epoch(self, index: int) -> _Bouton:
        synapse, firing = self._course.model.synapse, self._course.scenario.firing
        begin = index * synapse.epoch
        moment = _Moment.of(self._course, self._health, begin / SECONDS_PER_HOUR)
        rng = fast.generator(self._seed, index, _EPOCH)
        times = fast.tonic_spikes(rng, firing.tonic_hz, synapse.epoch)
        spikes = _spikes(times, rng.uniform(size=(len(times), 3)), forced=False)
        for stream, bursts in ((_BURST, firing.bursts), (_FORCED, self._forced)):
            for burst in bursts:
                spikes += self._burst(burst, stream, begin, synapse.epoch)
        spikes.sort(key=lambda spike: spike.at)
        law, sites = moment.ages, moment.sites
        empty = rng.uniform(size=sites) < law.empty_share
        since = rng.uniform(0.0, synapse.redocking_time, sites)
        docked = sites - int(empty.sum())
        waits = rng.standard_exponential(moment.vesicles)
        emptied = -law.ages(waits, rng.standard_exponential(docked))
        vacant = [float(s) if e else None for s, e in zip(since, empty, strict=True)]
        return _Bouton(moment, spikes, emptied, vacant, index)

    def _burst(self, burst: Burst, stream: int, begin: float, length: float) -> list[_Spike]:
        """Return the spikes of a burst that fall into an epoch, at seconds of that epoch."""
        start = burst.at_h * SECONDS_PER_HOUR - begin
        if start >= length or start + burst.spikes / burst.rate_hz < 0.0:
            return []
        chance = fast.generator(self._seed, fast.key_of(burst.at_h), stream).uniform(size=(burst.spikes, 3))
        times = fast.burst_spikes(start, burst.spikes, burst.rate_hz)
        inside = (times >= 0.0) & (times < length)
        return _spikes(times[inside], chance[inside], forced=stream == _FORCED)

    def _clip(self, time_h: float, speed: float) -> tuple[_Bouton, float, float]:
        """Return the clip that shows at a moment, its present second, and its slow motion.

        A spike that was asked for starts the clip anew, with its first release at once; clips then follow
        one another until the next.
        """
        synapse = self._course.model.synapse
        slow = synapse.clip_duration / synapse.clip_shown
        place = bisect_right(self._forced_at, time_h) - 1
        burst = self._forced[place] if place >= 0 else None
        picture = (time_h - (burst.at_h if burst else 0.0)) * SECONDS_PER_HOUR / speed * slow
        lead, index, asked = synapse.clip_lead, 0, Burst(0.0, spikes=1)
        if burst is not None:
            first = synapse.clip_duration - lead + (burst.spikes - 1) / burst.rate_hz
            if picture < first:
                asked, picture = burst, picture + lead
            else:
                index, picture = 1, picture - first
        if asked is not burst:
            passed = int(picture // synapse.clip_duration)
            index, picture = index + passed, picture - passed * synapse.clip_duration
        moment = _Moment.of(self._course, self._health, time_h)
        key = fast.key_of(burst.at_h) if burst else 0
        chance = fast.generator(self._seed, key, _CLIP, index).uniform(size=(asked.spikes, 3))
        spikes = _spikes(fast.burst_spikes(lead, asked.spikes, asked.rate_hz), chance, forced=True)
        bouton = _Bouton(moment, spikes, -self._resting_ages(moment), [None] * moment.sites, index)
        return bouton, max(picture, 0.0), slow

    def _resting_ages(self, moment: _Moment) -> Array:
        """Return ages of the vesicles of a clip: quantiles of the law, the same vesicles in every clip."""
        rng, sites = fast.generator(self._seed, 0, _REST), moment.sites
        docked, pool = _exponential_quantiles(sites), _exponential_quantiles(moment.vesicles - sites)
        return moment.ages.ages(np.concatenate([docked, rng.permutation(pool)]), rng.permutation(docked))

    def _read(self, time_h: float, pace: Pace, slow: float, bouton: _Bouton, picture: float) -> Frame:
        course, at = self._course, self._course.at
        moment = bouton.moment
        bouton.run(picture)
        stretch = bouton.stretch(picture)
        state = stretch.at(picture - stretch.begin)
        local = moment.floor + state.excess
        spike, released = bouton.last_spike(picture)
        contents = bouton.contents(picture)
        return Frame(
            time_h=time_h,
            pace=pace,
            picture_s=picture,
            slow_motion=slow,
            seconds_since_spike=math.inf if spike is None else picture - spike.at,
            spike_forced=spike is not None and spike.forced,
            vesicle_content=contents,
            sites=bouton.sites(picture, contents),
            vmat2_occupancy=at("vmat2.occupancy", time_h),
            irreversible_block=at("vmat2.occupancy.irreversible", time_h),
            vesicle_filling=moment.limit,
            free_inhibitor_nM=at("brain.inhibitor", time_h),
            tyrosine=at("terminal.tyrosine", time_h),
            l_dopa=at("terminal.l_dopa", time_h),
            cytosolic_dopamine=at("cytosolic.dopamine", time_h),
            synthesis_flux=at("terminal.synthesis", time_h),
            mao_flux=at("terminal.mao", time_h),
            packets=bouton.packets(picture),
            perisynaptic_nM=local,
            perisynaptic_peak_nM=moment.floor + moment.rise * moment.limit,
            extracellular_nM=moment.floor,
            dat_flux=self._health.clearance.dat_share(local),
            d2_density=at("d2.density", time_h),
            d2_lit=fast.bound_at_equilibrium(local, course.model.synapse.d2_kd, moment.d2.antagonism),
            d2_held=fast.held_at_equilibrium(local, course.model.synapse.d2_kd, moment.d2.antagonism),
            d1_lit=fast.bound_at_equilibrium(local, course.model.synapse.d1_kd),
            autoreceptor_lit=state.autoreceptor,
            autoreceptor_held=moment.autoreceptor.held(state.autoreceptor),
            receptor_response=at("d2.response", time_h),
            score=at("score.aims", time_h),
            parkinsonism=at("index.parkinsonism", time_h),
            spike_released=released,
            d2_lit_kinetic=state.d2,
            d2_held_kinetic=moment.d2.held(state.d2),
            d1_lit_kinetic=state.d1,
        )


@dataclass(frozen=True, slots=True)
class _Health:
    """What a course is compared with: the fast synapse of the healthy resting person."""

    clearance: fast.Clearance
    tonic: float
    """nM"""
    autoreceptor: float
    """Share that dopamine holds."""

    @classmethod
    def of(cls, model: Model) -> _Health:
        tonic = fast.tonic_dopamine(model.synapse)
        binding = fast.Binding(model.synapse.autoreceptor_on, model.synapse.autoreceptor_off)
        return cls(fast.Clearance.of(model.synapse), tonic, binding.equilibrium(tonic))


@dataclass(frozen=True, slots=True)
class _Moment:
    """The slow state, as the fast synapse sees it."""

    limit: float
    """Content that vesicles fill to."""
    filling: float
    """1/s"""
    floor: float
    """Tonic dopamine, nM."""
    rise: float
    """Rise of perisynaptic dopamine by one full quantum, nM."""
    excess: fast.Clearance
    """Clearance of what exceeds the floor."""
    d2: fast.Binding
    d1: fast.Binding
    autoreceptor: fast.Binding
    healthy_autoreceptor: float
    release_probability: float
    release_gain: float
    ages: fast.AgeLaw
    vesicles: int
    sites: int
    fusion: float
    """Seconds from a release until the site is empty."""
    docking: float
    """Seconds from a release until the next vesicle comes."""
    redocking: float
    """Seconds from a release until it is docked."""
    dots: float
    """Dots of one full quantum."""

    @classmethod
    def of(cls, course: Course, health: _Health, time_h: float) -> _Moment:
        model = course.model
        p = model.synapse
        floor = health.tonic * course.at("extracellular.dopamine", time_h)
        competition = course.at("d2.antagonism", time_h)
        seen = competition / (1.0 + dopamine_drive(model.receptor) + competition)
        hidden = min(model.terminal.autoreceptor_share_of_blockade * seen, 1.0 - 1e-9)
        drive = health.tonic * p.autoreceptor_on / p.autoreceptor_off
        autoreceptor = fast.Binding(
            p.autoreceptor_on, p.autoreceptor_off, (1.0 + drive) * hidden / (1.0 - hidden)
        )
        factor = fast.release_factor(
            autoreceptor.equilibrium(floor), health.autoreceptor, p.autoreceptor_release_gain
        )
        releases = course.scenario.firing.tonic_hz * min(p.release_probability * factor, 1.0)
        sites = max(1, round(p.docking_sites))
        vesicles = max(round(p.vesicles), 2 * sites + 1)
        fusion = min(p.fusion_time, p.redocking_time)
        return cls(
            limit=course.at("vesicular.content", time_h),
            filling=p.filling_rate,
            floor=floor,
            rise=max(p.perisynaptic_peak - health.tonic, 0.0),
            excess=health.clearance.around(floor),
            d2=fast.Binding(p.d2_on / SECONDS_PER_MINUTE, p.d2_off / SECONDS_PER_MINUTE, competition),
            d1=fast.Binding(p.d1_on / SECONDS_PER_MINUTE, p.d1_off / SECONDS_PER_MINUTE),
            autoreceptor=autoreceptor,
            healthy_autoreceptor=health.autoreceptor,
            release_probability=p.release_probability,
            release_gain=p.autoreceptor_release_gain,
            ages=fast.AgeLaw.of(vesicles, sites, p.redocking_time, releases),
            vesicles=vesicles,
            sites=sites,
            fusion=fusion,
            docking=max(p.redocking_time - p.docking_time, fusion),
            redocking=p.redocking_time,
            dots=model.drawing.dots_per_quantum,
        )


class _Spike(NamedTuple):
    at: float
    """s"""
    forced: bool
    release: float
    """Chance, 0 to 1, that decides whether a vesicle is released,"""
    site: float
    """at which of the docked sites,"""
    successor: float
    """and which vesicle of the pool follows it."""


class _State(NamedTuple):
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

    def __init__(self, moment: _Moment, begin: float, state: _State) -> None:
        self.begin = begin
        self._moment = moment
        self._nodes = [0.0]
        self._states = [state]

    @property
    def first(self) -> _State:
        """The state at the beginning."""
        return self._states[0]

    def at(self, seconds: float) -> _State:
        """Return the state so many seconds after the beginning."""
        for node in _NODES[len(self._nodes) - 1 :]:
            if node > seconds or self._states[-1].excess <= _FLAT_NM:
                break
            self._states.append(self._step(self._states[-1], node - self._nodes[-1]))
            self._nodes.append(node)
        place = bisect_right(self._nodes, seconds) - 1
        return self._step(self._states[place], seconds - self._nodes[place])

    def _step(self, state: _State, dt: float) -> _State:
        """Advance: dopamine exactly, binding at its exact mean (order 2)."""
        if dt <= 0.0:
            return state
        moment = self._moment
        excess = moment.excess.flow(state.excess, dt)
        mean = moment.floor + moment.excess.area(state.excess, excess) / dt
        return _State(
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


class _Bouton:
    """One bouton over an epoch or a clip: events one after another, as far as they were asked for."""

    def __init__(
        self,
        moment: _Moment,
        spikes: list[_Spike],
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
        rest = _State(
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

    def _fire(self, spike: _Spike) -> bool:
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

    def _release(self, spike: _Spike, site: int, before: _State) -> None:
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

    # What is seen

    def stretch(self, at: float) -> _Stretch:
        """Return the stretch that holds at a second."""
        return self._stretches[bisect_right(self._release_at, at)]

    def last_spike(self, at: float) -> tuple[_Spike | None, bool]:
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


def _spikes(times: Array, chance: Array, *, forced: bool) -> list[_Spike]:
    rows: Iterable[tuple[float, list[float]]] = zip(times.tolist(), chance.tolist(), strict=True)
    return [_Spike(at, forced, *row) for at, row in rows]


def _exponential_quantiles(count: int) -> Array:
    """Return the middle quantiles of the standard exponential law, ascending, (count,)."""
    return -np.log1p(-(np.arange(count) + 0.5) / count)
