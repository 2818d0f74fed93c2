"""The four palettes: what colour each role has. Every role also has a shape, so colour is comfort only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, as #RRGGBB."""

    name: str
    dark: bool
    # the window
    window: str
    panel: str
    plate: str
    ink: str
    """Text."""
    ink2: str
    """Second text, leaders."""
    line: str
    """Hairlines that carry no meaning."""
    control: str
    """Edges of controls."""
    accent: str
    on_accent: str
    selected: str
    ghost: str
    """The curve before this edit."""
    # the cells
    terminal: str
    post: str
    membrane: str
    vesicle: str
    vesicle_membrane: str
    level: str
    hollow: str
    mitochondrion: str
    mitochondrion_edge: str
    # what moves
    dopamine: str
    dopamine_edge: str
    vmat2: str
    vmat2_edge: str
    vmat2_hollow_edge: str
    inhibitor: str
    inhibitor_edge: str
    d2: str
    d2_edge: str
    d1: str
    d1_edge: str
    dat: str
    dat_edge: str
    mao: str
    antipsychotic: str
    antipsychotic_edge: str
    band: str
    """Daily trough to peak."""
    # what is read from far away
    stroke: float = 1.0
    """How much thicker every line is,"""
    type_scale: float = 1.0
    """and how much larger the type, than in the window on a desk."""


LIGHT = Theme(
    name="light",
    dark=False,
    window="#F4F6F8",
    panel="#FFFFFF",
    plate="#FBFCFD",
    ink="#17202B",
    ink2="#465263",
    line="#D3DAE2",
    control="#768294",
    accent="#0067A3",
    on_accent="#FFFFFF",
    selected="#E3EFF8",
    ghost="#7B8796",
    terminal="#E4ECF4",
    post="#ECEAF1",
    membrane="#5A6B80",
    vesicle="#FFFFFF",
    vesicle_membrane="#4C5D73",
    level="#FBDFA3",
    hollow="#FFFFFF",
    mitochondrion="#DDD6CB",
    mitochondrion_edge="#6E6252",
    dopamine="#E69F00",
    dopamine_edge="#7A5200",
    vmat2="#0072B2",
    vmat2_edge="#004E7C",
    vmat2_hollow_edge="#0072B2",
    inhibitor="#CC79A7",
    inhibitor_edge="#8A3A66",
    d2="#009E73",
    d2_edge="#00614A",
    d1="#8793A3",
    d1_edge="#4A5668",
    dat="#56B4E9",
    dat_edge="#1B6FA3",
    mao="#3B3A45",
    antipsychotic="#D55E00",
    antipsychotic_edge="#8C3A00",
    band="#0072B2",
)
DARK = replace(
    LIGHT,
    name="dark",
    dark=True,
    window="#10151B",
    panel="#19202A",
    plate="#141A22",
    ink="#EEF2F6",
    ink2="#B4BFCC",
    line="#2F3946",
    control="#7F8C9C",
    accent="#6CC0F0",
    on_accent="#0B1016",
    selected="#1F3446",
    ghost="#8D99A8",
    terminal="#222E3C",
    post="#2A2A38",
    membrane="#93A4B8",
    vesicle="#10161D",
    vesicle_membrane="#A9B8C9",
    level="#6B4E12",
    hollow="#10161D",
    mitochondrion="#4A4336",
    mitochondrion_edge="#BBAC93",
    dopamine_edge="#FFD27A",
    vmat2="#2A7FC9",
    vmat2_edge="#9CCBF0",
    vmat2_hollow_edge="#9CCBF0",
    inhibitor="#D98FB8",
    inhibitor_edge="#F3C3DD",
    d2="#1DB58A",
    d2_edge="#7FE3C4",
    d1="#6F7C8D",
    d1_edge="#C3CCD7",
    dat="#93D6FA",
    dat_edge="#D3EEFC",
    mao="#D8DCE3",
    antipsychotic="#E8793A",
    antipsychotic_edge="#FFB58A",
    band="#56B4E9",
)
HIGH_CONTRAST = replace(
    DARK,
    name="high_contrast",
    window="#000000",
    panel="#000000",
    plate="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    line="#8A8A8A",
    control="#FFFFFF",
    accent="#7FD0FF",
    on_accent="#000000",
    selected="#003A5C",
    ghost="#B0B0B0",
    terminal="#101820",
    post="#181820",
    membrane="#FFFFFF",
    vesicle="#000000",
    vesicle_membrane="#FFFFFF",
    level="#8A6400",
    hollow="#000000",
)
PROJECTOR = replace(
    LIGHT,
    name="projector",
    window="#FFFFFF",
    plate="#FFFFFF",
    ink="#0B1118",
    ink2="#27313D",
    line="#8793A0",
    control="#5B6675",
    ghost="#5F6B7A",
    terminal="#DCE7F2",
    post="#E6E3EE",
    membrane="#3E4D60",
    vesicle_membrane="#33425A",
    level="#F8D27F",
    inhibitor="#C2639A",
    inhibitor_edge="#6E2450",
    d1="#76828F",
    d1_edge="#333E4C",
    stroke=1.5,
    type_scale=1.25,
)
THEMES: Mapping[str, Theme] = MappingProxyType(
    {theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST, PROJECTOR)}
)


def for_room(theme: Theme, type_scale: float) -> Theme:
    """Return how a theme looks in front of a class: thicker lines; a light one as a projector's."""
    ground = PROJECTOR if theme is LIGHT else theme
    return replace(ground, stroke=PROJECTOR.stroke, type_scale=type_scale)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB (WCAG 2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    dim, bright = sorted((luminance(first), luminance(second)))
    return (bright + 0.05) / (dim + 0.05)
