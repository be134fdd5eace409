"""The one place where the parts are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.channels import outbox
from bot.channels.courier import Courier
from bot.channels.desk import intake, overdue
from bot.channels.front_desk import FrontDesk
from bot.dialogue import shelf
from bot.dialogue.bodies import fills
from bot.dialogue.port import Dialogue
from bot.dialogue.site import Site
from bot.line import clocks, promises
from bot.protocol.targets import ring_within
from bot.records import migrate, sites, versions
from bot.records.clock import Clock
from bot.records.database import Database
from bot.records.due import Handler
from bot.records.sites import Unit

from .keys import open_vault
from .served import Approvals, Served, Signatures, served_by
from .settings import Settings

if TYPE_CHECKING:
    from bot.channels.sms import SmsSettings
    from bot.channels.telegram import TelegramSettings


@dataclass(frozen=True)
class Parts:
    """Everything that one process is made of."""

    settings: Settings
    clock: Clock
    database: Database
    unit: Unit
    served: Served
    approves: Approvals
    signatures: Signatures
    dialogue: Dialogue
    desk: FrontDesk
    handlers: Mapping[str, Handler]
    couriers: Mapping[str, Courier]
    bot: Any  # Telegram's, or None; shared by everything that speaks to it


def assemble(settings: Settings, clock: Clock, dialogue: Dialogue | None = None) -> Parts:
    """Open the vault and the database, bring it up to date, and join the rooms. Raises `SettingsWrong`."""
    served = served_by(settings)
    settings = replace(settings, approved=served.approval.approved)
    open_vault(settings)
    database = open_database(settings)
    with database.write() as connection:
        unit = sites.ensure(
            connection,
            line=settings.line,
            trust=settings.trust,
            name=settings.unit,
            phone=settings.phone,
            address=settings.address,
        )
        if database.is_sqlite:
            intake.release_all(connection)
            outbox.release_all(connection, clock.now())
    shelf.put(served.protocol, current=True)
    kept = partial(_kept, database)
    shelf.look_up_in(kept)
    approvals = Approvals(served, kept)
    promises.keep_to(ring_within(served.protocol))
    dialogue = dialogue or Dialogue()
    desk = FrontDesk(
        database,
        clock,
        dialogue,
        unit_id=unit.id,
        line_id=unit.line_id,
        kept_days=settings.kept_days,
        demo=settings.demo,
        mark=settings.mark,
    )
    handlers = {**overdue.handlers(settings.kept_days), **clocks.handlers(say_for(settings))}
    bot = open_bot(settings)
    signed = Signatures(settings.signatures)
    carrying = couriers(settings, bot)
    return Parts(settings, clock, database, unit, served, approvals, signed, dialogue, desk, handlers, carrying, bot)


def _kept(database: Database, hash: str) -> dict[str, str] | None:
    with database.read() as connection:
        return versions.content(connection, hash)


def open_database(settings: Settings) -> Database:
    """The database, migrated."""
    if settings.database_url.startswith("sqlite:///"):
        settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database_url)
    migrate.upgrade(database)
    return database


# Telegram's and Twilio's libraries take a second to import: only where they are set up.


def open_bot(settings: Settings) -> Any:
    """Telegram's bot, where a token is set."""
    found = telegram_of(settings)
    if found is None:
        return None
    from bot.channels import telegram

    return telegram.open_bot(found)


def couriers(settings: Settings, bot: Any) -> dict[str, Courier]:
    """Who carries replies on the channels that are set up."""
    found: dict[str, Courier] = {}
    if bot is not None:
        from bot.channels import telegram

        found["telegram"] = telegram.TelegramCourier(bot)
    if sms_settings := sms_of(settings):
        from bot.channels import sms

        found["sms"] = sms.SmsCourier(sms_settings)
    return found


def telegram_of(settings: Settings) -> TelegramSettings | None:
    """Telegram's settings, where a token is set."""
    if not settings.telegram_token:
        return None
    from bot.channels.telegram import TelegramSettings

    return TelegramSettings(
        settings.telegram_token, settings.telegram_secret or "", settings.telegram_api_url, settings.public_url
    )


def sms_of(settings: Settings) -> SmsSettings | None:
    """Twilio's settings, where an account is set."""
    if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.sms_number):
        return None
    from bot.channels.sms import SmsSettings

    return SmsSettings(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.twilio_alternate_token or "",
        settings.sms_number,
        settings.twilio_api_url,
        settings.public_url,
    )


def say_for(settings: Settings) -> Any:
    """Sentences that the line's clocks say, in the words of the current protocol."""

    def say(sentence: str, *, language: str, unit: str, number: str, by: str = "", **_: Any) -> str:
        site = Site(line=settings.line, unit=unit, phone=number, address=settings.address, language=language)
        return shelf.current().words.say(f"utter_{sentence}", language, **fills(site, by))

    return say


def unit_fills(settings: Settings) -> dict[str, str]:
    """The unit's name, number and address as sentences name them, outside of any conversation."""
    site = Site(
        line=settings.line,
        unit=settings.unit,
        phone=settings.phone,
        address=settings.address,
        kept_days=settings.kept_days,
    )
    return {name: str(value) for name, value in fills(site).items() if value}
