"""VMAT2 occupancy -> vesicular, cytosolic and extracellular dopamine.

One set of equations, Best, Nijhout and Reed 2009 as re-built in the dopamine-models study (2.1), and one
switch: with the cytosol clamped at its healthy value (textbook rung) the vesicular store is exactly in
proportion to the free pumps, depletion = occupancy. Concentrations are uM of that model's unit volumes, time
is hours; what leaves this room is relative to the healthy terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Terminal

Array = NDArray[np.float64]

STATES = ("bh2", "bh4", "tyrosine", "l_dopa", "cytosolic", "vesicular", "extracellular", "hva", "pool")
"""Order of the state vector of the full equations, all uM."""

_FALSE_POSITIONS, _BISECTIONS = 30, 50
"""At most: a dozen of the first do nearly always."""
_ENOUGH = 4e-15
"""Of the cytosol: twice no further, and its balance is found."""
_MOST_NEWTON_STEPS = 60
_NEWTON_ENOUGH = 1e-14
_NODES = (201, 25)
"""Occupancies and blockades of a table."""
_FLOOR = 1e-300
_CLEARED_ENOUGH = 1e-6
_ENDLESS = 1e12
"""uM; where nothing balances the release."""
_UNCLEARED = (
    "Nothing clears the dopamine that the terminal releases, so that it would rise without end; raise "
    "extracellular_removal or dat_vmax."
)
_LEAST_MAO = 1e-6
"""1/h; bounds the search for the cytosol where nothing is broken down."""


@dataclass(frozen=True, slots=True)
class TerminalState:
    """A steady terminal, every field an array of one shape; uM and uM/h, or ratios where said."""

    vesicular: Array
    cytosolic: Array
    extracellular: Array
    tyrosine: Array
    l_dopa: Array
    synthesis: Array
    """Flux of tyrosine hydroxylase."""
    autoreceptor: Array
    """Factor of the autoreceptor on synthesis."""

    def relative_to(self, healthy: TerminalState) -> TerminalState:
        """Return every field divided by the healthy one.

        Raises:
            ValueError: the healthy terminal holds no dopamine.
        """
        if not np.all(healthy.vesicular * healthy.extracellular * healthy.synthesis > 0.0):
            raise ValueError(
                "The terminal's parameters leave a healthy terminal without dopamine, with which everything "
                "is compared; raise autoreceptor_floor or another that makes dopamine."
            )
        return TerminalState(
            *(getattr(self, item.name) / getattr(healthy, item.name) for item in fields(TerminalState))
        )


def autoreceptor_factor(extracellular: Array | float, p: Terminal) -> Array:
    """Return a(eda): 5 without dopamine, 1 at the midpoint, 0.5 with much."""
    with np.errstate(over="ignore"):  # an infinite one leaves the floor
        relative = (np.asarray(extracellular) / p.autoreceptor_midpoint) ** p.autoreceptor_exponent
    return np.asarray(
        p.autoreceptor_amplitude / (p.autoreceptor_steepness * relative + 1.0) + p.autoreceptor_floor
    )


def synthesis_flux(tyrosine: Array, bh4: Array, cytosolic: Array, factor: Array, p: Terminal) -> Array:
    """Return the flux of tyrosine hydroxylase, uM/h, with substrate and product inhibition."""
    denominator = (
        tyrosine * bh4
        + p.th_km_tyrosine * bh4
        + p.th_km_tyrosine * p.th_km_bh4 * (1 + cytosolic / p.th_ki_dopamine)
    )
    inhibition = p.th_scale / (1 + tyrosine / p.th_substrate_inhibition)
    return np.asarray(inhibition * factor * p.th_vmax * tyrosine * bh4 / denominator)


def tyrosine_entry(p: Terminal) -> float:
    """Return what comes in from the blood, uM/h."""
    return p.tyrosine_entry_vmax * p.blood_tyrosine / (p.tyrosine_entry_km + p.blood_tyrosine)


def reductase(bh2: Array, bh4: Array, p: Terminal) -> Array:
    """Return what dihydropteridine reductase makes of tetrahydrobiopterin, uM/h."""
    forward = p.dhpr_forward_vmax * bh2 * p.nadph / ((p.dhpr_forward_km + bh2) * (p.nadph_km + p.nadph))
    backward = p.dhpr_backward_vmax * bh4 * p.nadp / ((p.dhpr_backward_km + bh4) * (p.nadp_km + p.nadp))
    return np.asarray(forward - backward)


def derivatives(
    state: Array,
    p: Terminal,
    *,
    occupancy: float = 0.0,
    expression: float = 1.0,
    blockade: float = 0.0,
    compensation: float = 1.0,
    firing: float = 1.0,
    mao: float = 1.0,
    dat: float = 1.0,
    clamp_synthesis_factor: float | None = None,
) -> Array:
    """Return d(state)/dt, uM/h, of the nine full equations.

    Args:
        state: (9,) in the order of `STATES`, uM.
        p: the parameters.
        occupancy: share of VMAT2 that is blocked.
        expression: VMAT2 expression, 1 = normal.
        blockade: share of D2 held by an antipsychotic.
        compensation: share of the autoreceptor feedback that is at work.
        firing: firing rate relative to tonic.
        mao: activity of MAO, 1 = normal.
        dat: capacity of DAT, 1 = normal.
        clamp_synthesis_factor: a fixed autoreceptor factor instead of the feedback.
    """
    bh2, bh4, tyrosine, l_dopa, cytosolic, vesicular, extracellular, hva, pool = state
    factor = (
        _feedback(extracellular, blockade, compensation, p)
        if clamp_synthesis_factor is None
        else np.asarray(clamp_synthesis_factor)
    )
    made = synthesis_flux(tyrosine, bh4, cytosolic, factor, p)
    reduced = reductase(bh2, bh4, p)
    decarboxylated = p.aadc_vmax * l_dopa / (p.aadc_km + l_dopa)
    loaded = (
        p.vmat_vmax * (1 - occupancy) * expression * cytosolic / (p.vmat_km + cytosolic)
        - p.vesicle_leak * vesicular
    )
    taken_up = dat * p.dat_vmax * extracellular / (p.dat_km + extracellular)
    cut_outside = p.comt_vmax * extracellular / (p.comt_km + extracellular)
    released = p.tonic_release * firing * vesicular
    return np.array(
        [
            made - reduced,
            reduced - made,
            tyrosine_entry(p)
            - made
            - (p.tyrosine_to_pool + p.tyrosine_use) * tyrosine
            + p.pool_to_tyrosine * pool,
            made - decarboxylated,
            decarboxylated - loaded + taken_up - mao * p.mao * cytosolic,
            loaded - released,
            released - taken_up - cut_outside - p.extracellular_removal * extracellular,
            mao * p.mao * cytosolic + cut_outside - p.hva_removal * hva,
            p.tyrosine_to_pool * tyrosine - (p.pool_to_tyrosine + p.pool_use) * pool,
        ]
    )


def _feedback(
    extracellular: Array | float, blockade: Array | float, compensation: float, p: Terminal
) -> Array:
    """Return the factor on synthesis; an antipsychotic hides part of the dopamine from the autoreceptor."""
    seen = np.asarray(extracellular) * (1.0 - p.autoreceptor_share_of_blockade * np.asarray(blockade))
    return np.asarray((1.0 - compensation) + compensation * autoreceptor_factor(seen, p))


def steady_state(
    occupancy: Array | float,
    blockade: Array | float,
    p: Terminal,
    *,
    compensation: float = 1.0,
    expression: float = 1.0,
    firing: float = 1.0,
    mao: Array | float = 1.0,
    dat: Array | float = 1.0,
    clamp_synthesis_factor: float | None = None,
    clamp_cytosol: float | None = None,
) -> TerminalState:
    """Return the steady terminal for each pair of occupancy and blockade (shapes broadcast), uM and uM/h.

    Everything follows from cytosolic dopamine, whose balance is bisected; with `clamp_cytosol` (uM) it is
    given. Other arguments as in `derivatives`.
    """
    blocked, phi, cut, uptake = np.broadcast_arrays(
        *(np.asarray(item, float) for item in (occupancy, blockade, mao, dat))
    )
    cutting = p.mao * cut
    pumps = p.vmat_vmax * (1.0 - blocked) * expression
    release = p.tonic_release * firing

    def rest(cytosolic: Array) -> TerminalState:
        vesicular = pumps * cytosolic / (p.vmat_km + cytosolic) / (p.vesicle_leak + release)
        extracellular = _extracellular(release * vesicular, uptake, p)
        lost = cutting * cytosolic + _lost_outside(extracellular, p)
        tyrosine = np.maximum(_steady_tyrosine(lost, p), _FLOOR)
        factor = (
            _feedback(extracellular, phi, compensation, p)
            if clamp_synthesis_factor is None
            else np.full_like(cytosolic, clamp_synthesis_factor)
        )
        made = synthesis_flux(tyrosine, steady_bh4(lost, p), cytosolic, factor, p)
        l_dopa = p.aadc_km * made / (p.aadc_vmax - made)
        return TerminalState(vesicular, cytosolic, extracellular, tyrosine, l_dopa, made, factor)

    if clamp_cytosol is not None:
        return rest(np.full(blocked.shape, clamp_cytosol))

    def gain(cytosolic: Array) -> Array:
        state = rest(cytosolic)
        return np.asarray(state.synthesis - cutting * cytosolic - _lost_outside(state.extracellular, p))

    most = tyrosine_entry(p) / np.maximum(cutting, _LEAST_MAO)
    found = rest(_balanced(gain, np.zeros(blocked.shape), most))
    _check_cleared(found, release * found.vesicular, uptake, p)
    return found


def _balanced(gain: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return where a gain that falls is 0, between two ends: false position, which bisects where it is slow.

    Where it is 0 nowhere the end is returned that lies nearest to it.
    """
    above, below = gain(low), gain(high)
    middle, side = low, np.zeros(low.shape)
    near = found = np.zeros(low.shape, bool)
    for turn in range(_FALSE_POSITIONS + _BISECTIONS):
        with np.errstate(all="ignore"):
            share = above / (above - below)
        sound = (above > 0.0) & (below < 0.0) & (share > 0.0) & (share < 1.0)
        next_ = low + np.where(sound & (turn < _FALSE_POSITIONS), share, 0.5) * (high - low)
        before, middle = middle, np.where(found, middle, next_)
        now = gain(middle)
        up = now > 0.0
        # Illinois: an end that has stayed twice counts half, so that it moves too.
        below = np.where(up, np.where(side > 0.0, below / 2, below), now)
        above = np.where(up, now, np.where(side < 0.0, above / 2, above))
        low, high, side = np.where(up, middle, low), np.where(up, high, middle), np.where(up, 1.0, -1.0)
        twice = near
        near = np.abs(middle - before) <= _ENOUGH * middle
        found = found | (near & twice) | (now == 0.0)
        if np.all(found):
            break
    return middle


def _lost_outside(extracellular: Array, p: Terminal) -> Array:
    cut = p.comt_vmax * extracellular / (p.comt_km + extracellular)
    return np.asarray(cut + p.extracellular_removal * extracellular)


def _extracellular(released: Array, dat: Array, p: Terminal) -> Array:
    """Return the concentration, uM, at which release equals re-uptake, breakdown and removal (Newton).

    From below: what is cleared is concave in the concentration, so that no step overshoots.
    """
    vmax = p.dat_vmax * dat
    linear = vmax / p.dat_km + p.comt_vmax / p.comt_km + p.extracellular_removal
    if np.any(linear <= 0.0):
        raise ValueError(_UNCLEARED)
    value = released / linear
    for _ in range(_MOST_NEWTON_STEPS):
        cleared = vmax * value / (p.dat_km + value) + _lost_outside(value, p)
        slope = (
            vmax * p.dat_km / (p.dat_km + value) ** 2
            + p.comt_vmax * p.comt_km / (p.comt_km + value) ** 2
            + p.extracellular_removal
        )
        step = (released - cleared) / slope
        value = np.minimum(value + step, _ENDLESS)
        if np.all(np.abs(step) <= _NEWTON_ENOUGH * value):
            break
    return np.asarray(value)


def _check_cleared(state: TerminalState, released: Array, dat: Array, p: Terminal) -> None:
    """Raise where saturable clearance cannot carry the release and nothing else removes dopamine."""
    if p.extracellular_removal > 0.0:
        return
    taken_up = p.dat_vmax * dat * state.extracellular / (p.dat_km + state.extracellular)
    if np.any(taken_up + _lost_outside(state.extracellular, p) < released * (1.0 - _CLEARED_ENOUGH)):
        raise ValueError(_UNCLEARED)


def _steady_tyrosine(lost: Array, p: Terminal) -> Array:
    back = p.pool_to_tyrosine * p.tyrosine_to_pool / (p.pool_to_tyrosine + p.pool_use)
    return np.asarray((tyrosine_entry(p) - lost) / (p.tyrosine_to_pool + p.tyrosine_use - back))


def steady_bh4(flux: Array, p: Terminal) -> Array:
    """Return tetrahydrobiopterin, uM, at which the reductase carries that flux (a quadratic)."""
    forward = p.dhpr_forward_vmax * p.nadph / (p.nadph_km + p.nadph)
    backward = p.dhpr_backward_vmax * p.nadp / (p.nadp_km + p.nadp)
    total, k2, k4 = p.biopterin_total, p.dhpr_forward_km, p.dhpr_backward_km
    a = -forward + backward + flux
    b = forward * (total - k4) - backward * (k2 + total) - flux * (k2 + total - k4)
    c = forward * total * k4 - flux * (k2 + total) * k4
    root = np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))
    # The form without cancellation; the root that lies between 0 and the total.
    q = -(b + np.where(b >= 0, root, -root)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = c / q, q / a
    inside = (first >= 0) & (first <= total)
    return np.asarray(np.clip(np.where(inside, first, np.nan_to_num(second)), _FLOOR, total))


def full_state(steady: TerminalState, p: Terminal) -> dict[str, float]:
    """Return the nine states, uM by the names of `STATES`, of one steady terminal with normal MAO."""
    bh4 = float(steady_bh4(steady.synthesis, p))
    outside = float(steady.extracellular)
    broken = p.mao * float(steady.cytosolic) + p.comt_vmax * outside / (p.comt_km + outside)
    return {
        "bh2": p.biopterin_total - bh4,
        "bh4": bh4,
        "tyrosine": float(steady.tyrosine),
        "l_dopa": float(steady.l_dopa),
        "cytosolic": float(steady.cytosolic),
        "vesicular": float(steady.vesicular),
        "extracellular": outside,
        "hva": broken / p.hva_removal,
        "pool": p.tyrosine_to_pool * float(steady.tyrosine) / (p.pool_to_tyrosine + p.pool_use),
    }


_FIELDS = tuple(item.name for item in fields(TerminalState))


@dataclass(frozen=True)
class TerminalTable:
    """Steady states relative to health over occupancy and blockade, for one setting of the terminal."""

    occupancy: Array
    blockade: Array
    values: TerminalState
    """Fields are (occupancy nodes, blockade nodes); vesicular and extracellular per share of free pumps."""

    def at(self, occupancy: Array, blockade: Array) -> TerminalState:
        """Return the terminal, relative to health, at each pair; bilinear in the table."""
        blocked, held = np.broadcast_arrays(np.clip(occupancy, 0.0, 1.0), np.clip(blockade, 0.0, 1.0))
        i, u = _locate(self.occupancy, blocked.ravel())
        v = held.ravel() * (len(self.blockade) - 1)  # evenly spaced
        j = np.minimum(v.astype(np.intp), len(self.blockade) - 2)
        v -= j
        corner = i * len(self.blockade) + j
        # A row holds all fields of a node: one look into the memory for each corner.
        near, after, far, last = (
            self._rows.take(corner + offset, axis=0)
            for offset in (0, 1, len(self.blockade), len(self.blockade) + 1)
        )
        near += v[:, None] * (after - near)
        far += v[:, None] * (last - far)
        near += u[:, None] * (far - near)
        columns = np.ascontiguousarray(near.T).reshape(-1, *blocked.shape)
        found = dict(zip(_FIELDS, columns, strict=True))
        for name in ("vesicular", "extracellular"):
            found[name] = found[name] * (1.0 - blocked)
        return TerminalState(**found)

    @cached_property
    def _rows(self) -> Array:
        """(nodes, fields) of `values`, the blockade varying fastest."""
        return np.stack([getattr(self.values, name).ravel() for name in _FIELDS], axis=1)


def _locate(nodes: Array, values: Array) -> tuple[NDArray[np.intp], Array]:
    index = np.clip(np.searchsorted(nodes, values, side="right") - 1, 0, len(nodes) - 2)
    return index, (values - nodes[index]) / (nodes[index + 1] - nodes[index])


@lru_cache(maxsize=32)
def table(
    p: Terminal, compensation: float, expression: float, firing: float, nodes: tuple[int, int] = _NODES
) -> TerminalTable:
    """Return the mechanistic rung's table, built once for each setting."""
    # Denser where the reserve runs out: the curve bends most near full block.
    occupancy = 1.0 - (1.0 - np.linspace(0.0, 1.0, nodes[0])) ** 1.5
    blockade = np.linspace(0.0, 1.0, nodes[1])
    inner = np.minimum(occupancy, 1.0 - 1e-9)
    healthy = steady_state(0.0, 0.0, p, compensation=compensation)
    state = steady_state(
        inner[:, None], blockade[None, :], p, compensation=compensation, expression=expression, firing=firing
    ).relative_to(healthy)
    free = (1.0 - inner)[:, None]
    values = {item.name: getattr(state, item.name) for item in fields(TerminalState)}
    values["vesicular"], values["extracellular"] = state.vesicular / free, state.extracellular / free
    return TerminalTable(occupancy, blockade, TerminalState(**values))


def reserve_spent(factor: Array, p: Terminal) -> Array:
    """Return the share of the autoreceptor's possible rise of synthesis that is at work, 0 to 1, (n,).

    A blocker of the autoreceptors spends it beforehand; what a VMAT2 inhibitor then takes is not made up for.

    Args:
        factor: of the autoreceptor on synthesis, relative to health.
        p: the parameters.
    """
    most = p.autoreceptor_amplitude + p.autoreceptor_floor
    return np.asarray(np.clip((factor - 1.0) / max(most - 1.0, _FLOOR), 0.0, 1.0))


def textbook(
    occupancy: Array,
    p: Terminal,
    *,
    expression: float = 1.0,
    firing: float = 1.0,
    dat: Array | float = 1.0,
) -> TerminalState:
    """Return the textbook rung, relative to health: the same equations with the cytosol clamped.

    Where the neuron fires as in health, the vesicular store is (1 - occupancy) times the expression exactly,
    whatever the parameters; what makes dopamine does not change. Clearance is taken far below saturation, as
    in the simple model: extracellular dopamine is in proportion to what is released, and inversely to the
    capacity of DAT.
    """
    leaving = (p.vesicle_leak + p.tonic_release) / (p.vesicle_leak + p.tonic_release * firing)
    vesicular = (1.0 - np.asarray(occupancy)) * (expression * leaving)
    extracellular = np.asarray(vesicular * firing / dat)
    still = np.ones_like(vesicular)
    return TerminalState(vesicular, still, extracellular, still, still, still, still)
