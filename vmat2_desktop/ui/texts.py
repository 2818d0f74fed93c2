"""How numbers, times and medicines read in the window: true minus, a space before the unit, no equation."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.model import Drug, Model
from vmat2_desktop.engine.scenario import HOURS_PER_DAY, Condition, Medicine, Scenario
from vmat2_desktop.regimens import regimen_of

SECONDS_PER_HOUR = 3600.0
MINUTES_PER_HOUR = 60
HOURS_PER_WEEK = 7 * HOURS_PER_DAY
HOURS_PER_MONTH = 365.25 * HOURS_PER_DAY / 12
DAYS_PER_YEAR = 365
SHORTEST_H = 1.0 / 3_600_000.0
"""A millisecond: the clock shows nothing shorter."""
MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"


def tr(text: str) -> str:
    """Translate a text of the window."""
    return QCoreApplication.translate("window", text)


def number(value: float, digits: int = 3) -> str:
    """Write a number with that many significant digits, never as 1e+03."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", MINUS)


def fixed(value: float, decimals: int) -> str:
    """Write a number with that many decimals: a running value must not change its width."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return (text.lstrip("-") if float(text) == 0.0 else text).replace("-", MINUS)


def milligrams(value: float) -> str:
    """Write a dose."""
    return f"{number(value)}{NARROW}mg"


def duration(hours: float) -> str:
    """Write a length of time in its two leading units, rounded down."""
    hours += 1e-7  # 10:24 must not read as 23.999 minutes past
    seconds = hours * SECONDS_PER_HOUR
    if seconds < 1.0:
        return f"{math.floor(seconds * 1000)}{NARROW}ms"
    minutes = hours * MINUTES_PER_HOUR
    if minutes < 1.0:
        return f"{math.floor(seconds)}{NARROW}s"
    if hours < 1.0:
        return f"{math.floor(minutes)}{NARROW}min"
    if hours < HOURS_PER_DAY:
        whole = math.floor(minutes)
        return f"{whole // 60}{NARROW}h {whole % 60}{NARROW}min"
    days = hours / HOURS_PER_DAY
    if days < DAYS_PER_YEAR:
        whole_days = math.floor(days)
        rest = math.floor(hours - whole_days * HOURS_PER_DAY)
        short = whole_days < 10 and rest > 0
        text = f"{whole_days}{NARROW}d"
        return f"{text} {rest}{NARROW}h" if short else text
    return f"{number(days / DAYS_PER_YEAR, 2)}{NARROW}y"


def days_in_words(days: float) -> str:
    """Write a round length of time in words: 3 years, 14 days."""
    if days >= DAYS_PER_YEAR:
        years = days / DAYS_PER_YEAR
        return tr("1 year") if years == 1 else tr("{0} years").format(number(years, 2))
    return tr("1 day") if days == 1 else tr("{0} days").format(number(days))


def weeks_in_words(weeks: float) -> str:
    """Write a round number of weeks."""
    return tr("1 week") if weeks == 1 else tr("{0} weeks").format(number(weeks))


def clock_day(time_h: float) -> str:
    """Write the day of the clock; the first day is day 0."""
    return tr("Day {0}").format(math.floor(time_h / HOURS_PER_DAY))


def clock_time(time_h: float, speed: float) -> str:
    """Write the time of day as finely as the speed lets one read it."""
    seconds = (time_h % HOURS_PER_DAY) * SECONDS_PER_HOUR
    # A clock that shows milliseconds must not round 59.9996 s up to 60.
    milliseconds = math.floor(seconds * 1000 + 1e-6)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    text = f"{hours:02d}:{minutes:02d}"
    if speed <= 60.0:
        text += f":{rest // 1000:02d}"
    if speed < 1.0:
        text += f".{rest % 1000:03d}"
    return text


def speed_name(model_seconds: float) -> str:
    """Name a speed by the model time that passes in one second."""
    units = (("week", 604800.0), ("day", 86400.0), ("h", 3600.0), ("min", 60.0), ("s", 1.0), ("ms", 0.001))
    names = {
        "week": tr("week"),
        "day": tr("day"),
        "h": tr("h"),
        "min": tr("min"),
        "s": tr("s"),
        "ms": tr("ms"),
    }
    for unit, length in units:
        if model_seconds >= length * 0.999:
            return f"{number(model_seconds / length)}{NARROW}{names[unit]}"
    return f"{number(model_seconds * 1000)}{NARROW}{names['ms']}"


def since_last_dose(course: Course, drug: str | None, time_h: float) -> str:
    """Say how long ago the last dose of that medicine was."""
    if drug is None:
        return tr("no VMAT2 inhibitor")
    times = [time for time, _ in course.doses.get(drug, ())]
    if not times:
        return tr("no dose taken")
    taken = [time for time in times if time < time_h + SHORTEST_H]
    if not taken:
        return tr("{0} before the first dose").format(duration(times[0] - time_h))
    passed = time_h - taken[-1]
    return tr("at the dose") if passed < SHORTEST_H else tr("{0} after the dose").format(duration(passed))


def condition_name(condition: Condition) -> str:
    """Name a condition."""
    return {
        Condition.NONE: tr("Healthy"),
        Condition.TARDIVE_DYSKINESIA: tr("Tardive dyskinesia"),
        Condition.DRUG_INDUCED_PARKINSONISM: tr("Drug-induced parkinsonism"),
        Condition.HUNTINGTON: tr("Huntington chorea"),
        Condition.TOURETTE: tr("Tourette syndrome"),
    }[condition]


def movements_in_words(condition: Condition) -> tuple[str, str]:
    """Return what a condition calls too much movement, and what scale its score is like."""
    return {
        Condition.HUNTINGTON: (tr("chorea"), tr("total maximal chorea")),
        Condition.TOURETTE: (tr("tics"), tr("28 points")),
    }.get(condition, (tr("dyskinesia"), tr("AIMS-like")))


def effect_in_words(drug: Drug) -> str:
    """Say in a few words what an added medicine does."""
    words = {
        "cyp2d6_inhibition": tr("slows CYP2D6"),
        "cyp2d6_inactivation": tr("slows CYP2D6"),
        "cyp3a4_inhibition": tr("slows CYP3A4"),
        "cyp3a4_inactivation": tr("slows CYP3A4"),
        "cyp3a4_induction": tr("speeds CYP3A4"),
        "mao_inhibition": tr("inhibits MAO"),
        "mao_inactivation": tr("inhibits MAO"),
        "dat_inhibition": tr("blocks DAT"),
        "muscarinic_block": tr("anticholinergic"),
    }
    found = [text for name, text in words.items() if drug.parameters.get(name)]
    return ", ".join(dict.fromkeys(found))


def medicine_in_words(medicine: Medicine, model: Model) -> str:
    """Name a medicine with its daily dose."""
    drug = model.drugs.get(medicine.name)
    name = medicine.name if drug is None else drug.name
    if drug is None or not medicine.doses:
        return tr("no {0}").format(name.lower())
    return f"{name.lower()} {milligrams(regimen_of(medicine, drug).mg_per_day)}"


def active_form(drug: Drug) -> str:
    """Name what binds in the brain: the one active moiety, or several isomers by what they share."""
    names = [moiety.name for moiety in drug.moieties if moiety.active]
    if len(names) <= 1:
        return "".join(name[:1].upper() + name[1:] for name in names)
    shared = {name.partition(" ")[0].rpartition("-")[2] for name in names}
    return tr("{0} isomers").format(shared.pop()) if len(shared) == 1 else ", ".join(names)


def title_of(scenario: Scenario, model: Model) -> str:
    """Return the title, or one made of what the scenario says."""
    if scenario.title:
        return scenario.title
    parts = [] if scenario.condition is Condition.NONE else [condition_name(scenario.condition)]
    parts += [medicine_in_words(medicine, model) for medicine in scenario.medicines]
    if not parts:
        return tr("Healthy, no medicine")
    text = ", ".join(parts)
    return text[0].upper() + text[1:]
