"""The slow story, whole: every slow quantity of a scenario over its horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Course:
    """A solved scenario."""

    scenario: Scenario
    model: Model
    """The model as the scenario overrides it."""
    time_h: NDArray[np.float64]
    """(n,) ascending from 0 to the horizon, h."""
    series: Mapping[str, NDArray[np.float64]]
    """Observable id -> (n,) values on `time_h`, in the unit of `observables.unit_of`."""
    doses: Mapping[str, tuple[tuple[float, float], ...]]
    """Drug id -> (time in h, mg) of every dose taken from time 0 on."""

    def at(self, observable: str, time_h: float) -> float:
        """Return the value at that time, linear between grid points.

        Raises:
            KeyError: the course has no such observable.
        """
        return float(np.interp(time_h, self.time_h, self.series[observable]))
