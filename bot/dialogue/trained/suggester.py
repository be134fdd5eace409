"""A Rasa component that adds what her words only suggest, as doubtful findings; it never takes one away."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.reading import Assertion

from . import fitting
from .features import pieces
from .linear import Linear, likelihoods

#: Where a training message names its findings: under `metadata:` beside its text (data/nlu/said).
FINDINGS = "findings"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class FindingSuggester(GraphComponent):
    """Linear over words and pieces of words, and over what the floor has read already."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Linear | None = None
    ) -> None:
        self._storage, self._resource, self._config, self._model = storage, resource, config, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`likely`: how likely a finding must be to be asked back; `fewest`: how many messages one is learnt from."""
        return {"strength": 10.0, "likely": 0.5, "fewest": 12}

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
        """Fit to every message; one that names no findings has none."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        said = [_said(one) for one in examples]
        names = sorted({name for one in said for name in one})
        names = [name for name in names if sum(name in one for one in said) >= self._config["fewest"]]
        counted = [pieces(one.get(TEXT), _marks(one.get("understood") or {})) for one in examples]
        self._model = fitting.fit_any_of(counted, said, names, self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is likely and was not read; what the floor has read, denied or laid aside stays as it is."""
        for message in messages:
            reading = message.get("understood")
            read = {finding[0] for finding in reading["findings"]}
            new = [name for name in self._likely(message) if name not in read]
            if new:
                quote = (message.get(TEXT) or "")[:200]
                more = [[name, Assertion.PRESENT.value, quote, False] for name in new]
                message.set("understood", {**reading, "findings": [*reading["findings"], *more]}, add_to_output=True)
        return messages

    def _likely(self, message: Message) -> list[str]:
        assert self._model is not None
        scores = self._model.scores(pieces(message.get(TEXT) or "", _marks(message.get("understood"))))
        pairs = zip(self._model.labels, likelihoods(scores), strict=True)
        return [name for name, likely in pairs if likely >= self._config["likely"]]


def _said(example: Message) -> frozenset[str]:
    """The findings that a training message names, present or unsure."""
    metadata = (example.get(METADATA) or {}).get("example") or {}
    return frozenset(str(metadata.get(FINDINGS) or "").split())


def _marks(reading: dict[str, Any]) -> list[str]:
    return [f"{name} {assertion}" for name, assertion, *_ in reading.get("findings", [])]
