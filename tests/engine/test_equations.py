"""The equations as text: whole, in order, and the same as what the live reading computes with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vmat2_desktop.engine import compiled, equations, equations_body, pharmacokinetics, regimen, terminal
from vmat2_desktop.engine.metabolism import Activity
from vmat2_desktop.engine.pharmacokinetics import compartments, has_plasma
from vmat2_desktop.engine.scenario import (
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
from vmat2_desktop.engine.spanning import SPANNING
from vmat2_desktop.engine.system import Assignment, Event, Parameter, Species, System, names, parsed, positive
from vmat2_desktop.engine.traced import Traced
from vmat2_desktop.knowledge import load

MODEL = load().model
DAY = 24.0
WITH_PLASMA = [drug.id for drug in MODEL.drugs.values() if has_plasma(drug)]


@pytest.fixture(scope="module")
def systems() -> dict[str, System]:
    return {name: equations.build(scenario, MODEL) for name, scenario in SPANNING.items()}


def value(expression: str, values: dict[str, float]) -> float:
    """Compute an expression of the language by Python itself."""
    return float(eval(expression, {"__builtins__": {"abs": abs}}, values))


# The list of scenarios that checks and benchmarks run over


def test_the_spanning_scenarios_use_everything_that_the_engine_knows() -> None:
    found = SPANNING.values()
    assert {medicine.name for scenario in found for medicine in scenario.medicines} == set(MODEL.drugs)
    assert {scenario.condition for scenario in found} == set(Condition)
    assert {scenario.rung for scenario in found} == set(Rung)
    doses = [dose for s in found for medicine in s.medicines for dose in medicine.doses]
    assert {dose.food for dose in doses} == set(Food)
    assert any(dose.missed_h for dose in doses)
    people = [scenario.person for scenario in found]
    assert {person.liver for person in people} > {Liver.NORMAL}
    for gene in ("cyp2d6", "abcb1", "slc18a2", "drd2"):
        assert len({getattr(person.genotype, gene) for person in people}) > 1, gene
    assert any(scenario.compensation < 1 for scenario in found)
    assert len(SPANNING) >= 12


# The text


def test_every_system_is_whole_and_observes_what_the_live_reading_does(systems: dict[str, System]) -> None:
    from vmat2_desktop.engine.course import solve

    for name, system in systems.items():
        assert system.stop_h == SPANNING[name].horizon_h
        live = solve(replace(SPANNING[name], horizon_h=1.0), MODEL)
        assert set(system.observed) == set(live.series), name


def test_every_number_of_the_model_carries_its_unit_and_value(systems: dict[str, System]) -> None:
    quantities = load().quantities
    for system in systems.values():
        for parameter in system.parameters:
            if parameter.source_id in quantities:
                quantity = quantities[parameter.source_id]
                assert (parameter.value, parameter.unit) == (quantity.value, quantity.unit)
        used = [p for p in system.parameters if p.source_id]
        assert len(used) > 50


def test_nothing_is_defined_that_nothing_needs(systems: dict[str, System]) -> None:
    for name, system in systems.items():
        needed = {n for item in system.species for n in names(item.rate)} | set(system.observed.values())
        needed |= {n for item in system.assignments for n in names(item.expression)}
        defined = {p.id for p in system.parameters} | {a.id for a in system.assignments}
        assert defined <= needed, name


def test_doses_become_events_or_initial_amounts(systems: dict[str, System]) -> None:
    for name, system in systems.items():
        scenario = SPANNING[name]
        for medicine in scenario.medicines:
            drug = MODEL.drugs[medicine.name]
            if not has_plasma(drug):
                continue
            doses = regimen.doses_of(medicine, scenario.horizon_h)
            fed = regimen.fed_times(medicine, scenario.horizon_h)
            made = compartments(drug, Activity(), food=bool(fed))
            expected = sum(mg * float((made.fed_dose if t in fed else made.dose).sum()) for t, mg in doses)
            found = sum(
                amount
                for event in system.events
                for target, amount in event.additions
                if target.startswith(f"{drug.id}_")
            )
            if system.start_h == 0.0:
                found += sum(s.initial for s in system.species if s.id.startswith(f"{drug.id}_"))
            assert found == pytest.approx(expected, rel=1e-12), (name, drug.id)


@st.composite
def asked(draw: st.DrawFn) -> Scenario:
    """Draw any legal scenario of some days."""
    names = draw(st.lists(st.sampled_from(sorted(MODEL.drugs)), max_size=4, unique=True))
    medicines = []
    for name in names:
        start = draw(st.floats(0, 5)) * DAY
        stop = draw(st.one_of(st.none(), st.floats(0.1, 6).map(lambda days: days * DAY)))
        dose = DoseCourse(
            MODEL.drugs[name].label.usual_mg * draw(st.sampled_from([0.0, 1.0, 1000.0])),
            draw(st.integers(1, 4)),
            start,
            None if stop is None else start + stop,
            food=draw(st.sampled_from(list(Food))),
        )
        medicines.append(Medicine(name, draw(st.sampled_from([(), (dose,)]))))
    genes = {gene: draw(st.sampled_from(sorted(MODEL.variants[gene]))) for gene in MODEL.variants}
    alleles = st.sampled_from(sorted(MODEL.cyp2d6_activity))
    return Scenario(
        person=Person(
            Genotype(f"{draw(alleles)}/{draw(alleles)}", **genes),
            draw(st.one_of(st.none(), st.floats(0, 5))),
            draw(st.sampled_from(list(Liver))),
        ),
        condition=draw(st.sampled_from(list(Condition))),
        medicines=tuple(medicines),
        rung=draw(st.sampled_from(list(Rung))),
        compensation=draw(st.floats(0, 1)),
        firing=Firing(draw(st.floats(0, 20))),
        horizon_h=draw(st.floats(0.5, 8)) * DAY,
    )


@settings(max_examples=25, deadline=None)
@given(asked())
def test_every_legal_scenario_has_equations_with_finite_rates(scenario: Scenario) -> None:
    system = equations.build(scenario, MODEL)
    state = np.array([item.initial for item in system.species])
    held = [item.value for item in system.parameters if item.id in system.changing]
    assert np.isfinite(compiled.rates(system)(0.0, state, held)).all()
    times = [event.time_h for event in system.events]
    assert times == sorted(set(times))
    assert all(system.start_h < time < scenario.horizon_h for time in times)
    assert all(amount > 0 for event in system.events for _, amount in event.additions)


_GOOD = System(
    0.0,
    10.0,
    (Parameter("k", 0.5, "1/h"),),
    (Assignment("flow", "k * amount", "mg/h"),),
    (Species("amount", 1.0, "-flow", "mg"),),
    (Event(1.0, (("amount", 1.0),)), Event(2.0, (), (("k", 0.25),))),
)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"parameters": ()}, "flow needs k"),
        ({"parameters": (Parameter("k", float("nan"), "1/h"),)}, "k is no finite number"),
        ({"parameters": (*_GOOD.parameters, Parameter("flow", 1.0, "1"))}, "flow is defined twice"),
        ({"parameters": (*_GOOD.parameters, Parameter("lambda", 1.0, "1"))}, "'lambda' cannot be the name"),
        ({"parameters": (*_GOOD.parameters, Parameter("time", 1.0, "h"))}, "'time' cannot be the name"),
        (
            {"assignments": (Assignment("flow", "k * late", ""), Assignment("late", "k", ""))},
            "flow needs late",
        ),
        ({"assignments": (Assignment("flow", "k if k else 0", ""),)}, "more than arithmetic"),
        ({"assignments": (Assignment("flow", "k.real", ""),)}, "more than arithmetic"),
        ({"assignments": (Assignment("flow", "print(k)", ""),)}, "more than arithmetic"),
        ({"assignments": (Assignment("flow", "k *", ""),)}, "no expression"),
        ({"events": (Event(2.0), Event(1.0))}, "out of order"),
        ({"events": (Event(0.0, (("amount", 1.0),)),)}, "out of order"),
        ({"events": (Event(1.0, (("k", 1.0),)),)}, "changes k, which is not there"),
        ({"events": (Event(1.0, (), (("amount", 1.0),)),)}, "changes amount, which is not there"),
        ({"observed": {"x": "nowhere"}}, "nowhere is observed"),
    ],
)
def test_a_system_that_cannot_be_meant_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(_GOOD, **change)


def test_what_changes_follows_from_species_and_events() -> None:
    assert _GOOD.changing == {"amount", "k", "flow"}
    assert replace(_GOOD, events=()).changing == {"amount", "flow"}


# Numbers that remember their text

_LEAVES = st.sampled_from([("a", 0.7), ("b", 2.5), ("c", 11.0)])


@st.composite
def followed(draw: st.DrawFn, depth: int = 4) -> Traced:
    if depth == 0 or draw(st.booleans()):
        return Traced.name(*draw(_LEAVES))
    left, right = draw(followed(depth - 1)), draw(followed(depth - 1))
    number = draw(st.sampled_from([0, 1, 2.5, 1000.0]))
    match draw(st.integers(0, 6)):
        case 0:
            return left + right
        case 1:
            return left - right
        case 2:
            return left * right
        case 3:
            return number * left
        case 4:
            return left / right if right.value else left - number
        case 5:
            return number - left
        case _:
            return -left


@given(followed())
def test_a_traced_number_is_what_its_text_says(number: Traced) -> None:
    values = {"a": 0.7, "b": 2.5, "c": 11.0}
    assert value(number.text, values) == pytest.approx(number.value, rel=1e-9, abs=1e-9)
    parsed(number.text)  # of the language
    assert (number < 3) == (number.value < 3)
    assert (number >= 3) == (number.value >= 3)
    assert float(number) == number.value


def test_only_numbers_are_traced() -> None:
    with pytest.raises(TypeError, match="no number"):
        Traced.name("a", 1.0) + "1"


@given(st.floats(-1e6, 1e6))
def test_what_is_above_nothing(x: float) -> None:
    assert value(positive("x"), {"x": x}) == max(x, 0.0)


ACTIVITIES = st.tuples(*[st.floats(0, 3)] * 3, st.floats(0, 0.9)).map(lambda four: Activity(*four))


@given(st.sampled_from(WITH_PLASMA), ACTIVITIES, st.booleans())
def test_the_structures_read_as_text_are_the_live_matrices(name: str, activity: Activity, food: bool) -> None:
    drug = MODEL.drugs[name]
    followed_drug, symbols = equations_body.traced_drug(drug)
    values = {f"{name}_{key}": number for key, number in drug.parameters.items()} | {"ln2": np.log(2.0)}
    values |= dict(
        zip(
            ("clearing_cyp2d6", "clearing_cyp3a4", "person_other_clearance", "person_portal_shunt"),
            activity,
            strict=True,
        )
    )

    def computed(entry: object) -> float:
        return value(entry.text, values) if isinstance(entry, Traced) else float(entry)  # type: ignore[arg-type]

    live = compartments(drug, activity, food=food)
    text = compartments(followed_drug, symbols, food=food).matrix
    assert np.vectorize(computed)(text) == pytest.approx(live.matrix, rel=1e-12, abs=1e-15)
    rows = pharmacokinetics.structure(followed_drug, symbols)[2]
    for row, output in zip(rows, live.outputs.values(), strict=True):
        assert [1000 * computed(entry) for entry in row] == pytest.approx(output[: len(row)], rel=1e-12)


# The rest against the live functions


def _fixed(system: System, **fixed: float) -> System:
    """Return a system in which those assignments are numbers."""
    return replace(
        system,
        assignments=tuple(
            replace(item, expression=repr(fixed[item.id])) if item.id in fixed else item
            for item in system.assignments
        ),
    )


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(0.2, 3.0), min_size=9, max_size=9),
    st.floats(0, 1),
    st.floats(0, 0.95),
    st.floats(0, 1),
    st.floats(0.1, 3),
    st.sampled_from(["reference", "loss_heterozygous", "high_expression"]),
)
def test_the_terminal_as_text_is_the_live_one(
    scale: list[float], occupancy: float, blockade: float, compensation: float, firing: float, variant: str
) -> None:
    scenario = Scenario(
        person=Person(Genotype(slc18a2=variant)), compensation=compensation, firing=Firing(4.0 * firing)
    )
    system = _fixed(equations.build(scenario, MODEL), vmat2_occupancy=occupancy, blockade=blockade)
    ids = [item.id for item in system.species]
    state = np.array([item.initial for item in system.species])
    places = [ids.index(name) for name in terminal.STATES]
    state[places] = state[places] * np.array(scale)
    found = compiled.rates(system)(0.0, state, [])
    expected = terminal.derivatives(
        state[places],
        MODEL.terminal,
        occupancy=occupancy,
        blockade=blockade,
        compensation=compensation,
        firing=firing,
        expression=MODEL.variants["slc18a2"][variant],
    )
    assert [found[k] for k in places] == pytest.approx(expected, rel=1e-11, abs=1e-9)


@pytest.mark.parametrize("rung", list(Rung))
@pytest.mark.parametrize("variant", ["reference", "loss_homozygous", "high_expression"])
@pytest.mark.parametrize("firing", [0.0, 2.0, 9.0])
def test_a_person_at_rest_stands_still(rung: Rung, variant: str, firing: float) -> None:
    scenario = Scenario(
        person=Person(Genotype(slc18a2=variant)), rung=rung, firing=Firing(firing), compensation=0.7
    )
    system = equations.build(scenario, MODEL)
    state = np.array([item.initial for item in system.species])
    found = compiled.rates(system)(0.0, state, [])
    # Against fluxes of some hundred uM/h.
    assert found == pytest.approx(np.zeros(len(state)), abs=1e-9)


@st.composite
def regimens(draw: st.DrawFn) -> Medicine:
    courses, start = [], 0.0
    for _ in range(draw(st.integers(1, 3))):
        start += draw(st.floats(0, 5)) * DAY
        stop = start + draw(st.floats(0.5, 8)) * DAY
        per_day = draw(st.integers(1, 4))
        missed = tuple(sorted(draw(st.lists(st.floats(start, stop), max_size=2))))
        courses.append(DoseCourse(draw(st.sampled_from([10.0, 20.0])), per_day, start, stop, missed))
        start = stop
    return Medicine("paroxetine", tuple(courses))


@given(regimens(), st.lists(st.floats(0, 40), min_size=5, max_size=30))
def test_changes_of_a_daily_dose_are_the_daily_dose(medicine: Medicine, days: list[float]) -> None:
    stop = 30 * DAY
    changes = equations_body.rate_changes(medicine, stop)
    assert [time for time, _ in changes] == sorted({time for time, _ in changes})
    moments = np.array([time for time, _ in changes])
    times = np.array(sorted(day * DAY for day in days))
    times = times[(times < stop) & ~np.array([np.any(np.abs(moments - t) < 1e-6) for t in times], bool)]
    at = np.searchsorted(moments, times, side="right") - 1
    held = [changes[k][1] if k >= 0 else 0.0 for k in at]
    assert held == regimen.daily_dose(medicine, times, stop).tolist()


# Compiled


def test_floats_and_arrays_give_the_same_rates(systems: dict[str, System]) -> None:
    random = np.random.default_rng(3)
    for name, system in systems.items():
        start = np.array([item.initial for item in system.species])
        states = start * random.uniform(0.5, 1.5, (4, len(start))) + random.uniform(0, 0.1, (4, len(start)))
        held = {p.id: p.value for p in system.parameters if p.id in system.changing}
        columns = {item.id: states[:, k] for k, item in enumerate(system.species)}
        rates = {f"rate_of_{s.id}": Assignment(f"rate_of_{s.id}", s.rate, "") for s in system.species}
        wide = replace(system, assignments=(*system.assignments, *rates.values()))
        values = compiled.quantities(wide, columns | {key: np.full(4, x) for key, x in held.items()})
        function = compiled.rates(system)
        for row in range(4):
            found = function(0.0, states[row], list(held.values()))
            assert found == pytest.approx([values[key][row] for key in rates], rel=1e-12, abs=1e-12), name


def test_powers_bear_what_rounding_pushes_below_zero() -> None:
    system = replace(_GOOD, assignments=(Assignment("flow", "amount ** 2.5 + k", ""),), events=())
    assert compiled.rates(system)(0.0, np.array([-1e-18]), []) == [-0.5]
    assert compiled.quantities(system, {"amount": np.array([-1e-18, 4.0])})["flow"].tolist() == [0.5, 32.5]
