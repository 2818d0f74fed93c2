"""The command line: everything that needs no window, and the arguments of what does.

`app.main` takes the parser from here, opens the window or draws the picture itself, and hands the rest to
`run`. Nothing heavy is loaded before a command needs it.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from vmat2_desktop import __version__
from vmat2_desktop.documents import times
from vmat2_desktop.documents.errors import DocumentError, quote

if TYPE_CHECKING:
    from vmat2_desktop.bench.timing import Row
    from vmat2_desktop.documents.session_file import Document
    from vmat2_desktop.engine.course import Course
    from vmat2_desktop.engine.model import Model
    from vmat2_desktop.engine.observables import Observable
    from vmat2_desktop.engine.scenario import Scenario
    from vmat2_desktop.engine.system import System
    from vmat2_desktop.knowledge import Knowledge

PROGRAM = "vmat2-desktop"
STANDARD_OUTPUT = "-"
DOCUMENTS = (".vmat2", ".json")
"""How the names of documents end."""
SCREENSHOT, REPORT = "screenshot", "report"
"""Commands that draw; `app` does them."""
BENCH, INTERFACE = "bench", "interface"
"""A command, and the part of it that needs the window; `app` does that."""
PAPERS = ("a4", "letter")
THEMES = ("light", "dark", "high", "projector")

FAILED = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 141

_SMALLEST_SIZE = (1024, 700)
_LARGEST_SIZE = (7680, 4320)
_SMALLEST_SCALE, _LARGEST_SCALE = 0.5, 4.0
_MOST_PIXELS = 100_000_000
_DAY_H = 24.0
_TRIAL_PEOPLE = (100, 1_000_000)

_DESCRIPTION = """\
See and try how VMAT2 inhibitors calm tardive dyskinesia. Without a command the window opens.
A teaching model: nothing in it is dosing advice."""

_EXAMPLES = """\
examples:
  vmat2-desktop
  vmat2-desktop lesson.vmat2
  vmat2-desktop simulate scenario.json --out course.csv --step "1 h"
  vmat2-desktop observe scenario.json --at "42 d" --window "41 d..42 d" --json
  vmat2-desktop screenshot scenario.json --out picture.png --at "42 d" --theme light
  vmat2-desktop report lesson.vmat2 --out report.pdf
  vmat2-desktop export scenario.json --sbml course.xml --omex course.omex
  vmat2-desktop schema > scenario.schema.json

Times are a number and a unit: s, min, h, d, wk (7 d) or y (365 d), from the start of the scenario.
Whatever cannot be done is said in one sentence, with exit status 2."""

_SIMULATE = """\
Compute a scenario and write every observable over time as CSV. The columns are time [h], time [d], then the
observables, each with its unit: vmat2.occupancy [1]. Numbers read back exactly as they were computed."""

_SIMULATE_EXAMPLES = """\
examples:
  vmat2-desktop simulate scenario.json --out course.csv
  vmat2-desktop simulate scenario.json --out - --step "1 d" | head"""

_OBSERVE = """\
Compute a scenario and name what is observed at times and in windows. At a time: every state, such as
vmat2.occupancy or score.aims. In a window: cmax, tmax, auc, cavg and ctrough of each moiety in plasma, and
.mean, .max and .min of every state. Without --at and --window: at the end, and in the last 24 h under a
VMAT2 inhibitor (without one: under a medicine that is followed in plasma)."""

_OBSERVE_EXAMPLES = """\
examples:
  vmat2-desktop observe scenario.json
  vmat2-desktop observe scenario.json --at "7 d" --at "42 d" --id score.aims --id vmat2.occupancy
  vmat2-desktop observe scenario.json --window "41 d..42 d" --json"""

_SCREENSHOT = """\
Draw the window as it looks with a scenario at a time, and save it as a picture. No display is needed."""

_SCREENSHOT_EXAMPLES = """\
examples:
  vmat2-desktop screenshot scenario.json --out picture.png
  vmat2-desktop screenshot scenario.json --out picture.png --at "42 d" --scale 2 --theme dark"""

_REPORT = """\
Write a report as PDF: the scenario in words, the synapse at a time, traces, values, every parameter with its
source and grade. Of a session (.vmat2) with two scenarios: both and their differences, and the notes. No
display is needed."""

_REPORT_EXAMPLES = """\
examples:
  vmat2-desktop report scenario.json --out report.pdf
  vmat2-desktop report lesson.vmat2 --out report.pdf --at "42 d" --paper letter"""

_EXPORT = """\
Write the equations of a scenario's course, doses and history included, for other programs: as SBML Level 3
Version 2 (COPASI, Tellurium and others read it), or as a COMBINE archive that holds the same SBML, an
experiment in SED-ML that runs it to the end of the scenario, and the scenario. Needs python-libsbml."""

_EXPORT_EXAMPLES = """\
examples:
  vmat2-desktop export scenario.json --sbml course.xml
  vmat2-desktop export scenario.json --omex course.omex"""


_BENCH = """\
Measure what the application promises beside what a modeller would otherwise use, in one run, and print each
figure with its bar: met, missed, SKIPPED (the other program is not installed) or FAIL (the answer is wrong,
and no time is printed). Takes many minutes; leave the computer alone meanwhile. engine: libRoadRunner and
scipy solve the same equations, and answers are checked before anything is timed; needs libroadrunner and
python-libsbml to compare with."""

_BENCH_EXAMPLES = """\
examples:
  vmat2-desktop bench
  vmat2-desktop bench quick
  vmat2-desktop bench engine --json report.json"""


_VALIDATE = """\
Compare the model with published observations. Each row has an id, what the model makes of it, the published
value, a tolerance, a verdict (pass, miss, report: nothing to score), a source, and a use: C may calibrate, V
never does. Then come the counts, and how far the live reading of a course is off the reference that
integrates every equation. Takes one to two minutes."""

_VALIDATE_EXAMPLES = """\
examples:
  vmat2-desktop validate
  vmat2-desktop validate --people 4000
  vmat2-desktop validate --id C01 --id P02 --json"""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"^argument [^:]+: (?=--)", "", message).rstrip(".")
        self.exit(FAILED, f"{self.prog}: {message}. See {self.prog} --help.\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line.

    `command` is None for the window; `screenshot` has scenario, out, at (h or None), size (width, height),
    scale and theme.
    """
    parser = _Parser(
        prog=PROGRAM,
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="open the window, move every control, paint, check the files it carries, and exit with status 0",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="compare every file of the installed application with the list that was made when it was built",
    )
    _add_drugs(parser, None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_simulate(_command(commands, "simulate", "write the course of a scenario as a table", _SIMULATE))
    _add_observe(_command(commands, "observe", "name what is observed at times and in windows", _OBSERVE))
    _add_screenshot(_command(commands, SCREENSHOT, "save a picture of the window", _SCREENSHOT))
    _add_report(_command(commands, REPORT, "write a report as PDF", _REPORT))
    _add_export(_command(commands, "export", "write the equations of a scenario for other programs", _EXPORT))
    _add_bench(_command(commands, "bench", "measure speed beside other programs", _BENCH))
    _add_validate(
        _command(commands, "validate", "compare the model with what was published, row by row", _VALIDATE)
    )
    _add_schema(
        _command(
            commands, "schema", "print the JSON Schema of a scenario", "Print the JSON Schema of a scenario."
        )
    )
    return parser


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the arguments; `document` is the file that the window opens with, or None.

    A document stands where a command would: `vmat2-desktop lesson.vmat2`.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    document = Path(words.pop()) if _ends_with_document(words) else None
    args = build_parser().parse_args(words)
    args.document = document
    return args


def _ends_with_document(words: Sequence[str]) -> bool:
    """Whether the last word names a document, and no command or option stands before that wants it."""
    if not words or words[-1].startswith("-") or words[-2:-1] == ["--drugs"]:
        return False
    commands = _commands_of(build_parser())
    is_document = words[-1].lower().endswith(DOCUMENTS) or Path(words[-1]).is_file()
    return is_document and not any(word in commands for word in words)


def _commands_of(parser: argparse.ArgumentParser) -> set[str]:
    actions = parser._actions
    return {name for action in actions if isinstance(action.choices, dict) for name in action.choices}


def verify(folder: Path) -> int:
    """Say which files of an installed bundle are not as they were built; return the exit status."""
    from vmat2_desktop.documents import manifest

    found = manifest.differences(folder)
    for line in found:
        print(line)
    print(
        "Every file is as it was built." if not found else f"{len(found)} files are not as they were built."
    )
    return int(bool(found))


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, summary: str, description: str
) -> argparse.ArgumentParser:
    epilogs = {
        "simulate": _SIMULATE_EXAMPLES,
        "observe": _OBSERVE_EXAMPLES,
        SCREENSHOT: _SCREENSHOT_EXAMPLES,
        REPORT: _REPORT_EXAMPLES,
        "export": _EXPORT_EXAMPLES,
        "bench": _BENCH_EXAMPLES,
        "validate": _VALIDATE_EXAMPLES,
    }
    return commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=epilogs.get(name),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_scenario(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "scenario",
        type=Path,
        metavar="SCENARIO.json",
        help="the scenario document; of a session (.vmat2), its A",
    )
    _add_drugs(parser, argparse.SUPPRESS)  # so that it may stand before the command too


def _add_drugs(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--drugs",
        type=Path,
        default=default,
        metavar="FOLDER",
        help="a folder with drug files of your own (.toml); each adds a drug or takes the place of one",
    )


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument(
        "--out", required=True, metavar="TABLE.csv", help="the table to write; - for standard output"
    )
    parser.add_argument(
        "--step",
        type=_time("--step"),
        metavar="TIME",
        help='time between two rows, such as "1 h" (default: one that makes at most some thousand rows)',
    )


def _add_observe(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument("--json", action="store_true", help="answer as JSON instead of a table")
    parser.add_argument(
        "--at", action="append", default=[], type=_asked_time, metavar="TIME", help='a time, such as "42 d"'
    )
    parser.add_argument(
        "--window",
        action="append",
        default=[],
        type=_asked_window,
        metavar="FROM..TO",
        help='a window, such as "41 d..42 d"',
    )
    parser.add_argument(
        "--id",
        action="append",
        default=[],
        metavar="ID",
        help="only this observable; may be given repeatedly",
    )


def _add_screenshot(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument(
        "--out", required=True, type=_picture, metavar="FILE.png", help="the picture to write"
    )
    parser.add_argument("--at", type=_time("--at"), metavar="TIME", help="the moment to show")
    parser.add_argument(
        "--size",
        type=_size,
        default=(1600, 1000),
        metavar="WIDTHxHEIGHT",
        help="size of the window in its own units (default: 1600x1000)",
    )
    parser.add_argument(
        "--scale", type=_scale, default=1.0, metavar="FACTOR", help="pixels to each unit (default: 1)"
    )
    parser.add_argument(
        "--theme",
        choices=THEMES,
        default=THEMES[0],
        help="colours of the window: light, dark, high contrast or for a projector (default: light)",
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument("--out", required=True, type=_pdf, metavar="FILE.pdf", help="the report to write")
    parser.add_argument("--at", type=_time("--at"), metavar="TIME", help="the moment of picture and values")
    parser.add_argument("--title", default="", help="its title (default: that of the scenario)")
    parser.add_argument(
        "--paper", choices=PAPERS, default=PAPERS[0], help=f"what it is printed on (default: {PAPERS[0]})"
    )


def _add_validate(parser: argparse.ArgumentParser) -> None:
    _add_drugs(parser, argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="answer as JSON instead of text")
    parser.add_argument(
        "--id",
        action="append",
        default=[],
        metavar="ID",
        help="only this observation; may be given repeatedly",
    )
    parser.add_argument(
        "--people",
        type=_people,
        default=None,
        metavar="N",
        help="people in each trial; fewer are quicker and leave more to chance (default: 20000)",
    )


def _people(text: str) -> int:
    least, most = _TRIAL_PEOPLE
    if text.isdecimal() and least <= int(text) <= most:
        return int(text)
    raise _refused("--people", text, f"must be a whole number from {least} to {most}")


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_scenario(parser)
    parser.add_argument("--sbml", metavar="FILE.xml", help="the model to write, as SBML")
    parser.add_argument("--omex", metavar="FILE.omex", help="the COMBINE archive to write")


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "part",
        nargs="?",
        choices=("engine", "quick", INTERFACE),
        default="engine",
        help="what to measure: the whole engine (minutes), one person alone (seconds), or the window",
    )
    parser.add_argument(
        "--only", metavar="NAME", help="of the interface: one measure, in this process, as JSON"
    )
    parser.add_argument("--json", metavar="FILE.json", help="write the report as JSON too")
    _add_drugs(parser, argparse.SUPPRESS)


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--session", action="store_true", help="of a session (.vmat2) instead")


# Arguments that are more than text


def _refused(option: str, text: str, expected: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"{option} is {quote(text)}, but {expected}")


def _time(option: str) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            return times.parse(text.strip())
        except ValueError as error:
            raise _refused(option, text, str(error)) from error

    return parse


def _asked_time(text: str) -> tuple[float, str]:
    return _time("--at")(text), text.strip()


def _asked_window(text: str) -> tuple[tuple[float, float], str]:
    try:
        return times.parse_window(text), text.strip()
    except ValueError as error:
        raise _refused("--window", text, str(error)) from error


def _picture(text: str) -> Path:
    return _named(text, ".png")


def _pdf(text: str) -> Path:
    return _named(text, ".pdf")


def _named(text: str, suffix: str) -> Path:
    if not text.lower().endswith(suffix):
        raise _refused("--out", text, f"must be the name of a {suffix} file")
    return Path(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,5})[xX×]([0-9]{1,5})", text.strip())
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    fits = all(low <= n <= high for low, n, high in zip(_SMALLEST_SIZE, size, _LARGEST_SIZE, strict=True))
    if not fits:
        smallest, largest = ("x".join(map(str, limit)) for limit in (_SMALLEST_SIZE, _LARGEST_SIZE))
        raise _refused("--size", text, f"must be width x height from {smallest} to {largest}")
    return size


def _scale(text: str) -> float:
    match = re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", text.strip())
    scale = float(text) if match else 0.0
    if not _SMALLEST_SCALE <= scale <= _LARGEST_SCALE:
        raise _refused("--scale", text, f"must be from {_SMALLEST_SCALE:g} to {_LARGEST_SCALE:g}")
    return scale


# What the commands do


def run(args: argparse.Namespace) -> int:
    """Do a command that needs no window and return the exit status."""
    commands: dict[str, Callable[[argparse.Namespace], None]] = {
        "simulate": _simulate,
        "observe": _observe,
        "export": _export,
        "bench": _bench,
        "validate": _validate,
        "schema": _schema,
    }
    return guarded(lambda: commands[args.command](args))


def guarded(work: Callable[[], int | None]) -> int:
    """Do the work and return the exit status, its own or 0; what cannot be done is said in one sentence."""
    try:
        return work() or 0
    except DocumentError as error:
        return fail(str(error))
    except BrokenPipeError:
        _abandon_output()
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except MemoryError:
        return fail("The memory of this computer is not enough for this scenario; shorten it.")


def fail(sentence: str) -> int:
    """Say what cannot be done and return the exit status for it."""
    sys.stderr.write(f"{PROGRAM}: {sentence}\n")
    return FAILED


def load_scenario(args: argparse.Namespace) -> Scenario:
    """Return the scenario that the arguments name, after checking the arguments against it.

    Raises:
        DocumentError: the file is no scenario, or a time lies past its end, or a picture would be too large,
            or a drug file cannot be used.
    """
    scenario = load_document(args).a
    end = scenario.horizon_h
    if args.command == SCREENSHOT and args.at is not None:
        _within("--at", args.at, times.text(args.at), end)
    if args.command == "observe":
        for time_h, text in args.at:
            _within("--at", time_h, text, end)
        for (_, stop_h), text in args.window:
            _within("--window", stop_h, text, end)
    return scenario


def load_document(args: argparse.Namespace) -> Document:
    """Return the document that the arguments name: a session, or a scenario as one.

    Raises:
        DocumentError: the file is none, or a time of a report lies past its end.
    """
    from vmat2_desktop.documents import session_file

    _check_out(args)
    document = session_file.read(args.scenario, knowledge_of(args))
    if args.command == REPORT and args.at is not None:
        _within("--at", args.at, times.text(args.at), document.horizon_h)
    return document


def _check_out(args: argparse.Namespace) -> None:
    out = getattr(args, "out", None)
    if out is None or out == STANDARD_OUTPUT:
        return
    if os.path.realpath(out) == os.path.realpath(args.scenario):
        raise DocumentError("--out names the scenario itself; choose another file.")
    if args.command == SCREENSHOT:
        width, height = args.size
        if width * height * args.scale**2 > _MOST_PIXELS:
            raise DocumentError(
                f"--size {width}x{height} at --scale {args.scale:g} makes more than "
                f"{_MOST_PIXELS // 1_000_000} million pixels; make one of them smaller."
            )


def _within(option: str, time_h: float, text: str, end_h: float) -> None:
    if time_h > end_h:
        raise DocumentError(
            f"{option} is {quote(text)}, but must lie within the scenario, which ends at "
            f'"{times.text(end_h)}".'
        )


def knowledge_of(args: argparse.Namespace) -> Knowledge:
    """Return what is known, with the drug files that the arguments name.

    Raises:
        DocumentError: a file cannot be used.
    """
    from vmat2_desktop import knowledge

    try:
        known = knowledge.load()
    except knowledge.ResourceError as error:
        raise DocumentError(f"The program's own files are damaged; install it anew. {error}") from error
    try:
        return known if args.drugs is None else knowledge.load(args.drugs)
    except knowledge.ResourceError as error:
        raise DocumentError(f"--drugs: {error}") from error


def _solve(scenario: Scenario, model: Model) -> Course:
    import numpy as np

    from vmat2_desktop.engine.course import solve

    try:
        with np.errstate(all="ignore"):
            course = solve(scenario, model)
    except (ValueError, ArithmeticError) as error:
        raise DocumentError(f"The scenario cannot be computed: {str(error).rstrip('.')}.") from error
    for name, values in course.series.items():
        finite = np.isfinite(values)
        if not finite.all():
            when = times.text(round(float(course.time_h[int(np.argmin(finite))]), 3))
            raise DocumentError(
                f"The scenario cannot be computed: {name} is no finite number at {when}; "
                "move model.overrides nearer to the values they replace."
            )
    return course


def _simulate(args: argparse.Namespace) -> None:
    from vmat2_desktop.documents import atomic, tables

    scenario = load_scenario(args)
    step = tables.default_step(scenario.horizon_h) if args.step is None else args.step
    tables.table_times(scenario.horizon_h, step)  # refuses before the work
    text = tables.course_table(_solve(scenario, knowledge_of(args).model), step)
    if args.out == STANDARD_OUTPUT:
        _print(text)
    else:
        atomic.write_text(args.out, text)


def _observe(args: argparse.Namespace) -> None:
    from vmat2_desktop.documents import tables

    course = _solve(load_scenario(args), knowledge_of(args).model)
    found = list(_observed(course, args))
    _check_ids(args.id, [item.id for item, _ in found])
    wanted = [(item, when) for item, when in found if not args.id or item.id in args.id]
    _print(tables.observables_json(wanted) if args.json else tables.observables_text(wanted))


def _observed(course: Course, args: argparse.Namespace) -> Iterable[tuple[Observable, str]]:
    from vmat2_desktop.engine import observables

    at, windows = args.at, args.window
    if not at and not windows:
        end, span = course.scenario.horizon_h, _last_day(course)
        at, windows = [(end, times.text(end))], [(span, times.window_text(*span))]
    for time_h, text in at:
        yield from ((item, text) for item in observables.at(course, time_h))
    for (start_h, stop_h), text in windows:
        yield from ((item, text) for item in observables.window(course, start_h, stop_h))


def _last_day(course: Course) -> tuple[float, float]:
    """Return the last 24 h under a VMAT2 inhibitor, else under what is followed in plasma, else of all."""
    horizon = course.scenario.horizon_h
    taken = [item for item in course.kinetics if item.doses]
    inhibitors = [item for item in taken if item.drug.kind == "vmat2_inhibitor"]
    last = max((item.doses[-1][0] for item in inhibitors or taken), default=horizon)
    stop = min(last + _DAY_H, horizon)
    return max(0.0, stop - _DAY_H), stop


def _check_ids(asked: Iterable[str], found: list[str]) -> None:
    from vmat2_desktop.documents import tables

    for identifier in asked:
        if identifier not in found:
            raise DocumentError(tables.unknown_observable(identifier, found))


def _validate(args: argparse.Namespace) -> None:
    import numpy as np

    from vmat2_desktop.documents.explain import nearest
    from vmat2_desktop.knowledge import observations
    from vmat2_desktop.validation import report, table
    from vmat2_desktop.validation.laboratory import PEOPLE

    model = knowledge_of(args).model
    observed = observations.load(model.trial)
    for identifier in args.id:
        if identifier not in observed.observations:
            near = nearest(identifier, observed.observations)
            raise DocumentError(
                f"--id is {quote(identifier)}, which is no observation{near}; leave --id out to see all."
            )
    try:
        with np.errstate(all="ignore"):
            found = table.validate(model, observed, count=args.people or PEOPLE, only=args.id or None)
    except (KeyError, ValueError, ArithmeticError) as error:
        raise DocumentError(
            f"The rows cannot be computed with these drugs: {str(error).rstrip('.')}."
        ) from error
    _print(report.as_json(found) if args.json else report.text(found))


def _export(args: argparse.Namespace) -> None:
    from vmat2_desktop.documents import atomic, omex, sbml, scenario_file

    _check_exports(args)
    sbml.library()  # refuses before the work
    scenario, known = load_scenario(args), knowledge_of(args)
    system = _equations(scenario, known.model)
    model = sbml.text(system, scenario.title, known.quantities)
    packed = omex.archive(system, model, scenario_file.dumps(scenario), scenario.title)
    if args.sbml is not None:
        atomic.write_text(args.sbml, model)
    if args.omex is not None:
        atomic.write_bytes(args.omex, packed)


def _check_exports(args: argparse.Namespace) -> None:
    asked = {"--sbml": args.sbml, "--omex": args.omex}
    files = {option: os.path.realpath(file) for option, file in asked.items() if file is not None}
    if not files:
        raise DocumentError("export writes nothing without --sbml FILE or --omex FILE; give one or both.")
    for option, file in files.items():
        if file == os.path.realpath(args.scenario):
            raise DocumentError(f"{option} names the scenario itself; choose another file.")
    if len(set(files.values())) < len(files):
        raise DocumentError("--sbml and --omex name the same file; choose another one for one of them.")


def _equations(scenario: Scenario, model: Model) -> System:
    import numpy as np

    from vmat2_desktop.engine.equations import build

    try:
        with np.errstate(all="ignore"):
            return build(scenario, model)
    except (ValueError, ArithmeticError) as error:
        raise DocumentError(f"The scenario cannot be computed: {str(error).rstrip('.')}.") from error


def _bench(args: argparse.Namespace) -> None:
    from vmat2_desktop.bench import engine

    measured = engine.quick if args.part == "quick" else engine.rows
    report_rows(args, measured(knowledge_of(args)))


def report_rows(args: argparse.Namespace, measured: Iterable[Row]) -> None:
    """Print rows as they are measured, and write them as JSON where that is asked."""
    import json

    from vmat2_desktop.bench import report
    from vmat2_desktop.documents import atomic

    rows = []
    _print(report.head())
    for row in measured:
        rows.append(row)
        _print(report.as_text(row))
    if args.json is not None:
        atomic.write_text(args.json, json.dumps(report.as_json(rows), indent=2) + "\n")


def _schema(args: argparse.Namespace) -> None:
    import json

    from vmat2_desktop.documents import scenario_schema, session_schema

    schema = session_schema.schema if args.session else scenario_schema.schema
    _print(json.dumps(schema(), indent=2) + "\n")


def _print(text: str) -> None:
    try:
        _write_all(sys.stdout, text)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        _abandon_output()
        raise DocumentError(f"Standard output cannot be written: {error.strerror}.") from error


def _write_all(stream: TextIO, text: str) -> None:
    """Write the whole text: an unbuffered stream (PYTHONUNBUFFERED) may take a part and say nothing."""
    stream.flush()
    output = getattr(stream, "buffer", None)
    if output is None:  # text kept in memory by whoever called us
        stream.write(text)
        return
    rest = memoryview(text.encode("utf-8"))
    while rest:
        rest = rest[output.write(rest) or 0 :]
    output.flush()


def _abandon_output() -> None:
    """Keep the interpreter from complaining about the lost output when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
