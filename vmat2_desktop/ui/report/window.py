"""Asks what the report is to hold, and saves it as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit, QWidget

from vmat2_desktop.documents import atomic
from vmat2_desktop.documents.errors import DocumentError
from vmat2_desktop.knowledge import Knowledge
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Button, Segments, Switch, Text
from vmat2_desktop.ui.dialogs.frame import ReadingWindow
from vmat2_desktop.ui.documents import Documents
from vmat2_desktop.ui.files import file_name
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.report.paper import Paper, usual_paper
from vmat2_desktop.ui.report.pdf import pdf_of
from vmat2_desktop.ui.report.subject import subject_of_session
from vmat2_desktop.ui.texts import clock_day, clock_time, tr
from vmat2_desktop.ui.traces.column import TracesColumn

SIZE = (520, 300)
_PAPERS = (Paper.A4, Paper.LETTER)
LONGEST_TITLE = 200
_MINUTES = 3600.0


class ReportWindow(ReadingWindow):
    """Stays beside the window, so that the clock can still be moved to the moment that is wanted."""

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        session: Session,
        known: Knowledge,
        documents: Documents,
        traces: TracesColumn,
        say: Callable[[str, bool], None],
    ) -> None:
        """Make the window.

        Args:
            parent: the main window.
            look: how it looks.
            session: what is reported.
            known: the parameters with their sources.
            documents: its name, file and notes.
            traces: the column whose traces are drawn.
            say: shows one sentence, and whether it is trouble.
        """
        super().__init__(parent, look, tr("Report"), *SIZE)
        self._look = look
        self._session = session
        self._known = known
        self._documents = documents
        self._traces = traces
        self._say = say
        self._suggested = ""
        self.title = QLineEdit()
        self.title.setObjectName("report_title")
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setAccessibleName(tr("Title of the report"))
        self.papers = Segments(look, ["A4", tr("Letter")], tr("Paper"))
        self.papers.set_chosen(_PAPERS.index(usual_paper()))
        self.parameters = Switch(look, tr("Parameters and their sources"))
        self.parameters.setAccessibleName(tr("Parameters and their sources"))
        self.parameters.setChecked(True)
        self._moment = Text(look, "", 15, wrap=True)
        self._lay_out()
        documents.changed.connect(self._suggest_title)
        session.frame_ready.connect(self._follow_clock)
        look.changed.connect(self._dress)
        self._dress()
        self._suggest_title()

    @property
    def moment(self) -> str:
        """What is said of the moment."""
        return self._moment.text()

    def _lay_out(self) -> None:
        look = self._look
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(Text(look, tr("Title"), 15), self.title)
        form.addRow(Text(look, tr("Moment"), 15), self._moment)
        form.addRow(Text(look, tr("Paper"), 15), self.papers)
        form.addRow(Text(look, "", 15), self.parameters)
        what = tr(
            "The scenario in words, the picture and the values of that moment, the traces that are shown, "
            "and your notes. With a scenario B, both sides and their differences."
        )
        self.body.addLayout(form)
        self.body.addWidget(Text(look, what, 14, role="ink2", wrap=True))
        self.body.addStretch(1)
        self.save_button = Button(look, tr("Save as PDF…"), "export")
        self.save_button.setObjectName("save_report")
        self.save_button.setAccessibleName(tr("Save the report as PDF"))
        self.save_button.clicked.connect(self.save)
        self.foot.insertWidget(1, self.save_button)
        self.save_button.setDefault(True)

    def _dress(self) -> None:
        self.title.setStyleSheet(f"font-size: {self._look.px(15)}px;")

    def _suggest_title(self) -> None:
        """Follow the document's name, until the person writes a title."""
        if self.title.text() == self._suggested:
            self._suggested = self._documents.name[:LONGEST_TITLE]
            self.title.setText(self._suggested)
            self.title.setCursorPosition(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Say the moment that the clock has reached meanwhile."""
        super().showEvent(event)
        self._follow_clock()

    def _follow_clock(self, _frame: object = None) -> None:
        if not self.isVisible():
            return
        time_h = self._session.time_h
        moment = f"{clock_day(time_h)}, {clock_time(time_h, _MINUTES)}"
        said = tr("{0}: where the clock stands").format(moment)
        if said != self._moment.text():
            self._moment.setText(said)

    def subject(self) -> Subject:
        """Return what is reported, as it stands now."""
        shown = [name for name in self._traces.cards if self._traces.is_shown(name)]
        name = self.title.text().strip() or self._documents.name
        quantities = self._known.quantities if self.parameters.isChecked() else None
        return subject_of_session(self._session, name, shown, self._documents.notes.text, quantities)

    @property
    def paper(self) -> Paper:
        """What is chosen."""
        return next(paper for place, paper in enumerate(_PAPERS) if self.papers.button(place).isChecked())

    def save(self) -> None:
        """Ask where, and save there; whatever goes wrong is one sentence."""
        # What is asked for is the moment of the press, not that of the answer.
        subject = self.subject()
        folder = Path() if self._documents.path is None else self._documents.path.parent
        suggested = str(folder / f"{file_name(subject.name)}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the report"), suggested, tr("PDF document (*.pdf)")
        )
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix else path.with_suffix(".pdf"), subject)

    def save_to(self, path: Path, subject: Subject | None = None) -> bool:
        """Write the report whole or not at all; return whether it is written."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            atomic.write_bytes(path, pdf_of(self.subject() if subject is None else subject, self.paper))
        except DocumentError as error:
            self._say(str(error), True)
            return False
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._say(tr("Saved as {0}").format(path), False)
        self.close()
        return True
