"""A panel as SVG: no style of its own but classes, so that the page's sheet colours it, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from .layout import SIZE, SLANT, WIDTH, Arrow, Box, Panel, Point

_HEAD = 7  # how long an arrow's head is
_ROUND = {"start": 18, "end": 18}

_PICTURE = Markup(
    '<svg class="chart" role="img" viewBox="0 0 {width} {height:.0f}" aria-labelledby="{name}-title" '
    'aria-describedby="{name}-desc"><title id="{name}-title">{title}</title><desc id="{name}-desc">{described}</desc>'
    "{parts}</svg>"
)
_BOX = Markup('<g class="{look}">{shape}{words}</g>')
_RECT = Markup('<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round:g}"/>')
_POLYGON = Markup('<polygon points="{points}"/>')
_WORDS = Markup('<text class="{look}" x="{x:g}" y="{y:g}"{anchor}>{text}</text>')
_ARROW = Markup('<g class="arrow"><polyline points="{points}"/>{tip}{label}</g>')
_MIDDLE = Markup(' text-anchor="middle"')


def draw(panel: Panel, name: str, title: str, described: str) -> Markup:
    """The picture; `name` makes its ids, `title` and `described` are what a screen reader says."""
    parts = Markup("").join([*(_arrow(one) for one in panel.arrows), *(_box(one) for one in panel.boxes)])
    return _PICTURE.format(width=WIDTH, height=panel.height, name=name, title=title, described=described, parts=parts)


def _box(box: Box) -> Markup:
    look = f"box box--{box.kind}" + (f" is-{box.level}" if box.level else "")
    return _BOX.format(look=look, shape=_shape(box), words=Markup("").join(_words(box)))


def _shape(box: Box) -> Markup:
    if box.kind == "decide":
        return _POLYGON.format(points=_points(_pointed(box)))
    by = box.height / 2 if box.kind == "dot" else _ROUND.get(box.kind, 4)
    return _RECT.format(x=box.x, y=box.y, width=box.width, height=box.height, round=by)


def _pointed(box: Box) -> list[Point]:
    left, right = box.x, box.x + box.width
    above = [(left + SLANT, box.y), (right - SLANT, box.y), (right, box.centre)]
    return [*above, (right - SLANT, box.bottom), (left + SLANT, box.bottom), (left, box.centre)]


def _words(box: Box) -> Iterator[Markup]:
    centred = box.kind in ("decide", "dot")
    x = box.middle if centred else box.x + 10
    y = box.y + (box.height - sum(line.height for line in box.lines)) / 2 + SIZE - 1
    for line in box.lines:
        yield _WORDS.format(look=line.look, x=x, y=y, anchor=_MIDDLE if centred else "", text=line.text)
        y += line.height


def _arrow(arrow: Arrow) -> Markup:
    (before_x, _), (x, y) = arrow.points[-2:]
    back = [(x - 5, y - _HEAD), (x + 5, y - _HEAD)] if x == before_x else [(x - _HEAD, y - 5), (x - _HEAD, y + 5)]
    tip = _POLYGON.format(points=_points([(x, y), *back]))
    return _ARROW.format(points=_points(arrow.points), tip=tip, label=_label(arrow))


def _label(arrow: Arrow) -> Markup:
    if not arrow.label:
        return Markup("")
    (x, y), (next_x, _) = arrow.points[:2]
    return _WORDS.format(look="note", x=x + 8, y=y - 6 if next_x != x else y + 17, anchor="", text=arrow.label)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
