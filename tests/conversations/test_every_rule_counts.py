"""Taking away any one rule in data/rules/ makes a story fail: the rules decide, not our Python."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app.settings import ROOT
from bot.dialogue.quiet import hush

hush()

RULES = ROOT / "data" / "rules"


@cache
def rasa() -> SimpleNamespace:
    """The parts of Rasa that this test trains and asks."""
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.core import events
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.generator import TrainingDataGenerator
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
    from rasa.shared.core.training_data.structures import StoryGraph

    parts = (RulePolicy, ExecutionContext, GraphSchema, LocalModelStorage, Resource, Domain, TrainingDataGenerator)
    more = (DialogueStateTracker, YAMLStoryReader, StoryGraph, events.ActionExecuted, events.ActionExecutionRejected)
    return SimpleNamespace(**{part.__name__: part for part in (*parts, *more)})


def every_rule() -> list[str]:
    import yaml

    files = sorted(RULES.glob("*.yml"))
    return [rule["rule"] for file in files for rule in yaml.safe_load(file.read_text())["rules"]]


def steps(folder: Path, domain: Any, *, stories: bool) -> list[Any]:
    found: list[Any] = []
    for file in sorted(folder.glob("*.yml")):
        found += rasa().YAMLStoryReader(domain).read_from_file(file, skip_validation=True)
    return found


def trackers(found: list[Any], domain: Any) -> list[Any]:
    graph = rasa().StoryGraph(found)
    return rasa().TrainingDataGenerator(graph, domain, augmentation_factor=0, use_story_concatenation=False).generate()


def trained(found: list[Any], domain: Any, folder: Path) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    policy = rasa().RulePolicy(
        {**rasa().RulePolicy.get_default_config(), "core_fallback_action_name": "action_not_understood"},
        rasa().LocalModelStorage(folder),
        rasa().Resource("rules"),
        rasa().ExecutionContext(rasa().GraphSchema({}), "test"),
    )
    policy.train(trackers(found, domain), domain)
    return policy


def follows(policy: Any, told: Any, domain: Any) -> bool:
    """Whether the policy does what the story says, step by step; the form steps aside for an act."""
    so_far = rasa().DialogueStateTracker("story", domain.slots)
    for event in told.events:
        if isinstance(event, rasa().ActionExecuted) and event.action_name not in (None, "action_session_start"):
            best = guess(policy, so_far, domain)
            if best == so_far.active_loop_name and event.action_name != best:
                so_far.update(rasa().ActionExecutionRejected(best))
                best = guess(policy, so_far, domain)
            if best != event.action_name and event.action_name != "action_listen":
                return False
        so_far.update(event)
    return True


def guess(policy: Any, so_far: Any, domain: Any) -> str:
    """The action the policy would take."""
    probabilities = policy.predict_action_probabilities(so_far, domain).probabilities
    return str(domain.action_names_or_texts[max(range(len(probabilities)), key=probabilities.__getitem__)])


@pytest.fixture(scope="module")
def told() -> tuple[Any, list[Any], list[Any]]:
    domain = rasa().Domain.from_file(str(ROOT / "domain.yml"))
    return (
        domain,
        steps(RULES, domain, stories=False),
        trackers(steps(ROOT / "tests" / "stories", domain, stories=True), domain),
    )


def test_with_every_rule_every_story_is_followed(told: Any, tmp_path: Path) -> None:
    domain, rules, stories = told
    policy = trained(rules, domain, tmp_path)
    assert [s.sender_id for s in stories if not follows(policy, s, domain)] == []
    assert len(stories) >= 30


@pytest.mark.parametrize("rule", every_rule())
def test_without_this_rule_a_story_fails(rule: str, told: Any, tmp_path: Path) -> None:
    domain, rules, stories = told
    without = [step for step in rules if step.block_name != rule]
    assert len(without) == len(rules) - 1
    try:
        policy = trained(without, domain, tmp_path)
    except Exception as refused:
        assert "rule" in str(refused).lower()  # Rasa itself finds the gap  # noqa: PT017
        return
    assert not all(follows(policy, story, domain) for story in stories)


def test_the_acts_are_understood_on_messages_not_trained_on() -> None:
    """With the training labels shuffled this falls to chance (about 5 %)."""
    import yaml

    from bot.dialogue.agent import load_agent

    agent = load_agent(ROOT / "models" / "triage.tar.gz")
    cases = yaml.safe_load((ROOT / "tests" / "data" / "acts.yml").read_text())

    async def read() -> list[str]:
        return [(await agent.parse_message(case["text"]))["intent"]["name"] for case in cases]

    right = sum(got == case["intent"] for got, case in zip(asyncio.run(read()), cases, strict=True))
    assert right / len(cases) >= 0.8
