"""What a report is about: the window as it stands, or a document that no window shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, QLocale

from vmat2_desktop.documents.session_file import Document
from vmat2_desktop.engine.course import solve
from vmat2_desktop.knowledge import Knowledge, Quantity
from vmat2_desktop.session import Session
from vmat2_desktop.ui.opening import clock_h
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.texts import title_of
from vmat2_desktop.ui.traces.catalogue import SHOWN_AT_FIRST


def subject_of_session(
    session: Session,
    name: str,
    shown: Sequence[str],
    notes: str,
    quantities: Mapping[str, Quantity] | None,
) -> Subject:
    """Return what stands in the window, at the clock.

    Args:
        session: the scenarios and the clock.
        name: the title of the report.
        shown: ids of the traces that are drawn.
        notes: what the person wrote.
        quantities: every parameter by its id; None: no list of them.
    """
    pair = session.pair
    return Subject(name, today(), pair.a, pair.b, session.time_h, tuple(shown), notes, quantities)


def subject_of_document(
    document: Document, name: str, known: Knowledge, time_h: float | None = None
) -> Subject:
    """Return what a document holds.

    Args:
        document: two scenarios, or one.
        name: the title of the report; empty: that of scenario A.
        known: what it is computed with.
        time_h: the moment; None: that of the document, or else where the window opens with it.

    Raises:
        ValueError: it cannot be computed.
    """
    a, b, layout = document.a, document.b, document.layout
    asked = layout.time_h if time_h is None else time_h
    return Subject(
        name or title_of(a, known.model),
        today(),
        solve(a, known.model),
        None if b is None else solve(b, known.model),
        clock_h(a) if asked is None else asked,
        SHOWN_AT_FIRST if layout.traces is None else layout.traces,
        document.notes,
        known.quantities,
    )


def today() -> str:
    """Return the date in words."""
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return english.toString(QDate.currentDate(), "d MMMM yyyy")
