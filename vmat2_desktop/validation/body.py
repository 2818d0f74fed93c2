"""Rows P: what the body does to the medicines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import Food, Liver, Medicine, Person
from vmat2_desktop.validation.laboratory import NORMAL, POOR, Laboratory, liver, once, taking

Row = Callable[[Laboratory], tuple[float, ...]]

PARENT, ACTIVE = "valbenazine", "alpha_htbz_plus"
VALBENAZINE = taking("valbenazine", (80, 0, None))
_STEADY = (29.0, 30.0)
"""Days."""
_PAROXETINE = taking("paroxetine", (20, 0, None))


def _steady(laboratory: Laboratory, *medicines: Medicine, person: Person = NORMAL) -> Callable[[str], float]:
    """Return the mean concentration of a moiety on the last of thirty days."""
    course = laboratory.solve(*medicines, days=30, person=person)
    return lambda moiety: laboratory.average(course, moiety, *_STEADY)


def _single(laboratory: Laboratory, name: str, mg: float, food: Food = Food.FASTED) -> Course:
    return laboratory.solve(once(name, mg, food), days=8)


def _p01(lab: Laboratory) -> tuple[float, ...]:
    return (lab.peak(_single(lab, "valbenazine", 80), PARENT, 0, 1)[0],)


def _p02(lab: Laboratory) -> tuple[float, ...]:
    course = _single(lab, "valbenazine", 80)
    return lab.half_life(course, ACTIVE, 2, 4), lab.peak(course, ACTIVE, 0, 1)[0]


def _p03(lab: Laboratory) -> tuple[float, ...]:
    return (_steady(lab, VALBENAZINE)(PARENT) / 80,)


def _p04(lab: Laboratory) -> tuple[float, ...]:
    return (_steady(lab, VALBENAZINE)(ACTIVE) / 80,)


def _p05(lab: Laboratory) -> tuple[float, ...]:
    fasted, fed = (_single(lab, "valbenazine", 80, food) for food in Food)
    height = lab.peak(fed, PARENT, 0, 2)[1] / lab.peak(fasted, PARENT, 0, 2)[1]
    area = lab.area(fed, PARENT, 0, 8) / lab.area(fasted, PARENT, 0, 8)
    return 100 * (height - 1), 100 * (area - 1)


def _with(lab: Laboratory, other: Medicine) -> float:
    return _steady(lab, VALBENAZINE, other)(ACTIVE) / _steady(lab, VALBENAZINE)(ACTIVE)


def _p06(lab: Laboratory) -> tuple[float, ...]:
    return (_with(lab, _PAROXETINE),)


def _p07(lab: Laboratory) -> tuple[float, ...]:
    return (_with(lab, taking("ketoconazole", (200, 0, None), a_day=2)),)


def _p08(lab: Laboratory) -> tuple[float, ...]:
    return (100 * (_with(lab, taking("rifampicin", (600, 0, None))) - 1),)


def _p09(lab: Laboratory) -> tuple[float, ...]:
    course = _single(lab, "tetrabenazine", 25)
    return lab.peak(course, "alpha_htbz", 0, 1)[0], lab.half_life(course, "alpha_htbz", 1, 2)


def _ratios(lab: Laboratory, drug: str, a_day: int, mg: float, *moieties: str) -> tuple[float, ...]:
    medicine = taking(drug, (mg, 0, None), a_day=a_day)
    alone, together = _steady(lab, medicine), _steady(lab, medicine, _PAROXETINE)
    return tuple(together(moiety) / alone(moiety) for moiety in moieties)


def _p10(lab: Laboratory) -> tuple[float, ...]:
    return _ratios(lab, "tetrabenazine", 3, 12.5, "alpha_htbz", "beta_htbz")


_DEUTERATED = ("deuterated_alpha_htbz", "deuterated_beta_htbz")


def _deuterated(lab: Laboratory, mg: float, *others: Medicine, person: Person = NORMAL) -> float:
    found = _steady(lab, taking("deutetrabenazine", (mg, 0, None), a_day=2), *others, person=person)
    return sum(found(moiety) for moiety in _DEUTERATED)


def _p13(lab: Laboratory) -> tuple[float, ...]:
    return (_deuterated(lab, 12, _PAROXETINE) / _deuterated(lab, 12),)


def _p14(lab: Laboratory) -> tuple[float, ...]:
    per_mg = []
    for drug, a_day in (("tetrabenazine", 3), ("deutetrabenazine", 2)):
        course = lab.solve(taking(drug, (24 / a_day, 0, None), a_day=a_day), days=30)
        per_mg.append(lab.mean(course, "brain.inhibitor", *_STEADY))
    return (per_mg[0] / per_mg[1],)


def _p15(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(VALBENAZINE, days=30)
    return tuple(lab.area(course, m, *_STEADY) / lab.area(course, m, 0, 1) for m in (PARENT, ACTIVE))


def _p16(lab: Laboratory) -> tuple[float, ...]:
    return (_deuterated(lab, 18, person=POOR) / _deuterated(lab, 24),)


def _p17(lab: Laboratory) -> tuple[float, ...]:
    poor = _steady(lab, taking("valbenazine", (40, 0, None)), person=POOR)
    return (poor(ACTIVE) / _steady(lab, VALBENAZINE)(ACTIVE),)


def _p18(lab: Laboratory) -> tuple[float, ...]:
    heights = [
        lab.peak(lab.solve(once("tetrabenazine", 25), days=8, person=person), "tetrabenazine", 0, 2)[1]
        for person in (NORMAL, liver(Liver.MODERATE), liver(Liver.SEVERE))
    ]
    return heights[1] / heights[0], heights[2] / heights[0]


def _p19(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(once("reserpine", 0.5), days=40)
    return (lab.half_life(course, "reserpine", 10, 40),)


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "P01": _p01,
        "P02": _p02,
        "P03": _p03,
        "P04": _p04,
        "P05": _p05,
        "P06": _p06,
        "P07": _p07,
        "P08": _p08,
        "P09": _p09,
        "P10": _p10,
        "P13": _p13,
        "P14": _p14,
        "P15": _p15,
        "P16": _p16,
        "P17": _p17,
        "P18": _p18,
        "P19": _p19,
    }
)
