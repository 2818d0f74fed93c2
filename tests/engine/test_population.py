"""Many people: each the same person as in the live reading, whoever else is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from vmat2_desktop.engine import course, people, population, terminal, terminal_course
from vmat2_desktop.engine.lattice import cubic, lattice
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.people import People
from vmat2_desktop.engine.profiles import nodes_of
from vmat2_desktop.engine.scenario import (
    Condition,
    DoseCourse,
    Genotype,
    Medicine,
    Person,
    Rung,
    Scenario,
)
from vmat2_desktop.engine.surface import above
from vmat2_desktop.engine.terminal import TerminalState
from vmat2_desktop.engine.terminal_start import Setting
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
DAY = 24.0
DAYS = 24
A_DAY = 12 * 24
FREQUENCIES = {"*4": 0.2, "*5": 0.03, "*10": 0.05, "*41": 0.09}

SCALES = {"score.aims": 28.0, "score.tmc": 28.0}
KEPT = (
    "vmat2.occupancy",
    "extracellular.dopamine",
    "d2.occupancy.antipsychotic",
    "d2.density",
    "d2.signal",
    "plasticity",
    "index.parkinsonism",
    "index.serotonin",
    "index.noradrenaline",
    "index.blood_pressure",
    "index.psychosis_protection",
)
STEEP = ("index.parkinsonism", "index.psychosis_protection")


def taking(name: str, *stretches: tuple[float, float, float | None], a_day: int = 1) -> Medicine:
    """Return a medicine; stretches are (mg, from day, to day)."""
    return Medicine(
        name, tuple(DoseCourse(mg, a_day, a * DAY, None if b is None else b * DAY) for mg, a, b in stretches)
    )


TD = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=DAYS * DAY)
PLAIN = replace(TD, condition=Condition.NONE)
VALBENAZINE = taking("valbenazine", (40, 0, 7), (80, 7, None))
SCENARIOS = {
    "dyskinesia, valbenazine": replace(TD, medicines=(VALBENAZINE,)),
    "textbook": replace(TD, medicines=(VALBENAZINE,), rung=Rung.TEXTBOOK),
    "chorea, tetrabenazine three times a day": replace(
        TD,
        condition=Condition.HUNTINGTON,
        medicines=(taking("tetrabenazine", (12.5, 0, 7), (25, 7, None), a_day=3),),
    ),
    "paroxetine comes and goes": replace(
        TD,
        person=Person(Genotype("*1/*4")),
        medicines=(taking("deutetrabenazine", (18, 0, None), a_day=2), taking("paroxetine", (20, 6, 16))),
    ),
    "reserpine comes and goes": replace(TD, medicines=(taking("reserpine", (1, 0, 16)),)),
    "antipsychotic stopped": replace(TD, medicines=(Medicine("haloperidol"),)),
    "quetiapine": replace(
        PLAIN, medicines=(taking("quetiapine", (200, 0, None), a_day=2), taking("valbenazine", (80, 5, None)))
    ),
    "anticholinergic": replace(
        PLAIN, medicines=(taking("haloperidol", (5, 0, None)), taking("benzatropine", (2, 8, None), a_day=2))
    ),
}


@pytest.fixture
def steadily(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solve courses with a terminal that is steady at every moment, as that of a population is."""

    def steady(
        _times: Array, occupancy: Array, blockade: Array, setting: Setting, *_activity: object
    ) -> TerminalState:
        table = terminal.table(setting.p, setting.compensation, setting.expression, setting.firing)
        return table.at(occupancy, blockade)

    monkeypatch.setattr(terminal_course, "over_time", steady)


@pytest.fixture
def finely(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show courses every five minutes, and solve histories hourly."""
    monkeypatch.setattr(course, "grid", lambda end_h: np.append(np.arange(0.0, end_h, 1 / 12), end_h))
    monkeypatch.setattr(course, "HISTORY_STEP_H", 1.0)
    course._solve_history.cache_clear()
    yield
    course._solve_history.cache_clear()


def daily_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    days = np.array([values[d * A_DAY : (d + 1) * A_DAY + 1] for d in range(DAYS)])
    return np.asarray(((days[:, 1:] + days[:, :-1]) / 2).mean(axis=1))


@pytest.mark.parametrize("name", SCENARIOS)
def test_one_person_without_variability_is_the_course(name: str, steadily: None, finely: None) -> None:
    scenario = SCENARIOS[name]
    solved = course.solve(scenario, MODEL)
    score = "score.tmc" if scenario.condition is Condition.HUNTINGTON else "score.aims"
    found = population.simulate(
        scenario,
        MODEL,
        people.alike(scenario.person, MODEL),
        days=range(1, DAYS + 1),
        keep=(score, *KEPT),
    )
    swings = name == "quetiapine"
    for observable in (score, *KEPT):
        off = np.abs(found.values[observable][:, 0] - daily_means(solved.series[observable]))
        allowed = (4e-3 if swings else 1e-3) if observable in STEEP else 5e-4
        # The first doses of an antipsychotic bend most.
        assert off[0] <= 5e-3 * SCALES.get(observable, 1.0), observable
        assert off[1:].max() <= allowed * SCALES.get(observable, 1.0), observable


@pytest.mark.parametrize("name", ["dyskinesia, valbenazine", "reserpine comes and goes"])
def test_the_lag_of_the_terminal_changes_daily_means_little(name: str, finely: None) -> None:
    """A population leaves it out: it changes the swing within a day, and its mean by less than 4e-3."""
    solved = course.solve(SCENARIOS[name], MODEL)
    found = population.simulate(
        SCENARIOS[name],
        MODEL,
        people.alike(SCENARIOS[name].person, MODEL),
        days=range(1, DAYS + 1),
        keep=("score.aims", *KEPT),
    )
    for observable in ("score.aims", *KEPT):
        off = np.abs(found.values[observable][:, 0] - daily_means(solved.series[observable]))
        assert off[1:].max() <= 4e-3 * SCALES.get(observable, 1.0), observable


def test_the_score_of_the_mean_signal_is_what_a_daily_step_must_not_take(finely: None) -> None:
    """The error that does not shrink with the step: Jensen's, as the score is concave in the signal."""
    scenario = SCENARIOS["dyskinesia, valbenazine"]
    solved = course.solve(scenario, MODEL)
    score = daily_means(solved.series["score.aims"])
    move = MODEL.movement
    drive = score * move.score_half / (move.score_maximum - score)
    at_mean = daily_means(
        solved.series["score.aims"] * move.score_half / (move.score_maximum - solved.series["score.aims"])
    )
    gap = move.score_maximum * at_mean / (move.score_half + at_mean) - score
    assert np.all(at_mean[1:] > drive[1:])
    assert 2e-4 < gap[-1] / move.score_maximum < 5e-4


def everybody() -> People:
    drawn = people.draw(MODEL, 150, 5, frequencies={"*4": 0.2})
    return replace(drawn, plasticity_rate=drawn.plasticity_rate * 20)


@pytest.mark.parametrize(
    "medicines",
    [
        (VALBENAZINE,),
        (taking("reserpine", (1, 0, 10)),),
        (taking("reserpine", (0.5, 0, 10)), taking("valbenazine", (40, 2, None))),
        (taking("quetiapine", (200, 0, None), a_day=2),),
    ],
)
def test_nobody_changes_with_the_company(medicines: tuple[Medicine, ...]) -> None:
    """The lattice between whose points people lie costs at most 1e-4 of a scale; its corner at the
    threshold of plasticity the most."""
    usual = taking("haloperidol", (8, 0, None))
    scenario, crowd = replace(PLAIN, medicines=(*medicines, usual)), everybody()
    keep = ("vmat2.occupancy", "d2.signal", "plasticity", "index.parkinsonism", "score.aims")
    together = population.simulate(scenario, MODEL, crowd, days=[3, DAYS], keep=keep)
    for i in (0, 7, int(np.argmax(crowd.exposure)), int(np.argmin(crowd.antipsychotic_exposure))):
        alone = population.simulate(scenario, MODEL, crowd.part(slice(i, i + 1)), days=[3, DAYS], keep=keep)
        for name in keep:
            off = np.abs(together.values[name][:, i] - alone.values[name][:, 0]).max()
            assert off <= 3e-4 * SCALES.get(name, 1.0), name


def test_chunks_change_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, crowd = SCENARIOS["quetiapine"], everybody()
    whole = population.simulate(scenario, MODEL, crowd, days=[DAYS], keep=("d2.signal",))
    monkeypatch.setattr(population, "CHUNK", 17)
    parts = population.simulate(scenario, MODEL, crowd, days=[DAYS], keep=("d2.signal",))
    np.testing.assert_allclose(parts.values["d2.signal"], whole.values["d2.signal"], rtol=1e-6)


def test_a_person_is_the_same_whoever_is_drawn_besides() -> None:
    many = people.draw(MODEL, 50, 11, frequencies=FREQUENCIES)
    few = people.draw(MODEL, 3, 11, frequencies=FREQUENCIES, first=20)
    for name in ("diplotype", "exposure", "plasticity_rate", "chance"):
        np.testing.assert_array_equal(getattr(few, name), getattr(many, name)[20:23])
    other = people.draw(MODEL, 50, 12, frequencies=FREQUENCIES)
    assert not np.any(other.exposure == many.exposure)


def test_people_vary_as_the_model_says() -> None:
    v = MODEL.variability
    crowd = people.draw(MODEL, 40_000, 1)
    for factor, cv in (
        (crowd.exposure, v.exposure_cv),
        (crowd.antipsychotic_exposure, v.antipsychotic_exposure_cv),
        (crowd.upregulation, v.upregulation_gain_cv),
        (crowd.d2_density, v.d2_density_cv),
    ):
        assert factor.mean() == pytest.approx(1.0, abs=0.015)
        assert factor.std() / factor.mean() == pytest.approx(cv, rel=0.05)
    assert np.log(crowd.potency).std() == pytest.approx(v.ic50_sigma, rel=0.02)
    assert np.median(crowd.plasticity_rate) == pytest.approx(v.plasticity_rate_median, rel=0.04)
    together = np.corrcoef(np.log(crowd.upregulation), np.log(crowd.plasticity_rate))[0, 1]
    assert together == pytest.approx(v.upregulation_plasticity_correlation, abs=0.015)
    with_genotype = people.draw(MODEL, 40_000, 1, frequencies=FREQUENCIES)
    assert with_genotype.exposure.std() == pytest.approx(v.exposure_residual_cv, rel=0.05)


def test_diplotypes_follow_hardy_and_weinberg() -> None:
    crowd = people.draw(MODEL, 60_000, 3, frequencies={"*4": 0.2, "*10": 0.1})
    share = {name: float(np.mean(crowd.diplotype == name)) for name in ("*4/*4", "*1/*1", "*4/*10")}
    assert share == pytest.approx({"*4/*4": 0.04, "*1/*1": 0.49, "*4/*10": 0.02}, abs=0.005)


def test_poor_metabolisers_have_the_exposure_of_poor_metabolisers() -> None:
    scenario = replace(PLAIN, medicines=(taking("valbenazine", (80, 0, None)),))
    pair = replace(people.alike(Person(), MODEL, 2), diplotype=np.array(["*1/*1", "*4/*4"]))
    found = population.simulate(scenario, MODEL, pair, days=[DAYS], keep=("brain.inhibitor",))
    normal, poor = found.values["brain.inhibitor"][0]
    assert poor / normal == pytest.approx(2.0, abs=0.05)


def test_a_steady_blockade_brought_along_goes_on() -> None:
    crowd = people.alike(Person(), MODEL, 3)
    brought = population.Start(np.array([0.2, 0.2, 0.2]), np.array([0.0, 0.5, 0.8]))
    found = population.simulate(
        replace(PLAIN, medicines=(taking("haloperidol", (40, 0, None)),)),
        MODEL,
        crowd,
        days=[DAYS],
        keep=("d2.density", "d2.occupancy.antipsychotic", "score.aims"),
        start=brought,
    )
    gain = MODEL.receptor.upregulation_gain
    np.testing.assert_allclose(found.values["d2.density"][0], 1 + gain * brought.blockade, rtol=1e-6)
    assert found.values["d2.occupancy.antipsychotic"][0, 0] == 0.0
    assert np.all(np.diff(found.values["d2.occupancy.antipsychotic"][0]) > 0.0)


def test_extremes_stay_finite_and_in_bounds() -> None:
    crowd = people.draw(MODEL, 60, 2, frequencies={"*4": 0.2})
    medicines = (taking("reserpine", (1000, 0, 5)), taking("valbenazine", (80_000, 3, None)))
    found = population.simulate(
        replace(TD, medicines=medicines),
        MODEL,
        crowd,
        days=range(1, 15),
        keep=("vmat2.occupancy", "d2.signal", "plasticity", "index.parkinsonism.max", "score.aims"),
    )
    for name, values in found.values.items():
        assert np.isfinite(values).all(), name
        assert values.min() >= -1e-6, name
    for name in ("vmat2.occupancy", "plasticity", "index.parkinsonism.max"):
        assert found.values[name].max() <= 1.0 + 1e-6, name


def test_percentiles_ascend() -> None:
    found = population.simulate(
        SCENARIOS["dyskinesia, valbenazine"], MODEL, everybody(), days=[7, 14], keep=("score.aims",)
    )
    rows = found.percentiles("score.aims", (5, 50, 95))
    assert rows.shape == (3, 2)
    assert np.all(np.diff(rows, axis=0) >= 0.0)


@pytest.mark.parametrize(
    ("days", "keep", "sentence"),
    [
        ([], ("score.aims",), "needs days to keep"),
        ([0, 4], ("score.aims",), "at least day 1"),
        ([4], ("score.amis",), "score.amis is no observable of a population; it has brain.inhibitor"),
    ],
)
def test_what_cannot_be_kept_is_refused(days: list[int], keep: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        population.simulate(TD, MODEL, people.alike(Person(), MODEL), days=days, keep=keep)


def test_frequencies_are_checked() -> None:
    with pytest.raises(ValueError, match=r"sum to 1\.2"):
        people.draw(MODEL, 2, 1, frequencies={"*4": 0.7, "*5": 0.5})
    with pytest.raises(ValueError, match="no known CYP2D6 allele"):
        people.draw(MODEL, 2, 1, frequencies={"*999": 0.1})


# The parts


def test_nodes_integrate_what_doses_do() -> None:
    nodes = nodes_of(3, np.array([8.0, 32.0, 44.0]))
    np.testing.assert_allclose([nodes.weight[nodes.of(day)].sum() for day in range(3)], 1.0)
    since = np.where(nodes.time_h >= 8, nodes.time_h - 8, np.inf)[nodes.of(0)]
    found = nodes.weight[nodes.of(0)] @ np.exp(-1.5 * since) * 24
    assert found == pytest.approx((1 - np.exp(-1.5 * 16)) / 1.5, abs=2e-3)


@pytest.mark.parametrize("width", [0.0, 0.3, 2.0, 5.0])
def test_lattice_reproduces_smooth_functions(width: float) -> None:
    rng = np.random.default_rng(4)
    x, y = rng.normal(0, width / 4, 400), rng.uniform(-0.2, 0.2, 400)
    shape = lattice([x, y])

    def smooth(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1.0 / (1.0 + np.exp(u + 0.5)) + v * v

    values = smooth(shape.coordinate(0), shape.coordinate(1)) @ shape.weights([x, y], 400)
    np.testing.assert_allclose(values, smooth(x, y), atol=2e-5)


def test_cubic_weights_reproduce_cubics() -> None:
    points = np.arange(-3.0, 3.0, 0.25)
    at = np.linspace(-2.5, 2.0, 37)
    np.testing.assert_allclose((points**3 - points) @ cubic(points, at), at**3 - at, atol=1e-12)


def test_excess_blockade_is_a_share_of_what_lies_above() -> None:
    np.testing.assert_allclose(above(np.array([0.2, 0.6, 1.0]), 0.6), [0.0, 0.0, 1.0])


def test_the_model_is_that_of_the_scenario(model: Model) -> None:
    scenario = replace(SCENARIOS["dyskinesia, valbenazine"], overrides=(("vmat2.ic50", 1e2),))
    person = people.alike(Person(), model)
    weaker, usual = (
        population.simulate(item, model, person, days=[DAYS], keep=("vmat2.occupancy",))
        for item in (scenario, replace(scenario, overrides=()))
    )
    assert weaker.values["vmat2.occupancy"][0, 0] < usual.values["vmat2.occupancy"][0, 0] - 0.2
