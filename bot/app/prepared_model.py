"""The trained model, made before it is needed."""

from __future__ import annotations

import sys
from typing import TextIO

from .command_failed import CommandFailed
from .settings import ROOT, Settings


def train_if_needed(settings: Settings, told: TextIO = sys.stdout) -> bool:
    """Train when an input has changed, saying so to `told`; whether it did. Raises `CommandFailed`."""
    from bot.dialogue import training

    if training.is_current(ROOT, settings.model):
        return False
    print("Training the dialogue model (about a minute) ...", file=told, flush=True)
    try:
        training.train(ROOT, settings.model)
    except training.TrainingFailed as failure:
        raise CommandFailed(str(failure)) from failure
    return True
