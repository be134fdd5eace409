"""The command line: `triage serve`, `talk`, `understand`, `train`, `migrate`, `user add`, `protocol`, `key`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from .command_failed import CommandFailed
from .settings import SettingsWrong

Run = Callable[[argparse.Namespace], int]

EXAMPLES = """examples:
  triage serve                         the chat and the console on http://127.0.0.1:8000
  triage talk                          the same conversation in this terminal
  triage understand messages.txt       what is read in each line, and how urgent it is
  triage user add amara --name "Amara Obi" --role midwife
  triage protocol check                verify the clinical content
  triage protocol show P01             read a pathway in this terminal
  triage protocol diff HEAD~1 here     what has changed, in clinical words

Every setting comes from the environment; docs/running.md lists them.
Not approved for clinical use."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (2 for a mistake in how it was called)."""
    given = _parser().parse_args(arguments)
    run: Run = given.run
    try:
        return run(given)
    except (SettingsWrong, CommandFailed) as mistake:
        print(f"triage: {mistake}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="triage",
        description="A maternity triage assistant for pregnancies from 20 weeks.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _serve(parts)
    _simple(parts, "talk", "have the conversation in this terminal", _later("commands", "talk"))
    _simple(parts, "train", "train the dialogue model if its inputs have changed", _later("commands", "train"))
    _simple(parts, "migrate", "bring the database up to date", _later("commands", "migrate"))
    _simple(parts, "key", "make a new encryption key for TRIAGE_KEY", _later("commands", "new_key"))
    reading = _simple(
        parts, "understand", "read messages, one a line; writes JSON Lines", _later("understand", "understand")
    )
    reading.add_argument("files", nargs="*", help="files of plain lines or JSON Lines with `text`; else standard input")
    _user(parts)
    _protocol(parts)
    return parser


def _serve(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _simple(parts, "serve", "serve the chat and the midwives' console", _later("serving", "serve"))
    serve.add_argument("--host", help="address to listen on (HOST; default 127.0.0.1)")
    serve.add_argument("--port", help="port to listen on (PORT; default 8000)")
    serve.add_argument(
        "--production", action="store_true", help="refuse to start unless everything is fit for real use"
    )


def _user(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    users = parts.add_parser("user", help="who may sign in to the console").add_subparsers(required=True, metavar="ACT")
    add = _simple(users, "add", "add a member of the line; prints a first password", _later("commands", "add_user"))
    add.add_argument("login", help="the name to sign in with")
    add.add_argument("--name", required=True, help="the name that colleagues and she will see")
    add.add_argument("--role", default="midwife", choices=["midwife", "coordinator", "safety_officer", "admin"])


def _protocol(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    protocol = parts.add_parser("protocol", help="the clinical content").add_subparsers(required=True, metavar="ACT")
    check = _simple(
        protocol, "check", "verify it: every finding is named with file and line", _later("commands", "check_protocol")
    )
    check.add_argument("--cases", type=int, default=500, help="generated conversations to try (default 500)")
    show = _simple(
        protocol, "show", "read it in this terminal: what there is, or one part", _later("reading_commands", "show")
    )
    show.add_argument("part", nargs="?", metavar="P01", help="a pathway, flags, modifiers or gate")
    build = _simple(protocol, "build", "write its pages into a folder", _later("reading_commands", "static_pages"))
    build.add_argument("folder", metavar="DIR", help="an empty folder, or one that was built before")
    _comparing(protocol)
    ages = "the reading age of everything she reads, the hardest first"
    _simple(protocol, "words", ages, _later("reading_commands", "words"))


def _comparing(protocol: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sign = _simple(protocol, "sign", "sign it: writes a file to be committed", _later("review_commands", "sign"))
    sign.add_argument("--who", required=True, metavar="NAME", help="full name of the person who signs")
    sign.add_argument("--role", required=True, choices=["safety_officer", "obstetric_lead", "midwifery_lead"])
    sign.add_argument("--only", nargs="+", metavar="ID", help="these criteria alone, not the whole version")
    diff = _simple(
        protocol, "diff", "compare two versions in clinical words, with replay", _later("review_commands", "diff")
    )
    for name in ("old", "new"):
        diff.add_argument(name, help="a folder, a git revision, a version or hash that was served, or 'here'")
    diff.add_argument("--invented", type=int, default=1500, help="made-up conversations to replay (default 1500)")
    _replay(protocol)


def _replay(protocol: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    help_text = "run answers through another version: whose level changes, and why"
    replay = _simple(protocol, "replay", help_text, _later("review_commands", "replay_stories"))
    replay.add_argument("file", nargs="?", help="vignettes (YAML) or statements (JSON Lines), a file or a folder")
    replay.add_argument("--recorded", action="store_true", help="the answers in the database instead of a file")
    replay.add_argument("--against", required=True, metavar="VERSION", help="the version to try, named as for diff")
    replay.add_argument("--version", default="here", help="the version to compare with (default: here)")
    replay.add_argument("--terms", metavar="FOLDER", help="what the terms of vignettes mean (terms.yml)")
    replay.add_argument("--all", action="store_true", help="list every conversation whose level changes")


def _later(module: str, name: str) -> Run:
    """A command that is imported when it is run: `serve` shows the number to ring before anything heavy is read."""

    def run(given: argparse.Namespace) -> int:
        command: Run = getattr(import_module(f"bot.app.{module}"), name)
        return command(given)

    return run


def _simple(
    parts: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    run: Run,
) -> argparse.ArgumentParser:
    parser = parts.add_parser(name, help=help_text, description=help_text[:1].upper() + help_text[1:] + ".")
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
