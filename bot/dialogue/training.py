"""Training the dialogue model, only when what it is made of has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

#: What the model is made of, below the project's folder.
INPUTS = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/understanding",
    "bot/dialogue/finding_reader.py",
    "bot/dialogue/trained",
)
_WRITTEN = (".yml", ".jsonl", ".py")


class TrainingFailed(RuntimeError):
    """`rasa train` ended with an error; its output says why."""


def inputs_hash(root: Path) -> str:
    """A hash over everything the model is made of."""
    digest = sha256()
    for name in INPUTS:
        path = root / name
        for file in (
            sorted(one for one in path.rglob("*") if one.suffix in (".yml", ".py", ".jsonl"))
            if path.is_dir()
            else [path]
        ):
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(root: Path, model: Path) -> bool:
    """Whether the model was made from the inputs as they are."""
    mark = model.with_suffix(".inputs")
    return model.exists() and mark.exists() and mark.read_text().strip() == inputs_hash(root)


def train(root: Path, model: Path) -> None:
    """Train into `model`. Raises `TrainingFailed`; an older model stays in place then."""
    model.parent.mkdir(parents=True, exist_ok=True)
    fresh = model.parent / "fresh"
    command = [sys.executable, "-m", "rasa", "train", "--out", str(fresh), "--fixed-model-name", "triage"]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment["PYTHONWARNINGS"] = "ignore"
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise TrainingFailed(f"{TrainingFailed.__doc__}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    shutil.move(fresh / "triage.tar.gz", model)
    model.with_suffix(".inputs").write_text(inputs_hash(root) + "\n")
