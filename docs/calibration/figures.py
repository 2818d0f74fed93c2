"""Draw the figures of docs/validation.md: the model's curves over what was published.

Run it as `python docs/calibration/figures.py`; it needs matplotlib. Published points stand with
their sources in resources/published.toml and, what the application does not show, in published.toml here.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
mpl.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402

from vmat2_desktop.engine import course, trials  # noqa: E402
from vmat2_desktop.engine.trials import Arm  # noqa: E402
from vmat2_desktop.knowledge import load, observations  # noqa: E402
from vmat2_desktop.validation import receptors  # noqa: E402
from vmat2_desktop.validation.laboratory import Laboratory, once, taking  # noqa: E402

FOLDER = ROOT / "docs" / "images" / "validation"
PEOPLE = 6000
COLOURS = ("#1b4f72", "#b9770e", "#117a65", "#922b21", "#6c3483")

Published = Mapping[str, Any]


def main() -> None:
    """Draw every figure."""
    files = (ROOT / "resources", ROOT / "docs" / "calibration")
    published = {
        name: group
        for folder in files
        for name, group in tomllib.loads((folder / "published.toml").read_text(encoding="utf-8")).items()
    }
    knowledge = load()
    observed = observations.load(knowledge.model.trial)
    laboratory = Laboratory(knowledge.model, observed, course.solve, count=PEOPLE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for draw in (
        occupancy,
        onset,
        density,
        concentration,
        kinect3,
        dose_response,
        chorea,
        incidence,
        reserpine,
        years,
    ):
        figure = draw(laboratory, published)
        figure.tight_layout()
        figure.savefig(FOLDER / f"{draw.__name__}.png", dpi=110, metadata={"Software": None})
        plt.close(figure)
        print(draw.__name__, flush=True)


def panel(ax: Any, title: str, x: str, y: str) -> None:
    ax.set_title(title, fontsize=10)
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.spines[["top", "right"]].set_visible(False)


def overlay(ax: Any, published: Published, colour: str = "black", label: str | None = None) -> None:
    """Draw published points: a mark with its spread, or a bar where only a range is known."""
    for point in published["points"]:
        low, high = point.get("low"), point.get("high")
        y = point.get("y", None if low is None else (low + high) / 2)
        spread = None if low is None else [[y - low], [high - y]]
        across = [[point["x"] - point["x_low"]], [point["x_high"] - point["x"]]] if "x_low" in point else None
        mark = "s" if "y" in point else "none"
        ax.errorbar(
            point["x"],
            y,
            spread,
            across,
            fmt=mark,
            color=colour,
            capsize=3,
            markersize=5,
            label=label,
            zorder=5,
        )
        label = None


def occupancy(lab: Laboratory, published: Published) -> Any:
    figure, axes = plt.subplots(1, 5, figsize=(15, 3.2))
    shown = {"haloperidol": (12, 1), "risperidone": (12, 1), "olanzapine": (60, 1), "clozapine": (700, 2)}
    for ax, (name, (most, a_day)) in zip(axes, shown.items(), strict=False):
        doses = np.geomspace(most / 60, most, 14)
        ax.plot(doses, [receptors.blockade_at(lab, name, float(mg), a_day) for mg in doses], color=COLOURS[0])
        overlay(ax, published["occupancy"][name])
        panel(ax, name, "mg a day", "D2 occupancy, %")
        ax.set_ylim(0, 100)
    solved = lab.solve(taking("quetiapine", (400, 0, None)), days=8)
    last = solved.time_h >= 7 * 24
    axes[-1].plot(solved.time_h[last] - 7 * 24, receptors.blockade(solved)[last], color=COLOURS[0])
    overlay(axes[-1], published["quetiapine"])
    panel(axes[-1], "quetiapine 400 mg", "hours after the dose", "D2 occupancy, %")
    axes[-1].set_ylim(0, 100)
    return figure


def onset(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(5, 3.4))
    people = lab.people(alike_in_exposure=True)
    for colour, (day, label) in zip(
        COLOURS, ((14, "week 2"), (90, "3 months"), (365, "1 year")), strict=False
    ):
        found = [
            trials.overt_parkinsonism(taking("haloperidol", (mg, 0, None)), lab.model, people, day)
            for mg in (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 11, 15, 20)
        ]
        held, share = zip(*found, strict=True)
        ax.plot(100 * np.array(held), 100 * np.array(share), color=colour, label=label)
    ax.axvline(published["onset"]["points"][0]["x"], color="black", linestyle=":", label="onset, published")
    panel(ax, "Overt parkinsonism on an antipsychotic", "D2 occupancy, %", "% of people")
    ax.legend(frameon=False, fontsize=8)
    return figure


def density(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(5, 3.4))
    for colour, (name, mg) in zip(COLOURS, (("haloperidol", 5.0), ("risperidone", 4.0)), strict=False):
        solved = lab.solve(taking(name, (mg, 0, 180)), days=300)
        ax.plot(
            solved.time_h / 24,
            100 * (solved.series["d2.density"] - 1),
            color=colour,
            label=f"{name} {mg:g} mg",
        )
    stopped = [{**point, "x": 180 + point["x"]} for point in published["density"]["haloperidol"]["points"]]
    changes = [{**point, **{key: point[key] - 100 for key in ("y", "low", "high")}} for point in stopped]
    overlay(ax, {"points": changes}, label="published")
    ax.axvspan(0, 180, color="0.93")
    panel(ax, "D2 density, antipsychotic for 180 days", "days", "change, %")
    ax.legend(frameon=False, fontsize=8)
    return figure


def concentration(lab: Laboratory, published: Published) -> Any:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    solved = lab.solve(taking("valbenazine", (80, 0, None)), days=30)
    for ax, moiety, title in zip(
        axes, ("valbenazine", "alpha_htbz_plus"), ("valbenazine", "[+]-α-HTBZ"), strict=True
    ):
        times, values = lab.plasma(solved, moiety, 29, 30)
        ax.plot(times - times[0], values, color=COLOURS[0], label="model, default person")
        ax.axhline(values.mean(), color=COLOURS[0], linestyle=":", label="its mean")
        (per_mg,) = published["concentration"][moiety]["points"]
        known = {"x": 12.0} | {key: 80 * per_mg[key] for key in ("y", "low", "high")}
        overlay(ax, {"points": [known]}, label="published mean and SD")
        panel(ax, f"{title}, 80 mg a day", "hours after the dose", "ng/mL")
        ax.set_ylim(0)
        ax.legend(frameon=False, fontsize=8)
    return figure


def _weeks(lab: Laboratory, name: str, arms: Iterable[str], ax: Any, published: Published) -> None:
    design = lab.observed.trials[name]
    days = tuple(range(2, design.last_day + 1, 2))
    for colour, arm in zip(COLOURS, arms, strict=False):
        found = lab.trial(name, arm, days)
        mean = found.change.mean(axis=1) + design.placebo_change
        ax.plot(np.array(days) / 7, mean, color=colour, label=arm)
        overlay(ax, published[name][arm], colour)


def kinect3(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(5, 3.4))
    _weeks(lab, "kinect3", ("placebo", "40 mg", "80 mg"), ax, published)
    panel(ax, "KINECT 3 (the change on placebo added from the start)", "week", "change of AIMS, points")
    ax.legend(frameon=False, fontsize=8)
    return figure


def dose_response(lab: Laboratory, published: Published) -> Any:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    shown = (
        ("valbenazine", "kinect3", (10, 20, 40, 60, 80, 120)),
        ("deutetrabenazine", "aim_td", (6, 12, 24, 36, 48)),
    )
    for ax, (drug, name, doses) in zip(axes, shown, strict=True):
        design = lab.observed.trials[name]
        bare = lab.arm(name, "placebo").change[-1].mean()
        effects = []
        for mg in doses:
            arm = Arm(f"{mg} mg", _steps(design.arms[-1].steps, mg))
            found = trials.run(
                replace(design, arms=(arm,)), arm, lab.model, lab.enrolled(name), (design.last_day,)
            )
            effects.append(found.change[-1].mean() - bare)
        ax.plot(doses, effects, color=COLOURS[0], marker=".", label="model")
        overlay(ax, published["dose"][drug], label="published")
        panel(ax, f"{drug}: effect at the end of the trial", "mg a day", "AIMS against placebo, points")
        ax.legend(frameon=False, fontsize=8)
    return figure


def _steps(known: Sequence[tuple[float, float]], mg: float) -> tuple[tuple[float, float], ...]:
    """Return the first steps of an arm up to a dose."""
    lower = [(day, dose) for day, dose in known if dose < mg]
    after = [day for day, dose in known if dose >= mg]
    return (*lower, (min(after, default=known[-1][0] + 7.0), mg))


def chorea(lab: Laboratory, published: Published) -> Any:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    for ax, (name, arm) in zip(axes, (("tetra_hd", "100 mg"), ("first_hd", "40 mg")), strict=True):
        _weeks(lab, name, ("placebo", arm), ax, published)
        title = f"{lab.observed.trials[name].name} (change on placebo added from the start)"
        panel(ax, title, "week", "change of total maximal chorea")
        ax.legend(frameon=False, fontsize=8)
    return figure


def incidence(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(6, 3.8))
    years = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0)
    for k, (colour, (name, medicine)) in enumerate(zip(COLOURS, receptors.TYPICAL.items(), strict=True)):
        ax.plot((0.0, *years), (0.0, *lab.incidence(medicine, years)), color=colour, label=name)
        known = published["incidence"][name]
        moved = [{**point, "x": point["x"] + 0.05 * (k - 2)} for point in known["points"]]
        overlay(ax, {"points": moved}, colour)
    panel(ax, "Tardive dyskinesia on an antipsychotic", "years", "% of people, cumulative")
    ax.legend(frameon=False, fontsize=8)
    return figure


def reserpine(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(5, 3.4))
    days = np.linspace(0, 90, 300)
    half_life = lab.model.vmat2.turnover_half_life
    ax.plot(
        days, 100 * (1 - 2.0 ** (-days / half_life)), color=COLOURS[0], label="sites, reserpine gone at day 0"
    )
    solved = lab.solve(once("reserpine", 5), days=90)
    blocked = solved.series["vmat2.occupancy.irreversible"]
    ax.plot(solved.time_h / 24, 100 * (1 - blocked), color=COLOURS[1], label="a person, 5 mg once by mouth")
    overlay(ax, published["reserpine"], label="rat, tolerance of V03")
    panel(ax, "VMAT2 sites after reserpine", "days", "free for transport, %")
    ax.legend(frameon=False, fontsize=8)
    return figure


def years(lab: Laboratory, published: Published) -> Any:
    figure, ax = plt.subplots(figsize=(5, 3.4))
    days = (28, 84, 182, 378, 560, 742, 1015)
    mean = lab.trial("arm_td", "39 mg", days).change.mean(axis=1)
    ax.plot(np.array(days) / 7, mean, color=COLOURS[0], label="model, no rater or placebo")
    overlay(ax, published["years"]["deutetrabenazine"], label="published, open, site raters")
    panel(ax, "Deutetrabenazine about 39 mg a day over three years", "week", "change of AIMS, points")
    ax.legend(frameon=False, fontsize=8)
    return figure


if __name__ == "__main__":
    main()
