"""A Rasa component that adds what her words only suggest, as doubtful findings; it never takes one away."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.lexicon import Lexicon
from bot.understanding.reading import Assertion

from . import fitting, said
from .features import pieces
from .linear import Linear, likelihoods

#: How much of her message is quoted beside a suggestion.
QUOTED = 200
#: The act of saying how she is; any other that is as likely as this is plainly no telling.
TELLING, PLAIN = "tell", 0.5
_PRESENT = Assertion.PRESENT.value
#: Findings that are degrees of one thing: where the floor has read one of them, its questions settle which it is.
FAMILIES = (
    frozenset({"rfm_reduced", "rfm_absent", "rfm_changed"}),
    frozenset({"bleed", "bleed_heavy", "show"}),
    frozenset({"headache", "headache_mild", "headache_bad", "migraine", "thunderclap"}),
    frozenset({"contractions", "labour_regular", "pressure_down", "birth_imminent"}),
    frozenset({"abdo_pain", "pain_severe_constant", "epigastric", "scar_pain"}),
    frozenset({"sob", "sob_severe"}),
    frozenset({"low_mood", "self_harm_thoughts", "suicidal"}),
    frozenset({"fever", "rigors", "sepsis_general"}),
    frozenset({"rom", "meconium", "rom_smell"}),
    frozenset({"hyper_ketones", "ketones_high"}),
    frozenset({"dehydration", "no_wee_18h"}),
    frozenset({"trauma", "major_trauma", "rtc"}),
    frozenset({"da_unsafe", "assault", "danger_now", "strangled", "sexual_assault"}),
)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class FindingSuggester(GraphComponent):
    """Linear over words and pieces of words, and over what the floor has read already (docs/decisions/0017)."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Linear | None = None
    ) -> None:
        self._storage, self._resource, self._config, self._model = storage, resource, config, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`fewest`: messages a finding is learnt from; `red`, `other`: how likely it must be to be asked back.

        `red` holds for a red flag where the floor has read nothing clinical: what she says, she has not said plainly.
        """
        return {"messages": "data/said", "strength": 20.0, "red": 0.12, "other": 0.5, "fewest": 12}

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
            if _is_plain_act(message):
                continue
            reading = message.get("understood")
            settled = _settled({finding[0] for finding in reading["findings"]})
            new = [name for name in self._likely(message.get(TEXT) or "", reading) if name not in settled]
            if new:
                quote = (message.get(TEXT) or "")[:QUOTED]
                more = [[name, _PRESENT, quote, False] for name in new]
                reading = {**reading, "findings": [*reading["findings"], *more]}
                message.set("understood", reading, add_to_output=True)
        return messages

    def _likely(self, text: str, reading: dict[str, Any]) -> list[str]:
        assert self._model is not None
        found = likelihoods(self._model.scores(pieces(text, marks(reading))))
        plainly = any(assertion == _PRESENT and certain for _, assertion, _, certain in _clinical(reading))
        pairs = zip(self._model.labels, found, strict=True)
        return [name for name, likely in pairs if likely >= self._bar(name, plainly)]

    def _bar(self, name: str, plainly: bool) -> float:
        return float(self._config["red" if is_red(name) and not plainly else "other"])


def _is_plain_act(message: Message) -> bool:
    """A greeting or thanks suggests nothing; what it says beside that the floor has read."""
    act = message.get(INTENT) or {}
    return act.get(INTENT_NAME_KEY) != TELLING and act.get(PREDICTED_CONFIDENCE_KEY, 0.0) >= PLAIN


def _settled(read: set[str]) -> set[str]:
    """What the floor has read, and the degrees of it."""
    return read.union(*(family for family in FAMILIES if read & family))


def _clinical(reading: dict[str, Any]) -> list[list[Any]]:
    beside = Lexicon.load().sets["not_clinical"]
    return [finding for finding in reading["findings"] if finding[0] not in beside]


def is_red(name: str) -> bool:
    """Whether the finding may be a red flag: then a small chance is enough to ask back."""
    spoken = Lexicon.load().spoken.get(name)
    return spoken is not None and spoken.red


def marks(reading: dict[str, Any]) -> list[str]:
    """What the floor has read, as pieces beside her words."""
    return [f"{name} {assertion}" for name, assertion, *_ in reading["findings"]]
