"""The report: what stands on its pages, how these break, the PDF, its window, the command."""

from __future__ import annotations

import errno
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTableWidget

from vmat2_desktop import app, cli, regimens
from vmat2_desktop.documents import session_file
from vmat2_desktop.documents.session_file import Document, Layout
from vmat2_desktop.engine.course import solve
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Condition, Liver, Scenario
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.ui.look import ThemeChoice
from vmat2_desktop.ui.main_window import MainWindow
from vmat2_desktop.ui.opening import opening
from vmat2_desktop.ui.report import contents, strips
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.report.pages import Page, paginated
from vmat2_desktop.ui.report.paper import MARGIN, Paper, Style
from vmat2_desktop.ui.report.pdf import image_of, pages_of, pdf_of
from vmat2_desktop.ui.report.strips import Column, Strip
from vmat2_desktop.ui.report.subject import subject_of_document
from vmat2_desktop.ui.report.window import ReportWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOTES = "Why does it take weeks?\nAsk about <b>CYP2D6</b> & paroxetine."


@pytest.fixture(scope="module")
def single(known: Knowledge, qapp: QApplication) -> Subject:
    """Return one scenario, with a parameter changed."""
    scenario = replace(opening(known.model), title="A lesson").with_override("vmat2.ic50", 30.0)
    layout = Layout(("plasma", "vesicular", "movement"), time_h=1346.0)
    return subject_of_document(Document(scenario, None, NOTES, layout), "For Thursday", known)


@pytest.fixture(scope="module")
def double(known: Knowledge, single: Subject) -> Subject:
    """Return two scenarios."""
    other = Scenario(title="Another", condition=Condition.HUNTINGTON, horizon_h=2400.0)
    return replace(single, b=solve(other, known.model))


@pytest.fixture(scope="module")
def single_pages(single: Subject) -> list[Page]:
    return pages_of(single, Paper.A4)


@pytest.fixture(scope="module")
def double_pages(double: Subject) -> list[Page]:
    return pages_of(double, Paper.LETTER)


def text_of(pages: list[Page]) -> str:
    return "\n".join(page.text for page in pages)


# What is said


def test_a_report_says_whom_what_and_when(single: Subject, single_pages: list[Page]) -> None:
    text = text_of(single_pages)
    assert text.startswith("For Thursday\n")
    assert re.search(r"^\d{1,2} \w+ \d{4}  ·  VMAT2 Desktop ", text, re.MULTILINE)
    assert "nothing in it is dosing advice" in text
    assert "A lesson" in text
    said = contents.in_words(single.a.scenario, single.model)
    assert said.startswith(
        "Tardive dyskinesia after 3 years of haloperidol 5\N{NO-BREAK SPACE}mg a day. Haloperidol goes on."
    )
    assert "Day 7: Valbenazine starts, 40\N{NO-BREAK SPACE}mg a day" in said
    assert said.endswith("The course is 112 days long.")
    for line in NOTES.split("\n"):
        assert line in text, "notes are text, never marks"
    assert "The synapse on day 56, 02:00" in text
    assert "of the VMAT2 pumps are occupied by [+]-α-HTBZ" in text


def test_the_values_are_those_of_the_moment(single: Subject, single_pages: list[Page]) -> None:
    rows = {row[0]: row for row in contents.value_rows(single)}
    course = single.a
    vesicular = f"{course.at('vesicular.content', single.time_h) * 100:.0f}"
    assert rows["Vesicular dopamine"][3] == vesicular
    assert rows["Vesicular dopamine"][2] == f"{course.at('vesicular.content', 0.0) * 100:.0f}"
    cells = "\n".join(rows["Vesicular dopamine"])
    assert cells in text_of(single_pages)
    assert f"Vesicular dopamine {vesicular} % of healthy" in text_of(single_pages), "beside its trace too"


def test_every_parameter_that_is_read_stands_with_its_source(
    single: Subject, single_pages: list[Page], known: Knowledge
) -> None:
    used = {quantity.id for quantity in contents.used(single)}
    assert {"vmat2.ic50", "terminal.blood_tyrosine", "history.tardive_dyskinesia_dose", "cyp2d6.*1"} <= used
    assert {name.partition(".")[0] for name in used} >= {"valbenazine", "haloperidol", "movement"}
    absent = {"tetrabenazine", "trial", "variability", "liver", "drd2"}
    assert not absent & {name.partition(".")[0] for name in used}
    listed = contents.sources(contents.used(single))
    assert sum(source.count for source in listed) == len(used)
    by_number = {f"[{source.number}]": source for source in listed}
    text = text_of(single_pages)
    for row, quantity in zip(
        contents.parameter_rows(single, contents.used(single)), contents.used(single), strict=True
    ):
        assert row[3] == quantity.grade
        assert by_number[row[4]].text == quantity.source
        assert "\n".join(row) in text
        assert quantity.source in text


def test_a_changed_parameter_is_marked_and_a_side_named(single: Subject, double: Subject) -> None:
    def value(subject: Subject) -> str:
        rows = contents.parameter_rows(subject, contents.used(subject))
        return next(row[1] for row in rows if row[0].startswith("vmat2.ic50\n"))

    assert value(single) == "◆ 30\nmodel: 21"
    assert value(double) == "◆ A 30, B 21\nmodel: 21"


def test_two_scenarios_stand_beside_one_another(double: Subject, double_pages: list[Page]) -> None:
    text = text_of(double_pages)
    assert "A: A lesson" in text
    assert "B: Another" in text
    assert ("Condition", "Tardive dyskinesia", "Huntington chorea") in contents.fact_rows(double)
    assert "They differ in: Condition, Haloperidol, Valbenazine" in text
    rows = contents.difference_rows(double)
    row = next(row for row in rows if row.name == "Vesicular dopamine")
    assert "\n".join((row.name, row.unit, row.a, row.b, row.difference, row.ratio)) in text
    assert row.a != row.b


def test_what_leaves_the_labels_is_said(single: Subject, known: Knowledge) -> None:
    assert contents.labels_say(single.a) == ""
    scenario = single.a.scenario
    asked = regimens.inhibitor(scenario, known.model)
    assert asked is not None
    ill = replace(scenario.person, liver=Liver.MODERATE)
    over = regimens.with_inhibitor(scenario, known.model, replace(asked, mg_per_day=120.0))
    said = contents.labels_say(solve(over, known.model))
    assert "Valbenazine: 120\N{NO-BREAK SPACE}mg a day is above the label's 80\N{NO-BREAK SPACE}mg" in said
    said = contents.labels_say(solve(replace(over, person=ill), known.model))
    assert "40\N{NO-BREAK SPACE}mg for this liver" in said
    two = pages_of(replace(single, a=solve(over, known.model), quantities=None), Paper.A4)
    assert "Beyond the labels." in two[0].text


def test_without_parameters_they_are_left_out(single: Subject) -> None:
    short = pages_of(replace(single, quantities=None), Paper.A4)
    assert len(short) < 6
    assert "Sources" not in text_of(short)


# Pages


def test_no_page_is_overfull_and_no_heading_ends_one(
    single_pages: list[Page], double_pages: list[Page]
) -> None:
    for pages, paper in ((single_pages, Paper.A4), (double_pages, Paper.LETTER)):
        assert len(pages) > 4
        for page in pages:
            assert page.used <= paper.body.height() + 0.01
            last = page.strips[-1][1]
            assert not last.keeps
            assert page.strips[0][1].words, "no page begins with empty room"


def a_table(rows: int, width: float = 400.0) -> list[Strip]:
    return strips.table(
        [Column("Head", 0.5), Column("Value", 0.5)], [(str(n), "x") for n in range(rows)], width
    )


def test_a_table_has_its_head_on_every_page(qapp: QApplication) -> None:
    pages = paginated(a_table(60), 300.0)
    assert len(pages) > 3
    assert all(page.text.startswith("Head\nValue\n") for page in pages)
    rows = re.findall(r"^(\d+)$", text_of(pages), re.MULTILINE)
    assert rows == [str(number) for number in range(60)]
    assert len(pages[-1].strips) >= 3, "the last row does not stand alone"


def test_a_heading_takes_its_table_along(qapp: QApplication) -> None:
    before = [strips.gap(250.0)]
    pages = paginated([*before, *strips.heading("Below", 400.0), *a_table(3)], 300.0)
    assert "Below" not in pages[0].text
    assert pages[1].text.startswith("Below\nHead")


def test_long_words_are_broken_and_never_cut(qapp: QApplication) -> None:
    style = Style(10)
    for words in ("x" * 500, "one two " * 40, "\U0001f9e0 " * 80, "a\tb\n\nc", ""):
        lines = strips.lines_of(words, style.font, 200.0)
        kept = "".join(lines).replace(" ", "")
        assert kept == re.sub(r"\s", "", words)
    assert strips.lines_of("a\n\nb", style.font, 200.0) == ["a", "", "b"]


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_drawn_in_the_margins(single: Subject, single_pages: list[Page], paper: Paper) -> None:
    pages = single_pages if paper is Paper.A4 else pages_of(replace(single, quantities=None), paper)
    width, height = paper.value
    for number in range(min(4, len(pages))):
        image = image_of(single, paper, pages, number, 1.0)
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
        rows, columns = np.nonzero(pixels != 0xFFFFFFFF)
        assert len(rows) > 2000
        assert MARGIN - 3 <= columns.min() < columns.max() <= width - MARGIN + 3
        assert MARGIN - 3 <= rows.min() < rows.max() <= height - MARGIN + 3


def test_pages_are_light_in_every_theme(
    window: MainWindow, single: Subject, single_pages: list[Page]
) -> None:
    before = image_of(single, Paper.A4, single_pages, 1, 1.0)
    window.look.set_choice(ThemeChoice.HIGH)
    window.look.set_scale(2.0)
    pages = pages_of(replace(single, quantities=None), Paper.A4)
    after = image_of(single, Paper.A4, pages, 1, 1.0)
    window.look.set_scale(1.0)
    window.look.set_choice(ThemeChoice.LIGHT)
    assert before.copy(0, 0, 595, 760) == after.copy(0, 0, 595, 760)


# The PDF


def objects_of(pdf: bytes) -> bytes:
    """Return a PDF with its compressed parts read."""
    found = [pdf]
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_the_pdf_has_every_page_and_its_own_fonts(double: Subject, double_pages: list[Page]) -> None:
    pdf = pdf_of(double, Paper.LETTER, double_pages)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    objects = objects_of(pdf)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", objects)) == len(double_pages)
    assert re.search(rb"/MediaBox\s*\[0 0 612(\.0+)? 792(\.0+)?\]", objects)
    assert b"SourceSansPro" in objects
    assert re.search(rb"/FontFile\d?", objects)
    pictures = len(re.findall(rb"/Subtype\s*/Image", objects))
    assert 1 <= pictures <= 4, "the synapses are pictures; traces and tables are not"


# The window and the command


@pytest.fixture
def opened(window: MainWindow) -> Iterator[ReportWindow]:
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    report = window.dialogs["report"]
    assert isinstance(report, ReportWindow)
    show(report)
    yield report
    report.close()


def test_ctrl_p_and_enter_save_what_stands_in_the_window(
    window: MainWindow, opened: ReportWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return str(tmp_path / "out"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    QTest.keyClick(opened, Qt.Key.Key_Return)
    assert asked == ["Tardive dyskinesia, valbenazine 80 mg.pdf"]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert window.message == f"Saved as {tmp_path / 'out.pdf'}"
    assert not opened.isVisible()


def test_the_report_says_what_the_window_shows(window: MainWindow, opened: ReportWindow) -> None:
    window.session.set_b(Scenario(condition=Condition.HUNTINGTON), "b")
    window.session.set_compared(True)
    window.session.seek(777.0)
    show(window)
    assert window.compare is not None
    window.compare.below.open_tab(1)
    show(window)
    table = window.findChild(QTableWidget, "differences")
    assert table is not None
    cells = [[table.item(row, column) for column in range(6)] for row in range(table.rowCount())]
    found = [tuple("" if cell is None else cell.text() for cell in row) for row in cells]
    assert len(found) > 5
    subject = opened.subject()
    rows = contents.difference_rows(subject)
    assert [(row.name, row.unit, row.a, row.b, row.difference, row.ratio) for row in rows] == found
    window.session.remove_b("no b")
    window.traces.set_shown("plasma", True)
    subject = opened.subject()
    assert subject.b is None
    values = {row[0]: row[3] for row in contents.value_rows(subject)}
    for name, quantity in (("vmat2", "VMAT2 occupied"), ("movement", "Movement, AIMS-like")):
        assert window.traces.cards[name].title.value == values[quantity]
    assert "plasma" in subject.shown


def test_the_window_follows_the_clock_and_the_name_until_it_is_written(
    window: MainWindow, opened: ReportWindow, tmp_path: Path
) -> None:
    window.session.seek(24.0 * 10 + 6.5)
    assert opened.moment.startswith("Day 10, 06:30")
    opened.close()
    window.session.seek(24.0 * 11)
    assert opened.moment.startswith("Day 10"), "nothing is written where nobody looks"
    show(opened)
    assert opened.moment.startswith("Day 11, 00:00")
    window.documents.save_to(tmp_path / "lesson.vmat2")
    assert opened.title.text() == "lesson"
    opened.title.clear()
    QTest.keyClicks(opened.title, "Mine")
    window.documents.save_to(tmp_path / "other.vmat2")
    assert opened.subject().name == "Mine"
    opened.parameters.click()
    assert opened.subject().quantities is None
    opened.papers.button(1).click()
    assert opened.paper is Paper.LETTER


def test_a_failing_disk_gives_one_sentence_and_keeps_the_old_file(
    window: MainWindow, opened: ReportWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.parameters.setChecked(False)
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not opened.save_to(path)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["report.pdf"]
    assert (
        window.message
        == f"{path} cannot be written: the disk is full; free some space or choose another folder."
    )
    assert opened.isVisible(), "another folder can be chosen at once"


def test_the_command_writes_a_session_with_both_sides(
    tmp_path: Path, known: Knowledge, model: Model, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "two.vmat2", tmp_path / "out.pdf"
    source.write_text(session_file.dumps(Document(opening(model), Scenario(), "Noted")), encoding="utf-8")
    monkeypatch.setattr(app, "_application", lambda: qapp)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    line = ["report", str(source), "--out", str(out), "--at", "7 d", "--title", "Shown", "--paper", "letter"]
    assert app.main(line) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert b"612" in objects_of(out.read_bytes())
    subject = subject_of_document(session_file.read(source, known), "", known, 168.0)
    assert (subject.notes, subject.time_h, len(subject.sides)) == ("Noted", 168.0, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "x.png"], "must be the name of a .pdf file"),
        (["--out", "x.pdf", "--at", "200 d"], "must lie within the scenario"),
        (["--out", "none/x.pdf"], "the folder does not exist"),
    ],
)
def test_what_the_command_cannot_do_is_one_sentence(
    tmp_path: Path,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "_application", lambda: qapp)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    Path("a.json").write_text("{}", encoding="utf-8")
    try:
        status = app.main(["report", "a.json", *options])
    except SystemExit as ended:
        status = int(str(ended.code))
    error = capsys.readouterr().err
    assert status == cli.FAILED
    assert said in error
    assert error.count("\n") == 1
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]
