"""What two scenarios differ in, in words; the contrasts made of one; quantities side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, Firing, Genotype, Liver, Person, Rung, Scenario
from vmat2_desktop.regimens import (
    choose_antipsychotic,
    choose_inhibitor,
    inhibitor,
    with_inhibitor,
    with_medicine,
)
from vmat2_desktop.ui.compare.contrasts import contrasts
from vmat2_desktop.ui.compare.quantities import FEWEST, overlaid, row_of
from vmat2_desktop.ui.differences import Difference, differences, said
from vmat2_desktop.ui.opening import opening
from vmat2_desktop.ui.texts import MINUS
from vmat2_desktop.ui.traces.catalogue import traces


def plain(found: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    texts = [(one.name, one.a, one.b) for one in found]
    return [
        (a, b.replace("\N{NO-BREAK SPACE}", " "), c.replace("\N{NO-BREAK SPACE}", " ")) for a, b, c in texts
    ]


def test_the_same_differs_in_nothing_whatever_its_title(model: Model) -> None:
    a = opening(model)
    assert differences(a, replace(a, title="Another name"), model) == ()


def test_each_thing_that_differs_is_named(model: Model) -> None:
    a = opening(model)
    poor = Person(Genotype(cyp2d6="*4/*4"), liver=Liver.MILD)
    b = replace(
        a,
        person=poor,
        rung=Rung.TEXTBOOK,
        condition=Condition.TOURETTE,
        compensation=0.5,
        seed=8,
        horizon_h=240.0,
    )
    b = replace(b, firing=Firing(tonic_hz=5.0), overrides=(("vmat2.turnover", 0.5),))
    names = [one.name for one in differences(a, b, model)]
    assert names == [
        "Condition",
        "CYP2D6",
        "Liver",
        "Model",
        "Compensation",
        "Course",
        "Chance",
        "vmat2.turnover",
        "Firing",
    ]
    assert all(one.a != one.b for one in differences(a, b, model))


def test_a_regimen_is_compared_part_by_part(model: Model) -> None:
    a = opening(model)
    regimen = inhibitor(a, model)
    assert regimen is not None
    other = replace(regimen, mg_per_day=40.0, stop_h=480.0, titrated=False)
    found = plain(differences(a, with_inhibitor(a, model, other), model))
    assert found == [
        ("Valbenazine", "80 mg a day, once", "40 mg a day, once"),
        ("Valbenazine", "step by step", "at once"),
        ("Valbenazine", "not stopped", "stopped on day 20"),
    ]


def test_medicines_of_one_kind_are_set_against_one_another(model: Model) -> None:
    a = opening(model)
    found = plain(differences(a, choose_inhibitor(a, model, "reserpine"), model))
    assert found == [("VMAT2 inhibitor", "valbenazine 80 mg a day", "reserpine 0.25 mg a day")]
    found = plain(differences(a, with_inhibitor(a, model, None), model))
    assert found == [("VMAT2 inhibitor", "valbenazine 80 mg a day", "no VMAT2 inhibitor")]
    found = plain(differences(a, choose_antipsychotic(a, model, None), model))
    assert found == [("Antipsychotic", "haloperidol goes on", "no haloperidol")]
    found = plain(differences(a, with_medicine(a, model, "paroxetine", True), model))
    assert found == [("Paroxetine", "no paroxetine", "paroxetine 20 mg a day")]


def test_a_phrase_names_its_thing_once() -> None:
    assert said(Difference("Paroxetine", "no paroxetine", ""), second=False) == "no paroxetine"
    assert said(Difference("Valbenazine", "", "stopped"), second=True) == "Valbenazine: stopped"


@pytest.mark.parametrize("which", ["opening", "healthy"])
def test_every_contrast_differs_and_can_be_solved(model: Model, which: str) -> None:
    a = opening(model) if which == "opening" else Scenario(horizon_h=24.0 * 20)
    offered = contrasts(replace(a, title="Mine"), model, 56 * 24.0)
    assert len({one.id for one in offered}) == len(offered) >= 3
    for one in offered:
        assert differences(a, one.scenario, model), one.id
        assert one.scenario.title == ""
        assert solve(one.scenario, model).scenario == one.scenario


def test_a_contrast_stops_the_drug_where_the_clock_stands(model: Model) -> None:
    offered = {one.id: one for one in contrasts(opening(model), model, 56 * 24.0 + 2)}
    stopped = inhibitor(offered["stopped"].scenario, model)
    assert stopped is not None
    assert stopped.stop_h == 57 * 24.0
    assert "57" in offered["stopped"].text


def test_quantities_have_a_difference_and_a_ratio_where_a_is_something(model: Model) -> None:
    treated = opening(model)
    a, b = solve(with_inhibitor(treated, model, None), model), solve(treated, model)
    by_id = {trace.id: trace for trace in traces()}
    at = 56 * 24.0
    row = row_of(by_id["vmat2"], a, b, at)
    assert (row.a, row.ratio, row.difference) == ("0", "A is 0", f"+{row.b}")
    movement = row_of(by_id["movement"], a, b, at)
    first, second = a.at("score.aims", at), b.at("score.aims", at)
    assert movement.ratio == f"× {second / first:.2f}"
    assert movement.difference == f"{second - first:.1f}".replace("-", MINUS)
    assert row_of(by_id["vmat2"], a, a, at).ratio == "both 0"
    alone = row_of(by_id["vmat2"], a, None, at)
    assert (alone.b, alone.difference, alone.ratio) == ("–", "–", "–")


def test_three_traces_are_overlaid_at_least_and_the_persons_own_first() -> None:
    assert len(overlaid(())) == FEWEST
    assert set(overlaid(("qt", "plasma"))) > {"qt", "plasma"}
    four = ("plasma", "vmat2", "d2", "qt")
    assert overlaid(four) == four
