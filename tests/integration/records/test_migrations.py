"""The migrations and the tables are the same thing, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.records import migrate
from bot.records.database import Database
from bot.records.tables import metadata


def described(database: Database) -> dict:
    """What alembic does not compare: checks, conditions of indexes, unique keys."""
    with database.write() as connection:
        seen = inspect(connection)
        return {
            table: {
                "checks": sorted((one["name"], one["sqltext"]) for one in seen.get_check_constraints(table)),
                "uniques": sorted((one["name"], one["column_names"]) for one in seen.get_unique_constraints(table)),
                "indexes": sorted(_indexes(connection, table)),
                "columns": [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(table)],
                "foreign": sorted((one["name"], one["referred_table"]) for one in seen.get_foreign_keys(table)),
            }
            for table in metadata.tables
        }


def _indexes(connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        question = "select sql from sqlite_master where tbl_name = :t and (sql like 'CREATE%INDEX%' or type = 'table')"
        lines = [row.sql for row in connection.execute(text(question), {"t": table})]
        return [line if "INDEX" in line else str("AUTOINCREMENT" in line) for line in lines]
    question = text("select indexdef from pg_indexes where tablename = :t")
    return [row.indexdef for row in connection.execute(question, {"t": table})]


def test_they_are_the_same(database: Database, bare_database: Database) -> None:
    if database.is_sqlite != bare_database.is_sqlite:
        return  # like with like
    with database.write() as connection:
        options = {"include_object": lambda _o, name, *_: name != "sqlite_sequence", "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    metadata.create_all(bare_database.engine)
    assert described(database) == described(bare_database)


def test_a_new_database_is_brought_to_the_newest_and_stays_there(bare_database: Database) -> None:
    assert migrate.current(bare_database) is None
    migrate.upgrade(bare_database)
    migrate.upgrade(bare_database)
    assert migrate.current(bare_database) == migrate.newest()


def test_processes_that_start_together_migrate_once(bare_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate.upgrade(bare_database), range(4)))
    assert migrate.current(bare_database) == migrate.newest()


def test_there_is_a_way_back(bare_database: Database) -> None:
    migrate.upgrade(bare_database)
    migrate.downgrade(bare_database, "base")
    with bare_database.write() as connection:
        left = {name for name in inspect(connection).get_table_names() if not name.startswith("sqlite_")}
    assert left == {"alembic_version"}
    migrate.upgrade(bare_database)
    assert migrate.current(bare_database) == migrate.newest()
