"""Whatever a drug file holds, it is used or refused in one sentence with file and field."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_drugs import EXAMPLAZINE, PAGE, loaded, shipped

from vmat2_desktop import cli
from vmat2_desktop.knowledge import Knowledge, ResourceError, toml_file
from vmat2_desktop.knowledge.domains import domain_of
from vmat2_desktop.knowledge.drug_file import DrugFile, drug_of
from vmat2_desktop.knowledge.loader import load_from
from vmat2_desktop.knowledge.paths import resources_dir

ROOT = Path(__file__).parents[2]


def without(line: str, text: str = EXAMPLAZINE) -> str:
    assert re.search(rf"^{line}", text, re.MULTILINE)
    return re.sub(rf"^{line}.*\n", "", text, count=1, flags=re.MULTILINE)


def changed(old: str, new: str, text: str = EXAMPLAZINE) -> str:
    assert old in text
    return text.replace(old, new, 1)


REFUSED: list[tuple[str, str, str]] = [
    ("no TOML", "name = ", "examplazine.toml is not valid TOML: invalid value"),
    ("no name", without("name"), "examplazine.toml: it lacks name."),
    ("empty name", changed('"Examplazine"', '" "'), "name must be one line"),
    ("name of two lines", changed('"Examplazine"', '"a\\nb"'), "name must be one line"),
    ("no label", EXAMPLAZINE.replace("[label]", "[label2]"), "examplazine.toml: it has label2, which is not"),
    ("order a text", changed("order = 5 ", 'order = "5"'), "order must be a whole number, but is text."),
    (
        "kind",
        changed('"vmat2_inhibitor"', '"sedative"'),
        "kind is 'sedative', but must be one of vmat2_inhibitor",
    ),
    ("kinetics", changed('"prodrug"', '"magic"'), "kinetics is 'magic', but must be one of prodrug, two_met"),
    ("kinetics of another kind", changed('"prodrug"', '"modulator"'), "for kind vmat2_inhibitor."),
    (
        "label a number",
        changed("usual_mg = 60.0", 'usual_mg = "60"'),
        "label.usual_mg must be a number, but is text",
    ),
    ("label lacks", without("step_mg"), "examplazine.toml: label lacks step_mg."),
    ("label has", changed("step_mg", "step = 1\nstep_mg"), "label has step, which is not a field there."),
    (
        "dose of nothing",
        changed("usual_mg = 60.0", "usual_mg = 0"),
        "label.usual_mg is 0, but must be above 0.",
    ),
    (
        "dose of nan",
        changed("usual_mg = 60.0", "usual_mg = nan"),
        "label.usual_mg is nan, but must be above 0.",
    ),
    ("dose of inf", changed("step_mg = 30.0", "step_mg = inf"), "label.step_mg is inf"),
    (
        "times",
        changed("times_per_day = [1, 2]", "times_per_day = [1, 9]"),
        "label.times_per_day must be a list",
    ),
    (
        "usual times",
        changed("usual_times_per_day = 1", "usual_times_per_day = 3"),
        "label.usual_times_per_day is 3",
    ),
    (
        "slider",
        changed("slider_max_mg_per_day = 120.0", "slider_max_mg_per_day = 80.0"),
        "label.slider_max_mg",
    ),
    ("usual above", changed("usual_mg = 60.0", "usual_mg = 100.0"), "label.usual_mg times"),
    ("strengths", changed("[30.0, 60.0]", "[30.0, -60.0]"), "label.strengths_mg must be above 0"),
    ("titration late", changed("[[0.0, 30.0]", "[[1.0, 30.0]"), "label.titration must begin at day 0"),
    (
        "titration short",
        changed("[[0.0, 30.0]", "[[0.0]"),
        "label.titration[0] must have 2 entries, but has 1",
    ),
    (
        "liver",
        changed("moderate = 30.0", "modest = 30.0"),
        "label.max_mg_per_day_liver has modest, but has mild",
    ),
    ("liver below", changed("severe = 0.0", "severe = -1.0"), "max_mg_per_day_liver must not be negative"),
    (
        "avoided",
        changed('"vmat2_inhibitor" }', '"grapefruit" }'),
        "label.avoid_with has 'grapefruit', which is no",
    ),
    ("avoided days", changed("days = 20.0", "days = -1"), "avoid_with must not have negative days"),
    ("no source", changed('source = "made up', 'source = " "\nnote = "made up'), "label.source is empty"),
    ("moiety lacks", without("active"), "examplazine.toml: moieties[0] lacks active."),
    (
        "a moiety too few",
        re.sub(r'\[\[moieties\]\]\nid = "examplazine"\n.*\n.*\n', "", EXAMPLAZINE),
        "moieties has 1",
    ),
    ("moiety twice", changed('"examplazine_metabolite"', '"examplazine"'), "moieties has an id twice"),
    (
        "moiety in capitals",
        changed('id = "examplazine"', 'id = "Examplazine"'),
        "moieties has id 'Examplazine'",
    ),
    (
        "moiety taken",
        changed('id = "examplazine"', 'id = "valbenazine"'),
        "moieties has valbenazine, which valbenaz",
    ),
    (
        "nothing active",
        changed("active = true", "active = false"),
        "moieties must have at least one active = true",
    ),
    ("parameter lacks", without("clearance ="), "examplazine.toml: parameters lacks clearance."),
    (
        "parameter unknown",
        changed("clearance =", "clearence ="),
        "examplazine.toml: parameters lacks clearance.",
    ),
    (
        "parameter too much",
        changed("relative_potency", "potency"),
        "parameters has potency, which the engine does",
    ),
    (
        "row a number",
        re.sub(r"^clearance = .*", "clearance = 9", EXAMPLAZINE, flags=re.M),
        "parameters.clearance must",
    ),
    ("row lacks", changed("low = 2, high = 30, ", ""), "examplazine.toml: parameters.clearance lacks low."),
    ("unit", changed('9, unit = "L/h"', '9, unit = "mL/min"'), "examplazine.clearance is given in 'mL/min'"),
    (
        "value outside",
        changed("value = 9,", "value = 99,"),
        "examplazine.clearance is 99, but must be from 2 to 30",
    ),
    (
        "value impossible",
        changed("value = 0.6, unit", "value = 1.2, unit").replace("high = 0.9", "high = 2", 1),
        "1.2",
    ),
    (
        "low impossible",
        changed("low = 2, high = 30", "low = -2, high = 30"),
        "low is -2, but must be above 0",
    ),
    (
        "high impossible",
        changed("low = 2, high = 30", "low = 2, high = inf"),
        "high is inf, but must be above 0",
    ),
    (
        "grade",
        changed('grade = "assumed"', 'grade = "certain"'),
        "grade is 'certain', but must be one of measured",
    ),
    (
        "source empty",
        changed('source = "made up for this page", text = "Abs', 'source = "", text = "Abs'),
        "a source",
    ),
    (
        "shares",
        changed("value = 0.1, unit", "value = 0.9, unit").replace("high = 0.2", "high = 1", 1),
        "more than 1",
    ),
    (
        "irreversible",
        changed("order = 5 ", "irreversible = 1\norder = 5 "),
        "must be true or false, but is a whole",
    ),
]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_bad_drug_file_is_refused_in_one_sentence_with_file_and_field(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(ResourceError) as caught:
        loaded(tmp_path, text, "examplazine")
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.startswith("examplazine.toml")
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert "`" not in sentence


def test_every_sentence_on_the_page_is_said(tmp_path: Path) -> None:
    quoted = re.findall(r"^> (.*)$", PAGE, re.MULTILINE)
    assert len(quoted) >= 3
    for sentence in quoted:
        likely = [text for _, text, words in REFUSED if words in sentence]
        assert likely
        with pytest.raises(ResourceError) as caught:
            loaded(tmp_path, likely[0], "examplazine")
        assert str(caught.value) == sentence


TOKENS = (
    *('"', "[", "]", "{", "}", "=", ",", "\n", "#", "'", "\\", "0", "-1", "1e400", "9" * 400, "nan", "inf"),
    *("true", "[[moieties]]", "[label]", '"""', "1979-05-27", "é", "\0", "0x1F", ".", "a.b"),
)


@given(st.data())
def test_a_mutated_file_is_used_or_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = EXAMPLAZINE
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(st.sampled_from(TOKENS)) + text[stop:]
    path = tmp_path_factory.getbasetemp() / "mutated.toml"
    path.write_text(text, encoding="utf-8")
    try:
        drug = drug_of("mutated", toml_file.read(path, DrugFile), {})
    except ResourceError as error:
        sentence = str(error)
        assert sentence.startswith("mutated.toml")
        assert sentence.endswith(".")
        assert len(sentence) < 1500
    else:
        assert all(math.isfinite(value) for value in drug.parameters.values())


@pytest.mark.parametrize("name", ["Examplazine", "2c", "vmat2", "cyp2d6", "drd2", "a b"])
def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ResourceError, match="the name of the file is the drug's id"):
        loaded(tmp_path, EXAMPLAZINE, name)


def test_the_drug_of_the_histories_must_stay_an_antipsychotic(tmp_path: Path) -> None:
    text = shipped("paroxetine")
    with pytest.raises(ResourceError, match=r"^haloperidol\.toml: kind must be antipsychotic"):
        loaded(tmp_path, text, "haloperidol")


def test_what_is_no_folder_of_drug_files_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(drugs: Path) -> str:
        line = ["observe", str(ROOT / "resources" / "scenarios" / "healthy.json"), "--drugs", str(drugs)]
        assert cli.run(cli.build_parser().parse_args(line)) == 2
        error: str = capsys.readouterr().err
        assert error.count("\n") == 1
        return error

    assert "is no folder" in said(tmp_path / "none")
    assert "has no drug file, whose name ends in .toml" in said(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    assert "--drugs: folder.toml cannot be read: it is no file" in said(tmp_path)
    (tmp_path / "folder.toml").rmdir()
    (tmp_path / "latin.toml").write_bytes('name = "é"'.encode("latin-1"))
    (tmp_path / "x.json").write_text("{}")
    assert "latin.toml is not UTF-8 text at byte 8" in said(tmp_path)


@pytest.mark.parametrize("data", [b"a = " + b"[" * 200_000, b"x" * (1024 * 1024 + 1), b"\0"])
def test_a_hostile_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(data)
    with pytest.raises(ResourceError, match=r"^a\.toml is "):
        load_from(resources_dir(), tmp_path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for i in range(101):
        (tmp_path / f"drug_{i}.toml").write_text("")
    with pytest.raises(ResourceError, match="has 101 drug files, but must have at most 100"):
        load_from(resources_dir(), tmp_path)


def test_every_parameter_that_ships_lies_within_what_can_be(known: Knowledge) -> None:
    for drug in known.model.drugs.values():
        for name in drug.parameters:
            quantity = known.quantities.get(f"{drug.id}.{name}")
            if quantity is not None:
                assert all(getattr(quantity, part) in domain_of(name) for part in ("value", "low", "high"))
