"""The reference table of standard scenarios (calibration study, section 6), within stated tolerances.

Tolerances: concentration 4 % or 1 nM, occupancy .025, dopamine .03, D2 occupancy 1.5 points, density .01,
D2 signal .05, plasticity .01, score .25 points, parkinsonism index .04. Two rows after the last dose of
valbenazine are read at the moment, where the study's rows lie; reserpine's build-up rests on volumes that the
study does not state, so that its first week is compared more loosely (occupancy .09, dopamine .10, score .4),
and dopamine after three weeks of a quarter of a milligram within .035.

The study's haloperidol had no plasma concentration: it stood at its daily dose, its competition followed with
a half-life of a day, and no enzyme cleared it. Its rows are compared on these assumptions, `as_studied`.
Haloperidol now has plasma kinetics, a swing within the day, an equilibration of hours and a quarter of its
clearance through CYP2D6, and the threshold of parkinsonism has been fitted anew: the second table says which
rows that moves, and by how much; no other may move.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.knowledge import load

MODEL = load().model
DAY = 24.0
IDS = {
    "C": "brain.inhibitor",
    "O": "vmat2.occupancy",
    "D": "extracellular.dopamine",
    "AP": "d2.occupancy.antipsychotic",
    "R": "d2.density",
    "S2": "d2.signal",
    "P": "plasticity",
    "AIMS": "score.aims",
    "park": "index.parkinsonism",
    "peak": "index.parkinsonism",
}
TOLERANCE = {
    "C": 1.0,
    "O": 0.025,
    "D": 0.03,
    "AP": 0.015,
    "R": 0.011,
    "S2": 0.05,
    "P": 0.011,
    "AIMS": 0.25,
    "park": 0.04,
    "peak": 0.04,
}
LOOSE = TOLERANCE | {"O": 0.09, "D": 0.10, "S2": 0.06, "AIMS": 0.4}
LOOSE_ROWS = {"reserpine 1 mg, d 7": LOOSE, "reserpine .25 mg, d 21": TOLERANCE | {"D": 0.035}}

TD = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=500 * DAY)


def taking(name: str, *stretches: tuple[float, float, float | None]) -> Medicine:
    """Return a medicine once a day; stretches are (mg, from day, to day)."""
    return Medicine(
        name, tuple(DoseCourse(mg, 1, a * DAY, None if b is None else b * DAY) for mg, a, b in stretches)
    )


STEPPED = replace(TD, medicines=(taking("valbenazine", (40, 0, 7), (80, 7, 336)),))
SCENARIOS = {
    "healthy": Scenario(medicines=(taking("valbenazine", (80, 0, None)),)),
    "haloperidol": Scenario(medicines=(taking("haloperidol", (5, 0, None)),), horizon_h=1096 * DAY),
    "valbenazine 40": replace(TD, medicines=(taking("valbenazine", (40, 0, None)),)),
    "valbenazine 80": STEPPED,
    "poor 80": replace(
        TD, person=Person(Genotype("*4/*4")), medicines=(taking("valbenazine", (80, 0, None)),)
    ),
    "poor 40": replace(
        TD, person=Person(Genotype("*4/*4")), medicines=(taking("valbenazine", (40, 0, None)),)
    ),
    "paroxetine": replace(
        TD,
        medicines=(
            taking("valbenazine", (40, 0, 7), (80, 7, None)),
            taking("paroxetine", (20, 42, None)),
        ),
    ),
    "antipsychotic stopped": replace(TD, medicines=(Medicine("haloperidol"),)),
    "haloperidol 10": replace(TD, medicines=(taking("haloperidol", (10, 0, None)),)),
    "reserpine .25": replace(TD, medicines=(taking("reserpine", (0.25, 0, None)),)),
    "reserpine 1": replace(TD, medicines=(taking("reserpine", (1, 0, 90)),)),
}

# scenario, label, day whose mean is meant (or "@h" for a moment), published values of the study's table
ROWS: list[tuple[str, str, float, dict[str, float]]] = [
    ("healthy", "healthy + 80", 42, {"C": 46, "O": 0.67, "D": 0.51, "S2": 0.60, "AIMS": 0, "park": 0.01}),
    ("haloperidol", "d 3", 3, {"D": 1.12, "AP": 0.80, "R": 1.03, "S2": 0.23, "park": 0.74, "AIMS": 0}),
    ("haloperidol", "d 14", 14, {"D": 1.12, "AP": 0.83, "R": 1.14, "S2": 0.27, "park": 0.57}),
    ("haloperidol", "d 90", 90, {"R": 1.47, "S2": 0.45, "P": 0.02, "AIMS": 1.1, "park": 0.05}),
    ("haloperidol", "1 y", 365, {"R": 1.52, "S2": 0.48, "P": 0.12, "AIMS": 5.3, "park": 0.02}),
    ("haloperidol", "3 y", 1095, {"R": 1.52, "S2": 0.48, "P": 0.28, "AIMS": 10.0, "park": 0.01}),
    ("valbenazine 40", "wk 1", 7, {"C": 23, "O": 0.51, "D": 0.74, "AP": 0.84, "AIMS": 8.5, "peak": 0.07}),
    ("valbenazine 40", "wk 2", 14, {"AIMS": 8.3}),
    ("valbenazine 40", "wk 6", 42, {"AIMS": 7.8, "S2": 0.32, "park": 0.04}),
    ("valbenazine 80", "wk 1", 7, {"C": 23, "O": 0.51, "AIMS": 8.5}),
    ("valbenazine 80", "wk 2", 14, {"C": 46, "O": 0.67, "D": 0.53, "AP": 0.85, "S2": 0.23, "AIMS": 7.3}),
    ("valbenazine 80", "wk 6", 42, {"AIMS": 6.3, "park": 0.15, "peak": 0.27, "P": 0.28, "R": 1.52}),
    ("valbenazine 80", "wk 48", 336, {"AIMS": 5.8, "park": 0.15}),
    ("valbenazine 80", "stop + 7 d", 343, {"C": 0, "O": 0, "D": 1.12, "AIMS": 8.8}),
    ("valbenazine 80", "stop + 28 d", 364, {"AIMS": 9.7}),
    ("valbenazine 80", "stop + 90 d", 426, {"AIMS": 10.3}),
    (
        "poor 80",
        "wk 6",
        42,
        {"C": 92, "O": 0.81, "D": 0.31, "S2": 0.14, "AIMS": 4.4, "park": 0.45, "peak": 0.56},
    ),
    ("poor 40", "wk 6", 42, {"C": 46, "O": 0.68, "D": 0.52, "AIMS": 6.1, "park": 0.14, "peak": 0.20}),
    ("paroxetine", "+ 1 wk", 49, {"AIMS": 4.9}),
    ("paroxetine", "+ 6 wk", 84, {"C": 92, "O": 0.81, "D": 0.31, "AIMS": 4.0, "park": 0.45, "peak": 0.56}),
    ("antipsychotic stopped", "+ 14 d", 14, {"D": 1.0, "R": 1.41, "S2": 2.2, "AIMS": 13.7, "park": 0}),
    ("antipsychotic stopped", "+ 42 d", 42, {"R": 1.22, "S2": 1.65, "AIMS": 13.3}),
    ("antipsychotic stopped", "+ 1 y", 365, {"R": 1.0, "S2": 1.0, "P": 0.23, "AIMS": 10.2}),
    ("haloperidol 10", "+ 14 d", 14, {"D": 1.14, "AP": 0.91, "R": 1.54, "AIMS": 9.5, "park": 0.08}),
    ("haloperidol 10", "+ 180 d", 180, {"R": 1.57, "P": 0.33, "AIMS": 10.3, "park": 0.05}),
    ("reserpine .25", "reserpine .25 mg, d 21", 21, {"O": 0.54, "D": 0.72, "AIMS": 8.4, "park": 0.04}),
    ("reserpine .25", "d 42", 42, {"O": 0.71, "D": 0.48, "AIMS": 6.5, "park": 0.17}),
    ("reserpine .25", "d 90", 90, {"O": 0.74, "D": 0.43, "AIMS": 5.1, "park": 0.23}),
    ("reserpine 1", "reserpine 1 mg, d 7", 7, {"O": 0.49, "D": 0.76, "AIMS": 8.8}),
    ("reserpine 1", "d 21", 21, {"O": 0.88, "D": 0.19, "S2": 0.09, "AIMS": 5.2, "park": 0.72}),
    ("reserpine 1", "d 90", 90, {"O": 0.92, "D": 0.13, "AIMS": 1.9, "park": 0.85}),
    ("reserpine 1", "off + 7 d", 97, {"O": 0.89, "D": 0.18, "AIMS": 2.2, "park": 0.76}),
    ("reserpine 1", "off + 30 d", 120, {"O": 0.72, "D": 0.47, "AIMS": 4.3, "park": 0.20}),
    ("reserpine 1", "off + 60 d", 150, {"O": 0.41, "D": 0.85, "AIMS": 7.3, "park": 0.03}),
    ("reserpine 1", "off + 150 d", 240, {"O": 0.02, "D": 1.11, "AIMS": 9.9, "park": 0.01}),
]


# scenario, label -> what the plasma kinetics of haloperidol, CYP2D6 and today's threshold make of a row
MOVED: dict[tuple[str, str], dict[str, float]] = {
    # The threshold of parkinsonism is 0.25 of the normal signal, where a tenth of people pass it at 78 % D2
    # occupancy in week 2; the study had 0.28. All indices are lower.
    ("haloperidol", "d 3"): {"park": 0.664},
    ("haloperidol", "d 14"): {"park": 0.399},
    ("valbenazine 80", "wk 6"): {"park": 0.095, "peak": 0.199},
    ("valbenazine 80", "wk 48"): {"park": 0.098},
    ("reserpine .25", "d 42"): {"park": 0.098},
    ("reserpine .25", "d 90"): {"park": 0.133},
    ("reserpine 1", "d 21"): {"park": 0.584},
    ("reserpine 1", "d 90"): {"park": 0.741},
    ("reserpine 1", "off + 7 d"): {"park": 0.573},
    ("reserpine 1", "off + 30 d"): {"park": 0.096},
    # A poor metaboliser has a third more haloperidol in today's doses, and more past blockade.
    ("poor 80", "wk 6"): {"S2": 0.111, "AIMS": 4.8, "park": 0.289, "peak": 0.397},
    ("poor 40", "wk 6"): {"AIMS": 6.7, "park": 0.101, "peak": 0.159},
}

AS_STUDIED = (
    ("haloperidol.clearance_by_cyp2d6", 0.0),
    ("haloperidol.d2_equilibration_half_life", 24.0),
    ("haloperidol.half_life", 1.0),
    ("movement.parkinsonism_half", 0.28),
)
"""With doses every hour: a concentration that stands at the daily dose. The threshold is the study's."""


def as_studied(scenario: Scenario) -> Scenario:
    """Return the scenario with the study's haloperidol."""
    once = scenario.medicine("haloperidol")
    if once is None and scenario.condition is Condition.TARDIVE_DYSKINESIA:
        once = taking("haloperidol", (5, 0, None))
    if once is None:
        return replace(scenario, overrides=AS_STUDIED)
    hourly = Medicine("haloperidol", tuple(replace(c, mg=c.mg / 24, times_per_day=24) for c in once.doses))
    others = tuple(medicine for medicine in scenario.medicines if medicine.name != "haloperidol")
    return replace(scenario, overrides=AS_STUDIED, medicines=(hourly, *others))


@pytest.fixture(scope="module")
def courses() -> dict[str, Course]:
    return {name: solve(scenario, MODEL) for name, scenario in SCENARIOS.items()}


@pytest.fixture(scope="module")
def studied() -> dict[str, Course]:
    last = {name: max(row[2] for row in ROWS if row[0] == name) * DAY for name in SCENARIOS}
    return {
        name: solve(replace(as_studied(scenario), horizon_h=last[name]), MODEL)
        for name, scenario in SCENARIOS.items()
    }


def compare(course: Course, label: str, day: float, expected: dict[str, float]) -> None:
    chosen = (course.time_h > (day - 1) * DAY) & (course.time_h <= day * DAY)
    tolerance = LOOSE_ROWS.get(label, TOLERANCE)
    for symbol, value in expected.items():
        values = course.series[IDS[symbol]][chosen]
        found = float(values.max() if symbol == "peak" else values.mean())
        allowed = max(tolerance[symbol], 0.04 * value if symbol == "C" else 0.0)
        assert found == pytest.approx(value, abs=allowed), f"{symbol} {label}"


NAMES = [f"{row[0]}, {row[1]}" for row in ROWS]


@pytest.mark.parametrize(("scenario", "label", "day", "published"), ROWS, ids=NAMES)
def test_standard_scenarios_as_studied(
    studied: dict[str, Course], scenario: str, label: str, day: float, published: dict[str, float]
) -> None:
    compare(studied[scenario], label, day, published)


@pytest.mark.parametrize(("scenario", "label", "day", "published"), ROWS, ids=NAMES)
def test_standard_scenarios_today(
    courses: dict[str, Course], scenario: str, label: str, day: float, published: dict[str, float]
) -> None:
    compare(courses[scenario], label, day, published | MOVED.get((scenario, label), {}))


def test_what_is_said_to_have_moved_has() -> None:
    """No row may stand in the second table that meets the first."""
    published = {(row[0], row[1]): row[3] for row in ROWS}
    for place, figures in MOVED.items():
        assert any(
            abs(published[place][symbol] - value) > TOLERANCE[symbol] for symbol, value in figures.items()
        )


def test_a_day_and_two_after_the_last_dose(courses: dict[str, Course]) -> None:
    course = courses["valbenazine 80"]
    last = 335 * DAY
    for hours, concentration, occupancy in ((24, 23, 0.50), (48, 7, 0.25)):
        assert course.at("brain.inhibitor", last + hours) == pytest.approx(concentration, abs=3)
        assert course.at("vmat2.occupancy", last + hours) == pytest.approx(occupancy, abs=0.05)


def test_the_textbook_rung_refitted() -> None:
    scenario = replace(STEPPED, rung=Rung.TEXTBOOK, overrides=(("vmat2.ic50", 40.0),))
    course = solve(scenario, MODEL)
    assert course.at("score.aims", 0.0) == pytest.approx(8.7, abs=0.25)
    week_6 = (course.time_h > 41 * DAY) & (course.time_h <= 42 * DAY)
    assert course.series["score.aims"][week_6].mean() == pytest.approx(5.3, abs=0.25)


def test_risperidone_reaches_less_blockade_and_less_plasticity() -> None:
    course = solve(Scenario(medicines=(taking("risperidone", (4, 0, None)),), horizon_h=1095 * DAY), MODEL)
    last = course.time_h > 1094 * DAY
    # The study's risperidone stood at its daily dose; ours swings about it within the day.
    assert course.series["d2.occupancy.antipsychotic"][last].mean() == pytest.approx(0.75, abs=0.015)
    assert course.series["d2.density"][-1] == pytest.approx(1.48, abs=0.011)
    assert course.series["d2.signal"][last].mean() == pytest.approx(0.65, abs=0.05)
    haloperidol = solve(SCENARIOS["haloperidol"], MODEL).series["plasticity"][-1]
    assert course.series["plasticity"][-1] < haloperidol


def test_the_reserve_is_spent_by_the_antipsychotic() -> None:
    """Section 4: at O = .605, D relative to the person's own baseline falls from .60 to .51."""
    from vmat2_desktop.engine import terminal

    occupancy = np.array([0.0, 0.605])
    for blocked, own in ((0.0, 0.60), (0.4, 0.51)):
        # kappa .25: the autoreceptor sees a quarter of the blockade; the study's phi_auto is that share.
        state = terminal.steady_state(
            occupancy,
            np.full(2, min(1.0, blocked / MODEL.terminal.autoreceptor_share_of_blockade)),
            replace(MODEL.terminal, autoreceptor_share_of_blockade=0.4) if blocked else MODEL.terminal,
        )
        assert state.vesicular[1] / state.vesicular[0] == pytest.approx(own, abs=0.01)
