"""Custom actions without HTTP: the same classes that `rasa run actions` serves."""

from __future__ import annotations

import asyncio
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

import actions

#: An action only computes: longer than this and the front desk's prepared card goes out instead.
SECONDS_FOR_AN_ACTION = 2


class InProcessActions(EndpointConfig):
    """Runs an action here. An error is handed to `on_error`: Rasa itself would swallow it."""

    def __init__(self, on_error: Callable[[str, Exception], None]) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self.executor = ActionExecutor()
        for action in every_action():
            self.executor.register_action(action)
        self.on_error = on_error

    async def request(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What Rasa calls instead of an HTTP request."""
        call = kwargs["json"]
        try:
            result = await asyncio.wait_for(self.executor.run(call), SECONDS_FOR_AN_ACTION)
            return result or {"events": [], "responses": []}
        except Exception as error:  # told to the front desk, which replies with the prepared card
            self.on_error(call["next_action"], error)
            return {"events": [], "responses": []}


def every_action() -> Iterator[type[Action]]:
    """The action classes of the package `actions`."""
    for module in pkgutil.iter_modules(actions.__path__):
        for _, found in inspect.getmembers(import_module(f"actions.{module.name}"), inspect.isclass):
            if issubclass(found, Action) and found is not Action and "name" in vars(found):
                yield found
