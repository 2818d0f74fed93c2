"""Movement, other amines and outcomes in equations (decision 0004, items 10 to 14)."""

from __future__ import annotations

from collections.abc import Sequence

from vmat2_desktop.engine import response
from vmat2_desktop.engine.draft import Draft
from vmat2_desktop.engine.model import Drug
from vmat2_desktop.engine.pharmacokinetics import Kinetics
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.engine.system import positive


def movements(draft: Draft, scenario: Scenario, acting: Sequence[Drug]) -> None:
    """Add network, plasticity, score and parkinsonism; the network's start is set later."""
    huntington = scenario.condition is Condition.HUNTINGTON
    _anticholinergic(draft, acting)
    draft.assign(
        "movement_signal",
        "movement_d2_share * d2_signal + (1 - movement_d2_share) * dopamine",
        "1",
        "s: signal of both pathways, 1 = healthy",
    )
    rate = "(movement_signal - network) / (movement_network_lag * h_per_d)"
    draft.state("network", 1.0, rate, "1", "N: signal behind the slow network")
    draft.assign(
        "effective_signal",
        "(1 - movement_lagged_share) * movement_signal + movement_lagged_share * network",
        "1",
        "se: signal of which a part passes the network",
    )
    _plasticity(draft, scenario)
    draft.assign(
        "hyperkinetic_drive",
        "plasticity * effective_signal * (1 + movement_anticholinergic_worsening * anticholinergic)",
        "1",
        "H",
    )
    draft.assign(
        "score",
        "movement_score_maximum * hyperkinetic_drive / (movement_score_half + hyperkinetic_drive)",
        "points",
        "Total maximal chorea" if huntington else "AIMS, items 1 to 7",
        "score.tmc" if huntington else "score.aims",
    )
    offset = "" if huntington else " + movement_hyperkinetic_offset * plasticity"
    half = "movement_huntington_parkinsonism_half" if huntington else "movement_parkinsonism_half"
    draft.assign(
        "parkinsonism",
        "(1 - movement_anticholinergic_relief * anticholinergic)"
        f" / (1 + ((d2_signal{offset}) / {half}) ** movement_parkinsonism_steepness)",
        "1",
        "Parkinsonism index, 0 to 1",
        "index.parkinsonism",
    )


def _anticholinergic(draft: Draft, acting: Sequence[Drug]) -> None:
    terms = [
        f"{drug.id}_muscarinic_block * {drug.id}_level"
        for drug in acting
        if drug.parameters["muscarinic_block"]
    ]
    draft.sum("muscarinic_block", terms, "1", "Muscarinic block, 1 = a full dose")
    draft.assign(
        "anticholinergic",
        f"muscarinic_block - {positive('(muscarinic_block - 1)')}",
        "1",
        "The same, at most 1",
    )


def _plasticity(draft: Draft, scenario: Scenario) -> None:
    text = "P: maladaptive plasticity, 0 to 1"
    draft.observed["plasticity"] = "plasticity"
    if scenario.condition in response.BY_CAUSE:
        score = response.baseline_score(scenario, draft.model)
        draft.parameter("baseline_score", score, "points", "Untreated score")
        draft.assign(
            "plasticity",
            "movement_score_half * baseline_score / (movement_score_maximum - baseline_score)",
            "1",
            "Hyperkinetic drive at a healthy signal: the cause stays",
        )
        return
    rate = "movement_plasticity_rate"
    if scenario.person.plasticity_rate_per_year is not None:
        rate = "person_plasticity_rate"
        draft.parameter(rate, scenario.person.plasticity_rate_per_year, "1/y", "Speed of the plasticity")
    draft.assign(
        "plasticity_excess",
        f"{positive('(blockade - movement_plasticity_threshold)')} / (1 - movement_plasticity_threshold)",
        "1",
        "Blockade above the threshold of plasticity, 0 to 1",
    )
    draft.state(
        "plasticity",
        0.0,
        f"{rate} / h_per_y * {positive('(density - 1)')} * plasticity_excess * dopamine"
        " * (1 - plasticity) - plasticity / (movement_plasticity_decay * h_per_y)",
        "1",
        text,
    )


def others(draft: Draft) -> None:
    """Add serotonin, noradrenaline, the adrenal medulla and blood pressure; its start is set later."""
    draft.assign(
        "pumps_free", "(1 - vmat2_occupancy) * person_vmat2", "1", "Free VMAT2, 1 = all of a normal person"
    )
    for amine in ("serotonin", "noradrenaline"):
        draft.assign(
            amine,
            f"pumps_free * (1 + amines_{amine}_reserve) / (1 + amines_{amine}_reserve * pumps_free)",
            "1",
            f"Store of {amine}, 1 = healthy",
            f"index.{amine}",
        )
    draft.assign(
        "pressure_target",
        "1 - amines_pressure_sympathetic * (1 - noradrenaline)"
        " - amines_pressure_adrenal * (1 - vmat1_intact)",
        "1",
        "b*: blood pressure index that the stores would settle at",
    )
    draft.state(
        "pressure",
        1.0,
        "(pressure_target - pressure) / (amines_pressure_lag * h_per_d)",
        "1",
        "B: blood pressure index, 1 = healthy",
        "index.blood_pressure",
    )


def outcomes(draft: Draft, scenario: Scenario, items: Sequence[Kinetics]) -> None:
    """Add what must be kept, and the risks."""
    draft.assign(
        "psychosis_protection",
        "blockade ** outcome_protection_steepness / (blockade ** outcome_protection_steepness"
        " + outcome_protection_half ** outcome_protection_steepness)",
        "1",
        "Index of protection from psychosis, 0 to 1",
        "index.psychosis_protection",
    )
    terms = [
        f"{item.drug.id}_qt_slope * {moiety.id}_plasma"
        for item in items
        if item.drug.parameters["qt_slope"]
        for moiety in item.drug.moieties
        if moiety.active or len(item.drug.moieties) == 1
    ]
    draft.sum("qt", terms, "ms", "Predicted QTc prolongation")
    draft.observed["risk.qt"] = "qt"
    draft.assign(
        "somnolence",
        f"outcome_somnolence_excess * {positive('(1 - noradrenaline)')}",
        "%",
        "Somnolence, percentage points above placebo",
        "risk.somnolence",
    )
    factor = " * outcome_depression_huntington" if scenario.condition is Condition.HUNTINGTON else ""
    draft.parameter("certainty", 100.0, "%", "All people")
    draft.assign(
        "depression_uncapped",
        f"outcome_depression_excess{factor} * {positive('(1 - serotonin)')}",
        "%",
        "Depression by the loss of serotonin",
    )
    draft.assign(
        "depression",
        f"depression_uncapped - {positive('(depression_uncapped - certainty)')}",
        "%",
        "Depression, percentage points above placebo",
        "risk.depression",
    )
