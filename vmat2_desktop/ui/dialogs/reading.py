"""How to read the picture: what every sign stands for, what is computed, what is left out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vmat2_desktop.ui.dialogs.frame import Page, ReadingWindow
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.texts import tr


def reading_window(parent: QWidget, look: Look) -> ReadingWindow:
    """Return the window with the explanation."""
    window = ReadingWindow(parent, look, tr("How to read the picture"), 680, 760)
    window.body.addWidget(Page(look, tr("How to read the picture"), _text()))
    return window


def _text() -> str:
    return tr(
        """
<h2>One synapse in the striatum</h2>
<p>Above, the end of a dopamine neuron. Below, the cell that listens. Every drawn thing is a state of
the model; how many real things one drawn thing stands for is printed in the picture.</p>

<h3>In the terminal</h3>
<ul>
<li><b>Tyrosine, L-DOPA, dopamine</b>: dopamine is made at the neck of the terminal. Orange dots are
dopamine wherever they are.</li>
<li><b>Vesicles</b>: rings. The filled area is the dopamine that they hold; a healthy one is full.</li>
<li><b>VMAT2 pumps</b>: funnels in the ring. Solid with an arrowhead: free, loading dopamine. Hollow
with a hexagon in the mouth: blocked. A bar through the hexagon: blocked for good, until the cell makes
a new pump (reserpine).</li>
<li><b>Free inhibitor</b>: hexagons. The label names what binds, which of a prodrug is what it turns into;
isomers are counted by what they do, in [+]-α-HTBZ.</li>
<li><b>MAO</b>: dark discs on the mitochondrion. They cut what is left in the cytosol into two hollow
halves.</li>
<li><b>DAT</b>: two pillars with an arrow into the cell. It takes dopamine back from outside.</li>
<li><b>Autoreceptors</b>: D2 receptors that hang from the terminal. With dopamine on them, the neuron
makes and releases less.</li>
</ul>

<h3>In and below the cleft</h3>
<ul>
<li><b>A spike</b> opens a docked vesicle towards the cleft. A vesicle that holds less releases
less. The label says how much one release can make; several in a burst add up to more.</li>
<li><b>D2 receptors</b>: round cups. Hollow: free. Solid with a ball and rays: held by dopamine. With a
crossed square: held by the antipsychotic. A plus sign below: new since the blockade began.</li>
<li><b>D1 receptors</b>: square forks, for comparison.</li>
<li><b>Movement</b>: a score like items 1 to 7 of the AIMS, 0 to 28, and an index of parkinsonism, 0 to
1.</li>
</ul>

<h3>The chain</h3>
<p>Dose → drug in plasma → free drug in brain → VMAT2 occupied → less dopamine in the vesicles → less
dopamine in the cleft → fewer D2 receptors held by dopamine → calmer movement; too little of it is
parkinsonism. The antipsychotic holds D2 receptors from the other side; over weeks the cell answers with
more of them, and over years with a plasticity that does not go back at once: tardive dyskinesia.</p>

<h3>Two readings of the terminal</h3>
<p><b>Textbook</b>: pumps load, vesicles leak, the cytosol does not change. Then the share of pumps that
is occupied is exactly the share of dopamine that is lost. <b>Mechanistic</b>: the cytosol fills when
pumps are blocked, synthesis feels it, the autoreceptors push back. The same dose then empties the
vesicles less.</p>

<h3>Time</h3>
<p>A receptor answers in milliseconds, a vesicle fills in minutes, a receptor is made in weeks. The
clock runs at the speed of the slider. Up to one second a second, the picture is the clock's own moment.
Above, it is a typical spike of that day in slow motion; the line above the picture says how slow. From
a day a second on, picture and values show the mean of the last 24 hours: a day's swing each second would
only flicker. Spike and Burst work while time is held too: the picture runs through them once. The traces
show the whole course at once.</p>

<h3>What is left out</h3>
<p>Serotonin and noradrenaline, which VMAT2 also carries; the other cells of the striatum; how people
differ beyond CYP2D6. The score and the index are teaching constructs, fitted to published group means.
Nothing here says what a person should take.</p>
"""
    )
