"""The synapse in words, for whoever does not see it: one paragraph from one frame."""

from __future__ import annotations

from vmat2_desktop.engine.frame import SiteState
from vmat2_desktop.ui.synapse_view.counts import Counts
from vmat2_desktop.ui.synapse_view.words import (
    Names,
    concentration,
    fullness,
    number,
    of_healthy,
    pace,
    paces,
    parkinsonism_word,
    percent,
)
from vmat2_desktop.ui.texts import tr


def paragraph(counts: Counts, names: Names) -> str:
    """Return the present state from the pumps to the movement, as sentences."""
    sentences = [
        pace(counts.frame),
        _pumps(counts, names),
        _vesicles(counts),
        *_free_inhibitor(counts, names),
        *_dopamine(counts),
        _receptors(counts, names),
        _movement(counts, names),
        tr("Drawn at another pace: {paces}").format(paces=", ".join(paces(counts.frame))),
    ]
    return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences)


def brief(counts: Counts, names: Names) -> str:
    """Return what a person wants to hear first after a pause or an edit."""
    frame = counts.frame
    return tr("{pumps} of the pumps occupied, vesicles {full} full. {movement}.").format(
        pumps=percent(frame.vmat2_occupancy), full=percent(fullness(frame)), movement=_movement(counts, names)
    )


def _pumps(counts: Counts, names: Names) -> str:
    frame = counts.frame
    if not counts.blocked:
        return tr("no VMAT2 pump is occupied")
    who = names.active or names.inhibitor or tr("the inhibitor")
    said = tr("{share} of the VMAT2 pumps are occupied by {who}: {n} of the {all} drawn").format(
        share=percent(frame.vmat2_occupancy),
        who=who,
        n=counts.shown_blocked,
        all=len(counts.shown_pumps),
    )
    if counts.forever:
        said += tr(", {share} for good").format(share=percent(frame.irreversible_block))
    return said


def _vesicles(counts: Counts) -> str:
    frame = counts.frame
    said = tr("vesicles are {full} full on average and refill up to {limit}").format(
        full=percent(fullness(frame)), limit=percent(frame.vesicle_filling)
    )
    open_ = sum(site.state is SiteState.FUSING for site in frame.sites)
    if open_:
        return said + tr("; one is open and releases" if open_ == 1 else "; {n} are open and release").format(
            n=open_
        )
    return said + tr("; none is open")


def _free_inhibitor(counts: Counts, names: Names) -> list[str]:
    if not counts.free_inhibitor:
        return []
    what = names.active or names.inhibitor or tr("inhibitor")
    return [
        tr("{what} in the cytosol: {amount} free").format(
            what=what, amount=concentration(counts.frame.free_inhibitor_nM)
        )
    ]


def _dopamine(counts: Counts) -> list[str]:
    frame = counts.frame
    return [
        tr("synthesis is {synthesis}, dopamine in the cytosol {cytosol}").format(
            synthesis=of_healthy(frame.synthesis_flux), cytosol=of_healthy(frame.cytosolic_dopamine)
        ),
        tr("near the release dopamine is {now}, after one release up to {peak}; at rest {rest}").format(
            now=concentration(frame.perisynaptic_nM),
            peak=concentration(frame.perisynaptic_peak_nM),
            rest=concentration(frame.extracellular_nM),
        ),
    ]


def _receptors(counts: Counts, names: Names) -> str:
    all_ = len(counts.d2_slots)
    parts = [tr("{n} lit by dopamine").format(n=len(counts.lit_d2))]
    if counts.held_d2:
        who = names.antipsychotic.lower() or tr("the antipsychotic")
        parts.append(tr("{n} held by {who}").format(n=len(counts.held_d2), who=who))
    parts.append(tr("{n} free").format(n=counts.free_d2))
    said = tr("of {all} drawn D2 receptors {parts}").format(all=all_, parts=", ".join(parts))
    if counts.new_d2:
        said += tr("; {n} of them are new").format(n=len(counts.new_d2))
    gain = tr("the response to each lit one is {n} times healthy")
    return f"{said}; {gain.format(n=number(counts.frame.receptor_response, 1))}"


def _movement(counts: Counts, names: Names) -> str:
    frame = counts.frame
    return tr("Movement: {movements} {score} of {most} ({scale}), parkinsonism {word}").format(
        movements=names.movements,
        score=number(frame.score, 1),
        most=number(counts.scales.model.movement.score_maximum),
        scale=names.scale,
        word=parkinsonism_word(frame.parkinsonism),
    )
