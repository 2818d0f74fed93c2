"""Where words stand in the floor: tally, gain of the receptors, notes, movement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from vmat2_desktop.ui.synapse_view import layout
from vmat2_desktop.ui.synapse_view.layout import Placed, Sign
from vmat2_desktop.ui.synapse_view.lettering import height_of, width_of, wrapped
from vmat2_desktop.ui.synapse_view.room import Room, sign_size
from vmat2_desktop.ui.synapse_view.words import Words

BAR_HEIGHT = 12.0
_SIGN_DESIGN_HEIGHT = 34.0


def laid_out(room: Room, words: Words, hint: str = "") -> Placed:
    """Return every word of the plate in its place."""
    placed = Placed()
    layout.title(placed, room, words, hint)
    if room.labels:
        layout.margin(placed, room, words.labels, left=True)
        layout.margin(placed, room, words.labels, left=False)
    y = _tally(placed, room, words, room.floor.top())
    y = _response(placed, room, words, y)
    if room.movement_card.isEmpty():
        _movement_in_words(placed, room, words, y)
        return placed
    _movement(placed, room, words)
    if room.notes:
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


def _movement_in_words(placed: Placed, room: Room, words: Words, y: float) -> None:
    note = room.fonts.note
    text = f"{words.movement_head} {words.score} {words.score_unit}, {words.parkinsonism}"
    for line in wrapped(text, note, room.floor.width()):
        if y + height_of(note) <= room.card.bottom() - 2.0:
            y = placed.write(line, room.floor.left(), y, note).bottom()
        else:
            placed.left_out.append("movement")


def _movement(placed: Placed, room: Room, words: Words) -> None:
    fonts, card = room.fonts, room.movement_card
    left, right, y = card.left() + 20.0, card.right() - 20.0, card.top() + 14.0
    head = placed.write(words.movement_head, left, y, fonts.section)
    beside = right - width_of(words.parkinsonism, fonts.note) > head.right() + 16.0
    if beside:
        placed.write_left_of(words.parkinsonism, right, y, fonts.note, "ink2")
    score = placed.write(words.score, left, head.bottom() + 2.0, fonts.value)
    low = score.bottom() - height_of(fonts.note) - 3.0
    unit = placed.write(words.score_unit, score.right() + 8.0, low, fonts.note, "ink2")
    if not beside and right - width_of(words.parkinsonism, fonts.note) > unit.right() + 12.0:
        placed.write_left_of(words.parkinsonism, right, low, fonts.note, "ink2")
    elif not beside:
        placed.left_out.append("parkinsonism")
    bar = QRectF(left, score.bottom() + 10.0, right - left, BAR_HEIGHT)
    placed.balance_bar = bar
    little, steady, much = words.balance
    y = bar.bottom() + 4.0
    placed.write(little, left, y, fonts.axis, "ink2")
    placed.write(steady, bar.center().x() - width_of(steady, fonts.axis) / 2, y, fonts.axis, "ink2")
    placed.write_left_of(much, right, y, fonts.axis, "ink2")


def _notes(placed: Placed, room: Room, words: Words) -> None:
    """Place what stands for what, and the paces beside it if there is room for two columns."""
    fonts, card = room.fonts, room.movement_card
    space = card.left() - 24.0 - room.floor.left()
    first = max(width_of(text, fonts.axis) for text in words.scales)
    first = max(first, width_of(words.scales_head, fonts.section))
    if first > space:
        placed.left_out += [*words.scales, *words.paces]
        return
    column = QRectF(room.floor.left(), card.top(), first, card.height())
    second = QRectF(column.right() + 20.0, card.top(), space - first - 20.0, card.height())
    _column(placed, room, column, words.scales_head, words.scales)
    if second.width() >= 120.0 * fonts.scale:
        _column(placed, room, second, words.paces_head, words.paces)
    else:
        placed.left_out += words.paces


def _column(placed: Placed, room: Room, column: QRectF, head: str, texts: Sequence[str]) -> None:
    fonts = room.fonts
    y = placed.write(head, column.left(), column.top() + 2.0, fonts.section).bottom() + 2.0
    for text in texts:
        rows = wrapped(text, fonts.axis, column.width())
        if y + len(rows) * height_of(fonts.axis) > column.bottom() + 2.0:
            placed.left_out.append(text)
            continue
        for row in rows:
            y = placed.write(row, column.left(), y, fonts.axis, "ink2").bottom()
