"""The first tables: sites, her conversations, cases and their record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)
SEALED = sa.LargeBinary  # encrypted JSON


def upgrade() -> None:
    """Make every table, and let the database itself keep what must not be changed."""
    _sites()
    _her()
    _words()
    _promises()
    keep = _keep_on_postgresql if op.get_bind().dialect.name == "postgresql" else _keep_on_sqlite
    keep()


def downgrade() -> None:
    """Remove every table."""
    connection = op.get_bind()
    names = [
        name
        for name in sa.inspect(connection).get_table_names()
        if name != "alembic_version" and not name.startswith("sqlite_")
    ]
    found = sa.MetaData()
    found.reflect(connection, only=names)
    found.drop_all(connection)
    if connection.dialect.name == "postgresql":
        op.execute("drop function if exists refuse_change() cascade")
        op.execute("drop function if exists refuse_removal() cascade")


def _sites() -> None:
    """Lines, units, members."""
    op.create_table("lines", sa.Column("id", ID, primary_key=True), sa.Column("name", sa.Text, nullable=False))
    op.create_table(
        "units",
        sa.Column("id", ID, primary_key=True),
        sa.Column("line_id", ID, sa.ForeignKey("lines.id"), nullable=False),
        sa.Column("trust", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("id", ID, primary_key=True),
        sa.Column("line_id", ID, sa.ForeignKey("lines.id"), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("member_id", ID, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("csrf_hash", sa.Text, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("acted_at", MOMENT, nullable=False),
    )
    op.create_index("ix_sessions_member_id", "sessions", ["member_id"])
    op.create_table("attempts", _number(), sa.Column("login_hash", sa.Text), sa.Column("at", MOMENT, nullable=False))
    op.create_index("ix_attempts_login_hash", "attempts", ["login_hash"])


def _her() -> None:
    """Persons, conversations, episodes."""
    op.create_table(
        "persons",
        sa.Column("id", ID, primary_key=True),
        *_line(),
        sa.Column("details", SEALED),
        sa.Column("phone_hash", sa.Text),
        sa.Column("invented", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_persons_phone_hash", "persons", ["phone_hash"])
    op.create_table(
        "pregnancies",
        sa.Column("id", ID, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        *_line(),
        sa.Column("due", SEALED),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    op.create_index("ix_pregnancies_person_id", "pregnancies", ["person_id"])
    op.create_table(
        "conversations",
        sa.Column("id", ID, primary_key=True),
        *_line(),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", SEALED),
        sa.Column("address_hash", sa.Text),
        sa.Column("token_hash", sa.Text),
        sa.Column("token_until", MOMENT),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("episode_id", ID),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("snapshot", SEALED),
        sa.Column("taken_by", sa.String(64)),
        sa.Column("taken_until", MOMENT),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("joined_to", ID),
        sa.Column("may_push", sa.Boolean, nullable=False),
        sa.UniqueConstraint("line_id", "channel", "address_hash"),
    )
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])
    op.create_index("ix_conversations_token_hash", "conversations", ["token_hash"])
    op.create_table(
        "protocols",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("first_served_at", MOMENT, nullable=False),
    )
    op.create_table(
        "episodes",
        sa.Column("id", ID, primary_key=True),
        *_line(),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("conversation_id", ID, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("protocol_hash", sa.String(64), sa.ForeignKey("protocols.hash"), nullable=False),
        sa.Column("level", sa.String(8)),
        sa.Column("told", sa.String(8)),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("movement_worry", SEALED),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("ix_episodes_conversation_id", "episodes", ["conversation_id"])
    op.create_index("ix_episodes_person_id", "episodes", ["person_id"])


def _words() -> None:
    """What is said, and how it travels."""
    op.create_table(
        "arrivals",
        _number(),
        *_line(),
        sa.Column("conversation_id", ID, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("carrier_id", sa.String(128), nullable=False),
        sa.Column("words", SEALED),
        sa.Column("choice", SEALED),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.UniqueConstraint("conversation_id", "carrier_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_arrivals_conversation_id_id", "arrivals", ["conversation_id", "id"])
    op.create_index("ix_arrivals_due_at", "arrivals", ["due_at"])
    op.create_table(
        "messages",
        _number(),
        *_line(),
        sa.Column("conversation_id", ID, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("episode_id", ID),
        sa.Column("arrival_id", NUMBER, sa.ForeignKey("arrivals.id")),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("member_id", ID, sa.ForeignKey("members.id")),
        sa.Column("body", SEALED, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_conversation_id_id", "messages", ["conversation_id", "id"])
    op.create_table(
        "deliveries",
        _number(),
        *_line(),
        sa.Column("message_id", NUMBER, sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("conversation_id", ID, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("carrier_id", sa.String(128)),
        sa.Column("status", sa.String(32)),
        sa.Column("status_at", MOMENT),
        sa.Column("problem", sa.Text),
        sa.UniqueConstraint("message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_carrier_id", "deliveries", ["carrier_id"])
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.create_table(
        "statements",
        _number(),
        *_line(),
        sa.Column("episode_id", ID, sa.ForeignKey("episodes.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("content", SEALED, nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("arrival_id", NUMBER),
        sa.UniqueConstraint("episode_id", "position"),
    )
    op.create_table(
        "dialogue_events",
        _number(),
        *_line(),
        sa.Column("episode_id", ID, sa.ForeignKey("episodes.id"), nullable=False),
        sa.Column("content", SEALED, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_dialogue_events_episode_id", "dialogue_events", ["episode_id"])
    op.create_table(
        "contacts",
        _number(),
        *_line(),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("episode_id", ID),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("worry", SEALED),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_contacts_person_id", "contacts", ["person_id"])


def _promises() -> None:
    """Cases, events, and what time must do."""
    op.create_table(
        "cases",
        sa.Column("id", ID, primary_key=True),
        sa.Column("reference", sa.String(8), nullable=False),
        *_line(),
        sa.Column("person_id", ID, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("conversation_id", ID, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("assistant_level", sa.String(8), nullable=False),
        sa.Column("midwife_level", sa.String(8)),
        sa.Column("protocol_hash", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("talking", sa.Boolean, nullable=False),
        sa.Column("summary", SEALED),
        sa.Column("owner_id", ID, sa.ForeignKey("members.id")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("claimed_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("outcome", sa.String(32)),
        sa.Column("chain_head", sa.Text),
        sa.CheckConstraint("state = 'closed' or due_at is not null", name=op.f("ck_cases_clock")),
        sa.CheckConstraint(
            "state = 'closed' or (state = 'open' and owner_id is null) or (state = 'claimed' and owner_id is not null)",
            name=op.f("ck_cases_owner"),
        ),
        sa.CheckConstraint("state in ('open', 'claimed', 'closed')", name=op.f("ck_cases_state")),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_line_id_state", "cases", ["line_id", "state"])
    op.create_index("ix_cases_person_id", "cases", ["person_id"])
    op.create_index(
        "uq_cases_person_id_not_closed",
        "cases",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_table(
        "case_episodes",
        sa.Column("case_id", ID, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("episode_id", ID, sa.ForeignKey("episodes.id"), primary_key=True),
        sa.Column("summary", SEALED),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "events",
        _number(),
        *_line(),
        sa.Column("case_id", ID, sa.ForeignKey("cases.id")),
        sa.Column("conversation_id", ID),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("body", SEALED),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("previous", sa.Text),
        sa.Column("hash", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_case_id", "events", ["case_id"])
    op.create_index("ix_events_conversation_id", "events", ["conversation_id"])
    op.create_table(
        "due_rows",
        _number(),
        *_line(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("conversation_id", ID),
        sa.Column("episode_id", ID),
        sa.Column("case_id", ID),
        sa.Column("body", SEALED),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("kind", "key"),
    )
    op.create_index("ix_due_rows_state_due_at", "due_rows", ["state", "due_at"])
    op.create_table(
        "heartbeats", sa.Column("worker", sa.String(64), primary_key=True), sa.Column("at", MOMENT, nullable=False)
    )


def _number() -> sa.Column:
    return sa.Column("id", NUMBER, primary_key=True, autoincrement=True)


def _line() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("line_id", ID, sa.ForeignKey("lines.id"), nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("units.id"), nullable=False),
    )


# Events and statements are never edited; the events of a case stay until it is closed (evidence F06).
# Retention removes whole closed cases, and events of no case.


def _keep_on_sqlite() -> None:
    for table in ("events", "statements"):
        op.execute(
            f"create trigger {table}_stay_as_written before update on {table} "
            f"begin select raise(abort, '{table} are never changed'); end"
        )
    op.execute(
        "create trigger events_stay before delete on events "
        "when exists (select 1 from cases where cases.id = old.case_id and cases.state <> 'closed') "
        "begin select raise(abort, 'the case is still open'); end"
    )


def _keep_on_postgresql() -> None:
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as "
        "$$ begin raise exception '% are never changed', tg_table_name; end $$"
    )
    op.execute(
        "create function refuse_removal() returns trigger language plpgsql as $$ begin "
        "if exists (select 1 from cases where cases.id = old.case_id and cases.state <> 'closed') "
        "then raise exception 'the case is still open'; end if; return old; end $$"
    )
    for table in ("events", "statements"):
        op.execute(
            f"create trigger {table}_stay_as_written before update on {table} "
            "for each row execute function refuse_change()"
        )
    op.execute("create trigger events_stay before delete on events for each row execute function refuse_removal()")
