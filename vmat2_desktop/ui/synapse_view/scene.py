"""Frame -> the list of sprites on the plate, in drawing order. Holds what eases and flows; no painter."""

from __future__ import annotations

from collections.abc import Hashable

from vmat2_desktop.engine.frame import Frame, Pace, Site, SiteState
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import layers, pool, walks
from vmat2_desktop.ui.synapse_view.atlas import (
    Placed,
    omega_sprite,
    pump_sprite,
    turned_sprite,
    vesicle_sprite,
)
from vmat2_desktop.ui.synapse_view.counts import Counts, Scales
from vmat2_desktop.ui.synapse_view.fades import Fades, ease_in_out
from vmat2_desktop.ui.synapse_view.flows import Flows

PORE_OPENS_SECONDS = 0.12
PORE_CLOSES_SECONDS = 0.30
DOCKING_SECONDS = 0.40
WAVE_SECONDS = 0.36
"""Shown time that the action potential takes from the axon to the active zone."""
WAVE_FADES_SECONDS = 0.45
_CALM_PACE = 0.1
"""Spikes that release nothing fade where the picture runs faster than this: four a second would flicker."""
_DOCKING_DROP = 13.0
_RISE = 10.0


class Scene:
    """The plate at the present frame."""

    def __init__(self, model: Model) -> None:
        self.scales = Scales(model)
        self.frame: Frame | None = None
        self.counts: Counts | None = None
        self.reduced_motion = False
        self.hidden: frozenset[str] = frozenset({layers.POOL})
        """Layers that are not drawn."""
        self._model = model
        self._fades = Fades()
        self._flows = Flows(self.scales)
        self._advanced = False
        self._running = False

    def show(self, frame: Frame) -> None:
        """Take the next frame; without shown time since the last one, everything changes at once."""
        at_once = not self._advanced or self.frame is None
        self._running = self.frame is not None and frame.time_h != self.frame.time_h
        self.frame, self.counts = frame, Counts(frame, self.scales)
        self._advanced = False
        self._want(self.counts, at_once)

    def advance(self, seconds: float) -> None:
        """Let shown time pass for whatever eases; what flows stands while the clock stands."""
        if self.frame is None or self.counts is None or seconds <= 0.0:
            return
        self._advanced = True
        self._fades.advance(seconds)
        if self._running and not self.reduced_motion:
            self._flows.advance(seconds, self.frame, self.counts)

    def pump_angles(self) -> set[float]:
        """Return every direction in which a pump can stand."""
        turned = {(first + turn) % 360 for _, _, first in g.reserve(1) for turn in (0, 120, 240)}
        return turned | set(g.DOCKED_ANGLES) | set(g.FUSED_ANGLES)

    # States that ease

    def _want(self, counts: Counts, at_once: bool) -> None:
        want = self._fades.want
        for pump in range(g.PUMPS):
            want(("pump", pump), counts.pump_state(pump), at_once)
        for slot in g.D2_SLOTS:
            there = slot in counts.d2_slots
            want(("d2", slot), counts.d2_state(slot) if there else None, at_once)
            want(("plus", slot), "plus" if slot in counts.new_d2 else None, at_once)
        for slot in g.D1_SLOTS:
            want(("d1", slot), "lit" if slot in counts.lit_d1 else "free", at_once)
        lit, held = counts.autoreceptors
        for item in range(len(g.AUTORECEPTORS)):
            want(("auto", item), "lit" if item in lit else "held" if item in held else "free", at_once)
        for disc in range(len(g.MAO)):
            want(("mao", disc), "inhibited" if disc in counts.inhibited_mao else "free", at_once)
        for side in range(len(g.DAT)):
            want(("dat", side), "blocked" if side in counts.blocked_dat else "free", at_once)
        barred = bool(counts.forever) and len(counts.forever) == len(counts.blocked)
        hexagon = "inhibitor:forever" if barred else "inhibitor"
        for kind, sprite, places, count in (
            ("cytosol", "dopamine", g.CYTOSOLIC, counts.cytosolic),
            ("tyrosine", "tyrosine", g.TYROSINE, counts.tyrosine),
            ("l_dopa", "l_dopa", g.L_DOPA, counts.l_dopa),
            ("inhibitor", hexagon, g.FREE_INHIBITOR, counts.free_inhibitor),
            ("tonic", "dopamine", g.EXTRACELLULAR, counts.extracellular),
            ("antipsychotic", "antipsychotic", g.FREE_ANTIPSYCHOTIC, counts.free_antipsychotic),
        ):
            for item in range(len(places)):
                want((kind, item), sprite if item < count else None, at_once)
        self._want_vesicles(counts, at_once)

    def _want_vesicles(self, counts: Counts, at_once: bool) -> None:
        contents = counts.frame.vesicle_content
        kept: set[Hashable] = set()
        item: Hashable
        jump = at_once or self.reduced_motion
        for position, vesicle in enumerate(counts.stand_ins):
            item = ("vesicle", position)
            kept.add(item)
            self._fades.want_level(item, float(contents[vesicle]) if vesicle >= 0 else 0.0, jump)
        for index, site in enumerate(counts.frame.sites[: counts.sites]):
            if site.state in (SiteState.DOCKED, SiteState.DOCKING):
                item = ("site", index, site.vesicle)
                kept.add(item)
                self._fades.want_level(item, site.content, jump)
        self._fades.keep_levels(kept)

    # The list of sprites

    def placed(self) -> list[Placed]:
        """Return every sprite of the present frame, the lowest first."""
        if self.frame is None or self.counts is None:
            return []
        found: list[Placed] = []
        if layers.POOL not in self.hidden:
            found += pool.placed(self.frame, self.counts.sites)
        self._terminal(found)
        self._vesicles(found, self.counts)
        self._sites(found, self.frame, self.counts)
        self._cleft(found, self.frame)
        self._receptors(found)
        return found

    def _hovering(self, found: list[Placed], kind: str, places: tuple[g.Point, ...]) -> None:
        for item, place in enumerate(places):
            x, y = place if self.reduced_motion or item == 0 else self._flows.drifted(place, item)
            found += [Placed(sprite, x, y, part) for sprite, part in self._fades.shown((kind, item))]

    def _terminal(self, found: list[Placed]) -> None:
        hidden = self.hidden
        self._turned(found, layers.MAO, g.MAO)
        self._turned(found, layers.DAT, g.DAT)
        if layers.SYNTHESIS not in hidden:
            found += [Placed("gate", x, y) for x, y in g.GATES]
            self._hovering(found, "tyrosine", g.TYROSINE)
            self._hovering(found, "l_dopa", g.L_DOPA)
            found += self._flows.synthesis()
        if layers.CYTOSOL not in hidden:
            self._hovering(found, "cytosol", g.CYTOSOLIC)
        if layers.INHIBITOR not in hidden:
            self._hovering(found, "inhibitor", g.FREE_INHIBITOR)
        if layers.MAO not in hidden:
            found += self._flows.mao()
        if layers.DAT not in hidden:
            found += self._flows.dat()

    def _turned(self, found: list[Placed], kind: str, places: tuple[tuple[float, float, float], ...]) -> None:
        """Place what stands at an angle: the name of its layer is that of its sprites."""
        if kind in self.hidden:
            return
        for item, (x, y, angle) in enumerate(places):
            for state, part in self._fades.shown((kind, item)):
                found.append(Placed(turned_sprite(kind, state, angle), x, y, part))

    def _vesicles(self, found: list[Placed], counts: Counts) -> None:
        for position, (x, y, first) in enumerate(g.reserve(counts.sites)):
            found.append(Placed(vesicle_sprite(self._fades.level(("vesicle", position))), x, y))
            angles = (first, first + 120, first + 240)
            self._pumps(found, position, x, y, g.VESICLE_RADIUS, angles, counts)

    def _sites(self, found: list[Placed], frame: Frame, counts: Counts) -> None:
        for index, (x, site) in enumerate(zip(g.sites(counts.sites), frame.sites, strict=False)):
            vesicle = counts.reserve + index
            if site.state is SiteState.FUSING:
                self._fusing(found, frame, site, vesicle, x, counts)
            elif site.state is not SiteState.EMPTY:
                self._docked(found, frame, (index, site), vesicle, x, counts)

    def _fusing(
        self, found: list[Placed], frame: Frame, site: Site, vesicle: int, x: float, counts: Counts
    ) -> None:
        since = site.seconds / frame.slow_motion
        left = (self._model.synapse.fusion_time - site.seconds) / frame.slow_motion
        opening = min(1.0, since / PORE_OPENS_SECONDS, max(0.0, left / PORE_CLOSES_SECONDS))
        if self.reduced_motion:
            opening = 1.0
        found.append(Placed(omega_sprite(opening), x, g.BASE_Y))
        self._pumps(found, vesicle, x, g.FUSED_Y, g.FUSED_RADIUS, g.FUSED_ANGLES, counts, loads=False)

    def _docked(
        self,
        found: list[Placed],
        frame: Frame,
        docked: tuple[int, Site],
        vesicle: int,
        x: float,
        counts: Counts,
    ) -> None:
        index, site = docked
        part = 1.0
        if site.state is SiteState.DOCKING and not self.reduced_motion:
            part = ease_in_out(site.seconds / frame.slow_motion / DOCKING_SECONDS)
        y = g.DOCKED_Y - _DOCKING_DROP * (1.0 - part)
        level = self._fades.level(("site", index, site.vesicle))
        found.append(Placed(vesicle_sprite(level), x, y, part))
        self._pumps(found, vesicle, x, y, g.VESICLE_RADIUS, g.DOCKED_ANGLES, counts, opacity=part)

    def _pumps(
        self,
        found: list[Placed],
        vesicle: int,
        x: float,
        y: float,
        radius: float,
        angles: tuple[float, ...],
        counts: Counts,
        opacity: float = 1.0,
        loads: bool = True,
    ) -> None:
        per_pump = self._flows.per_pump(counts.frame, counts) if loads and opacity >= 1.0 else 0.0
        for i, angle in enumerate(angles):
            pump = vesicle * g.PUMPS_PER_VESICLE + i
            dx, dy = g.outwards(angle, radius)
            for state, part in self._fades.shown(("pump", pump)):
                found.append(Placed(pump_sprite(state, angle), x + dx, y + dy, part * opacity))
            if per_pump and counts.pump_state(pump) == "free" and not self.reduced_motion:
                dot = self._flows.entering(pump, x, y, angle, per_pump)
                if dot is not None:
                    found.append(dot)

    def _cleft(self, found: list[Placed], frame: Frame) -> None:
        if layers.ANTIPSYCHOTIC not in self.hidden:
            self._hovering(found, "antipsychotic", g.FREE_ANTIPSYCHOTIC)
        if layers.CLEFT in self.hidden:
            return
        self._hovering(found, "tonic", g.EXTRACELLULAR)
        xs = g.sites(len(frame.sites))
        for packet in frame.packets:
            if packet.site >= len(xs) or packet.lifetime_s <= 0.0:
                continue
            path = walks.walk(xs[packet.site], packet.by_dat, packet.key)
            share = packet.age_s / packet.lifetime_s
            x, y = walks.resting_point(path) if self.reduced_motion else walks.at(path, share)
            found.append(Placed("dopamine", x, y, walks.opacity(share)))

    def _receptors(self, found: list[Placed]) -> None:
        for item, (x, y) in enumerate(() if layers.AUTORECEPTOR in self.hidden else g.AUTORECEPTORS):
            found += [
                Placed(f"auto:{state}", x, y, part) for state, part in self._fades.shown(("auto", item))
            ]
        if layers.RECEPTORS in self.hidden:
            return
        for kind, slots in (("d1", g.D1_SLOTS), ("d2", g.D2_SLOTS)):
            for slot in slots:
                rise = 0.0 if self.reduced_motion else self._fades.rise((kind, slot)) * _RISE
                for state, part in self._fades.shown((kind, slot)):
                    found.append(Placed(f"{kind}:{state}", g.slot_x(slot), g.POST_Y + rise, part))
        for slot in g.D2_SLOTS:
            y = g.POST_Y + 0.72 * g.RECEPTOR_SIZE
            found += [
                Placed(name, g.slot_x(slot), y, part) for name, part in self._fades.shown(("plus", slot))
            ]

    # The action potential

    def wave(self) -> tuple[float, float] | None:
        """Return how far the action potential has come, 0 to 1, and how strong it is drawn, or None."""
        frame = self.frame
        if frame is None:
            return None
        shown = frame.seconds_since_spike / frame.slow_motion
        lead = self._model.synapse.clip_lead
        if frame.pace is Pace.CLIP and frame.picture_s < lead:
            shown = (frame.picture_s - lead) / frame.slow_motion
        if -WAVE_SECONDS <= shown < 0.0:
            return (1.0, 0.8) if self.reduced_motion else (1.0 + shown / WAVE_SECONDS, 1.0)
        if 0.0 <= shown < WAVE_SECONDS + WAVE_FADES_SECONDS:
            return self._after(shown, frame)
        return None

    def _after(self, shown: float, frame: Frame) -> tuple[float, float]:
        """Run a spike down that was not seen coming while it acts; let one that was fade where it arrived."""
        strength = 1.0 if frame.spike_released else 0.5 * min(1.0, _CALM_PACE / frame.slow_motion)
        if frame.pace is Pace.CLIP or self.reduced_motion:
            left = max(0.0, 1.0 - shown / WAVE_FADES_SECONDS)
            return 1.0, strength * left * (0.8 if self.reduced_motion else 1.0)
        if shown < WAVE_SECONDS:
            return shown / WAVE_SECONDS, strength
        return 1.0, strength * (1.0 - (shown - WAVE_SECONDS) / WAVE_FADES_SECONDS)
