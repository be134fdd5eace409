"""The states of a case and every legal move: this table, and nothing else, says what may follow what."""

from __future__ import annotations

from enum import StrEnum

from .refusals import IllegalMove


class State(StrEnum):
    """Where a case stands. There is no way out of `closed`: what comes later is a new case."""

    OPEN = "open"  # nobody has it; its clock runs
    CLAIMED = "claimed"  # a midwife has it
    CLOSED = "closed"


#: move -> {state before: state after}. What is missing is not allowed.
MOVES: dict[str, dict[State, State]] = {
    "join": {State.OPEN: State.OPEN, State.CLAIMED: State.CLAIMED},  # she says more, or it grows more urgent
    "hear": {State.OPEN: State.OPEN, State.CLAIMED: State.CLAIMED},  # her words while the case is not closed
    "claim": {State.OPEN: State.CLAIMED},
    "release": {State.CLAIMED: State.OPEN},
    "call": {State.CLAIMED: State.CLAIMED},
    "write": {State.CLAIMED: State.CLAIMED},
    "regrade": {State.OPEN: State.OPEN, State.CLAIMED: State.CLAIMED},
    "close": {State.CLAIMED: State.CLOSED},
}


def after(move: str, state: State) -> State:
    """The state after a move. Raises `IllegalMove`."""
    try:
        return MOVES[move][state]
    except KeyError:
        raise IllegalMove(f"A case that is {state} cannot be moved by '{move}'.") from None


def allowed(state: State) -> tuple[str, ...]:
    """The moves that a case in this state allows."""
    return tuple(move for move, ways in MOVES.items() if state in ways)
