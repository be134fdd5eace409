"""The table of moves."""

from __future__ import annotations

import pytest

from bot.line.refusals import IllegalMove
from bot.line.states import MOVES, State, after, allowed


def test_nothing_leads_out_of_closed() -> None:
    assert all(State.CLOSED not in ways for ways in MOVES.values())
    assert allowed(State.CLOSED) == ()


def test_a_case_is_closed_only_by_who_has_it() -> None:
    assert [(move, before) for move, ways in MOVES.items() for before, to in ways.items() if to is State.CLOSED] == [
        ("close", State.CLAIMED)
    ]


@pytest.mark.parametrize("move", [*MOVES, "unheard of"])
@pytest.mark.parametrize("state", State)
def test_a_move_is_in_the_table_or_refused(move: str, state: State) -> None:
    if state in MOVES.get(move, {}):
        assert after(move, state) is MOVES[move][state]
    else:
        with pytest.raises(IllegalMove, match=move):
            after(move, state)
