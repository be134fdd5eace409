"""Whatever happens to a case, in whatever order, what must stay true stays true."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.line import board, cases, claims, clocks, letters
from bot.line.claims import Claimed
from bot.line.refusals import Refusal
from bot.line.states import State
from bot.protocol.level import Level
from bot.records import due, events
from bot.records.database import Database
from bot.records.tables import due_rows
from tests.integration.ward import Ward, summary

LEVELS = st.sampled_from(Level)
WHO = st.sampled_from(["amara", "bryn", "carol"])


class CaseLife(RuleBasedStateMachine):
    """One woman, three midwives, and time."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="triage-life-"))
        shutil.copy(self.template, self.folder / "triage.db")
        self.database = Database(f"sqlite:///{self.folder / 'triage.db'}")
        self.now = datetime(2025, 3, 4, 2, 10, tzinfo=UTC)
        self.ward = Ward(self.database, self.now)
        self.woman = self.ward.woman("telegram")
        self.case, self.n = None, 0

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            shutil.rmtree(self.folder)

    @rule(level=LEVELS, new_episode=st.booleans(), talking=st.booleans())
    def she_is_graded(self, level: Level, new_episode: bool, talking: bool) -> None:
        self.n += 1
        if new_episode:
            self.woman.episode_id = self.woman.episode(self.now)
        before = self.case
        more = {"now": self.now, "summary": summary(level, f"C{self.n % 4}", f"words {self.n}"), "talking": talking}
        self.case = self.woman.case(level, **more)
        if before is not None and before.state is not State.CLOSED:
            assert self.case.id == before.id
            assert self.case.level >= before.level
            assert self.case.due_at <= before.due_at
            assert set(before.summary["words"]) <= set(self.case.summary["words"])
        else:
            assert self.case.level is level

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with self.database.write() as connection:
            taken = due.take(connection, self.now)
        for row in taken:
            clocks.handlers(lambda sentence, **_: sentence)[row.kind](self.database, row, self.now)
        self.case = self._read()

    @rule(who=WHO)
    def claim(self, who: str) -> None:
        free = self.case is not None and self.case.state is State.OPEN
        result = self._try(lambda c, case, member: claims.claim(c, case.id, member, self.now), who)
        if free:
            assert isinstance(result, Claimed)

    @rule(who=WHO)
    def release(self, who: str) -> None:
        self._try(lambda c, case, member: claims.release(c, case.id, member, self.now), who)

    @rule(who=WHO)
    def write(self, who: str) -> None:
        self._try(lambda c, case, member: letters.write_to_her(c, case.id, member, "I am here", self.now), who)

    @rule(who=WHO, result=st.sampled_from(["spoke", "no_answer"]))
    def ring(self, who: str, result: str) -> None:
        self._try(lambda c, case, member: cases.called(c, case.id, member, result, self.now), who)

    @rule(who=WHO, level=LEVELS, reason=st.sampled_from(["", "rang her"]), second=st.none() | WHO)
    def regrade(self, who: str, level: Level, reason: str, second: str | None) -> None:
        other = getattr(self.ward, second).login if second else None
        before = self.case
        done = self._try(lambda c, case, m: cases.regrade(c, case.id, m, level, reason, self.now, other), who)
        if done is not None:
            assert level >= before.level or reason
            assert before.level < Level.R_GO or level >= Level.R_GO or second not in (None, who)
            assert done.assistant_level is before.assistant_level

    @rule(who=WHO, outcome=st.sampled_from(["seen", "unknown", "not_reached", "nonsense"]))
    def close(self, who: str, outcome: str) -> None:
        self._try(lambda c, case, member: cases.close(c, case.id, member, outcome, "", self.now), who)

    @rule()
    def she_writes(self) -> None:
        if self.case is not None and self.case.state is not State.CLOSED:
            with self.database.write() as connection:
                letters.her_words(connection, self.case.id, "hello?", self.now)

    @invariant()
    def the_record_holds(self) -> None:
        if getattr(self, "case", None) is not None:
            with self.database.read() as connection:
                assert events.verify(connection, self.case.id)

    @invariant()
    def an_open_case_has_a_clock_that_runs_or_has_been_heard(self) -> None:
        if getattr(self, "case", None) is None:
            return
        with self.database.read() as connection:
            found = select(due_rows.c.kind, due_rows.c.state).where(due_rows.c.case_id == self.case.id)
            clock = {row.kind: row.state for row in connection.execute(found)}
            listed = {row.case_id: row for row in board.rows(connection, self.ward.line_id, self.now)}
        waiting = [kind for kind, state in clock.items() if state == "waiting"]
        if self.case.state is State.OPEN:
            assert clock["promise"] == "waiting" or listed[self.case.id].told_to_ring
            assert waiting in ([], ["promise"])
        elif self.case.state is State.CLAIMED:
            assert self.case.owner_id is not None
            assert waiting in ([], ["midwife_silent"])
        else:
            assert waiting == []
            assert self.case.id not in listed

    def _try(self, act, who: str):
        if self.case is None:
            return None
        try:
            with self.database.write() as connection:
                return act(connection, self.case, getattr(self.ward, who))
        except Refusal:
            return None
        finally:
            self.case = self._read()

    def _read(self):
        if self.case is None:
            return None
        with self.database.read() as connection:
            return cases.find(connection, self.case.id, self.ward.line_id)


@pytest.mark.usefixtures("open_vault")
def test_a_cases_life(migrated_file: Path) -> None:
    CaseLife.template = migrated_file
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    quick = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(CaseLife, settings=quick)
