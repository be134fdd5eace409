"""How wide words are when they are drawn, so that a box can be made for them before any browser has seen them."""

from __future__ import annotations

#: Widths of Arial and its metric twins in thousandths of the letter size, by group; anything else is as wide as an n.
_GROUPS = {
    "ijl'|": 225,
    'ftI.,:;!/ ()[]“”‘’"': 305,
    "rs-kcxyzvJ*": 490,
    "ABEKPSVXYFTZL&": 670,
    "CDHNRUGOQ%": 760,
    "mMwW@–": 870,
}
_WIDTHS = {letter: width for letters, width in _GROUPS.items() for letter in letters}
_OTHER = 560
#: Where Arial is missing, the letters that stand in for it are up to this much wider.
_ROOM = 1.13


def width(text: str, size: float, bold: bool = False) -> float:
    """The room that `text` needs, in the units of `size`."""
    thousandths = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return thousandths / 1000 * size * _ROOM * (1.07 if bold else 1)


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """`text` in lines that fit `room`; a word longer than a line is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer, size, bold) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while width(line, size, bold) > room and len(line) > 1:
            cut = _fitting(line, room, size, bold)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _fitting(word: str, room: float, size: float, bold: bool) -> int:
    fits = [end for end in range(1, len(word)) if width(word[:end], size, bold) <= room]
    return fits[-1] if fits else 1
