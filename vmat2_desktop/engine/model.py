"""What is known: one frozen Model of parameters with units.

Defined here, filled by knowledge/ from resources/, overridden by the Scenario. The id of a parameter is
`group.field` (`vmat2.ic50`), of a drug's parameter `drug_id.field` (`valbenazine.clearance`). The unit stands
in each field's metadata and must agree with the unit in resources/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any


def parameter(unit: str) -> Any:
    """Declare a field as a parameter with that unit."""
    return field(metadata={"unit": unit})


@dataclass(frozen=True, slots=True)
class Vmat2:
    """Binding of inhibitors to the vesicular monoamine transporter 2."""

    ic50: float = parameter("nM")
    """Effective in-vivo potency of unbound [+]-alpha-HTBZ (or its equivalents)."""
    turnover_half_life: float = parameter("d")
    """Half-life of the transporter site, which sets recovery from reserpine."""
    reserpine_inactivation: float = parameter("1/(nM h)")
    """Rate constant of the practically irreversible block by unbound reserpine."""
    binding_ki: float = parameter("nM")
    """Binding affinity of [+]-alpha-HTBZ in vitro: shown beside the effective potency, used for no state."""
    vmat1_turnover_half_life: float = parameter("d")
    vmat1_inactivation: float = parameter("1/(nM h)")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Best, Nijhout and Reed 2009; uM and hours, every compartment of unit volume."""

    blood_tyrosine: float = parameter("uM")
    tyrosine_entry_vmax: float = parameter("uM/h")
    tyrosine_entry_km: float = parameter("uM")
    th_vmax: float = parameter("uM/h")
    th_scale: float = parameter("1")
    th_substrate_inhibition: float = parameter("uM")
    th_km_tyrosine: float = parameter("uM")
    th_km_bh4: float = parameter("uM")
    th_ki_dopamine: float = parameter("uM")
    autoreceptor_amplitude: float = parameter("1")
    autoreceptor_steepness: float = parameter("1")
    autoreceptor_exponent: float = parameter("1")
    autoreceptor_midpoint: float = parameter("uM")
    autoreceptor_floor: float = parameter("1")
    autoreceptor_share_of_blockade: float = parameter("1")
    """kappa: the share of the antipsychotic's D2 occupancy that reaches the autoreceptors."""
    dhpr_forward_vmax: float = parameter("uM/h")
    dhpr_forward_km: float = parameter("uM")
    dhpr_backward_vmax: float = parameter("uM/h")
    dhpr_backward_km: float = parameter("uM")
    nadph: float = parameter("uM")
    nadph_km: float = parameter("uM")
    nadp: float = parameter("uM")
    nadp_km: float = parameter("uM")
    biopterin_total: float = parameter("uM")
    aadc_vmax: float = parameter("uM/h")
    aadc_km: float = parameter("uM")
    vmat_vmax: float = parameter("uM/h")
    vmat_km: float = parameter("uM")
    vesicle_leak: float = parameter("1/h")
    tonic_release: float = parameter("1/h")
    """`fire` at the tonic firing rate of the synapse group."""
    dat_vmax: float = parameter("uM/h")
    dat_km: float = parameter("uM")
    comt_vmax: float = parameter("uM/h")
    comt_km: float = parameter("uM")
    extracellular_removal: float = parameter("1/h")
    mao: float = parameter("1/h")
    hva_removal: float = parameter("1/h")
    tyrosine_to_pool: float = parameter("1/h")
    pool_to_tyrosine: float = parameter("1/h")
    tyrosine_use: float = parameter("1/h")
    pool_use: float = parameter("1/h")


@dataclass(frozen=True, slots=True)
class Synapse:
    """The fast synapse, vesicle by vesicle."""

    vesicles: float = parameter("1")
    """Vesicles of one bouton."""
    docking_sites: float = parameter("1")
    fusion_time: float = parameter("s")
    """How long the pore of a released vesicle stays open."""
    redocking_time: float = parameter("s")
    """From the fusion at a site until another vesicle is ready there."""
    docking_time: float = parameter("s")
    """The last part of it, in which that vesicle is on its way."""
    released_quantum: float = parameter("molecules")
    """Molecules that one full vesicle releases (not what it stores)."""
    stored_molecules: float = parameter("molecules")
    """Molecules that one full vesicle stores."""
    filling_rate: float = parameter("1/s")
    release_probability: float = parameter("1")
    autoreceptor_release_gain: float = parameter("1")
    """alpha of the release factor (1 + alpha*B0)/(1 + alpha*B)."""
    autoreceptor_on: float = parameter("1/(nM s)")
    autoreceptor_off: float = parameter("1/s")
    tonic_firing: float = parameter("Hz")
    burst_spikes: float = parameter("1")
    burst_rate: float = parameter("Hz")
    perisynaptic_peak: float = parameter("nM")
    """Perisynaptic dopamine at the peak of one full quantum in healthy tissue, the tonic level included."""
    dat_vmax: float = parameter("nM/s")
    dat_km: float = parameter("nM")
    other_clearance: float = parameter("1/s")
    population_quantum: float = parameter("nM")
    """Rise of the mean extracellular dopamine when every bouton of the population sees one spike."""
    diffusion: float = parameter("um^2/s")
    volume_fraction: float = parameter("1")
    d2_kd: float = parameter("nM")
    d1_kd: float = parameter("nM")
    d2_on: float = parameter("1/(nM min)")
    d2_off: float = parameter("1/min")
    d1_on: float = parameter("1/(nM min)")
    d1_off: float = parameter("1/min")
    epoch: float = parameter("s")
    """Randomness is keyed on intervals of this length; each begins from the stationary law of its moment."""
    clip_duration: float = parameter("s")
    """Model time that the slow-motion clip shows."""
    clip_shown: float = parameter("s")
    """Time that one showing of the clip takes."""
    clip_lead: float = parameter("s")
    """Model time in the clip before its spike."""


@dataclass(frozen=True, slots=True)
class Metabolism:
    """From a CYP2D6 activity score to a phenotype and an activity."""

    normal_activity_score: float = parameter("1")
    """Score of the reference diplotype, whose activity is 1."""
    intermediate_below: float = parameter("1")
    """Scores above 0 and below this are intermediate metabolisers."""
    ultrarapid_above: float = parameter("1")
    cyp2d6_turnover_half_life: float = parameter("h")
    cyp3a4_turnover_half_life: float = parameter("h")
    mao_turnover_half_life: float = parameter("h")
    strong_inhibition_below: float = parameter("1")
    """Activity under which an inhibitor counts as strong for the labels; decides no state."""
    strong_induction_above: float = parameter("1")
    """Activity over which an inducer counts as strong for the labels; decides no state."""


@dataclass(frozen=True, slots=True)
class Liver:
    """What is left of intrinsic clearance, and what bypasses the liver, by Child-Pugh class."""

    mild_function: float = parameter("1")
    mild_shunt: float = parameter("1")
    moderate_function: float = parameter("1")
    moderate_shunt: float = parameter("1")
    severe_function: float = parameter("1")
    severe_shunt: float = parameter("1")


@dataclass(frozen=True, slots=True)
class Amines:
    """Serotonin, noradrenaline and the adrenal medulla, as far as mood and blood pressure need them."""

    serotonin_reserve: float = parameter("1")
    """rho: how much a terminal makes up for blocked pumps; 0 = store falls with occupancy."""
    noradrenaline_reserve: float = parameter("1")
    pressure_sympathetic: float = parameter("1")
    """Share of blood pressure that hangs on noradrenaline from sympathetic endings."""
    pressure_adrenal: float = parameter("1")
    pressure_lag: float = parameter("d")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What must be kept, and what trials report beside movement."""

    protection_half: float = parameter("1")
    """D2 blockade at half of the protection from psychosis."""
    protection_steepness: float = parameter("1")
    qt_flag: float = parameter("ms")
    """Predicted prolongation above which the risk is flagged."""
    somnolence_excess: float = parameter("%")
    """Points above placebo at complete loss of noradrenaline."""
    depression_excess: float = parameter("%")
    """Points above placebo at complete loss of serotonin, in tardive dyskinesia."""
    depression_huntington: float = parameter("1")
    """Factor of the former in Huntington disease."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rated score adds to the true one; used only where trial results are compared."""

    placebo_kinect3: float = parameter("points")
    placebo_kinect2: float = parameter("points")
    placebo_aim_td: float = parameter("points")
    placebo_arm_td: float = parameter("points")
    placebo_tetra_hd: float = parameter("points")
    placebo_first_hd: float = parameter("points")
    rater_noise: float = parameter("points^0.5")
    """nu: noise SD of a change is nu times the root of the baseline score."""
    minimal_important_change: float = parameter("points")


@dataclass(frozen=True, slots=True)
class Variability:
    """Between people; log-normal unless said."""

    exposure_cv: float = parameter("1")
    """Of the inhibitor's exposure, CYP2D6 phenotype not drawn."""
    exposure_residual_cv: float = parameter("1")
    """Of the inhibitor's exposure, CYP2D6 phenotype drawn."""
    ic50_sigma: float = parameter("1")
    parkinsonism_half_sigma: float = parameter("1")
    plasticity_rate_median: float = parameter("1/y")
    plasticity_rate_sigma: float = parameter("1")
    upregulation_gain_cv: float = parameter("1")
    antipsychotic_exposure_cv: float = parameter("1")
    upregulation_plasticity_correlation: float = parameter("1")
    trial_blockade_mean: float = parameter("1")
    """Normal: D2 blockade of the people in a trial of tardive dyskinesia who take an antipsychotic."""
    trial_blockade_sd: float = parameter("1")
    trial_antipsychotic_share: float = parameter("1")
    trial_baseline_mean: float = parameter("points")
    trial_baseline_cv: float = parameter("1")
    d2_density_cv: float = parameter("1")
    case_score: float = parameter("points")
    """Score from which a person counts as a case of tardive dyskinesia."""
    background_incidence: float = parameter("1/y")


@dataclass(frozen=True, slots=True)
class History:
    """The ready-made histories behind the conditions: haloperidol before time 0."""

    tardive_dyskinesia_duration: float = parameter("d")
    tardive_dyskinesia_dose: float = parameter("mg/d")
    parkinsonism_duration: float = parameter("d")
    parkinsonism_dose: float = parameter("mg/d")
    huntington_score: float = parameter("points")
    """Untreated total maximal chorea."""
    tourette_score: float = parameter("points")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the drawn counts and lengths stand for."""

    vesicle_radius: float = parameter("nm")
    cleft_height: float = parameter("nm")
    d2_receptors: float = parameter("1")
    """D2 receptors that the drawn ones of a healthy synapse stand for."""
    dots_per_quantum: float = parameter("1")
    """Dots that one full vesicle holds and releases."""
    spiral_turns: float = parameter("1")
    spiral_seconds: float = parameter("s")
    """What a steady hand takes for the spiral."""
    spiral_pace: float = parameter("1")
    """Exponent of the way along the spiral over time; 0.5 is an even speed along the line."""
    spiral_wander: float = parameter("1")
    """Unsteadiness of a healthy hand; lengths are shares of the template's radius."""
    spiral_throw: float = parameter("1")
    """Largest throw at the full score."""
    spiral_half_score: float = parameter("1")
    """Share of the full score at which throws are about half of that."""
    spiral_haste: float = parameter("1")
    """Share of the time that the full score saves."""
    spiral_unevenness: float = parameter("1")
    """How far speed comes and goes at the full score."""
    spiral_shrinking: float = parameter("1")
    """Share of the size that a parkinsonism index of 1 takes."""
    spiral_crowding: float = parameter("1")
    """How far the turns crowd towards the middle at an index of 1."""
    spiral_slowing: float = parameter("1")
    """Further time that it takes, as a multiple."""
    spiral_tremor: float = parameter("1")
    spiral_tremor_hz: float = parameter("1/s")


@dataclass(frozen=True, slots=True)
class Receptor:
    """Postsynaptic D2: resting occupancy, competition, up-regulation."""

    resting_occupancy: float = parameter("1")
    upregulation_gain: float = parameter("1")
    up_half_life: float = parameter("d")
    down_half_life: float = parameter("d")
    functional_gain: float = parameter("1")
    """h: response per receptor grows as 1 + h (density - 1)."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Dopamine signal to movement: teaching constructs, stated as such."""

    d2_share: float = parameter("1")
    lagged_share: float = parameter("1")
    """f: the share of the signal that passes the network lag."""
    network_lag: float = parameter("d")
    plasticity_rate: float = parameter("1/y")
    plasticity_threshold: float = parameter("1")
    plasticity_decay: float = parameter("y")
    score_half: float = parameter("1")
    """K: hyperkinetic drive at half of the scale."""
    score_maximum: float = parameter("points")
    parkinsonism_half: float = parameter("1")
    parkinsonism_steepness: float = parameter("1")
    hyperkinetic_offset: float = parameter("1")
    """c: how far plasticity offsets parkinsonism."""
    huntington_parkinsonism_half: float = parameter("1")
    """s50 in Huntington disease, where c is 0."""
    anticholinergic_relief: float = parameter("1")
    """Share of the parkinsonism index that a full anticholinergic dose takes away."""
    anticholinergic_worsening: float = parameter("1")
    """Growth of the hyperkinetic drive under a full anticholinergic dose."""


@dataclass(frozen=True, slots=True)
class Avoided:
    """What a label advises against taking together with its drug."""

    what: str
    """A drug's id, a kind (`vmat2_inhibitor`) or a modulator's effect (`mao_inhibitor`, `cyp3a4_inducer`)."""
    days: float = 0.0
    """How long its last dose must lie back."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the labels say of a drug's dosing, mg; for display, never for the equations."""

    usual_mg: float
    """Usual single dose."""
    usual_times_per_day: int
    times_per_day: tuple[int, ...]
    max_mg_per_day: float
    slider_max_mg_per_day: float
    step_mg: float
    max_mg_per_day_poor_metaboliser: float | None = None
    max_mg_per_day_cyp2d6_inhibitor: float | None = None
    max_mg_per_day_cyp3a4_inhibitor: float | None = None
    max_mg_per_day_liver: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """By class of `scenario.Liver`; 0 = contraindicated, absent: as with a normal liver."""
    max_single_mg: float | None = None
    max_single_mg_poor_metaboliser: float | None = None
    """Also with a strong CYP2D6 inhibitor, which labels treat alike."""
    strengths_mg: tuple[float, ...] = ()
    """Of tablets or capsules."""
    titration: tuple[tuple[float, float], ...] = ()
    """(days from the start, mg a day): the usual first steps before the dose that is asked for."""
    retitrate_after_days: float | None = None
    """After a longer gap the first steps begin anew."""
    avoid_with: tuple[Avoided, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Moiety:
    """A substance whose concentration is a column: parent or metabolite."""

    id: str
    name: str
    active: bool
    """Whether it binds VMAT2 in this model."""


@dataclass(frozen=True, slots=True)
class Drug:
    """A medicine that the engine knows."""

    id: str
    name: str
    kind: str
    """One of `KINDS`."""
    kinetics: str
    """One of `KINETICS`: which equations of pharmacokinetics.py or metabolism.py it follows."""
    label: Label
    moieties: tuple[Moiety, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """By field name, in the units that its file states."""
    irreversible: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """Every number of the engine."""

    vmat2: Vmat2
    terminal: Terminal
    synapse: Synapse
    receptor: Receptor
    movement: Movement
    metabolism: Metabolism
    history: History
    drawing: Drawing
    liver: Liver
    amines: Amines
    outcome: Outcome
    trial: Trial
    variability: Variability
    drugs: Mapping[str, Drug]
    cyp2d6_activity: Mapping[str, float]
    """Activity value of each CYP2D6 allele."""
    variants: Mapping[str, Mapping[str, float]]
    """Gene -> variant -> factor: on brain exposure of substrates (abcb1), VMAT2 (slc18a2), D2 (drd2)."""

    def overridden(self, overrides: Iterable[tuple[str, float]]) -> Model:
        """Return a model with those parameters changed.

        Raises:
            KeyError: an id names no parameter. Ranges are checked where the number comes from, not here.
        """
        groups = {group.name: getattr(self, group.name) for group in fields(self)}
        drugs = dict(self.drugs)
        for identifier, value in overrides:
            owner, _, name = identifier.partition(".")
            if owner in drugs and name in drugs[owner].parameters:
                changed = MappingProxyType({**drugs[owner].parameters, name: value})
                drugs[owner] = replace(drugs[owner], parameters=changed)
            elif owner in GROUPS and name in {item.name for item in fields(GROUPS[owner])}:
                groups[owner] = replace(groups[owner], **{name: value})
            else:
                raise KeyError(identifier)
        return Model(**{**groups, "drugs": MappingProxyType(drugs)})

    def drugs_of_kind(self, kind: str) -> tuple[Drug, ...]:
        """Return the drugs of that kind in the order of their files."""
        return tuple(drug for drug in self.drugs.values() if drug.kind == kind)


GROUPS: Mapping[str, type] = MappingProxyType(
    {
        "vmat2": Vmat2,
        "terminal": Terminal,
        "synapse": Synapse,
        "receptor": Receptor,
        "movement": Movement,
        "metabolism": Metabolism,
        "history": History,
        "drawing": Drawing,
        "liver": Liver,
        "amines": Amines,
        "outcome": Outcome,
        "trial": Trial,
        "variability": Variability,
    }
)
"""Parameter groups by the first part of their ids; each is one file of resources/parameters."""

VARIANT_GENES = ("abcb1", "slc18a2", "drd2")
"""Genes beside CYP2D6; each is one file of resources/genotypes."""

KINDS = ("vmat2_inhibitor", "antipsychotic", "modulator", "anticholinergic")

TARGETS = ("cyp2d6", "cyp3a4", "mao", "dat")
"""What a modulator acts on."""


@dataclass(frozen=True, slots=True)
class KineticsKind:
    """What a kind of kinetics asks of a drug's file: name -> unit, or (unit, value if absent)."""

    required: Mapping[str, str]
    optional: Mapping[str, tuple[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    moieties: int = 1

    def unit(self, name: str) -> str:
        """Return the unit of a required or optional parameter."""
        return self.required[name] if name in self.required else self.optional[name][0]


_FOOD: Mapping[str, tuple[str, float]] = {
    "fed_absorption_factor": ("1", 1.0),
    "fed_bioavailability_factor": ("1", 1.0),
}
_QT: Mapping[str, tuple[str, float]] = {"qt_slope": ("ms/(ng/mL)", 0.0)}
_POTENCY: Mapping[str, tuple[str, float]] = {"relative_potency": ("1", 1.0)}

KINETICS: Mapping[str, KineticsKind] = MappingProxyType(
    {
        "prodrug": KineticsKind(
            {
                "bioavailability": "1",
                "absorption_rate": "1/h",
                "clearance": "L/h",
                "clearance_by_cyp3a4": "1",
                "central_volume": "L",
                "peripheral_volume": "L",
                "intercompartmental_clearance": "L/h",
                "metabolite_fraction": "1",
                "metabolite_clearance": "L/h",
                "metabolite_clearance_by_cyp2d6": "1",
                "metabolite_clearance_by_cyp3a4": "1",
                "metabolite_volume": "L",
                "metabolite_unbound_fraction": "1",
                "metabolite_molar_mass": "g/mol",
                "molar_mass": "g/mol",
                "unbound_fraction": "1",
            },
            {**_FOOD, **_QT, **_POTENCY},
            moieties=2,
        ),
        "two_metabolites": KineticsKind(
            {
                "bioavailability": "1",
                "absorption_rate": "1/h",
                "hepatic_extraction": "1",
                "parent_half_life": "h",
                "parent_volume": "L",
                "alpha_share": "1",
                "alpha_half_life": "h",
                "alpha_volume": "L",
                "alpha_clearance_by_cyp2d6": "1",
                "beta_half_life": "h",
                "beta_volume": "L",
                "beta_clearance_by_cyp2d6": "1",
                "metabolite_molar_mass": "g/mol",
                "molar_mass": "g/mol",
                "unbound_fraction": "1",
                "alpha_unbound_fraction": "1",
                "beta_unbound_fraction": "1",
                "equivalent_concentration": "nM/(mg/d)",
                "beta_activity_share": "1",
            },
            {**_FOOD, **_QT},
            moieties=3,
        ),
        "irreversible": KineticsKind(
            {
                "bioavailability": "1",
                "absorption_rate": "1/h",
                "clearance": "L/h",
                "central_volume": "L",
                "first_half_life": "h",
                "second_half_life": "h",
                "molar_mass": "g/mol",
                "unbound_fraction": "1",
            },
            {**_FOOD, **_QT, **_POTENCY},
        ),
        "one_compartment": KineticsKind(
            {
                "absorption_rate": "1/h",
                "apparent_clearance": "L/h",
                "half_life": "h",
                "clearance_by_cyp2d6": "1",
                "clearance_by_cyp3a4": "1",
                "maximal_occupancy": "1",
                "half_maximal_dose": "mg/d",
                "d2_equilibration_half_life": "h",
            },
            {**_FOOD, **_QT, "p_glycoprotein_effect": ("1", 0.0)},
        ),
        "modulator": KineticsKind(
            {"reference_dose": "mg/d", "half_life": "h"},
            {
                "cyp2d6_inhibition": ("1", 0.0),
                "cyp2d6_inactivation": ("1", 0.0),
                "cyp3a4_inhibition": ("1", 0.0),
                "cyp3a4_inactivation": ("1", 0.0),
                "cyp3a4_induction": ("1", 0.0),
                "mao_inhibition": ("1", 0.0),
                "mao_inactivation": ("1", 0.0),
                "dat_inhibition": ("1", 0.0),
                "muscarinic_block": ("1", 0.0),
            },
            moieties=0,
        ),
    }
)
"""Which parameters, with which units, each kind of kinetics asks of a drug's file."""
