"""One side's synapse as a widget."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vmat2_desktop.engine.frame import Frame
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.regimens import antipsychotic, inhibitor
from vmat2_desktop.session import NANOSECONDS
from vmat2_desktop.ui import description
from vmat2_desktop.ui.compare.miniature import Miniature, Sheets
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.synapse_view import words
from vmat2_desktop.ui.synapse_view.scene import Scene
from vmat2_desktop.ui.texts import active_form, movements_in_words

LONGEST_GAP_S = 0.1
_PACE_ROWS = 2
_ROW_FROM = 220
"""Lower pictures leave the row of receptors to the values beside them."""


def names_of(scenario: Scenario, model: Model) -> words.Names:
    """Return what the medicines of a scenario are called."""
    regimen, other = inhibitor(scenario, model), antipsychotic(scenario, model)
    drug = None if regimen is None else model.drugs[regimen.drug]
    return words.Names(
        "" if drug is None else drug.name,
        "" if other.drug is None else model.drugs[other.drug].name,
        "" if drug is None else active_form(drug),
        *movements_in_words(scenario.condition),
    )


class ComparedPlate(QWidget):
    """Draws frames of one side. Nothing in it animates itself: it moves with the frames."""

    def __init__(self, look: Look, model: Model, sheets: Sheets) -> None:
        super().__init__()
        self._look = look
        self._sheets = sheets
        self._scene = Scene(model)
        self._names = words.Names()
        self._picture: Miniature | None = None
        self._ratio = 0.0
        self._numbers = True
        self._pace = self._short_pace = ""
        self._shown = QElapsedTimer()
        self._shown.start()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        look.changed.connect(self._relook)
        self._relook()

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._scene

    @property
    def names(self) -> words.Names:
        """What its medicines are called."""
        return self._names

    def show_scenario(self, scenario: Scenario, model: Model) -> None:
        """Name the medicines of a scenario."""
        self._names = names_of(scenario, model)
        self._numbers = True

    def show_frame(self, frame: Frame, numbers: bool) -> None:
        """Draw this frame from now on; without `numbers` what is written may stay."""
        passed = self._shown.nsecsElapsed() * NANOSECONDS
        self._shown.restart()
        self._scene.advance(min(passed, LONGEST_GAP_S))
        self._scene.show(frame)
        self._numbers = self._numbers or numbers
        counts = self._scene.counts
        if numbers and counts is not None:
            self._pace, self._short_pace = words.pace(frame), words.short_pace(frame)
            said = description.paragraph(counts, self._names)
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)
        self.update()

    def _relook(self) -> None:
        self._scene.reduced_motion = self._look.reduced_motion
        self._forget()

    def _forget(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._forget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        if self._picture is None or self.devicePixelRatioF() != self._ratio:
            self._ratio = self.devicePixelRatioF()
            scale = self._look.scale if self.height() >= self._look.px(_ROW_FROM) else 0.0
            self._picture = Miniature(self._sheets, self._look.theme, self.size(), self._ratio, scale)
        painter = QPainter(self)
        self._picture.paint(painter, self._scene, self._names, self._numbers)
        self._numbers = False
        self._write_pace(painter)
        painter.end()

    def _write_pace(self, painter: QPainter) -> None:
        """Say how the picture relates to the clock, where the terminal leaves room for it."""
        look = self._look
        painter.setFont(look.font(13))
        painter.setPen(look.colour("ink2"))
        metrics = QFontMetricsF(painter.font())
        assert self._picture is not None
        place = self._picture.place
        room = place.left + place.scale * 330.0 - look.px(14)
        # A third row would stand where the terminal is widest.
        lines = next(
            (
                rows
                for text in (self._pace, self._short_pace)
                if len(rows := words_in_rows(text, metrics, room)) <= _PACE_ROWS
                and all(metrics.horizontalAdvance(row) <= room for row in rows)
            ),
            [],
        )
        for row, line in enumerate(lines):
            painter.drawText(QPointF(look.px(10), look.px(18) + row * metrics.height()), line)


def words_in_rows(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Break a text into rows that fit; a word is never broken."""
    rows: list[str] = []
    for word in text.split(" "):
        if rows and metrics.horizontalAdvance(f"{rows[-1]} {word}") <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows
