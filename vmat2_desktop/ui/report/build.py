"""What a report says, put into strips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from vmat2_desktop import __version__
from vmat2_desktop.ui.report import contents, strips
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.report.diagram import HEIGHT, Diagram
from vmat2_desktop.ui.report.paper import SMALL, TITLE, Style
from vmat2_desktop.ui.report.picture import picture_of
from vmat2_desktop.ui.report.strips import Column, Strip
from vmat2_desktop.ui.texts import clock_day, tr

_GUTTER = 14.0
_BOLD = Style(SMALL, 600)


def built(subject: Subject, width: float) -> list[Strip]:
    """Return the whole report as strips of that width, points."""
    return [
        *_title(subject, width),
        *_scenario(subject, width),
        *_notes(subject, width),
        *_pictures(subject, width),
        *_traces(subject, width),
        *_values(subject, width),
        *_parameters(subject, width),
    ]


def _title(subject: Subject, width: float) -> Iterator[Strip]:
    yield from strips.text(subject.name, Style(TITLE, 700), width)
    said = f"{subject.date}  ·  VMAT2 Desktop {__version__}"
    yield from strips.note(said, width)
    yield from strips.text(
        tr("A teaching model: nothing in it is dosing advice."), Style(SMALL, 600), width, above=4.0
    )


def _scenario(subject: Subject, width: float) -> Iterator[Strip]:
    compared = subject.b is not None
    yield from strips.heading(tr("The two scenarios") if compared else tr("The scenario"), width)
    for (letter, course), title in zip(subject.sides, contents.titles(subject), strict=True):
        yield from strips.subheading(f"{letter}: {title}" if compared else title, width)
        yield from strips.paragraph(contents.in_words(course.scenario, course.model), width, above=0.0)
        if warned := contents.labels_say(course):
            yield from strips.text(warned, Style(role="antipsychotic_edge"), width, above=4.0)
    rows = contents.fact_rows(subject)
    if compared:
        differ = [row[0] for row in rows if row[1] != row[2]]
        said = tr("They differ in: {0}.").format(", ".join(differ)) if differ else tr("They are the same.")
        yield from strips.paragraph(said, width, above=10.0)
    yield strips.gap(8.0)
    share = 0.34 if compared else 0.7
    columns = [Column("", 1.0 - share * len(subject.sides), style=_BOLD)]
    columns += [Column(letter if compared else "", share) for letter, _ in subject.sides]
    yield from strips.table(columns, rows, width)


def _notes(subject: Subject, width: float) -> Iterator[Strip]:
    if subject.notes.strip():
        yield from strips.heading(tr("Notes"), width)
        yield from strips.paragraph(subject.notes.strip(), width)


def _pictures(subject: Subject, width: float) -> Iterator[Strip]:
    yield from strips.heading(tr("The synapse on {0}").format(_lower(subject.moment)), width)
    compared = subject.b is not None
    pictures = [picture_of(course, subject.time_h, compared) for _, course in subject.sides]
    across = (width - _GUTTER) / 2 if compared else width
    size = pictures[0].image.deviceIndependentSize()
    height = across * size.height() / size.width()

    def paint(painter: QPainter, _width: float) -> None:
        for place, picture in enumerate(pictures):
            painter.drawImage(QRectF(place * (across + _GUTTER), 0, across, height), picture.image)

    if compared:
        columns = [Column(letter, 0.5, style=_BOLD) for letter, _ in subject.sides]
        rows = [contents.titles(subject)]
        yield from (replace(strip, keeps=True) for strip in strips.table(columns, rows, width))
    yield strips.figure(height, paint, keeps=True)
    for (letter, _), picture in zip(subject.sides, pictures, strict=True):
        said = f"{letter}: {picture.description}" if compared else picture.description
        yield from strips.note(said, width)


def _traces(subject: Subject, width: float) -> Iterator[Strip]:
    diagrams = [Diagram(subject, trace) for trace in contents.drawn_traces(subject)]
    if not diagrams:
        return
    yield from strips.heading(tr("Traces"), width)
    yield from strips.note(_how_to_read(subject), width, keeps=True)
    for place in range(0, len(diagrams), 2):
        yield _row_of(diagrams[place : place + 2], width)


def _how_to_read(subject: Subject) -> str:
    said = tr("The upright line is {0}, and the values are those of that moment.").format(
        _lower(subject.moment)
    )
    if subject.b is not None:
        said += " " + tr("A is dashed, with its letter in a disc; B is solid, with its letter in a box.")
    return said + " " + tr("Where days swing, a band reaches from the lowest to the highest of each day.")


def _row_of(diagrams: list[Diagram], width: float) -> Strip:
    across = (width - _GUTTER) / 2

    def paint(painter: QPainter, _width: float) -> None:
        for place, diagram in enumerate(diagrams):
            diagram.paint(painter, QRectF(place * (across + _GUTTER), 0, across, HEIGHT))

    words = [word for diagram in diagrams for word in diagram.words]
    return strips.figure(HEIGHT, paint, words)


def _values(subject: Subject, width: float) -> Iterator[Strip]:
    moment = _lower(subject.moment)
    if subject.b is not None:
        yield from strips.heading(tr("Differences on {0}").format(moment), width)
        shares = (0.32, 0.18, 0.12, 0.12, 0.13, 0.13)
        heads = (tr("Quantity"), tr("Unit"), "A", "B", tr("B − A"), tr("B / A"))
        columns = [
            Column(head, share, right=place > 1)
            for place, (head, share) in enumerate(zip(heads, shares, strict=True))
        ]
        rows = [
            (row.name, row.unit, row.a, row.b, row.difference, row.ratio)
            for row in contents.difference_rows(subject)
        ]
        yield from strips.table(columns, rows, width)
        return
    yield from strips.heading(tr("Values"), width)
    end_h = subject.a.scenario.horizon_h
    columns = [
        Column(tr("Quantity"), 0.34),
        Column(tr("Unit"), 0.18),
        Column(tr("Start"), 0.14, right=True),
        Column(subject.moment, 0.2, right=True, style=_BOLD),
        Column(clock_day(end_h), 0.14, right=True),
    ]
    yield from strips.table(columns, contents.value_rows(subject), width)


def _parameters(subject: Subject, width: float) -> Iterator[Strip]:
    used = contents.used(subject)
    if not used:
        return
    yield from strips.heading(tr("Parameters"), width)
    yield from strips.note(
        tr(
            "The {0} parameters of the model, and of the medicines and genes of this report; those of other "
            "medicines, genes and livers are left out. Measured: from a measurement. Calibrated: fitted to "
            "published results. Assumed: neither. {1} marks a value that the scenario changes. The number is "
            "that of the source in the list below."
        ).format(len(used), contents.CHANGED),
        width,
        keeps=True,
    )
    yield strips.gap(6.0, keeps=True)
    columns = [
        Column(tr("Parameter"), 0.54),
        Column(tr("Value"), 0.14, right=True, style=_BOLD),
        Column(tr("Unit"), 0.11),
        Column(tr("Grade"), 0.13),
        Column(tr("Source"), 0.08),
    ]
    yield from strips.table(columns, contents.parameter_rows(subject, used), width)
    yield from strips.heading(tr("Sources"), width)
    columns = [
        Column("", 0.08),
        Column(tr("Source"), 0.52),
        Column(tr("How it is known"), 0.28),
        Column(tr("Parameters"), 0.12, right=True),
    ]
    rows = [
        (f"[{source.number}]", source.text, source.provenance, str(source.count))
        for source in contents.sources(used)
    ]
    yield from strips.table(columns, rows, width)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
