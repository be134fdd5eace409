"""Settings, read once: secrets and addresses from the environment, the site from its own file (`docs/running.md`)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.dialogue.site import Site
from bot.protocol.choices import SiteChoices
from bot.protocol.located import Table
from bot.protocol.mark import mark
from bot.protocol.problems import ProtocolError

from .site_file import DRAMA, read_site

#: The folder that holds config.yml, domain.yml, data/ and actions/.
ROOT = Path(__file__).resolve().parents[2]


class SettingsWrong(ValueError):
    """A setting is missing or wrong; the message says which, and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one place and another."""

    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = ""
    var: Path = ROOT / "var"
    key: str | None = field(default=None, repr=False)
    public_url: str = ""
    site: Path = ROOT / "site.yml"
    signatures: Path = ROOT / "signatures"
    line: str = Site.line
    trust: str = "Example NHS Foundation Trust (invented)"
    unit: str = Site.unit
    phone: str = Site.phone
    address: str = Site.address
    kept_days: int = Site.kept_days
    clinical: SiteChoices = field(default=SiteChoices("site.yml", Table(1)))
    demo: bool = False
    production: bool = False
    approved: bool = False  # never from the environment: it follows from the sign-offs
    telegram_token: str | None = field(default=None, repr=False)
    telegram_secret: str | None = field(default=None, repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = field(default=None, repr=False)
    twilio_alternate_token: str | None = field(default=None, repr=False)
    twilio_api_url: str = "https://api.twilio.com"
    sms_number: str | None = None

    @property
    def model(self) -> Path:
        """The trained model's file."""
        return ROOT / "models" / "triage.tar.gz"

    @property
    def mark(self) -> str:
        """What every screen says of this service; empty where nothing has to be said."""
        return mark(production=self.production, approved=self.approved)

    @property
    def url(self) -> str:
        """Where people reach this server."""
        return self.public_url or f"http://{self.host}:{self.port}"


#: Environment variable of each setting that one may set.
VARIABLES = {
    "HOST": "host",
    "PORT": "port",
    "DATABASE_URL": "database_url",
    "TRIAGE_VAR": "var",
    "TRIAGE_KEY": "key",
    "PUBLIC_URL": "public_url",
    "TRIAGE_SITE": "site",
    "TRIAGE_SIGNATURES": "signatures",
    "TRIAGE_DEMO": "demo",
    "TELEGRAM_TOKEN": "telegram_token",
    "TELEGRAM_SECRET": "telegram_secret",
    "TELEGRAM_API_URL": "telegram_api_url",
    "TWILIO_ACCOUNT_SID": "twilio_account_sid",
    "TWILIO_AUTH_TOKEN": "twilio_auth_token",
    "TWILIO_ALTERNATE_TOKEN": "twilio_alternate_token",
    "TWILIO_API_URL": "twilio_api_url",
    "SMS_NUMBER": "sms_number",
}


def from_environment(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Settings from the environment, then from `given`. Raises `SettingsWrong`."""
    values: dict[str, object] = {
        setting: environment[name] for name, setting in VARIABLES.items() if environment.get(name)
    }
    values |= {name: value for name, value in given.items() if value is not None}
    if "port" in values:
        values["port"] = _whole_number("port", values["port"])
    values["demo"] = values.get("demo") in (True, "1")
    for name in ("var", "site", "signatures"):
        values[name] = Path(str(values.get(name, getattr(Settings, name))))
    return _checked(Settings(**{**_of_site(Path(str(values["site"]))), **values}))  # type: ignore[arg-type]


def _of_site(path: Path) -> dict[str, object]:
    try:
        return dict(vars(read_site(path)))
    except ProtocolError as error:
        raise SettingsWrong(f"{path} cannot be used:\n{error}") from None


def _whole_number(name: str, value: object) -> int:
    if not str(value).isdigit():
        raise SettingsWrong(f"{name.upper()} is '{value}'; set it to a whole number such as 8000.")
    return int(str(value))


def _checked(settings: Settings) -> Settings:
    if settings.production:
        _fit_for_production(settings)
    url = settings.database_url or f"sqlite:///{settings.var / 'triage.db'}"
    return replace(settings, database_url=url)


def _fit_for_production(settings: Settings) -> None:
    if settings.phone.startswith(DRAMA):
        raise SettingsWrong(f"{settings.phone} in {settings.site} is invented; write the unit's real number.")
    if settings.key is None:
        raise SettingsWrong("TRIAGE_KEY is not set; make one with `triage key` and keep it with your secrets.")
    if not settings.public_url.startswith("https://"):
        raise SettingsWrong("PUBLIC_URL must be the https:// address that people use.")
