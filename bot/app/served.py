"""Which version of the protocol this server serves, and whether it may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import from_content, read_protocol
from bot.protocol.settings import Setting
from bot.protocol.verifier.cards import card_too_long
from bot.review import signoffs
from bot.review.approval import Approval, status_of
from bot.review.standing import Standing, Unsigned

from .settings import Settings, SettingsWrong

#: The texts of a version by its content hash.
Texts = Callable[[str], Mapping[str, str] | None]


@dataclass(frozen=True)
class Served:
    """The version with this site's decisions, and what the sign-offs say of it."""

    protocol: Protocol
    approval: Approval
    signed: tuple[signoffs.Signoff, ...]


class Signatures:
    """The sign-offs in a folder as they are now; read again only where a file has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: tuple[tuple[str, int, int], ...] | None = None
        self._found: tuple[signoffs.Signoff, ...] = ()

    def read(self) -> tuple[signoffs.Signoff, ...]:
        """Every sign-off. Raises `ProtocolError` where one cannot be trusted."""
        files = ((path.name, path.stat()) for path in sorted(self.folder.glob("*.yml")))
        seen = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)
        if seen != self._seen:
            self._found, self._seen = signoffs.read(self.folder), seen
        return self._found

    def standing(self, protocol: Protocol) -> Standing:
        """What they make of a version; what cannot be trusted counts for nothing, and is named."""
        try:
            return status_of(protocol, self.read())
        except ProtocolError as error:
            return Unsigned(tuple(error.problems))


class Approvals:
    """Which of all versions that were ever served here are approved, by the sign-offs that stood at the start."""

    def __init__(self, served: Served, kept: Texts) -> None:
        self._given, self._kept = served.signed, kept
        self._found = {served.protocol.hash: served.approval.approved}
        self._here = served.approval.approved

    def __call__(self, hash: str | None) -> bool:
        if hash is None:
            return self._here
        if hash not in self._found:
            self._found[hash] = self._of_kept(hash)
        return self._found[hash]

    def _of_kept(self, hash: str) -> bool:
        texts = self._kept(hash)
        try:
            return texts is not None and status_of(from_content(texts), self._given).approved
        except ProtocolError:
            return False


def served_by(settings: Settings) -> Served:
    """The version to serve. Raises `SettingsWrong` where this site may not serve it."""
    protocol = version_of(settings)
    signed = _signed(settings)
    approval = status_of(protocol, signed)
    _safe(settings, protocol, approval)
    if settings.production and not approval.approved:
        raise SettingsWrong(_refusal(settings, approval))
    return Served(protocol, approval, signed)


def signed_otherwise(settings: Settings, protocol: Protocol) -> list[str]:
    """What a version lacks once there are sign-offs: a build with an unsigned change fails. Raises `ProtocolError`.

    Where nobody has signed anything yet, nothing is lacking: it runs as a demonstration, and says so.
    """
    given = signoffs.read(settings.signatures)
    return [f"signatures: {sentence}" for sentence in status_of(protocol, given).missing] if given else []


def version_of(settings: Settings) -> Protocol:
    """The version with this site's decisions, whether or not it may be served. Raises `SettingsWrong`."""
    try:
        return read_protocol(site=settings.clinical)
    except ProtocolError as error:
        raise SettingsWrong(f"The protocol cannot be used with {settings.site}:\n{error}") from None


def _signed(settings: Settings) -> tuple[signoffs.Signoff, ...]:
    try:
        return signoffs.read(settings.signatures)
    except ProtocolError as error:
        raise SettingsWrong(f"The sign-offs in {settings.signatures} cannot be trusted:\n{error}") from None


def _safe(settings: Settings, protocol: Protocol, approval: Approval) -> None:
    """Refuse what is less safe than the defaults unless it is signed, and words that a card cannot hold."""
    unsafe = [] if approval.approved else [_less_safe(one) for one in protocol.site.values() if one.less_safe]
    changed = any(one.changed for one in protocol.site.values())
    unsafe += [f"{one.id} becomes too long for SMS: {one.sentence}" for one in card_too_long(protocol) if changed]
    if unsafe:
        raise SettingsWrong(f"{settings.site} is less safe than it may be:\n" + "\n".join(unsafe))


def _less_safe(setting: Setting) -> str:
    return (
        f"{setting.place}: {setting.name} ({setting.says}) is {setting.text()}, less safe than {setting.safe_choice}; "
        f"write {setting.safe_choice}, or have two people sign this version (docs/approval.md)"
    )


def _refusal(settings: Settings, approval: Approval) -> str:
    missing = "\n".join(f"  - {sentence}" for sentence in approval.missing)
    return (
        f"The protocol is not approved for clinical use, so --production is refused. What is missing:\n{missing}\n"
        f"Ask your clinical safety officer to sign at /protocol/sign or with `triage protocol sign`, commit the file "
        f"to {settings.signatures}, and start again. Without --production it runs as a demonstration."
    )
