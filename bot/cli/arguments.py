"""The command line: the arguments of each command, and the function that carries it out."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, Never
from urllib.parse import urlsplit

from bot.cli.output import Failure
from bot.content.briefing import Briefing, Card, Debates, Record, Register, Vocabulary
from bot.content.chain import SHORTEST_SEAL
from bot.content.goalposts import DIGITS
from bot.content.texts import LANGUAGES, WRITTEN

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["_Parser"]

SCHEMAS: Final[dict[str, type[Record]]] = {
    "briefing": Briefing,
    "card": Card,
    "debates": Debates,
    "rules": Register,
    "vocabulary": Vocabulary,
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> Never:
        raise Failure(f"{self.prog}: {message}; see {self.prog} --help")


def parser() -> argparse.ArgumentParser:
    """Return what reads a command line; `does` is then the command as room.function of this package."""
    made = _Parser(prog="hindsight", description="Briefings of forecasts about AI, and whether they came true.")
    made.add_argument("--version", action="version", version=f"%(prog)s {version('hindsight')}", help="say which it is")
    commands = made.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _serving(commands)
    _content(commands)
    _drafting(commands)
    _publishing(commands)
    _state(commands)
    return made


def commands() -> tuple[str, ...]:
    """Return the names of all commands."""
    chosen = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return tuple(chosen.choices)


def _serving(commands: Commands) -> None:
    init = commands.add_parser("init", help="lay out a folder with the content that came with the program, to edit")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.set_defaults(does="init.init")
    run = commands.add_parser("run", help="serve the chat page, and Telegram where BOT_TELEGRAM_TOKEN is set")
    run.set_defaults(does="serve.run")
    web = commands.add_parser("web", help="serve pages, chat and Telegram's webhook, as one of several processes")
    web.set_defaults(does="serve.web")
    work = commands.add_parser("work", help="send check-ins and do what is due, as one of several processes")
    work.set_defaults(does="serve.work")
    tick = commands.add_parser(
        "tick", help="send the check-ins that are due, once, and print how the last week's stand"
    )
    tick.add_argument("--now", type=_instant, metavar="ISO", help="the time to go by, such as 2026-11-29T09:30Z")
    tick.add_argument("--even-so", action="store_true", help="also where --now is more than a day from the clock")
    tick.add_argument("--json", action="store_true", help="print the counts as JSON, for programs")
    tick.set_defaults(does="serve.tick")
    ask = commands.add_parser("ask", help="answer one question here")
    ask.add_argument("question", help='a command such as "/sectors", or any words')
    ask.add_argument("--lang", choices=LANGUAGES, help="language of the answer (default: BOT_LANGUAGE)")
    ask.add_argument("--as-editor", action="store_true", help="with the editors' commands")
    ask.add_argument("--explain", action="store_true", help="print first how the words were understood: = /command")
    ask.add_argument("--now", type=_instant, metavar="ISO", help="answer as at this time, such as 2026-11-29T09:30Z")
    ask.set_defaults(does="serve.ask")
    chat = commands.add_parser("chat", help="talk to it here, line by line; nothing of it is remembered")
    chat.add_argument("--lang", choices=LANGUAGES, help="language of the answers (default: BOT_LANGUAGE)")
    chat.add_argument("--as-editor", action="store_true", help="with the editors' commands")
    chat.set_defaults(does="chat.chat")
    mcp = commands.add_parser("mcp", help="serve an assistant on standard input and output (Model Context Protocol)")
    mcp.set_defaults(does="mcp.mcp")
    site = commands.add_parser("site", help="write the site as files, for a host of files or to read from the disk")
    site.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or a site that this wrote")
    site.add_argument(
        "--base", type=_address, metavar="URL", help="where the files will be served: for feeds and calendars"
    )
    site.add_argument("--bot", type=_bot, metavar="NAME", help="the bot on Telegram that questions lead to")
    site.set_defaults(does="site.site")


def _seal(word: str) -> str:
    """Return a seal, or as much of its beginning as names one."""
    if re.fullmatch(f"[0-9a-f]{{{SHORTEST_SEAL},{DIGITS}}}", word.lower()):
        return word.lower()
    raise argparse.ArgumentTypeError(f"{word!r} is no seal; /about shows one, and its first {SHORTEST_SEAL} digits do")


def _address(text: str) -> str:
    """Return the address of a site, without a slash at its end."""
    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment):
        return text.rstrip("/")
    raise argparse.ArgumentTypeError(f"“{text}” is not an address; write it like https://forecasts.example")


def _bot(text: str) -> str:
    """Return the name of a bot on Telegram, without its @."""
    if re.fullmatch("@?[A-Za-z0-9_]{4,32}", text):
        return text.removeprefix("@")
    raise argparse.ArgumentTypeError(f"“{text}” is not the name of a bot; write it like @hindsight_bot")


def _instant(text: str) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
        if not 1970 < at.year < 9000:
            raise ValueError("weeks before and after it must be times too")
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a time; write it like 2026-11-29T09:30Z") from None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _content(commands: Commands) -> None:
    check = commands.add_parser("check", help="check the content files and list every problem")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a folder of briefings, or files to check among the others"
    )
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    _speaking(check, "language of the messages")
    check.set_defaults(does="content.check")
    show = commands.add_parser("show", help="print the whole edition")
    show.add_argument("--json", action="store_true", help="as JSON (the only form)")
    show.set_defaults(does="content.show")
    verify = commands.add_parser(
        "verify", help="hold cards and citations against the originals, or the history against its seals"
    )
    what = verify.add_mutually_exclusive_group(required=True)
    what.add_argument("--sources", type=Path, metavar="DIR", help="the folder of the originals")
    what.add_argument("--history", action="store_true", help="walk the chain of editions")
    verify.add_argument("--head", type=_seal, metavar="SEAL", help="a seal you kept, which it must hold")
    verify.set_defaults(does="content.verify")
    enter = commands.add_parser("register", help="enter the rules that are not in the register yet, with today's date")
    enter.set_defaults(does="content.register")
    links = commands.add_parser("links", help="list the addresses of all evidence by host and rank")
    links.set_defaults(does="content.links")
    schema = commands.add_parser("schema", help="print the JSON Schema of a kind of file")
    schema.add_argument("kind", nargs="?", choices=tuple(SCHEMAS), default="briefing")
    schema.set_defaults(does="content.schema")


def _drafting(commands: Commands) -> None:
    draft = commands.add_parser("draft", help="make a source card and the skeleton of a briefing from a document")
    draft.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    draft.add_argument("--slug", default="", metavar="NAME", help="name of the briefing (default: made from the title)")
    draft.add_argument("--to", type=Path, metavar="DIR", help="write to DIR/seeds and DIR/briefings")
    draft.add_argument("--force", action="store_true", help="replace files that are there already")
    draft.add_argument("--paragraphs", action="store_true", help="print the numbered paragraphs, write nothing")
    _speaking(draft, "language of notes and messages")
    draft.set_defaults(does="content.draft")


def _publishing(commands: Commands) -> None:
    publish = commands.add_parser(
        "publish", help="check files, tell what they change and publish it; a server that runs serves them at once"
    )
    publish.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML of the content, or a zip of it")
    _speaking(publish, "language of problems and changes")
    publish.set_defaults(does="publish.publish")


def _state(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="copy the whole state into a file, also while `run` is at work")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(does="state.backup")
    doctor = commands.add_parser("doctor", help="look at all a bot stands on, a line each, with what to do")
    doctor.add_argument("--json", action="store_true", help="as JSON, for programs")
    doctor.set_defaults(does="doctor.doctor")
    restore = commands.add_parser("restore", help="put a backup in the place of the state, while `run` is not at work")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(does="state.restore")
    move = commands.add_parser("move", help="take the whole state over into a database, while `run` is not at work")
    move.add_argument(
        "--to",
        required=True,
        metavar="URL|DIR",
        help="a database such as postgresql://me@host/hindsight (its password in ~/.pgpass), or a folder; an empty one",
    )
    move.set_defaults(does="state.move")
    readers = commands.add_parser("readers", help="take all readers along to another state, as for a new token")
    moves = readers.add_subparsers(required=True, metavar="export|import", parser_class=_Parser)
    export = moves.add_parser("export", help="write all readers into a file, which then must be kept as secret")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(does="state.export")
    bring = moves.add_parser("import", help="take the readers of a file into the state, while `run` is not at work")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.set_defaults(does="state.bring")


def _speaking(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--lang", choices=WRITTEN, default="en", help=f"{what} (default: en)")
