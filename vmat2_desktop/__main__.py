"""VMAT2 Desktop, started as a module: `python -m vmat2_desktop`."""

from vmat2_desktop.app import main

if __name__ == "__main__":
    raise SystemExit(main())
