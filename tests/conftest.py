"""Shared by all tests: no display needed, and the knowledge of the resources.

Laws are tried on a modest number of examples, the same each time, so that a red run is red again;
`--hypothesis-profile=thorough` tries many others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from vmat2_desktop import knowledge
from vmat2_desktop.engine.model import Model
from vmat2_desktop.knowledge import Knowledge

# A busy machine is no failure: no test has a time limit.
settings.register_profile(
    "patient",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("patient"), derandomize=False, max_examples=1000)
settings.load_profile("patient")

_PLATFORM = "QT_QPA_PLATFORM"
_BEFORE = os.environ.get(_PLATFORM)
# Before any test module is imported: Qt reads it when the first application is made.
os.environ.setdefault(_PLATFORM, "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _platform_as_it_was() -> Iterator[None]:
    yield
    if _BEFORE is None:
        os.environ.pop(_PLATFORM, None)


@pytest.fixture(scope="session")
def known() -> Knowledge:
    return knowledge.load()


@pytest.fixture(scope="session")
def model(known: Knowledge) -> Model:
    return known.model
