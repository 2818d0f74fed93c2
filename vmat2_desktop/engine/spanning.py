"""Scenarios that between them use everything that the engine knows: what checks and benchmarks run over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vmat2_desktop.engine.scenario import (
    HOURS_PER_DAY,
    Condition,
    DoseCourse,
    Firing,
    Food,
    Genotype,
    Liver,
    Medicine,
    Person,
    Rung,
    Scenario,
)

_WEEK_H = 7 * HOURS_PER_DAY
_ANYONE = Person()


def _weeks(
    count: float,
    *medicines: Medicine,
    condition: Condition = Condition.TARDIVE_DYSKINESIA,
    person: Person = _ANYONE,
    rung: Rung = Rung.MECHANISTIC,
    compensation: float = 1.0,
    firing: float = 4.0,
) -> Scenario:
    return Scenario(
        person=person,
        condition=condition,
        medicines=medicines,
        rung=rung,
        compensation=compensation,
        firing=Firing(firing),
        horizon_h=count * _WEEK_H,
    )


def _daily(
    name: str, mg: float, times_per_day: int = 1, first: float = 0.0, until: float | None = None
) -> Medicine:
    """Return a medicine from the day `first` to the day `until`."""
    stop = None if until is None else until * HOURS_PER_DAY
    return Medicine(name, (DoseCourse(mg, times_per_day, first * HOURS_PER_DAY, stop),))


def _titrated(name: str, first_mg: float, then_mg: float, day: float, until: float | None = None) -> Medicine:
    stop = None if until is None else until * HOURS_PER_DAY
    change = day * HOURS_PER_DAY
    return Medicine(name, (DoseCourse(first_mg, 1, 0.0, change), DoseCourse(then_mg, 1, change, stop)))


_FED_AND_MISSED = Medicine(
    "valbenazine", (DoseCourse(80, missed_h=(5 * HOURS_PER_DAY, 6 * HOURS_PER_DAY), food=Food.FED),)
)
_OFF = Medicine("haloperidol")

SPANNING: Mapping[str, Scenario] = MappingProxyType(
    {
        "healthy": _weeks(4, condition=Condition.NONE),
        "dyskinesia-valbenazine": _weeks(16, _titrated("valbenazine", 40, 80, 7, until=84)),
        "poor-metaboliser": _weeks(
            8, _titrated("valbenazine", 40, 80, 7), person=Person(Genotype(cyp2d6="*4/*4"))
        ),
        "valbenazine-fed-missed": _weeks(3, _FED_AND_MISSED, condition=Condition.NONE),
        "valbenazine-paroxetine": _weeks(
            8, _daily("valbenazine", 80), _daily("paroxetine", 20, first=14, until=35)
        ),
        "valbenazine-ketoconazole-rifampicin": _weeks(
            9,
            _daily("valbenazine", 80),
            _daily("ketoconazole", 200, 2, first=14, until=21),
            _daily("rifampicin", 600, first=35, until=49),
            condition=Condition.NONE,
        ),
        "liver-moderate": _weeks(
            4, _daily("tetrabenazine", 12.5, 2), person=Person(liver=Liver.MODERATE), condition=Condition.NONE
        ),
        "huntington-tetrabenazine": _weeks(6, _daily("tetrabenazine", 25, 3), condition=Condition.HUNTINGTON),
        "tourette-deutetrabenazine-fluoxetine": _weeks(
            8,
            _daily("deutetrabenazine", 12, 2),
            _daily("fluoxetine", 20, first=14, until=42),
            condition=Condition.TOURETTE,
            person=Person(Genotype(cyp2d6="*1/*4"), baseline_score=12.0),
        ),
        "reserpine": _weeks(12, _daily("reserpine", 0.25, until=42)),
        "reserpine-high": _weeks(8, _daily("reserpine", 1.0, until=21), _daily("valbenazine", 40)),
        "parkinsonism-benzatropine": _weeks(
            4, _daily("benzatropine", 2, first=7), condition=Condition.DRUG_INDUCED_PARKINSONISM
        ),
        "withdrawal": _weeks(
            12, _OFF, _daily("trihexyphenidyl", 5, first=14), _daily("valbenazine", 80, first=42)
        ),
        "valbenazine-carbamazepine-bupropion": _weeks(
            8,
            _daily("valbenazine", 80),
            _daily("carbamazepine", 200, 3, first=7, until=28),
            _daily("bupropion", 150, 2, first=35),
        ),
        "risperidone-abcb1-drd2": _weeks(
            8,
            _daily("risperidone", 2, 2),
            _daily("valbenazine", 40, first=28),
            condition=Condition.NONE,
            person=Person(Genotype("*1x2/*1", "c3435t_tt", "reference", "taq1a_a1")),
        ),
        "antipsychotics": _weeks(
            4,
            _daily("olanzapine", 10),
            _daily("quetiapine", 200, 2, first=3),
            _daily("clozapine", 150, 2, first=7),
            condition=Condition.NONE,
        ),
        "mao-and-dat": _weeks(
            4,
            _daily("tranylcypromine", 10, 3, until=14),
            _daily("methylphenidate", 10, 2, first=7),
            _daily("valbenazine", 40, first=10),
            condition=Condition.NONE,
        ),
        "textbook": _weeks(
            6,
            _daily("valbenazine", 80),
            _daily("methylphenidate", 10, 2, first=14),
            rung=Rung.TEXTBOOK,
            firing=5.0,
        ),
        "vmat2-deficiency": _weeks(
            4,
            _daily("tetrabenazine", 12.5, first=7),
            condition=Condition.NONE,
            person=Person(Genotype(slc18a2="loss_heterozygous")),
            compensation=0.5,
            firing=3.0,
        ),
        "parkinsonism-clarithromycin": _weeks(
            4,
            _daily("clarithromycin", 500, 2, first=7, until=14),
            _daily("quinidine", 200, 3, first=14, until=17),
            condition=Condition.DRUG_INDUCED_PARKINSONISM,
            person=Person(plasticity_rate_per_year=2.0),
        ),
    }
)
"""Scenario by a short name."""
