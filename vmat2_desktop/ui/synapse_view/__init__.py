"""The animated synapse: draws Frames; no equation and no drug number in it."""

from vmat2_desktop.ui.synapse_view.counts import SPRITES
from vmat2_desktop.ui.synapse_view.view import SynapseView

__all__ = ["SPRITES", "SynapseView"]
