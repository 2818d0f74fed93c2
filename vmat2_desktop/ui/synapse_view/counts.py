"""Frame -> drawn counts: what stands for what, and how many of it. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from vmat2_desktop.engine.frame import Frame, SiteState
from vmat2_desktop.engine.model import Model
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view import tally

SPRITES: Mapping[str, str] = MappingProxyType(
    {
        "vesicle level": "vesicle_content",
        "docking site: docked, open, empty, docking": "sites",
        "VMAT2 pump, blocked": "vmat2_occupancy",
        "VMAT2 pump, blocked for good": "irreversible_block",
        "dopamine entering a pump": "vesicle_filling",
        "free inhibitor": "free_inhibitor_nM",
        "tyrosine": "tyrosine",
        "L-DOPA": "l_dopa",
        "flow of synthesis": "synthesis_flux",
        "dopamine in the cytosol": "cytosolic_dopamine",
        "dopamine cut by MAO": "mao_flux",
        "MAO inhibited": "mao_capacity",
        "released dopamine": "packets",
        "resting dopamine in the cleft": "extracellular_nM",
        "flow through DAT": "dat_flux",
        "DAT blocked": "dat_capacity",
        "D2 present": "d2_density",
        "D2 lit": "d2_lit",
        "D2 held": "d2_held",
        "free antipsychotic": "d2_held",
        "D1 lit": "d1_lit",
        "autoreceptor lit": "autoreceptor_lit",
        "autoreceptor held": "autoreceptor_held",
        "bar: response to each lit D2": "receptor_response",
        "action potential": "seconds_since_spike",
        "balance bar, too much": "score",
        "balance bar, too little": "parkinsonism",
    }
)
"""What is drawn -> the field of the Frame behind it."""

CYTOSOLIC_IN_HEALTH = 4
TYROSINE_IN_HEALTH = 4
L_DOPA_IN_HEALTH = 2

_PUMP_ORDER = tally.seeded_order(g.PUMPS, tally.PUMP_SEED)
_RECEPTOR_ORDER = tally.from_the_middle(g.SLOTS, tally.RECEPTOR_SEED)
_D1_ORDER = tuple(g.D1_SLOTS[i] for i in (2, 1, 3, 0))
_AUTO_ORDER = (1, 2, 3, 0)
_MAO_ORDER = (1, 0, 2)
_DAT_ORDER = (0, 1)


@dataclass(frozen=True, slots=True)
class Scales:
    """What one drawn thing stands for, all from the Model."""

    model: Model

    @property
    def vesicles_each(self) -> float:
        """Vesicles that a drawn one stands for."""
        return self.model.synapse.vesicles / g.VESICLES

    @property
    def stored_each(self) -> float:
        """Molecules of a dot in a vesicle."""
        return self.model.synapse.stored_molecules / self.model.drawing.dots_per_quantum

    @property
    def released_each(self) -> float:
        """Molecules of a released dot."""
        return self.model.synapse.released_quantum / self.model.drawing.dots_per_quantum

    @property
    def receptors_each(self) -> float:
        """D2 that a drawn one stands for."""
        return self.model.drawing.d2_receptors / len(g.FIRST_D2_SLOTS)

    @property
    def inhibitor_each_nM(self) -> float:
        """Free inhibitor that a hexagon stands for: half of what occupies half of the pumps."""
        return self.model.vmat2.ic50 / 2.0

    @property
    def extracellular_each_nM(self) -> float:
        """Resting dopamine that a dot in the cleft stands for: as a released dot."""
        return self.model.synapse.perisynaptic_peak / self.model.drawing.dots_per_quantum

    @property
    def cleft_widened(self) -> float:
        """How many times wider than to the scale of the vesicles the cleft is drawn."""
        drawn_nm = (g.POST_Y - g.BASE_Y) / g.VESICLE_RADIUS * self.model.drawing.vesicle_radius
        return drawn_nm / self.model.drawing.cleft_height

    @property
    def most_response(self) -> float:
        """Response to each lit D2 with the most receptors that up-regulation makes: the end of its bar."""
        receptor = self.model.receptor
        return 1.0 + receptor.functional_gain * receptor.upregulation_gain

    @property
    def fill_dots_per_s(self) -> float:
        """Dots that enter the drawn vesicles of a healthy synapse in one second of real time."""
        return g.VESICLES * self.model.drawing.dots_per_quantum * self.model.synapse.filling_rate


@dataclass(frozen=True)
class Counts:
    """Everything countable in one frame."""

    frame: Frame
    scales: Scales

    @cached_property
    def sites(self) -> int:
        """Drawn docking sites."""
        return min(max(len(self.frame.sites), 1), g.MOST_SITES)

    @cached_property
    def reserve(self) -> int:
        """Drawn vesicles away from the sites."""
        return len(g.reserve(self.sites))

    @cached_property
    def blocked(self) -> frozenset[int]:
        """Blocked pumps, of all that there are."""
        return tally.chosen(self.frame.vmat2_occupancy, _PUMP_ORDER)

    @cached_property
    def forever(self) -> frozenset[int]:
        """Pumps blocked for good."""
        irreversible = min(self.frame.irreversible_block, self.frame.vmat2_occupancy)
        return tally.chosen(irreversible, _PUMP_ORDER)

    @cached_property
    def shown_pumps(self) -> tuple[int, ...]:
        """Pumps whose vesicle is drawn now: an empty site has none."""
        empty = {
            self.reserve + index
            for index, site in enumerate(self.frame.sites[: self.sites])
            if site.state is SiteState.EMPTY
        }
        return tuple(pump for pump in range(g.PUMPS) if pump // g.PUMPS_PER_VESICLE not in empty)

    @cached_property
    def shown_blocked(self) -> int:
        """Blocked pumps that are drawn now."""
        return sum(pump in self.blocked for pump in self.shown_pumps)

    def pump_state(self, pump: int) -> str:
        """Return free, blocked or forever."""
        if pump in self.forever:
            return "forever"
        return "blocked" if pump in self.blocked else "free"

    @cached_property
    def stand_ins(self) -> tuple[int, ...]:
        """Which vesicle of the bouton each reserve position shows."""
        taken = frozenset(site.vesicle for site in self.frame.sites if site.vesicle >= 0)
        return tally.stand_ins(len(self.frame.vesicle_content), self.reserve, taken)

    @cached_property
    def free_inhibitor(self) -> int:
        """Free hexagons: at least one while there is any to speak of."""
        amount, each = self.frame.free_inhibitor_nM, self.scales.inhibitor_each_nM
        most = len(g.FREE_INHIBITOR)
        count = tally.drawn_count(amount / each / most if each > 0.0 else 0.0, most)
        return max(count, 1) if amount >= 0.05 else count

    @cached_property
    def cytosolic(self) -> int:
        """Dots in the cytosol."""
        return _relative(self.frame.cytosolic_dopamine, CYTOSOLIC_IN_HEALTH, len(g.CYTOSOLIC))

    @cached_property
    def tyrosine(self) -> int:
        """Triangles."""
        return _relative(self.frame.tyrosine, TYROSINE_IN_HEALTH, len(g.TYROSINE))

    @cached_property
    def l_dopa(self) -> int:
        """Diamonds."""
        return _relative(self.frame.l_dopa, L_DOPA_IN_HEALTH, len(g.L_DOPA))

    @cached_property
    def extracellular(self) -> int:
        """Resting dots in the cleft."""
        each, most = self.scales.extracellular_each_nM, len(g.EXTRACELLULAR)
        return tally.drawn_count(self.frame.extracellular_nM / each / most if each > 0.0 else 0.0, most)

    @cached_property
    def free_antipsychotic(self) -> int:
        """Squares in the cleft."""
        most = len(g.FREE_ANTIPSYCHOTIC)
        count = tally.drawn_count(self.frame.d2_held, most)
        return max(count, 1) if self.held_d2 else count

    @cached_property
    def _slots(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return tally.present(self.frame.d2_density, g.FIRST_D2_SLOTS, g.NEW_D2_SLOTS)

    @property
    def d2_slots(self) -> tuple[int, ...]:
        """Slots that hold a D2."""
        return self._slots[0]

    @property
    def new_d2(self) -> tuple[int, ...]:
        """Those of them that stood empty in health."""
        return self._slots[1]

    @cached_property
    def _d2(self) -> tuple[frozenset[int], frozenset[int]]:
        order = [slot for slot in _RECEPTOR_ORDER if slot in self.d2_slots]
        return tally.two_states(self.frame.d2_lit, self.frame.d2_held, order)

    @property
    def lit_d2(self) -> frozenset[int]:
        """Slots whose D2 holds dopamine."""
        return self._d2[0]

    @property
    def held_d2(self) -> frozenset[int]:
        """Slots whose D2 holds the antipsychotic."""
        return self._d2[1]

    @property
    def free_d2(self) -> int:
        """D2 that hold nothing."""
        return len(self.d2_slots) - len(self.lit_d2) - len(self.held_d2)

    @cached_property
    def lit_d1(self) -> frozenset[int]:
        """Slots whose D1 holds dopamine."""
        return tally.chosen(self.frame.d1_lit, _D1_ORDER)

    @cached_property
    def autoreceptors(self) -> tuple[frozenset[int], frozenset[int]]:
        """Autoreceptors lit and held."""
        return tally.two_states(self.frame.autoreceptor_lit, self.frame.autoreceptor_held, _AUTO_ORDER)

    @cached_property
    def inhibited_mao(self) -> frozenset[int]:
        """Discs of MAO whose bite an inhibitor closes."""
        return tally.chosen(1.0 - self.frame.mao_capacity, _MAO_ORDER)

    @cached_property
    def blocked_dat(self) -> frozenset[int]:
        """Transporters with a bar across."""
        return tally.chosen(1.0 - self.frame.dat_capacity, _DAT_ORDER)

    def d2_state(self, slot: int) -> str:
        """Return free, lit or held."""
        return "lit" if slot in self.lit_d2 else "held" if slot in self.held_d2 else "free"


def _relative(value: float, in_health: int, most: int) -> int:
    return tally.drawn_count(value * in_health / most, most)
