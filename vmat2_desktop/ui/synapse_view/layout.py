"""Where words stand round the plate: nothing overlaps, what does not fit is left out.

The place of the plate depends on the size and the text scale only, never on the numbers of the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from vmat2_desktop.ui import theme as looks
from vmat2_desktop.ui.synapse_view import geometry as g
from vmat2_desktop.ui.synapse_view.words import Label, Words

_LINE = 1.24
"""Height of a line over the size of its letters."""
_NARROW, _LOW = 640.0, 560.0
_LEADER_GAP = 6.0
_LEAST_SCALE = 0.30
_LARGEST_SCALE = 1.75


@dataclass(frozen=True, slots=True)
class Spot:
    """What a label names: its side, the height that it would like, and the end of its leader."""

    left: bool
    y: float
    target: g.Point
    importance: int
    """The lowest leaves first when there is no room."""


SPOTS: dict[str, Spot] = {
    "synthesis": Spot(True, 2, (352, 22), 5),
    "pumps": Spot(True, 78, (262, 131), 10),
    "vesicles": Spot(True, 190, (183, 225), 9),
    "dat": Spot(True, 286, (145, 319), 6),
    "autoreceptor": Spot(True, 368, (203, 362), 4),
    "axon": Spot(False, 2, (458, 12), 3),
    "inhibitor": Spot(False, 70, (558, 114), 8),
    "cytosol": Spot(False, 136, (598, 146), 4),
    "mao": Spot(False, 200, (618, 214), 7),
    "cleft": Spot(False, 318, (612, 372), 5),
    "antipsychotic": Spot(False, 396, (648, 393), 8),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    rect: QRectF
    font: QFont
    role: str = "ink"
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Sign:
    """A sprite among the words."""

    sprite: str
    rect: QRectF


@dataclass(frozen=True, slots=True)
class Movement:
    """The movement card."""

    card: QRectF
    bar: QRectF


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a size and a text scale: the card, the plate, the floor."""

    card: QRectF
    pad: float
    place: g.Place
    floor: QRectF
    scale: float
    title_rows: int
    notes: bool
    movement: bool
    labels: bool


@dataclass(slots=True)
class Placed:
    """Every word in its place."""

    lines: list[Line] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    leaders: list[tuple[QPointF, QPointF]] = field(default_factory=list)
    response_bar: QRectF | None = None
    movement: Movement | None = None
    left_out: list[str] = field(default_factory=list)


class Fonts:
    """The sizes of type at one text scale."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.title = looks.font(looks.TITLE, 700, scale)
        self.small_title = looks.font(looks.SECTION, 700, scale)
        self.section = looks.font(looks.SECTION, 600, scale)
        self.name = looks.font(looks.BODY, 600, scale)
        self.body = looks.font(looks.BODY, 400, scale)
        self.note = looks.font(looks.NOTE, 400, scale)
        self.axis = looks.font(looks.AXIS, 400, scale)
        self.value = looks.font(28, 700, scale)


def width_of(text: str, font: QFont) -> float:
    """Return the width of a line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def height_of(font: QFont) -> float:
    """Return the height of a line."""
    return round(font.pixelSize() * _LINE)


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """Break a text into lines that fit; a word is never broken."""
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


# The frame


def frame_of(width: float, height: float, scale: float, labels: bool = True) -> Frame:
    """Return card, plate and floor of a widget of that size: the richest that leaves the plate its room."""
    richest = [(True, True), (False, True), (False, False)]
    for notes, movement in richest:
        made = _try(width, height, scale, labels, notes, movement)
        if made.place.scale * 1.02 >= _wanted(scale, made, labels):
            return made
    return made


def _wanted(scale: float, made: Frame, labels: bool) -> float:
    """Return the scale of the plate below which the floor gives up something."""
    by_width = _scale_by_width(made.card, made.pad, scale, labels)
    return min(by_width * 0.80, 0.55 * made.card.height() / g.POST_Y)


def _scale_by_width(card: QRectF, pad: float, scale: float, labels: bool) -> float:
    margin = pad + (14 + 92 * scale if labels else 0)
    return max((card.width() / 2 - margin) / g.REACH_X, _LEAST_SCALE)


def _try(width: float, height: float, scale: float, labels: bool, notes: bool, movement: bool) -> Frame:
    fonts = Fonts(scale)
    outer = 16.0 if width >= _NARROW else 8.0
    pad = 20.0 if width >= _NARROW else 12.0
    title_rows = 1 if width >= 620 * scale else 2
    head = max(40.0, 16.0 + height_of(fonts.title)) + (height_of(fonts.note) if title_rows == 2 else 0.0)
    if height < _LOW:
        head = 10.0 + height_of(fonts.small_title) + (height_of(fonts.note) if title_rows == 2 else 0.0)
    card = QRectF(outer, head, width - 2 * outer, height - head - outer)
    floor_height = _floor_height(fonts, card.width() - 2 * pad, pad, notes, movement)
    k = min(
        _scale_by_width(card, pad, scale, labels),
        (card.height() - floor_height) / (g.POST_Y + 24.0 - g.TOP_Y),
        _LARGEST_SCALE,
    )
    k = max(k, _LEAST_SCALE)
    spare = max(0.0, card.height() - floor_height - k * (g.POST_Y + 24.0 - g.TOP_Y))
    top = card.top() - g.TOP_Y * k + spare * 0.5
    place = g.Place(card.center().x() - g.CENTRE_X * k, top, k)
    floor_top = place.y(g.POST_Y + 24.0)
    inside = QRectF(card.left() + pad, floor_top, card.width() - 2 * pad, card.bottom() - pad - floor_top)
    return Frame(card, pad, place, inside, scale, title_rows, notes, movement, labels)


def _sign_size(scale: float) -> float:
    return 26.0 * max(1.0, scale)


def _tally_height(fonts: Fonts, width: float) -> float:
    rows = 1 if width >= 700 * fonts.scale else 2 if width >= 400 * fonts.scale else 3
    return rows * (_sign_size(fonts.scale) + 6.0)


def _response_height(fonts: Fonts) -> float:
    return height_of(fonts.body) + 8.0


def _card_height(fonts: Fonts) -> float:
    return 32.0 + height_of(fonts.section) + height_of(fonts.value) + 20.0 + height_of(fonts.axis)


def _floor_height(fonts: Fonts, width: float, pad: float, notes: bool, movement: bool) -> float:
    room = 14.0 + _tally_height(fonts, width) + _response_height(fonts) + pad
    notes_height = height_of(fonts.section) + 6 * height_of(fonts.axis) + 4.0
    if notes and movement:
        return room + 8.0 + max(notes_height, _card_height(fonts))
    if movement:
        return room + 8.0 + _card_height(fonts)
    return room + height_of(fonts.section)


# The words


def laid_out(frame: Frame, words: Words, fonts: Fonts, hint: str = "") -> Placed:
    """Return every word in its place."""
    placed = Placed()
    _title(placed, frame, words, fonts, hint)
    if frame.labels:
        for left in (True, False):
            _margin(placed, frame, words.labels, fonts, left)
    _floor(placed, frame, words, fonts)
    return placed


def _title(placed: Placed, frame: Frame, words: Words, fonts: Fonts, hint: str) -> None:
    card = frame.card
    font = (
        fonts.title
        if card.top() >= 40.0 * max(1.0, frame.scale) or frame.title_rows == 1
        else fonts.small_title
    )
    if height_of(font) + 6 > card.top():
        font = fonts.small_title
    rows = height_of(fonts.note) if frame.title_rows == 2 else 0.0
    left, right = card.left() + 8.0, card.right() - 8.0
    top = card.top() - rows - height_of(font) - 6.0
    end = left + width_of(words.title, font)
    placed.lines.append(Line(words.title, QRectF(left, top, end - left, height_of(font)), font))
    pace_width, pace_top = width_of(words.pace, fonts.note), top + height_of(font) - height_of(fonts.note) - 2
    if frame.title_rows == 2:
        rect = QRectF(left, card.top() - rows - 4.0, pace_width, rows)
        placed.lines.append(Line(words.pace, rect, fonts.note, "ink2"))
        taken = end
    else:
        rect = QRectF(end + 16.0, pace_top, pace_width, height_of(fonts.note))
        placed.lines.append(Line(words.pace, rect, fonts.note, "ink2"))
        taken = rect.right()
    hint_width = width_of(hint, fonts.name)
    if hint and right - hint_width > taken + 24.0:
        rect = QRectF(right - hint_width, pace_top - 1, hint_width, height_of(fonts.name))
        placed.lines.append(Line(hint, rect, fonts.name, "accent"))


@dataclass(frozen=True, slots=True)
class _Block:
    label: Label
    spot: Spot
    top: float
    values: tuple[str, ...]
    height: float


def _margin(placed: Placed, frame: Frame, labels: Sequence[Label], fonts: Fonts, left: bool) -> None:
    """Place the labels of one side: at their heights, pushed apart, the least important left out."""
    wanted = [label for label in labels if SPOTS[label.key].left is left]
    while wanted:
        blocks = _stacked(frame, wanted, fonts)
        if blocks is not None:
            for block in blocks:
                _place_label(placed, frame, block, fonts)
            return
        least = min(wanted, key=lambda label: SPOTS[label.key].importance)
        wanted.remove(least)
        placed.left_out.append(least.key)


def _stacked(frame: Frame, labels: Sequence[Label], fonts: Fonts) -> list[_Block] | None:
    """Return the labels from above, or None when they do not fit."""
    top, bottom = frame.card.top() + 10.0, frame.place.y(g.POST_Y) - 6.0
    gap = max(4.0, 10.0 * min(1.0, frame.place.scale))
    blocks: list[_Block] = []
    cursor = top
    for label in labels:
        spot = SPOTS[label.key]
        block = _block(frame, label, max(cursor, frame.place.y(spot.y)), fonts)
        if block is None:
            return None
        blocks.append(block)
        cursor = block.top + block.height + gap
    return _lifted(frame, blocks, fonts, bottom, top, gap)


def _lifted(
    frame: Frame, blocks: list[_Block], fonts: Fonts, bottom: float, top: float, gap: float
) -> list[_Block] | None:
    """Push labels up that would stand below the cleft."""
    floor = bottom
    for i in range(len(blocks) - 1, -1, -1):
        if blocks[i].top + blocks[i].height > floor:
            moved = _block(frame, blocks[i].label, floor - blocks[i].height, fonts)
            if moved is None or moved.height > blocks[i].height:
                return None
            blocks[i] = replace(moved, height=blocks[i].height)
        floor = blocks[i].top - gap
    return blocks if not blocks or blocks[0].top >= top - 0.5 else None


def _block(frame: Frame, label: Label, top: float, fonts: Fonts) -> _Block | None:
    """Return a label that begins at `top`, wrapped to the room there; None when a word is too long."""
    place, spot = frame.place, SPOTS[label.key]
    guess = height_of(fonts.name) + 2 * height_of(fonts.note)
    for _ in range(2):
        room = _room(frame, top, top + guess)
        values = tuple(wrapped(label.value, fonts.note, room))
        height = height_of(fonts.name) + len(values) * height_of(fonts.note)
        if height <= guess:
            break
        guess = height
    too_long = any(width_of(text, fonts.note) > room for text in values)
    if too_long or width_of(label.name, fonts.name) > room or place.scale <= 0:
        return None
    return _Block(label, spot, top, values, height)


def _room(frame: Frame, top: float, bottom: float) -> float:
    place = frame.place
    reach = g.reach(place.design_y(top), place.design_y(bottom))
    return frame.card.width() / 2 - frame.pad - reach * place.scale - 10.0


def _place_label(placed: Placed, frame: Frame, block: _Block, fonts: Fonts) -> None:
    left = block.spot.left
    edge = frame.card.left() + frame.pad if left else frame.card.right() - frame.pad
    y = block.top
    rows: list[QRectF] = []
    texts = [(block.label.name, fonts.name, "ink"), *((text, fonts.note, "ink2") for text in block.values)]
    for text, font, role in texts:
        width = width_of(text, font)
        rect = QRectF(edge if left else edge - width, y, width, height_of(font))
        placed.lines.append(Line(text, rect, font, role))
        rows.append(rect)
        y += height_of(font)
    target = frame.place.point(block.spot.target)
    row = min(rows, key=lambda rect: abs(rect.center().y() - target.y()))
    start = QPointF(row.right() + _LEADER_GAP if left else row.left() - _LEADER_GAP, row.center().y())
    placed.leaders.append((start, target))


# The floor


def _floor(placed: Placed, frame: Frame, words: Words, fonts: Fonts) -> None:
    floor = frame.floor
    y = _floor_top(frame)
    y = _tally(placed, frame, words, fonts, y)
    y = _response(placed, frame, words, fonts, y)
    if not frame.movement:
        text = f"{words.movement_head} {words.score} {words.score_unit}, {words.parkinsonism}"
        for line in wrapped(text, fonts.note, floor.width()):
            if y + height_of(fonts.note) <= frame.card.bottom() - 2.0:
                rect = QRectF(floor.left(), y, width_of(line, fonts.note), height_of(fonts.note))
                placed.lines.append(Line(line, rect, fonts.note))
                y += height_of(fonts.note)
        return
    block_top = max(y + 8.0, frame.card.bottom() - frame.pad - _bottom_block(fonts, frame))
    card_width = min(floor.width(), max(300.0 * fonts.scale, floor.width() * 0.47 if frame.notes else 0.0))
    if not frame.notes:
        card_width = floor.width()
    card = QRectF(
        floor.right() - card_width, block_top, card_width, frame.card.bottom() - frame.pad - block_top
    )
    _movement(placed, card, words, fonts)
    if frame.notes:
        _notes(
            placed,
            QRectF(floor.left(), block_top, card.left() - 24 - floor.left(), card.height()),
            words,
            fonts,
        )


def _floor_top(frame: Frame) -> float:
    """Return the first row under the membrane, which falls toward the edges of the card."""
    edge = frame.place.design_x(frame.floor.left())
    return max(frame.floor.top(), frame.place.y(g.post_line(edge)) + 6.0)


def _bottom_block(fonts: Fonts, frame: Frame) -> float:
    notes = height_of(fonts.section) + 6 * height_of(fonts.axis) + 4.0 if frame.notes else 0.0
    return max(_card_height(fonts), notes)


def _tally(placed: Placed, frame: Frame, words: Words, fonts: Fonts, y: float) -> float:
    """Flow the tally of receptors into rows; return the next y."""
    size = _sign_size(fonts.scale)
    x = frame.floor.left()
    head = width_of(words.tally_head, fonts.name)
    line = height_of(fonts.body)
    placed.lines.append(Line(words.tally_head, QRectF(x, y + (size - line) / 2, head, line), fonts.name))
    x += head + 20.0
    for entry in words.tally:
        sign = size * (0.55 if entry.sprite == "plus" else 0.9)
        width = width_of(entry.words, fonts.body)
        if x + sign + 6 + width > frame.floor.right() and x > frame.floor.left():
            x, y = frame.floor.left(), y + size + 6.0
        placed.signs.append(Sign(entry.sprite, QRectF(x, y, sign, size)))
        rect = QRectF(x + sign + 6, y + (size - line) / 2, width, line)
        placed.lines.append(Line(entry.words, rect, fonts.body))
        x = rect.right() + 22.0
    return y + size + 6.0


def _response(placed: Placed, frame: Frame, words: Words, fonts: Fonts, y: float) -> float:
    """Place the bar of the receptors' gain; return the next y."""
    line, floor = height_of(fonts.body), frame.floor
    head = width_of(words.response_head, fonts.name)
    value = width_of(words.response, fonts.body)
    placed.lines.append(Line(words.response_head, QRectF(floor.left(), y, head, line), fonts.name))
    left = floor.left() + head + 16.0
    right = min(floor.right() - value - 12.0, left + 300.0 * fonts.scale)
    if right - left >= 48.0:
        placed.response_bar = QRectF(left, y + line / 2 - 6.0, right - left, 12.0)
    else:
        right = left - 12.0
    rect = QRectF(right + 12.0, y, value, line)
    if rect.right() <= floor.right() + 1.0:
        placed.lines.append(Line(words.response, rect, fonts.body))
    return y + line + 8.0


def _movement(placed: Placed, card: QRectF, words: Words, fonts: Fonts) -> None:
    left, right, y = card.left() + 20.0, card.right() - 20.0, card.top() + 14.0
    head = width_of(words.movement_head, fonts.section)
    placed.lines.append(
        Line(words.movement_head, QRectF(left, y, head, height_of(fonts.section)), fonts.section)
    )
    note = width_of(words.parkinsonism, fonts.note)
    beside = right - note > left + head + 16.0
    if beside:
        placed.lines.append(
            Line(words.parkinsonism, QRectF(right - note, y, note, height_of(fonts.note)), fonts.note, "ink2")
        )
    y += height_of(fonts.section) + 2.0
    score = width_of(words.score, fonts.value)
    placed.lines.append(Line(words.score, QRectF(left, y, score, height_of(fonts.value)), fonts.value))
    unit = width_of(words.score_unit, fonts.note)
    low = y + height_of(fonts.value) - height_of(fonts.note) - 3.0
    placed.lines.append(
        Line(words.score_unit, QRectF(left + score + 8, low, unit, height_of(fonts.note)), fonts.note, "ink2")
    )
    y += height_of(fonts.value) + 4.0
    if y + 16 + 2 + height_of(fonts.axis) <= card.bottom() - 4.0:
        bar = QRectF(left, y + 4.0, right - left, 12.0)
        placed.movement = Movement(card, bar)
        _balance_words(placed, bar, words, fonts)
    else:
        placed.movement = Movement(card, QRectF())


def _balance_words(placed: Placed, bar: QRectF, words: Words, fonts: Fonts) -> None:
    y = bar.bottom() + 3.0
    height = height_of(fonts.axis)
    little, steady, much = (width_of(text, fonts.axis) for text in words.balance)
    spots = (bar.left(), bar.center().x() - steady / 2, bar.right() - much)
    for text, x, width in zip(words.balance, spots, (little, steady, much), strict=True):
        placed.lines.append(Line(text, QRectF(x, y, width, height), fonts.axis, "ink2"))


def _notes(placed: Placed, room: QRectF, words: Words, fonts: Fonts) -> None:
    """Place what stands for what, and the paces, in two columns if there is room for two."""
    gap = 20.0
    first = max(width_of(text, fonts.axis) for text in (*words.scales, words.scales_head))
    first = max(first, width_of(words.scales_head, fonts.section))
    if first > room.width():
        placed.left_out += [*words.scales, *words.paces]
        return
    second = room.width() - first - gap
    _column(
        placed, QRectF(room.left(), room.top(), first, room.height()), words.scales_head, words.scales, fonts
    )
    if second >= 96.0 * fonts.scale:
        rect = QRectF(room.left() + first + gap, room.top(), second, room.height())
        _column(placed, rect, words.paces_head, words.paces, fonts)
    else:
        placed.left_out += words.paces


def _column(placed: Placed, room: QRectF, head: str, texts: Iterable[str], fonts: Fonts) -> None:
    y = room.top() + 2.0
    placed.lines.append(
        Line(
            head,
            QRectF(room.left(), y, width_of(head, fonts.section), height_of(fonts.section)),
            fonts.section,
        )
    )
    y += height_of(fonts.section) + 2.0
    line = height_of(fonts.axis)
    for text in texts:
        rows = wrapped(text, fonts.axis, room.width())
        if y + len(rows) * line > room.bottom() + 2.0:
            placed.left_out.append(text)
            continue
        for row in rows:
            rect = QRectF(room.left(), y, width_of(row, fonts.axis), line)
            placed.lines.append(Line(row, rect, fonts.axis, "ink2"))
            y += line
