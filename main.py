"""VMAT2 Desktop, started from a checkout: `python main.py`."""

from vmat2_desktop.app import main

if __name__ == "__main__":
    raise SystemExit(main())
