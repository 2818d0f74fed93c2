"""Rows C: trials, and single people over weeks to years."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import Condition
from vmat2_desktop.validation.body import Row
from vmat2_desktop.validation.laboratory import Laboratory, taking

AIMS, CHOREA, INDEX = "score.aims", "score.tmc", "index.parkinsonism"
TD, HUNTINGTON = Condition.TARDIVE_DYSKINESIA, Condition.HUNTINGTON
TITRATED = taking("valbenazine", (40, 0, 7), (80, 7, None))
_WEEK_6 = (41.0, 42.0)
"""Days."""


def _c01(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("kinect3", "80 mg"),)


def _c02(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("kinect3", "40 mg") / lab.difference("kinect3", "80 mg"),)


def _c03(lab: Laboratory) -> tuple[float, ...]:
    arms = (lab.arm("kinect3", arm) for arm in ("80 mg", "40 mg", "placebo"))
    return tuple(100 * float(arm.responders()[-1]) for arm in arms)


def _c04(lab: Laboratory) -> tuple[float, ...]:
    arms = ("80 mg", "40 mg")
    return tuple(lab.difference("kinect3", arm, 0) / lab.difference("kinect3", arm) for arm in arms)


def _c05(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("aim_td", "36 mg"),)


def _c06(lab: Laboratory) -> tuple[float, ...]:
    low, middle, high = (lab.difference("aim_td", arm) for arm in ("12 mg", "24 mg", "36 mg"))
    return low, middle / high


def _c07(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("arm_td", "39 mg"),)


def _c08(lab: Laboratory) -> tuple[float, ...]:
    """Means of the arms of each trial, then of the trials."""
    trials = (
        (("kinect3", "40 mg", "80 mg"), ("kinect2", "75 mg")),
        (("aim_td", "12 mg", "24 mg", "36 mg"), ("arm_td", "39 mg")),
    )
    return tuple(
        float(np.mean([np.mean([lab.difference(name, arm) for arm in arms]) for name, *arms in of_drug]))
        for of_drug in trials
    )


def _lost(lab: Laboratory, course: Course, score: str, last_d: float, after_d: float) -> float:
    """Return how much of the effect, %, is gone some days after the last dose: back toward the baseline."""
    treated = lab.mean(course, score, last_d - 1, last_d)
    return 100 * (course.at(score, (last_d + after_d) * 24) - treated) / (course.at(score, 0.0) - treated)


def _c09(lab: Laboratory) -> tuple[float, ...]:
    chorea = lab.solve(
        taking("tetrabenazine", (12.5, 0, 14), (25, 14, 84), a_day=3), days=90, condition=HUNTINGTON
    )
    stopped = taking("valbenazine", (40, 0, 7), (80, 7, 336))
    dyskinesia = lab.solve(stopped, days=370, condition=TD)
    # The last dose of tetrabenazine is eight hours before the end of the last day.
    return _lost(lab, chorea, CHOREA, 84 - 8 / 24, 2), _lost(lab, dyskinesia, AIMS, 335, 28)


def _c10(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("tetra_hd", "100 mg"),)


def _c11(lab: Laboratory) -> tuple[float, ...]:
    return (lab.difference("first_hd", "40 mg"),)


def _c13(lab: Laboratory) -> tuple[float, ...]:
    early, late = lab.trial("arm_td", "39 mg", (378, 1015)).change.mean(axis=1)
    return float(late), float(late / early)


def _c15(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(TITRATED, days=42, condition=TD)
    return (lab.mean(course, "risk.somnolence", *_WEEK_6),)


def _c16(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(taking("tetrabenazine", (100 / 3, 0, None), a_day=3), days=28, condition=HUNTINGTON)
    return (lab.mean(course, "risk.depression", 27, 28),)


def tetrabenazine_for(lab: Laboratory, wanted: float) -> tuple[float, Course]:
    """Return the single dose of tetrabenazine, mg, with that mean AIMS in week 6, and its course."""
    low, high = 0.0, 200.0
    for _ in range(12):
        mg = (low + high) / 2
        course = lab.solve(taking("tetrabenazine", (mg, 0, None), a_day=3), _STEADY, days=42, condition=TD)
        low, high = (mg, high) if lab.mean(course, AIMS, *_WEEK_6) > wanted else (low, mg)
    return mg, course


_STEADY = taking("haloperidol", (1.25, 0, None), a_day=4)
"""So that only the swings of the VMAT2 inhibitors are compared."""


def _c17(lab: Laboratory) -> tuple[float, ...]:
    smooth = lab.solve(TITRATED, _STEADY, days=42, condition=TD)
    _, steep = tetrabenazine_for(lab, lab.mean(smooth, AIMS, *_WEEK_6))
    return (lab.greatest(steep, INDEX, *_WEEK_6) - lab.greatest(smooth, INDEX, *_WEEK_6),)


def _c18(lab: Laboratory) -> tuple[float, ...]:
    return (lab.model.trial.minimal_important_change,)


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "C01": _c01,
        "C02": _c02,
        "C03": _c03,
        "C04": _c04,
        "C05": _c05,
        "C06": _c06,
        "C07": _c07,
        "C08": _c08,
        "C09": _c09,
        "C10": _c10,
        "C11": _c11,
        "C13": _c13,
        "C15": _c15,
        "C16": _c16,
        "C17": _c17,
        "C18": _c18,
    }
)
