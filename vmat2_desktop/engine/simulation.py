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

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.bouton import Bouton, Spike, spikes_at
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.frame import Frame, Pace
from vmat2_desktop.engine.means import averaged
from vmat2_desktop.engine.moment import Health, Moment
from vmat2_desktop.engine.scenario import Burst

Array = NDArray[np.float64]

SECONDS_PER_HOUR = 3600.0

_EPOCH, _BURST, _FORCED, _REST, _CLIP = range(5)
"""What a stream of chance is for."""

_KEPT_EPOCHS = 2
CROSSING, CLEARED = 0.75, 0.1
"""Shares of the peak at which two of the stills stand."""
_LEAST_RISE = 1e-6  # nM: an empty vesicle's stills stand where a nearly empty one's do


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
        self._health = Health.of(course.model)
        self._epochs: dict[int, Bouton] = {}
        self._calm = (0.0, course)

    def frame(
        self, time_h: float, seconds_per_second: float, mean_h: float = 0.0, ahead_s: float = 0.0
    ) -> Frame:
        """Return the frame of a moment; equal arguments give equal frames, whatever was asked before.

        Args:
            time_h: hours from the start of the scenario, >= 0.
            seconds_per_second: speed of the clock; up to 1 the picture is live, above it is a clip.
            mean_h: in a clip, the slow values are means over so many hours up to the moment; 0: its own.
            ahead_s: shown seconds by which the picture has run on while the clock stood, >= 0.

        Raises:
            ValueError: the time is negative or the speed not positive.
        """
        if not (time_h >= 0.0 and seconds_per_second > 0.0 and math.isfinite(time_h * seconds_per_second)):
            raise ValueError(f"No frame at {time_h} h and {seconds_per_second} seconds a second.")
        if seconds_per_second <= 1.0:
            length = self._course.model.synapse.epoch
            seconds = time_h * SECONDS_PER_HOUR + ahead_s * seconds_per_second
            index = int(seconds // length)
            picture = max(seconds - index * length, 0.0)
            return self._read(
                self._course, time_h, Pace.LIVE, seconds_per_second, self._epoch(index), picture
            )
        course = self._averaged(mean_h)
        clip, picture, slow = self._clip(course, time_h, seconds_per_second, ahead_s)
        return self._read(course, time_h, Pace.CLIP, slow, clip, picture, mean_h)

    def _averaged(self, mean_h: float) -> Course:
        if self._calm[0] != mean_h:
            self._calm = (mean_h, averaged(self._course, mean_h))
        return self._calm[1]

    def _epoch(self, index: int) -> Bouton:
        if index not in self._epochs:
            while len(self._epochs) >= _KEPT_EPOCHS:
                del self._epochs[next(iter(self._epochs))]
            self._epochs[index] = self.bouton(index)
        return self._epochs[index]

    def bouton(self, index: int) -> Bouton:
        """Return the bouton of an epoch, at its beginning."""
        synapse, firing = self._course.model.synapse, self._course.scenario.firing
        begin = index * synapse.epoch
        moment = Moment.of(self._course, self._health, begin / SECONDS_PER_HOUR)
        rng = fast.generator(self._seed, index, _EPOCH)
        times = fast.tonic_spikes(rng, firing.tonic_hz, synapse.epoch)
        spikes = spikes_at(times, rng.uniform(size=(len(times), 3)), forced=False)
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
        return Bouton(moment, spikes, emptied, vacant, index)

    def _burst(self, burst: Burst, stream: int, begin: float, length: float) -> list[Spike]:
        """Return the spikes of a burst that fall into an epoch, at seconds of that epoch."""
        start = burst.at_h * SECONDS_PER_HOUR - begin
        if start >= length or start + burst.spikes / burst.rate_hz < 0.0:
            return []
        chance = fast.generator(self._seed, fast.key_of(burst.at_h), stream).uniform(size=(burst.spikes, 3))
        times = fast.burst_spikes(start, burst.spikes, burst.rate_hz)
        inside = (times >= 0.0) & (times < length)
        return spikes_at(times[inside], chance[inside], forced=stream == _FORCED)

    def _clip(
        self, course: Course, time_h: float, speed: float, ahead_s: float
    ) -> tuple[Bouton, float, float]:
        """Return the clip that shows at a moment, its present second, and its slow motion.

        A spike that was asked for starts the clip anew, with its first release at once; clips then follow
        one another until the next.
        """
        synapse = self._course.model.synapse
        slow = synapse.clip_duration / synapse.clip_shown
        place = bisect_right(self._forced_at, time_h) - 1
        burst = self._forced[place] if place >= 0 else None
        shown_s = (time_h - (burst.at_h if burst else 0.0)) * SECONDS_PER_HOUR / speed + ahead_s
        picture = shown_s * slow
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
        key = fast.key_of(burst.at_h) if burst else 0
        bouton = self._spiking(Moment.of(course, self._health, time_h), asked, key, index)
        return bouton, max(picture, 0.0), slow

    def _spiking(self, moment: Moment, asked: Burst, key: int, index: int) -> Bouton:
        """Return the bouton of a clip: the spikes that are asked for, after the lead."""
        chance = fast.generator(self._seed, key, _CLIP, index).uniform(size=(asked.spikes, 3))
        lead = self._course.model.synapse.clip_lead
        spikes = spikes_at(fast.burst_spikes(lead, asked.spikes, asked.rate_hz), chance, forced=True)
        return Bouton(moment, spikes, -self._resting_ages(moment), [None] * moment.sites, index)

    def stills(self, time_h: float, mean_h: float = 0.0) -> tuple[Frame, Frame, Frame, Frame]:
        """Return four frames of a typical releasing spike of a moment: rest, fusion, crossing, clearance.

        At the beginning of the clip; halfway through the fusion; when what one full vesicle of the moment
        adds is cleared to `CROSSING` of its peak, and to `CLEARED`.

        Args:
            time_h: hours from the start of the scenario, >= 0.
            mean_h: see `frame`.

        Raises:
            ValueError: the time is negative or not a number.
        """
        if not (time_h >= 0.0 and math.isfinite(time_h)):
            raise ValueError(f"No stills at {time_h} h.")
        course, synapse = self._averaged(mean_h), self._course.model.synapse
        moment = Moment.of(course, self._health, time_h)
        peak = max(moment.rise * moment.limit, _LEAST_RISE)
        crossing, cleared = (moment.excess.time(peak, share * peak) for share in (CROSSING, CLEARED))
        lead, slow = synapse.clip_lead, synapse.clip_duration / synapse.clip_shown

        def still(after: float) -> Frame:
            bouton = self._spiking(moment, Burst(0.0, spikes=1), 0, 0)
            return self._read(course, time_h, Pace.CLIP, slow, bouton, lead + after, mean_h)

        return still(-lead), still(min(moment.fusion, crossing) / 2), still(crossing), still(cleared)

    def _resting_ages(self, moment: Moment) -> Array:
        """Return ages of the vesicles of a clip: quantiles of the law, the same vesicles in every clip."""
        rng, sites = fast.generator(self._seed, 0, _REST), moment.sites
        docked, pool = _exponential_quantiles(sites), _exponential_quantiles(moment.vesicles - sites)
        return moment.ages.ages(np.concatenate([docked, rng.permutation(pool)]), rng.permutation(docked))

    def _read(
        self,
        course: Course,
        time_h: float,
        pace: Pace,
        slow: float,
        bouton: Bouton,
        picture: float,
        mean_h: float = 0.0,
    ) -> Frame:
        at, moment = course.at, bouton.moment
        bouton.run(picture)
        stretch = bouton.stretch(picture)
        state = stretch.at(picture - stretch.begin)
        local = moment.floor + state.excess
        spike, released = bouton.last_spike(picture)
        contents = bouton.contents(picture)
        dat = at("terminal.dat", time_h)
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
            dat_flux=dat * self._health.clearance.dat_share(local),
            dat_capacity=dat,
            mao_capacity=at("enzyme.mao", time_h),
            d2_density=at("d2.density", time_h),
            d2_lit=fast.bound_at_equilibrium(local, course.model.synapse.d2_kd, moment.d2.antagonism),
            d2_held=fast.held_at_equilibrium(local, course.model.synapse.d2_kd, moment.d2.antagonism),
            d1_lit=fast.bound_at_equilibrium(local, course.model.synapse.d1_kd),
            autoreceptor_lit=state.autoreceptor,
            autoreceptor_held=moment.autoreceptor.held(state.autoreceptor),
            receptor_response=at("d2.response", time_h),
            score=at(course.score_id, time_h),
            parkinsonism=at("index.parkinsonism", time_h),
            spike_released=released,
            d2_lit_kinetic=state.d2,
            d2_held_kinetic=moment.d2.held(state.d2),
            d1_lit_kinetic=state.d1,
            mean_h=mean_h,
        )


def _exponential_quantiles(count: int) -> Array:
    """Return the middle quantiles of the standard exponential law, ascending, (count,)."""
    return -np.log1p(-(np.arange(count) + 0.5) / count)
