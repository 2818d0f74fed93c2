"""What differs from its default: a diamond in the gutter, a word for a screen reader, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QRadioButton, QToolTip, QWidget

from vmat2_desktop.engine.scenario import Scenario
from vmat2_desktop.session import Session
from vmat2_desktop.ui.controls import Choice, Picker, Section, draw_sign, paint_on
from vmat2_desktop.ui.look import Look
from vmat2_desktop.ui.panels.dose_slider import DoseSlider
from vmat2_desktop.ui.panels.fields import Field
from vmat2_desktop.ui.texts import tr

GUTTER = 18
RESET_KEY = Qt.Key.Key_Home
RESET_WITH = Qt.KeyboardModifier.AltModifier


@dataclass(slots=True)
class _Watched:
    field: Field
    section: Section
    controls: tuple[QWidget, ...]
    """The first one is marked; of radio buttons, the chosen one."""
    differs: bool = False
    default: str = ""

    @property
    def control(self) -> QWidget:
        """The control that is marked."""
        chosen = (item for item in self.controls if isinstance(item, QRadioButton) and item.isChecked())
        return next(chosen, self.controls[0])


class Differences(QWidget):
    """The gutter at the left of a column, and what it knows of the column's controls.

    The default is the scenario that the session began with, to which Ctrl+Home leads back as a whole.
    """

    def __init__(self, body: QWidget, session: Session, look: Look) -> None:
        super().__init__(body)
        self._body = body
        self._session = session
        self._look = look
        self._watched: list[_Watched] = []
        self._sections: list[Section] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.installEventFilter(self)
        session.scenario_changed.connect(self._show)
        # Another document may say the same and yet begin elsewhere.
        session.opened.connect(self.finish)
        look.changed.connect(self.update)

    def watch(self, field: Field, section: Section, *controls: QWidget) -> None:
        """Mark a control while its field differs; Alt+Home and its context menu reset it."""
        self._watched.append(_Watched(field, section, controls))
        for control in controls:
            control.installEventFilter(self)
        if section not in self._sections:
            self._sections.append(section)
            section.head.installEventFilter(self)
            section.reset_asked.connect(lambda: self.reset_section(section))

    def finish(self) -> None:
        """Show how everything stands: once all controls are watched, and when another document stands."""
        self._show(self._session.scenario)

    def differing(self) -> tuple[QWidget, ...]:
        """Return the controls that are marked."""
        return tuple(item.control for item in self._watched if item.differs)

    def reset(self, control: QWidget) -> None:
        """Put one control's field back, as one step that can be undone."""
        item = self._of(control)
        if item is not None:
            name = control.accessibleName() or item.field.id
            self._put_back((item,), tr("reset {0}").format(name))

    def reset_section(self, section: Section) -> None:
        """Put back every field of a section that differs, as one step that can be undone."""
        items = tuple(item for item in self._watched if item.section is section and item.differs)
        if items:
            self._put_back(items, tr("reset {0}").format(section.head.text().lower()))

    def _put_back(self, items: tuple[_Watched, ...], text: str) -> None:
        session = self._session
        scenario = session.scenario
        for item in items:
            scenario = item.field.put_back(scenario, session.opening, session.model)
        session.edit(scenario, text)

    def _of(self, control: QObject) -> _Watched | None:
        return next((item for item in self._watched if control in item.controls and item.differs), None)

    # Following

    def _show(self, scenario: Scenario) -> None:
        session, model = self._session, self._session.model
        counts = dict.fromkeys(self._sections, 0)
        for item in self._watched:
            default = item.field.default(scenario, session.opening, model)
            # A medicine that is not taken has no switch; it is missed by the list that adds it.
            item.differs = not item.control.isHidden() and item.field.differs(
                scenario, session.opening, model
            )
            item.default = item.field.say(default, model)
            said = tr("Differs from its default: {0}").format(item.default) if item.differs else ""
            for control in item.controls:
                control.setAccessibleDescription(said if control is item.control else "")
            _mark_default(item, default)
            counts[item.section] += item.differs
        for section, count in counts.items():
            section.set_changed(count)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the column's size, and answer a control's reset key and context menu."""
        kind = event.type()
        if watched is self._body:
            if kind in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
                self.setGeometry(0, 0, GUTTER, self._body.height())
                self.raise_()
                self.update()
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if event.key() == RESET_KEY and event.modifiers() & RESET_WITH:
                self._reset_at(watched)
                return True
        elif kind == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return isinstance(watched, QWidget) and self._menu(watched, event.globalPos())
        return False

    def _reset_at(self, widget: QWidget) -> None:
        section = next((section for section in self._sections if section.head is widget), None)
        if section is not None:
            self.reset_section(section)
            return
        if isinstance(widget, QLineEdit):
            widget.setModified(False)  # what was typed and not entered is given up
        self.reset(widget)

    def menu_of(self, control: QWidget) -> QMenu | None:
        """Return the context menu of a control, or None when there is nothing to reset."""
        item = self._of(control)
        if item is None:
            return None
        menu = QMenu(control)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(tr("Reset to the default, {0}").format(item.default))
        action.triggered.connect(lambda: self.reset(control))
        return menu

    def _menu(self, control: QWidget, at: QPoint) -> bool:
        menu = self.menu_of(control)
        if menu is None:
            return False
        menu.popup(at)
        return True

    # The gutter

    def places(self) -> tuple[tuple[QPointF, QWidget], ...]:
        """Return where the diamonds stand, and whose they are."""
        found = []
        for item in self._watched:
            control = item.control
            if item.differs and control.isVisibleTo(self._body):
                middle = control.mapTo(self._body, QPoint(0, control.height() // 2))
                found.append((QPointF(GUTTER / 2 + 1, middle.y()), control))
        return tuple(found)

    def _at(self, y: float) -> _Watched | None:
        near = self._look.px(12)
        control = next((control for place, control in self.places() if abs(place.y() - y) <= near), None)
        return None if control is None else self._of(control)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put back what the pressed diamond stands for."""
        item = self._at(event.position().y())
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            self.reset(item.control)

    def event(self, event: QEvent) -> bool:
        """Say what a diamond means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self._at(event.pos().y())
            if item is not None:
                text = tr("Default: {0}. Press here, or Alt+Home in the control, to reset.")
                QToolTip.showText(event.globalPos(), text.format(item.default), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        painter = paint_on(self)
        for place, _ in self.places():
            draw_sign(painter, self._look, place)
        painter.end()


def _mark_default(item: _Watched, default: object) -> None:
    """Show the default in the control itself, where it has a list or a scale."""
    for control in item.controls:
        if isinstance(control, Picker):
            control.set_default(default)
        elif isinstance(control, DoseSlider):
            control.set_default(None if item.field.on_scale is None else item.field.on_scale(default))
        elif isinstance(control, Choice):
            control.set_default(item.differs and control.property("drug") == default)
