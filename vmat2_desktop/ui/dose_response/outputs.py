"""What a dose-response curve can show, and the doses, the day and the published points that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.dose_response import DoseResponse
from vmat2_desktop.engine.label import limits
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.engine.trials import Design
from vmat2_desktop.knowledge.published import Series
from vmat2_desktop.ui.texts import movements_in_words, tr
from vmat2_desktop.ui.traces.overlay import Overlaid, Placed, usual

Array = NDArray[np.float64]

MOST_DOSES = 41
"""Solved for one curve, beside none."""
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Output:
    """One choice."""

    id: str
    name: str
    unit: str
    observable: str
    role: str
    factor: float = 1.0
    top: float | None = None
    """A fixed top of the axis."""
    least_top: float = 1e-3
    fewer: bool = False
    """Whether it is what a dose takes away from what there is without the drug."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An output over the dose, in the drawn unit."""

    output: Output
    mg: Array
    """(n,) mg a day."""
    mean: Array
    low: Array
    high: Array

    def at(self, mg: float) -> tuple[float, float, float]:
        """Return mean, lowest and highest value of the last day at a dose."""
        mean, low, high = (float(np.interp(mg, self.mg, one)) for one in (self.mean, self.low, self.high))
        return mean, low, high


def outputs(condition: Condition) -> tuple[Output, ...]:
    """Return the choices for a condition, the first chosen at first."""
    _, scale = movements_in_words(condition)
    score = "score.tmc" if condition is Condition.HUNTINGTON else "score.aims"
    return (
        Output("vmat2", tr("VMAT2 occupied"), "%", "vmat2.occupancy", "vmat2", PERCENT, PERCENT),
        Output(
            "vesicular",
            tr("Vesicular dopamine"),
            tr("% of healthy"),
            "vesicular.content",
            "dopamine_edge",
            PERCENT,
            least_top=PERCENT,
        ),
        Output("d2", tr("D2 with dopamine"), "%", "d2.occupancy.dopamine", "d2", PERCENT),
        Output(
            "score",
            tr("Fall of the score, {0}").format(scale),
            tr("points"),
            score,
            "ink",
            fewer=True,
        ),
        Output("parkinsonism", tr("Parkinsonism index"), tr("of 1"), "index.parkinsonism", "ink2", 1.0, 1.0),
    )


def shown(output: Output, response: DoseResponse) -> Shown:
    """Return an output of a curve, in the drawn unit."""
    mean, low, high = (
        of[output.observable] * output.factor for of in (response.mean, response.low, response.high)
    )
    if output.fewer:
        # Without the drug nothing has changed: the mean of that day is what all else is held against.
        without = mean[0]
        mean, low, high = without - mean, without - high, without - low
    return Shown(output, response.mg_per_day, mean, low, high)


def doses(drug: Drug) -> tuple[float, ...]:
    """Return the doses of a curve, mg a day: none, and the slider's, divided or thinned to a good number."""
    top, step = drug.label.slider_max_mg_per_day, drug.label.step_mg
    count = max(1, round(top / step))
    if count > MOST_DOSES:
        count = next(parts for parts in range(MOST_DOSES, 0, -1) if count % parts == 0)
    count *= max(1, MOST_DOSES // count)
    return tuple(top * place / count for place in range(count + 1))


def label_range(scenario: Scenario, model: Model, drug: Drug) -> tuple[float, float]:
    """Return the lowest and highest dose of the label for this person, mg a day; the highest may be 0."""
    usual_mg = drug.label.usual_mg * drug.label.usual_times_per_day
    lowest = min((usual_mg, *(mg for _, mg in drug.label.titration)))
    return lowest, limits(scenario, model, drug.id).per_day.mg


def day_of(drug: str, trials: Mapping[str, Design]) -> int:
    """Return the day that is looked at: the last of the drug's longest trial, or of the longest of all."""
    own = [design.last_day for design in trials.values() if design.drug == drug]
    return max(own or [design.last_day for design in trials.values()])


def published_on(course: Course, output: Output, drug: str, published: Mapping[str, Series]) -> Overlaid:
    """Return the published values on a curve; their x, where a trace has the time, is the dose."""
    kept = [
        one
        for one in published.values()
        if one.anchor == "dose_response" and output.fewer and one.observable == output.observable
    ]
    if not kept:
        return Overlaid(reason=tr("No published values are kept for this curve."))
    own = [one for one in kept if one.drug == drug and one.condition in (None, course.scenario.condition)]
    if not own:
        names = ", ".join(dict.fromkeys(course.model.drugs[one.drug].name.lower() for one in kept))
        return Overlaid(reason=tr("Published values are kept for {0} in tardive dyskinesia.").format(names))
    if not usual(course):
        return Overlaid(
            reason=tr("Published values are of people with usual genes and liver, without interactions.")
        )
    return Overlaid(tuple(point for one in own for point in _turned(one)))


def _turned(series: Series) -> tuple[Placed, ...]:
    """Return published changes as what a dose takes away."""
    return tuple(
        Placed(
            point.x,
            None if point.y is None else -point.y,
            None if point.high is None else -point.high,
            None if point.low is None else -point.low,
            series,
        )
        for point in series.points
    )
