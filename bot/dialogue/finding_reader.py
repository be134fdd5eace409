"""A Rasa pipeline component around `bot.understanding`: findings beside the trained acts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.records.clock import local_date
from bot.understanding import read

from . import heard


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class FindingReader(GraphComponent):
    """Puts what was read on the message: the front desk's reading, or its own in `rasa shell`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingReader:
        """Made by Rasa from config.yml."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message; what was read travels on to the actions under a key of its own.

        Not as entities: Rasa would take them for something that was annotated and compare them in `rasa test`.
        """
        for message in messages:
            metadata = message.get("metadata") or {}
            reading = metadata.get("understood") or heard.to_json(read(message.get(TEXT) or "", _today(metadata)))
            message.set("understood", reading, add_to_output=True)
        return messages


def _today(metadata: dict[str, Any]) -> Any:
    now = datetime.fromisoformat(metadata["now"]) if "now" in metadata else datetime.now(UTC)
    return local_date(now)
