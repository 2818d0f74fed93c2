"""A trace on paper, of lines and letters: of one side, or of both laid over one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from vmat2_desktop.engine.course import Course
from vmat2_desktop.ui.compare.quantities import main_line, name_of, value_at
from vmat2_desktop.ui.controls import brush
from vmat2_desktop.ui.report.contents import Subject
from vmat2_desktop.ui.report.paper import SMALL, TINY, Style, colour, pen
from vmat2_desktop.ui.report.strips import centred
from vmat2_desktop.ui.texts import number
from vmat2_desktop.ui.traces.card import values_in_words
from vmat2_desktop.ui.traces.catalogue import Line, Trace, round_top
from vmat2_desktop.ui.traces.decimate import Curve, reduce
from vmat2_desktop.ui.traces.ground import inhibitor_doses
from vmat2_desktop.ui.traces.time_axis import time_axis

HEIGHT = 142.0
_LEFT, _RIGHT, _HEAD, _FOOT = 26.0, 6.0, 30.0, 24.0
_PEN, _BAND = 1.3, 0.18
_DASH_A = (5.0, 3.0)
_COLUMNS = 700
"""Points of a curve: more than a printer parts."""
_POINTS_A_TICK = 34.0
_SAMPLE = 16.0
_LETTER_AT = {"A": 0.58, "B": 0.82}
_LETTER = 6.0
_DOSE = 6.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    course: Course
    line: Line
    letter: str = ""
    """Of its side, where there are two."""

    @property
    def role(self) -> str:
        return "ink2" if self.letter == "A" else self.line.role

    @property
    def dash(self) -> tuple[float, ...]:
        if self.letter:
            return _DASH_A if self.letter == "A" else ()
        return self.line.dash


class Diagram:
    """A trace of a report."""

    def __init__(self, subject: Subject, trace: Trace) -> None:
        self._subject = subject
        self._trace = trace
        self._drawn = _lines(subject, trace)
        self._horizon_h = max(course.scenario.horizon_h for _, course in subject.sides)
        highest = max((float(np.max(_values(drawn))) for drawn in self._drawn), default=0.0)
        self._top = trace.top or round_top(max(highest, trace.least_top))

    @property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """What is written above it: the names of the lines with their values and units at the moment."""
        found = []
        for place, drawn in enumerate(self._drawn):
            value = value_at(drawn.line, drawn.course, self._subject.time_h)
            said = "" if value is None else values_in_words(self._trace, (value,))[0]
            name = drawn.letter if drawn.letter and place else self._name(drawn)
            found.append((name, f"{said} {self._trace.unit}"))
        return tuple(found) or ((self._trace.name, ""),)

    @property
    def words(self) -> tuple[str, ...]:
        """What is written."""
        return tuple(f"{name} {value}".strip() for name, value in self.heads)

    def _name(self, drawn: _Drawn) -> str:
        if not drawn.letter:
            return drawn.line.name
        sides = [other.line for other in self._drawn]
        return f"{name_of(self._trace, sides[0], sides[-1])}: {drawn.letter}"

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Draw it."""
        rect = place.adjusted(_LEFT, _HEAD, -_RIGHT, -_FOOT)
        self._draw_heads(painter, place)
        self._draw_axes(painter, rect)
        if self._trace.doses and not self._subject.b:
            self._draw_doses(painter, rect)
        painter.save()
        painter.setClipRect(rect.adjusted(-1, -2, 1, 2))
        # A lies over B: its gaps let B through where both are one.
        for drawn in reversed(self._drawn):
            self._draw_curve(painter, rect, drawn)
        painter.restore()
        x = self._x(rect, self._subject.time_h)
        painter.setPen(pen("ink", 0.7))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        for drawn in self._drawn:
            self._draw_letter(painter, rect, drawn)
            self._draw_ring(painter, rect, x, drawn)
        if not self._drawn and self._trace.empty:
            centred(painter, rect, self._trace.empty, Style(SMALL, 400, "ink2"))

    def _draw_heads(self, painter: QPainter, place: QRectF) -> None:
        for row, (name, value) in enumerate(self.heads):
            y = place.top() + 10.0 + row * 12.0
            x = place.left()
            if row < len(self._drawn):
                drawn = self._drawn[row]
                painter.setPen(pen(drawn.role, _PEN * 1.2, drawn.dash))
                painter.drawLine(QPointF(x, y - 3.0), QPointF(x + _SAMPLE, y - 3.0))
                x += _SAMPLE + 5.0
            style = Style(SMALL, 600 if row == 0 else 400)
            painter.setFont(style.font)
            painter.setPen(colour("ink"))
            metrics = QFontMetricsF(style.font)
            end = place.right() - _RIGHT - metrics.horizontalAdvance(value)
            painter.drawText(QPointF(end, y), value)
            painter.drawText(
                QPointF(x, y), metrics.elidedText(name, Qt.TextElideMode.ElideRight, end - x - 6.0)
            )

    def _draw_axes(self, painter: QPainter, rect: QRectF) -> None:
        style = Style(TINY, 400, "ink2")
        painter.setFont(style.font)
        metrics = QFontMetricsF(style.font)
        for value in (0.0, self._top / 2, self._top):
            y = rect.bottom() - rect.height() * value / self._top
            painter.setPen(pen("line", 0.5))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(colour("ink2"))
            said = number(value)
            left = rect.left() - 4.0 - metrics.horizontalAdvance(said)
            painter.drawText(QPointF(left, y + metrics.capHeight() / 2), said)
        axis = time_axis(self._horizon_h, max(2, int(rect.width() / _POINTS_A_TICK)))
        end = rect.right() + _RIGHT
        for time, said in axis.ticks:
            x, width = self._x(rect, time), metrics.horizontalAdvance(said)
            painter.setPen(pen("control", 0.5))
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() + 2.5))
            painter.setPen(colour("ink2"))
            painter.drawText(QPointF(min(x - width / 2, end - width), rect.bottom() + 11.0), said)
        width = metrics.horizontalAdvance(axis.unit)
        painter.drawText(QPointF(end - width, rect.bottom() + 20.5), axis.unit)

    def _draw_doses(self, painter: QPainter, rect: QRectF) -> None:
        doses = inhibitor_doses(self._subject.a)
        highest = max((mg for _, mg in doses), default=0.0)
        painter.setPen(pen("inhibitor_edge", 0.35))
        for time, mg in doses:
            x = self._x(rect, time)
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() - _DOSE * mg / highest))

    def _draw_curve(self, painter: QPainter, rect: QRectF, drawn: _Drawn) -> None:
        shape = self._shape(drawn)
        if shape.low is not None and shape.high is not None:
            around = [*self._points(rect, shape, shape.high), *reversed(self._points(rect, shape, shape.low))]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush(colour(drawn.role), _BAND))
            painter.drawPolygon(QPolygonF(around))
        made = pen(drawn.role, _PEN, drawn.dash)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(made)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self._points(rect, shape, shape.line)))

    def _draw_letter(self, painter: QPainter, rect: QRectF, drawn: _Drawn) -> None:
        """Write the letter of a side on its curve: A in a disc, B in a box."""
        if not drawn.letter:
            return
        time_h = _LETTER_AT[drawn.letter] * drawn.course.scenario.horizon_h
        shape = self._shape(drawn)
        value = float(np.interp(time_h, shape.time_h, shape.line))
        x, y = self._x(rect, time_h), self._y(rect, value)
        box = QRectF(x - _LETTER, y - _LETTER, 2 * _LETTER, 2 * _LETTER)
        painter.setBrush(colour("panel"))
        painter.setPen(pen(drawn.role, 1.0))
        if drawn.letter == "A":
            painter.drawEllipse(box)
        else:
            painter.drawRoundedRect(box, 1.5, 1.5)
        centred(painter, box, drawn.letter, Style(TINY, 700))

    def _draw_ring(self, painter: QPainter, rect: QRectF, x: float, drawn: _Drawn) -> None:
        value = value_at(drawn.line, drawn.course, self._subject.time_h)
        if value is None:
            return
        painter.setBrush(colour("panel"))
        painter.setPen(pen(drawn.role, 1.1))
        painter.drawEllipse(QPointF(x, self._y(rect, value)), 2.2, 2.2)

    def _shape(self, drawn: _Drawn) -> Curve:
        return reduce(drawn.course.time_h, _values(drawn), _COLUMNS, self._top)

    def _points(self, rect: QRectF, shape: Curve, values: Sequence[float] | np.ndarray) -> list[QPointF]:
        return [
            QPointF(self._x(rect, float(time)), self._y(rect, float(value)))
            for time, value in zip(shape.time_h, values, strict=True)
        ]

    def _x(self, rect: QRectF, time_h: float) -> float:
        return rect.left() + rect.width() * min(1.0, time_h / self._horizon_h)

    def _y(self, rect: QRectF, value: float) -> float:
        return rect.bottom() - rect.height() * min(max(value / self._top, 0.0), 1.0)


def _lines(subject: Subject, trace: Trace) -> tuple[_Drawn, ...]:
    if subject.b is None:
        present = [line for line in trace.lines_of(subject.a)[:2] if line.observable in subject.a.series]
        return tuple(_Drawn(subject.a, line) for line in present)
    mains = [(letter, course, main_line(trace, course)) for letter, course in subject.sides]
    return tuple(_Drawn(course, line, letter) for letter, course, line in mains if line is not None)


def _values(drawn: _Drawn) -> np.ndarray:
    return np.asarray(drawn.course.series[drawn.line.observable] * drawn.line.factor)
