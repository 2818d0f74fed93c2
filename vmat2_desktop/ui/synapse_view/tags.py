"""Labels while the picture is zoomed: beside the things in sight, as large as ever, none over another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from vmat2_desktop.ui.synapse_view import hits
from vmat2_desktop.ui.synapse_view.layout import SPOTS, Line, Placed, Tag
from vmat2_desktop.ui.synapse_view.lettering import Fonts, height_of, width_of
from vmat2_desktop.ui.synapse_view.seen import Seen, overview_rect
from vmat2_desktop.ui.synapse_view.words import Label

_PAD_X, _PAD_Y = 9.0, 5.0
_EDGE, _GAP = 10.0, 6.0
_INSIDE = 14.0
"""A thing nearer to the edge of the stage than this, px, counts as out of view."""


def place(
    placed: Placed, fonts: Fonts, seen: Seen, labels: Sequence[Label], found: Sequence[hits.Piece]
) -> None:
    """Add a tag for each label whose thing is in sight, at the edge of the stage that is nearer to it."""
    sides: dict[bool, list[tuple[float, Tag, QPointF]]] = {True: [], False: []}
    for label in sorted(labels, key=lambda label: -SPOTS[label.key].importance):
        target = _target(label.key, seen, found)
        if target is None:
            continue
        left = target.x() < seen.stage.center().x()
        sides[left].append((target.y(), _tag(label, fonts, seen, left, target.y()), target))
    for left, wanted in sides.items():
        _stack(placed, seen, wanted, left, overview_rect(seen, fonts.scale))


def _target(thing: str, seen: Seen, found: Sequence[hits.Piece]) -> QPointF | None:
    """Return the pixel of a thing's piece in sight that is nearest to where its leader would end."""
    wanted = SPOTS[thing].target
    points = [(piece.x, piece.y) for piece in hits.pieces_of(thing, found)]
    visible = [point for point in (points or [wanted]) if seen.sees(point, _INSIDE)]
    if not visible:
        return None
    nearest = min(visible, key=lambda point: (point[0] - wanted[0]) ** 2 + (point[1] - wanted[1]) ** 2)
    return seen.place.point(nearest)


def _tag(label: Label, fonts: Fonts, seen: Seen, left: bool, y: float) -> Tag:
    name, note = fonts.name, fonts.note
    width = max(width_of(label.name, name), width_of(label.brief, note))
    height = height_of(name) + height_of(note)
    box = QRectF(0, 0, width + 2 * _PAD_X, height + 2 * _PAD_Y)
    stage = seen.stage
    box.moveLeft(round(stage.left() + _EDGE if left else stage.right() - _EDGE - box.width()))
    box.moveTop(round(min(max(y - box.height() / 2, stage.top() + _EDGE), stage.bottom() - box.height())))
    return Tag(label.key, box, _lines(label, fonts, box))


def _lines(label: Label, fonts: Fonts, box: QRectF) -> tuple[Line, ...]:
    x, y = box.left() + _PAD_X, box.top() + _PAD_Y
    first = QRectF(x, y, width_of(label.name, fonts.name), height_of(fonts.name))
    second = QRectF(x, first.bottom(), width_of(label.brief, fonts.note), height_of(fonts.note))
    return (
        Line(label.name, first, fonts.name),
        Line(label.brief, second, fonts.note, "ink2"),
    )


def _stack(
    placed: Placed, seen: Seen, wanted: list[tuple[float, Tag, QPointF]], left: bool, overview: QRectF
) -> None:
    """Push the tags of one side apart; the least important leave where there is no room."""
    bottom = seen.stage.bottom() - _EDGE if left else overview.top() - _GAP
    room = bottom - seen.stage.top() - _EDGE
    while wanted and sum(tag.rect.height() + _GAP for _, tag, _ in wanted) - _GAP > room:
        placed.left_out.append(wanted.pop()[1].key)
    wanted.sort(key=lambda item: item[0])
    tops: list[float] = []
    cursor = seen.stage.top() + _EDGE
    for _, tag, _ in wanted:
        tops.append(max(cursor, tag.rect.top()))
        cursor = tops[-1] + tag.rect.height() + _GAP
    floor = bottom
    for i in range(len(wanted) - 1, -1, -1):
        height = wanted[i][1].rect.height()
        tops[i] = min(tops[i], floor - height)
        floor = tops[i] - _GAP
    for top, (_, tag, target) in zip(tops, wanted, strict=True):
        moved = _moved(tag, round(top) - tag.rect.top())
        placed.tags.append(moved)
        placed.names.append((moved.key, moved.rect))
        edge = moved.rect.right() if left else moved.rect.left()
        placed.leaders.append((QPointF(edge, moved.rect.center().y()), target))


def _moved(tag: Tag, down: float) -> Tag:
    lines = tuple(Line(line.text, line.rect.translated(0, down), line.font, line.role) for line in tag.lines)
    return Tag(tag.key, tag.rect.translated(0, down), lines)


def beside(
    rect: QRectF, said: tuple[str, str], fonts: Fonts, stage: QRectF, written: Sequence[QRectF] = ()
) -> Tag:
    """Return a tag with name and value beside a thing, where it covers no label if there is such a place.

    Args:
        rect: the thing.
        said: its name and its value, which may be empty.
        fonts: the type.
        stage: what the tag never leaves.
        written: where labels stand.
    """
    name, value = said
    first, second = height_of(fonts.bold_note), height_of(fonts.note) if value else 0.0
    width = max(width_of(name, fonts.bold_note), width_of(value, fonts.note)) + 2 * _PAD_X
    height = first + second + 2 * _PAD_Y
    middle = rect.center()
    places = (
        (middle.x() - width / 2, rect.top() - _GAP - height),
        (middle.x() - width / 2, rect.bottom() + _GAP),
        (rect.right() + _GAP, middle.y() - height / 2),
        (rect.left() - _GAP - width, middle.y() - height / 2),
    )
    boxes = [_within(stage, QRectF(round(x), round(y), width, height)) for x, y in places]
    clear = [box for box in boxes if not any(box.intersects(other) for other in (rect, *written))]
    box = (clear or boxes)[0]
    inner = box.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
    head = QRectF(inner.left(), inner.top(), inner.width(), first)
    lines = [Line(name, head, fonts.bold_note)]
    if value:
        lines.append(
            Line(value, QRectF(inner.left(), head.bottom(), inner.width(), second), fonts.note, "ink2")
        )
    return Tag("", box, tuple(lines))


def _within(stage: QRectF, box: QRectF) -> QRectF:
    """Return the box moved as little as keeps it on the stage."""
    left = max(min(box.left(), stage.right() - _EDGE - box.width()), stage.left() + _EDGE)
    top = max(min(box.top(), stage.bottom() - 2 - box.height()), stage.top() + 2)
    return QRectF(left, top, box.width(), box.height())
