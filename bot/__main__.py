"""The commands: `python -m bot run | ask | check | draft | show | verify | schema`.

Exit codes: 0 well, 1 problems found, 2 wrong usage. Errors go to stderr, one line each, never as a traceback.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import logging
import os
import secrets
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final, Never

from bot import desk, logs, settings
from bot.answers import LANGUAGES, say
from bot.answers.problems import describe, located
from bot.app import App, Message
from bot.briefing import Briefing, Card, Debates, Language, Record, Vocabulary
from bot.edition import Edition, InvalidEdition, export
from bot.problem import Problem
from bot.readers import Reader
from bot.settings import InvalidSettings, Settings
from bot.store import FILE, InUse, Store
from bot.unreadable import Unreadable

SCHEMAS: Final[dict[str, type[Record]]] = {
    "briefing": Briefing,
    "card": Card,
    "debates": Debates,
    "vocabulary": Vocabulary,
}


class Failure(Exception):
    """A command cannot go on: what to say on stderr, line by line, and the code to exit with."""

    def __init__(self, *lines: str, code: int = 2) -> None:
        self.lines, self.code = [" ".join(line.splitlines()) for line in lines], code
        super().__init__(*lines)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> Never:
        raise Failure(f"{self.prog}: {message}; see {self.prog} --help")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        chosen = _parser().parse_args(arguments)
        code: int = chosen.run(settings.load(), chosen)
        return code
    except Failure as failure:
        _write("".join(f"{line}\n" for line in failure.lines), sys.stderr)
        return failure.code
    except InvalidSettings as invalid:
        _write("".join(f"{line}\n" for line in invalid.lines), sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's last flush finds a reader
        return 0
    except OSError as error:  # such as a folder nobody may read, or a full disk
        _write(f"{error}\n", sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # what shells say of a command that Ctrl-C ended


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="hindsight", description="Briefings of forecasts about AI, and whether they came true.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    run = commands.add_parser("run", help="serve the chat page, and Telegram where BOT_TELEGRAM_TOKEN is set")
    run.set_defaults(run=_run)
    tick = commands.add_parser("tick", help="send the check-ins that are due, once, and print what became of them")
    tick.add_argument("--now", type=_instant, metavar="ISO", help="the time to go by, such as 2026-11-29T09:30Z")
    tick.set_defaults(run=_tick)
    backup = commands.add_parser("backup", help="copy the whole state into a file, also while `run` is at work")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(run=_backup)
    ask = commands.add_parser("ask", help="answer one question here")
    ask.add_argument("question", help='a command such as "/sectors", or any words')
    ask.add_argument("--lang", choices=LANGUAGES, help="language of the answer (default: BOT_LANGUAGE)")
    ask.add_argument("--as-editor", action="store_true", help="with the editors' commands")
    ask.set_defaults(run=_ask)
    check = commands.add_parser("check", help="check the content files and list every problem")
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="a folder of briefings, or files to check among the others"
    )
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    check.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the messages (default: en)")
    check.set_defaults(run=_check)
    draft = commands.add_parser("draft", help="make a source card and the skeleton of a briefing from a document")
    draft.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    draft.add_argument("--slug", default="", metavar="NAME", help="name of the briefing (default: made from the title)")
    draft.add_argument("--to", type=Path, metavar="DIR", help="write to DIR/seeds and DIR/briefings")
    draft.add_argument("--force", action="store_true", help="replace files that are there already")
    draft.add_argument("--paragraphs", action="store_true", help="print the numbered paragraphs, write nothing")
    draft.add_argument("--lang", choices=LANGUAGES, default="en", help="language of notes and messages (default: en)")
    draft.set_defaults(run=_draft)
    show = commands.add_parser("show", help="print the whole edition")
    show.add_argument("--json", action="store_true", help="as JSON (the only form)")
    show.set_defaults(run=_show)
    verify = commands.add_parser("verify", help="hold cards and citations against the original documents")
    verify.add_argument("--sources", type=Path, required=True, metavar="DIR", help="the folder of the originals")
    verify.set_defaults(run=_verify)
    schema = commands.add_parser("schema", help="print the JSON Schema of a kind of file")
    schema.add_argument("kind", nargs="?", choices=tuple(SCHEMAS), default="briefing")
    schema.set_defaults(run=_schema)
    return parser


def commands() -> tuple[str, ...]:
    """Return the names of all commands."""
    chosen = next(each for each in _parser()._actions if isinstance(each, argparse._SubParsersAction))
    return tuple(chosen.choices)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _run(chosen: Settings, _: argparse.Namespace) -> int:
    from bot import running  # serving needs libraries that the other commands do without

    token = chosen.telegram_token.get_secret_value() if chosen.telegram_token else ""
    logs.setup(chosen.log, chosen.log_format, [token])
    for line in settings.unknown():
        logging.getLogger("bot.settings").warning("%s", line)
    edition = _edition(chosen)
    try:
        with contextlib.closing(_store(chosen)) as store:
            running.run(chosen, _app(chosen, edition, store), store, _now)
    except running.CannotRun as error:
        raise Failure(str(error).replace(token, "[secret]") if token else str(error)) from None
    return 0


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _tick(chosen: Settings, asked: argparse.Namespace) -> int:
    from bot import running

    token = chosen.telegram_token.get_secret_value() if chosen.telegram_token else ""
    logs.setup("warning", chosen.log_format, [token])
    edition = _edition(chosen)
    with contextlib.closing(_store(chosen)) as store:
        counts = running.tick(chosen, _app(chosen, edition, store), store, (lambda: asked.now) if asked.now else _now)
    _write(f"{', '.join(f'{count} {state}' for state, count in sorted(counts.items())) or 'nothing was due'}\n")
    return 0


def _backup(chosen: Settings, asked: argparse.Namespace) -> int:
    from bot import chores

    source = chosen.data / FILE
    if not source.exists():
        raise Failure(f"BOT_DATA: there is no state in {chosen.data}")
    try:
        with contextlib.closing(sqlite3.connect(source, timeout=5)) as connection:
            chores.backup(connection, asked.file)
    except sqlite3.Error as error:
        raise Failure(f"{asked.file}: cannot be written: {error}") from None
    return 0


def _ask(chosen: Settings, asked: argparse.Namespace) -> int:
    from bot import console

    logs.setup("error", chosen.log_format, [])
    message = Message(Reader("console", "console"), asked.question, asked.lang or chosen.language, asked.as_editor)
    edition = _edition(chosen)
    with contextlib.closing(Store(sqlite3.connect(":memory:"))) as store:
        _write(console.render(_app(chosen, edition, store).reply(message, _now())))
    return 0


def _app(chosen: Settings, edition: Edition, store: Store) -> App:
    app = App(edition, store, new_id=lambda: secrets.token_hex(4), zone=chosen.zone, default=chosen.language)
    app.live(edition, _now())
    return app


def _store(chosen: Settings) -> Store:
    try:
        return Store.open(chosen.data)
    except InUse:
        raise Failure(f"BOT_DATA: another process is working with the state in {chosen.data}; stop it first") from None
    except (OSError, sqlite3.Error) as error:
        raise Failure(f"BOT_DATA: the state in {chosen.data} cannot be opened: {error}") from None


def _edition(chosen: Settings) -> Edition:
    try:
        return desk.load(chosen.briefings, chosen.seeds)
    except InvalidEdition as invalid:
        lines = [located("en", _at_home(chosen, problem)) for problem in invalid.problems]
        missing = all(problem.code == "no-folder" for problem in invalid.problems)
        raise Failure(*lines, code=2 if missing else 1) from None


def _check(chosen: Settings, asked: argparse.Namespace) -> int:
    chosen, overlay = _places(chosen, asked.paths)
    try:
        edition = desk.load(chosen.briefings, chosen.seeds, overlay)
    except InvalidEdition as invalid:
        problems = [_at_home(chosen, problem, overlay) for problem in invalid.problems]
        _write(_FORMATS[asked.format](problems, asked.lang), sys.stdout if asked.format == "json" else sys.stderr)
        return 1
    waiting = [_at_home(chosen, problem, overlay) for problem in edition.unwritten]
    _write(_FORMATS[asked.format](waiting, asked.lang), sys.stdout if asked.format == "json" else sys.stderr)
    _write("" if asked.format == "json" else _counts(edition) + _left(edition, asked.lang))
    return 0


def _left(edition: Edition, language: Language) -> str:
    """Return how many texts are still to be written, by language."""
    counts = Counter(str(dict(each.args)["wanted"]) for each in edition.unwritten)
    return "".join(
        f"{say(language, 'unwritten-count', count=counts[each], wanted=each)}\n" for each in LANGUAGES if counts[each]
    )


def _places(chosen: Settings, paths: list[Path]) -> tuple[Settings, dict[str, Path]]:
    """Return the folders to check, and single files that take the place of those of the same name."""
    overlay: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise Failure(f"{path}: there is no such file or folder")
        if path.is_file():
            overlay[f"{_folder(chosen, path)}/{path.name}"] = path
        elif (path / "briefings").is_dir():
            chosen = chosen.model_copy(update={"briefings": path / "briefings", "seeds": path / "seeds"})
        else:
            chosen = chosen.model_copy(update={"seeds" if path.name == "seeds" else "briefings": path})
    return chosen, overlay


def _folder(chosen: Settings, path: Path) -> str:
    """Return whose place a single file takes: that of a card, or of the other files."""
    is_card = path.absolute().parent.name == "seeds" or (
        (chosen.seeds / path.name).exists() and not (chosen.briefings / path.name).exists()
    )
    return "seeds" if is_card else "briefings"


def _at_home(chosen: Settings, problem: Problem, overlay: dict[str, Path] | None = None) -> Problem:
    """Return a problem that names its file as it is named on this machine."""
    folder, _, name = problem.file.partition("/")
    home = {"briefings": chosen.briefings, "seeds": chosen.seeds}.get(folder)
    path = (overlay or {}).get(problem.file) or (home / name if home else problem.file)
    return Problem(str(path), problem.mark, problem.code, problem.args)


def _as_json(problems: list[Problem], _: str) -> str:
    def plain(problem: Problem) -> dict[str, Any]:
        message = {language: describe(language, problem) for language in LANGUAGES}
        place = {"file": problem.file, "line": problem.mark.line, "column": problem.mark.column}
        return {**place, "level": problem.level, "code": problem.code, "message": message}

    return json.dumps([plain(problem) for problem in problems], ensure_ascii=False, indent=2) + "\n"


def _as_github(problems: list[Problem], language: Any) -> str:
    def escaped(text: str, also: str = "") -> str:
        return "".join(f"%{ord(each):02X}" if each in f"%\r\n{also}" else each for each in text)

    return "".join(
        f"::{each.level} file={escaped(each.file, ':,')},line={each.mark.line},col={each.mark.column}"
        f"::{escaped(describe(language, each))}\n"
        for each in problems
    )


def _as_text(problems: list[Problem], language: Any) -> str:
    return "".join(f"{located(language, problem)}\n" for problem in problems)


_FORMATS: Final = {"text": _as_text, "json": _as_json, "github": _as_github}


def _counts(edition: Edition) -> str:
    counts = {
        "briefings": edition.briefings,
        "predictions": edition.predictions,
        "sector views": edition.views,
        "events": edition.events,
        "pieces of advice": edition.advice,
        "figures": edition.figures,
        "caveats": edition.caveats,
        "debates": edition.debates,
    }
    return f"{', '.join(f'{len(items)} {name}' for name, items in counts.items())}; edition {edition.digest}\n"


def _draft(chosen: Settings, asked: argparse.Namespace) -> int:
    from bot import drafting, filing

    try:
        document = filing.read(asked.file)
        if asked.paragraphs:
            _write("".join(f"{line}\n" for line in drafting.numbered(document.original)))
            return 0
        made = drafting.draft(document, asked.slug, filing.vocabulary(chosen.briefings), asked.lang)
        seeds, briefings = (
            (asked.to / "seeds", asked.to / "briefings") if asked.to else (chosen.seeds, chosen.briefings)
        )
        card, briefing = seeds / made.card_file, briefings / made.briefing_file
        filing.write({card: made.card, briefing: made.briefing}, force=asked.force)
    except Unreadable as unreadable:
        raise Failure(describe(asked.lang, unreadable.found), code=1) from None
    except drafting.Undraftable as named:
        raise Failure(describe(asked.lang, named.found)) from None
    except filing.CannotFile as error:
        raise Failure(str(error)) from None
    _write(say(asked.lang, "draft-written", card=str(card), briefing=str(briefing), count=made.forecasts) + "\n")
    return 0


def _show(chosen: Settings, _: argparse.Namespace) -> int:
    _write(json.dumps(export(_edition(chosen), _now().date()), ensure_ascii=False, indent=2) + "\n")
    return 0


def _verify(chosen: Settings, asked: argparse.Namespace) -> int:
    if not asked.sources.is_dir():
        raise Failure(f"{asked.sources}: there is no such folder")
    _edition(chosen)
    problems = desk.verify(chosen.briefings, chosen.seeds, asked.sources)
    _write(_as_text([_at_home(chosen, problem) for problem in problems], "en"), sys.stderr)
    if not problems:
        _write("every card and every citation agrees with the originals\n")
    return 1 if problems else 0


def _schema(_: Settings, asked: argparse.Namespace) -> int:
    # The oldest dialect that holds all we say is the one every editor's YAML extension understands.
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **SCHEMAS[asked.kind].model_json_schema()}
    _write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return 0


def _write(text: str, to: Any = None) -> None:
    """Print in UTF-8 whatever the terminal's own encoding, and replace what even that cannot hold."""
    stream = to or sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    stream.write(text)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
