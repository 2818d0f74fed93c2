"""The report of a run: as a table for people, as JSON for programs."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import metadata
from typing import Any

from vmat2_desktop import __version__
from vmat2_desktop.bench.timing import Row

_PACKAGES = ("numpy", "scipy", "libroadrunner", "python-libsbml", "PySide6-Essentials", "pyqtgraph")


def circumstances() -> dict[str, Any]:
    """Return versions, cores and load, which decide what the figures mean."""
    return {
        "version": __version__,
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the report as plain values."""
    return {"circumstances": circumstances(), "rows": [asdict(row) for row in rows]}


def head() -> str:
    """Return the circumstances of a run for people."""
    found = circumstances()
    packages = ", ".join(f"{name} {version or 'absent'}" for name, version in found["packages"].items())
    return (
        f"VMAT2 Desktop {found['version']}, Python {found['python']}, {found['system']}\n"
        f"{packages}\n"
        f"{found['cores']} cores, load {found['load']}; times are processor time\n\n"
    )


def as_text(row: Row) -> str:
    """Return one line of the report for people, with what belongs to it below."""
    return "\n".join(_lines(row)) + "\n\n"


def _lines(row: Row) -> Iterator[str]:
    yield f"{row.id}: {row.what}  [{row.verdict.value}]"
    yield f"    bar {row.bar}, against {row.peer}"
    facts = []
    if row.ratio is not None:
        facts.append(f"measured {row.ratio:.3g} ({row.ratio_low:.3g} to {row.ratio_high:.3g})")
    if row.ours_s is not None:
        facts.append(f"ours {_time(row.ours_s)}")
    if row.peer_s is not None:
        facts.append(f"theirs {_time(row.peer_s)}")
    if row.error is not None:
        facts.append(f"error {row.error:.1e}")
    if facts:
        yield "    " + "; ".join(facts)
    if row.note:
        yield f"    {row.note}"


def _time(spent: float) -> str:
    if spent >= 1.0:
        return f"{spent:.3g} s"
    return f"{spent * 1e3:.3g} ms" if spent >= 1e-3 else f"{spent * 1e6:.3g} us"
