"""The card, the plate on it and the floor below, for a size and a text scale.

They never depend on the numbers of the moment, so that nothing shifts while the synapse lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF

from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.lettering import Fonts, height_of

_NARROW, _LOW = 640.0, 560.0
_LEAST_SCALE, _LARGEST_SCALE = 0.30, 1.75
_LABEL_WIDTH = 92.0
_UNDER_POST = 24.0
"""Room for the signs of new receptors under the membrane."""
_NOTE_ROWS = 6


class Notes(Enum):
    """Where it stands what each drawn thing stands for."""

    BESIDE = "beside"
    """Beside the movement, in columns."""
    ROWS = "rows"
    """In rows above it, with the paces."""
    ASKED = "asked"
    """On a card that opens when it is asked for."""
    NONE = "none"
    """Nowhere: in front of a class they are read by nobody."""


class Movement(Enum):
    """How the movement is shown."""

    PERSON = "person"
    """On a card, with the spiral that the person draws."""
    PERSON_LOW = "person low"
    """The same in a lower card, whose words stand in three rows."""
    CARD = "card"
    SLIM = "slim"
    """Words at the left, the balance bar at the right, no card round them."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Room:
    """What holds for a size and a text scale."""

    card: QRectF
    pad: float
    place: g.Place
    floor: QRectF
    movement_card: QRectF
    """Empty when there is no room for it."""
    spiral: QRectF
    """Where the person draws; empty when they do not."""
    fonts: Fonts
    title_rows: int
    notes: Notes
    movement: Movement
    labels: bool
    paces: bool
    """Whether it is written which processes run at another pace."""
    paces_beside: bool
    """Whether the paces stand below the notes, beside the movement; else in rows of their own."""
    fits: bool
    """Whether the floor has all the room that it asked for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    width: float
    height: float
    fonts: Fonts
    labels: bool
    notes: Notes
    movement: Movement
    paces: bool = True


_FROM_RICH_TO_PLAIN = (
    (Notes.BESIDE, Movement.CARD),
    (Notes.ROWS, Movement.CARD),
    (Notes.ROWS, Movement.SLIM),
    (Notes.ASKED, Movement.SLIM),
    (Notes.ASKED, Movement.WORDS),
)


_WITH_THE_PERSON = (
    (Notes.BESIDE, Movement.PERSON),
    (Notes.ROWS, Movement.PERSON),
    (Notes.ASKED, Movement.PERSON_LOW),
)
_PLAIN = ((Notes.NONE, Movement.PERSON_LOW), (Notes.NONE, Movement.SLIM), (Notes.NONE, Movement.WORDS))
_LEAST_WORDS = 300.0
"""Width that the words beside the spiral need,"""
_LEAST_NOTES = 176.0
"""and that notes need beside its card."""


def room_of(
    width: float,
    height: float,
    fonts: Fonts,
    labels: bool = True,
    person: bool = False,
    noted: bool = True,
    plain: bool = False,
) -> Room:
    """Return the room of a widget of that size: the richest floor that leaves the plate its due.

    Args:
        width: of the widget.
        height: of the widget.
        fonts: its type.
        labels: whether names stand in the margins.
        person: whether the person is asked for, who may take a little of the plate's due.
        noted: whether it stands there how things are drawn; else it is told when asked for.
        plain: no notes at all.
    """
    wanted = (_WITH_THE_PERSON if person else ()) + _FROM_RICH_TO_PLAIN
    if plain:
        wanted = _PLAIN[not person :]
    elif not noted:
        wanted = tuple(dict.fromkeys((Notes.ASKED, movement) for _, movement in wanted))
    for notes, movement in wanted:
        made = _room(_Asked(width, height, fonts, labels, notes, movement, noted and not plain))
        if _plate_has_its_due(made):
            break
    return made


def _plate_has_its_due(room: Room) -> bool:
    by_width = _scale_by_width(room.card, room.pad, room.fonts, room.labels)
    due = 0.495
    if not room.spiral.isEmpty():
        due = 0.405
        if room.movement_card.right() - room.spiral.right() - 32.0 < _LEAST_WORDS * room.fonts.scale:
            return False
    return room.fits and room.place.scale >= min(by_width * 0.78, due * room.card.height() / g.POST_Y)


def _room(asked: _Asked) -> Room:
    fonts = asked.fonts
    outer, pad = (16.0, 20.0) if asked.width >= _NARROW else (8.0, 12.0)
    title_rows = 1 if asked.width >= 620.0 * fonts.scale else 2
    head = _head(asked, title_rows)
    card = QRectF(outer, head, asked.width - 2 * outer, asked.height - head - outer)
    needed = _floor_height(asked, card.width() - 2 * pad, pad)
    k = min(_scale_by_width(card, pad, fonts, asked.labels), _LARGEST_SCALE)
    while k > _LEAST_SCALE and _plate_height(card, pad, k) + needed > card.height():
        k *= 0.985
    k = max(k, _LEAST_SCALE)
    spare = max(0.0, card.height() - needed - _plate_height(card, pad, k)) * 0.5
    place = g.Place(card.center().x() - g.CENTRE_X * k, card.top() - g.TOP_Y * k + spare, k)
    top = float(round(card.top() + spare + _plate_height(card, pad, k)))
    floor = QRectF(card.left() + pad, top, card.width() - 2 * pad, card.bottom() - pad - top)
    movement_card = _movement_card(asked, floor)
    if asked.movement is Movement.PERSON_LOW:
        movement_card.translate(0.0, pad / 2)
    fits = _plate_height(card, pad, k) + needed <= card.height()
    beside = _has_paces_beside(asked, floor.width())
    return Room(
        card,
        pad,
        place,
        floor,
        movement_card,
        _spiral(asked, movement_card),
        fonts,
        title_rows,
        asked.notes,
        asked.movement,
        asked.labels,
        asked.paces,
        beside,
        fits,
    )


def _head(asked: _Asked, title_rows: int) -> float:
    """Return the height above the card, where the title stands."""
    fonts = asked.fonts
    low = asked.height < _LOW * fonts.scale
    title = height_of(fonts.small_title if low else fonts.title)
    second = height_of(fonts.note) if title_rows == 2 else 0.0
    return title + second + (10.0 if low else 16.0)


def _scale_by_width(card: QRectF, pad: float, fonts: Fonts, labels: bool) -> float:
    margin = pad + (14.0 + _LABEL_WIDTH * fonts.scale if labels else 0.0)
    return max((card.width() / 2 - margin) / g.REACH_X, _LEAST_SCALE)


def _plate_height(card: QRectF, pad: float, k: float) -> float:
    """Return the height from the top of the card to the floor, which begins under the falling membrane."""
    edge = g.CENTRE_X - card.width() / 2 / k
    under = max(g.POST_Y + _UNDER_POST, g.post_line(edge + pad / k, edge))
    return (under - g.TOP_Y) * k + 6.0


def sign_size(fonts: Fonts) -> float:
    """Return the height of the signs in the tally."""
    return float(round(26.0 * max(1.0, fonts.scale)))


def _tally_rows(width: float, fonts: Fonts) -> int:
    scale = max(fonts.scale, 0.9)  # signs do not shrink with small text
    return 1 if width >= 700.0 * scale else 2 if width >= 400.0 * scale else 3


def _paces_beside(width: float, fonts: Fonts) -> bool:
    """Whether the notes have two columns, so that there is room below them."""
    return width >= 710.0 * fonts.scale


def _has_paces_beside(asked: _Asked, width: float) -> bool:
    notes_are_wide = asked.notes is Notes.BESIDE and asked.movement is not Movement.PERSON
    return notes_are_wide and _paces_beside(width, asked.fonts)


def _pace_rows(width: float, fonts: Fonts, scales: bool) -> int:
    """Return the rows of the paces, and of what stands for what where that flows before them."""
    if scales:
        return next(
            (rows for rows, least in ((3, 676.0), (4, 488.0), (5, 406.0)) if width >= least * fonts.scale), 6
        )
    return 1 if width >= 790.0 * fonts.scale else 2 if width >= 500.0 * fonts.scale else 3


def slim_height(fonts: Fonts) -> float:
    """Return the height of the movement without a card: a bar beside the score, its ends named below."""
    return max(height_of(fonts.section), 16.0) + height_of(fonts.axis) + 6.0


def _block_height(fonts: Fonts, notes: bool) -> float:
    """Return the height of the movement card and the notes beside it."""
    card = 56.0 + height_of(fonts.section) + height_of(fonts.value) + 2 * height_of(fonts.axis)
    beside = height_of(fonts.section) + _NOTE_ROWS * height_of(fonts.axis) + 4.0
    return max(card, beside) if notes else card


def _low_height(fonts: Fonts) -> float:
    """Return the height of the card with the spiral where its words stand in three rows."""
    return 52.0 + height_of(fonts.section) + height_of(fonts.axis)


def _floor_height(asked: _Asked, width: float, pad: float) -> float:
    fonts = asked.fonts
    rows = _tally_rows(width, fonts) * (sign_size(fonts) + 6.0) + height_of(fonts.body) + 8.0 + pad
    if asked.paces and not _has_paces_beside(asked, width):
        rows += _pace_rows(width, fonts, asked.notes is Notes.ROWS) * height_of(fonts.note) + 8.0
    if asked.movement is Movement.PERSON_LOW:
        return rows + _low_height(fonts) - pad / 2
    if asked.movement in (Movement.CARD, Movement.PERSON):
        return rows + 8.0 + _block_height(fonts, asked.notes is Notes.BESIDE)
    if asked.movement is Movement.SLIM:
        return rows + slim_height(fonts) - pad / 2
    lines = 1 if width >= 420.0 * fonts.scale else 2
    return rows + lines * height_of(fonts.note) - pad / 2


def _movement_card(asked: _Asked, floor: QRectF) -> QRectF:
    """Return the card at the foot of the floor, at its right when the notes stand beside it."""
    if asked.movement in (Movement.SLIM, Movement.WORDS):
        return QRectF()
    width, beside, scale = floor.width(), asked.notes is Notes.BESIDE, asked.fonts.scale
    height = _low_height(asked.fonts)
    if asked.movement is not Movement.PERSON_LOW:
        height = _block_height(asked.fonts, beside)
    if beside and asked.movement is Movement.PERSON:
        width = min(width - _LEAST_NOTES * scale, max(330.0 * scale + height, width * 0.62))
    elif beside:
        width = min(width, max(330.0 * scale, width * 0.46))
    return QRectF(floor.right() - width, floor.bottom() - height, width, height)


def _spiral(asked: _Asked, card: QRectF) -> QRectF:
    """Return the square at the left of the card in which the person draws."""
    if asked.movement not in (Movement.PERSON, Movement.PERSON_LOW):
        return QRectF()
    side = card.height() - 10.0
    return QRectF(card.left() + 8.0, card.top() + 5.0, side, side)
