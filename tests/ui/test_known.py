"""How well a course is known: an ensemble solved in the pauses, and the band that it makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from vmat2_desktop.engine.uncertainty import Band
from vmat2_desktop.session import Session
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.traces.column import TracesColumn
from vmat2_desktop.ui.traces.known import Known

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
RANGES = {"vmat2.ic50": (15.0, 28.0)}


@pytest.fixture
def column(session: Session, look: Look, qtbot: QtBot) -> Iterator[TracesColumn]:
    made = TracesColumn(session, look, lambda _name, _data: None, RANGES)
    made.resize(464, 900)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def band_of(column: TracesColumn, trace: str) -> Band | None:
    return column.cards[trace].plot._curves.known


def test_no_band_is_solved_until_it_is_asked_for(session: Session, qtbot: QtBot) -> None:
    known = Known(session, RANGES, ("vmat2.occupancy",))
    with qtbot.assertNotEmitted(known.ready, wait=600):
        session.edit(session.scenario, "nothing")


def test_the_band_surrounds_the_curve_and_leaves_with_it(
    column: TracesColumn, session: Session, look: Look, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(column._known.ready, timeout=30_000) as caught:
        look.set_known(True)
    (band,) = caught.args
    curve = session.course.series["vmat2.occupancy"]
    middle = len(curve) // 2
    assert band.low["vmat2.occupancy"][middle] < curve[middle] < band.high["vmat2.occupancy"][middle]
    assert band_of(column, "vmat2") is band
    look.set_known(False)
    assert band_of(column, "vmat2") is None


def test_an_edit_takes_the_band_away_and_solves_another(
    column: TracesColumn, session: Session, look: Look, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(column._known.ready, timeout=30_000):
        look.set_known(True)
    before = band_of(column, "movement")
    with qtbot.waitSignal(column._known.ready, timeout=30_000):
        session.undo()
        session.reset("again")
        session.edit(type(session.scenario)(condition=session.scenario.condition, horizon_h=480.0), "shorter")
        assert band_of(column, "movement") is None
    after = band_of(column, "movement")
    assert after is not None
    assert after is not before
    assert after.time_h[-1] == 480.0
