"""Which traces there are, and which series of a Course each one draws."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.observables import STATE_UNITS, unit_of
from vmat2_desktop.regimens import VMAT2_INHIBITOR, of_kind
from vmat2_desktop.ui.texts import movements_in_words, tr

PERCENT = 100.0
_OF_ONE = ("index.parkinsonism",)
"""Shares that are read as they are."""

SHORT_DASH = (2.0, 2.0)
LONG_DASH = (7.0, 3.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a trace."""

    observable: str
    name: str
    role: str
    dash: tuple[float, ...] = ()

    @property
    def factor(self) -> float:
        """From the engine's unit to the one that is drawn: shares and ratios read as per cent."""
        index = self.observable in _OF_ONE
        return PERCENT if unit_of(self.observable) == "1" and not index else 1.0


@dataclass(frozen=True, slots=True)
class Trace:
    """One diagram: its lines, its axis, the unit behind the value at the cursor."""

    id: str
    name: str
    unit: str
    lines_of: Callable[[Course], tuple[Line, ...]]
    top: float | None = None
    """A fixed top of the axis; None: a round number above what is drawn."""
    least_top: float = 0.0
    doses: bool = False
    """Whether the doses stand on its time axis."""
    concentration: bool = False
    """Whether its values can stand on a logarithmic axis."""
    empty: str = ""
    """What is said when there is no line."""


def traces() -> tuple[Trace, ...]:
    """Return every trace in the order of the causal chain."""
    return (
        Trace(
            "plasma",
            tr("Plasma, active"),
            "ng/mL",
            lambda course: _plasma(course, active=True),
            doses=True,
            concentration=True,
            empty=tr("No VMAT2 inhibitor chosen"),
        ),
        Trace(
            "parent",
            tr("Plasma, inactive parent"),
            "ng/mL",
            lambda course: _plasma(course, active=False),
            doses=True,
            concentration=True,
            empty=tr("No inactive parent in plasma"),
        ),
        Trace(
            "vmat2",
            tr("VMAT2 occupied"),
            "%",
            _fixed(Line("vmat2.occupancy", tr("VMAT2 occupied"), "vmat2")),
            top=PERCENT,
            doses=True,
        ),
        Trace(
            "vesicular",
            tr("Vesicular dopamine"),
            tr("% of healthy"),
            _fixed(
                Line("vesicular.content", tr("Vesicular dopamine"), "dopamine_edge"),
                Line("cytosolic.dopamine", tr("cytosolic"), "ink2", SHORT_DASH),
            ),
            least_top=PERCENT,
        ),
        Trace(
            "extracellular",
            tr("Extracellular dopamine"),
            tr("% of healthy"),
            _fixed(Line("extracellular.dopamine", tr("Extracellular dopamine"), "dopamine_edge")),
            least_top=PERCENT,
        ),
        # Two diagrams: beside all that are there, the few per cent that hold dopamine would lie flat.
        Trace(
            "d2",
            tr("D2 receptors"),
            tr("% of healthy"),
            _fixed(Line("d2.density", tr("D2 receptors"), "d2_edge", LONG_DASH)),
            least_top=PERCENT,
        ),
        Trace(
            "d2_dopamine",
            tr("D2 with dopamine"),
            "%",
            _fixed(Line("d2.occupancy.dopamine", tr("D2 with dopamine"), "d2")),
        ),
        Trace(
            "movement",
            tr("Movement score"),
            tr("of 28"),
            _movement,
            least_top=8.0,
        ),
        Trace(
            "parkinsonism",
            tr("Parkinsonism index"),
            tr("of 1"),
            _fixed(Line("index.parkinsonism", tr("Parkinsonism index"), "ink2")),
            top=1.0,
        ),
        Trace(
            "synthesis",
            tr("Synthesis"),
            tr("% of healthy"),
            _fixed(
                Line("terminal.synthesis", tr("Synthesis"), "dopamine_edge"),
                Line("terminal.reserve", tr("reserve spent"), "ink2", SHORT_DASH),
            ),
            least_top=PERCENT,
        ),
        Trace(
            "antipsychotic",
            tr("D2 held"),
            "%",
            _fixed(
                Line("d2.occupancy.antipsychotic", tr("D2 held"), "antipsychotic_edge"),
                Line("index.psychosis_protection", tr("protection from psychosis"), "ink2", SHORT_DASH),
            ),
            top=PERCENT,
        ),
        Trace(
            "enzymes",
            tr("CYP2D6 not inhibited"),
            tr("% of usual"),
            _fixed(
                Line("enzyme.cyp2d6", tr("CYP2D6"), "ink"),
                Line("enzyme.cyp3a4", tr("CYP3A4"), "ink2", SHORT_DASH),
            ),
            least_top=PERCENT,
        ),
        Trace(
            "amines",
            tr("Serotonin"),
            tr("% of healthy"),
            _fixed(
                Line("index.serotonin", tr("Serotonin"), "dat_edge"),
                Line("index.noradrenaline", tr("noradrenaline"), "ink2", SHORT_DASH),
            ),
            least_top=PERCENT,
        ),
        Trace(
            "pressure",
            tr("Blood pressure"),
            tr("% of healthy"),
            _fixed(
                Line("index.blood_pressure", tr("Blood pressure"), "ink"),
                Line("index.adrenal", tr("adrenal medulla"), "ink2", SHORT_DASH),
            ),
            least_top=PERCENT,
        ),
        Trace("qt", tr("QTc prolongation"), "ms", _fixed(Line("risk.qt", tr("QTc prolongation"), "ink"))),
        Trace(
            "mood",
            tr("Depression, excess"),
            tr("points"),
            _fixed(
                Line("risk.depression", tr("Depression, excess"), "ink"),
                Line("risk.somnolence", tr("somnolence"), "ink2", SHORT_DASH),
            ),
            least_top=10.0,
        ),
    )


SHOWN_AT_FIRST = ("vmat2", "movement")

DRAWN = tuple(name for name in STATE_UNITS if name.split(".")[0] not in ("brain",))
"""Observables of which it can be drawn how well they are known."""


def round_top(highest: float) -> float:
    """Return a round number at or above, whose half is round too."""
    if highest <= 0.0 or not math.isfinite(highest):
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(
        step * power
        for step in (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
        if step * power >= highest * 0.999
    )


def _fixed(*lines: Line) -> Callable[[Course], tuple[Line, ...]]:
    return lambda _: lines


def _movement(course: Course) -> tuple[Line, ...]:
    _, scale = movements_in_words(course.scenario.condition)
    return (Line(course.score_id, tr("Movement, {0}").format(scale), "ink"),)


def _plasma(course: Course, active: bool) -> tuple[Line, ...]:
    """Return the moieties that bind VMAT2, or those that only turn into them: their scales lie far apart."""
    medicine = of_kind(course.scenario, course.model, VMAT2_INHIBITOR)
    if medicine is None:
        return ()
    moieties = [item for item in course.model.drugs[medicine.name].moieties if item.active is active]
    drawn = [moiety for moiety in moieties if f"plasma.{moiety.id}" in course.series]
    dashes: tuple[tuple[float, ...], ...] = ((), SHORT_DASH)
    return tuple(
        Line(f"plasma.{moiety.id}", _capital(moiety.name), "inhibitor_edge", dash)
        for moiety, dash in zip(drawn, dashes, strict=False)
    )


def _capital(name: str) -> str:
    return name if name[:1] in "αβ[" else name[:1].upper() + name[1:]
