"""A Rasa component that adds what her words only suggest, as doubtful findings; it never takes one away."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.reading import Assertion

from . import fitting, said
from .features import pieces
from .linear import Linear, likelihoods

#: How much of her message is quoted beside a suggestion.
QUOTED = 200


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class FindingSuggester(GraphComponent):
    """Linear over words and pieces of words, and over what the floor has read already (docs/decisions/0017)."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Linear | None = None
    ) -> None:
        self._storage, self._resource, self._config, self._model = storage, resource, config, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`likely`: how likely a finding must be to be asked back; `fewest`: how many messages one is learnt from."""
        return {"messages": "data/said", "strength": 20.0, "likely": 0.1, "fewest": 12}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changed messages make Rasa train this anew."""
        files = sorted(Path(config.get("messages", "data/said")).glob("*.jsonl"))
        return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingSuggester:
        """Made by Rasa from config.yml, before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FindingSuggester:
        """Made by Rasa from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Linear.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the messages in `data/said`; what was read in each by the floor is a feature, too."""
        examples = said.examples(Path(self._config["messages"]))
        names = said.often_enough(examples, self._config["fewest"])
        counted = [pieces(one.text, marks(one.reading)) for one in examples]
        self._model = fitting.fit_any_of(counted, [one.findings for one in examples], names, self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is likely and was not read; what the floor has read, denied or laid aside stays as it is."""
        for message in messages:
            reading = message.get("understood")
            read = {finding[0] for finding in reading["findings"]}
            new = [name for name in self._likely(message.get(TEXT) or "", reading) if name not in read]
            if new:
                quote = (message.get(TEXT) or "")[:QUOTED]
                more = [[name, Assertion.PRESENT.value, quote, False] for name in new]
                reading = {**reading, "findings": [*reading["findings"], *more]}
                message.set("understood", reading, add_to_output=True)
        return messages

    def _likely(self, text: str, reading: dict[str, Any]) -> list[str]:
        assert self._model is not None
        found = likelihoods(self._model.scores(pieces(text, marks(reading))))
        return [
            name for name, likely in zip(self._model.labels, found, strict=True) if likely >= self._config["likely"]
        ]


def marks(reading: dict[str, Any]) -> list[str]:
    """What the floor has read, as pieces beside her words."""
    return [f"{name} {assertion}" for name, assertion, *_ in reading["findings"]]
