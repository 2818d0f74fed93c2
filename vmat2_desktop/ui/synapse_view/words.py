"""What the picture says of itself: names, values, scales and paces, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from vmat2_desktop.engine.frame import Frame, Pace
from vmat2_desktop.ui.synapse_view.counts import Counts, Scales
from vmat2_desktop.ui.synapse_view.flows import FILL_FASTER

SPACE = "\N{NO-BREAK SPACE}"
_HOURS_PER_DAY = 24.0
_SAID_IN_TIMES = 2.0
"""Ratios from here on are written as times, smaller ones as a percentage."""

# Display words of the parkinsonism index, each up to (below) its value; from calibration.md, section 6.
PARKINSONISM_WORDS: tuple[tuple[float, str], ...] = (
    (0.1, "none"),
    (0.3, "subtle"),
    (0.5, "moderate"),
    (math.inf, "overt"),
)


def tr(text: str) -> str:
    """Return the text in the person's language."""
    return QCoreApplication.translate("SynapseView", text)


@dataclass(frozen=True, slots=True)
class Names:
    """What the medicines are called; empty for none."""

    inhibitor: str = ""
    antipsychotic: str = ""
    active: str = ""
    """What of the inhibitor binds: itself, or what it turns into."""
    movements: str = "dyskinesia"
    """What the condition calls too much movement,"""
    scale: str = "AIMS-like"
    """and the scale that its score is like."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign with its words."""

    sprite: str
    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """A bold name and a plain value, beside the thing `key`."""

    key: str
    name: str
    value: str
    signs: tuple[Entry, ...] = ()
    """Its signs, where there is room for them."""

    short: str = ""
    """Its value in one row, where that is not the first one of all."""

    @property
    def brief(self) -> str:
        """One row of its value: where all of them would cost another label its place."""
        return self.short or self.value.split("\n")[0]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is written on the plate; equal words need no new picture."""

    title: str
    pace: str
    short_pace: str
    """The same where the title has little room."""
    labels: tuple[Label, ...]
    tally_head: str
    tally: tuple[Entry, ...]
    response_head: str
    response: str
    scales_head: str
    scales: tuple[str, ...]
    paces_head: str
    paces: tuple[str, ...]
    movement_head: str
    score: str
    score_unit: str
    before: str
    """What the score was at the start; empty where it is the same."""
    parkinsonism: str
    dyskinesia: str
    balance: tuple[str, str, str]


def percent(share: float) -> str:
    """Write a share as a percentage."""
    return f"{number(share * 100.0)}{SPACE}%"


def number(value: float, decimals: int = 0) -> str:
    """Write a number with a true minus."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "\N{MINUS SIGN}")


def amount(value: float) -> str:
    """Write a count of molecules or things: two leading figures, thousands apart."""
    if value >= 100.0:
        return f"{round(value):,}".replace(",", SPACE)
    return f"{value:.2g}" if value < 10.0 else f"{value:.0f}"


def times(factor: float) -> str:
    """Write how many times."""
    return amount(float(f"{factor:.2g}")) if factor >= 1.0 else f"{factor:.2g}"


def concentration(nM: float) -> str:
    """Write a concentration."""
    if not 0.0 < nM < 10.0:
        return f"{number(nM)}{SPACE}nM"
    return f"{number(nM, 1 if nM >= 0.95 else 2)}{SPACE}nM"


def parkinsonism_word(index: float) -> str:
    """Return the word for the index."""
    word = next(word for limit, word in PARKINSONISM_WORDS if index < limit)
    return {
        "none": tr("none"),
        "subtle": tr("subtle"),
        "moderate": tr("moderate"),
        "overt": tr("overt"),
    }[word]


def pace(frame: Frame) -> str:
    """Say how the picture relates to the clock."""
    if frame.pace is Pace.CLIP:
        day = math.floor(frame.time_h / _HOURS_PER_DAY)
        if frame.mean_h > 0.0:
            return tr("slow motion: a typical spike of day {day}, daily mean").format(day=number(day))
        return tr("slow motion: a typical spike of day {day}").format(day=number(day))
    if frame.slow_motion < 1.0:
        return tr("live, slowed {factor} times").format(factor=times(1.0 / frame.slow_motion))
    return tr("live, at its own pace")


def short_pace(frame: Frame) -> str:
    """Say the same in fewer words."""
    if frame.pace is Pace.CLIP and not frame.mean_h > 0.0:
        return tr("slow motion of day {day}").format(day=number(math.floor(frame.time_h / _HOURS_PER_DAY)))
    return pace(frame)


def paces(frame: Frame) -> tuple[str, ...]:
    """Name every process that is drawn at another speed than it has, with its factor."""
    lines = []
    if frame.slow_motion < 1.0:
        slowed = times(1.0 / frame.slow_motion)
        lines.append(tr("spike, release, crossing {factor} times slower").format(factor=slowed))
    lines.append(tr("filling {factor} times faster").format(factor=times(FILL_FASTER)))
    lines.append(tr("synthesis, DAT, MAO by rate, not by clock"))
    return tuple(lines)


def scale_lines(scales: Scales, hidden: frozenset[str] = frozenset(("pool",))) -> tuple[str, ...]:
    """Say what each drawn thing stands for; of hidden layers nothing is said."""
    lines = [tr("1 vesicle stands for {n}").format(n=amount(scales.vesicles_each))]
    if "pool" not in hidden:
        lines = [tr("1 large vesicle: {n}, 1 small: 1").format(n=amount(scales.vesicles_each))]
    lines.append(tr("1 dot in it: {n} molecules").format(n=amount(scales.stored_each)))
    if "cleft" not in hidden:
        lines.append(tr("1 released dot: {n} molecules").format(n=amount(scales.released_each)))
    if "receptors" not in hidden:
        lines.append(tr("1 receptor stands for {n}").format(n=amount(scales.receptors_each)))
    if "inhibitor" not in hidden:
        lines.append(tr("1 free hexagon: {n}").format(n=concentration(scales.inhibitor_each_nM)))
    lines.append(tr("cleft widened {n} times").format(n=times(scales.cleft_widened)))
    return tuple(lines)


def labels(counts: Counts, names: Names, hidden: frozenset[str] = frozenset()) -> tuple[Label, ...]:
    """Return what the margins say of all that is not hidden, left side first, each from above."""
    return tuple(label for label in _labels(counts, names) if label.key not in hidden)


def _labels(counts: Counts, names: Names) -> list[Label]:
    frame = counts.frame
    found = [
        Label("synthesis", tr("Synthesis"), of_healthy(frame.synthesis_flux), _synthesis_signs()),
        Label("pumps", tr("VMAT2 pumps"), _pumps(counts)),
        Label("vesicles", tr("Vesicles"), _fill(frame)),
        Label("dat", tr("DAT"), tr("{share} of full speed").format(share=percent(frame.dat_flux))),
        Label("autoreceptor", tr("Autoreceptor"), _autoreceptor(frame)),
        Label("axon", tr("Action potential"), tr("opens vesicles")),
    ]
    if counts.free_inhibitor:
        found.append(_free_inhibitor(frame, names))
    found += [
        Label("cytosol", tr("In the cytosol"), of_healthy(frame.cytosolic_dopamine)),
        Label(
            "mao",
            tr("MAO"),
            tr("breaks down\n{amount}").format(amount=of_healthy(frame.mao_flux)),
            short=of_healthy(frame.mao_flux),
        ),
        Label(
            "cleft",
            tr("Perisynaptic"),
            tr("now {now}\none release {limit}").format(
                now=concentration(frame.perisynaptic_nM),
                # The sign stays with its number.
                limit=f"≤{SPACE}{concentration(frame.perisynaptic_peak_nM)}",
            ),
        ),
    ]
    if counts.held_d2 or counts.free_antipsychotic:
        found.append(
            Label("antipsychotic", names.antipsychotic or tr("Antipsychotic"), tr("competes for D2"))
        )
    return found


def _free_inhibitor(frame: Frame, names: Names) -> Label:
    """Name what binds the pumps: of a prodrug that is not the drug itself."""
    free = tr("{amount} free").format(amount=concentration(frame.free_inhibitor_nM))
    if not names.active or names.active.lower() == names.inhibitor.lower():
        return Label("inhibitor", names.inhibitor or tr("Inhibitor"), free)
    origin = tr("from {drug}").format(drug=names.inhibitor.lower())
    return Label("inhibitor", names.active, f"{origin}\n{free}", short=free)


def _fill(frame: Frame) -> str:
    """Say how full the mean vesicle is, and what each fills to: some were emptied a moment ago."""
    return tr("{share} full (mean)\nrefill up to {limit}").format(
        limit=percent(frame.vesicle_filling), share=percent(fullness(frame))
    )


def of_healthy(ratio: float) -> str:
    """Compare with health: 387 % is harder to picture than 3.9 times."""
    if ratio >= _SAID_IN_TIMES:
        return tr("{n} times healthy").format(n=number(ratio, 1))
    return tr("{share} of healthy").format(share=percent(ratio))


def _synthesis_signs() -> tuple[Entry, ...]:
    return (
        Entry("tyrosine", tr("tyrosine")),
        Entry("l_dopa", tr("L-DOPA")),
        Entry("dopamine", tr("dopamine")),
    )


def fullness(frame: Frame) -> float:
    """Return how full the mean vesicle is, 0 to 1."""
    return float(np.mean(frame.vesicle_content)) if len(frame.vesicle_content) else 0.0


def _pumps(counts: Counts) -> str:
    shown = tr("{blocked} of {all} blocked").format(blocked=counts.shown_blocked, all=len(counts.shown_pumps))
    return shown + "\n" + tr("{share} of the pumps").format(share=percent(counts.frame.vmat2_occupancy))


def _autoreceptor(frame: Frame) -> str:
    parts = [tr("{share} lit").format(share=percent(frame.autoreceptor_lit))]
    if frame.autoreceptor_held >= 0.005:
        parts.append(tr("{share} held").format(share=percent(frame.autoreceptor_held)))
    # A row may end between the two, never between a number and its word.
    return ", ".join(part.replace(" ", SPACE) for part in parts)


def tally_entries(counts: Counts, names: Names) -> tuple[Entry, ...]:
    """Return the row of D2 receptors."""
    found = []
    if counts.held_d2:
        who = names.antipsychotic.lower() or tr("the antipsychotic")
        found.append(Entry("d2:held", tr("{n} held by {drug}").format(n=len(counts.held_d2), drug=who)))
    found.append(Entry("d2:lit", tr("{n} lit by dopamine").format(n=len(counts.lit_d2))))
    found.append(Entry("d2:free", tr("{n} free").format(n=counts.free_d2)))
    if counts.new_d2:
        new, all_ = len(counts.new_d2), len(counts.d2_slots)
        found.append(Entry("plus", tr("{new} of the {all} are new").format(new=new, all=all_)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Before:
    """The movement at the start of the scenario."""

    score: float
    parkinsonism: float


def _was(frame: Frame, before: Before | None) -> str:
    """Say what the score was, where one can read that it is another."""
    if before is None or number(before.score, 1) == number(frame.score, 1):
        return ""
    return tr("(was {score} on day 0)").format(score=number(before.score, 1))


def written(
    counts: Counts,
    names: Names,
    before: Before | None = None,
    hidden: frozenset[str] = frozenset(("pool",)),
) -> Words:
    """Return all words of one frame, without those of hidden layers."""
    frame, scales = counts.frame, counts.scales
    index = tr("parkinsonism {index}, {word}").format(
        index=number(frame.parkinsonism, 2), word=parkinsonism_word(frame.parkinsonism)
    )
    most = amount(scales.model.movement.score_maximum)
    return Words(
        title=tr("Striatal synapse"),
        pace=pace(frame),
        short_pace=short_pace(frame),
        labels=labels(counts, names, hidden),
        tally_head=tr("D2 receptors"),
        tally=tally_entries(counts, names),
        response_head=tr("Response to each lit D2"),
        response=tr("{n} times healthy").format(n=number(frame.receptor_response, 1)),
        scales_head=tr("How it is drawn"),
        scales=scale_lines(scales, hidden),
        paces_head=tr("Other paces"),
        paces=paces(frame),
        movement_head=tr("Movement"),
        score=number(frame.score, 1),
        score_unit=tr("of {most}, {movements} ({scale})").format(
            most=most, movements=names.movements, scale=names.scale
        ),
        before=_was(frame, before),
        parkinsonism=index,
        dyskinesia=names.movements,
        balance=(tr("too little"), tr("steady"), tr("too much")),
    )


def plain(words: Words) -> Words:
    """Return only what is read from the last row of a class."""
    return replace(
        words,
        labels=tuple(label for label in words.labels if label.key in _MAIN_LABELS),
        scales=(),
        paces=(),
    )


_MAIN_LABELS = ("pumps", "vesicles", "inhibitor", "antipsychotic")
