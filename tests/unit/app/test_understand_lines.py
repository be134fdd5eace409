"""What `triage understand` takes for a message."""

from __future__ import annotations

import json

import pytest

from bot.app.command_failed import CommandFailed
from bot.app.understand import texts


def test_plain_lines_and_json_lines_may_be_mixed() -> None:
    lines = ["im bleeding\n", "\n", json.dumps({"text": "two\nlines", "level": "red"}), "{not json", '"quoted"\r\n']
    assert list(texts(lines)) == ["im bleeding", "two\nlines", "{not json", '"quoted"']


@pytest.mark.parametrize("line", ['{"words": "hello"}', '{"text": 5}', '{"text": null}'])
def test_a_line_without_text_is_named(line: str) -> None:
    with pytest.raises(CommandFailed, match="Line 2 has no 'text'"):
        list(texts(["hello", line]))
