from __future__ import annotations

import csv
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vmat2_desktop import knowledge
from vmat2_desktop.documents import tables
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.engine import observables
from vmat2_desktop.engine.course import Course, solve
from vmat2_desktop.engine.observables import Observable
from vmat2_desktop.engine.scenario import DoseCourse, Medicine, Scenario


@pytest.fixture(scope="module")
def course() -> Course:
    taken = Medicine("valbenazine", (DoseCourse(80.0),))
    return solve(Scenario(medicines=(taken,), horizon_h=60.5), knowledge.load().model)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_header_names_observables_with_their_units(course: Course) -> None:
    header = read(tables.course_table(course, 1.0))[0]
    assert header[:2] == ["time [h]", "time [d]"]
    assert "vmat2.occupancy [1]" in header
    assert "plasma.alpha_htbz_plus [ng/mL]" in header
    assert "score.aims [points]" in header
    assert len(header) == 2 + len(observables.columns(course))


def test_rows_go_from_the_beginning_to_the_end_and_agree_with_the_course(course: Course) -> None:
    header, *rows = read(tables.course_table(course, 1.0))
    assert [float(row[0]) for row in rows] == [*range(61), 60.5]
    column = header.index("vmat2.occupancy [1]")
    for row in rows:
        assert float(row[column]) == course.at("vmat2.occupancy", float(row[0]))
        assert float(row[1]) == float(row[0]) / 24


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=5))
def test_numbers_read_back_exactly(values: list[float]) -> None:
    _, row = read(tables.csv_text(["x"] * len(values), [values]))
    assert [float(cell) for cell in row] == values
    assert [math.copysign(1, float(cell)) for cell in row] == [math.copysign(1, value) for value in values]


@given(st.text(max_size=20))
def test_no_cell_of_text_begins_as_a_formula(text: str) -> None:
    cell = tables.text_cell(text)
    assert not cell.startswith(tuple("=+-@\t\r\n\0＝＋－＠"))
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == f"'{text}"


@given(st.lists(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])), min_size=2))
def test_cells_of_text_read_back(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(tables.csv_text(cells, []), newline=""))
    assert row == [tables.text_cell(cell) for cell in cells]


@pytest.mark.parametrize(
    ("horizon_h", "step_h"),
    [(2.0, 1 / 60), (112 * 24.0, 1.0), (1600 * 24.0, 6.0), (20 * 8760.0, 24.0), (24.0, 1 / 60)],
)
def test_the_usual_step_makes_at_most_some_thousand_rows(horizon_h: float, step_h: float) -> None:
    assert tables.default_step(horizon_h) == step_h
    assert len(tables.table_times(horizon_h, step_h)) <= 10_001


@given(st.floats(1 / 60, 175200), st.floats(0.02, 100))
def test_times_ascend_from_zero_to_the_end(horizon_h: float, step_h: float) -> None:
    if horizon_h / step_h > 20_000:
        return
    at_h = tables.table_times(horizon_h, step_h)
    assert (at_h[0], at_h[-1]) == (0.0, horizon_h)
    assert np.all(np.diff(at_h) > 0)


def test_a_step_that_makes_too_many_rows_is_refused_with_the_shortest() -> None:
    with pytest.raises(DocumentError, match='at least "631 s" for this scenario'):
        tables.table_times(20 * 8760.0, 1 / 3600)
    with pytest.raises(DocumentError, match="--step"):
        tables.table_times(24.0, 0.0)


FOUND = [
    (Observable("score.aims", 10.25, "points", at_h=24.0), "1 d"),
    (Observable("plasma.x.cmax", 1 / 3, "ng/mL", window_h=(0.0, 24.0)), "0 d..1 d"),
    (Observable("plasma.x.t_half", math.inf, "h", window_h=(0.0, 24.0)), "0 d..1 d"),
]


def test_observables_as_json_say_when_and_read_back_exactly() -> None:
    rows = json.loads(tables.observables_json(FOUND))["observables"]
    assert rows[0] == {"id": "score.aims", "value": 10.25, "unit": "points", "at": "1 d"}
    assert rows[1] == {"id": "plasma.x.cmax", "value": 1 / 3, "unit": "ng/mL", "window": "0 d..1 d"}
    assert rows[2]["value"] is None
    assert json.loads(tables.observables_json([])) == {"observables": []}


def test_observables_as_text_stand_in_columns() -> None:
    lines = tables.observables_text(FOUND).splitlines()
    assert lines[1].split() == ["score.aims", "10.25", "points", "1", "d"]
    assert lines[2].split() == ["plasma.x.cmax", "0.333333", "ng/mL", "0", "d..1", "d"]
    assert len({len(line) - len(when) for line, (_, when) in zip(lines[1:], FOUND, strict=True)}) == 1


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("score.aim", "did you mean score.aims?"),
        ("d2.signal", "observed at a time; give --at"),
        ("score.aims.mean", "observed in a window; give --window"),
        ("plasma.x.cmax", "observed in a window; give --window"),
        ("plasma.x.mean", "this scenario does not have"),
        ("plasma.y", "this scenario does not have"),
        ("score.tmc", "which only Huntington disease has; ask for score.aims."),
        ("score.tmc.max", "ask for score.aims.max."),
    ],
)
def test_an_unknown_observable_is_refused_with_a_way_out(identifier: str, words: str) -> None:
    assert words in tables.unknown_observable(identifier, ["score.aims", "vmat2.occupancy", "plasma.x"])


def test_a_score_that_a_condition_does_not_have_is_refused_with_the_other() -> None:
    for found in (["score.tmc"], ["score.tmc.mean", "score.tmc.max"]):
        sentence = tables.unknown_observable("score.aims", found)
        assert sentence == (
            '--id is "score.aims", which Huntington disease does not have; ask for score.tmc.'
        )
