"""Every table. Each row names its line; private columns are encrypted (see `columns`)."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from .columns import Moment, RowNumber, private, public, secret

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = String(36)


def _line() -> tuple[object, object]:
    return (
        public("line_id", Id, ForeignKey("lines.id"), nullable=False),
        public("unit_id", Id, ForeignKey("units.id"), nullable=False),
    )


def _where(condition: str) -> dict[str, object]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _number() -> object:
    return public("id", RowNumber, primary_key=True, autoincrement=True)


lines = Table("lines", metadata, public("id", Id, primary_key=True), public("name", nullable=False))

units = Table(
    "units",
    metadata,
    public("id", Id, primary_key=True),
    public("line_id", Id, ForeignKey("lines.id"), nullable=False),
    public("trust", nullable=False),
    public("name", nullable=False),
    public("phone", nullable=False),  # E.164
    public("address", nullable=False),
)

persons = Table(
    "persons",
    metadata,
    public("id", Id, primary_key=True),
    *_line(),
    private("details"),  # name, phone, safe_to_ring, leave_message, place, alone, language, transport
    secret("phone_hash", index=True),
    public("invented", Boolean, nullable=False, default=False),  # a demonstration's woman
    public("created_at", Moment, nullable=False),
)

pregnancies = Table(
    "pregnancies",
    metadata,
    public("id", Id, primary_key=True),
    public("person_id", Id, ForeignKey("persons.id"), nullable=False, index=True),
    *_line(),
    private("due"),  # earliest, latest, how
    public("recorded_at", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    public("id", Id, primary_key=True),
    *_line(),
    public("person_id", Id, ForeignKey("persons.id"), nullable=False, index=True),
    public("channel", String(16), nullable=False),  # web, telegram, sms, terminal
    private("address"),  # chat id or telephone number; null on the web
    secret("address_hash"),
    secret("token_hash", index=True),  # the browser's or front end's bearer token
    public("token_until", Moment),
    public("language", String(16), nullable=False, default="en-GB"),
    public("episode_id", Id),  # the episode that is running
    public("version", Integer, nullable=False, default=0),
    private("snapshot"),  # loop, requested slot, slots: all that Rasa needs for the next turn
    public("taken_by", String(64)),  # who is answering an arrival now
    public("taken_until", Moment),
    public("begun_at", Moment, nullable=False),
    public("last_at", Moment, nullable=False),
    # Later parts: joining channels by a code she confirms, and what may be sent where.
    public("joined_to", Id),
    public("may_push", Boolean, nullable=False, default=True),
    UniqueConstraint("line_id", "channel", "address_hash"),
)

protocols = Table(
    "protocols",
    metadata,
    public("hash", String(64), primary_key=True),
    public("version", nullable=False),
    public("content", nullable=False),  # every file, as JSON: an episode ends on what it began with
    public("first_served_at", Moment, nullable=False),
)

episodes = Table(
    "episodes",
    metadata,
    public("id", Id, primary_key=True),
    *_line(),
    public("person_id", Id, ForeignKey("persons.id"), nullable=False, index=True),
    public("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    public("protocol_hash", String(64), ForeignKey("protocols.hash"), nullable=False),
    public("level", String(8)),  # the level so far
    public("told", String(8)),
    public("scope", String(16), nullable=False, default="in"),
    private("movement_worry"),  # true when movements were the worry: counted per pregnancy
    public("begun_at", Moment, nullable=False),
    public("ended_at", Moment),
)

arrivals = Table(
    "arrivals",
    metadata,
    _number(),
    *_line(),
    public("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    public("carrier_id", String(128), nullable=False),  # the carrier's or browser's message id
    private("words"),  # what she typed; null for a press
    private("choice"),  # the pressed button's token
    public("kind", String(16), nullable=False, default="words"),  # words, choice, media, start
    public("received_at", Moment, nullable=False),
    public("answered_at", Moment),
    public("due_at", Moment),  # null once answered
    public("tries", Integer, nullable=False, default=0),
    UniqueConstraint("conversation_id", "carrier_id"),
    Index("ix_arrivals_conversation_id_id", "conversation_id", "id"),
    Index("ix_arrivals_due_at", "due_at"),
    sqlite_autoincrement=True,
)

messages = Table(  # the transcript: hers, the assistant's, the midwife's
    "messages",
    metadata,
    _number(),
    *_line(),
    public("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    public("episode_id", Id),
    public("arrival_id", RowNumber, ForeignKey("arrivals.id")),
    public("author", String(16), nullable=False),  # her, assistant, midwife, service
    public("member_id", Id, ForeignKey("members.id")),
    private("body", nullable=False),  # text, card, question: see docs/architecture.md
    public("at", Moment, nullable=False),
    Index("ix_messages_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

deliveries = Table(  # the outbox: Telegram and SMS
    "deliveries",
    metadata,
    _number(),
    *_line(),
    public("message_id", RowNumber, ForeignKey("messages.id"), nullable=False, unique=True),
    public("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    public("channel", String(16), nullable=False),
    public("state", String(16), nullable=False, default="waiting"),  # waiting, sent, failed, cancelled
    public("due_at", Moment),
    public("tries", Integer, nullable=False, default=0),
    public("carrier_id", String(128), index=True),
    public("status", String(32)),  # as the carrier reports it
    public("status_at", Moment),
    public("problem"),  # error code, never her words
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    sqlite_autoincrement=True,
)

statements = Table(
    "statements",
    metadata,
    _number(),
    *_line(),
    public("episode_id", Id, ForeignKey("episodes.id"), nullable=False),
    public("position", Integer, nullable=False),
    public("question", String(64), nullable=False),
    private("content", nullable=False),  # value and words
    public("by", String(16), nullable=False),
    public("at", Moment, nullable=False),
    public("arrival_id", RowNumber),
    UniqueConstraint("episode_id", "position"),
)

dialogue_events = Table(  # Rasa's events, appended; never read back to answer her
    "dialogue_events",
    metadata,
    _number(),
    *_line(),
    public("episode_id", Id, ForeignKey("episodes.id"), nullable=False, index=True),
    private("content", nullable=False),
    public("at", Moment, nullable=False),
)

contacts = Table(  # what the repeat counters count
    "contacts",
    metadata,
    _number(),
    *_line(),
    public("person_id", Id, ForeignKey("persons.id"), nullable=False, index=True),
    public("episode_id", Id),
    public("channel", String(16), nullable=False),
    private("worry"),
    public("at", Moment, nullable=False),
)

members = Table(
    "members",
    metadata,
    public("id", Id, primary_key=True),
    public("line_id", Id, ForeignKey("lines.id"), nullable=False),
    public("login", String(64), nullable=False, unique=True),
    public("name", nullable=False),  # staff, shown to her
    public("role", String(16), nullable=False),  # midwife, coordinator, safety_officer, admin
    secret("password_hash", nullable=False),
    public("active", Boolean, nullable=False, default=True),
    public("created_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    secret("token_hash", primary_key=True),
    public("member_id", Id, ForeignKey("members.id"), nullable=False, index=True),
    secret("csrf_hash", nullable=False),
    public("begun_at", Moment, nullable=False),
    public("seen_at", Moment, nullable=False),  # the last sign of life, an open board included: presence
    public("acted_at", Moment, nullable=False),  # the last thing the member did: the idle limit
)

attempts = Table(  # failed sign-ins, for slowing down guessing
    "attempts",
    metadata,
    _number(),
    secret("login_hash", index=True),
    public("at", Moment, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    public("id", Id, primary_key=True),
    public("reference", String(8), nullable=False, unique=True),  # short, speakable
    *_line(),
    public("person_id", Id, ForeignKey("persons.id"), nullable=False, index=True),
    public("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    public("kind", String(24), nullable=False),  # triage, out_of_scope, assistant_unavailable, person_asked
    public("level", String(8), nullable=False),  # the level in force
    public("assistant_level", String(8), nullable=False),
    public("midwife_level", String(8)),
    public("protocol_hash", String(64)),
    public("state", String(16), nullable=False),  # open, claimed, closed
    public("talking", Boolean, nullable=False, default=True),  # the assistant is still asking
    private("summary"),  # SBAR, reasons and risk strip as shown on the card
    public("owner_id", Id, ForeignKey("members.id")),
    public("version", Integer, nullable=False, default=0),
    public("opened_at", Moment, nullable=False),
    public("due_at", Moment),  # by when a midwife has promised to act
    public("claimed_at", Moment),
    public("closed_at", Moment),
    public("outcome", String(32)),
    secret("chain_head"),  # proves that the last events of the chain are still there
    Index("ix_cases_line_id_state", "line_id", "state"),
    Index("uq_cases_person_id_not_closed", "person_id", unique=True, **_where("state <> 'closed'")),  # one each
    CheckConstraint("state in ('open', 'claimed', 'closed')", name="state"),
    CheckConstraint("state = 'closed' or due_at is not null", name="clock"),  # an open case has a running clock
    CheckConstraint(
        "state = 'closed' or (state = 'open' and owner_id is null) or (state = 'claimed' and owner_id is not null)",
        name="owner",
    ),
)

case_episodes = Table(
    "case_episodes",
    metadata,
    public("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    public("episode_id", Id, ForeignKey("episodes.id"), primary_key=True),
    private("summary"),  # of this episode alone
    public("at", Moment, nullable=False),
)

events = Table(  # numbered: board and chat follow it; a hash chain runs per case
    "events",
    metadata,
    _number(),
    *_line(),
    public("case_id", Id, ForeignKey("cases.id"), index=True),
    public("conversation_id", Id, index=True),
    public("kind", String(32), nullable=False),
    public("actor", String(64), nullable=False),  # her, assistant, service, or a member id
    private("body"),
    public("at", Moment, nullable=False),
    secret("previous"),
    secret("hash"),  # over the row and `previous`: see `events`
    sqlite_autoincrement=True,
)

due_rows = Table(  # everything that time must do
    "due_rows",
    metadata,
    _number(),
    *_line(),
    public("kind", String(32), nullable=False),
    public("key", String(80), nullable=False),  # with `kind`: done once
    public("conversation_id", Id),
    public("episode_id", Id),
    public("case_id", Id),
    private("body"),
    public("due_at", Moment, nullable=False),
    public("state", String(16), nullable=False, default="waiting"),  # waiting, done, cancelled, failed
    public("tries", Integer, nullable=False, default=0),
    public("done_at", Moment),
    UniqueConstraint("kind", "key"),
    Index("ix_due_rows_state_due_at", "state", "due_at"),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    public("worker", String(64), primary_key=True),
    public("at", Moment, nullable=False),
)
