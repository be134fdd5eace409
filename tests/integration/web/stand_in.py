"""A front desk for the web's tests: real sessions and a real transcript, and a script instead of a dialogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.channels.arrival import Arrival
from bot.channels.desk import sessions
from bot.protocol.mark import UNTIL_KNOWN
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.once import insert_once
from bot.records.tables import arrivals, conversations, messages

Body = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    conversation_id: str
    token: str


@dataclass(frozen=True)
class Sent:
    id: int
    author: str
    body: Body
    at: datetime


@dataclass(frozen=True)
class Unit:
    name: str = "Harbour maternity unit"
    phone: str = "+441632960001"
    address: str = "1 Quay Road, Harbour"


@dataclass(frozen=True)
class Settings:
    public_url: str = ""
    production: bool = False
    mark: str = UNTIL_KNOWN
    kept_days: int = 30
    heartbeat_seconds: float = 15.0


def say(text: str) -> Body:
    return {"kind": "say", "text": text}


def question(ident: str, text: str, options: dict[str, str], kind: str = "choice", n: int = 1, **more: Any) -> Body:
    buttons = [{"id": one, "label": label, "token": f"{n}.{one}"} for one, label in options.items()]
    asked = {"id": ident, "n": n, "kind": kind, "urgent": False, "skippable": True, "stage": "pathway", "help": ""}
    return {"kind": "question", "text": text, "question": {**asked, "options": buttons, **more}}


def card(colour: str, level: str, title: str, **more: Any) -> Body:
    number = {"number": "+441632960001", "number_text": "01632 960001"}
    empty = {"do": [], "wait": [], "who": "", "by": "", "ring_if": [], "emergency_if": [], "home": []}
    shown = {**empty, **number, "colour": colour, "level": level, "title": title, "neutral": False, **more}
    return {"kind": "card", "text": "\n".join([title, *shown["do"]]), "card": shown}


MOVEMENT = {
    "normal": "Yes, as normal",
    "less": "Less than normal",
    "none": "No moves at all",
    "unsure": "Not sure",
}
SIGNS = {
    "push": "The baby is coming, or I need to push",
    "blood": "A lot of blood",
    "breath": "I cannot get my breath, or my chest hurts",
    "none": "None of these",
    "unsure": "Not sure",
}
RED = card(
    "red",
    "R-999",
    "Call 999 now",
    do=["Call 999 now.", "Say that you are pregnant and bleeding a lot.", "Unlock your front door if you can."],
    wait=["Lie on your left side.", "Stay on this page."],
    who="We have told the midwives at Harbour maternity unit.",
)
GO = card(
    "red",
    "R-GO",
    "Go to your maternity unit now",
    do=["Go now. Do not wait for a call.", "Harbour maternity unit, 1 Quay Road.", "Ask someone to drive you."],
    wait=["Keep your phone with you."],
    who="We are telling the midwives that you are coming.",
    emergency_if=["you cannot get there safely", "you start to bleed a lot"],
)
AMBER = card(
    "amber",
    "A60",
    "A midwife will ring you within an hour",
    do=["Keep your phone close and the sound on."],
    who="A midwife at Harbour maternity unit is being told.",
    by="03:25",
    ring_if=["your baby moves less", "you feel worse", "you bleed"],
)
GREEN = card(
    "green",
    "G",
    "You can look after yourself at home",
    home=["Rest when you can.", "Drink water."],
    ring_if=["it gets worse", "your baby moves less"],
)
NEUTRAL = card("red", "R-999", "Call this number now", do=["Call 999.", "If you cannot speak, press 55."], neutral=True)
SIGNPOST: Body = {**card("signpost", "", "Ring your GP or 111"), "kind": "signpost"}

#: A word in what she says, and the replies to it. The first that fits counts.
SCRIPT: dict[str, list[Body]] = {
    "bleeding": [RED],
    "not moving": [GO],
    "midwife": [AMBER],
    "fine": [GREEN],
    "unsafe": [NEUTRAL],
    "early": [SIGNPOST],
    "signs": [question("signs", "Do any of these fit you right now?", SIGNS, "ticks", 2)],
    "weeks": [question("weeks", "How many weeks are you?", {}, "gestation", 3)],
    "number": [question("number", "What number can we ring you on?", {}, "phone", 4)],
    "confirm": [question("c", "Is it a lot of blood?", {"yes": "Yes", "no": "No"}, n=5, urgent=True, skippable=False)],
    "why": [say("It tells us how soon you need to be seen.")],
    "html": [say("<b>not bold</b> & <script>alert(1)</script>")],
}
HELLO = [
    say("Hello. I am a computer, not a person."),
    question("movement", "Is your baby moving as normal today?", MOVEMENT),
]


@dataclass
class StandIn:
    """Sessions and transcript as the front desk keeps them; replies from `SCRIPT`."""

    database: Database
    clock: Clock
    line_id: str
    unit_id: str
    ready: bool = True
    broken: Callable[[], None] = lambda: None
    received: list[Arrival] = field(default_factory=list)

    async def receive(self, arrival: Arrival) -> list[Sent]:
        self.broken()
        self.received.append(arrival)
        with self.database.write() as connection:
            known = connection.execute(_same(arrival)).scalar()
            return _answered(connection, known) if known else self._answer(connection, arrival)

    def open_conversation(self, channel: str, address: str | None = None) -> Opened:
        self.broken()
        now = self.clock.now()
        with self.database.write() as connection:
            return Opened(*sessions.open_conversation(connection, self.line_id, self.unit_id, channel, address, now))

    def conversation_for(self, token: str) -> str | None:
        self.broken()
        with self.database.read() as connection:
            return sessions.conversation_for(connection, token, self.clock.now())

    def end_session(self, token: str) -> None:
        with self.database.write() as connection:
            sessions.end(connection, token)

    def transcript(self, conversation_id: str, after: int = 0) -> list[Sent]:
        self.broken()
        with self.database.read() as connection:
            query = select(messages).where(messages.c.conversation_id == conversation_id, messages.c.id > after)
            return [_sent(row) for row in connection.execute(query.order_by(messages.c.id))]

    def midwife_writes(self, conversation_id: str, text: str) -> None:
        with self.database.write() as connection:
            self._put(connection, conversation_id, None, "midwife", {"kind": "midwife", "text": text, "from": "Amara"})

    def latest_conversation(self) -> str:
        with self.database.read() as connection:
            newest = select(conversations.c.id).order_by(conversations.c.begun_at.desc())
            return str(connection.execute(newest).scalars().first())

    def _answer(self, connection: Connection, arrival: Arrival) -> list[Sent]:
        row = {"kind": arrival.kind, "words": arrival.words, "choice": arrival.choice, "received_at": self.clock.now()}
        home = {"line_id": self.line_id, "unit_id": self.unit_id}
        same = {"conversation_id": arrival.conversation_id, "carrier_id": arrival.carrier_id}
        insert_once(connection, arrivals, {**home, **row, **same})
        number = int(connection.execute(_same(arrival)).scalar_one())
        text = arrival.words or arrival.choice or "(start)"
        pressed = f"({text[4:]})" if text.startswith("act:") else text
        self._put(connection, arrival.conversation_id, number, "her", {"kind": "hers", "text": pressed})
        said = next((bodies for word, bodies in SCRIPT.items() if word in text.lower()), HELLO)
        if text == "act:person":
            said = SCRIPT["midwife"]
        return [self._put(connection, arrival.conversation_id, number, "assistant", body) for body in said]

    def _put(self, connection: Connection, conversation: str, arrival: int | None, author: str, body: Body) -> Sent:
        home = {"line_id": self.line_id, "unit_id": self.unit_id, "conversation_id": conversation}
        row = {**home, "arrival_id": arrival, "author": author, "body": body, "at": self.clock.now()}
        number = connection.execute(insert(messages).values(row)).inserted_primary_key[0]
        return Sent(number, author, body, row["at"])


def _answered(connection: Connection, number: int) -> list[Sent]:
    query = select(messages).where(messages.c.arrival_id == number, messages.c.author != "her")
    return [_sent(row) for row in connection.execute(query.order_by(messages.c.id))]


def _sent(row: Any) -> Sent:
    return Sent(row.id, row.author, row.body, row.at)


def _same(arrival: Arrival) -> Any:
    return select(arrivals.c.id).where(
        arrivals.c.conversation_id == arrival.conversation_id, arrivals.c.carrier_id == arrival.carrier_id
    )
