"""Stories to replay: answers recorded here, cases written from the evidence, or lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.channels.desk.earlier import known_before
from bot.protocol import wire
from bot.protocol.content import Protocol
from bot.protocol.statement import Facts, Statement
from bot.records import statements
from bot.records.clock import local_date
from bot.records.database import Database
from bot.records.tables import case_episodes, cases, episodes
from bot.review.stories import Story
from bot.review.vignettes import NotMapped, Vignettes, terms_in

from .command_failed import CommandFailed
from .settings import ROOT

#: Where the terms of the shipped cases stand.
TERMS = ROOT / "tests" / "unit" / "vignettes"


def recorded(database: Database, protocol: Protocol) -> Iterator[Story]:
    """Every episode with an answer, by its case's reference or its own id; nothing of hers is in the name."""
    with database.read() as connection:
        for row in connection.execute(select(episodes).order_by(episodes.c.begun_at)):
            said = statements.of_episode(connection, row.id)
            if said:
                known = known_before(connection, row.person_id, protocol, before=row.begun_at)
                facts = Facts(local_date(said[-1].at), known=known)
                yield Story(_name(connection, row.id), facts, tuple(said))


def _name(connection: Connection, episode_id: str) -> str:
    joined = case_episodes.join(cases, cases.c.id == case_episodes.c.case_id)
    case = select(cases.c.reference).select_from(joined).where(case_episodes.c.episode_id == episode_id)
    reference = connection.scalar(case)
    return f"case {reference}, episode {episode_id[:8]}" if reference else f"episode {episode_id[:8]}"


def in_file(path: Path, terms: Path = TERMS) -> list[Story]:
    """The stories of a file or folder. Raises `CommandFailed`."""
    if not path.exists():
        raise CommandFailed(f"There is no file '{path}'; give vignettes (YAML) or lines of JSON.")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    try:
        return [story for file in files for story in _in_one(file, terms)]
    except NotMapped as unknown:
        raise CommandFailed(f"'{unknown.args[0]}' has no meaning in {terms}; write it there (--terms).") from unknown
    except (ValueError, KeyError, TypeError) as wrong:
        raise CommandFailed(f"{path} cannot be read: {wrong}; docs/approval.md shows both formats.") from wrong


def _in_one(file: Path, terms: Path) -> Iterable[Story]:
    if file.suffix in (".yml", ".yaml"):
        return [case.story for case in Vignettes(terms_in(terms)).cases(file)]
    if file.suffix in (".jsonl", ".json", ".ndjson"):
        lines = file.read_text("utf-8").splitlines()
        return [_line(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return []


def _line(file: Path, number: int, line: str) -> Story:
    """`{"name": ..., "today": ..., "statements": [...]}`, or the list of statements alone."""
    content = json.loads(line)
    whole = content if isinstance(content, dict) else {"statements": content}
    said: tuple[Statement, ...] = tuple(wire.from_json(one) for one in whole["statements"])
    if not said:
        raise ValueError(f"line {number} holds no statement")
    today = date.fromisoformat(whole["today"]) if "today" in whole else local_date(said[-1].at)
    return Story(str(whole.get("name", f"{file.name} line {number}")), Facts(today), said)
