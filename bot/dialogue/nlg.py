"""Rasa's responses, served from the protocol's words: a sentence stands once."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from . import chart_json
from .bodies import say_on
from .site import Site


class ProtocolWords(NaturalLanguageGenerator):
    """Says `utter_thanks` and its like in the words of the episode's protocol version."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self.endpoint_config = endpoint_config

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The sentence of that name, with its body for the channels."""
        message = tracker.latest_message
        metadata = (message.metadata if message else None) or {}
        chart = chart_json.from_slot(tracker.get_slot("answers"))
        body = say_on(chart, Site.from_json(metadata.get("site")), utter_action)
        return {"text": body["text"], "body": body}
