"""Rows D and V: receptors, antipsychotics over months and years, and the transporter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine import adaptation, binding, movement, terminal, trials
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Genotype, Person
from vmat2_desktop.validation.body import Row
from vmat2_desktop.validation.laboratory import Array, Laboratory, once, taking

TYPICAL = MappingProxyType(
    {
        "haloperidol": taking("haloperidol", (8, 0, None)),
        "risperidone": taking("risperidone", (4, 0, None)),
        "olanzapine": taking("olanzapine", (12, 0, None)),
        "quetiapine": taking("quetiapine", (150, 0, None), a_day=2),
        "clozapine": taking("clozapine", (200, 0, None), a_day=2),
    }
)
"""Doses of the scratch study, mg a day: 8, 4, 12, 300, 400."""

_ONSET_SHARE = 0.1
_ONSET_DOSES = (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)
_SUBTLE = 0.3
"""Index above which parkinsonism is more than subtle."""


def blockade(course: Course) -> Array:
    """Return D2 occupancy as PET sees it at healthy dopamine, %, over the course."""
    term = course.series["d2.antagonism"]
    return 100 * adaptation.resting_blockade(term, course.model.receptor)


def blockade_at(lab: Laboratory, name: str, mg_per_day: float, a_day: int = 1) -> float:
    """Return D2 occupancy, %, as the mean of the last of 28 days."""
    course = lab.solve(taking(name, (mg_per_day / a_day, 0, None), a_day=a_day), days=28)
    last = course.time_h >= 27 * 24
    return float(np.trapezoid(blockade(course)[last], course.time_h[last]) / 24)


def onset(lab: Laboratory) -> tuple[tuple[float, float], ...]:
    """Return (occupancy %, share of people with overt parkinsonism) in week 2 by dose of haloperidol."""
    people = lab.people(alike_in_exposure=True)
    found = (
        trials.overt_parkinsonism(taking("haloperidol", (mg, 0, None)), lab.model, people, 14)
        for mg in _ONSET_DOSES
    )
    return tuple((100 * held, share) for held, share in found)


def _d05(lab: Laboratory) -> tuple[float, ...]:
    held, share = zip(*onset(lab), strict=True)
    return (float(np.interp(_ONSET_SHARE, share, held)),)


def _d06(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(taking("quetiapine", (400, 0, None)), days=8)
    held, last = blockade(course), course.time_h >= 7 * 24
    return float(held[last].max()), float(np.interp(7 * 24 + 12, course.time_h, held))


def _d09(lab: Laboratory) -> tuple[float, ...]:
    """Half first, half second generation, as among the people who were scanned."""
    found = []
    for name, mg in (("haloperidol", 5), ("risperidone", 4)):
        course = lab.solve(taking(name, (mg, 0, 180)), days=194)
        found.append(100 * (course.at("d2.density", 194 * 24) - 1))
    return (float(np.mean(found)),)


def _d10(lab: Laboratory) -> tuple[float, ...]:
    yearly = {
        name: lab.incidence(TYPICAL[name], (1.0,))[0] for name in ("haloperidol", "risperidone", "olanzapine")
    }
    return yearly["haloperidol"] / yearly["risperidone"], yearly["haloperidol"] / yearly["olanzapine"]


def _d11(lab: Laboratory) -> tuple[float, ...]:
    return (float(lab.incidence(TYPICAL["haloperidol"], (1.0, 4.0, 10.0))[-1]),)


def _v03(lab: Laboratory) -> tuple[float, ...]:
    """Rats lose reserpine within days, so that sites return undisturbed; people keep it for weeks."""
    half_life = lab.model.vmat2.turnover_half_life
    course = lab.solve(once("reserpine", 5), days=30)
    blocked = [course.at("vmat2.occupancy.irreversible", day * 24) for day in (2, 30)]
    return 100 * (1 - 2.0 ** (-28 / half_life)), 100 * (1 - blocked[1] / blocked[0])


def _v05(lab: Laboratory) -> tuple[float, ...]:
    person = Person(Genotype(slc18a2="loss_heterozygous"))
    course = lab.solve(days=2, person=person)
    return (100 * (lab.mean(course, "extracellular.dopamine", 1, 2) - 1),)


def _v06(lab: Laboratory) -> tuple[float, ...]:
    p = lab.model.terminal
    healthy = terminal.steady_state(0.0, 0.0, p)
    low = terminal.steady_state(0.0, 0.0, p, expression=0.05)
    return (100 * float(low.relative_to(healthy).vesicular - 1),)


def _v07(lab: Laboratory) -> tuple[float, ...]:
    synapse = lab.model.synapse
    peaks = synapse.perisynaptic_peak, synapse.perisynaptic_peak / 2
    return tuple(100 * float(binding.occupancy(peak, synapse.d2_kd)) for peak in peaks)


def parkinsonism_of(model: Model, dopamine: Array) -> Array:
    """Return the parkinsonism index without any medicine at some levels of dopamine, 1 = healthy."""
    receptor = model.receptor
    held, _ = adaptation.d2_occupancy(dopamine, np.zeros_like(dopamine), receptor)
    signal = held / receptor.resting_occupancy
    return movement.parkinsonism_index(signal, np.zeros_like(signal), model.movement)


def _v08(lab: Laboratory) -> tuple[float, ...]:
    dopamine = np.linspace(0.05, 0.6, 1101)
    index = parkinsonism_of(lab.model, dopamine)
    onset_at = float(np.interp(-_SUBTLE, -index, dopamine))
    return onset_at, float(np.interp(1 / 3, dopamine, index))


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "D01": lambda lab: (blockade_at(lab, "risperidone", 4),),
        "D02": lambda lab: (blockade_at(lab, "olanzapine", 10),),
        "D03": lambda lab: (blockade_at(lab, "clozapine", 300, 2), blockade_at(lab, "clozapine", 450, 2)),
        "D04": lambda lab: (blockade_at(lab, "haloperidol", 2),),
        "D05": _d05,
        "D06": _d06,
        "D09": _d09,
        "D10": _d10,
        "D11": _d11,
        "V03": _v03,
        "V05": _v05,
        "V06": _v06,
        "V07": _v07,
        "V08": _v08,
    }
)
