"""The web chat as one app, on a database of its own."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from bot.channels.web.site import dressed, exception_handlers, routes
from bot.channels.web.stream import Follower
from bot.records import migrate, sites
from bot.records.clock import SystemClock
from bot.records.database import Database

from .stand_in import Settings, StandIn, Unit


class Site:
    """A database, a stand-in for the front desk, and the app as it is served."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.database = Database(f"sqlite:///{folder / 'chat.db'}")
        migrate.upgrade(self.database)
        with self.database.write() as connection:
            home = sites.ensure(
                connection,
                line="Harbour",
                trust="Harbour Trust",
                name=Unit.name,
                phone=Unit.phone,
                address=Unit.address,
            )
        self.desk = StandIn(self.database, SystemClock(), home.line_id, home.id)
        self.follower = Follower(self.database)
        given = (self.desk, self.database, Unit(), Settings(**settings))
        app = Starlette(routes=routes(*given, follower=self.follower), exception_handlers=exception_handlers(*given))
        self.app = dressed(app, Unit())

    def close(self) -> None:
        """Give the database back."""
        with closing(self.database):
            self.follower.close()
