"""What each thing of the plate is called, and what it says now in a few words."""

from __future__ import annotations

from vmat2_desktop.engine.frame import SiteState
from vmat2_desktop.ui.synapse_view import words
from vmat2_desktop.ui.synapse_view.counts import Counts
from vmat2_desktop.ui.synapse_view.words import Names, tr


def name_of(thing: str, names: Names) -> str:
    """Return the name of a thing, of a medicine its own.

    Raises:
        KeyError: there is no such thing.
    """
    return {
        "axon": tr("Action potential"),
        "synthesis": tr("Synthesis of dopamine"),
        "inhibitor": names.active or names.inhibitor or tr("VMAT2 inhibitor"),
        "pumps": tr("VMAT2 pumps"),
        "vesicles": tr("Vesicles"),
        "cytosol": tr("Dopamine in the cytosol"),
        "mao": tr("MAO on a mitochondrion"),
        "dat": tr("DAT, dopamine transporter"),
        "sites": tr("Docking sites"),
        "autoreceptor": tr("Autoreceptors"),
        "cleft": tr("Dopamine outside the cell"),
        "antipsychotic": names.antipsychotic or tr("Antipsychotic"),
        "d2": tr("D2 receptors"),
        "d1": tr("D1 receptors"),
        "response": tr("Response to each lit D2"),
        "movement": tr("Movement"),
    }[thing]


def value_of(thing: str, counts: Counts, names: Names) -> str:
    """Return what is said beside a thing now; its first row is the shortest that says it."""
    frame = counts.frame
    if thing == "sites":
        ready = sum(site.state is SiteState.DOCKED for site in frame.sites)
        return tr("{0} of {1} with a vesicle").format(ready, len(frame.sites))
    if thing == "d2":
        return tr("{0} held, {1} lit, {2} free").format(
            len(counts.held_d2), len(counts.lit_d2), counts.free_d2
        )
    if thing == "d1":
        return tr("{0} lit").format(words.percent(frame.d1_lit))
    if thing == "response":
        return tr("{0} times healthy").format(words.times(frame.receptor_response))
    if thing == "movement":
        written = words.written(counts, names)
        return f"{written.score} {written.score_unit}"
    return next((label.value for label in words.labels(counts, names) if label.key == thing), "")
