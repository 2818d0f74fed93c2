"""resources/published.toml: every value with its source, and one sentence where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.observables import unit_of
from vmat2_desktop.knowledge import observations, published
from vmat2_desktop.knowledge.toml_file import ResourceError

GOOD = """
[a.b]
text = "A study"
source = "Somebody 2001"
provenance = "read"
anchor = "steady"
observable = "d2.density"
points = [{ x = 1.0, y = 2.0 }]
"""


def test_what_ships_names_drugs_units_and_sources(model: Model) -> None:
    found = published.load()
    assert {one.anchor for one in found.values()} == {"first_dose", "steady", "stop", "dose_response"}
    for one in found.values():
        assert one.source
        assert unit_of(one.observable)
        assert not one.drug or one.drug in model.drugs


def test_it_agrees_with_the_observations(model: Model) -> None:
    """What is kept in two places must be one number."""
    known = observations.load(model.trial).observations
    found = published.load()
    (point,) = found["concentration.valbenazine"].points
    assert known["P03"].parts[0].published.startswith(f"{point.y:.2f}")
    week_6 = [one.points[-1].y for one in (found["kinect3.80 mg"], found["kinect3.placebo"])]
    assert week_6[0] is not None
    assert week_6[1] is not None
    assert known["C01"].parts[0].published.startswith(f"{week_6[0] - week_6[1]:.1f}")
    at_80 = [one.y for one in found["dose.valbenazine"].points if one.x == 80.0]
    assert at_80 == [pytest.approx(week_6[0] - week_6[1])]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("d2.density", "d2.colour"), "d2.colour"),
        (GOOD.replace("Somebody 2001", " "), "source"),
        (GOOD.replace("y = 2.0", "low = 1.0"), "both ends"),
        (GOOD.replace("y = 2.0", "y = 2.0, low = 3.0, high = 4.0"), "in its range"),
        (GOOD.replace(", y = 2.0", ""), "neither value nor range"),
        (GOOD.replace("steady", "never"), "anchor"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "published.toml").write_text(GOOD, encoding="utf-8")
    assert published.load_from(tmp_path)["a.b"].points[0].y == 2.0
    (tmp_path / "published.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(ResourceError, match=said):
        published.load_from(tmp_path)
