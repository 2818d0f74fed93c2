"""Kinetics against closed forms, an independent solver and the published exposures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from vmat2_desktop.engine.flow import transition, transitions
from vmat2_desktop.engine.metabolism import NORMAL, Activity
from vmat2_desktop.engine.pharmacokinetics import (
    Kinetics,
    compartments,
    dose_equivalent,
    equivalents,
    has_plasma,
    infused,
    infusion_steady,
    steady_mean,
    unbound_nM,
)
from vmat2_desktop.knowledge import load

Array = NDArray[np.float64]

MODEL = load().model
PLASMA_DRUGS = [drug.id for drug in MODEL.drugs.values() if has_plasma(drug)]
ANTIPSYCHOTICS = [drug.id for drug in MODEL.drugs_of_kind("antipsychotic")]
POOR = Activity(cyp2d6=0.0)
ILL = Activity(0.3, 0.6, 0.45, 0.4)
"""An intermediate metaboliser with severe hepatic impairment."""


def kinetics(
    name: str,
    doses: list[tuple[float, float]],
    stop_h: float,
    activity: Activity = NORMAL,
    *,
    fed: bool = False,
) -> Kinetics:
    times = frozenset(time for time, _ in doses) if fed else frozenset()
    return Kinetics(MODEL.drugs[name], ((0.0, activity),), tuple(doses), stop_h, times)


def integrated(matrix: Array, state: Array, span: float) -> Array:
    """Return x after `span` h of x' = matrix x, by a solver that knows nothing of exponentials."""

    def slope(_t: float, x: Array) -> Array:
        return np.asarray(matrix @ x)

    return np.asarray(solve_ivp(slope, (0.0, span), state, "LSODA", rtol=1e-11, atol=1e-14).y[:, -1])


def daily(mg: float, days: int, per_day: int = 1) -> list[tuple[float, float]]:
    return [(24.0 / per_day * k, mg) for k in range(days * per_day)]


@pytest.mark.parametrize("name", PLASMA_DRUGS)
@pytest.mark.parametrize("activity", [Activity(0.6, 1.0, 1.0, 0.0), ILL], ids=["intermediate", "ill"])
def test_the_chain_agrees_with_an_independent_solver(name: str, activity: Activity) -> None:
    system = compartments(MODEL.drugs[name], activity)
    doses = [(0.0, 10.0), (7.3, 5.0), (24.0, 10.0)]
    state, values = np.zeros(len(system.dose)), []
    ends = [7.3, 24.0, 60.0]
    for (start, mg), end in zip(doses, ends, strict=True):
        state = state + system.dose * mg
        state = integrated(system.matrix, state, end - start)
        values.append(state)
    ours = kinetics(name, doses, 60.0, activity).amounts(np.array([24.0 - 1e-9, 60.0]))
    assert ours[0] == pytest.approx(values[1], rel=1e-6, abs=1e-9)
    assert ours[1] == pytest.approx(values[2], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", ["valbenazine", "deutetrabenazine"])
def test_doses_with_and_without_food_and_a_change_of_enzyme_agree_with_an_independent_solver(
    name: str,
) -> None:
    drug, doses, fed = MODEL.drugs[name], ((0.0, 10.0), (12.0, 10.0)), frozenset({12.0})
    steps = ((0.0, NORMAL), (20.0, POOR))
    state = np.zeros(len(compartments(drug, NORMAL, food=True).dose))
    for start, end, activity in ((0.0, 12.0, NORMAL), (12.0, 20.0, NORMAL), (20.0, 48.0, POOR)):
        system = compartments(drug, activity, food=True)
        given_now = {0.0: system.dose, 12.0: system.fed_dose}.get(start, np.zeros(len(state)))
        state = integrated(system.matrix, state + 10.0 * given_now, end - start)
    ours = Kinetics(drug, steps, doses, 48.0, fed).amounts(np.array([48.0]))[0]
    assert ours == pytest.approx(state, rel=1e-7, abs=1e-10)


def bateman(times: Array, absorption: float, elimination: float) -> Array:
    """Return the one-compartment curve of a unit dose, also where the rates are equal."""
    gap = elimination - absorption
    series = times if gap == 0.0 else -np.expm1(-gap * times) / gap
    return absorption * np.exp(-absorption * times) * series


@pytest.mark.parametrize("name", ANTIPSYCHOTICS)
def test_an_antipsychotic_follows_the_bateman_function(name: str) -> None:
    p = MODEL.drugs[name].parameters
    elimination = math.log(2) / p["half_life"]
    times = np.linspace(0, 96, 193)
    volume = p["apparent_clearance"] / elimination
    expected = 10.0 / volume * 1000 * bateman(times, p["absorption_rate"], elimination)
    found = kinetics(name, [(0.0, 10.0)], 96.0).concentrations(times)[MODEL.drugs[name].moieties[0].id]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_equal_rates_are_no_trouble() -> None:
    model = MODEL.overridden([("olanzapine.half_life", math.log(2) / 0.6)])
    item = Kinetics(model.drugs["olanzapine"], ((0.0, NORMAL),), ((0.0, 10.0),), 48.0)
    times = np.linspace(0, 48, 97)
    p = model.drugs["olanzapine"].parameters
    volume = p["apparent_clearance"] / 0.6
    expected = 10.0 / volume * 1000 * bateman(times, 0.6, 0.6)
    assert item.concentrations(times)["olanzapine"] == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_metabolite_that_is_formed_in_the_first_pass_is_the_bateman_function() -> None:
    """Where next to nothing escapes; the whole chain is compared with the solver above."""
    model = MODEL.overridden([("tetrabenazine.hepatic_extraction", 0.999)])
    drug = model.drugs["tetrabenazine"]
    p = drug.parameters
    ka, ke = p["absorption_rate"], math.log(2) / p["alpha_half_life"]
    times = np.linspace(0, 48, 97)
    made = 25 * p["bioavailability"] * p["metabolite_molar_mass"] / p["molar_mass"] * p["alpha_share"]
    expected = made * bateman(times, ka, ke) / p["alpha_volume"] * 1000
    item = Kinetics(drug, ((0.0, NORMAL),), ((0.0, 25.0),), 48.0)
    found = item.concentrations(times)["alpha_htbz"]
    # One part in a thousand escapes and is formed later.
    assert np.abs(found - expected).max() < 1.1e-3 * expected.max()


@given(st.floats(0.1, 60), st.floats(0.1, 60))
def test_transitions_compose(first: float, second: float) -> None:
    matrix = compartments(MODEL.drugs["valbenazine"], NORMAL).matrix
    both = transition(matrix, first) @ transition(matrix, second)
    assert both == pytest.approx(transition(matrix, first + second), abs=1e-12)


@pytest.mark.parametrize("name", PLASMA_DRUGS)
def test_a_transition_is_the_matrix_exponential(name: str) -> None:
    """Tetrabenazine has equal rates in a normal person: no eigenvectors, another way."""
    hours = np.array([0.0, 1e-6, 0.5, 3.0, 24.0])
    for activity in (NORMAL, POOR, ILL):
        matrix = compartments(MODEL.drugs[name], activity, food=True).matrix
        found = transitions(matrix, hours)
        assert np.abs(found - np.array([expm(matrix * span) for span in hours])).max() < 1e-13


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6), st.floats(0, 1))
def test_amounts_do_not_depend_on_the_grid_that_asks(times: list[float], activity: float) -> None:
    item = kinetics("valbenazine", daily(80, 5), 200.0, Activity(cyp2d6=activity))
    grid = np.array(sorted(times))
    alone = np.array([item.amounts(np.array([time]))[0] for time in grid])
    assert item.amounts(grid) == pytest.approx(alone, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "moiety"),
    [("valbenazine", "alpha_htbz_plus"), ("tetrabenazine", "beta_htbz"), ("haloperidol", "haloperidol")],
)
def test_the_mean_of_a_steady_interval_is_dose_over_clearance(name: str, moiety: str) -> None:
    item = kinetics(name, daily(50, 60), 1440.0)
    times = np.linspace(58 * 24.0, 59 * 24.0, 20_001)
    mean = float(np.trapezoid(item.concentrations(times)[moiety], times) / 24)
    assert mean == pytest.approx(50 * steady_mean(compartments(MODEL.drugs[name], NORMAL), moiety), rel=1e-5)


@pytest.mark.parametrize("name", ANTIPSYCHOTICS)
def test_the_steady_mean_of_an_antipsychotic_is_dose_over_apparent_clearance(name: str) -> None:
    drug = MODEL.drugs[name]
    mean = steady_mean(compartments(drug, NORMAL), drug.moieties[0].id)
    assert mean == pytest.approx(1000 / 24 / drug.parameters["apparent_clearance"], rel=1e-12)
    assert dose_equivalent(drug, np.array([7.5 * mean])) == pytest.approx([7.5], rel=1e-12)


def profile(name: str, moiety: str, mg: float, per_day: int = 1, activity: Activity = NORMAL) -> Array:
    item = kinetics(name, daily(mg, 40, per_day), 40 * 24.0, activity)
    return item.concentrations(np.linspace(39 * 24.0, 40 * 24.0 - 1e-6, 1441))[moiety]


def test_valbenazine_exposure_is_as_published() -> None:
    """P01 to P04 of the pharmacology dossier."""
    single = kinetics("valbenazine", [(0.0, 80.0)], 96.0)
    times = np.linspace(0, 96, 5761)
    values = single.concentrations(times)
    assert 0.5 <= times[values["valbenazine"].argmax()] <= 1.5
    assert 4.0 <= times[values["alpha_htbz_plus"].argmax()] <= 8.0
    half_life = single.half_life("alpha_htbz_plus", 48.0, 48.0)
    assert half_life is not None
    assert 15.0 <= half_life <= 22.0
    assert profile("valbenazine", "alpha_htbz_plus", 80).mean() / 80 == pytest.approx(0.513, rel=0.25)
    assert 2.2 <= profile("valbenazine", "valbenazine", 80).mean() / 80 <= 5.0


def ratio(name: str, moiety: str, activity: Activity) -> float:
    """Return exposure at those activities over that of a normal person."""
    drug = MODEL.drugs[name]
    changed, normal = (steady_mean(compartments(drug, a), moiety) for a in (activity, NORMAL))
    return changed / normal


def test_tetrabenazine_and_deutetrabenazine_with_a_strong_inhibitor() -> None:
    """P09, P10, P13, P16, P17 of the pharmacology dossier."""
    times = np.linspace(0, 24, 1441)
    single = kinetics("tetrabenazine", [(0.0, 25.0)], 24.0).concentrations(times)
    assert 1.0 <= times[single["alpha_htbz"].argmax()] <= 1.5
    # P10 was measured under paroxetine, which leaves a little of the enzyme.
    paroxetine = MODEL.drugs["paroxetine"].parameters["cyp2d6_inactivation"]
    inhibited = NORMAL._replace(cyp2d6=1.0 / (1.0 + paroxetine))
    assert ratio("tetrabenazine", "alpha_htbz", inhibited) == pytest.approx(3, rel=0.2)
    assert ratio("tetrabenazine", "beta_htbz", inhibited) == pytest.approx(9, rel=0.2)
    drug = MODEL.drugs["deutetrabenazine"]
    metabolites = drug.moieties[1:]
    totals = [sum(steady_mean(compartments(drug, a), m.id) for m in metabolites) for a in (POOR, NORMAL)]
    assert 2.5 <= totals[0] / totals[1] <= 3.6
    assert 1.9 <= 36 / 48 * totals[0] / totals[1] <= 2.6
    assert 0.7 <= 40 / 80 * ratio("valbenazine", "alpha_htbz_plus", POOR) <= 1.3


def test_cyp3a4_and_valbenazine() -> None:
    """P07 and P08: ketoconazole leaves a tenth, rifampicin makes fivefold."""
    inhibited, induced = (Activity(cyp3a4=level) for level in (0.1, 5.0))
    assert ratio("valbenazine", "alpha_htbz_plus", inhibited) == pytest.approx(2.1, rel=0.25)
    assert 1 - ratio("valbenazine", "alpha_htbz_plus", induced) == pytest.approx(0.77, abs=0.1)
    assert 1 - ratio("valbenazine", "valbenazine", induced) == pytest.approx(0.72, abs=0.1)


def test_a_poor_metaboliser_clears_a_quarter_less_haloperidol() -> None:
    assert ratio("haloperidol", "haloperidol", POOR) == pytest.approx(1 / 0.75, rel=1e-9)
    assert ratio("olanzapine", "olanzapine", POOR) == pytest.approx(1.0, rel=1e-12)


def test_the_deuterium_slows_the_same_metabolites() -> None:
    """The conversion of the labels, P14: 48 mg of deutetrabenazine is like 100 mg of tetrabenazine."""

    def potency(name: str) -> float:
        drug = MODEL.drugs[name]
        system = compartments(drug, NORMAL)
        return sum(equivalents(drug, m.id) * steady_mean(system, m.id) for m in drug.moieties)

    assert potency("tetrabenazine") / potency("deutetrabenazine") == pytest.approx(0.48, rel=0.2)
    for name in ("tetrabenazine", "deutetrabenazine"):
        expected = MODEL.drugs[name].parameters["equivalent_concentration"]
        assert potency(name) == pytest.approx(expected, rel=1e-12)


def test_unbound_concentrations_are_moles_of_what_is_free() -> None:
    drug = MODEL.drugs["valbenazine"]
    # 41 ng/mL of [+]-alpha-HTBZ are 128 nM, of which 46 nM are free (dossier 1.1).
    assert unbound_nM(drug, "alpha_htbz_plus", 41.0) == pytest.approx(46.2, abs=0.1)
    assert equivalents(drug, "alpha_htbz_plus") * 41.0 == pytest.approx(46.2, abs=0.1)
    assert equivalents(drug, "valbenazine") == 0.0


def test_reserpine_shows_its_two_half_lives() -> None:
    matrix = compartments(MODEL.drugs["reserpine"], NORMAL).matrix
    half_lives = sorted(math.log(2) / -np.linalg.eigvals(matrix).real)
    assert half_lives[1:] == pytest.approx([4.5, 271.0], rel=1e-9)


def test_impossible_reserpine_compartments_are_refused_in_one_sentence() -> None:
    model = MODEL.overridden([("reserpine.clearance", 50.0), ("reserpine.central_volume", 20.0)])
    with pytest.raises(ValueError, match=r"raise the volume or lower the clearance\.$"):
        compartments(model.drugs["reserpine"], NORMAL)


def test_a_history_is_the_steady_state_and_its_approach_is_the_flow() -> None:
    system = compartments(MODEL.drugs["haloperidol"], NORMAL)
    steady = infusion_steady(system, 5 / 24)
    assert system.matrix @ steady + system.dose * 5 / 24 == pytest.approx(np.zeros(2), abs=1e-15)
    amounts = infused(system, 5 / 24, 6.0, 200)
    assert amounts[0] == pytest.approx(np.zeros(2), abs=1e-15)
    assert amounts[-1] == pytest.approx(steady, rel=1e-12)
    kept = Kinetics(MODEL.drugs["haloperidol"], ((0.0, NORMAL),), (), 96.0, infused_before=5 / 24)
    after = kept.amounts(np.array([0.0, 48.0]))
    assert after[0] == pytest.approx(steady, rel=1e-12)
    assert after[1] == pytest.approx(transition(system.matrix, 48.0) @ steady, rel=1e-9)
