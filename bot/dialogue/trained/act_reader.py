"""A Rasa component that reads which act her words are: why, back, a person, thanks, or telling."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from . import fitting
from .features import pieces
from .linear import Linear, probabilities, ranked

#: How many acts are named beside the first.
RANKED = 5


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class ActReader(GraphComponent):
    """Linear over words and pieces of words; loads without scikit-learn (docs/decisions/0016)."""

    def __init__(self, storage: ModelStorage, resource: Resource, strength: float, model: Linear | None = None) -> None:
        self._storage, self._resource, self._strength, self._model = storage, resource, strength, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength`: how closely the training messages are followed (the inverse of regularisation)."""
        return {"strength": 30.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActReader:
        """Made by Rasa from config.yml, before training."""
        return cls(model_storage, resource, config["strength"])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActReader:
        """Made by Rasa from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, config["strength"], Linear.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to every message that has an intent."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT) and one.get(INTENT)]
        self._model = fitting.fit_one_of(
            [pieces(one.get(TEXT)) for one in examples], [one.get(INTENT) for one in examples], self._strength
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the likeliest act and its rivals on each message."""
        assert self._model is not None
        for message in messages:
            chances = ranked(self._model.labels, probabilities(self._model.scores(pieces(message.get(TEXT) or ""))))
            ranking = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: chance} for name, chance in chances[:RANKED]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
