"""The one quiet suggestion on the plate: something to try that the present scenario can be asked."""

from __future__ import annotations

from vmat2_desktop.engine import label
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Scenario
from vmat2_desktop.regimens import another_dose, inhibitor, stop_days
from vmat2_desktop.ui.opening import DRUG
from vmat2_desktop.ui.texts import milligrams, number, tr


def suggestion(scenario: Scenario, model: Model) -> str:
    """Return what to try next, or nothing."""
    regimen = inhibitor(scenario, model)
    if regimen is None:
        return tr("Try: choose {0}").format(model.drugs[DRUG].name.lower())
    drug = model.drugs[regimen.drug]
    dose = another_dose(drug, regimen.mg_per_day, label.limits(scenario, model, drug.id).per_day.mg)
    # What binds for good says most when it is stopped; any other, when its dose is another.
    if dose is not None and (regimen.mg_per_day <= 0.0 or not drug.irreversible):
        return tr("Try: drag the dose to {0}").format(milligrams(dose))
    if regimen.stop_h is None:
        can_stop = bool(stop_days(regimen, drug, scenario.horizon_h))
        return tr("Try: stop it, keep watching") if can_stop else ""
    if regimen.stop_h >= scenario.horizon_h:
        return ""
    return tr("Try: watch from day {0} on").format(number(regimen.stop_h / HOURS_PER_DAY))
