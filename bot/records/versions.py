"""Every version of the protocol that was ever served, with all its texts: an episode ends on what it began with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.protocol.content import Protocol

from .once import insert_once
from .tables import protocols


@dataclass(frozen=True)
class Served:
    """One version as it was served first."""

    hash: str
    version: str
    first_served_at: datetime


def keep(connection: Connection, protocol: Protocol, now: datetime) -> None:
    """Keep this version's texts, unless they are kept already."""
    content = json.dumps(dict(protocol.content), sort_keys=True)
    row = {"hash": protocol.hash, "version": protocol.version, "content": content, "first_served_at": now}
    insert_once(connection, protocols, row)


def content(connection: Connection, hash: str) -> dict[str, str] | None:
    """The texts of a version by file name, `None` where it was never served here."""
    found = connection.scalar(select(protocols.c.content).where(protocols.c.hash == hash))
    return None if found is None else dict(json.loads(found))


def served(connection: Connection) -> list[Served]:
    """Every version that was served, the newest first."""
    columns = protocols.c.hash, protocols.c.version, protocols.c.first_served_at
    return [Served(*row) for row in connection.execute(select(*columns).order_by(protocols.c.first_served_at.desc()))]
