"""Settings, read once from the environment. `docs/running.md` describes each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import phonenumbers

from bot.dialogue.site import Site

#: The folder that holds config.yml, domain.yml, data/ and actions/.
ROOT = Path(__file__).resolve().parents[2]
#: Telephone numbers kept free for drama by Ofcom: harmless, and refused in production.
DRAMA = ("+441632960", "+447700900")


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
    line: str = Site.line
    trust: str = "Example NHS Foundation Trust (invented)"
    unit: str = Site.unit
    phone: str = Site.phone
    address: str = Site.address
    kept_days: int = Site.kept_days
    demo: bool = False
    production: bool = False
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
    "LINE_NAME": "line",
    "TRUST_NAME": "trust",
    "UNIT_NAME": "unit",
    "UNIT_PHONE": "phone",
    "UNIT_ADDRESS": "address",
    "KEPT_DAYS": "kept_days",
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
    for name in ("port", "kept_days"):
        if name in values:
            values[name] = _whole_number(name, values[name])
    values["demo"] = values.get("demo") in (True, "1")
    values["var"] = Path(str(values.get("var", Settings.var)))
    settings = Settings(**values)  # type: ignore[arg-type]
    return _checked(settings)


def _whole_number(name: str, value: object) -> int:
    if not str(value).isdigit():
        raise SettingsWrong(f"{name.upper()} is '{value}'; set it to a whole number such as 8000.")
    return int(str(value))


def _checked(settings: Settings) -> Settings:
    try:
        number = phonenumbers.parse(settings.phone, "GB")
    except phonenumbers.NumberParseException:
        raise SettingsWrong(f"UNIT_PHONE is '{settings.phone}'; set it to a number such as +441632960001.") from None
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if settings.production:
        _fit_for_production(settings, phone)
    url = settings.database_url or f"sqlite:///{settings.var / 'triage.db'}"
    return Settings(**{**settings.__dict__, "phone": phone, "database_url": url})


def _fit_for_production(settings: Settings, phone: str) -> None:
    if phone.startswith(DRAMA):
        raise SettingsWrong(f"UNIT_PHONE {phone} is invented; set the unit's real number before --production.")
    if settings.key is None:
        raise SettingsWrong("TRIAGE_KEY is not set; make one with `triage key` and keep it with your secrets.")
    if not settings.public_url.startswith("https://"):
        raise SettingsWrong("PUBLIC_URL must be the https:// address that people use.")
    raise SettingsWrong(
        "The protocol is not approved for clinical use: no safety officer has signed it, so --production is refused."
    )
