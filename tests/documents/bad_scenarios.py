"""Scenario files that are refused, and what the sentence must say: (name, content, parts of the sentence)."""

from __future__ import annotations

import json
from typing import Any

VALBENAZINE: dict[str, Any] = {"mg": 80, "from": "0 d", "until": "10 d"}
DAY = {"mg": 80, "from": "0 d"}


def doses(*stretches: object, name: str = "valbenazine") -> dict[str, Any]:
    return {"medicines": [{"name": name, "doses": list(stretches)}]}


def dose(**changes: object) -> dict[str, Any]:
    return doses(VALBENAZINE, {"mg": 80, "from": "10 d", **changes})


def overrides(**changes: object) -> dict[str, Any]:
    return {"model": {"overrides": {key.replace("__", "."): value for key, value in changes.items()}}}


def burst(**changes: object) -> dict[str, Any]:
    return {"firing": {"bursts": [{"at": "1 d", **changes}]}}


def genotype(**alleles: object) -> dict[str, Any]:
    return {"person": {"genotype": alleles}}


TREES: list[tuple[str, Any, tuple[str, ...]]] = [
    # what a field is called, and what it holds
    ("unknown field", {"medicine": []}, ("medicine is not a field", "did you mean medicines?", "seed")),
    ("unknown field inside", {"person": {"weight": 70}}, ("person.weight is not a field", "plasticity_rate")),
    ("unknown field deep inside", dose(mgs=1), ("medicines[0].doses[1].mgs is not a field", "mean mg?")),
    ("odd field", {"a b\n": 1}, ('"a b\\n" is not a field',)),
    ("long field", {"x" * 10_000: 1}, ("is not a field",)),
    ("name missing", {"medicines": [{"doses": []}]}, ("medicines[0].name is missing",)),
    ("mg missing", doses({"from": "1 d"}), ("medicines[0].doses[0].mg is missing",)),
    ("at missing", {"firing": {"bursts": [{}]}}, ("firing.bursts[0].at is missing",)),
    ("other format", {"format": "sbml"}, ('format is "sbml", but must be "vmat2-scenario".',)),
    ("format no text", {"format": 1}, ("format is 1",)),
    ("newer version", {"version": 2, "new": 1}, ("version 2 is newer than this program understands",)),
    ("older version", {"version": 0}, ("version is 0, but must be 1.",)),
    ("version as text", {"version": "1"}, ('version is "1", but must be 1.',)),
    ("version true", {"version": True}, ("version is true, but must be 1.",)),
    ("title a number", {"title": 5}, ("title is 5, but must be text",)),
    ("title too long", {"title": "x" * 201}, ("title has 201 characters", "at most 200")),
    ("title of two lines", {"title": "a\nb"}, ("title is", "one line")),
    ("title with DEL", {"title": "a\x7f"}, ('title is "a\\u007f", but must be one line',)),
    ("seed negative", {"seed": -1}, ("seed is -1, but must be a whole number from 0 to 4294967295.",)),
    ("seed a fraction", {"seed": 1.5}, ("seed is 1.5, but must be a whole number",)),
    ("seed huge", {"seed": 10**200}, ("seed is 1000", "from 0 to 4294967295")),
    ("seed true", {"seed": True}, ("seed is true", "whole number")),
    # person
    ("person a list", {"person": []}, ("person is a list, but must be an object in braces.",)),
    ("person null", {"person": None}, ("person is null",)),
    (
        "liver unknown",
        {"person": {"liver": "impaired"}},
        ('person.liver is "impaired", but must be one of "mild", "moderate", "normal", "severe".',),
    ),
    ("liver a class", {"person": {"liver": 2}}, ("person.liver is 2, but must be one of",)),
    ("rate negative", {"person": {"plasticity_rate_per_year": -0.1}}, ("must be from 0 to 5 1/y",)),
    ("rate text", {"person": {"plasticity_rate_per_year": "1"}}, ("must be a number from 0 to 5",)),
    ("one allele", genotype(CYP2D6="*4"), ("person.genotype.CYP2D6", 'such as "*1/*4"')),
    ("allele unknown", genotype(CYP2D6="*1/*999"), ("*999 is not an allele", "*1", "*4", "*41")),
    ("phenotype for alleles", genotype(CYP2D6="poor"), ('CYP2D6 is "poor"', "two alleles")),
    ("other gene", genotype(CYP3A4="*1/*22"), ("person.genotype.CYP3A4 is not a field", "ABCB1")),
    (
        "ABCB1",
        genotype(ABCB1="c3435t"),
        ('person.genotype.ABCB1 is "c3435t"', "did you mean c3435t_", "it has reference, c3435t_ct"),
    ),
    ("SLC18A2", genotype(SLC18A2="rs363387"), ('SLC18A2 is "rs363387"', "it has reference, loss_homozygous")),
    ("SLC18A2 near", genotype(SLC18A2="loss_homozygote"), ("did you mean loss_homozygous?",)),
    ("DRD2", genotype(DRD2="c3435t_tt"), ('person.genotype.DRD2 is "c3435t_tt"', "taq1a_a1")),
    ("DRD2 in capitals", genotype(DRD2="Taq1A"), ('DRD2 is "Taq1A", but must be the id of a variant',)),
    ("DRD2 a number", genotype(DRD2=1), ("person.genotype.DRD2 is 1, but must be the id of a variant",)),
    (
        "score without a cause",
        {"person": {"baseline_score": 12}, "condition": "tardive_dyskinesia"},
        ('person.baseline_score is 12, but condition is "tardive_dyskinesia"', "huntington and tourette"),
    ),
    ("score of the healthy", {"person": {"baseline_score": 12}}, ('condition is "none"', "leave it out.")),
    (
        "score of nothing",
        {"person": {"baseline_score": 0}, "condition": "huntington"},
        ("person.baseline_score is 0, but must be above 0 and below 28 points.",),
    ),
    (
        "score of everything",
        {"person": {"baseline_score": 28}, "condition": "tourette"},
        ("person.baseline_score is 28, but must be above 0 and below 28 points.",),
    ),
    (
        "score as text",
        {"person": {"baseline_score": "14"}, "condition": "huntington"},
        ('person.baseline_score is "14", but must be a number above 0 and below 28 points.',),
    ),
    # condition
    (
        "condition unknown",
        {"condition": "flu"},
        ('condition is "flu", but must be one of "drug_induced_parkinsonism", "huntington", "none"',),
    ),
    (
        "condition in capitals",
        {"condition": "Huntington"},
        ('condition is "Huntington", but must be one of',),
    ),
    ("condition null", {"condition": None}, ("condition is null, but must be one of",)),
    # medicines
    ("medicines an object", {"medicines": {}}, ("medicines is an object, but must be a list",)),
    (
        "medicine a text",
        {"medicines": ["valbenazine"]},
        ('medicines[0] is "valbenazine"', "object in braces"),
    ),
    ("too many medicines", {"medicines": [{"name": "a"}] * 21}, ("medicines has 21 entries", "at most 20")),
    ("medicine unknown", doses(name="amantadine"), ('"amantadine"', "does not have", "it has valbenazine")),
    ("medicine misspelt", doses(name="valbenazin"), ("did you mean valbenazine?",)),
    ("medicine in capitals", doses(name="Valbenazine"), ("in small letters",)),
    (
        "medicine twice",
        {"medicines": [{"name": "reserpine"}] * 2},
        ("medicines[1].name", "medicines[0] is too"),
    ),
    (
        "dose too large",
        dose(mg=5_000_000),
        ("medicines[0].doses[1].mg is 5000000, but must be from 0 to 1000000 mg.",),
    ),
    ("dose negative", dose(mg=-1), ("medicines[0].doses[1].mg is -1, but must be from 0 to 1000000 mg.",)),
    ("dose with unit", dose(mg="80 mg"), ('mg is "80 mg", but must be a number from 0 to 1000000 mg.',)),
    ("dose null", dose(mg=None), ("mg is null",)),
    ("dose true", dose(mg=True), ("mg is true, but must be a number",)),
    ("five times a day", dose(times_per_day=5), ("times_per_day is 5", "whole number from 1 to 4")),
    ("no time a day", dose(times_per_day=0), ("times_per_day is 0", "whole number from 1 to 4")),
    ("half a time a day", dose(times_per_day=0.5), ("times_per_day is 0.5", "whole number from 1 to 4")),
    ("wrong unit", dose(**{"from": "10 days"}), ('doses[1].from is "10 days"', "(s, min, h, d, wk or y)")),
    ("no unit", dose(**{"from": 240}), ("doses[1].from is 240", "number and a unit")),
    ("negative time", dose(**{"from": "-1 d"}), ('doses[1].from is "-1 d"', "number and a unit")),
    ("time too late", dose(until="21 y"), ('doses[1].until is "21 y"', "from 0 h to 20 y")),
    ("until before from", dose(until="9 d"), ('doses[1].until is "9 d"', "later than its from")),
    ("until at from", dose(until="10 d"), ('doses[1].until is "10 d"', 'later than its from, "10 d"')),
    ("from past the end", dose(**{"from": "112 d"}), ('from is "112 d"', 'end of the scenario, "112 d"')),
    ("overlap", dose(**{"from": "9 d"}), ('doses[1] begins at "9 d"', 'at most "9 d"', "must not overlap")),
    ("no end", doses(DAY, {"mg": 1, "from": "7 d"}), ("doses[0] has no until", 'until of at most "7 d"')),
    ("together", doses(DAY, DAY), ("begin one of them later",)),
    ("missed too early", dose(missed=["9 d"]), ("doses[1].missed[0]", 'from "10 d" to before "112 d"')),
    ("missed too late", dose(missed=["11 d", "113 d"]), ("doses[1].missed[1]", 'before "112 d"')),
    ("missed a text", dose(missed="11 d"), ('missed is "11 d", but must be a list',)),
    ("missed a number", dose(missed=[11]), ("doses[1].missed[0] is 11", "number and a unit")),
    ("missed too often", dose(missed=["11 d"] * 1001), ("missed has 1001 entries", "at most 1000")),
    ("food", dose(food="with milk"), ('food is "with milk", but must be one of "fasted", "fed".',)),
    ("food true", dose(food=True), ("food is true, but must be one of",)),
    ("too many stretches", doses(*[VALBENAZINE] * 201), ("doses has 201 entries", "at most 200")),
    (
        "too many doses",
        {
            "until": "20 y",
            "medicines": [
                {"name": name, "doses": [{"mg": 1, "times_per_day": 4}]}
                for name in ("valbenazine", "tetrabenazine", "reserpine", "haloperidol")
            ],
        },
        ("116800 single doses", "at most 100000"),
    ),
    # model
    ("rung", {"model": {"rung": "deep"}}, ('model.rung is "deep"', 'one of "mechanistic", "textbook"')),
    ("compensation", {"model": {"compensation": 1.1}}, ("model.compensation is 1.1", "from 0 to 1.")),
    ("override unknown", overrides(vmat2__ic60=1), ("model.overrides.vmat2.ic60", "mean vmat2.ic50?")),
    ("override too large", overrides(vmat2__ic50=10**6), ("model.overrides.vmat2.ic50 is 1000000", "nM.")),
    (
        "override text",
        overrides(vmat2__ic50="21"),
        ('model.overrides.vmat2.ic50 is "21", but must be a number.',),
    ),
    ("override of an allele", {"model": {"overrides": {"cyp2d6.*1": 1}}}, ("not a parameter",)),
    ("override of a variant", overrides(drd2__taq1a_a1=1), ("drd2.taq1a_a1 is not a parameter",)),
    (
        "override of a new part",
        overrides(liver__mild_shunt=1),
        ("liver.mild_shunt is 1, but must be",),
    ),
    ("override of a constant", overrides(movement__score_maximum=27), ("must be 28 points.",)),
    ("overrides a list", {"model": {"overrides": []}}, ("model.overrides is a list",)),
    (
        "too many overrides",
        {"model": {"overrides": {f"a{i}": 1 for i in range(501)}}},
        ("model.overrides has 501 entries", "at most 500"),
    ),
    # firing
    ("tonic", {"firing": {"tonic_hz": 51}}, ("firing.tonic_hz is 51, but must be from 0 to 50 Hz.",)),
    ("tonic text", {"firing": {"tonic_hz": "4 Hz"}}, ("firing.tonic_hz", "must be a number from 0 to 50")),
    ("spikes", burst(spikes=101), ("firing.bursts[0].spikes is 101", "from 1 to 100")),
    ("rate", burst(rate_hz=0), ("firing.bursts[0].rate_hz is 0", "from 1 to 200 Hz")),
    ("burst too late", burst(at="113 d"), ('firing.bursts[0].at is "113 d"', "before the end")),
    ("too many bursts", {"firing": {"bursts": [{"at": "1 d"}] * 1001}}, ("1001 entries", "at most 1000")),
    # the end
    ("no time", {"until": "0 d"}, ("until", "later than 0 h and at most 20 y")),
    ("too much time", {"until": "20.1 y"}, ('until is "20.1 y"', "from 0 h to 20 y")),
    ("until null", {"until": None}, ("until is null", "number and a unit")),
    ("until huge", {"until": "1e999 y"}, ('until is "1e999 y"', "20 y")),
    ("until long", {"until": "1" * 1000 + " h"}, ("until is", "number and a unit")),
    # a JSON document of another kind
    ("a list", [1], ("holds a list", "object in braces")),
    ("a text", "x", ("holds text",)),
    ("a number", 5, ("holds a number",)),
    ("null", None, ("holds null",)),
]

BYTES: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("empty", b"", ("It is empty",)),
    ("blank", b" \n\t", ("It is empty",)),
    ("cut off", b'{"title": "a', ("not valid JSON at line 1, column 11",)),
    ("trailing comma", b'{"seed": 7,\n}', ("not valid JSON at line",)),
    ("comment", b'{} // "x"', ("not valid JSON at line 1, column 4",)),
    ("single quotes", b"{'seed': 7}", ("not valid JSON at line 1, column 2",)),
    ("control character", b'{"title": "a\x00b"}', ("not valid JSON at line 1",)),
    ("byte order mark", b"\xef\xbb\xbf{}", ("byte order mark", "UTF-8")),
    ("UTF-16", "{}".encode("utf-16"), ("byte order mark", "UTF-8")),
    ("UTF-16 without mark", "{}".encode("utf-16-be"), ("not valid JSON",)),
    ("Latin-1", '{"title": "é"}'.encode("latin-1"), ("Byte 11 is not UTF-8",)),
    ("picture", b"\x89PNG\r\n\x1a\n\0\0\0", ("Byte 0 is not UTF-8",)),
    ("NaN", b'{"seed": NaN}', ("It holds NaN, which is not a number in JSON",)),
    ("Infinity", b'{"until": Infinity}', ("It holds Infinity",)),
    ("minus Infinity", b'{"until": -Infinity}', ("It holds -Infinity",)),
    (
        "1e400",
        b'{"firing": {"tonic_hz": 1e400}}',
        ("firing.tonic_hz is a number beyond all bounds", "0 to 50 Hz"),
    ),
    ("-1e400", b'{"firing": {"tonic_hz": -1e400}}', ("firing.tonic_hz is a number beyond", "0 to 50 Hz")),
    (
        "infinite override",
        b'{"model": {"overrides": {"vmat2.ic50": 1e999}}}',
        ("vmat2.ic50 is a number beyond",),
    ),
    ("whole number of 5000 digits", b'{"seed": %s}' % (b"9" * 5000), ("seed is a number beyond",)),
    ("whole number of 250 digits", b'{"firing": {"tonic_hz": %s}}' % (b"9" * 250), ("tonic_hz is 999",)),
    ("number of a million digits", b'{"seed": 0.%s}' % (b"1" * 1_000_000), ("seed is 0.111",)),
    ("twice", b'{"seed": 1, "seed": 2}', ("seed stands twice",)),
    ("twice inside", b'{"medicines": [{"name": "a", "name": "b"}]}', ("medicines[0].name stands twice",)),
    ("twice among many", b'{"a": 1, %s "a": 1}' % b",".join([b'"b": 1'] * 50_000 + [b""]), ("stands twice",)),
    ("nested lists", b"[" * 500_000, ("nested more than 32 deep",)),
    ("nested objects", b'{"a":' * 100_000, ("nested more than 32 deep",)),
    ("nested and closed", b'{"title": %s}' % (b"[" * 100 + b"]" * 100), ("nested more than 32 deep",)),
    ("half a character", b'{"title": "\\ud800"}', ("title holds", "half a character")),
    ("half a character in a name", b'{"\\udc00": 1}', ("half a character",)),
    ("too large", b" " * (1024 * 1024) + b"{}", ("larger than a scenario can be, 1024 KiB",)),
]

ALL: list[tuple[str, bytes, tuple[str, ...]]] = [
    *((name, json.dumps(tree).encode(), words) for name, tree, words in TREES),
    *BYTES,
]
