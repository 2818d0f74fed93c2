"""What stands in the window when it opens: a story that is already under way."""

from __future__ import annotations

from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, Scenario
from vmat2_desktop.regimens import usual, with_inhibitor

DRUG = "valbenazine"
FIRST_DOSE_DAY = 7
HORIZON_DAYS = 112
CLOCK_DAY = 56
SPEED = 3600.0
"""Model seconds a second: an hour. The time of day runs, and the synapse shows its spike in slow motion."""


def opening(model: Model) -> Scenario:
    """Return tardive dyskinesia after its history, and the label's usual regimen from the second week on."""
    person = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=HORIZON_DAYS * HOURS_PER_DAY)
    return with_inhibitor(person, model, usual(model.drugs[DRUG], FIRST_DOSE_DAY * HOURS_PER_DAY))


def shows_at_h(condition: Condition) -> float | None:
    """Return the hour at which a condition shows, or None when it shows at any."""
    # It wears off within weeks: whoever looks at the middle of the course would see none of it.
    return 0.0 if condition is Condition.DRUG_INDUCED_PARKINSONISM else None


def clock_h(scenario: Scenario) -> float:
    """Return where the clock stands at the start: in the steady part of the treatment, soon after a dose."""
    return min(CLOCK_DAY * HOURS_PER_DAY + 2.0, scenario.horizon_h)
