"""What each thing of the plate is called."""

from __future__ import annotations

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
