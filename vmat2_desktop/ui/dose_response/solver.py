"""Solves the curve one dose at a time in the pauses of the window, and only when another one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from vmat2_desktop.engine.dose_response import Answer, answers, on_dose, together
from vmat2_desktop.engine.model import Model
from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.ui.dose_response.outputs import doses, outputs

IDLE_MS = 120
"""After an edit: a slider that moves is followed first."""


class Solver(QObject):
    """Holds the curve that was found last."""

    ready = Signal(object)
    """DoseResponse."""
    failed = Signal(str)

    def __init__(self, model: Model, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._asked: tuple[Scenario, str] | None = None
        self._found: list[Answer] = []
        self._left: Iterator[Answer] = iter(())
        self.solved = 0
        """How many courses were solved; a dose that moves must not raise it."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def ask(self, scenario: Scenario, drug: str, days: int) -> None:
        """Solve the curve of a drug, if it is another than was asked for last: its dose does not count."""
        asked = replace(on_dose(scenario, drug, 1.0, days), seed=0), drug
        if asked == self._asked:
            return
        self._asked = asked
        self._found = []
        names = tuple(dict.fromkeys(one.observable for one in outputs(scenario.condition)))
        wanted = doses(self._model.drugs[drug])
        self._left = answers(scenario, self._model, drug, wanted, days, names)
        self._timer.start(IDLE_MS)

    def forget(self) -> None:
        """Ask for nothing."""
        self._asked = None
        self._timer.stop()

    def _next(self) -> None:
        try:
            self._found.append(next(self._left))
        except StopIteration:
            self.ready.emit(together(self._found))
            return
        except (KeyError, ValueError) as error:
            self.failed.emit(str(error))
            return
        self.solved += 1
        self._timer.start(0)
