"""The scenario document, field by field: types, ranges, defaults and the words that describe them.

Defined here once; the reader checks against it, `schema` prints it, docs/scenario.md explains it.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta, field

from vmat2_desktop.documents import times

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMAT = "vmat2-scenario"
VERSION = 1
LARGEST_MG = 1_000_000
"""A kilogram: more than a thousand times any dose, and what the engine is tried with."""
HIGHEST_SCORE = 28
"""End of the scales, which no cause reaches."""
LARGEST_SEED = 2**32 - 1

UNIT = "unit"
EXPECTED = "expected"
"""Key of the end of the sentence that refuses a text."""
CALLED = "called"
"""Attribute of an object: what the document that it belongs to is called."""

Time = Annotated[
    str,
    Meta(
        pattern=times.PATTERN,
        max_length=times.LONGEST_TEXT,
        examples=["36 h", "42 d", "3 y"],
        extra={EXPECTED: times.EXPECTED},
    ),
]


class Object(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An object of the document: every field is known, a field left out has its default."""

    called: ClassVar[str] = "a scenario"


def _variant(gene: str, acts_on: str, *examples: str) -> Any:
    return Meta(
        pattern="^[a-z][a-z0-9_]*$",
        max_length=64,
        description=f"Variant of {gene}, which acts on {acts_on}; reference: the common form.",
        examples=["reference", *examples],
        extra={EXPECTED: f'must be the id of a variant in small letters, such as "{examples[0]}"'},
    )


class Genotype(Object, rename={"cyp2d6": "CYP2D6", "abcb1": "ABCB1", "slc18a2": "SLC18A2", "drd2": "DRD2"}):
    """The two alleles of each gene."""

    cyp2d6: Annotated[
        str,
        Meta(
            pattern=r"^\*[0-9]+(x[0-9]+)?/\*[0-9]+(x[0-9]+)?$",
            max_length=20,
            description="Two CYP2D6 star alleles; they set how fast the active metabolites are cleared.",
            examples=["*1/*1", "*1/*4", "*4/*4", "*1/*1x2"],
            extra={EXPECTED: 'must be two alleles with "/" between them, such as "*1/*4"'},
        ),
    ] = "*1/*1"
    abcb1: Annotated[
        str, _variant("ABCB1", "the brain exposure of its substrates, risperidone alone", "c3435t_tt")
    ] = "reference"
    slc18a2: Annotated[
        str, _variant("SLC18A2", "VMAT2's capacity", "loss_heterozygous", "loss_homozygous")
    ] = "reference"
    drd2: Annotated[str, _variant("DRD2", "the density of striatal D2", "taq1a_a1", "c957t_tt")] = "reference"


class Person(Object):
    """The person who takes the medicines."""

    genotype: Annotated[Genotype, Meta(description="The two alleles of each gene.")] = field(
        default_factory=Genotype
    )
    liver: Annotated[
        Literal["normal", "mild", "moderate", "severe"],
        Meta(description="Hepatic impairment: none, or Child-Pugh class A (mild), B (moderate), C (severe)."),
    ] = "normal"
    plasticity_rate_per_year: Annotated[
        Annotated[float, Meta(ge=0, le=5, extra={UNIT: "1/y"})] | None,
        Meta(
            description="How fast dyskinesia grows under D2 blockade, 1/y; null: the model's own.",
        ),
    ] = None
    baseline_score: Annotated[
        Annotated[float, Meta(gt=0, lt=HIGHEST_SCORE, extra={UNIT: "points"})] | None,
        Meta(
            description="Untreated score in the conditions huntington and tourette, and only there; null: "
            "the model's own.",
        ),
    ] = None


class Dose(Object):
    """One stretch of a regimen: the same dose at equal intervals, the first one at `from`."""

    mg: Annotated[float, Meta(ge=0, le=LARGEST_MG, description="Each single dose, mg.", extra={UNIT: "mg"})]
    times_per_day: Annotated[
        int, Meta(ge=1, le=4, description="Doses a day, at equal intervals of 24, 12, 8 or 6 h.")
    ] = 1
    start: Annotated[Time, Meta(description="Time of the first dose.")] = field(default="0 d", name="from")
    until: Annotated[
        Time | None,
        Meta(description="No dose at or after this time; null or left out: to the end of the scenario."),
    ] = None
    missed: Annotated[
        tuple[Time, ...],
        Meta(max_length=1000, description="Each time leaves out the dose that lies nearest to it."),
    ] = ()
    food: Annotated[
        Literal["fasted", "fed"],
        Meta(description="Without food, or with a high-fat meal."),
    ] = "fasted"


class Medicine(Object):
    """A medicine and how it is taken."""

    name: Annotated[
        str,
        Meta(
            pattern="^[a-z][a-z0-9_]*$",
            max_length=64,
            description="Id of the medicine, in small letters.",
            examples=["valbenazine", "haloperidol", "fluoxetine"],
            extra={EXPECTED: 'must be the id of a medicine in small letters, such as "valbenazine"'},
        ),
    ]
    doses: Annotated[
        tuple[Dose, ...],
        Meta(
            max_length=200,
            description="Stretches that do not overlap; none: the medicine is listed, but not taken.",
        ),
    ] = ()


class Model(Object):
    """How the synapse is modelled."""

    rung: Annotated[
        Literal["textbook", "mechanistic"],
        Meta(
            description="textbook: depletion equals occupancy; mechanistic: synthesis, MAO and feedback too."
        ),
    ] = "mechanistic"
    compensation: Annotated[
        float, Meta(ge=0, le=1, description="Share of the autoreceptor's compensation that is at work.")
    ] = 1.0
    overrides: Annotated[
        dict[str, float],
        Meta(
            max_length=500,
            description="Parameters of the model by id, each within its range.",
            examples=[{"vmat2.ic50": 21}],
        ),
    ] = field(default_factory=dict)


class Burst(Object):
    """A train of spikes on top of tonic firing."""

    at: Annotated[Time, Meta(description="Time of the first spike.")]
    spikes: Annotated[int, Meta(ge=1, le=100, description="Number of spikes.")] = 5
    rate_hz: Annotated[
        float, Meta(ge=1, le=200, description="Spikes a second within the burst.", extra={UNIT: "Hz"})
    ] = 20.0


class Firing(Object):
    """How the dopamine neuron fires."""

    tonic_hz: Annotated[
        float, Meta(ge=0, le=50, description="Tonic firing, spikes a second.", extra={UNIT: "Hz"})
    ] = 4.0
    bursts: Annotated[tuple[Burst, ...], Meta(max_length=1000, description="Bursts, in any order.")] = ()


class Document(Object):
    """A scenario of VMAT2 Desktop.

    One person, one condition, the medicines and how they are taken. A field left out has its default.
    """

    format: Annotated[Literal["vmat2-scenario"], Meta(description="What this document is.")] = (
        "vmat2-scenario"
    )
    version: Annotated[Literal[1], Meta(description="Version of the format.")] = 1
    title: Annotated[
        str,
        Meta(
            max_length=200,
            description="A line for people.",
            extra_json_schema={"pattern": r"^[^\u0000-\u001f\u007f]*$"},
        ),
    ] = ""
    person: Annotated[Person, Meta(description="The person who takes the medicines.")] = field(
        default_factory=Person
    )
    condition: Annotated[
        Literal["none", "tardive_dyskinesia", "drug_induced_parkinsonism", "huntington", "tourette"],
        Meta(
            description="What the person brings along at time 0: tardive dyskinesia and drug-induced "
            "parkinsonism with a ready-made history of haloperidol, which goes on unless an antipsychotic is "
            "listed.",
        ),
    ] = "none"
    medicines: Annotated[
        tuple[Medicine, ...], Meta(max_length=20, description="Each medicine once, with all its doses.")
    ] = ()
    model: Annotated[Model, Meta(description="How the synapse is modelled.")] = field(default_factory=Model)
    firing: Annotated[Firing, Meta(description="How the dopamine neuron fires.")] = field(
        default_factory=Firing
    )
    until: Annotated[Time, Meta(description="End of the scenario: later than 0 h, at most 20 y.")] = "112 d"
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED, description="Seed of everything that is random.")] = 7


def bounds(shape: type[msgspec.Struct], name: str) -> tuple[float, float]:
    """Return the lowest and the highest number of a field; an end that is excluded counts as the end.

    Raises:
        KeyError: the object has no such field.
        TypeError: the field is no number between two ends.
    """
    info = msgspec.inspect.type_info(shape)
    assert isinstance(info, msgspec.inspect.StructType)
    kind = _plain({item.name: item.type for item in info.fields}[name])
    for part in kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,):
        plain = _plain(part)
        if isinstance(plain, msgspec.inspect.IntType | msgspec.inspect.FloatType):
            low = plain.ge if plain.ge is not None else plain.gt
            high = plain.le if plain.le is not None else plain.lt
            if low is not None and high is not None:
                return float(low), float(high)
    raise TypeError(f"{name} is no number between two ends.")


def _plain(kind: msgspec.inspect.Type) -> msgspec.inspect.Type:
    return kind.type if isinstance(kind, msgspec.inspect.Metadata) else kind


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario document."""
    definitions = definitions_of(Document)
    document = definitions.pop("Document")
    return {"$schema": DIALECT, **document, "title": "VMAT2 Desktop scenario", "$defs": definitions}


def definitions_of(document: type[Object]) -> dict[str, Any]:
    """Return the JSON Schema of a document and of every object in it, by name."""
    _, definitions = msgspec.json.schema_components([document], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition["description"] = cleandoc(definition["description"])
        if not definition["required"]:
            del definition["required"]
        for name, words in definition["properties"].items():
            definition["properties"][name] = {"title": name.replace("_", " "), **words}
    return definitions
