"""The checker is checked: what a crash must never leave behind is put into the database or the log, and it is seen."""

from __future__ import annotations

import copy
import sqlite3
from contextlib import closing

import pytest

from bench.kill import checker, play

#: A conversation's second arrival on the web, which has earlier and later ones beside it.
SOME = """(select a.id from arrivals a join conversations c on c.id = a.conversation_id where c.channel = 'web' and
    (select count(*) from arrivals b where b.conversation_id = a.conversation_id and b.id < a.id) = 1 limit 1)"""
NEXT = f"""(select min(b.id) from arrivals b where b.id > {SOME} and
    b.conversation_id = (select conversation_id from arrivals where id = {SOME}))"""
HERS = f"(select id from messages where arrival_id = {SOME} and author = 'her')"
REPLY = f"(select max(id) from messages where arrival_id = {SOME} and author <> 'her')"
SENT = "(select max(message_id) from deliveries)"
CASE = "(select min(case_id) from events where case_id is not null)"
LATER = "'2026-12-01 03:00:00.000000'"
COLUMNS = "line_id, unit_id, conversation_id, episode_id, arrival_id, author, body, at"

#: A reply in a conversation where time had nothing to do.
TIMELESS = (
    "(select max(id) from messages where author <> 'her' and arrival_id is not null and conversation_id not in"
    " (select conversation_id from due_rows where state = 'done' and conversation_id is not null))"
)


def _copied(message: str, **instead: str) -> str:
    values = [instead.get(column.strip(), column.strip()) for column in COLUMNS.split(",")]
    return f"insert into messages ({COLUMNS}) select {', '.join(values)} from messages where id = {message}"


BROKEN = {
    "an arrival is gone": (f"delete from arrivals where id = {SOME}", "arrived 0 times"),
    "her words are gone": (f"delete from messages where id = {HERS}", "stands 0 times in the transcript"),
    "her words stand twice": (_copied(HERS), "stands 2 times in the transcript"),
    "her words come after the reply": (
        f"update messages set id = (select max(id) + 1 from messages) where id = {HERS}",
        "a reply stands before the message it answers",
    ),
    "the reply is gone": (f"delete from messages where arrival_id = {SOME} and author <> 'her'", "has no reply"),
    "answered in two turns": (_copied(REPLY, at=LATER), "was answered twice"),
    "never answered": (f"update arrivals set answered_at = null where id = {SOME}", "was never answered"),
    "answered out of order": (
        f"update messages set arrival_id = case arrival_id when {SOME} then {NEXT} else {SOME} end "
        f"where arrival_id in ({SOME}, {NEXT})",
        "out of order",
    ),
    "a question is asked twice": ("ASKED", "was asked 2 times"),
    "a second case": ("CASE", "has 2 cases"),
    "a card without a case": ("delete from cases", "and has no case"),
    "an event is edited": (f"update events set actor = 'somebody' where case_id = {CASE}", "record has been broken"),
    "the last event is gone": (
        f"delete from events where id = (select max(id) from events where case_id = {CASE})",
        "record has been broken",
    ),
    "a statement is gone": (
        "delete from statements where position = 0 and "
        "episode_id in (select episode_id from statements where position = 1)",
        "its statements have a gap",
    ),
    "an answer is taken twice": ("STATEMENT", "2 times"),
    "time spoke without being due": (
        _copied(TIMELESS, arrival_id="null", at=LATER),
        "time spoke",
    ),
    "a reply never left": (f"update deliveries set state = 'waiting' where message_id = {SENT}", "is still waiting"),
}


@pytest.fixture
def left(played, tmp_path):
    """A copy of what the play left, to be broken."""
    path = tmp_path / "left.db"
    with closing(sqlite3.connect(played.folder / "triage.db")) as kept, closing(sqlite3.connect(path)) as mine:
        kept.backup(mine)
        for (trigger,) in mine.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            mine.execute(f"drop trigger {trigger}")  # whoever breaks a record would do so too
    return path


def _seen(played, path, sql):
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(sql).rowcount > 0, "nothing was broken"
    return checker.check(play.read(f"sqlite:///{path}", played.key), played.log)


def _row_copied(path, table, condition, **instead):
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    values = [instead.get(column, column) for column in columns]
    return (
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)} from {table} where {condition} limit 1"
    )


def _special(played, path, what):
    if what == "ASKED":
        asked = next(row for row in played.kept.messages if row.body.get("question", {}).get("n"))
        return _copied(str(asked.id))
    if what == "CASE":
        closed = {"id": "'another'", "reference": "'ZZZ999'", "state": "'closed'", "owner_id": "null"}
        return _row_copied(path, "cases", "1", **closed)
    newest = "(select max(id) from statements where arrival_id is not null)"
    return _row_copied(path, "statements", f"id = {newest}", id="null", position="position + 1")


def test_what_the_play_left_is_whole(played, left):
    assert checker.check(play.read(f"sqlite:///{left}", played.key), played.log) == []


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_database_is_seen(played, left, what):
    sql, sentence = BROKEN[what]
    sql = _special(played, left, sql) if sql.isupper() else sql
    assert any(sentence in finding for finding in _seen(played, left, sql))


def _unanswered(log):
    log.web[0].exchanges[0].answered = False


def _lost(log):
    log.web[0].exchanges[0].id = "never-arrived"


def _vanished(log):
    log.web[0].seen[10**9] = {"id": 10**9}


def _left_out(log):
    del log.web[0].shown[0]


def _other_order(log):
    log.web[0].exchanges.reverse()


def _received_too_often(log):
    log.phones[0].received += [log.phones[0].received[0]] * (log.kills + 1)


def _not_taken(log):
    log.phones[0].handed_over += 1


def _stranger(log):
    log.phones[0].address = "+447700900999"


LOGS = {
    _unanswered: "acknowledged without a reply",
    _lost: "arrived 0 times",
    _vanished: "it is gone",
    _left_out: "the page shows something else",
    _other_order: "in another order than she sent them",
    _received_too_often: "more than once",
    _not_taken: "messages handed over",
    _stranger: "has 0 conversations",
}


@pytest.mark.parametrize("broken", LOGS, ids=lambda broken: broken.__name__.strip("_"))
def test_a_broken_log_is_seen(played, broken):
    log = copy.deepcopy(played.log)
    broken(log)
    assert any(LOGS[broken] in finding for finding in checker.check(played.kept, log))


def test_a_reply_that_never_came_is_seen(played):
    """Of a text that was due once; a repeated one could stand for it."""
    log = copy.deepcopy(played.log)
    phone = log.phones[0]
    phone.received = [text for text in phone.received if text != phone.received[0]]
    assert any("never received a reply" in finding for finding in checker.check(played.kept, log))
