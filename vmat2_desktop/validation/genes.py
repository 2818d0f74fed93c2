"""Rows G: what genes change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from vmat2_desktop.engine import adaptation, metabolism, movement, terminal, trials
from vmat2_desktop.engine.metabolism import Phenotype
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Genotype, Medicine, Person
from vmat2_desktop.validation.body import Row
from vmat2_desktop.validation.laboratory import Array, Laboratory, taking
from vmat2_desktop.validation.receptors import TYPICAL

_REFERENCE_ALLELE = "*1"
_LOST = Person(Genotype(slc18a2="loss_homozygous"))
_HOURS = 300.0
"""In which a terminal settles."""


def phenotype_shares(model: Model, frequencies: Mapping[str, float]) -> dict[Phenotype, float]:
    """Return the share of each CYP2D6 phenotype by Hardy and Weinberg."""
    known = {**frequencies, _REFERENCE_ALLELE: 1.0 - sum(frequencies.values())}
    shares = dict.fromkeys(Phenotype, 0.0)
    for one, first in known.items():
        for other, second in known.items():
            score = model.cyp2d6_activity[one] + model.cyp2d6_activity[other]
            shares[metabolism.phenotype(score, model.metabolism)] += first * second
    return shares


def _g01(lab: Laboratory) -> tuple[float, ...]:
    return (100 * phenotype_shares(lab.model, lab.frequencies)[Phenotype.POOR],)


def _g02(lab: Laboratory) -> tuple[float, ...]:
    carrier = lab.solve(days=2, person=Person(Genotype(drd2="taq1a_a1")))
    return (100 * (carrier.at("d2.density", 24.0) / lab.solve(days=2).at("d2.density", 24.0) - 1),)


def _g03(lab: Laboratory) -> tuple[float, ...]:
    density = lab.arm("kinect3", "placebo", ("d2.density",)).other["d2.density"][-1]
    return (100 * float(density.std() / density.mean()),)


def _g04(lab: Laboratory) -> tuple[float, ...]:
    def ratio(medicine: Medicine) -> float:
        means = [
            lab.mean(lab.solve(medicine, days=28, person=person), "brain.inhibitor", 27, 28)
            for person in (Person(Genotype(abcb1="c3435t_tt")), Person())
        ]
        return means[0] / means[1]

    return ratio(taking("valbenazine", (80, 0, None))), ratio(taking("tetrabenazine", (25, 0, None), a_day=3))


def _g05(lab: Laboratory) -> tuple[float, ...]:
    """Odds of dyskinesia after four years of haloperidol with an allele without function against none."""
    people, model = lab.people(), lab.model
    names, which = np.unique(people.diplotype, return_inverse=True)
    none = np.array(
        [any(model.cyp2d6_activity[part] == 0 for part in str(name).split("/")) for name in names]
    )
    shares = [
        trials.incidence(
            TYPICAL["haloperidol"], model, people.part(np.flatnonzero(none[which] == lost)), (4.0,)
        )[0]
        for lost in (True, False)
    ]
    odds = [share / (1 - share) for share in shares]
    return (float(odds[0] / odds[1]),)


def _g06(lab: Laboratory) -> tuple[float, ...]:
    course = lab.solve(days=2, person=_LOST)
    dopamine = lab.mean(course, "extracellular.dopamine", 1, 2)
    index = lab.mean(course, "index.parkinsonism", 1, 2)
    return index, _index(lab.model, _with_levodopa(lab.model), 0.0), _index(lab.model, dopamine, 1.0)


def _index(model: Model, dopamine: float, agonist: float) -> float:
    """Return the parkinsonism index at a level of dopamine with an agonist that reaches D2 directly.

    Args:
        model: what is known.
        dopamine: extracellular, 1 = healthy.
        agonist: occupies as much free D2 as that multiple of healthy dopamine.
    """
    receptor = model.receptor
    held, _ = adaptation.d2_occupancy(np.array([dopamine + agonist]), np.zeros(1), receptor)
    signal = held / receptor.resting_occupancy
    return float(movement.parkinsonism_index(signal, np.zeros(1), model.movement)[0])


def _with_levodopa(model: Model) -> float:
    """Return extracellular dopamine when as much L-DOPA comes in as a healthy terminal makes."""
    from scipy.integrate import solve_ivp

    p = model.terminal
    healthy = terminal.steady_state(0.0, 0.0, p)
    own = model.variants["slc18a2"][_LOST.genotype.slc18a2]
    start = terminal.full_state(terminal.steady_state(0.0, 0.0, p, expression=own), p)
    taken = np.array([float(healthy.synthesis) if name == "l_dopa" else 0.0 for name in terminal.STATES])

    def slope(_time: float, state: Array) -> Array:
        return np.asarray(terminal.derivatives(state, p, expression=own) + taken)

    values = [start[name] for name in terminal.STATES]
    found = solve_ivp(slope, (0.0, _HOURS), values, method="LSODA", rtol=1e-8, atol=1e-10)
    return float(found.y[terminal.STATES.index("extracellular"), -1] / healthy.extracellular)


ROWS: Mapping[str, Row] = MappingProxyType(
    {"G01": _g01, "G02": _g02, "G03": _g03, "G04": _g04, "G05": _g05, "G06": _g06}
)
