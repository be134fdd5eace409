"""The tracker from a snapshot: exact for rules, and as quick at the 200th message as at the first."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

#: Rasa's own bookkeeping, of no use to the next turn.
#: Of an event, what the arrival and the message hold already.
_ELSEWHERE = {"parse_data", "metadata", "text", "data"}
_NOT_KEPT = {"session_started_metadata", "answer"}


@dataclass
class Slate:
    """One turn's state in and out; never shared between turns."""

    snapshot: dict[str, Any] | None
    before: int = 0
    after: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)


slate: ContextVar[Slate] = ContextVar("slate")


class SnapshotStore(TrackerStore):
    """Rebuilds the tracker from the slate and writes the new state back onto it."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain, None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker as the last turn left it."""
        now = slate.get()
        if now.snapshot is None:
            return None
        events = list(_events(now.snapshot))
        now.before = len(events)
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """The new snapshot, and the events of this turn for the log."""
        now = slate.get()
        now.events = _for_the_log(list(tracker.events)[now.before :])
        now.after = {
            "loop": tracker.active_loop_name,
            "slots": {name: slot.value for name, slot in tracker.slots.items() if _kept(name, slot.value)},
        }

    async def keys(self) -> list[str]:
        """Nothing is cached between turns."""
        return []


def _for_the_log(events: list[Event]) -> list[dict[str, Any]]:
    """This turn's events without what is kept elsewhere: her words (the arrival) and every chart but the last."""
    charts = [event for event in events if isinstance(event, SlotSet) and event.key == "answers"]
    written = [event.as_dict() for event in events if event not in charts[:-1]]
    return [{name: value for name, value in one.items() if name not in _ELSEWHERE} for one in written]


def _kept(name: str, value: Any) -> bool:
    return value is not None and name not in _NOT_KEPT


def _events(snapshot: dict[str, Any]) -> list[Event]:
    events: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    if snapshot["loop"]:
        events.append(ActiveLoop(snapshot["loop"]))
    events += [SlotSet(name, value) for name, value in snapshot["slots"].items()]
    return [*events, ActionExecuted("action_listen")]
