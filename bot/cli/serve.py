"""The commands that answer and send: `run`, its parts `web` and `work`, `tick`, `ask`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Final

from bot import files, logs, settings
from bot.answers import Answer, Asked, carried_out
from bot.app import Message
from bot.cli import doctor
from bot.cli.content import edition
from bot.cli.loading import loading
from bot.cli.output import Failure, write
from bot.cli.problems import failure
from bot.cli.state import history, in_memory, open_state
from bot.content.briefing import Language
from bot.content.edition import Edition, InvalidEdition
from bot.people.readers import Reader
from bot.people.schedule import Clock
from bot.serve.program import compose
from bot.serve.roles import ALL, WEB, WORK, Role
from bot.settings import Settings

FAR: Final = dt.timedelta(days=1)
"""How far the time to go by may be from the clock, where nobody says that it is meant."""
DOOR: Final = "editors.link"
"""The file, in the folder of the state, that holds the editors' link where nobody sits at a terminal."""
logger = logging.getLogger(__name__)


def run(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Serve until told to stop."""
    return _serve(chosen, now, ALL)


def web(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Answer readers, as one of several processes, until told to stop."""
    _shared("web", chosen)
    if chosen.telegram_token and not chosen.webhook:
        raise Failure(
            "BOT_WEBHOOK_URL: several processes cannot fetch from Telegram what readers ask; have it brought, by an"
            " address such as https://example.org/telegram/webhook"
        )
    if chosen.session_secret is None:
        logger.warning("BOT_SESSION_SECRET is not set: what a page is given here is good at no other process")
    return _serve(chosen, now, WEB)


def work(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Send check-ins and do chores, as one of several processes, until told to stop."""
    _shared("work", chosen)
    return _serve(chosen, now, WORK)


def _shared(name: str, chosen: Settings) -> None:
    if chosen.database_url is None:
        raise Failure(
            f"BOT_DATABASE_URL: `{name}` is one of several processes, which share a state on PostgreSQL; `run` does"
            " all there is to do with one in BOT_DATA"
        )


def _serve(chosen: Settings, now: Clock, role: Role) -> int:
    with loading():
        from bot.channels.web import sessions  # serving needs libraries that the other commands do without
        from bot.serve import run as serving

    logs.setup(chosen.log, chosen.log_format, chosen.secrets)
    for line in settings.unknown_variables():
        logging.getLogger("bot.settings").warning("%s", line)
    if chosen.shipped:
        logger.info("content: what came with the program; hindsight init DIR lays out a folder to edit")
    for look in (doctor.folders, doctor.disk):  # what fails later otherwise, and at a worse time
        for found in look(chosen, now()):
            if not found.well:
                logger.warning("%s: %s", found.what, found.said)
    try:
        with contextlib.closing(open_state(chosen)) as state, history(chosen) as kept:
            own = chosen.session_secret.get_secret_value() if chosen.session_secret else None
            secret = sessions.secret(chosen.data, own)
            program = compose(chosen, state, now, history=kept, secret=secret, role=role)
            with _door(chosen) as show:
                serving.run(program, show)
    except InvalidEdition as invalid:
        raise failure(chosen, invalid) from None
    except serving.CannotRun as error:
        raise Failure(logs.redacted(str(error), chosen.secrets)) from None
    return 0


@contextlib.contextmanager
def _door(chosen: Settings) -> Iterator[Callable[[str], None]]:
    """Yield what shows the editors' link to whoever starts the bot, and nobody else.

    Where that is no terminal, what we print is a log, and goes far: the link then lies in a file of its owner's alone.
    """
    file = chosen.data / DOOR

    def show(line: str) -> None:
        if sys.stdout and sys.stdout.isatty():
            write(line)
            return
        try:
            with files.replacing(file) as new:
                new.write_text(line, encoding="utf-8")
        except OSError as error:
            logger.warning("the editors' link cannot be kept in %s: %s", file, error.strerror)
            return
        logger.info("editors: the link that lets one in is in %s", file)

    try:
        yield show
    finally:
        file.unlink(missing_ok=True)  # it opens nothing any more


def tick(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Send what is due, once, and print how the deliveries of the last week stand."""
    from bot.cli import terminal
    from bot.serve import run as serving

    logs.setup("warning", chosen.log_format, chosen.secrets)
    if asked.now and abs(asked.now - now()) > FAR and not asked.even_so:
        raise Failure(
            f"--now: {asked.now.isoformat()} is more than a day from this machine's clock"
            f" ({now().isoformat(timespec='seconds')}); readers would get their check-ins by it;"
            " if that is meant, add --even-so"
        )
    live = edition(chosen)
    with contextlib.closing(open_state(chosen)) as state:
        program = compose(chosen, state, (lambda: asked.now) if asked.now else now, edition=live)

        async def once() -> dict[str, int]:
            await serving.begin(program, live, now())
            return await serving.tick(program)

        try:
            with terminal.under_way("sending the check-ins that are due"):
                counts = asyncio.run(once())
        except serving.CannotRun as error:
            raise Failure(logs.redacted(str(error), chosen.secrets), code=1) from None
    if asked.json:
        write(json.dumps(counts, sort_keys=True) + "\n")
        return 0
    stand = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing was due"
    write(f"last seven days: {stand}\n")
    return 0


def ask(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Answer one question; nothing of a reader is remembered. An editor's question reaches the desk."""
    from bot.channels import console
    from bot.cli import terminal

    logs.setup("error", chosen.log_format, [])
    message = Message(
        reader=Reader("console", "console"),
        text=asked.question,
        language=asked.lang or chosen.language,
        editor=asked.as_editor,
        limits=console.LIMITS,
    )
    live = edition(chosen)
    at = asked.now or now()
    if asked.explain and (command := carried_out(asked.question, _impersonal(live, message.language, at))):
        write(f"= {command}\n")
    with contextlib.closing(in_memory()) as state, contextlib.ExitStack() as desk:
        kept = desk.enter_context(history(chosen)) if asked.as_editor else None
        program = compose(chosen, state, lambda: at, history=kept, edition=live)

        async def answered() -> Answer:
            await program.app.live(live, at)
            return await (program.editorial or program.app).reply(message, at)

        terminal.show(asyncio.run(answered()))
    return 0


def _impersonal(live: Edition, language: Language, now: dt.datetime) -> Asked:
    return Asked(edition=live, language=language, today=now.date())
