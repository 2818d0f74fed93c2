"""Every command of the window with its name, key and menu: one table for menus, tool-tips and the help."""

from __future__ import annotations

from dataclasses import dataclass

from vmat2_desktop.ui.texts import tr

FILE, EDIT, VIEW, SIMULATION, HELP = "file", "edit", "view", "simulation", "help"
PRESENTING = "presenting"
"""No menu: these hold only in front of a class."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    """In Qt's portable notation; the first one is shown."""
    checkable: bool = False
    group: str = ""
    """Commands of a group stand together; a line parts groups."""


def commands() -> tuple[Command, ...]:
    """Return every command in the order of the menus."""
    return (
        Command("new", FILE, tr("&New"), ("Ctrl+N",), group="open"),
        Command("open", FILE, tr("&Open…"), ("Ctrl+O",), group="open"),
        Command("gallery", FILE, tr("&Gallery…"), ("Ctrl+G",), group="open"),
        Command("save", FILE, tr("&Save"), ("Ctrl+S",), group="save"),
        Command("save_as", FILE, tr("Save &as…"), ("Ctrl+Shift+S",), group="save"),
        Command("revert", FILE, tr("Re&vert to saved"), group="save"),
        Command("report", FILE, tr("Report as P&DF…"), ("Ctrl+P",), group="export"),
        Command("export_table", FILE, tr("Export &table as CSV…"), ("Ctrl+E",), group="export"),
        Command("save_picture", FILE, tr("Save &picture of the window…"), ("Ctrl+Shift+E",), group="export"),
        Command("quit", FILE, tr("&Quit"), ("Ctrl+Q",), group="quit"),
        Command("undo", EDIT, tr("&Undo"), ("Ctrl+Z",), group="undo"),
        Command("redo", EDIT, tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), group="undo"),
        Command("reset", EDIT, tr("Reset to the &opening"), ("Ctrl+Home",), group="reset"),
        Command("regimen", EDIT, tr("Regi&men…"), ("Ctrl+R",), group="regimen"),
        Command("notes", EDIT, tr("&Notes…"), ("Ctrl+Shift+N",), group="notes"),
        Command("theme_system", VIEW, tr("&Follow the system"), checkable=True, group="theme"),
        Command("theme_light", VIEW, tr("&Light"), checkable=True, group="theme"),
        Command("theme_dark", VIEW, tr("&Dark"), checkable=True, group="theme"),
        Command("theme_high", VIEW, tr("&High contrast"), checkable=True, group="theme"),
        Command("theme_projector", VIEW, tr("Pro&jector"), checkable=True, group="theme"),
        Command("text_larger", VIEW, tr("Lar&ger text"), ("Ctrl++", "Ctrl+="), group="text"),
        Command("text_smaller", VIEW, tr("&Smaller text"), ("Ctrl+-",), group="text"),
        Command("text_normal", VIEW, tr("Normal text si&ze"), ("Ctrl+0",), group="text"),
        Command("names", VIEW, tr("&Names in the picture"), ("Ctrl+L",), checkable=True, group="picture"),
        Command("person", VIEW, tr("The &person"), ("Ctrl+D",), checkable=True, group="picture"),
        Command("amines", VIEW, tr("Other a&mines"), ("Ctrl+Shift+A",), checkable=True, group="picture"),
        Command("in_words", VIEW, tr("In &words"), ("Ctrl+Shift+D",), group="picture"),
        Command("known", VIEW, tr("How well it is &known"), ("Ctrl+K",), checkable=True, group="picture"),
        Command("reduced_motion", VIEW, tr("&Reduced motion"), ("Ctrl+M",), checkable=True, group="picture"),
        Command("stills", VIEW, tr("Typical spike in stills"), ("I",), checkable=True, group="picture"),
        Command("probe", VIEW, tr("Probe in the &cleft"), ("P",), checkable=True, group="picture"),
        Command("compare", VIEW, tr("Comp&are two scenarios"), ("C",), checkable=True, group="compare"),
        Command("side_a", VIEW, tr("Edit scenario A"), ("Ctrl+1",), group="compare"),
        Command("side_b", VIEW, tr("Edit scenario B"), ("Ctrl+2",), group="compare"),
        Command("dose_response", VIEW, tr("Dos&e and response…"), ("D",), group="more"),
        Command(
            "present", VIEW, tr("&Begin presenting"), ("F5", "Shift+F5"), checkable=True, group="present"
        ),
        Command("zoom_in", VIEW, tr("Zoom &in on the picture"), ("Z",), group="zoom"),
        Command("zoom_out", VIEW, tr("Zoom &out of the picture"), ("Shift+Z",), group="zoom"),
        Command("zoom_whole", VIEW, tr("Whole pict&ure"), ("0",), group="zoom"),
        Command("play", SIMULATION, tr("&Play or pause"), ("Space",), group="time"),
        Command("step", SIMULATION, tr("&Step"), (".",), group="time"),
        Command("start", SIMULATION, tr("To the s&tart"), ("Home",), group="time"),
        Command("slower", SIMULATION, tr("Slo&wer"), ("[",), group="speed"),
        Command("faster", SIMULATION, tr("&Faster"), ("]",), group="speed"),
        Command("spike", SIMULATION, tr("Sp&ike"), ("S",), group="spike"),
        Command("burst", SIMULATION, tr("&Burst"), ("B",), group="spike"),
        Command("textbook", SIMULATION, tr("Te&xtbook model"), ("T",), checkable=True, group="rung"),
        Command("mechanistic", SIMULATION, tr("&Mechanistic model"), ("M",), checkable=True, group="rung"),
        Command("shortcuts", HELP, tr("&Keyboard shortcuts"), ("F1",), group="read"),
        Command("reading", HELP, tr("How to &read the picture"), ("Shift+F1",), group="read"),
        Command("sources", HELP, tr("&Parameters and sources"), ("Ctrl+I",), group="read"),
        Command("about", HELP, tr("&About VMAT2 Desktop"), group="about"),
    )


def clicker() -> tuple[Command, ...]:
    """Return what the keys of a presenter's remote do while the window is in front of a class."""
    return (
        Command("previous_moment", PRESENTING, tr("Back"), ("PgUp",)),
        Command("next_moment", PRESENTING, tr("Next"), ("PgDown",)),
        Command("blank", PRESENTING, tr("Blank"), ("B", ".")),
        Command("end_presenting", PRESENTING, tr("End"), ("Esc",)),
    )


def control_keys() -> tuple[tuple[str, str], ...]:
    """Return what keys do inside a control: (keys, what happens)."""
    return (
        (tr("Tab, Shift+Tab"), tr("next and previous control")),
        (tr("Arrow keys on a slider"), tr("one step up or down")),
        (tr("Page up and down, Home, End on a slider"), tr("large step, lowest, highest")),
        (tr("Alt+Home in a control or at the head of a section"), tr("reset it to its default")),
        (tr("Arrow keys on the timeline"), tr("one day back or forth; with Shift one hour")),
        (tr("Page up and down on the timeline"), tr("one week back or forth")),
        (tr("Arrow keys, Space in a regimen"), tr("mark a day, miss its doses or take them again")),
        (tr("+, −, 0 in a regimen"), tr("look closer, from further away, at all of it")),
        (
            tr("Left, Right on a trace"),
            tr("read the curves; Shift: one pixel, Enter: bring the clock"),
        ),
        (tr("+, −, 0 on a trace"), tr("look closer, from further away, at everything")),
        (tr("Page up and down, Ctrl+arrows on a trace"), tr("later and earlier")),
        (
            tr("Left, Right on dose and response"),
            tr("read the curve by steps of the dose; Enter: take that dose"),
        ),
        (tr("Wheel or pinch on the picture"), tr("zoom; drag to move, double click for the whole")),
        (tr("Arrow keys on the picture"), tr("next and previous thing; Enter opens its card, Esc closes it")),
        (tr("Arrow keys on the probe"), tr("move it through the cleft; Shift: small steps")),
        (tr("Arrow keys on the stills"), tr("next and previous still")),
        (tr("Shift and an arrow key on the picture"), tr("move a zoomed picture")),
        (tr("Arrow keys, Home, End in the gallery"), tr("walk through the pictures; Enter: open one")),
        (tr("Menu key or Shift+F10 on a trace"), tr("copy or save the trace")),
    )


def menu_titles() -> dict[str, str]:
    """Return the menus in their order."""
    return {
        FILE: tr("&File"),
        EDIT: tr("&Edit"),
        VIEW: tr("&View"),
        SIMULATION: tr("&Simulation"),
        HELP: tr("&Help"),
    }
