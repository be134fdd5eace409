"""YAML that remembers its lines, and in which `yes` and `no` are words."""

from __future__ import annotations

import re
from typing import Any

import yaml

from .problems import Problems

_INT = re.compile(r"[-+]?\d+$")
_FLOAT = re.compile(r"[-+]?\d+\.\d+$")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Table(dict[str, Any]):
    """A mapping with the line it begins on and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line of `key`, or of the table where it has none."""
        return self.lines.get(key, self.line)


class Rows(list[Any]):
    """A list with the line it begins on and the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def parse(file: str, text: str, problems: Problems) -> Any:
    """The content of one YAML text as tables, rows and plain values; `None` where it cannot be read."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        wrong = f"this is not YAML ({getattr(error, 'problem', error)})"
        problems.add(file, mark.line + 1 if mark else 1, wrong, "check indentation, colons and quotes around here")
        return None
    return None if node is None else _value(file, node, problems)


def _value(file: str, node: yaml.Node, problems: Problems) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _table(file, node, problems)
    if isinstance(node, yaml.SequenceNode):
        return _rows(file, node, problems)
    return _scalar(node)


def _table(file: str, node: yaml.MappingNode, problems: Problems) -> Table:
    table = Table(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in table:
            problems.add(file, line, f"'{key}' stands twice", "keep one of them")
        table[key] = _value(file, value_node, problems)
        table.lines[key] = line
    return table


def _rows(file: str, node: yaml.SequenceNode, problems: Problems) -> Rows:
    rows = Rows(node.start_mark.line + 1)
    for item in node.value:
        rows.append(_value(file, item, problems))
        rows.lines.append(item.start_mark.line + 1)
    return rows


def _scalar(node: yaml.Node) -> Any:
    text: str = node.value
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.match(text) and not text.startswith("+"):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
