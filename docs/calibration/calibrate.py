"""Fit the calibrated parameters to the C rows, profile each of them, and write the log.

Run it as `python docs/calibration/calibrate.py`. One step after another (steps.py), each with the values that
the steps before it have left. A value in resources/ is kept where the rows of the step pass with it and the
optimum is no better by more than one unit of the cost (the sum of squared errors in standard errors);
otherwise the optimum, rounded, is proposed, or, where a row misses with it and a step has one parameter, the
nearest value within one standard error with which none misses. An interval of one standard error comes from
the profile: the cost with the other parameters of the step fitted anew at each value.

It writes log.md and proposal.json beside itself, nothing else: values are put into resources/ by
hand, with their text. Run again after that, it must move nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "calibration")]

from steps import STEPS, Step, Target  # noqa: E402

from vmat2_desktop.engine.course import solve  # noqa: E402
from vmat2_desktop.engine.model import Model  # noqa: E402
from vmat2_desktop.knowledge import load, observations  # noqa: E402
from vmat2_desktop.knowledge.observations import Observed  # noqa: E402
from vmat2_desktop.validation import table  # noqa: E402
from vmat2_desktop.validation.laboratory import Laboratory  # noqa: E402

FITTED = 1e-3
"""Relative change of the parameters below which a fit has arrived."""
MOST_ITERATIONS = 8
POINTS = (-2.0, -1.3, -0.7, 0.7, 1.3, 2.0)
"""Where a profile is taken, in standard errors of the linear estimate."""
TRIED = 24
"""Values within an interval where the optimum misses a row."""
WIDEST = 0.5
"""Standard error, of the logarithm, beyond which no profile is taken."""
DIGITS = 2
"""Of a proposed value."""


@dataclass
class Fit:
    """What a step has found."""

    step: Step
    before: dict[str, float]
    optimum: dict[str, float]
    cost_before: float
    cost: float
    rows: list[tuple[Target, float, float]]
    """Target, model before, model at the optimum."""
    misses: list[str]
    """Rows of the step that miss with the values before."""
    interval: dict[str, tuple[float, float]] = field(default_factory=dict)
    profile: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    evaluations: int = 0

    nearest: float | None = None
    """Value of the only parameter, next to the optimum, with which no row misses, if that misses one."""

    @property
    def moved(self) -> bool:
        """Whether the optimum is proposed."""
        return bool(self.misses) or self.cost_before - self.cost > 1.0

    def chosen(self, known: Model) -> dict[str, float]:
        """Return the values that go on, tied ones included."""
        if not self.moved:
            return dict(self.before)
        values = {name: rounded(value) for name, value in self.optimum.items()}
        if self.nearest is not None:
            values = dict.fromkeys(values, self.nearest)
        if values:
            values |= {name: rounded(value, 3) for name, value in self.step.tied(values, known).items()}
        return values


def rounded(value: float, digits: int = DIGITS) -> float:
    """Return the value with a few digits."""
    return float(f"{value:.{digits}g}")


def value_of(model: Model, identifier: str) -> float:
    """Return a parameter by its id."""
    owner, _, name = identifier.partition(".")
    if owner in model.drugs:
        return float(model.drugs[owner].parameters[name])
    return float(getattr(getattr(model, owner), name))


class Problem:
    """A step at the values that the steps before it have left."""

    def __init__(self, step: Step, model: Model, observed: Observed, count: int) -> None:
        self.step, self.model, self.observed, self.count = step, model, observed, count
        self.evaluations = 0

    def laboratory(self, values: Mapping[str, float]) -> Laboratory:
        model = self.model.overridden({**values, **self.step.tied(values, self.model)}.items())
        return Laboratory(model, self.observed, solve, count=self.count)

    def found(self, values: Mapping[str, float]) -> np.ndarray:
        self.evaluations += 1
        laboratory = self.laboratory(values)
        return np.array([target.model(laboratory) for target in self.step.targets])

    def residuals(self, at: np.ndarray) -> np.ndarray:
        published = np.array([target.published for target in self.step.targets])
        error = np.array([target.error for target in self.step.targets])
        return np.asarray((self.found(self.values(at)) - published) / error)

    def values(self, at: np.ndarray) -> dict[str, float]:
        return {
            name: float(x if name in self.step.linear else math.exp(x))
            for name, x in zip(self.step.parameters, at, strict=True)
        }

    def at(self, values: Mapping[str, float]) -> np.ndarray:
        return np.array(
            [values[n] if n in self.step.linear else math.log(values[n]) for n in self.step.parameters]
        )

    def jacobian(self, at: np.ndarray, base: np.ndarray, free: Sequence[int]) -> np.ndarray:
        columns = []
        for k in free:
            step = np.zeros_like(at)
            step[k] = 0.03
            columns.append((self.residuals(at + step) - base) / 0.03)
        return np.array(columns).T

    def fit(self, start: np.ndarray, free: Sequence[int]) -> tuple[np.ndarray, float, np.ndarray]:
        """Return the optimum over some of the parameters, its cost and the Jacobian (Gauss and Newton)."""
        at, base = start.copy(), self.residuals(start)
        jacobian = np.zeros((len(base), 0))
        for _ in range(MOST_ITERATIONS if free else 0):
            jacobian = self.jacobian(at, base, free)
            move = np.linalg.lstsq(jacobian, -base, rcond=None)[0]
            move = np.clip(move, -0.5, 0.5)
            while True:
                trial = at.copy()
                trial[list(free)] += move
                there = self.residuals(trial)
                if there @ there <= base @ base or np.max(np.abs(move)) < FITTED:
                    break
                move = move / 2
            arrived = np.max(np.abs(move)) < FITTED or base @ base - there @ there < 1e-4
            if there @ there <= base @ base:
                at, base = trial, there
            if arrived:
                break
        return at, float(base @ base), jacobian


def fit_step(step: Step, model: Model, observed: Observed, count: int) -> Fit:
    """Fit a step and profile its parameters."""
    check_use(step, observed)
    problem = Problem(step, model, observed, count)
    before = {name: value_of(model, name) for name in step.parameters}
    start = problem.at(before)
    with_before = problem.found(before)
    cost_before = cost_of(step, with_before)
    everything = range(len(step.parameters))
    at, cost, jacobian = problem.fit(start, everything)
    optimum = problem.values(at)
    there = problem.found(optimum)
    rows = list(zip(step.targets, with_before.tolist(), there.tolist(), strict=True))
    found = Fit(step, before, optimum, cost_before, cost, rows, misses(problem, before))
    covariance = np.linalg.pinv(jacobian.T @ jacobian)
    for k, name in enumerate(step.parameters):
        error = min(math.sqrt(max(covariance[k, k], 0.0)), WIDEST)
        found.profile[name] = list(profile(problem, at, k, error, cost))
        if len(step.parameters) == 1:
            found.profile[name].append((before[name], cost_before))
            found.profile[name].sort()
        found.interval[name] = interval(found.profile[name], optimum[name], cost)
    if found.moved and len(step.parameters) == 1:
        found.nearest = without_misses(problem, optimum, *found.interval[step.parameters[0]])
    found.evaluations = problem.evaluations
    return found


def without_misses(problem: Problem, optimum: Mapping[str, float], low: float, high: float) -> float | None:
    """Return the value nearest to an optimum that misses a row with which none does, or None."""
    (name, best), *_ = optimum.items()
    if not misses(problem, {name: rounded(best)}):
        return None
    values = sorted({rounded(x) for x in np.linspace(low, high, TRIED)}, key=lambda x: abs(x - best))
    return next((x for x in values if low <= x <= high and not misses(problem, {name: x})), None)


def check_use(step: Step, observed: Observed) -> None:
    """Refuse a step that would calibrate on a row that may only be compared."""
    for target in step.targets:
        if target.row and observed.observations[target.row].use != "C":
            raise SystemExit(f"{step.name}: row {target.row} may not calibrate.")


def cost_of(step: Step, found: np.ndarray) -> float:
    """Return the sum of squared errors in standard errors."""
    pairs = zip(step.targets, found.tolist(), strict=True)
    return float(sum(((value - target.published) / target.error) ** 2 for target, value in pairs))


def misses(problem: Problem, values: Mapping[str, float]) -> list[str]:
    """Return the rows that the step aims at and that miss, what no value can reach left out."""
    laboratory = problem.laboratory(values)
    wanted = {target.row for target in problem.step.targets if target.row}
    found = []
    for row in sorted(wanted):
        line = table.line(laboratory, problem.observed.observations[row])
        reachable = [item for item in line.found if item.part.name not in problem.step.unreachable]
        if any(item.verdict is table.Verdict.MISS for item in reachable):
            found.append(row)
    return found


def profile(
    problem: Problem, at: np.ndarray, k: int, error: float, cost: float
) -> Iterator[tuple[float, float]]:
    """Yield (value, cost) of a parameter, the others fitted anew."""
    others = [i for i in range(len(at)) if i != k]
    for point in POINTS:
        moved = at.copy()
        moved[k] += point * error
        _, there, _ = problem.fit(moved, others)
        yield problem.values(moved)[problem.step.parameters[k]], there
        if point == POINTS[len(POINTS) // 2 - 1]:
            yield problem.values(at)[problem.step.parameters[k]], cost


def interval(points: Sequence[tuple[float, float]], optimum: float, cost: float) -> tuple[float, float]:
    """Return where the cost is one unit above its least, by straight lines in its root."""
    ends = []
    for side in (-1, 1):
        outward = sorted((p for p in points if side * (p[0] - optimum) > 0), key=lambda p: side * p[0])
        near = (optimum, 0.0)
        end = near[0]
        for value, there in outward:
            height = math.sqrt(max(there - cost, 0.0))
            if height >= 1.0:
                share = (1.0 - near[1]) / (height - near[1])
                end = near[0] + share * (value - near[0])
                break
            near = (value, height)
            end = value
        ends.append(end)
    return ends[0], ends[1]


def log_of(fits: Sequence[Fit], count: int) -> str:
    """Return the log as a page."""
    lines = [
        "# Log of the calibration",
        "",
        f"Written by `docs/calibration/calibrate.py` with {count} people in a trial. C rows only. The rule "
        "for keeping a value and the meaning of an interval stand at its head; what is fitted to what, and "
        "why, in `steps.py`.",
        "",
    ]
    for fit in fits:
        lines += [
            f"## {fit.step.name}",
            "",
            f"{fit.step.why[:1].upper()}{fit.step.why[1:]}. {fit.evaluations} evaluations.",
            "",
        ]
        lines += [
            "| row | target | published | error | with the value before | at the optimum |",
            "|---|---|---|---|---|---|",
        ]
        for target, before, there in fit.rows:
            numbers = f"{target.published:g} | {target.error:g} | {before:.3g} | {there:.3g}"
            lines.append(f"| {target.row or '-'} | {target.name} | {numbers} |")
        missed = f"; missed before: {', '.join(fit.misses)}" if fit.misses else ""
        proposed = "the optimum" if fit.nearest is None else f"{fit.nearest:g}, the nearest without a miss,"
        decision = f"{proposed} is proposed" if fit.moved else "kept"
        lines += [
            "",
            f"Cost {fit.cost_before:.2f} before, {fit.cost:.2f} at the optimum{missed}: {decision}.",
            "",
        ]
        lines += [
            "| parameter | before | optimum | one standard error | profile: value (cost) |",
            "|---|---|---|---|---|",
        ]
        for name, value in fit.before.items():
            low, high = fit.interval[name]
            shown = ", ".join(f"{at:.3g} ({cost:.2f})" for at, cost in fit.profile[name])
            lines.append(
                f"| {name} | {value:.4g} | {fit.optimum[name]:.4g} | {low:.3g} to {high:.3g} | {shown} |"
            )
        lines.append("")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the steps and write the log and the proposal."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--people", type=int, default=10_000, help="in a trial (default: 10000)")
    parser.add_argument("--step", action="append", help="only this step; nothing is written")
    chosen = parser.parse_args(arguments)
    knowledge = load()
    model = knowledge.model
    observed = observations.load(model.trial)
    fits, proposal = [], {}
    for step in STEPS:
        if chosen.step and step.name not in chosen.step:
            continue
        fit = fit_step(step, model, observed, chosen.people)
        values = fit.chosen(model)
        model = model.overridden(values.items())
        fits.append(fit)
        for name in fit.before:
            low, high = fit.interval[name]
            proposal[name] = {
                "value": values[name],
                "low": rounded(low),
                "high": rounded(high),
                "moved": fit.moved,
            }
        for name, value in values.items():
            proposal.setdefault(name, {"value": value, "moved": fit.moved})
        print(
            step.name,
            "moved" if fit.moved else "kept",
            {n: round(v, 5) for n, v in values.items()},
            flush=True,
        )
    text = log_of(fits, chosen.people)
    if chosen.step:
        print(text)
        return
    folder = ROOT / "docs" / "calibration"
    (folder / "log.md").write_text(text, encoding="utf-8")
    (folder / "proposal.json").write_text(json.dumps(proposal, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
