"""Rows X: beside the pharmacology dossier's list, and counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine import trials
from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.scenario import Medicine
from vmat2_desktop.validation.body import Row
from vmat2_desktop.validation.clinic import AIMS, INDEX, TD, TITRATED
from vmat2_desktop.validation.laboratory import Laboratory, once, taking
from vmat2_desktop.validation.receptors import TYPICAL

_MOSTLY = 0.9


def _x01(lab: Laboratory) -> tuple[float, ...]:
    return (float(lab.incidence(TYPICAL["haloperidol"], (1.0,))[0]),)


def _x02(lab: Laboratory) -> tuple[float, ...]:
    return (float(lab.incidence(TYPICAL["haloperidol"], (1.0, 4.0, 10.0))[1]),)


def _x03(lab: Laboratory) -> tuple[float, ...]:
    return tuple(float(lab.incidence(TYPICAL[name], (1.0,))[0]) for name in ("quetiapine", "clozapine"))


def _x04(lab: Laboratory) -> tuple[float, ...]:
    arms = [lab.arm("kinect2", arm) for arm in ("75 mg", "placebo")]
    return (lab.difference("kinect2", "75 mg"), *(100 * float(arm.responders()[-1]) for arm in arms))


def _x05(lab: Laboratory) -> tuple[float, ...]:
    return tuple(float(lab.arm("kinect3", arm).rated[-1].std()) for arm in ("80 mg", "placebo"))


def _x06(lab: Laboratory) -> tuple[float, ...]:
    found = []
    for medicine in (TITRATED, taking("valbenazine", (40, 0, None))):
        course = lab.solve(medicine, days=337, condition=TD)
        found.append(lab.mean(course, AIMS, 335, 336) - course.at(AIMS, 0.0))
    return tuple(found)


def _x07(lab: Laboratory) -> tuple[float, ...]:
    names = ("haloperidol", "risperidone")
    return tuple(
        100 * trials.overt_parkinsonism(TYPICAL[name], lab.model, lab.people(), 365)[1] for name in names
    )


def _x08(lab: Laboratory) -> tuple[float, ...]:
    """More than on placebo."""
    shares = [100 * float(lab.arm("kinect3", arm).overt()[-1]) for arm in ("80 mg", "placebo")]
    return (shares[0] - shares[1],)


def _days_to_most(course: Course, observable: str) -> float:
    """Return when nine tenths of the greatest departure from the start are reached, days."""
    off = np.abs(course.series[observable] - course.series[observable][0])
    return float(course.time_h[int(np.argmax(off >= _MOSTLY * off.max()))] / 24)


def _reserpine(lab: Laboratory) -> Course:
    return lab.solve(taking("reserpine", (0.25, 0, None)), days=90)


def _x09(lab: Laboratory) -> tuple[float, ...]:
    return (_days_to_most(_reserpine(lab), "vesicular.content"),)


def _x10(lab: Laboratory) -> tuple[float, ...]:
    return (_days_to_most(_reserpine(lab), "index.blood_pressure"),)


def _x11(lab: Laboratory) -> tuple[float, ...]:
    full = taking("benzatropine", (2, 0, None), a_day=2)
    usual = taking("haloperidol", (5, 0, None))
    signs = [lab.mean(lab.solve(usual, *more, days=14), INDEX, 13, 14) for more in ((), (full,))]
    scores = [lab.mean(lab.solve(*more, days=14, condition=TD), AIMS, 13, 14) for more in ((), (full,))]
    return 100 * (signs[1] / signs[0] - 1), 100 * (scores[1] / scores[0] - 1)


def _x12(lab: Laboratory) -> tuple[float, ...]:
    """Greatest after a single dose, and of valbenazine at steady state."""
    steady = lab.solve(taking("valbenazine", (80, 0, None)), days=14)
    return (
        lab.greatest(lab.solve(once("tetrabenazine", 50), days=8), "risk.qt", 0, 2),
        lab.greatest(lab.solve(once("deutetrabenazine", 24), days=8), "risk.qt", 0, 2),
        lab.greatest(steady, "risk.qt", 13, 14),
    )


def _x13(lab: Laboratory) -> tuple[float, ...]:
    return (100 * float(lab.arm("tetra_hd", "100 mg").overt()[-1]),)


def _x14(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(Medicine("haloperidol"), days=366, condition=TD)
    before, week_2, year = (
        course.at(AIMS, 0),
        lab.mean(course, AIMS, 13, 14),
        lab.mean(course, AIMS, 364, 365),
    )
    return week_2 / before, year / week_2


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "X01": _x01,
        "X02": _x02,
        "X03": _x03,
        "X04": _x04,
        "X05": _x05,
        "X06": _x06,
        "X07": _x07,
        "X08": _x08,
        "X09": _x09,
        "X10": _x10,
        "X11": _x11,
        "X12": _x12,
        "X13": _x13,
        "X14": _x14,
    }
)
