"""What Rasa works out anew at every message although it never changes, worked out once (docs/decisions/0015).

Each changes how quickly, never what: the same nodes run in an order that suits their needs, and the same rules apply
to the same states.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

#: So many sets of states are remembered with the rules that apply to them; a conversation has a few dozen.
STATES_KEPT = 2048


class InOrder:
    """Runs a loaded graph node after node: Dask would plan the same few nodes anew, four times a message."""

    def __init__(self, runner: DaskGraphRunner) -> None:
        self.nodes: Mapping[str, GraphNode] = runner._instantiated_nodes
        self.schema: GraphSchema = runner._graph_schema
        self._order = cache(self._planned)

    def run(self, inputs: Mapping[str, Any], targets: Sequence[str]) -> dict[str, Any]:
        """The targets' values; raises what a node raises."""
        values = {name: (name, value) for name, value in inputs.items()}
        for name, needs in self._order(tuple(targets)):
            values[name] = self.nodes[name](*(values[need] for need in needs))
        return {target: values[target][1] for target in targets}

    def _planned(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """The nodes that these targets rest on, each after all that it needs."""
        nodes = self.schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]


def remember_rules(nodes: Mapping[str, GraphNode]) -> None:
    """Which rules apply is a pure function of the rules and the states; there are few states and many messages."""
    for node in nodes.values():
        if isinstance(node._component, RulePolicy):
            _remember(node._component)


def _remember(policy: RulePolicy) -> None:
    work_out = policy._get_possible_keys
    known: dict[Hashable, frozenset[str]] = {}

    def possible_keys(lookup: dict[str, str], states: list[Any]) -> frozenset[str]:
        key = (id(lookup), repr(states))  # the lookups live as long as the policy
        if key not in known:
            if len(known) >= STATES_KEPT:
                known.clear()
            known[key] = frozenset(work_out(lookup, states))
        return known[key]

    policy._get_possible_keys = possible_keys


def list_classes_once() -> None:
    """Every event that is read back walks all classes of events; they are all known once the model is loaded."""
    rasa.shared.utils.common.all_subclasses = cache(rasa.shared.utils.common.all_subclasses)


def check_results_cheaply() -> None:
    """Rasa walks a JSON schema and its meta-schema for every action (about 20 ms); ours made the result itself."""

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        if not (isinstance(result.get("events"), list) and isinstance(result.get("responses"), list)):
            raise TypeError(f"the action '{self.name()}' returned no lists of events and responses")
        return True

    RemoteAction._validate_action_result = validate
