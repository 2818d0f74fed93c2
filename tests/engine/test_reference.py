"""The reference reading: against published tables, exact laws, another solver, and the live reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from vmat2_desktop.engine import compiled, course, equations, observables, reference
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Food,
    Genotype,
    Liver,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.engine.solution import Solution
from vmat2_desktop.engine.spanning import SPANNING
from vmat2_desktop.engine.system import Assignment, Event, Parameter, Species, System
from vmat2_desktop.knowledge import load

MODEL = load().model
DAY = 24.0

# O -> depletion, cda uM, vda uM, eda nM, hva uM, tyrosine uM: dopamine-models study, table 2.4
TABLE_2_4 = [
    (0.0, 0.0, 2.6469, 80.9662, 2.02368, 7.6782, 125.70),
    (0.1, 0.0509, 2.9324, 76.8437, 1.91967, 8.5053, 124.05),
    (0.3, 0.1634, 3.8211, 67.7333, 1.69017, 11.0804, 118.88),
    (0.5, 0.3040, 5.6330, 56.3534, 1.40423, 16.3316, 108.29),
    (0.6, 0.3961, 7.2647, 48.8993, 1.21737, 21.0605, 98.73),
    (0.7, 0.5164, 9.2722, 39.1520, 0.97354, 26.8788, 86.98),
    (0.8, 0.6698, 10.2639, 26.7327, 0.66371, 29.7523, 81.23),
    (0.9, 0.8342, 10.4601, 13.4233, 0.33272, 30.3200, 80.15),
    (0.95, 0.9171, 10.4776, 6.7142, 0.16629, 30.3704, 80.09),
    (0.99, 0.9834, 10.4838, 1.3430, 0.03324, 30.3878, 80.08),
]
# Hours after a step in O from 0 -> vda/vda0
STEP_TIMES = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 8.0, 48.0]
STEPS = {
    0.5: [0.9121, 0.8534, 0.8274, 0.7725, 0.7263, 0.7004, 0.6957, 0.6958, 0.6960],
    0.7: [0.8274, 0.6190, 0.5719, 0.5259, 0.4979, 0.4903, 0.4894, 0.4857, 0.4836],
    0.9: [0.7215, 0.3003, 0.2118, 0.1870, 0.1767, 0.1745, 0.1738, 0.1669, 0.1658],
}


def held(occupancy: float, rung: Rung = Rung.MECHANISTIC, **person: str) -> System:
    """Return the equations of a person whose VMAT2 is blocked by a constant share."""
    system = equations.build(Scenario(rung=rung, person=Person(Genotype(**person))), MODEL)
    return replace(
        system,
        assignments=tuple(
            replace(item, expression=repr(occupancy)) if item.id == "vmat2_occupancy" else item
            for item in system.assignments
        ),
    )


def with_sum_of(system: System, name: str, rate: str) -> System:
    """Return the equations with one more state that adds up a rate."""
    return replace(system, species=(*system.species, Species(name, 0.0, rate, "uM")))


# The terminal


@pytest.mark.parametrize("row", TABLE_2_4, ids=lambda row: f"O={row[0]}")
def test_integrated_steady_states_are_the_published_ones(row: tuple[float, ...]) -> None:
    occupancy, depletion, cytosolic, vesicular, extracellular, hva, tyrosine = row
    found = Solution(held(occupancy)).quantities(np.array([300.0]))
    assert found["depletion"][0] == pytest.approx(depletion, abs=1e-4)
    assert found["cytosolic"][0] == pytest.approx(cytosolic, abs=1e-4)
    assert found["vesicular"][0] == pytest.approx(vesicular, abs=1e-4)
    assert found["extracellular"][0] * 1e3 == pytest.approx(extracellular, abs=1e-5)
    assert found["hva"][0] == pytest.approx(hva, abs=1e-4)
    assert found["tyrosine"][0] == pytest.approx(tyrosine, abs=6e-3)


@pytest.mark.parametrize("occupancy", STEPS)
def test_a_step_in_occupancy_runs_as_published(occupancy: float) -> None:
    found = Solution(held(occupancy)).quantities(np.array(STEP_TIMES))["content"]
    assert found == pytest.approx(STEPS[occupancy], abs=1e-4)


def test_dopamine_is_neither_made_nor_lost_but_by_its_fluxes() -> None:
    removed = "terminal_extracellular_removal * extracellular"
    system = with_sum_of(held(0.7), "made", "synthesis")
    system = with_sum_of(system, "lost", f"breakdown + methylation + {removed}")
    solution = Solution(system, 1e-12, 1e-14)
    first, last = solution.states(np.array([0.0, 10.0]))
    stored = [solution.place(name) for name in ("l_dopa", "cytosolic", "vesicular", "extracellular")]
    change = float((last - first)[stored].sum())
    assert change == pytest.approx(-34.08793, abs=5e-5)
    flows = last[solution.place("made")] - last[solution.place("lost")]
    assert change == pytest.approx(flows, abs=1e-10)


def test_biopterin_is_conserved() -> None:
    solution = Solution(equations.build(SPANNING["vmat2-deficiency"], MODEL))
    states = solution.states(np.linspace(0, 28 * DAY, 200))
    total = states[:, solution.place("bh2")] + states[:, solution.place("bh4")]
    assert total == pytest.approx(np.full(200, MODEL.terminal.biopterin_total), rel=1e-12)


@pytest.mark.parametrize("occupancy", [0.0, 0.3, 0.7, 0.95])
@pytest.mark.parametrize("variant", ["reference", "loss_heterozygous"])
def test_on_the_textbook_rung_content_is_what_pumps_are_free(occupancy: float, variant: str) -> None:
    found = Solution(held(occupancy, Rung.TEXTBOOK, slc18a2=variant)).quantities(np.array([24.0]))
    free = (1.0 - occupancy) * MODEL.variants["slc18a2"][variant]
    assert found["content"][0] == pytest.approx(free, rel=1e-9)
    assert found["dopamine"][0] == pytest.approx(free, rel=1e-9)
    for name in ("cytosol", "synthesis_ratio", "tyrosine_ratio", "l_dopa_ratio"):
        assert found[name][0] == pytest.approx(1.0, rel=1e-9), name


# The solver

DECAY = System(
    -10.0,
    10.0,
    (Parameter("k", 0.5, "1/h"),),
    (Assignment("flow", "k * amount", "mg/h"),),
    (Species("amount", 2.0, "-flow", "mg"), Species("eliminated", 0.0, "flow", "mg")),
    (Event(0.0, (("amount", 3.0),)), Event(2.0, (), (("k", 0.25),)), Event(4.0, (("amount", 1.0),))),
)


def test_events_add_and_set_at_their_time() -> None:
    times = np.array([-10.0, -1.0, 0.0, 2.0, 3.0, 4.0, 14.0])
    found = Solution(DECAY).quantities(times)
    at_zero = 2.0 * np.exp(-5.0) + 3.0
    at_four = at_zero * np.exp(-1.0 - 0.5) + 1.0
    expected = [
        2.0,
        2.0 * np.exp(-4.5),
        at_zero,
        at_zero * np.exp(-1.0),
        at_zero * np.exp(-1.25),
        at_four,
        at_four * np.exp(-2.5),
    ]
    assert found["amount"] == pytest.approx(expected, rel=1e-8)
    assert found["k"].tolist() == [0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]
    given = 2.0 + 3.0 * (times >= 0) + 1.0 * (times >= 4)
    assert found["amount"] + found["eliminated"] == pytest.approx(given, rel=1e-8)


def test_moments_that_round_off_holds_apart_are_one() -> None:
    times = 2.4 + 8.0 * np.arange(9)  # 0.1 d is not 2.4 h to the last digit
    scenario = Scenario(
        medicines=(
            Medicine("tetrabenazine", (DoseCourse(25.0, 3, 0.1 * DAY),)),
            Medicine("olanzapine", (DoseCourse(10.0, 3, 2.4),)),
            Medicine("methylphenidate", (DoseCourse(10.0, 3, 7.2 / 3),)),
        ),
        horizon_h=3 * DAY,
    )
    system = equations.build(scenario, MODEL)
    assert [event.time_h for event in system.events] == pytest.approx(times)
    solution = Solution(system)
    around = np.sort(np.concatenate([np.nextafter(times, 0), times, np.nextafter(times, 99)]))
    assert np.isfinite(solution.states(around)).all()


def test_a_second_look_at_a_stretch_is_the_first() -> None:
    times = np.linspace(-10.0, 10.0, 81)
    whole, again = Solution(DECAY), Solution(DECAY)
    rows = whole.states(times)
    assert whole.states(times[50:60]) == pytest.approx(rows[50:60], rel=1e-9, abs=1e-12)
    assert again.states(times[70:]) == pytest.approx(rows[70:], rel=1e-9, abs=1e-12)
    assert again.states(times[:10]) == pytest.approx(rows[:10], rel=1e-9, abs=1e-12)
    assert again.states(np.array([])).shape == (0, 2)


def test_what_cannot_be_integrated_is_said() -> None:
    with pytest.raises(ValueError, match="begins at -10 h"):
        Solution(DECAY).states(np.array([-11.0]))
    explosion = System(0.0, 9.0, (), (), (Species("x", 1.0, "x * x", "1"),))
    with pytest.raises(ArithmeticError, match="cannot be integrated past 1 h"):
        Solution(explosion).states(np.array([0.5, 2.0]))


WEEK = replace(SPANNING["valbenazine-paroxetine"], condition=Condition.NONE, horizon_h=17 * DAY)


def test_a_tighter_tolerance_changes_ever_less() -> None:
    system = equations.build(WEEK, MODEL)
    times = np.linspace(0.0, WEEK.horizon_h, 300)
    loose, middle, tight = (Solution(system, 10.0**-n, 1e-13).states(times) for n in (6, 8, 10))
    scale = np.abs(tight).max(axis=0) + 1e-12
    far, near = (float((np.abs(item - tight) / scale).max()) for item in (loose, middle))
    assert near < 1e-6
    assert near < far / 10


def test_another_solver_gives_the_same() -> None:
    system = replace(equations.build(WEEK, MODEL), events=())
    function = compiled.rates(system)
    start = np.array([item.initial for item in system.species])
    times = np.array([0.5, 2.0, 7.0, 24.0])
    found = solve_ivp(
        lambda t, y: function(t, y, []), (0.0, 24.0), start, "Radau", times, rtol=1e-9, atol=1e-12
    )
    ours = Solution(system).states(times)
    assert ours == pytest.approx(found.y.T, rel=1e-6, abs=1e-9)


# As a course

SHORT = Scenario(
    condition=Condition.TARDIVE_DYSKINESIA,
    medicines=(Medicine("valbenazine", (DoseCourse(80.0, food=Food.FED),)),),
    horizon_h=3 * DAY,
)


@pytest.fixture(scope="module")
def both() -> tuple[course.Course, course.Course]:
    return course.solve(SHORT, MODEL), reference.solve(SHORT, MODEL)


def test_a_reference_course_reads_like_a_live_one(both: tuple[course.Course, course.Course]) -> None:
    live, slow = both
    assert observables.columns(slow) == observables.columns(live)
    assert slow.time_h.tolist() == live.time_h.tolist()
    assert slow.doses == live.doses
    assert slow.score_id == live.score_id
    at = [item.id for item in observables.at(slow, 30.0)]
    assert at == [item.id for item in observables.at(live, 30.0)]


def test_exposures_in_a_window_agree(both: tuple[course.Course, course.Course]) -> None:
    found, expected = (
        {item.id: item.value for item in observables.window(item, DAY, 2 * DAY)} for item in reversed(both)
    )
    assert list(found) == list(expected)
    exposures = [name for name in found if name.startswith(("plasma.", "brain.")) and "inhibitor" not in name]
    assert len(exposures) >= 15
    for name in exposures:
        # Where the curve is flat, the minute of its top is not determined more closely.
        flat = name.endswith(".tmax")
        assert found[name] == pytest.approx(expected[name], rel=1e-6, abs=0.04 if flat else 0.0), name


def test_where_nothing_moves_the_enzymes_plasma_is_exact(both: tuple[course.Course, course.Course]) -> None:
    live, slow = both
    for name in (name for name in slow.series if name.startswith("plasma.")):
        assert live.series[name] == pytest.approx(slow.series[name], rel=1e-7, abs=1e-9), name


def test_the_history_is_the_same_history(both: tuple[course.Course, course.Course]) -> None:
    live, slow = both
    for name in ("d2.density", "plasticity", "d2.antagonism", "score.aims", "index.blood_pressure"):
        assert live.series[name][0] == pytest.approx(slow.series[name][0], rel=2e-3), name


def test_difference_is_taken_over_what_the_reference_covers() -> None:
    times = np.array([0.0, 1.0, 2.0])
    found = reference.difference(times, np.array([1.0, 2.5, 4.0]), np.array([1.0, 2.0, 4.0]))
    assert (found.absolute, found.relative, found.at_h) == (0.5, 0.125, 1.0)
    still = reference.difference(times, np.full(3, 1e-16), np.zeros(3))
    assert still.relative < 1e-6


def test_overrides_and_unknown_drugs_reach_the_reference() -> None:
    stronger = replace(SHORT, overrides=(("vmat2.ic50", 16.0),), horizon_h=DAY)
    weaker = replace(SHORT, horizon_h=DAY)
    name = "vmat2.occupancy"
    assert reference.solve(stronger, MODEL).series[name][-1] > reference.solve(weaker, MODEL).series[name][-1]
    with pytest.raises(KeyError):
        reference.solve(replace(SHORT, medicines=(Medicine("nothing", (DoseCourse(1.0),)),)), MODEL)


@pytest.mark.parametrize("name", ["valbenazine", "tetrabenazine", "reserpine", "haloperidol", "quetiapine"])
@pytest.mark.parametrize("rung", list(Rung))
def test_a_thousandfold_dose_stays_finite_and_positive(name: str, rung: Rung) -> None:
    usual = MODEL.drugs[name].label.usual_mg
    scenario = Scenario(
        person=Person(Genotype("*4/*4", slc18a2="loss_homozygous"), liver=Liver.SEVERE),
        medicines=(Medicine(name, (DoseCourse(1000 * usual),)),),
        rung=rung,
        horizon_h=2 * DAY,
    )
    for observable, values in reference.solve(scenario, MODEL).series.items():
        assert np.isfinite(values).all(), observable
        # Depletion is negative where a vesicle holds more than a healthy one.
        assert (values >= -1e-9).all() or observable == "vesicular.depletion", observable


# Over the range that the reference covers. Plasma: activities of enzymes hold for a stretch of time each. The
# textbook terminal of the live reading is always steady; what hangs on its dopamine inherits that.
OF_PLASMA = 0.015
OF_ALL_ELSE = 0.006
TEXTBOOK = 0.012


@pytest.mark.slow
@pytest.mark.parametrize("name", SPANNING)
def test_the_live_reading_is_as_near_as_it_is_said_to_be(name: str) -> None:
    for observable, found in reference.error_of_live(SPANNING[name], MODEL).items():
        limit = TEXTBOOK if SPANNING[name].rung is Rung.TEXTBOOK else OF_ALL_ELSE
        if observable.startswith("plasma."):
            limit = OF_PLASMA
        assert found.relative <= limit, (observable, found)
