"""What is fitted to what: the steps of the calibration, in their order. C rows only.

A target is a part of an observation with a standard error: the published one, or half of the tolerance where
none is published. Rows whose use is V are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, Scenario
from vmat2_desktop.validation import body, clinic, further, receptors
from vmat2_desktop.validation.laboratory import Laboratory, once, taking


@dataclass(frozen=True)
class Target:
    """A published number that a step aims at."""

    row: str
    """Id of the observation; its use must be C."""
    name: str
    published: float
    error: float
    model: Callable[[Laboratory], float]


def _nothing(_values: Mapping[str, float], _model: Model) -> Mapping[str, float]:
    return {}


@dataclass(frozen=True)
class Step:
    """Parameters that are fitted together."""

    name: str
    parameters: tuple[str, ...]
    targets: tuple[Target, ...]
    why: str
    tied: Callable[[Mapping[str, float], Model], Mapping[str, float]] = _nothing
    """Parameters that follow from the fitted ones."""
    unreachable: tuple[str, ...] = ()
    """Parts of the rows that no value of these parameters can meet: they decide nothing."""
    linear: tuple[str, ...] = ()
    """Parameters that are varied themselves; the others in their logarithm."""


def _row(rows: Mapping[str, body.Row], row: str, part: int) -> Callable[[Laboratory], float]:
    return lambda laboratory: float(rows[row](laboratory)[part])


def _of(
    rows: Mapping[str, body.Row], row: str, name: str, published: float, error: float, part: int = 0
) -> Target:
    return Target(row, name, published, error, _row(rows, row, part))


def _parent_with(other: str, mg: float, a_day: int) -> Callable[[Laboratory], float]:
    def model(laboratory: Laboratory) -> float:
        means = []
        for more in ((), (taking(other, (mg, 0, None), a_day=a_day),)):
            course = laboratory.solve(body.VALBENAZINE, *more, days=30)
            means.append(laboratory.average(course, body.PARENT, 29, 30))
        return means[1] / means[0]

    return model


def _with_paroxetine(moiety: str) -> Callable[[Laboratory], float]:
    def model(laboratory: Laboratory) -> float:
        medicine, means = taking("deutetrabenazine", (12, 0, None), a_day=2), []
        for more in ((), (taking("paroxetine", (20, 0, None)),)):
            course = laboratory.solve(medicine, *more, days=30)
            means.append(laboratory.average(course, moiety, 29, 30))
        return means[1] / means[0]

    return model


def _tmax(drug: str, mg: float, moiety: str) -> Callable[[Laboratory], float]:
    return lambda laboratory: laboratory.peak(laboratory.solve(once(drug, mg), days=8), moiety, 0, 1)[0]


def _parent_half_life(laboratory: Laboratory) -> float:
    return laboratory.half_life(laboratory.solve(once("valbenazine", 80), days=8), body.PARENT, 3, 6)


def _yearly(years: float) -> Callable[[Laboratory], float]:
    def model(laboratory: Laboratory) -> float:
        asked = (1.0, 4.0)
        return float(laboratory.incidence(receptors.TYPICAL["haloperidol"], asked)[asked.index(years)])

    return model


def _default_person(laboratory: Laboratory) -> float:
    scenario = Scenario(condition=Condition.TARDIVE_DYSKINESIA, horizon_h=24.0)
    return float(solve(scenario, laboratory.model).series["score.aims"][0])


def _cases(laboratory: Laboratory) -> float:
    return float(further.ROWS["X08"](laboratory)[0])


_P, _D, _C, _X = body.ROWS, receptors.ROWS, clinic.ROWS, further.ROWS


def _hydrolysis(values: Mapping[str, float], model: Model) -> Mapping[str, float]:
    p = model.drugs["valbenazine"].parameters
    fraction = 1.0 - values["valbenazine.clearance_by_cyp3a4"]
    scale = fraction / p["metabolite_fraction"]
    return {
        "valbenazine.metabolite_fraction": fraction,
        "valbenazine.metabolite_volume": scale * p["metabolite_volume"],
        "valbenazine.metabolite_clearance": scale * p["metabolite_clearance"],
    }


STEPS = (
    Step(
        "valbenazine: enzymes",
        ("valbenazine.clearance_by_cyp3a4", "valbenazine.metabolite_clearance_by_cyp3a4"),
        (
            _of(_P, "P07", "ketoconazole, metabolite, ratio", 2.1, 0.26),
            Target("P07", "ketoconazole, parent, ratio", 2.1, 0.26, _parent_with("ketoconazole", 200, 2)),
            _of(_P, "P08", "rifampicin, metabolite, %", -77.0, 5.0),
            Target("P08", "rifampicin, parent, ratio", 0.28, 0.05, _parent_with("rifampicin", 600, 1)),
        ),
        "two shares of CYP3A4, parent and metabolite under an inhibitor and an inducer; what CYP3A4 leaves "
        "of the parent is hydrolysis, all of which makes the metabolite, so that its fraction, volume and "
        "clearance are tied",
        tied=_hydrolysis,
    ),
    Step(
        "valbenazine: volume of the metabolite",
        ("valbenazine.metabolite_volume",),
        (_of(_P, "P04", "[+]-α-HTBZ, ng/mL per mg/d", 0.513, 0.064),),
        "only formation over volume is identifiable; the clearance is tied, so that its own half-life stays",
        tied=lambda values, model: {
            "valbenazine.metabolite_clearance": values["valbenazine.metabolite_volume"]
            * model.drugs["valbenazine"].parameters["metabolite_clearance"]
            / model.drugs["valbenazine"].parameters["metabolite_volume"]
        },
    ),
    Step(
        "valbenazine: absorption",
        ("valbenazine.absorption_rate",),
        (_of(_P, "P01", "Tmax, h", 0.75, 0.25),),
        "published as 0.5 to 1 h",
    ),
    Step(
        "valbenazine: distribution",
        ("valbenazine.intercompartmental_clearance",),
        (Target("", "half-life of the parent, h", 18.0, 1.75, _parent_half_life),),
        "with the volumes as they are; 15 to 22 h for both (Luo 2017: about 20 h for the parent)",
    ),
    Step(
        "tetrabenazine: absorption",
        ("tetrabenazine.absorption_rate",),
        (_of(_P, "P09", "Tmax, h", 1.25, 0.125),),
        "published as 1 to 1.5 h",
    ),
    Step(
        "deutetrabenazine: absorption",
        ("deutetrabenazine.absorption_rate",),
        (Target("", "Tmax of α, h", 3.5, 0.25, _tmax("deutetrabenazine", 12, "deuterated_alpha_htbz")),),
        "published as 3 to 4 h (secondary monograph)",
    ),
    Step(
        "reserpine: absorption",
        ("reserpine.absorption_rate",),
        (Target("", "Tmax, h", 2.5, 0.25, _tmax("reserpine", 0.5, "reserpine")),),
        "published as 2.5 h (label copy)",
    ),
    Step(
        "haloperidol: occupancy",
        ("haloperidol.half_maximal_dose",),
        (_of(_D, "D04", "2 mg, %", 63.5, 5.0),),
        "published as 53 to 74 % in seven people",
    ),
    Step(
        "valbenazine: food",
        ("valbenazine.fed_absorption_factor",),
        (_of(_P, "P05", "Cmax, %", -47.0, 5.0),),
        "the area is a parameter of its own",
    ),
    Step(
        "tetrabenazine: CYP2D6",
        ("tetrabenazine.alpha_clearance_by_cyp2d6", "tetrabenazine.beta_clearance_by_cyp2d6"),
        (_of(_P, "P10", "α, ratio", 3.0, 0.3), _of(_P, "P10", "β, ratio", 9.0, 0.9, 1)),
        "one share for each metabolite under paroxetine",
    ),
    Step(
        "deutetrabenazine: CYP2D6",
        ("deutetrabenazine.alpha_clearance_by_cyp2d6", "deutetrabenazine.beta_clearance_by_cyp2d6"),
        (
            _of(_P, "P13", "total, ratio", 3.0, 0.3),
            Target("P13", "α, ratio", 1.9, 0.19, _with_paroxetine("deuterated_alpha_htbz")),
            Target("P13", "β, ratio", 6.5, 0.65, _with_paroxetine("deuterated_beta_htbz")),
        ),
        "one share for each metabolite under paroxetine; the ratios of the single ones belong to the same "
        "study (from memory)",
    ),
    Step(
        "QTc",
        ("tetrabenazine.qt_slope", "deutetrabenazine.qt_slope", "valbenazine.qt_slope"),
        (
            _of(_X, "X12", "tetrabenazine 50 mg, ms", 8.0, 1.4),
            _of(_X, "X12", "deutetrabenazine 24 mg, ms", 4.5, 1.0, 1),
            _of(_X, "X12", "valbenazine 80 mg, ms", 6.7, 1.5, 2),
        ),
        "one slope each",
    ),
    Step(
        "D2 density",
        ("receptor.upregulation_gain",),
        (_of(_D, "D09", "14 d off, %", 34.0, 10.0),),
        "nine people; spread about 30 points, so that the mean has an error of 10",
    ),
    Step(
        "onset of parkinsonism",
        ("movement.parkinsonism_half",),
        (_of(_D, "D05", "occupancy, %", 78.0, 1.75),),
        "a tenth of people in week 2",
    ),
    Step(
        "raters",
        ("trial.rater_noise",),
        (
            _of(_C, "C03", "responders on placebo, %", 8.7, 3.2, 2),
            _of(_X, "X05", "SD on placebo, points", 3.5, 0.28, 1),
        ),
        "noise of a rated change, with the SE of a share and of an SD in 77 people",
    ),
    Step(
        "potency at VMAT2",
        ("vmat2.ic50",),
        (_of(_C, "C01", "KINECT 3, 80 mg, points", -3.1, 0.57),),
        "valbenazine alone has a known concentration of one active moiety",
    ),
    Step(
        "scale of deutetrabenazine and tetrabenazine",
        ("deutetrabenazine.equivalent_concentration",),
        (
            _of(_C, "C05", "AIM-TD, 36 mg, points", -1.9, 0.59),
            _of(_C, "C06", "AIM-TD, 12 mg, points", -0.7, 0.58),
            Target("C06", "AIM-TD, 24 mg, points", -1.8, 0.61, lambda lab: lab.difference("aim_td", "24 mg")),
            _of(_C, "C07", "ARM-TD, points", -1.4, 0.64),
            _of(_C, "C10", "TETRA-HD, points", -3.5, 0.8),
        ),
        "tetrabenazine is tied to deutetrabenazine by the label's conversion (row P14); only their ratio to "
        "the potency is identifiable",
        unreachable=("24 mg : 36 mg",),
        tied=lambda values, _model: {
            "tetrabenazine.equivalent_concentration": 0.48
            * values["deutetrabenazine.equivalent_concentration"]
        },
    ),
    Step(
        "offset of parkinsonism",
        ("movement.hyperkinetic_offset",),
        (Target("X08", "cases on 80 mg, %", 2.5, 2.5, _cases),),
        "no worsening was seen in KINECT 3: nothing to 5 % of cases, all alike",
        linear=("movement.hyperkinetic_offset",),
    ),
    Step(
        "plasticity in a population",
        ("variability.plasticity_rate_median", "variability.plasticity_rate_sigma"),
        (
            Target("X01", "haloperidol, 1 y, %", 7.5, 0.84, _yearly(1.0)),
            Target("X02", "haloperidol, 4 y, %", 20.0, 2.5, _yearly(4.0)),
        ),
        "median and spread of the rate",
    ),
    Step(
        "plasticity of the default person",
        ("movement.plasticity_rate",),
        (Target("", "AIMS after three years of haloperidol, points", 10.0, 1.0, _default_person),),
        "a convention: the ready-made person has the mean score of a trial",
    ),
    Step(
        "somnolence",
        ("outcome.somnolence_excess",),
        (_of(_C, "C15", "excess, points", 6.7, 2.0),),
        "proportional to the loss of noradrenaline",
    ),
    Step(
        "depression in Huntington disease",
        ("outcome.depression_huntington",),
        (_of(_C, "C16", "excess, points", 19.0, 5.3),),
        "proportional to the loss of serotonin; SE of 10 in 54",
    ),
    Step(
        "threshold in Huntington disease",
        ("movement.huntington_parkinsonism_half",),
        (_of(_X, "X13", "cases on 100 mg, %", 15.0, 5.0),),
        "weak: from memory",
    ),
)
