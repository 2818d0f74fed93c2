"""A probe beside a release site: the dopamine that one typical release brings there.

Diffusion from a point with low-dose re-uptake, on top of the tonic level (`synapse.point_source`). The walls
of the cleft are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vmat2_desktop.engine import synapse as fast
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.moment import Health, Moment

Array = NDArray[np.float64]

_POINTS = 240
_BEFORE = 8.0
"""The trace begins so many times before the peak of diffusion alone."""
LAST_S = 0.1
"""and ends so long after the release, s."""
NEAREST_UM = 0.005
"""A probe nearer than this is read as if it stood here, um: a point source has no concentration at itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a probe reads after a release at second 0."""

    distance_um: float
    seconds: Array
    """(n,) ascending, evenly spaced in the logarithm."""
    dopamine_nM: Array
    """(n,) the tonic level included."""
    floor_nM: float
    peak_nM: float
    peak_s: float


def read(course: Course, time_h: float, distance_um: float) -> Reading:
    """Return what a probe reads when a vesicle is released that is as full as vesicles of the moment get.

    Args:
        course: the slow story.
        time_h: hours from the start of the scenario, >= 0.
        distance_um: from the release site, um, >= 0.

    Raises:
        ValueError: the distance is negative or not a number.
    """
    if not 0.0 <= distance_um < np.inf:
        raise ValueError(f"A probe cannot stand {distance_um} um from the release.")
    moment = Moment.of(course, Health.of(course.model), time_h)
    distance = max(distance_um, NEAREST_UM)
    # Around the tonic level, DAT clears the excess by a law of the same form.
    synapse = replace(course.model.synapse, dat_vmax=moment.excess.vmax, dat_km=moment.excess.km)
    arrival = distance**2 / (6.0 * synapse.diffusion)
    seconds = np.geomspace(min(arrival, LAST_S) / _BEFORE, LAST_S, _POINTS)
    molecules = synapse.released_quantum * moment.limit
    peak_s = _peak(distance, synapse.diffusion, synapse.dat_vmax / synapse.dat_km)
    return Reading(
        distance_um,
        seconds,
        moment.floor + fast.point_source(distance, seconds, molecules, synapse),
        moment.floor,
        moment.floor + float(fast.point_source(distance, peak_s, molecules, synapse)),
        peak_s,
    )


def _peak(distance: float, diffusion: float, uptake: float) -> float:
    """Return when diffusion with re-uptake peaks, s: the root of k t^2 + 1.5 t = r^2/(4 D)."""
    arrival = distance**2 / (4.0 * diffusion)
    return 2.0 * arrival / (1.5 + float(np.sqrt(2.25 + 4.0 * uptake * arrival)))
