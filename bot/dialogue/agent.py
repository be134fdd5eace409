"""Rasa's agent, made strict: no silent fallback, no swallowed error, no printed words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sklearn
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from bot.understanding import read as understand

from . import heard
from .actions_in_process import InProcessActions
from .nlg import ProtocolWords
from .port import TurnFailed, TurnIn, TurnOut
from .shortcuts import InOrder, check_results_cheaply, list_classes_once, remember_rules
from .snapshot import Slate, SnapshotStore, slate


class StrictAgent(Agent):
    """An agent whose store may raise: Rasa's own wrapper would begin a new conversation in memory."""

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain | None) -> TrackerStore:
        assert store is not None
        return store


class NoLock(InMemoryLockStore):
    """The front desk takes one arrival of a conversation at a time; Rasa's lock polls once a second."""

    @asynccontextmanager
    async def lock(self, *args: Any, **kwargs: Any) -> AsyncIterator[None]:
        """Nothing to wait for."""
        yield None


class Collector(CollectingOutputChannel):
    """Keeps whole replies, with their bodies; nothing is sent before the second commit."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        self.messages.append(message)


def load_agent(model: Path) -> StrictAgent:
    """Load a model file made by `rasa train`. Raises whatever Rasa raises for a bad file."""
    check_results_cheaply()
    domain = Domain.empty()
    agent = StrictAgent(
        domain=domain,
        tracker_store=SnapshotStore(domain),
        lock_store=NoLock(),
        action_endpoint=InProcessActions(_remember_failure),
        generator=ProtocolWords(),
    )
    agent.load_model(str(model))
    assert agent.processor is not None
    agent.processor.on_circuit_break = _remember_circuit_break
    agent.processor.graph_runner = runner = InOrder(agent.processor.graph_runner)
    remember_rules(runner.nodes)
    list_classes_once()
    # Two checks of every number for NaN, on features that our own counting has just made.
    sklearn.set_config(assume_finite=True)
    return agent


async def run_turn(agent: StrictAgent, turn: TurnIn) -> TurnOut:
    """One turn on the snapshot. Raises `TurnFailed` when an action raised or nothing was said."""
    now = Slate(turn.snapshot)
    slate.set(now)
    collector = Collector()
    await agent.handle_message(
        UserMessage(
            text=turn.text,
            output_channel=collector,
            sender_id=turn.episode_id,
            parse_data=_parse_data(turn),  # type: ignore[arg-type]
            input_channel=turn.metadata.get("channel", "web"),
            message_id=turn.message_id,
            metadata=turn.metadata,
        )
    )
    if now.failures:
        raise TurnFailed(f"{type(now.failures[0]).__name__} in an action") from now.failures[0]
    replies = tuple(message["body"] for message in collector.messages if "body" in message)
    if not replies or not now.after:
        raise TurnFailed("the dialogue said nothing")
    return TurnOut(replies, now.after, tuple(now.events))


async def read_message(agent: StrictAgent, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """The pipeline's reading of one message; words that begin with a stroke are words here, not a command."""
    assert agent.processor is not None
    message = UserMessage(text=text, sender_id="read", metadata=metadata)
    return dict(await agent.processor.parse_message(message, only_output_properties=True))


async def warm_up(agent: StrictAgent) -> None:
    """One turn for nobody: the first one reads lexicon and protocol and compiles, which no woman should wait for."""
    read = heard.to_json(understand("hello", date.today()))  # noqa: DTZ011
    metadata = {"now": datetime.now(UTC).isoformat(), "understood": read}
    await run_turn(agent, TurnIn("warm-up", "warm-up", "hello", None, metadata))


def _parse_data(turn: TurnIn) -> dict[str, Any] | None:
    """A pressed button skips the trained part: its intent is certain."""
    if turn.intent is None:
        return None
    return {
        "text": turn.text,
        "intent": {"name": turn.intent, "confidence": 1.0},
        "intent_ranking": [],
        "entities": [{"entity": "pressed", "value": value} for value in turn.pressed],
        "understood": turn.metadata["understood"],
    }


def _remember_failure(action: str, error: Exception) -> None:
    slate.get().failures.append(error)


def _remember_circuit_break(*args: Any, **kwargs: Any) -> None:
    slate.get().failures.append(TurnFailed("ten actions in one turn"))
