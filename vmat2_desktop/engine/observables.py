"""Ids, units and windows: Course -> named numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.pharmacokinetics import has_unbound, unbound_nM

STATE_UNITS = MappingProxyType(
    {
        "vmat2.occupancy": "1",
        "vmat2.occupancy.irreversible": "1",
        "vmat1.occupancy": "1",
        "vesicular.content": "1",
        "vesicular.depletion": "1",
        "cytosolic.dopamine": "1",
        "terminal.synthesis": "1",
        "terminal.reserve": "1",
        "terminal.tyrosine": "1",
        "terminal.l_dopa": "1",
        "terminal.mao": "1",
        "terminal.dat": "1",
        "release.dopamine": "1",
        "perisynaptic.dopamine_peak_nM": "nM",
        "extracellular.dopamine": "1",
        "d2.occupancy.dopamine": "1",
        "d2.occupancy.antipsychotic": "1",
        "d2.antagonism": "1",
        "d2.density": "1",
        "d2.response": "1",
        "d2.signal": "1",
        "plasticity": "1",
        "score.aims": "points",
        "score.tmc": "points",
        "index.parkinsonism": "1",
        "index.serotonin": "1",
        "index.noradrenaline": "1",
        "index.adrenal": "1",
        "index.blood_pressure": "1",
        "index.psychosis_protection": "1",
        "risk.qt": "ms",
        "risk.somnolence": "%",
        "risk.depression": "%",
        "enzyme.cyp2d6": "1",
        "enzyme.cyp3a4": "1",
        "enzyme.mao": "1",
        "brain.inhibitor": "nM",
    }
)
"""Ids with a value at every time, and their units; 1 = a ratio to health or a share."""

_EXPOSURE_UNITS = MappingProxyType(
    {
        "cmax": "ng/mL",
        "tmax": "h",
        "auc": "ng h/mL",
        "cavg": "ng/mL",
        "ctrough": "ng/mL",
        "t_half": "h",
    }
)

_SAMPLES_PER_HOUR = 60
_HALF_LIFE_AFTER_H = 48.0
_HALF_LIFE_SPAN_H = 48.0
_EXTREMES = ("mean", "max", "min")


@dataclass(frozen=True, slots=True)
class Observable:
    """A named number with its unit, at a time or in a window."""

    id: str
    value: float
    unit: str
    at_h: float | None = None
    window_h: tuple[float, float] | None = None


def unit_of(identifier: str) -> str:
    """Return the unit of an observable id.

    Raises:
        KeyError: there is no such observable.
    """
    if identifier in STATE_UNITS:
        return STATE_UNITS[identifier]
    stem, _, last = identifier.rpartition(".")
    if last in _EXTREMES:
        return unit_of(stem)
    if stem.startswith("plasma.") and last in _EXPOSURE_UNITS:
        return _EXPOSURE_UNITS[last]
    if stem.startswith("brain.") and last == "cavg":
        return "nM"
    if stem == "plasma":
        return "ng/mL"
    raise KeyError(identifier)


def columns(course: Course) -> tuple[str, ...]:
    """Return the ids of every column of a course, plasma first."""
    plasma = tuple(name for name in course.series if name.startswith("plasma."))
    return plasma + tuple(name for name in STATE_UNITS if name in course.series)


def at(course: Course, time_h: float) -> list[Observable]:
    """Return every state of the course at one time, h."""
    return [Observable(name, course.at(name, time_h), unit_of(name), at_h=time_h) for name in columns(course)]


def window(course: Course, start_h: float, stop_h: float) -> list[Observable]:
    """Return exposures of every moiety and the mean, maximum and minimum of every state in a window, h.

    Concentrations are evaluated exactly every minute; `tmax` counts from the window's start; `t_half` is the
    half-life 48 to 96 h after the last dose of the scenario and is left out where nothing declines.

    Raises:
        ValueError: the window does not lie within the course or is empty.
    """
    if not course.time_h[0] <= start_h < stop_h <= course.time_h[-1]:
        raise ValueError(f"The window {start_h:g} to {stop_h:g} h does not lie within the scenario.")
    span = (start_h, stop_h)
    found = [
        Observable(name, value, unit_of(name), window_h=span)
        for name, value in _exposures(course, start_h, stop_h)
    ]
    inner = course.time_h[(course.time_h > start_h) & (course.time_h < stop_h)]
    times = np.concatenate([[start_h], inner, [stop_h]])
    for name in STATE_UNITS:
        if name not in course.series:
            continue
        values = np.interp(times, course.time_h, course.series[name])
        mean = float(np.trapezoid(values, times)) / (stop_h - start_h)
        for kind, value in zip(_EXTREMES, (mean, values.max(), values.min()), strict=True):
            found.append(Observable(f"{name}.{kind}", float(value), unit_of(name), window_h=span))
    return found


def _exposures(course: Course, start_h: float, stop_h: float) -> Iterator[tuple[str, float]]:
    count = max(2, round((stop_h - start_h) * _SAMPLES_PER_HOUR) + 1)
    times = np.linspace(start_h, stop_h, min(count, 200_001))
    for kinetics in course.kinetics:
        for moiety, values in kinetics.concentrations(times).items():
            area = float(np.trapezoid(values, times))
            mean = area / (stop_h - start_h)
            yield f"plasma.{moiety}.cmax", float(values.max())
            yield f"plasma.{moiety}.tmax", float(times[int(values.argmax())] - start_h)
            yield f"plasma.{moiety}.auc", area
            yield f"plasma.{moiety}.cavg", mean
            yield f"plasma.{moiety}.ctrough", float(values.min())
            half_life = kinetics.half_life(moiety, _HALF_LIFE_AFTER_H, _HALF_LIFE_SPAN_H)
            if half_life is not None:
                yield f"plasma.{moiety}.t_half", half_life
            if has_unbound(kinetics.drug):
                yield f"brain.{moiety}.cavg", unbound_nM(kinetics.drug, moiety, mean)
