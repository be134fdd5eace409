"""Whether a call is Twilio's: signed over our public address and every field, blank ones too."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from .settings import SmsSettings

HEADER = "x-twilio-signature"
FIELDS = 100


class NotGenuine(Exception):  # noqa: N818 - named by what went wrong
    """The call is not signed by our account."""


def fields(body: bytes) -> dict[str, str]:
    """The fields of a form, blank ones kept. Raises `NotGenuine` for what Twilio never sends.

    A field given twice is refused: its second copy is not covered by the signature.
    """
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise NotGenuine(NotGenuine.__doc__) from None
    if len(dict(pairs)) != len(pairs):
        raise NotGenuine(NotGenuine.__doc__)
    return dict(pairs)


def prove(settings: SmsSettings, address: str, form: Mapping[str, str], signature: str | None) -> None:
    """Return when one of our tokens signed this form for this address. Raises `NotGenuine`."""
    readable = signature is not None and signature.isascii() and bool(signature)
    ours = form.get("AccountSid") == settings.account_sid
    if not readable or not ours or not any(_signed(token, address, form, signature or "") for token in settings.tokens):
        raise NotGenuine(NotGenuine.__doc__)


def _signed(token: str, address: str, form: Mapping[str, str], signature: str) -> bool:
    return bool(RequestValidator(token).validate(address, dict(form), signature))
