"""The commands of dev.py."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from environments import ROOT, SetUpError, child_environment, python_with, say

sys.path.insert(0, str(ROOT))  # the package is not installed where these commands run

from vmat2_desktop import system_check

REFUSED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str], usage: str) -> int:
    """Run one command; `start` and `test` end by becoming the application or pytest."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    try:
        match command:
            case "start":
                start(rest)
            case "test":
                test(rest)
            case "check":
                return check()
            case "--help" | "-h":
                print(usage)
                return 0
            case _:
                say(f"There is no command {command!r}; the commands are start, test and check (see --help)")
    except SetUpError as refusal:
        say(str(refusal))
    except KeyboardInterrupt:
        say("Stopped; the next run goes on from here.")
        return INTERRUPTED
    return REFUSED


def start(arguments: Sequence[str]) -> NoReturn:
    """Start the application where the person stands, so that relative file names mean what they say."""
    refuse_if(system_check.explain_missing_for(arguments))
    become(python_with("app"), [str(ROOT / "main.py"), *arguments])


def test(arguments: Sequence[str]) -> NoReturn:
    """Run pytest over the checkout; Qt draws offscreen unless the person chose a platform."""
    refuse_if(system_check.explain_missing(display=False))
    python = python_with("test")
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # As the application does for itself: matrices of three rows gain nothing from threads, and wait for them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    become(python, ["-m", "pytest", *arguments])


def check() -> int:
    """Run every static check, also after one has failed."""
    python = python_with("test")
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    results = [
        subprocess.run([python, "-m", *words], cwd=ROOT, env=child_environment(), check=False).returncode
        for words in checks
    ]
    return int(any(results))


def refuse_if(reason: str | None) -> None:
    """Stop with the sentence, if there is one."""
    if reason is not None:
        raise SetUpError(reason)


def become(python: Path, arguments: Sequence[str]) -> NoReturn:
    """Run a program in place of this one, so that signals and exit status are its own."""
    command = [str(python), *arguments]
    if os.name == "nt":  # there, exec would return to the prompt while the program runs
        sys.exit(subprocess.run(command, env=child_environment(), check=False).returncode)
    sys.stdout.flush()
    os.execve(python, command, child_environment())
