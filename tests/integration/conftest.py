"""Real databases: each test runs on a SQLite file and on a PostgreSQL server of its own, both migrated."""

from __future__ import annotations

import os

os.environ.setdefault("SQLALCHEMY_WARN_20", "1")

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg2
import pytest
from argon2 import PasswordHasher

from bot.line import members
from bot.records import migrate, vault
from bot.records.database import Database
from bot.records.tables import metadata
from tests.integration.ward import Ward

APT = "PostgreSQL is missing; these tests need it: apt-get install -y postgresql"
_numbers = count(1)
_KEY = vault.new_key()


class Cluster:
    """A PostgreSQL server in a temporary folder, reachable by its socket only; gone with the test session."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="triage-pg-"))
        self.folder.chmod(0o755)
        self._as = self._servant()
        if self._as:
            shutil.chown(self.folder, self._as)
        self._run("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "triage", "-E", "UTF8", "--no-sync")
        quick = f"-k {self.folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", quick, "start")

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg2://triage@/{name}?host={self.folder}"

    def empty(self, name: str) -> None:
        """Remove every row at once; making a database for each test would take half a second."""
        names = [table.name for table in metadata.sorted_tables]
        removals = "; ".join(f"delete from {table}" for table in names)
        self.sql(f"set session_replication_role = replica; set lock_timeout = '5s'; {removals}", name)

    def sql(self, command: str, name: str = "postgres") -> None:
        """Run one command outside any transaction."""
        connection = psycopg2.connect(host=str(self.folder), user="triage", dbname=name)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(command)
        connection.close()

    def stop(self) -> None:
        """End the server and remove everything."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _servant(self) -> str | None:
        """PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        known = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
        return "postgres" if "postgres" in known else "nobody"

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._program(program), *arguments]
        if self._as:
            command = ["runuser", "-u", self._as, "--", *command]
        # A server that keeps our pipes would keep this call waiting: write to a file instead.
        with open(os.devnull, "w") as nowhere, tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=nowhere, stderr=said)
            said.seek(0)
            if done.returncode != 0:
                pytest.fail(f"{program}: {said.read()}")

    @staticmethod
    def _program(name: str) -> str:
        found = shutil.which(name) or max(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), default=None)
        if found is None:
            pytest.fail(APT)
        return found


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    try:
        cluster.sql("create database migrated")
        database = Database(cluster.url("migrated"))
        migrate.upgrade(database)
        database.close()
        yield cluster
    finally:  # also when a migration fails: no server may outlive its tests
        cluster.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture(autouse=True)
def open_vault() -> None:
    """A key for private columns, and password hashing that takes no time."""
    vault.open_with(_KEY)
    members.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database of either sort."""
    if request.param == "sqlite":
        path = tmp_path / "triage.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.empty("migrated")
    database = Database(cluster.url("migrated"))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, of either sort."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'bare.db'}")
        yield database
        database.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"bare{next(_numbers)}"
    cluster.sql(f"create database {name}")
    database = Database(cluster.url(name))
    yield database
    database.close()
    cluster.sql(f"drop database {name} with (force)")


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 3, 4, 2, 10, tzinfo=UTC)


@pytest.fixture
def ward(database: Database, now: datetime) -> Ward:
    """One line with a unit, two midwives, a coordinator and a woman who writes."""
    return Ward(database, now)
