"""Told twice: whoever sees fewer colours, or none, still tells the things and the curves apart.

Colour vision is simulated after Machado, Oliveira and Fernandes (2009) at full severity, in linear RGB.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from vmat2_desktop.documents import scenario_file
from vmat2_desktop.engine import course as courses
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.knowledge.paths import resources_dir
from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.colours import Theme
from vmat2_desktop.ui.synapse_view.atlas import Drawn, catalogue
from vmat2_desktop.ui.synapse_view.sprites import Brush
from vmat2_desktop.ui.traces.catalogue import Line, traces

Array = npt.NDArray[np.float64]

VISIONS: dict[str, Array] = {
    "all colours": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
APART = 15.0
"""Colour difference (CIE 1976) that is seen at once between two things that lie apart."""
SHAPE_APART = 0.15
"""Share of what is drawn of two things in which they differ without any colour,"""
SEEN = 0.12
"""where a difference counts from this share of the way from black to white."""
SIDE = 72
WHITE = np.array([0.95047, 1.0, 1.08883])
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: Array) -> Array:
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def rgb(colour: str) -> Array:
    return np.array([int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)])


def lab(colour: str, vision: str) -> Array:
    seen = np.clip(VISIONS[vision] @ linear(rgb(colour)), 0.0, 1.0)
    x, y, z = (
        np.cbrt(v) if v > (6 / 29) ** 3 else v / (3 * (6 / 29) ** 2) + 4 / 29 for v in TO_XYZ @ seen / WHITE
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


@pytest.fixture(scope="module")
def diagrams(known: Knowledge) -> list[tuple[str, tuple[Line, ...]]]:
    """Every diagram's lines, over ready scenarios with each kind of medicine."""
    found = []
    for name in ("tourette-tetrabenazine", "valbenazine-food", "reserpine-stopped", "healthy"):
        scenario = scenario_file.read(resources_dir() / "scenarios" / f"{name}.json", known)
        course = courses.solve(scenario, known.model)
        found += [(trace.id, trace.lines_of(course)) for trace in traces()]
    return found


def picture(drawn: Drawn, theme: Theme) -> Array:
    """A sprite on the plate, filling the picture, as values 0 to 1 of what an eye without colour sees."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    reach = max(drawn.half_width, drawn.above, drawn.below)
    with QPainter(image) as painter:
        painter.fillRect(image.rect(), theme.plate)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(SIDE / 2, SIDE / 2)
        painter.scale(SIDE / 2 / reach, SIDE / 2 / reach)
        drawn.draw(Brush(painter, theme, reach / (SIDE / 2)))
    values = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(SIDE, SIDE, 4)[:, :, 2::-1] / 255.0
    grey: Array = (linear(values) @ VISIONS["grey"][0]) ** (1 / 2.2)
    return grey


def test_the_simulation_keeps_grey_and_merges_what_it_should() -> None:
    for vision in VISIONS:
        assert np.allclose(VISIONS[vision] @ np.ones(3), 1.0, atol=1e-4)
    assert distance("#FF0000", "#808000", "all colours") > 50.0
    # A red and an olive that a person without red cones confuses.
    assert distance("#9A5B00", "#5B6A00", "protan") < 0.5 * distance("#9A5B00", "#5B6A00", "all colours")
    assert distance("#3D8BD4", "#2F9E8F", "tritan") < 0.5 * distance("#3D8BD4", "#2F9E8F", "all colours")


def test_two_curves_of_a_diagram_differ_in_dash_or_far_in_colour(
    diagrams: list[tuple[str, tuple[Line, ...]]],
) -> None:
    pairs = [(name, *pair) for name, lines in diagrams for pair in combinations(lines, 2)]
    assert len({name for name, *_ in pairs}) >= 5
    for name, one, other in pairs:
        nearest = min(
            distance(getattr(theme, one.role), getattr(theme, other.role), vision)
            for theme in looks.THEMES.values()
            for vision in VISIONS
        )
        assert one.dash != other.dash or nearest >= APART, (name, one.name, other.name)


@pytest.mark.parametrize("name", looks.THEMES)
def test_every_curve_is_seen_on_its_ground(name: str, diagrams: list[tuple[str, tuple[Line, ...]]]) -> None:
    theme = looks.THEMES[name]
    roles = {line.role for _, lines in diagrams for line in lines}
    assert {"vmat2", "d2", "inhibitor_edge", "ink"} <= roles
    for role in roles:
        assert looks.contrast(getattr(theme, role), theme.panel) >= 3.0, role


@pytest.mark.parametrize("name", looks.THEMES)
def test_every_thing_has_a_shape_of_its_own(qapp: QApplication, name: str) -> None:
    theme = looks.THEMES[name]
    sprites = {
        kind: drawn
        for kind, drawn in catalogue([0.0]).items()
        if not kind.startswith(("vesicle", "small", "omega", "auto"))
    }
    seen = {kind: picture(drawn, theme) for kind, drawn in sprites.items()}
    assert len(seen) >= 15
    for one, other in combinations(seen, 2):
        ground = picture(Drawn(lambda _: None, 1.0, 1.0, 1.0), theme)
        ink = (np.abs(seen[one] - ground) > SEEN) | (np.abs(seen[other] - ground) > SEEN)
        differs = np.abs(seen[one] - seen[other]) > SEEN
        assert (differs & ink).sum() >= SHAPE_APART * ink.sum(), (one, other)


@pytest.mark.parametrize("vision", ["protan", "deutan", "tritan"])
@pytest.mark.parametrize("name", looks.THEMES)
def test_things_of_different_kinds_keep_colours_apart(name: str, vision: str) -> None:
    theme = looks.THEMES[name]
    roles = ("dopamine", "vmat2", "inhibitor", "d2", "antipsychotic", "dat")
    near = {
        (one, other): distance(getattr(theme, one), getattr(theme, other), vision)
        for one, other in combinations(roles, 2)
    }
    assert min(near.values()) >= APART, min(near, key=lambda pair: near[pair])
