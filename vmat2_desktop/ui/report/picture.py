"""The synapse of a moment as a picture for paper: light, finer than any screen, of what the window draws."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter

from vmat2_desktop.engine.course import Course
from vmat2_desktop.engine.simulation import Simulation
from vmat2_desktop.ui import theme
from vmat2_desktop.ui.compare.plate import names_of
from vmat2_desktop.ui.opening import SPEED
from vmat2_desktop.ui.synapse_view import SynapseView

SIZE = QSize(860, 590)
"""Of the view that is drawn: its words are as large on paper as those of the tables."""
SMALL_SIZE = QSize(480, 500)
"""Of one of two beside one another, without the names in the margins."""
_FINER = 3.0


class _Printed(SynapseView):
    """A view that believes in a screen of very small pixels."""

    def devicePixelRatioF(self) -> float:
        """Return pixels of the picture to a pixel of the view."""
        return _FINER


@dataclass(frozen=True, slots=True)
class Picture:
    """A synapse, and what it shows in words."""

    image: QImage
    description: str


def picture_of(course: Course, time_h: float, small: bool = False) -> Picture:
    """Return the synapse of a course at a moment.

    Args:
        course: of one side; after its end, it stands at its end.
        time_h: the moment, h.
        small: whether another one stands beside it.
    """
    time_h = min(time_h, course.scenario.horizon_h)
    view = _Printed(course.model, theme.LIGHT)
    size = SMALL_SIZE if small else SIZE
    view.resize(size)
    view.set_labels_visible(not small)
    names = names_of(course.scenario, course.model)
    movements = (names.movements, names.scale)
    view.set_names(names.inhibitor, names.antipsychotic, names.active, movements)
    view.set_before(course.at(course.score_id, 0.0), course.at("index.parkinsonism", 0.0))
    view.set_reduced_motion(True)
    view.show_frame(Simulation(course).frame(time_h, SPEED))
    image = QImage(size * _FINER, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINER)
    image.fill(theme.LIGHT.panel)
    painter = QPainter(image)
    view.render(painter, QPoint(0, 0))
    painter.end()
    said = view.accessibleDescription()
    view.deleteLater()
    return Picture(image, said)
