"""Where words stand round the plate: nothing overlaps, what does not fit is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.lettering import Fonts, height_of, width_of, wrapped
from vmat2_desktop.ui.synapse_view.links import layers_rect, question_rect
from vmat2_desktop.ui.synapse_view.room import Notes, Room
from vmat2_desktop.ui.synapse_view.words import Entry, Label, Words

_LEADER_GAP = 6.0
_KEY_SIGN = 16.0
_BEFORE_HINT = 14.0
_LEAST_GAP = 2.0
"""Between labels, where a wider one would cost one of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a label names: its side, the height that it would like, and the end of its leader."""

    left: bool
    y: float
    target: g.Point
    importance: int
    """The lowest leaves first when there is no room."""


SPOTS: dict[str, Spot] = {
    "synthesis": Spot(True, 2, (349, 20), 5),
    "pumps": Spot(True, 84, (262, 131), 10),
    "vesicles": Spot(True, 190, (183, 225), 9),
    "dat": Spot(True, 288, (145, 319), 6),
    "autoreceptor": Spot(True, 366, (203, 362), 4),
    "axon": Spot(False, 2, (458, 12), 3),
    "inhibitor": Spot(False, 66, (558, 114), 8),
    "cytosol": Spot(False, 136, (598, 146), 4),
    "mao": Spot(False, 204, (618, 214), 7),
    "cleft": Spot(False, 316, (612, 372), 5),
    "antipsychotic": Spot(False, 396, (648, 393), 8),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    rect: QRectF
    font: QFont
    role: str = "ink"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sprite among the words, at `scale` times its design size."""

    sprite: str
    rect: QRectF
    scale: float


@dataclass(frozen=True, slots=True)
class Tag:
    """Lines on a ground of their own, over the picture."""

    key: str
    rect: QRectF
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Placed:
    """Every word in its place."""

    lines: list[Line] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    leaders: list[tuple[QPointF, QPointF]] = field(default_factory=list)
    response_bar: QRectF | None = None
    balance_bar: QRectF | None = None
    spiral: QRectF | None = None
    """Where the person draws."""
    tags: list[Tag] = field(default_factory=list)
    """While zoomed: what lies over the picture beside the things in sight."""
    names: list[tuple[str, QRectF]] = field(default_factory=list)
    """Where the label of each thing stands."""
    layers: QRectF | None = None
    """Where the button stands that shows and hides layers."""
    hint: QRectF | None = None
    question: QRectF | None = None
    """Where the button stands that says what found no room."""
    left_out: list[str] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, font: QFont, role: str = "ink") -> QRectF:
        """Add a line whose top left is there, on whole pixels; return its rectangle."""
        rect = QRectF(float(round(x)), float(round(y)), width_of(text, font), height_of(font))
        self.lines.append(Line(text, rect, font, role))
        return rect

    def write_left_of(self, text: str, right: float, y: float, font: QFont, role: str = "ink") -> QRectF:
        """Add a line that ends there."""
        return self.write(text, right - width_of(text, font), y, font, role)


def title(placed: Placed, room: Room, words: Words, hint: str) -> None:
    """Place the title, how the picture relates to the clock, and the one quiet suggestion."""
    fonts, card = room.fonts, room.card
    second = height_of(fonts.note) if room.title_rows == 2 else 0.0
    left, right = card.left() + 8.0, card.right() - 8.0
    named = room.title_rows == 1 and card.width() >= 760.0 * fonts.scale
    placed.layers = layers_rect(card, fonts, card.top() - 4.0, named)
    right = placed.layers.left() - 8.0
    if room.notes is Notes.ASKED:
        placed.question = question_rect(placed.layers.left() - 4.0, fonts.scale, card.top() - 2.0)
        right = placed.question.left() - 4.0
    big = card.top() >= height_of(fonts.title) + second + 12.0
    pace = width_of(words.pace, fonts.note) + 16.0 if room.title_rows == 1 else 0.0
    spare = right - left - width_of(words.title, fonts.title) - pace - _BEFORE_HINT
    # The suggestion is worth more than a large title.
    big = big and (not hint or spare > width_of(hint, fonts.name))
    font = fonts.title if big else fonts.small_title
    top = card.top() - second - height_of(font) - (8.0 if big else 4.0)
    taken = placed.write(words.title, left, top, font).right()
    base = top + height_of(font) - height_of(fonts.note) - (2.0 if big else 0.0)
    if room.title_rows == 2:
        below = placed.question or placed.layers
        fits = left + width_of(words.pace, fonts.note) < below.left() - 4.0
        said = words.pace if fits else words.short_pace
        if left + width_of(said, fonts.note) < below.left() - 4.0:
            placed.write(said, left, card.top() - second - 4.0, fonts.note, "ink2")
        else:
            placed.left_out.append("pace")
    else:
        room_left = right - taken - 16.0 - _BEFORE_HINT - (width_of(hint, fonts.name) if hint else 0.0)
        said = words.pace if width_of(words.pace, fonts.note) < room_left else words.short_pace
        taken = placed.write(said, taken + 16.0, base, fonts.note, "ink2").right()
    if hint and right - width_of(hint, fonts.name) > taken + _BEFORE_HINT:
        placed.hint = placed.write_left_of(hint, right, base - 1.0, fonts.name, "accent")


@dataclass(frozen=True, slots=True)
class _Block:
    label: Label
    top: float
    values: tuple[str, ...]
    key: tuple[Entry, ...]
    height: float


def margin(placed: Placed, room: Room, labels: Sequence[Label], left: bool) -> None:
    """Place the labels of one side: at their heights, pushed apart, the least important left out."""
    wanted = [label for label in labels if SPOTS[label.key].left is left]
    wide = max(4.0, 10.0 * min(1.0, room.place.scale))
    while wanted:
        blocks = (
            _stacked(room, wanted, wide) or _stacked(room, wanted, _LEAST_GAP) or _shortened(room, wanted)
        )
        if blocks is not None:
            for block in blocks:
                _place(placed, room, block)
            return
        least = min(wanted, key=lambda label: SPOTS[label.key].importance)
        wanted.remove(least)
        placed.left_out.append(least.key)


def _shortened(room: Room, labels: Sequence[Label]) -> list[_Block] | None:
    """Return the labels with as few second rows left out as it takes, or None when that is not enough."""
    order = sorted(labels, key=lambda label: SPOTS[label.key].importance)
    kept = list(labels)
    for long in order:
        if long.brief == long.value:
            continue
        kept[labels.index(long)] = replace(long, value=long.brief)
        blocks = _stacked(room, kept, _LEAST_GAP)
        if blocks is not None:
            return blocks
    return _stacked(room, [replace(label, signs=()) for label in kept], _LEAST_GAP)


def _stacked(room: Room, labels: Sequence[Label], gap: float) -> list[_Block] | None:
    """Return the labels from above, at least `gap` apart, or None when they do not fit."""
    top = cursor = room.card.top() + 10.0
    blocks: list[_Block] = []
    for label in labels:
        block = _block(room, label, max(cursor, room.place.y(SPOTS[label.key].y)))
        if block is None:
            return None
        blocks.append(block)
        cursor = block.top + block.height + gap
    return _lifted(room, blocks, top, gap)


def _lifted(room: Room, blocks: list[_Block], top: float, gap: float) -> list[_Block] | None:
    """Push labels up that would stand below the cleft."""
    floor = room.place.y(g.POST_Y) - 6.0
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if block.top + block.height > floor:
            moved = _block(room, block.label, floor - block.height)
            if moved is None or moved.height > block.height:
                return None
            blocks[i] = replace(moved, height=block.height)
        floor = blocks[i].top - gap
    return blocks if not blocks or blocks[0].top >= top - 0.5 else None


def _block(room: Room, label: Label, top: float) -> _Block | None:
    """Return a label that begins at `top`, wrapped to the room there; None when a word is too long."""
    name, note = room.fonts.name, room.fonts.note
    guess = height_of(name) + 2 * height_of(note)
    for _ in range(3):
        width = _width_at(room, top, top + guess)
        values = tuple(wrapped(label.value, note, width))
        key = label.signs if label.signs and _key_width(label.signs, room.fonts) <= width else ()
        height = height_of(name) + (len(values) + bool(key)) * height_of(note)
        if height <= guess:
            break
        guess = height
    if width_of(label.name, name) > width or any(width_of(text, note) > width for text in values):
        return None
    return _Block(label, top, values, key, height)


def _width_at(room: Room, top: float, bottom: float) -> float:
    """Return how wide words may be between two rows, beside whatever is drawn there."""
    place = room.place
    reach = g.reach(place.design_y(top), place.design_y(bottom))
    return room.card.width() / 2 - room.pad - reach * place.scale - 10.0


def _key_width(key: Sequence[Entry], fonts: Fonts) -> float:
    return sum(_KEY_SIGN + width_of(entry.words, fonts.note) + 10.0 for entry in key) - 10.0


def _place(placed: Placed, room: Room, block: _Block) -> None:
    spot, fonts = SPOTS[block.label.key], room.fonts
    write = placed.write if spot.left else placed.write_left_of
    edge = room.card.left() + room.pad if spot.left else room.card.right() - room.pad
    rows = [write(block.label.name, edge, block.top, fonts.name)]
    for text in block.values:
        rows.append(write(text, edge, rows[-1].bottom(), fonts.note, "ink2"))
    placed.names.append((block.label.key, _joined(rows)))
    target = room.place.point(spot.target)
    row = min(rows, key=lambda rect: abs(rect.center().y() - target.y()))
    start = row.right() + _LEADER_GAP if spot.left else row.left() - _LEADER_GAP
    placed.leaders.append((QPointF(start, row.center().y()), target))
    if block.key:
        _key(placed, block.key, edge, rows[-1].bottom(), fonts)


def _joined(rows: Sequence[QRectF]) -> QRectF:
    """Return the rectangle round all rows."""
    whole = QRectF(rows[0])
    for row in rows[1:]:
        whole = whole.united(row)
    return whole


def _key(placed: Placed, key: Sequence[Entry], x: float, y: float, fonts: Fonts) -> None:
    """Place signs with their names in one row, from the left."""
    for entry in key:
        sign = QRectF(x, y, _KEY_SIGN - 4.0, height_of(fonts.note))
        placed.signs.append(Sign(entry.sprite, sign, 1.0))
        x = placed.write(entry.words, x + _KEY_SIGN, y, fonts.note, "ink2").right() + 10.0
