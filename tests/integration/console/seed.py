"""A night on an invented line: women and cases for tests of the console only. Nobody here exists."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.line.case import Case
from bot.protocol.level import Level
from bot.records.tables import messages
from tests.integration.ward import Ward, Woman


def summary(level: Level, words: str, why: str, criterion: str, **more: Any) -> dict[str, Any]:
    """A summary as the front desk hands it over."""
    reason = {"criterion": criterion, "level": level.code, "text": why, "source": "RCOG-GTG57"}
    return {
        "words": [words],
        "reasons": [reason],
        "answers": [
            {"question": "How are the baby's movements?", "answer": "Fewer than usual", "unsure": False},
            {"question": "When did you last feel a movement?", "answer": "This morning", "unsure": False},
            {"question": "When did you last feel a movement?", "answer": "Yesterday evening", "unsure": False},
            {"question": "Any bleeding?", "answer": "Not sure", "unsure": True},
            {"question": "Any pain that does not go away?", "answer": "Skipped", "unsure": True},
        ],
        "gestation": "34+0",
        "gestation_how": "from her due date",
        "risks": ["past preterm birth", "low placenta"],
        "movement": "Fewer than usual since yesterday evening",
        "sbar": {
            "situation": f"{why} at 34+0. Asks for help by web chat.",
            "background": "Second pregnancy. Past preterm birth. Low placenta at 20 weeks.",
            "assessment": f"{level.code} by criterion {criterion}. Bleeding not known.",
            "recommendation": "Ring her; ask about bleeding and pain; decide where she is seen.",
        },
        "told": "A midwife will ring you. Ring 01632 960001 if nobody has by then.",
        "alone": None,
        "transport": None,
        "language": "en",
        "contact": 1,
        "scope": "in",
        **more,
    }


NIGHT: tuple[tuple[Level, str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    (
        Level.R_999,
        "there is so much blood its running down my legs and my tummy is rock hard please help",
        "Heavy bleeding with a hard tummy",
        "RF06",
        {"gestation": "31+4", "alone": True, "contact": 2},
        {"name": "Joy Okafor", "phone": "+447700900111", "safe_to_ring": True, "alone": True, "place": "12 Mill Lane"},
    ),
    (
        Level.R_GO,
        "baby hasnt moved at all since last night, tried cold water and lying on my side",
        "No movements felt",
        "RFM-R1",
        {"gestation": "36+2", "risks": ["two earlier visits for movements"], "contact": 3},
        {"name": "Priya Shah", "phone": "+447700900123", "safe_to_ring": True, "alone": False, "transport": "car"},
    ),
    (
        Level.A15,
        "boli mnie głowa i widzę mroczki od rana",
        "Headache with spots before the eyes",
        "PE-A3",
        {"gestation": "33+5", "language": "pl", "risks": ["raised blood pressure"]},
        {"name": "Agnieszka Nowak", "phone": "+447700900145", "safe_to_ring": None, "language": "pl"},
    ),
    (
        Level.A60,
        "waters might be leaking, its clear and doesnt smell but ive changed my pad three times since tea "
        "and I dont know if its wee or waters",
        "May be leaking fluid, at term",
        "WAT-A2",
        {"gestation": "38+1", "risks": ["strep B"]},
        {"name": "Hannah Wright", "phone": "+447700900167", "safe_to_ring": False},
    ),
    (
        Level.A4H,
        "itchy hands and feet, worse at night",
        "Itching without a rash",
        "ITC-A1",
        {"gestation": None, "gestation_how": "not known", "risks": []},
        {"phone": "+447700900189"},
    ),
    (
        Level.A_GP,
        "burning when I wee since yesterday",
        "Signs of a bladder infection",
        "WEE-A4",
        {"gestation": "27+0", "risks": []},
        {"name": "Mei Lin", "phone": "+447700900190"},
    ),
)


def night(ward: Ward, now: datetime) -> list[Case]:
    """Six women waiting, opened at different times; the first is still talking."""
    found = []
    for place, (level, words, why, criterion, more, details) in enumerate(NIGHT):
        opened = now - timedelta(minutes=2 + 3 * place)
        woman = Woman(ward, "sms" if level is Level.A60 else "web", details)
        said(ward, woman, words, opened)
        told = summary(level, words, why, criterion, **more)
        found.append(woman.case(level, now=opened, summary=told, talking=level is Level.R_999))
    return found


def said(ward: Ward, woman: Woman, words: str, at: datetime) -> None:
    """Her words, and what the assistant said to them."""
    place = {
        "line_id": ward.line_id,
        "unit_id": ward.unit.id,
        "conversation_id": woman.conversation_id,
        "episode_id": woman.episode_id,
        "at": at,
    }
    with ward.database.write() as connection:
        connection.execute(insert(messages).values(author="her", body={"kind": "hers", "text": words}, **place))
        told = {"kind": "card", "text": "A midwife has been told. Ring 01632 960001 if it gets worse."}
        connection.execute(insert(messages).values(author="assistant", body=told, **place))
