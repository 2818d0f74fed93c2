"""What is asked: one person, one condition, the medicines with their regimens, the rung, as frozen values.

Times are hours from the start of the scenario, doses milligrams. Values here are already checked: documents/
reads files, knowledge/ knows the ranges; `Scenario` itself only promises to be immutable and hashable.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

HOURS_PER_DAY = 24.0
REFERENCE = "reference"
"""Variant of a gene that is no variant."""


class Rung(StrEnum):
    """How deep the terminal is modelled."""

    TEXTBOOK = "textbook"
    """Loading against leak with the cytosol clamped: depletion equals occupancy exactly."""
    MECHANISTIC = "mechanistic"
    """Best, Nijhout and Reed 2009: synthesis with feedback, cytosol, MAO, autoreceptor, re-uptake."""


class Condition(StrEnum):
    """What the person brings along at time 0."""

    NONE = "none"
    TARDIVE_DYSKINESIA = "tardive_dyskinesia"
    """Years of haloperidol, which goes on."""
    DRUG_INDUCED_PARKINSONISM = "drug_induced_parkinsonism"
    """Weeks of haloperidol, which goes on."""
    HUNTINGTON = "huntington"
    TOURETTE = "tourette"


class Liver(StrEnum):
    """Function of the liver, by Child-Pugh class."""

    NORMAL = "normal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Food(StrEnum):
    """How a dose is taken."""

    FASTED = "fasted"
    FED = "fed"
    """With a high-fat meal."""


@dataclass(frozen=True, slots=True)
class DoseCourse:
    """One stretch of a regimen: the same dose at equal intervals, the first one at `start_h`."""

    mg: float
    """Size of each single dose, mg."""
    times_per_day: int = 1
    start_h: float = 0.0
    stop_h: float | None = None
    """No dose at or after this time; None: to the end of the scenario."""
    missed_h: tuple[float, ...] = ()
    """Each leaves out the dose that lies nearest to it."""
    food: Food = Food.FASTED


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine by the id of its drug, and how it is taken. No doses: listed, but not taken."""

    name: str
    doses: tuple[DoseCourse, ...] = ()


@dataclass(frozen=True, slots=True)
class Genotype:
    """Diplotype or variant of each gene; `reference` is the common form."""

    cyp2d6: str = "*1/*1"
    abcb1: str = REFERENCE
    slc18a2: str = REFERENCE
    drd2: str = REFERENCE


@dataclass(frozen=True, slots=True)
class Person:
    """The person who takes the medicines."""

    genotype: Genotype = Genotype()
    plasticity_rate_per_year: float | None = None
    """Speed of the maladaptive plasticity under blockade, 1/y; None: the model's default."""
    liver: Liver = Liver.NORMAL
    baseline_score: float | None = None
    """Untreated score of Huntington chorea or Tourette syndrome, points; None: the model's default."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A train of spikes on top of tonic firing."""

    at_h: float
    spikes: int = 5
    rate_hz: float = 20.0


@dataclass(frozen=True, slots=True)
class Firing:
    """How the dopamine neuron fires."""

    tonic_hz: float = 4.0
    bursts: tuple[Burst, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that the panels, a file or a lesson can ask of the engine."""

    title: str = ""
    person: Person = Person()
    condition: Condition = Condition.NONE
    medicines: tuple[Medicine, ...] = ()
    rung: Rung = Rung.MECHANISTIC
    compensation: float = 1.0
    """Share of the autoreceptor's compensation that is at work, 0 to 1 (mechanistic rung)."""
    overrides: tuple[tuple[str, float], ...] = ()
    """Parameters of the Model by id, sorted, each within its range."""
    firing: Firing = field(default_factory=Firing)
    horizon_h: float = 112 * HOURS_PER_DAY
    """End of the scenario, h."""
    seed: int = 7

    def medicine(self, name: str) -> Medicine | None:
        """Return the medicine of that drug id, or None."""
        return next((medicine for medicine in self.medicines if medicine.name == name), None)

    def with_override(self, identifier: str, value: float | None) -> Scenario:
        """Return the scenario with that parameter set; None: as the model has it."""
        kept = {name: number for name, number in self.overrides if name != identifier}
        changed = kept if value is None else {**kept, identifier: value}
        return replace(self, overrides=tuple(sorted(changed.items())))
