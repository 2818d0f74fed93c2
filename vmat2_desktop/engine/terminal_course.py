"""Occupancy of VMAT2 over time -> dopamine of the terminal over time, mechanistic rung.

Three stores lag behind by minutes to hours and are followed: dopamine inside the neuron (`inside`, with its
L-DOPA), tetrahydrobiopterin, and tyrosine with its pool. What settles faster (within 1/40 h) is taken at its
balance; vesicles and L-DOPA at theirs less what they still lag by. On the whole grid at once: the equations
are linearised about the steady course, which leaves scalar first-order lags that are exact in each step, and
a few turns of this settle. Their number is fixed and each looks back, so that no future changes the past.
Reference: every state integrated (reference.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import binding, terminal, terminal_start
from vmat2_desktop.engine.model import Terminal
from vmat2_desktop.engine.recurrence import Recurrence
from vmat2_desktop.engine.terminal import TerminalState
from vmat2_desktop.engine.terminal_start import Setting

Array = NDArray[np.float64]

_TURNS = 5
"""The last one changes less than 1e-4 of the healthy store in every ready scenario."""
_UNSETTLED = 1e-2
"""Of the healthy store: where the last turn changes more, or finds no number, the terminal is steady."""
_FLOOR = 1e-300
_LEAST_RATE = 1e-9


def over_time(
    times_h: Array,
    occupancy: Array,
    blockade: Array,
    setting: Setting,
    mao: Array | None = None,
    dat: Array | None = None,
) -> TerminalState:
    """Return the terminal relative to health, each field (n,), from its steady state at the first time on.

    Args:
        times_h: (n,) ascending, h.
        occupancy: share of VMAT2 that is blocked, (n,).
        blockade: share of D2 held by an antipsychotic, (n,).
        setting: what does not change.
        mao: activity of MAO, (n,); None: normal throughout.
        dat: capacity of DAT, (n,); None: normal throughout.
    """
    healthy = terminal_start.healthy(setting.p, setting.compensation)
    if all(item is None or bool((item == item[0]).all()) for item in (occupancy, blockade, mao, dat)):
        first = terminal_start.first(setting, occupancy, blockade, mao, dat)
        return _held(first, len(times_h)).relative_to(healthy)
    guess = terminal_start.guess(times_h, occupancy, blockade, setting, mao, dat)
    with np.errstate(all="ignore"):  # what does not settle is found below
        turn = _Turn(times_h, occupancy, blockade, setting, mao, dat, guess)
        moved = guess[0]
        for _ in range(_TURNS):
            moved = turn.advance()
        found = turn.state()
        settled = np.abs(moved) <= _UNSETTLED * healthy.vesicular
    for item in fields(TerminalState):
        value = getattr(found, item.name)
        settled &= np.isfinite(value) & (value >= 0.0)
    if not settled.all():
        found = _mended(found, ~settled, terminal_start.steady(occupancy, blockade, setting, mao, dat))
    return found.relative_to(healthy)


def _held(found: TerminalState, count: int) -> TerminalState:
    """Return a terminal that stands still, each field (1,), at every time."""
    return TerminalState(*(np.full(count, getattr(found, item.name)[0]) for item in fields(TerminalState)))


def _mended(found: TerminalState, where: NDArray[np.bool_], steady: TerminalState) -> TerminalState:
    """Return the course with the steady terminal at some times."""
    return TerminalState(
        *(
            np.where(where, getattr(steady, item.name), getattr(found, item.name))
            for item in fields(TerminalState)
        )
    )


class _Turn:
    """The course found so far, and how to make the next one of it."""

    def __init__(
        self,
        times_h: Array,
        occupancy: Array,
        blockade: Array,
        setting: Setting,
        mao: Array | None,
        dat: Array | None,
        guess: tuple[Array, Array, Array],
    ) -> None:
        p = setting.p
        self.p, self.setting, self.times = p, setting, np.ascontiguousarray(times_h, np.float64)
        self.cut = p.mao if mao is None else p.mao * mao
        self.uptake = p.dat_vmax if dat is None else p.dat_vmax * dat
        self.release = p.tonic_release * setting.firing
        self.leaving = p.vesicle_leak + self.release
        self.pumps = (p.vmat_vmax * setting.expression / self.leaving) * (1.0 - occupancy)
        self.pumps_slope = binding.slopes(self.times, self.pumps)
        self.seen = (1.0 - p.autoreceptor_share_of_blockade * blockade) / p.autoreceptor_midpoint
        vesicular, self.made, self.outside = guess
        self.l_dopa = p.aadc_km * self.made / (p.aadc_vmax - self.made)
        free = vesicular / np.maximum(self.pumps, _FLOOR)
        cytosolic = np.where(free < 1.0, p.vmat_km * free / np.maximum(1.0 - free, _FLOOR), 0.0)
        self.inside = vesicular + cytosolic + self.l_dopa
        self.bh4 = terminal.steady_bh4(self.made, p)
        self.filling = np.zeros_like(self.made)
        self._settle()
        self._find_rates()

    def advance(self) -> Array:
        """Make the next course; return the change of the store inside, (n,) uM."""
        p = self.p
        reduced = terminal.reductase(p.biopterin_total - self.bh4, self.bh4, p)
        inside = self.made - self.cut * self.cytosolic - self.lost
        moved = self.lag_inside.step(self.inside, inside) - self.inside
        self.inside = np.maximum(self.inside + moved, 0.0)
        # The other store sees at once what this one changes of synthesis.
        self.bh4 = np.clip(
            self.lag_bh4.step(self.bh4, reduced - self.made - self.made_by_inside * moved),
            _FLOOR,
            p.biopterin_total,
        )
        self.filling = self.share * inside + (1.0 - self.share) * self.bound * self.pumps_slope
        self.filling[0] = 0.0  # it was steady until then
        self._settle()
        return moved

    def _settle(self) -> None:
        """Find the fast states, and synthesis, from the stores."""
        p = self.p
        stored = self.inside - self.l_dopa
        lag = self.filling / self.leaving
        stored = np.maximum(stored + lag, 0.0)
        # cytosolic + pumps cytosolic/(km + cytosolic) = stored
        half = p.vmat_km + self.pumps - stored
        self.cytosolic = stored * (2.0 * p.vmat_km) / (half + np.sqrt(half * half + 4.0 * p.vmat_km * stored))
        over = 1.0 / (p.vmat_km + self.cytosolic)
        self.bound = self.cytosolic * over
        steep = p.vmat_km * self.pumps * over * over
        self.share = steep / (1.0 + steep)
        """Of a change inside that is in vesicles."""
        self.vesicular = np.maximum(self.pumps * self.bound - lag, 0.0)
        self._settle_outside()
        self._synthesise()

    def _settle_outside(self) -> None:
        """One step of Newton's: from turn to turn they add up."""
        p, outside = self.p, self.outside
        by_dat, by_comt = 1.0 / (p.dat_km + outside), 1.0 / (p.comt_km + outside)
        lost_slope = (p.comt_vmax * p.comt_km) * by_comt * by_comt + p.extracellular_removal
        lost = (p.comt_vmax * by_comt + p.extracellular_removal) * outside
        slope = (self.uptake * p.dat_km) * by_dat * by_dat + lost_slope
        step = (self.release * self.vesicular - self.uptake * outside * by_dat - lost) / slope
        self.outside = np.maximum(outside + step, 0.0)
        self.lost, self.lost_slope, self.slope = lost + lost_slope * step, lost_slope, slope

    def _synthesise(self) -> None:
        p = self.p
        relative = _power(self.outside * self.seen, p.autoreceptor_exponent)
        self.relative = relative * p.autoreceptor_steepness
        self.braked = 1.0 / (self.relative + 1.0)
        c = self.setting.compensation
        self.factor = (1.0 - c + c * p.autoreceptor_floor) + (c * p.autoreceptor_amplitude) * self.braked
        self.tyrosine = self._tyrosine()
        self.inhibited = p.th_km_tyrosine * p.th_km_bh4 * (1.0 + self.cytosolic / p.th_ki_dopamine)
        self.under = 1.0 / ((self.tyrosine + p.th_km_tyrosine) * self.bh4 + self.inhibited)
        most = (p.th_scale * p.th_vmax) * self.tyrosine / (1.0 + self.tyrosine / p.th_substrate_inhibition)
        self.made = most * self.factor * self.bh4 * self.under
        self.l_dopa = p.aadc_km * self.made / (p.aadc_vmax - self.made)

    def _tyrosine(self) -> Array:
        """Return tyrosine: two lags of what synthesis takes, as tyrosine and its pool are linear."""
        modes = _tyrosine_modes(self.p)
        found = np.full_like(self.made, modes.untouched)
        for rate, weight in modes.lags:
            lag = binding.smooth_relaxation(self.times, self.made, rate, float(self.made[0]))
            lag *= weight
            found -= lag
        return np.maximum(found, _FLOOR)

    def _find_rates(self) -> None:
        """Linearise about the steady course."""
        p = self.p
        by_cytosol = -self.made * self.under * (p.th_km_tyrosine * p.th_km_bh4 / p.th_ki_dopamine)
        feedback = self.setting.compensation * p.autoreceptor_amplitude * p.autoreceptor_exponent
        braking = feedback * self.relative * self.braked**2 / np.maximum(self.outside, _FLOOR)
        by_outside = -braking * self.made / self.factor
        outside = self.release * self.share / self.slope
        self.made_by_inside = by_cytosol * (1.0 - self.share) + by_outside * outside
        rate = self.cut * (1.0 - self.share) + self.lost_slope * outside - self.made_by_inside
        self.lag_inside = _Lag.of(self.times, rate)
        by_bh4 = self.made * self.inhibited * self.under / self.bh4
        oxidised = p.dhpr_forward_km + p.biopterin_total - self.bh4
        forward = p.dhpr_forward_vmax * p.nadph / (p.nadph_km + p.nadph) * p.dhpr_forward_km
        backward = p.dhpr_backward_vmax * p.nadp / (p.nadp_km + p.nadp) * p.dhpr_backward_km
        own = forward / oxidised**2 + backward / (p.dhpr_backward_km + self.bh4) ** 2
        # What is inside follows biopterin, and its change is seen too.
        self.lag_bh4 = _Lag.of(self.times, own + by_bh4 * (1.0 + self.made_by_inside / rate))

    def state(self) -> TerminalState:
        """Return the course, uM and uM/h."""
        p = self.p
        rate = p.aadc_vmax / p.aadc_km
        used = binding.smooth_relaxation(self.times, self.made, rate, float(self.made[0]))
        # A mean of what was made until then; a parabola may pass its ends.
        used = np.clip(used, np.minimum.accumulate(self.made), np.maximum.accumulate(self.made))
        l_dopa = p.aadc_km * used / (p.aadc_vmax - used)
        return TerminalState(
            self.vesicular, self.cytosolic, self.outside, self.tyrosine, l_dopa, self.made, self.factor
        )


@dataclass(frozen=True, slots=True)
class _Lag:
    """x' = f(x), linear in x within each step with a rate of its own."""

    recurrence: Recurrence
    first: Array
    second: Array
    """What x at the ends of a step counts in its gain, (n - 1,)."""
    slopes: binding.Stencil
    """What f counts."""

    @classmethod
    def of(cls, times_h: Array, rate: Array) -> _Lag:
        """Return the lag for rates, (n,) 1/h, at the times.

        Each step is exact where f + rate x is a parabola in it; x in its middle is Hermite's.
        """
        steps = np.diff(times_h)
        within = np.maximum((rate[1:] + rate[:-1]) / 2, _LEAST_RATE)
        span = within * steps
        early, middle, late = binding.weights(span)
        bend = middle * steps / 8
        slopes = binding.middles(times_h).weighed(
            early / within + bend, middle / within, late / within - bend
        )
        half = middle / 2
        return cls(Recurrence(np.exp(-span)), early + half, late + half, slopes)

    def step(self, value: Array, slope: Array) -> Array:
        """Return x, (n,), from a course of x and of f along it."""
        gain = self.slopes.of(slope)
        gain += self.first * value[:-1]
        gain += self.second * value[1:]
        return self.recurrence.run(gain, float(value[0]))


def _power(base: Array, exponent: float) -> Array:
    if exponent == 4.0:
        return np.square(np.square(base))  # a tenth of the time
    return np.asarray(base**exponent)


@dataclass(frozen=True, slots=True)
class _Modes:
    untouched: float
    """Tyrosine where synthesis takes none, uM."""
    lags: tuple[tuple[float, float], ...]
    """(rate 1/h, what a steady uM/h of synthesis takes through it of tyrosine, uM)."""


@lru_cache(maxsize=32)
def _tyrosine_modes(p: Terminal) -> _Modes:
    """Return the modes of tyrosine and its pool, x' = [[-a, b], [c, -d]] x."""
    leaving, back = p.tyrosine_to_pool + p.tyrosine_use, p.pool_to_tyrosine + p.pool_use
    exchanged = p.tyrosine_to_pool * p.pool_to_tyrosine
    mean, half = (leaving + back) / 2, math.sqrt((leaving - back) ** 2 / 4 + exchanged)
    fast, slow = mean + half, mean - half
    weights = (fast, (fast - back) / (fast - slow) / fast), (slow, (back - slow) / (fast - slow) / slow)
    return _Modes(terminal.tyrosine_entry(p) * back / (leaving * back - exchanged), weights)
