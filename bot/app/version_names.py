"""What somebody calls a version, found: a folder, a stored version, or a revision in git."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from pathlib import Path

from bot.protocol.content import Protocol
from bot.protocol.problems import ProtocolError
from bot.protocol.reader import CLINICAL, from_content, read_protocol
from bot.records import versions
from bot.records.database import Database

from .command_failed import CommandFailed
from .settings import ROOT

#: A content hash, or its first characters.
_HASH = re.compile(r"[0-9a-f]{7,64}")
_NAMES = "a folder with protocol.yml, a version or content hash that was served here, or a revision in git"


def find_version(name: str, database: Database | None) -> Protocol:
    """The version of that name. Raises `CommandFailed`."""
    try:
        if (Path(name) / "protocol.yml").exists():
            return read_protocol(Path(name))
        texts = (_stored(name, database) if database else None) or _in_git(name)
        if texts is None:
            raise CommandFailed(f"There is no version '{name}'; give {_NAMES}.")
        return from_content(texts)
    except ProtocolError as error:
        raise CommandFailed(f"The version '{name}' cannot be read:\n{error}") from error


def _stored(name: str, database: Database) -> dict[str, str] | None:
    """The newest version served with this number, or the one with this hash."""
    with database.read() as connection:
        for one in versions.served(connection):
            if one.version == name or (_HASH.fullmatch(name) and one.hash.startswith(name)):
                return versions.content(connection, one.hash)
    return None


def _in_git(revision: str) -> dict[str, str] | None:
    """The clinical files at a revision of this repository."""
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        return None
    place = CLINICAL.relative_to(ROOT).as_posix()
    packed = _git("archive", "--format=tar", commit.decode().strip(), place)
    return None if packed is None else _unpacked(packed, place)


def _unpacked(packed: bytes, place: str) -> dict[str, str]:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [one for one in archive if one.isfile() and one.name.endswith(".yml")]
        texts = {one.name.removeprefix(f"{place}/"): archive.extractfile(one) for one in files}
        return {name: file.read().decode() for name, file in texts.items() if file is not None}


def _git(*arguments: str) -> bytes | None:
    """What git says; nothing where it is not there, or says no."""
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
