"""Cards of the things of the plate, their equations, and what stands out when one is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vmat2_desktop.engine.model import Model
from vmat2_desktop.experiment import Experiment
from vmat2_desktop.knowledge import Knowledge, cards
from vmat2_desktop.knowledge.toml_file import ResourceError
from vmat2_desktop.session import Session
from vmat2_desktop.ui.cards.desk import thing_of_trace
from vmat2_desktop.ui.cards.live import value_in_words
from vmat2_desktop.ui.cards.notation import Fraction, Scripted, Symbol, parse, spoken
from vmat2_desktop.ui.cards.typeset import laid_out
from vmat2_desktop.ui.look import Look, ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import SPEED, clock_h, opening
from vmat2_desktop.ui.synapse_view import SPRITES, hits, tags
from vmat2_desktop.ui.traces.catalogue import traces

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture(scope="module")
def shared(qapp: QApplication, model: Model, known: Knowledge) -> Iterator[MainWindow]:
    scenario = opening(model)
    experiment = Experiment(scenario, model, speed=SPEED, playing=False)
    experiment.seek(clock_h(scenario))
    session = Session(experiment)
    made = MainWindow(session, Look(qapp, ThemeChoice.LIGHT), known.quantities)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    session.stop()
    made.documents.close()
    made.hide()
    made.deleteLater()


@pytest.fixture
def window(shared: MainWindow) -> MainWindow:
    shared.cards.panel.dismiss()
    shared.cards.attention.look_at("")
    shared.plate.view.show_whole()
    shared.plate.view.grab()
    return shared


# What there is


def test_everything_that_is_drawn_has_a_card_that_shows_its_variable() -> None:
    found = cards.load()
    assert set(found) == set(hits.THINGS)
    shown = {value.field for card in found.values() for value in card.values}
    assert set(SPRITES.values()) <= shown


def test_cards_name_only_what_there_is(known: Knowledge) -> None:
    named = {trace.id for trace in traces()}
    inhibitors = [name for name, drug in known.model.drugs.items() if drug.kind == "vmat2_inhibitor"]
    others = [name for name, drug in known.model.drugs.items() if drug.kind == "antipsychotic"]
    assert inhibitors
    assert others
    for card in cards.load().values():
        assert set(card.traces) <= named
        for item in card.parameters:
            ids = (
                {item.replace("{inhibitor}", name) for name in inhibitors}
                if "{inhibitor}" in item
                else {item}
            )
            ids = {one.replace("{antipsychotic}", name) for one in ids for name in others}
            assert ids & set(known.quantities), item
        assert not any(sign in card.text for sign in ("TODO", "lorem"))


def test_a_card_of_what_no_frame_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / cards.FILE).write_text(
        '[dat]\ntext = "x"\nvalues = [{ name = "n", field = "nothing", unit = "%" }]\nparameters = []\n'
        'traces = []\nequations = [{ maths = "v", where = "v: it" }]\n',
        encoding="utf-8",
    )
    with pytest.raises(ResourceError, match="dat shows nothing, which no frame has"):
        cards.load_from(tmp_path)


def test_each_trace_of_a_drawn_thing_leads_back_to_it() -> None:
    assert thing_of_trace("vmat2") == "pumps"
    assert thing_of_trace("movement") == "movement"
    assert thing_of_trace("qt") == ""


# Equations


def test_equations_are_read_as_trees_and_aloud() -> None:
    nodes = parse(r"\theta = \frac{C}{C + \text{IC}_{50}}")
    assert nodes[0] == Symbol("θ", italic=True)
    fraction = nodes[2]
    assert isinstance(fraction, Fraction)
    assert fraction.bottom[2] == Scripted(Symbol("IC"), (Symbol("50"),))
    assert spoken(nodes) == "θ equals C divided by (C plus IC 50)"
    assert spoken(parse("x^{n} - y'")) == "x to the power of n minus y prime"


@pytest.mark.parametrize("wrong", [r"\frac{a}", "a_b", "{a}", "a}", r"\sqrt{a}", r"\frac{a}{b"])
def test_what_is_no_equation_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(wrong)


def test_fractions_stand_above_one_another_and_scripts_are_smaller(qapp: QApplication) -> None:
    font = QFont()
    font.setPixelSize(20)
    flat, fraction = laid_out(parse("a b"), font), laid_out(parse(r"\frac{a}{b}"), font)
    assert fraction.above > flat.above
    assert fraction.below > flat.below
    assert fraction.width < flat.width * 1.5
    assert laid_out(parse("a_{b}"), font).width < flat.width
    assert laid_out(parse("a_{b}"), font).below > flat.below


def test_every_equation_can_be_typeset_and_read(qapp: QApplication) -> None:
    font = QFont()
    font.setPixelSize(19)
    for card in cards.load().values():
        for equation in card.equations:
            nodes = parse(equation.maths)
            assert laid_out(nodes, font).width > 0.0
            assert "\\" not in spoken(nodes)
            assert equation.where


# Cards


def test_every_thing_opens_its_card_within_the_plate(window: MainWindow) -> None:
    view, panel = window.plate.view, window.cards.panel
    for thing in hits.THINGS:
        view.card_asked.emit(thing)
        assert panel.isVisible()
        assert view.rect().contains(panel.geometry())
        assert panel.accessibleName() == f"Card: {view.name_of(thing)}"
        assert panel.subject is not None
        assert panel.subject.thing == thing
        assert all(text.text() for text in panel.values)
        assert [row.formula.accessibleName() for row in panel.equations]
        for row in panel.parameters:
            assert row.quantity.source in row.accessibleDescription()
            assert row.said[0] in row.accessibleName()


def test_a_card_says_the_value_of_the_moment(window: MainWindow) -> None:
    window.cards.show_card("pumps")
    frame = window.session.frame
    said = window.cards.panel.values[0].text()
    assert said == f"{round(frame.vmat2_occupancy * 100)}\N{NO-BREAK SPACE}%"
    window.session.seek(0.0)
    assert window.cards.panel.values[0].text() == "0\N{NO-BREAK SPACE}%"
    window.session.seek(clock_h(window.session.scenario))


def test_values_have_units(window: MainWindow) -> None:
    frame = window.session.frame
    for card in cards.load().values():
        for value in card.values:
            said = value_in_words(value, frame)
            assert said
            assert value.unit in said.replace("\N{NO-BREAK SPACE}", " ") or said == "–"


def test_a_click_opens_a_card_and_escape_closes_it(window: MainWindow) -> None:
    view, panel = window.plate.view, window.cards.panel
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect_of("dat").center())
    assert panel.isVisible()
    assert window.cards.attention.thing == "dat"
    # What happens on the card stays there.
    zoom = view.zoom
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(20, panel.height() - 4))
    assert panel.subject is not None
    assert (panel.subject.thing, view.zoom) == ("dat", zoom)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.cards.attention.thing == ""
    assert view.hasFocus()


def test_keys_open_a_card_walk_through_it_and_lead_back(window: MainWindow) -> None:
    view, panel = window.plate.view, window.cards.panel
    view.setFocus(Qt.FocusReason.TabFocusReason)
    while view.thing != "pumps":
        QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert panel.isVisible()
    assert panel.traces[0].hasFocus()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert panel.parameters[0].hasFocus()
    QTest.keyClick(panel.parameters[0], Qt.Key.Key_Return)
    opened = window.parameters()
    assert opened.detail.quantity is not None
    assert opened.detail.quantity.id == "vmat2.ic50"
    opened.close()
    window.activateWindow()
    QTest.keyClick(panel.parameters[0], Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert view.hasFocus()


def test_a_changed_parameter_is_told_as_changed(window: MainWindow) -> None:
    window.cards.show_card("pumps")
    session = window.session
    session.edit(session.scenario.with_override("vmat2.ic50", 30.0), "x")
    assert window.cards.panel.parameters[0].said[0] == "30 nM here, 21 nM in the model".replace(
        " nM", "\N{NO-BREAK SPACE}nM"
    )
    session.undo()
    assert "here" not in window.cards.panel.parameters[0].said[0]


# What is looked at


def attended(window: MainWindow) -> set[str]:
    found = {name for name, card in window.traces.cards.items() if card.plot._curves.emphasis > 1.0}
    assert found == {name for name, row in window.traces.readings.items() if row._attended}
    return found


def test_the_hand_on_a_thing_makes_its_trace_stand_out(window: MainWindow) -> None:
    view = window.plate.view
    assert attended(window) == set()
    before = window.traces.cards["vmat2"].grab().toImage()
    QTest.mouseMove(view, view.rect_of("pumps").center())
    assert attended(window) == {"vmat2"}
    assert window.traces.cards["vmat2"].grab().toImage() != before
    view.hover(None)
    assert attended(window) == set()
    assert window.traces.cards["vmat2"].grab().toImage() == before


def test_the_hand_or_the_keyboard_on_a_trace_outlines_its_thing(window: MainWindow) -> None:
    view, card = window.plate.view, window.traces.cards["movement"]
    plain = view.grab().toImage()
    at = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(at, at, at))
    assert view.thing == "movement"
    assert view.grab().toImage() != plain
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert view.thing == ""
    window.traces.cards["vmat2"].plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.thing == "pumps"
    window.setFocus()
    assert view.thing == ""


def test_an_open_card_keeps_its_thing_in_view_when_nothing_else_is_pointed_at(window: MainWindow) -> None:
    view = window.plate.view
    window.cards.show_card("pumps")
    QTest.mouseMove(view, view.rect_of("dat").center())
    assert attended(window) == {"extracellular"}
    view.hover(None)
    assert attended(window) == {"vmat2"}
    assert view.thing == "pumps"


def test_the_name_of_what_is_looked_at_covers_no_label(window: MainWindow) -> None:
    view = window.plate.view
    for zoom in (1.0, 2.0, 4.0):
        view.zoom_to(zoom)
        view.grab()
        assert view._placed is not None
        stage, fonts = view._view().stage, view._prepared_room().fonts
        written = [rect for _, rect in view._placed.names]
        clear = 0
        for thing in view.things():
            rect = QRectF(view.rect_of(thing))
            tag = tags.beside(rect, (view.name_of(thing), view.value_of(thing)), fonts, stage, written)
            assert stage.contains(tag.rect)
            clear += not any(tag.rect.intersects(other) for other in written)
        assert clear >= len(view.things()) - 2


def test_beside_an_open_card_the_name_is_not_said_again(window: MainWindow) -> None:
    view = window.plate.view
    view.look_at("dat")
    named = view.grab().toImage()
    view.set_told("dat")
    assert view.grab().toImage() != named
    view.set_told("")
    assert view.grab().toImage() == named
    window.cards.show_card("dat")
    assert view._told == "dat"
    window.cards.panel.dismiss()
    assert view._told == ""


def test_what_is_pointed_at_says_name_and_value(window: MainWindow) -> None:
    view = window.plate.view
    for thing in view.things():
        assert view.name_of(thing)
        assert view.value_of(thing), thing
