"""Where the boxes of a chart stand: questions on the left, decisions in the middle, where a yes leads on the right.

A chart is cut into panels no higher than a printed page. Boxes never overlap: every row is as high as its highest box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from .lettering import wrapped
from .steps import END, START, Decision, Step

WIDTH = 960
#: What fits a page of A4 at the scale at which WIDTH fills it; the first picture has the page's heading above it.
HIGHEST, FIRST = 1300, 1000
SIZE, SMALL = 15, 13
LEADING, TIGHT = 19, 17
_PAD = 10
_ASK_X, _ASK_W = 6, 292
_DECIDE_X, _DECIDE_W = 338, 352
_YES_X, _YES_W = 742, 212
SLANT = 14  # how far a decision's pointed ends reach in
_BETWEEN = 30  # decisions, with "no" beside the arrow
_AFTER = 46  # steps
_DOT = 13
_DOWN = 24  # from the mark at the top of a picture to its first box

#: What stands beside the arrows.
YES, NO, EITHER_WAY = "yes", "no", "either way"

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line of words; `look` is head, text, note or id."""

    text: str
    look: str

    @property
    def height(self) -> int:
        """How far down the next line stands."""
        return LEADING if self.look in ("head", "text") else TIGHT


@dataclass(frozen=True)
class Box:
    """A box with its words. `kind`: start, ask, decide, yes, end or dot; `of` is a question, a criterion or neither."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    level: str = ""
    of: str = ""

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way across."""
        return self.x + self.width / 2

    @property
    def centre(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """A line through these points, with its head at the last; `label` stands at its beginning."""

    points: tuple[Point, ...]
    label: str = ""


@dataclass
class Panel:
    """One picture: as much of a chart as fits a page."""

    number: int
    steps: list[Step] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    height: float = 0


def panels(steps: Iterable[Step]) -> tuple[Panel, ...]:
    """The chart's pictures, from top to bottom."""
    grouped = _grouped(tuple(steps))
    return tuple(_panel(number, len(grouped), group) for number, group in enumerate(grouped, 1))


def _grouped(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps page by page; one with many decisions may go on overleaf."""
    groups: list[list[Step]] = [[]]
    mark = 2 * _DOT
    room: float = FIRST - mark
    for step, after in zip_longest(steps, steps[1:]):
        ends = _height(after) if after is not None and after.kind == END else 0  # never on a page of its own
        rest: Step | None = step
        while rest is not None:
            below = 0 if rest.kind == END else ends + _AFTER
            fits, rest = _split(rest, room - below, forced=not groups[-1])
            if fits is None:
                groups.append([])
                room = HIGHEST - 2 * mark - _DOWN
                continue
            groups[-1].append(fits)
            room -= _height(fits) + _AFTER
    return groups


def _split(step: Step, room: float, *, forced: bool) -> tuple[Step | None, Step | None]:
    """What of a step fits the room, and what is left of it."""
    if _height(step) <= room:
        return step, None
    beginnings = (replace(step, decisions=step.decisions[:count]) for count in range(2, len(step.decisions)))
    fitting = [beginning for beginning in beginnings if _height(beginning) <= room]
    if fitting:
        left = step.decisions[len(fitting[-1].decisions) :]
        return fitting[-1], replace(step, head=f"{step.head} (continued)", lines=(), note="", decisions=left)
    return (step, None) if forced else (None, step)


def _panel(number: int, of: int, steps: Sequence[Step]) -> Panel:
    panel = Panel(number, list(steps))
    y = 2.0
    leaving: tuple[list[Point], str] | None = None
    if number > 1:
        y, leaving = _dot(panel, y, number)
    for step in steps:
        asked = _asked(step, y)
        if leaving:
            _arrive(panel, leaving, asked)
        panel.boxes.append(asked)
        y, leaving = _decided(panel, step, asked)
    if number < of and leaving:
        dot = Box("dot", _ASK_X + _ASK_W / 2 - _DOT, y, 2 * _DOT, 2 * _DOT, (Line(str(number + 1), "head"),))
        _arrive(panel, leaving, dot)
        panel.boxes.append(dot)
    panel.height = max(box.bottom for box in panel.boxes) + 4
    return panel


def _dot(panel: Panel, y: float, number: int) -> tuple[float, tuple[list[Point], str]]:
    """The mark where the panel before left off."""
    dot = Box("dot", _ASK_X + _ASK_W / 2 - _DOT, y, 2 * _DOT, 2 * _DOT, (Line(str(number), "head"),))
    panel.boxes.append(dot)
    return dot.bottom + _DOWN, ([(dot.middle, dot.bottom)], "")


def _arrive(panel: Panel, leaving: tuple[list[Point], str], box: Box) -> None:
    points, label = leaving
    panel.arrows.append(Arrow((*points, (box.middle, box.y)), label))


def _asked(step: Step, y: float) -> Box:
    lines = _box_lines(step)
    kind = step.kind if step.kind in (START, END) else "ask"
    return Box(kind, _ASK_X, y, _ASK_W, _tall(lines), lines, step.level, step.question or "")


def _decided(panel: Panel, step: Step, asked: Box) -> tuple[float, tuple[list[Point], str]]:
    """Put the decisions beside the question; where the next step begins, and how one comes there."""
    y, before, onward = asked.y, None, NO
    for decision in step.decisions:
        decide, yes = _row(decision, y)
        panel.boxes += [decide, yes]
        panel.arrows.append(_into(asked, decide) if before is None else Arrow(_down(before, decide), onward))
        panel.arrows.append(Arrow(((decide.x + decide.width, decide.centre), (yes.x, yes.centre)), YES))
        y, before = max(decide.bottom, yes.bottom) + _BETWEEN, decide
        onward = NO if decision.outcome.final else EITHER_WAY
    if before is None:
        return asked.bottom + _AFTER - 14, ([(asked.middle, asked.bottom)], "")
    turn = max(asked.bottom, y - _BETWEEN) + _AFTER / 2
    return turn + _AFTER / 2, ([(before.middle, before.bottom), (before.middle, turn), (asked.middle, turn)], onward)


def _into(asked: Box, decide: Box) -> Arrow:
    """Straight where the question reaches so far down, otherwise round a corner."""
    right, half = asked.x + asked.width, (asked.x + asked.width + decide.x) / 2
    end = (decide.x, decide.centre)
    if decide.centre <= asked.bottom - _PAD:
        return Arrow(((right, decide.centre), end))
    return Arrow(((right, asked.centre), (half, asked.centre), (half, decide.centre), end))


def _down(before: Box, after: Box) -> tuple[Point, ...]:
    return (before.middle, before.bottom), (after.middle, after.y)


def _row(decision: Decision, y: float) -> tuple[Box, Box]:
    """A decision and where its yes leads, on one level."""
    words = _lines(f"{decision.words}?", _DECIDE_W - 2 * SLANT - _PAD, "text")
    words += _lines(decision.id, _DECIDE_W, "id")
    told = _lines(decision.outcome.head, _YES_W - 2 * _PAD, "head")
    told += _lines(decision.outcome.told, _YES_W - 2 * _PAD, "text")
    decide_h, yes_h = _tall(words), _tall(told)
    high = max(decide_h, yes_h)
    decide = Box("decide", _DECIDE_X, y + (high - decide_h) / 2, _DECIDE_W, decide_h, tuple(words), of=decision.id)
    level = decision.outcome.level
    yes = Box("yes", _YES_X, y + (high - yes_h) / 2, _YES_W, yes_h, tuple(told), level, decision.id)
    return decide, yes


def _box_lines(step: Step) -> tuple[Line, ...]:
    room = _ASK_W - 2 * _PAD
    lines = _lines(step.head, room, "head")
    for text in step.lines:
        lines += _lines(text, room, "text")
    return tuple(lines + _lines(step.note, room, "note"))


def _lines(text: str, room: float, look: str) -> list[Line]:
    size = SIZE if look in ("head", "text") else SMALL
    return [Line(line, look) for line in wrapped(text, room, size, bold=look == "head")]


def _tall(lines: Sequence[Line]) -> float:
    return sum(line.height for line in lines) + 2 * _PAD


def _height(step: Step) -> float:
    """The room that a step needs by itself."""
    rows = [max(one.height for one in _row(decision, 0)) for decision in step.decisions]
    return max(_tall(_box_lines(step)), sum(rows) + _BETWEEN * max(len(rows) - 1, 0))
