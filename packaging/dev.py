"""One line to start the application, one to run its tests; each does all the set-up that it needs.

    python3 packaging/dev.py start [arguments of the application]
    python3 packaging/dev.py test  [arguments of pytest]
    python3 packaging/dev.py check            (ruff and mypy, as CI runs them)

On Windows write `py` for `python3`. The first run makes a virtual environment in the checkout
(.venv-app, .venv-test) and installs what packaging/locks/ pins, by hash; later runs start at once.
"""

import sys

# This file must be readable by Pythons that are too old for the rest, so that they get a sentence.
OLDEST, NEWEST = (3, 11), (3, 13)

if not OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
    sys.stderr.write(
        "VMAT2 Desktop needs Python %d.%d to %d.%d and this is Python %d.%d; "  # noqa: UP031
        "run the same line with one of those, for example: python3.11 packaging/dev.py start\n"
        % (OLDEST + NEWEST + tuple(sys.version_info[:2]))
    )
    sys.exit(2)

from commands import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], usage=__doc__))
