"""What the liver and a meal do to exposure: published figures P05 and P18 of the pharmacology dossier."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.metabolism import NORMAL, Activity, unmodulated
from vmat2_desktop.engine.pharmacokinetics import Kinetics, compartments, steady_mean
from vmat2_desktop.engine.scenario import DoseCourse, Food, Liver, Medicine, Person, Scenario
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
TIMES = np.linspace(0.0, 96.0, 9601)
IMPAIRED = [liver for liver in Liver if liver is not Liver.NORMAL]


def single(name: str, mg: float, liver: Liver = Liver.NORMAL, *, fed: bool = False) -> dict[str, Array]:
    activity = unmodulated(Person(liver=liver), MODEL)
    times = frozenset({0.0}) if fed else frozenset()
    return Kinetics(MODEL.drugs[name], ((0.0, activity),), ((0.0, mg),), 96.0, times).concentrations(TIMES)


def mean(name: str, moiety: str, liver: Liver) -> float:
    return steady_mean(compartments(MODEL.drugs[name], unmodulated(Person(liver=liver), MODEL)), moiety)


# Liver


def test_hepatic_impairment_lets_the_parent_of_tetrabenazine_through() -> None:
    """P18: Cmax of the parent 7 to 190 times higher."""
    normal = single("tetrabenazine", 25.0)["tetrabenazine"].max()
    ratios = [single("tetrabenazine", 25.0, liver)["tetrabenazine"].max() / normal for liver in IMPAIRED]
    assert ratios == sorted(ratios)
    assert ratios[0] == pytest.approx(7, rel=0.2)
    assert all(5.5 <= ratio <= 190 for ratio in ratios)


def test_little_of_it_shows_with_a_healthy_liver() -> None:
    healthy, ill = (single("tetrabenazine", 25.0, liver) for liver in (Liver.NORMAL, Liver.SEVERE))
    assert healthy["tetrabenazine"].max() < 0.05 * healthy["alpha_htbz"].max()
    assert ill["tetrabenazine"].max() > 0.5 * ill["alpha_htbz"].max()


@pytest.mark.parametrize("name", ["tetrabenazine", "deutetrabenazine"])
def test_the_well_stirred_liver_and_its_shunt(name: str) -> None:
    extraction = MODEL.drugs[name].parameters["hepatic_extraction"]

    def escaping(activity: Activity) -> float:
        matrix = compartments(MODEL.drugs[name], activity).matrix
        return float(matrix[1, 0] / -matrix[0, 0])

    assert escaping(NORMAL) == pytest.approx(1 - extraction, rel=1e-12)
    half = extraction / (1 - extraction) / 2
    assert escaping(Activity(other=0.5)) == pytest.approx(1 / (1 + half), rel=1e-12)
    assert escaping(Activity(shunt=0.3)) == pytest.approx(0.3 + 0.7 * (1 - extraction), rel=1e-12)
    assert escaping(Activity(other=0.0)) == 1.0


def test_hepatic_impairment_raises_metabolites() -> None:
    """Those of tetrabenazine by 30 to 39 % (label, from memory): between the mild and the moderate class.

    That of valbenazine 2- to 3.5-fold.
    """
    for moiety in ("alpha_htbz", "beta_htbz"):
        mild, moderate = (
            mean("tetrabenazine", moiety, liver) / mean("tetrabenazine", moiety, Liver.NORMAL)
            for liver in (Liver.MILD, Liver.MODERATE)
        )
        assert 1.0 < mild < 1.39
        assert 1.30 < moderate < 1.6
    ratios = [mean("valbenazine", "alpha_htbz_plus", liver) for liver in (*IMPAIRED, Liver.NORMAL)]
    assert 1.2 <= ratios[0] / ratios[-1] <= 3.5
    assert 2.0 <= ratios[2] / ratios[-1] <= 3.5


def test_mass_is_kept_in_the_first_pass() -> None:
    """What does not escape as parent becomes metabolite: on the whole, nothing is lost to the shunt."""
    weight = 319.44 / 317.4
    for liver in Liver:
        activity = unmodulated(Person(liver=liver), MODEL)
        matrix = compartments(MODEL.drugs["tetrabenazine"], activity).matrix
        absorbed = -matrix[0, 0]
        as_parent, as_metabolite = matrix[1, 0] / absorbed, matrix[2:, 0].sum() / absorbed / weight
        assert as_parent + as_metabolite == pytest.approx(1.0, abs=1e-12)
        assert matrix[2:, 1].sum() / weight == pytest.approx(-matrix[1, 1], rel=1e-12)


# Food


def test_a_high_fat_meal_and_valbenazine() -> None:
    """P05: Cmax of the parent -47 %, its AUC -13 %, each within 10 points."""
    fasted, fed = (single("valbenazine", 80.0, fed=fed)["valbenazine"] for fed in (False, True))
    assert 1 - fed.max() / fasted.max() == pytest.approx(0.47, abs=0.10)
    areas = [float(np.trapezoid(values, TIMES)) for values in (fasted, fed)]
    assert 1 - areas[1] / areas[0] == pytest.approx(0.13, abs=0.01)


def test_a_meal_does_nothing_to_tetrabenazine() -> None:
    fasted, fed = (single("tetrabenazine", 25.0, fed=fed) for fed in (False, True))
    for moiety, values in fasted.items():
        assert fed[moiety] == pytest.approx(values, rel=1e-9, abs=1e-12)


def test_a_meal_raises_the_peak_of_deutetrabenazine_and_not_its_area() -> None:
    fasted, fed = (single("deutetrabenazine", 24.0, fed=fed) for fed in (False, True))
    for moiety in ("deuterated_alpha_htbz", "deuterated_beta_htbz"):
        assert fed[moiety].max() > 1.05 * fasted[moiety].max()
        areas = [np.trapezoid(values[moiety], TIMES) for values in (fasted, fed)]
        assert areas[1] == pytest.approx(areas[0], rel=1e-3)


def test_fed_and_fasted_doses_of_one_regimen_add_up() -> None:
    drug = MODEL.drugs["valbenazine"]

    def course(doses: tuple[tuple[float, float], ...], fed: frozenset[float]) -> Array:
        return Kinetics(drug, ((0.0, NORMAL),), doses, 96.0, fed).concentrations(TIMES)["valbenazine"]

    both = course(((0.0, 80.0), (24.0, 40.0)), frozenset({24.0}))
    apart = course(((0.0, 80.0),), frozenset()) + course(((24.0, 40.0),), frozenset({24.0}))
    assert both == pytest.approx(apart, rel=1e-9, abs=1e-10)


def test_food_and_liver_reach_the_course() -> None:
    def treated(food: Food, liver: Liver = Liver.NORMAL) -> Course:
        medicine = Medicine("valbenazine", (DoseCourse(80, food=food),))
        return solve(Scenario(person=Person(liver=liver), medicines=(medicine,), horizon_h=240.0), MODEL)

    fasted, fed, ill = treated(Food.FASTED), treated(Food.FED), treated(Food.FASTED, Liver.MODERATE)
    peak = [c.series["plasma.valbenazine"].max() for c in (fed, fasted, ill)]
    assert peak == sorted(peak)
    trough = [c.series["vmat2.occupancy"][-1] for c in (fasted, ill)]
    assert trough[0] < trough[1]
