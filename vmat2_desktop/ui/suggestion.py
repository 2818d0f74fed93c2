"""The one quiet suggestion on the plate: something to try that the present scenario can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vmat2_desktop.engine import label
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.regimens import another_dose, inhibitor, stop_days
from vmat2_desktop.ui.opening import DRUG
from vmat2_desktop.ui.texts import milligrams, number, tr


class Where(Enum):
    """The control with which a suggestion is followed."""

    NOWHERE = ""
    INHIBITOR = "inhibitor"
    DOSE = "dose"
    STOP = "stop"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to try next, and where."""

    text: str = ""
    where: Where = Where.NOWHERE
    time_h: float | None = None
    """The moment from which on to watch."""


def suggested(scenario: Scenario, model: Model) -> Suggestion:
    """Return what to try next, empty for nothing."""
    regimen = inhibitor(scenario, model)
    if regimen is None:
        return Suggestion(tr("Try: choose {0}").format(model.drugs[DRUG].name.lower()), Where.INHIBITOR)
    drug = model.drugs[regimen.drug]
    dose = another_dose(drug, regimen.mg_per_day, label.limits(scenario, model, drug.id).per_day.mg)
    # What binds for good says most when it is stopped; any other, when its dose is another.
    if dose is not None and (regimen.mg_per_day <= 0.0 or not drug.irreversible):
        return Suggestion(tr("Try: drag the dose to {0}").format(milligrams(dose)), Where.DOSE)
    if regimen.stop_h is None:
        can_stop = bool(stop_days(regimen, drug, scenario.horizon_h))
        return Suggestion(tr("Try: stop it, keep watching"), Where.STOP) if can_stop else Suggestion()
    if regimen.stop_h >= scenario.horizon_h:
        return Suggestion()
    day = number(regimen.stop_h / HOURS_PER_DAY)
    return Suggestion(tr("Try: watch from day {0} on").format(day), Where.TIME, regimen.stop_h)


def suggestion(scenario: Scenario, model: Model) -> str:
    """Return what to try next in words, or nothing."""
    return suggested(scenario, model).text
