"""The dopamine terminal in equations (decision 0004, item 7): Best, Nijhout and Reed 2009, both rungs."""

from __future__ import annotations

from vmat2_desktop.engine import response
from vmat2_desktop.engine.draft import Draft
from vmat2_desktop.engine.scenario import Rung, Scenario
from vmat2_desktop.engine.system import positive
from vmat2_desktop.engine.terminal import TerminalState, full_state, steady_state

_UM = "uM"
_FLUX = "uM/h"


def add(draft: Draft, scenario: Scenario) -> None:
    """Add the nine states of the terminal and what is seen of them.

    On the textbook rung the cytosol is clamped at its healthy value, so that the vesicular store follows the
    free pumps alone, and clearance from outside is taken far below saturation.
    """
    textbook = scenario.rung is Rung.TEXTBOOK
    p = draft.model.terminal
    healthy = steady_state(0.0, 0.0, p, compensation=1.0 if textbook else scenario.compensation)
    _settings(draft, scenario, healthy)
    start = _start(draft, scenario, healthy)
    _synthesis(draft, textbook=textbook)
    _transport(draft, textbook=textbook)
    _states(draft, start, textbook=textbook)
    _seen(draft)
    _reserve(draft)


def _settings(draft: Draft, scenario: Scenario, healthy: TerminalState) -> None:
    draft.parameter(
        "person_vmat2", response.expression(scenario, draft.model), "1", "g: VMAT2 by SLC18A2, 1 = normal"
    )
    draft.parameter("neuron_firing", scenario.firing.tonic_hz, "Hz", "Tonic firing of the neuron")
    draft.assign("firing", "neuron_firing / synapse_tonic_firing", "1", "Firing, 1 = healthy")
    for name, unit in (
        ("vesicular", _UM),
        ("cytosolic", _UM),
        ("extracellular", _UM),
        ("tyrosine", _UM),
        ("l_dopa", _UM),
        ("synthesis", _FLUX),
        ("autoreceptor", "1"),
    ):
        value = float(getattr(healthy, name))
        draft.parameter(f"healthy_{name}", value, unit, f"{name} of the healthy terminal at rest")
    if scenario.rung is Rung.TEXTBOOK:
        text = "Factor of the autoreceptor on synthesis, clamped"
        draft.parameter("autoreceptor", float(healthy.autoreceptor), "1", text)
    else:
        text = "Share of the autoreceptor's compensation that is at work"
        draft.parameter("compensation", scenario.compensation, "1", text)


def _start(draft: Draft, scenario: Scenario, healthy: TerminalState) -> dict[str, float]:
    """Return the nine states of this person at rest without medicines, uM."""
    p = draft.model.terminal
    expression = response.expression(scenario, draft.model)
    firing = scenario.firing.tonic_hz / draft.model.synapse.tonic_firing
    if scenario.rung is Rung.MECHANISTIC:
        steady = steady_state(
            0.0, 0.0, p, compensation=scenario.compensation, expression=expression, firing=firing
        )
        return full_state(steady, p)
    start = full_state(healthy, p)
    vesicular = float(healthy.vesicular) * expression
    vesicular *= (p.vesicle_leak + p.tonic_release) / (p.vesicle_leak + p.tonic_release * firing)
    outside = float(healthy.extracellular) * vesicular / float(healthy.vesicular) * firing
    broken = p.mao * start["cytosolic"] + p.comt_vmax * outside / (p.comt_km + outside)
    return {**start, "vesicular": vesicular, "extracellular": outside, "hva": broken / p.hva_removal}


def _synthesis(draft: Draft, *, textbook: bool) -> None:
    if not textbook:
        draft.assign(
            "dopamine_sensed",
            "extracellular * (1 - terminal_autoreceptor_share_of_blockade * blockade)",
            _UM,
            "Dopamine that the autoreceptor sees under blockade",
        )
        draft.assign(
            "autoreceptor",
            "(1 - compensation) + compensation * (terminal_autoreceptor_floor"
            " + terminal_autoreceptor_amplitude / (1 + terminal_autoreceptor_steepness"
            " * (dopamine_sensed / terminal_autoreceptor_midpoint) ** terminal_autoreceptor_exponent))",
            "1",
            "Factor of the autoreceptor on synthesis",
        )
    draft.assign(
        "synthesis",
        "autoreceptor * terminal_th_scale / (1 + tyrosine / terminal_th_substrate_inhibition)"
        " * terminal_th_vmax * tyrosine * bh4 / (tyrosine * bh4 + terminal_th_km_tyrosine * bh4"
        " + terminal_th_km_tyrosine * terminal_th_km_bh4 * (1 + cytosolic / terminal_th_ki_dopamine))",
        _FLUX,
        "Flux of tyrosine hydroxylase",
    )
    draft.assign(
        "reduction",
        "terminal_dhpr_forward_vmax * bh2 * terminal_nadph"
        " / ((terminal_dhpr_forward_km + bh2) * (terminal_nadph_km + terminal_nadph))"
        " - terminal_dhpr_backward_vmax * bh4 * terminal_nadp"
        " / ((terminal_dhpr_backward_km + bh4) * (terminal_nadp_km + terminal_nadp))",
        _FLUX,
        "Net flux of dihydropteridine reductase",
    )
    draft.assign(
        "tyrosine_entry",
        "terminal_tyrosine_entry_vmax * terminal_blood_tyrosine"
        " / (terminal_tyrosine_entry_km + terminal_blood_tyrosine)",
        _FLUX,
        "Tyrosine from blood",
    )
    draft.assign(
        "decarboxylation",
        "terminal_aadc_vmax * l_dopa / (terminal_aadc_km + l_dopa)",
        _FLUX,
        "Flux of aromatic amino acid decarboxylase",
    )


def _transport(draft: Draft, *, textbook: bool) -> None:
    draft.assign(
        "loading",
        "terminal_vmat_vmax * (1 - vmat2_occupancy) * person_vmat2 * cytosolic"
        " / (terminal_vmat_km + cytosolic) - terminal_vesicle_leak * vesicular",
        _FLUX,
        "Net flux of VMAT2 into vesicles",
    )
    draft.assign("release", "terminal_tonic_release * firing * vesicular", _FLUX, "Dopamine released")
    draft.assign("breakdown", "activity_mao * terminal_mao * cytosolic", _FLUX, "Flux of monoamine oxidase")
    draft.assign(
        "methylation",
        "terminal_comt_vmax * extracellular / (terminal_comt_km + extracellular)",
        _FLUX,
        "Flux of catechol-O-methyltransferase",
    )
    if textbook:
        draft.assign(
            "clearance_outside",
            "terminal_tonic_release * healthy_vesicular / healthy_extracellular",
            "1/h",
            "Clearance of extracellular dopamine far below saturation",
        )
        return
    draft.assign(
        "uptake",
        "activity_dat * terminal_dat_vmax * extracellular / (terminal_dat_km + extracellular)",
        _FLUX,
        "Flux of the dopamine transporter",
    )


def _states(draft: Draft, start: dict[str, float], *, textbook: bool) -> None:
    rates = {
        "bh2": "synthesis - reduction",
        "bh4": "reduction - synthesis",
        "tyrosine": "tyrosine_entry - synthesis + terminal_pool_to_tyrosine * pool"
        " - (terminal_tyrosine_to_pool + terminal_tyrosine_use) * tyrosine",
        "l_dopa": "synthesis - decarboxylation",
        "cytosolic": "decarboxylation - loading + uptake - breakdown",
        "vesicular": "loading - release",
        "extracellular": "release - uptake - methylation - terminal_extracellular_removal * extracellular",
        "hva": "breakdown + methylation - terminal_hva_removal * hva",
        "pool": "terminal_tyrosine_to_pool * tyrosine"
        " - (terminal_pool_to_tyrosine + terminal_pool_use) * pool",
    }
    if textbook:
        del rates["cytosolic"]
        draft.parameter("cytosolic", start["cytosolic"], _UM, "Cytosolic dopamine, clamped")
        rates["extracellular"] = "release - activity_dat * clearance_outside * extracellular"
    texts = {
        "bh2": "Dihydrobiopterin",
        "bh4": "Tetrahydrobiopterin",
        "tyrosine": "Tyrosine",
        "l_dopa": "L-DOPA",
        "cytosolic": "Cytosolic dopamine",
        "vesicular": "Vesicular dopamine",
        "extracellular": "Extracellular dopamine",
        "hva": "Homovanillic acid",
        "pool": "Tyrosine in the pool",
    }
    molecules = {
        "cytosolic": "dopamine",
        "vesicular": "dopamine",
        "extracellular": "dopamine",
        "pool": "tyrosine",
    }
    for name, rate in rates.items():
        draft.state(name, start[name], rate, _UM, texts[name], substance=molecules.get(name, name))


def _seen(draft: Draft) -> None:
    ratio = "1 = healthy"
    draft.assign(
        "dopamine", "extracellular / healthy_extracellular", "1", f"D: {ratio}", "extracellular.dopamine"
    )
    draft.assign(
        "content",
        "vesicular / healthy_vesicular",
        "1",
        f"Dopamine of a vesicle, {ratio}",
        "vesicular.content",
    )
    draft.observed["release.dopamine"] = "content"
    draft.assign("depletion", "1 - content", "1", "Dopamine that vesicles lack", "vesicular.depletion")
    draft.assign(
        "cytosol", "cytosolic / healthy_cytosolic", "1", f"Cytosolic dopamine, {ratio}", "cytosolic.dopamine"
    )
    draft.assign(
        "synthesis_ratio", "synthesis / healthy_synthesis", "1", f"Synthesis, {ratio}", "terminal.synthesis"
    )
    draft.assign(
        "tyrosine_ratio", "tyrosine / healthy_tyrosine", "1", f"Tyrosine, {ratio}", "terminal.tyrosine"
    )
    draft.assign("l_dopa_ratio", "l_dopa / healthy_l_dopa", "1", f"L-DOPA, {ratio}", "terminal.l_dopa")
    draft.assign(
        "mao_ratio", "cytosol * activity_mao", "1", f"Flux of monoamine oxidase, {ratio}", "terminal.mao"
    )
    draft.assign(
        "perisynaptic_peak",
        "synapse_perisynaptic_peak * content",
        "nM",
        "Peak beside the synapse after a mean vesicle",
        "perisynaptic.dopamine_peak_nM",
    )


def _reserve(draft: Draft) -> None:
    p = draft.model.terminal
    rises = p.autoreceptor_amplitude + p.autoreceptor_floor > 1.0
    draft.assign(
        "reserve_used",
        "(autoreceptor / healthy_autoreceptor - 1)"
        " / (terminal_autoreceptor_amplitude + terminal_autoreceptor_floor - 1)"
        if rises
        else "0",
        "1",
        "Share of the autoreceptor's possible rise of synthesis that is at work; below 0 it lowers it",
    )
    draft.assign(
        "reserve",
        f"{positive('reserve_used')} - {positive('(reserve_used - 1)')}",
        "1",
        "The same, from 0 to 1",
        "terminal.reserve",
    )
