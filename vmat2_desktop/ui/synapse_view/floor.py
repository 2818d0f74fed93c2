"""Where words stand in the floor: tally, gain of the receptors, notes, movement."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from vmat2_desktop.ui.synapse_view import layout
from vmat2_desktop.ui.synapse_view.layout import Placed, Sign
from vmat2_desktop.ui.synapse_view.lettering import height_of, width_of, wrapped
from vmat2_desktop.ui.synapse_view.room import Movement, Notes, Room, sign_size
from vmat2_desktop.ui.synapse_view.words import Words

BAR_HEIGHT = 12.0
_SIGN_DESIGN_HEIGHT = 34.0
_COLUMN_GAP = 24.0
_GAPS = (16.0, 13.0, 10.0, 8.0)
"""Between the phrases of a row."""


def laid_out(room: Room, words: Words, hint: str = "", margins: bool = True) -> Placed:
    """Return every word of the plate in its place; without `margins` the labels stand elsewhere."""
    placed = Placed()
    layout.title(placed, room, words, hint)
    if room.labels and margins:
        layout.margin(placed, room, words.labels, left=True)
        layout.margin(placed, room, words.labels, left=False)
    y = _tally(placed, room, words, room.floor.top())
    y = _response(placed, room, words, y)
    if room.notes is Notes.ASKED:
        placed.left_out += words.scales
    if not room.paces:
        placed.left_out += words.paces
    elif not room.paces_beside:
        end = room.card.bottom() if room.movement_card.isEmpty() else room.movement_card.top()
        y = _paces(placed, room, words, QRectF(room.floor.left(), y, room.floor.width(), end - y)) + 8.0
    if not room.spiral.isEmpty():
        placed.spiral = room.spiral
    if room.movement is Movement.PERSON_LOW:
        _movement_low(placed, room, words)
    elif room.movement in (Movement.CARD, Movement.PERSON):
        _movement(placed, room, words)
    elif room.movement is Movement.WORDS or not _movement_slim(placed, room, words, y):
        _movement_in_words(placed, room, words, y)
    if room.notes is Notes.BESIDE:
        _notes(placed, room, words)
    return placed


def _tally(placed: Placed, room: Room, words: Words, y: float) -> float:
    """Flow the receptors' tally into rows; return the next y."""
    fonts, floor, size = room.fonts, room.floor, sign_size(room.fonts)
    bottom = room.card.bottom() - 2.0
    if y + size > bottom:
        placed.left_out.append("tally")
        return y
    drop = round((size - height_of(fonts.body)) / 2)
    x = placed.write(words.tally_head, floor.left(), y + drop, fonts.name).right() + 20.0
    for entry in words.tally:
        sign = size * (0.5 if entry.sprite == "plus" else 0.9)
        if x + sign + 6.0 + width_of(entry.words, fonts.body) > floor.right() and x > floor.left():
            x, y = floor.left(), y + size + 6.0
        if y + size > bottom:
            placed.left_out.append(entry.words)
            return y
        scale = size / _SIGN_DESIGN_HEIGHT
        placed.signs.append(Sign(entry.sprite, QRectF(x, y, sign, size), scale))
        x = placed.write(entry.words, x + sign + 6.0, y + drop, fonts.body).right() + 22.0
    return y + size + 6.0


def _response(placed: Placed, room: Room, words: Words, y: float) -> float:
    """Place the bar of the receptors' gain; return the next y."""
    fonts, floor, line = room.fonts, room.floor, height_of(room.fonts.body)
    if y + line > room.card.bottom() - 2.0:
        placed.left_out.append("response")
        return y
    left = placed.write(words.response_head, floor.left(), y, fonts.name).right() + 16.0
    value = width_of(words.response, fonts.body)
    right = min(floor.right() - value - 12.0, left + 300.0 * fonts.scale)
    if right - left >= 48.0:
        placed.response_bar = QRectF(left, round(y + line / 2 - BAR_HEIGHT / 2), right - left, BAR_HEIGHT)
    else:
        right = left - 12.0
    if right + 12.0 + value <= floor.right() + 1.0:
        placed.write(words.response, right + 12.0, y, fonts.body)
    else:
        placed.left_out.append("response")
    return y + line + 8.0


def _paces(placed: Placed, room: Room, words: Words, space: QRectF) -> float:
    """Flow the paces, and the scales where they stand in rows, no phrase broken; return the next y."""
    fonts, line = room.fonts, height_of(room.fonts.note)
    y = space.top()
    heads = [(words.paces_head, words.paces)]
    if room.notes is Notes.ROWS:
        heads.insert(0, (words.scales_head, words.scales))
    flow = [
        item
        for head, phrases in heads
        for item in ((head, fonts.bold_note, "ink"), *((phrase, fonts.note, "ink2") for phrase in phrases))
    ]
    texts = [(text, font, role == "ink") for text, font, role in flow]
    for (text, font, role), (x, row) in zip(flow, _flowed(texts, space.width()), strict=True):
        y = space.top() + row * line
        if y + line > space.bottom() - 1.0 or width_of(text, font) > space.width() + 1.0:
            placed.left_out.append(text)
            continue
        placed.write(text, space.left() + x, y, font, role)
    return y + line


def _flowed(texts: list[tuple[str, QFont, bool]], width: float) -> list[tuple[float, int]]:
    """Return the x and the row of each text (with its font, and whether it heads what follows).

    The gap is the widest that takes no more rows than the narrowest one; a heading never ends a row.
    """
    tried = [_rows(texts, width, gap) for gap in _GAPS]
    return next(rows for rows in tried if rows[-1][1] == tried[-1][-1][1])


def _rows(texts: list[tuple[str, QFont, bool]], width: float, gap: float) -> list[tuple[float, int]]:
    found: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for place, (text, font, heads) in enumerate(texts):
        needed = width_of(text, font)
        if heads and place + 1 < len(texts):
            along = needed + gap + width_of(*texts[place + 1][:2])
            needed = along if along <= width else needed
        if x > 0.0 and x + needed > width + 1.0:
            x, row = 0.0, row + 1
        found.append((x, row))
        x += width_of(text, font) + gap
    return found


def _movement_in_words(placed: Placed, room: Room, words: Words, y: float) -> None:
    note = room.fonts.note
    text = f"{words.movement_head} {words.score} {words.score_unit}, {words.parkinsonism}"
    for line in wrapped(text, note, room.floor.width()):
        if y + height_of(note) <= room.card.bottom() - 2.0:
            y = placed.write(line, room.floor.left(), y, note).bottom()
        else:
            placed.left_out.append("movement")


def _movement_slim(placed: Placed, room: Room, words: Words, y: float) -> bool:
    """Place the score at the left and the bar at the right in one row; return whether there was room."""
    fonts, floor = room.fonts, room.floor
    row, below = height_of(fonts.section), height_of(fonts.axis)
    said = width_of(words.movement_head, fonts.name) + width_of(words.score, fonts.section)
    left = floor.left() + said + width_of(words.score_unit, fonts.note) + 8.0 + 6.0 + 24.0
    ends = width_of(words.parkinsonism, fonts.axis) + width_of(words.dyskinesia, fonts.axis) + 24.0
    if floor.right() - left < ends or y + row + below + 2.0 > room.card.bottom() - 2.0:
        return False
    head = placed.write(words.movement_head, floor.left(), y, fonts.name)
    score = placed.write(words.score, head.right() + 8.0, y - 1.0, fonts.section)
    placed.write(words.score_unit, score.right() + 6.0, y + 2.0, fonts.note, "ink2")
    bar = QRectF(left, round(y + row / 2 - BAR_HEIGHT / 2), floor.right() - left, BAR_HEIGHT)
    placed.balance_bar = bar
    ends_y = bar.bottom() + 3.0
    placed.write(words.parkinsonism, left, ends_y, fonts.axis)
    placed.write_left_of(words.dyskinesia, floor.right(), ends_y, fonts.axis)
    return True


def _movement(placed: Placed, room: Room, words: Words) -> None:
    fonts, card = room.fonts, room.movement_card
    left, right, y = _beside_spiral(room), card.right() - 20.0, card.top() + 14.0
    head = placed.write(words.movement_head, left, y, fonts.section)
    score = placed.write(words.score, left, head.bottom() + 2.0, fonts.value)
    low = score.bottom() - height_of(fonts.note) - 3.0
    said = placed.write(words.score_unit, score.right() + 8.0, low, fonts.note, "ink2")
    if said.right() + 5.0 + width_of(words.before, fonts.note) <= right:
        placed.write(words.before, said.right() + 5.0, low, fonts.note, "ink2")
    else:
        placed.write_left_of(words.before, right, head.top() + 1.0, fonts.note, "ink2")
    bar = QRectF(left, score.bottom() + 10.0, right - left, BAR_HEIGHT)
    placed.balance_bar = bar
    little, steady, much = words.balance
    y = bar.bottom() + 4.0
    # Two indices, and a person can have both: each end says whose pointer stands there.
    row = placed.write(little, left, y, fonts.axis, "ink2")
    placed.write(steady, bar.center().x() - width_of(steady, fonts.axis) / 2, y, fonts.axis, "ink2")
    placed.write_left_of(much, right, y, fonts.axis, "ink2")
    placed.write(words.parkinsonism, left, row.bottom(), fonts.axis)
    placed.write_left_of(words.dyskinesia, right, row.bottom(), fonts.axis)


def _beside_spiral(room: Room) -> float:
    return room.movement_card.left() + 20.0 if room.spiral.isEmpty() else room.spiral.right() + 12.0


def _movement_low(placed: Placed, room: Room, words: Words) -> None:
    """Place score, bar and the names of its ends in three rows."""
    fonts, card = room.fonts, room.movement_card
    left, right = _beside_spiral(room), card.right() - 20.0
    head = placed.write(words.movement_head, left, card.top() + 11.0, fonts.name)
    score = placed.write(words.score, head.right() + 8.0, head.top() - 1.0, fonts.section)
    said = placed.write(words.score_unit, score.right() + 6.0, head.top() + 1.0, fonts.note, "ink2")
    if said.right() + 5.0 + width_of(words.before, fonts.note) <= right:
        placed.write(words.before, said.right() + 5.0, head.top() + 1.0, fonts.note, "ink2")
    bar = QRectF(left, round(head.bottom() + 13.0), right - left, BAR_HEIGHT)
    placed.balance_bar = bar
    placed.write(words.parkinsonism, left, bar.bottom() + 4.0, fonts.axis)
    placed.write_left_of(words.dyskinesia, right, bar.bottom() + 4.0, fonts.axis)


def _notes(placed: Placed, room: Room, words: Words) -> None:
    """Place what stands for what beside the movement, in two columns if there is room, the paces below."""
    fonts, card, left = room.fonts, room.movement_card, room.floor.left()
    space = card.left() - 24.0 - left
    column = max(width_of(text, fonts.axis) for text in words.scales)
    if max(column, width_of(words.scales_head, fonts.section)) > space:
        placed.left_out += [*words.scales, *(words.paces if room.paces_beside else ())]
        return
    rows = -(-len(words.scales) // (2 if 2 * column + _COLUMN_GAP <= space else 1))
    head = placed.write(words.scales_head, left, card.top() + 2.0, fonts.section)
    for place, text in enumerate(words.scales):
        x = left + place // rows * (column + _COLUMN_GAP)
        y = head.bottom() + 2.0 + place % rows * height_of(fonts.axis)
        placed.write(text, x, y, fonts.axis, "ink2")
    if room.paces_beside:
        below = head.bottom() + rows * height_of(fonts.axis) + 10.0
        _paces(placed, room, words, QRectF(left, below, space, room.card.bottom() - below))
