"""A small ward for tests: a line, its people, and women who write to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from bot.line import cases, members
from bot.line.case import Case
from bot.line.members import Member
from bot.protocol.level import Level
from bot.records import sites
from bot.records.database import Database
from bot.records.tables import conversations, episodes, persons, protocols

PASSWORD = "correct horse battery"


class Ward:
    """One line with its members. `woman()` and `case()` make what a test needs."""

    def __init__(self, database: Database, now: datetime, name: str = "Harbour Line") -> None:
        self.database, self.now, self.name = database, now, name
        self.protocol = "a" * 64
        with database.write() as connection:
            self.unit = sites.ensure(
                connection,
                line=name,
                trust="Harbour Trust",
                name=f"{name} unit",
                phone="+441632960001",
                address="1 Quay Road",
            )
        self.line_id = self.unit.line_id
        self.amara = self.member("amara", "Amara Obi", "midwife")
        self.bryn = self.member("bryn", "Bryn Hughes", "midwife")
        self.carol = self.member("carol", "Carol Day", "coordinator")

    def member(self, login: str, name: str, role: str) -> Member:
        unique = f"{login}.{self.name.split()[0].lower()}"
        with self.database.write() as connection:
            return members.add(
                connection,
                line_id=self.line_id,
                login=unique,
                name=name,
                role=role,
                password=PASSWORD,
                now=self.now,
            )

    def woman(self, channel: str = "web", **details: Any) -> Woman:
        return Woman(self, channel, details or {"name": "Priya Shah", "phone": "+447700900123"})

    def case(self, level: Level = Level.A60, **more: Any) -> Case:
        return self.woman().case(level, **more)


class Woman:
    """She, her conversation and her episode."""

    def __init__(self, ward: Ward, channel: str, details: dict[str, Any]) -> None:
        self.ward = ward
        self.person_id, self.conversation_id = str(uuid4()), str(uuid4())
        place = {"line_id": ward.line_id, "unit_id": ward.unit.id}
        with ward.database.write() as connection:
            person = {"id": self.person_id, "details": details, "invented": False, "created_at": ward.now, **place}
            connection.execute(insert(persons).values(person))
            talk = {
                "id": self.conversation_id,
                "person_id": self.person_id,
                "channel": channel,
                "begun_at": ward.now,
                "last_at": ward.now,
                **place,
            }
            connection.execute(insert(conversations).values(talk))
        self.episode_id = self.episode()

    def episode(self, at: datetime | None = None) -> str:
        ward, new = self.ward, str(uuid4())
        with ward.database.write() as connection:
            if connection.execute(protocols.select().where(protocols.c.hash == ward.protocol)).first() is None:
                served = {"hash": ward.protocol, "version": "1", "content": "{}", "first_served_at": ward.now}
                connection.execute(insert(protocols).values(served))
            connection.execute(
                insert(episodes).values(
                    id=new,
                    line_id=ward.line_id,
                    unit_id=ward.unit.id,
                    person_id=self.person_id,
                    conversation_id=self.conversation_id,
                    protocol_hash=ward.protocol,
                    begun_at=at or ward.now,
                )
            )
        return new

    def case(self, level: Level = Level.A60, **more: Any) -> Case:
        given = {
            "now": self.ward.now,
            "conversation_id": self.conversation_id,
            "episode_id": self.episode_id,
            "level": level,
            "kind": "triage",
            "summary": summary(level),
            "protocol_hash": self.ward.protocol,
            "talking": False,
        }
        with self.ward.database.write() as connection:
            return cases.open_or_raise(connection, **{**given, **more})


def summary(level: Level, criterion: str = "RFM-A1", words: str = "she has gone quiet since lunch") -> dict[str, Any]:
    reason = {"criterion": criterion, "level": level.code, "text": "Movements are fewer", "source": "RCOG-GTG57"}
    return {
        "words": [words],
        "answers": [{"question": "How is she moving?", "answer": "not sure", "unsure": True}],
        "reasons": [reason],
        "gestation": "34+0",
        "gestation_how": "weeks",
        "risks": ["waiting for a scan"],
        "movement": "fewer",
        "sbar": {"situation": "s", "background": "b", "assessment": "a", "recommendation": "r"},
        "told": "A midwife will ring you",
        "contact": 2,
        "scope": "in",
    }
