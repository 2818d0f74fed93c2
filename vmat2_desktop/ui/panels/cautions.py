"""Where the scenario leaves the labels of its medicines, in words."""

from __future__ import annotations

from vmat2_desktop.engine.cautions import Caution, Code
from vmat2_desktop.engine.label import Limit, Reason
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY
from vmat2_desktop.regimens import VMAT2_INHIBITOR
from vmat2_desktop.ui.texts import milligrams, number, tr

_SHOWN = 3
_SAID_BY_THE_DOSE = (Code.EXCEEDS_DAILY, Code.CONTRAINDICATED)


def reason_in_words(reason: Reason | None) -> str:
    """Say for whom a limit holds; nothing for everybody's."""
    return {
        Reason.POOR_METABOLISER: tr("a CYP2D6 poor metaboliser"),
        Reason.CYP2D6_INHIBITOR: tr("use with a strong CYP2D6 inhibitor"),
        Reason.CYP3A4_INHIBITOR: tr("use with a strong CYP3A4 inhibitor"),
        Reason.LIVER: tr("this liver"),
        Reason.CONTRAINDICATED: tr("this liver"),
    }.get(reason or Reason.LABEL, "")


def limit_in_words(mg_per_day: float, highest: Limit) -> str:
    """Say what the label allows a day, and whether a dose is above it."""
    label, why = milligrams(highest.mg), reason_in_words(highest.reason)
    over = mg_per_day > highest.mg
    if highest.reason is Reason.CONTRAINDICATED:
        return tr("The label forbids it with this liver")
    if not why:
        text = (
            tr("Above the label limit of {0} a day") if over else tr("Label limit {0}; hatched is above it")
        )
        return text.format(label)
    text = tr("Above the label limit of {0} a day for {1}") if over else tr("Label limit {0} for {1}")
    return text.format(label, why)


def bites(mg_per_day: float, highest: Limit) -> bool:
    """Whether a limit is met here: the dose is above it, or this person has a lower one than others."""
    return mg_per_day > highest.mg or highest.reason is not Reason.LABEL


def source_in_words(drug: Drug) -> str:
    """Say where the limits of a medicine come from; nothing where that is not known."""
    return tr("Limit from: {0}").format(drug.label.source) if drug.label.source else ""


def cautions_in_words(cautions: tuple[Caution, ...], model: Model) -> str:
    """Return a line for each caution that the dose's own note does not say already."""
    lines = [
        _dose_line(caution, model) or _line(caution, model)
        for caution in cautions
        if caution.code not in _SAID_BY_THE_DOSE or model.drugs[caution.drug].kind != VMAT2_INHIBITOR
    ]
    lines = list(dict.fromkeys(line for line in lines if line))
    if len(lines) > _SHOWN:
        lines = [*lines[: _SHOWN - 1], tr("and {0} more").format(len(lines) - _SHOWN + 1)]
    return "\n".join(lines)


def each_in_words(cautions: tuple[Caution, ...], model: Model) -> tuple[str, ...]:
    """Return a line for each caution, those that a dose's own note would say included."""
    lines = [_dose_line(caution, model) or _line(caution, model) for caution in cautions]
    return tuple(dict.fromkeys(line for line in lines if line))


def _dose_line(caution: Caution, model: Model) -> str:
    name, reason = model.drugs[caution.drug].name, reason_in_words(caution.reason)
    match caution.code:
        case Code.EXCEEDS_DAILY:
            text = tr("{0}: {1} a day is above the label's {2}")
            said = text.format(name, milligrams(caution.asked or 0.0), milligrams(caution.limit or 0.0))
            return tr("{0} for {1}").format(said, reason) if reason else said
        case Code.CONTRAINDICATED:
            return tr("{0}: the label advises against it with {1}").format(name, reason)
        case _:
            return ""


def _line(caution: Caution, model: Model) -> str:
    name = model.drugs[caution.drug].name
    other = model.drugs[caution.other].name.lower() if caution.other and caution.other in model.drugs else ""
    asked, limit = caution.asked or 0.0, caution.limit or 0.0
    match caution.code:
        case Code.EXCEEDS_SINGLE:
            text = tr("{0}: {1} at once is above the label's {2}")
            return text.format(name, milligrams(asked), milligrams(limit))
        case Code.AVOID:
            return tr("{0}: the label advises against {1}").format(name, other)
        case Code.TWO_VMAT2_INHIBITORS:
            return tr("{0}: not together with {1}").format(name, other)
        case Code.TOO_SOON:
            text = tr("{0}: only {1} days after {2}")
            return text.format(name, number(round(limit)), other)
        case Code.RETITRATE:
            text = tr("{0}: after the gap before day {1}, begin with the first step")
            return text.format(name, number(caution.start_h // HOURS_PER_DAY))
        case _:
            return ""
